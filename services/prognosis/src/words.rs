//! Between the domain of prognosis and its contract: what answers and events say. The api and the work of a batch both speak it.

use forecast::assumption::{Assumption, Meaning};
use forecast::measure::Measure;
use wire::prognosis as pb;
use wire::{Wire, WireError};

use crate::domain::edition::{
    Edition, EditionState, Organisation, PlanningScenario, Signature, Signatures,
};
use crate::domain::judgement::{Judgement, JudgementKind, StoredExpectation};
use crate::domain::outcome::{Deviation, Observation, ScoreRow};
use crate::domain::run::{EstimateRow, ForecastRun, RunState};

wire::wire_enum! {
    RunState => pb::ForecastState;
    EditionState => pb::EditionState;
    PlanningScenario => pb::PlanningScenario;
    Organisation => pb::Organisation;
    JudgementKind => pb::JudgementKind;
}

wire::wire_message! {
    Edition => pb::Edition { edition_id, name, state, opened_by, opened_on, cut_off, forecast_id, digest, model, judgements, signatures, adopted_by, scenario, chosen_by, chosen_reason, published_on, withdrawn_reason, last_on, version }
}

wire::wire_events! { crate::domain::edition::Event, crate::domain::edition::EventKind, pb { edition_id, occurred_on }
    EditionOpened { name, opened_by }
    EditionFrozen { forecast_id, cut_off, model, judgements }
    EditionRun { digest }
    EditionReset { reason }
    EditionSubmitted {  }
    EditionSigned { organisation, signed_by, agrees, remark }
    EditionAdopted { adopted_by }
    ScenarioChosen { scenario, chosen_by, reason }
    EditionPublished { name, forecast_id, scenario }
    EditionSuperseded { by_edition_id }
    EditionWithdrawn { reason }
}

host::aggregate!(crate::domain::edition::Event => Edition, "editie", |e| e.edition_id, crate::domain::edition::evolve);

impl Wire for Signatures {
    type Pb = Vec<pb::Signature>;

    fn to_pb(&self) -> Self::Pb {
        let sent = |signature: &Signature| pb::Signature {
            organisation: signature.organisation().map_or(0, |one| one.to_pb()),
            signed_by: signature.signed_by.clone(),
            agrees: signature.agrees,
            remark: signature.remark.clone(),
            signed_on: signature.signed_on().and_then(|day| day.to_pb()),
        };
        self.0.iter().map(sent).collect()
    }

    fn from_pb(pb: Self::Pb) -> Result<Self, WireError> {
        let read = |one: pb::Signature| {
            let organisation = Organisation::from_pb(one.organisation)?;
            let on = kernel::Date::from_pb(one.signed_on)?;
            Ok(Signature::new(organisation, &one.signed_by, one.agrees, &one.remark, on))
        };
        pb.into_iter().map(read).collect::<Result<_, WireError>>().map(Self)
    }

    fn is_absent(pb: &Self::Pb) -> bool {
        pb.is_empty()
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
        measures: run.measures.0.iter().map(ToString::to_string).collect(),
        without_expectations: run.without_expectations,
        minimum_permille: run.minimum_permille.cast_unsigned(),
        maximum_permille: run.maximum_permille.cast_unsigned(),
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
        edition_id: run.edition_id.to_pb(),
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
            quantiles: self.quantiles.0.clone(),
            paths: self.paths.0.clone(),
            model_median: self.model_median,
            median_error: self.error_milli as f64 / 1_000.0,
        }
    }
}

impl StoredExpectation {
    fn to_pb(self) -> pb::Expectation {
        let [low, middle, high] = self.values;
        pb::Expectation {
            quantity: self.quantity.to_string(),
            year: self.year.into(),
            low,
            middle,
            high,
            levels_permille: self.levels_permille.to_vec(),
            weight_permille: self.weight_permille,
        }
    }
}

/// A judgement as it is sent.
pub(crate) fn judgement_to_pb(judgement: &Judgement) -> pb::Judgement {
    // A name that an earlier version knew and this one does not has no meaning to tell.
    let name = judgement.name.as_str();
    let (unit, description) = match judgement.kind {
        JudgementKind::Assumption => match name.parse::<Assumption>().map(Assumption::meaning) {
            Ok(Meaning { unit, description, .. }) => (unit, description.to_owned()),
            Err(_) => ("", String::new()),
        },
        JudgementKind::Measure => match name.parse::<Measure>() {
            Ok(measure) => ("", measure.switch().source),
            Err(_) => ("", String::new()),
        },
        JudgementKind::Expectation => ("", String::new()),
    };
    pb::Judgement {
        kind: judgement.kind.to_pb(),
        name: judgement.name.clone(),
        version: judgement.version,
        value: judgement.value(),
        unit: unit.to_owned(),
        expectation: judgement.stored_expectation().map(StoredExpectation::to_pb),
        author: judgement.author.clone(),
        reason: judgement.reason.clone(),
        recorded_on: judgement.recorded_on.to_pb(),
        expires_on: judgement.expires_on.to_pb(),
        withdrawn: judgement.withdrawn,
        description,
    }
}

/// A deviation as it is sent.
pub(crate) fn deviation_to_pb(deviation: &Deviation) -> pb::Deviation {
    pb::Deviation {
        rule: deviation.rule.clone(),
        quantity: deviation.quantity.clone(),
        month: deviation.month.to_pb(),
        observed: deviation.observed,
        bound: deviation.bound,
        explanation: deviation.explanation.clone(),
        forecast_id: deviation.forecast_id.to_pb(),
    }
}

/// A score as it is sent.
pub(crate) fn score_to_pb(score: &ScoreRow) -> pb::Score {
    pb::Score {
        forecast_id: score.forecast_id.to_string(),
        quantity: score.quantity.clone(),
        period: score.period.clone(),
        realised: score.realised,
        median: score.median,
        wis: score.wis_milli as f64 / 1_000.0,
        pit: f64::from(score.pit_permille) / 1_000.0,
        inside_80: score.inside_80,
        above_medio: score.above_medio,
        error_percent: score.error_permille as f64 / 10.0,
        scored_on: score.scored_on.to_pb(),
        horizon_months: score.horizon_months,
        source: score.source.clone(),
    }
}

/// A value of a series as it is sent.
pub(crate) fn observation_to_pb(one: &Observation) -> pb::Observation {
    pb::Observation {
        quantity: one.quantity.clone(),
        group: one.grp.clone(),
        period: one.period.clone(),
        value: one.value(),
        source: one.source.clone(),
        published_on: one.published_on.to_pb(),
        qualifier: one.qualifier.clone(),
    }
}
