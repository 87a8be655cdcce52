//! Random legal and illegal orders through the state machine: the invariants hold after every step.

use jiff::ToSpan as _;
use proptest::prelude::*;

use super::*;
use crate::store::family_stored_and_sent as stored_and_sent;

fn any_action() -> impl Strategy<Value = Action> {
    prop_oneof![
        Just(Action::RequestFamilyFacts {}),
        Just(Action::ReceiveFamilyFacts {}),
        any::<(bool, bool)>().prop_map(|(income, home)| sponsor_has(income, home)),
        any::<bool>().prop_map(granted),
        Just(granted(true)),
        Just(Action::ObjectToFamilyDecision {}),
        any::<bool>().prop_map(grounded),
        Just(Action::OfferVisaAppointment { appointment_on: day("2027-01-04") }),
        Just(Action::RefuseEntryVisa {}),
        Just(Action::IssueEntryVisa {}),
        Just(arrive()),
        Just(Action::IssueFamilyPermit {}),
        Just(Action::LapseFamilyApplication {}),
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
        for (action, days) in steps {
            today = today.saturating_add(days.days());
            given.wait(&today.to_string());
            let before = given.case().clone();
            let done = given.when(&today.to_string(), action.clone());
            let case = given.case();
            let Ok(whats) = done else {
                prop_assert_eq!(case, &before, "a refusal changes nothing");
                continue;
            };
            prop_assert_eq!(case.version, before.version + whats.len() as i64);
            prop_assert!(
                !matches!(before.state(), S::Permit | S::Lapsed),
                "{} ends: {:?}", before.state(), action
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
