//! `keten journal rebuild`: the fold of a log is its rows, and rows that were lost are made again.

use anyhow::Result;
use clap::Args;
use client::Service;
use host::ExitCode;
use wire::operations::CheckRowsRequest;

use crate::databases::{open_log, with_service};
use crate::reach::Reach;
use crate::table::{Table, number};

/// Rows of a table whose difference is printed.
const PRINTED_MAX: usize = 5;

/// Options of the command.
#[derive(Args)]
pub(crate) struct RebuildArgs {
    /// Compares only, over a running chain; exit code 1 when a row differs
    #[arg(long, conflicts_with_all = ["service", "database"])]
    check: bool,
    /// Name of the service whose tables are written, while it does not run
    #[arg(required_unless_present = "check", requires = "database")]
    service: Option<String>,
    /// Address of its database
    #[arg(requires = "stopped")]
    database: Option<String>,
    /// Confirms that the service does not run: nothing else may write meanwhile
    #[arg(long)]
    stopped: bool,
    #[command(flatten)]
    reach: Reach,
}

/// Checks or rebuilds.
pub(crate) async fn run(args: RebuildArgs) -> Result<ExitCode> {
    match (args.service, args.database) {
        (Some(service), Some(database)) => restore(&service, &database).await,
        _ => check(&args.reach).await,
    }
}

async fn check(reach: &Reach) -> Result<ExitCode> {
    let client = reach.client()?;
    let mut table =
        Table::new(&["log", "table", "events", "rows", "differing", "first difference"]);
    let mut sound = true;
    for service in Service::ALL {
        let mut operations = client.operations(service)?;
        let found = operations.check_rows(CheckRowsRequest {}).await?.into_inner();
        for one in found.tables {
            sound &= one.differing_count == 0;
            let told = one.differences.iter().take(PRINTED_MAX).map(|difference| {
                let wire::operations::RowDifference { key, column, stored, folded } = difference;
                format!("{key} {column}: {stored}, by its events {folded}")
            });
            table.row(vec![
                service.name().to_owned(),
                one.table,
                number(Some(one.event_count as i64)),
                number(Some(one.row_count as i64)),
                number(Some(one.differing_count as i64)),
                told.collect::<Vec<_>>().join("; "),
            ]);
        }
    }
    crate::table::say(&table.text());
    Ok(if sound { ExitCode::Done } else { ExitCode::Failed })
}

async fn restore(name: &str, database: &str) -> Result<ExitCode> {
    with_service!(name, S => restore_of::<S>(database).await)
}

async fn restore_of<S: host::HostedService>(database: &str) -> Result<ExitCode> {
    let (db, journal) = open_log::<S>(database).await?;
    let mut table = Table::new(&["table", "rows that differed", "rows written", "remark"]);
    let mut whole = true;
    for one in host::replay::restore(&journal, &db, S::replays()).await? {
        let lost = one.differing > one.written;
        whole &= !lost;
        let remark = match one.but {
            but if lost => {
                format!("not written: {} does not follow from its events", but.join(", "))
            }
            _ => String::new(),
        };
        let numbers = [one.differing, one.written].map(|rows| number(Some(rows as i64)));
        let [differing, written] = numbers;
        table.row(vec![one.table.to_owned(), differing, written, remark]);
    }
    crate::table::say(&table.text());
    db.close().await;
    Ok(if whole { ExitCode::Done } else { ExitCode::Failed })
}
