//! Forecasts over gRPC: created, watched, finished, repeated with the same seed, stopped.

use testkit::{Answer as _, Applicant, TestChain, on};
use wire::intake::{DecisionOutcome, Track};
use wire::prognosis::{
    CancelForecastRequest, CreateForecastRequest, Forecast, ForecastParameters, ForecastState,
    GetForecastRequest, ImportSeriesRequest, ListForecastsRequest, SeriesFormat,
    WatchForecastRequest,
};

use crate::steps::*;

/// Three months in which somebody applies, is decided on, housed or leaves: what a forecast learns from.
pub(crate) async fn simulate(chain: &TestChain) {
    let location = open(chain, "AZC", false).await;
    for (month, name) in ["tess", "uri", "vera"].iter().enumerate() {
        let who = Applicant::new(name);
        apply(chain, &who).await;
        place(chain, &who, &location).await;
        register(chain, &who).await;
        lodge(chain, &who).await;
        route(chain, &who, Track::Legacy4General).await;
        interview(chain, &who).await;
        let grant = month % 2 == 0;
        let outcome =
            if grant { DecisionOutcome::GrantRefugee } else { DecisionOutcome::RejectUnfounded };
        if !grant {
            intend(chain, &who).await;
        }
        decide(chain, &who, outcome).await;
        chain.today(&format!("2025-{:02}-01", month + 7)).await;
    }
}

async fn create(chain: &TestChain, seed: u64, replications: u32) -> Forecast {
    let request = CreateForecastRequest {
        request_id: chain.request_id(),
        parameters: Some(ForecastParameters {
            cut_off: on("2025-09-01"),
            horizon: on("2027-12-01"),
            seed,
            replications,
            history_permille: 100,
            ..ForecastParameters::default()
        }),
    };
    chain.prognosis().create_forecast(request).await.message().forecast.unwrap()
}

/// Watches a forecast to its end; what was said on the way.
pub(crate) async fn watch(chain: &TestChain, id: &str) -> Vec<Forecast> {
    let request = WatchForecastRequest { forecast_id: id.to_owned() };
    let mut news = chain.prognosis().watch_forecast(request).await.message();
    let mut all = Vec::new();
    while let Some(said) = news.message().await.unwrap() {
        all.push(said.forecast.unwrap());
    }
    all
}

pub(crate) async fn get(chain: &TestChain, id: &str) -> Forecast {
    let request = GetForecastRequest { forecast_id: id.to_owned() };
    chain.prognosis().get_forecast(request).await.message().forecast.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forecast_is_made_and_the_same_seed_makes_it_again() {
    for chain in TestChain::every("2025-06-02").await {
        simulate(&chain).await;
        let first = create(&chain, 7, 200).await;
        assert_eq!(first.state(), ForecastState::Running);
        let said = watch(&chain, &first.forecast_id).await;
        assert_eq!(said.last().unwrap().state(), ForecastState::Done, "{said:?}");
        assert!(said.is_sorted_by_key(|forecast| forecast.replications_done));
        let done = get(&chain, &first.forecast_id).await;
        assert!(!done.estimates.is_empty());
        assert_eq!(done.replications_done, 200);

        let second = create(&chain, 7, 200).await;
        let other = create(&chain, 8, 200).await;
        watch(&chain, &second.forecast_id).await;
        watch(&chain, &other.forecast_id).await;
        let (second, other) =
            (get(&chain, &second.forecast_id).await, get(&chain, &other.forecast_id).await);
        assert_eq!(second.digest, done.digest);
        assert_eq!(second.estimates, done.estimates);
        assert_ne!(other.digest, done.digest);
        let list = ListForecastsRequest::default();
        assert_eq!(chain.prognosis().list_forecasts(list).await.message().forecasts.len(), 3);
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forecast_is_stopped() {
    for chain in TestChain::every("2025-06-02").await {
        simulate(&chain).await;
        let long = create(&chain, 1, 20_000).await;
        let cancel = || CancelForecastRequest {
            request_id: chain.request_id(),
            forecast_id: long.forecast_id.clone(),
        };
        let stopped = chain.prognosis().cancel_forecast(cancel()).await.message();
        assert_eq!(stopped.forecast.unwrap().state(), ForecastState::Cancelled);
        let said = watch(&chain, &long.forecast_id).await;
        assert_eq!(said.last().unwrap().state(), ForecastState::Cancelled);
        assert!(get(&chain, &long.forecast_id).await.estimates.is_empty());
        let again = chain.prognosis().cancel_forecast(cancel()).await;
        assert_eq!(again.reason(), "NOT_RUNNING");
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn imported_months_are_the_history_of_the_next_forecast() {
    for chain in TestChain::every("2025-06-02").await {
        simulate(&chain).await;
        let made = async || {
            let forecast = create(&chain, 7, 100).await;
            watch(&chain, &forecast.forecast_id).await;
            get(&chain, &forecast.forecast_id).await
        };
        let before = made().await;
        let row = |month: i32| format!("2025-0{month},inflow.first,SYR,9000,rounded,");
        let rows = (1..=5).map(row).collect::<Vec<_>>().join("\n");
        let import = |content: &str| ImportSeriesRequest {
            request_id: chain.request_id(),
            format: SeriesFormat::TidyCsv.into(),
            content: format!("period,quantity,group,value,qualifier,published_on\n{content}"),
            source: "CBS".to_owned(),
            published_on: on("2025-08-01"),
            ..ImportSeriesRequest::default()
        };
        // What no month of history is leaves the forecast as it was.
        let year =
            import("2024,inflow.first,SYR,9000,rounded,\n2025-01,inflow.frist,SYR,1,rounded,\n");
        let said = chain.prognosis().import_series(year).await.message();
        assert_eq!((said.imported, said.unknown_quantities), (2, vec!["inflow.frist".to_owned()]));
        assert_eq!(made().await.digest, before.digest);
        chain.prognosis().import_series(import(&rows)).await.message();
        let (after, again) = (made().await, made().await);
        assert_eq!(after.digest, again.digest, "same data, same seed");
        // The year counts its known months: five times 900 of a chain at a tenth.
        let first = |forecast: &Forecast| {
            let of =
                |e: &&wire::prognosis::Estimate| e.quantity == "inflow.first" && e.period == "2025";
            forecast.estimates.iter().find(of).unwrap().median
        };
        assert!(first(&after) > first(&before) + 4_000, "{} {}", first(&after), first(&before));
        finish(chain).await;
    }
}
