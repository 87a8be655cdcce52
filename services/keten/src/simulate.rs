//! `keten simulate`: lives a running chain through months of people.

use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow, bail};
use clap::Args;
use client::{Client, Service};
use forecast::Month;
use host::ExitCode;
use law::Policy;
use world::{Config, World};

use crate::chain::{Chain, ChainOptions, Storage};
use crate::living::advance;
use crate::reach::Reach;
use crate::show::Show;
use crate::table::{Table, number};

/// Arguments of `keten simulate`.
#[derive(Args)]
pub(crate) struct SimulateArgs {
    #[command(flatten)]
    reach: Reach,
    /// First month of the world: 2025-01, of which figures are published, or 2026-06, days before the pact
    #[arg(long, default_value = "2025-01", value_name = "MONTH", value_parser = from)]
    from: Month,
    /// Months to live through, 1 to 24
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u8).range(1..=24))]
    months: u8,
    /// Size of the world, 1 for the Netherlands
    #[arg(long, default_value_t = 1.0, value_parser = crate::arguments::scale)]
    scale: f64,
    /// Policy set of the chain: a set that comes with the software (`keten policy list`) or a file; unset: the one
    /// that a running chain holds, or the one of the time of a chain of its own
    #[arg(long, value_parser = crate::arguments::policy)]
    policy: Option<Arc<Policy>>,
    /// Seed of everything
    #[arg(long, default_value_t = 2025)]
    seed: u64,
}

/// A month of which an opening position is known.
fn from(text: &str) -> Result<Month, String> {
    let known = "must be 2025-01 or 2026-06: of these the opening position is known";
    let (year, month) = text.split_once('-').ok_or(known)?;
    let (year, month): (i16, i8) =
        (year.parse().map_err(|_| known)?, month.parse().map_err(|_| known)?);
    reference::opening(year, month).map(|_| Month::new(year, month)).ok_or_else(|| known.to_owned())
}

pub(crate) async fn run(args: SimulateArgs) -> Result<ExitCode> {
    if args.reach.nobody_there().await {
        return on_its_own(args).await;
    }
    let client = args.reach.client()?;
    let held = client.policy(Service::Intake).await?;
    let policy = match &args.policy {
        Some(policy) if policy.name() == held => policy.clone(),
        Some(policy) => bail!("--policy is {}, the chain holds {held}", policy.name()),
        None => Policy::load(&held)
            .map(Arc::new)
            .with_context(|| format!("the chain holds {held}; name its file with --policy"))?,
    };
    simulate(&args, client, policy).await
}

/// Without a running chain: starts one in a temporary folder, which goes when the months are over.
async fn on_its_own(args: SimulateArgs) -> Result<ExitCode> {
    let first = args.from.first_day();
    let of_the_time = if first.year() <= 2025 { "SEPT_2025" } else { "PACT_PLUS_TWO_STATUS_2026" };
    let policy = match &args.policy {
        Some(policy) => policy.clone(),
        None => Arc::new(Policy::load(of_the_time)?),
    };
    eprintln!(
        "no chain answers on these ports: one is started for this run, under {}",
        policy.name()
    );
    let folder = tempfile::tempdir()?;
    let start = jiff::tz::TimeZone::UTC.to_timestamp(first.at(9, 0, 0, 0))?;
    let options = ChainOptions {
        storage: Storage::Folder(folder.path().to_owned()),
        policy: policy.clone(),
        simulation_start: Some(start),
        usual_ports: false,
    };
    let chain = Chain::start(&options).await?;
    let client = Client::new(&chain.endpoints())?;
    let done = tokio::select! {
        done = simulate(&args, client, policy) => done,
        _ = tokio::signal::ctrl_c() => Err(anyhow!("stopped before the end")),
    };
    chain.stop().await;
    done
}

async fn simulate(args: &SimulateArgs, client: Client, policy: Arc<Policy>) -> Result<ExitCode> {
    let scale_permille = kernel::rounded_count(args.scale * 1_000.0);
    let config = Config { seed: args.seed, scale_permille, policy: policy.clone() };
    let mut world = World::new(config, client.clone(), args.from.first_day());
    let mut show = Show::new(false);
    advance(&mut world, args.months, &mut show).await?;
    client.settle_prognosis().await?;
    show.end();
    let report = world.report();
    println!("Lived until {} under {}: {}\n", world.today(), policy.name(), policy.title());
    let mut table = Table::new(&["cases under", "households that wait", "heard", "decided"]);
    for (law, of) in ["the old law", "the pact"].into_iter().zip(world.officers()) {
        let cells = [of.waiting as i64, of.heard, of.decided].map(|n| number(Some(n)));
        table.row(std::iter::once(law.to_owned()).chain(cells).collect());
    }
    crate::table::say(&table.text());
    println!();
    crate::inspect::show_picture(&client).await?;
    println!(
        "\n{} commands carried out, {} refused, {} events",
        number(Some(report.commands as i64)),
        report.refused_count,
        number(Some(report.events as i64))
    );
    for refusal in &report.refused {
        println!("  {refusal}");
    }
    Ok(if report.refused_count == 0 { ExitCode::Done } else { ExitCode::Failed })
}
