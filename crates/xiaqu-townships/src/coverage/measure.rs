//! Areas and border lengths, on the ellipsoid.

use std::collections::BTreeMap;

use geographiclib_rs::{Geodesic, InverseGeodesic, PolygonArea, Winding};
use xiaqu_model::{Metres, SquareMetres};

use super::Coverage;
use crate::lattice::Point;

/// Signed geodesic area of a ring without its closing point in m2, positive if counter-clockwise.
pub(crate) fn ring_area(ring: &[Point]) -> f64 {
    let ellipsoid = Geodesic::wgs84();
    let mut polygon = PolygonArea::new(&ellipsoid, Winding::CounterClockwise);
    for point in ring {
        let coord = point.to_coord();
        polygon.add_point(coord.y, coord.x);
    }
    polygon.compute(true).1
}

/// Geodesic length in metres.
pub(crate) fn geodesic_length(from: Point, to: Point) -> f64 {
    let (a, b) = (from.to_coord(), to.to_coord());
    Geodesic::wgs84().inverse(a.y, a.x, b.y, b.x)
}

impl<L: Copy + Ord> Coverage<L> {
    /// Area of a label's land on the ellipsoid; zero if it has none.
    pub fn area(&self, label: L) -> SquareMetres {
        let area: f64 = self.rings(label).iter().map(|ring| ring_area(ring)).sum();
        SquareMetres::new(area.max(0.0)).unwrap_or_default()
    }

    /// Lengths of the borders that two labels share, on the ellipsoid. The smaller label comes first.
    pub fn shared_borders(&self) -> BTreeMap<(L, L), Metres> {
        let mut borders: BTreeMap<(L, L), Metres> = BTreeMap::new();
        for edge in &self.edges {
            if let (Some(left), Some(right)) = (edge.left, edge.right) {
                let length = Metres::new(geodesic_length(edge.from, edge.to)).unwrap_or_default();
                let border = borders.entry((left.min(right), left.max(right))).or_default();
                *border = border.plus(length);
            }
        }
        borders
    }
}
