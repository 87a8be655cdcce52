//! What would happen if: a forecast's frozen data once more, with measures or assumptions changed.

use std::sync::Arc;

use forecast::Input;
use forecast::assumption::Assumption;
use forecast::measure::Measure;
use forecast::quantities::Quantity;
use tonic::Status;
use wire::Fields;
use wire::prognosis as pb;

use super::Api;
use super::requests::or_usual;

/// Replications when the caller leaves the number open, and how many there may be.
const USUAL: u32 = 200;
const REPLICATIONS: std::ops::RangeInclusive<u32> = 50..=2_000;

impl Api {
    pub(super) async fn compare_scenarios(
        &self,
        asked: pb::CompareScenariosRequest,
    ) -> Result<pb::CompareScenariosResponse, Status> {
        let mut fields = Fields::new();
        let replications =
            or_usual(&mut fields, "replications", asked.replications, REPLICATIONS, USUAL);
        let (mut measures, mut assumptions) = (Vec::new(), Vec::new());
        for (at, name) in asked.measures.iter().enumerate() {
            match name.parse::<Measure>() {
                Ok(measure) => measures.push(measure),
                Err(_) => fields.wrong(&format!("measures.{at}"), format!("no measure {name:?}")),
            }
        }
        for (at, one) in asked.assumptions.iter().enumerate() {
            match one.name.parse::<Assumption>() {
                Err(_) => fields.wrong(
                    &format!("assumptions.{at}.name"),
                    format!("no assumption {:?}", one.name),
                ),
                Ok(known) => match known.check(one.value) {
                    Ok(()) => assumptions.push((known, one.value)),
                    Err(rule) => fields.wrong(&format!("assumptions.{at}.value"), rule),
                },
            }
        }
        if asked.measures.is_empty() && asked.assumptions.is_empty() {
            fields.wrong("measures", "or assumptions must say what changes");
        }
        fields.check()?;
        let base = self.frozen(asked.forecast_id).await?;
        let mut changed = base.clone();
        changed.measures.extend(measures);
        changed.assumptions.extend(assumptions);
        let work = move || forecast::compare(&base, &changed, replications);
        Ok(answer(self.in_turn(work).await?))
    }

    pub(super) async fn explain_forecast(
        &self,
        asked: pb::ExplainForecastRequest,
    ) -> Result<pb::ExplainForecastResponse, Status> {
        let mut fields = Fields::new();
        let replications =
            or_usual(&mut fields, "replications", asked.replications, REPLICATIONS, USUAL);
        fields.check()?;
        let input = self.frozen(asked.forecast_id).await?;
        let found = self.in_turn(move || forecast::explain(&input, replications)).await?;
        let influences = found
            .into_iter()
            .map(|one| pb::explain_forecast_response::Influence {
                name: one.assumption.to_string(),
                value: one.value,
                moved: one.moved,
                effects: one.effects.into_iter().map(effect).collect(),
            })
            .collect();
        Ok(pb::ExplainForecastResponse { influences })
    }

    /// The data that a forecast was made from.
    async fn frozen(&self, forecast_id: String) -> Result<Input, Status> {
        let run = self.forecast(forecast_id).await?;
        serde_json::from_str(&run.frozen).map_err(|error| host::internal(&error))
    }

    /// Does work that takes the cores for a while, a few at a time.
    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, forecast::ForecastError> + Send + 'static,
    ) -> Result<T, Status> {
        let Ok(turn) = Arc::clone(&self.comparing).try_acquire_owned() else {
            let text = "as many comparisons run as may; try again later";
            let refusal = kernel::Refusal::new(kernel::Reason::TooManyRunning, text);
            return Err(host::refused(self.parts.service, &refusal));
        };
        let work = move || {
            // Held by the work, not by the caller: one that goes away does not free the cores.
            let _turn = turn;
            work()
        };
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(|error| host::internal(&error))?.map_err(|error| {
            let refusal = kernel::Refusal::new(kernel::Reason::NotEnoughData, error.to_string());
            host::refused(self.parts.service, &refusal)
        })
    }
}

fn effect(effect: forecast::Effect) -> pb::ScenarioEffect {
    pb::ScenarioEffect {
        quantity: effect.subject.to_string(),
        period: effect.period,
        base: effect.base,
        changed: effect.changed,
        difference: effect.difference,
        difference_low: effect.difference_low,
        difference_high: effect.difference_high,
    }
}

fn answer(compared: forecast::Comparison) -> pb::CompareScenariosResponse {
    let explanation = explain(&compared);
    let effects = compared.effects.into_iter().map(effect).collect();
    pb::CompareScenariosResponse {
        effects,
        bottleneck: compared.bottleneck.to_string(),
        bottleneck_before: compared.bottleneck_before.to_string(),
        explanation,
    }
}

/// The comparison in words: the last stocks of the main stations, and whether the bottleneck moved.
fn explain(compared: &forecast::Comparison) -> String {
    let mut words = Vec::new();
    for (quantity, name) in [
        (Quantity::IndPending, "cases that wait for IND"),
        (Quantity::CoaOccupancy, "residents of COA"),
        (Quantity::HousingBacklog, "status holders ready for a home"),
    ] {
        let last = compared.effects.iter().rev().find(|effect| effect.subject == quantity);
        if let Some(effect) = last {
            let (difference, period) = (effect.difference, &effect.period);
            words.push(format!("{difference:+} {name} at the end of {period}"));
        }
    }
    let (before, after) = (compared.bottleneck_before, compared.bottleneck);
    if before == after {
        words.push(format!("the longest wait stays with {after}"));
    } else {
        words.push(format!("the longest wait moves from {before} to {after}"));
    }
    words.join("; ")
}
