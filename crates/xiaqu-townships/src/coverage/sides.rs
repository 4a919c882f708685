//! The coverage itself: border edges with a label on each side.

use std::collections::BTreeSet;

use xiaqu_model::LocalFrame;

use crate::{arrangement::Arrangement, lattice::Point, segment_tree::SegmentTree};

/// An edge of the border between two labels, or between a label and no land.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BorderEdge<L> {
    /// Smaller end.
    pub(crate) from: Point,
    /// Larger end.
    pub(crate) to: Point,
    /// Left of the edge seen from its smaller end.
    pub(crate) left: Option<L>,
    /// Right of it; never equal to `left`.
    pub(crate) right: Option<L>,
}

/// A partition of land among labels (townships, stations, centres).
///
/// Borders lie on whole steps of 1e-7 degrees and meet only in shared vertices, so the polygons of neighbours fit vertex
/// by vertex, and printing seven decimals loses nothing.
#[derive(Clone, Debug)]
pub struct Coverage<L> {
    pub(super) frame: LocalFrame,
    pub(super) edges: Vec<BorderEdge<L>>,
    pub(super) tree: SegmentTree,
}

impl<L: Copy + Ord> Coverage<L> {
    /// From edges that already meet only in shared ends and bound closed areas.
    pub(crate) fn from_edges(frame: LocalFrame, edges: impl IntoIterator<Item = BorderEdge<L>>) -> Self {
        let edges: Vec<BorderEdge<L>> = edges.into_iter().filter(|edge| edge.left != edge.right).collect();
        let tree = SegmentTree::new(edges.iter().map(|edge| (edge.from, edge.to)));
        Self { frame, edges, tree }
    }

    /// From an arrangement with a label, or none, for every face.
    pub(crate) fn from_faces(frame: LocalFrame, arrangement: &Arrangement, labels: &[Option<L>]) -> Self {
        let edges = arrangement.edges().iter().enumerate().map(|(position, edge)| {
            let (left, right) = arrangement.sides(position);
            BorderEdge { from: edge.from, to: edge.to, left: labels[left], right: labels[right] }
        });
        Self::from_edges(frame, edges)
    }

    /// The plane in which sites are given and distances measured.
    pub const fn frame(&self) -> &LocalFrame {
        &self.frame
    }

    /// The border edges.
    pub(crate) fn edges(&self) -> &[BorderEdge<L>] {
        &self.edges
    }

    /// The labels that hold land, in order. A label missing here has none.
    pub fn labels(&self) -> BTreeSet<L> {
        self.edges.iter().flat_map(|edge| [edge.left, edge.right]).flatten().collect()
    }

    /// Merges labels: borders inside a merged label vanish, and no vertex of the other borders moves.
    ///
    /// ```
    /// # use geo_types::{MultiPolygon, polygon};
    /// # use xiaqu_model::{IxVec, LocalFrame, LonLat, Place};
    /// # use xiaqu_townships::{Coverage, CoverageSettings, TownshipShape};
    /// # let square = |west: f64| MultiPolygon(vec![polygon![
    /// #     (x: west, y: 27.0), (x: west + 0.1, y: 27.0), (x: west + 0.1, y: 27.1), (x: west, y: 27.1), (x: west, y: 27.0)]]);
    /// # let shape = |west| TownshipShape { land: square(west), place: Place::default() };
    /// # let frame = LocalFrame::centred_on(LonLat::new(117.1, 27.05).unwrap());
    /// # let shapes = IxVec::from_rows(vec![shape(117.0), shape(117.1)]);
    /// let townships = Coverage::build(&shapes, frame, &CoverageSettings::default()).coverage;
    /// let county = townships.dissolve(|_| ());
    /// assert_eq!(county.polygon(()).0.len(), 1);
    /// ```
    #[must_use]
    pub fn dissolve<M: Copy + Ord>(&self, merged: impl Fn(L) -> M) -> Coverage<M> {
        let edges = self.edges.iter().map(|edge| BorderEdge {
            from: edge.from,
            to: edge.to,
            left: edge.left.map(&merged),
            right: edge.right.map(&merged),
        });
        Coverage::from_edges(self.frame, edges)
    }
}
