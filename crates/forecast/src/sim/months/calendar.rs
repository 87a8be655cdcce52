//! Who leaves which station in which month, as numbers.

use std::sync::Arc;

use super::MONTH_DAYS;
use crate::random::{Alias, Stream};
use crate::sim::plan::Plan;
use crate::sim::route::{Stay, Stays};
use crate::sim::{Duration, Lag, Station};

/// Persons per month of the usual stay below which each is drawn by themselves.
const EACH_BELOW: u32 = 6;
/// Stays beyond the usual one: one in a thousand.
const UNUSUAL: f64 = 1e-3;
/// Stays that are drawn together.
const AT_ONCE: usize = 64;
/// Distributions over months that are kept.
const KEPT_MAX: usize = 256;

/// Exits by month.
pub(super) struct Calendar {
    classes: usize,
    months: usize,
    pub(super) now: usize,
    /// Persons by station, month and class.
    exits: Vec<u32>,
    /// A stay in months, for entries spread over the first.
    offsets: Vec<Offsets>,
    stays: [u32; AT_ONCE],
}

struct Offsets {
    /// Held, so that no other distribution can take its address.
    shape: Arc<Duration>,
    stretch: f64,
    shift_days: u32,
    chances: Vec<f64>,
    /// Months of all but unusual stays.
    usual: u32,
    alias: Alias,
}

impl Offsets {
    fn new(lag: &Lag, shift_days: u32) -> Self {
        let longest = lag.shape.longest() as f64 * lag.stretch + f64::from(shift_days);
        let mut chances = vec![0.0; (longest / MONTH_DAYS) as usize + 2];
        for days in 1..=lag.shape.longest() {
            let chance = lag.shape.chance(days);
            let months = (days as f64 * lag.stretch + f64::from(shift_days)) / MONTH_DAYS;
            let later = months - libm::floor(months);
            chances[months as usize] += chance * (1.0 - later);
            chances[months as usize + 1] += chance * later;
        }
        let mut sum = 0.0;
        let within = chances.iter().take_while(|chance| {
            sum += **chance;
            sum < 1.0 - UNUSUAL
        });
        let usual = within.count() as u32 + 1;
        let (shape, alias) = (Arc::clone(&lag.shape), Alias::new(&chances));
        Self { shape, stretch: lag.stretch, shift_days, chances, usual, alias }
    }
}

impl Calendar {
    pub(super) fn new(plan: &Plan) -> Self {
        let (classes, months) = (plan.classes(), plan.model.months);
        Self {
            classes,
            months,
            now: 0,
            exits: vec![0; Station::ALL.len() * months * classes],
            offsets: Vec::new(),
            stays: [0; AT_ONCE],
        }
    }

    /// Takes out how many of a class leave a station this month.
    pub(super) fn leaving(&mut self, station: Station, class: usize) -> u32 {
        let at = self.at(station, self.now) + class;
        std::mem::take(&mut self.exits[at])
    }

    fn at(&self, station: Station, month: usize) -> usize {
        (station as usize * self.months + month) * self.classes
    }

    pub(super) fn put(&mut self, station: Station, month: usize, class: usize, n: u32) {
        if month < self.months {
            let at = self.at(station, month) + class;
            self.exits[at] += n;
        }
    }

    fn offsets(&mut self, lag: &Lag, delay_days: u32) -> usize {
        let shift_days = lag.shift_days + delay_days;
        let known = self.offsets.iter().position(|one| {
            Arc::ptr_eq(&one.shape, &lag.shape)
                && one.stretch == lag.stretch
                && one.shift_days == shift_days
        });
        known.unwrap_or_else(|| {
            if self.offsets.len() == KEPT_MAX {
                self.offsets.clear();
            }
            self.offsets.push(Offsets::new(lag, shift_days));
            self.offsets.len() - 1
        })
    }

    /// Moves `n` of a class to another one within a station, a systematic sample of all `stock` by month
    /// of exit.
    pub(super) fn shift(
        &mut self,
        station: Station,
        [from, to]: [usize; 2],
        n: u32,
        stock: u32,
        start: u32,
    ) {
        let (mut seen, mut moved) = (0, 0);
        for month in self.now..self.months {
            let at = self.at(station, month);
            seen += u64::from(self.exits[at + from]);
            let until = ((seen * u64::from(n) + u64::from(start)) / u64::from(stock)) as u32;
            self.exits[at + from] -= until - moved;
            self.exits[at + to] += until - moved;
            moved = until;
        }
    }
}

impl Stays for Calendar {
    fn enter(
        &mut self,
        station: Station,
        class: usize,
        n: u32,
        stay: Stay<'_>,
        delay_days: u32,
        stream: &mut Stream,
    ) {
        let at = self.offsets(stay.lag, delay_days);
        if n < EACH_BELOW * self.offsets[at].usual {
            let now = self.at(station, self.now) + class;
            let end = self.at(station, self.months);
            let Self { exits, offsets, stays, classes, .. } = self;
            let (ahead, alias) = (&mut exits[now..end], &offsets[at].alias);
            let mut left = n as usize;
            while left > 0 {
                let stays = &mut stays[..left.min(AT_ONCE)];
                stream.fill(stays);
                for bits in &*stays {
                    if let Some(exits) = ahead.get_mut(alias.pick(*bits) * *classes) {
                        *exits += 1;
                    }
                }
                left -= stays.len();
            }
            return;
        }
        let (mut left, mut rest) = (n, 1.0);
        for month in self.now..self.months {
            let known = self.offsets[at].chances.get(month - self.now);
            let Some(chance) = known.copied() else { break };
            let out = stream.binomial_near(left, chance / rest);
            self.put(station, month, class, out);
            left -= out;
            rest -= chance;
            if left == 0 || rest <= 0.0 {
                break;
            }
        }
    }
}
