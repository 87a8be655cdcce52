//! Every service is killed while a world lives in it; nothing is lost and nothing happens twice.

use std::time::Duration;

use wire::prognosis::GetChainPictureRequest;
use wire::prognosis::get_chain_picture_response::Stock;
use wire::prognosis::prognosis_service_client::PrognosisServiceClient;
use world::{Client, Config, Service, World};

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
    let config = Config { seed: 11, scale_permille: 10 };
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
            world.live_day().await.unwrap();
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
        let (lived, ()) = tokio::join!(world.live_day(), kill);
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
