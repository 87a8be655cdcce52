//! Measures as switches: what a law or a plan would change, how certain that is, and what difference it makes.
//!
//! A measure is known by its name, a code; its switch is data. It says which parameters of the chain it touches, from when, how strongly and how well
//! known; whoever wrote it and on what ground stands beside it. A run has no switch on unless it is asked
//! for, because the figures of the cabinet leave out every law that is not in force.
//!
//! Each replication draws once whether a measure is adopted, when it starts and how strong it is, from
//! streams of the switch alone. So a run with and a run without it share all other chance, and
//! [`paired`] tells the difference with far fewer replications than two separate runs would need.
//!
//! ```
//! use forecast::measure::{Measure, apply, check, paired};
//! use forecast::sim::{Engine, reference::wide, run};
//!
//! let model = wide(12);
//! let on = [Measure::HousingPackage.switch()];
//! check(&on, &model)?;
//! let without = run(&model, Engine::Months, 1, 0..20, |_, _| ())?;
//! let with = run(&model, Engine::Months, 1, 0..20, |streams, parameters| {
//!     apply(&on, &model, streams, parameters);
//! })?;
//! let homes = paired(&with, &without, "flow.housed", 11).ok_or("no such column")?;
//! assert!(homes.mean > 0.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod apply;
mod catalogue;
mod paired;

pub use apply::{apply, check};
pub use catalogue::catalogue;

pub use paired::{Difference, paired};

use crate::random::{Purpose, Streams, special, triangular_quantile};
use crate::sim::Permit;
use crate::{Kind, Month};

kernel::codes! {
    /// A measure that can be put on, by its name.
    pub enum Measure {
        /// More places of detention.
        Detention90 = "detention.90",
        /// More homes.
        HousingPackage = "housing.package",
        /// A quarter more decisions per officer by the end of 2028.
        Productivity = "ind.productivity_25_2028",
        /// Emergency measures: fewer family members.
        EmergencyNareis = "noodmaatregelen.nareis",
        /// Emergency measures: a shorter procedure.
        EmergencyProcedure = "noodmaatregelen.procedure",
        /// The pact: more procedures at the border.
        PactBorder = "pact.border",
        /// The pact: new cases under its rules, and staff for them.
        PactCutover = "pact.cutover",
        /// The pact: fewer first applications.
        PactInflow = "pact.inflow",
        /// The pact: slower decisions at first, then faster.
        PactProcedure = "pact.procedure",
        /// The pact: fewer repeat applications.
        PactRepeat = "pact.repeat",
        /// Faster independent return to Syria.
        SyriaReturn = "syria.return",
        /// Two kinds of status: fewer family members, and later.
        TwoStatusNareis = "tweestatus.nareis",
    }
}

crate::code::by_code!(Measure);

impl Measure {
    /// What it changes.
    pub fn switch(self) -> Switch {
        catalogue::switch(self)
    }
}

/// A measure that can be put on, in numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Switch {
    /// Which measure.
    pub measure: Measure,
    /// Number of its draws: unique, and never given to another measure.
    pub number: u16,
    /// Where it stands.
    pub status: Status,
    /// Chance that it is adopted, 0 to 1.
    pub p_adopted: f64,
    /// Number of the switch with which it is adopted and starts: parts of one law share both. Its own
    /// number when it stands alone.
    pub act: u16,
    /// Number of the switch whose ranks it shares: when one works strongly, so does the other. Its own
    /// number when it stands alone.
    pub ranks: u16,
    /// The month of its start as planned.
    pub start: Month,
    /// Months that the start is later.
    pub delay_months: Effect,
    /// What it changes; empty when it is [`Evidence::Qualitative`].
    pub changes: Vec<Change>,
    /// Whether there are numbers.
    pub evidence: Evidence,
    /// Who wrote these numbers down.
    pub author: String,
    /// On what ground.
    pub source: String,
}

/// Where a measure stands in law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// In force.
    InForce,
    /// Adopted, not in force yet.
    Adopted,
    /// A bill or a plan.
    Proposed,
    /// Rejected.
    Rejected,
}

/// Whether a measure has numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// It has.
    Quantified,
    /// It has not: what is expected, in words. The switch changes nothing.
    Qualitative(String),
}

/// A change of one parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The parameter.
    pub target: Target,
    /// What the effect does with it.
    pub operator: Operator,
    /// How strong, in the course of time; the first phase begins with the switch.
    pub phases: Vec<Phase>,
}

/// A parameter that a switch can touch.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// Working days per decision, of all tracks.
    ServiceDays,
    /// Officers.
    Workers,
    /// Arrivals of a kind.
    Inflow(Kind),
    /// The share of arrivals that goes to a track, by its name.
    TrackShare(String),
    /// The part of new cases of a class that goes to its class under the pact.
    Cutover,
    /// The share of staff of a pool, by its name; the whole run.
    Staff(String),
    /// The chance of a grant, of a group by its name.
    Grant(String),
    /// Relatives per grant; `None`: of every permit.
    Relatives(Option<Permit>),
    /// Days between a grant and the arrival of relatives; `None`: of every permit.
    RelativesDelay(Option<Permit>),
    /// Homes per month.
    Places,
    /// The speed at which those who leave independently do so, of a group by its name. A stay has one
    /// parameter for the whole run, so the mean effect over the months of the run is taken.
    ReturnSpeed(String),
}

/// What an effect does with a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// Multiplies it.
    Multiply,
    /// Is added to it; for [`Target::RelativesDelay`] the shift of a lag in days.
    Add,
    /// Takes its place.
    Replace,
}

/// A strength from some moment on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Phase {
    /// Months after the start.
    pub from_months: u32,
    /// Months over which it grows evenly out of what was before; 0: at once.
    pub ramp_months: u32,
    /// How strong.
    pub effect: Effect,
}

/// A number that is not known exactly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Effect {
    /// Known.
    Fixed(f64),
    /// Least, most likely, greatest.
    Triangular(f64, f64, f64),
    /// Beta with these two shapes.
    Beta(f64, f64),
}

impl Effect {
    /// The value below which it lies with chance `rank`, 0 to 1.
    pub fn quantile(self, rank: f64) -> f64 {
        match self {
            Self::Fixed(value) => value,
            Self::Triangular(low, mode, high) => triangular_quantile(low, mode, high, rank),
            Self::Beta(a, b) => special::beta_quantile(a, b, rank),
        }
    }
}

/// What a replication drew of a switch.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// Month of the start.
    pub start: Month,
    /// Per change and phase, its strength.
    pub strengths: Vec<Vec<f64>>,
}

impl Switch {
    /// Draws it; `None` when it is not adopted.
    pub fn draw(&self, streams: &Streams) -> Option<Drawn> {
        let rank = |number, time| streams.open(Purpose::Switch(number), time).uniform();
        if rank(self.act, 0) >= self.p_adopted {
            return None;
        }
        let delay = self.delay_months.quantile(rank(self.act, 1));
        let strengths = (2..)
            .zip(&self.changes)
            .map(|(time, change)| {
                // One rank for all phases: a law that works badly at first works badly later.
                let rank = rank(self.ranks, time);
                change.phases.iter().map(|phase| phase.effect.quantile(rank)).collect()
            })
            .collect();
        Some(Drawn { start: self.start.plus((delay + 0.5) as i32), strengths })
    }
}

impl Change {
    /// Its strength at the end of a month that lies `after` months after that of the start; `None` before it.
    /// `neutral` is the strength that changes nothing.
    pub fn strength(&self, strengths: &[f64], after: i32, neutral: f64) -> Option<f64> {
        if after < 0 {
            return None;
        }
        let mut now = neutral;
        for (phase, strength) in self.phases.iter().zip(strengths) {
            let since = after - phase.from_months as i32 + 1;
            if since <= 0 {
                break;
            }
            let part = f64::from(since) / f64::from(phase.ramp_months.max(1));
            now += (strength - now) * part.min(1.0);
        }
        Some(now)
    }
}

#[cfg(test)]
mod tests;
