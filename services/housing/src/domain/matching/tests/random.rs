//! Random sequences of legal and illegal commands and of others' facts, checked after every step.

use super::*;
use crate::domain::codes::LinkReturnReason;

const BEE: Municipality = Municipality::new(2);

/// What may come next.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Ask(CommandKind),
    Hear(Reaction),
    Merge(u128, u128),
    Clock,
}

fn who() -> impl Strategy<Value = PersonId> {
    (1_u128..6).prop_map(person)
}

fn step() -> impl Strategy<Value = Step> {
    let asked = prop_oneof![
        Just(profile()),
        Just(link()),
        Just(CommandKind::RelinkHousehold { municipality: BEE, reason: String::new() }),
        Just(CommandKind::ReturnLink { reason: LinkReturnReason::Care }),
        Just(offer()),
        Just(CommandKind::AcceptOffer {}),
        Just(CommandKind::RefuseOffer { grounded: true }),
        Just(CommandKind::RefuseOffer { grounded: false }),
        Just(CommandKind::HouseTemporarily { kind: RealisationKind::Transit }),
        Just(CommandKind::HouseTemporarily { kind: RealisationKind::Dwelling }),
        Just(CommandKind::HouseHousehold { kind: RealisationKind::SelfArranged }),
        Just(house()),
        Just(CommandKind::PlaceWithNidos { municipality: BEE }),
        Just(CommandKind::MoveHousehold { municipality: BEE }),
        Just(CommandKind::CancelMatch { reason: MatchCancelReason::Left }),
    ];
    let heard = prop_oneof![
        who().prop_map(Reaction::Joins),
        who().prop_map(|id| Reaction::JoinsAlone(id, 2009)),
        who().prop_map(Reaction::JoinsHome),
        who().prop_map(Reaction::Leaves),
        who().prop_map(Reaction::Retracted),
        who().prop_map(Reaction::CameOfAge),
        who().prop_map(|id| Reaction::Corrected(id, Some(2010))),
        who().prop_map(|id| Reaction::Corrected(id, None)),
    ];
    prop_oneof![
        8 => asked.prop_map(Step::Ask),
        3 => heard.prop_map(Step::Hear),
        1 => (1_u128..6, 1_u128..6).prop_map(|(a, b)| Step::Merge(a, b)),
        1 => Just(Step::Clock),
    ]
}

/// Some steps, one on each day.
pub(crate) fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 1..60)
}

impl Given {
    /// A household that begins, with a minor alone or not.
    fn begun(alone: bool) -> Self {
        let mut given = Self::default();
        let first =
            if alone { Reaction::JoinsAlone(person(1), 2010) } else { Reaction::Joins(person(1)) };
        given.react("2025-01-06", first);
        given
    }

    /// Takes a step; whether it was a command that was refused.
    fn step(&mut self, step: Step, on: &str) -> bool {
        match step {
            Step::Ask(kind) => return self.when(on, kind).is_err(),
            Step::Hear(reaction) => self.react(on, reaction),
            Step::Merge(a, b) if a != b => {
                let merged = Merged {
                    person_id: person(a),
                    household_id: HouseholdId::from_u128(100),
                    merged_person_id: person(b),
                    merged_household_id: HouseholdId::from_u128(100),
                };
                let found = self.found.clone();
                let (stays, gone) = (found.as_ref(), found.as_ref());
                let events = merge(law::pact_2026(), &merged, stays, gone, day(on));
                self.take(&events);
            }
            Step::Merge(..) => {}
            Step::Clock => {
                let events = due(law::pact_2026(), self.found(), day(on));
                self.take(&events);
            }
        }
        false
    }
}

/// The day of the step with this number.
fn day_of(number: usize) -> String {
    let days = i64::try_from(number).unwrap();
    day("2025-03-02").saturating_add(jiff::Span::new().days(days)).to_string()
}

/// Every state that a walk comes through.
pub(crate) fn states(alone: bool, all: Vec<Step>) -> Vec<HousingMatch> {
    let mut given = Given::begun(alone);
    let mut states = vec![given.found().clone()];
    for (number, step) in all.into_iter().enumerate() {
        given.step(step, &day_of(number));
        states.push(given.found().clone());
    }
    states
}

proptest! {
    /// HO-2: whatever is asked and heard, nobody counts twice, and the ledger says how many have counted.
    #[test]
    fn a_person_is_linked_once_and_counts_once(alone in any::<bool>(), all in steps()) {
        let mut given = Given::begun(alone);
        for (number, step) in all.into_iter().enumerate() {
            let before = given.found().version;
            let asked = matches!(step, Step::Ask(_));
            let refused = given.step(step, &day_of(number));
            prop_assert!(!asked || refused == (given.found().version == before));
            let found = given.found();
            let mut ids = found.person_ids.clone();
            ids.sort_unstable();
            ids.dedup();
            prop_assert_eq!(ids.len(), found.person_ids.len(), "a member is there once");
            let mut counted = found.counted.ids.clone();
            counted.sort_unstable();
            counted.dedup();
            prop_assert_eq!(counted.len(), found.counted.ids.len(), "a member counts once");
            prop_assert_eq!(given.realised, i32::try_from(counted.len()).unwrap(), "the ledger counts whom the match counts");
            let small = matches!(found.phase, Phase::Nidos | Phase::TemporarilyHoused(..));
            prop_assert!(found.majority_on.is_none() || small);
        }
    }
}
