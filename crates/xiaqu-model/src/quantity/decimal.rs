//! Decimal digits to whole units without a binary fraction in between.

/// Digits behind the point beyond this many are dropped: they are less than any clock shows.
const FRACTION_DIGITS: i64 = 24;

/// Digits before the point beyond this many are more than any time here.
const WHOLE_DIGITS: i64 = 12;

/// Minutes, written as a number that is not negative, in whole milliseconds, halves rounded up; `None` beyond `u32`.
pub(super) fn milliseconds_of_minutes(text: &str) -> Option<u32> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let mantissa = mantissa.trim_start_matches(['+', '-']);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: String = whole.chars().chain(fraction.chars()).collect();
    let leading = digits.len() - digits.trim_start_matches('0').len();
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Some(0);
    }
    // Where the point stands, counted from the first digit that is not zero.
    let count = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
    let exponent = exponent.parse::<i64>().unwrap_or(if exponent.starts_with('-') { i64::MIN } else { i64::MAX });
    let point = exponent.saturating_add(count(whole.len()) - count(leading));
    if point > WHOLE_DIGITS {
        return None;
    }
    let kept = usize::try_from(point.saturating_add(FRACTION_DIGITS).max(0)).unwrap_or(0);
    let number = digits.chars().chain(std::iter::repeat('0')).take(kept);
    let number = number.filter_map(|digit| digit.to_digit(10)).fold(0_u128, |sum, digit| sum * 10 + u128::from(digit));
    let unit = 10_u128.pow(u32::try_from(FRACTION_DIGITS).unwrap_or(0));
    // Half milliseconds, rounded down; minutes apart from their fraction, so that nothing overflows.
    let halves = number / unit * 120_000 + number % unit * 120_000 / unit;
    u32::try_from(halves.div_ceil(2)).ok()
}
