//! A forecast from its freezing of data to its results.

use forecast::measure::Measure;
use kernel::{Date, EditionId, ForecastId, Reason, Refusal};

use crate::domain::judgement;

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
    pub forecast_id: ForecastId,
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
    /// Measures that are on in this forecast only.
    pub measures: Measures,
    /// Whether the expectations of experts are left out.
    pub without_expectations: bool,
    /// Level of the scenario minimum in thousandths.
    pub minimum_permille: i32,
    /// Level of the scenario maximum in thousandths.
    pub maximum_permille: i32,
    /// Edition whose figures these are.
    pub edition_id: Option<EditionId>,
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
    /// Measures that are on in this forecast only.
    pub measures: Vec<String>,
    /// Whether the expectations of experts are left out.
    pub without_expectations: bool,
    /// Level of the scenario minimum in thousandths.
    pub minimum_permille: u32,
    /// Level of the scenario maximum in thousandths.
    pub maximum_permille: u32,
}

/// A forecast that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begin {
    /// Its id.
    pub forecast_id: ForecastId,
    /// What to make it from.
    pub parameters: Parameters,
    /// When it was asked for, microseconds since 1970; orders lists.
    pub now_us: i64,
}

/// Measures in one column: their names, separated by spaces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measures(pub Vec<Measure>);

impl std::fmt::Display for Measures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> = self.0.iter().map(|one| one.code()).collect();
        f.write_str(&names.join(" "))
    }
}

impl std::str::FromStr for Measures {
    type Err = kernel::UnknownCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.split_whitespace().map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

/// Numbers in one column: their decimals, separated by commas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quantiles(pub Vec<i64>);

impl std::fmt::Display for Quantiles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (n, value) in self.0.iter().enumerate() {
            if n > 0 {
                f.write_str(",")?;
            }
            write!(f, "{value}")?;
        }
        Ok(())
    }
}

impl std::str::FromStr for Quantiles {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        text.split(',').map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

/// A result, one row of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EstimateRow {
    /// Forecast, quantity and period.
    pub estimate_id: String,
    /// The forecast.
    pub forecast_id: ForecastId,
    /// Quantity, by its name: that of a forecast which an earlier version made may be none of today's.
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
    /// Quantiles at the levels of [`forecast::score::LEVELS`].
    pub quantiles: Quantiles,
    /// The quantity in the replications nearest to minimum, median, medio and maximum of total inflow.
    pub paths: Quantiles,
    /// Median of the model alone.
    pub model_median: i64,
    /// Standard error of the median in thousandths of the unit.
    pub error_milli: i64,
}

impl EstimateRow {
    /// The quantiles as the scores read them.
    pub fn levels(&self) -> [f64; 23] {
        std::array::from_fn(|at| self.quantiles.0.get(at).map_or(0.0, |value| *value as f64))
    }

    /// The row of a result.
    pub fn of(forecast_id: ForecastId, result: &forecast::Estimate) -> Self {
        Self {
            estimate_id: format!("{forecast_id}/{}/{}", result.subject, result.period),
            forecast_id,
            quantity: result.subject.to_string(),
            period: result.period.clone(),
            minimum: result.minimum,
            median: result.median,
            medio: result.medio,
            maximum: result.maximum,
            mean: result.mean,
            quantiles: Quantiles(result.quantiles.clone()),
            paths: Quantiles(result.paths.clone()),
            model_median: result.model_median,
            error_milli: kernel::rounded(result.median_error * 1_000.0),
        }
    }
}

/// Begins a forecast on `today`, when so many run already.
pub fn begin(
    known: Option<&ForecastRun>,
    asked: &Begin,
    edition_id: Option<EditionId>,
    today: Date,
    running: i64,
) -> Result<ForecastRun, Refusal> {
    let Begin { forecast_id, parameters, now_us } = asked;
    if known.is_some() {
        return Err(Refusal::new(
            Reason::AlreadyExists,
            format!("forecast {forecast_id} is there"),
        ));
    }
    if parameters.cut_off > today {
        let text = format!("the cut-off {} lies after today, {today}", parameters.cut_off);
        return Err(Refusal::new(Reason::CutOffInFuture, text));
    }
    let measures = parameters.measures.iter().map(|name| judgement::measure(name));
    let measures = Measures(measures.collect::<Result<_, _>>()?);
    if running >= RUNNING_MAX {
        let text = format!("{running} forecasts run, the most allowed; try again later");
        return Err(Refusal::new(Reason::TooManyRunning, text));
    }
    Ok(ForecastRun {
        forecast_id: *forecast_id,
        listing_key: format!("{:020}-{forecast_id}", i64::MAX - now_us),
        state: RunState::Running,
        cut_off: parameters.cut_off,
        horizon: parameters.horizon,
        seed: parameters.seed.cast_signed(),
        replications: kernel::fit(parameters.replications),
        history_permille: kernel::fit(parameters.history_permille),
        measures,
        without_expectations: parameters.without_expectations,
        minimum_permille: kernel::fit(parameters.minimum_permille),
        maximum_permille: kernel::fit(parameters.maximum_permille),
        edition_id,
        frozen: String::new(),
        failure: String::new(),
        digest: Vec::new(),
        version: 1,
    })
}

/// The forecast, when it runs; a refusal otherwise.
pub fn running(run: Option<&ForecastRun>, forecast_id: ForecastId) -> Result<ForecastRun, Refusal> {
    let run = run.ok_or_else(|| {
        Refusal::not_found(Reason::NotFound, format!("no forecast {forecast_id}"))
    })?;
    if run.state != RunState::Running {
        return Err(Refusal::new(Reason::NotRunning, format!("forecast is {}", run.state)));
    }
    Ok(ForecastRun { version: run.version + 1, ..run.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: ForecastId = ForecastId::from_u128(1);

    fn asked(cut_off: Date, now_us: i64) -> Begin {
        let parameters = Parameters {
            cut_off,
            horizon: Date::constant(2026, 12, 1),
            seed: u64::MAX,
            replications: 100,
            history_permille: 1_000,
            measures: Vec::new(),
            without_expectations: false,
            minimum_permille: 50,
            maximum_permille: 950,
        };
        Begin { forecast_id: ID, parameters, now_us }
    }

    #[test]
    fn a_forecast_begins_once_with_known_data_and_ends_once() {
        let today = Date::constant(2025, 9, 1);
        let run = begin(None, &asked(today, 5), None, today, 0).unwrap();
        assert_eq!(run.seed.cast_unsigned(), u64::MAX);
        let again = begin(Some(&run), &asked(today, 5), None, today, 0).unwrap_err();
        assert_eq!(again.reason, "ALREADY_EXISTS");
        let later = asked(Date::constant(2025, 10, 1), 5);
        assert_eq!(begin(None, &later, None, today, 0).unwrap_err().reason, "CUT_OFF_IN_FUTURE");
        let busy = begin(None, &asked(today, 5), None, today, RUNNING_MAX).unwrap_err();
        assert_eq!(busy.reason, "TOO_MANY_RUNNING");
        let mut lucky = asked(today, 5);
        lucky.parameters.measures.push("luck".to_owned());
        assert_eq!(begin(None, &lucky, None, today, 0).unwrap_err().reason, "UNKNOWN_MEASURE");
        assert_eq!(running(Some(&run), ID).unwrap().version, 2);
        let done = ForecastRun { state: RunState::Done, ..run };
        assert_eq!(running(Some(&done), ID).unwrap_err().reason, "NOT_RUNNING");
        assert_eq!(running(None, ID).unwrap_err().reason, "NOT_FOUND");
    }

    #[test]
    fn lists_show_the_newest_first() {
        let today = Date::constant(2025, 9, 1);
        let at = |us| begin(None, &asked(today, us), None, today, 0).unwrap().listing_key;
        assert!(at(2_000_000) < at(1_000_000));
    }

    #[test]
    fn quantiles_read_back() {
        let numbers = Quantiles(vec![-1, 0, 25_000]);
        assert_eq!(numbers.to_string().parse::<Quantiles>().unwrap(), numbers);
        assert_eq!("".parse::<Quantiles>().unwrap(), Quantiles::default());
    }
}
