//! `keten backtest`: how good the models of inflow would have been, printed so that anybody can repeat it.

use kernel::rounded;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::{Context as _, Result};
use backtest::{CALIBRATED, Moment, Options, Releases, Set, Skill, Target};
use clap::Args;
use host::ExitCode;
use published::Shape;

use super::source;
use crate::table::{Table, number, say};

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

/// First-time applicants by month and country.
const EUROSTAT: &str = "eurostat_asylum_monthly_1999_2020.csv";

pub(crate) async fn backtest(args: BacktestArgs) -> Result<ExitCode> {
    tokio::task::spawn_blocking(move || evaluate(&args)).await?
}

fn evaluate(args: &BacktestArgs) -> Result<ExitCode> {
    let read = |name: &str, shape: Shape| source::tidy(&args.data, name, shape);
    let eurostat = read(EUROSTAT, Shape::EUROSTAT_MONTHLY)?;
    let file = || args.data.join(EUROSTAT).display().to_string();
    let mut series = vec![backtest::national(&eurostat).with_context(file)?, backtest::seven()?];
    series.extend(backtest::panel(&eurostat).with_context(file)?);
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
    let files =
        || format!("nl_cbs_quarterly.csv and nl_ind_monthly.csv in {}", args.data.display());
    let moments = backtest::rhythm(&releases, options).with_context(files)?;
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
        let paths = forecast::inflow::InflowModel::fit(history).paths(
            forecast::inflow::Member::Pool,
            args.replications,
            24,
            forecast::inflow::stream(args.seed, forecast::inflow::Lot::First),
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
    let shown = |value: f64| number(Some(rounded(value)));
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
