//! Support for independent departure: a decision table over scheme, nationality, date of request, presence,
//! household and what excludes somebody.

use jiff::ToSpan as _;
use kernel::{Date, Nationality, Reason, Refusal};

use crate::policy::Policy;
use crate::rule;
use crate::value::Cents;

/// A scheme of support.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Basic support with IOM: ticket, documents, advice and an amount by nationality.
    Rean,
    /// Reintegration in kind, for listed nationalities.
    Avrr,
    /// Amounts for Syria.
    Syria,
}

/// What is asked of a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportRequest {
    /// Which scheme.
    pub scheme: Scheme,
    /// Nationality.
    pub nationality: Nationality,
    /// Day of the request.
    pub requested_on: Date,
    /// Since when the household is in the Netherlands; unset when not known.
    pub present_since: Option<Date>,
    /// Adults.
    pub adults: i32,
    /// Minors.
    pub minors: i32,
    /// Whether an entry ban of more than five years was imposed.
    pub long_entry_ban: bool,
    /// When support was last granted; unset when never.
    pub assisted_on: Option<Date>,
    /// Whether article 1F or a serious crime excludes.
    pub excluded: bool,
}

/// Syria.
const SYRIA: &str = "SYR";

/// Nationalities that basic support is not for: EU, EEA, Switzerland, micro-states and countries of the highest
/// income (IOM: "not from EU/EEA/micro-states/top-35 income countries"; the list itself is assumed).
const NOT_SUPPORTED: &[&str] = &[
    "AND", "ARE", "AUS", "AUT", "BEL", "BGR", "BHR", "BRN", "CAN", "CHE", "CYP", "CZE", "DEU",
    "DNK", "ESP", "EST", "FIN", "FRA", "GBR", "GRC", "HRV", "HUN", "IRL", "ISL", "ISR", "ITA",
    "JPN", "KOR", "KWT", "LIE", "LTU", "LUX", "LVA", "MCO", "MLT", "NLD", "NOR", "NZL", "POL",
    "PRT", "QAT", "ROU", "SAU", "SGP", "SMR", "SVK", "SVN", "SWE", "TWN", "USA", "VAT",
];

/// Nationalities near by, for which basic support is the lowest amount (assumed: visa-free neighbours).
const NEAR: &[&str] = &["ALB", "BIH", "GEO", "MDA", "MKD", "MNE", "SRB", "UKR", "XKX"];

/// Nationalities that reintegration in kind is listed for (assumed: the large groups of rejected applicants).
const REINTEGRATED: &[&str] = &[
    "AFG", "BGD", "DZA", "EGY", "ERI", "ETH", "GHA", "GIN", "GMB", "IND", "IRN", "IRQ", "LBN",
    "LKA", "MAR", "MNG", "NGA", "NPL", "PAK", "SDN", "SEN", "SLE", "SOM", "SYR", "TUN", "TUR",
    "UGA", "VNM", "YEM",
];

/// The scheme that somebody of this nationality usually asks for.
pub fn usual_scheme(policy: &Policy, nationality: Nationality, on: Date) -> Scheme {
    let syria = policy.get(rule::SUPPORT_SYRIA_ADULT, on).0 > 0;
    if nationality.code() == SYRIA && syria { Scheme::Syria } else { Scheme::Rean }
}

/// The amount for a request, or why there is none.
pub fn support(policy: &Policy, request: &SupportRequest) -> Result<Cents, Refusal> {
    let on = request.requested_on;
    let no = |why: &'static str| Err(Refusal::new(Reason::SupportNotEntitled, why));
    let code = request.nationality.code();
    if request.adults < 0 || request.minors < 0 || request.adults + request.minors == 0 {
        return no("the request is for nobody");
    }
    if request.excluded {
        return no("article 1F or a serious crime excludes support");
    }
    if request.long_entry_ban {
        return no("an entry ban of more than five years excludes support");
    }
    let interval = policy.get(rule::SUPPORT_INTERVAL, on);
    if request.assisted_on.is_some_and(|before| on < interval.end(before)) {
        return no("support was given before, less than five years ago");
    }
    if NOT_SUPPORTED.contains(&code) {
        return no("support is not for this nationality");
    }
    let (adult, minor) = match request.scheme {
        Scheme::Rean => {
            let amount =
                if NEAR.contains(&code) { rule::SUPPORT_BASIC_NEAR } else { rule::SUPPORT_BASIC };
            (policy.get(amount, on), policy.get(amount, on))
        }
        Scheme::Avrr if !REINTEGRATED.contains(&code) => {
            return no("reintegration is not for this nationality");
        }
        Scheme::Avrr => (
            policy.get(rule::SUPPORT_REINTEGRATION_ADULT, on),
            policy.get(rule::SUPPORT_REINTEGRATION_MINOR, on),
        ),
        Scheme::Syria if code != SYRIA => return no("the scheme is for Syrians"),
        Scheme::Syria => syria(policy, on, request.present_since),
    };
    let amount =
        Cents(adult.times(i64::from(request.adults)).0 + minor.times(i64::from(request.minors)).0);
    if amount.0 == 0 {
        return Err(Refusal::new(Reason::SupportSchemeClosed, format!("nothing is paid on {on}")));
    }
    Ok(amount)
}

/// The amounts for Syria; who came too late for the temporary ones gets those before them.
fn syria(policy: &Policy, on: Date, present_since: Option<Date>) -> (Cents, Cents) {
    let amounts =
        |on| (policy.get(rule::SUPPORT_SYRIA_ADULT, on), policy.get(rule::SUPPORT_SYRIA_CHILD, on));
    let temporary = policy.get(rule::SUPPORT_SYRIA_TEMPORARY, on);
    let late =
        present_since.is_some_and(|since| since >= crate::departure::syria_presence_before());
    if !(temporary && late) {
        return amounts(on);
    }
    let mut before = on;
    while policy.get(rule::SUPPORT_SYRIA_TEMPORARY, before) {
        before = before.saturating_sub(1.days());
    }
    amounts(before)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::sept_2025;

    fn request(scheme: Scheme, nationality: &[u8; 3], on: &str) -> SupportRequest {
        SupportRequest {
            scheme,
            nationality: Nationality::new(nationality),
            requested_on: on.parse().unwrap(),
            present_since: None,
            adults: 2,
            minors: 2,
            long_entry_ban: false,
            assisted_on: None,
            excluded: false,
        }
    }

    fn euros(request: &SupportRequest) -> i64 {
        support(sept_2025(), request).unwrap().0 / 100
    }

    fn reason(request: &SupportRequest) -> kernel::Reason {
        support(sept_2025(), request).unwrap_err().reason
    }

    #[test]
    fn support_test_couple_with_two_children_asks_on_2025_12_01() {
        assert_eq!(euros(&request(Scheme::Syria, b"SYR", "2025-12-01")), 15_000);
    }

    #[test]
    fn support_test_couple_with_two_children_asks_on_2025_10_30() {
        assert_eq!(euros(&request(Scheme::Syria, b"SYR", "2025-10-30")), 8_900);
    }

    #[test]
    fn support_for_syria_by_date_and_presence() {
        let at = |on| request(Scheme::Syria, b"SYR", on);
        assert_eq!(euros(&at("2025-02-01")), 3_600, "EUR 900 each at the start");
        assert_eq!(euros(&at("2025-11-16")), 8_900);
        assert_eq!(euros(&at("2025-11-17")), 15_000);
        assert_eq!(euros(&at("2026-01-01")), 15_000);
        assert_eq!(reason(&at("2026-01-02")), "SUPPORT_SCHEME_CLOSED");
        let late = SupportRequest {
            present_since: Some("2025-10-01".parse().unwrap()),
            ..at("2025-12-01")
        };
        assert_eq!(euros(&late), 8_900, "not in the Netherlands before 1 October 2025");
        let early = SupportRequest {
            present_since: Some("2025-09-30".parse().unwrap()),
            ..at("2025-12-01")
        };
        assert_eq!(euros(&early), 15_000);
        assert_eq!(reason(&request(Scheme::Syria, b"IRQ", "2025-12-01")), "SUPPORT_NOT_ENTITLED");
    }

    #[test]
    fn support_basic_and_reintegration() {
        assert_eq!(euros(&request(Scheme::Rean, b"MAR", "2025-12-01")), 800);
        assert_eq!(euros(&request(Scheme::Rean, b"MDA", "2025-12-01")), 160);
        assert_eq!(euros(&request(Scheme::Avrr, b"IRQ", "2025-12-01")), 2 * 1_800 + 2 * 2_800);
        for (scheme, nationality) in
            [(Scheme::Rean, b"DEU"), (Scheme::Rean, b"CHE"), (Scheme::Avrr, b"MDA")]
        {
            let asked = request(scheme, nationality, "2025-12-01");
            assert_eq!(reason(&asked), "SUPPORT_NOT_ENTITLED", "{asked:?}");
        }
    }

    #[test]
    fn support_is_refused_to_who_is_excluded() {
        let base = || request(Scheme::Rean, b"IRQ", "2025-12-01");
        let assisted = |on: &str| Some(on.parse().unwrap());
        for asked in [
            SupportRequest { excluded: true, ..base() },
            SupportRequest { long_entry_ban: true, ..base() },
            SupportRequest { assisted_on: assisted("2020-12-02"), ..base() },
            SupportRequest { adults: 0, minors: 0, ..base() },
        ] {
            assert_eq!(reason(&asked), "SUPPORT_NOT_ENTITLED", "{asked:?}");
        }
        let long_ago = SupportRequest { assisted_on: assisted("2020-12-01"), ..base() };
        assert!(support(sept_2025(), &long_ago).is_ok());
    }
}
