//! What happened, within a batch: months are closed, published series taken in, estimates scored.

use std::collections::{BTreeMap, BTreeSet};

use db::Tx;
use forecast::Month;
use forecast::quantities::Quantity;
use journal::Context;
use kernel::{Date, Reason, Refusal, Uuid};
use prost::Message as _;
use wire::EventMessage as _;
use wire::Wire as _;
use wire::prognosis as pb;

use super::{Import, Work};

use crate::domain::outcome::{self, ClosedMonth, Deviation, ScoreRow, WATCH_MONTHS, Watch};
use crate::domain::run::EstimateRow;
use crate::{store, words};

/// Months ahead of which the estimates are looked at: the farthest of the rules.
const AHEAD_MONTHS: i32 = 6;

/// What the closing of a month needs.
pub(super) struct Closing {
    /// Figures by period that ends with the month, and quantity.
    figures: BTreeMap<String, BTreeMap<String, i64>>,
    /// Estimates of these periods.
    estimates: Vec<String>,
    /// The forecast that is held to what happens.
    watched: Option<Uuid>,
    /// Its estimates around the month.
    around: Vec<String>,
}

/// An estimate whose outcome an import brings.
pub(super) struct Scoring {
    estimate_id: String,
    realised: i64,
}

impl Work {
    pub(super) async fn load_outcomes(
        &mut self,
        tx: &mut Tx,
        months: &[Month],
        imports: &[&Import],
    ) -> db::Result<()> {
        self.closings.clear();
        self.scorings.clear();
        for month in months {
            let closing = self.load_closing(tx, *month).await?;
            self.closings.insert(*month, closing);
        }
        for import in imports {
            let ids = import.observations.iter().map(|one| one.observation_id.clone());
            self.observations.load(tx, ids).await?;
            let scorings = self.load_scorings(tx, import).await?;
            self.scorings.insert(import.id, scorings);
        }
        Ok(())
    }

    async fn load_closing(&mut self, tx: &mut Tx, month: Month) -> db::Result<Closing> {
        let before = (0..WATCH_MONTHS).map(|back| month.plus(-back).to_string());
        self.closed.load(tx, before).await?;
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
        self.estimates.load(tx, estimates.iter().chain(&around).cloned()).await?;
        let runs: BTreeSet<Uuid> = estimates
            .iter()
            .filter_map(|id| Some(self.estimates.get(id)?.forecast_id))
            .chain(watched)
            .collect();
        self.runs.load(tx, runs).await?;
        Ok(Closing { figures, estimates, watched, around })
    }

    async fn load_scorings(&mut self, tx: &mut Tx, import: &Import) -> db::Result<Vec<Scoring>> {
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
                    let realised = value.round() as i64;
                    scorings.push(Scoring { estimate_id, realised });
                }
            }
        }
        let ids = scorings.iter().map(|scoring| scoring.estimate_id.clone());
        self.estimates.load(tx, ids).await?;
        let runs: BTreeSet<Uuid> = scorings
            .iter()
            .filter_map(|one| Some(self.estimates.get(&one.estimate_id)?.forecast_id))
            .collect();
        self.runs.load(tx, runs).await?;
        Ok(scorings)
    }

    fn score(&self, id: &String, realised: i64, source: &str, on: Date) -> Option<ScoreRow> {
        let row = self.estimates.get(id)?;
        let run = self.runs.get(&row.forecast_id)?;
        Some(outcome::score(row, run.cut_off, realised, source, on))
    }

    pub(super) fn close(
        &mut self,
        month: Month,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        if self.closed.get(&month.to_string()).is_some() {
            return Ok(Vec::new());
        }
        let Some(closing) = self.closings.remove(&month) else {
            return Ok(Vec::new());
        };
        let on = outcome::closes_on(month);
        for id in &closing.estimates {
            let Some(row) = self.estimates.get(id) else { continue };
            let realised = closing.figures.get(&row.period).and_then(|f| f.get(&row.quantity));
            let Some(realised) = realised.copied() else { continue };
            if let Some(score) = self.score(id, realised, "events", on) {
                self.scores.put(score);
            }
        }
        let of_month = closing.figures.get(&month.to_string()).cloned().unwrap_or_default();
        let figures = serde_json::to_string(&of_month)
            .map_err(|error| Refusal::new(Reason::NotEnoughData, error.to_string()))?;
        self.closed.put(ClosedMonth { month: month.to_string(), figures });
        let mut known = BTreeMap::new();
        for back in 0..WATCH_MONTHS {
            let month = month.plus(-back);
            let row = self.closed.get(&month.to_string());
            if let Some(read) = row.and_then(|row| serde_json::from_str(&row.figures).ok()) {
                known.insert(month, read);
            }
        }
        let estimates: Vec<EstimateRow> =
            closing.around.iter().filter_map(|id| self.estimates.get(id).cloned()).collect();
        let forecast = closing.watched.and_then(|id| self.runs.get(&id));
        let watch = Watch { month, figures: &known, forecast, estimates: &estimates };
        for deviation in watch.deviations() {
            self.signal(deviation, on, context);
        }
        Ok(Vec::new())
    }

    fn signal(&mut self, deviation: Deviation, on: Date, context: &mut Context) {
        let event = pb::DeviationSignalled {
            deviation_id: deviation.deviation_id.clone(),
            occurred_on: on.to_pb(),
            deviation: Some(words::deviation_to_pb(&deviation)),
        };
        let subject = format!("afwijking/{}", deviation.deviation_id);
        let event_type = pb::DeviationSignalled::TYPE;
        context.emit(subject, 1, event_type, on, event.encode_to_vec());
        self.deviations.put(deviation);
    }

    pub(super) fn import(
        &mut self,
        import: &Import,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let mut new = Vec::new();
        let days = import.observations.iter().map(|one| one.published_on);
        let newest = days.chain([import.published_on]).max();
        if let Some(day) = newest.filter(|day| *day > context.today) {
            let text = format!("published on {day}, which lies after today, {}", context.today);
            return Err(Refusal::new(Reason::DateInFuture, text));
        }
        for one in &import.observations {
            match self.observations.get(&one.observation_id) {
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
        let imported = new.len() as u32;
        let unchanged = import.observations.len() as u32 - imported;
        if imported > 0 && !import.dry_run {
            let on = context.today;
            let event = pb::SeriesImported {
                import_id: import.id.to_string(),
                occurred_on: on.to_pb(),
                source: import.source.clone(),
                published_on: import.published_on.to_pb(),
                imported,
                digest: import.digest.clone(),
            };
            let subject = format!("reeks/{}", import.id);
            let event_type = pb::SeriesImported::TYPE;
            context.emit(subject, 1, event_type, on, event.encode_to_vec());
            let source = format!("{}, {}", import.source, import.published_on);
            for scoring in self.scorings.remove(&import.id).unwrap_or_default() {
                let Scoring { estimate_id, realised } = &scoring;
                if let Some(score) = self.score(estimate_id, *realised, &source, on) {
                    self.scores.put(score);
                }
            }
            for one in new {
                self.observations.put(one);
            }
        }
        let answer = pb::ImportSeriesResponse {
            imported,
            unchanged,
            withheld: import.withheld,
            unknown_quantities: import.unknown.quantities.clone(),
            unknown_groups: import.unknown.groups.clone(),
        };
        Ok(answer.encode_to_vec())
    }
}
