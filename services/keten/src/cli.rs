//! The command line. Exit codes: 0 done, 1 the work failed or found something wrong, 64 wrong arguments,
//! 69 something needed is away.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use host::{ExitCode, LogFormat, telemetry};
use law::Policy;
use tonic_types::StatusExt as _;

use crate::planning::{
    BacktestArgs, BenchCommand, DeviationsArgs, EditionCommand, ForecastArgs, JudgementCommand,
    LetterArgs, ScoresArgs, SeriesCommand,
};
use crate::policy::PolicyCommand;
use crate::reach::Reach;
use crate::{demo, doctor, inspect, planning, policy, rebuild, relaying, simulate, tail};

#[derive(Parser)]
#[command(
    name = "keten",
    version,
    about = "The Dutch asylum and migration chain on one machine, and its operator's tools"
)]
struct Cli {
    /// Which log lines are written to standard error, for instance info or prognosis=debug; warnings otherwise, and of
    /// the relay its progress
    #[arg(long, global = true, env = "KETEN_LOG")]
    log: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Lives the chain through the months of 2025 on published figures, forecasts, and prints both beside the letter
    Demo(demo::DemoArgs),
    /// Runs the whole chain on this machine, on its usual ports or others, until Ctrl-C
    Up(UpArgs),
    /// Lives a running chain (in simulation mode) through months of people
    Simulate(simulate::SimulateArgs),
    /// Runs one service; the rest of the line is its own: keten serve intake --help
    #[command(disable_help_flag = true)]
    Serve {
        /// intake, reception, returns, housing or prognosis
        service: String,
        /// Arguments of the service
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        rest: Vec<String>,
    },
    /// Shows, compares and explains what the law says
    #[command(subcommand)]
    Policy(PolicyCommand),
    /// Shows stocks of the chain on a date
    Picture(inspect::PictureArgs),
    /// Makes a forecast, from a running chain or from published figures alone, and prints it
    Forecast(ForecastArgs),
    /// Editions of the MPP: open, freeze, sign, adopt, choose, publish
    #[command(subcommand)]
    Edition(EditionCommand),
    /// Assumptions, measures and expectations of experts
    #[command(subcommand)]
    Judgement(JudgementCommand),
    /// Published series: import and list
    #[command(subcommand)]
    Series(SeriesCommand),
    /// Shows how forecasts did whose outcome is known
    Scores(ScoresArgs),
    /// Shows where what happened deviates from what was forecast
    Deviations(DeviationsArgs),
    /// Sets the figures of the letter of 2025 beside the model's and what was realised
    Letter(LetterArgs),
    /// Evaluates the models of inflow on the past, with only what was known at each moment
    Backtest(BacktestArgs),
    /// Measures the engines
    #[command(subcommand)]
    Bench(BenchCommand),
    /// Looks at events
    #[command(subcommand)]
    Events(EventsCommand),
    /// Proves and repairs logs
    #[command(subcommand)]
    Journal(JournalCommand),
    /// Shows how far every subscription is
    Cursors {
        #[command(flatten)]
        reach: Reach,
    },
    /// Looks at a running chain end to end and says what is wrong and what to do
    Doctor(doctor::DoctorArgs),
    /// Passes over an event that a subscription cannot apply, and keeps it aside
    SkipEvent(inspect::SkipArgs),
    /// Carries the feeds to NATS JetStream, as CloudEvents, until SIGTERM or Ctrl-C
    Relay(relaying::RelayArgs),
}

#[derive(Subcommand)]
enum EventsCommand {
    /// Prints the events of a service as they come
    Tail(tail::TailArgs),
}

#[derive(Subcommand)]
enum JournalCommand {
    /// Recomputes the hash chain of every log; exit code 1 when one does not verify
    Verify {
        #[command(flatten)]
        reach: Reach,
    },
    /// Folds every log anew and compares what follows with the tables (--check), or writes what a table lost
    Rebuild(rebuild::RebuildArgs),
    /// Gives a restored log a new identity, so that consumers which had read further stop with a clear error
    NewLogId {
        /// Name of the service
        service: String,
        /// Address of its database
        database: String,
        /// Confirms that this log was restored from a backup
        #[arg(long, required = true)]
        restored: bool,
    },
}

#[derive(Args)]
struct UpArgs {
    /// Folder of the databases
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// Policy set that holds: a set that comes with the software (`keten policy list`) or a file
    #[arg(long, default_value = "PACT_PLUS_TWO_STATUS_2026", value_parser = crate::arguments::policy)]
    policy: Arc<Policy>,
    /// Starts in simulation mode, with the clocks at this date (for keten simulate)
    #[arg(long, value_name = "DATE")]
    simulation: Option<jiff::civil::Date>,
    /// Base port: the five services listen on it and the next four, their operations a hundred further; 0 takes free ones
    #[arg(long, value_name = "PORT", default_value_t = crate::chain::USUAL_PORT, value_parser = crate::reach::base_port)]
    port: u16,
}

/// The `main` of the binary.
pub fn main() -> std::process::ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            drop(error.print());
            let code = if error.use_stderr() { ExitCode::Config } else { ExitCode::Done };
            return std::process::ExitCode::from(code as u8);
        }
    };
    if let Command::Serve { service, rest } = &cli.command {
        return serve(service, rest);
    }
    // What runs for months says how far it is without being asked.
    let usual = if matches!(cli.command, Command::Relay(_)) { "warn,relay=info" } else { "warn" };
    telemetry::init_log(LogFormat::Text, cli.log.as_deref().unwrap_or(usual));
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("keten: no runtime: {error}");
            return std::process::ExitCode::from(ExitCode::Failed as u8);
        }
    };
    let code = runtime.block_on(Box::pin(run(cli.command))).unwrap_or_else(|error| {
        eprintln!("keten: {}", message_of(&error));
        let stuck = matches!(error.downcast_ref(), Some(client::ClientError::Stuck { .. }));
        let away = error.downcast_ref::<tonic::Status>().map(tonic::Status::code);
        if stuck || away == Some(tonic::Code::Unavailable) {
            ExitCode::Unavailable
        } else {
            ExitCode::Failed
        }
    });
    std::process::ExitCode::from(code as u8)
}

async fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Demo(args) => demo::run(args).await,
        Command::Up(args) => up(args).await,
        Command::Simulate(args) => simulate::run(args).await,
        Command::Policy(command) => policy::run(command),
        Command::Picture(args) => inspect::picture(args).await,
        Command::Forecast(args) => planning::forecast(args).await,
        Command::Edition(command) => planning::edition(command).await,
        Command::Judgement(command) => planning::judgement(command).await,
        Command::Series(command) => planning::series(command).await,
        Command::Scores(args) => planning::scores(args).await,
        Command::Deviations(args) => planning::deviations(args).await,
        Command::Letter(args) => planning::letter(args).await,
        Command::Backtest(args) => planning::backtest(args).await,
        Command::Bench(command) => planning::bench(command).await,
        Command::Events(EventsCommand::Tail(args)) => tail::tail(args).await,
        Command::Journal(JournalCommand::Rebuild(args)) => rebuild::run(args).await,
        Command::Journal(JournalCommand::Verify { reach }) => inspect::verify(&reach).await,
        Command::Journal(JournalCommand::NewLogId { service, database, restored: _ }) => {
            inspect::new_log_id(&service, &database).await
        }
        Command::Cursors { reach } => inspect::cursors(&reach).await,
        Command::SkipEvent(args) => inspect::skip(args).await,
        Command::Doctor(args) => doctor::run(args).await,
        Command::Relay(args) => relaying::run(args).await,
        Command::Serve { .. } => Ok(ExitCode::Done),
    }
}

/// An error in words; that of a service with its reason first, as its contract names it.
fn message_of(error: &anyhow::Error) -> String {
    let text = match error.downcast_ref::<tonic::Status>() {
        None => format!("{error:#}"),
        Some(status) => {
            let said = match status.get_details_error_info() {
                Some(info) => format!("{}: {}", info.reason, status.message()),
                None => format!("{:?}: {}", status.code(), status.message()),
            };
            // What was being done, where somebody said so: the file that was refused.
            let outer = error.to_string();
            if outer == status.to_string() { said } else { format!("{outer}: {said}") }
        }
    };
    // What was wrong may be what somebody wrote.
    crate::table::plain(&text, true)
}

fn serve(service: &str, rest: &[String]) -> std::process::ExitCode {
    let arguments = || std::iter::once(service.to_owned()).chain(rest.iter().cloned());
    match service {
        "intake" => host::main_with::<intake::Intake>(arguments()),
        "reception" => host::main_with::<reception::Reception>(arguments()),
        "returns" => host::main_with::<returns::Returns>(arguments()),
        "housing" => host::main_with::<housing::Housing>(arguments()),
        "prognosis" => host::main_with::<prognosis::Prognosis>(arguments()),
        _ => {
            eprintln!("keten: {service:?} is not intake, reception, returns, housing or prognosis");
            std::process::ExitCode::from(ExitCode::Config as u8)
        }
    }
}

async fn up(args: UpArgs) -> Result<ExitCode> {
    use crate::chain::{Chain, ChainOptions, Storage};
    let start = args.simulation.map(|day| jiff::tz::TimeZone::UTC.to_timestamp(day.at(9, 0, 0, 0)));
    let options = ChainOptions {
        storage: Storage::Folder(args.data),
        policy: args.policy,
        simulation_start: start.transpose()?,
        usual_ports: false,
    };
    let base = if args.port == 0 { crate::chain::free_base()? } else { args.port };
    let mut chain = Chain::start_at(&options, Some(base)).await?;
    for (name, address) in chain.addresses() {
        println!("{name:<10} http://{}  operations http://{}", address.grpc, address.admin);
    }
    println!(
        "The chain is up; Ctrl-C stops it. Look: keten picture{}",
        crate::reach::option_for(base)
    );
    let code = tokio::select! {
        () = host::signal() => ExitCode::Done,
        how = chain.broken() => {
            eprintln!("keten: {how}");
            ExitCode::Broken
        }
    };
    chain.stop().await;
    Ok(code)
}
