//! What happened, within a batch: months are closed, published series taken in, estimates scored.

use std::collections::{BTreeMap, BTreeSet};

use db::Tx;
use forecast::Month;
use forecast::quantities::Quantity;
use host::Handle;
use journal::Context;
use kernel::{Date, ForecastId, Reason, Refusal, Uuid};
use wire::Wire as _;
use wire::prognosis as pb;

use super::Work;
use crate::domain::outcome::{
    self, ClosedMonth, Deviation, Observation, ScoreRow, WATCH_MONTHS, Watch,
};
use crate::domain::run::EstimateRow;
use crate::{store, words};

/// The values of a published series.
pub struct Import {
    /// Its id.
    pub id: Uuid,
    /// Where it comes from.
    pub source: String,
    /// When it was published.
    pub published_on: Date,
    /// SHA-256 over the content, hexadecimal.
    pub digest: String,
    /// The values.
    pub observations: Vec<Observation>,
    /// Values that the publisher withholds.
    pub withheld: u32,
    /// What nothing here knows.
    pub unknown: Unknown,
    /// Whether nothing is taken in, and only said what would be.
    pub dry_run: bool,
}

/// What an import names and nothing here knows: it is kept, and said.
pub struct Unknown {
    /// Quantities that no forecast has.
    pub quantities: Vec<String>,
    /// Groups that are no nationality.
    pub groups: Vec<String>,
}

/// Months ahead of which the estimates are looked at: the farthest of the rules.
const AHEAD_MONTHS: i32 = 6;

/// What the closing of a month needs.
pub(super) struct Closing {
    /// Figures by period that ends with the month, and quantity.
    figures: BTreeMap<String, BTreeMap<String, i64>>,
    /// Estimates of these periods.
    estimates: Vec<String>,
    /// The forecast that is held to what happens.
    watched: Option<ForecastId>,
    /// Its estimates around the month.
    around: Vec<String>,
}

/// An estimate whose outcome an import brings.
pub(super) struct Scoring {
    estimate_id: String,
    realised: i64,
}

impl Work {
    async fn read_closing(&mut self, tx: &mut Tx, month: Month) -> db::Result<Closing> {
        let figures = store::figures(tx, month, outcome::closes_on(month)).await?;
        let mut estimates = Vec::new();
        for period in figures.keys() {
            estimates.extend(store::estimates_of(tx, period, month).await?);
        }
        let watched = store::watched(tx, month).await?;
        let mut around = Vec::new();
        if let Some(id) = watched {
            for at in 1 - WATCH_MONTHS..=AHEAD_MONTHS {
                let period = month.plus(at).to_string();
                let of = |quantity: Quantity| format!("{id}/{quantity}/{period}");
                around.extend(outcome::watched_quantities().map(of));
            }
        }
        self.unit.estimates.load(tx, estimates.iter().chain(&around).cloned()).await?;
        let runs: BTreeSet<ForecastId> = estimates
            .iter()
            .filter_map(|id| Some(self.unit.estimates.get(id)?.forecast_id))
            .chain(watched)
            .collect();
        self.unit.runs.load(tx, runs).await?;
        Ok(Closing { figures, estimates, watched, around })
    }

    async fn read_scorings(&mut self, tx: &mut Tx, import: &Import) -> db::Result<Vec<Scoring>> {
        let mut outcomes: BTreeMap<&str, BTreeMap<&str, f64>> = BTreeMap::new();
        for one in import.observations.iter().filter(|one| one.grp == crate::domain::picture::ALL) {
            outcomes.entry(&one.quantity).or_default().insert(&one.period, one.value());
        }
        let mut scorings = Vec::new();
        for (quantity, periods) in outcomes {
            for (estimate_id, period) in
                store::estimates_by_quantity(tx, quantity, import.published_on).await?
            {
                if let Some(value) = periods.get(period.as_str()) {
                    let realised = kernel::rounded(*value);
                    scorings.push(Scoring { estimate_id, realised });
                }
            }
        }
        let ids = scorings.iter().map(|scoring| scoring.estimate_id.clone());
        self.unit.estimates.load(tx, ids).await?;
        let runs: BTreeSet<ForecastId> = scorings
            .iter()
            .filter_map(|one| Some(self.unit.estimates.get(&one.estimate_id)?.forecast_id))
            .collect();
        self.unit.runs.load(tx, runs).await?;
        Ok(scorings)
    }

    fn score(&self, id: &String, realised: i64, source: &str, on: Date) -> Option<ScoreRow> {
        let row = self.unit.estimates.get(id)?;
        let run = self.unit.runs.get(&row.forecast_id)?;
        Some(outcome::score(row, run.cut_off, realised, source, on))
    }

    fn signal(&mut self, deviation: Deviation, on: Date, context: &mut Context) {
        let event = pb::DeviationSignalled {
            deviation_id: deviation.deviation_id.clone(),
            occurred_on: on.to_pb(),
            deviation: Some(words::deviation_to_pb(&deviation)),
        };
        host::emit(context, format!("afwijking/{}", deviation.deviation_id), 1, on, &event);
        self.unit.deviations.put(deviation);
    }
}

/// A month is over and its events are known: its figures are taken.
pub struct CloseMonth(pub Month);

impl Handle<Work> for CloseMonth {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        for back in 0..WATCH_MONTHS {
            work.unit.closed.want(&self.0.plus(-back).to_string());
        }
    }

    async fn read(&self, work: &mut Work, tx: &mut Tx) -> db::Result<()> {
        let closing = work.read_closing(tx, self.0).await?;
        work.closings.insert(self.0, closing);
        Ok(())
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        let month = self.0;
        if work.unit.closed.get(&month.to_string()).is_some() {
            return Ok(());
        }
        let Some(closing) = work.closings.remove(&month) else {
            return Ok(());
        };
        let on = outcome::closes_on(month);
        for id in &closing.estimates {
            let Some(row) = work.unit.estimates.get(id) else { continue };
            let realised = closing.figures.get(&row.period).and_then(|f| f.get(&row.quantity));
            let Some(realised) = realised.copied() else { continue };
            if let Some(score) = work.score(id, realised, "events", on) {
                work.unit.scores.put(score);
            }
        }
        let of_month = closing.figures.get(&month.to_string()).cloned().unwrap_or_default();
        let figures = serde_json::to_string(&of_month)
            .map_err(|error| Refusal::new(Reason::NotEnoughData, error.to_string()))?;
        work.unit.closed.put(ClosedMonth { month: month.to_string(), figures });
        let mut known = BTreeMap::new();
        for back in 0..WATCH_MONTHS {
            let month = month.plus(-back);
            let row = work.unit.closed.get(&month.to_string());
            if let Some(read) = row.and_then(|row| serde_json::from_str(&row.figures).ok()) {
                known.insert(month, read);
            }
        }
        let estimates: Vec<EstimateRow> =
            closing.around.iter().filter_map(|id| work.unit.estimates.get(id).cloned()).collect();
        let forecast = closing.watched.and_then(|id| work.unit.runs.get(&id));
        let watch = Watch { month, figures: &known, forecast, estimates: &estimates };
        for deviation in watch.deviations() {
            work.signal(deviation, on, context);
        }
        Ok(())
    }
}

impl Handle<Work> for Import {
    type Answer = pb::ImportSeriesResponse;

    fn needs(&self, work: &mut Work) {
        for one in &self.observations {
            work.unit.observations.want(&one.observation_id);
        }
    }

    async fn read(&self, work: &mut Work, tx: &mut Tx) -> db::Result<()> {
        let scorings = work.read_scorings(tx, self).await?;
        work.scorings.insert(self.id, scorings);
        Ok(())
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        let mut new = Vec::new();
        let days = self.observations.iter().map(|one| one.published_on);
        let newest = days.chain([self.published_on]).max();
        if let Some(day) = newest.filter(|day| *day > context.today) {
            let text = format!("published on {day}, which lies after today, {}", context.today);
            return Err(Refusal::new(Reason::DateInFuture, text));
        }
        for one in &self.observations {
            match work.unit.observations.get(&one.observation_id) {
                None => new.push(one.clone()),
                Some(before) if before.micro == one.micro => {}
                Some(before) => {
                    let text = format!(
                        "{} of {} in {} was published as {} on {}; a revision has a later day",
                        one.quantity,
                        one.grp,
                        one.period,
                        before.value(),
                        one.published_on
                    );
                    return Err(Refusal::new(Reason::AlreadyExists, text));
                }
            }
        }
        let imported: u32 = kernel::fit(new.len());
        let unchanged = kernel::fit::<u32, _>(self.observations.len()) - imported;
        if imported > 0 && !self.dry_run {
            let on = context.today;
            let event = pb::SeriesImported {
                import_id: self.id.to_string(),
                occurred_on: on.to_pb(),
                source: self.source.clone(),
                published_on: self.published_on.to_pb(),
                imported,
                digest: self.digest.clone(),
            };
            host::emit(context, format!("reeks/{}", self.id), 1, on, &event);
            let source = format!("{}, {}", self.source, self.published_on);
            for scoring in work.scorings.remove(&self.id).unwrap_or_default() {
                let Scoring { estimate_id, realised } = &scoring;
                if let Some(score) = work.score(estimate_id, *realised, &source, on) {
                    work.unit.scores.put(score);
                }
            }
            for one in new {
                work.unit.observations.put(one);
            }
        }
        Ok(pb::ImportSeriesResponse {
            imported,
            unchanged,
            withheld: self.withheld,
            unknown_quantities: self.unknown.quantities.clone(),
            unknown_groups: self.unknown.groups.clone(),
        })
    }
}
