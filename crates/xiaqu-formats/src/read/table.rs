//! A table as read: text cells and, from a layer, a geometry a row.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use geojson::{Feature, FeatureCollection, GeoJson, GeometryValue, Position, feature::Id};
use xiaqu_model::{
    Datum, Detail, Place, ProblemReport, Words, e151_empty_file, e152_unreadable_file, e162_ragged_row,
    e165_declared_crs, e167_unknown_format, w951_read_as_gb18030,
};

use super::{
    cell_limit::check_cells,
    columns::{Column, ColumnNames},
    decode::{Encoding, decode_text},
    excel::read_excel,
    frame::Frame,
    kind::{FileKind, contradiction, describe_binary},
    layer::{Declared, read_flatgeobuf, read_geopackage, read_shapefile, to_degrees},
};

/// A file of the county folder, or a frame in its stead: where it is, what to call it in messages, its datum and its own
/// column names.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// Its name as the settings write it.
    pub name: String,
    /// Datum of its coordinates.
    pub datum: Datum,
    /// Whether the settings say so, or only their default: a layer that declares nothing needs their word.
    pub datum_is_stated: bool,
    /// The county's own column names.
    pub columns: ColumnNames,
    /// The table itself, where a script has it in memory; then there is no file.
    pub frame: Option<Arc<Frame>>,
}

impl Source {
    /// A table in memory under a name for messages.
    pub fn of_frame(name: &str, frame: Frame) -> Self {
        Self { name: name.to_owned(), frame: Some(Arc::new(frame)), ..Self::default() }
    }

    pub(super) fn unreadable(&self, kind: FileKind, why: impl Detail) -> ProblemReport {
        e152_unreadable_file(Place::table(&self.name), &self.name, kind.name(), why)
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
    /// What it was read from.
    pub kind: FileKind,
    /// Datum of its coordinates as they stand here: the geometry of layers is in degrees, whatever the file had.
    pub datum: Datum,
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

/// Reads a table from CSV, Excel or a layer, one of the `kinds` that fit its purpose. Every problem goes to `problems`; `None`
/// if nothing can be read.
pub fn read_table(source: &Source, kinds: &[FileKind], problems: &mut Vec<ProblemReport>) -> Option<RawTable> {
    if let Some(frame) = &source.frame {
        return frame.to_table(source, !kinds.contains(&FileKind::Csv), problems);
    }
    let place = || Place::table(&source.name);
    let Some(kind) = FileKind::of(&source.name).filter(|kind| kinds.contains(kind)) else {
        let names = |join: &str| kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(join);
        problems.push(e167_unknown_format(place(), &source.name, Words::new(names(" or "), names(" 或 "))));
        return None;
    };
    match kind {
        FileKind::Shapefile => read_shapefile(source, problems),
        FileKind::GeoPackage => read_geopackage(source, problems),
        FileKind::FlatGeobuf => read_flatgeobuf(source, problems),
        FileKind::Excel => read_excel(source, problems),
        FileKind::Csv
        | FileKind::GeoJson
        | FileKind::OsmPbf
        | FileKind::OsmXml
        | FileKind::Frame
        | FileKind::PlainFrame => read_text_table(source, kind, problems),
    }
}

fn read_text_table(source: &Source, kind: FileKind, problems: &mut Vec<ProblemReport>) -> Option<RawTable> {
    let place = || Place::table(&source.name);
    let text = read_text(source, kind, problems)?;
    if text.trim().is_empty() {
        problems.push(e151_empty_file(place(), &source.name));
        return None;
    }
    if let Some(why) = contradiction(kind, &text) {
        problems.push(source.unreadable(kind, why));
        return None;
    }
    let before = problems.len();
    let table = match kind {
        FileKind::GeoJson => from_geojson(source, &text, problems),
        _ => from_csv(source, &text, problems),
    }?;
    // Rows that were refused are no reason to say that there are none.
    if table.rows.is_empty() && problems.len() == before {
        problems.push(e151_empty_file(place(), &source.name));
    }
    (!table.rows.is_empty()).then_some(table)
}

fn read_text(source: &Source, kind: FileKind, problems: &mut Vec<ProblemReport>) -> Option<String> {
    let bytes = fs_err::read(&source.path).map_err(|error| problems.push(source.unreadable(kind, error))).ok()?;
    let Some((text, encoding)) = decode_text(&bytes) else {
        problems.push(source.unreadable(kind, describe_binary(&bytes)));
        return None;
    };
    if encoding == Encoding::Gb18030 {
        problems.push(w951_read_as_gb18030(Place::table(&source.name), &source.name));
    }
    Some(text)
}

/// The separator of a table: the one of comma, semicolon and tab that its header holds most of.
fn separator_of(text: &str) -> u8 {
    let header = text.trim_start().lines().next().unwrap_or_default();
    let count = |separator: u8| header.bytes().filter(|byte| *byte == separator).count();
    let mut best = b',';
    for separator in *b";\t" {
        if count(separator) > count(best) {
            best = separator;
        }
    }
    best
}

fn from_csv(source: &Source, text: &str, problems: &mut Vec<ProblemReport>) -> Option<RawTable> {
    let place = || Place::table(&source.name);
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).delimiter(separator_of(text)).from_reader(text.as_bytes());
    let header: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(|name| name.trim().to_owned()).collect(),
        Err(error) => {
            problems.push(source.unreadable(FileKind::Csv, error));
            return None;
        }
    };
    let mut rows = Vec::new();
    for (number, record) in (1..).zip(reader.records()) {
        match record {
            // Spreadsheets leave rows of empty cells behind.
            Ok(record) if record.iter().all(|cell| cell.trim().is_empty()) => {}
            Ok(record) if record.len() == header.len() => {
                rows.push(RawRow { number, cells: record.iter().map(str::to_owned).collect(), geometry: None });
            }
            Ok(record) => problems.push(e162_ragged_row(place().row(number), header.len(), record.len())),
            Err(error) => problems.push(source.unreadable(FileKind::Csv, error)),
        }
    }
    Some(RawTable { name: source.name.clone(), header, rows, kind: FileKind::Csv, datum: source.datum })
}

fn from_geojson(source: &Source, text: &str, problems: &mut Vec<ProblemReport>) -> Option<RawTable> {
    let mut collection = match text.parse::<GeoJson>() {
        Ok(GeoJson::FeatureCollection(collection)) => collection,
        Ok(GeoJson::Feature(feature)) => {
            FeatureCollection { bbox: None, features: vec![feature], foreign_members: None }
        }
        Ok(GeoJson::Geometry(_)) => {
            let why = Words::new("it is a bare geometry without properties", "它只有几何，没有属性");
            problems.push(source.unreadable(FileKind::GeoJson, why));
            return None;
        }
        Err(error) => {
            problems.push(source.unreadable(FileKind::GeoJson, error));
            return None;
        }
    };
    if let Some(crs) = foreign_crs(&collection, source.datum) {
        problems.push(e165_declared_crs(Place::table(&source.name), &source.name, crs));
        return None;
    }
    let datum = datum_of(&mut collection, source, problems)?;
    let header = header_of(&collection.features);
    let size = check_cells(header.len(), collection.features.len());
    size.map_err(|why| problems.push(source.unreadable(FileKind::GeoJson, why))).ok()?;
    let rows = (1..).zip(collection.features).map(|(number, feature)| row_of(number, feature, &header)).collect();
    Some(RawTable { name: source.name.clone(), header, rows, kind: FileKind::GeoJson, datum })
}

/// The datum of the features, which are turned into degrees first if the settings state an EPSG code.
fn datum_of(collection: &mut FeatureCollection, source: &Source, problems: &mut Vec<ProblemReport>) -> Option<Datum> {
    if !matches!(source.datum, Datum::Epsg(_)) {
        return Some(source.datum);
    }
    let geometries = collection.features.iter_mut().filter_map(|feature| feature.geometry.as_mut());
    to_degrees(geometries.map(|geometry| &mut geometry.value).collect(), source, &Declared::Nothing, problems)
}

/// The reference system a pre-RFC 7946 file declares, if it is neither longitude and latitude in WGS-84 or CGCS2000 nor
/// the one that the settings state.
fn foreign_crs(collection: &FeatureCollection, stated: Datum) -> Option<String> {
    let name = collection.foreign_members.as_ref()?.get("crs")?.pointer("/properties/name")?.as_str()?;
    if let Datum::Epsg(code) = stated {
        let is_stated = name.strip_suffix(&code.to_string()).is_some_and(|rest| rest.ends_with(':'));
        return (!is_stated).then(|| name.to_owned());
    }
    let known = ["CRS84", "EPSG::4326", "EPSG:4326", "EPSG::4490", "EPSG:4490"];
    (!known.iter().any(|end| name.ends_with(end))).then(|| name.to_owned())
}

/// The names of the properties in the order of their first appearance, then what else the features have.
pub(super) fn header_of(features: &[Feature]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let properties = features.iter().filter_map(|feature| feature.properties.as_ref());
    let names = properties.flat_map(|map| map.keys().map(String::as_str));
    let id = features.iter().any(|feature| feature.id.is_some()).then_some("id");
    let has_points = features.iter().any(|feature| point_of(feature).is_some());
    let axes = has_points.then_some(["lon", "lat"]);
    names.chain(id).chain(axes.into_iter().flatten()).filter(|name| seen.insert(*name)).map(str::to_owned).collect()
}

fn point_of(feature: &Feature) -> Option<&Position> {
    match &feature.geometry.as_ref()?.value {
        GeometryValue::Point { coordinates } => Some(coordinates),
        _ => None,
    }
}

/// A row in the order of the header: position from the geometry, everything else from the properties, and the id of the
/// feature where it has no property `id`.
pub(super) fn row_of(number: usize, feature: Feature, header: &[String]) -> RawRow {
    let coordinate =
        |axis: usize| point_of(&feature).and_then(|point| point.as_slice().get(axis)).map(ToString::to_string);
    let property = |name: &str| feature.properties.as_ref().and_then(|map| map.get(name)).map(cell_text);
    let cell = |name: &String| match name.as_str() {
        "lon" => coordinate(0).or_else(|| property(name)),
        "lat" => coordinate(1).or_else(|| property(name)),
        "id" => property(name).or_else(|| feature.id.as_ref().map(id_text)),
        _ => property(name),
    };
    let cells = header.iter().map(|name| cell(name).unwrap_or_default()).collect();
    RawRow { number, cells, geometry: feature.geometry.map(|geometry| geometry.value) }
}

fn id_text(id: &Id) -> String {
    match id {
        Id::String(text) => text.clone(),
        Id::Number(number) => number.to_string(),
    }
}

fn cell_text(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::{FileKind, Source, read_table, separator_of};

    #[test]
    fn features_that_each_bring_a_property_of_their_own_are_counted_first() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wide.geojson");
        let source = Source { path, name: "wide.geojson".into(), ..Source::default() };
        let mut text = r#"{"type":"FeatureCollection","features":["#.to_owned();
        for number in 0..6_400 {
            let comma = if number == 0 { "" } else { "," };
            write!(text, r#"{comma}{{"type":"Feature","geometry":null,"properties":{{"a{number}":1}}}}"#).unwrap();
        }
        fs_err::write(&source.path, text + "]}").unwrap();
        let mut problems = Vec::new();
        assert!(read_table(&source, &[FileKind::GeoJson], &mut problems).is_none());
        assert_eq!(problems[0].code(), "E152");
    }

    #[test]
    fn the_separator_is_found_in_the_header() {
        assert_eq!(separator_of("id,name\n"), b',');
        assert_eq!(separator_of("\n编号;名称;人口\n"), b';');
        assert_eq!(separator_of("id\tname\n"), b'\t');
        assert_eq!(separator_of("id\n1\n"), b',');
    }
}
