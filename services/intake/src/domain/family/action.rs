//! What callers ask.

use kernel::{Date, Nationality, Sex, Uuid};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// A family member's reunification is asked for.
    FileFamilyApplication {
        /// Id of the family member; empty lets the service make one.
        person_id: Uuid,
        /// Household of the sponsor.
        household_id: Uuid,
        /// Case of the sponsor; empty when it was decided before the opening of the books.
        sponsor_case_id: Option<Uuid>,
        /// When the sponsor was granted protection.
        sponsor_granted_on: Date,
        /// Whether the sponsor has subsidiary protection (B).
        sponsor_subsidiary: bool,
        /// Nationality of the family member.
        nationality: Nationality,
        /// Year of birth.
        birth_year: i16,
        /// Sex as registered.
        sex: Sex,
    },
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
