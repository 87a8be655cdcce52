//! Forecast of the Dutch asylum chain: inflow, stocks of IND, reception, housing and departures.
//!
//! Pure: no I/O, no clock; the seed comes in. Replications run in parallel and each has a random stream of
//! its own and a fixed slot, so the same input gives the same bytes on any number of threads of one build.
//!
//! A replication draws an inflow path ([`Kind`] by kind, all groups together), then one set of rates from
//! what the last year says about them, and walks the months with [`chain::step`]. Deliberately absent:
//! days, queues with ages, policy measures, expert judgement, and nareis as a consequence of grants.

pub mod chain;
mod inflow;
mod input;
pub mod measure;
mod month;
pub mod quantile;
pub mod random;
mod rates;
mod report;
mod season;
pub mod sim;

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

pub use input::{
    FLOW_MONTHS_MIN, Flows, ForecastError, HORIZON_MONTHS_MAX, Input, Kind, REPLICATIONS_MAX,
    Series, Stocks,
};
pub use month::Month;
pub use report::{Estimate, digest};

use crate::chain::{Sampled, State};
use crate::report::Quantity;

/// Replications between two calls of [`Progress::done`].
const BLOCK: u32 = 20;

/// Who watches a run.
pub trait Progress: Sync {
    /// Called from the worker threads with the number of replications done so far. Calls may overtake each
    /// other, so a smaller number can come later. Answer false to stop.
    fn done(&self, replications: u32) -> bool;
}

/// Runs the forecast: estimates sorted by quantity, then period.
///
/// - Months (`2025-09`): `inflow.first`, `.repeat`, `.nareis`, `.resettled`, `.total`; `ind.pending` (at the
///   end), `ind.grants`, `ind.decisions`; `coa.occupancy`, `coa.status_holders`, `coa.minors` (at the end),
///   `coa.required_capacity` (places for that quantile of occupancy at the norm); `housing.housed`;
///   `departures.independent`, `.forced`, `.transfer`, `.unsupervised`, `.total`.
/// - Years (`2025`), from that of the cut, when December is within the horizon: the flows among these, known
///   months as they were. A quantity is left out of a year of which a past month is not in the input.
/// - Half-years (`2026-I`) that begin on or after the cut and end within the horizon: `housing.target`, the
///   permits including nareis of that half-year. Arrears are not in it: each municipality carries its own.
///
/// Runs on the current rayon pool.
pub fn run(input: &Input, progress: &dyn Progress) -> Result<Vec<Estimate>, ForecastError> {
    input.check()?;
    let model = inflow::Model::fit(input);
    let posterior = rates::Posterior::of(input)?;
    let done = AtomicU32::new(0);
    let stopped = AtomicBool::new(false);
    let paths: Vec<Vec<i64>> = (0..input.replications)
        .into_par_iter()
        .map(|replication| {
            if stopped.load(Ordering::Relaxed) {
                return Vec::new();
            }
            let path = replicate(input, &model, &posterior, replication);
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            let report = done.is_multiple_of(BLOCK) || done == input.replications;
            if report && !progress.done(done) {
                stopped.store(true, Ordering::Relaxed);
            }
            path
        })
        .collect();
    if stopped.into_inner() {
        return Err(ForecastError::Cancelled);
    }
    Ok(report::estimates(input, &paths))
}

/// One path: every quantity of every month, month by month.
fn replicate(
    input: &Input,
    model: &inflow::Model,
    posterior: &rates::Posterior,
    replication: u32,
) -> Vec<i64> {
    let mut rng = ChaCha8Rng::seed_from_u64(input.seed);
    rng.set_stream(u64::from(replication));
    let months = input.months();
    let inflow = model.path(months, &mut rng);
    let rates = posterior.draw(&mut rng);
    let mut state = State::from(&input.stocks);
    let mut cells = Vec::with_capacity(months * report::WIDTH);
    for inflow in &inflow {
        let rates = rates.month(&mut rng);
        let moves = chain::step(&state, &rates, inflow, &mut Sampled(&mut rng));
        state = state.after(&moves);
        let values = Quantity::ALL.iter().map(|q| q.of(&moves, &state, rates.in_reception));
        cells.extend(values);
    }
    cells
}

impl From<&Stocks> for State {
    fn from(stocks: &Stocks) -> Self {
        Self {
            pending: stocks.pending,
            appeals: stocks.appeals,
            status_holders: stocks.status_holders,
            rejected: stocks.rejected,
            minors: stocks.minors,
            return_cases: stocks.return_cases,
        }
    }
}
