//! The command line of a service: `serve`, `migrate`, `check-config`, `healthcheck`.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, Subcommand};
use db::Db;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;

use crate::run::{Ended, Listeners, start};
use crate::service::HostedService;
use crate::start_error::StartError;
use crate::{Settings, telemetry};

const RUNTIME_STOP_MAX: Duration = Duration::from_secs(1);

/// How a process ends; the numbers of `sysexits.h` where there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitCode {
    /// All went well.
    Done = 0,
    /// The work failed.
    Failed = 1,
    /// The command line or the configuration is wrong.
    Config = 64,
    /// Something needed is away: the database, an address, a service.
    Unavailable = 69,
    /// A task inside ended unasked: a bug, or something that a restart may heal.
    Broken = 70,
}

#[derive(Parser)]
#[command(version, disable_help_subcommand = true)]
struct Args {
    /// Configuration file (TOML)
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    /// Overrides one key of the configuration, for instance --set database=sqlite://data/intake.db
    #[arg(long = "set", global = true, value_name = "KEY=VALUE")]
    set: Vec<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the service until SIGTERM or Ctrl-C; a second signal ends it at once
    Serve,
    /// Brings the database to the newest version
    Migrate {
        /// Only tells what is missing; exit code 1 when something is
        #[arg(long)]
        pending: bool,
    },
    /// Shows the effective configuration, with secrets hidden
    CheckConfig,
    /// Asks a running service whether it serves; for containers
    Healthcheck,
}

/// The `main` of a service.
pub fn main<S: HostedService>() -> std::process::ExitCode {
    main_with::<S>(std::env::args())
}

/// The same with other arguments than those of the process; the first is the name of the program.
pub fn main_with<S: HostedService>(
    arguments: impl Iterator<Item = String>,
) -> std::process::ExitCode {
    let command = <Args as clap::CommandFactory>::command().name(S::NAME).about(S::ABOUT);
    let parsed = command.try_get_matches_from(arguments);
    let parsed =
        parsed.and_then(|matches| <Args as clap::FromArgMatches>::from_arg_matches(&matches));
    let code = match parsed {
        Ok(args) => run::<S>(&args),
        Err(error) => {
            drop(error.print());
            if error.use_stderr() { ExitCode::Config } else { ExitCode::Done }
        }
    };
    std::process::ExitCode::from(code as u8)
}

fn run<S: HostedService>(args: &Args) -> ExitCode {
    let settings = match Settings::read(S::NAME, args.config.as_deref(), &args.set) {
        Ok(settings) => settings,
        Err(error) => {
            eprintln!("{}: configuration: {error}", S::NAME);
            return ExitCode::Config;
        }
    };
    if matches!(args.command, Command::CheckConfig) {
        print!("{}", settings.show());
        return ExitCode::Done;
    }
    telemetry::init_log(settings.log_format, &settings.log_filter);
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("{}: no runtime: {error}", S::NAME);
            return ExitCode::Failed;
        }
    };
    let done = runtime.block_on(async {
        match args.command {
            Command::Serve => serve::<S>(settings).await,
            Command::Migrate { pending } => migrate::<S>(&settings, pending).await,
            Command::Healthcheck => healthcheck(&settings).await,
            Command::CheckConfig => Ok(ExitCode::Done),
        }
    });
    // Work on other threads that does not look at the stop, such as a forecast, must not hold up the end.
    runtime.shutdown_timeout(RUNTIME_STOP_MAX);
    done.unwrap_or_else(|error| {
        eprintln!("{}: {error}", S::NAME);
        ExitCode::Unavailable
    })
}

async fn serve<S: HostedService>(settings: Settings) -> Result<ExitCode, StartError> {
    let listeners = Listeners::bind(settings.grpc_address, settings.admin_address).await?;
    let mut running = start::<S>(settings, listeners).await?;
    tokio::select! {
        () = signal() => {}
        ended = running.ended() => return Ok(match ended {
            Ended::Stopped => ExitCode::Done,
            Ended::Broken(_) => ExitCode::Broken,
        }),
    }
    tracing::info!(service = S::NAME, "stopping");
    tokio::select! {
        () = running.stop() => Ok(ExitCode::Done),
        () = signal() => Ok(ExitCode::Failed),
    }
}

/// Waits for SIGTERM or Ctrl-C.
pub async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signals) => drop(signals.recv().await),
            Err(error) => {
                tracing::warn!(%error, "SIGTERM cannot be heard");
                std::future::pending::<()>().await;
            }
        }
    };
    tokio::select! {
        () = terminated => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

async fn migrate<S: HostedService>(
    settings: &Settings,
    pending: bool,
) -> Result<ExitCode, StartError> {
    let db = Db::open(&settings.database, 2).await?;
    let parts: [&'static [db::MigrationText]; 2] = [journal::MIGRATIONS, S::MIGRATIONS];
    let missing = db.pending(&parts).await?;
    for name in &missing {
        println!("{name}");
    }
    if pending {
        return Ok(if missing.is_empty() { ExitCode::Done } else { ExitCode::Failed });
    }
    db.migrate(&parts).await?;
    Ok(ExitCode::Done)
}

async fn healthcheck(settings: &Settings) -> Result<ExitCode, StartError> {
    // A service that listens on all addresses is asked on loopback.
    let mut address = settings.grpc_address;
    if address.ip().is_unspecified() {
        address.set_ip(match address {
            SocketAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    let address = format!("http://{address}");
    let asked = async {
        let channel = client::dial(&address).map_err(|e| e.to_string())?;
        let request = HealthCheckRequest { service: String::new() };
        let answer = HealthClient::new(channel).check(request).await.map_err(|e| e.to_string())?;
        Ok::<_, String>(answer.into_inner().status)
    };
    let serving = tonic_health::pb::health_check_response::ServingStatus::Serving as i32;
    match tokio::time::timeout(Duration::from_secs(3), asked).await {
        Ok(Ok(status)) if status == serving => Ok(ExitCode::Done),
        other => {
            eprintln!("not serving at {address}: {other:?}");
            Ok(ExitCode::Unavailable)
        }
    }
}
