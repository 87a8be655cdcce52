//! The binary for people.

fn main() {}
