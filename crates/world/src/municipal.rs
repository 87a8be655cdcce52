//! The municipalities' side of housing, as a value: who waits for a home, and what each still has to do.

use std::collections::VecDeque;

/// What municipalities have to do and have done.
#[derive(Default)]
pub(crate) struct Homes {
    /// Linked households that wait for an offer, in the order of their links.
    pub(crate) waiting: VecDeque<(usize, u32)>,
    /// Target and arrears less links, by municipality of `reference`.
    pub(crate) open: Vec<i64>,
    /// Persons offered a home from reception so far.
    pub(crate) offered: i64,
}
