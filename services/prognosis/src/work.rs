//! One batch of prognosis' work: events folded into the picture, forecasts begun and ended, editions and
//! judgements, and what happened held against what was forecast.

mod editions;
mod outcomes;

use std::collections::HashMap;
use std::sync::Arc;

use db::{Rows, Tx};
use journal::{Context, Model};
use kernel::{Date, Order, Reason, Refusal, Uuid};
use law::Policy;
use prost::Message as _;
use wire::EventMessage as _;
use wire::Wire as _;
use wire::prognosis as pb;

use self::outcomes::{Closing, Scoring};
use crate::domain::edition::{self, Edition};
use crate::domain::inputs::{self, Picture};
use crate::domain::judgement::{self, Judgement, JudgementVersion, Record};
use crate::domain::outcome::{ClosedMonth, Deviation, Observation, ScoreRow, Seen};
use crate::domain::picture::{self, Fold, Place, Tally};
use crate::domain::run::{self, Begin, EstimateRow, ForecastRun, RunState};
use crate::{store, words};

const ROWS_KNOWN_MAX: usize = 400_000;

/// Everything that can be asked of prognosis.
pub enum Command {
    /// An event of another service.
    Fold(Fold),
    /// A forecast begins: its data are frozen.
    Begin(Begin),
    /// The results of a forecast are there.
    Finish(Uuid, Vec<forecast::Estimate>, [u8; 32]),
    /// A forecast could not be made.
    Fail(Uuid, String),
    /// A caller stops a forecast.
    Cancel(Uuid),
    /// An order on an edition.
    Edition(Order<Uuid, edition::Action>),
    /// The data of an edition are frozen and its forecast begins.
    Freeze(Freeze),
    /// A judgement is recorded.
    Judge(Record),
    /// A published series is taken in.
    Import(Import),
    /// A month is over and its events are known: its figures are taken.
    Close(forecast::Month),
}

/// The freezing of an edition.
pub struct Freeze {
    /// The edition.
    pub edition_id: Uuid,
    /// Version that the caller has seen.
    pub expected_version: Option<i64>,
    /// When.
    pub on: Date,
    /// Its forecast.
    pub begin: Begin,
}

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

/// The rows of one batch.
pub struct Work {
    places: Rows<Place>,
    tallies: Rows<Tally>,
    seen: Rows<Seen>,
    runs: Rows<ForecastRun>,
    estimates: Rows<EstimateRow>,
    editions: Rows<Edition>,
    judgements: Rows<Judgement>,
    versions: Rows<JudgementVersion>,
    observations: Rows<Observation>,
    scores: Rows<ScoreRow>,
    closed: Rows<ClosedMonth>,
    deviations: Rows<Deviation>,
    running: i64,
    policy: Arc<Policy>,
    /// What the forecasts that begin in this batch are made from.
    pictures: HashMap<Uuid, Picture>,
    /// All judgements that stand, when this batch needs them.
    judged: Vec<Judgement>,
    /// The published edition, when this batch publishes another.
    published: Option<Uuid>,
    /// Months that this batch closes.
    closings: HashMap<forecast::Month, Closing>,
    /// Estimates for which this batch brings an outcome, by import.
    scorings: HashMap<Uuid, Vec<Scoring>>,
}

impl Work {
    pub(crate) fn new(policy: Arc<Policy>) -> Self {
        Self {
            places: Rows::new(ROWS_KNOWN_MAX),
            tallies: Rows::new(ROWS_KNOWN_MAX),
            seen: Rows::new(ROWS_KNOWN_MAX),
            runs: Rows::new(ROWS_KNOWN_MAX),
            estimates: Rows::new(0),
            editions: Rows::new(ROWS_KNOWN_MAX),
            judgements: Rows::new(ROWS_KNOWN_MAX),
            versions: Rows::new(0),
            observations: Rows::new(0),
            scores: Rows::new(0),
            closed: Rows::new(0),
            deviations: Rows::new(0),
            running: 0,
            policy,
            pictures: HashMap::new(),
            judged: Vec::new(),
            published: None,
            closings: HashMap::new(),
            scorings: HashMap::new(),
        }
    }

    fn fold(&mut self, fold: &Fold) {
        let seen = self.seen.get(&fold.source.to_owned());
        if seen.is_none_or(|seen| seen.recorded_on < fold.recorded_on) {
            let (source, recorded_on) = (fold.source.to_owned(), fold.recorded_on);
            self.seen.put(Seen { source, recorded_on });
        }
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
        asked: &Begin,
        edition_id: Option<Uuid>,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let id = asked.forecast_id;
        let mut run =
            run::begin(self.runs.get(&id), asked, edition_id, context.today, self.running)?;
        let picture = self.pictures.remove(&id).unwrap_or_default();
        let mut input = inputs::input(&self.policy, &run, &picture)?;
        judgement::apply(&self.judged, context.today, &mut input)?;
        input.measures.extend(run.measures.0.iter().copied());
        if run.without_expectations {
            input.expectations.clear();
        }
        run.frozen = serde_json::to_string(&input)
            .map_err(|error| Refusal::new(Reason::NotEnoughData, error.to_string()))?;
        self.running += 1;
        let frozen = pb::DataFrozen {
            forecast_id: id.to_string(),
            occurred_on: context.today.to_pb(),
            parameters: Some(words::parameters_to_pb(&run)),
        };
        let forecast = Some(words::run_to_pb(&run, 0));
        self.emit(run, pb::DataFrozen::TYPE, frozen.encode_to_vec(), context);
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
        let mut annual = Vec::new();
        for row in results.iter().map(|result| EstimateRow::of(id, result)) {
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
        let action = edition::Action::RunEdition { digest: hex::encode(digest) };
        self.tell_edition(&run, action, context)?;
        self.emit(run, pb::ForecastMade::TYPE, made.encode_to_vec(), context);
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
        let action = edition::Action::ResetEdition { reason: failure.to_owned() };
        self.tell_edition(&run, action, context)?;
        self.emit(run, pb::ForecastFailed::TYPE, failed.encode_to_vec(), context);
        Ok(Vec::new())
    }

    fn cancel(&mut self, id: Uuid, context: &mut Context) -> Result<Vec<u8>, Refusal> {
        let run = run::running(self.runs.get(&id), id)?;
        let cancelled = pb::ForecastCancelled {
            forecast_id: id.to_string(),
            occurred_on: context.today.to_pb(),
        };
        let run = ForecastRun { state: RunState::Cancelled, ..run };
        let reason = "its forecast was stopped".to_owned();
        self.tell_edition(&run, edition::Action::ResetEdition { reason }, context)?;
        let forecast = Some(words::run_to_pb(&run, 0));
        self.emit(run, pb::ForecastCancelled::TYPE, cancelled.encode_to_vec(), context);
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
        let (mut subjects, mut sources, mut runs) = (Vec::new(), Vec::new(), Vec::new());
        let (mut editions, mut judgements, mut begins) = (Vec::new(), Vec::new(), Vec::new());
        let (mut months, mut imports, mut publishes) = (Vec::new(), Vec::new(), false);
        for command in commands {
            match command {
                Command::Fold(fold) => {
                    subjects.extend(fold.changes.iter().map(|change| change.subject.clone()));
                    if sources.last().is_none_or(|last| last != fold.source) {
                        sources.push(fold.source.to_owned());
                    }
                }
                Command::Begin(begin) => begins.push(begin),
                Command::Freeze(freeze) => {
                    editions.push(freeze.edition_id);
                    begins.push(&freeze.begin);
                }
                Command::Finish(id, ..) | Command::Fail(id, _) | Command::Cancel(id) => {
                    runs.push(*id);
                }
                Command::Edition(order) => {
                    editions.push(order.key);
                    publishes |= matches!(order.action, edition::Action::PublishEdition {});
                }
                Command::Judge(record) => {
                    judgements.push(judgement::id(record.kind, &record.name));
                }
                Command::Import(import) => imports.push(import),
                Command::Close(month) => months.push(*month),
            }
        }
        self.places.load(tx, subjects).await?;
        self.seen.load(tx, sources).await?;
        let folds = commands.iter().filter_map(|command| match command {
            Command::Fold(fold) => Some(fold),
            _ => None,
        });
        let tallies = self.tallies_of(folds);
        self.tallies.load(tx, tallies).await?;
        runs.extend(begins.iter().map(|begin| begin.forecast_id));
        self.runs.load(tx, runs.iter().copied()).await?;
        let of_runs = runs.iter().filter_map(|id| self.runs.get(id)?.edition_id);
        editions.extend(of_runs.collect::<Vec<_>>());
        // Only a batch that publishes knows it, because only then its row is loaded.
        self.published = if publishes { store::published(tx).await? } else { None };
        editions.extend(self.published);
        self.editions.load(tx, editions).await?;
        if !(begins.is_empty() && judgements.is_empty()) {
            self.judged = store::judgements(tx).await?;
            self.judgements.learn(self.judged.iter().cloned());
        }
        self.judgements.load(tx, judgements).await?;
        self.pictures.clear();
        if !begins.is_empty() {
            self.running = tx.fetch(store::RUNNING, &[]).await?.len() as i64;
        }
        for begin in begins {
            let picture = store::picture(tx, begin.parameters.cut_off).await?;
            self.pictures.insert(begin.forecast_id, picture);
        }
        self.load_outcomes(tx, &months, &imports).await
    }

    fn handle(&mut self, command: &Command, context: &mut Context) -> Result<Vec<u8>, Refusal> {
        match command {
            Command::Fold(fold) => {
                self.fold(fold);
                Ok(Vec::new())
            }
            Command::Begin(begin) => self.begin(begin, None, context),
            Command::Finish(id, results, digest) => self.finish(*id, results, *digest, context),
            Command::Fail(id, failure) => self.fail(*id, failure, context),
            Command::Cancel(id) => self.cancel(*id, context),
            Command::Edition(order) => self.edition_order(order, context),
            Command::Freeze(freeze) => self.freeze(freeze, context),
            Command::Judge(record) => self.judge(record, context),
            Command::Import(import) => self.import(import, context),
            Command::Close(month) => self.close(*month, context),
        }
    }

    async fn save(&mut self, tx: &mut Tx) -> db::Result<()> {
        self.places.save(tx).await?;
        self.tallies.save(tx).await?;
        self.seen.save(tx).await?;
        self.runs.save(tx).await?;
        self.estimates.save(tx).await?;
        self.editions.save(tx).await?;
        self.judgements.save(tx).await?;
        self.versions.save(tx).await?;
        self.observations.save(tx).await?;
        self.scores.save(tx).await?;
        self.closed.save(tx).await?;
        self.deviations.save(tx).await
    }

    fn forget(&mut self) {
        self.places.forget();
        self.tallies.forget();
        self.seen.forget();
        self.runs.forget();
        self.estimates.forget();
        self.editions.forget();
        self.judgements.forget();
        self.versions.forget();
        self.observations.forget();
        self.scores.forget();
        self.closed.forget();
        self.deviations.forget();
    }
}
