//! What falls due for a stay by the calendar.

use kernel::Date;
use law::{Policy, rule};

use super::{Event, Stay, What, ended, of_age};
use crate::domain::codes::{Category, EndReason, MeasureEnd, StayState};

/// First day on which an absent person may be taken to be gone: two reporting moments were missed.
pub fn absence_check_on(stay: &Stay, policy: &Policy) -> Option<Date> {
    let since = stay.absent_on?;
    Some(policy.get(rule::ABSENCE_CHECK, since).end(since))
}

/// Everything that has fallen due by `today`.
pub fn due(stay: &Stay, today: Date, policy: &Policy) -> Vec<Event> {
    let over = |last: Option<Date>| last.is_some_and(|last| last < today);
    if !stay.is_active() {
        return Vec::new();
    }
    if over(stay.right_ends_on) {
        return vec![ended(stay, today, EndReason::RightEnded)];
    }
    let mut events = Vec::new();
    if stay.state == StayState::Expected && !stay.unplaced && stay.expected_on < today {
        events.push(stay.event(today, What::PlacementFailed { category: stay.category }));
    }
    if let Some(measure) = stay.measure.filter(|_| over(stay.measure_ends_on)) {
        let reason = MeasureEnd::Expired;
        events.push(stay.event(today, What::MeasureLifted { measure, reason }));
    }
    if stay.category == Category::UnaccompaniedMinor
        && law::majority_on(policy, today, stay.birth_year) <= today
    {
        events.push(of_age(stay, today));
    }
    events
}
