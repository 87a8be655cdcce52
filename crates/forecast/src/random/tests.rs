//! Known answers, and moments and distribution functions against what they should be.

use super::special::*;
use super::*;

fn stream(time: u32) -> Stream {
    Streams::new(20_251_123, 5).open(Purpose::Parameter(1), time)
}

/// Mean and standard deviation of some draws.
fn moments(draws: impl Iterator<Item = f64>) -> (f64, f64) {
    let (mut n, mut mean, mut squares) = (0.0, 0.0, 0.0);
    for x in draws {
        n += 1.0;
        let from = x - mean;
        mean += from / n;
        squares += from * (x - mean);
    }
    (mean, (squares / (n - 1.0)).sqrt())
}

const DRAWS: usize = 40_000;

/// The mean within four standard errors, the deviation within 3 %.
fn check(name: &str, mean: f64, spread: f64, draw: impl FnMut() -> f64) {
    let (found, found_spread) = moments(std::iter::repeat_with(draw).take(DRAWS));
    let error = spread / (DRAWS as f64).sqrt();
    assert!((found - mean).abs() < 4.0 * error + 1e-12, "{name}: mean {found}, not {mean}");
    assert!((found_spread - spread).abs() <= 0.03 * spread, "{name}: {found_spread}, not {spread}");
}

#[test]
fn a_stream_is_the_sequence_of_its_blocks() {
    let mut one = Streams::new(1 << 33 | 5, 9).open(Purpose::Station(4), 77);
    for index in 0..9 {
        for expected in philox::block(1 << 33 | 5, [77 << 32 | index, 9 << 32 | 3 << 16 | 4]) {
            assert_eq!(one.bits(), expected);
        }
    }
    for length in [0, 1, 3, 16, 50] {
        let mut two = one.clone();
        let mut many = vec![0; length];
        two.fill(&mut many);
        assert!(many.iter().all(|bits| *bits == one.bits()) && two.bits() == one.clone().bits());
    }
    let mut fresh = Streams::new(1, 2).open(Purpose::Station(4), 77);
    let mut many = [0; 40];
    fresh.clone().fill(&mut many);
    assert_eq!(many, std::array::from_fn(|_| fresh.bits()));
}

#[test]
fn purposes_never_share_a_code() {
    let kinds: [fn(u16) -> Purpose; 5] =
        [Purpose::Arrivals, Purpose::Station, Purpose::Switch, Purpose::Parameter, Purpose::Warm];
    let lots = [Lot::First, Lot::Repeat, Lot::Ukraine].map(|lot| Purpose::Inflow(lot).code());
    let codes: std::collections::BTreeSet<u32> = kinds
        .iter()
        .flat_map(|kind| [0, 1, u16::MAX].map(|n| kind(n).code()))
        .chain(lots)
        .collect();
    assert_eq!(codes.len(), 18);
}

/// A change here changes every published forecast: it needs a new version of the engine.
#[test]
fn known_answers_of_the_samplers() {
    let mut s = stream(0);
    let counts = [
        s.below(1000),
        s.poisson(0.8),
        s.poisson(3.5),
        s.poisson(110.0),
        s.binomial(8, 0.17),
        s.binomial(463, 0.02),
        s.binomial(463, 0.85),
        s.binomial(40_000, 0.56),
        s.geometric(0.25),
        Alias::new(&[1.0, 2.0, 3.0, 4.0]).draw(&mut s) as u32,
    ];
    assert_eq!(counts, COUNTS);
    assert_eq!(s.multinomial(1000, [0.25, 0.2, 0.55]), SPLIT);
    let reals = [s.uniform(), s.normal(), s.gamma(2.0, 5.0), s.gamma(0.5, 1.0), s.beta(2.0, 23.0)];
    assert_eq!(reals.map(f64::to_bits), REALS.map(f64::to_bits), "{reals:?}");
    let triangular = s.triangular(0.85, 0.98, 1.05);
    assert_eq!(triangular.to_bits(), TRIANGULAR.to_bits(), "{triangular}");
}

const COUNTS: [u32; 10] = [414, 1, 3, 121, 1, 6, 383, 22_355, 13, 0];
const SPLIT: [u32; 3] = [241, 197, 562];
const REALS: [f64; 5] = [
    0.955_518_254_473_978_1,
    -1.303_204_383_092_146_3,
    5.632_433_831_466_73,
    0.515_700_565_876_656_7,
    0.094_967_988_812_723_6,
];
const TRIANGULAR: f64 = 0.890_007_522_301_512_3;

#[test]
fn moments_of_reals() {
    let mut s = stream(1);
    check("uniform", 0.5, (1.0_f64 / 12.0).sqrt(), || s.uniform());
    check("normal", 0.0, 1.0, || s.normal());
    check("gamma 2", 10.0, 50.0_f64.sqrt(), || s.gamma(2.0, 5.0));
    check("gamma .5", 0.5, 0.5_f64.sqrt(), || s.gamma(0.5, 1.0));
    check("beta", 0.08, (0.08 * 0.92 / 26.0_f64).sqrt(), || s.beta(2.0, 23.0));
    let (a, b, c) = (0.75, 0.9, 1.0_f64);
    let variance = (a * a + b * b + c * c - a * b - a * c - b * c) / 18.0;
    check("triangular", (a + b + c) / 3.0, variance.sqrt(), || s.triangular(a, b, c));
}

#[test]
fn moments_of_counts_on_both_sides_of_every_threshold() {
    let mut s = stream(2);
    for mean in [0.3_f64, 5.0, 11.9, 12.1, 110.0, 3_400.0] {
        check("poisson", mean, mean.sqrt(), || f64::from(s.poisson(mean)));
    }
    for (n, p) in [
        (1, 0.3),
        (4, 0.3),
        (3, 0.8),
        (8, 0.17),
        (50_000, 1e-4),
        (23, 0.5),
        (25, 0.5),
        (463, 0.9),
        (9_000, 0.4),
    ] {
        let mean = f64::from(n) * p;
        let spread = (mean * (1.0 - p)).sqrt();
        check("binomial", mean, spread, || f64::from(s.binomial(n, p)));
        check("binomial_near", mean, spread, || f64::from(s.binomial_near(n, p)));
    }
    check("geometric", 6.0, 30.0_f64.sqrt(), || f64::from(s.geometric(1.0 / 6.0)));
    check("below", 499.5, (999_999.0_f64 / 12.0).sqrt(), || f64::from(s.below(1000)));
}

/// Pearson's statistic over outcomes of which the chance is known.
fn chi_square(chances: &[f64], mut draw: impl FnMut() -> usize) -> f64 {
    let mut seen = vec![0.0; chances.len()];
    for _ in 0..DRAWS {
        seen[draw()] += 1.0;
    }
    let expected = chances.iter().map(|p| p * DRAWS as f64);
    seen.iter().zip(expected).filter(|(_, e)| *e > 5.0).map(|(n, e)| (n - e).powi(2) / e).sum()
}

#[test]
fn counts_have_the_right_distribution_not_only_the_right_moments() {
    let mut s = stream(3);
    for (n, p) in [(12, 0.3_f64), (60, 0.4)] {
        let chance = |k: u32| {
            let ways = ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k);
            (ways + f64::from(k) * p.ln() + f64::from(n - k) * (1.0 - p).ln()).exp()
        };
        let chances: Vec<f64> = (0..=n).map(chance).collect();
        let statistic = chi_square(&chances, || s.binomial(n, p) as usize);
        assert!(statistic < 65.0, "binomial {n} {p}: {statistic}");
    }
    let weights = [1.0, 0.0, 5.0, 2.0, 0.5, 1.5];
    let alias = Alias::new(&weights);
    let statistic = chi_square(&weights.map(|w| w / 10.0), || alias.draw(&mut s));
    assert!(statistic < 21.0, "alias: {statistic}");
    let parts = s.multinomial(1_000_000, [0.5, 0.3, 0.2]);
    assert_eq!(parts.iter().sum::<u32>(), 1_000_000);
    assert!(parts[1].abs_diff(300_000) < 2_000);
}

#[test]
fn edges_are_harmless() {
    let mut s = stream(4);
    assert_eq!((s.binomial(0, 0.5), s.binomial(9, 0.0), s.binomial(9, -1.0)), (0, 0, 0));
    assert_eq!((s.binomial(9, 1.0), s.binomial(9, 3.0), s.binomial(9, f64::NAN)), (9, 9, 0));
    assert_eq!((s.poisson(0.0), s.poisson(-3.0), s.poisson(f64::NAN)), (0, 0, 0));
    assert_eq!((s.below(0), s.below(1), s.geometric(1.0)), (0, 0, 1));
    assert_eq!((s.gamma(0.0, 1.0), s.triangular(2.0, 2.0, 2.0)), (0.0, 2.0));
    assert_eq!((Alias::new(&[]).draw(&mut s), Alias::new(&[0.0, 0.0]).draw(&mut s)), (0, 0));
    assert_eq!(s.multinomial(7, [0.6, 0.6]).iter().sum::<u32>(), 7);
}

#[test]
fn special_functions_at_known_points() {
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12 * (1.0 + b.abs()), "{a} {b}");
    near(normal_quantile(0.975), 1.959_963_984_540_054);
    near(normal_quantile(0.001), -3.090_232_306_167_813_5);
    near(normal_quantile(1e-13), -7.348_796_102_800_677);
    near(ln_factorial(20), 42.335_616_460_753_485);
    near(ln_factorial(4), 24.0_f64.ln());
    near(ln_factorial(1024) - ln_factorial(1023), 1024.0_f64.ln());
    // Closed forms: 1 - e^-x (1 + x), and 3 x^2 - 2 x^3.
    for x in [0.3, 2.0, 9.0_f64] {
        near(gamma_below(2.0, x), 1.0 - (-x).exp() * (1.0 + x));
    }
    for x in [0.1, 0.5, 0.8_f64] {
        near(beta_below(2.0, 2.0, x), x * x * (3.0 - 2.0 * x));
        near(beta_quantile(2.0, 2.0, x * x * (3.0 - 2.0 * x)), x);
    }
}

#[test]
fn a_limit_changes_no_draw_below_it() {
    for p in [0.002, 0.1, 0.9] {
        let (mut free, mut limited) = (stream(5), stream(5));
        for limit in 1..2_000 {
            assert_eq!(limited.geometric_below(p, limit), free.geometric(p).min(limit));
        }
    }
}
