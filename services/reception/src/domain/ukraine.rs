//! Municipal reception of people displaced from Ukraine (GOO): the task of each safety region and its weeks.

use jiff::civil::Weekday;
use kernel::{Date, Reason, Refusal};

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
        return Err(Refusal::new(Reason::DateInFuture, "the week has not begun"));
    }
    if week.week_start.weekday() != Weekday::Monday {
        return Err(Refusal::settled("a week begins on a Monday", "name the Monday of the week"));
    }
    Ok(())
}

/// What one safety region has to do, one row of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UkraineRegion {
    /// Safety region by its code.
    pub region: String,
    /// Inhabitants: the key of the distribution.
    pub inhabitants: i32,
    /// Places that it is to have; 0 before a task was set.
    pub task: i32,
    /// Places realised since the books were opened.
    pub realised: i32,
    /// Places closed since the books were opened.
    pub closed: i32,
    /// Municipal places by the last weekly report.
    pub places: i32,
    /// Places taken by the last weekly report.
    pub occupied: i32,
    /// The week of that report; unset before the first.
    pub last_week: Option<Date>,
    /// Number of events of this region.
    pub version: i64,
}

impl UkraineRegion {
    /// A region of which nothing is known.
    pub fn new(region: &str) -> Self {
        Self {
            region: region.to_owned(),
            inhabitants: 0,
            task: 0,
            realised: 0,
            closed: 0,
            places: 0,
            occupied: 0,
            last_week: None,
            version: 0,
        }
    }

    /// Places short of the task; negative when ahead.
    pub fn gap(&self) -> i32 {
        self.task - self.places
    }

    /// The region after a weekly report; an older week changes nothing.
    pub fn reported(self, week: &UkraineWeek) -> Self {
        if self.last_week.is_some_and(|last| last > week.week_start) {
            return self;
        }
        let (places, occupied, last_week) = (week.places, week.occupied, Some(week.week_start));
        Self { places, occupied, last_week, ..self }
    }
}

/// The task of each region: by inhabitants with the largest remainder, so that it adds up exactly.
pub fn allocate(national: i32, inhabitants: &[i32]) -> Vec<i32> {
    let weights: Vec<u32> =
        inhabitants.iter().map(|count| (*count).max(0).cast_unsigned()).collect();
    let parts = law::distribute(national.max(0).cast_unsigned(), &weights);
    parts.into_iter().map(u32::cast_signed).collect()
}

/// Refuses a change of places that cannot be.
pub fn check_change(
    region: &UkraineRegion,
    (realised, closed): (i32, i32),
    on: Date,
    today: Date,
) -> Result<(), Refusal> {
    if on > today {
        return Err(Refusal::new(Reason::DateInFuture, format!("{on} lies after today, {today}")));
    }
    if realised == 0 && closed == 0 {
        return Err(Refusal::settled("no place was realised or closed", "name at least one"));
    }
    let had = region.places.max(region.realised - region.closed) + realised;
    if closed > had {
        let text = format!("{closed} places cannot close, there are {had}");
        return Err(Refusal::settled(&text, "name at most these"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allocation_over_regions_by_largest_remainder_adds_up_exactly() {
        assert_eq!(allocate(100, &[500_000, 300_000, 200_000]), [50, 30, 20]);
        let regions: Vec<i32> = (1..=25).map(|n| 100_000 + n * 37_123).collect();
        let task = allocate(109_000, &regions);
        assert_eq!((task.len(), task.iter().sum::<i32>()), (25, 109_000));
        assert!(task.is_sorted(), "more inhabitants, more places");
    }

    #[test]
    fn the_gap_of_a_region_follows_its_last_weekly_report() {
        let week = |day, places| UkraineWeek {
            week_id: String::new(),
            region: "VR10".to_owned(),
            week_start: Date::constant(2025, 9, day),
            registrations: 0,
            places,
            occupied: places - 10,
            version: 1,
        };
        let region = UkraineRegion { task: 400, ..UkraineRegion::new("VR10") };
        let region = region.reported(&week(8, 350)).reported(&week(1, 300));
        assert_eq!((region.gap(), region.occupied), (50, 340));
        let today = Date::constant(2025, 9, 30);
        let refused = |change| check_change(&region, change, today, today).map_err(|r| r.reason);
        assert_eq!(refused((20, 0)), Ok(()));
        assert_eq!(refused((0, 351)), Err(kernel::Reason::WrongState));
        assert_eq!(refused((0, 0)), Err(kernel::Reason::WrongState));
        let future = check_change(&region, (1, 0), Date::constant(2025, 10, 1), today);
        assert_eq!(future.unwrap_err().reason, "DATE_IN_FUTURE");
    }
}
