//! Floating duals as whole numbers of a fixed binary point.

/// No scaled number is further from zero.
const MOST: i128 = 1 << 110;

/// `number` times two to the power `bits`, rounded toward zero and kept within ±2^110; 0 if it is not finite.
///
/// The bound that duals make is true for any duals, so rounding and clamping cost strength only.
pub(crate) fn scaled(number: f64, bits: u32) -> i128 {
    if !number.is_finite() {
        return 0;
    }
    let raw = number.to_bits();
    let exponent = i64::try_from((raw >> 52) & 0x7FF).unwrap_or(0);
    let fraction = i128::from(raw & ((1 << 52) - 1));
    // Numbers below 2^-1022 have no hidden bit; they are zero at any scale in use.
    let mantissa = if exponent == 0 { 0 } else { fraction | (1 << 52) };
    let shift = exponent - 1_075 + i64::from(bits);
    let magnitude = match u32::try_from(shift.unsigned_abs()).unwrap_or(u32::MAX) {
        places if shift < 0 => mantissa.checked_shr(places).unwrap_or(0),
        places if places <= 60 => (mantissa << places).min(MOST),
        _ if mantissa == 0 => 0,
        _ => MOST,
    };
    if number < 0.0 { -magnitude } else { magnitude }
}

/// The least whole number that is not below `numerator` divided by two to the power `bits`.
pub(crate) fn ceiling_shift(numerator: i128, bits: u32) -> i128 {
    -((-numerator) >> bits)
}

/// Bits needed to write a number.
pub(crate) fn bit_length(number: i128) -> u32 {
    i128::BITS - number.unsigned_abs().leading_zeros()
}

#[cfg(test)]
mod tests {
    use super::{MOST, bit_length, ceiling_shift, scaled};

    #[test]
    fn scaling_is_exact_until_it_is_clamped() {
        for (number, bits, expected) in [
            (1.5, 1, 3),
            (-1.5, 1, -3),
            (0.75, 0, 0),
            (-0.75, 1, -1),
            (3e15, 0, 3_000_000_000_000_000),
            (0.0, 60, 0),
            (f64::NAN, 10, 0),
            (1e300, 10, MOST),
            (-1e300, 10, -MOST),
            (1.0, 60, 1 << 60),
        ] {
            assert_eq!(scaled(number, bits), expected, "{number} at {bits}");
        }
    }

    #[test]
    fn ceilings_round_up_on_both_sides_of_zero() {
        assert_eq!([5, 4, 1, 0, -1, -4, -5].map(|number| ceiling_shift(number, 2)), [2, 1, 1, 0, 0, -1, -1]);
        assert_eq!([0, 1, 255, -256].map(bit_length), [0, 1, 8, 9]);
    }
}
