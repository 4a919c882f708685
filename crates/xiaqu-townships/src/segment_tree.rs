//! Segments found by place: candidates for crossings, and the segment straight below a point.

use std::cmp::Ordering;

use rstar::{
    AABB, RTree,
    primitives::{GeomWithData, Rectangle},
};
use xiaqu_model::cast;

use crate::lattice::{Point, orient};

/// A static tree over segments; the results are their positions in the slice it was built from.
#[derive(Clone, Debug)]
pub(crate) struct SegmentTree {
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

fn corner(x: i64, y: i64) -> [f64; 2] {
    [cast::signed_to_f64(x), cast::signed_to_f64(y)]
}

/// The box of a segment, grown by `margin` steps.
pub(crate) fn segment_box((a, b): (Point, Point), margin: i64) -> AABB<[f64; 2]> {
    AABB::from_corners(
        corner(a.x.min(b.x) - margin, a.y.min(b.y) - margin),
        corner(a.x.max(b.x) + margin, a.y.max(b.y) + margin),
    )
}

impl SegmentTree {
    /// Bulk loads the segments, O(n log n).
    pub(crate) fn new(segments: impl Iterator<Item = (Point, Point)>) -> Self {
        let leaves = segments
            .enumerate()
            .map(|(position, segment)| GeomWithData::new(Rectangle::from_aabb(segment_box(segment, 0)), position));
        Self { tree: RTree::bulk_load(leaves.collect()) }
    }

    /// Positions of the segments whose boxes touch the box of `segment`, ascending.
    pub(crate) fn near(&self, segment: (Point, Point)) -> Vec<usize> {
        let mut found: Vec<usize> =
            self.tree.locate_in_envelope_intersecting(segment_box(segment, 0)).map(|leaf| leaf.data).collect();
        found.sort_unstable();
        found
    }

    /// The segment met first when looking straight down from just right of `point`. Segments must not cross and run
    /// from their smaller end to their larger one; what lies above the result is on its left.
    pub(crate) fn below(&self, point: Point, segment: impl Fn(usize) -> (Point, Point)) -> Option<usize> {
        let [x, y] = corner(point.x, point.y);
        let ray = AABB::from_corners([x, f64::MIN], [x, y]);
        self.tree
            .locate_in_envelope_intersecting(ray)
            .map(|leaf| leaf.data)
            .filter(|&position| {
                let (low, high) = segment(position);
                low.x <= point.x && point.x < high.x && orient(low, high, point) > 0
            })
            .max_by(|&first, &second| compare_height(segment(first), segment(second), point.x))
    }
}

/// Compares two segments by height at `x`, then by slope, so that the order also holds just right of `x`.
fn compare_height(first: (Point, Point), second: (Point, Point), x: i64) -> Ordering {
    let height = |(low, high): (Point, Point)| {
        let run = i128::from(high.x - low.x);
        let rise = i128::from(high.y - low.y);
        (i128::from(low.y) * run + i128::from(x - low.x) * rise, rise, run)
    };
    let (height_1, rise_1, run_1) = height(first);
    let (height_2, rise_2, run_2) = height(second);
    (height_1 * run_2).cmp(&(height_2 * run_1)).then_with(|| (rise_1 * run_2).cmp(&(rise_2 * run_1)))
}

#[cfg(test)]
mod tests {
    use super::{Point, SegmentTree};

    #[test]
    fn the_steeper_of_two_segments_from_one_point_is_on_top() {
        let at = |x, y| Point { x, y };
        let segments = [(at(0, 0), at(10, 1)), (at(0, 0), at(10, 5)), (at(-5, -9), at(20, -9))];
        let tree = SegmentTree::new(segments.iter().copied());
        assert_eq!(tree.below(at(0, 8), |position| segments[position]), Some(1));
        assert_eq!(tree.below(at(5, 1), |position| segments[position]), Some(0));
        assert_eq!(tree.below(at(12, 1), |position| segments[position]), Some(2));
        assert_eq!(tree.below(at(30, 1), |position| segments[position]), None);
    }
}
