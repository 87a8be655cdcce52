//! What usually comes next in each state: told to whoever asks for something that the state does not allow.

use kernel::State;

use super::codes::StayState;

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
