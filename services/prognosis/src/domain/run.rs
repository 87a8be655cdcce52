//! A forecast from its freezing of data to its results.

use kernel::{Date, Refusal, Uuid};

/// Most forecasts that may run at a time.
pub const RUNNING_MAX: i64 = 4;
/// Replications when the caller leaves the number open.
pub const REPLICATIONS_DEFAULT: u32 = 2_000;

kernel::codes! {
    /// State of a forecast.
    pub enum RunState {
        /// It runs.
        Running = "RUNNING",
        /// The results are there.
        Done = "DONE",
        /// It was stopped by a caller.
        Cancelled = "CANCELLED",
        /// It could not be made.
        Failed = "FAILED",
    }
}

/// One forecast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForecastRun {
    /// Its id.
    pub forecast_id: Uuid,
    /// Orders lists, the newest first.
    pub listing_key: String,
    /// State.
    pub state: RunState,
    /// First day that is not known.
    pub cut_off: Date,
    /// A day of the last month that is forecast.
    pub horizon: Date,
    /// Seed of chance, as the bits of a signed number.
    pub seed: i64,
    /// Number of replications.
    pub replications: i32,
    /// Share of the published history that the chain carries on, in thousandths.
    pub history_permille: i32,
    /// Everything that the run knows, as JSON of [`forecast::Input`]: made again, it gives the same bytes.
    pub frozen: String,
    /// Why it failed; empty otherwise.
    pub failure: String,
    /// SHA-256 over the results; empty before.
    pub digest: Vec<u8>,
    /// Number of events.
    pub version: i64,
}

/// What a forecast is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameters {
    /// First day that is not known: the first of a month.
    pub cut_off: Date,
    /// A day of the last month that is forecast.
    pub horizon: Date,
    /// Seed of chance.
    pub seed: u64,
    /// Number of replications.
    pub replications: u32,
    /// Share of the published history, in thousandths.
    pub history_permille: u32,
}

/// A result, one row of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EstimateRow {
    /// Forecast, quantity and period.
    pub estimate_id: String,
    /// The forecast.
    pub forecast_id: Uuid,
    /// Quantity.
    pub quantity: String,
    /// Period.
    pub period: String,
    /// Level 0.05.
    pub minimum: i64,
    /// Level 0.50.
    pub median: i64,
    /// Level two thirds.
    pub medio: i64,
    /// Level 0.95.
    pub maximum: i64,
    /// Mean.
    pub mean: i64,
}

/// Begins a forecast on `today`, when so many run already.
pub fn begin(
    known: Option<&ForecastRun>,
    forecast_id: Uuid,
    asked: &Parameters,
    now_us: i64,
    today: Date,
    running: i64,
) -> Result<ForecastRun, Refusal> {
    if known.is_some() {
        return Err(Refusal::new("ALREADY_EXISTS", format!("forecast {forecast_id} is there")));
    }
    if asked.cut_off > today {
        let text = format!("the cut-off {} lies after today, {today}", asked.cut_off);
        return Err(Refusal::new("CUT_OFF_IN_FUTURE", text));
    }
    if running >= RUNNING_MAX {
        let text = format!("{running} forecasts run, the most allowed; try again later");
        return Err(Refusal::new("TOO_MANY_RUNNING", text));
    }
    Ok(ForecastRun {
        forecast_id,
        listing_key: format!("{:020}-{forecast_id}", i64::MAX - now_us),
        state: RunState::Running,
        cut_off: asked.cut_off,
        horizon: asked.horizon,
        seed: asked.seed.cast_signed(),
        replications: asked.replications as i32,
        history_permille: asked.history_permille as i32,
        frozen: String::new(),
        failure: String::new(),
        digest: Vec::new(),
        version: 1,
    })
}

/// The forecast, when it runs; a refusal otherwise.
pub fn running(run: Option<&ForecastRun>, forecast_id: Uuid) -> Result<ForecastRun, Refusal> {
    let run =
        run.ok_or_else(|| Refusal::not_found("NOT_FOUND", format!("no forecast {forecast_id}")))?;
    if run.state != RunState::Running {
        return Err(Refusal::new("NOT_RUNNING", format!("forecast is {}", run.state)));
    }
    Ok(ForecastRun { version: run.version + 1, ..run.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(cut_off: Date) -> Parameters {
        let horizon = Date::constant(2026, 12, 1);
        Parameters { cut_off, horizon, seed: u64::MAX, replications: 100, history_permille: 1_000 }
    }

    #[test]
    fn a_forecast_begins_once_with_known_data_and_ends_once() {
        let (id, today) = (Uuid::from_u128(1), Date::constant(2025, 9, 1));
        let run = begin(None, id, &asked(today), 5, today, 0).unwrap();
        assert_eq!(run.seed.cast_unsigned(), u64::MAX);
        let again = begin(Some(&run), id, &asked(today), 5, today, 0).unwrap_err();
        assert_eq!(again.reason, "ALREADY_EXISTS");
        let later = asked(Date::constant(2025, 10, 1));
        assert_eq!(begin(None, id, &later, 5, today, 0).unwrap_err().reason, "CUT_OFF_IN_FUTURE");
        let busy = begin(None, id, &asked(today), 5, today, RUNNING_MAX).unwrap_err();
        assert_eq!(busy.reason, "TOO_MANY_RUNNING");
        assert_eq!(running(Some(&run), id).unwrap().version, 2);
        let done = ForecastRun { state: RunState::Done, ..run };
        assert_eq!(running(Some(&done), id).unwrap_err().reason, "NOT_RUNNING");
        assert_eq!(running(None, id).unwrap_err().reason, "NOT_FOUND");
    }

    #[test]
    fn lists_show_the_newest_first() {
        let (id, today) = (Uuid::from_u128(1), Date::constant(2025, 9, 1));
        let at = |us| begin(None, id, &asked(today), us, today, 0).unwrap().listing_key;
        assert!(at(2_000_000) < at(1_000_000));
    }
}
