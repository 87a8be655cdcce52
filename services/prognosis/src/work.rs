//! One batch of prognosis' work: events folded into the picture, forecasts begun and ended.

use std::collections::HashMap;
use std::sync::Arc;

use db::{Rows, Tx};
use journal::{Context, Model};
use kernel::{Refusal, Uuid};
use law::Policy;
use prost::Message as _;
use wire::Wire as _;
use wire::prognosis as pb;

use crate::domain::inputs::{self, Picture};
use crate::domain::picture::{self, Fold, Place, Tally};
use crate::domain::run::{self, EstimateRow, ForecastRun, Parameters, RunState};
use crate::{api, store};

const ROWS_KNOWN_MAX: usize = 400_000;

/// Everything that can be asked of prognosis.
pub enum Command {
    /// An event of another service.
    Fold(Fold),
    /// A forecast begins: its data are frozen. The instant orders lists, microseconds since 1970.
    Begin(Uuid, Parameters, i64),
    /// The results of a forecast are there.
    Finish(Uuid, Vec<forecast::Estimate>, [u8; 32]),
    /// A forecast could not be made.
    Fail(Uuid, String),
    /// A caller stops a forecast.
    Cancel(Uuid),
}

/// The rows of one batch.
pub struct Work {
    places: Rows<Place>,
    tallies: Rows<Tally>,
    runs: Rows<ForecastRun>,
    estimates: Rows<EstimateRow>,
    running: i64,
    policy: Arc<Policy>,
    /// What the forecasts that begin in this batch are made from.
    pictures: HashMap<Uuid, Picture>,
}

impl Work {
    pub(crate) fn new(policy: Arc<Policy>) -> Self {
        Self {
            places: Rows::new(ROWS_KNOWN_MAX),
            tallies: Rows::new(ROWS_KNOWN_MAX),
            runs: Rows::new(ROWS_KNOWN_MAX),
            estimates: Rows::new(0),
            running: 0,
            policy,
            pictures: HashMap::new(),
        }
    }

    fn fold(&mut self, fold: &Fold) {
        for change in &fold.changes {
            let (place, moved) = picture::apply(self.places.get(&change.subject), change, fold);
            for tally in moved {
                self.add(tally);
            }
            self.places.put(place);
        }
        for tally in picture::counts(fold) {
            self.add(tally);
        }
    }

    fn add(&mut self, tally: Tally) {
        let before = self.tallies.get(&tally.tally_id).map_or(0, |known| known.amount);
        self.tallies.put(Tally { amount: before + tally.amount, ..tally });
    }

    fn emit(
        &mut self,
        run: ForecastRun,
        event_type: &'static str,
        data: Vec<u8>,
        context: &mut Context,
    ) {
        let subject = format!("migratieprognose/{}", run.forecast_id);
        let today = context.today;
        context.emit(subject, run.version, event_type, today, data);
        self.runs.put(run);
    }

    fn begin(
        &mut self,
        id: Uuid,
        asked: &Parameters,
        now_us: i64,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let mut run =
            run::begin(self.runs.get(&id), id, asked, now_us, context.today, self.running)?;
        let input =
            inputs::input(&self.policy, &run, &self.pictures.remove(&id).unwrap_or_default())?;
        run.frozen = serde_json::to_string(&input)
            .map_err(|error| Refusal::new("NOT_ENOUGH_DATA", error.to_string()))?;
        self.running += 1;
        let frozen = pb::DataFrozen {
            forecast_id: id.to_string(),
            occurred_on: context.today.to_pb(),
            parameters: Some(api::parameters_to_pb(&run)),
        };
        let forecast = Some(api::run_to_pb(&run, 0));
        self.emit(run, "nl.migratieprognoses.data-bevroren.v1", frozen.encode_to_vec(), context);
        Ok(pb::CreateForecastResponse { forecast }.encode_to_vec())
    }

    fn finish(
        &mut self,
        id: Uuid,
        results: &[forecast::Estimate],
        digest: [u8; 32],
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let run = run::running(self.runs.get(&id), id)?;
        let rows = results.iter().map(|result| EstimateRow {
            estimate_id: format!("{id}/{}/{}", result.quantity, result.period),
            forecast_id: id,
            quantity: result.quantity.clone(),
            period: result.period.clone(),
            minimum: result.minimum,
            median: result.median,
            medio: result.medio,
            maximum: result.maximum,
            mean: result.mean,
        });
        let mut annual = Vec::new();
        for row in rows {
            if row.period.len() == 4 {
                annual.push(row.to_pb());
            }
            self.estimates.put(row);
        }
        let made = pb::ForecastMade {
            forecast_id: id.to_string(),
            occurred_on: context.today.to_pb(),
            digest: digest.to_vec(),
            annual,
        };
        let run = ForecastRun { state: RunState::Done, digest: digest.to_vec(), ..run };
        self.emit(run, "nl.migratieprognoses.modelrun-gereed.v1", made.encode_to_vec(), context);
        Ok(Vec::new())
    }

    fn fail(&mut self, id: Uuid, failure: &str, context: &mut Context) -> Result<Vec<u8>, Refusal> {
        let run = run::running(self.runs.get(&id), id)?;
        let failed = pb::ForecastFailed {
            forecast_id: id.to_string(),
            occurred_on: context.today.to_pb(),
            failure: failure.to_owned(),
        };
        let run = ForecastRun { state: RunState::Failed, failure: failure.to_owned(), ..run };
        self.emit(run, "nl.migratieprognoses.mislukt.v1", failed.encode_to_vec(), context);
        Ok(Vec::new())
    }

    fn cancel(&mut self, id: Uuid, context: &mut Context) -> Result<Vec<u8>, Refusal> {
        let run = run::running(self.runs.get(&id), id)?;
        let cancelled = pb::ForecastCancelled {
            forecast_id: id.to_string(),
            occurred_on: context.today.to_pb(),
        };
        let run = ForecastRun { state: RunState::Cancelled, ..run };
        let forecast = Some(api::run_to_pb(&run, 0));
        self.emit(run, "nl.migratieprognoses.afgebroken.v1", cancelled.encode_to_vec(), context);
        Ok(pb::CancelForecastResponse { forecast }.encode_to_vec())
    }

    /// The sums that these folds will change, found by going through them once on copies.
    fn tallies_of<'a>(&self, folds: impl Iterator<Item = &'a Fold>) -> Vec<String> {
        let mut moved: HashMap<&str, Place> = HashMap::new();
        let mut ids = Vec::new();
        for fold in folds {
            for change in &fold.changes {
                let subject = change.subject.as_str();
                let before = moved.get(subject).or_else(|| self.places.get(&change.subject));
                let (place, tallies) = picture::apply(before, change, fold);
                ids.extend(tallies.into_iter().map(|tally| tally.tally_id));
                moved.insert(subject, place);
            }
            ids.extend(picture::counts(fold).map(|tally| tally.tally_id));
        }
        ids
    }
}

impl Model for Work {
    type Command = Command;

    async fn load(&mut self, tx: &mut Tx, commands: &[&Command]) -> db::Result<()> {
        let (mut subjects, mut runs, mut begins) = (Vec::new(), Vec::new(), Vec::new());
        for command in commands {
            match command {
                Command::Fold(fold) => {
                    subjects.extend(fold.changes.iter().map(|change| change.subject.clone()));
                }
                Command::Begin(id, asked, _) => {
                    runs.push(*id);
                    begins.push((*id, asked.cut_off));
                }
                Command::Finish(id, ..) | Command::Fail(id, _) | Command::Cancel(id) => {
                    runs.push(*id);
                }
            }
        }
        self.places.load(tx, subjects).await?;
        let folds = commands.iter().filter_map(|command| match command {
            Command::Fold(fold) => Some(fold),
            _ => None,
        });
        let tallies = self.tallies_of(folds);
        self.tallies.load(tx, tallies).await?;
        self.runs.load(tx, runs).await?;
        self.pictures.clear();
        if !begins.is_empty() {
            self.running = tx.fetch(store::RUNNING, &[]).await?.len() as i64;
        }
        for (id, cut_off) in begins {
            self.pictures.insert(id, store::picture(tx, cut_off).await?);
        }
        Ok(())
    }

    fn handle(&mut self, command: &Command, context: &mut Context) -> Result<Vec<u8>, Refusal> {
        match command {
            Command::Fold(fold) => {
                self.fold(fold);
                Ok(Vec::new())
            }
            Command::Begin(id, asked, now_us) => self.begin(*id, asked, *now_us, context),
            Command::Finish(id, results, digest) => self.finish(*id, results, *digest, context),
            Command::Fail(id, failure) => self.fail(*id, failure, context),
            Command::Cancel(id) => self.cancel(*id, context),
        }
    }

    async fn save(&mut self, tx: &mut Tx) -> db::Result<()> {
        self.places.save(tx).await?;
        self.tallies.save(tx).await?;
        self.runs.save(tx).await?;
        self.estimates.save(tx).await
    }

    fn forget(&mut self) {
        self.places.forget();
        self.tallies.forget();
        self.runs.forget();
        self.estimates.forget();
    }
}
