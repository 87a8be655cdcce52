//! The smaller kinds of inflow and the rates that drive them, each a distribution drawn once per replication
//! and counts drawn from it.

use crate::random::Stream;

fn logit(share: f64) -> f64 {
    let share = share.clamp(1e-6, 1.0 - 1e-6);
    libm::log(share / (1.0 - share))
}

fn share(logit: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-logit))
}

/// Gamma distribution of a positive factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gamma {
    /// Shape, above 0.
    pub shape: f64,
    /// Scale, above 0; the mean is shape times scale.
    pub scale: f64,
}

impl Gamma {
    /// With a mean and a standard deviation, both above 0.
    pub fn of_moments(mean: f64, sd: f64) -> Self {
        Self { shape: (mean / sd) * (mean / sd), scale: sd * sd / mean }
    }

    /// Its mean.
    pub fn mean(&self) -> f64 {
        self.shape * self.scale
    }

    /// A draw.
    pub fn draw(&self, stream: &mut Stream) -> f64 {
        stream.gamma(self.shape, self.scale)
    }
}

/// Beta distribution of a share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beta {
    /// First parameter, above 0.
    pub a: f64,
    /// Second parameter, above 0.
    pub b: f64,
}

impl Beta {
    /// With a mean (above 0, below 1) and a standard deviation; a spread that no Beta has is narrowed.
    pub fn of_moments(mean: f64, sd: f64) -> Self {
        let most = mean * (1.0 - mean);
        let number = (most / (sd * sd).min(0.9 * most) - 1.0).max(1e-3);
        Self { a: mean * number, b: (1.0 - mean) * number }
    }

    /// What counts of `hits` among `cases` say about a share, starting from a flat one.
    pub fn of_counts(hits: f64, cases: f64) -> Self {
        Self { a: hits + 1.0, b: (cases - hits).max(0.0) + 1.0 }
    }

    /// Its mean.
    pub fn mean(&self) -> f64 {
        self.a / (self.a + self.b)
    }

    /// A draw.
    pub fn draw(&self, stream: &mut Stream) -> f64 {
        stream.beta(self.a, self.b)
    }
}

/// Repeat applications: a monthly chance per person who was rejected, or left unsupervised, in the last 36
/// months.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Repeat {
    /// Repeat applications per such person per month.
    pub kappa: Gamma,
}

/// Months over which rejected persons count.
const REPEAT_MONTHS: usize = 36;
/// Least relative spread of kappa: four published years do not prove that it is constant.
const REPEAT_SPREAD: f64 = 0.10;

impl Repeat {
    /// From a number of repeat applications and the persons at risk in each month in which they were lodged.
    pub fn fit(repeats: f64, at_risk: &[f64]) -> Self {
        let kappa = (repeats + 0.5) / at_risk.iter().sum::<f64>().max(1.0);
        let spread = (1.0 / (repeats + 0.5).sqrt()).max(REPEAT_SPREAD);
        Self { kappa: Gamma::of_moments(kappa, spread * kappa) }
    }

    /// One path, given the rejections of each month: those before the path (`past`, oldest first) and those
    /// on it (`ahead`), one count per month of `ahead`.
    pub fn path(&self, past: &[f64], ahead: &[f64], stream: &mut Stream) -> Vec<u32> {
        let kappa = self.kappa.draw(stream);
        let all: Vec<f64> = past.iter().chain(ahead).copied().collect();
        (past.len()..all.len())
            .map(|at| {
                let at_risk: f64 = all[at.saturating_sub(REPEAT_MONTHS)..at].iter().sum();
                stream.poisson(kappa * at_risk)
            })
            .collect()
    }
}

/// Resettled persons: a yearly quota, realised in part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resettlement {
    /// Persons a year.
    pub quota: u32,
    /// Part that comes.
    pub realisation: Beta,
}

impl Resettlement {
    /// One path of months. A month has a twelfth of the quota, to which it rounds in turn.
    pub fn path(&self, months: usize, stream: &mut Stream) -> Vec<u32> {
        let part = self.realisation.draw(stream);
        let until = |month: usize| self.quota as usize * month / 12;
        (0..months)
            .map(|month| {
                let places = until(month + 1) - until(month);
                stream.binomial(places as u32, part)
            })
            .collect()
    }
}

/// Share of unaccompanied minors among first applications of a group: drawn from recent counts, then drifting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Minors {
    /// Share at the start.
    pub share: Beta,
}

/// Drift of the logit of the share of minors, standard deviation a month: a judgement, half of it in two
/// years is about the change seen from 2022 to 2024.
const MINORS_DRIFT: f64 = 0.03;

impl Minors {
    /// The share of each month of one path.
    pub fn path(&self, months: usize, stream: &mut Stream) -> Vec<f64> {
        let mut place = logit(self.share.draw(stream));
        (0..months)
            .map(|_| {
                place += MINORS_DRIFT * stream.normal();
                share(place)
            })
            .collect()
    }
}

/// Family members who arrive in a year, from the permits of the year before. No model of the series itself
/// clearly beats last year's figure; this one has half its error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nareis {
    /// Arrivals per permit.
    pub ratio: Gamma,
}

/// Least relative spread of the ratio.
const NAREIS_SPREAD_MIN: f64 = 0.05;
/// Ratio of 2017 to 2025 (CBS and IND), mean .88. The chain multiplies its delays by a draw of it.
pub const NAREIS_PRIOR: Gamma = Gamma { shape: 24.0, scale: 0.0367 };

impl Nareis {
    /// From pairs of permits in a year (above 0) and arrivals in the next: the geometric mean of their ratios.
    /// [`NAREIS_PRIOR`] with fewer than three.
    pub fn fit(pairs: &[(f64, f64)]) -> Self {
        let ratios: Vec<f64> = pairs.iter().map(|(permits, arrived)| arrived / permits).collect();
        if ratios.len() < 3 {
            return Self { ratio: NAREIS_PRIOR };
        }
        let logs: Vec<f64> = ratios.iter().map(|ratio| libm::log(*ratio)).collect();
        let centre = super::mean(&logs);
        let errors: Vec<f64> = logs.iter().map(|log| log - centre).collect();
        let sd = (super::mean_square(&errors) * logs.len() as f64 / (logs.len() - 1) as f64).sqrt();
        let ratio = libm::exp(centre);
        Self { ratio: Gamma::of_moments(ratio, sd.max(NAREIS_SPREAD_MIN) * ratio) }
    }

    /// The expected number of the year after one with so many permits.
    pub fn expected(&self, permits: f64) -> f64 {
        self.ratio.mean() * permits
    }

    /// A draw of that number.
    pub fn draw(&self, permits: f64, stream: &mut Stream) -> f64 {
        self.ratio.draw(stream) * permits
    }
}

/// A rate that wanders on the logit scale, such as the grant rate. The anchor, when given, is where it is
/// pulled to: the level that the letter or a policy expects.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnchoredRate {
    /// Rate of the last known month, 0 to 1.
    pub start: f64,
    /// Standard deviation of the logit a month.
    pub sd: f64,
    /// Rate it is pulled to, and the part of the distance covered each month (0 to 1).
    pub anchor: Option<(f64, f64)>,
}

impl AnchoredRate {
    /// Standard deviation of the logit of the grant rate a month (measured on decisions of 2018 to 2025).
    pub const GRANT_SD: f64 = 0.15;

    /// The rate of each month of one path.
    pub fn path(&self, months: usize, stream: &mut Stream) -> Vec<f64> {
        let mut place = logit(self.start);
        (0..months)
            .map(|_| {
                if let Some((rate, pull)) = self.anchor {
                    place += pull * (logit(rate) - place);
                }
                place += self.sd * stream.normal();
                share(place)
            })
            .collect()
    }
}

/// Registrations of Ukrainians in the population register, apart from asylum inflow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ukraine {
    /// Registrations a week (270 in 2025, 290 in 2026 in the letter on the MPP 2025).
    pub weekly: f64,
    /// Uncertainty of that level: standard deviation of its logarithm.
    pub sd: f64,
    /// Standard deviation of its logarithm that each further week adds.
    pub drift: f64,
}

impl Ukraine {
    /// One path of weeks.
    pub fn path(&self, weeks: usize, stream: &mut Stream) -> Vec<u32> {
        let mut level = libm::log(self.weekly) + self.sd * stream.normal();
        (0..weeks)
            .map(|_| {
                let count = stream.poisson(libm::exp(level));
                level += self.drift * stream.normal();
                count
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inflow::{Lot, stream};

    fn average(draws: u32, mut draw: impl FnMut(&mut Stream) -> f64) -> f64 {
        let of = stream(4, Lot::First);
        (0..draws).map(|at| draw(&mut of(at))).sum::<f64>() / f64::from(draws)
    }

    #[test]
    fn repeats_follow_the_persons_at_risk() {
        let repeat = Repeat::fit(1_500.0, &[20_000.0; 12]);
        assert!((repeat.kappa.mean() - 0.00625).abs() < 1e-4);
        let past = vec![600.0; 40];
        let year = average(2_000, |rng| {
            f64::from(repeat.path(&past, &[600.0; 12], rng).iter().sum::<u32>())
        });
        assert!((year / (12.0 * 36.0 * 600.0 * 0.00625) - 1.0).abs() < 0.02, "{year}");
    }

    #[test]
    fn resettlement_stays_within_its_quota() {
        let resettlement = Resettlement { quota: 500, realisation: Beta { a: 8.0, b: 2.0 } };
        let mean = average(2_000, |rng| {
            let year: u32 = resettlement.path(12, rng).iter().sum();
            assert!(year <= 500);
            f64::from(year)
        });
        assert!((mean / 400.0 - 1.0).abs() < 0.02, "{mean}");
    }

    #[test]
    fn rates_stay_shares_and_find_their_anchor() {
        let free = AnchoredRate { start: 0.4, sd: AnchoredRate::GRANT_SD, anchor: None };
        let anchored = AnchoredRate { anchor: Some((0.56, 0.2)), ..free };
        let end = |rate: AnchoredRate| average(3_000, |rng| rate.path(24, rng)[23]);
        assert!((end(anchored) - 0.56).abs() < 0.01);
        assert!((end(free) - 0.41).abs() < 0.02);
        let minors = Minors { share: Beta::of_counts(400.0, 3_600.0) };
        let mean = average(3_000, |rng| minors.path(12, rng)[11]);
        assert!((mean - 0.11).abs() < 0.005, "{mean}");
    }

    #[test]
    fn nareis_follows_permits() {
        let pairs = [(10_000.0, 8_000.0), (20_000.0, 20_000.0), (15_000.0, 13_500.0)];
        let nareis = Nareis::fit(&pairs);
        assert!((nareis.expected(10_000.0) - 8_963.0).abs() < 1.0);
        assert!((average(4_000, |rng| nareis.draw(10_000.0, rng)) / 8_963.0 - 1.0).abs() < 0.01);
        assert!((NAREIS_PRIOR.mean() - 0.88).abs() < 0.001);
        assert_eq!(Nareis::fit(&pairs[..2]).ratio, NAREIS_PRIOR);
    }

    #[test]
    fn ukraine_keeps_its_level() {
        let ukraine = Ukraine { weekly: 270.0, sd: 0.0, drift: 0.0 };
        let mean = average(500, |rng| f64::from(ukraine.path(52, rng).iter().sum::<u32>()));
        assert!((mean / (52.0 * 270.0) - 1.0).abs() < 0.005, "{mean}");
    }
}
