//! Tables in memory, as scripts have them: the same raw table that a file becomes.

use geojson::{FeatureCollection, GeoJson, Geometry, GeometryValue};
use serde::{Deserialize, Serialize};
use xiaqu_model::{Place, ProblemReport, Words, e151_empty_file, e152_unreadable_file};

use super::{
    kind::FileKind,
    layer::{Declared, LayerRow, LayerRows, declared_by_any_text, plain_geometry_of},
    table::{RawRow, RawTable, Source, header_of, row_of},
};

/// A table in memory: cells as the text that a CSV would hold, and, for a layer, a geometry a row.
///
/// ```
/// use xiaqu_formats::{Frame, Source, read_villages};
///
/// let header = ["id", "name", "lon", "lat", "population"].map(str::to_owned).to_vec();
/// let cells = vec![["V1", "城东", "117.17", "26.90", "-5"].map(str::to_owned).to_vec()];
/// let mut problems = Vec::new();
/// let source = Source::of_frame("villages", Frame::of_cells(header, cells));
/// assert!(read_villages(&source, &mut problems).is_empty());
/// assert_eq!(problems[0].code(), "E156");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    header: Vec<String>,
    rows: Vec<FrameRow>,
    is_layer: bool,
    reference: Option<String>,
    /// The first row whose geometry cannot be read, and why, in English and Chinese.
    damaged: Option<(usize, [String; 2])>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct FrameRow {
    cells: Vec<String>,
    geometry: Option<Geometry>,
}

impl Frame {
    /// A plain table: columns, and rows of as many cells; an empty cell has no value.
    pub fn of_cells(header: Vec<String>, rows: Vec<Vec<String>>) -> Self {
        let rows = rows.into_iter().map(|cells| FrameRow { cells, geometry: None }).collect();
        Self { header, rows, is_layer: false, reference: None, damaged: None }
    }

    /// The table with a geometry a row, as well-known binary; `reference` is what the data say of their coordinates: an
    /// authority and code, PROJJSON or well-known text.
    #[must_use]
    pub fn with_geometry(mut self, geometry: Vec<Option<Vec<u8>>>, reference: Option<String>) -> Self {
        for ((number, row), bytes) in (1..).zip(&mut self.rows).zip(geometry) {
            match bytes.as_deref().map(plain_geometry_of) {
                Some(Ok(value)) => row.geometry = value.map(Geometry::new),
                Some(Err(why)) => self.damaged = self.damaged.take().or(Some((number, [why.en, why.zh]))),
                None => {}
            }
        }
        Self { is_layer: true, reference, ..self }
    }

    /// From a GeoJSON feature collection; `reference` as for [`Frame::with_geometry`].
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn of_geojson(text: &str, reference: Option<String>) -> Result<Self, String> {
        let collection = match text.parse::<GeoJson>().map_err(|error| error.to_string())? {
            GeoJson::FeatureCollection(collection) => collection,
            GeoJson::Feature(feature) => {
                FeatureCollection { bbox: None, features: vec![feature], foreign_members: None }
            }
            GeoJson::Geometry(_) => return Err("it is a bare geometry without properties".to_owned()),
        };
        let header = header_of(&collection.features);
        let rows = collection.features.into_iter().map(|feature| {
            let row = row_of(0, feature, &header);
            FrameRow { cells: row.cells, geometry: row.geometry.map(Geometry::new) }
        });
        let rows = rows.collect();
        Ok(Self { header, rows, is_layer: true, reference, damaged: None })
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether its rows have a geometry.
    pub fn is_layer(&self) -> bool {
        self.is_layer
    }

    /// The frame as bytes that [`Frame::from_bytes`] reads back; equal frames have equal bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// A frame from its bytes.
    ///
    /// # Errors
    /// If they are not those of a frame.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes)
    }

    /// The raw table, in degrees; `None`, and a report, where that cannot be. A table that should be a layer is one without
    /// geometry, which the reader of its records reports.
    pub(super) fn to_table(
        &self,
        source: &Source,
        must_be_layer: bool,
        problems: &mut Vec<ProblemReport>,
    ) -> Option<RawTable> {
        let place = Place::table(&source.name);
        if self.rows.is_empty() {
            problems.push(e151_empty_file(place, &source.name));
            return None;
        }
        if let Some((number, [en, zh])) = &self.damaged {
            let why = Words::new(en.clone(), zh.clone());
            problems.push(e152_unreadable_file(place.row(*number), &source.name, FileKind::Frame.name(), why));
            return None;
        }
        let rows = self.rows.iter().map(|row| -> LayerRow { (row.cells.clone(), value_of(row)) });
        if !self.is_layer {
            let kind = if must_be_layer { FileKind::Frame } else { FileKind::PlainFrame };
            let rows = (1..).zip(rows).map(|(number, (cells, geometry))| RawRow { number, cells, geometry });
            let (name, header) = (source.name.clone(), self.header.clone());
            return Some(RawTable { name, header, rows: rows.collect(), kind, datum: source.datum });
        }
        let declared: Declared = declared_by_any_text(self.reference.as_deref());
        let rows = LayerRows { header: self.header.clone(), rows: rows.map(Some).collect() };
        rows.into_table(source, (FileKind::Frame, &declared), problems)
    }
}

fn value_of(row: &FrameRow) -> Option<GeometryValue> {
    row.geometry.as_ref().map(|geometry| geometry.value.clone())
}
