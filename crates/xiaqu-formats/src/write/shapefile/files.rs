//! The files of one layer.

use super::{geometry::shapes, names::short_names, table::attributes};
use crate::write::{layer::Layer, qgis::WGS84_ESRI};

/// The files of a layer as a Shapefile, by their ending: `shp`, `shx`, `dbf`, `prj`, `cpg`. Names of fields have at most ten
/// signs; the same bytes for the same content.
///
/// # Errors
/// If the layer is larger than the format allows (2 GB).
pub fn shapefile(layer: &Layer) -> Result<[(&'static str, Vec<u8>); 5], std::num::TryFromIntError> {
    let (shp, shx) = shapes(layer)?;
    Ok([
        ("shp", shp),
        ("shx", shx),
        ("dbf", attributes(layer, &short_names(layer.fields))?),
        ("prj", WGS84_ESRI.as_bytes().to_vec()),
        ("cpg", b"UTF-8".to_vec()),
    ])
}
