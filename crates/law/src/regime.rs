//! The law that an application falls under.

kernel::codes! {
    /// The law that an application falls under; chosen by the date of lodging (APR article 79).
    pub enum Regime {
        /// Directive 2013/32 and the Vreemdelingenwet as it stood.
        Legacy2013 = "LEGACY_2013",
        /// The pact on migration and asylum.
        Pact2026 = "PACT_2026",
    }
}
