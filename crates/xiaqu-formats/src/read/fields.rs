//! The fields of a row, each read with its own report of what is wrong with it.

use std::collections::BTreeMap;

use geojson::GeometryValue;
use xiaqu_model::{
    Datum, LonLat, Place, ProblemReport, RawPosition, Words, e101_duplicate_id, e153_missing_column,
    e154_missing_value, e155_not_a_number, e156_negative, e157_not_whole, e158_impossible_position,
    e163_wrong_geometry, e168_ambiguous_column, e169_too_many_heads, e204_not_yes_or_no,
};
use xiaqu_townships::to_wgs84;

use super::{
    columns::{Column, ID, LAT, LON},
    kind::FileKind,
    layer::point_in_degrees,
    number::number_meant,
    table::{RawRow, RawTable, Source, read_table},
};

/// What the rows of a table are on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    Points,
    Lines,
    Polygons,
}

impl Expected {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Points => "Point",
            Self::Lines => "LineString",
            Self::Polygons => "Polygon",
        }
    }

    /// Kinds of files that can hold them.
    pub(super) fn kinds(self) -> &'static [FileKind] {
        match self {
            Self::Points => &[
                FileKind::Csv,
                FileKind::Excel,
                FileKind::GeoJson,
                FileKind::Shapefile,
                FileKind::GeoPackage,
                FileKind::FlatGeobuf,
            ],
            Self::Lines | Self::Polygons => {
                &[FileKind::GeoJson, FileKind::Shapefile, FileKind::GeoPackage, FileKind::FlatGeobuf]
            }
        }
    }

    fn admits(self, geometry: &GeometryValue) -> bool {
        match geometry {
            GeometryValue::Point { .. } => self == Self::Points,
            GeometryValue::LineString { .. } | GeometryValue::MultiLineString { .. } => self == Self::Lines,
            GeometryValue::Polygon { .. } | GeometryValue::MultiPolygon { .. } => self == Self::Polygons,
            _ => false,
        }
    }
}

/// What the geometry of a row is, for messages.
pub(super) fn geometry_name(geometry: Option<&GeometryValue>) -> Words {
    geometry
        .map_or_else(|| Words::new("missing", "空"), |geometry| Words::new(geometry.type_name(), geometry.type_name()))
}

/// A table whose required columns are all there.
pub(super) struct Rows<'a> {
    source: &'a Source,
    table: RawTable,
    problems: &'a mut Vec<ProblemReport>,
}

impl<'a> Rows<'a> {
    pub(super) fn read(
        source: &'a Source,
        (columns, expected): (&[Column], Expected),
        problems: &'a mut Vec<ProblemReport>,
    ) -> Option<Self> {
        let table = read_fitting(source, (columns, expected), problems)?;
        Some(Self { source, table, problems })
    }

    /// From a file of one of these kinds, whatever the geometry of its rows.
    pub(super) fn read_any(
        source: &'a Source,
        (columns, kinds): (&[Column], &[FileKind]),
        problems: &'a mut Vec<ProblemReport>,
    ) -> Option<Self> {
        let table = read_table(source, kinds, problems)?;
        has_columns(source, &table, columns, problems).then_some(Self { source, table, problems })
    }

    pub(super) fn collect<T>(&mut self, record: impl Fn(&mut Fields<'_>) -> Option<T>) -> Vec<T> {
        let mut seen = BTreeMap::new();
        let mut records = Vec::new();
        for row in &self.table.rows {
            let place = self.table.place(row);
            let mut fields =
                Fields { source: self.source, table: &self.table, row, place, problems: self.problems, id: None };
            let made = record(&mut fields);
            if let Some(id) = fields.id.clone() {
                match seen.get(&id) {
                    Some(first) => fields.problems.push(e101_duplicate_id(fields.place.clone(), &id, first)),
                    None => {
                        seen.insert(id, row.number);
                    }
                }
            }
            records.extend(made);
        }
        records
    }
}

/// A table with the columns and the geometry that its purpose needs; what it lacks is reported once for the table.
pub(super) fn read_fitting(
    source: &Source,
    (columns, expected): (&[Column], Expected),
    problems: &mut Vec<ProblemReport>,
) -> Option<RawTable> {
    let table = read_table(source, expected.kinds(), problems)?;
    let fits = |row: &RawRow| row.geometry.as_ref().is_some_and(|geometry| expected.admits(geometry));
    if table.kind.is_layer() && !table.rows.iter().any(fits) {
        let found = geometry_name(table.rows.iter().find_map(|row| row.geometry.as_ref()));
        problems.push(e163_wrong_geometry(Place::table(&table.name), expected.name(), found));
        return None;
    }
    has_columns(source, &table, columns, problems).then_some(table)
}

/// Reports every required column that is missing, and every column that could be one of several.
fn has_columns(source: &Source, table: &RawTable, columns: &[Column], problems: &mut Vec<ProblemReport>) -> bool {
    let quoted = |names: &mut dyn Iterator<Item = &String>| names.map(|name| format!("`{name}`")).collect::<Vec<_>>();
    let before = problems.len();
    for column in columns {
        let place = Place::table(&table.name);
        match source.columns.candidates(*column, &table.header).as_slice() {
            [] if column.required => {
                let found = quoted(&mut table.header.iter()).join(", ");
                problems.push(e153_missing_column(place, column.name, source.columns.accepted(*column), found));
            }
            [] | [_] => {}
            several => {
                let names = quoted(&mut several.iter().filter_map(|position| table.header.get(*position)));
                problems.push(e168_ambiguous_column(place, column.name, names.join(", ")));
            }
        }
    }
    problems.len() == before
}

/// The fields of one row, reporting what is wrong with each.
pub(super) struct Fields<'a> {
    source: &'a Source,
    table: &'a RawTable,
    pub(super) row: &'a RawRow,
    pub(super) place: Place,
    pub(super) problems: &'a mut Vec<ProblemReport>,
    id: Option<String>,
}

impl Fields<'_> {
    pub(super) fn text(&self, column: Column) -> Option<String> {
        self.table.cell(self.row, column, &self.source.columns).map(str::to_owned)
    }

    pub(super) fn required(&mut self, column: Column) -> Option<String> {
        let text = self.text(column);
        if text.is_none() {
            self.problems.push(e154_missing_value(self.place.clone(), column.name));
        }
        text
    }

    pub(super) fn id(&mut self) -> Option<String> {
        let id = self.required(ID)?;
        self.place.id = Some(id.clone());
        self.id = Some(id.clone());
        Some(id)
    }

    /// A finite number; an empty cell is `None`, and a problem only if the column is required.
    pub(super) fn signed(&mut self, column: Column) -> Option<f64> {
        let text = if column.required { self.required(column)? } else { self.text(column)? };
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        if number.is_none() {
            let meant = number_meant(&text);
            self.problems.push(e155_not_a_number(self.place.clone(), column.name, text, meant));
        }
        number
    }

    pub(super) fn number(&mut self, column: Column) -> Option<f64> {
        let number = self.signed(column)?;
        if number < 0.0 {
            self.problems.push(e156_negative(self.place.clone(), column.name, number));
            return None;
        }
        Some(number)
    }

    pub(super) fn heads(&mut self, column: Column) -> Option<u32> {
        let number = self.number(column)?;
        if number.fract() != 0.0 {
            self.problems.push(e157_not_whole(self.place.clone(), column.name, number));
            return None;
        }
        let heads = xiaqu_model::cast::to_u32(number);
        if heads.is_none() {
            self.problems.push(e169_too_many_heads(self.place.clone(), column.name, number, u32::MAX));
        }
        heads
    }

    /// The position in WGS-84, and as read but in degrees.
    pub(super) fn position(&mut self) -> (Option<LonLat>, RawPosition) {
        let datum = self.table.datum;
        if self.table.kind.is_layer() && !self.has_geometry(Expected::Points) {
            return (None, RawPosition { longitude: 0.0, latitude: 0.0, datum });
        }
        let (lon, lat) = (self.signed(LON), self.signed(LAT));
        let raw = RawPosition { longitude: lon.unwrap_or_default(), latitude: lat.unwrap_or_default(), datum };
        if lon.is_none() || lat.is_none() {
            return (None, raw);
        }
        let raw = match point_in_degrees(raw, self.source, self.place.clone()) {
            Ok(raw) => raw,
            Err(problem) => {
                self.problems.push(problem);
                return (None, raw);
            }
        };
        let position = to_wgs84(raw);
        if position.is_none() {
            let problem = e158_impossible_position(self.place.clone(), raw.longitude, raw.latitude);
            self.problems.push(problem);
        }
        (position, raw)
    }

    /// Datum of the coordinates of the row's geometry.
    pub(super) fn datum(&self) -> Datum {
        self.table.datum
    }

    /// Whether the row has the geometry it should have; reported if not.
    pub(super) fn has_geometry(&mut self, expected: Expected) -> bool {
        let geometry = self.row.geometry.as_ref();
        let fits = geometry.is_some_and(|geometry| expected.admits(geometry));
        if !fits {
            self.problems.push(e163_wrong_geometry(self.place.clone(), expected.name(), geometry_name(geometry)));
        }
        fits
    }

    pub(super) fn yes_or_no(&mut self, column: Column) -> bool {
        let Some(text) = self.text(column) else { return false };
        match text.to_lowercase().as_str() {
            "yes" | "true" | "1" | "是" => true,
            "no" | "false" | "0" | "否" => false,
            _ => {
                self.problems.push(e204_not_yes_or_no(self.place.clone(), column.name, text));
                false
            }
        }
    }
}
