//! Two coverages laid over each other: where their labels meet.

use xiaqu_model::cast;

use super::{Coverage, straighten::straighten};
use crate::{
    arrangement::{Arrangement, OUTSIDE},
    lattice::Point,
    noding::{Segment, node},
};

impl<L: Copy + Ord> Coverage<L> {
    /// The land that both coverages hold, labelled by both. O(n log n) in the borders.
    ///
    /// Where a border of one crosses a border of the other, the new corner is rounded to the lattice, so a metre or two of
    /// border on either side of it may move by half a lattice step (under a centimetre).
    pub fn overlay<M: Copy + Ord>(&self, other: &Coverage<M>) -> Coverage<(L, M)> {
        let own = self.edges().iter().map(|edge| (edge.from, edge.to));
        let others = other.edges().iter().map(|edge| (edge.from, edge.to));
        let segments: Vec<Segment> =
            own.chain(others).enumerate().map(|(source, (from, to))| Segment { from, to, source }).collect();
        let arrangement = Arrangement::new(node(&straighten(&segments)));
        let labels: Vec<Option<(L, M)>> = (0..arrangement.face_count())
            .map(|face| {
                let inside = (face != OUTSIDE).then(|| arrangement.inner_point(face))?;
                let point = Point { x: cast::to_i64(inside.x)?, y: cast::to_i64(inside.y)? };
                self.locate_point(point).zip(other.locate_point(point))
            })
            .collect();
        Coverage::from_faces(*self.frame(), &arrangement, &labels)
    }
}
