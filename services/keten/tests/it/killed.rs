//! Every service is killed while a world lives in it; nothing is lost and nothing happens twice.

use std::sync::Arc;

use std::time::Duration;

use client::{Client, Service};
use wire::prognosis::get_chain_picture_response::Stock;
use wire::prognosis::prognosis_service_client::PrognosisServiceClient;
use wire::prognosis::{
    CreateForecastRequest, ForecastParameters, ForecastState, GetChainPictureRequest,
    GetForecastRequest,
};
use world::{Config, World};

use crate::processes::Processes;

const DAYS: usize = 16;

/// What a run ends with: number of events of each log, and all stocks.
#[derive(Debug, PartialEq)]
struct Totals {
    events: Vec<(&'static str, u64)>,
    stocks: Vec<Stock>,
}

async fn totals(client: &Client) -> Totals {
    client.settle_prognosis().await.unwrap();
    let channel = client.channel(Service::Prognosis).unwrap();
    let mut prognosis =
        PrognosisServiceClient::new(channel).max_decoding_message_size(64 * 1024 * 1024);
    let picture = prognosis.get_chain_picture(GetChainPictureRequest::default()).await.unwrap();
    let digests = client.digests().await.unwrap();
    Totals {
        events: digests.iter().map(|(service, count, _)| (service.name(), *count)).collect(),
        stocks: picture.into_inner().stocks,
    }
}

fn world(client: &Client) -> World {
    let config =
        Config { seed: 11, scale_permille: 10, policy: Arc::new(law::sept_2025().clone()) };
    World::new(config, client.clone(), "2025-01-01".parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn killing_each_service_changes_no_total() {
    let undisturbed = {
        let chain = Processes::start();
        let client = chain.client();
        let mut world = world(&client);
        world.open(|_, _| {}).await.unwrap();
        for _ in 0..DAYS {
            world.simulate_day().await.unwrap();
        }
        assert_eq!(world.report().refused, Vec::<String>::new());
        totals(&client).await
    };
    let mut chain = Processes::start();
    let client = chain.client();
    let mut world = world(&client);
    world.open(|_, _| {}).await.unwrap();
    for day in 0..DAYS {
        // Each service dies three times, at another moment of its day.
        let victim = day % Service::ALL.len();
        let kill = async {
            tokio::time::sleep(Duration::from_millis(5 + 11 * day as u64)).await;
            chain.kill(victim);
        };
        let (lived, ()) = tokio::join!(world.simulate_day(), kill);
        lived.unwrap();
    }
    assert_eq!(world.report().refused, Vec::<String>::new());
    // The last day's terms fall due on clocks that stand right again.
    assert_eq!(totals(&client).await, undisturbed);
    for service in Service::ALL {
        let mut operations = client.operations(service).unwrap();
        let proof = operations.verify_journal(wire::operations::VerifyJournalRequest {}).await;
        assert_eq!(proof.unwrap().into_inner().broken_position, 0, "EL-3 of {}", service.name());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forecast_survives_the_death_of_its_service() {
    let mut chain = Processes::start();
    let client = chain.client();
    let mut world = world(&client);
    world.open(|_, _| {}).await.unwrap();
    while world.today() < "2025-02-01".parse().unwrap() {
        world.simulate_day().await.unwrap();
    }
    client.settle_prognosis().await.unwrap();
    let channel = client.channel(Service::Prognosis).unwrap();
    let mut prognosis = PrognosisServiceClient::new(channel);
    let day = |year, month, day| Some(wire::common::CivilDate { year, month, day });
    let request = CreateForecastRequest {
        request_id: "00000000-0000-4000-8000-000000000001".to_owned(),
        parameters: Some(ForecastParameters {
            cut_off: day(2025, 2, 1),
            horizon: day(2030, 12, 1),
            seed: 5,
            replications: 600,
            history_permille: 10,
            ..ForecastParameters::default()
        }),
    };
    let begun = prognosis.create_forecast(request).await.unwrap().into_inner().forecast.unwrap();
    assert_eq!(begun.state(), ForecastState::Running);
    chain.kill(4);
    let ask = GetForecastRequest { forecast_id: begun.forecast_id };
    // Away for a moment, at work for some more.
    for _ in 0..1_200 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let Ok(answer) = prognosis.get_forecast(ask.clone()).await else { continue };
        let forecast = answer.into_inner().forecast.unwrap();
        match forecast.state() {
            ForecastState::Running => {}
            ForecastState::Done => {
                assert!(!forecast.estimates.is_empty());
                assert_eq!(forecast.digest.len(), 32);
                return;
            }
            other => panic!("{other:?}: {}", forecast.failure),
        }
    }
    panic!("the forecast did not go on");
}
