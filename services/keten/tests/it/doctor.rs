//! `keten doctor` of a chain that is well, and of one that is not.

use std::sync::Arc;
use std::time::{Duration, Instant};

use world::{Config, World};

use crate::commands::{keten, text};
use crate::processes::Processes;

/// Exit code, and findings as grade, of whom, what.
fn doctor(chain: &Processes, words: &[&str]) -> (Option<i32>, Vec<[String; 3]>) {
    let reach = chain.reach();
    let mut arguments = vec!["doctor", "--json"];
    arguments.extend(words);
    arguments.extend(reach.iter().map(String::as_str));
    let output = keten(&arguments);
    let all: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    let word = |one: &serde_json::Value, name: &str| one[name].as_str().unwrap().to_owned();
    let one = |one: &serde_json::Value| ["grade", "of", "what"].map(|name| word(one, name));
    (output.status.code(), all.iter().map(one).collect())
}

fn faults(findings: &[[String; 3]]) -> Vec<String> {
    let bad = findings.iter().filter(|[grade, ..]| grade == "fault");
    bad.map(|[_, of, what]| format!("{of}: {what}")).collect()
}

/// Asks until the answer holds such a fault; a reader needs a moment to see that its source is gone.
fn until_fault(chain: &Processes, of: &str, says: &str) -> Vec<String> {
    let began = Instant::now();
    loop {
        let (code, findings) = doctor(chain, &[]);
        let faults = faults(&findings);
        if faults.iter().any(|fault| fault.starts_with(of) && fault.contains(says)) {
            assert_eq!(code, Some(1));
            return faults;
        }
        assert!(began.elapsed() < Duration::from_secs(40), "no {of} {says} in {faults:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_names_what_is_wrong() {
    let mut chain = Processes::start();
    let client = chain.client();
    let config = Config { seed: 9, scale_permille: 5, policy: Arc::new(law::sept_2025().clone()) };
    let mut world = World::new(config, client.clone(), "2025-01-01".parse().unwrap());
    world.open(|_, _| {}).await.unwrap();
    for _ in 0..14 {
        world.simulate_day().await.unwrap();
    }
    client.settle_prognosis().await.unwrap();

    let (code, findings) = doctor(&chain, &["--deep"]);
    assert_eq!(faults(&findings), Vec::<String>::new());
    assert_eq!(code, Some(0));
    let said = |words: &str| findings.iter().filter(|[.., what]| what.contains(words)).count();
    assert_eq!(said("journal verifies"), 5, "{findings:?}");
    assert_eq!(said("simulation mode"), 5, "{findings:?}");
    assert_eq!(said("runs, not behind"), 14, "{findings:?}");
    assert_eq!(said("by intake and prognosis alike"), 2, "{findings:?}");
    assert_eq!(said(concat!("version ", env!("CARGO_PKG_VERSION"))), 5, "{findings:?}");

    // Housing is stopped: it is named, and so is who reads it.
    chain.lose(3);
    until_fault(&chain, "housing:", "does not answer");
    until_fault(&chain, "reception:housing", "does not run");
    chain.revive(3);

    // Intake's log becomes another one: its readers stop rather than read on.
    chain.lose(0);
    let renewed = keten(&["journal", "new-log-id", "intake", &chain.database(0), "--restored"]);
    assert!(renewed.status.success(), "{}", text(&renewed));
    chain.revive(0);
    let faults = until_fault(&chain, "reception:intake", "stopped after position");
    assert!(!faults.iter().any(|fault| fault.starts_with("housing: ")), "{faults:?}");

    let reach = ["--at", "intake=http://127.0.0.1:1,http://127.0.0.1:1"];
    let text = text(&keten(&[&["doctor"][..], &reach].concat()));
    assert!(text.contains("FAULT    intake"), "{text}");
}
