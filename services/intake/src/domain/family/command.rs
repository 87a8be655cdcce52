//! What callers ask.

use kernel::{CaseId, Date, HouseholdId, Nationality, PersonId, Sex};

use crate::domain::codes::Relation;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandKind {
    /// A family member's reunification is asked for.
    FileFamilyApplication {
        /// Id of the family member; empty lets the service make one.
        person_id: PersonId,
        /// Household of the sponsor; unset: what is held of the sponsor's case. So are the next three.
        household_id: Option<HouseholdId>,
        /// Case of the sponsor; empty when it was decided before the opening of the books.
        sponsor_case_id: Option<CaseId>,
        /// When the sponsor was granted protection.
        sponsor_granted_on: Option<Date>,
        /// Whether the sponsor has subsidiary protection (B).
        sponsor_subsidiary: Option<bool>,
        /// What the family member is to the sponsor.
        relation: Relation,
        /// Nationality of the family member; unset: what is held of the person. So are the next two.
        nationality: Option<Nationality>,
        /// Year of birth.
        birth_year: Option<i16>,
        /// Sex as registered.
        sex: Option<Sex>,
    },
    /// Facts or papers are missing: the applicant is asked for them.
    RequestFamilyFacts {},
    /// The facts or papers have come.
    ReceiveFamilyFacts {},
    /// What the sponsor has, where the law asks for it.
    RecordFamilyConditions {
        /// Whether the sponsor has an income of their own that suffices.
        own_income: bool,
        /// Whether the sponsor has a home of their own, which a reception place is not.
        own_home: bool,
    },
    /// The applicant objects to a refusal.
    ObjectToFamilyDecision {},
    /// The objection, or the appeal after it, is decided.
    RuleOnFamilyObjection {
        /// Whether the refusal does not stand: the application is decided again.
        grounded: bool,
    },
    /// The embassy offers an appointment for the entry visa.
    OfferVisaAppointment {
        /// Day of the appointment.
        appointment_on: Date,
    },
    /// The embassy refuses the entry visa.
    RefuseEntryVisa {},
    /// An officer decides.
    DecideFamilyApplication {
        /// Whether it is approved.
        granted: bool,
    },
    /// The embassy issues the entry visa.
    IssueEntryVisa {},
    /// The family member has arrived.
    RecordFamilyArrival {
        /// Whether a bed is needed until the sponsor's home is ready.
        needs_reception: bool,
    },
    /// The derived permit is issued.
    IssueFamilyPermit {},
    /// The visa was not collected or used in time.
    LapseFamilyApplication {},
}
