//! The commands: what they print, and how they end.

use std::sync::Arc;

use std::process::{Command, Output};

use world::{Config, World};

use crate::processes::Processes;

pub(crate) fn keten(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_keten")).args(arguments).output().expect("the binary starts")
}

pub(crate) fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn the_demo_prints_the_same_for_the_same_seed() {
    let demo = || {
        let arguments = ["demo", "--scale", "0.005", "--months", "1", "--exit", "--json"];
        let output = keten(&arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let all: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        all
    };
    let (first, second) = (demo(), demo());
    assert_eq!(first["journals"], second["journals"]);
    assert_eq!(first["forecast"], second["forecast"]);
    assert_eq!(first["refusals"], serde_json::json!([]));
    let estimates = first["forecast"]["estimates"].as_array().unwrap();
    let total = |e: &&serde_json::Value| e["quantity"] == "inflow.total" && e["period"] == "2026";
    assert!(estimates.iter().any(|e| total(&e)), "the forecast has next year's inflow");
}

/// The chain of the letter (forecasting 9.3): one free parameter within reason, and 88,000 places within 3 %.
#[test]
fn the_chain_of_the_letter_needs_its_places_with_a_believable_part_of_the_homes() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    if !std::path::Path::new(data).exists() {
        println!("SKIPPED: the published series are not beside the project");
        return;
    }
    let output = keten(&["letter", "--data", data, "--replications", "1000", "--json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let all: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let of = |name: &str| all["chain"][name].as_f64().unwrap();
    assert!((of("places") / of("letter") - 1.0).abs() <= 0.03, "{}", all["chain"]);
    assert!((0.5..=1.1).contains(&of("realisation")), "{}", all["chain"]);
    assert_eq!(of("letter"), 88_000.0);
}

#[test]
fn wrong_arguments_are_refused_with_their_own_exit_code() {
    for arguments in [
        &["demo", "--months", "13"][..],
        &["demo", "--scale", "2"],
        &["serve", "nothing"],
        &["nothing"],
        &["serve", "intake", "serve", "--set", "oin=12"],
        &["journal", "new-log-id", "intake", "sqlite://x.db"],
    ] {
        assert_eq!(keten(arguments).status.code(), Some(64), "{arguments:?}");
    }
    assert_eq!(keten(&["--help"]).status.code(), Some(0));
    let shown = text(&keten(&["serve", "intake", "check-config"]));
    assert!(shown.contains("database = \"sqlite://data/intake.db\""), "{shown}");
    let away = keten(&["cursors", "--at", "intake=http://127.0.0.1:1,http://127.0.0.1:1"]);
    assert_eq!(away.status.code(), Some(69));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_chain_can_be_looked_into() {
    let chain = Processes::start();
    let client = chain.client();
    let config = Config { seed: 3, scale_permille: 2, policy: Arc::new(law::sept_2025().clone()) };
    let mut world = World::new(config, client.clone(), "2025-01-01".parse().unwrap());
    world.open(|_, _| {}).await.unwrap();
    for _ in 0..2 {
        world.simulate_day().await.unwrap();
    }
    client.settle_prognosis().await.unwrap();
    let reach = chain.reach();
    let ask = |words: &[&str]| {
        let mut arguments = words.to_vec();
        arguments.extend(reach.iter().map(String::as_str));
        let output = keten(&arguments);
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        text(&output)
    };
    let proof = ask(&["journal", "verify"]);
    assert_eq!(proof.matches("verifies").count(), 5, "{proof}");
    let cursors = ask(&["cursors"]);
    assert!(cursors.contains("prognosis:intake") && cursors.contains("running"), "{cursors}");
    let tail = ask(&["events", "tail", "--from-start", "--limit", "3", "--json"]);
    let events: Vec<serde_json::Value> =
        tail.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(events.len(), 3);
    assert_eq!(events[0]["specversion"], "1.0");
    assert_eq!(events[0]["type"], "nl.asielaanvragen.overgenomen.v1");
    let picture: serde_json::Value = serde_json::from_str(&ask(&["picture", "--json"])).unwrap();
    let pending = |row: &&serde_json::Value| row["stage"] == "ind.pending.first";
    let pending = picture.as_array().unwrap().iter().find(pending).unwrap();
    // A hundred at the opening, and two days of arrivals and decisions.
    assert!((90..=110).contains(&pending["count"].as_i64().unwrap()), "{picture}");
    // Nothing has stopped, so there is nothing to skip: refused, and nothing changes.
    let mut skip = vec!["skip-event", "--subscription", "reception:intake", "--position", "99999"];
    skip.extend(["--reason", "a test"]);
    skip.extend(reach.iter().map(String::as_str));
    assert_eq!(keten(&skip).status.code(), Some(1));
}
