//! Who leaves which station in which month, as numbers.

use std::sync::Arc;

use super::MONTH_DAYS;
use crate::random::{Alias, Stream};
use crate::sim::plan::Plan;
use crate::sim::route::{Stay, Stays};
use crate::sim::{Age, Duration, Lag, Station, Warm};

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
    /// Per warm stock, when who stands in it leaves, for the lag of the last replication.
    rests: Vec<Option<Rest>>,
    stays: [u32; AT_ONCE],
}

/// What tells one lag from another.
struct Key {
    /// Held, so that no other distribution can take its address.
    shape: Arc<Duration>,
    stretch: f64,
    shift_days: u32,
}

impl Key {
    fn of(lag: &Lag, delay_days: u32) -> Self {
        let shift_days = lag.shift_days + delay_days;
        Self { shape: Arc::clone(&lag.shape), stretch: lag.stretch, shift_days }
    }

    fn is(&self, lag: &Lag, delay_days: u32) -> bool {
        Arc::ptr_eq(&self.shape, &lag.shape)
            && self.stretch == lag.stretch
            && self.shift_days == lag.shift_days + delay_days
    }
}

/// When people of a warm stock leave it, whatever their age.
struct Rest {
    key: Key,
    persons: u32,
    /// By month, the chance to leave in it for who is still there.
    chances: Vec<f64>,
}

impl Rest {
    fn new(plan: &Plan, ages: &[Age], lag: &Lag) -> Self {
        let persons: u32 = ages.iter().map(|age| age.count).sum();
        // Persons who are expected to be there at the beginning of each month.
        let mut there = vec![0.0; plan.begins.len()];
        for age in ages {
            let now = lag.beyond(age.days);
            for (there, begin) in there.iter_mut().zip(&plan.begins) {
                // Who has been there longer than anybody stays leaves the next day.
                let chance = if now > 0.0 { lag.beyond(age.days + begin) / now } else { 0.0 };
                *there += f64::from(age.count) * if *begin == 0 { 1.0 } else { chance };
            }
        }
        let leaves = |pair: &[f64]| if pair[0] > 0.0 { 1.0 - pair[1] / pair[0] } else { 1.0 };
        let chances = there.windows(2).map(leaves).collect();
        Self { key: Key::of(lag, 0), persons, chances }
    }
}

struct Offsets {
    key: Key,
    chances: Vec<f64>,
    /// Months of all but unusual stays.
    usual: u32,
    alias: Alias,
}

impl Offsets {
    fn new(lag: &Lag, delay_days: u32) -> Self {
        let shift_days = lag.shift_days + delay_days;
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
        let alias = Alias::new(&chances);
        Self { key: Key::of(lag, delay_days), chances, usual, alias }
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
            rests: plan.model.warm.iter().map(|_| None).collect(),
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
        let known = self.offsets.iter().position(|one| one.key.is(lag, delay_days));
        known.unwrap_or_else(|| {
            if self.offsets.len() == KEPT_MAX {
                self.offsets.clear();
            }
            self.offsets.push(Offsets::new(lag, delay_days));
            self.offsets.len() - 1
        })
    }

    /// When those who stand in a warm stock leave it.
    pub(super) fn rest(&mut self, plan: &Plan, warm: usize, lag: &Lag, stream: &mut Stream) {
        let Warm { station, class, ages } = &plan.model.warm[warm];
        let known = self.rests[warm].take().filter(|rest| rest.key.is(lag, 0));
        let rest = known.unwrap_or_else(|| Rest::new(plan, ages, lag));
        let mut left = rest.persons;
        for (month, chance) in rest.chances.iter().enumerate() {
            let out = stream.binomial_near(left, *chance);
            self.put(*station, month, *class, out);
            left -= out;
            if left == 0 {
                break;
            }
        }
        self.rests[warm] = Some(rest);
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
