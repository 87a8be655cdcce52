//! The small published figures that the product ships with, each with its source.
//!
//! Large extracts stay outside. A period that is not here is unknown, never zero.

mod annual;
mod areas;
mod inflow;
mod letter;
mod monthly;
mod mpp;
mod municipalities;
mod opening;

pub use annual::{
    Annual, FIRST_TOTAL, GRANTS_HUMANITARIAN, GRANTS_REFUGEE, GRANTS_SUBSIDIARY, NAREIS_BEFORE,
    NAREIS_TOTAL, REPEAT, RESETTLED, annual, permits,
};
pub use areas::{
    COUNTRIES, PROVINCES, is_country, is_foreign_nationality, is_member_state, is_municipality,
    is_safety_region, was_municipality,
};
pub use inflow::{
    FIRST_QUARTERS_2025, InflowKind, MonthInflow, NAREIS_QUARTERS_2025, OTHER, first_history,
    inflow_of, month_of, nareis_history, of_2025,
};
pub use letter::{COSTS, LETTER, LetterFigure, REALISED_2025, UnitCosts};
pub use monthly::{FIRST, FIRST_YEAR, MONTHS, Monthly, NAREIS};
pub use mpp::{Edition, MPP, MppFigure, Scenario, TOTAL_REALISED, realised_total};
pub use municipalities::{MUNICIPALITIES, MunicipalityFacts};
pub use opening::{
    CHAIN_2025, CHAIN_2026, ChainYear, OPENING, OPENING_2026, Opening, SAFETY_REGIONS, chain,
    opening,
};

/// How far a figure can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Exactly as printed.
    Published,
    /// The source rounds.
    Rounded,
    /// From words such as "about".
    ReadOff,
    /// Computed from published figures by a stated rule.
    Derived,
    /// Nothing was published: a stated assumption.
    Assumed,
}

/// A figure with its source.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// The value, in the unit that its name says.
    pub value: i64,
    /// How far it can be trusted.
    pub trust: Trust,
    /// Where it comes from, or the rule by which it was derived.
    pub source: &'static str,
}

pub(crate) const fn figure(value: i64, trust: Trust, source: &'static str) -> Figure {
    Figure { value, trust, source }
}
