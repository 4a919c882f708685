//! Layers written as Shapefile and GeoPackage, to be read back by tests.
//!
//! The shapes of a Shapefile are written by the `shapefile` crate and the tables of a GeoPackage by SQLite, so that what
//! the readers understand is not only what they themselves would write. The .dbf is written here: the `dbase` crate knows
//! no column names in GBK.

use std::{error::Error, path::Path};

use rusqlite::{Connection, params, params_from_iter, types::Value as SqlValue};
use serde_json::Value;
use shapefile::{Point, Polygon, PolygonRing, Polyline, ShapeWriter};

/// Longitude and latitude, or easting and northing.
pub type Coordinates = (f64, f64);

/// The geometry of a feature.
#[derive(Clone, Debug, PartialEq)]
pub enum LayerShape {
    /// A point.
    Point(Coordinates),
    /// Lines.
    Lines(Vec<Vec<Coordinates>>),
    /// Polygons: outer ring, then holes.
    Polygons(Vec<Vec<Vec<Coordinates>>>),
}

/// A row: cells as JSON values in the order of the columns, and its geometry.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerFeature {
    /// Cells.
    pub cells: Vec<Value>,
    /// Geometry.
    pub shape: LayerShape,
}

/// A layer.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerTable {
    /// Column names.
    pub columns: Vec<String>,
    /// Features.
    pub features: Vec<LayerFeature>,
}

/// How the texts of a Shapefile are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayerText {
    /// UTF-8.
    Utf8,
    /// GBK.
    Gbk,
}

/// What the writers answer.
pub type Written = Result<(), Box<dyn Error>>;

fn coordinates(value: &Value) -> Option<Coordinates> {
    Some((value.get(0)?.as_f64()?, value.get(1)?.as_f64()?))
}

fn list<T>(value: &Value, item: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    value.as_array()?.iter().map(item).collect()
}

fn shape_of(geometry: &Value) -> Option<LayerShape> {
    let line = |value: &Value| list(value, coordinates);
    let polygon = |value: &Value| list(value, line);
    let found = geometry.get("coordinates")?;
    Some(match geometry.get("type")?.as_str()? {
        "Point" => LayerShape::Point(coordinates(found)?),
        "LineString" => LayerShape::Lines(vec![line(found)?]),
        "MultiLineString" => LayerShape::Lines(list(found, line)?),
        "Polygon" => LayerShape::Polygons(vec![polygon(found)?]),
        "MultiPolygon" => LayerShape::Polygons(list(found, polygon)?),
        _ => return None,
    })
}

impl LayerTable {
    /// The layer of a GeoJSON text; `None` if it holds anything but points, lines and polygons.
    pub fn from_geojson(text: &str) -> Option<Self> {
        let layer: Value = serde_json::from_str(text).ok()?;
        let features = layer.get("features")?.as_array()?;
        let mut columns: Vec<String> = Vec::new();
        for properties in features.iter().filter_map(|feature| feature.get("properties")?.as_object()) {
            columns.extend(properties.keys().filter(|key| !columns.contains(key)).cloned().collect::<Vec<_>>());
        }
        let feature = |feature: &Value| {
            let cell = |name: &String| feature.get("properties").and_then(|map| map.get(name)).cloned();
            let cells = columns.iter().map(|name| cell(name).unwrap_or(Value::Null)).collect();
            Some(LayerFeature { cells, shape: shape_of(feature.get("geometry")?)? })
        };
        let features = features.iter().map(feature).collect::<Option<_>>()?;
        Some(Self { columns, features })
    }

    /// The layer with every coordinate changed, for example to metres.
    #[must_use]
    pub fn mapped(mut self, change: impl Fn(Coordinates) -> Coordinates) -> Self {
        for feature in &mut self.features {
            match &mut feature.shape {
                LayerShape::Point(point) => *point = change(*point),
                LayerShape::Lines(lines) => lines.iter_mut().flatten().for_each(|point| *point = change(*point)),
                LayerShape::Polygons(polygons) => {
                    polygons.iter_mut().flatten().flatten().for_each(|point| *point = change(*point));
                }
            }
        }
        self
    }

    /// Writes .shp, .shx and .dbf; .prj and .cpg are the caller's.
    ///
    /// # Errors
    /// If a file cannot be written or a feature does not fit the format.
    pub fn write_shapefile(&self, path: &Path, text: LayerText) -> Written {
        let mut writer = ShapeWriter::from_path(path)?;
        let point = |(x, y): &Coordinates| Point::new(*x, *y);
        for feature in &self.features {
            match &feature.shape {
                LayerShape::Point(place) => writer.write_shape(&point(place))?,
                LayerShape::Lines(lines) => {
                    let parts = lines.iter().map(|line| line.iter().map(point).collect()).collect();
                    writer.write_shape(&Polyline::with_parts(parts))?;
                }
                LayerShape::Polygons(polygons) => {
                    let rings = polygons.iter().flat_map(|rings| {
                        rings.iter().enumerate().map(|(place, ring)| {
                            let points = ring.iter().map(point).collect();
                            if place == 0 { PolygonRing::Outer(points) } else { PolygonRing::Inner(points) }
                        })
                    });
                    writer.write_shape(&Polygon::with_rings(rings.collect()))?;
                }
            }
        }
        writer.finalize()?;
        fs_err::write(path.with_extension("dbf"), self.dbase_bytes(text)?)?;
        Ok(())
    }

    /// The .dbf: every column as text.
    fn dbase_bytes(&self, text: LayerText) -> Result<Vec<u8>, Box<dyn Error>> {
        let encode = |letters: &str| match text {
            LayerText::Utf8 => letters.as_bytes().to_vec(),
            LayerText::Gbk => encoding_rs::GBK.encode(letters).0.into_owned(),
        };
        let cell = |value: &Value| encode(&cell_text(value));
        let width = |place: usize| {
            self.features.iter().filter_map(|feature| feature.cells.get(place)).map(|value| cell(value).len() + 1).max()
        };
        let widths: Vec<usize> = (0..self.columns.len()).map(|place| width(place).unwrap_or(1)).collect();
        let header_length = u16::try_from(32 * (self.columns.len() + 1) + 1)?;
        let record_length = u16::try_from(1 + widths.iter().sum::<usize>())?;
        let mut bytes = vec![3, 126, 1, 1];
        bytes.extend(u32::try_from(self.features.len())?.to_le_bytes());
        bytes.extend(header_length.to_le_bytes());
        bytes.extend(record_length.to_le_bytes());
        bytes.extend([0; 20]);
        for (name, width) in self.columns.iter().zip(&widths) {
            let mut name = encode(name);
            name.truncate(10);
            name.resize(11, 0);
            bytes.extend(name);
            bytes.extend([b'C', 0, 0, 0, 0, u8::try_from(*width)?]);
            bytes.extend([0; 15]);
        }
        bytes.push(0x0D);
        for feature in &self.features {
            bytes.push(b' ');
            for (value, width) in feature.cells.iter().zip(&widths) {
                let mut cell = cell(value);
                cell.resize(*width, b' ');
                bytes.extend(cell);
            }
        }
        bytes.push(0x1A);
        Ok(bytes)
    }

    /// Adds the layer to a GeoPackage, which is made if it is not there, in the system with this EPSG code.
    ///
    /// # Errors
    /// If SQLite cannot write it.
    pub fn write_geopackage(&self, path: &Path, layer: &str, epsg: u32) -> Written {
        let mut connection = Connection::open(path)?;
        // One transaction: SQLite waits for the disk at the end of each.
        let transaction = connection.transaction()?;
        transaction.execute_batch(
            "CREATE TABLE IF NOT EXISTS gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, \
             organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL); \
             CREATE TABLE IF NOT EXISTS gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL, srs_id INTEGER); \
             CREATE TABLE IF NOT EXISTS gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, \
             geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT, m TINYINT);",
        )?;
        transaction.execute(
            "INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES ('a system', ?1, 'EPSG', ?1, 'undefined')",
            [epsg],
        )?;
        transaction.execute("INSERT INTO gpkg_contents VALUES (?1, 'features', ?2)", params![layer, epsg])?;
        transaction.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', 'GEOMETRY', ?2, 0, 0)",
            params![layer, epsg],
        )?;
        let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
        let columns: Vec<String> = self.columns.iter().map(|name| quoted(name)).collect();
        let columns = [String::new()].into_iter().chain(columns).collect::<Vec<_>>().join(", ");
        transaction
            .execute_batch(&format!("CREATE TABLE {} (fid INTEGER PRIMARY KEY, geom BLOB{columns})", quoted(layer)))?;
        let marks = ", ?".repeat(self.columns.len());
        let insert = format!("INSERT INTO {} (geom{columns}) VALUES (?{marks})", quoted(layer));
        for feature in &self.features {
            let blob = SqlValue::Blob(geopackage_blob(&feature.shape, epsg));
            let cells = feature.cells.iter().map(sql_value);
            transaction.execute(&insert, params_from_iter(std::iter::once(blob).chain(cells)))?;
        }
        transaction.commit()?;
        Ok(())
    }
}

fn cell_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn sql_value(value: &Value) -> SqlValue {
    match value {
        Value::Null => SqlValue::Null,
        Value::Bool(flag) => SqlValue::Integer(i64::from(*flag)),
        Value::Number(number) => {
            number.as_i64().map_or_else(|| SqlValue::Real(number.as_f64().unwrap_or_default()), SqlValue::Integer)
        }
        other => SqlValue::Text(cell_text(other)),
    }
}

/// The geometry as GeoPackages keep it: every line and polygon as a collection, as many programs write them.
fn geopackage_blob(shape: &LayerShape, epsg: u32) -> Vec<u8> {
    let mut bytes = b"GP\0\x01".to_vec();
    bytes.extend(epsg.to_le_bytes());
    match shape {
        LayerShape::Point(point) => {
            head(&mut bytes, 1);
            position(&mut bytes, point);
        }
        LayerShape::Lines(lines) => {
            head(&mut bytes, 5);
            count(&mut bytes, lines);
            for line in lines {
                head(&mut bytes, 2);
                positions(&mut bytes, line);
            }
        }
        LayerShape::Polygons(polygons) => {
            head(&mut bytes, 6);
            count(&mut bytes, polygons);
            for rings in polygons {
                head(&mut bytes, 3);
                count(&mut bytes, rings);
                for ring in rings {
                    positions(&mut bytes, ring);
                }
            }
        }
    }
    bytes
}

fn head(bytes: &mut Vec<u8>, kind: u32) {
    bytes.push(1);
    bytes.extend(kind.to_le_bytes());
}

fn count<T>(bytes: &mut Vec<u8>, items: &[T]) {
    bytes.extend(u32::try_from(items.len()).unwrap_or(u32::MAX).to_le_bytes());
}

fn position(bytes: &mut Vec<u8>, (x, y): &Coordinates) {
    bytes.extend(x.to_le_bytes());
    bytes.extend(y.to_le_bytes());
}

fn positions(bytes: &mut Vec<u8>, line: &[Coordinates]) {
    count(bytes, line);
    for point in line {
        position(bytes, point);
    }
}
