//! What it means: from what was seen to findings with advice. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use wire::operations::{Subscription, SubscriptionState};

use super::look::{Seen, Stock, Stocks};
use super::{Finding, Grade};

/// An answer that reads a database and takes longer is slow.
const DATABASE_SLOW: Duration = Duration::from_millis(500);
/// Older than this the next event has waited too long (`FeedLagAbovePromise`).
const LAG_SECONDS_MAX: f64 = 30.0;
/// Clocks that are further apart disturb leases of 15 seconds.
const CLOCK_SECONDS_MAX: f64 = 5.0;

fn finding(grade: Grade, of: &str, what: impl Into<String>, advice: &str) -> Finding {
    Finding { grade, of: of.to_owned(), what: what.into(), advice: advice.to_owned() }
}

/// Everything but the stocks.
pub(super) fn all(seen: &[Seen]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let heads: BTreeMap<&str, u64> = seen
        .iter()
        .filter_map(|one| Some((one.service, one.progress.as_ref().ok()?[1].head_position)))
        .collect();
    for one in seen {
        service(one, &mut findings);
        if let Ok([before, after]) = &one.progress {
            for subscription in &after.subscriptions {
                let was = before.subscriptions.iter().find(|s| s.name == subscription.name);
                let was = was.map_or(subscription.position, |was| was.position);
                let head = heads.get(subscription.source.as_str()).copied();
                findings.push(reader(subscription, was, head));
            }
        }
    }
    together(seen, &mut findings);
    findings
}

fn service(one: &Seen, findings: &mut Vec<Finding>) {
    let mut say = |grade, what: String, advice| {
        findings.push(finding(grade, one.service, what, advice));
    };
    match (&one.progress, &one.feed) {
        (Err(reason), Err(_)) => {
            say(
                Grade::Fault,
                format!("does not answer at {} and {}: {reason}", one.grpc, one.admin),
                "is the process up (docker compose ps, kubectl get pods), and are the addresses right (--at)? Its log \
                 tells why it ended; exit code 64 is configuration, 69 mostly its database",
            );
            return;
        }
        (Err(reason), Ok(_)) => say(
            Grade::Fault,
            format!("serves, but its operations at {} do not answer: {reason}", one.admin),
            "if the reason names the database, look at that; otherwise the address of the operations (--at), or a \
             network policy",
        ),
        (Ok(_), Err(reason)) => say(
            Grade::Fault,
            format!("runs, but does not serve at {}: {reason}", one.grpc),
            "is the address right (--at)? A service that is about to stop looks like this for a moment",
        ),
        (Ok([_, now]), Ok(tip)) => {
            let text = format!("serves, version {}, policy {}", now.version, now.policy);
            say(Grade::Ok, text, "");
            if one.database > DATABASE_SLOW {
                let text = format!("its database took {} ms to answer", one.database.as_millis());
                say(
                    Grade::Warning,
                    text,
                    "see JournalSlow and DatabasePoolSaturated in docs/operations.md",
                );
            } else {
                say(
                    Grade::Ok,
                    format!("its database answers, in {} ms", one.database.as_millis()),
                    "",
                );
            }
            if tip.head > 0 && tip.event.as_ref().map(|event| event.position) != Some(tip.head) {
                let text = format!("its log ends at {}, but that event is not served", tip.head);
                say(
                    Grade::Fault,
                    text,
                    "keten journal verify; keep a copy of the database as it is",
                );
            } else if one.proof.is_none() {
                say(Grade::Ok, format!("its log can be read to its end at {}", tip.head), "");
            }
        }
    }
    match &one.proof {
        Some(Ok(count)) => say(Grade::Ok, format!("its journal verifies, {count} events"), ""),
        Some(Err(reason)) => say(
            Grade::Fault,
            format!("its journal does not verify: {reason}"),
            "see InvariantViolated in docs/operations.md: stop writing, keep a copy, restore; do not repair",
        ),
        None => {}
    }
    let violations = one.progress.as_ref().map_or(0, |[_, now]| now.violations_count);
    if violations > 0 {
        let text = format!("has counted {violations} violations of invariants since it started");
        say(Grade::Fault, text, "see InvariantViolated in docs/operations.md; its log names them");
    }
    if let Some(now) = one.simulation {
        let text = format!("runs in simulation mode; its clock stands at {now}");
        say(Grade::Warning, text, "right for trials; in production remove simulation_start");
    }
    let loopback = ["http://127.", "http://localhost", "http://[::1]"];
    if one.grpc.starts_with("http://") && !loopback.iter().any(|there| one.grpc.starts_with(there))
    {
        let text = format!("is reached over plaintext at {}", one.grpc);
        say(
            Grade::Warning,
            text,
            "let nobody else be on that network; see Encryption in docs/operations.md",
        );
    }
}

/// The age of the last applied event of a reader that is behind.
fn lag(now: &Subscription) -> Duration {
    now.lag.and_then(|lag| lag.try_into().ok()).unwrap_or_default()
}

fn reader(now: &Subscription, was: u64, head: Option<u64>) -> Finding {
    let name = now.name.as_str();
    let seconds = lag(now).as_secs_f64();
    let behind = head.map(|head| head.saturating_sub(now.position));
    let lag = match behind {
        None => "its source does not answer".to_owned(),
        Some(0) => "not behind".to_owned(),
        Some(events) if seconds > 0.0 => format!("{events} events and {seconds:.1} s behind"),
        Some(events) => format!("{events} events behind"),
    };
    let at = now.position;
    let stuck = behind.unwrap_or(0) > 0 && now.position == was;
    match now.state() {
        SubscriptionState::Stopped => finding(
            Grade::Fault,
            name,
            format!("stopped after position {at}: {}; {lag}", now.stopped_reason),
            "see SubscriptionStopped in docs/operations.md. Upgrade if it is a bug; if the source was restored, see \
             Restore; keten skip-event puts one event aside, with a reason",
        ),
        _ if head.is_some_and(|head| now.position > head) => finding(
            Grade::Fault,
            name,
            format!("stands at {at}, beyond the end of its source at {}", head.unwrap_or(0)),
            "the source lost events or was restored alone: see Restore in docs/operations.md",
        ),
        SubscriptionState::Connecting | SubscriptionState::Unspecified => finding(
            Grade::Fault,
            name,
            format!("does not run, at position {at}; {lag}"),
            "is its source up, and can the reader reach it (peers in check-config, network policy)? It goes on by itself",
        ),
        SubscriptionState::Standby if stuck => finding(
            Grade::Fault,
            name,
            format!("stands by for another replica, but nobody moves it from {at}; {lag}"),
            "a lease outlives its holder by 15 seconds; if this stays, restart the replicas and compare their clocks",
        ),
        // Who stands by keeps the figure of when it last read.
        SubscriptionState::Running if seconds > LAG_SECONDS_MAX => finding(
            Grade::Warning,
            name,
            format!("runs late: {lag}"),
            "after an outage it is catching up; otherwise see FeedLagAbovePromise in docs/operations.md",
        ),
        _ if now.failures_count > 0 => finding(
            Grade::Warning,
            name,
            format!(
                "runs, {lag}; {} times since its start an event could not be applied",
                now.failures_count
            ),
            "an event was put aside (keten skip-event), or an upgrade helped: see that the reason is on file",
        ),
        SubscriptionState::Standby => {
            finding(Grade::Ok, name, format!("another replica reads; {lag}"), "")
        }
        SubscriptionState::Running => finding(Grade::Ok, name, format!("runs, {lag}"), ""),
    }
}

/// What must be the same everywhere.
fn together(seen: &[Seen], findings: &mut Vec<Finding>) {
    let up = || seen.iter().filter_map(|one| Some((one, &one.progress.as_ref().ok()?[1])));
    let policies: BTreeSet<&str> = up().map(|(_, progress)| progress.policy.as_str()).collect();
    if policies.len() > 1 {
        let text = format!("services hold different policy sets: {policies:?}");
        findings.push(finding(
            Grade::Fault,
            "chain",
            text,
            "start all with the same policy (check-config shows it)",
        ));
    }
    let virtual_clocks: Vec<_> = up().filter_map(|(one, _)| one.simulation).collect();
    let services = up().count();
    if !virtual_clocks.is_empty() && virtual_clocks.len() < services {
        let text = "some services run on the system clock and some in simulation mode";
        findings.push(finding(
            Grade::Fault,
            "chain",
            text,
            "start all with simulation_start, or none",
        ));
    }
    let days: BTreeSet<_> = virtual_clocks.iter().map(|at| kernel::civil_date(*at)).collect();
    if days.len() > 1 {
        let text = format!("virtual clocks stand on different days: {days:?}");
        findings.push(finding(
            Grade::Warning,
            "chain",
            text,
            "a simulation moves all of them: let it go on",
        ));
    }
    let ahead = || seen.iter().filter_map(|one| Some((one.service, one.ahead?)));
    let far: Vec<String> = ahead()
        .filter(|(_, seconds)| seconds.abs() > CLOCK_SECONDS_MAX)
        .map(|(service, seconds)| format!("{service} {seconds:+.0} s"))
        .collect();
    if !far.is_empty() {
        let text = format!("clocks differ from this machine's: {}", far.join(", "));
        findings.push(finding(
            Grade::Warning,
            "chain",
            text,
            "let every machine follow NTP; leases count on clocks",
        ));
    } else if ahead().next().is_some() {
        findings.push(finding(Grade::Ok, "chain", "clocks agree", ""));
    }
}

/// Whether prognosis counts what intake counts. Only said when no event of intake was on its way.
pub(super) fn stocks(stocks: Stocks, seen: &[Seen]) -> Vec<Finding> {
    let progress = |name: &str| {
        seen.iter().find(|one| one.service == name).and_then(|one| one.progress.as_ref().ok())
    };
    // Of a service that does not answer it was said already.
    let (Some(intake), Some(prognosis)) = (progress("intake"), progress("prognosis")) else {
        return Vec::new();
    };
    let stocks = match stocks {
        Ok(stocks) => stocks,
        Err(reason) => {
            let text = format!("could not be compared: {reason}");
            return vec![finding(Grade::Warning, "stocks", text, "see what that service says")];
        }
    };
    let head = intake[1].head_position;
    let quiet = intake[0].head_position == head
        && prognosis[1].subscriptions.iter().any(|s| s.source == "intake" && s.position == head);
    let one = |Stock { what, counted, folded }| {
        if counted == folded {
            return finding(
                Grade::Ok,
                "stocks",
                format!("{what}: {counted}, by intake and prognosis alike"),
                "",
            );
        }
        let text = format!("{what}: intake counts {counted}, prognosis {folded}");
        if quiet {
            finding(
                Grade::Fault,
                "stocks",
                text,
                "not an event is on its way, so one of the two is wrong: report it with both numbers",
            )
        } else {
            finding(Grade::Ok, "stocks", format!("{text}, while events are on their way"), "")
        }
    };
    stocks.into_iter().map(one).collect()
}
