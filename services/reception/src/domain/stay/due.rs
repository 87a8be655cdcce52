//! What falls due for a stay by the calendar.

use kernel::Date;
use law::{Policy, rule};

use super::{Event, EventKind, InForce, Phase, Stay, ended, of_age};
use crate::domain::codes::{Category, EndReason, MeasureEnd};

/// First day on which an absent person may be taken to be gone: two reporting moments were missed.
pub fn absence_check_on(stay: &Stay, policy: &Policy) -> Option<Date> {
    let Phase::Absent { since, .. } = stay.phase else { return None };
    Some(policy.get(rule::ABSENCE_CHECK, since).end(since))
}

/// Everything that has fallen due by `today`.
pub fn due(stay: &Stay, today: Date, policy: &Policy) -> Vec<Event> {
    let over = |last: Option<Date>| last.is_some_and(|last| last < today);
    if !stay.is_active() {
        return Vec::new();
    }
    if over(stay.right.until) {
        return vec![ended(stay, today, EndReason::RightEnded)];
    }
    let mut events = Vec::new();
    if stay.phase == Phase::Expected && !stay.unplaced && stay.expected_on < today {
        events.push(stay.event(today, EventKind::PlacementFailed { category: stay.category }));
    }
    if let Some(InForce { measure, ends_on, .. }) = stay.measure
        && over(ends_on)
    {
        let reason = MeasureEnd::Expired;
        events.push(stay.event(today, EventKind::MeasureLifted { measure, reason }));
    }
    if stay.category == Category::UnaccompaniedMinor
        && law::majority_on(policy, today, stay.person.birth_year) <= today
    {
        events.push(of_age(stay, today));
    }
    events
}
