//! What each thing that can be wrong is told as.

use std::time::Duration;

use wire::feed::FeedEvent;
use wire::operations::{GetProgressResponse, Subscription, SubscriptionState};

use super::judge;
use super::look::{Seen, Stock, Tip};
use super::{Finding, Grade, rendered};

/// A service at position 10 of its own log that has read `position` events of intake.
fn seen(service: &'static str, state: SubscriptionState, position: u64) -> Seen {
    let subscription = Subscription {
        name: format!("{service}.intake"),
        source: "intake".to_owned(),
        position,
        state: state.into(),
        ..Subscription::default()
    };
    let progress = GetProgressResponse {
        service: service.to_owned(),
        head_position: 10,
        subscriptions: if service == "intake" { Vec::new() } else { vec![subscription] },
        policy: "SEPT_2025".to_owned(),
        version: "1.2.3".to_owned(),
        ..GetProgressResponse::default()
    };
    Seen {
        service,
        grpc: "http://127.0.0.1:7101".to_owned(),
        admin: "http://127.0.0.1:7201".to_owned(),
        progress: Ok([progress.clone(), progress]),
        database: Duration::from_millis(2),
        feed: Ok(Tip { head: 10, event: Some(FeedEvent { position: 10, ..FeedEvent::default() }) }),
        simulation: None,
        ahead: Some(0.1),
        proof: None,
    }
}

fn chain() -> Vec<Seen> {
    let running = SubscriptionState::Running;
    vec![seen("intake", running, 0), seen("prognosis", running, 10)]
}

/// What prognosis last said of its reading of intake.
fn reader(all: &mut [Seen]) -> &mut Subscription {
    &mut all[1].progress.as_mut().unwrap()[1].subscriptions[0]
}

fn worst(findings: &[Finding]) -> Option<(Grade, &str, &str)> {
    let worst = findings.iter().max_by_key(|finding| finding.grade)?;
    Some((worst.grade, &worst.of, &worst.what))
}

#[test]
fn a_chain_that_is_well_has_nothing_but_ok() {
    let findings = judge::all(&chain());
    assert!(findings.len() >= 7, "{findings:?}");
    assert!(findings.iter().all(|finding| finding.grade == Grade::Ok), "{findings:?}");
}

#[test]
fn everything_that_can_be_wrong_is_named() {
    type Break = fn(&mut Vec<Seen>);
    let mut standby = chain();
    standby[1] = seen("prognosis", SubscriptionState::Standby, 10);
    reader(&mut standby).lag = Some(prost_types::Duration { seconds: 99, nanos: 0 });
    assert_eq!(worst(&judge::all(&standby)).unwrap().0, Grade::Ok);
    let cases: [(Break, Grade, &str, &str); 12] = [
        (
            |all| {
                if let Ok(progress) = &mut all[1].progress {
                    progress[1].violations_count = 2;
                }
            },
            Grade::Fault,
            "prognosis",
            "has counted 2 violations of invariants",
        ),
        (
            |all| all[1] = seen("prognosis", SubscriptionState::Standby, 4),
            Grade::Fault,
            "prognosis.intake",
            "nobody moves it from 4",
        ),
        (
            |all| all[1] = seen("prognosis", SubscriptionState::Running, 12),
            Grade::Fault,
            "prognosis.intake",
            "beyond the end of its source at 10",
        ),
        (
            |all| all[1] = seen("prognosis", SubscriptionState::Connecting, 4),
            Grade::Fault,
            "prognosis.intake",
            "does not run, at position 4; 6 events behind",
        ),
        (
            |all| {
                all[1] = seen("prognosis", SubscriptionState::Running, 4);
                reader(all).lag = Some(prost_types::Duration { seconds: 31, nanos: 0 });
            },
            Grade::Warning,
            "prognosis.intake",
            "runs late: 6 events and 31.0 s behind",
        ),
        (
            |all| reader(all).failures_count = 1,
            Grade::Warning,
            "prognosis.intake",
            "could not be applied",
        ),
        (
            |all| all[1].ahead = Some(9.0),
            Grade::Warning,
            "chain",
            "clocks differ from this machine's: prognosis +9 s",
        ),
        (
            |all| {
                if let Ok(progress) = &mut all[1].progress {
                    progress[1].policy = "MINE".to_owned();
                }
            },
            Grade::Fault,
            "chain",
            "different policy sets",
        ),
        (
            |all| all[0].grpc = "http://10.0.0.1:7101".to_owned(),
            Grade::Warning,
            "intake",
            "plaintext at http://10.0.0.1:7101",
        ),
        (
            |all| all[0].feed = Ok(Tip { head: 10, event: None }),
            Grade::Fault,
            "intake",
            "its log ends at 10, but that event is not served",
        ),
        (
            |all| all[0].proof = Some(Err("position 3: hash".to_owned())),
            Grade::Fault,
            "intake",
            "does not verify: position 3",
        ),
        (
            |all| all[0].simulation = Some(jiff::Timestamp::UNIX_EPOCH),
            Grade::Fault,
            "chain",
            "some services run on the system clock",
        ),
    ];
    for (spoil, grade, of, what) in cases {
        let mut all = chain();
        spoil(&mut all);
        let findings = judge::all(&all);
        let found = worst(&findings).unwrap();
        assert_eq!((found.0, found.1), (grade, of), "{what}: {findings:?}");
        assert!(findings.iter().any(|f| f.grade == grade && f.what.contains(what)), "{findings:?}");
        let silent = findings.iter().find(|f| f.grade > Grade::Ok && f.advice.is_empty());
        assert!(silent.is_none(), "without advice: {silent:?}");
    }
}

#[test]
fn stocks_differ_only_when_nothing_is_on_its_way() {
    let stocks = |seen: &[Seen], folded| {
        let counted = Ok([
            Stock { what: "cases without a decision", counted: 7, folded },
            Stock { what: "appeals", counted: 2, folded: 2 },
        ]);
        worst(&judge::stocks(counted, seen)).unwrap().0
    };
    assert_eq!(stocks(&chain(), 7), Grade::Ok);
    assert_eq!(stocks(&chain(), 6), Grade::Fault);
    let moving = [seen("intake", SubscriptionState::Running, 0), {
        seen("prognosis", SubscriptionState::Running, 9)
    }];
    assert_eq!(stocks(&moving, 6), Grade::Ok);
    let unknown = judge::stocks(Err("intake: INTERNAL".to_owned()), &chain());
    assert_eq!(worst(&unknown).unwrap().0, Grade::Warning);
}

#[test]
fn what_is_wrong_stands_first_and_what_is_well_is_a_number() {
    let one = |grade, what: &str| Finding {
        grade,
        of: "intake".to_owned(),
        what: what.to_owned(),
        advice: if grade == Grade::Ok { String::new() } else { "look".to_owned() },
    };
    let findings = [
        one(Grade::Ok, "serves"),
        one(Grade::Warning, "slow"),
        one(Grade::Ok, "verifies"),
        one(Grade::Fault, "does not answer"),
    ];
    let folded = rendered(&findings, false);
    let lines: Vec<&str> = folded.lines().collect();
    assert!(lines[0].starts_with("FAULT    intake") && lines[2].starts_with("warning"), "{folded}");
    assert_eq!(lines[4..], ["1 faults, 1 warnings, 2 checks are well (--all shows them)"]);
    let all = rendered(&findings, true);
    assert!(all.contains("ok       intake") && all.ends_with("2 checks are well\n"), "{all}");
    assert!(rendered(&findings[..1], false).starts_with("0 faults, 0 warnings, 1 checks are well"));
}
