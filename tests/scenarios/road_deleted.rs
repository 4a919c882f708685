//! DOMAIN 10, number 2, second half: deleting one road changes only the cells it lay in and their neighbours.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use xiaqu::{Failure, Planned, dispatch_county, model::StationIx};
use xiaqu_testkit::random::Random;
use xiaqu_tests::{CountyFolder, run_with};

/// Metres of each road that each station answers on.
type RoadLengths = BTreeMap<String, BTreeMap<Option<StationIx>, f64>>;

fn lengths(planned: &Planned) -> RoadLengths {
    let network = &planned.county.roads.as_ref().unwrap().network;
    let mut lengths = RoadLengths::new();
    for piece in &planned.after.along_roads.as_ref().unwrap().roads.pieces {
        let owner = piece.owner.map(|owner| planned.after.centres[owner]);
        let road = lengths.entry(network.edges()[piece.edge].id().to_owned()).or_default();
        *road.entry(owner).or_default() += piece.length(network).as_metres();
    }
    lengths
}

fn without_road(county: &CountyFolder, layer: &Value, number: usize) -> Option<Planned> {
    let mut fewer = layer.clone();
    fewer["features"].as_array_mut().unwrap().remove(number);
    county.write("roads.geojson", &fewer.to_string());
    match dispatch_county(&county.path(), &run_with(&|_| ())) {
        Ok(planned) => Some(planned),
        // The last road to some village: the program says so and draws nothing.
        Err(Failure::Input(_)) => None,
        Err(failure) => panic!("{failure}"),
    }
}

fn assert_only_affected_cells_change(before: &Planned, after: &Planned, road: &str) {
    let (had, has) = (lengths(before), lengths(after));
    let affected: BTreeSet<StationIx> = had[road].keys().copied().flatten().collect();
    // The way from a centre to its own roads runs over its own roads only, so all other centres keep what they had.
    for (other, owners) in had.iter().filter(|(other, _)| *other != road) {
        for (owner, metres) in owners.iter().filter_map(|(owner, metres)| Some(((*owner)?, *metres))) {
            let now = has[other].get(&Some(owner)).copied().unwrap_or(0.0);
            assert!(affected.contains(&owner) || now > metres - 1e-3, "{road}: {other} lost {owner:?}");
        }
        let is_untouched = owners.keys().flatten().all(|owner| !affected.contains(owner));
        let same = has[other].iter().all(|(owner, now)| (owners.get(owner).unwrap_or(&0.0) - now).abs() < 1e-3);
        assert!(!is_untouched || same, "{road}: {other} changed though no cell of the road holds it");
    }
    for (village, owner) in before.judgement.dispatch.0.iter_enumerated() {
        if !affected.contains(owner) {
            assert_eq!(after.judgement.dispatch.0[village], *owner, "{road}");
            assert_eq!(after.judgement.arrivals[village].second_after, before.judgement.arrivals[village].second_after);
        }
    }
    let borders = before.after.land.shared_borders();
    let touched = borders.keys().filter(|(one, other)| affected.contains(one) || affected.contains(other));
    let beside: BTreeSet<StationIx> = touched.flat_map(|(one, other)| [*one, *other]).collect();
    for centre in before.after.land.labels() {
        if !beside.contains(&centre) && !affected.contains(&centre) {
            assert_eq!(before.after.land.polygon(centre), after.after.land.polygon(centre), "{road}: {centre:?}");
        }
    }
}

#[test]
fn number_2_deleting_one_road_changes_only_affected_cells() {
    let county = CountyFolder::demo();
    let layer: Value = serde_json::from_str(&county.read("roads.geojson")).unwrap();
    let before = dispatch_county(&county.path(), &run_with(&|_| ())).unwrap();
    let known = lengths(&before);
    let roads = layer["features"].as_array().unwrap();
    let mut numbers: Vec<usize> = (0..roads.len()).collect();
    Random::new(2).shuffle(&mut numbers);
    let (mut deleted, mut changed) = (0, 0);
    for number in numbers {
        let road = roads[number]["properties"]["id"].as_str().unwrap();
        let is_through_road =
            ["secondary", "tertiary"].map(Value::from).contains(&roads[number]["properties"]["class"]);
        // Most roads of the county are streets that no way to another village uses.
        if !known.contains_key(road) || (deleted < 8 && !is_through_road) {
            continue;
        }
        let Some(after) = without_road(&county, &layer, number) else { continue };
        assert_only_affected_cells_change(&before, &after, road);
        changed += usize::from(before.judgement.arrivals != after.judgement.arrivals);
        deleted += 1;
        if deleted == 12 {
            break;
        }
    }
    assert!(deleted == 12 && changed >= 2, "{deleted} deleted, {changed} of them felt");
}
