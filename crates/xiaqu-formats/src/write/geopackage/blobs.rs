//! Geometry as GeoPackages keep it: their header with the extent, then well-known binary (OGC 12-128r18, 2.1.3).

use geo_types::{LineString, MultiPolygon, Polygon};

use crate::write::layer::{Shape, seven_decimals};

/// EPSG code of WGS-84.
const WGS84: i32 = 4_326;
const LITTLE_ENDIAN: u8 = 1;
/// Flags of a header: little-endian, without and with an extent.
const WITHOUT_EXTENT: u8 = 0b001;
const WITH_EXTENT: u8 = 0b011;

/// The blob of a shape; areas are always multipolygons, because a table has one kind of geometry.
pub(super) fn blob_of(shape: &Shape) -> Vec<u8> {
    let mut bytes = b"GP\0".to_vec();
    let extent = if matches!(shape, Shape::Point(_)) { None } else { shape.bounding_box() };
    bytes.push(if extent.is_some() { WITH_EXTENT } else { WITHOUT_EXTENT });
    bytes.extend(WGS84.to_le_bytes());
    if let Some([west, south, east, north]) = extent {
        for bound in [west, east, south, north] {
            bytes.extend(bound.to_le_bytes());
        }
    }
    match shape {
        Shape::Point(place) => {
            head(&mut bytes, 1);
            position(&mut bytes, place.longitude(), place.latitude());
        }
        Shape::Line(points) => {
            head(&mut bytes, 2);
            count(&mut bytes, points.len());
            for place in points {
                position(&mut bytes, place.longitude(), place.latitude());
            }
        }
        Shape::Area(area) => multipolygon(&mut bytes, area),
    }
    bytes
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
