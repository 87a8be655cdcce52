//! Running replications, and what they leave behind.

use std::ops::Range;

use rayon::prelude::*;

use super::plan::Plan;
use super::{Model, ModelError, Output, Parameters, counters, months, persons};
use crate::Month;
use crate::random::Streams;

/// Replications that a thread takes at once: few enough to share the work, enough to keep its memory.
const AT_ONCE: usize = 4;

/// Which engine runs a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Days, exact in distribution, persons as numbers: what is published.
    Counters,
    /// Days, every person by themselves: for waiting times and traces.
    Persons,
    /// Months, a good approximation: for sliders.
    Months,
}

/// The columns of every month of every replication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runs {
    columns: Vec<String>,
    start: Month,
    months: usize,
    values: Vec<i32>,
}

/// Runs replications of a model on the current rayon pool; the same values for any number of threads.
///
/// `draw` gets the parameters of the model and makes them those of a replication; its chance must come from
/// the streams alone. To show progress or stop halfway, run a range at a time and [`Runs::append`].
pub fn run(
    model: &Model,
    engine: Engine,
    seed: u64,
    replications: Range<u32>,
    draw: impl Fn(&Streams, &mut Parameters) + Sync,
) -> Result<Runs, ModelError> {
    model.check()?;
    let plan = Plan::new(model);
    let watched = model.watches.iter().map(|watch| watch.name.clone());
    let columns: Vec<String> = Output::all().map(Output::name).chain(watched).collect();
    let path = columns.len() * model.months;
    let mut values = vec![0; path * replications.len()];
    let simulate = |space: &mut Space, (replication, rows): (u32, &mut [i32])| {
        let streams = Streams::new(seed, replication);
        let mut parameters = model.parameters.clone();
        draw(&streams, &mut parameters);
        model.fits(&parameters)?;
        match space {
            Space::Counters(space) => counters::run(&plan, &parameters, &streams, space, rows),
            Space::Persons(space) => {
                persons::run(&plan, &parameters, &streams, space, rows, &mut ());
            }
            Space::Months(space) => months::run(&plan, &parameters, &streams, space, rows),
        }
        Ok(())
    };
    let space = || match engine {
        Engine::Counters => Space::Counters(Box::new(counters::Workspace::new(&plan))),
        Engine::Persons => Space::Persons(persons::Workspace::new(&plan)),
        Engine::Months => Space::Months(Box::new(months::Workspace::new(&plan))),
    };
    replications
        .into_par_iter()
        .zip(values.par_chunks_exact_mut(path))
        .with_min_len(AT_ONCE)
        .map_init(space, simulate)
        .collect::<Result<(), ModelError>>()?;
    Ok(Runs { columns, start: model.start, months: model.months, values })
}

/// The memory of the engine that runs.
enum Space {
    Counters(Box<counters::Workspace>),
    Persons(persons::Workspace),
    Months(Box<months::Workspace>),
}

impl Runs {
    /// Names of the columns: the fixed ones of [`Output::all`], then the watches of the model.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The place of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// Number of months.
    pub fn months(&self) -> usize {
        self.months
    }

    /// A month of the run, 0 being the first.
    pub fn month(&self, at: usize) -> Month {
        self.start.plus(at as i32)
    }

    /// Number of replications.
    pub fn replications(&self) -> usize {
        self.values.len() / (self.columns.len() * self.months)
    }

    /// A value. Panics outside the run.
    pub fn value(&self, replication: usize, month: usize, column: usize) -> i32 {
        self.path(replication)[month * self.columns.len() + column]
    }

    /// All values of a replication, `month x columns + column`.
    pub fn path(&self, replication: usize) -> &[i32] {
        let length = self.columns.len() * self.months;
        &self.values[replication * length..][..length]
    }

    /// The values of a column in a month, by replication.
    pub fn across(&self, month: usize, column: usize) -> impl Iterator<Item = i32> + '_ {
        let length = self.columns.len() * self.months;
        self.values.iter().skip(month * self.columns.len() + column).step_by(length).copied()
    }

    /// The mean of a column in a month.
    pub fn mean(&self, month: usize, column: usize) -> f64 {
        let sum: i64 = self.across(month, column).map(i64::from).sum();
        sum as f64 / self.replications() as f64
    }

    /// Adds the replications that follow, of the same model.
    pub fn append(&mut self, more: Self) {
        self.values.extend(more.values);
    }
}
