//! Samples along roads, close together where the land of two owners meets and far apart elsewhere.
//!
//! Land belongs to the nearest sample, so samples decide only where roads of another owner are near: there the border
//! between samples a spacing apart would saw through both roads. How near they are is read from a pyramid of grids. With
//! a distance of d to the nearest road of another owner, samples stand at most d / 4 apart and the border, half way, is
//! off by at most d / 128.

use std::hash::Hash;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use xiaqu_model::{LocalXy, Metres, cast};
use xiaqu_roads::{RoadCells, RoadNetwork};
use xiaqu_townships::Site;

/// Squares of the finest grid are so many spacings wide.
const REACH: f64 = 2.0;

/// Where roads of two owners share a square of the finest grid, samples stand so many times closer than the spacing.
const REFINEMENT: f64 = 4.0;

/// Grids of the pyramid, each twice as wide as the one before.
const LEVELS: u32 = 9;

/// Pieces are looked at in lengths of so many spacings.
const PART: f64 = 8.0;

/// From this level on no more than one sample of an owner stands in a square of half its spacing.
const THINNED_FROM: u32 = 3;

/// Samples along the roads of `owners`, to whom `cells` belong by position; roads without owner have none. With `within`,
/// only those in that box.
pub(crate) fn road_sites<M: Copy + Eq + Hash + Send + Sync>(
    network: &RoadNetwork,
    cells: &RoadCells,
    owners: &[M],
    spacing: f64,
    within: Option<(LocalXy, LocalXy)>,
) -> Vec<Site<M>> {
    let metres = |metres: f64| Metres::new(metres).unwrap_or_default();
    let near = within.map(|bounds| cells.within(network, bounds));
    let pieces = near.as_ref().unwrap_or(cells).in_lengths_of(network, metres(PART * spacing));
    let owner_of = |position: usize| {
        let owner = pieces.pieces.get(position).and_then(|piece| piece.owner);
        owner.and_then(|owner| owners.get(owner)).copied()
    };
    let coarse = pieces.samples(network, |_| metres(spacing));
    let with_owner = coarse.iter().enumerate().filter_map(|(position, points)| Some((owner_of(position)?, points)));
    let pyramid =
        Pyramid::of(with_owner.flat_map(|(owner, points)| points.iter().map(move |&point| (point, owner))), spacing);
    let levels: Vec<u32> = coarse.par_iter().map(|points| pyramid.least_level(points)).collect();
    let level = |position: usize| levels.get(position).copied().unwrap_or(0);
    let samples = pieces.samples(network, |position| metres(spacing_at(level(position), spacing)));
    let is_inside = |point: &LocalXy| {
        within.is_none_or(|(low, high)| low.x <= point.x && point.x <= high.x && low.y <= point.y && point.y <= high.y)
    };
    let mut taken: FxHashSet<(u32, M, Square)> = FxHashSet::default();
    let mut sites = Vec::new();
    for (position, points) in samples.into_iter().enumerate() {
        let Some(owner) = owner_of(position) else { continue };
        let level = level(position);
        for point in points.into_iter().filter(is_inside) {
            let side = spacing_at(level, spacing) / 2.0;
            let is_needed =
                level < THINNED_FROM || square(point, side).is_some_and(|square| taken.insert((level, owner, square)));
            if is_needed {
                sites.push(Site { position: point, owner, protected: false });
            }
        }
    }
    sites
}

/// Metres between samples whose nearest road of another owner is at this level.
fn spacing_at(level: u32, spacing: f64) -> f64 {
    spacing / REFINEMENT * f64::from(1_u32 << level.min(LEVELS))
}

/// A square of a grid.
type Square = (i64, i64);

/// The owner of the roads in each square; `None` if it has several.
type Owners<M> = FxHashMap<Square, Option<M>>;

fn square(position: LocalXy, side: f64) -> Option<Square> {
    Some((cast::to_i64((position.x / side).floor())?, cast::to_i64((position.y / side).floor())?))
}

/// For each grid, the squares with a road of one owner, and a road of another one in the same square or next to it.
struct Pyramid {
    finest: f64,
    /// From the widest grid to the finest.
    contested: Vec<FxHashSet<Square>>,
}

impl Pyramid {
    fn of<M: Copy + Eq>(samples: impl Iterator<Item = (LocalXy, M)>, spacing: f64) -> Self {
        let finest = REACH * spacing;
        let mut owners: Owners<M> = FxHashMap::default();
        let mut last = None;
        for (position, owner) in samples {
            let Some(square) = square(position, finest) else { continue };
            // Along a road the next sample often stands in the same square.
            if last != Some((square, owner)) {
                join(&mut owners, square, Some(owner));
                last = Some((square, owner));
            }
        }
        let mut grids = vec![owners];
        for _ in 1..LEVELS {
            let finer = grids.last().into_iter().flatten();
            let mut wider: Owners<M> = FxHashMap::default();
            wider.reserve(finer.size_hint().0 / 2);
            for (square, owner) in finer {
                join(&mut wider, wider_square(*square), *owner);
            }
            grids.push(wider);
        }
        // From the widest grid down: around a contested square the square of the next grid is contested too.
        let mut contested: Vec<FxHashSet<Square>> = Vec::new();
        for owners in grids.into_iter().rev() {
            let in_wider = |square: Square| contested.last().is_none_or(|wider| wider.contains(&wider_square(square)));
            contested.push(contested_squares(&owners, in_wider));
        }
        Self { finest, contested }
    }

    /// The first grid in which any of the places is contested; the number of grids if none is in any.
    fn least_level(&self, places: &[LocalXy]) -> u32 {
        let squares = places.iter().map(|place| square(*place, self.finest));
        let mut squares: Vec<Option<Square>> = squares.collect();
        squares.dedup();
        squares.into_iter().map(|square| square.map_or(0, |square| self.level(square))).min().unwrap_or(0)
    }

    /// From the widest grid down, as long as the square is contested.
    fn level(&self, (column, row): Square) -> u32 {
        let grids = (0..LEVELS).rev().zip(&self.contested);
        let is_contested = |(level, contested): &(u32, &FxHashSet<Square>)| {
            let side = 1 << level;
            contested.contains(&(column.div_euclid(side), row.div_euclid(side)))
        };
        grids.take_while(is_contested).last().map_or(LEVELS, |(level, _)| level)
    }
}

/// The square of the next grid that holds a square.
const fn wider_square((column, row): Square) -> Square {
    (column.div_euclid(2), row.div_euclid(2))
}

fn join<M: Copy + Eq>(owners: &mut Owners<M>, square: Square, owner: Option<M>) {
    let known = owners.entry(square).or_insert(owner);
    if *known != owner {
        *known = None;
    }
}

fn contested_squares<M: Copy + Eq>(owners: &Owners<M>, may_be: impl Fn(Square) -> bool) -> FxHashSet<Square> {
    let is_contested = |(square, owner): &(&Square, &Option<M>)| {
        let mut around = (-1..=1).flat_map(|east| (-1..=1).map(move |north| (square.0 + east, square.1 + north)));
        owner.is_none() || around.any(|near| owners.get(&near).is_some_and(|other| other != *owner))
    };
    owners.iter().filter(|(square, _)| may_be(**square)).filter(is_contested).map(|(square, _)| *square).collect()
}

#[cfg(test)]
mod tests {
    use xiaqu_model::{Index, LocalXy, StationIx};

    use super::{Pyramid, spacing_at};

    #[test]
    fn samples_stand_no_farther_apart_than_a_quarter_of_the_way_to_another_owner() {
        let spacing = 40.0;
        let mut samples: Vec<(LocalXy, StationIx)> = Vec::new();
        for step in 0..400 {
            let owner = StationIx::from_position(usize::from(step >= 150));
            samples.push((LocalXy { x: 40.0 * f64::from(step), y: 5.0 }, owner));
        }
        let pyramid = Pyramid::of(samples.iter().copied(), spacing);
        for (place, owner) in &samples {
            let others = samples.iter().filter(|(_, other)| other != owner);
            let nearest = others.map(|(other, _)| place.distance_to(*other)).fold(f64::INFINITY, f64::min);
            let apart = spacing_at(pyramid.least_level(&[*place]), spacing);
            assert!(apart <= (nearest / 4.0).max(spacing / 4.0), "{place:?}: {apart} m apart, {nearest} m away");
            assert!(apart >= (nearest / 32.0).min(spacing), "{place:?}: {apart} m apart, {nearest} m away");
        }
        assert_eq!(pyramid.least_level(&[samples[149].0]), 0);
    }
}
