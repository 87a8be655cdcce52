//! The checker must be able to fail.
