//! DOMAIN 10, number 16: the order of input rows changes nothing.

use std::collections::BTreeMap;

use serde_json::Value;
use xiaqu_testkit::random::Random;
use xiaqu_tests::{CountyFolder, random_county::random_county, saved};

/// Puts the rows of every table and the features of every layer into random order.
pub(crate) fn shuffle(county: &CountyFolder, random: &mut Random) {
    for name in ["villages.csv", "stations.csv"] {
        let text = county.read(name);
        let mut lines: Vec<&str> = text.lines().collect();
        random.shuffle(&mut lines[1..]);
        county.write(name, &(lines.join("\n") + "\n"));
    }
    for name in ["townships.geojson", "roads.geojson"] {
        let mut layer: Value = serde_json::from_str(&county.read(name)).unwrap();
        random.shuffle(layer["features"].as_array_mut().unwrap());
        county.write(name, &layer.to_string());
    }
}

/// The files without the hashes of the inputs, and of what contains these hashes.
fn without_hashes(mut files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    for (name, keys) in [("plan.json", &["inputs"][..]), ("manifest.json", &["inputs", "files"])] {
        let mut value: Value = serde_json::from_slice(&files[name]).unwrap();
        for key in keys {
            assert!(value.as_object_mut().unwrap().remove(*key).is_some(), "{name} has no {key}");
        }
        files.insert(name.to_owned(), value.to_string().into_bytes());
    }
    files
}

fn does_not_depend_on_order(county: &CountyFolder, seed: u64) {
    let before = without_hashes(saved(county, "before", 0));
    shuffle(county, &mut Random::new(seed));
    let after = without_hashes(saved(county, "after", 0));
    assert!(before.keys().eq(after.keys()));
    let differing: Vec<&String> = before.keys().filter(|name| before[*name] != after[*name]).collect();
    assert!(differing.is_empty(), "seed {seed}: {differing:?} differ");
}

#[test]
fn permuted_rows_of_the_embedded_county_give_the_same_files() {
    does_not_depend_on_order(&CountyFolder::demo(), 1);
}

#[test]
fn permuted_rows_of_random_counties_give_the_same_files() {
    for seed in 300..310 {
        does_not_depend_on_order(&random_county(seed), seed);
    }
}
