//! Outcomes by given, when, then.

use super::*;
use crate::domain::run::Quantiles;

fn estimate(quantity: Quantity, month: Month, median: i64) -> EstimateRow {
    // A band of 40 % around the median, straight between its levels.
    let quantiles =
        score::LEVELS.iter().map(|level| kernel::rounded(median as f64 * (0.8 + 0.4 * level)));
    EstimateRow {
        estimate_id: format!("{quantity}/{month}"),
        forecast_id: ForecastId::from_u128(1),
        quantity: quantity.to_string(),
        period: month.to_string(),
        minimum: median * 82 / 100,
        median,
        medio: median * 107 / 100,
        maximum: median * 118 / 100,
        mean: median,
        quantiles: Quantiles(quantiles.collect()),
        paths: Quantiles::default(),
        model_median: median,
        error_milli: 0,
    }
}

fn month(n: i8) -> Month {
    Month::new(2025, n)
}

fn deviations(rows: &[EstimateRow], figures: &[(i8, Figure, i64)]) -> Vec<Deviation> {
    let mut known: BTreeMap<Month, BTreeMap<String, i64>> = BTreeMap::new();
    for (at, quantity, value) in figures {
        known.entry(month(*at)).or_default().insert(quantity.code().to_owned(), *value);
    }
    let watch = Watch { month: month(8), figures: &known, forecast: None, estimates: rows };
    watch.deviations()
}

#[test]
fn a_score_says_how_far_and_on_which_side() {
    let row = estimate(Quantity::InflowFirst, month(8), 1_000);
    let cut = Date::constant(2025, 6, 1);
    let on = Date::constant(2025, 9, 11);
    let exact = score(&row, cut, 1_000, "events", on);
    let off = score(&row, cut, 1_300, "events", on);
    assert_eq!((exact.error_permille, exact.horizon_months), (0, 3));
    assert!(exact.inside_80 && !off.inside_80 && off.above_medio);
    assert!(exact.wis_milli < off.wis_milli);
    assert_eq!((exact.pit_permille, off.pit_permille), (500, 1_000));
    assert_eq!(score(&row, cut, 0, "events", on).error_permille, 0);
}

#[test]
fn a_month_outside_the_band_is_a_deviation_and_one_inside_is_none() {
    let rows = [estimate(Quantity::InflowFirst, month(8), 1_000)];
    let found = deviations(&rows, &[(8, Quantity::InflowFirst.into(), 1_200)]);
    assert_eq!((found[0].rule.as_str(), found[0].bound), ("outside_band", 1_180));
    assert!(deviations(&rows, &[(8, Quantity::InflowFirst.into(), 1_100)]).is_empty());
}

#[test]
fn growth_needs_three_months_in_a_row() {
    let growing = [(5, 1_000), (6, 1_060), (7, 1_130), (8, 1_200)];
    let figures = growing.map(|(at, value)| (at, Quantity::IndPending.into(), value));
    let found = deviations(&[], &figures);
    assert_eq!(
        (found[0].rule.as_str(), found[0].observed, found[0].bound),
        ("stock_growth", 1_200, 1_000)
    );
    let mut once = figures;
    once[2].2 = 1_061;
    assert!(deviations(&[], &once).is_empty());
}

#[test]
fn places_homes_and_minors_have_their_rules() {
    let need = estimate(Quantity::CoaRequiredCapacity, month(12), 90_000);
    let found = deviations(&[need], &[(8, Places::All.into(), 80_000)]);
    assert_eq!((found[0].rule.as_str(), found[0].bound), ("capacity_gap", 90_000));
    let homes: Vec<EstimateRow> =
        [6, 7, 8].map(|at| estimate(Quantity::HousingHoused, month(at), 1_000)).into();
    let few = [6, 7, 8].map(|at| (at, Quantity::HousingHoused.into(), 700));
    assert!(deviations(&homes, &few).iter().any(|d| d.rule == "housing_stagnation"));
    let minors = [(8, Quantity::CoaMinors.into(), 96), (8, Places::Minors.into(), 100)];
    assert_eq!(deviations(&[], &minors)[0].rule, "minors_gap");
}

#[test]
fn periods_and_their_last_months() {
    assert_eq!(periods_ending(month(8)), [("2025-08".to_owned(), 1)]);
    let december = periods_ending(month(12)).into_iter().map(|(_, months)| months);
    assert_eq!(december.collect::<Vec<_>>(), [1, 6, 12]);
    assert_eq!(closes_on(month(8)), Date::constant(2025, 9, 10));
    assert_eq!(last_month("2025-I"), Some(month(6)));
    assert_eq!(last_month("2025-Q3"), Some(month(9)));
    assert_eq!(last_month("soon"), None);
}
