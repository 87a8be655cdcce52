//! One month of the chain, as a function of what stands, the rates and what comes in.
//!
//! Every quantity is a whole number of persons and every stock follows from the flows alone, so that
//! conservation holds on each path and not only on average. Chance comes in as [`Draw`]: the worked example
//! of the domain runs through the same step as the simulation, with a draw that rounds.
//!
//! Two orders matter. Withdrawals, rulings, housing and departures are drawn from the stock at the start of
//! the month, so a person makes one step a month. Within a stock, exits are drawn one after the other from
//! who is left, so they never exceed it.

use rand::Rng;
use rand_distr::{Binomial, Distribution as _};

use crate::quantile::half_up;

/// Takes a part of a number of persons.
pub trait Draw {
    /// How many of `n` it befalls, when it befalls each with chance `p`; 0 to `n`.
    fn share(&mut self, n: i64, p: f64) -> i64;
}

/// Expected parts, rounded half up: no chance at all.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rounded;

impl Draw for Rounded {
    fn share(&mut self, n: i64, p: f64) -> i64 {
        half_up(n as f64 * p.clamp(0.0, 1.0)).clamp(0, n.max(0))
    }
}

/// Binomial parts from a generator.
#[derive(Debug)]
pub struct Sampled<'a, R>(pub &'a mut R);

impl<R: Rng> Draw for Sampled<'_, R> {
    fn share(&mut self, n: i64, p: f64) -> i64 {
        match u64::try_from(n) {
            Ok(0) | Err(_) => 0,
            Ok(_) if p >= 1.0 => n,
            Ok(trials) => match Binomial::new(trials, p.max(0.0)) {
                Ok(binomial) => (binomial.sample(self.0) as i64).clamp(0, n),
                Err(_) => 0,
            },
        }
    }
}

/// Stocks at the end of a month, in persons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Asylum cases without a decision.
    pub pending: i64,
    /// Cases before a court.
    pub appeals: i64,
    /// Status holders in reception.
    pub status_holders: i64,
    /// Rejected persons in reception, within their term to leave.
    pub rejected: i64,
    /// Unaccompanied minors in reception.
    pub minors: i64,
    /// Open departure cases.
    pub return_cases: i64,
}

/// What comes in during a month, in persons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Inflow {
    /// First applications.
    pub first: i64,
    /// Repeat applications.
    pub repeat: i64,
    /// Family members who arrive after a grant. They go straight to the home of the one they join, so
    /// they enter no stock here.
    pub nareis: i64,
    /// Resettled persons.
    pub resettled: i64,
}

/// Rates of one month. Shares and chances lie between 0 and 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rates {
    /// Transferred to another member state, of first applications.
    pub transfer: f64,
    /// Withdrawn or gone before a decision, of the stock at the start of the month.
    pub withdrawal: f64,
    /// Decisions that IND can take in the month.
    pub decisions: i64,
    /// Granted, of decisions.
    pub grant: f64,
    /// Appealed, of rejections.
    pub appeal: f64,
    /// Ruled on, of the appeals at the start of the month.
    pub ruling: f64,
    /// Grounded, of rulings: the case returns to the stock of IND.
    pub grounded: f64,
    /// In reception as applicant, of cases pending or before a court; the rest is elsewhere.
    pub in_reception: f64,
    /// In reception, of persons granted.
    pub granted_in_reception: f64,
    /// Unaccompanied minors who come into reception, of first applications.
    pub minor: f64,
    /// Minors who leave reception or come of age, of the stock at the start of the month.
    pub minor_exit: f64,
    /// Rejected persons who leave reception, of the stock at the start of the month.
    pub rejected_exit: f64,
    /// Status holders for whom municipalities have a home in the month.
    pub homes: i64,
    /// Departure files that do not follow from a decision or a transfer, in the month.
    pub files_other: i64,
    /// Independent departure, of open departure cases at the start of the month.
    pub independent: f64,
    /// Forced departure, likewise.
    pub forced: f64,
    /// Transfer to another member state, likewise.
    pub transferred: f64,
    /// Unsupervised departure, likewise.
    pub unsupervised: f64,
    /// Closed because the person may stay, likewise.
    pub lawful: f64,
}

/// Flows of one month, in persons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moves {
    /// What came in.
    pub inflow: Inflow,
    /// Handed to another member state, out of the stock of IND.
    pub transfers: i64,
    /// Withdrawn or gone before a decision.
    pub withdrawn: i64,
    /// Grants.
    pub grants: i64,
    /// Rejections.
    pub rejections: i64,
    /// Appeals lodged.
    pub appeals: i64,
    /// Rulings.
    pub rulings: i64,
    /// Rulings for the applicant.
    pub grounded: i64,
    /// Rejections that became final: not appealed, or an appeal that failed.
    pub finals: i64,
    /// Grants of persons in reception.
    pub granted_in_reception: i64,
    /// Final rejections of persons in reception.
    pub finals_in_reception: i64,
    /// Rejected persons who left reception.
    pub rejected_out: i64,
    /// Minors who came into reception.
    pub minors_in: i64,
    /// Minors who left it.
    pub minors_out: i64,
    /// Status holders who left reception for a home.
    pub housed: i64,
    /// Departure files that do not follow from a decision or a transfer.
    pub files_other: i64,
    /// Independent departures.
    pub independent: i64,
    /// Forced departures.
    pub forced: i64,
    /// Transfers to another member state that ended a departure case.
    pub transferred: i64,
    /// Unsupervised departures.
    pub unsupervised: i64,
    /// Departure cases closed because the person may stay.
    pub lawful: i64,
}

impl Moves {
    /// Decisions taken.
    pub fn decisions(&self) -> i64 {
        self.grants + self.rejections
    }

    /// Departures of every kind. A case closed because the person may stay is none.
    pub fn departures(&self) -> i64 {
        self.independent + self.forced + self.transferred + self.unsupervised
    }

    /// New departure cases.
    pub fn return_cases_in(&self) -> i64 {
        self.finals + self.transfers + self.files_other
    }
}

impl State {
    /// What stands after a month.
    pub fn after(&self, moves: &Moves) -> Self {
        let inflow = &moves.inflow;
        Self {
            pending: self.pending
                + inflow.first
                + inflow.repeat
                + inflow.resettled
                + moves.grounded
                - moves.transfers
                - moves.withdrawn
                - moves.decisions(),
            appeals: self.appeals + moves.appeals - moves.rulings,
            status_holders: self.status_holders + moves.granted_in_reception - moves.housed,
            rejected: self.rejected + moves.finals_in_reception - moves.rejected_out,
            minors: self.minors + moves.minors_in - moves.minors_out,
            return_cases: self.return_cases + moves.return_cases_in()
                - moves.departures()
                - moves.lawful,
        }
    }

    /// Applicants in reception: the part of all cases without a final decision that lives there. Minors
    /// are counted apart and therefore not in that part.
    pub fn applicants(&self, in_reception: f64) -> i64 {
        Rounded.share(self.pending + self.appeals, in_reception)
    }

    /// Persons in reception. The categories do not overlap.
    pub fn occupancy(&self, in_reception: f64) -> i64 {
        self.applicants(in_reception) + self.status_holders + self.rejected + self.minors
    }
}

/// The flows of one month; [`State::after`] gives the stocks at its end.
pub fn step(state: &State, rates: &Rates, inflow: &Inflow, draw: &mut impl Draw) -> Moves {
    let transfers = draw.share(inflow.first, rates.transfer);
    let withdrawn = draw.share(state.pending, rates.withdrawal);
    let decisions = rates.decisions.clamp(0, state.pending - withdrawn);
    let grants = draw.share(decisions, rates.grant);
    let rejections = decisions - grants;

    let appeals = draw.share(rejections, rates.appeal);
    let rulings = draw.share(state.appeals, rates.ruling);
    let grounded = draw.share(rulings, rates.grounded);
    let finals = rejections - appeals + rulings - grounded;

    let [independent, forced, transferred, unsupervised, lawful] = exits(
        state.return_cases,
        [rates.independent, rates.forced, rates.transferred, rates.unsupervised, rates.lawful],
        draw,
    );
    Moves {
        inflow: *inflow,
        transfers,
        withdrawn,
        grants,
        rejections,
        appeals,
        rulings,
        grounded,
        finals,
        granted_in_reception: draw.share(grants, rates.granted_in_reception),
        finals_in_reception: draw.share(finals, rates.in_reception),
        rejected_out: draw.share(state.rejected, rates.rejected_exit),
        minors_in: draw.share(inflow.first, rates.minor),
        minors_out: draw.share(state.minors, rates.minor_exit),
        housed: rates.homes.clamp(0, state.status_holders),
        files_other: rates.files_other.max(0),
        independent,
        forced,
        transferred,
        unsupervised,
        lawful,
    }
}

/// Divides who leaves a stock over competing outcomes. Chances that add up to more than 1 are cut off in
/// the order given.
fn exits<const N: usize>(stock: i64, chances: [f64; N], draw: &mut impl Draw) -> [i64; N] {
    let mut left = stock;
    let mut rest = 1.0_f64;
    chances.map(|chance| {
        let taken = if rest > 0.0 { draw.share(left, (chance / rest).min(1.0)) } else { 0 };
        left -= taken;
        rest -= chance;
        taken
    })
}

#[cfg(test)]
mod tests;
