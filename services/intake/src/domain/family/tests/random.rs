//! Random legal and illegal commands through the state machine: the invariants hold after every step.

use jiff::ToSpan as _;
use proptest::prelude::*;

use super::*;
use crate::store::family_stored_and_sent as stored_and_sent;

fn any_action() -> impl Strategy<Value = CommandKind> {
    prop_oneof![
        Just(CommandKind::RequestFamilyFacts {}),
        Just(CommandKind::ReceiveFamilyFacts {}),
        any::<(bool, bool)>().prop_map(|(income, home)| sponsor_has(income, home)),
        any::<bool>().prop_map(granted),
        Just(granted(true)),
        Just(CommandKind::ObjectToFamilyDecision {}),
        any::<bool>().prop_map(grounded),
        Just(CommandKind::OfferVisaAppointment { appointment_on: day("2027-01-04") }),
        Just(CommandKind::RefuseEntryVisa {}),
        Just(CommandKind::IssueEntryVisa {}),
        Just(arrive()),
        Just(CommandKind::IssueFamilyPermit {}),
        Just(CommandKind::LapseFamilyApplication {}),
    ]
}

fn sets() -> Vec<&'static Policy> {
    vec![law::sept_2025(), law::pact_2026()]
}

proptest! {
    #[test]
    fn random_family_orders_keep_the_invariants(
        policy in prop::sample::select(sets()),
        subsidiary in any::<bool>(),
        relation in prop::sample::select(Relation::ALL),
        steps in prop::collection::vec((any_action(), 0_i32..200), 1..40),
    ) {
        let mut given = Given::under(policy);
        given.when("2026-06-01", file("2026-05-04", subsidiary, relation)).unwrap();
        let mut today = day("2026-06-01");
        for (kind, days) in steps {
            today = today.saturating_add(days.days());
            given.wait(&today.to_string());
            let before = given.case().clone();
            let done = given.when(&today.to_string(), kind.clone());
            let case = given.case();
            let Ok(whats) = done else {
                prop_assert_eq!(case, &before, "a refusal changes nothing");
                continue;
            };
            prop_assert_eq!(case.version, before.version + whats.len() as i64);
            prop_assert!(
                !matches!(before.state(), S::Permit | S::Lapsed),
                "{} ends: {:?}", before.state(), kind
            );
            if case.state() == S::Approved && before.state() != S::Approved {
                // Under the act: never before the wait is over, never without income and a home, and
                // never somebody outside the core family.
                if policy.get(rule::TWO_STATUS, today) {
                    let core = !matches!(relation, Relation::UnmarriedPartner | Relation::AdultChild);
                    prop_assert!(core, "{} is approved", relation);
                    if subsidiary {
                        prop_assert!(today >= day("2028-05-04") && case.own_income && case.own_home);
                    }
                }
            }
            prop_assert!(case.state() != S::WaitingCondition || case.waits_until.is_some());
            stored_and_sent(case);
        }
    }
}
