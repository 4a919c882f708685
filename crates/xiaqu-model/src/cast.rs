//! The named, tested conversions between number types; no other `as` in the workspace changes a value.

/// The nearest `u32`, or `None` if the number is negative, not finite or too large.
///
/// ```
/// use xiaqu_model::cast::to_u32;
/// assert_eq!(to_u32(2.5), Some(3));
/// assert_eq!(to_u32(-0.6), None);
/// ```
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked on the line before")]
pub fn to_u32(number: f64) -> Option<u32> {
    let rounded = number.round();
    (rounded >= 0.0 && rounded <= f64::from(u32::MAX)).then_some(rounded as u32)
}

/// The nearest `i64`, or `None` if the number is not finite or beyond 2^53, where `f64` stops being exact.
///
/// ```
/// use xiaqu_model::cast::to_i64;
/// assert_eq!(to_i64(-2.4), Some(-2));
/// assert_eq!(to_i64(f64::NAN), None);
/// ```
#[expect(clippy::cast_possible_truncation, reason = "the range is checked on the line before")]
pub fn to_i64(number: f64) -> Option<i64> {
    let rounded = number.round();
    (rounded.abs() <= 9_007_199_254_740_992.0).then_some(rounded as i64)
}

/// The greatest `f32` that is not above a number: limits that are handed on must not grow.
///
/// ```
/// use xiaqu_model::cast::to_f32_below;
/// assert!(f64::from(to_f32_below(0.1)) <= 0.1);
/// assert_eq!(to_f32_below(0.5), 0.5);
/// ```
#[expect(clippy::cast_possible_truncation, reason = "rounding is put right on the next line")]
pub fn to_f32_below(number: f64) -> f32 {
    let nearest = number as f32;
    if f64::from(nearest) > number { nearest.next_down() } else { nearest }
}

/// A whole number as `f64`; exact up to 2^53, rounded to nearest beyond.
#[expect(clippy::cast_precision_loss, reason = "documented: rounded beyond 2^53")]
pub fn to_f64(number: u64) -> f64 {
    number as f64
}

/// A signed whole number as `f64`; exact up to 2^53, rounded to nearest beyond.
#[expect(clippy::cast_precision_loss, reason = "documented: rounded beyond 2^53")]
pub fn signed_to_f64(number: i64) -> f64 {
    number as f64
}

/// A large sum as `f64`; exact up to 2^53, rounded to nearest beyond.
#[expect(clippy::cast_precision_loss, reason = "documented: rounded beyond 2^53")]
pub fn sum_to_f64(number: u128) -> f64 {
    number as f64
}

/// A count as `f64`; exact up to 2^53.
pub fn count_to_f64(count: usize) -> f64 {
    to_f64(count as u64)
}

/// A wide signed product, as exact geometry makes them, as `f64`; exact up to 2^53, rounded to nearest beyond.
///
/// ```
/// assert_eq!(xiaqu_model::cast::wide_to_f64(-5_000_000_000), -5e9);
/// ```
#[expect(clippy::cast_precision_loss, reason = "documented: rounded beyond 2^53")]
pub fn wide_to_f64(number: i128) -> f64 {
    number as f64
}

/// The nearest wide whole number; the ends of its range for what lies beyond, zero for what is no number.
///
/// ```
/// assert_eq!(xiaqu_model::cast::to_i128(-2.4), -2);
/// assert_eq!(xiaqu_model::cast::to_i128(f64::INFINITY), i128::MAX);
/// ```
#[expect(clippy::cast_possible_truncation, reason = "documented: the ends of the range")]
pub fn to_i128(number: f64) -> i128 {
    number.round() as i128
}
