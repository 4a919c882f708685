//! Points that come and go, found by place.

use rustc_hash::FxHashMap;
use xiaqu_model::{LocalXy, cast};

/// Sides of the squares of the grids, in metres.
const SIDES: [f64; 2] = [128.0, 2_048.0];
/// A box is looked for in the first grid in which it touches no more squares than this, or else in the last.
const SQUARES_MOST: i64 = 16;

/// The points of each square, by its column and row.
type Grid<K> = FxHashMap<(i64, i64), Vec<(LocalXy, K)>>;

/// Points in the squares of two grids. Takes constant time to add or to take away a point where points are spread evenly,
/// which is what a border needs whose corners move all the time.
pub(super) struct PointGrid<K> {
    grids: [Grid<K>; SIDES.len()],
}

impl<K: Copy + PartialEq> PointGrid<K> {
    pub(super) fn of(points: impl Iterator<Item = (LocalXy, K)>) -> Self {
        let mut grid = Self { grids: std::array::from_fn(|_| FxHashMap::default()) };
        for (point, key) in points {
            grid.insert(point, key);
        }
        grid
    }

    pub(super) fn insert(&mut self, point: LocalXy, key: K) {
        for (grid, side) in self.grids.iter_mut().zip(SIDES) {
            grid.entry(square(point, side)).or_default().push((point, key));
        }
    }

    /// Takes a point away; `point` must be where it was put.
    pub(super) fn remove(&mut self, point: LocalXy, key: K) {
        for (grid, side) in self.grids.iter_mut().zip(SIDES) {
            let Some(row) = grid.get_mut(&square(point, side)) else { continue };
            if let Some(place) = row.iter().position(|(_, other)| *other == key) {
                row.swap_remove(place);
            }
        }
    }

    /// Whether any point of a box, given by its least and its greatest corner, passes the test.
    pub(super) fn any_within(&self, (low, high): (LocalXy, LocalXy), test: impl Fn(LocalXy, K) -> bool) -> bool {
        let squares = |side: f64| {
            let ((west, south), (east, north)) = (square(low, side), square(high, side));
            (west..=east, south..=north)
        };
        let is_few = |side: f64| {
            let (columns, rows) = squares(side);
            let count = |least: &i64, most: &i64| most.saturating_sub(*least).saturating_add(1);
            count(columns.start(), columns.end()).saturating_mul(count(rows.start(), rows.end())) <= SQUARES_MOST
        };
        let chosen = SIDES.iter().position(|side| is_few(*side)).unwrap_or(SIDES.len() - 1);
        let (Some(grid), Some(side)) = (self.grids.get(chosen), SIDES.get(chosen)) else { return false };
        let (columns, rows) = squares(*side);
        let is_inside = |point: LocalXy| low.x <= point.x && point.x <= high.x && low.y <= point.y && point.y <= high.y;
        columns.flat_map(|column| rows.clone().map(move |row| (column, row))).any(|square| {
            let points = grid.get(&square).into_iter().flatten();
            points.copied().any(|(point, key)| is_inside(point) && test(point, key))
        })
    }
}

fn square(point: LocalXy, side: f64) -> (i64, i64) {
    // Points of a county are finite and near its plane's centre.
    let along = |metres: f64| cast::to_i64((metres / side).floor()).unwrap_or_default();
    (along(point.x), along(point.y))
}

#[cfg(test)]
mod tests {
    use super::{LocalXy, PointGrid};

    #[test]
    fn boxes_of_all_sizes_hold_the_points_that_were_not_taken_away() {
        let at = |position: u32| LocalXy {
            x: f64::from(position * 7_919 % 9_001) - 4_000.0,
            y: f64::from(position * 104_729 % 7_001) - 3_000.0,
        };
        let mut grid = PointGrid::of((0..900).map(|position| (at(position), position)));
        for position in (0..900).step_by(3) {
            grid.remove(at(position), position);
        }
        grid.insert(at(0), 0);
        let stays = |position: u32| position == 0 || !position.is_multiple_of(3);
        for (place, side) in (0..900).zip([0.0, 40.0, 300.0, 3_000.0, 20_000.0].into_iter().cycle()) {
            let low = at(place);
            let high = LocalXy { x: low.x + side, y: low.y + side / 2.0 };
            for position in 0..900 {
                let point = at(position);
                let inside = low.x <= point.x && point.x <= high.x && low.y <= point.y && point.y <= high.y;
                let found = grid.any_within((low, high), |_, key| key == position);
                assert_eq!(found, inside && stays(position), "{position} from {low:?} on {side}");
            }
        }
    }
}
