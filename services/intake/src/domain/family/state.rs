//! The state: the reunification of one family member with a sponsor, one row of its table.

use kernel::{Date, Nationality, Sex, Uuid};

use crate::domain::codes::{FamilyState, Relation};

/// The reunification of one family member with a sponsor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyCase {
    /// Id of the case.
    pub case_id: Uuid,
    /// Pseudonymous id of the family member.
    pub person_id: Uuid,
    /// Household of the sponsor, which the family member joins.
    pub household_id: Uuid,
    /// Nationality, ISO 3166-1 alpha-3, XXA stateless, XXX unknown.
    pub nationality: Nationality,
    /// Year of birth.
    pub birth_year: i16,
    /// Sex as registered.
    pub sex: Sex,
    /// Always false: the sponsor is responsible.
    pub unaccompanied_minor: bool,
    /// Case of the sponsor; unset when it was decided before the opening of the books.
    pub sponsor_case_id: Option<Uuid>,
    /// When the sponsor was granted protection.
    pub sponsor_granted_on: Date,
    /// Whether the sponsor has subsidiary protection (B).
    pub sponsor_subsidiary: bool,
    /// What the family member is to the sponsor; unset for a case taken over at the opening of the books.
    pub relation: Option<Relation>,
    /// Whether the sponsor has an income of their own that suffices, as far as recorded.
    pub own_income: bool,
    /// Whether the sponsor has a home of their own, as far as recorded.
    pub own_home: bool,
    /// State of the case.
    pub state: FamilyState,
    /// When it was filed.
    pub filed_on: Date,
    /// Last day of the decision term.
    pub decision_due_on: Date,
    /// Last day to object to a refusal; unset when there is none.
    pub objection_due_on: Option<Date>,
    /// Day of the appointment at the embassy for the entry visa; unset when none.
    pub visa_appointment_on: Option<Date>,
    /// When it was decided; unset before.
    pub decided_on: Option<Date>,
    /// Earliest day on which it can be approved; unset when now.
    pub waits_until: Option<Date>,
    /// Last day of the entry visa; unset before it is issued.
    pub visa_valid_until: Option<Date>,
    /// When the family member arrived; unset before.
    pub arrived_on: Option<Date>,
    /// Number of events of this case.
    pub version: i64,
}
