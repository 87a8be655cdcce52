//! What usually comes next in each state: told to whoever asks for something that the state does not allow.

use kernel::State;

use super::codes::{CaseState, FamilyState, RelocationState};

impl State for CaseState {
    fn next(self) -> &'static str {
        match self {
            Self::Made => "it is screened (pact) or registered",
            Self::Screening => "the screening ends",
            Self::Screened => "it is registered",
            Self::Registered => "it is lodged",
            Self::Lodged => "it is routed, or another member state is asked",
            Self::ResponsibilityCheck => "the member state replies",
            Self::Routed => "the interview is held",
            Self::Interviewed => {
                "it is decided; before a rejection under the old law comes an intention"
            }
            Self::Intention => "the view is received, or its term passes and it is decided",
            Self::Suspended => "the suspension ends",
            Self::Granted => "the permit is issued",
            Self::Rejected => "an appeal is lodged, or the term for it passes",
            Self::Appeal | Self::FurtherAppeal => "the court rules",
            Self::FinalPositive => "the permit may be revoked",
            Self::FinalNegative | Self::Withdrawn | Self::Revoked => {
                "only a repeat application comes"
            }
        }
    }
}

impl State for FamilyState {
    fn next(self) -> &'static str {
        match self {
            Self::Filed => "facts are requested, or it is decided",
            Self::Incomplete => "the facts are received",
            Self::WaitingCondition => "the waiting time passes, then it is decided",
            Self::Approved => "the entry visa is issued",
            Self::VisaIssued => "the family member arrives",
            Self::Arrived => "the permit is issued",
            Self::Rejected => "an objection is lodged, or the term for it passes",
            Self::Objection => "the objection is decided",
            Self::Permit | Self::Lapsed => "nothing comes any more",
        }
    }
}

impl State for RelocationState {
    fn next(self) -> &'static str {
        match self {
            Self::Requested => "it is confirmed or refused",
            Self::Confirmed => "it is decided",
            Self::Refused | Self::Decided => "nothing comes any more",
        }
    }
}
