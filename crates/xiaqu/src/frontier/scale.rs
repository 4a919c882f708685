//! An axis: values to pixels, and where its marks stand.

/// Marks that an axis should have at least.
const MARKS: f64 = 4.0;

/// Room beyond the first and the last value, as a share of their distance.
const ROOM: f64 = 0.07;

/// A linear axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    step: f64,
    /// Pixels of `low` and `high`.
    ends: (f64, f64),
}

impl Scale {
    /// An axis for some values between two pixels. Whole numbers get whole marks.
    pub(super) fn of(values: &[f64], whole: bool, ends: (f64, f64)) -> Self {
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        // One value in the middle of an axis needs some room, too.
        let range = if most > least { most - least } else { (least.abs() * 0.1).max(1.0) };
        let (low, high) = (least - range * ROOM, most.max(least) + range * ROOM);
        // The greatest of 1, 2, 5, 10, 20, ... that leaves enough marks.
        let (mut step, mut factors) = (if whole { 1.0 } else { 0.001 }, [2.0, 2.5, 2.0].into_iter().cycle());
        while let Some(factor) = factors.next().filter(|factor| step * factor * MARKS <= high - low) {
            step *= factor;
        }
        Self { low, high, step, ends }
    }

    /// The pixel of a value.
    pub(super) fn at(&self, value: f64) -> f64 {
        let (from, to) = self.ends;
        from + (value - self.low) / (self.high - self.low) * (to - from)
    }

    /// The marks, in order.
    pub(super) fn marks(&self) -> Vec<f64> {
        let first = (self.low / self.step).ceil();
        let all = (0..64_u32).map(|number| (first + f64::from(number)) * self.step);
        all.take_while(|mark| *mark <= self.high).collect()
    }

    /// A mark as text: no more decimals than the step needs, thousands apart.
    pub(super) fn shown(&self, mark: f64) -> String {
        let decimals = [(1.0, 0), (0.1, 1), (0.01, 2)].into_iter().find(|(step, _)| self.step >= step * 0.999);
        let decimals = decimals.map_or(3, |(_, decimals)| decimals);
        grouped(&format!("{:.decimals$}", mark + 0.0))
    }
}

/// Digits in groups of three, as in `1,234,567.5`.
pub(super) fn grouped(number: &str) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut text = String::from(sign);
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::{Scale, grouped};

    #[test]
    fn whole_numbers_have_whole_marks() {
        let scale = Scale::of(&[0.0, 4.0], true, (0.0, 100.0));
        assert_eq!(scale.marks(), [0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(scale.shown(3.0), "3");
    }

    #[test]
    fn marks_are_few_and_inside() {
        for values in [[12.3, 14.9], [0.001, 0.0011], [1e6, 7e7], [5.0, 5.0], [0.0, 0.0], [-3e9, 2e9]] {
            let scale = Scale::of(&values, false, (0.0, 100.0));
            let marks = scale.marks();
            assert!((1..=12).contains(&marks.len()), "{values:?}: {marks:?}");
            assert!(marks.iter().all(|&mark| (-0.001..=100.001).contains(&scale.at(mark))), "{values:?}");
            assert!(values.iter().all(|&value| (0.0..=100.0).contains(&scale.at(value))), "{values:?}");
        }
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(grouped("1234567.5"), "1,234,567.5");
        assert_eq!(grouped("-123"), "-123");
        assert_eq!(grouped("-1234"), "-1,234");
    }
}
