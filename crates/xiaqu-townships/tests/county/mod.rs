//! Made-up counties: a jittered grid of townships with wiggly shared borders.

#![allow(dead_code, reason = "every test file uses its own part of this")]

use geo::MapCoords;
use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use xiaqu_model::{IxVec, LocalFrame, LonLat, Place, TownshipIx};
use xiaqu_townships::TownshipShape;

/// Longitude and latitude of the middle.
pub(crate) const FRAME_CENTRE: (f64, f64) = (117.1, 26.9);

const COLUMNS: usize = 4;
const ROWS: usize = 3;
/// Extra corners on every side of a township.
const BENDS: usize = 5;
/// Half the county's width in degrees.
const REACH: f64 = 0.08;

/// Townships by rows, each with its outer ring.
pub(crate) struct County {
    townships: Vec<Vec<Coord<f64>>>,
    outline: Vec<Coord<f64>>,
}

fn lattice(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}

impl County {
    /// A county whose townships fit exactly.
    pub(crate) fn random(seed: u64) -> Self {
        let mut random = Pcg64Mcg::seed_from_u64(seed);
        // A fine grid of jittered points; township borders run along every sixth row and column of it.
        let fine = BENDS + 1;
        let (columns, rows) = (COLUMNS * fine, ROWS * fine);
        let mut grid = vec![vec![Coord { x: 0.0, y: 0.0 }; columns + 1]; rows + 1];
        for (row, line) in grid.iter_mut().enumerate() {
            for (column, point) in line.iter_mut().enumerate() {
                let at = |index: usize, count: usize| {
                    let share = xiaqu_model::cast::count_to_f64(index) / xiaqu_model::cast::count_to_f64(count);
                    2.0 * share - 1.0
                };
                point.x = lattice(FRAME_CENTRE.0 + REACH * at(column, columns) + random.random_range(-0.002..0.002));
                point.y = lattice(FRAME_CENTRE.1 + REACH * at(row, rows) + random.random_range(-0.002..0.002));
            }
        }
        let ring = |west: usize, east: usize, south: usize, north: usize| -> Vec<Coord<f64>> {
            let bottom = (west..east).map(|column| grid[south][column]);
            let right = (south..north).map(|row| grid[row][east]);
            let top = (west + 1..=east).rev().map(|column| grid[north][column]);
            let left = (south + 1..=north).rev().map(|row| grid[row][west]);
            bottom.chain(right).chain(top).chain(left).collect()
        };
        let cells = (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| (row * fine, column * fine)));
        let townships = cells.map(|(row, column)| ring(column, column + fine, row, row + fine)).collect();
        Self { townships, outline: ring(0, columns, 0, rows) }
    }

    /// The same county drawn carelessly: every township's corners moved by up to some ten metres of their own.
    pub(crate) fn perturbed(mut self, seed: u64) -> Self {
        let mut random = Pcg64Mcg::seed_from_u64(seed ^ 0x00C0_FFEE);
        for corner in self.townships.iter_mut().flatten() {
            if random.random_bool(0.4) {
                corner.x = lattice(corner.x + random.random_range(-1e-4..1e-4));
                corner.y = lattice(corner.y + random.random_range(-1e-4..1e-4));
            }
        }
        self
    }

    /// The townships as they would be read.
    pub(crate) fn shapes(&self) -> IxVec<TownshipIx, TownshipShape> {
        let shape = |(position, ring): (usize, &Vec<Coord<f64>>)| TownshipShape {
            land: MultiPolygon(vec![Polygon::new(LineString(ring.clone()), Vec::new())]),
            place: Place::table("townships").row(position + 1).id(&format!("T{position}")),
        };
        IxVec::from_rows(self.townships.iter().enumerate().map(shape).collect())
    }

    /// The outline of all townships, if they fit.
    pub(crate) fn outline(&self) -> MultiPolygon<f64> {
        MultiPolygon(vec![Polygon::new(LineString(self.outline.clone()), Vec::new())])
    }
}

/// All rings of a polygon.
pub(crate) fn rings(polygon: &MultiPolygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    polygon.iter().flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()))
}

/// Degrees scaled to metres, so that lines stay what GeoJSON means by them: straight in degrees (RFC 7946 3.1.1).
pub(crate) fn planar(polygon: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let (east, north) = FRAME_CENTRE;
    let frame = LocalFrame::centred_on(LonLat::new(east, north).unwrap());
    let metres = frame.to_local(LonLat::new(east + 1e-3, north + 1e-3).unwrap());
    polygon.map_coords(|coord| Coord { x: (coord.x - east) * metres.x * 1e3, y: (coord.y - north) * metres.y * 1e3 })
}

/// Area by the shoelace formula, holes taken off by their orientation.
pub(crate) fn planar_area(polygon: &MultiPolygon<f64>) -> f64 {
    let shoelace = |ring: &LineString<f64>| {
        let origin = ring.0.first().copied().unwrap_or_default();
        let cross =
            |a: Coord<f64>, b: Coord<f64>| (a.x - origin.x) * (b.y - origin.y) - (a.y - origin.y) * (b.x - origin.x);
        0.5 * ring.0.windows(2).map(|pair| cross(pair[0], pair[1])).sum::<f64>()
    };
    let part = |part: &Polygon<f64>| {
        shoelace(part.exterior()).abs() - part.interiors().iter().map(|hole| shoelace(hole).abs()).sum::<f64>()
    };
    polygon.iter().map(part).sum()
}
