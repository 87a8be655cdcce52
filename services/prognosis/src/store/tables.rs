//! The rows of prognosis: which struct of the domain is a row of which table.

use kernel::Uuid;

use crate::domain::picture::{Place, Series, Tally};
use crate::domain::run::{EstimateRow, ForecastRun, RunState};

db::text_columns!(Series, RunState);

db::table!(Place in "place" by subject: String { subject, stage, grp, age_band, persons, kind });

db::table!(Tally in "tally" by tally_id: String {
    tally_id, series, name, grp, age_band, occurred_on, recorded_on, amount,
});

db::table!(ForecastRun in "forecast_run" by forecast_id: Uuid {
    forecast_id, listing_key, state, cut_off, horizon, seed, replications, history_permille, frozen, failure, digest, version,
});

db::table!(EstimateRow in "estimate" by estimate_id: String {
    estimate_id, forecast_id, quantity, period, minimum, median, medio, maximum, mean,
});
