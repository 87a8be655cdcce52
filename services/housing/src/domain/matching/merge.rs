//! Two registrations were one person: nobody waits or counts twice. Counter-events, never deletion.
//!
//! Who was housed stays where the house is; who waits moves to the household of the registration that stays.

use kernel::{Date, HouseholdId, PersonId};
use law::Policy;

use super::{Event, EventKind, HousingMatch, Reaction, react};
use crate::domain::codes::MatchCancelReason;

/// The two registrations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The person whose id stays.
    pub person_id: PersonId,
    /// The household of that registration.
    pub household_id: HouseholdId,
    /// The registration that was a duplicate.
    pub merged_person_id: PersonId,
    /// The household of the duplicate.
    pub merged_household_id: HouseholdId,
}

/// A person whose household is another one now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The person.
    pub person_id: PersonId,
    /// The household now.
    pub household_id: HouseholdId,
    /// The household before.
    pub from_household_id: HouseholdId,
}

/// Where what is told of a person belongs: to the household it names, unless the person is known to the one that
/// is referred to instead, or waits nowhere else.
pub fn belongs(
    person: PersonId,
    named: Option<&HousingMatch>,
    referred: Option<&HousingMatch>,
) -> Option<HouseholdId> {
    let referred = referred?;
    let knows = |found: &HousingMatch| found.knows(person);
    let here = named.is_some_and(knows);
    let open = named.is_some_and(HousingMatch::is_open);
    ((knows(referred) && !here) || !open).then_some(referred.household_id)
}

/// Decides what follows for both households: `kept` and `gone` are their matches (the same when they are one
/// household).
pub fn merge(
    policy: &Policy,
    merged: &Merged,
    kept: Option<&HousingMatch>,
    gone: Option<&HousingMatch>,
    on: Date,
) -> Vec<Event> {
    let Some(gone) = gone.filter(|found| found.knows(merged.merged_person_id)) else {
        return Vec::new();
    };
    let waits = gone.is_open() && gone.person_ids.contains(&merged.merged_person_id);
    if merged.household_id == merged.merged_household_id {
        return vec![gone.merged(merged, true, gone.counted(merged.person_id), None, on)];
    }
    let other = kept.filter(|found| found.knows(merged.person_id));
    let Some(other) = other else {
        // The person had no match: the place of the duplicate is the person's.
        if !waits || gone.is_housed() {
            let refers = kept.is_none_or(|found| !found.is_open()).then_some(merged.household_id);
            return vec![gone.merged(merged, true, false, refers, on)];
        }
        let mut events = vec![gone.merged(merged, false, false, None, on)];
        events.extend(emptied(gone, &events[0], on));
        events.extend(react(
            policy,
            kept,
            merged.household_id,
            Reaction::Joins(merged.person_id),
            on,
        ));
        return events;
    };
    let (here, there) = (gone.counted(merged.merged_person_id), other.counted(merged.person_id));
    if here && !there && other.is_open() && other.person_ids.contains(&merged.person_id) {
        // Lives in the home of the duplicate: waits for no other.
        // The household may still wait for others; who is told of under its name lives here.
        let refers = Some(merged.household_id);
        let mut events = vec![gone.merged(merged, true, false, refers, on)];
        events.extend(react(
            policy,
            Some(other),
            other.household_id,
            Reaction::Leaves(merged.person_id),
            on,
        ));
        return events;
    }
    let mut events = vec![gone.merged(merged, false, here && there, None, on)];
    if waits {
        events.extend(emptied(gone, &events[0], on));
    }
    events
}

/// A member follows the sponsor into the household of the registration that stays. Who was housed stays where the
/// house is.
pub fn follow(
    policy: &Policy,
    moved: &Moved,
    to: Option<&HousingMatch>,
    from: Option<&HousingMatch>,
    on: Date,
) -> Vec<Event> {
    let waits = |found: &&HousingMatch| {
        found.is_open()
            && !found.is_housed()
            && found.person_ids.contains(&moved.person_id)
            && moved.from_household_id != moved.household_id
    };
    let Some(from) = from.filter(waits) else { return Vec::new() };
    let mut events =
        react(policy, Some(from), from.household_id, Reaction::Leaves(moved.person_id), on);
    let joins = Reaction::Joins(moved.person_id);
    events.extend(react(policy, to, moved.household_id, joins, on));
    events
}

/// The end of a match that nobody is left in.
fn emptied(gone: &HousingMatch, merged: &Event, on: Date) -> Option<Event> {
    match merged.kind {
        EventKind::MembersMerged { persons: 0, .. } => {
            // The merge has taken the last person off the link already.
            let reason = MatchCancelReason::NobodyLeft;
            Some(
                gone.event(
                    on,
                    EventKind::MatchCancelled { reason, municipality: None, persons: 0 },
                ),
            )
        }
        _ => None,
    }
}

impl HousingMatch {
    fn knows(&self, person: PersonId) -> bool {
        self.person_ids.contains(&person) || self.counted.ids.contains(&person)
    }

    fn counted(&self, person: PersonId) -> bool {
        self.counted.ids.contains(&person)
    }

    fn merged(
        &self,
        merged: &Merged,
        stays: bool,
        other_counted: bool,
        referred_by: Option<HouseholdId>,
        on: Date,
    ) -> Event {
        let both = self.person_ids.contains(&merged.person_id);
        let was = self.person_ids.contains(&merged.merged_person_id);
        let less = i32::from(was && (!stays || both));
        let more = i32::from(stays && !was && !both);
        self.event(
            on,
            EventKind::MembersMerged {
                merged_person_id: merged.merged_person_id,
                person_id: merged.person_id,
                stays,
                persons: self.persons() - less + more,
                uncounted: other_counted && self.counted(merged.merged_person_id),
                referred_by,
            },
        )
    }
}
