//! The planner's commands: forecasts, editions, judgements, published series, and the record of it all.

mod bench;
mod edition;
mod files;
mod forecast;
mod heading;
mod import;
mod judgement;
mod letter;
mod outcomes;
mod record;
mod source;
mod statements;

pub(crate) use bench::BenchCommand;
pub(crate) use edition::EditionCommand;
pub(crate) use forecast::ForecastArgs;
pub(crate) use judgement::JudgementCommand;
pub(crate) use letter::LetterArgs;
pub(crate) use outcomes::{DeviationsArgs, ScoresArgs, SeriesCommand};
pub(crate) use record::BacktestArgs;

use anyhow::Result;
use tonic::transport::Channel;
use wire::prognosis::prognosis_service_client::PrognosisServiceClient;

use crate::reach::Reach;

pub(crate) use bench::bench;
pub(crate) use edition::run as edition;
pub(crate) use forecast::run as forecast;
pub(crate) use judgement::run as judgement;
pub(crate) use letter::letter;
pub(crate) use outcomes::{deviations, scores, series};
pub(crate) use record::backtest;

/// A client of prognosis.
fn prognosis(reach: &Reach) -> Result<PrognosisServiceClient<Channel>> {
    Ok(reach.client()?.prognosis()?)
}

/// An id for a request that is sent once.
fn request_id() -> String {
    kernel::Ids::random().to_string()
}
