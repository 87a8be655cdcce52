//! The figures of reception, as they are published: definitions, nothing else.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use kernel::{Date, Nationality};
use law::{Cents, Policy, rule};

use super::codes::{Category, LocationState, PlaceSort};
use super::location::Location;

/// Places of one sort, and who takes them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capacity {
    /// Places there are.
    pub places: i64,
    /// Of those, places that cannot be used.
    pub unavailable: i64,
    /// Of those, places for unaccompanied minors.
    pub minor_places: i64,
    /// Persons with a place.
    pub occupied: i64,
}

/// Places of open locations by sort.
pub fn capacity<'a>(all: impl IntoIterator<Item = &'a Location>) -> BTreeMap<PlaceSort, Capacity> {
    let mut sorts = BTreeMap::new();
    for location in all.into_iter().filter(|location| location.is_open()) {
        add(sorts.entry(location.sort()).or_default(), location);
    }
    sorts
}

fn add(sum: &mut Capacity, location: &Location) {
    let places = i64::from(location.places);
    sum.places += places;
    sum.unavailable += i64::from(location.unavailable);
    sum.occupied += i64::from(location.occupied);
    if location.for_minors() {
        sum.minor_places += places;
    }
}

/// Places on a date if running contracts are not extended (portefeuilleverloop), by sort.
pub fn portfolio<'a>(
    all: impl IntoIterator<Item = &'a Location>,
    on: Date,
) -> BTreeMap<PlaceSort, Capacity> {
    let mut sorts = BTreeMap::new();
    let there = |location: &&Location| {
        let from = match location.state {
            LocationState::Contracted => location.opens_on,
            LocationState::Planned => None,
            _ => location.opened_on,
        };
        from.is_some_and(|from| from <= on)
            && location.closed_on.is_none_or(|day| day > on)
            && location.closes_on.is_none_or(|day| day > on)
            && location.contract_ends_on.is_none_or(|last| last >= on)
    };
    for location in all.into_iter().filter(there) {
        add(sorts.entry(location.sort()).or_default(), location);
    }
    sorts
}

/// Places short of what is required; negative when there are more.
pub fn shortage(required: i64, capacity: i64) -> i64 {
    required - capacity
}

/// Persons with a place by places that can be used, in thousandths; 0 without places.
pub fn occupancy_permille(occupied: i64, capacity: i64, unavailable: i64) -> i64 {
    match capacity - unavailable {
        usable if usable > 0 => (occupied * 1_000 + usable / 2) / usable,
        _ => 0,
    }
}

/// Beds that a household leaves unused in rooms that it does not share; single people share rooms.
pub fn unusable(persons: i32, room_places: i32) -> i32 {
    if persons < 2 || room_places < 1 {
        return 0;
    }
    let rooms = (persons + room_places - 1) / room_places;
    rooms * room_places - persons
}

/// Residents of one category, sort of place and nationality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group {
    /// Category.
    pub category: Category,
    /// Sort of place.
    pub sort: PlaceSort,
    /// Nationality.
    pub nationality: Nationality,
}

/// Change of the number of residents of a group on a day: a stock on any day is the sum up to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayChange {
    /// All of the below but the amount.
    pub change_id: String,
    /// The day.
    pub day: Date,
    /// Category.
    pub category: Category,
    /// Sort of place.
    pub sort: PlaceSort,
    /// Nationality.
    pub nationality: Nationality,
    /// Persons more, or fewer.
    pub amount: i64,
}

impl DayChange {
    /// No change yet.
    pub fn none(day: Date, group: Group) -> Self {
        let Group { category, sort, nationality } = group;
        let change_id = Self::id(day, group);
        Self { change_id, day, category, sort, nationality, amount: 0 }
    }

    /// Its key.
    pub fn id(day: Date, group: Group) -> String {
        format!("{day}/{}/{}/{}", group.category, group.sort, group.nationality)
    }
}

/// How many persons there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Occupancy {
    /// As it is published: without family members and repeat applicants.
    pub published: i64,
    /// Everybody.
    pub physical: i64,
}

/// Counts persons by their categories.
pub fn occupancy(persons: impl IntoIterator<Item = (Category, i64)>) -> Occupancy {
    let mut all = Occupancy::default();
    for (category, count) in persons {
        all.published += if category.published() { count } else { 0 };
        all.physical += count;
    }
    all
}

/// Persons times days of a period, by year, from the changes of one sort of place in any order; both days count.
pub fn person_days(changes: &[(Date, i64)], from: Date, until: Date) -> BTreeMap<i16, i64> {
    let mut years = BTreeMap::new();
    for year in from.year()..=until.year() {
        let first = from.max(Date::constant(year, 1, 1));
        let last = until.min(Date::constant(year, 12, 31));
        // Who came on a day is there at its end: the day counts from then to the last.
        let days = |since: Date| i64::from(days_from_to(since.max(first), last));
        let sum = changes
            .iter()
            .filter(|(day, _)| *day <= last)
            .map(|(day, amount)| amount * days(*day))
            .sum();
        years.insert(year, sum);
    }
    years
}

fn days_from_to(first: Date, last: Date) -> i32 {
    first.until(last).map_or(0, |span| span.get_days()) + 1
}

/// Costs of persons times days of a year in one sort of place.
pub fn costs(sort: PlaceSort, year: i16, person_days: i64, policy: &Policy) -> Cents {
    let first = Date::constant(year, 1, 1);
    let unit = match sort {
        PlaceSort::Regular => rule::COST_REGULAR_YEAR,
        PlaceSort::Emergency | PlaceSort::OutsideCoa => rule::COST_EMERGENCY_YEAR,
    };
    let Cents(unit) = policy.get(unit, first);
    let days = i128::from(days_from_to(first, first.last_of_year()));
    let cents = i128::from(person_days) * i128::from(unit);
    // More than all money there is: a policy with such a price costs the most that can be told.
    let cents = (cents + days / 2).div_euclid(days).clamp(i64::MIN.into(), i64::MAX.into());
    Cents(kernel::fit(cents))
}

/// The first day before which somebody who holds a permit must have begun to wait, to wait longer than the term.
pub fn waiting_long_before(today: Date, policy: &Policy) -> Date {
    let mut day = today;
    // The term runs forward from the start: the last start whose term is over before today.
    while policy.get(rule::STATUS_HOLDER_WAIT, day).end(day) >= today {
        day = day.saturating_sub(1.days());
    }
    day.saturating_add(1.days())
}

#[cfg(test)]
mod tests;
