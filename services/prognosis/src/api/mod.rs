//! gRPC in, domain out.

mod compare;
mod export;
mod queries;
mod requests;
mod series;

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures::Stream;
use host::{Asked, Parts};
use kernel::{ForecastId, Reason};
use tokio::sync::Semaphore;
use tonic::{Request, Response, Status};
use wire::Fields;
use wire::prognosis as pb;
use wire::prognosis::prognosis_service_server::PrognosisService;

use self::requests::{
    adopt, assume, choose, expect, import, open, publish, sign, submit, switch, withdraw,
};
use crate::domain::run::{ForecastRun, RunState};
use crate::runner::{self, Runs};
use crate::words::run_to_pb;
use crate::work::{AnyCommand, Cancel};

/// How often a watcher is told of progress.
const WATCH_EVERY: Duration = Duration::from_millis(200);

/// Most what-ifs at a time: each keeps all cores busy for a moment.
const COMPARING_MAX: usize = 4;

/// The gRPC service.
pub(crate) struct Api {
    parts: Parts<AnyCommand>,
    runs: Runs,
    /// What-ifs that may run at a time.
    comparing: Arc<Semaphore>,
}

type Answers<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

impl Api {
    pub(crate) fn new(parts: Parts<AnyCommand>, runs: Runs) -> Self {
        Self { parts, runs, comparing: Arc::new(Semaphore::new(COMPARING_MAX)) }
    }

    async fn forecast(&self, id: String) -> Result<ForecastRun, Status> {
        let mut fields = Fields::new();
        let id: Option<ForecastId> = fields.get("forecast_id", id);
        let id = fields.finish(id)?;
        let run: Option<ForecastRun> = self.parts.row(id).await?;
        run.ok_or_else(|| {
            let refusal = kernel::Refusal::not_found(Reason::NotFound, format!("no forecast {id}"));
            host::refused(self.parts.service, &refusal)
        })
    }

    /// A forecast that has results.
    async fn done(&self, id: String) -> Result<ForecastRun, Status> {
        let run = self.forecast(id).await?;
        if run.state != RunState::Done {
            let text = format!("forecast is {}", run.state);
            return Err(host::refused(
                self.parts.service,
                &kernel::Refusal::new(Reason::NotDone, text),
            ));
        }
        Ok(run)
    }

    /// Takes the figures of months that are over: what is known goes into the data before they are frozen.
    async fn close_months(&self) -> Result<(), Status> {
        let closed = runner::close_months(&self.parts).await;
        closed.map_err(|error| host::command_failed(self.parts.service, error))
    }
}

host::grpc_service! { PrognosisService, Api {
    commands {
        open_edition(pb::OpenEditionRequest) -> pb::OpenEditionResponse = open;
        submit_edition(pb::SubmitEditionRequest) -> pb::SubmitEditionResponse = submit;
        sign_edition(pb::SignEditionRequest) -> pb::SignEditionResponse = sign;
        adopt_edition(pb::AdoptEditionRequest) -> pb::AdoptEditionResponse = adopt;
        choose_scenario(pb::ChooseScenarioRequest) -> pb::ChooseScenarioResponse = choose;
        publish_edition(pb::PublishEditionRequest) -> pb::PublishEditionResponse = publish;
        withdraw_edition(pb::WithdrawEditionRequest) -> pb::WithdrawEditionResponse = withdraw;
        set_assumption(pb::SetAssumptionRequest) -> pb::SetAssumptionResponse = assume;
        set_measure(pb::SetMeasureRequest) -> pb::SetMeasureResponse = switch;
        state_expectation(pb::StateExpectationRequest) -> pb::StateExpectationResponse = expect;
        import_series(pb::ImportSeriesRequest) -> pb::ImportSeriesResponse = import;
    }
    queries {
        get_chain_picture(pb::GetChainPictureRequest) -> pb::GetChainPictureResponse;
        list_flows(pb::ListFlowsRequest) -> pb::ListFlowsResponse;
        get_forecast(pb::GetForecastRequest) -> pb::GetForecastResponse;
        list_forecasts(pb::ListForecastsRequest) -> pb::ListForecastsResponse;
        compare_scenarios(pb::CompareScenariosRequest) -> pb::CompareScenariosResponse;
        explain_forecast(pb::ExplainForecastRequest) -> pb::ExplainForecastResponse;
        get_edition(pb::GetEditionRequest) -> pb::GetEditionResponse;
        list_editions(pb::ListEditionsRequest) -> pb::ListEditionsResponse;
        list_judgements(pb::ListJudgementsRequest) -> pb::ListJudgementsResponse;
        list_observations(pb::ListObservationsRequest) -> pb::ListObservationsResponse;
        list_scores(pb::ListScoresRequest) -> pb::ListScoresResponse;
        list_deviations(pb::ListDeviationsRequest) -> pb::ListDeviationsResponse;
    }
    others {
        type WatchForecastStream = Answers<pb::WatchForecastResponse>;
        type ExportForecastStream = Answers<pb::ExportForecastResponse>;

        async fn create_forecast(
            &self,
            request: Request<pb::CreateForecastRequest>,
        ) -> Result<Response<pb::CreateForecastResponse>, Status> {
            self.close_months().await?;
            let parse = |message| {
                let begin = self.begin(message)?;
                Ok(Asked::by::<pb::CreateForecastResponse>(begin).into())
            };
            let answer =
                self.parts.command("create_forecast", request, |m| &m.request_id, parse).await?;
            self.runs.wake();
            Ok(answer)
        }

        async fn freeze_edition(
            &self,
            request: Request<pb::FreezeEditionRequest>,
        ) -> Result<Response<pb::FreezeEditionResponse>, Status> {
            self.close_months().await?;
            let parse = |message| {
                let freeze = self.freeze(message)?;
                Ok(Asked::by::<pb::FreezeEditionResponse>(freeze).into())
            };
            let answer =
                self.parts.command("freeze_edition", request, |m| &m.request_id, parse).await?;
            self.runs.wake();
            Ok(answer)
        }

        async fn watch_forecast(
            &self,
            request: Request<pb::WatchForecastRequest>,
        ) -> Result<Response<Self::WatchForecastStream>, Status> {
            let first = self.forecast(request.into_inner().forecast_id).await?;
            Ok(Response::new(self.watch(first)))
        }

        async fn cancel_forecast(
            &self,
            request: Request<pb::CancelForecastRequest>,
        ) -> Result<Response<pb::CancelForecastResponse>, Status> {
            let id = request.get_ref().forecast_id.parse::<ForecastId>();
            let parse = |message: pb::CancelForecastRequest| {
                let mut fields = Fields::new();
                let id: Option<ForecastId> = fields.get("forecast_id", message.forecast_id);
                let cancel = fields.finish(id).map(Cancel)?;
                Ok(Asked::by::<pb::CancelForecastResponse>(cancel).into())
            };
            let answer =
                self.parts.command("cancel_forecast", request, |m| &m.request_id, parse).await?;
            if let Ok(id) = id {
                self.runs.stop(id);
            }
            Ok(answer)
        }

        async fn export_forecast(
            &self,
            request: Request<pb::ExportForecastRequest>,
        ) -> Result<Response<Self::ExportForecastStream>, Status> {
            self.export(request.into_inner()).await.map(Response::new)
        }
    }
}}

impl Api {
    fn watch(&self, first: ForecastRun) -> Answers<pb::WatchForecastResponse> {
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
        Box::pin(stream)
    }
}
