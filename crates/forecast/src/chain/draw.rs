//! The parameters of one replication: what is not known exactly is drawn, each from a stream of its own.

use super::build::{SERVICE_DAYS, first_parts};
use super::layout::{Key, Layout};
use super::posterior::{MONTH_DAYS, Posterior};
use crate::inflow::{Minors, Paths};
use crate::random::{Purpose, Stream, Streams};
use crate::sim::{Arrivals, Parameters, Series};

/// What is drawn, in a fixed order: a new parameter goes at the end, so that the others keep their draws.
#[derive(Clone, Copy)]
enum Drawn {
    Grant,
    Decisions,
    Homes,
    Withdrawal,
    Appeal,
    Upheld,
    Ways,
    MinorExit,
    Nareis,
    Files,
    Minors,
    GroupGrant,
    Transfer,
}

fn logit(share: f64) -> f64 {
    let share = share.clamp(1e-6, 1.0 - 1e-6);
    libm::log(share / (1.0 - share))
}

fn expit(logit: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-logit))
}

/// Who draws.
pub(super) struct Draws<'a> {
    pub known: &'a Posterior,
    pub layout: &'a Layout,
    pub months: usize,
    /// First applications by group, repeat applications and resettled persons: one column for each source
    /// but the last.
    pub inflow: &'a Paths,
}

impl Draws<'_> {
    /// Makes the expected parameters those of a replication.
    pub(super) fn draw(&self, streams: &Streams, parameters: &mut Parameters) {
        let of = |drawn: Drawn, index: u32| streams.open(Purpose::Parameter(drawn as u16), index);
        let (known, layout, months) = (self.known, self.layout, self.months);
        self.arrivals(streams, &mut of(Drawn::Files, 0), parameters);
        let decisions = known.decisions.path(months, &mut of(Drawn::Decisions, 0));
        let officers = decisions.iter().map(|number| number / MONTH_DAYS * SERVICE_DAYS);
        parameters.workers = Series::Monthly(officers.collect());
        parameters.places = Series::Monthly(known.homes.path(months, &mut of(Drawn::Homes, 0)));
        let walk = self.walk(&mut of(Drawn::Grant, 0));
        let withdrawal = known.withdrawal.draw(&mut of(Drawn::Withdrawal, 0)) / MONTH_DAYS;
        let appeal = known.appeal.draw(&mut of(Drawn::Appeal, 0));
        let upheld = known.upheld.draw(&mut of(Drawn::Upheld, 0));
        let ways = self.ways(&mut of(Drawn::Ways, 0));
        let minor_exit = known.minor_exit.draw(&mut of(Drawn::MinorExit, 0)) / MONTH_DAYS;
        let nareis = libm::exp(known.nareis.1 * of(Drawn::Nareis, 0).normal());
        let groups: Vec<(f64, f64)> = known
            .groups
            .iter()
            .zip(0..)
            .map(|(group, index)| {
                let grant = group.grant.draw(&mut of(Drawn::GroupGrant, index));
                (logit(grant), group.transfer.draw(&mut of(Drawn::Transfer, index)))
            })
            .collect();
        let common = logit(known.grant.mean());
        for (class, who) in layout.cases() {
            let class = &mut parameters.classes[class];
            let (level, transfer) = who.group().map_or((common, 0.0), |group| groups[group]);
            class.grant = Series::Monthly(walk.iter().map(|step| expit(level + step)).collect());
            class.transfer = transfer;
            class.disappear = withdrawal;
            class.appeal = appeal;
            class.upheld = upheld;
            class.of_age = if who.is_minor() { minor_exit } else { 0.0 };
            for relatives in &mut class.relatives {
                relatives.ratio.change(months, |_, ratio| ratio * nareis);
            }
        }
        for class in &mut parameters.classes {
            for (leave, share) in class.departure.iter_mut().zip(ways) {
                leave.share = share;
            }
        }
        // More family members per permit, and those on the permits of before come sooner.
        parameters.classes[layout.at(Key::Relatives)].arrival_lag.stretch = 1.0 / nareis;
        for (group, known) in known.groups.iter().enumerate() {
            let minors = Minors { share: known.minor.0 };
            let share = minors.path(1, &mut of(Drawn::Minors, group as u32))[0];
            parameters.mix[group] = first_parts(layout, group, share, self.known);
        }
    }

    fn arrivals(&self, streams: &Streams, files: &mut Stream, parameters: &mut Parameters) {
        let replication = streams.replication() as usize;
        let columns = self.inflow.columns().len();
        let other = self.known.files_other.path(self.months, files);
        let mut counts = Vec::with_capacity((columns + 1) * self.months);
        for (month, other) in other.into_iter().enumerate() {
            counts.extend((0..columns).map(|at| self.inflow.count(replication, month, at)));
            counts.push((other + 0.5) as u32);
        }
        parameters.arrivals = Arrivals::Counts(counts);
    }

    /// How far the grant rate has moved on the logit scale, by month: the same for all groups, because the
    /// policy is one.
    fn walk(&self, stream: &mut Stream) -> Vec<f64> {
        let start = logit(self.known.walk.start);
        let path = self.known.walk.path(self.months, stream);
        path.into_iter().map(|rate| logit(rate) - start).collect()
    }

    /// Shares of the ways of departure; they add up to 1.
    fn ways(&self, stream: &mut Stream) -> [f64; 4] {
        let drawn = self.known.ways.map(|way| way.draw(stream));
        let whole: f64 = drawn.iter().sum();
        drawn.map(|share| share / whole)
    }
}
