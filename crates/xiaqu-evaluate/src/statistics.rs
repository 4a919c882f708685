//! Weighted means, percentiles and inequality. Sums are whole numbers; division comes last.

use xiaqu_model::cast::sum_to_f64;

/// Values in milliseconds with whole-number weights, sorted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Distribution {
    rows: Vec<(u32, u64)>,
    weight: u128,
}

impl Distribution {
    pub(crate) fn new(rows: impl IntoIterator<Item = (u32, u64)>) -> Self {
        let mut rows: Vec<(u32, u64)> = rows.into_iter().filter(|(_, weight)| *weight > 0).collect();
        rows.sort_unstable();
        let weight = rows.iter().map(|(_, weight)| u128::from(*weight)).sum();
        Self { rows, weight }
    }

    /// The weighted mean; nothing without weight.
    pub(crate) fn mean(&self) -> Option<f64> {
        let sum: u128 = self.rows.iter().map(|(value, weight)| u128::from(*value) * u128::from(*weight)).sum();
        (self.weight > 0).then(|| sum_to_f64(sum) / sum_to_f64(self.weight))
    }

    /// The smallest value whose cumulative weight is at least `percent` per cent of all weight.
    pub(crate) fn percentile(&self, percent: u32) -> Option<u32> {
        let mut cumulative = 0_u128;
        self.rows.iter().find_map(|(value, weight)| {
            cumulative += u128::from(*weight);
            (cumulative * 100 >= u128::from(percent) * self.weight).then_some(*value)
        })
    }

    /// The largest value.
    pub(crate) fn max(&self) -> Option<u32> {
        self.rows.last().map(|(value, _)| *value)
    }

    /// Weight of the values above `low` and up to `high`, both in milliseconds; `low` of nothing includes zero.
    pub(crate) fn weight_between(&self, low: Option<u32>, high: Option<u32>) -> u128 {
        let inside = |value: u32| low.is_none_or(|low| value > low) && high.is_none_or(|high| value <= high);
        self.rows.iter().filter(|(value, _)| inside(*value)).map(|(_, weight)| u128::from(*weight)).sum()
    }

    /// Per cent of the weight above `low` and up to `high`.
    pub(crate) fn percent_between(&self, low: Option<u32>, high: Option<u32>) -> Option<f64> {
        (self.weight > 0).then(|| 100.0 * sum_to_f64(self.weight_between(low, high)) / sum_to_f64(self.weight))
    }
}

/// Gini coefficient of `(value, weight)`: the mean difference between two members over twice the mean (domain 5.5).
/// 0 where all are equal or nothing is there.
pub(crate) fn gini(rows: &[(f64, f64)]) -> f64 {
    let weight: f64 = rows.iter().map(|(_, weight)| weight).sum();
    let total: f64 = rows.iter().map(|(value, weight)| value * weight).sum();
    if weight <= 0.0 || total <= 0.0 {
        return 0.0;
    }
    let mut differences = 0.0;
    for (value, share) in rows {
        for (other, other_share) in rows {
            differences += share * other_share * (value - other).abs();
        }
    }
    differences / (2.0 * weight * total)
}

#[cfg(test)]
mod tests {
    use super::{Distribution, gini};

    /// A plain number generator: the tests need many cases, not good randomness.
    fn next(state: &mut u64) -> u32 {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(*state >> 33).unwrap()
    }

    #[test]
    fn percentiles_equal_those_of_the_list_written_out() {
        let mut state = 7;
        for _ in 0..200 {
            let rows: Vec<(u32, u64)> =
                (0..=next(&mut state) % 9).map(|_| (next(&mut state) % 20, u64::from(next(&mut state) % 5))).collect();
            let mut written: Vec<u32> = rows.iter().flat_map(|(value, weight)| (0..*weight).map(|_| *value)).collect();
            written.sort_unstable();
            for percent in [50, 80, 90] {
                let needed = (written.len() * percent).div_ceil(100);
                let expected = needed.checked_sub(1).map(|position| written[position]);
                let found = Distribution::new(rows.clone()).percentile(u32::try_from(percent).unwrap());
                assert_eq!(found, expected, "{rows:?} at {percent}");
            }
        }
    }

    #[test]
    fn bands_hold_their_upper_end_and_add_up() {
        let distribution = Distribution::new([(0, 1), (5, 2), (6, 3), (30, 4)]);
        assert_eq!(distribution.weight_between(None, Some(5)), 3);
        assert_eq!(distribution.weight_between(Some(5), Some(30)), 7);
        assert_eq!(distribution.weight_between(Some(30), None), 0);
    }

    #[test]
    fn gini_equals_the_formula_over_single_members() {
        let rows = [(1.0, 2.0), (3.0, 1.0), (7.0, 3.0)];
        let members = [1.0, 1.0, 3.0, 7.0, 7.0, 7.0_f64];
        let differences: f64 = members.iter().flat_map(|one| members.map(|other| (one - other).abs())).sum();
        let mean = members.iter().sum::<f64>() / 6.0;
        assert!((gini(&rows) - differences / (2.0 * 36.0 * mean)).abs() < 1e-12);
        assert!(gini(&[(4.0, 2.0), (4.0, 9.0)]).abs() < 1e-12);
    }
}
