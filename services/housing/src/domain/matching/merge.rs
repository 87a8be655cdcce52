//! Two registrations were one person: nobody waits or counts twice. Counter-events, never deletion.
//!
//! Who was housed stays where the house is; who waits moves to the household of the registration that stays.

use kernel::{Date, Uuid};
use law::Policy;

use super::{Event, HousingMatch, Reaction, What, react};

/// The two registrations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The person whose id stays.
    pub person_id: Uuid,
    /// The household of that registration.
    pub household_id: Uuid,
    /// The registration that was a duplicate.
    pub merged_person_id: Uuid,
    /// The household of the duplicate.
    pub merged_household_id: Uuid,
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
        return vec![gone.merged(merged, true, gone.counted(merged.person_id), on)];
    }
    let other = kept.filter(|found| found.knows(merged.person_id));
    let Some(other) = other else {
        // The person had no match: the place of the duplicate is the person's.
        if !waits || gone.housed_on.is_some() {
            return vec![gone.merged(merged, true, false, on)];
        }
        let mut events = vec![gone.merged(merged, false, false, on)];
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
        let mut events = vec![gone.merged(merged, true, false, on)];
        events.extend(react(
            policy,
            Some(other),
            other.household_id,
            Reaction::Leaves(merged.person_id),
            on,
        ));
        return events;
    }
    let mut events = vec![gone.merged(merged, false, here && there, on)];
    if waits {
        events.extend(emptied(gone, &events[0], on));
    }
    events
}

/// The end of a match that nobody is left in.
fn emptied(gone: &HousingMatch, merged: &Event, on: Date) -> Option<Event> {
    match merged.what {
        What::MembersMerged { persons: 0, .. } => {
            // The merge has taken the last person off the link already.
            let reason = "nobody is left".to_owned();
            Some(gone.event(on, What::MatchCancelled { reason, municipality: None, persons: 0 }))
        }
        _ => None,
    }
}

impl HousingMatch {
    fn knows(&self, person: Uuid) -> bool {
        self.person_ids.contains(&person) || self.counted_ids.contains(&person)
    }

    fn counted(&self, person: Uuid) -> bool {
        self.counted_ids.contains(&person)
    }

    fn merged(&self, merged: &Merged, stays: bool, other_counted: bool, on: Date) -> Event {
        let both = self.person_ids.contains(&merged.person_id);
        let was = self.person_ids.contains(&merged.merged_person_id);
        let less = i32::from(was && (!stays || both));
        let more = i32::from(stays && !was && !both);
        self.event(
            on,
            What::MembersMerged {
                merged_person_id: merged.merged_person_id,
                person_id: merged.person_id,
                stays,
                persons: self.persons() - less + more,
                uncounted: other_counted && self.counted(merged.merged_person_id),
            },
        )
    }
}
