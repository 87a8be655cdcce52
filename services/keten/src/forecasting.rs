//! A forecast from its request to its results.

use anyhow::{Context as _, Result, bail};
use client::Client;
use kernel::Uuid;
use wire::prognosis as pb;

/// Makes a forecast; `told` hears how many replications are done. An error when it does not come to results.
pub(crate) async fn make(
    client: &Client,
    request_id: Uuid,
    parameters: pb::ForecastParameters,
    told: impl Fn(u32),
) -> Result<pb::Forecast> {
    let mut prognosis = client.prognosis()?;
    let request = pb::CreateForecastRequest {
        request_id: request_id.to_string(),
        parameters: Some(parameters),
    };
    let made = prognosis.create_forecast(request).await?.into_inner().forecast;
    let forecast_id = made.context("the answer holds the forecast")?.forecast_id;
    let watch = pb::WatchForecastRequest { forecast_id: forecast_id.clone() };
    let mut progress = prognosis.watch_forecast(watch).await?.into_inner();
    while let Some(step) = progress.message().await? {
        told(step.forecast.unwrap_or_default().replications_done);
    }
    let answer = prognosis.get_forecast(pb::GetForecastRequest { forecast_id }).await?;
    let forecast = answer.into_inner().forecast.context("the answer holds the forecast")?;
    match forecast.state() {
        pb::ForecastState::Done => Ok(forecast),
        pb::ForecastState::Failed => bail!("the forecast was not made: {}", forecast.failure),
        pb::ForecastState::Cancelled => bail!("the forecast was cancelled by somebody else"),
        _ => bail!("prognosis stopped; forecast {} goes on when it is back", forecast.forecast_id),
    }
}
