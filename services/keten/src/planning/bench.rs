//! `keten bench`: how fast the engines are.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use clap::{Subcommand, ValueEnum};
use forecast::Unwatched;
use forecast::assumption::Estimated;
use forecast::measure::Measure;
use forecast::sim::{Engine, reference};
use host::ExitCode;
use jiff::civil::Date;

use super::files;
use super::letter::{CUT, HORIZON};
use crate::memory::peak_memory;

/// What can be measured.
#[derive(Subcommand)]
pub(crate) enum BenchCommand {
    /// The benchmark job ketenref-1 on an engine; writes month-end stocks as CSV
    Simulation {
        /// The engine
        #[arg(long, default_value = "counters")]
        engine: Engines,
        /// Replications
        #[arg(long, default_value_t = 1_000)]
        replications: u32,
        /// Threads
        #[arg(long, default_value_t = 2)]
        threads: usize,
        /// Standard deviation of the month's log inflow: 0 or 0.09 in the published figures
        #[arg(long, default_value_t = 0.0)]
        sigma: f64,
        /// Seed of chance
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// File for replication, month, stock, value
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// A full edition: six scenarios of measures, all quantities and costs
    Edition {
        /// Folder with the published series
        #[arg(long)]
        data: PathBuf,
        /// Last day of the forecast, which begins on 1 September 2025
        #[arg(long, default_value = "2030-12-31")]
        horizon: Date,
        /// Replications of each scenario
        #[arg(long, default_value_t = 10_000)]
        replications: u32,
        /// Threads
        #[arg(long, default_value_t = 2)]
        threads: usize,
    },
    /// A slider: paired replications of the months engine with one assumption moved
    Slider {
        /// Folder with the published series
        #[arg(long)]
        data: PathBuf,
        /// Paired replications
        #[arg(long, default_value_t = 200)]
        replications: u32,
    },
}

/// Engines by name.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Engines {
    Counters,
    Persons,
    Months,
}

pub(crate) async fn bench(command: BenchCommand) -> Result<ExitCode> {
    tokio::task::spawn_blocking(move || measure(command)).await?
}

fn measure(command: BenchCommand) -> Result<ExitCode> {
    match command {
        BenchCommand::Simulation { engine, replications, threads, sigma, seed, out } => {
            if !(1..=forecast::REPLICATIONS_MAX).contains(&replications) {
                bail!("--replications must be 1 to {}", forecast::REPLICATIONS_MAX);
            }
            if !(0.0..=1.0).contains(&sigma) {
                bail!("--sigma must be 0 to 1");
            }
            let engine = match engine {
                Engines::Counters => Engine::Counters,
                Engines::Persons => Engine::Persons,
                Engines::Months => Engine::Months,
            };
            let job = reference::ketenref1(sigma);
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
            let began = Instant::now();
            let runs = pool.install(|| job.run(engine, seed, 0..replications))?;
            let seconds = began.elapsed().as_secs_f64();
            eprintln!(
                "{replications} replications of ketenref-1 on {threads} threads: {seconds:.3} s, {} MB at most",
                peak_memory() / 1_048_576
            );
            if let Some(out) = out {
                let file = File::create(&out).with_context(|| format!("{}", out.display()))?;
                let mut file = BufWriter::new(file);
                writeln!(file, "replication,month,stock,value")?;
                for row in reference::rows(&runs) {
                    writeln!(file, "{row}")?;
                }
                file.flush()?;
            }
            Ok(ExitCode::Done)
        }
        BenchCommand::Edition { data, horizon, replications, threads } => {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
            let mut input = files::input(&data, CUT, horizon)?;
            input.seed = 2025;
            input.replications = replications;
            let all: Vec<Measure> =
                forecast::measure::catalogue().iter().map(|switch| switch.measure).collect();
            let began = Instant::now();
            // The base, four measures by themselves, and all of them.
            for scenario in 0..6 {
                let chosen: Vec<Measure> = match scenario {
                    0 => Vec::new(),
                    5 => all.clone(),
                    n => all.get(n - 1).copied().into_iter().collect(),
                };
                let mut input = input.clone();
                input.measures = chosen.iter().copied().collect();
                let names: Vec<&str> = chosen.iter().map(|one| one.code()).collect();
                let estimates = pool.install(|| forecast::run(&input, &Unwatched))?;
                eprintln!(
                    "{:6.1} s: {} estimates with {}",
                    began.elapsed().as_secs_f64(),
                    estimates.len(),
                    if names.is_empty() { "no measure".to_owned() } else { names.join(", ") }
                );
            }
            eprintln!(
                "{replications} replications x 6 scenarios on {threads} threads: {:.1} s, {} MB at most",
                began.elapsed().as_secs_f64(),
                peak_memory() / 1_048_576
            );
            Ok(ExitCode::Done)
        }
        BenchCommand::Slider { data, replications } => {
            let mut base = files::input(&data, CUT, HORIZON)?;
            base.seed = 2025;
            base.replications = replications;
            let mut changed = base.clone();
            changed.assumptions.insert(Estimated::HomesPerMonth.into(), 900.0);
            forecast::compare(&base, &changed, replications)?;
            let began = Instant::now();
            let compared = forecast::compare(&base, &changed, replications)?;
            eprintln!(
                "{} effects from {replications} paired replications: {:.0} ms",
                compared.effects.len(),
                began.elapsed().as_secs_f64() * 1_000.0
            );
            Ok(ExitCode::Done)
        }
    }
}
