//! Strengths over time, what each target does, and how precise paired runs are.

use super::*;
use crate::sim::reference::{ketenref1, wide};
use crate::sim::{Arrivals, Engine, Model, Parameters, Series};

fn applied(model: &Model, switches: &[Switch], replication: u32) -> Parameters {
    let mut parameters = model.parameters.clone();
    apply(switches, model, &Streams::new(3, replication), &mut parameters);
    model.fits(&parameters).unwrap();
    parameters
}

#[test]
fn numbers_and_names_are_unique_and_everything_fits_a_model() {
    let all = catalogue();
    let numbers: Vec<u16> = all.iter().map(|switch| switch.number).collect();
    assert_eq!(numbers, (1..=all.len() as u16).collect::<Vec<_>>());
    // By name: the order in which they are applied, and in which a frozen forecast lists them.
    assert!(Measure::ALL.is_sorted_by(|a, b| a.code() < b.code()));
    assert!(all.iter().all(|switch| switch.measure.code().parse() == Ok(switch.measure)));
    check(&all, &wide(12)).unwrap();
    let missing = check(&all, &ketenref1(0.0).model).unwrap_err();
    assert!(missing.0.contains("pact.border"), "{missing}");
    for switch in &all {
        let qualitative = matches!(switch.evidence, Evidence::Qualitative(_));
        assert_eq!(switch.changes.is_empty(), qualitative, "{}", switch.measure);
    }
}

/// The worked example: without dip, with r = 1, 3,000 decisions a month.
#[test]
fn productivity_grows_evenly_to_a_quarter_more() {
    let change = &Measure::Productivity.switch().changes[0];
    let capacity = |month: i32| 3_000.0 * change.strength(&[1.25], month + 2, 1.0).unwrap();
    for (month, expected) in [(6, 3_125.0), (18, 3_375.0), (36, 3_750.0), (60, 3_750.0)] {
        assert!((capacity(month) - expected).abs() < 1e-6, "{month}: {}", capacity(month));
    }
    assert_eq!(change.strength(&[1.25], -1, 1.0), None);
    assert_eq!(change.strength(&[1.25], 0, 1.0), Some(1.0));
}

#[test]
fn the_pact_slows_decisions_for_nine_months_and_then_speeds_them_up() {
    let change = &Measure::PactProcedure.switch().changes[0];
    let at = |after| change.strength(&[1.1, 0.9], after, 1.0).unwrap();
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
    near(at(0), 1.1);
    near(at(8), 1.1);
    near(at(9), 1.1 - 0.2 / 12.0);
    near(at(20), 0.9);
    near(at(50), 0.9);
}

#[test]
fn a_measure_that_is_not_adopted_does_nothing() {
    let model = wide(24);
    let rejected = [Measure::EmergencyNareis.switch(), Measure::EmergencyProcedure.switch()];
    let parameters = applied(&model, &rejected, 0);
    assert_eq!(parameters.service_days, model.parameters.service_days);
    let set = rejected.map(|switch| Switch { p_adopted: 0.5, ..switch });
    let adopted = |replication| {
        set.each_ref().map(|switch| switch.draw(&Streams::new(1, replication)).is_some())
    };
    // One act: both or neither.
    assert!((0..50).all(|replication| adopted(replication)[0] == adopted(replication)[1]));
    assert!((10..40).contains(&(0..50).filter(|replication| adopted(*replication)[0]).count()));
}

#[test]
fn shared_ranks_work_together() {
    let (first, repeat) = (Measure::PactInflow.switch(), Measure::PactRepeat.switch());
    let strength = |switch: &Switch, replication| {
        switch.draw(&Streams::new(1, replication)).unwrap().strengths[0][0]
    };
    let mut pairs: Vec<(f64, f64)> =
        (0..100).map(|at| (strength(&first, at), strength(&repeat, at))).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    assert!(pairs.is_sorted_by(|a, b| a.1 < b.1));
    assert!((0.85..0.90).contains(&pairs[0].0) && (1.0..1.05).contains(&pairs[99].0));
}

#[test]
fn every_target_changes_its_parameter_and_nothing_before_the_start() {
    let model = wide(24);
    let all = catalogue();
    let base = &model.parameters;
    let changed = applied(&model, &all, 1);
    let (Arrivals::Expected(before), Arrivals::Expected(after)) =
        (&base.arrivals, &changed.arrivals)
    else {
        panic!("expected means");
    };
    let sources = model.sources.len();
    assert_eq!(before[..5 * sources], after[..5 * sources]);
    assert!(before[5 * sources + 10] > after[5 * sources + 10]);
    assert!(changed.service_days[4].at(4) == 6.0 && changed.service_days[4].at(5) > 6.0);
    assert!(changed.places.at(23) > base.places.at(23));
    assert!((changed.staff[0] - 0.7).abs() < 1e-12 && (changed.staff[1] - 0.3).abs() < 1e-12);
    assert!(changed.classes[0].departure[0].lag.stretch < 1.0);
    assert_eq!(changed.classes[6].departure[0].lag.stretch, 1.0);
    let weight = |parameters: &Parameters, month: usize, class: usize| -> f64 {
        let parts = parameters.mix[0].iter().filter(|part| part.class == class);
        parts.map(|part| part.weight.at(month)).sum()
    };
    for month in [4, 23] {
        let total: f64 = changed.mix[0].iter().map(|part| part.weight.at(month)).sum();
        assert!((total - 1.0).abs() < 1e-9, "{total}");
    }
    assert!((weight(&changed, 4, 0) - weight(base, 4, 0)).abs() < 1e-12);
    assert!(weight(&changed, 23, 0) < 1e-12 && weight(&changed, 23, 3) > 0.4);
    assert!(weight(&changed, 23, 62) > weight(base, 23, 62));
    let mut b_permits = model.clone();
    let relatives = &mut b_permits.parameters.classes[0].relatives;
    relatives.push(crate::sim::Relatives { permit: Permit::B, ..relatives[0].clone() });
    let changed = applied(&b_permits, &[Measure::TwoStatusNareis.switch()], 0);
    let [of_a, of_b] = &changed.classes[0].relatives[..] else { panic!("two regimes") };
    assert_eq!((of_a.ratio.at(23), of_a.delay_days.at(23)), (0.8, 0.0));
    assert_eq!((of_b.ratio.at(4), of_b.delay_days.at(4)), (0.8, 0.0));
    assert!(of_b.ratio.at(5) < 0.8 && of_b.delay_days.at(5) == 730.0);
}

#[test]
fn whole_numbers_of_arrivals_keep_their_mean() {
    let mut model = wide(12);
    let cells = model.sources.len() * model.months;
    model.parameters.arrivals = Arrivals::Counts(vec![7; cells]);
    let mut half = Measure::PactInflow.switch();
    half.start = model.start;
    half.changes[0].phases[0].effect = Effect::Fixed(0.5);
    let sum: u32 = (0..50)
        .map(|replication| match applied(&model, &[half.clone()], replication).arrivals {
            Arrivals::Counts(counts) => counts[..10].iter().sum(),
            Arrivals::Expected(_) => 0,
        })
        .sum();
    assert!(sum.abs_diff(1_750) < 60, "{sum}");
}

#[test]
fn paired_runs_tell_a_small_difference() {
    let reference = ketenref1(0.09);
    let mut more = reference.clone();
    more.model.parameters.workers = Series::from(468.0);
    let without = reference.run(Engine::Months, 1, 0..100).unwrap();
    let with = more.run(Engine::Months, 1, 0..100).unwrap();
    let difference = paired(&with, &without, "total.ind", 35).unwrap();
    assert!(difference.mean < -4.0 * difference.error, "{difference:?}");
    assert!(difference.variance_ratio > 100.0, "{difference:?}");
    let [low, middle, high] = difference.quantiles;
    assert!(low <= middle && middle <= high);
    assert_eq!(paired(&with, &without, "no.such", 35), None);
    assert_eq!(paired(&with, &without, "total.ind", 60), None);
}

#[test]
fn effects_have_the_quantiles_of_their_distribution() {
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} {b}");
    near(Effect::Fixed(3.0).quantile(0.9), 3.0);
    near(Effect::Triangular(0.0, 1.0, 2.0).quantile(0.5), 1.0);
    near(Effect::Triangular(0.0, 1.0, 2.0).quantile(0.125), 0.5);
    near(Effect::Beta(2.0, 2.0).quantile(0.5), 0.5);
}
