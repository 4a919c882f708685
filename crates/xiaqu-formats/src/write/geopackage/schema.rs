//! Tables and triggers of a GeoPackage 1.3 (OGC 12-128r18), and those that QGIS keeps its styles and projects in.

use std::fmt::Write as _;

use crate::write::layer::{Field, FieldKind, LayerKind};

/// Moment that is written wherever the format wants one: the same input gives the same bytes.
pub(super) const MOMENT: &str = "1980-01-01T00:00:00.000Z";

/// What a GeoPackage always holds. 10300 is the version that GDAL 3.6 reads without a warning.
pub(super) const FRAME: &str = "
PRAGMA page_size = 4096;
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL,
  description TEXT
);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY,
  data_type TEXT NOT NULL,
  identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE,
  min_y DOUBLE,
  max_x DOUBLE,
  max_y DOUBLE,
  srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL,
  m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);
CREATE TABLE gpkg_extensions (
  table_name TEXT,
  column_name TEXT,
  extension_name TEXT NOT NULL,
  definition TEXT NOT NULL,
  scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
);
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  f_table_catalog TEXT(256),
  f_table_schema TEXT(256),
  f_table_name TEXT(256),
  f_geometry_column TEXT(256),
  styleName TEXT(30),
  styleQML TEXT,
  styleSLD TEXT,
  useAsDefault BOOLEAN,
  description TEXT,
  owner TEXT(30),
  ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
);
CREATE TABLE qgis_projects (name TEXT PRIMARY KEY, metadata BLOB, content BLOB);
";

/// Where the rules of the spatial index are written down.
pub(super) const INDEX_DEFINITION: &str = "http://www.geopackage.org/spec120/#extension_rtree";

/// The name of a geometry type.
pub(super) const fn geometry_type(kind: LayerKind) -> &'static str {
    match kind {
        LayerKind::Points => "POINT",
        LayerKind::Lines => "LINESTRING",
        LayerKind::Polygons => "MULTIPOLYGON",
    }
}

/// The table of a layer. Names are ours: nothing in them needs quoting but words of SQL such as `group`.
pub(super) fn feature_table(name: &str, kind: LayerKind, fields: &[Field]) -> String {
    let mut columns = format!("fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom {}", geometry_type(kind));
    for field in fields {
        let column = match field.kind {
            FieldKind::Text => "TEXT",
            FieldKind::Whole => "INTEGER",
            FieldKind::Decimal => "DOUBLE",
        };
        let _ = write!(columns, ", \"{}\" {column}", field.name);
    }
    format!(
        "CREATE TABLE \"{name}\" ({columns}); CREATE VIRTUAL TABLE \"rtree_{name}_geom\" USING rtree(id, minx, maxx, miny, maxy);"
    )
}

/// Triggers that keep the spatial index right when an analyst edits the table.
pub(super) fn index_triggers(name: &str) -> String {
    let index = format!("\"rtree_{name}_geom\"");
    let put = format!(
        "INSERT OR REPLACE INTO {index} VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));"
    );
    let drop = format!("DELETE FROM {index} WHERE id = OLD.fid;");
    let (filled, empty) =
        ("(NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))", "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))");
    let both = format!("DELETE FROM {index} WHERE id IN (OLD.fid, NEW.fid);");
    let triggers = [
        ("insert", "INSERT".to_owned(), filled.to_owned(), put.clone()),
        ("update1", "UPDATE OF geom".to_owned(), format!("OLD.fid = NEW.fid AND {filled}"), put.clone()),
        ("update2", "UPDATE OF geom".to_owned(), format!("OLD.fid = NEW.fid AND {empty}"), drop.clone()),
        ("update3", "UPDATE".to_owned(), format!("OLD.fid != NEW.fid AND {filled}"), format!("{drop} {put}")),
        ("update4", "UPDATE".to_owned(), format!("OLD.fid != NEW.fid AND {empty}"), both),
        ("delete", "DELETE".to_owned(), "OLD.geom NOTNULL".to_owned(), drop),
    ];
    triggers.iter().fold(String::new(), |mut text, (suffix, event, condition, action)| {
        let _ = writeln!(
            text,
            "CREATE TRIGGER \"rtree_{name}_geom_{suffix}\" AFTER {event} ON \"{name}\" WHEN {condition} BEGIN {action} END;"
        );
        text
    })
}
