//! Watching single persons: traces and waiting times.

use super::Workspace;
use crate::random::Streams;
use crate::sim::plan::Plan;
use crate::sim::{Model, ModelError, Output, Parameters, Station};

/// Who watches persons.
pub trait Observer {
    /// A person is in a station from this day on, -1 being the day before the run; `None`: left the chain.
    fn moved(&mut self, day: i32, person: u32, class: usize, to: Option<Station>);
    /// A case of a track came on a desk after so many days in the queue.
    fn waited(&mut self, track: usize, days: u32);
}

impl Observer for () {
    #[inline]
    fn moved(&mut self, _: i32, _: u32, _: usize, _: Option<Station>) {}
    #[inline]
    fn waited(&mut self, _: usize, _: u32) {}
}

/// Waiting times of the cases that came on a desk: how many per track waited 0, 1, 2, ... days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    /// Cases by track and days.
    pub cases: Vec<Vec<u32>>,
}

impl Observer for Waits {
    fn moved(&mut self, _: i32, _: u32, _: usize, _: Option<Station>) {}

    fn waited(&mut self, track: usize, days: u32) {
        if self.cases.len() <= track {
            self.cases.resize(track + 1, Vec::new());
        }
        let (days, cases) = (days as usize, &mut self.cases[track]);
        if cases.len() <= days {
            cases.resize(days + 1, 0);
        }
        cases[days] += 1;
    }
}

impl Waits {
    /// The days that a part of the cases of a track, 0 to 1, waited at most; `None` without cases.
    pub fn within(&self, track: usize, part: f64) -> Option<u32> {
        let cases = self.cases.get(track)?;
        let total: u32 = cases.iter().sum();
        let mut sum = 0;
        let reached = |n: &u32| {
            sum += n;
            f64::from(sum) >= part * f64::from(total)
        };
        cases.iter().position(reached).map(|days| days as u32)
    }
}

/// Runs one replication on the persons engine and shows every step to an observer. The same replication of
/// [`super::super::run`] has the same persons.
pub fn watch(
    model: &Model,
    streams: &Streams,
    parameters: &Parameters,
    observer: &mut impl Observer,
) -> Result<(), ModelError> {
    model.check()?;
    model.fits(parameters)?;
    let plan = Plan::new(model);
    let columns = Output::all().count() + model.watches.len();
    let mut rows = vec![0; columns * model.months];
    super::run(&plan, parameters, streams, &mut Workspace::new(&plan), &mut rows, observer);
    Ok(())
}
