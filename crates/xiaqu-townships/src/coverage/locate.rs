//! Which label holds a position, and which is nearest to a position off the land.

use xiaqu_model::{LocalXy, LonLat, Metres};

use super::Coverage;
use crate::lattice::Point;

impl<L: Copy + Ord> Coverage<L> {
    /// The label whose land holds the position, decided exactly after rounding it to 1e-7 degrees; `None` off the land.
    /// A position on a border belongs to the land south of it, or east of a border that runs due north.
    pub fn locate(&self, position: LonLat) -> Option<L> {
        self.locate_point(Point::nearest(position))
    }

    pub(crate) fn locate_point(&self, point: Point) -> Option<L> {
        let below = self.tree.below(point, |edge| (self.edges[edge].from, self.edges[edge].to));
        below.and_then(|edge| self.edges[edge].left)
    }

    /// The label at the position or, off the land, the one with the nearest border and its distance in the county's
    /// plane; the smallest label among equals, `None` only if there is no land at all. Takes time linear in the borders.
    pub fn nearest_label(&self, position: LonLat) -> Option<(L, Metres)> {
        if let Some(label) = self.locate(position) {
            return Some((label, Metres::default()));
        }
        let here = self.frame.to_local(position);
        let near = self.edges.iter().filter_map(|edge| {
            let label = match (edge.left, edge.right) {
                (Some(left), Some(right)) => left.min(right),
                (left, right) => left.or(right)?,
            };
            let ends = (edge.from.to_local(&self.frame), edge.to.to_local(&self.frame));
            Some((distance_to_segment(here, ends), label))
        });
        let (distance, label) = near.min_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)))?;
        Some((label, Metres::new(distance)?))
    }
}

fn distance_to_segment(point: LocalXy, (a, b): (LocalXy, LocalXy)) -> f64 {
    let (east, north) = (b.x - a.x, b.y - a.y);
    let squared = east * east + north * north;
    let share = if squared > 0.0 { ((point.x - a.x) * east + (point.y - a.y) * north) / squared } else { 0.0 };
    let share = share.clamp(0.0, 1.0);
    point.distance_to(LocalXy { x: a.x + share * east, y: a.y + share * north })
}
