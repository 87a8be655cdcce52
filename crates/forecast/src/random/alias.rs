//! Walker's alias table in Vose's construction: one number and one look-up per draw, however many outcomes.

use super::Stream;

/// Draws an index with given weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Alias {
    cells: Vec<Cell>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Cell {
    /// Below this fraction of 2^32 the outcome is the cell itself.
    cut: u32,
    /// From the cell to its other outcome, wrapping: added without a branch, which chance would mispredict.
    jump: u32,
}

impl Alias {
    /// From weights that are not negative; they need not add up to 1. Without a positive weight every
    /// draw is 0.
    pub fn new(weights: &[f64]) -> Self {
        let total: f64 = weights.iter().sum();
        if total.is_nan() || total <= 0.0 {
            return Self { cells: vec![Cell { cut: u32::MAX, jump: 0 }] };
        }
        let scale = weights.len() as f64 / total;
        let mut left: Vec<f64> = weights.iter().map(|weight| weight * scale).collect();
        let (mut small, mut large) = (Vec::new(), Vec::new());
        for (at, part) in left.iter().enumerate() {
            if *part < 1.0 { &mut small } else { &mut large }.push(at);
        }
        let mut cells = vec![Cell { cut: u32::MAX, jump: 0 }; weights.len()];
        while let (Some(low), Some(high)) = (small.pop(), large.last().copied()) {
            let jump = (high as u32).wrapping_sub(low as u32);
            cells[low] = Cell { cut: (left[low] * 4_294_967_296.0) as u32, jump };
            left[high] -= 1.0 - left[low];
            if left[high] < 1.0 {
                large.pop();
                small.push(high);
            }
        }
        Self { cells }
    }

    /// The outcome of 32 random bits. Each chance is right to within 2^-32.
    #[inline]
    pub fn pick(&self, bits: u32) -> usize {
        let wide = u64::from(bits) * self.cells.len() as u64;
        let at = (wide >> 32) as usize;
        let Cell { cut, jump } = self.cells[at];
        let jump = std::hint::select_unpredictable((wide as u32) < cut, 0, jump);
        (at as u32).wrapping_add(jump) as usize
    }

    /// Draws one.
    #[inline]
    pub fn draw(&self, stream: &mut Stream) -> usize {
        self.pick(stream.bits())
    }
}
