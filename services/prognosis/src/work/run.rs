//! Forecasts within a batch: begun, ended, stopped.

use db::Tx;
use host::Handle;
use journal::Context;
use kernel::{EditionId, ForecastId, Reason, Refusal};
use wire::EventMessage;
use wire::Wire as _;
use wire::prognosis as pb;

use super::Work;
use crate::domain::edition::CommandKind;
use crate::domain::run::{self, Begin, EstimateRow, ForecastRun, RunState};
use crate::domain::{inputs, judgement};
use crate::{store, words};

impl Work {
    /// Asks for a forecast and the edition that it belongs to.
    fn want_run(&mut self, id: &ForecastId) {
        let edition = self.unit.runs.want(id).and_then(|run| run.edition_id);
        if let Some(edition) = edition {
            self.unit.editions.want(&edition);
        }
    }

    /// Reads all judgements that stand.
    pub(super) async fn read_judgements(&mut self, tx: &mut Tx) -> db::Result<()> {
        self.judged = store::judgements(tx).await?;
        self.unit.judgements.learn(self.judged.iter().cloned());
        Ok(())
    }

    /// Stores a forecast and emits what happened to it.
    fn run_changed(
        &mut self,
        run: ForecastRun,
        message: &impl EventMessage,
        context: &mut Context,
    ) {
        let subject = format!("migratieprognose/{}", run.forecast_id);
        let today = context.today;
        host::emit(context, subject, run.version, today, message);
        self.unit.runs.put(run);
    }

    /// Begins a forecast, of an edition or by itself.
    pub(super) fn begin(
        &mut self,
        asked: &Begin,
        edition_id: Option<EditionId>,
        context: &mut Context,
    ) -> Result<Option<pb::Forecast>, Refusal> {
        let id = asked.forecast_id;
        let state = self.unit.runs.get(&id);
        let mut run = run::begin(state, asked, edition_id, context.today, self.running)?;
        let picture = self.pictures.remove(&id).expect("read for every forecast that begins");
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
        let forecast = words::run_to_pb(&run, 0);
        self.run_changed(run, &frozen, context);
        Ok(Some(forecast))
    }
}

impl Begin {
    pub(super) async fn read_input(&self, work: &mut Work, tx: &mut Tx) -> db::Result<()> {
        work.read_judgements(tx).await?;
        work.running = tx.fetch(store::RUNNING, &[]).await?.len() as i64;
        let picture = store::picture(tx, self.parameters.cut_off).await?;
        work.pictures.insert(self.forecast_id, picture);
        Ok(())
    }
}

impl Handle<Work> for Begin {
    type Answer = Option<pb::Forecast>;

    fn needs(&self, work: &mut Work) {
        work.want_run(&self.forecast_id);
    }

    async fn read(&self, work: &mut Work, tx: &mut Tx) -> db::Result<()> {
        self.read_input(work, tx).await
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        work.begin(self, None, context)
    }
}

/// The results of a forecast are there.
pub struct Finished {
    /// Which forecast.
    pub forecast_id: ForecastId,
    /// The results.
    pub results: Vec<forecast::Estimate>,
    /// Their digest.
    pub digest: [u8; 32],
}

impl Handle<Work> for Finished {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        work.want_run(&self.forecast_id);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        let id = self.forecast_id;
        let run = run::running(work.unit.runs.get(&id), id)?;
        let mut annual = Vec::new();
        for row in self.results.iter().map(|result| EstimateRow::of(id, result)) {
            if row.period.len() == 4 {
                annual.push(row.to_pb());
            }
            work.unit.estimates.put(row);
        }
        let made = pb::ForecastMade {
            forecast_id: id.to_string(),
            occurred_on: context.today.to_pb(),
            digest: self.digest.to_vec(),
            annual,
        };
        let run = ForecastRun { state: RunState::Done, digest: self.digest.to_vec(), ..run };
        let kind = CommandKind::RunEdition { digest: hex::encode(self.digest) };
        work.forecast_ended(&run, kind, context)?;
        work.run_changed(run, &made, context);
        Ok(())
    }
}

/// A forecast could not be made.
pub struct Failed {
    /// Which forecast.
    pub forecast_id: ForecastId,
    /// Why.
    pub failure: String,
}

impl Handle<Work> for Failed {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        work.want_run(&self.forecast_id);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        let (id, failure) = (self.forecast_id, self.failure.clone());
        let run = run::running(work.unit.runs.get(&id), id)?;
        let failed = pb::ForecastFailed {
            forecast_id: id.to_string(),
            occurred_on: context.today.to_pb(),
            failure: failure.clone(),
        };
        let run = ForecastRun { state: RunState::Failed, failure: failure.clone(), ..run };
        work.forecast_ended(&run, CommandKind::ResetEdition { reason: failure }, context)?;
        work.run_changed(run, &failed, context);
        Ok(())
    }
}

/// A caller stops this forecast.
pub struct Cancel(pub ForecastId);

impl Handle<Work> for Cancel {
    type Answer = Option<pb::Forecast>;

    fn needs(&self, work: &mut Work) {
        work.want_run(&self.0);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        let run = run::running(work.unit.runs.get(&self.0), self.0)?;
        let cancelled = pb::ForecastCancelled {
            forecast_id: self.0.to_string(),
            occurred_on: context.today.to_pb(),
        };
        let run = ForecastRun { state: RunState::Cancelled, ..run };
        let reason = "its forecast was stopped".to_owned();
        work.forecast_ended(&run, CommandKind::ResetEdition { reason }, context)?;
        let forecast = words::run_to_pb(&run, 0);
        work.run_changed(run, &cancelled, context);
        Ok(Some(forecast))
    }
}
