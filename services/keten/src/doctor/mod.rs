//! `keten doctor`: looks at a running chain end to end and says in words what is wrong and what to do.

mod judge;
mod look;

#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use anyhow::Result;
use clap::Args;
use host::ExitCode;

use crate::reach::Reach;

/// Arguments of `keten doctor`.
#[derive(Args)]
pub(crate) struct DoctorArgs {
    #[command(flatten)]
    reach: Reach,
    /// Recomputes the hash chain of every log too, which takes long for long logs
    #[arg(long)]
    deep: bool,
    /// What is well too, line by line; one line with their number otherwise
    #[arg(long)]
    all: bool,
    /// As JSON: an array of all findings
    #[arg(long)]
    json: bool,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
enum Grade {
    Ok,
    Warning,
    Fault,
}

/// One line of the answer.
#[derive(Debug, serde::Serialize)]
struct Finding {
    grade: Grade,
    /// Of which service or subscription.
    of: String,
    what: String,
    /// What to do; empty when all is well.
    advice: String,
}

/// 0 when nothing is at fault (warnings are printed), 1 when something is, 69 when not one service answers.
pub(crate) async fn run(args: DoctorArgs) -> Result<ExitCode> {
    let client = args.reach.client()?;
    let endpoints = args.reach.endpoints()?;
    let mut looking = tokio::task::JoinSet::new();
    for endpoint in endpoints.clone() {
        looking.spawn(async move { look::service(&endpoint, args.deep).await });
    }
    let mut seen = Vec::with_capacity(endpoints.len());
    while let Some(one) = looking.join_next().await {
        seen.push(one??);
    }
    seen.sort_by_key(|one| endpoints.iter().position(|e| e.service.name() == one.service));
    let stocks = look::stocks(&client).await?;
    let mut findings = judge::all(&seen);
    findings.extend(judge::stocks(stocks, &seen));
    if args.json {
        crate::table::say(&format!("{}\n", serde_json::to_string(&findings)?));
    } else {
        crate::table::say(&rendered(&findings, args.all));
    }
    Ok(if seen.iter().all(|one| one.progress.is_err() && one.feed.is_err()) {
        ExitCode::Unavailable
    } else if findings.iter().any(|finding| finding.grade == Grade::Fault) {
        ExitCode::Failed
    } else {
        ExitCode::Done
    })
}

/// The findings for people: what is wrong first and the worst of it on top, what is well as a number.
fn rendered(findings: &[Finding], all: bool) -> String {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    // Stable: findings of one grade keep the order in which services stand.
    sorted.sort_by_key(|finding| std::cmp::Reverse(finding.grade));
    let mut text = String::new();
    for finding in sorted.iter().filter(|finding| all || finding.grade != Grade::Ok) {
        let grade = match finding.grade {
            Grade::Ok => "ok",
            Grade::Warning => "warning",
            Grade::Fault => "FAULT",
        };
        let what = crate::table::plain(&finding.what, true);
        writeln!(text, "{grade:<8} {:<22} {what}", finding.of).unwrap_or_default();
        if !finding.advice.is_empty() {
            writeln!(text, "{:<31} > {}", "", finding.advice).unwrap_or_default();
        }
    }
    let count = |grade| findings.iter().filter(|finding| finding.grade == grade).count();
    let (faults, warnings, well) = (count(Grade::Fault), count(Grade::Warning), count(Grade::Ok));
    let unfold = if all || well == 0 { "" } else { " (--all shows them)" };
    writeln!(text, "{faults} faults, {warnings} warnings, {well} checks are well{unfold}")
        .unwrap_or_default();
    text
}
