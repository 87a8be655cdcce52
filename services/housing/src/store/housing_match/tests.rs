use proptest::prelude::*;
use wire::Wire as _;

use super::*;
use crate::domain::matching::tests::random::{states, steps};

proptest! {
    #[test]
    fn every_state_of_a_match_is_its_row_and_its_message(alone in any::<bool>(), all in steps()) {
        for found in states(alone, all) {
            let row = HousingMatchRow::from(&found);
            let read = HousingMatch::try_from(row.clone());
            prop_assert_eq!(read.as_ref(), Ok(&found));
            prop_assert_eq!(read.as_ref().map(HousingMatchRow::from), Ok(row));
            let counted = Counted { kind: None, ..found.counted.clone() };
            let sent = HousingMatch { fact_on: None, referred_by: None, counted, ..found };
            prop_assert_eq!(HousingMatch::from_pb(sent.to_pb()), Ok(sent));
        }
    }
}

/// A household that lives in a home.
fn housed() -> HousingMatchRow {
    let on = Date::constant(2026, 3, 2);
    HousingMatchRow {
        household_id: HouseholdId::from_u128(1),
        person_ids: vec![PersonId::from_u128(2)],
        state: MatchState::Housed,
        granted_on: on,
        link_due_on: on,
        housed_due_on: on,
        municipality: Some(Municipality::new(363)),
        linked_on: Some(on),
        housed_on: Some(on),
        housing_kind: Some(RealisationKind::Dwelling),
        link_overdue: false,
        late: false,
        version: 4,
        family_municipality: None,
        medical_region: None,
        occupation_municipality: None,
        labour_region: None,
        network_municipality: None,
        current_municipality: None,
        expected_members: 0,
        majority_on: None,
        temporary_until: None,
        temporary_overdue: false,
        counted_ids: vec![PersonId::from_u128(2)],
        counted_in: Some(Municipality::new(363)),
        fact_on: Some(on),
        referred_by: None,
        counted_kind: None,
    }
}

#[test]
fn columns_that_do_not_go_together_are_named() {
    assert!(HousingMatch::try_from(housed()).is_ok(), "a row of before the kind was kept");
    let until = housed().housed_on;
    for (row, wrong) in [
        (HousingMatchRow { municipality: None, ..housed() }, "linked_on goes with municipality"),
        (HousingMatchRow { housing_kind: None, ..housed() }, "housed_on goes with housing_kind"),
        (
            HousingMatchRow { housed_on: None, housing_kind: None, ..housed() },
            "HOUSED goes with housed_on and housing_kind",
        ),
        (
            HousingMatchRow { temporary_until: until, ..housed() },
            "HOUSED does not go with temporary_until",
        ),
        (
            HousingMatchRow { state: MatchState::Ready, ..housed() },
            "READY does not go with municipality",
        ),
        (
            HousingMatchRow { state: MatchState::Linked, ..housed() },
            "LINKED does not go with housed_on",
        ),
    ] {
        assert_eq!(HousingMatch::try_from(row), Err(wrong.to_owned()));
    }
}
