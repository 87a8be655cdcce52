//! `keten simulate`: lives a running chain through months of people.

use std::sync::Arc;

use anyhow::{Result, bail};
use clap::Args;
use host::ExitCode;
use jiff::civil::Date;
use law::Policy;
use world::{Config, World};

use crate::demo::Show;
use crate::reach::Reach;

/// Arguments of `keten simulate`.
#[derive(Args)]
pub(crate) struct SimulateArgs {
    #[command(flatten)]
    reach: Reach,
    /// Months to live through from 1 January 2025, 1 to 12
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u8).range(1..=12))]
    months: u8,
    /// Size of the world, 1 for the Netherlands
    #[arg(long, default_value_t = 1.0, value_parser = crate::demo::scale)]
    scale: f64,
    /// Policy set of the chain: a set that comes with the software (`keten policy list`) or a file
    #[arg(long, default_value = "SEPT_2025", value_parser = crate::demo::policy)]
    policy: Arc<Policy>,
    /// Seed of everything
    #[arg(long, default_value_t = 2025)]
    seed: u64,
}

pub(crate) async fn run(args: SimulateArgs) -> Result<ExitCode> {
    let client = args.reach.client()?;
    let config = Config {
        seed: args.seed,
        scale_permille: (args.scale * 1_000.0).round() as u32,
        policy: args.policy.clone(),
    };
    let start = Date::constant(2025, 1, 1);
    let mut world = World::new(config, client, start);
    let mut show = Show::new(false);
    live(&mut world, args.months, &mut show).await?;
    let report = world.report();
    show.end();
    println!(
        "{} commands carried out, {} refused, until {}",
        report.commands,
        report.refused_count,
        world.today()
    );
    Ok(ExitCode::Done)
}

/// Opens the books and lives so many months.
pub(crate) async fn live(world: &mut World, months: u8, show: &mut Show) -> Result<()> {
    show.phase("opening the books of 1 January 2025");
    world.open(|what, requests| show.line(&format!("{what} in {requests} requests"))).await?;
    let last = world.today().first_of_month().year();
    if last != 2025 {
        bail!("the published figures of the world begin in January 2025");
    }
    let end = forecast::Month::new(2025, months as i8).last_day();
    let days = world.today().duration_until(end).as_hours() / 24;
    show.days(days as u64);
    while world.today() < end {
        world.live_day().await?;
        show.day(world.today(), world.report().events);
    }
    Ok(())
}
