//! A world lives in the chain: a month of people at small scale, and everything that must be true of it.

use testkit::{Engine, TestChain};
use wire::Wire as _;
use world::{Config, World};

/// A fiftieth of the Netherlands.
const SCALE_PERMILLE: u32 = 20;
/// The last day of the long test; LIVING_UNTIL=2025-08-31 lives all months of the demo (a nightly job).
const UNTIL: &str = "2025-02-05";

async fn simulate(chain: &TestChain, seed: u64, until: &str) -> World {
    simulate_from(chain, seed, "2025-01-01", until).await
}

async fn simulate_from(chain: &TestChain, seed: u64, from: &str, until: &str) -> World {
    let config = Config { seed, scale_permille: SCALE_PERMILLE, policy: chain.policy.clone() };
    let mut world = World::new(config, chain.client.clone(), testkit::date(from));
    world.open(|_, _| {}).await.unwrap();
    while world.today() < testkit::date(until) {
        world.simulate_day().await.unwrap();
    }
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_of_people_breaks_no_invariant_and_is_refused_nothing() {
    let until = std::env::var("LIVING_UNTIL").unwrap_or_else(|_| UNTIL.to_owned());
    for chain in TestChain::every("2025-01-01").await {
        let world = simulate(&chain, 7, &until).await;
        assert_eq!(world.report().refused, Vec::<String>::new());
        assert!(world.report().commands > 500, "{:?}", world.report());
        crate::steps::finish(chain).await;
    }
}

/// The world of June 2026: a backlog under the old law, new applications under the pact from 12 June.
#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_regime_breaks_no_invariant_and_is_refused_nothing() {
    let until = std::env::var("REGIME_UNTIL").unwrap_or_else(|_| "2026-07-20".to_owned());
    for chain in TestChain::every("2026-06-01").await {
        let world = simulate_from(&chain, 7, "2026-06-01", &until).await;
        assert_eq!(world.report().refused, Vec::<String>::new());
        let [old, new] = world.officers();
        assert!(old.waiting > new.waiting, "the backlog is under the old law: {old:?} {new:?}");
        assert!(old.decided > 0 && new.heard > 0, "officers work on both: {old:?} {new:?}");
        let feeds = chain.feeds().await;
        let tracks = |pact: bool| {
            let all = feeds.of(client::Service::Intake).iter();
            let routed = all.filter(|event| match &event.message {
                testkit::AnyEvent::TrackAssigned(routed) => {
                    routed.track().as_str_name().starts_with("TRACK_PACT") == pact
                }
                _ => false,
            });
            routed.count()
        };
        assert!(tracks(true) > 0 && tracks(false) > 0, "both laws route");
        crate::steps::finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_seed_lives_the_same_month_on_any_database_and_another_seed_another() {
    let mut digests = Vec::new();
    for (engine, seed) in [(Engine::Sqlite, 7), (Engine::Sqlite, 8), (Engine::Postgres, 7)] {
        let Some(chain) = TestChain::start(engine, "2025-01-01").await else { continue };
        simulate(&chain, seed, "2025-01-31").await;
        chain.client.settle_prognosis().await.unwrap();
        digests.push((seed, chain.client.digests().await.unwrap()));
        chain.stop().await;
    }
    let (_, first) = digests[0].clone();
    for (seed, digest) in &digests[1..] {
        assert_eq!(*digest == first, *seed == 7, "seed {seed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn inflow_counted_by_prognosis_is_the_inflow_that_was_published() {
    let Some(chain) = TestChain::start(Engine::Sqlite, "2025-01-01").await else { return };
    simulate(&chain, 9, "2025-02-28").await;
    chain.client.settle_prognosis().await.unwrap();
    let request = wire::prognosis::ListFlowsRequest {
        measure_prefix: "inflow.first".to_owned(),
        from: testkit::date("2025-02-01").to_pb(),
        ..Default::default()
    };
    let flows = chain.prognosis().list_flows(request).await.unwrap().into_inner().flows;
    let counted: i64 = flows.iter().map(|flow| flow.count).sum();
    let first = |row: &reference::MonthInflow| row.kind == reference::InflowKind::First;
    let published: u32 =
        reference::of_2025(2).iter().filter(|row| first(row)).map(|row| row.persons).sum();
    let expected = i64::from(published * SCALE_PERMILLE) / 1_000;
    // The fraction of each nationality is drawn.
    assert!((counted - expected).abs() <= 10, "{counted} counted, {expected} published");
    chain.stop().await;
}
