//! The weekly facts of a safety region on displaced persons from Ukraine (municipal reception).

use jiff::civil::Weekday;
use kernel::{Date, Refusal};

/// One region and week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UkraineWeek {
    /// Region and week, for instance `VR10/2025-01-06`.
    pub week_id: String,
    /// Safety region by its code.
    pub region: String,
    /// When the week began, a Monday.
    pub week_start: Date,
    /// Registrations in the municipal registers in that week.
    pub registrations: i32,
    /// Municipal places at the end of the week.
    pub places: i32,
    /// Places taken at the end of the week.
    pub occupied: i32,
    /// Number of reports for this week.
    pub version: i64,
}

/// Refuses a report of a week that has not begun, or that does not begin on a Monday.
pub fn check(week: &UkraineWeek, today: Date) -> Result<(), Refusal> {
    if week.week_start > today {
        return Err(Refusal::new("DATE_IN_FUTURE", "the week has not begun"));
    }
    if week.week_start.weekday() != Weekday::Monday {
        return Err(Refusal::new("WRONG_STATE", "a week begins on a Monday"));
    }
    Ok(())
}
