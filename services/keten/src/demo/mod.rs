//! `keten demo`: a chain in this process lives through real months, forecasts, and shows its numbers beside
//! the letter's and beside what was realised.

mod figures;
mod report;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Result, anyhow, bail};
use clap::Args;
use client::Client;
use db::DbUrl;
use forecast::Month;
use host::ExitCode;
use jiff::civil::Date;
use law::Policy;
use wire::Wire as _;
use wire::prognosis as pb;
use world::{Config, World};

use figures::Figures;

use crate::chain::{self, Chain, ChainOptions, SERVICES, Storage};
use crate::living;
use crate::memory::peak_memory;
use crate::show::Show;
use crate::{arguments, forecasting};

/// Arguments of `keten demo`.
#[derive(Args)]
pub(crate) struct DemoArgs {
    /// Months to live through from 1 January 2025, 1 to 12
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u8).range(1..=12))]
    months: u8,
    /// Size of the world: 1 is the Netherlands, 0.1 a tenth of it
    #[arg(long, default_value_t = 1.0, value_parser = arguments::scale)]
    scale: f64,
    /// Seed of everything: the same seed gives the same events and the same forecast
    #[arg(long, default_value_t = 2025)]
    seed: u64,
    /// Policy set that holds: a set that comes with the software (`keten policy list`) or a file
    #[arg(long, default_value = "SEPT_2025", value_parser = arguments::policy)]
    policy: Arc<Policy>,
    /// Keeps the databases on this PostgreSQL server instead of in SQLite files; five are created and dropped
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
    /// Keeps the SQLite files in this folder instead of a temporary one
    #[arg(long, value_name = "FOLDER", conflicts_with = "postgres")]
    data: Option<PathBuf>,
    /// Base port: the five services listen on it and the next four, their operations a hundred further; 0 takes free ones.
    /// Without it the usual ones, or free ones where those are taken or nobody will look
    #[arg(long, value_name = "PORT", value_parser = crate::reach::base_port)]
    port: Option<u16>,
    /// Ends when the numbers are printed, instead of staying up for a look
    #[arg(long)]
    exit: bool,
    /// Prints the numbers as JSON
    #[arg(long)]
    json: bool,
}

/// Replications of the demo's forecast.
const REPLICATIONS: u32 = 2_000;

pub(crate) async fn run(args: DemoArgs) -> Result<ExitCode> {
    let began = Instant::now();
    let mut show = Show::new(args.json);
    show.phase("starting five services");
    let home = Home::make(&args).await?;
    let (chain, base) = match start(&home, &args).await {
        Ok(started) => started,
        Err(error) => {
            home.remove().await;
            return Err(error);
        }
    };
    let permille = kernel::rounded_count(args.scale * 1_000.0);
    let outcome = tokio::select! {
        outcome = simulate(&args, permille, &chain, &mut show, began) => outcome,
        _ = tokio::signal::ctrl_c() => Err(anyhow!("stopped before the end")),
    };
    let figures = match outcome {
        Ok(figures) => figures,
        Err(error) => {
            show.end();
            chain.stop().await;
            home.remove().await;
            return Err(error);
        }
    };
    show.end();
    if args.json {
        println!("{}", figures.json());
    } else {
        print!("{}", report::text(&figures));
    }
    if !args.exit {
        print!("{}", report::look(&chain, base));
        tokio::signal::ctrl_c().await?;
        eprintln!("stopping");
    }
    chain.stop().await;
    home.remove().await;
    Ok(ExitCode::Done)
}

async fn simulate(
    args: &DemoArgs,
    permille: u32,
    chain: &Chain,
    show: &mut Show,
    began: Instant,
) -> Result<Figures> {
    let client = Client::new(&chain.endpoints())?;
    let start = Date::constant(2025, 1, 1);
    let config = Config { seed: args.seed, scale_permille: permille, policy: args.policy.clone() };
    let mut world = World::new(config, client.clone(), start);
    let living = Instant::now();
    living::advance(&mut world, args.months, show).await?;
    let lived = living.elapsed();

    let cut = Month::new(2025, args.months as i8).plus(1);
    show.phase(&format!("data cut on {}", cut.first_day()));
    client.advance(jiff::tz::TimeZone::UTC.to_timestamp(cut.first_day().at(9, 0, 0, 0))?).await?;
    client.settle_prognosis().await?;
    show.phase("forecasting");
    let forecast = forecast(&client, cut, args.seed, permille, show).await?;
    show.phase("reading the picture of the chain and the digests");
    let mut figures = Figures::read(&client, start, cut, forecast).await?;
    figures.permille = permille;
    figures.seed = args.seed;
    figures.commands = world.report().commands;
    figures.refused = world.report().refused_count;
    figures.refusals.clone_from(&world.report().refused);
    figures.lived_seconds = lived.as_secs_f64();
    figures.seconds = began.elapsed().as_secs_f64();
    figures.memory_bytes = peak_memory();
    Ok(figures)
}

async fn forecast(
    client: &Client,
    cut: Month,
    seed: u64,
    permille: u32,
    show: &mut Show,
) -> Result<pb::Forecast> {
    let request_id = kernel::Ids::derive(kernel::Uuid::from_u128(seed.into()), b"forecast");
    let horizon = Date::constant(2026, 12, 31).max(cut.last_day());
    let parameters = pb::ForecastParameters {
        cut_off: cut.first_day().to_pb(),
        horizon: horizon.to_pb(),
        seed,
        replications: REPLICATIONS,
        history_permille: permille,
        ..pb::ForecastParameters::default()
    };
    let told = |done| show.forecast(done, REPLICATIONS);
    forecasting::make(client, request_id, parameters, told).await
}

/// Where the demo's databases live.
enum Home {
    Given(PathBuf),
    Temporary(tempfile::TempDir),
    Server { server: String, databases: BTreeMap<&'static str, DbUrl> },
}

impl Home {
    async fn make(args: &DemoArgs) -> Result<Self> {
        if let Some(server) = &args.postgres {
            let mut databases = BTreeMap::new();
            for name in SERVICES {
                let own = kernel::Ids::random().simple().to_string();
                let url = db::admin::create(server, &format!("keten_demo_{name}_{own}")).await?;
                databases.insert(name, url);
            }
            return Ok(Self::Server { server: server.clone(), databases });
        }
        Ok(match &args.data {
            Some(folder) if folder.join("intake.db").exists() => {
                bail!("{} holds a chain already; name an empty folder", folder.display())
            }
            Some(folder) => Self::Given(folder.clone()),
            None => Self::Temporary(tempfile::tempdir()?),
        })
    }

    fn storage(&self) -> Storage {
        match self {
            Self::Given(folder) => Storage::Folder(folder.clone()),
            Self::Temporary(folder) => Storage::Folder(folder.path().to_owned()),
            Self::Server { databases, .. } => Storage::Databases(databases.clone()),
        }
    }

    async fn remove(self) {
        if let Self::Server { server, databases } = self {
            for url in databases.values() {
                if let Err(error) = db::admin::drop(&server, url).await {
                    eprintln!("database {url:?} was not dropped: {error}");
                }
            }
        }
    }
}

/// Starts the chain: on the ports that are asked for; else on its usual ones when they are free and somebody will
/// look. Answers the base, where the ports have one.
async fn start(home: &Home, args: &DemoArgs) -> Result<(Chain, Option<u16>)> {
    let day = Date::constant(2025, 1, 1).at(9, 0, 0, 0);
    let options = ChainOptions {
        storage: home.storage(),
        policy: args.policy.clone(),
        simulation_start: Some(jiff::tz::TimeZone::UTC.to_timestamp(day)?),
        usual_ports: false,
    };
    let base = match args.port {
        Some(0) => Some(chain::free_base()?),
        None if args.exit => None,
        None => match Chain::start_at(&options, Some(chain::USUAL_PORT)).await {
            Err(error) if matches!(error.downcast_ref(), Some(host::StartError::Listen(..))) => {
                eprintln!("{error}; free ports are taken");
                Some(chain::free_base()?)
            }
            started => return Ok((started?, Some(chain::USUAL_PORT))),
        },
        given => given,
    };
    Ok((Chain::start_at(&options, base).await?, base))
}
