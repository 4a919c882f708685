//! A table as read: text cells and, from GeoJSON, a geometry a row.

use std::path::PathBuf;

use geojson::{Feature, FeatureCollection, GeoJson, GeometryValue};
use xiaqu_model::{
    Datum, Place, ProblemReport, e151_empty_file, e152_unreadable_file, e162_ragged_row, e165_declared_crs,
    w951_read_as_gb18030,
};

use super::{
    columns::{Column, ColumnNames},
    decode::{Encoding, decode_text},
};

/// A file of the county folder: where it is, what to call it in messages, its datum and its own column names.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// Its name as the settings write it.
    pub name: String,
    /// Datum of its coordinates.
    pub datum: Datum,
    /// The county's own column names.
    pub columns: ColumnNames,
}

impl Source {
    fn is_geojson(&self) -> bool {
        self.path.extension().is_some_and(|end| end.eq_ignore_ascii_case("geojson") || end.eq_ignore_ascii_case("json"))
    }
}

/// One row: its number from 1, its cells and its geometry if the file has any.
#[derive(Clone, Debug)]
pub struct RawRow {
    /// Row or feature, counted from 1, the header not counted.
    pub number: usize,
    /// Cells in the order of the header.
    pub cells: Vec<String>,
    /// Geometry of the feature.
    pub geometry: Option<GeometryValue>,
}

/// A table as read, nothing interpreted yet.
#[derive(Clone, Debug)]
pub struct RawTable {
    /// The file's name for messages.
    pub name: String,
    /// Column names.
    pub header: Vec<String>,
    /// Rows.
    pub rows: Vec<RawRow>,
}

impl RawTable {
    /// The place of a row, for messages.
    pub(crate) fn place(&self, row: &RawRow) -> Place {
        Place::table(&self.name).row(row.number)
    }

    /// The cell of a column, trimmed; `None` if the column is missing or the cell empty.
    pub(crate) fn cell<'a>(&self, row: &'a RawRow, column: Column, names: &ColumnNames) -> Option<&'a str> {
        let position = names.find(column, &self.header)?;
        row.cells.get(position).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    }
}

/// Reads a table from CSV or GeoJSON. Every problem goes to `problems`; `None` if nothing can be read.
pub fn read_table(source: &Source, problems: &mut Vec<ProblemReport>) -> Option<RawTable> {
    let bytes = match fs_err::read(&source.path) {
        Ok(bytes) => bytes,
        Err(error) => {
            problems.push(e152_unreadable_file(Place::table(&source.name), &source.name, "a file", error));
            return None;
        }
    };
    let format = if source.is_geojson() { "GeoJSON" } else { "CSV" };
    let Some((text, encoding)) = decode_text(&bytes) else {
        let why = "it is a binary file";
        problems.push(e152_unreadable_file(Place::table(&source.name), &source.name, format, why));
        return None;
    };
    if encoding == Encoding::Gb18030 {
        problems.push(w951_read_as_gb18030(Place::table(&source.name), &source.name));
    }
    if text.trim().is_empty() {
        problems.push(e151_empty_file(Place::table(&source.name), &source.name));
        return None;
    }
    let table =
        if source.is_geojson() { from_geojson(source, &text, problems) } else { from_csv(source, &text, problems) }?;
    if table.rows.is_empty() {
        problems.push(e151_empty_file(Place::table(&source.name), &source.name));
        return None;
    }
    Some(table)
}

fn from_csv(source: &Source, text: &str, problems: &mut Vec<ProblemReport>) -> Option<RawTable> {
    let place = || Place::table(&source.name);
    let unreadable = |why: csv::Error| e152_unreadable_file(place(), &source.name, "CSV", why);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(str::to_owned).collect(),
        Err(error) => {
            problems.push(unreadable(error));
            return None;
        }
    };
    let mut rows = Vec::new();
    for (number, record) in (1..).zip(reader.records()) {
        match record {
            Ok(record) if record.len() == header.len() => {
                rows.push(RawRow { number, cells: record.iter().map(str::to_owned).collect(), geometry: None });
            }
            Ok(record) => problems.push(e162_ragged_row(place().row(number), header.len(), record.len())),
            Err(error) => problems.push(unreadable(error)),
        }
    }
    Some(RawTable { name: source.name.clone(), header, rows })
}

fn from_geojson(source: &Source, text: &str, problems: &mut Vec<ProblemReport>) -> Option<RawTable> {
    let place = || Place::table(&source.name);
    let collection = match text.parse::<GeoJson>() {
        Ok(GeoJson::FeatureCollection(collection)) => collection,
        Ok(_) => {
            let why = "it holds no FeatureCollection";
            problems.push(e152_unreadable_file(place(), &source.name, "GeoJSON", why));
            return None;
        }
        Err(error) => {
            problems.push(e152_unreadable_file(place(), &source.name, "GeoJSON", error));
            return None;
        }
    };
    if let Some(crs) = foreign_crs(&collection) {
        problems.push(e165_declared_crs(place(), &source.name, crs));
        return None;
    }
    let header = header_of(&collection.features);
    let rows = (1..).zip(collection.features).map(|(number, feature)| row_of(number, feature, &header)).collect();
    Some(RawTable { name: source.name.clone(), header, rows })
}

/// The reference system a pre-RFC 7946 file declares, if it is not longitude and latitude in WGS-84 or CGCS2000.
fn foreign_crs(collection: &FeatureCollection) -> Option<String> {
    let name = collection.foreign_members.as_ref()?.get("crs")?.pointer("/properties/name")?.as_str()?;
    let known = ["CRS84", "EPSG::4326", "EPSG:4326", "EPSG::4490", "EPSG:4490"];
    (!known.iter().any(|end| name.ends_with(end))).then(|| name.to_owned())
}

fn header_of(features: &[Feature]) -> Vec<String> {
    let mut header: Vec<String> = Vec::new();
    for name in features.iter().flat_map(|feature| feature.properties.iter().flat_map(|map| map.keys())) {
        if !header.contains(name) {
            header.push(name.clone());
        }
    }
    for name in ["lon", "lat"] {
        if !header.iter().any(|present| present == name) {
            header.push(name.to_owned());
        }
    }
    header
}

fn row_of(number: usize, feature: Feature, header: &[String]) -> RawRow {
    let geometry = feature.geometry.map(|geometry| geometry.value);
    let point = match &geometry {
        Some(GeometryValue::Point { coordinates }) => Some(coordinates.clone()),
        _ => None,
    };
    let coordinate = |axis: usize| point.as_ref().and_then(|point| point.as_slice().get(axis)).map(ToString::to_string);
    let cells = header
        .iter()
        .map(|name| {
            let from_geometry = match name.as_str() {
                "lon" => coordinate(0),
                "lat" => coordinate(1),
                _ => None,
            };
            let property = feature.properties.as_ref().and_then(|map| map.get(name)).map(cell_text);
            from_geometry.or(property).unwrap_or_default()
        })
        .collect();
    RawRow { number, cells, geometry }
}

fn cell_text(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
