//! The few special functions that distributions need, on `libm` so that they are bit-stable.

use std::sync::LazyLock;

/// `ln(k!)` of small numbers, which rejection asks for all the time.
static LN_FACTORIALS: LazyLock<[f64; 1024]> = LazyLock::new(|| {
    let mut sum = 0.0;
    std::array::from_fn(|k| {
        sum += libm::log(k.max(1) as f64);
        sum
    })
});

/// `ln(k!)`.
pub fn ln_factorial(k: u32) -> f64 {
    if let Some(known) = LN_FACTORIALS.get(k as usize) {
        return *known;
    }
    let x = f64::from(k) + 1.0;
    let inverse = 1.0 / x;
    let square = inverse * inverse;
    let series = inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square / 1260.0));
    // Half the logarithm of 2 pi.
    (x - 0.5) * libm::log(x) - x + 0.918_938_533_204_672_8 + series
}

/// The value below which a standard normal lies with chance `p`, strictly between 0 and 1. Algorithm AS 241
/// (Wichura 1988), relative precision 1e-16.
pub fn normal_quantile(p: f64) -> f64 {
    let polynomial =
        |x: f64, terms: [f64; 8]| terms.iter().rev().fold(0.0, |sum, term| sum * x + term);
    let centre = p - 0.5;
    if centre.abs() <= 0.425 {
        let r = 0.180_625 - centre * centre;
        return centre * polynomial(r, NEAR_OVER) / polynomial(r, NEAR_UNDER);
    }
    let r = libm::sqrt(-libm::log(if centre < 0.0 { p } else { 1.0 - p }));
    let tail = if r <= 5.0 {
        polynomial(r - 1.6, MIDDLE_OVER) / polynomial(r - 1.6, MIDDLE_UNDER)
    } else {
        polynomial(r - 5.0, FAR_OVER) / polynomial(r - 5.0, FAR_UNDER)
    };
    if centre < 0.0 { -tail } else { tail }
}

const NEAR_OVER: [f64; 8] = [
    3.387_132_872_796_366_6,
    1.331_416_678_917_843_8e2,
    1.971_590_950_306_551_4e3,
    1.373_169_376_550_946e4,
    4.592_195_393_154_987e4,
    6.726_577_092_700_87e4,
    3.343_057_558_358_813e4,
    2.509_080_928_730_122_7e3,
];
const NEAR_UNDER: [f64; 8] = [
    1.0,
    4.231_333_070_160_091e1,
    6.871_870_074_920_579e2,
    5.394_196_021_424_751e3,
    2.121_379_430_158_659_7e4,
    3.930_789_580_009_271e4,
    2.872_908_573_572_194_3e4,
    5.226_495_278_852_546e3,
];
const MIDDLE_OVER: [f64; 8] = [
    1.423_437_110_749_683_6,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    2.417_807_251_774_506e-1,
    2.272_384_498_926_918_4e-2,
    7.745_450_142_783_414e-4,
];
const MIDDLE_UNDER: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    6.897_673_349_851e-1,
    1.481_039_764_274_800_8e-1,
    1.519_866_656_361_645_7e-2,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];
const FAR_OVER: [f64; 8] = [
    6.657_904_643_501_103,
    5.463_784_911_164_114,
    1.784_826_539_917_291_3,
    2.965_605_718_285_048_7e-1,
    2.653_218_952_657_612_4e-2,
    1.242_660_947_388_078_4e-3,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];
const FAR_UNDER: [f64; 8] = [
    1.0,
    5.998_322_065_558_88e-1,
    1.369_298_809_227_358e-1,
    1.487_536_129_085_061_5e-2,
    7.868_691_311_456_133e-4,
    1.846_318_317_510_054_8e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_8e-15,
];

/// Where the series and continued fractions below have converged.
const PRECISION: f64 = 1e-14;
const STEPS_MAX: usize = 500;

/// The chance that a Gamma with this shape and scale 1 lies below `x`: the regularised incomplete gamma
/// function, by its series or its continued fraction.
pub fn gamma_below(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = libm::exp(shape * libm::log(x) - x - libm::lgamma(shape));
    if x < shape + 1.0 {
        let (mut term, mut sum) = (1.0 / shape, 1.0 / shape);
        for step in 1..STEPS_MAX {
            term *= x / (shape + step as f64);
            sum += term;
            if term < sum * PRECISION {
                break;
            }
        }
        return (sum * front).min(1.0);
    }
    let mut b = x + 1.0 - shape;
    let fraction = lentz(1.0 / b, 1.0 / b, 1e300, |step| {
        b += 2.0;
        let step = step as f64;
        (-step * (step - shape), b)
    });
    (1.0 - front * fraction).max(0.0)
}

/// The chance that a Beta lies below `x`: the regularised incomplete beta function.
pub fn beta_below(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return if x <= 0.0 { 0.0 } else { 1.0 };
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta_below(b, a, 1.0 - x);
    }
    let front = libm::exp(
        libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b)
            + a * libm::log(x)
            + b * libm::log(1.0 - x),
    );
    let first = 1.0 / (1.0 - (a + b) * x / (a + 1.0));
    let fraction = lentz(first, first, 1.0, |step| {
        let m = step.div_ceil(2) as f64;
        let numerator = if step % 2 == 1 {
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
        } else {
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
        };
        (numerator, 1.0)
    });
    front * fraction / a
}

/// The value below which a Beta lies with chance `p`, by halving: 50 steps give 1e-15.
pub fn beta_quantile(a: f64, b: f64, p: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..50 {
        let middle = f64::midpoint(low, high);
        if beta_below(a, b, middle) < p { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

/// A continued fraction by the modified method of Lentz, from its first convergent and its terms.
fn lentz(mut value: f64, mut d: f64, mut c: f64, mut term: impl FnMut(usize) -> (f64, f64)) -> f64 {
    let safe = |x: f64| if x.abs() < 1e-300 { 1e-300 } else { x };
    for step in 1..STEPS_MAX {
        let (numerator, denominator) = term(step);
        d = 1.0 / safe(numerator * d + denominator);
        c = safe(denominator + numerator / c);
        value *= d * c;
        if (d * c - 1.0).abs() < PRECISION {
            break;
        }
    }
    value
}
