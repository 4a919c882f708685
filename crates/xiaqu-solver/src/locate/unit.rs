//! The unit in which a matrix of decimal numbers becomes whole numbers.

use super::{decimal::Decimal, error::MatrixError};

/// More decimals than these are rounded off.
const DECIMALS_MAX: usize = 9;

/// A cost for every client, summed, stays below this, so that sums and their differences fit 64 bits.
pub(super) const SUM_MAX: i64 = 1 << 61;

/// Rounded costs are refined only as far as their sum is exact as `f64` too.
const ROUNDED_SUM_MAX: i64 = 1 << 53;

/// What has to be known of all costs to choose their unit; none of them is kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    /// Decimals that the costs so far need; nothing once digits of one were cut off.
    needed: Option<u32>,
    /// The largest of them at every number of decimals; nothing beyond 64 bits.
    largest: [Option<u64>; DECIMALS_MAX + 1],
    /// The largest of them, nearly.
    size: f64,
}

impl Unit {
    /// Before any cost.
    pub(super) fn new() -> Self {
        Self { needed: Some(0), largest: [Some(0); DECIMALS_MAX + 1], size: 0.0 }
    }

    /// Hears of a cost.
    pub(super) fn hear(&mut self, cost: Decimal) {
        self.needed = self.needed.zip(cost.decimals()).map(|(most, needed)| most.max(needed));
        let size = cost.to_f64().abs();
        // What is smaller is so at every number of decimals; sizes err by far less than a trillionth.
        if size < self.size * (1.0 - 1e-12) {
            return;
        }
        self.size = self.size.max(size);
        for (decimals, largest) in (0..).zip(&mut self.largest) {
            let units = cost.in_units(decimals).map(i64::unsigned_abs);
            *largest = largest.zip(units).map(|(largest, units)| largest.max(units));
        }
    }

    /// The decimals of the unit, and whether every cost heard of is a multiple of it.
    pub(super) fn choose(&self, clients: usize) -> Result<(u32, bool), MatrixError> {
        let clients = i64::try_from(clients).unwrap_or(i64::MAX).max(1);
        let fits = |sum_max: i64| {
            let allowed = (sum_max / clients).unsigned_abs();
            let levels = (0_u32..).zip(&self.largest);
            levels.filter(move |(_, largest)| largest.is_some_and(|largest| largest <= allowed)).map(|level| level.0)
        };
        if let Some(decimals) = self.needed.filter(|needed| fits(SUM_MAX).any(|decimals| decimals == *needed)) {
            return Ok((decimals, true));
        }
        let refined = fits(ROUNDED_SUM_MAX).filter(|decimals| *decimals > 0).last();
        let decimals = refined.or_else(|| fits(SUM_MAX).find(|decimals| *decimals == 0));
        let too_large = || MatrixError::TooLarge { largest: self.size.to_string() };
        decimals.map(|decimals| (decimals, false)).ok_or_else(too_large)
    }
}
