//! What returns decides. Pure: the same state, command and day give the same events.

pub mod block;
pub mod case;
pub mod charter;
pub mod codes;
pub mod detention;
pub mod moratorium;
mod next;
pub mod statistics;
pub mod words;
