//! What events say of a person: no name, no date of birth, only what planning needs.

use std::fmt;
use std::str::FromStr;

use crate::{HouseholdId, PersonId};
use jiff::civil::Date;

use crate::Refusal;

/// A text that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not {expected}")]
pub struct ParseError {
    /// What was read.
    pub text: String,
    /// What was expected, in words.
    pub expected: &'static str,
}

/// A nationality as three capital letters: ISO 3166-1 alpha-3, or `XXA` (stateless) and `XXX` (unknown)
/// after ICAO Doc 9303.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nationality([u8; 3]);

impl Nationality {
    /// Nationality not known.
    pub const UNKNOWN: Self = Self(*b"XXX");

    /// A nationality from its three capital letters; for constants.
    ///
    /// # Panics
    /// When the bytes are not three capital letters.
    pub const fn new(code: &[u8; 3]) -> Self {
        assert!(
            code[0].is_ascii_uppercase()
                && code[1].is_ascii_uppercase()
                && code[2].is_ascii_uppercase(),
            "a nationality is three capital letters"
        );
        Self(*code)
    }

    /// The three letters.
    pub fn code(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or("XXX")
    }
}

impl fmt::Display for Nationality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Nationality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Nationality {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        match text.as_bytes() {
            &[a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Self([a, b, c])),
            _ => Err(ParseError {
                text: text.to_owned(),
                expected: "a nationality of three capital letters (ISO 3166-1 alpha-3)",
            }),
        }
    }
}

/// A municipality by its CBS code, for instance `GM0363`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Municipality(u16);

impl Municipality {
    /// The municipality with this number (the four digits of its CBS code).
    pub const fn new(number: u16) -> Self {
        Self(number)
    }
}

impl fmt::Display for Municipality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GM{:04}", self.0)
    }
}

impl fmt::Debug for Municipality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Municipality {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let number = text.strip_prefix("GM").filter(|digits| digits.len() == 4);
        number
            .filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|digits| digits.parse().ok())
            .map(Self)
            .ok_or_else(|| ParseError {
                text: text.to_owned(),
                expected: "a municipality code of GM and four digits (CBS)",
            })
    }
}

crate::codes! {
    /// Sex as registered.
    pub enum Sex {
        /// Female.
        Female = "FEMALE",
        /// Male.
        Male = "MALE",
        /// Not recorded as either.
        Other = "OTHER",
    }
}

crate::codes! {
    /// Age band of the picture of the chain.
    pub enum AgeBand {
        /// Under 18.
        Minor = "0-17",
        /// 18 up to and including 34.
        YoungAdult = "18-34",
        /// 35 up to and including 64.
        Adult = "35-64",
        /// 65 and over.
        Senior = "65+",
    }
}

/// What events say of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Pseudonymous id.
    pub person_id: PersonId,
    /// Household; a single person is a household.
    pub household_id: HouseholdId,
    /// Nationality.
    pub nationality: Nationality,
    /// Year of birth.
    pub birth_year: i16,
    /// Sex as registered.
    pub sex: Sex,
    /// Whether the person is under 18 without a responsible adult.
    pub unaccompanied_minor: bool,
}

/// What a caller tells of a person. What is held here is not asked again; where both exist they must agree, and a
/// correction has a command of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PersonDetails {
    /// Nationality.
    pub nationality: Option<Nationality>,
    /// Year of birth.
    pub birth_year: Option<i16>,
    /// Sex as registered.
    pub sex: Option<Sex>,
}

impl PersonDetails {
    /// The person of this household, by what is held and what is told.
    pub fn person(
        self,
        person_id: PersonId,
        household_id: HouseholdId,
        held: Option<&Person>,
    ) -> Result<Person, Refusal> {
        let nationality = held.map(|held| held.nationality);
        Ok(Person {
            person_id,
            household_id,
            nationality: Refusal::known("nationality", self.nationality, nationality)?,
            birth_year: Refusal::known(
                "birth_year",
                self.birth_year,
                held.map(|held| held.birth_year),
            )?,
            sex: Refusal::known("sex", self.sex, held.map(|held| held.sex))?,
            unaccompanied_minor: held.is_some_and(|held| held.unaccompanied_minor),
        })
    }
}

impl AgeBand {
    /// The band on a date of somebody of whom only the birth year is known.
    ///
    /// The birthday is taken to be past, so the age is the difference of the years.
    pub fn on(date: Date, birth_year: i16) -> Self {
        match date.year() - birth_year {
            ..18 => Self::Minor,
            18..35 => Self::YoungAdult,
            35..65 => Self::Adult,
            _ => Self::Senior,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back_and_refuse_others() {
        assert_eq!("SYR".parse::<Nationality>().unwrap().to_string(), "SYR");
        assert!("sy".parse::<Nationality>().is_err());
        assert_eq!("GM0363".parse::<Municipality>().unwrap().to_string(), "GM0363");
        assert!("GM36".parse::<Municipality>().is_err());
        assert!("GM+363".parse::<Municipality>().is_err());
    }
}
