//! What texts are, and whether one is.

use kernel::Municipality;

use crate::personal;

/// What a text is, as `ketenstroom.common.v1.Text` lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextKind {
    Uuid,
    Nationality,
    Country,
    MemberState,
    Municipality,
    FormerMunicipality,
    Province,
    SafetyRegion,
    HalfYear,
    Month,
    Code,
    Token,
    Remark,
    Source,
    Name,
    File,
}

/// Years that half-years and months may have.
const YEARS: std::ops::RangeInclusive<u16> = 1990..=2100;

impl TextKind {
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name.strip_prefix("TEXT_")? {
            "UUID" => Self::Uuid,
            "NATIONALITY" => Self::Nationality,
            "COUNTRY" => Self::Country,
            "MEMBER_STATE" => Self::MemberState,
            "MUNICIPALITY" => Self::Municipality,
            "FORMER_MUNICIPALITY" => Self::FormerMunicipality,
            "PROVINCE" => Self::Province,
            "SAFETY_REGION" => Self::SafetyRegion,
            "HALF_YEAR" => Self::HalfYear,
            "MONTH" => Self::Month,
            "CODE" => Self::Code,
            "TOKEN" => Self::Token,
            "REMARK" => Self::Remark,
            "SOURCE" => Self::Source,
            "NAME" => Self::Name,
            "FILE" => Self::File,
            _ => return None,
        })
    }

    /// Most characters.
    const fn chars_max(self) -> usize {
        match self {
            Self::Uuid => 36,
            Self::Nationality | Self::Country | Self::MemberState => 3,
            Self::Municipality | Self::FormerMunicipality => 6,
            Self::SafetyRegion => 4,
            Self::HalfYear | Self::Month => 7,
            Self::Province => 20,
            Self::Code | Self::Name => 100,
            Self::Token => 400,
            Self::Remark | Self::Source => 500,
            Self::File => 3 * 1024 * 1024,
        }
    }

    /// The rule that `text` breaks, in words after the name of the field.
    pub(crate) fn check(self, text: &str) -> Result<(), String> {
        let max = self.chars_max();
        // Bytes first: a character has at least one.
        if text.len() > max && text.chars().nth(max).is_some() {
            return Err(format!("must be at most {max} characters"));
        }
        if let Some(c) = text.chars().find(|c| self.is_forbidden(*c)) {
            return Err(format!("must not hold the character U+{:04X}", c as u32));
        }
        let must = |is: bool, rule: &str| if is { Ok(()) } else { Err(format!("must be {rule}")) };
        match self {
            Self::Uuid => must(is_uuid(text), "a UUID of 36 characters in lower case"),
            Self::Nationality => must(
                reference::is_foreign_nationality(text),
                "a nationality of ISO 3166-1 alpha-3 other than NLD; XXA stateless, XXX unknown",
            ),
            Self::Country => must(
                reference::is_country(text),
                "a country of ISO 3166-1 alpha-3; XXX when it is not known",
            ),
            Self::MemberState => must(
                reference::is_member_state(text),
                "a state of the Dublin system other than the Netherlands, ISO 3166-1 alpha-3",
            ),
            Self::Municipality => must(
                municipality(text).is_some_and(reference::is_municipality),
                "a municipality of 2024 or later: GM and four digits (CBS)",
            ),
            Self::FormerMunicipality => must(
                municipality(text).is_some_and(reference::was_municipality),
                "a municipality, or one that was merged: GM and four digits (CBS)",
            ),
            Self::Province => must(reference::PROVINCES.contains(&text), "a province by its name"),
            Self::SafetyRegion => {
                must(reference::is_safety_region(text), "a safety region, VR01 to VR25")
            }
            Self::HalfYear => must(is_half(text), "a half-year such as 2025-I or 2025-II"),
            Self::Month => must(is_month(text), "a month such as 2025-09"),
            Self::Code => must(text.chars().all(is_code), "a code of the contract"),
            Self::Token => must(text.bytes().all(|b| b.is_ascii_graphic()), "a token of a list"),
            Self::Remark => personal::check(text, personal::Dates::Refused),
            Self::Source => personal::check(text, personal::Dates::Allowed),
            Self::Name => personal::check(text, personal::Dates::Refused),
            Self::File => Ok(()),
        }
    }

    /// Control characters, separators of lines, and marks that turn the direction in which a text is read.
    fn is_forbidden(self, c: char) -> bool {
        if self == Self::File && matches!(c, '\n' | '\r' | '\t' | '\u{feff}') {
            return false;
        }
        c.is_control()
            || matches!(
                c,
                '\u{061c}'
                    | '\u{200e}'
                    | '\u{200f}'
                    | '\u{2028}'..='\u{202e}'
                    | '\u{2066}'..='\u{2069}'
                    | '\u{feff}'
            )
    }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(n, b)| match n {
            8 | 13 | 18 | 23 => b == b'-',
            _ => matches!(b, b'0'..=b'9' | b'a'..=b'f'),
        })
}

fn municipality(text: &str) -> Option<Municipality> {
    text.parse().ok()
}

fn digits(text: &str, count: usize) -> Option<u16> {
    let all = text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| all)
}

fn year(text: &str) -> bool {
    digits(text, 4).is_some_and(|year| YEARS.contains(&year))
}

fn is_half(text: &str) -> bool {
    text.split_once('-').is_some_and(|(y, half)| year(y) && matches!(half, "I" | "II"))
}

fn is_month(text: &str) -> bool {
    text.split_once('-').is_some_and(|(y, month)| {
        year(y) && digits(month, 2).is_some_and(|month| (1..=12).contains(&month))
    })
}

fn is_code(c: char) -> bool {
    c.is_ascii_alphanumeric() || " ._:-*()/+,".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_takes_its_own_and_refuses_the_rest() {
        use TextKind as T;
        let cases: &[(T, &[&str], &[&str])] = &[
            (
                T::Uuid,
                &["0192f0a0-7c3e-7b4e-8d3a-4f6f2c1d9e00"],
                &["0192F0A0-7C3E-7B4E-8D3A-4F6F2C1D9E00", "x"],
            ),
            (T::Nationality, &["SYR", "XXA", "XXX", "XOT"], &["NLD", "ZZZ", "syr", "SY", "SYRX"]),
            (T::Country, &["NLD", "XXX"], &["XXA", "ABC", "Nederland"]),
            (T::MemberState, &["DEU", "CHE"], &["NLD", "SYR", "Jan de Vries, geb. 1-1-1990"]),
            (T::Municipality, &["GM0363"], &["GM9999", "GM+363", "363", "GM0457"]),
            (T::FormerMunicipality, &["GM0457"], &["GM9999"]),
            (T::Province, &["Fryslân"], &["Friesland", "utrecht"]),
            (T::SafetyRegion, &["VR01", "VR25"], &["VR26", "VR00", "VR1"]),
            (
                T::HalfYear,
                &["2025-I", "2025-II"],
                &["2025-III", "2025-1", "-2025-I", "0001-I", "2025"],
            ),
            (T::Month, &["2025-09"], &["2025-13", "2025-9", "2025-00", "2025-+1", "9999-01"]),
            (T::Code, &["inflow.first", "nl.personen.samengevoegd.v1"], &["a;b", "é"]),
            (T::Token, &["abc.1"], &["a b", "\u{e9}"]),
            (
                T::Remark,
                &["in hospital", "no Syrian report (yet)"],
                &["a\0b", "a\nb", "a\u{202e}b", "a\u{2028}b"],
            ),
            (T::File, &["a,b\r\n1,2\n", "\u{feff}a\tb"], &["a\0b", "a\u{202e}b"]),
        ];
        for (kind, good, bad) in cases {
            for text in *good {
                assert_eq!(kind.check(text), Ok(()), "{kind:?} {text:?}");
            }
            for text in *bad {
                assert!(kind.check(text).is_err(), "{kind:?} {text:?}");
            }
            let long = "a".repeat(kind.chars_max() + 1);
            assert!(kind.check(&long).unwrap_err().contains("at most"), "{kind:?}");
        }
    }
}
