//! Scores summed up per set, target and model; tables as CSV text.

use forecast::inflow::Member;
use forecast::score;
use serde::Serialize;

use crate::{Error, Score, Set, Target};

/// How a model did on a target of a set. Shares are of 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Skill {
    /// The set.
    pub set: Set,
    /// Code of the target; for a calendar year with the month to whose end data were known.
    pub target: String,
    /// The model.
    pub model: &'static str,
    /// Number of origins.
    pub origins: usize,
    /// Mean WIS relative to that of the seasonal naive model at the same origins.
    pub relative_wis: f64,
    /// The same for the random walk.
    pub relative_walk: f64,
    /// Mean CRPS above the threshold of the upper tail, relative to the seasonal naive model.
    pub relative_tail: f64,
    /// Mean absolute error of the median, as a share of the outcome.
    pub mean_error: f64,
    /// Mean error with its sign: negative is too low.
    pub bias: f64,
    /// Share of outcomes in the 50 % interval.
    pub covered50: f64,
    /// Share of outcomes in the 80 % interval.
    pub covered80: f64,
    /// Share of outcomes in the 95 % interval.
    pub covered95: f64,
    /// Outcomes above the median.
    pub above_median: usize,
    /// Outcomes above medio: about one in three when the forecast is right.
    pub above_medio: usize,
    /// Lowest such number in the binomial 90 % band. Origins overlap, so the band is too narrow for monthly ones.
    pub above_medio_low: u64,
    /// Highest such number.
    pub above_medio_high: u64,
    /// Mean width of the 80 % interval, as a share of the outcome.
    pub width80: f64,
    /// Mean factor of calibration.
    pub factor: f64,
    /// Mean standard error of the median over replications, as a share of the median.
    pub monte_carlo: f64,
    /// Mean move of the median between origins next to each other, for the same calendar year.
    pub revision: Option<f64>,
    /// Outcomes per tenth of the probability integral transform.
    #[serde(serialize_with = "spaced")]
    pub pit: [u32; 10],
}

fn spaced<S: serde::Serializer>(bins: &[u32; 10], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&bins.map(|bin| bin.to_string()).join(" "))
}

/// Skill per set, target and model, in that order.
pub fn skill(scores: &[Score]) -> Vec<Skill> {
    let mut models: Vec<&'static str> = Member::ALL.iter().map(|member| member.code()).collect();
    models.push(crate::CALIBRATED);
    let mut all = Vec::new();
    for set in Set::ALL {
        for target in Target::ALL {
            let cuts: &[Option<i8>] = if target.is_year() { &[Some(3), Some(9)] } else { &[None] };
            for month in cuts {
                let of = |model: &str| -> Vec<&Score> {
                    let here = |one: &&Score| {
                        one.set == set
                            && one.target == *target
                            && one.model == model
                            && month.is_none_or(|month| one.cut.month() == month)
                    };
                    scores.iter().filter(here).collect()
                };
                let name = match month {
                    None => target.code().to_owned(),
                    Some(3) => format!("{} from february", target.code()),
                    Some(_) => format!("{} from august", target.code()),
                };
                let naive = of(Member::SeasonalNaive.code());
                let walk = of(Member::Walk.code());
                let rows = models.iter().map(|model| (*model, of(model)));
                let rows = rows.filter(|(_, scores)| !scores.is_empty());
                all.extend(rows.map(|(model, own)| sum_up(&name, model, &own, &naive, &walk)));
            }
        }
    }
    all
}

fn mean<'a>(scores: &[&'a Score], of: impl Fn(&'a Score) -> f64) -> f64 {
    let values: Vec<f64> =
        scores.iter().map(|one| of(one)).filter(|value| value.is_finite()).collect();
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn share(scores: &[&Score], of: impl Fn(&Score) -> bool) -> f64 {
    mean(scores, |one| f64::from(u8::from(of(one))))
}

fn sum_up(
    target: &str,
    model: &'static str,
    own: &[&Score],
    naive: &[&Score],
    walk: &[&Score],
) -> Skill {
    let wis = |scores: &[&Score]| mean(scores, |one| one.wis);
    let (low, high) = score::band(own.len() as u64, 1.0 / 3.0, 0.9);
    let pits: Vec<f64> = own.iter().map(|one| one.pit).collect();
    Skill {
        set: own[0].set,
        target: target.to_owned(),
        model,
        origins: own.len(),
        relative_wis: wis(own) / wis(naive),
        relative_walk: wis(own) / wis(walk),
        relative_tail: mean(own, |one| one.tail_crps) / mean(naive, |one| one.tail_crps),
        mean_error: mean(own, |one| score::relative_error(one.median, one.outcome).abs()),
        bias: mean(own, |one| score::relative_error(one.median, one.outcome)),
        covered50: share(own, |one| one.covered50),
        covered80: share(own, |one| one.covered80),
        covered95: share(own, |one| one.covered95),
        above_median: own.iter().filter(|one| one.outcome > one.median).count(),
        above_medio: own.iter().filter(|one| one.above_medio).count(),
        above_medio_low: low,
        above_medio_high: high,
        width80: mean(own, |one| (one.high80 - one.low80) / one.outcome),
        factor: mean(own, |one| one.factor),
        monte_carlo: mean(own, |one| one.monte_carlo / one.median),
        revision: revision(own),
        pit: score::histogram(&pits),
    }
}

/// Mean move between origins next to each other that look at the same calendar year.
fn revision(scores: &[&Score]) -> Option<f64> {
    let moves: Vec<f64> = scores
        .windows(2)
        .filter(|pair| pair[0].series == pair[1].series && pair[0].target.is_year())
        .map(|pair| score::revision(pair[0].median, pair[1].median))
        .collect();
    (!moves.is_empty()).then(|| moves.iter().sum::<f64>() / moves.len() as f64)
}

/// Rows as CSV with a header.
pub fn csv<T: Serialize>(rows: &[T]) -> Result<String, Error> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row).map_err(|error| Error::Data(error.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|error| Error::Data(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| Error::Data(error.to_string()))
}
