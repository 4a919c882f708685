//! Shapes as well-known binary, little-endian, on the lattice of the output.

use geo_types::{LineString, MultiPolygon, Polygon};

use super::layer::{Shape, seven_decimals};

const LITTLE_ENDIAN: u8 = 1;

impl Shape {
    /// The shape as well-known binary (OGC 06-103r4); areas are always multipolygons, because a table has one kind of
    /// geometry.
    ///
    /// ```
    /// use xiaqu_formats::Shape;
    /// use xiaqu_model::LonLat;
    /// let point = Shape::Point(LonLat::new(117.0, 27.0).ok_or("no place on the earth")?);
    /// assert_eq!(point.to_well_known_binary().len(), 21);
    /// # Ok::<(), &str>(())
    /// ```
    pub fn to_well_known_binary(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        append_shape(&mut bytes, self);
        bytes
    }
}

/// Appends the well-known binary of a shape.
pub(super) fn append_shape(bytes: &mut Vec<u8>, shape: &Shape) {
    match shape {
        Shape::Point(place) => {
            head(bytes, 1);
            position(bytes, place.longitude(), place.latitude());
        }
        Shape::Line(points) => {
            head(bytes, 2);
            count(bytes, points.len());
            for place in points {
                position(bytes, place.longitude(), place.latitude());
            }
        }
        Shape::Area(area) => multipolygon(bytes, area),
    }
}

fn multipolygon(bytes: &mut Vec<u8>, area: &MultiPolygon<f64>) {
    head(bytes, 6);
    count(bytes, area.0.len());
    for polygon in &area.0 {
        head(bytes, 3);
        count(bytes, 1 + polygon.interiors().len());
        for ring in rings(polygon) {
            count(bytes, ring.0.len());
            ring.coords().for_each(|coord| position(bytes, coord.x, coord.y));
        }
    }
}

fn rings(polygon: &Polygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

fn head(bytes: &mut Vec<u8>, kind: u32) {
    bytes.push(LITTLE_ENDIAN);
    bytes.extend(kind.to_le_bytes());
}

fn count(bytes: &mut Vec<u8>, number: usize) {
    // No layer comes near four thousand million vertices.
    bytes.extend(u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
}

fn position(bytes: &mut Vec<u8>, longitude: f64, latitude: f64) {
    bytes.extend(seven_decimals(longitude).to_le_bytes());
    bytes.extend(seven_decimals(latitude).to_le_bytes());
}
