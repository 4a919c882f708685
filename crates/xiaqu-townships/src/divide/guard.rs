//! What must not come to lie on the other side of a border while it is smoothed: sites, and corners of other borders.

use rstar::{AABB, RTree, primitives::GeomWithData};
use xiaqu_model::LocalXy;

use super::division::Site;

/// A border stays this far from sites, in metres, so that rounding to the lattice cannot carry it across.
const CLEARANCE: f64 = 0.05;

type Corner = GeomWithData<[f64; 2], usize>;

/// Sites and the corners of all arcs, by place.
pub(super) struct Guard {
    sites: RTree<[f64; 2]>,
    corners: RTree<Corner>,
}

impl Guard {
    pub(super) fn new<M>(sites: &[Site<M>], corners: &[LocalXy]) -> Self {
        let sites = sites.iter().map(|site| [site.position.x, site.position.y]);
        let corners = corners.iter().enumerate().map(|(corner, point)| Corner::new([point.x, point.y], corner));
        Self { sites: RTree::bulk_load(sites.collect()), corners: RTree::bulk_load(corners.collect()) }
    }

    /// Whether the border may run anywhere inside the triangle instead of around by its middle corner.
    pub(super) fn is_free(&self, triangle: [LocalXy; 3], middle: usize) -> bool {
        let [a, b, c] = triangle;
        let low = [a.x.min(b.x).min(c.x) - CLEARANCE, a.y.min(b.y).min(c.y) - CLEARANCE];
        let high = [a.x.max(b.x).max(c.x) + CLEARANCE, a.y.max(b.y).max(c.y) + CLEARANCE];
        let around = AABB::from_corners(low, high);
        // The neighbours, and where other arcs meet them, are corners of the triangle and not in its way.
        let is_end = |[x, y]: [f64; 2]| [a, c].iter().any(|end| end.distance_to(LocalXy { x, y }) <= 0.0);
        let blocked_by_corner = self
            .corners
            .locate_in_envelope_intersecting(around)
            .any(|corner| corner.data != middle && !is_end(*corner.geom()) && holds(triangle, *corner.geom(), 0.0));
        !blocked_by_corner
            && !self.sites.locate_in_envelope_intersecting(around).any(|&site| holds(triangle, site, CLEARANCE))
    }

    pub(super) fn remove(&mut self, corner: usize, point: LocalXy) {
        self.corners.remove(&Corner::new([point.x, point.y], corner));
    }

    pub(super) fn shift(&mut self, corner: usize, from: LocalXy, to: LocalXy) {
        self.remove(corner, from);
        self.corners.insert(Corner::new([to.x, to.y], corner));
    }
}

/// Whether a point lies in a triangle grown by a margin.
fn holds(triangle: [LocalXy; 3], point: [f64; 2], margin: f64) -> bool {
    let turn = if twice_area(triangle) < 0.0 { -1.0 } else { 1.0 };
    let point = LocalXy { x: point[0], y: point[1] };
    let [a, b, c] = triangle;
    [(a, b), (b, c), (c, a)]
        .into_iter()
        .all(|(from, to)| turn * twice_area([from, to, point]) >= -margin * from.distance_to(to))
}

/// Twice the signed area in m2.
pub(super) fn twice_area([a, b, c]: [LocalXy; 3]) -> f64 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}
