//! What a location must have for a person: flags only, never a diagnosis.

use std::fmt;
use std::str::FromStr;

/// What a person needs, or a location offers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Wheelchair access.
    pub wheelchair: bool,
    /// Medical care nearby (dialysis near a hospital, isolation), or a path of care that may not be interrupted.
    pub medical_care: bool,
    /// A safe room, apart from others.
    pub safe_room: bool,
}

/// A text that is no set of needs.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a set of needs")]
pub struct UnknownNeed(String);

/// The form in which needs are stored: a letter for each.
impl fmt::Display for Needs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = [(self.wheelchair, "W"), (self.medical_care, "M"), (self.safe_room, "S")];
        all.iter().filter(|(is, _)| *is).try_for_each(|(_, letter)| f.write_str(letter))
    }
}

impl FromStr for Needs {
    type Err = UnknownNeed;

    fn from_str(text: &str) -> Result<Self, UnknownNeed> {
        let mut needs = Self::default();
        for letter in text.chars() {
            match letter {
                'W' => needs.wheelchair = true,
                'M' => needs.medical_care = true,
                'S' => needs.safe_room = true,
                _ => return Err(UnknownNeed(text.to_owned())),
            }
        }
        Ok(needs)
    }
}
