//! What happened.

use kernel::{CaseId, Date, FamilyCaseId, Person};

use crate::domain::codes::{FamilyState, Relation};

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Id of the case.
    pub case_id: FamilyCaseId,
    /// The person, as far as planning needs.
    pub person: Person,
    /// When it happened.
    pub occurred_on: Date,
    /// What happened.
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// Reunification was asked for.
    FamilyApplicationFiled {
        /// Case of the sponsor; unset when decided before the opening of the books.
        sponsor_case_id: Option<CaseId>,
        /// When the sponsor was granted protection.
        sponsor_granted_on: Date,
        /// Whether the sponsor has subsidiary protection (B).
        sponsor_subsidiary: bool,
        /// What the family member is to the sponsor.
        relation: Relation,
        /// Last day of the decision term.
        decision_due_on: Date,
        /// Earliest day on which it can be approved; unset when now.
        waits_until: Option<Date>,
    },
    /// Facts or papers are missing.
    FamilyFactsRequested {},
    /// They have come.
    FamilyFactsReceived {
        /// Earliest day on which it can be approved; unset when now.
        waits_until: Option<Date>,
    },
    /// What the sponsor has was recorded.
    FamilyConditionsRecorded {
        /// Whether the sponsor has an income of their own that suffices.
        own_income: bool,
        /// Whether the sponsor has a home of their own.
        own_home: bool,
    },
    /// The applicant objected to the refusal.
    FamilyObjectionLodged {},
    /// The objection was decided.
    FamilyObjectionRuled {
        /// Whether the refusal does not stand.
        grounded: bool,
    },
    /// The embassy offered an appointment for the entry visa.
    VisaAppointmentOffered {
        /// Day of the appointment.
        appointment_on: Date,
    },
    /// The person of the case was corrected; the event names the facts that hold.
    FamilyCaseCorrected {
        /// The person with the facts under which the case counted.
        before: Person,
        /// The day on which the member arrived; unset before.
        arrived_on: Option<Date>,
    },
    /// The embassy refused the entry visa.
    EntryVisaRefused {},
    /// It was decided.
    FamilyApplicationDecided {
        /// Whether it is approved.
        granted: bool,
        /// Last day to object to a refusal; unset for an approval.
        objection_due_on: Option<Date>,
    },
    /// The entry visa was issued.
    EntryVisaIssued {
        /// Last day of the visa.
        valid_until: Date,
    },
    /// The family member arrived.
    FamilyMemberArrived {
        /// Whether a bed is needed.
        needs_reception: bool,
        /// Days since the sponsor was granted protection.
        days_since_grant: i32,
    },
    /// The derived permit was issued.
    FamilyPermitIssued {},
    /// The visa was not collected or used.
    FamilyApplicationLapsed {},
    /// A case was taken over at the opening of the books.
    FamilyCaseImported {
        /// When the sponsor was granted protection.
        sponsor_granted_on: Date,
        /// Whether the sponsor has subsidiary protection (B).
        sponsor_subsidiary: bool,
        /// Its state then.
        state: FamilyState,
        /// When it was filed.
        filed_on: Date,
        /// Last day of the decision term.
        decision_due_on: Date,
    },
}
