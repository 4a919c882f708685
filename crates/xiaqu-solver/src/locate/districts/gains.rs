//! What dividing has brought so far: the guide to where to divide next.

use std::collections::BTreeMap;

use xiaqu_model::{Index, cast::wide_to_f64};

use super::{division::Branch, search::Search};

/// A half of a division.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    /// The site is no centre, or the area is not served by these sites.
    Without,
    /// The site is a centre, or the area is served by one of these sites.
    With,
}

/// How much bounds rose, fine, by site or area and half.
#[derive(Clone, Debug, Default)]
pub(super) struct Gains {
    seen: BTreeMap<(usize, Side), (f64, f64)>,
}

impl Gains {
    /// Notes that a bound rose by so much.
    fn note(&mut self, at: usize, side: Side, gain: i128) {
        let (sum, count) = self.seen.entry((at, side)).or_insert((0.0, 0.0));
        *sum += wide_to_f64(gain.max(0));
        *count += 1.0;
    }

    /// Whether both halves have been seen.
    pub(super) fn knows(&self, at: usize) -> bool {
        [Side::Without, Side::With].iter().all(|side| self.seen.contains_key(&(at, *side)))
    }

    /// The promise of dividing there: the product of what both halves brought on average.
    pub(super) fn promise(&self, at: usize) -> f64 {
        let mean = |side| self.seen.get(&(at, side)).map_or(1.0, |(sum, count)| (sum / count).max(1.0));
        mean(Side::Without) * mean(Side::With)
    }
}

impl Search<'_> {
    /// Notes that the bound of a half of a division rose by so much.
    pub(super) fn note(&mut self, branch: &Branch, side: Side, gain: i128) {
        match branch {
            Branch::Site(row) => self.gains.note(*row, side, gain),
            Branch::Area(area, _) => self.area_gains.note(area.position(), side, gain),
        }
    }
}
