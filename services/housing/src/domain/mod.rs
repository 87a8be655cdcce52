//! What housing decides. Pure: the same state, order and day give the same events.

pub mod codes;
pub mod matching;
pub mod task;
