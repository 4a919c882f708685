//! What must not come to lie on the other side of a border while it is smoothed: sites, and corners of other borders.

use xiaqu_model::LocalXy;

use super::point_grid::PointGrid;

/// A border stays this far from sites, in metres, so that rounding to the lattice cannot carry it across.
const CLEARANCE: f64 = 0.05;

/// Sites and the corners of all arcs, by place.
pub(super) struct Guard {
    sites: PointGrid<()>,
    corners: PointGrid<usize>,
}

impl Guard {
    pub(super) fn new(sites: PointGrid<()>, corners: &[LocalXy]) -> Self {
        Self { sites, corners: PointGrid::of(corners.iter().enumerate().map(|(corner, point)| (*point, corner))) }
    }

    /// Whether the border may run anywhere inside the triangle instead of around by its middle corner.
    pub(super) fn is_free(&self, triangle: [LocalXy; 3], middle: usize) -> bool {
        let [a, b, c] = triangle;
        let low = LocalXy { x: a.x.min(b.x).min(c.x) - CLEARANCE, y: a.y.min(b.y).min(c.y) - CLEARANCE };
        let high = LocalXy { x: a.x.max(b.x).max(c.x) + CLEARANCE, y: a.y.max(b.y).max(c.y) + CLEARANCE };
        // The neighbours, and where other arcs meet them, are corners of the triangle and not in its way.
        let is_end = |point: LocalXy| [a, c].iter().any(|end| end.distance_to(point) <= 0.0);
        let blocks = |point, corner| corner != middle && !is_end(point) && holds(triangle, point, 0.0);
        !self.corners.any_within((low, high), blocks)
            && !self.sites.any_within((low, high), |site, ()| holds(triangle, site, CLEARANCE))
    }

    pub(super) fn remove(&mut self, corner: usize, point: LocalXy) {
        self.corners.remove(point, corner);
    }

    pub(super) fn shift(&mut self, corner: usize, from: LocalXy, to: LocalXy) {
        self.remove(corner, from);
        self.corners.insert(to, corner);
    }
}

/// Whether a point lies in a triangle grown by a margin.
fn holds(triangle: [LocalXy; 3], point: LocalXy, margin: f64) -> bool {
    let turn = if twice_area(triangle) < 0.0 { -1.0 } else { 1.0 };
    let [a, b, c] = triangle;
    [(a, b), (b, c), (c, a)]
        .into_iter()
        .all(|(from, to)| turn * twice_area([from, to, point]) >= -margin * from.distance_to(to))
}

/// Twice the signed area in m2.
pub(super) fn twice_area([a, b, c]: [LocalXy; 3]) -> f64 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}
