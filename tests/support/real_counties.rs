//! County folders made from the real files. What is assumed stands in each county's note.

use std::path::Path;

use crate::{
    CountyFolder,
    csv_rows::{Row, number, read_rows, table_text},
    real_data,
    settlement::{Settlement, around_places, in_squares},
    straight_roads,
};

/// A station as the station table has it.
struct StationRow {
    id: String,
    name: String,
    at: (f64, f64),
    officers: u32,
    county_seat: bool,
}

/// What makes a folder: settings, and the tables that are derived.
struct Tables {
    settings: String,
    settlements: Vec<Settlement>,
    stations: Vec<StationRow>,
}

/// Gozo: thirteen real stations, several in some localities, none in others, one on an island without a road.
pub fn gozo() -> Option<CountyFolder> {
    let data = real_data()?.join("gozo");
    let (units, places) = (read_rows(&data.join("units.csv")), read_rows(&data.join("places.csv")));
    let on_comino = |cell: &Row| number(cell, "lon") > 14.32 && number(cell, "lat") < 36.02;
    let cells: Vec<Row> =
        read_rows(&data.join("building_cells.csv")).into_iter().filter(|cell| !on_comino(cell)).collect();
    let mut settlements = around_places(&units, &places, &cells);
    // Nobody mapped a place on Comino; a handful of people live there.
    settlements.push(Settlement {
        id: "P-comino".into(),
        name: "Kemmuna".into(),
        unit: "6311965".into(),
        at: (14.3363, 36.0116),
        buildings: 0,
        people: 3,
    });
    let unit_name = |row: &Row| units.iter().find(|unit| unit["id"] == row["unit"]).unwrap()["name"].clone();
    let police = read_rows(&data.join("police.csv"));
    let stations: Vec<StationRow> = police
        .iter()
        .filter(|row| row["kind"] == "police station")
        .zip([3, 4, 5].into_iter().cycle())
        .map(|(row, officers)| StationRow {
            id: format!("{}{}", row["osm_type"], row["osm_id"]),
            name: if row["name"].is_empty() { format!("{} police", unit_name(row)) } else { row["name"].clone() },
            at: (number(row, "lon"), number(row, "lat")),
            officers: if unit_name(row) == "Ir-Rabat" { 12 } else { officers },
            county_seat: unit_name(row) == "Ir-Rabat",
        })
        .collect();
    assert_eq!(stations.len(), 13, "fourteen rows, one of them a garage");
    let note = "© OpenStreetMap contributors, ODbL; officers, people on Comino and the ferry's 25 minutes are assumed";
    let settings = format!(
        "[merge]\naims = [\"most_closures\"]\nclosures_min = 1\nclosures_max = 4\n[roads]\nlinks = [{{name = \"ferry \
         Mġarr-Comino\", from = [14.2995, 36.0245], to = [14.336, 36.012], minutes = 25.0}}]\n{}",
        head(("Gozo", note), &data, "gozo-min.osm.pbf")
    );
    Some(folder(&Tables { settings, settlements, stations }))
}

/// Andorra: mountain roads, a hypothetical station at every seat, people in squares of 500 m; the farthest huts are six
/// kilometres from any road and are reached on foot.
pub fn andorra() -> Option<CountyFolder> {
    let data = real_data()?.join("andorra");
    let units = read_rows(&data.join("units.csv"));
    let settlements = in_squares(&units, &read_rows(&data.join("building_cells.csv")), 2);
    let settings = format!(
        "[merge]\nclosures = 2\n[roads]\naccess_max_m = 8000.0\n{}",
        head(("Andorra", HYPOTHETICAL), &data, "andorra-min.osm.pbf")
    );
    Some(folder(&Tables { settings, settlements, stations: at_seats(&units, 5) }))
}

/// Liechtenstein: communes in several parts, a hypothetical station at every seat; the alp of Lawena is three kilometres
/// from the roads mapped.
pub fn liechtenstein() -> Option<CountyFolder> {
    let data = real_data()?.join("liechtenstein");
    let units = read_rows(&data.join("units.csv"));
    let places = read_rows(&data.join("places.csv"));
    let settlements = around_places(&units, &places, &read_rows(&data.join("building_cells.csv")));
    let head = head(("Liechtenstein", HYPOTHETICAL), &data, "liechtenstein-min.osm.pbf");
    let settings = format!("[merge]\nclosures = 3\n[roads]\naccess_max_m = 4000.0\n{head}");
    Some(folder(&Tables { settings, settlements, stations: at_seats(&units, 4) }))
}

/// Jeongseon: real townships that overlap and leave gaps; roads, people and stations are made up.
pub fn jeongseon() -> Option<CountyFolder> {
    let data = real_data()?.join("jeongseon");
    let villages = read_rows(&data.join("villages.csv"));
    let at = |row: &Row| (number(row, "lon"), number(row, "lat"));
    let settlements: Vec<Settlement> = villages
        .iter()
        .map(|row| Settlement {
            id: row["code"].clone(),
            name: row["name_ko"].clone(),
            unit: row["township_ko"].clone(),
            at: at(row),
            buildings: 0,
            people: 500,
        })
        .collect();
    let mut stations: Vec<StationRow> = Vec::new();
    for row in &villages {
        let name = format!("{} 지구대", row["township_ko"]);
        if stations.iter().all(|station| station.name != name) {
            stations.push(StationRow {
                id: format!("S{}", stations.len() + 1),
                name,
                at: at(row),
                officers: 5,
                county_seat: false,
            });
        }
    }
    assert_eq!((settlements.len(), stations.len()), (59, 9));
    let note = "NGII; roads, people and stations are made up";
    let settings = format!(
        "[merge]\naims = [\"most_closures\"]\nclosures_max = 2\n[columns.townships]\nid = \"code\"\nname = \"name_ko\"\n{}",
        head(("정선군", note), &data, "roads.geojson")
    );
    let county = folder(&Tables { settings, settlements, stations });
    let points: Vec<(f64, f64)> = villages.iter().map(at).collect();
    county.write("roads.geojson", &straight_roads::joining(&points, 3));
    Some(county)
}

const HYPOTHETICAL: &str = "© OpenStreetMap contributors, ODbL; hypothetical stations at the seats, officers assumed";

/// Every real county by name; none if the data are not there.
pub fn all() -> Vec<(&'static str, CountyFolder)> {
    let counties =
        [("gozo", gozo()), ("andorra", andorra()), ("liechtenstein", liechtenstein()), ("jeongseon", jeongseon())];
    counties.into_iter().filter_map(|(name, county)| Some((name, county?))).collect()
}

/// The sections on the county and its files. Townships and roads stay where they are; paths may be absolute.
fn head((name, note): (&str, &str), data: &Path, roads: &str) -> String {
    let townships = data.join("units.geojson");
    // Roads that are not among the data are written into the folder itself.
    let roads = if data.join(roads).exists() { data.join(roads) } else { roads.into() };
    format!(
        "[county]\nname = \"{name}\"\nlanguage = \"en\"\nnote = \"{note}\"\n[inputs]\ntownships = \"{}\"\nroads = \
         \"{}\"\n",
        townships.display(),
        roads.display()
    )
}

fn at_seats(units: &[Row], officers: u32) -> Vec<StationRow> {
    let station = |unit: &Row| StationRow {
        id: format!("S{}", unit["id"]),
        name: format!("{} station", unit["name"]),
        at: (number(unit, "seat_lon"), number(unit, "seat_lat")),
        officers: officers + u32::from(unit["id"].ends_with('6')),
        county_seat: false,
    };
    units.iter().map(station).collect()
}

fn folder(tables: &Tables) -> CountyFolder {
    let county = CountyFolder::new();
    county.write("xiaqu.toml", &tables.settings);
    let villages = tables.settlements.iter().map(|row| {
        let (longitude, latitude) = row.at;
        [&row.id, &row.name, &row.unit].map(String::clone).into_iter().chain([
            longitude.to_string(),
            latitude.to_string(),
            row.people.to_string(),
        ])
    });
    let villages: Vec<Vec<String>> = villages.map(Iterator::collect).collect();
    county.write("villages.csv", &table_text(&["id", "name", "township", "lon", "lat", "population"], &villages));
    let stations = tables.stations.iter().map(|row| {
        let seat = if row.county_seat { "yes" } else { "no" };
        let officers = row.officers.to_string();
        vec![row.id.clone(), row.name.clone(), row.at.0.to_string(), row.at.1.to_string(), officers, seat.to_owned()]
    });
    let stations: Vec<Vec<String>> = stations.collect();
    county.write("stations.csv", &table_text(&["id", "name", "lon", "lat", "officers", "county_seat"], &stations));
    county
}
