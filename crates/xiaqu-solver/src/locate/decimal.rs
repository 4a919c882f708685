//! Decimal numbers as they are written, exactly.

use xiaqu_model::cast::to_i64;

/// Digits kept of a number; more are rounded off and make it inexact.
const DIGITS: u32 = 18;

/// Whole numbers below this are exact as `f64`, each its own shortest decimal.
const WHOLE_MAX: f64 = 1e15;

/// A finite number: `digits` · 10^-`decimals`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    digits: i64,
    decimals: i32,
    exact: bool,
}

/// An entry of a cost matrix as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// A cost.
    Cost(Decimal),
    /// Empty or plus infinity: this site may not serve this client.
    Forbidden,
    /// Minus infinity.
    MinusInfinity,
}

impl Entry {
    /// Reads an entry; `None` if it is not a number.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let word = text.to_ascii_lowercase();
        match word.as_str() {
            "" | "inf" | "+inf" | "infinity" | "+infinity" => Some(Self::Forbidden),
            "-inf" | "-infinity" => Some(Self::MinusInfinity),
            _ => Decimal::parse(&word).map(Self::Cost),
        }
    }

    /// The shortest decimal that reads back as this number; `None` for not-a-number.
    pub(super) fn from_f64(number: f64) -> Option<Self> {
        if number.fract() == 0.0 && number.abs() < WHOLE_MAX {
            // The usual case, and forty times faster.
            return to_i64(number).map(|digits| Self::Cost(Decimal { digits, decimals: 0, exact: true }));
        }
        if number.is_finite() {
            return Decimal::parse(&format!("{number:e}")).map(Self::Cost);
        }
        if number.is_nan() {
            return None;
        }
        Some(if number > 0.0 { Self::Forbidden } else { Self::MinusInfinity })
    }
}

impl Decimal {
    /// Reads `[+-]digits[.digits][e[+-]digits]`.
    fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once('e') {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok().filter(|e| e.abs() < 10_000)?),
            None => (text, 0),
        };
        let (negative, unsigned) = match mantissa.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
        };
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let mut number = Self { digits: 0, decimals: 0, exact: true };
        let mut kept = 0;
        let mut pending = 0;
        for (letter, in_fraction) in whole.chars().map(|c| (c, false)).chain(fraction.chars().map(|c| (c, true))) {
            let digit = i64::from(letter.to_digit(10)?);
            // Zeros wait until a digit follows them, so that trailing ones cost nothing.
            pending += 1;
            number.decimals += i32::from(in_fraction);
            if digit == 0 {
                continue;
            }
            if number.digits != 0 || kept != 0 {
                kept += pending;
            } else {
                kept = 1;
            }
            if kept > DIGITS {
                number.exact = false;
                kept -= pending;
                continue;
            }
            number.digits =
                number.digits.checked_mul(10_i64.checked_pow(if kept == 1 { 0 } else { pending })?)? + digit;
            pending = 0;
        }
        number.decimals -= i32::try_from(pending).ok()?;
        number.decimals -= exponent;
        if number.digits == 0 {
            number.decimals = 0;
        }
        number.digits = if negative { -number.digits } else { number.digits };
        Some(number)
    }

    /// Decimals needed to write it exactly; `None` if digits were cut off already.
    pub(super) fn decimals(self) -> Option<u32> {
        self.exact.then_some(u32::try_from(self.decimals).unwrap_or(0))
    }

    /// In units of 10^-`decimals`, rounded to nearest (halves away from zero); `None` beyond an `i64`.
    pub(super) fn in_units(self, decimals: u32) -> Option<i64> {
        let shift = i32::try_from(decimals).ok()? - self.decimals;
        let power = 10_i64.checked_pow(shift.unsigned_abs());
        if shift >= 0 {
            return if self.digits == 0 { Some(0) } else { self.digits.checked_mul(power?) };
        }
        let Some(power) = power else { return Some(0) };
        let (quotient, rest) = (self.digits / power, self.digits % power);
        let up = rest.abs() >= power - rest.abs();
        Some(if up { quotient + self.digits.signum() } else { quotient })
    }

    /// Nearest floating-point number.
    pub(super) fn to_f64(self) -> f64 {
        xiaqu_model::cast::signed_to_f64(self.digits) * 10_f64.powi(-self.decimals)
    }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, Entry};

    #[test]
    fn numbers_are_read_as_they_are_written() {
        let units = [
            ("1499203.84", 2, 149_920_384),
            ("0.10", 2, 10),
            ("0.1", 9, 100_000_000),
            ("100", 0, 100),
            ("1e3", 0, 1_000),
            ("1.25e-2", 4, 125),
            ("-7.5", 1, -75),
            ("+3.", 0, 3),
            (".5", 1, 5),
            ("1000000.000001", 6, 1_000_000_000_001),
            ("0.0000", 3, 0),
            ("10.050", 2, 1_005),
        ];
        for (text, decimals, expected) in units {
            let number = Decimal::parse(text).unwrap();
            assert_eq!(number.in_units(decimals), Some(expected), "{text}");
            assert!(number.decimals().unwrap() <= decimals, "{text}");
        }
    }

    #[test]
    fn decimals_that_are_needed_are_counted_without_trailing_zeros() {
        for (text, decimals) in [("0.10", 1), ("100", 0), ("1.000", 0), ("2.50e1", 0), ("1e-4", 4), ("0", 0)] {
            assert_eq!(Decimal::parse(text).unwrap().decimals(), Some(decimals), "{text}");
        }
    }

    #[test]
    fn what_is_cut_off_is_rounded_and_said() {
        let number = Decimal::parse("0.1234567890123456789").unwrap();
        assert_eq!(number.decimals(), None);
        assert_eq!(number.in_units(4), Some(1_235));
        assert_eq!(Decimal::parse("2.5").unwrap().in_units(0), Some(3));
        assert_eq!(Decimal::parse("-2.5").unwrap().in_units(0), Some(-3));
        assert_eq!(Decimal::parse("1e300").unwrap().in_units(0), None);
        assert_eq!(Decimal::parse("1e-300").unwrap().in_units(9), Some(0));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["x", "1,5", "-", ".", "1e", "1.2.3", "nan", "0x10", "1e99999", "１"] {
            assert_eq!(Entry::parse(text), None, "{text}");
        }
        assert_eq!(Entry::parse(" "), Some(Entry::Forbidden));
        assert_eq!(Entry::parse("+Inf"), Some(Entry::Forbidden));
        assert_eq!(Entry::parse("-inf"), Some(Entry::MinusInfinity));
        assert_eq!(Entry::from_f64(f64::NAN), None);
    }

    #[test]
    fn floating_point_numbers_are_taken_as_their_shortest_decimal() {
        for (number, decimals, units) in
            [(0.1, 1, 1), (1_499_203.84, 2, 149_920_384), (1e-9, 9, 1), (5.0, 0, 5), (-100.0, 0, -100), (-0.0, 0, 0)]
        {
            let Some(Entry::Cost(decimal)) = Entry::from_f64(number) else { panic!("{number}") };
            assert_eq!((decimal.decimals(), decimal.in_units(decimals)), (Some(decimals), Some(units)), "{number}");
        }
    }
}
