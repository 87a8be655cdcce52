//! The state: the reunification of one family member with a sponsor.

use kernel::{CaseId, Date, FamilyCaseId, Person};
use law::Sponsor;

use crate::domain::codes::{FamilyState, Relation};

/// The reunification of one family member with a sponsor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyCase {
    /// Id of the case.
    pub case_id: FamilyCaseId,
    /// The family member, in the household of the sponsor; never an unaccompanied minor, since the sponsor is responsible.
    pub person: Person,
    /// Case of the sponsor; unset when it was decided before the opening of the books.
    pub sponsor_case_id: Option<CaseId>,
    /// The protection of the sponsor.
    pub sponsor: Sponsor,
    /// What the family member is to the sponsor; unset for a case taken over at the opening of the books.
    pub relation: Option<Relation>,
    /// Whether the sponsor has an income of their own that suffices, as far as recorded.
    pub own_income: bool,
    /// Whether the sponsor has a home of their own, as far as recorded.
    pub own_home: bool,
    /// Where the procedure is.
    pub phase: Phase,
    /// When it was filed.
    pub filed_on: Date,
    /// Last day of the decision term.
    pub decision_due_on: Date,
    /// When it was decided last; unset before, and for a case taken over.
    pub decided_on: Option<Date>,
    /// Earliest day on which it can be approved, as last found; unset when at once.
    pub waits_until: Option<Date>,
    /// Day of the last appointment at the embassy for the entry visa; unset when none.
    pub visa_appointment_on: Option<Date>,
    /// Number of events of this case.
    pub version: i64,
}

/// Where the procedure is, with what is there in that state only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Filed and examined.
    Filed,
    /// Facts or papers are missing.
    Incomplete,
    /// A waiting period or condition stands in the way.
    WaitingCondition,
    /// Approved; the entry visa may be collected.
    Approved,
    /// The entry visa was issued.
    VisaIssued {
        /// Last day of the visa.
        valid_until: Date,
    },
    /// The family member has arrived.
    Arrived {
        /// When.
        on: Date,
    },
    /// The derived permit was issued.
    Permit {
        /// When the family member had arrived.
        arrived_on: Date,
    },
    /// Rejected.
    Rejected {
        /// Last day to object; unset when there is no objection any more.
        objection_due_on: Option<Date>,
    },
    /// An objection or appeal against the refusal runs.
    Objection,
    /// The visa was not collected or used.
    Lapsed,
}

impl FamilyCase {
    /// The state by its name.
    pub fn state(&self) -> FamilyState {
        match self.phase {
            Phase::Filed => FamilyState::Filed,
            Phase::Incomplete => FamilyState::Incomplete,
            Phase::WaitingCondition => FamilyState::WaitingCondition,
            Phase::Approved => FamilyState::Approved,
            Phase::VisaIssued { .. } => FamilyState::VisaIssued,
            Phase::Arrived { .. } => FamilyState::Arrived,
            Phase::Permit { .. } => FamilyState::Permit,
            Phase::Rejected { .. } => FamilyState::Rejected,
            Phase::Objection => FamilyState::Objection,
            Phase::Lapsed => FamilyState::Lapsed,
        }
    }

    /// When the family member arrived; unset before.
    pub fn arrived_on(&self) -> Option<Date> {
        match self.phase {
            Phase::Arrived { on } | Phase::Permit { arrived_on: on } => Some(on),
            _ => None,
        }
    }
}
