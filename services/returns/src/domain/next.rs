//! What usually comes next in each state: told to whoever asks for something that the state does not allow.

use kernel::State;

use super::codes::ReturnState;
use super::words::CharterState;

impl State for ReturnState {
    fn next(self) -> &'static str {
        match self {
            Self::Announced => "the file is transferred",
            Self::Transferred => "the departure interview is held",
            Self::Intake => "the independent, forced or transfer track begins",
            Self::IndependentTrack => "the person departs, IOM assists, or the forced track begins",
            Self::ForcedTrack | Self::TransferTrack => {
                "a flight is booked, or the person is detained"
            }
            Self::Detained => "a flight is booked, or the detention ends",
            Self::FlightBooked => "the departure is recorded, or the flight is cancelled",
            Self::IomPlanned => "the departure is recorded",
            Self::Released => "a track begins again",
            Self::OnHoldAsylum => "the asylum procedure ends",
            Self::Departed | Self::Unsupervised | Self::ClosedLawful | Self::Closed => {
                "only a new file comes"
            }
        }
    }
}

impl State for CharterState {
    fn next(self) -> &'static str {
        match self {
            Self::Scheduled => "persons are booked on it, and it flies",
            Self::Cancelled => "another charter is scheduled",
        }
    }
}
