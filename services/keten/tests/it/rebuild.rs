//! `keten journal rebuild`: rows are what their events say, and lost ones are made again.

use std::sync::Arc;

use client::Service;
use wire::operations::GetProgressRequest;
use world::{Config, World};

use crate::commands::{keten, text};
use crate::processes::Processes;

fn check(chain: &Processes) -> (Option<i32>, String) {
    let reach = chain.reach();
    let mut arguments = vec!["journal", "rebuild", "--check"];
    arguments.extend(reach.iter().map(String::as_str));
    let output = keten(&arguments);
    (output.status.code(), text(&output))
}

/// Runs a statement on the database of a service that stands still.
async fn execute(url: &str, sql: &'static str) -> u64 {
    let db = db::Db::open(&url.parse().unwrap(), 1).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let changed = tx.execute(sql, &[]).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await;
    changed
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_were_lost_or_changed_are_found_and_made_again() {
    let mut chain = Processes::start();
    let client = chain.client();
    let config = Config { seed: 9, scale_permille: 5, policy: Arc::new(law::sept_2025().clone()) };
    let mut world = World::new(config, client.clone(), "2025-01-01".parse().unwrap());
    world.open(|_, _| {}).await.unwrap();
    for _ in 0..10 {
        world.simulate_day().await.unwrap();
    }
    client.settle_prognosis().await.unwrap();
    let (code, told) = check(&chain);
    assert_eq!(code, Some(0), "{told}");

    chain.lose(0);
    let database = chain.database(0);
    let lost = execute(&database, "DELETE FROM family_case WHERE state = 'FILED'").await;
    // Ahead of their events too, and nothing comes any more that could explain it.
    let changed = "UPDATE asylum_case SET birth_year = 1900, version = version + 7";
    assert!(lost > 0 && execute(&database, changed).await > 0);
    chain.revive(0);
    let mut operations = client.operations(Service::ALL[0]).unwrap();
    while operations.get_progress(GetProgressRequest {}).await.is_err() {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let (code, told) = check(&chain);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("birth_year: Int(1900)") && told.contains("no row"), "{told}");

    chain.lose(0);
    let unconfirmed = keten(&["journal", "rebuild", "intake", &database]);
    assert_eq!(unconfirmed.status.code(), Some(64), "it asks for --stopped");
    for (service, database) in [("housing", database.as_str()), ("intake", "sqlite:///nowhere.db")]
    {
        let wrong = keten(&["journal", "rebuild", service, database, "--stopped"]);
        assert_eq!(wrong.status.code(), Some(1), "{service} has no log in {database}");
    }
    let output = keten(&["journal", "rebuild", "intake", &database, "--stopped"]);
    let told = text(&output);
    assert_eq!(output.status.code(), Some(0), "{told}");
    chain.revive(0);
    while operations.get_progress(GetProgressRequest {}).await.is_err() {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let (code, told) = check(&chain);
    assert_eq!(code, Some(0), "{told}");
}
