//! The layers of an output folder, as much of them as a picture needs.

use std::io::{Error, ErrorKind, Result};
use std::path::Path;

use serde_json::Value;

/// Longitude and latitude.
pub(super) type Position = [f64; 2];

/// A dispatch area or a jurisdiction.
#[derive(Debug)]
pub(super) struct Area {
    pub(super) centre: String,
    pub(super) name: String,
    /// All rings, holes included: filled by the even-odd rule.
    pub(super) rings: Vec<Vec<Position>>,
}

/// A station before and after.
#[derive(Debug)]
pub(super) struct Station {
    pub(super) id: String,
    pub(super) name: String,
    /// `station`, `central_station` or `post`.
    pub(super) role: String,
    pub(super) position: Position,
}

/// A road piece.
#[derive(Debug)]
pub(super) struct Road {
    pub(super) class: String,
    pub(super) line: Vec<Position>,
}

/// What is drawn of a plan.
#[derive(Debug)]
pub struct PlanLayers {
    /// The county's note, for example that its geometry is synthetic.
    pub(super) note: String,
    pub(super) before: Vec<Area>,
    pub(super) after: Vec<Area>,
    pub(super) jurisdictions: Vec<Area>,
    pub(super) stations: Vec<Station>,
    pub(super) villages: Vec<Position>,
    pub(super) roads: Vec<Road>,
}

impl PlanLayers {
    /// Reads an output folder of `xiaqu plan`.
    ///
    /// # Errors
    /// If a layer is missing or is not what `xiaqu` writes.
    pub fn read(folder: &Path) -> Result<Self> {
        let layer = |name: &str| -> Result<Value> {
            let path = folder.join(name).with_extension("geojson");
            serde_json::from_str(&fs_err::read_to_string(path)?).map_err(|error| bad(name, &error.to_string()))
        };
        let after = layer("dispatch_areas")?;
        Ok(Self {
            note: text(&after, "note"),
            before: rows("dispatch_areas_before", &layer("dispatch_areas_before")?, area)?,
            after: rows("dispatch_areas", &after, area)?,
            jurisdictions: rows("jurisdictions", &layer("jurisdictions")?, area)?,
            stations: rows("stations", &layer("stations")?, station)?,
            villages: rows("villages", &layer("villages")?, |_, geometry| position(geometry.get("coordinates")?))?,
            roads: rows("dispatch_roads", &layer("dispatch_roads")?, road)?,
        })
    }
}

fn bad(layer: &str, why: &str) -> Error {
    Error::new(ErrorKind::InvalidData, format!("`{layer}.geojson`: {why}"))
}

/// One row a feature, from its properties and its geometry.
fn rows<T>(name: &str, layer: &Value, row: impl Fn(&Value, &Value) -> Option<T>) -> Result<Vec<T>> {
    let features = layer.get("features").and_then(Value::as_array).ok_or_else(|| bad(name, "it has no features"))?;
    let read = |feature: &Value| row(feature.get("properties")?, feature.get("geometry")?);
    let rows: Option<Vec<T>> = features.iter().map(read).collect();
    rows.ok_or_else(|| bad(name, "a feature is not what xiaqu writes"))
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn position(value: &Value) -> Option<Position> {
    Some([value.get(0)?.as_f64()?, value.get(1)?.as_f64()?])
}

fn line(value: &Value) -> Option<Vec<Position>> {
    value.as_array()?.iter().map(position).collect()
}

fn area(properties: &Value, geometry: &Value) -> Option<Area> {
    let coordinates = geometry.get("coordinates")?.as_array()?;
    let is_single = geometry.get("type")?.as_str()? == "Polygon";
    let polygons: Vec<&Vec<Value>> =
        if is_single { vec![coordinates] } else { coordinates.iter().map(Value::as_array).collect::<Option<_>>()? };
    let rings = polygons.into_iter().flatten().map(line).collect::<Option<_>>()?;
    Some(Area { centre: text(properties, "centre"), name: text(properties, "name"), rings })
}

fn station(properties: &Value, geometry: &Value) -> Option<Station> {
    let position = position(geometry.get("coordinates")?)?;
    let [id, name, role] = ["id", "name", "role"].map(|key| text(properties, key));
    Some(Station { id, name, role, position })
}

fn road(properties: &Value, geometry: &Value) -> Option<Road> {
    Some(Road { class: text(properties, "class"), line: line(geometry.get("coordinates")?)? })
}
