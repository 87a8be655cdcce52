//! What reception decides. Pure: the same state, order and day give the same events.

pub mod codes;
pub mod location;
pub mod stay;
pub mod ukraine;
