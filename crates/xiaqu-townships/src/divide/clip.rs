//! Arcs cut at the outline of the land they divide.

use xiaqu_model::LocalXy;

use super::voronoi::Bounds;
use crate::{
    coverage::Coverage,
    lattice::{Point, dot, foothold, orient, proper_crossing},
    segment_tree::SegmentTree,
};

/// How far an arc's end may slide along the outline to meet it without bending it, in lattice steps (about a metre).
const SLIDE: i64 = 100;

/// Pieces shorter than this, in lattice steps, are kept even if they seem to lie outside: dropping one in error would
/// let two owners' land run together, keeping one does no harm.
const TOO_SHORT_TO_JUDGE: i64 = 20;

/// The outline of one label.
pub(super) struct Outline<L> {
    label: L,
    edges: Vec<(Point, Point)>,
    tree: SegmentTree,
    bounds: Bounds,
}

impl<L: Copy + Ord> Outline<L> {
    pub(super) fn new(coverage: &Coverage<L>, label: L) -> Self {
        let own = coverage.edges().iter().filter(|edge| edge.left == Some(label) || edge.right == Some(label));
        let edges: Vec<(Point, Point)> = own.map(|edge| (edge.from, edge.to)).collect();
        let corners = edges.iter().map(|edge| edge.0.to_local(coverage.frame()));
        let start =
            (LocalXy { x: f64::INFINITY, y: f64::INFINITY }, LocalXy { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY });
        let bounds = corners.fold(start, |(low, high), corner| {
            let low = LocalXy { x: low.x.min(corner.x), y: low.y.min(corner.y) };
            (low, LocalXy { x: high.x.max(corner.x), y: high.y.max(corner.y) })
        });
        Self { label, tree: SegmentTree::new(edges.iter().copied()), edges, bounds }
    }

    pub(super) const fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// Where a segment meets the outline: how far along, where exactly, and the point of the outline to use instead.
    fn meetings(&self, (a, b): (Point, Point)) -> Vec<(i128, Point, Point)> {
        let along = |point: Point| dot(point.minus(a), b.minus(a));
        let mut meetings = Vec::new();
        for position in self.tree.near((a, b)) {
            let edge = self.edges[position];
            if let Some(crossing) = proper_crossing((a, b), edge) {
                meetings.push((along(crossing), crossing, foothold(edge, crossing, SLIDE)));
            } else {
                let touching = [edge.0, edge.1].into_iter().filter(|&end| orient(a, b, end) == 0);
                let inside = touching.filter(|&end| dot(a.minus(end), b.minus(end)) < 0);
                meetings.extend(inside.map(|end| (along(end), end, end)));
            }
        }
        meetings.sort_unstable();
        meetings
    }
}

/// The pieces of an arc that divide the label's land, ended on its outline.
pub(super) fn clip_arc<L: Copy + Ord>(
    coverage: &Coverage<L>,
    outline: &Outline<L>,
    arc: &[Point],
) -> Vec<(Point, Point)> {
    let mut pieces = Vec::new();
    for pair in arc.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        let mut stops = vec![(start, start)];
        stops.extend(outline.meetings((start, end)).into_iter().map(|(_, exact, foothold)| (exact, foothold)));
        stops.push((end, end));
        for stop in stops.windows(2) {
            let ((exact_from, from), (exact_to, to)) = (stop[0], stop[1]);
            if from != to && divides(coverage, outline.label, (exact_from, exact_to)) {
                pieces.push((from, to));
            }
        }
    }
    pieces
}

/// Whether a piece between two meetings with the outline lies on the label's land.
fn divides<L: Copy + Ord>(coverage: &Coverage<L>, label: L, (from, to): (Point, Point)) -> bool {
    let gap = to.minus(from);
    let is_short = gap.x.abs().max(gap.y.abs()) < TOO_SHORT_TO_JUDGE;
    let middle = Point { x: from.x.midpoint(to.x), y: from.y.midpoint(to.y) };
    is_short || coverage.locate_point(middle) == Some(label)
}
