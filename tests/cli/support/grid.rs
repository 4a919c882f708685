//! A county on a grid, large enough for a search that takes its time.

use std::fmt::Write as _;

use serde_json::json;

use super::County;

/// Side of a township in degrees.
const SIDE: f64 = 0.05;

/// `columns` x `rows` square townships, each with a station, two villages and roads to its neighbours.
pub(crate) fn grid_county(columns: u32, rows: u32, settings: &str) -> County {
    let (mut townships, mut roads) = (Vec::new(), Vec::new());
    let mut stations = String::from("id,name,township,lon,lat,officers\n");
    let mut villages = String::from("id,name,township,lon,lat,population\n");
    let lon = |column: f64| 117.0 + column * SIDE;
    let lat = |row: f64| 26.0 + row * SIDE;
    for row in 0..rows {
        for column in 0..columns {
            let (x, y) = (f64::from(column), f64::from(row));
            let number = row * columns + column + 1;
            let corners = [[x, y], [x + 1.0, y], [x + 1.0, y + 1.0], [x, y + 1.0], [x, y]];
            let ring: Vec<_> = corners.iter().map(|[x, y]| json!([lon(*x), lat(*y)])).collect();
            townships.push(feature(
                &json!({"type": "Polygon", "coordinates": [ring]}),
                &json!({"id": format!("T{number:02}"), "name": format!("town {number:02}")}),
            ));
            let centre = [lon(x + 0.5), lat(y + 0.5)];
            let _ = writeln!(
                stations,
                "S{number:02},s{number:02},T{number:02},{:.4},{:.4},{}",
                centre[0],
                centre[1],
                3 + number % 4
            );
            for (letter, shift) in [("a", 0.2), ("b", 0.7)] {
                let people = 300 + (number * 7_919) % 2_000;
                let _ = writeln!(
                    villages,
                    "V{number:02}{letter},v{number:02}{letter},T{number:02},{:.4},{:.4},{people}",
                    lon(x + shift),
                    centre[1]
                );
            }
            let mut road = |from: [f64; 2], to: [f64; 2]| {
                roads.push(feature(
                    &json!({"type": "LineString", "coordinates": [from, to]}),
                    &json!({"id": format!("R{}", roads.len()), "class": "secondary"}),
                ));
            };
            road([lon(x), centre[1]], centre);
            road(centre, [lon(x + 1.0), centre[1]]);
            road([centre[0], lat(y)], centre);
            road(centre, [centre[0], lat(y + 1.0)]);
        }
    }
    let layer =
        |features: Vec<serde_json::Value>| json!({"type": "FeatureCollection", "features": features}).to_string();
    County::of(&[
        ("xiaqu.toml", format!("[inputs]\nroads = \"roads.geojson\"\n{settings}")),
        ("townships.geojson", layer(townships)),
        ("roads.geojson", layer(roads)),
        ("stations.csv", stations),
        ("villages.csv", villages),
    ])
}

fn feature(geometry: &serde_json::Value, properties: &serde_json::Value) -> serde_json::Value {
    json!({"type": "Feature", "geometry": geometry, "properties": properties})
}
