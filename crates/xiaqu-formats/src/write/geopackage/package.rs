//! One GeoPackage from the layers of a plan: made in memory, so that it is written whole or not at all.

use std::fmt::Write as _;

use rusqlite::{Connection, MAIN_DB, params, params_from_iter, types::Value as SqlValue};
use serde_json::Value;
use xiaqu_model::Language;

use super::{
    blobs::blob_of,
    schema::{FRAME, INDEX_DEFINITION, MOMENT, feature_table, geometry_type, index_triggers},
};
use crate::write::{
    layer::{Field, FieldKind, Layer},
    qgis::{StyledLayer, WGS84_WKT, qml},
};

/// The bytes of a GeoPackage that holds `layers`, their default styles with aliases in one language, and a QGIS project
/// (name and `.qgz`). The same bytes for the same content.
///
/// # Errors
/// If SQLite refuses: a value that does not fit its column, or no memory.
pub fn geopackage(
    layers: &[StyledLayer],
    (project, qgz): (&str, &[u8]),
    language: Language,
) -> Result<Vec<u8>, rusqlite::Error> {
    let mut database = Connection::open_in_memory()?;
    database.execute_batch(FRAME)?;
    let transaction = database.transaction()?;
    reference_systems(&transaction)?;
    for styled in layers {
        feature_rows(&transaction, &styled.layer)?;
        transaction.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, \
             styleQML, styleSLD, useAsDefault, description, owner, ui, update_time) \
             VALUES ('', '', ?1, 'geom', ?1, ?2, '', 1, ?1, '', NULL, ?3)",
            params![styled.layer.name, qml(&styled.layer, &styled.style, language), MOMENT],
        )?;
    }
    // Listed, or GDAL would offer the tables of styles and projects as layers.
    transaction.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) \
         VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?1, 0)",
        params![MOMENT],
    )?;
    let metadata = format!("{{\"last_modified_time\": \"{MOMENT}\", \"last_modified_user\": \"\"}}");
    transaction
        .execute("INSERT INTO qgis_projects VALUES (?1, ?2, ?3)", params![project, metadata, hexadecimal(qgz)])?;
    transaction.commit()?;
    Ok(database.serialize(MAIN_DB)?.to_vec())
}

fn reference_systems(database: &Connection) -> Result<(), rusqlite::Error> {
    let mut insert = database.prepare("INSERT INTO gpkg_spatial_ref_sys VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    let undefined = "undefined";
    insert.execute(params!["Undefined Cartesian SRS", -1, "NONE", -1, undefined, "undefined Cartesian coordinates"])?;
    insert.execute(params!["Undefined geographic SRS", 0, "NONE", 0, undefined, "undefined geographic coordinates"])?;
    insert.execute(params!["WGS 84 geodetic", 4326, "EPSG", 4326, WGS84_WKT, "longitude and latitude in degrees"])?;
    Ok(())
}

fn feature_rows(database: &Connection, layer: &Layer) -> Result<(), rusqlite::Error> {
    let name = layer.name;
    database.execute_batch(&feature_table(name, layer.kind, layer.fields))?;
    let extent = layer.bounding_box();
    let bound = |number: usize| extent.and_then(|extent| extent.get(number).copied());
    database.execute(
        "INSERT INTO gpkg_contents VALUES (?1, 'features', ?1, ?2, ?3, ?4, ?5, ?6, ?7, 4326)",
        params![name, layer.note, MOMENT, bound(0), bound(1), bound(2), bound(3)],
    )?;
    database.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', ?2, 4326, 0, 0)",
        params![name, geometry_type(layer.kind)],
    )?;
    database.execute(
        "INSERT INTO gpkg_extensions VALUES (?1, 'geom', 'gpkg_rtree_index', ?2, 'write-only')",
        params![name, INDEX_DEFINITION],
    )?;
    let places = ", ?".repeat(layer.fields.len());
    let mut row_insert = database.prepare(&format!("INSERT INTO \"{name}\" VALUES (?, ?{places})"))?;
    let mut index_insert = database.prepare(&format!("INSERT INTO \"rtree_{name}_geom\" VALUES (?, ?, ?, ?, ?)"))?;
    for (fid, (shape, values)) in (1_i64..).zip(layer.rows()) {
        let head = [SqlValue::Integer(fid), SqlValue::Blob(blob_of(shape))];
        let cells = layer.fields.iter().zip(values).map(|(field, value)| cell(field, value));
        row_insert.execute(params_from_iter(head.into_iter().chain(cells)))?;
        if let Some([west, south, east, north]) = shape.bounding_box() {
            index_insert.execute(params![fid, west, east, south, north])?;
        }
    }
    database.execute_batch(&index_triggers(name))
}

fn cell(field: &Field, value: &Value) -> SqlValue {
    let number = match field.kind {
        FieldKind::Text => return value.as_str().map_or(SqlValue::Null, |text| SqlValue::Text(text.to_owned())),
        FieldKind::Whole => value.as_i64().map(SqlValue::Integer),
        FieldKind::Decimal => value.as_f64().map(SqlValue::Real),
    };
    number.unwrap_or(SqlValue::Null)
}

/// As QGIS keeps a project in a database.
fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
