//! Quantiles over replications. Type 7 of Hyndman and Fan, because that is what R, NumPy and the back-test use.

/// The quantile of type 7 at `level` (0 to 1) of values in ascending order: linear between the two order
/// statistics around place `(n - 1) level`. Zero when there are no values.
pub fn type7(sorted: &[f64], level: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let place = last as f64 * level.clamp(0.0, 1.0);
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}

/// Rounds half up, the rounding of every count in a forecast.
pub(crate) fn half_up(value: f64) -> i64 {
    (value + 0.5).floor() as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_published_example_holds() {
        let values = [38.0, 40.0, 41.0, 43.0, 44.0, 46.0, 47.0, 52.0, 60.0];
        for (level, quantile) in [(0.05, 38.8), (0.5, 44.0), (2.0 / 3.0, 46.333), (0.95, 56.8)] {
            assert!((type7(&values, level) - quantile).abs() < 0.001);
        }
        assert_eq!(type7(&values, 0.0), 38.0);
        assert_eq!(type7(&values, 1.0), 60.0);
        assert_eq!(type7(&[], 0.5), 0.0);
        assert_eq!((half_up(0.5), half_up(-0.5), half_up(1.49)), (1, 0, 1));
    }

    proptest! {
        #[test]
        fn quantiles_never_cross(
            mut values in prop::collection::vec(0_u32..100_000, 1..60),
            low in 0.0_f64..=1.0,
            high in 0.0_f64..=1.0,
        ) {
            values.sort_unstable();
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            prop_assert!(type7(&values, low.min(high)) <= type7(&values, low.max(high)) + 1e-9);
        }
    }
}
