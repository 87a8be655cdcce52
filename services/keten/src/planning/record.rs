//! `keten letter`, `keten backtest`, `keten bench`: how good it is, and how fast, printed so that anybody can
//! repeat it.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use backtest::{CALIBRATED, Moment, Options, Releases, Set, Skill, Target};
use clap::{Args, Subcommand, ValueEnum};
use forecast::expert::{Expectation, Statement};
use forecast::sim::{Engine, reference};
use forecast::{Input, Unwatched};
use host::ExitCode;
use jiff::civil::Date;
use published::Shape;

use super::files;
use crate::table::{Table, number, say};

/// Arguments of `keten letter`.
#[derive(Args)]
pub(crate) struct LetterArgs {
    /// Folder with the published series; with it the chain of the letter is reproduced too
    #[arg(long)]
    data: Option<PathBuf>,
    /// Replications
    #[arg(long, default_value_t = 10_000)]
    replications: u32,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// Arguments of `keten backtest`.
#[derive(Args)]
pub(crate) struct BacktestArgs {
    /// Folder with the published series
    #[arg(long)]
    data: PathBuf,
    /// Folder for tables (CSV) and charts (SVG)
    #[arg(long)]
    out: Option<PathBuf>,
    /// Paths per origin
    #[arg(long, default_value_t = 1_000)]
    replications: u32,
    /// Paths at the moments of the MPP
    #[arg(long, default_value_t = 4_000)]
    moments: u32,
    /// Seed of chance
    #[arg(long, default_value_t = 2025)]
    seed: u64,
}

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

/// The cut of the letter of 26 September 2025: data to the end of August.
const CUT: Date = Date::constant(2025, 9, 1);
/// The last month that it looks at.
const HORIZON: Date = Date::constant(2026, 12, 31);

pub(crate) async fn letter(args: LetterArgs) -> Result<ExitCode> {
    tokio::task::spawn_blocking(move || reproduce(&args)).await?
}

fn reproduce(args: &LetterArgs) -> Result<ExitCode> {
    let options = Options { replications: args.replications, ..Options::default() };
    let letter = backtest::letter::letter(options)?;
    let chain = match &args.data {
        Some(folder) => Some(ChainOfLetter::fit(folder, args.replications)?),
        None => None,
    };
    if args.json {
        let mut all = serde_json::to_value(&letter)?;
        if let (Some(object), Some(chain)) = (all.as_object_mut(), &chain) {
            object.insert("chain".to_owned(), chain.json());
        }
        println!("{all}");
        return Ok(ExitCode::Done);
    }
    let mut table = Table::new(&[
        "quantity",
        "year",
        "scenario",
        "letter",
        "anchored",
        "off %",
        "free",
        "off %",
        "realised",
        "letter off %",
    ]);
    let percent = |part: f64| format!("{:+.1}", part * 100.0);
    for row in &letter.rows {
        let realised = row.realised.map(|value| value.round() as i64);
        table.row(vec![
            row.quantity.to_owned(),
            row.year.to_string(),
            row.scenario.to_owned(),
            number(Some(row.letter.round() as i64)),
            number(Some(row.anchored.round() as i64)),
            percent(row.anchored_error),
            number(Some(row.free.round() as i64)),
            percent(row.free / row.letter - 1.0),
            number(realised),
            row.realised.map_or("-".to_owned(), |realised| percent(row.letter / realised - 1.0)),
        ]);
    }
    say(&table.text());
    for (year, share) in &letter.medio_exceeded {
        println!(
            "  medio of {year} is exceeded in {:.1} % of the anchored replications",
            share * 100.0
        );
    }
    for held in &letter.held {
        println!(
            "  total of 2025 with data to {}: {} ({} to {}, {:.0} % interval); realised {}: {}",
            held.data_to,
            number(Some(held.median.round() as i64)),
            number(Some(held.low.round() as i64)),
            number(Some(held.high.round() as i64)),
            held.mass * 100.0,
            number(Some(held.realised.round() as i64)),
            if held.held { "inside" } else { "outside" }
        );
    }
    match chain {
        Some(chain) => chain.print(),
        None => {
            println!("  the chain of the letter needs --data, the folder with the published series")
        }
    }
    Ok(ExitCode::Done)
}

/// The chain of the letter: its inflow imposed, and one free parameter, how many homes municipalities
/// realise, fitted so that the need of places on 1 January 2027 is the letter's. A calibration, not evidence.
struct ChainOfLetter {
    places: i64,
    letter: i64,
    homes: f64,
    realisation: f64,
    minors: i64,
    target: i64,
}

/// Replications with which the free parameter is fitted.
const FIT_REPLICATIONS: u32 = 400;
/// Steps of the search: the range of homes is halved each time.
const FIT_STEPS: usize = 12;
/// Homes a month that the target of the letter asks for: 15,000 a half-year.
const TARGET_HOMES: f64 = 15_000.0 / 6.0;
/// Range of the part of the target that is realised in which the fitted value must lie (forecast design, 9).
const REALISATION: (f64, f64) = (0.3, 1.3);

impl ChainOfLetter {
    fn fit(folder: &Path, replications: u32) -> Result<Self> {
        let mut input = files::input(folder, CUT, HORIZON)?;
        input.seed = 2025;
        input.replications = FIT_REPLICATIONS;
        input.assumptions.insert("grant_rate".to_owned(), GRANT_RATE);
        impose(&mut input);
        let letter = ::reference::LETTER
            .iter()
            .find(|figure| figure.quantity == "coa.required_capacity")
            .and_then(|figure| figure.median)
            .context("the letter's need of places")?;
        let (mut few, mut many) = (REALISATION.0, REALISATION.1);
        for _ in 0..FIT_STEPS {
            let middle = f64::midpoint(few, many);
            // Fewer homes, more residents.
            if places(&mut input, middle, "coa.required_capacity")? > letter {
                few = middle;
            } else {
                many = middle;
            }
        }
        let realisation = f64::midpoint(few, many);
        input.replications = replications.min(forecast::REPLICATIONS_MAX);
        let places_found = places(&mut input, realisation, "coa.required_capacity")?;
        let estimates = forecast::run(&input, &Unwatched)?;
        let median = |quantity: &str, period: &str| {
            let of = estimates.iter().find(|e| e.quantity == quantity && e.period == period);
            of.map_or(0, |estimate| estimate.median)
        };
        Ok(Self {
            places: places_found,
            letter,
            homes: realisation * TARGET_HOMES,
            realisation,
            minors: median("coa.required_minors", "2026-12"),
            target: median("housing.target", "2026-I"),
        })
    }

    fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "places": self.places, "letter": self.letter, "homes_per_month": self.homes,
            "realisation": self.realisation, "minors": self.minors, "target_2026_1": self.target,
        })
    }

    fn print(&self) {
        let off = self.places as f64 / self.letter as f64 - 1.0;
        println!(
            "\n  With the letter's inflow and grant rate, {} homes a month ({:.0} % of the target of 2,500) make the\n  \
             need of places on 1 January 2027 {} (letter {}, {:+.1} %). Minors {} (letter 5,600), target of 2026-I {}\n  \
             (letter 15,000).",
            number(Some(self.homes.round() as i64)),
            self.realisation * 100.0,
            number(Some(self.places)),
            number(Some(self.letter)),
            off * 100.0,
            number(Some(self.minors)),
            number(Some(self.target)),
        );
    }
}

/// Grant rate that the letter assumes for 2026.
const GRANT_RATE: f64 = 0.56;

/// Imposes the letter's total inflow.
fn impose(input: &mut Input) {
    for figure in ::reference::LETTER.iter().filter(|figure| figure.quantity == "inflow.total") {
        let (Some(minimum), Some(medio), Some(maximum)) =
            (figure.minimum, figure.medio, figure.maximum)
        else {
            continue;
        };
        let [minimum, medio, maximum] = [minimum, medio, maximum].map(|value| value as f64);
        input.expectations.push(Statement {
            quantity: figure.quantity.to_owned(),
            year: figure.period.parse().unwrap_or_default(),
            expectation: Expectation::Triple { minimum, medio, maximum },
            weight: 1.0,
            author: "MPP working group".to_owned(),
            reason: "the letter of 26 September 2025".to_owned(),
            expires: Date::MAX,
        });
    }
}

/// Median of a quantity in December 2026 with this part of the target's homes.
fn places(input: &mut Input, realisation: f64, quantity: &str) -> Result<i64> {
    input.assumptions.insert("homes_per_month".to_owned(), realisation * TARGET_HOMES);
    let estimates = forecast::run(input, &Unwatched)?;
    let found = estimates.iter().find(|e| e.quantity == quantity && e.period == "2026-12");
    Ok(found.context("the need of places")?.median)
}

pub(crate) async fn backtest(args: BacktestArgs) -> Result<ExitCode> {
    tokio::task::spawn_blocking(move || evaluate(&args)).await?
}

fn evaluate(args: &BacktestArgs) -> Result<ExitCode> {
    let read = |name: &str, shape: Shape| -> Result<published::Series> {
        let path = args.data.join(name);
        let text = std::fs::read_to_string(&path).with_context(|| format!("{}", path.display()))?;
        Ok(shape.read(name, &text)?)
    };
    let eurostat = read("eurostat_asylum_monthly_1999_2020.csv", Shape::EUROSTAT_MONTHLY)?;
    let mut series = vec![backtest::national(&eurostat)?, backtest::seven()?];
    series.extend(backtest::panel(&eurostat)?);
    let options = Options { replications: args.replications, seed: args.seed };
    let shown = AtomicUsize::new(0);
    let progress = move |done: usize, all: usize| {
        let tenth = done * 10 / all.max(1);
        if shown.fetch_max(tenth, Ordering::Relaxed) < tenth {
            eprintln!("{done} of {all} origins");
        }
        true
    };
    let began = Instant::now();
    let scores = backtest::evaluate(&series, options, &progress)?;
    let skills = backtest::skill(&scores);
    print_skills(&skills);
    let releases = Releases {
        quarterly: read("nl_cbs_quarterly.csv", Shape::CBS_QUARTERLY)?,
        monthly: read("nl_ind_monthly.csv", Shape::IND_MONTHLY)?,
    };
    let options = Options { replications: args.moments, seed: args.seed };
    let moments = backtest::rhythm(&releases, options)?;
    print_moments(&moments);
    let years = backtest::nareis();
    let mean = |of: fn(&backtest::Year) -> f64| {
        years.iter().map(of).sum::<f64>() / years.len().max(1) as f64 * 100.0
    };
    println!(
        "\n  nareis of a year from the permits of the year before, leave one out: {:.1} % error (last year {:.1} %)",
        mean(|year| year.error),
        mean(|year| year.last_year_error)
    );
    eprintln!("{:.1} s", began.elapsed().as_secs_f64());
    if let Some(out) = &args.out {
        std::fs::create_dir_all(out).with_context(|| format!("{}", out.display()))?;
        let write = |name: &str, text: String| {
            let path = out.join(name);
            std::fs::write(&path, text).with_context(|| format!("{}", path.display()))
        };
        write("scores.csv", backtest::csv(&scores)?)?;
        write("skill.csv", backtest::csv(&skills)?)?;
        write("moments.csv", backtest::csv(&moments)?)?;
        write("nareis.csv", backtest::csv(&years)?)?;
        write(
            "calibration.svg",
            backtest::chart::calibration(
                "How often the outcome lay below each level, next 12 months",
                &scores,
                Target::Next12,
                CALIBRATED,
            )?,
        )?;
        for (set, name) in [(Set::A, "a"), (Set::B, "b"), (Set::Panel, "panel")] {
            let models = ["walk", "theta", CALIBRATED];
            let title = format!("Skill by horizon, set {}", set.name());
            let chart = backtest::chart::horizons(&title, &skills, set, &models)?;
            write(&format!("horizons-{name}.svg"), chart)?;
        }
        let history = &series[1].history;
        let paths = forecast::inflow::Model::fit(history).paths(
            forecast::inflow::Member::Pool,
            args.replications,
            24,
            forecast::inflow::stream(args.seed),
        );
        write(
            "fan.svg",
            backtest::chart::fan("First applications, seven nationalities", history, &paths)?,
        )?;
        eprintln!("tables and charts in {}", out.display());
    }
    Ok(ExitCode::Done)
}

fn print_skills(skills: &[Skill]) {
    let mut table = Table::new(&[
        "set", "target", "model", "origins", "WIS", "error %", "bias %", "in 50", "in 80", "in 95",
        "width",
    ]);
    for one in skills {
        table.row(vec![
            one.set.name().to_owned(),
            one.target.clone(),
            one.model.to_owned(),
            one.origins.to_string(),
            format!("{:.3}", one.relative_wis),
            format!("{:.1}", one.mean_error * 100.0),
            format!("{:+.1}", one.bias * 100.0),
            format!("{:.0}", one.covered50 * 100.0),
            format!("{:.0}", one.covered80 * 100.0),
            format!("{:.0}", one.covered95 * 100.0),
            format!("{:.2}", one.width80),
        ]);
    }
    say(&table.text());
}

fn print_moments(moments: &[Moment]) {
    let mut table = Table::new(&[
        "edition", "year", "cut", "realised", "MPP", "off %", "ours", "off %", "10 %", "90 %",
    ]);
    let shown = |value: f64| number(Some(value.round() as i64));
    for one in moments {
        let off = |value: f64| format!("{:+.1}", (value / one.realised - 1.0) * 100.0);
        table.row(vec![
            one.edition.to_owned(),
            one.year.to_string(),
            one.cut.to_string(),
            shown(one.realised),
            one.mpp.map_or("-".to_owned(), shown),
            one.mpp.map_or("-".to_owned(), off),
            shown(one.median),
            off(one.median),
            shown(one.low),
            shown(one.high),
        ]);
    }
    println!("\n  Total inflow at the MPP's own moments, with what was known then");
    say(&table.text());
    let record = backtest::record(moments.iter());
    let percent = |part: f64| part * 100.0;
    println!(
        "  mean error of {} planning figures: ours {:.1} %, MPP {:.1} %, last year {:.1} %\n  \
         bands that held: ours {} of {} ({:.0} % wide), MPP {} of {} ({:.0} % wide)\n  \
         seven nationalities, {} regular moments: {:.1} % error, {} inside the 80 % interval",
        record.figures,
        percent(record.error),
        percent(record.mpp_error),
        percent(record.last_year_error),
        record.held,
        record.bands,
        percent(record.width),
        record.mpp_held,
        record.bands,
        percent(record.mpp_width),
        record.regular,
        percent(record.seven_error),
        record.seven_held,
    );
}

pub(crate) async fn bench(command: BenchCommand) -> Result<ExitCode> {
    tokio::task::spawn_blocking(move || measure(command)).await?
}

/// The most memory that this process has had, in megabytes; 0 where the system does not tell.
fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes =
        line.and_then(|text| text.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1_024
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
                peak_megabytes()
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
        BenchCommand::Edition { data, replications, threads } => {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
            let horizon = Date::constant(2030, 12, 31);
            let mut input = files::input(&data, CUT, horizon)?;
            input.seed = 2025;
            input.replications = replications;
            let measures = forecast::measure::catalogue();
            let names: Vec<&str> = measures.iter().map(|switch| switch.id.as_str()).collect();
            let began = Instant::now();
            // The base, four measures by themselves, and all of them.
            for scenario in 0..6 {
                let chosen: Vec<&str> = match scenario {
                    0 => Vec::new(),
                    5 => names.clone(),
                    n => names.get(n - 1).copied().into_iter().collect(),
                };
                let mut input = input.clone();
                input.measures = chosen.iter().map(|name| (*name).to_owned()).collect();
                let estimates = pool.install(|| forecast::run(&input, &Unwatched))?;
                eprintln!(
                    "{:6.1} s: {} estimates with {}",
                    began.elapsed().as_secs_f64(),
                    estimates.len(),
                    if chosen.is_empty() { "no measure".to_owned() } else { chosen.join(", ") }
                );
            }
            eprintln!(
                "{replications} replications x 6 scenarios on {threads} threads: {:.1} s, {} MB at most",
                began.elapsed().as_secs_f64(),
                peak_megabytes()
            );
            Ok(ExitCode::Done)
        }
        BenchCommand::Slider { data, replications } => {
            let mut base = files::input(&data, CUT, HORIZON)?;
            base.seed = 2025;
            base.replications = replications;
            let mut changed = base.clone();
            changed.assumptions.insert("homes_per_month".to_owned(), 900.0);
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
