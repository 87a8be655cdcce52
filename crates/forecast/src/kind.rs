//! The components of inflow.

kernel::codes! {
    /// Component of inflow.
    pub enum Kind {
        /// First application.
        First = "first",
        /// Repeat application.
        Repeat = "repeat",
        /// Family member who arrives after a grant (nareis).
        Nareis = "nareis",
        /// Resettled person.
        Resettled = "resettled",
    }
}

crate::code::by_code!(Kind);
