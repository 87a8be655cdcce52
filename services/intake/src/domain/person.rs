//! Corrections of who somebody is: two registrations that are one person, and facts registered wrongly.
//! Nothing is deleted; consumers re-key by the event.

use kernel::{Date, Nationality, Person, PersonId, Reason, Refusal, Sex};

/// The corrections of a person, one row of its table; a person without corrections has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonNote {
    /// The person.
    pub person_id: PersonId,
    /// The person whose registration this duplicates; unset otherwise.
    pub merged_into: Option<PersonId>,
    /// Number of events of this person.
    pub version: i64,
}

/// Facts that hold instead of those registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Nationality.
    pub nationality: Nationality,
    /// Year of birth.
    pub birth_year: i16,
    /// Sex as registered.
    pub sex: Sex,
}

/// A correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandKind {
    /// The registration `merged` is the person of the command.
    MergePersons {
        /// The duplicate.
        merged: PersonId,
    },
    /// The facts of the person are others.
    CorrectPerson(Facts),
}

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The person, with the facts that hold.
    pub person: Person,
    /// When it was found.
    pub occurred_on: Date,
    /// What happened.
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// Two registrations are one person.
    PersonsMerged {
        /// The duplicate, with the facts under which it counted.
        merged: Person,
    },
    /// Facts were registered wrongly.
    PersonCorrected {
        /// The person, with the facts under which it counted.
        before: Person,
    },
}

/// Decides on a correction of `kept`; `merged` is the duplicate, if one is named. Both as their newest case
/// knows them.
pub fn decide(
    kept: Option<&Person>,
    merged: Option<&Person>,
    merged_note: Option<&PersonNote>,
    kind: &CommandKind,
    on: Date,
    today: Date,
) -> Result<Event, Refusal> {
    if on > today {
        return Err(Refusal::new(Reason::DateInFuture, format!("{on} lies after today, {today}")));
    }
    let unknown =
        |which: &str| Refusal::not_found(Reason::NotFound, format!("{which} has no case here"));
    let kept = kept.ok_or_else(|| unknown("the person"))?;
    match kind {
        CommandKind::MergePersons { merged: id } => {
            if *id == kept.person_id {
                return Err(Refusal::new(
                    Reason::SamePerson,
                    "a person cannot be merged with itself",
                ));
            }
            if merged_note.is_some_and(|note| note.merged_into.is_some()) {
                return Err(Refusal::new(Reason::SamePerson, "the duplicate was merged already"));
            }
            let merged = merged.ok_or_else(|| unknown("the duplicate"))?.clone();
            Ok(Event {
                person: kept.clone(),
                occurred_on: on,
                kind: EventKind::PersonsMerged { merged },
            })
        }
        CommandKind::CorrectPerson(facts) => {
            let person = Person {
                nationality: facts.nationality,
                birth_year: facts.birth_year,
                sex: facts.sex,
                ..kept.clone()
            };
            if person == *kept {
                return Err(Refusal::new(
                    Reason::NothingChanged,
                    "these facts are registered already",
                ));
            }
            let before = kept.clone();
            Ok(Event { person, occurred_on: on, kind: EventKind::PersonCorrected { before } })
        }
    }
}

/// The corrections of a person after an event.
pub fn evolve(state: Option<PersonNote>, event: &Event) -> PersonNote {
    let person_id = event.person.person_id;
    let mut note = state.unwrap_or(PersonNote { person_id, merged_into: None, version: 0 });
    note.version += 1;
    note
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: u128) -> Person {
        Person {
            person_id: PersonId::from_u128(id),
            household_id: kernel::HouseholdId::from_u128(id + 100),
            nationality: Nationality::new(b"SYR"),
            birth_year: 1990,
            sex: Sex::Female,
            unaccompanied_minor: false,
        }
    }

    #[test]
    fn a_merge_names_the_duplicate_with_its_facts_and_happens_once() {
        let (kept, merged) = (person(1), person(2));
        let on = Date::constant(2026, 7, 1);
        let kind = CommandKind::MergePersons { merged: merged.person_id };
        let event = decide(Some(&kept), Some(&merged), None, &kind, on, on).unwrap();
        assert_eq!(event.kind, EventKind::PersonsMerged { merged: merged.clone() });
        let note = PersonNote {
            person_id: merged.person_id,
            merged_into: Some(kept.person_id),
            version: 1,
        };
        let refuse = |kept, merged, note, kind: &CommandKind| {
            decide(kept, merged, note, kind, on, on).unwrap_err().reason
        };
        assert_eq!(refuse(Some(&kept), Some(&merged), Some(&note), &kind), "SAME_PERSON");
        assert_eq!(refuse(Some(&kept), None, None, &kind), "NOT_FOUND");
        let itself = CommandKind::MergePersons { merged: kept.person_id };
        assert_eq!(refuse(Some(&kept), Some(&kept), None, &itself), "SAME_PERSON");
    }

    #[test]
    fn a_correction_names_what_it_was_before() {
        let kept = person(1);
        let on = Date::constant(2026, 7, 1);
        let facts =
            Facts { nationality: Nationality::new(b"IRQ"), birth_year: 1992, sex: Sex::Female };
        let event =
            decide(Some(&kept), None, None, &CommandKind::CorrectPerson(facts), on, on).unwrap();
        assert_eq!(event.person.nationality.code(), "IRQ");
        assert_eq!(event.kind, EventKind::PersonCorrected { before: kept.clone() });
        let same = Facts { nationality: kept.nationality, birth_year: 1990, sex: Sex::Female };
        let refused = decide(Some(&kept), None, None, &CommandKind::CorrectPerson(same), on, on);
        assert_eq!(refused.unwrap_err().reason, "NOTHING_CHANGED");
    }
}
