//! The rows of prognosis: which struct of the domain is a row of which table.

use kernel::{EditionId, ForecastId};

use crate::domain::edition::{Edition, EditionState, PlanningScenario, Signatures};
use crate::domain::judgement::{Judgement, JudgementKind, JudgementVersion};
use crate::domain::outcome::{ClosedMonth, Deviation, Observation, ScoreRow, Seen};
use crate::domain::picture::{Place, Series, Tally};
use crate::domain::run::{EstimateRow, ForecastRun, Measures, Quantiles, RunState};

db::text_columns!(
    EditionState,
    JudgementKind,
    Measures,
    PlanningScenario,
    Quantiles,
    RunState,
    Series,
    Signatures
);

db::table!(Place in "place" by subject: String { subject, stage, grp, age_band, persons, kind });

db::table!(Tally in "tally" by tally_id: String {
    tally_id, series, name, grp, age_band, occurred_on, recorded_on, amount,
});

db::table!(Seen in "seen" by source: String { source, recorded_on });

db::table!(ForecastRun in "forecast_run" by forecast_id: ForecastId {
    forecast_id, listing_key, state, cut_off, horizon, seed, replications, history_permille, measures, without_expectations, minimum_permille, maximum_permille, edition_id, frozen, failure, digest, version,
});

db::table!(EstimateRow in "estimate" by estimate_id: String {
    estimate_id, forecast_id, quantity, period, minimum, median, medio, maximum, mean, quantiles, paths, model_median, error_milli,
});

db::table!(Edition in "edition" by edition_id: EditionId {
    edition_id, name, state, opened_by, opened_on, cut_off, forecast_id, digest, model, judgements, signatures, adopted_by, scenario, chosen_by, chosen_reason, published_on, withdrawn_reason, last_on, version,
});

db::table!(Judgement in "judgement" by judgement_id: String {
    judgement_id, kind, name, micro, expectation, author, reason, recorded_on, expires_on, withdrawn, version,
});

db::table!(JudgementVersion in "judgement_version" by version_id: String { version_id, body });

db::table!(Observation in "observation" by observation_id: String {
    observation_id, quantity, grp, period, micro, source, qualifier, published_on,
});

db::table!(ClosedMonth in "closed_month" by month: String { month, figures });

db::table!(ScoreRow in "score" by score_id: String {
    score_id, forecast_id, quantity, period, realised, median, wis_milli, pit_permille, inside_80, above_medio, error_permille, scored_on, horizon_months, source,
});

db::table!(Deviation in "deviation" by deviation_id: String {
    deviation_id, rule, quantity, month, observed, bound, explanation, forecast_id,
});
