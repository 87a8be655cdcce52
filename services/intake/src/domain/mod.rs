//! What intake decides. Pure: the same state, command and day give the same events.

pub mod case;
pub mod codes;
pub mod family;
pub mod moratorium;
mod next;
pub mod person;
pub mod relocation;
pub mod report;
