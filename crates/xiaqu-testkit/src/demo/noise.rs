//! Seeded noise: the only source of chance in the demonstration county, so that every run gives the same bytes.

use xiaqu_model::{LocalXy, cast};

/// A reproducible field of chance.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Noise {
    seed: u64,
}

impl Noise {
    /// A field independent of those with other seeds.
    pub(crate) const fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// A number in 0..1 that belongs to `key`.
    pub(crate) fn unit(self, key: u64) -> f64 {
        cast::to_f64(mix(self.seed ^ mix(key)) >> 11) / 9_007_199_254_740_992.0
    }

    /// A number in 0..1 that belongs to the pair of keys.
    pub(crate) fn unit_of_pair(self, first: usize, second: usize) -> f64 {
        self.unit(mix(first as u64) ^ (second as u64))
    }

    /// Smooth noise in 0..1 with bumps `wavelength` metres wide.
    pub(crate) fn smooth(self, at: LocalXy, wavelength: f64) -> f64 {
        let (x, y) = (at.x / wavelength, at.y / wavelength);
        let (column, row) = (x.floor(), y.floor());
        let (along, up) = (ease(x - column), ease(y - row));
        let corner = |right: f64, above: f64| self.unit(corner_key(column + right, row + above));
        let low = corner(0.0, 0.0) * (1.0 - along) + corner(1.0, 0.0) * along;
        let high = corner(0.0, 1.0) * (1.0 - along) + corner(1.0, 1.0) * along;
        low * (1.0 - up) + high * up
    }

    /// Sharp-crested noise in 0..1: octaves of [`Noise::smooth`] folded at their middle, as mountain ridges are.
    pub(crate) fn ridged(self, at: LocalXy, wavelength: f64, octaves: u32) -> f64 {
        let (mut sum, mut weight, mut total, mut length) = (0.0, 1.0, 0.0, wavelength);
        for octave in 0..octaves {
            let field = Self::new(self.seed.wrapping_add(u64::from(octave) * 7_919));
            sum += weight * (1.0 - (2.0 * field.smooth(at, length) - 1.0).abs());
            total += weight;
            weight *= 0.5;
            length *= 0.5;
        }
        sum / total
    }
}

fn corner_key(column: f64, row: f64) -> u64 {
    let part = |number: f64| cast::to_i64(number).unwrap_or_default().cast_unsigned();
    mix(part(column)).wrapping_add(part(row).wrapping_mul(0x9E37_79B9))
}

fn ease(t: f64) -> f64 {
    t * t * t * (t * (t * 6.0 - 15.0) + 10.0)
}

/// Steele, Lea and Flood's `SplitMix64` finaliser.
fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_is_repeatable_and_between_zero_and_one() {
        let noise = Noise::new(7);
        for step in 0..200_u32 {
            let at = LocalXy { x: f64::from(step) * 37.0 - 3_000.0, y: f64::from(step) * -91.0 };
            let value = noise.ridged(at, 900.0, 4);
            assert!((0.0..=1.0).contains(&value));
            assert_eq!(value.to_bits(), Noise::new(7).ridged(at, 900.0, 4).to_bits());
        }
    }
}
