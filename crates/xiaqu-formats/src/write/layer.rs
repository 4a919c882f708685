//! One GeoJSON layer: RFC 7946, WGS-84, seven decimals, stable order, one type a column.

use std::{
    borrow::Borrow,
    io::{self, Write},
};

use geo_types::{LineString, MultiPolygon, Polygon};
use geojson::{Feature, Geometry, GeometryValue, JsonObject, JsonValue, feature::Id};
use serde_json::json;
use xiaqu_model::{Language, LonLat};

/// What a layer draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayerKind {
    /// Points.
    Points,
    /// Lines.
    Lines,
    /// Polygons.
    Polygons,
}

/// What the values of a property are, whether or not there are any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Text.
    Text,
    /// Whole numbers.
    Whole,
    /// Numbers with decimals.
    Decimal,
}

/// A property of a layer with its aliases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Name in the file, unit included.
    pub name: &'static str,
    /// What its values are.
    pub kind: FieldKind,
    /// Alias in English.
    pub alias_en: &'static str,
    /// Alias in Chinese.
    pub alias_zh: &'static str,
}

impl Field {
    /// What people read instead of its name.
    pub const fn alias(&self, language: Language) -> &'static str {
        match language {
            Language::En => self.alias_en,
            Language::Zh => self.alias_zh,
        }
    }
}

/// Geometry of one feature.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A point.
    Point(LonLat),
    /// A line.
    Line(Vec<LonLat>),
    /// Polygons in WGS-84 degrees, already on the output lattice.
    Area(MultiPolygon<f64>),
}

/// A layer to be written.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Name of the layer and of its file, without ending.
    pub name: &'static str,
    /// What it draws.
    pub kind: LayerKind,
    /// Its properties, in order.
    pub fields: &'static [Field],
    /// Note on the map, for example that geometry is synthetic.
    pub note: String,
    features: Vec<(Shape, Vec<JsonValue>)>,
}

impl Layer {
    /// An empty layer.
    pub fn new(name: &'static str, kind: LayerKind, fields: &'static [Field], note: &str) -> Self {
        Self { name, kind, fields, note: note.to_owned(), features: Vec::new() }
    }

    /// Adds a feature; `values` follow the order of the fields.
    pub fn push(&mut self, shape: Shape, values: Vec<JsonValue>) {
        self.features.push((shape, values));
    }

    /// Whether it has no features.
    pub fn is_empty(&self) -> bool {
        self.features.is_empty()
    }

    /// Values of one field, feature by feature.
    pub fn values_of(&self, field: &str) -> Vec<JsonValue> {
        let position = self.fields.iter().position(|known| known.name == field);
        self.features
            .iter()
            .filter_map(|(_, values)| position.and_then(|position| values.get(position)).cloned())
            .collect()
    }

    /// Geometry, feature by feature.
    pub fn shapes(&self) -> impl Iterator<Item = &Shape> {
        self.features.iter().map(|(shape, _)| shape)
    }

    /// Geometry and values, feature by feature; values follow the order of the fields.
    pub fn rows(&self) -> impl Iterator<Item = (&Shape, &[JsonValue])> {
        self.features.iter().map(|(shape, values)| (shape, values.as_slice()))
    }

    /// The layer as GeoJSON text, one feature a line.
    pub fn to_geojson(&self) -> String {
        let mut text = Vec::new();
        // Writing into memory does not fail, and what is written is text.
        let _ = self.write_geojson(self.features.iter().map(|(shape, values)| (shape, values)), &mut text);
        String::from_utf8(text).unwrap_or_default()
    }

    /// Writes features that the layer need not hold, as GeoJSON under its name and note, one feature a line. They are asked
    /// for twice: the box around them comes first.
    ///
    /// # Errors
    /// If `out` refuses.
    pub fn write_geojson<S: Borrow<Shape>, V: AsRef<[JsonValue]>>(
        &self,
        features: impl Iterator<Item = (S, V)> + Clone,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let boxes = features.clone().filter_map(|(shape, _)| shape.borrow().bounding_box());
        let head = json!({
            "type": "FeatureCollection",
            "name": self.name,
            "note": self.note,
            "bbox": boxes.reduce(joined),
        });
        let head = head.to_string();
        writeln!(out, "{},\"features\":[", head.strip_suffix('}').unwrap_or(&head))?;
        for (id, (shape, values)) in (1_u64..).zip(features) {
            if id > 1 {
                out.write_all(b",\n")?;
            }
            out.write_all(self.feature(id, shape.borrow(), values.as_ref()).as_bytes())?;
        }
        out.write_all(b"\n]}\n")
    }

    fn feature(&self, id: u64, shape: &Shape, values: &[JsonValue]) -> String {
        let properties: JsonObject =
            self.fields.iter().zip(values).map(|(field, value)| (field.name.to_owned(), value.clone())).collect();
        Feature {
            bbox: None,
            geometry: Some(Geometry::new(geometry_of(shape))),
            id: Some(Id::Number(id.into())),
            properties: Some(properties),
            foreign_members: None,
        }
        .to_string()
    }

    /// West, south, east, north; `None` without features.
    pub(super) fn bounding_box(&self) -> Option<[f64; 4]> {
        self.shapes().filter_map(Shape::bounding_box).reduce(joined)
    }
}

impl Shape {
    /// West, south, east, north; `None` if it is empty.
    pub(super) fn bounding_box(&self) -> Option<[f64; 4]> {
        let point = |lon: f64, lat: f64| [lon, lat, lon, lat].map(seven_decimals);
        match self {
            Self::Point(place) => Some(point(place.longitude(), place.latitude())),
            Self::Line(points) => points.iter().map(|place| point(place.longitude(), place.latitude())).reduce(joined),
            Self::Area(area) => {
                let rings = area.0.iter().map(Polygon::exterior);
                rings.flat_map(LineString::coords).map(|coord| point(coord.x, coord.y)).reduce(joined)
            }
        }
    }
}

/// The box around two boxes.
pub(super) fn joined(one: [f64; 4], other: [f64; 4]) -> [f64; 4] {
    let [west, south, east, north] = other;
    [one[0].min(west), one[1].min(south), one[2].max(east), one[3].max(north)]
}

/// Degrees on the lattice of the output.
pub(super) fn seven_decimals(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}

fn geometry_of(shape: &Shape) -> GeometryValue {
    let pair = |lon: f64, lat: f64| [seven_decimals(lon), seven_decimals(lat)];
    let point = |point: &LonLat| pair(point.longitude(), point.latitude());
    let ring = |ring: &LineString<f64>| -> Vec<geojson::Position> {
        ring.coords().map(|coord| pair(coord.x, coord.y).into()).collect()
    };
    let polygon = |polygon: &Polygon<f64>| -> Vec<Vec<geojson::Position>> {
        std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect()
    };
    match shape {
        Shape::Point(position) => GeometryValue::new_point(point(position)),
        Shape::Line(points) => GeometryValue::new_line_string(points.iter().map(point)),
        Shape::Area(area) => match area.0.as_slice() {
            [only] => GeometryValue::Polygon { coordinates: polygon(only) },
            parts => GeometryValue::MultiPolygon { coordinates: parts.iter().map(polygon).collect() },
        },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use xiaqu_model::LonLat;

    use super::{Field, FieldKind, Layer, LayerKind, Shape};

    const FIELDS: &[Field] = &[
        Field { name: "id", kind: FieldKind::Text, alias_en: "id", alias_zh: "编号" },
        Field { name: "area_km2", kind: FieldKind::Decimal, alias_en: "area", alias_zh: "面积" },
    ];

    #[test]
    fn coordinates_have_seven_decimals_and_text_is_never_markup() {
        let mut layer = Layer::new("stations", LayerKind::Points, FIELDS, "a \"note\"");
        let place = LonLat::new(117.123_456_789, 26.9).unwrap();
        layer.push(Shape::Point(place), vec![json!("=HYPERLINK(\"x\")"), json!(1.5)]);
        let read: Value = serde_json::from_str(&layer.to_geojson()).unwrap();
        assert_eq!(read["features"][0]["geometry"]["coordinates"], json!([117.123_456_8, 26.9]));
        assert_eq!(read["features"][0]["properties"]["id"], json!("=HYPERLINK(\"x\")"));
        assert_eq!(read["bbox"], json!([117.123_456_8, 26.9, 117.123_456_8, 26.9]));
        assert_eq!(read["note"], json!("a \"note\""));
    }

    #[test]
    fn properties_keep_their_order() {
        let mut layer = Layer::new("stations", LayerKind::Points, FIELDS, "");
        layer.push(Shape::Point(LonLat::new(0.0, 0.0).unwrap()), vec![json!("z"), json!(null)]);
        let text = layer.to_geojson();
        assert!(text.find("\"id\":\"z\"").unwrap() < text.find("\"area_km2\":null").unwrap(), "{text}");
    }
}
