//! Why commands are refused, as the contracts list it.

include!("gen/reason.rs");
