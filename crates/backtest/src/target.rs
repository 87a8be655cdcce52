//! What is forecast at an origin: a sum over months ahead.

use std::ops::Range;

use forecast::Month;

kernel::codes! {
    /// A sum that a forecast is judged by.
    pub enum Target {
        /// The first month that is not known.
        NextMonth = "next_month",
        /// The next twelve months.
        Next12 = "next_12",
        /// The twelve months after those.
        Months13To24 = "months_13_to_24",
        /// The calendar year of the origin, its known months included.
        SameYear = "same_year",
        /// The calendar year after that.
        NextYear = "next_year",
    }
}

impl Target {
    /// Months ahead of the cut that it sums, 0 being the first that is not known.
    pub fn ahead(self, cut: Month) -> Range<usize> {
        let december = 13 - cut.month().unsigned_abs() as usize;
        match self {
            Self::NextMonth => 0..1,
            Self::Next12 => 0..12,
            Self::Months13To24 => 12..24,
            Self::SameYear => 0..december,
            Self::NextYear => december..december + 12,
        }
    }

    /// Known months before the cut that it includes.
    pub fn known(self, cut: Month) -> usize {
        if self == Self::SameYear { cut.month().unsigned_abs() as usize - 1 } else { 0 }
    }

    /// Whether it is a calendar year: evaluated at the end of February and of August, the moments of the MPP.
    pub fn is_year(self) -> bool {
        matches!(self, Self::SameYear | Self::NextYear)
    }
}

/// Whether an origin is a moment of the MPP: data to the end of February or of August.
pub(crate) fn of_mpp(cut: Month) -> bool {
    matches!(cut.month(), 3 | 9)
}
