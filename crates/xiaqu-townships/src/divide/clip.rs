//! Arcs cut at the outline of the land they divide.

use xiaqu_model::LocalXy;

use super::voronoi::Bounds;
use crate::{
    coverage::Coverage,
    foothold::foothold,
    lattice::{Point, dot, orient, proper_crossing},
    segment_tree::SegmentTree,
};

/// Pieces shorter than this, in lattice steps, are kept even if they seem to lie outside: dropping one in error would
/// let two owners' land run together, keeping one does no harm.
const TOO_SHORT_TO_JUDGE: i64 = 20;

/// The outline of one label.
pub(super) struct Outline<'a, L> {
    coverage: &'a Coverage<L>,
    label: L,
    /// Positions among the edges of the coverage.
    edges: Vec<usize>,
    tree: SegmentTree,
    bounds: Bounds,
}

/// Where a segment meets the outline.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Meeting {
    /// How far along the segment, in no unit.
    along: i128,
    exact: Point,
    /// The point of the outline to use instead.
    foothold: Point,
}

impl<'a, L: Copy + Ord> Outline<'a, L> {
    pub(super) fn new(coverage: &'a Coverage<L>, label: L) -> Self {
        let all = coverage.edges();
        let is_own = |&edge: &usize| all[edge].left == Some(label) || all[edge].right == Some(label);
        let edges: Vec<usize> = (0..all.len()).filter(is_own).collect();
        let corners = edges.iter().map(|&edge| all[edge].from.to_local(coverage.frame()));
        let start =
            (LocalXy { x: f64::INFINITY, y: f64::INFINITY }, LocalXy { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY });
        let bounds = corners.fold(start, |(low, high), corner| {
            let low = LocalXy { x: low.x.min(corner.x), y: low.y.min(corner.y) };
            (low, LocalXy { x: high.x.max(corner.x), y: high.y.max(corner.y) })
        });
        let tree = SegmentTree::new(edges.iter().map(|&edge| (all[edge].from, all[edge].to)));
        Self { coverage, label, edges, tree, bounds }
    }

    pub(super) const fn bounds(&self) -> Bounds {
        self.bounds
    }

    fn meetings(&self, (a, b): (Point, Point), footholds: &mut [Vec<Point>]) -> Vec<Meeting> {
        let along = |point: Point| dot(point.minus(a), b.minus(a));
        let mut meetings = Vec::new();
        for position in self.tree.near((a, b)) {
            let edge = self.edges[position];
            let border = &self.coverage.edges()[edge];
            let ends = (border.from, border.to);
            if let Some(exact) = proper_crossing((a, b), ends) {
                let foothold = foothold(ends, exact, &mut footholds[edge]);
                footholds[edge].push(foothold);
                meetings.push(Meeting { along: along(exact), exact, foothold });
            } else {
                let touching = [border.from, border.to].into_iter().filter(|&end| orient(a, b, end) == 0);
                let inside = touching.filter(|&end| dot(a.minus(end), b.minus(end)) < 0);
                meetings.extend(inside.map(|end| Meeting { along: along(end), exact: end, foothold: end }));
            }
        }
        meetings.sort_unstable();
        meetings
    }

    /// Whether a piece between two meetings with the outline lies on the label's land.
    fn holds(&self, (from, to): (Point, Point)) -> bool {
        let gap = to.minus(from);
        let is_short = gap.x.abs().max(gap.y.abs()) < TOO_SHORT_TO_JUDGE;
        let middle = Point { x: from.x.midpoint(to.x), y: from.y.midpoint(to.y) };
        is_short || self.coverage.locate_point(middle) == Some(self.label)
    }
}

/// The pieces of an arc that divide the label's land, ended on its outline. The new vertices of the outline are added to
/// `footholds`, by edge of the coverage.
pub(super) fn clip_arc<L: Copy + Ord>(
    outline: &Outline<'_, L>,
    arc: &[Point],
    footholds: &mut [Vec<Point>],
) -> Vec<(Point, Point)> {
    let mut pieces = Vec::new();
    for pair in arc.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        let mut stops = vec![(start, start)];
        for meeting in outline.meetings((start, end), footholds) {
            stops.push((meeting.exact, meeting.foothold));
        }
        stops.push((end, end));
        for stop in stops.windows(2) {
            let ((exact_from, from), (exact_to, to)) = (stop[0], stop[1]);
            if from != to && outline.holds((exact_from, exact_to)) {
                pieces.push((from, to));
            }
        }
    }
    pieces
}
