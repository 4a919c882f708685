//! Snap rounding (Hobby 1999): segments become edges that meet only in shared lattice points.
//!
//! Hot pixels are the end points and the rounded crossings of the segments. Every segment is led through the centres of
//! all hot pixels it passes; the theorem then says that no two results cross. Complexity O((n + k) log n) for k crossings
//! of segments of similar length.

use std::collections::BTreeSet;

use rstar::RTree;
use xiaqu_model::cast;

use crate::{
    lattice::{Point, foothold_within, orient, passes_pixel, proper_crossing},
    segment_tree::{SegmentTree, segment_box},
};

/// A directed input segment and the index of what it came from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment {
    /// Start.
    pub(crate) from: Point,
    /// End.
    pub(crate) to: Point,
    /// What it came from: a ring, a border edge, an arc.
    pub(crate) source: usize,
}

/// An edge of the result, from its smaller end to its larger one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edge {
    /// Smaller end.
    pub(crate) from: Point,
    /// Larger end.
    pub(crate) to: Point,
    /// How often each source runs along it, minus how often it runs against it; ascending, no zeros, not empty.
    pub(crate) sources: Vec<(usize, i64)>,
}

/// How far from a bend the rest of a long edge is pinned down, in steps (about a metre).
const PIN_REACH: i64 = 100;

/// Nodes the segments. Edges run over as often forwards as backwards by each source are dropped: they bound nothing.
pub(crate) fn node(segments: &[Segment]) -> Vec<Edge> {
    let mut pixels = hot_pixels(segments);
    let tree = pixel_tree(&pixels);
    let pins: Vec<Point> = segments.iter().flat_map(|segment| pins(&route(&tree, *segment))).collect();
    let tree = if pins.is_empty() {
        tree
    } else {
        pixels.extend(pins);
        pixel_tree(&pixels)
    };
    let mut pieces = Vec::with_capacity(2 * segments.len());
    for segment in segments {
        for pair in route(&tree, *segment).windows(2) {
            let (from, to) = (pair[0], pair[1]);
            pieces.push(if from < to { (from, to, segment.source, 1) } else { (to, from, segment.source, -1) });
        }
    }
    pieces.sort_unstable();
    merge(&pieces)
}

fn merge(pieces: &[(Point, Point, usize, i64)]) -> Vec<Edge> {
    let mut edges = Vec::new();
    for same_place in pieces.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
        let sources: Vec<(usize, i64)> = same_place
            .chunk_by(|one, other| one.2 == other.2)
            .map(|run| (run[0].2, run.iter().map(|piece| piece.3).sum()))
            .filter(|&(_, times)| times != 0)
            .collect();
        if !sources.is_empty() {
            edges.push(Edge { from: same_place[0].0, to: same_place[0].1, sources });
        }
    }
    edges
}

fn hot_pixels(segments: &[Segment]) -> BTreeSet<Point> {
    let mut pixels: BTreeSet<Point> = segments.iter().flat_map(|segment| [segment.from, segment.to]).collect();
    let tree = SegmentTree::new(segments.iter().map(|segment| (segment.from, segment.to)));
    for (position, segment) in segments.iter().enumerate() {
        let ends = (segment.from, segment.to);
        let others = tree.near(ends);
        let later = others.partition_point(|&other| other <= position);
        pixels.extend(others[later..].iter().filter_map(|&other| {
            let other = segments[other];
            proper_crossing(ends, (other.from, other.to))
        }));
    }
    pixels
}

fn pixel_tree(pixels: &BTreeSet<Point>) -> RTree<[f64; 2]> {
    let leaves = pixels.iter().map(|pixel| [cast::signed_to_f64(pixel.x), cast::signed_to_f64(pixel.y)]);
    RTree::bulk_load(leaves.collect())
}

/// The hot pixels a segment passes, in its direction, its ends included.
fn route(tree: &RTree<[f64; 2]>, segment: Segment) -> Vec<Point> {
    let ends = (segment.from, segment.to);
    let mut points: Vec<Point> = tree
        .locate_in_envelope_intersecting(segment_box(ends, 1))
        .filter_map(|&[x, y]| Some(Point { x: cast::to_i64(x)?, y: cast::to_i64(y)? }))
        .filter(|&pixel| passes_pixel(ends, pixel))
        .collect();
    // A straight segment passes pixels in an order that is monotone in both coordinates.
    let (east, north) = ((ends.1.x - ends.0.x).signum(), (ends.1.y - ends.0.y).signum());
    points.sort_unstable_by_key(|point| match (east, north) {
        (0, _) => (point.y * north, 0),
        (_, 0) => (point.x * east, 0),
        _ => (point.x * east, point.y * north),
    });
    points
}

/// Points near the bends of a rerouted segment that keep its long straight rest where it was.
fn pins(route: &[Point]) -> Vec<Point> {
    let (Some(&first), Some(&last)) = (route.first(), route.last()) else { return Vec::new() };
    let mut pins = Vec::new();
    for (position, &bend) in route.iter().enumerate() {
        if orient(first, last, bend) == 0 {
            continue;
        }
        let neighbours = [position.checked_sub(1), position.checked_add(1)];
        for &neighbour in neighbours.into_iter().flatten().filter_map(|near| route.get(near)) {
            let gap = neighbour.minus(bend);
            let reach = gap.x.abs().max(gap.y.abs());
            if reach > 4 * PIN_REACH {
                // Half a metre to one and a half metres away, towards the neighbour.
                let near = Point { x: bend.x + gap.x * PIN_REACH / reach, y: bend.y + gap.y * PIN_REACH / reach };
                pins.push(foothold_within((first, last), near, PIN_REACH / 2));
            }
        }
    }
    pins
}

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng};
    use rand_pcg::Pcg64Mcg;

    use super::{Point, Segment, node};
    use crate::lattice::{dot, orient, proper_crossing};

    fn is_inside(segment: (Point, Point), point: Point) -> bool {
        let (a, b) = segment;
        orient(a, b, point) == 0 && dot(a.minus(point), b.minus(point)) < 0
    }

    #[test]
    fn random_segments_meet_only_in_shared_ends() {
        for seed in 0..200_u64 {
            let mut random = Pcg64Mcg::seed_from_u64(seed);
            // Small lattices force degenerate cases, large ones the ordinary.
            let size = [8, 40, 300, 100_000][usize::try_from(seed % 4).unwrap()];
            let mut point = || Point { x: random.random_range(-size..size), y: random.random_range(-size..size) };
            let segments: Vec<Segment> = (0..30).map(|source| Segment { from: point(), to: point(), source }).collect();
            let edges = node(&segments);
            for (position, one) in edges.iter().enumerate() {
                assert!(one.from < one.to);
                for other in &edges[position + 1..] {
                    let (first, second) = ((one.from, one.to), (other.from, other.to));
                    assert_ne!(first, second, "seed {seed}");
                    let crossing = orient(first.0, first.1, second.0).signum()
                        * orient(first.0, first.1, second.1).signum()
                        < 0
                        && orient(second.0, second.1, first.0).signum() * orient(second.0, second.1, first.1).signum()
                            < 0;
                    assert!(!crossing, "seed {seed}: {first:?} {second:?} {:?}", proper_crossing(first, second));
                    for end in [second.0, second.1] {
                        assert!(!is_inside(first, end), "seed {seed}: {first:?} {end:?}");
                    }
                    for end in [first.0, first.1] {
                        assert!(!is_inside(second, end), "seed {seed}: {second:?} {end:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn opposite_runs_of_one_source_cancel() {
        let (a, b) = (Point { x: 0, y: 0 }, Point { x: 7, y: 3 });
        let there_and_back = [Segment { from: a, to: b, source: 0 }, Segment { from: b, to: a, source: 0 }];
        assert!(node(&there_and_back).is_empty());
        let two_sources = [Segment { from: a, to: b, source: 0 }, Segment { from: b, to: a, source: 1 }];
        assert_eq!(node(&two_sources)[0].sources, vec![(0, 1), (1, -1)]);
    }
}
