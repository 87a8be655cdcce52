//! `keten doctor`: looks at a running chain end to end and says in words what is wrong and what to do.

mod judge;
mod look;

#[cfg(test)]
mod tests;

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
    /// As JSON: an array of findings
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
        for finding in &findings {
            let grade = match finding.grade {
                Grade::Ok => "ok",
                Grade::Warning => "warning",
                Grade::Fault => "FAULT",
            };
            let advice = match finding.advice.as_str() {
                "" => String::new(),
                advice => format!("{:<31} > {advice}\n", ""),
            };
            let line = format!("{grade:<8} {:<22} {}\n{advice}", finding.of, finding.what);
            crate::table::say(&line);
        }
    }
    Ok(if seen.iter().all(|one| one.progress.is_err() && one.feed.is_err()) {
        ExitCode::Unavailable
    } else if findings.iter().any(|finding| finding.grade == Grade::Fault) {
        ExitCode::Failed
    } else {
        ExitCode::Done
    })
}
