//! Free words hold no personal data: what looks like a number or date of a person, or its address, is refused.
//!
//! A guess by form, not by meaning: a name cannot be told from a word. It stops what is pasted from a file.

/// Whether whole dates may stand in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dates {
    /// A publication has one.
    Allowed,
    /// Elsewhere a date written in numbers may be one of birth.
    Refused,
}

/// The rule that a text breaks, in words after the name of the field.
pub(crate) fn check(text: &str, dates: Dates) -> Result<(), String> {
    let what = if has_address(text) {
        "an e-mail address"
    } else if has_number(text) {
        "a V-number or a citizen service number"
    } else if dates == Dates::Refused && has_date(text) {
        "a date of birth"
    } else {
        return Ok(());
    };
    Err(format!("must hold no personal data; this looks like {what}"))
}

fn has_address(text: &str) -> bool {
    let word = |c: char| c.is_alphanumeric();
    text.match_indices('@').any(|(at, _)| {
        text[..at].chars().next_back().is_some_and(word)
            && text[at + 1..].chars().next().is_some_and(word)
            && text[at + 1..].split_whitespace().next().is_some_and(|rest| rest.contains('.'))
    })
}

/// Runs of digits, with the dots, blanks and dashes by which people group them.
fn has_number(text: &str) -> bool {
    let mut digits = Vec::new();
    let mut gap = 0;
    for c in text.chars().chain(std::iter::once('x')) {
        match c.to_digit(10) {
            Some(digit) => {
                digits.push(digit);
                gap = 0;
            }
            None if matches!(c, '.' | ' ' | '-') && !digits.is_empty() && gap == 0 => gap = 1,
            None => {
                // A V-number has ten digits, a citizen service number nine that pass the test of eleven.
                if digits.len() == 10 || (digits.len() == 9 && passes_eleven(&digits)) {
                    return true;
                }
                digits.clear();
                gap = 0;
            }
        }
    }
    false
}

/// Nine times the first digit, eight times the second, ..., minus the last, divides by eleven.
fn passes_eleven(digits: &[u32]) -> bool {
    let Some((last, rest)) = digits.split_last() else { return false };
    let sum: u32 = rest.iter().zip((2..=9).rev()).map(|(digit, weight)| digit * weight).sum();
    sum > 0 && sum % 11 == last % 11
}

/// A day, a month and a year in numbers, in either order.
fn has_date(text: &str) -> bool {
    ['-', '/', '.'].into_iter().any(|separator| {
        let words = text.split(|c: char| !(c.is_ascii_digit() || c == separator));
        words.into_iter().any(|word| {
            let parts: Vec<&str> = word.split(separator).collect();
            parts.windows(3).any(|three| is_date(three[0], three[1], three[2]))
        })
    })
}

fn is_date(a: &str, b: &str, c: &str) -> bool {
    let upto = |text: &str, max: u32| {
        text.len() <= 2 && text.parse().is_ok_and(|n: u32| (1..=max).contains(&n))
    };
    let year =
        |text: &str| text.len() == 4 && text.parse().is_ok_and(|n: u32| (1900..=2100).contains(&n));
    upto(b, 12) && ((upto(a, 31) && year(c)) || (year(a) && upto(c, 31)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pasted_from_a_file_is_refused() {
        for text in [
            "V-nummer 1234567890",
            "v 123 456 7890",
            "BSN 111222333",
            "111.222.333",
            "geb. 1-1-1990",
            "born 1990-01-31",
            "31/12/1984",
            "01.02.2003",
            "jan@example.nl",
            "mail: a.b@c.org.",
        ] {
            assert!(check(text, Dates::Refused).is_err(), "{text}");
        }
    }

    #[test]
    fn words_about_a_case_are_taken() {
        for text in [
            "",
            "in hospital",
            "the letter of 26 September 2025",
            "112233445",
            "article 30b(1)",
            "places 12 to 14 of 2025",
            "100.000 places",
            "IND @ Ter Apel",
            "version 1.2.3",
            "half 2025-I",
        ] {
            assert_eq!(check(text, Dates::Refused), Ok(()), "{text}");
        }
        assert_eq!(check("rijksoverheid.nl, 2025-09-26", Dates::Allowed), Ok(()));
    }

    #[test]
    fn the_test_of_eleven() {
        let digits = |text: &str| text.chars().filter_map(|c| c.to_digit(10)).collect::<Vec<_>>();
        assert!(passes_eleven(&digits("111222333")));
        assert!(passes_eleven(&digits("123456782")));
        assert!(!passes_eleven(&digits("123456789")));
        assert!(!passes_eleven(&digits("000000000")));
    }
}
