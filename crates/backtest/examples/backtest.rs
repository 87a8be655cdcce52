//! Runs the whole back-test on a folder of published series.
use std::path::PathBuf;
use std::time::Instant;

use backtest::*;
use published::Shape;

fn main() -> anyhow::Result<()> {
    let data = PathBuf::from(std::env::args().nth(2).unwrap());
    let read = |name: &str, shape: Shape| -> anyhow::Result<published::Series> {
        Ok(shape.read(name, &std::fs::read_to_string(data.join(name))?)?)
    };
    let eurostat = read("eurostat_asylum_monthly_1999_2020.csv", Shape::EUROSTAT_MONTHLY)?;
    let cbs = read("nl_cbs_monthly_by_nationality.csv", Shape::CBS_MONTHLY)?;
    let mut series = vec![national(&eurostat)?, seven(&cbs)?];
    series.extend(panel(&eurostat)?);
    println!("panel {}", series.len() - 2);
    let start = Instant::now();
    if std::env::var("NOROLL").is_err() {
    let scores = evaluate(&series, Options::default(), &|_, _| true)?;
    println!("{:?}", start.elapsed());
    for s in skill(&scores) {
        println!("{:5} {:28} {:14} n={:<4} wis {:.3} tail {:.3} mae {:4.1} bias {:5.1} cov {:.0}/{:.0}/{:.0} medio {} [{},{}] width {:.2} k {:.2}", s.set.name(), s.target, s.model, s.origins, s.relative_wis, s.relative_tail, 100.*s.mean_error, 100.*s.bias, 100.*s.covered50, 100.*s.covered80, 100.*s.covered95, s.above_medio, s.above_medio_low, s.above_medio_high, s.width80, s.factor);
    }
    }
    let sources = Sources { cbs_monthly: cbs, cbs_annual: read("nl_cbs_annual.csv", Shape::CBS_ANNUAL)?, cbs_quarterly: read("nl_cbs_quarterly.csv", Shape::CBS_QUARTERLY)?, ind_monthly: read("nl_ind_monthly.csv", Shape::IND_MONTHLY)?, annual_realised: read("nl_annual_realised.csv", Shape::ANNUAL_REALISED)?, mpp_forecasts: read("mpp_track_record.csv", Shape::MPP_FORECASTS)?, mpp_realised: read("mpp_track_record.csv", Shape::MPP_REALISED)? };
    for y in nareis(&sources) { println!("{y:?}"); }
    let r = rhythm(&sources, Options { replications: 4000, ..Options::default() })?;
    for m in &r.moments { println!("{} {} cut {} real {} last {} | mpp {:?} [{:?} {:?}] | ours {:.0} [{:.0} {:.0}] err {:.1}% first {:.0} nareis {:.0} | seven {:.0} [{:.0} {:.0}] real {:.0}", m.edition,m.year,m.cut,m.realised,m.last_year,m.mpp,m.mpp_low,m.mpp_high,m.median,m.low,m.high,100.*(m.median/m.realised-1.),m.first,m.nareis,m.seven,m.seven_low,m.seven_high,m.seven_realised); }
    println!("{:#?}", r.record);
    Ok(())
}
