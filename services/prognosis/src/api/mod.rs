//! gRPC in, domain out.

mod queries;

use std::pin::Pin;
use std::time::Duration;

use futures::Stream;
use host::Parts;
use kernel::{Date, Ids, Uuid};
use tonic::{Request, Response, Status};
use wire::prognosis as pb;
use wire::prognosis::prognosis_service_server::PrognosisService;
use wire::{Fields, Wire as _};

use crate::domain::run::{EstimateRow, ForecastRun, Parameters, REPLICATIONS_DEFAULT, RunState};
use crate::runner::Runs;
use crate::work::Command;

/// How often a watcher is told of progress.
const WATCH_EVERY: Duration = Duration::from_millis(200);
const REPLICATIONS_MIN: u32 = 100;

wire::wire_enum! {
    RunState => pb::ForecastState, "FORECAST_STATE_";
}

/// The gRPC service.
pub(crate) struct Api {
    parts: Parts<Command>,
    runs: Runs,
}

impl Api {
    pub(crate) fn new(parts: Parts<Command>, runs: Runs) -> Self {
        Self { parts, runs }
    }

    fn begin(&self, message: pb::CreateForecastRequest) -> Result<Command, Status> {
        let mut fields = Fields::new();
        let request_id = message.request_id.parse().unwrap_or_default();
        let asked = message.parameters.unwrap_or_default();
        let cut_off: Option<Date> =
            fields.checked("parameters.cut_off", asked.cut_off, |day: &Date| {
                if day.day() == 1 { Ok(()) } else { Err("must be the first day of a month") }
            });
        let horizon: Option<Date> = fields.get("parameters.horizon", asked.horizon);
        if let Some((cut_off, horizon)) = cut_off.zip(horizon) {
            let months = forecast::Month::of(cut_off).until(forecast::Month::of(horizon)) + 1;
            if !(1..=forecast::HORIZON_MONTHS_MAX).contains(&months) {
                fields.wrong(
                    "parameters.horizon",
                    "must lie in one of the 72 months from the cut-off on",
                );
            }
        }
        let replications = match asked.replications {
            0 => REPLICATIONS_DEFAULT,
            n if (REPLICATIONS_MIN..=forecast::REPLICATIONS_MAX).contains(&n) => n,
            _ => {
                fields.wrong("parameters.replications", "must be 100 to 20000, or 0 for 2000");
                0
            }
        };
        let history_permille = match asked.history_permille {
            0 => 1_000,
            share @ 1..=1_000 => share,
            _ => {
                fields.wrong("parameters.history_permille", "must be 1 to 1000, or 0 for 1000");
                0
            }
        };
        let seed = asked.seed;
        let parameters = cut_off.zip(horizon).map(|(cut_off, horizon)| Parameters {
            cut_off,
            horizon,
            seed,
            replications,
            history_permille,
        });
        let id = Ids::derive(request_id, b"forecast");
        let now_us = self.parts.clock.now_us();
        fields.finish(parameters).map(|asked| Command::Begin(id, asked, now_us))
    }

    async fn forecast(&self, id: String) -> Result<ForecastRun, Status> {
        let mut fields = Fields::new();
        let id: Option<Uuid> = fields.get("forecast_id", id);
        let id = fields.finish(id)?;
        let run: Option<ForecastRun> = self.parts.row(id).await?;
        run.ok_or_else(|| {
            let refusal = kernel::Refusal::not_found("NOT_FOUND", format!("no forecast {id}"));
            host::refused(self.parts.service, &refusal)
        })
    }
}

#[tonic::async_trait]
impl PrognosisService for Api {
    type WatchForecastStream =
        Pin<Box<dyn Stream<Item = Result<pb::WatchForecastResponse, Status>> + Send>>;

    async fn get_chain_picture(
        &self,
        request: Request<pb::GetChainPictureRequest>,
    ) -> Result<Response<pb::GetChainPictureResponse>, Status> {
        self.chain_picture(request.into_inner()).await.map(Response::new)
    }

    async fn list_flows(
        &self,
        request: Request<pb::ListFlowsRequest>,
    ) -> Result<Response<pb::ListFlowsResponse>, Status> {
        self.flows(request.into_inner()).await.map(Response::new)
    }

    async fn create_forecast(
        &self,
        request: Request<pb::CreateForecastRequest>,
    ) -> Result<Response<pb::CreateForecastResponse>, Status> {
        let parse = |message| self.begin(message);
        let answer =
            self.parts.command("create_forecast", request, |m| &m.request_id, parse).await?;
        self.runs.wake();
        Ok(answer)
    }

    async fn get_forecast(
        &self,
        request: Request<pb::GetForecastRequest>,
    ) -> Result<Response<pb::GetForecastResponse>, Status> {
        let run = self.forecast(request.into_inner().forecast_id).await?;
        let mut forecast = run_to_pb(&run, self.runs.done(run.forecast_id));
        forecast.estimates = self.estimates(run.forecast_id).await?;
        Ok(Response::new(pb::GetForecastResponse { forecast: Some(forecast) }))
    }

    async fn list_forecasts(
        &self,
        request: Request<pb::ListForecastsRequest>,
    ) -> Result<Response<pb::ListForecastsResponse>, Status> {
        self.list(request.into_inner()).await.map(Response::new)
    }

    async fn watch_forecast(
        &self,
        request: Request<pb::WatchForecastRequest>,
    ) -> Result<Response<Self::WatchForecastStream>, Status> {
        let first = self.forecast(request.into_inner().forecast_id).await?;
        let (parts, runs, stop) = (self.parts.clone(), self.runs.clone(), self.parts.stop.clone());
        let stream = async_stream::try_stream! {
            let mut run = first;
            loop {
                let state = run.state;
                let forecast = Some(run_to_pb(&run, runs.done(run.forecast_id)));
                yield pb::WatchForecastResponse { forecast };
                if state != RunState::Running {
                    break;
                }
                tokio::select! {
                    () = stop.cancelled() => break,
                    () = tokio::time::sleep(WATCH_EVERY) => {}
                }
                match parts.row::<ForecastRun>(run.forecast_id).await? {
                    Some(now) => run = now,
                    None => break,
                }
            }
        };
        Ok(Response::new(Box::pin(stream)))
    }

    async fn cancel_forecast(
        &self,
        request: Request<pb::CancelForecastRequest>,
    ) -> Result<Response<pb::CancelForecastResponse>, Status> {
        let id = request.get_ref().forecast_id.clone();
        let parse = |message: pb::CancelForecastRequest| {
            let mut fields = Fields::new();
            let id: Option<Uuid> = fields.get("forecast_id", message.forecast_id);
            fields.finish(id).map(Command::Cancel)
        };
        let answer =
            self.parts.command("cancel_forecast", request, |m| &m.request_id, parse).await?;
        self.runs.stop(id.parse().unwrap_or_default());
        Ok(answer)
    }
}

/// The parameters as they are sent.
pub(crate) fn parameters_to_pb(run: &ForecastRun) -> pb::ForecastParameters {
    pb::ForecastParameters {
        cut_off: run.cut_off.to_pb(),
        horizon: run.horizon.to_pb(),
        seed: run.seed.cast_unsigned(),
        replications: run.replications.cast_unsigned(),
        history_permille: run.history_permille.cast_unsigned(),
    }
}

/// The forecast as it is sent, without its results; `done` replications while it runs.
pub(crate) fn run_to_pb(run: &ForecastRun, done: u32) -> pb::Forecast {
    let replications = run.replications.cast_unsigned();
    pb::Forecast {
        forecast_id: run.forecast_id.to_string(),
        state: run.state.to_pb(),
        parameters: Some(parameters_to_pb(run)),
        replications_done: if run.state == RunState::Done { replications } else { done },
        failure: run.failure.clone(),
        estimates: Vec::new(),
        digest: run.digest.clone(),
    }
}

impl EstimateRow {
    /// A result as it is sent.
    pub(crate) fn to_pb(&self) -> pb::Estimate {
        pb::Estimate {
            quantity: self.quantity.clone(),
            period: self.period.clone(),
            minimum: self.minimum,
            median: self.median,
            medio: self.medio,
            maximum: self.maximum,
            mean: self.mean,
        }
    }
}
