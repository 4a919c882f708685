//! Shapes and their index (ESRI Shapefile Technical Description, 1998).

use std::num::TryFromIntError;

use geo_types::{LineString, Polygon};

use crate::write::layer::{Layer, LayerKind, Shape, seven_decimals};

const FILE_CODE: i32 = 9_994;
const VERSION: i32 = 1_000;
/// Bytes of the head of both files.
const HEAD: usize = 100;

/// The bytes of `.shp` and `.shx`.
pub(super) fn shapes(layer: &Layer) -> Result<(Vec<u8>, Vec<u8>), TryFromIntError> {
    let kind: i32 = match layer.kind {
        LayerKind::Points => 1,
        LayerKind::Lines => 3,
        LayerKind::Polygons => 5,
    };
    let (mut records, mut index) = (Vec::new(), Vec::new());
    for (number, shape) in (1_i32..).zip(layer.shapes()) {
        let content = content_of(kind, shape)?;
        index.extend(words(HEAD + records.len())?.to_be_bytes());
        index.extend(words(content.len())?.to_be_bytes());
        records.extend(number.to_be_bytes());
        records.extend(words(content.len())?.to_be_bytes());
        records.extend(content);
    }
    let extent = layer.bounding_box().unwrap_or_default();
    let file = |body: Vec<u8>| -> Result<Vec<u8>, TryFromIntError> {
        let mut bytes = FILE_CODE.to_be_bytes().to_vec();
        bytes.extend([0; 20]);
        bytes.extend(words(HEAD + body.len())?.to_be_bytes());
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.extend(extent.map(f64::to_le_bytes).concat());
        // No heights and no measures.
        bytes.extend([0; 32]);
        bytes.extend(body);
        Ok(bytes)
    };
    Ok((file(records)?, file(index)?))
}

/// Lengths are counted in words of two bytes.
fn words(bytes: usize) -> Result<i32, TryFromIntError> {
    i32::try_from(bytes / 2)
}

fn content_of(kind: i32, shape: &Shape) -> Result<Vec<u8>, TryFromIntError> {
    let mut bytes = kind.to_le_bytes().to_vec();
    let parts: Vec<Vec<[f64; 2]>> = match shape {
        Shape::Point(place) => {
            bytes.extend(seven_decimals(place.longitude()).to_le_bytes());
            bytes.extend(seven_decimals(place.latitude()).to_le_bytes());
            return Ok(bytes);
        }
        Shape::Line(points) => vec![points.iter().map(|place| [place.longitude(), place.latitude()]).collect()],
        Shape::Area(area) => area.0.iter().flat_map(rings).collect(),
    };
    bytes.extend(shape.bounding_box().unwrap_or_default().map(f64::to_le_bytes).concat());
    bytes.extend(i32::try_from(parts.len())?.to_le_bytes());
    bytes.extend(i32::try_from(parts.iter().map(Vec::len).sum::<usize>())?.to_le_bytes());
    let mut first = 0_usize;
    for part in &parts {
        bytes.extend(i32::try_from(first)?.to_le_bytes());
        first += part.len();
    }
    for [longitude, latitude] in parts.into_iter().flatten() {
        bytes.extend(seven_decimals(longitude).to_le_bytes());
        bytes.extend(seven_decimals(latitude).to_le_bytes());
    }
    Ok(bytes)
}

/// Rings the other way round than in GeoJSON: outlines clockwise, holes against it.
fn rings(polygon: &Polygon<f64>) -> Vec<Vec<[f64; 2]>> {
    let turned = |ring: &LineString<f64>| ring.0.iter().rev().map(|coord| [coord.x, coord.y]).collect();
    std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(turned).collect()
}
