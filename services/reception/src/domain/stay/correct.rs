//! Corrections: two registrations are one person, or facts of a person were wrong. Counter-events, never deletion.

use kernel::{Date, HouseholdId, Person};

use super::{Event, EventKind, Phase, Stay, ended, holds, of_age, react::expect};
use crate::domain::codes::{Category, EndReason, EntryReason};
use crate::domain::location::Location;

/// The registration `merged` is the person `kept` as well: its stay ends, and its place and right pass on when
/// the kept registration has none. `location` is where the merged one lives.
pub fn merge(
    kept: Option<&Stay>,
    person: &Person,
    merged: Option<&Stay>,
    location: Option<&Location>,
    on: Date,
) -> Vec<Event> {
    let Some(merged) = merged else { return Vec::new() };
    if !merged.is_active() {
        return housed(kept, merged, on).into_iter().collect();
    }
    let mut events = vec![ended(merged, on, EndReason::Duplicate)];
    let active = kept.filter(|kept| kept.is_active());
    if active.is_some_and(Stay::takes_place) {
        return events;
    }
    // A second registration that is a minor keeps the guardian's category.
    let begun = match active {
        Some(_) => Vec::new(),
        None => expect(kept, person, merged.case_id, (merged.category, EntryReason::Merged), on),
    };
    let category = begun
        .iter()
        .find_map(|event| match event.kind {
            EventKind::StayExpected { category, .. } => Some(category),
            _ => None,
        })
        .or(active.map(|kept| kept.category));
    let Some(category) = category else { return events };
    let base = match (begun.first(), active) {
        (Some(event), _) => event.clone(),
        (None, Some(kept)) => kept.event(on, EventKind::PersonReturned {}),
        (None, None) => return events,
    };
    let fresh = !begun.is_empty();
    events.extend(begun);
    let mut add = |kind| events.push(Event { kind, ..base.clone() });
    if let Some(location) = location.filter(|_| merged.takes_place()) {
        add(EventKind::PersonPlaced {
            category,
            location_id: location.location_id,
            municipality: location.municipality,
            emergency: location.emergency,
            kind: location.kind,
            place_until: merged.place().and_then(|place| place.until),
            proposal_overruled_reason: String::new(),
            no_guardian_reason: None,
        });
        if let Phase::Absent { .. } = merged.phase {
            add(EventKind::PersonAbsent {});
        }
    }
    if fresh && merged.right.until.is_some() {
        add(holds(merged.right, merged.moratorium));
    }
    events
}

/// Who has a home under the other registration waits for no place and keeps none.
fn housed(kept: Option<&Stay>, merged: &Stay, on: Date) -> Option<Event> {
    let kept = kept.filter(|kept| kept.is_active())?;
    let reason = merged.end_reason().filter(|reason| {
        matches!(reason, EndReason::Housed | EndReason::HarPlus | EndReason::Transit)
    })?;
    Some(ended(kept, on, reason))
}

/// Facts of the person are corrected to `person`.
pub fn correct(stay: Option<&Stay>, person: &Person, on: Date) -> Vec<Event> {
    let Some(stay) = stay else { return Vec::new() };
    // The household is not corrected here, and whoever grew up here stays grown up.
    let minor = person.unaccompanied_minor && (stay.person.unaccompanied_minor || !grew_up(stay));
    let household_id = stay.person.household_id;
    let person = Person { household_id, unaccompanied_minor: minor, ..person.clone() };
    if person == stay.person {
        return Vec::new();
    }
    let mut events = vec![corrected(stay, &person, on)];
    if stay.is_active() {
        let from_category = stay.category;
        if from_category == Category::UnaccompaniedMinor && !minor {
            events.push(Event { person, ..of_age(stay, on) });
        } else if from_category != Category::UnaccompaniedMinor && minor {
            let (category, majority) = (Category::UnaccompaniedMinor, false);
            let kind = EventKind::CategoryChanged { from_category, category, majority };
            events.push(Event { person, ..stay.event(on, kind) });
        }
    }
    events
}

/// The person belongs to another household: that of the sponsor, after a correction of who the sponsor is.
pub fn follow(stay: &Stay, household_id: HouseholdId, on: Date) -> Vec<Event> {
    if stay.person.household_id == household_id {
        return Vec::new();
    }
    vec![corrected(stay, &Person { household_id, ..stay.person.clone() }, on)]
}

fn corrected(stay: &Stay, person: &Person, on: Date) -> Event {
    let Person { nationality, birth_year, sex, .. } = stay.person;
    let kind = EventKind::StayCorrected {
        from_nationality: nationality,
        from_birth_year: birth_year,
        from_sex: sex,
    };
    Event { person: person.clone(), ..stay.event(on, kind) }
}

/// Whether the person came as an unaccompanied minor and is none any more.
fn grew_up(stay: &Stay) -> bool {
    !stay.person.unaccompanied_minor && stay.entry == Some(EntryReason::Minor)
}
