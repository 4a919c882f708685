//! A layer as plain columns: what Arrow, GeoJSON and pickles are made from.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use xiaqu::{Field, FieldKind, Layer, LayerKind, Shape};

/// A property with its values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) alias_en: String,
    pub(crate) alias_zh: String,
    pub(crate) values: Values,
}

/// Values of one type, row by row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Values {
    /// Text.
    Text(Vec<Option<String>>),
    /// Whole numbers.
    Whole(Vec<Option<i64>>),
    /// Numbers with decimals.
    Decimal(Vec<Option<f64>>),
}

/// A layer, its geometry as well-known binary.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Rows {
    pub(crate) name: String,
    /// `Point`, `LineString` or `MultiPolygon`.
    pub(crate) kind: String,
    pub(crate) note: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) geometry: Vec<Vec<u8>>,
    /// As files have it.
    pub(crate) geojson: String,
}

impl Rows {
    pub(crate) fn of(layer: &Layer) -> Self {
        let kind = match layer.kind {
            LayerKind::Points => "Point",
            LayerKind::Lines => "LineString",
            LayerKind::Polygons => "MultiPolygon",
        };
        Self {
            name: layer.name.to_owned(),
            kind: kind.to_owned(),
            note: layer.note.clone(),
            columns: layer.fields.iter().map(|field| column_of(layer, field)).collect(),
            geometry: layer.shapes().map(Shape::to_well_known_binary).collect(),
            geojson: layer.to_geojson(),
        }
    }
}

fn column_of(layer: &Layer, field: &Field) -> Column {
    let values = layer.values_of(field.name);
    let text = |value: &Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    Column {
        name: field.name.to_owned(),
        alias_en: field.alias_en.to_owned(),
        alias_zh: field.alias_zh.to_owned(),
        values: match field.kind {
            FieldKind::Text => Values::Text(values.iter().map(text).collect()),
            FieldKind::Whole => Values::Whole(values.iter().map(Value::as_i64).collect()),
            FieldKind::Decimal => Values::Decimal(values.iter().map(Value::as_f64).collect()),
        },
    }
}
