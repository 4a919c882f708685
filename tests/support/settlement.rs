//! Where the people of a real county live: each unit's population over its places, by buildings.

use std::collections::BTreeMap;

use crate::csv_rows::{Row, number};

/// A settlement: a row of the village table.
#[derive(Clone, Debug)]
pub struct Settlement {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Id of its unit.
    pub unit: String,
    /// Degrees east and north.
    pub at: (f64, f64),
    /// Buildings that belong to it.
    pub buildings: u64,
    /// People.
    pub people: u64,
}

/// The mapped places of a county, each with the buildings of the cells of its unit that are nearest to it; a unit
/// without places gets its seat.
pub fn around_places(units: &[Row], places: &[Row], cells: &[Row]) -> Vec<Settlement> {
    let mut settlements: Vec<Settlement> = places
        .iter()
        .map(|row| settlement((format!("P{}", row["osm_node"]), &row["name"]), &row["unit_osm"], at(row, "")))
        .collect();
    for unit in units {
        if !settlements.iter().any(|row| row.unit == unit["id"]) {
            settlements.push(settlement(
                (format!("U{}", unit["id"]), &unit["seat_name"]),
                &unit["id"],
                at(unit, "seat_"),
            ));
        }
    }
    for cell in cells {
        let here = at(cell, "");
        let own = settlements.iter_mut().filter(|row| row.unit == cell["unit_osm"]);
        if let Some(nearest) = own.min_by(|one, other| away(one.at, here).total_cmp(&away(other.at, here))) {
            nearest.buildings += count(cell);
        }
    }
    spread(units, settlements)
}

/// Squares of `size` by `size` building cells, each at its fullest cell.
pub fn in_squares(units: &[Row], cells: &[Row], size: i64) -> Vec<Settlement> {
    let mut squares: BTreeMap<(String, i64, i64), (Settlement, u64)> = BTreeMap::new();
    for cell in cells {
        let square = |column: &str| cell[column].parse::<i64>().unwrap().div_euclid(size);
        let key = (cell["unit_osm"].clone(), square("cell_x"), square("cell_y"));
        let id = format!("C{}-{}-{}", key.0, key.1, key.2);
        let (row, fullest) =
            squares.entry(key).or_insert_with(|| (settlement((id.clone(), &id), &cell["unit_osm"], at(cell, "")), 0));
        row.buildings += count(cell);
        if count(cell) > *fullest {
            (*fullest, row.at) = (count(cell), at(cell, ""));
        }
    }
    spread(units, squares.into_values().map(|(row, _)| row).collect())
}

/// Gives out each unit's people in proportion to buildings; the sums are the unit's.
fn spread(units: &[Row], mut settlements: Vec<Settlement>) -> Vec<Settlement> {
    for unit in units {
        let people: u64 = unit["population"].parse().unwrap();
        let mut own: Vec<&mut Settlement> = settlements.iter_mut().filter(|row| row.unit == unit["id"]).collect();
        if own.iter().all(|row| row.buildings == 0) {
            own[0].buildings = 1;
        }
        let buildings: u64 = own.iter().map(|row| row.buildings).sum();
        let (mut so_far, mut given) = (0, 0);
        for row in own {
            so_far += row.buildings;
            row.people = people * so_far / buildings - given;
            given += row.people;
        }
    }
    settlements
}

fn settlement((id, name): (String, &str), unit: &str, at: (f64, f64)) -> Settlement {
    Settlement { id, name: name.to_owned(), unit: unit.to_owned(), at, buildings: 0, people: 0 }
}

fn count(cell: &Row) -> u64 {
    cell["buildings"].parse().unwrap()
}

fn at(row: &Row, prefix: &str) -> (f64, f64) {
    (number(row, &format!("{prefix}lon")), number(row, &format!("{prefix}lat")))
}

/// Distance on a plane, good enough to compare.
fn away(one: (f64, f64), other: (f64, f64)) -> f64 {
    ((one.0 - other.0) * one.1.to_radians().cos()).hypot(one.1 - other.1)
}
