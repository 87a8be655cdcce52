//! Commands that look inside a running chain, prove its logs and repair its subscriptions.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use clap::Args;
use client::Service;
use host::ExitCode;
use jiff::civil::Date;
use kernel::Position;
use wire::Wire as _;
use wire::operations::{
    GetProgressRequest, SkipEventRequest, SubscriptionState, VerifyJournalRequest,
};
use wire::prognosis as pb;

use crate::databases::{open_log, with_service};
use crate::reach::{Reach, service};
use crate::table::{Table, number};

/// Recomputes the hash chains.
pub(crate) async fn verify(reach: &Reach) -> Result<ExitCode> {
    let client = reach.client()?;
    let mut table = Table::new(&["log", "events", "result", "hash of the last event"]);
    let mut sound = true;
    for service in Service::ALL {
        let mut operations = client.operations(service)?;
        let proof = match operations.verify_journal(VerifyJournalRequest {}).await {
            Ok(proof) => proof.into_inner(),
            // The others can still be proved.
            Err(status) => {
                sound = false;
                let result = format!("NOT PROVED: {}", status.message());
                table.row(vec![service.name().to_owned(), String::new(), result, String::new()]);
                continue;
            }
        };
        let broken = proof.broken_position > 0;
        sound &= !broken;
        let result = if broken {
            format!("BROKEN at {}: {}", proof.broken_position, proof.broken_reason)
        } else {
            "verifies".to_owned()
        };
        let hash = hex::encode(&proof.head_hash);
        let count = number(Some(proof.verified_count as i64));
        table.row(vec![service.name().to_owned(), count, result, hash]);
    }
    crate::table::say(&table.text());
    Ok(if sound { ExitCode::Done } else { ExitCode::Failed })
}

/// Gives a restored log a new identity.
pub(crate) async fn new_log_id(service: &str, database: &str) -> Result<ExitCode> {
    let (db, journal) = with_service!(service, S => open_log::<S>(database).await?);
    println!("{}", journal.renew_log_id().await?);
    db.close().await;
    Ok(ExitCode::Done)
}

/// Shows subscriptions.
pub(crate) async fn cursors(reach: &Reach) -> Result<ExitCode> {
    let client = reach.client()?;
    let mut heads = BTreeMap::new();
    let mut subscriptions = Vec::new();
    for service in Service::ALL {
        let mut operations = client.operations(service)?;
        let progress = operations.get_progress(GetProgressRequest {}).await?.into_inner();
        heads.insert(progress.service, Position::try_from(progress.head_position)?);
        subscriptions.extend(progress.subscriptions);
    }
    let mut table = Table::new(&["subscription", "position", "behind", "state"]);
    let mut stopped = false;
    for subscription in subscriptions {
        let state = subscription.state();
        stopped |= state == SubscriptionState::Stopped;
        let position = Position::try_from(subscription.position)?;
        let head = heads.get(&subscription.source).copied().unwrap_or_default();
        let name = state.as_str_name().trim_start_matches("SUBSCRIPTION_STATE_").to_lowercase();
        let why = match subscription.stopped_reason.as_str() {
            "" => name,
            reason => format!("{name}: {reason}"),
        };
        table.row(vec![
            subscription.name,
            number(Some(position.get())),
            number(i64::try_from(head.since(position)).ok()),
            why,
        ]);
    }
    table.say_or("no service reads another: subscriptions begin when the services are up");
    Ok(if stopped { ExitCode::Failed } else { ExitCode::Done })
}

/// Arguments of `keten skip-event`.
#[derive(Args)]
pub(crate) struct SkipArgs {
    #[command(flatten)]
    reach: Reach,
    /// The subscription that stopped, for instance reception:intake
    #[arg(long)]
    subscription: String,
    /// Position of the event in the source's log
    #[arg(long)]
    position: Position,
    /// Why; kept with the event
    #[arg(long)]
    reason: String,
}

pub(crate) async fn skip(args: SkipArgs) -> Result<ExitCode> {
    let (consumer, _) = args
        .subscription
        .split_once(':')
        .context("--subscription is not of the form consumer:source")?;
    let mut operations = args.reach.client()?.operations(service(consumer)?)?;
    let request = SkipEventRequest {
        subscription: args.subscription,
        position: args.position.into(),
        reason: args.reason,
    };
    let skipped = operations.skip_event(request).await?.into_inner();
    println!("event {} was put aside", skipped.event_id);
    Ok(ExitCode::Done)
}

/// Arguments of `keten picture`.
#[derive(Args)]
pub(crate) struct PictureArgs {
    #[command(flatten)]
    reach: Reach,
    /// The date; today otherwise
    #[arg(long)]
    as_of: Option<Date>,
    /// Only what was recorded on or before this date
    #[arg(long)]
    known_on: Option<Date>,
    /// By nationality and age, too
    #[arg(long)]
    groups: bool,
    /// As JSON
    #[arg(long)]
    json: bool,
}

pub(crate) async fn picture(args: PictureArgs) -> Result<ExitCode> {
    let mut prognosis = args.reach.client()?.prognosis()?;
    let request =
        pb::GetChainPictureRequest { as_of: args.as_of.to_pb(), known_on: args.known_on.to_pb() };
    let answer = prognosis.get_chain_picture(request).await?.into_inner();
    let mut stocks: BTreeMap<(String, String, String), i64> = BTreeMap::new();
    for stock in answer.stocks {
        let key = if args.groups {
            (stock.stage, stock.group, stock.age_band)
        } else {
            (stock.stage, String::new(), String::new())
        };
        *stocks.entry(key).or_default() += stock.count;
    }
    if args.json {
        let all: Vec<serde_json::Value> = stocks
            .into_iter()
            .map(|((stage, group, age_band), count)| {
                serde_json::json!({ "stage": stage, "group": group, "age_band": age_band, "count": count })
            })
            .collect();
        println!("{}", serde_json::Value::Array(all));
        return Ok(ExitCode::Done);
    }
    let mut table = Table::new(&["stage", "group", "age", "number"]);
    for ((stage, group, age_band), count) in stocks {
        table.row(vec![stage, group, age_band, number(Some(count))]);
    }
    table.say_or("nobody stands anywhere on that day: nothing was recorded before it, or nothing is known of it");
    Ok(ExitCode::Done)
}

/// Prints the stocks of the chain now.
pub(crate) async fn show_picture(client: &client::Client) -> Result<()> {
    let mut prognosis = client.prognosis()?;
    let answer = prognosis.get_chain_picture(pb::GetChainPictureRequest::default()).await?;
    let mut stocks: BTreeMap<String, i64> = BTreeMap::new();
    for stock in answer.into_inner().stocks {
        *stocks.entry(stock.stage).or_default() += stock.count;
    }
    let mut table = Table::new(&["stage", "number"]);
    for (stage, count) in stocks {
        table.row(vec![stage, number(Some(count))]);
    }
    table.say_or("nobody stands anywhere: nothing was recorded yet");
    Ok(())
}
