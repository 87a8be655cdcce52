//! The back-test on series made for the purpose: same result twice, nothing seen beyond an origin, stoppable.

use forecast::Month;
use forecast::inflow::{Group, History, InflowModel, Lot, Member, stream};

use super::*;

/// A series that wanders, the same every time; the last months can be changed.
fn series(months: u32, last: Option<u32>) -> Rolling {
    let value = |at: u32| 800 + (at * 7_919 % 401) + 200 * (at / 24 % 2);
    let mut counts: Vec<u32> = (0..months).map(value).collect();
    if let Some(last) = last {
        let from = counts.len() - 12;
        counts[from..].fill(last);
    }
    let groups = vec![Group { name: "all".to_owned(), counts }];
    let history = History::new(Month::new(2015, 1), groups).unwrap();
    Rolling { set: Set::A, name: "made".to_owned(), history, first: 48, step: 6 }
}

fn options() -> Options {
    Options { replications: 100, ..Options::default() }
}

#[test]
fn the_same_seed_gives_the_same_scores() {
    let run = || evaluate(&[series(108, None)], options(), &|_, _| true).unwrap();
    let scores = run();
    assert_eq!(scores, run());
    assert!(scores.iter().all(|one| one.low80 <= one.median && one.median <= one.high80));
    for one in skill(&scores) {
        assert!(
            one.model != Member::SeasonalNaive.code() || (one.relative_wis - 1.0).abs() < 1e-12
        );
    }
}

#[test]
fn what_happens_after_an_origin_does_not_reach_it() {
    let run = |last| evaluate(&[series(108, last)], options(), &|_, _| true).unwrap();
    let (plain, changed) = (run(None), run(Some(90_000)));
    let changed_from = Month::new(2015, 1).plus(96);
    let early: Vec<_> = plain.iter().zip(&changed).filter(|(a, _)| a.cut <= changed_from).collect();
    assert!(early.len() > 40);
    for (a, b) in early {
        assert_eq!((a.median, a.low80, a.factor, a.bias), (b.median, b.low80, b.factor, b.bias));
    }
}

#[test]
fn a_caller_can_stop() {
    let stopped = evaluate(&[series(108, None)], options(), &|done, _| done < 2);
    assert_eq!(stopped, Err(Error::Cancelled));
}

/// Every column of a table stands in its part of the page on files.
fn documented(file: &str, table: &str) {
    let page = include_str!("../../../docs/files.md");
    let part =
        page.split("\n## ").find(|part| part.starts_with(&format!("backtest --out: {file}")));
    let part = part.unwrap_or_else(|| panic!("{file} is not documented"));
    for column in table.lines().next().unwrap().split(',') {
        assert!(part.contains(&format!("| `{column}` |")), "{column} of {file} is not documented");
    }
}

#[test]
fn tables_and_charts_are_text() {
    let series = series(108, None);
    let scores = evaluate(std::slice::from_ref(&series), options(), &|_, _| true).unwrap();
    let skills = skill(&scores);
    let table = csv(&skills).unwrap();
    assert!(table.starts_with("set,target,model,origins,relative_wis,"));
    assert_eq!(table.lines().count(), skills.len() + 1);
    assert!(csv(&scores).unwrap().contains(",next_12,pool,2020-01,"));
    documented("skill.csv", &table);
    documented("scores.csv", &csv(&scores).unwrap());
    documented("nareis.csv", &csv(&nareis()).unwrap());
    let paths =
        InflowModel::fit(&series.history).paths(Member::Pool, 50, 12, stream(1, Lot::First));
    let charts = [
        chart::fan("Inflow", &series.history, &paths),
        chart::calibration("Calibration", &scores, Target::Next12, "pool"),
        chart::horizons("Skill", &skills, Set::A, &["pool", "walk"]),
    ];
    for chart in charts {
        let svg = chart.unwrap();
        assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
        assert!(!svg.contains("NaN"));
    }
}

#[test]
fn the_goals_are_met_on_the_seven_nationalities() {
    let scores = evaluate(&[seven().unwrap()], Options::default(), &|_, _| true).unwrap();
    let skills = skill(&scores);
    let of = |target: &str| {
        let here = |one: &&Skill| one.target == target && one.model == Member::Pool.code();
        skills.iter().find(here).unwrap()
    };
    for (target, origins, wis) in [("next_12", 73, 0.72), ("months_13_to_24", 61, 0.85)] {
        let skill = of(target);
        assert_eq!(skill.origins, origins);
        assert!(skill.relative_wis <= wis, "{skill:?}");
        assert!((0.72..=0.9).contains(&skill.covered80), "{skill:?}");
    }
    assert!(of("same_year from august").mean_error <= 0.065);
    assert!(of("next_year from august").mean_error <= 0.30);
}

#[test]
fn the_moments_of_the_mpp_are_better_than_the_mpp() {
    // Without the releases within the year, which do not ship: the figures with them are better still.
    let moments = rhythm(&Releases::default(), Options::default()).unwrap();
    documented("moments.csv", &csv(&moments).unwrap());
    let record = record(moments.iter().filter(|one| one.edition != "MPP-2023-II"));
    assert_eq!((record.figures, record.bands, record.mpp_held), (8, 5, 2));
    assert!((record.mpp_error - 0.26).abs() < 0.001, "{record:?}");
    assert!((record.last_year_error - 0.184).abs() < 0.001, "{record:?}");
    assert!(record.error <= 0.17 && record.held >= 4 && record.width <= 0.6, "{record:?}");
    assert!(record.interval_score < record.mpp_interval_score, "{record:?}");
    assert!(record.seven_error <= 0.22, "{record:?}");
}
