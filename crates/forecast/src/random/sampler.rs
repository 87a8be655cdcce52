//! Samplers of a stream. Where one number is enough it is turned into the draw by inversion, which keeps
//! draws of two scenarios close when their parameters are close.

use super::Stream;
use super::special::{ln_factorial, normal_quantile};

/// Expected successes from which counts are drawn by transformed rejection, not by summing chances.
const REJECTION_FROM: f64 = 12.0;

/// Trials that are drawn one by one, unless a success is so rare that one number mostly tells of none.
const FEW: u32 = 4;
const RARE: f64 = 0.05;

/// `1 / k`: a look-up is faster than a division, and summing chances waits for it.
#[inline]
fn inverse(k: u32) -> f64 {
    INVERSES.get(k as usize).copied().unwrap_or_else(|| 1.0 / f64::from(k))
}

const INVERSES: [f64; 64] = {
    let mut inverses = [0.0; 64];
    let mut k = 1;
    while k < inverses.len() {
        inverses[k] = 1.0 / k as f64;
        k += 1;
    }
    inverses
};

impl Stream {
    /// Uniform on [0, 1) with 53 bits.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        let bits = u64::from(self.bits()) | u64::from(self.bits()) << 32;
        (bits >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Uniform strictly between 0 and 1 with 32 bits: for draws of counts.
    #[inline]
    pub(crate) fn open(&mut self) -> f64 {
        (f64::from(self.bits()) + 0.5) * (1.0 / 4_294_967_296.0)
    }

    /// Uniform on 0..n, without bias (Lemire 2019); 0 when `n` is 0.
    #[inline]
    pub fn below(&mut self, n: u32) -> u32 {
        let mut wide = u64::from(self.bits()) * u64::from(n);
        if (wide as u32) < n {
            let odd = n.wrapping_neg().checked_rem(n).unwrap_or(0);
            while (wide as u32) < odd {
                wide = u64::from(self.bits()) * u64::from(n);
            }
        }
        (wide >> 32) as u32
    }

    /// Whether something with chance `p` happens.
    #[inline]
    pub fn happens(&mut self, p: f64) -> bool {
        self.open() < p
    }

    /// Standard normal, by inversion.
    pub fn normal(&mut self) -> f64 {
        // Half a step away from 0, so that it lies strictly between 0 and 1.
        normal_quantile(self.uniform() + 0.5 / 9_007_199_254_740_992.0)
    }

    /// Gamma with this shape and mean `shape x scale`; both positive, otherwise 0. Marsaglia and Tsang 2000.
    pub fn gamma(&mut self, shape: f64, scale: f64) -> f64 {
        if !(shape > 0.0 && scale > 0.0) {
            return 0.0;
        }
        if shape < 1.0 {
            let root = libm::exp(libm::log(self.open()) / shape);
            return self.gamma(shape + 1.0, scale) * root;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / libm::sqrt(9.0 * d);
        loop {
            let x = self.normal();
            let v = 1.0 + c * x;
            let v = v * v * v;
            if v > 0.0 && libm::log(self.open()) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                return d * v * scale;
            }
        }
    }

    /// Beta with mean `a / (a + b)`; both positive.
    pub fn beta(&mut self, a: f64, b: f64) -> f64 {
        let x = self.gamma(a, 1.0);
        let y = self.gamma(b, 1.0);
        if x + y > 0.0 { x / (x + y) } else { 0.5 }
    }

    /// Triangular between `low` and `high` with its top at `mode`, by inversion.
    pub fn triangular(&mut self, low: f64, mode: f64, high: f64) -> f64 {
        triangular_quantile(low, mode, high, self.uniform())
    }

    /// Trials up to and including the first success, at least 1; `p` in (0, 1].
    pub fn geometric(&mut self, p: f64) -> u32 {
        self.geometric_below(p, u32::MAX)
    }

    /// The same, or `limit` when it is that or more: then most draws need no logarithm.
    pub(crate) fn geometric_below(&mut self, p: f64, limit: u32) -> u32 {
        let lot = self.open();
        if p >= 1.0 {
            return 1;
        }
        // The chance of less than `limit` trials is at most `p` times as many.
        if lot <= 1.0 - p * f64::from(limit) {
            return limit;
        }
        // A chance next to nothing takes longer than can be counted: the cast holds at the largest number.
        ((libm::log(lot) / libm::log1p(-p)) as u32).saturating_add(1).min(limit)
    }

    /// Poisson with this mean, by inversion or by Hörmann's transformed rejection (PTRS, 1993).
    pub fn poisson(&mut self, mean: f64) -> u32 {
        if mean.is_nan() || mean <= 0.0 {
            0
        } else if mean < REJECTION_FROM {
            self.poisson_from(mean, libm::exp(-mean))
        } else {
            self.poisson_rejection(mean)
        }
    }

    /// The sum of `n` Poisson draws with this mean, of which the chance of zero is known.
    #[inline]
    pub(crate) fn poisson_sum(&mut self, n: u32, mean: f64, zero: f64) -> u32 {
        let sum = f64::from(n) * mean;
        if sum < REJECTION_FROM {
            self.poisson_from(sum, power(zero, n))
        } else {
            self.poisson_rejection(sum)
        }
    }

    fn poisson_from(&mut self, mean: f64, zero: f64) -> u32 {
        let mut rest = self.open();
        let mut chance = zero;
        let mut k = 0;
        // Beyond 200 no chance is left in the last bit of the number.
        while rest > chance && k < 200 {
            rest -= chance;
            k += 1;
            chance *= mean * inverse(k);
        }
        k
    }

    fn poisson_rejection(&mut self, mean: f64) -> u32 {
        let b = 0.931 + 2.53 * libm::sqrt(mean);
        let a = -0.059 + 0.02483 * b;
        let scale = 1.1239 + 1.1328 / (b - 3.4);
        let squeeze = 0.9277 - 3.6224 / (b - 2.0);
        let log = libm::log(mean);
        loop {
            let u = self.open() - 0.5;
            let v = self.open();
            let us = 0.5 - u.abs();
            let k = libm::floor((2.0 * a / us + b) * u + mean + 0.43);
            if us >= 0.07 && v <= squeeze {
                return k as u32;
            }
            if k < 0.0 || us < 0.013 && v > us {
                continue;
            }
            let left = libm::log(v * scale / (a / (us * us) + b));
            if left <= k * log - mean - ln_factorial(k as u32) {
                return k as u32;
            }
        }
    }

    /// Successes among `n` trials with chance `p`, by inversion or by Hörmann's transformed rejection
    /// (BTRS, 1993). Chances outside 0..1 are cut off.
    #[inline]
    pub fn binomial(&mut self, n: u32, p: f64) -> u32 {
        if n == 0 || p <= 0.0 || p.is_nan() {
            0
        } else if p >= 1.0 {
            n
        } else if n == 1 {
            u32::from(self.open() > 1.0 - p)
        } else if n <= FEW && p > RARE {
            (0..n).map(|_| u32::from(self.open() > 1.0 - p)).sum()
        } else if p > 0.5 {
            n - self.binomial_low(n, 1.0 - p)
        } else {
            self.binomial_low(n, p)
        }
    }

    #[inline]
    fn binomial_low(&mut self, n: u32, p: f64) -> u32 {
        let mean = f64::from(n) * p;
        if mean >= REJECTION_FROM {
            return self.binomial_rejection(n, p);
        }
        let rest = self.open();
        // No success has at least this chance, so most rare events cost no power.
        if rest <= 1.0 - mean { 0 } else { Self::binomial_inversion(n, p, rest) }
    }

    fn binomial_inversion(n: u32, p: f64, mut rest: f64) -> u32 {
        let q = 1.0 - p;
        let odds = p / q;
        let step = f64::from(n + 1) * odds;
        let mut chance = power(q, n);
        let mut k = 0;
        while rest > chance && k < n {
            rest -= chance;
            k += 1;
            chance *= step * inverse(k) - odds;
        }
        k
    }

    /// A binomial of which large counts are a rounded normal: one number a draw, near enough for steps of a
    /// month, and it moves evenly with its parameters.
    pub(crate) fn binomial_near(&mut self, n: u32, p: f64) -> u32 {
        let mean = f64::from(n) * p;
        if mean < REJECTION_FROM || f64::from(n) - mean < REJECTION_FROM {
            return self.binomial(n, p);
        }
        let spread = libm::sqrt(mean * (1.0 - p));
        ((mean + spread * normal_quantile(self.open()) + 0.5).max(0.0) as u32).min(n)
    }

    fn binomial_rejection(&mut self, n: u32, p: f64) -> u32 {
        let trials = f64::from(n);
        let spread = libm::sqrt(trials * p * (1.0 - p));
        let b = 1.15 + 2.53 * spread;
        let a = -0.0873 + 0.0248 * b + 0.01 * p;
        let centre = trials * p + 0.5;
        let squeeze = 0.92 - 4.2 / b;
        loop {
            let v = self.open();
            let u = self.open() - 0.5;
            let us = 0.5 - u.abs();
            let k = libm::floor((2.0 * a / us + b) * u + centre);
            if us >= 0.07 && v <= squeeze {
                return k as u32;
            }
            if k < 0.0 || k > trials {
                continue;
            }
            let k = k as u32;
            let mode = libm::floor((trials + 1.0) * p) as u32;
            let density =
                ln_factorial(mode) + ln_factorial(n - mode) - ln_factorial(k) - ln_factorial(n - k)
                    + (f64::from(k) - f64::from(mode)) * libm::log(p / (1.0 - p));
            let alpha = (2.83 + 5.1 / b) * spread;
            if libm::log(v * alpha / (a / (us * us) + b)) <= density {
                return k;
            }
        }
    }

    /// Divides `n` over outcomes with chances `p`; what the chances leave over goes to none of them.
    pub fn multinomial<const N: usize>(&mut self, n: u32, p: [f64; N]) -> [u32; N] {
        let (mut left, mut rest) = (n, 1.0);
        let mut parts = [0; N];
        for (part, chance) in parts.iter_mut().zip(p) {
            if left == 0 || rest <= 0.0 {
                break;
            }
            *part = self.binomial(left, chance / rest);
            left -= *part;
            rest -= chance;
        }
        parts
    }
}

/// The value below which a triangular variable lies with chance `p`.
pub fn triangular_quantile(low: f64, mode: f64, high: f64, p: f64) -> f64 {
    let width = high - low;
    if width <= 0.0 {
        return low;
    }
    let left = mode - low;
    if p * width < left {
        low + libm::sqrt(p * width * left)
    } else {
        high - libm::sqrt((1.0 - p) * width * (high - mode))
    }
}

/// `base` to a whole power, by squaring: the same bits everywhere, which `powi` does not promise.
#[inline]
pub(crate) fn power(base: f64, mut exponent: u32) -> f64 {
    let (mut square, mut result) = (base, 1.0);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result *= square;
        }
        square *= square;
        exponent >>= 1;
    }
    result
}
