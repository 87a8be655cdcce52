//! A forecast of the whole chain, from what is known at a cut to quantiles of every quantity.
//!
//! ```text
//! history of inflow ─ pool of models ─> paths of first applications ─┐
//! events of the last year ─ posterior ─> parameters per replication ─┤
//! stocks at the cut ─ ages ─> warm start ────────────────────────────┴─> engine ─> columns ─> estimates
//! ```
//!
//! Expectations of experts move the paths of inflow before the chain runs; measures move the parameters of
//! each replication. Both leave the other draws alone, so what they change can be told apart.

mod build;
mod draw;
mod explain;
mod layout;
mod posterior;
mod quantity;
mod report;
mod warm;

use crate::assumption::Assumption;
use crate::expert::{Inflow, Statement};
use crate::inflow::{self, Gamma, Lot, Member, Paths, Repeat, Resettlement};
use crate::measure;
use crate::quantities::Quantity;
use crate::random::{Stream, Streams};
use crate::sim::{self, Engine, Runs};
use crate::{ForecastError, Input, Kind, Progress, Series};

use self::draw::Draws;
pub use self::explain::{Influence, explain};
use self::layout::Layout;
use self::posterior::Posterior;
use self::quantity::View;
pub use self::report::{Bottleneck, Effect, Estimate, digest};

/// Version of the model, for the lineage of figures.
pub const MODEL: &str = "chain-4";
/// Replications between two calls of [`Progress::done`].
const BLOCK: u32 = 200;
/// Months over which rejected persons may apply again.
const REPEAT_MONTHS: usize = 36;

/// The chain as an engine runs it, with what surrounds it.
pub(crate) struct Chain<'a> {
    input: &'a Input,
    known: Posterior,
    model: sim::Model,
    layout: Layout,
    switches: Vec<measure::Switch>,
}

impl<'a> Chain<'a> {
    pub(crate) fn new(input: &'a Input) -> Result<Self, ForecastError> {
        input.check()?;
        let known = Posterior::of(input)?;
        let (model, layout) = build::model(input, &known)?;
        let switches: Vec<_> = input.measures.iter().map(|one| one.switch()).collect();
        measure::check(&switches, &model)
            .map_err(|error| ForecastError::Inconsistent(error.to_string()))?;
        Ok(Self { input, known, model, layout, switches })
    }

    /// Runs replications on an engine; with the expectations of experts when there are any.
    pub(crate) fn simulate(
        &self,
        engine: Engine,
        replications: u32,
        expectations: bool,
        progress: &dyn Progress,
    ) -> Result<Runs, ForecastError> {
        let mut inflow = self.inflow(replications)?;
        if !expectations || self.input.expectations.is_empty() {
            return self.run(engine, &inflow, progress);
        }
        let (total, other): (Vec<&Statement>, Vec<&Statement>) =
            self.input.expectations.iter().partition(|one| one.quantity == Inflow::Total);
        for statement in other {
            self.expect(statement, &mut inflow)?;
        }
        let mut runs = self.run(engine, &inflow, progress)?;
        for statement in total {
            self.expect_total(statement, &mut inflow, &runs)?;
            runs = self.run(engine, &inflow, progress)?;
        }
        Ok(runs)
    }

    /// Paths of first applications by group, of repeat applications and of resettled persons.
    fn inflow(&self, replications: u32) -> Result<Paths, ForecastError> {
        let (input, months) = (self.input, self.model.months);
        let groups: Vec<&Series> =
            input.inflow.iter().filter(|series| series.kind == Kind::First).collect();
        // All groups over the months that every group has.
        let number = groups.iter().map(|series| series.counts.len()).min().unwrap_or(0);
        let tail = |series: &&Series| inflow::Group {
            name: series.group.clone(),
            counts: series.counts[series.counts.len() - number..].to_vec(),
        };
        let from = input.cut.plus(-(number as i32));
        let history = inflow::History::new(from, groups.iter().map(tail).collect());
        let history = history.map_err(|error| {
            ForecastError::NotEnoughData(format!("inflow of kind {}: {error}", Kind::First))
        })?;
        let model = inflow::InflowModel::fit(&history);
        let stream = |lot| inflow::stream(input.seed, lot);
        let first = model.paths(Member::Pool, replications, months, stream(Lot::First));
        let repeat = self.repeats();
        let resettled = self.resettlement();
        let rows = |kind: Kind, lot, path: &dyn Fn(&mut Stream) -> Vec<u32>| {
            let rows = (0..replications).map(|at| path(&mut stream(lot)(at))).collect();
            Paths::new(input.cut, months, vec![kind.to_string()], rows)
        };
        let (past, ahead) = self.rejections(months);
        let repeats = rows(Kind::Repeat, Lot::Repeat, &|stream| repeat.path(&past, &ahead, stream));
        let resettled =
            rows(Kind::Resettled, Lot::Resettled, &|stream| resettled.path(months, stream));
        Ok(first.with_columns(repeats).with_columns(resettled))
    }

    /// Rejected persons of each month: those before the cut, as far back as is known, and those expected.
    fn rejections(&self, months: usize) -> (Vec<f64>, Vec<f64>) {
        let lived: Vec<f64> = self.input.flows.iter().map(|f| f.finals() as f64).collect();
        let mean = lived.iter().sum::<f64>() / lived.len().max(1) as f64;
        let before = REPEAT_MONTHS.saturating_sub(lived.len());
        let past = std::iter::repeat_n(mean, before).chain(lived).collect();
        (past, vec![mean; months])
    }

    fn repeats(&self) -> Repeat {
        let (past, _) = self.rejections(0);
        let at_risk: f64 = past[past.len().saturating_sub(REPEAT_MONTHS)..].iter().sum();
        let number = posterior::MONTHS.min(self.known_months(Kind::Repeat));
        let came = self.recent(Kind::Repeat, number);
        if at_risk < 1.0 {
            let kappa = Gamma::of_moments((came + 0.5) / number.max(1) as f64, 0.3);
            return Repeat { kappa };
        }
        Repeat::fit(came, &vec![at_risk; number.max(1)])
    }

    /// Resettled persons: what came in the last year is what comes, give or take.
    fn resettlement(&self) -> Resettlement {
        let number = posterior::MONTHS.min(self.known_months(Kind::Resettled)).max(1);
        let year = self.recent(Kind::Resettled, number) * 12.0 / number as f64;
        // The quota is not known to the chain: realisation has been about nine in ten of it.
        let realisation = inflow::Beta::of_moments(0.9, 0.07);
        Resettlement { quota: (year / realisation.mean()).round() as u32, realisation }
    }

    fn known_months(&self, kind: Kind) -> usize {
        let series = self.input.inflow.iter().filter(|series| series.kind == kind);
        series.map(|series| series.counts.len()).min().unwrap_or(0)
    }

    fn recent(&self, kind: Kind, months: usize) -> f64 {
        let month = |back: usize| posterior::month_before(self.input.cut, back);
        let known = (1..=months).filter_map(|back| self.input.known_inflow(kind, month(back)));
        known.sum::<i64>() as f64
    }

    /// Moves the paths of a component to what experts expect of its year.
    fn expect(&self, statement: &Statement, paths: &mut Paths) -> Result<(), ForecastError> {
        let Some((kind, columns)) = self.columns(statement.quantity) else {
            return Ok(());
        };
        let imposed = statement
            .check(&self.input.levels, self.input.cut.first_day())
            .map_err(|error| ForecastError::Inconsistent(error.to_string()))?;
        let Some(known) = self.known(statement.year, &[kind]) else {
            return Ok(());
        };
        let months = paths.year(statement.year);
        if !months.is_empty() {
            imposed.apply(paths, months, columns, known, statement.weight);
        }
        Ok(())
    }

    /// Moves first applications so that total inflow of a year, family members of the chain included, is what
    /// experts expect.
    fn expect_total(
        &self,
        statement: &Statement,
        paths: &mut Paths,
        runs: &Runs,
    ) -> Result<(), ForecastError> {
        let imposed = statement
            .check(&self.input.levels, self.input.cut.first_day())
            .map_err(|error| ForecastError::Inconsistent(error.to_string()))?;
        let months = paths.year(statement.year);
        let Some(known) = self.known(statement.year, Kind::ALL).filter(|_| !months.is_empty())
        else {
            return Ok(());
        };
        let arrived = sim::Output::Flow(sim::Flow::RelativesArrived).name();
        let column = quantity::column(runs, &arrived);
        let all = paths.sums(months.clone(), 0..paths.columns().len(), known);
        let nareis = |replication: usize| -> f64 {
            months.clone().map(|m| f64::from(runs.value(replication, m, column))).sum()
        };
        let totals: Vec<f64> = all.iter().zip(0..).map(|(sum, at)| sum + nareis(at)).collect();
        let first = paths.sums(months.clone(), 0..self.layout.groups, 0.0);
        let wanted = imposed.map(&totals, statement.weight);
        let factors: Vec<f64> = wanted
            .iter()
            .zip(&totals)
            .zip(&first)
            .map(|((to, from), first)| ((first + to - from) / first.max(1.0)).max(0.0))
            .collect();
        paths.scale(months, 0..self.layout.groups, &factors);
        Ok(())
    }

    /// The kind and the columns of the paths of a component; `None` for inflow in all.
    fn columns(&self, quantity: Inflow) -> Option<(Kind, std::ops::Range<usize>)> {
        let kind = match quantity {
            Inflow::First => Kind::First,
            Inflow::Repeat => Kind::Repeat,
            Inflow::Resettled => Kind::Resettled,
            Inflow::Total => return None,
        };
        Some((kind, self.layout.columns(kind)?))
    }

    /// What the months of a year before the cut add up to; `None` when one of them is not known.
    fn known(&self, year: i16, kinds: &[Kind]) -> Option<f64> {
        let first = crate::Month::new(year, 1);
        let months = 0..first.until(self.input.cut).max(0);
        let month = |at| -> Option<i64> {
            kinds.iter().map(|kind| self.input.known_inflow(*kind, first.plus(at))).sum()
        };
        months.map(month).sum::<Option<i64>>().map(|sum| sum as f64)
    }

    fn run(
        &self,
        engine: Engine,
        inflow: &Paths,
        progress: &dyn Progress,
    ) -> Result<Runs, ForecastError> {
        let (seed, months) = (self.input.seed, self.model.months);
        let replications = inflow.replications() as u32;
        let draws = Draws { known: &self.known, layout: &self.layout, months, inflow };
        let draw = |streams: &Streams, parameters: &mut sim::Parameters| {
            draws.draw(streams, parameters);
            measure::apply(&self.switches, &self.model, streams, parameters);
        };
        let mut all: Option<Runs> = None;
        let mut done = 0;
        while done < replications {
            let next = replications.min(done + BLOCK);
            let block = sim::run(&self.model, engine, seed, done..next, draw)
                .map_err(|error| ForecastError::Inconsistent(error.to_string()))?;
            match &mut all {
                None => all = Some(block),
                Some(all) => all.append(block),
            }
            done = next;
            if !progress.done(done) {
                return Err(ForecastError::Cancelled);
            }
        }
        all.ok_or_else(|| ForecastError::Inconsistent("0 replications".to_owned()))
    }

    fn view<'b>(&'b self, runs: &'b Runs, replication: usize) -> View<'b> {
        View { input: self.input, runs, replication }
    }
}

/// Runs the forecast: estimates sorted by quantity, then period.
///
/// Months (`2025-09`) of every quantity, years (`2025`) of the flows among them, from that of the cut, with
/// known months as they were; half-years (`2026-I`) of `housing.target`. A quantity is left out of a year of
/// which a past month is not known. The quantities are listed in [`crate::quantities`].
///
/// Runs on the current rayon pool. With expectations of experts the model also runs without them, so that
/// its own median stands beside.
pub fn run(input: &Input, progress: &dyn Progress) -> Result<Vec<Estimate>, ForecastError> {
    let chain = Chain::new(input)?;
    let lived = chain.simulate(Engine::Counters, input.replications, true, progress)?;
    if input.expectations.is_empty() {
        return Ok(report::estimates(&chain, &lived, None));
    }
    let alone = chain.simulate(Engine::Counters, input.replications, false, progress)?;
    Ok(report::estimates(&chain, &lived, Some(&alone)))
}

/// The medians of quantities in periods, quickly: the months engine, expectations included. For searching a
/// parameter; `None` when the forecast has no such quantity or period.
pub fn medians<const N: usize>(
    input: &Input,
    wanted: [(Quantity, &str); N],
) -> Result<[Option<i64>; N], ForecastError> {
    let chain = Chain::new(input)?;
    let runs = chain.simulate(Engine::Months, input.replications, true, &Unwatched)?;
    Ok(wanted.map(|(quantity, period)| report::median(&chain, &runs, quantity, period)))
}

/// Nobody watches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Progress for Unwatched {
    fn done(&self, _: u32) -> bool {
        true
    }
}

/// The value of a parameter in this input: set, standard, or what the model estimates.
pub fn estimated(input: &Input, assumption: Assumption) -> Result<f64, ForecastError> {
    input.check()?;
    Ok(match assumption {
        Assumption::Standard(one) => input.standard(one),
        Assumption::Estimated(one) => match input.set(one) {
            Some(value) => value,
            None => Posterior::of(input)?.estimate(one),
        },
    })
}

/// The effect of another set of measures and assumptions, on paired replications of the months engine.
///
/// `changed` differs from `base` only in those; both have the same data and seed. Effects are sorted by
/// quantity and period: years of flows, and the last month of each half-year of stocks.
pub fn compare(
    base: &Input,
    changed: &Input,
    replications: u32,
) -> Result<Comparison, ForecastError> {
    let run = |input| -> Result<_, ForecastError> {
        let chain = Chain::new(input)?;
        let lived = chain.simulate(Engine::Months, replications, true, &Unwatched)?;
        Ok((chain, lived))
    };
    let (before, after) = rayon::join(|| run(base), || run(changed));
    let ((chain, before), (other, after)) = (before?, after?);
    let effects = report::effects((&chain, &before), (&other, &after));
    let bottleneck_before = report::bottleneck(&chain, &before);
    let bottleneck = report::bottleneck(&other, &after);
    Ok(Comparison { effects, bottleneck_before, bottleneck })
}

/// What a change does.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Its effects.
    pub effects: Vec<Effect>,
    /// Where people wait longest without it.
    pub bottleneck_before: Bottleneck,
    /// Where they wait longest with it.
    pub bottleneck: Bottleneck,
}
