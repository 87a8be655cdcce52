//! What usually comes next in each state: told to whoever asks for something that the state does not allow.

use kernel::State;

use super::codes::{GuardianshipState, LocationState, StayState};

impl State for StayState {
    fn next(self) -> &'static str {
        match self {
            Self::Expected => "the person is placed",
            Self::Placed => "the person moves, is reported absent, or the stay ends",
            Self::Absent => "the person returns, or the stay ends",
            Self::Ended => "a new application may admit the person again",
        }
    }
}

impl State for LocationState {
    fn next(self) -> &'static str {
        match self {
            Self::Planned => "a contract is made",
            Self::Contracted => "the location opens",
            Self::Open => "its capacity changes, or its closing is announced",
            Self::Closing => "the location closes when nobody lives there",
            Self::Closed => "it may become homes",
            Self::ConvertedToHousing => "nothing comes any more",
        }
    }
}

impl State for GuardianshipState {
    fn next(self) -> &'static str {
        match self {
            Self::Requested => "Nidos provides a guardian",
            Self::Provisional => "the court appoints the guardian",
            Self::Appointed => "the guardianship ends",
            Self::Ended => "a new stay as a minor asks for a guardian again",
        }
    }
}
