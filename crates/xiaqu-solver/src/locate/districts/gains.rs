//! What dividing at a site has brought so far: the guide to where to divide next.

use std::collections::BTreeMap;

use xiaqu_model::cast::wide_to_f64;

/// A half of a division at a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    /// The site is no centre.
    Without,
    /// The site is a centre.
    With,
}

/// How much bounds rose, fine, by row of the matrix and half.
#[derive(Clone, Debug, Default)]
pub(super) struct Gains {
    seen: BTreeMap<(usize, Side), (f64, f64)>,
}

impl Gains {
    /// Notes that a bound rose by so much.
    pub(super) fn note(&mut self, row: usize, side: Side, gain: i128) {
        let (sum, count) = self.seen.entry((row, side)).or_insert((0.0, 0.0));
        *sum += wide_to_f64(gain.max(0));
        *count += 1.0;
    }

    /// Whether both halves have been seen for a site.
    pub(super) fn knows(&self, row: usize) -> bool {
        [Side::Without, Side::With].iter().all(|side| self.seen.contains_key(&(row, *side)))
    }

    /// The promise of dividing at a site: the product of what both halves brought on average.
    pub(super) fn promise(&self, row: usize) -> f64 {
        let mean = |side| self.seen.get(&(row, side)).map_or(1.0, |(sum, count)| (sum / count).max(1.0));
        mean(Side::Without) * mean(Side::With)
    }
}
