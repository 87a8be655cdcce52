//! The border: what the contract says a request may hold, checked before anybody reads it.
//!
//! Limits stand beside the fields in `proto/` (`ketenstroom.common.v1.limits`). A request is decoded once by its
//! descriptor and walked with them, so that every rpc keeps every rule without a line of its own:
//!
//! | what | rule |
//! | --- | --- |
//! | bytes that are no message | refused, also text that is not UTF-8 |
//! | texts | a kind with its characters, its length, and where there is one its closed list |
//! | free words | short, and nothing in them that looks like a person's number, date of birth or address |
//! | dates | from 1990 to a year, or for plans 25 years, from today |
//! | numbers | a range; enums: values of the contract |
//! | years of birth | not after the date of their message, at most 125 years before; who is unaccompanied is a minor |
//! | lists | a length, and keys that differ |
//!
//! What depends on state or law is the domain's.

mod check;
mod personal;
mod rules;
mod text;

pub use check::{Border, Reject, Violation};
pub use rules::ContractError;
