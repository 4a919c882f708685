//! One look for every layer, from which style files, GeoPackage and project are written.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use xiaqu_formats::{
    ClassValue, Colour, LabelRank, Layer, LayerStyle, LegendClass, MapLabel, MapSymbol, MarkerShape, UNKNOWN_COLOUR,
    colours_apart,
};
use xiaqu_model::{Language, Problem};

use super::legend::Scale;

/// Width of roads in millimetres by their class.
const ROAD_WIDTH: &str = "CASE WHEN \"class\" IN ('motorway', 'trunk', 'primary') THEN 0.8 \
                          WHEN \"class\" IN ('secondary', 'tertiary') THEN 0.5 ELSE 0.25 END";

/// Colour of stations.
const STATION: Colour = [28, 38, 74];
/// Colour of posts.
const POST: Colour = [255, 255, 255];

/// Roles of stations, from the one that matters most: value, English, Chinese, symbol.
const ROLES: [(&str, &str, &str, MapSymbol); 4] = [
    (
        "central_station",
        "central station",
        "中心派出所",
        MapSymbol::Marker { shape: MarkerShape::Square, fill: STATION, tenths: 42 },
    ),
    ("station", "station", "派出所", MapSymbol::Marker { shape: MarkerShape::Circle, fill: STATION, tenths: 34 }),
    (
        "pooled_station",
        "pooled station",
        "联合派出所成员",
        MapSymbol::Marker { shape: MarkerShape::Diamond, fill: STATION, tenths: 40 },
    ),
    ("post", "police post", "警务站", MapSymbol::Marker { shape: MarkerShape::Circle, fill: POST, tenths: 24 }),
];

/// Looks of all layers of one output: a centre has one colour on every map.
#[derive(Debug)]
pub(crate) struct Looks {
    language: Language,
    names: BTreeMap<String, String>,
    order: Vec<String>,
    colours: BTreeMap<String, Colour>,
}

impl Looks {
    /// Chooses colours so that areas that touch on any of the layers differ.
    pub(crate) fn of(problem: &Problem, layers: &[Layer], language: Language) -> Self {
        let namesakes = |name: &str| problem.stations.iter().filter(|station| station.name == name).count();
        let rows = problem.stations.iter().map(|station| {
            // A legend with one name twice says nothing.
            let name = &station.name;
            let shown = if namesakes(name) > 1 { format!("{name} ({})", station.id) } else { name.clone() };
            (station.id.to_string(), shown)
        });
        let names: BTreeMap<String, String> = rows.collect();
        let order: Vec<String> = problem.stations.iter().map(|station| station.id.to_string()).collect();
        let shows_centres = |layer: &&Layer| layer.fields.iter().any(|field| field.name == "centre");
        let areas: Vec<(&Layer, &str)> = layers.iter().filter(shows_centres).map(|layer| (layer, "centre")).collect();
        let colours = colours_apart(&order, &areas);
        Self { language, names, order, colours }
    }

    /// The look of a layer unless somebody chooses otherwise.
    pub(crate) fn of_layer(&self, layer: &Layer) -> LayerStyle {
        match layer.name {
            "response_bands" | "response_bands_before" => self.land(layer, "band", Scale::Response),
            "change" => self.land(layer, "change", Scale::Change),
            "stations" => self.stations(layer),
            "dispatch_roads" => {
                self.by_centre(layer, "centre", None, |area| MapSymbol::Road { area, width: ROAD_WIDTH })
            }
            "handover" => self.by_centre(layer, "dispatch_centre", None, MapSymbol::Hatch),
            "villages" => self.villages("second_arrival_after_min", Scale::Response),
            _ => {
                let name = MapLabel { text: "name".to_owned(), rank: LabelRank::Major };
                self.by_centre(layer, "centre", Some(name), |fill| MapSymbol::Area { fill, hatched: false })
            }
        }
    }

    /// Villages by a field of minutes.
    pub(super) fn villages(&self, field: &str, scale: Scale) -> LayerStyle {
        LayerStyle {
            attribute: Scale::village_attribute(field),
            classes: scale.villages(self.language),
            label: Some(MapLabel { text: "name".to_owned(), rank: LabelRank::Minor }),
        }
    }

    /// Villages whose calls another centre answers than the one that manages them.
    pub(super) fn handover_villages(&self, villages: &Layer) -> LayerStyle {
        let label = MapLabel { text: "name".to_owned(), rank: LabelRank::Minor };
        self.by_centre(villages, "dispatch_centre", Some(label), |fill| MapSymbol::Marker {
            shape: MarkerShape::Diamond,
            fill,
            tenths: 26,
        })
    }

    /// Stations as they are today: all alike.
    pub(super) fn stations_today(&self) -> LayerStyle {
        let [_, (_, english, chinese, symbol), ..] = ROLES;
        LayerStyle {
            attribute: "'station'".to_owned(),
            classes: vec![LegendClass {
                value: ClassValue::Other,
                label: self.text(english, chinese).to_owned(),
                symbol,
            }],
            label: Some(MapLabel { text: "name".to_owned(), rank: LabelRank::Major }),
        }
    }

    /// One of two words, in the language of the maps.
    pub(super) fn text<'a>(&self, english: &'a str, chinese: &'a str) -> &'a str {
        match self.language {
            Language::En => english,
            Language::Zh => chinese,
        }
    }

    fn land(&self, layer: &Layer, field: &str, scale: Scale) -> LayerStyle {
        LayerStyle {
            attribute: field.to_owned(),
            classes: scale.land(&texts(layer, field), self.language),
            label: None,
        }
    }

    fn stations(&self, layer: &Layer) -> LayerStyle {
        let present = texts(layer, "role");
        let classes = ROLES.into_iter().filter(|(role, ..)| present.iter().any(|known| known == role));
        let classes = classes.map(|(role, english, chinese, symbol)| LegendClass {
            value: ClassValue::Text(role.to_owned()),
            label: self.text(english, chinese).to_owned(),
            symbol,
        });
        LayerStyle {
            attribute: "role".to_owned(),
            classes: classes.collect(),
            label: Some(MapLabel { text: "name".to_owned(), rank: LabelRank::Major }),
        }
    }

    fn by_centre(
        &self,
        layer: &Layer,
        field: &str,
        label: Option<MapLabel>,
        symbol: impl Fn(Colour) -> MapSymbol,
    ) -> LayerStyle {
        let present: BTreeSet<String> = texts(layer, field).into_iter().collect();
        let known = self.order.iter().filter(|centre| present.contains(*centre)).map(|centre| LegendClass {
            value: ClassValue::Text(centre.clone()),
            label: self.names.get(centre).unwrap_or(centre).clone(),
            symbol: symbol(self.colours.get(centre).copied().unwrap_or(UNKNOWN_COLOUR)),
        });
        let mut classes: Vec<LegendClass> = known.collect();
        // Roads that nobody answers for carry no centre; they are drawn grey rather than not at all.
        if layer.values_of(field).iter().any(Value::is_null) || classes.is_empty() {
            let label = self.text("no centre", "无出警所").to_owned();
            classes.push(LegendClass { value: ClassValue::Other, label, symbol: symbol(UNKNOWN_COLOUR) });
        }
        LayerStyle { attribute: field.to_owned(), classes, label }
    }
}

/// Texts of one field.
fn texts(layer: &Layer, field: &str) -> Vec<String> {
    let mut texts: Vec<String> = layer.values_of(field).iter().filter_map(Value::as_str).map(str::to_owned).collect();
    texts.sort();
    texts.dedup();
    texts
}
