//! A small number generator (`SplitMix64`): the same counties on every machine.

use xiaqu_model::cast::to_f64;

/// The generator.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// From a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        low + u32::try_from(self.bits() % u64::from(high - low + 1)).unwrap_or_default()
    }

    /// A position in a list of so many rows.
    ///
    /// # Panics
    /// For an empty list.
    pub fn below(&mut self, rows: usize) -> usize {
        usize::try_from(self.bits() % rows as u64).unwrap_or_default()
    }

    /// A number from 0 to 1, 1 excluded.
    pub fn unit(&mut self) -> f64 {
        to_f64(self.bits() >> 11) / 9_007_199_254_740_992.0
    }

    /// A number from -1 to 1.
    pub fn around_zero(&mut self) -> f64 {
        f64::from(self.between(0, 2_000_000)) / 1_000_000.0 - 1.0
    }

    /// True in so many of a hundred cases.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.between(1, 100) <= percent
    }

    /// Puts a list into random order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let other = self.below(last + 1);
            list.swap(last, other);
        }
    }
}
