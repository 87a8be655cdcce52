//! What housing decides. Pure: the same state, command and day give the same events.

pub mod closing;
pub mod codes;
pub mod linking;
pub mod matching;
pub(crate) mod next;
pub mod place;
pub mod spreading;
pub mod supervision;
pub mod task;
