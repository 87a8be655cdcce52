//! Dated rules of the chain. Pure functions over civil dates and whole numbers.
//!
//! What a law or policy fixes (a term, an amount, a share, a date of entry into force) is a [`rule`]; what it
//! says on which date, and by which source, is in a [`Policy`] set. Services ask; they never know.
//!
//! Sources are named with each rule: APR = Regulation (EU) 2024/1348, AMMR = Regulation (EU) 2024/1351,
//! SCR = Regulation (EU) 2024/1356, RBR = Regulation (EU) 2024/1349, QR = Regulation (EU) 2024/1347,
//! RD = Directive 2008/115/EC, Vw = Vreemdelingenwet 2000, Awb = Algemene wet bestuursrecht.

mod asylum;
mod calendar;
mod departure;
mod half;
mod homes;
mod housing;
mod linking;
mod penalty;
mod policy;
mod reception;
mod regime;
pub mod rule;
mod spreading;
mod supervision;
mod support;
mod term;
mod value;

pub use asylum::{
    Eligibility, Negative, Relation, Remedy, Sponsor, appeal_term, family_eligibility,
    permit_valid_until, sponsor_eligibility,
};
pub use calendar::{holidays, is_working_day, next_working_day};
pub use departure::{
    departure_days, detention_days_max, detention_terms, entry_ban_until, removable_from,
    transfer_extended_until,
};
pub use half::Half;
pub use homes::{
    grown_up_by, har_plus, is_large, large_family_subsidy, majority_on, subsidised_dwellings,
    subsidy_is_earned, temporary_until, transit_until,
};
pub use housing::{
    announce_by, closing, distribute, distribute_exactly, excusable, house_due, link_due,
};
pub use linking::{DISTANCES_KM, Fit, criteria, crowding, fits_dwelling, score, unlinked};
pub use penalty::{JudicialPenalty, administrative_penalty};
pub use policy::{Dated, Policy, PolicyError, pact_2026, rule_named, sept_2025};
pub use reception::{announced_capacity, reception_ends_on, required_capacity};
pub use regime::Regime;
pub use rule::Rule;
pub use spreading::{
    SpreadingBasis, SpreadingDays, durable_grant, existing_counts, indicative_places, is_durable,
    minor_places, spreading_days,
};
pub use supervision::{
    Rung, STEP_LAST_WARNING, STEP_SUBSTITUTION, STEP_SUBSTITUTION_DECIDED, ladder, plan_due,
};
pub use support::{Scheme, SupportRequest, support, usual_scheme};
pub use term::{Term, end_of, rest_of};
pub use value::{Cents, Kind, RuleValue, Share, Value};
