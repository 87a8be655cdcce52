//! Dated rules of the chain. Pure functions over civil dates and whole numbers.
//!
//! Sources are named with each rule: APR = Regulation (EU) 2024/1348, AMMR = Regulation (EU) 2024/1351,
//! SCR = Regulation (EU) 2024/1356, RBR = Regulation (EU) 2024/1349, QR = Regulation (EU) 2024/1347,
//! RD = Directive 2008/115/EC, Vw = Vreemdelingenwet 2000, Awb = Algemene wet bestuursrecht.

mod asylum;
mod calendar;
mod deadline;
mod departure;
mod housing;
mod penalty;
mod reception;

pub use asylum::{
    Regime, appeal_stays, family_approval_from, first_appeal, further_appeal, pact_applies_from,
    permit_valid_until, two_status_from,
};
pub use calendar::{holidays, is_working_day, next_working_day};
pub use deadline::{Deadline, Term, due};
pub use departure::{
    DETENTION_DAYS_MAX, departure_days, detention_days_left, entry_ban_until, removable_from,
    support_cents, transfer_extended_until,
};
pub use housing::{
    ANNOUNCE_LEAD_WEEKS, HOUSE_DAYS, Half, LINK_DAYS, announce_by, closing, distribute, excusable,
    har_plus_cents, next_step,
};
pub use penalty::{administrative_penalty_eur, judicial_penalty_eur};
pub use reception::{OCCUPANCY_NORM, reception_ends_on, required_capacity};
