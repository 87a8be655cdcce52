//! Random sequences of legal and illegal commands and of others' facts, checked after every step.

use super::*;
use crate::domain::codes::LinkReturnReason;

const BEE: Municipality = Municipality::new(2);

#[derive(Clone, Debug)]
enum Step {
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

proptest! {
    /// HO-2: whatever is asked and heard, nobody counts twice, and the ledger says how many have counted.
    #[test]
    fn a_person_is_linked_once_and_counts_once(
        alone in any::<bool>(),
        all in prop::collection::vec(step(), 1..60),
    ) {
        let mut given = Given::default();
        let first = if alone { Reaction::JoinsAlone(person(1), 2010) } else { Reaction::Joins(person(1)) };
        given.react("2025-01-06", first);
        let mut day_no = 0_i64;
        for step in all {
            day_no += 1;
            let on = day("2025-03-01").saturating_add(jiff::Span::new().days(day_no));
            let on = on.to_string();
            let before = given.found().version;
            match step {
                Step::Ask(kind) => {
                    let refused = given.when(&on, kind).is_err();
                    prop_assert_eq!(refused, given.found().version == before);
                }
                Step::Hear(reaction) => given.react(&on, reaction),
                Step::Merge(a, b) if a != b => {
                    let merged = Merged {
                        person_id: person(a),
                        household_id: HouseholdId::from_u128(100),
                        merged_person_id: person(b),
                        merged_household_id: HouseholdId::from_u128(100),
                    };
                    let found = given.found.clone();
                    let events = merge(law::pact_2026(), &merged, found.as_ref(), found.as_ref(), day(&on));
                    given.take(&events);
                }
                Step::Merge(..) => {}
                Step::Clock => {
                    let events = due(law::pact_2026(), given.found(), day(&on));
                    given.take(&events);
                }
            }
            let found = given.found();
            let mut ids = found.person_ids.clone();
            ids.sort_unstable();
            ids.dedup();
            prop_assert_eq!(ids.len(), found.person_ids.len(), "a member is there once");
            let mut counted = found.counted_ids.clone();
            counted.sort_unstable();
            counted.dedup();
            prop_assert_eq!(counted.len(), found.counted_ids.len(), "a member counts once");
            prop_assert_eq!(given.realised, i32::try_from(counted.len()).unwrap(), "the ledger counts whom the match counts");
            let linked = matches!(found.state, MatchState::Linked | MatchState::Offered | MatchState::Contracted);
            prop_assert!(!linked || found.municipality.is_some());
            let ended = found.state == MatchState::Cancelled && found.housed_on.is_none();
            prop_assert!(!ended || found.municipality.is_none(), "a match that is cancelled has no link");
            let free = matches!(found.state, MatchState::Screening | MatchState::Ready | MatchState::Nidos);
            prop_assert!(!free || found.municipality.is_none());
            prop_assert!(found.majority_on.is_none() || found.state == MatchState::Nidos || found.state == MatchState::TemporarilyHoused);
        }
    }
}
