//! Runs the whole back-test on a folder of published series and prints its tables as CSV.
//!
//! `cargo run --release -p backtest --example backtest -- --data DIR [--charts DIR]`

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use backtest::{
    Options, Releases, Set, Target, chart, csv, evaluate, letter, nareis, national, panel, record,
    rhythm, seven, skill,
};
use forecast::inflow::{Member, Model, stream};
use published::{Series, Shape};

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (mut data, mut charts) = (None, None);
    while let Some(name) = arguments.next() {
        let value = arguments.next().map(PathBuf::from);
        match name.as_str() {
            "--data" => data = value,
            "--charts" => charts = value,
            _ => bail!("unknown option {name}"),
        }
    }
    let data = data.context("--data DIR is missing")?;
    let read = |name: &str, shape: Shape| -> anyhow::Result<Series> {
        let text = std::fs::read_to_string(data.join(name)).with_context(|| name.to_owned())?;
        Ok(shape.read(name, &text)?)
    };
    let eurostat = read("eurostat_asylum_monthly_1999_2020.csv", Shape::EUROSTAT_MONTHLY)?;
    let releases = Releases {
        monthly: read("nl_ind_monthly.csv", Shape::IND_MONTHLY)?,
        quarterly: read("nl_cbs_quarterly.csv", Shape::CBS_QUARTERLY)?,
    };
    let mut series = vec![national(&eurostat)?, seven()?];
    series.extend(panel(&eurostat)?);
    let scores = evaluate(&series, Options::default(), &|_, _| true)?;
    let skills = skill(&scores);
    let edition = Options { replications: 10_000, ..Options::default() };
    let moments = rhythm(&releases, edition)?;
    let letter = letter::letter(edition)?;
    println!("{}\n{}\n{}", csv(&skills)?, csv(&nareis())?, csv(&moments)?);
    let planned = moments.iter().filter(|one| one.edition != "MPP-2023-II");
    println!("{}", csv(&[record(planned), record(moments.iter())])?);
    println!("{}\n{}\n{:?}", csv(&letter.rows)?, csv(&letter.held)?, letter.medio_exceeded);
    if let Some(folder) = charts {
        let write = |name: &str, svg: String| std::fs::write(Path::new(&folder).join(name), svg);
        let seven = &series[1].history;
        let paths = Model::fit(seven).paths(Member::Pool, 1_000, 24, stream(2025));
        write("fan.svg", chart::fan("First applications, seven nationalities", seven, &paths)?)?;
        let pool = Member::Pool.code();
        let title = "Outcomes below each level, next 12 months";
        write("calibration.svg", chart::calibration(title, &scores, Target::Next12, pool)?)?;
        let models = [pool, "walk", "theta", "bottom_up"];
        let title = "WIS relative to the seasonal naive model, set A";
        write("horizons.svg", chart::horizons(title, &skills, Set::A, &models)?)?;
    }
    Ok(())
}
