//! Geometry as GeoPackages keep it: their header with the extent, then well-known binary (OGC 12-128r18, 2.1.3).

use crate::write::{layer::Shape, well_known_binary::append_shape};

/// EPSG code of WGS-84.
const WGS84: i32 = 4_326;
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
    append_shape(&mut bytes, shape);
    bytes
}
