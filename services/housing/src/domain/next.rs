//! What usually comes next in each state: told to whoever asks for something that the state does not allow.

use kernel::{Date, Reason, Refusal, State};

use super::codes::MatchState;

/// Refuses a date in the future.
pub(crate) fn not_after(on: Date, today: Date) -> Result<(), Refusal> {
    if on > today {
        return Err(Refusal::new(Reason::DateInFuture, format!("{on} lies after today")));
    }
    Ok(())
}

impl State for MatchState {
    fn next(self) -> &'static str {
        match self {
            Self::Screening => "the profile is completed",
            Self::Ready => "the household is linked to a municipality",
            Self::Linked => "a dwelling is offered",
            Self::Offered => "the offer is accepted or refused",
            Self::Contracted => "the household moves in",
            Self::TemporarilyHoused => "a permanent dwelling is offered",
            Self::Housed => "nothing comes any more",
            Self::Refused => "the refusal is decided on, or the household is linked again",
            Self::Cancelled => "a new grant begins a new match",
            Self::Nidos => "the minor turns 18, then the profile is completed",
        }
    }
}
