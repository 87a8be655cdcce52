//! The rates of a month, side by side: rules look them up for every class on every day.

use super::{Parameters, Station};

/// The ways out in the order of [`super::ClassParameters::departure`].
pub(super) const WAYS: [Station; 4] =
    [Station::Voluntary, Station::Forced, Station::Unsupervised, Station::Return];
/// What the rules look up in a month.
#[derive(Default)]
pub(super) struct Rates {
    pub(super) classes: Vec<ClassRates>,
    pub(super) follow: Vec<Follow>,
}

#[derive(Clone, Copy)]
pub(super) struct ClassRates {
    pub(super) transfer: f64,
    pub(super) grant: f64,
    pub(super) appeal: f64,
    pub(super) upheld: f64,
    pub(super) remand: f64,
    pub(super) own_home: f64,
    pub(super) enters: f64,
    /// Chance of a way out for who did not go one of the ways before it.
    pub(super) ways: [f64; WAYS.len()],
    /// Its relatives: from and until which place in the list.
    pub(super) follow: (usize, usize),
}

/// Relatives of a grant.
#[derive(Clone, Copy)]
pub(super) struct Follow {
    pub(super) class: usize,
    pub(super) mean: f64,
    /// Chance that a grant has none.
    pub(super) none: f64,
    pub(super) delay_days: u32,
}

impl Rates {
    pub(super) fn turn(&mut self, parameters: &Parameters, month: usize) {
        self.classes.clear();
        self.follow.clear();
        for of in &parameters.classes {
            let from = self.follow.len();
            self.follow.extend(of.relatives.iter().map(|relatives| {
                let mean = relatives.ratio.at(month).max(0.0);
                let delay_days = relatives.delay_days.at(month).max(0.0) as u32;
                Follow { class: relatives.class, mean, none: libm::exp(-mean), delay_days }
            }));
            let mut rest = 1.0;
            let mut ways = of.departure.each_ref().map(|leave| {
                let chance = if rest > 0.0 { leave.share / rest } else { 0.0 };
                rest -= leave.share;
                chance
            });
            // What rounding of the shares leaves over goes the last way that has a share.
            let last = of.departure.iter().rposition(|leave| leave.share > 0.0).unwrap_or(0);
            ways[last] = 1.0;
            self.classes.push(ClassRates {
                transfer: of.transfer,
                grant: of.grant.at(month),
                appeal: of.appeal,
                upheld: of.upheld,
                remand: of.remand,
                own_home: of.own_home,
                enters: of.enters_reception,
                ways,
                follow: (from, self.follow.len()),
            });
        }
    }
}
