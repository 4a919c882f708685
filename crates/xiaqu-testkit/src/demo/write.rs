//! The county as the files of a county folder.

use std::fmt::Write as _;

use serde_json::{Value, json};
use xiaqu_model::{LocalFrame, LocalXy, cast};

use super::chains::Chain;
use super::county::{County, frame};
use super::facts::{COUNTY_SEAT, LINKS, LinkKind, TOWNSHIPS};
use super::network::RoadClass;

/// Decimals of a degree in polygons and points: RFC 7946's seven.
const FINE: i32 = 7;
/// Decimals of a degree in roads: a tenth of a metre.
const COARSE: i32 = 6;
/// What every layer says of itself.
const NOTE: &str = "synthetic geometry; not the real Taining";

/// A file of the county folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Name within the folder.
    pub name: &'static str,
    /// The whole text.
    pub text: String,
}

/// All generated files, in a fixed order.
pub fn to_files(county: &County) -> Vec<File> {
    let frame = frame();
    vec![
        File { name: "townships.geojson", text: townships(county, &frame) },
        File { name: "reservoir.geojson", text: reservoir(county, &frame) },
        File { name: "villages.csv", text: villages(county, &frame) },
        File { name: "stations.csv", text: stations(county, &frame) },
        File { name: "roads.geojson", text: roads(county, &frame) },
    ]
}

fn townships(county: &County, frame: &LocalFrame) -> String {
    let features = county.rings.iter().zip(&TOWNSHIPS).enumerate().map(|(at, (ring, facts))| {
        let properties = json!({
            "id": facts.id, "name": facts.name, "name_en": facts.name_en,
            "seat": county.villages.iter().find(|village| village.township == at).map(|village| village.id.as_str()),
            "market_days": facts.market_days, "note": NOTE,
        });
        feature(&properties, &polygon(ring, frame))
    });
    collection(features)
}

fn reservoir(county: &County, frame: &LocalFrame) -> String {
    let properties = json!({ "name": "金湖水库", "name_en": "Jinhu reservoir", "note": NOTE });
    collection(std::iter::once(feature(&properties, &polygon(&county.reservoir, frame))))
}

fn villages(county: &County, frame: &LocalFrame) -> String {
    let mut text = String::from("id,name,township,lon,lat,population,elderly\n");
    for (village, &point) in county.villages.iter().zip(&county.points) {
        let township = TOWNSHIPS[village.township].id;
        let position = pair(frame, point, FINE);
        let _ = writeln!(
            text,
            "{},{},{township},{},{},{},{}",
            village.id, village.name, position[0], position[1], village.population, village.elderly
        );
    }
    text
}

fn stations(county: &County, frame: &LocalFrame) -> String {
    let mut text =
        String::from("id,name,township,lon,lat,officers,county_seat,fixed_cost_yuan,variable_cost_yuan_per_officer\n");
    for (at, facts) in TOWNSHIPS.iter().enumerate() {
        let position = pair(frame, county.land.lattice.position(county.land.seats[at]), FINE);
        let name = facts.name.trim_end_matches(['镇', '乡']);
        let _ = writeln!(
            text,
            "{},{name}派出所,{},{},{},{},{},{},{}",
            facts.id.replace('T', "S"),
            facts.id,
            position[0],
            position[1],
            facts.officers,
            if at == COUNTY_SEAT { "yes" } else { "no" },
            facts.fixed_cost_yuan,
            facts.variable_cost_yuan
        );
    }
    text
}

fn roads(county: &County, frame: &LocalFrame) -> String {
    let features = county.chains.iter().enumerate().map(|(at, chain)| {
        let mut properties = json!({ "id": format!("R{:05}", at + 1), "class": class_name(chain.road.class) });
        if let Some(map) = properties.as_object_mut() {
            if let Some(name) = road_name(chain) {
                map.insert("name".to_owned(), json!(name));
            }
            if chain.road.closed_when_wet {
                map.insert("speed_kmh".to_owned(), json!(30));
            }
            map.insert("oneway".to_owned(), json!("no"));
            map.insert("closed_when_wet".to_owned(), json!(chain.road.closed_when_wet));
        }
        let line: Vec<Value> = chain.line.iter().map(|&point| coordinates(frame, point, COARSE)).collect();
        feature(&properties, &json!({ "type": "LineString", "coordinates": line }))
    });
    collection(features)
}

/// The OpenStreetMap value of a class.
pub(crate) const fn class_name(class: RoadClass) -> &'static str {
    match class {
        RoadClass::Secondary => "secondary",
        RoadClass::Tertiary => "tertiary",
        RoadClass::Unclassified => "unclassified",
        RoadClass::Residential => "residential",
    }
}

fn road_name(chain: &Chain) -> Option<String> {
    let number = chain.road.route;
    let link = usize::try_from(number).ok().and_then(|at| LINKS.get(at.checked_sub(1)?));
    match link {
        Some(&(from, to, kind)) => {
            let short = |at: usize| TOWNSHIPS[at].name.trim_end_matches(['镇', '乡']);
            let kind = if kind == LinkKind::CountyRoad { "县道" } else { "乡道" };
            Some(format!("{kind}{}{}线", short(from), short(to)))
        }
        None => (number > 100).then(|| format!("省道出县{}线", number - 100)),
    }
}

fn polygon(ring: &[LocalXy], frame: &LocalFrame) -> Value {
    let mut line: Vec<Value> = ring.iter().map(|&point| coordinates(frame, point, FINE)).collect();
    line.extend(line.first().cloned());
    json!({ "type": "Polygon", "coordinates": [line] })
}

fn coordinates(frame: &LocalFrame, point: LocalXy, decimals: i32) -> Value {
    json!(pair(frame, point, decimals))
}

fn pair(frame: &LocalFrame, point: LocalXy, decimals: i32) -> [f64; 2] {
    let position = frame.to_lonlat(point);
    let unit = 10_f64.powi(decimals);
    let round = |degrees: f64| cast::to_i64(degrees * unit).map_or(degrees, |whole| cast::signed_to_f64(whole) / unit);
    [round(position.longitude()), round(position.latitude())]
}

fn feature(properties: &Value, geometry: &Value) -> String {
    json!({ "type": "Feature", "properties": properties, "geometry": geometry }).to_string()
}

/// One feature a line, so that a change shows as the lines it touches.
fn collection(features: impl Iterator<Item = String>) -> String {
    let lines: Vec<String> = features.collect();
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n"))
}
