//! A family case becomes a row and a message, and comes back as it was; what does not go together is named.

use wire::Wire as _;

use super::*;

/// A family case comes back from its row and from its message.
pub(crate) fn family_stored_and_sent(case: &FamilyCase) {
    assert_eq!(FamilyCase::try_from(FamilyCaseRow::from(case)).as_ref(), Ok(case));
    assert_eq!(FamilyCase::from_pb(case.to_pb()).as_ref(), Ok(case));
}

/// A family case in a state, with nothing beside it.
fn bare(state: FamilyState) -> FamilyCaseRow {
    let (id, on) = (kernel::Uuid::from_u128(1), Date::constant(2026, 7, 1));
    FamilyCaseRow {
        case_id: id.into(),
        person_id: id.into(),
        household_id: id.into(),
        nationality: Nationality::new(b"SYR"),
        birth_year: 1990,
        sex: Sex::Female,
        unaccompanied_minor: false,
        sponsor_case_id: None,
        sponsor_granted_on: on,
        state,
        filed_on: on,
        decision_due_on: on,
        decided_on: None,
        waits_until: None,
        visa_valid_until: None,
        arrived_on: None,
        sponsor_subsidiary: false,
        relation: None,
        own_income: false,
        own_home: false,
        objection_due_on: None,
        visa_appointment_on: None,
        version: 1,
    }
}

#[test]
fn what_does_not_go_together_in_a_family_case_is_named() {
    use FamilyState as S;
    let on = Some(Date::constant(2026, 8, 3));
    for (row, named) in [
        (bare(S::VisaIssued), "visa_valid_until"),
        (bare(S::Arrived), "arrived_on"),
        (bare(S::Permit), "arrived_on"),
        (bare(S::WaitingCondition), "waits_until"),
        (FamilyCaseRow { visa_valid_until: on, ..bare(S::Approved) }, "visa_valid_until"),
        (FamilyCaseRow { arrived_on: on, ..bare(S::Approved) }, "arrived_on"),
        (FamilyCaseRow { objection_due_on: on, ..bare(S::Filed) }, "objection_due_on"),
    ] {
        let refusal = FamilyCase::try_from(row).unwrap_err();
        assert!(refusal.contains(named), "{refusal}");
    }
    for state in [S::Filed, S::Approved, S::Rejected] {
        family_stored_and_sent(&FamilyCase::try_from(bare(state)).unwrap());
    }
}
