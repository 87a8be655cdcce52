//! What happened.

use kernel::{Date, Person, Uuid};

use crate::domain::codes::FamilyState;

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Id of the case.
    pub case_id: Uuid,
    /// The person, as far as planning needs.
    pub person: Person,
    /// When it happened.
    pub occurred_on: Date,
    /// What happened.
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Reunification was asked for.
    FamilyApplicationFiled {
        /// Case of the sponsor; unset when decided before the opening of the books.
        sponsor_case_id: Option<Uuid>,
        /// When the sponsor was granted protection.
        sponsor_granted_on: Date,
        /// Last day of the decision term.
        decision_due_on: Date,
        /// Earliest day on which it can be approved; unset when now.
        waits_until: Option<Date>,
    },
    /// It was decided.
    FamilyApplicationDecided {
        /// Whether it is approved.
        granted: bool,
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
        /// Its state then.
        state: FamilyState,
        /// When it was filed.
        filed_on: Date,
        /// Last day of the decision term.
        decision_due_on: Date,
    },
}
