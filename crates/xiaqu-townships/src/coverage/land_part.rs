//! Connected pieces of a label's land, to keep or leave out one by one.

use geo::Contains;
use geo_types::{Coord, Polygon};
use xiaqu_model::{LonLat, Metres, SquareMetres};

use super::{
    Coverage,
    measure::{geodesic_length, ring_area},
    rings::polygon_of,
};

/// A connected piece of a label's land.
#[derive(Clone, Debug, PartialEq)]
pub struct LandPart {
    /// The land in WGS-84 degrees.
    pub land: Polygon<f64>,
    /// Its area on the ellipsoid.
    pub area: SquareMetres,
    /// Twice the area over the perimeter: the width of a long strip, half that of a square.
    pub mean_width: Metres,
}

impl LandPart {
    /// Whether a position lies inside.
    pub fn holds(&self, position: LonLat) -> bool {
        self.land.contains(&Coord { x: position.longitude(), y: position.latitude() })
    }
}

impl<L: Copy + Ord> Coverage<L> {
    /// The parts of a label's land, larger ones first; together they are its [`polygon`](Self::polygon).
    pub fn land_parts(&self, label: L) -> Vec<LandPart> {
        let part = |rings: Vec<Vec<_>>| {
            let area: f64 = rings.iter().map(|ring| ring_area(ring)).sum();
            let sides = rings.iter().flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)));
            let perimeter: f64 = sides.map(|(&from, &to)| geodesic_length(from, to)).sum();
            LandPart {
                land: polygon_of(&rings),
                area: SquareMetres::new(area.max(0.0)).unwrap_or_default(),
                mean_width: Metres::new((2.0 * area / perimeter).max(0.0)).unwrap_or_default(),
            }
        };
        self.ring_groups(label).into_iter().map(part).collect()
    }
}
