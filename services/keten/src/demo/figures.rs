//! What the demo has to show, read from the running chain through its public interfaces.

use std::collections::BTreeMap;

use anyhow::Result;
use client::Client;
use forecast::Month;
use jiff::civil::Date;
use serde_json::{Value, json};
use wire::Wire as _;
use wire::prognosis as pb;

/// Everything that is printed.
pub(crate) struct Figures {
    pub(crate) permille: u32,
    pub(crate) seed: u64,
    pub(crate) cut: Month,
    /// Stocks by stage: after the opening of the books, and at the cut.
    pub(crate) opening: BTreeMap<String, i64>,
    pub(crate) stocks: BTreeMap<String, i64>,
    /// Flows by measure and month.
    pub(crate) flows: BTreeMap<String, BTreeMap<Month, i64>>,
    /// Age bands of residents with a place at the cut.
    pub(crate) ages: BTreeMap<String, i64>,
    pub(crate) forecast: pb::Forecast,
    /// Number of events and digest of each log.
    pub(crate) digests: Vec<(&'static str, u64, String)>,
    pub(crate) commands: u64,
    pub(crate) refused: u64,
    pub(crate) refusals: Vec<String>,
    pub(crate) lived_seconds: f64,
    pub(crate) seconds: f64,
    pub(crate) memory_bytes: u64,
}

impl Figures {
    /// Reads the picture on the day of the opening and on the day before the cut, flows and digests.
    pub(crate) async fn read(
        client: &Client,
        start: Date,
        cut: Month,
        forecast: pb::Forecast,
    ) -> Result<Self> {
        let mut prognosis = client.prognosis()?;
        let mut stocks = Vec::new();
        let mut ages = BTreeMap::new();
        for day in [start, cut.plus(-1).last_day()] {
            let request = pb::GetChainPictureRequest { as_of: day.to_pb(), known_on: None };
            let picture = prognosis.get_chain_picture(request).await?.into_inner();
            let mut by_stage = BTreeMap::new();
            ages.clear();
            for stock in picture.stocks {
                if stock.stage.starts_with("coa.place.") {
                    *ages.entry(stock.age_band).or_default() += stock.count;
                }
                *by_stage.entry(stock.stage).or_default() += stock.count;
            }
            stocks.push(by_stage);
        }
        let mut flows: BTreeMap<String, BTreeMap<Month, i64>> = BTreeMap::new();
        let listed = prognosis.list_flows(pb::ListFlowsRequest::default()).await?.into_inner();
        for flow in listed.flows {
            let month = Month::of(Date::from_pb(flow.month)?);
            *flows.entry(flow.measure).or_default().entry(month).or_default() += flow.count;
        }
        let digests = client.digests().await?.into_iter();
        let digests =
            digests.map(|(service, count, sum)| (service.name(), count, hex::encode(sum)));
        Ok(Self {
            permille: 1_000,
            seed: 0,
            cut,
            stocks: stocks.pop().unwrap_or_default(),
            opening: stocks.pop().unwrap_or_default(),
            flows,
            ages,
            forecast,
            digests: digests.collect(),
            commands: 0,
            refused: 0,
            refusals: Vec::new(),
            lived_seconds: 0.0,
            seconds: 0.0,
            memory_bytes: 0,
        })
    }

    /// Number of events of all logs.
    pub(crate) fn events(&self) -> u64 {
        self.digests.iter().map(|(_, count, _)| count).sum()
    }

    /// Digest of the forecast.
    pub(crate) fn forecast_digest(&self) -> String {
        hex::encode(&self.forecast.digest)
    }

    /// A figure of this world at the size of the country.
    pub(crate) fn national(&self, value: i64) -> i64 {
        let permille = i64::from(self.permille);
        (value * 1_000 + permille / 2).div_euclid(permille)
    }

    /// The estimate of a quantity in a period.
    pub(crate) fn estimate(&self, quantity: &str, period: &str) -> Option<&pb::Estimate> {
        let mut all = self.forecast.estimates.iter();
        all.find(|estimate| estimate.quantity == quantity && estimate.period == period)
    }

    /// Sum of the stages with this beginning.
    pub(crate) fn stock(of: &BTreeMap<String, i64>, prefix: &str) -> i64 {
        of.iter().filter(|(stage, _)| stage.starts_with(prefix)).map(|(_, count)| count).sum()
    }

    /// All of it for programs. Numbers are those of this world, not raised to the size of the country.
    pub(crate) fn json(&self) -> Value {
        let flows: Value = self
            .flows
            .iter()
            .map(|(measure, months)| {
                let months: serde_json::Map<String, Value> = months
                    .iter()
                    .map(|(month, count)| (month.to_string(), (*count).into()))
                    .collect();
                (measure.clone(), Value::Object(months))
            })
            .collect::<serde_json::Map<_, _>>()
            .into();
        let estimates: Vec<Value> = self
            .forecast
            .estimates
            .iter()
            .map(|e| {
                json!({
                    "quantity": e.quantity, "period": e.period, "minimum": e.minimum,
                    "median": e.median, "medio": e.medio, "maximum": e.maximum, "mean": e.mean,
                })
            })
            .collect();
        let journals: Vec<Value> = self
            .digests
            .iter()
            .map(|(service, events, digest)| {
                json!({ "service": service, "events": events, "digest": digest })
            })
            .collect();
        json!({
            "scale_permille": self.permille,
            "seed": self.seed,
            "cut_off": self.cut.first_day().to_string(),
            "stocks_at_opening": self.opening,
            "stocks_at_cut": self.stocks,
            "resident_ages_at_cut": self.ages,
            "flows": flows,
            "forecast": { "digest": self.forecast_digest(), "estimates": estimates },
            "journals": journals,
            "commands": self.commands,
            "refused": self.refused,
            "refusals": self.refusals,
            "seconds": self.seconds,
            "seconds_lived": self.lived_seconds,
            "events_per_second": (self.events() as f64 / self.seconds).round(),
            "memory_peak_bytes": self.memory_bytes,
        })
    }
}
