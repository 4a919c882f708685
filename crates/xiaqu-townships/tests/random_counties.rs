//! Random counties, with and without faults, checked by plain means that share no code with the crate.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail like tests")]

mod county;

use std::collections::{BTreeMap, BTreeSet};

use county::{County, FRAME_CENTRE, planar, planar_area, rings};
use geo::BooleanOps;
use geo_types::MultiPolygon;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use xiaqu_model::{LocalFrame, LocalXy, LonLat};
use xiaqu_townships::{Coverage, CoverageSettings, DivideSettings, Site, check_shapes};

fn frame() -> LocalFrame {
    LocalFrame::centred_on(LonLat::new(FRAME_CENTRE.0, FRAME_CENTRE.1).unwrap())
}

fn vertex(coord: geo_types::Coord<f64>) -> (i64, i64) {
    let steps = |degrees: f64| xiaqu_model::cast::to_i64(degrees * 1e7).unwrap();
    (steps(coord.x), steps(coord.y))
}

/// No overlap, no gap, shared vertices, valid polygons, and in all the land that `whole` has.
fn assert_partition<L: Copy + Ord + std::fmt::Debug>(coverage: &Coverage<L>, whole: &MultiPolygon<f64>, case: &str) {
    let polygons: Vec<MultiPolygon<f64>> = coverage.labels().into_iter().map(|label| coverage.polygon(label)).collect();
    let flat: Vec<MultiPolygon<f64>> = polygons.iter().map(planar).collect();
    let mut edges = BTreeMap::new();
    for (position, polygon) in polygons.iter().enumerate() {
        for ring in rings(polygon) {
            for pair in ring.0.windows(2) {
                let edge = (vertex(pair[0]), vertex(pair[1]));
                assert_eq!(edges.insert(edge, position), None, "{case}: two polygons on one side of an edge");
            }
        }
    }
    // Every edge runs the other way in exactly one other polygon, or lies on the outline; the outline closes.
    let mut balance: BTreeMap<(i64, i64), i32> = BTreeMap::new();
    for &(from, to) in edges.keys().filter(|&&(from, to)| !edges.contains_key(&(to, from))) {
        *balance.entry(from).or_default() += 1;
        *balance.entry(to).or_default() -= 1;
    }
    assert!(balance.values().all(|&sum| sum == 0), "{case}: the outline has an end");
    for (position, one) in flat.iter().enumerate() {
        for other in &flat[..position] {
            let overlap = planar_area(&one.intersection(other));
            assert!(overlap <= 1.0, "{case}: {overlap} m2 of overlap");
        }
        assert!(geo::Validation::is_valid(&polygons[position]), "{case}: invalid polygon");
    }
    let sum: f64 = flat.iter().map(planar_area).sum();
    let expected = planar_area(&planar(whole));
    assert!((sum - expected).abs() <= 1.0, "{case}: {sum} m2 of {expected} m2");
    let together = flat.iter().fold(MultiPolygon(Vec::new()), |union, polygon| union.union(polygon));
    let frame = planar(whole);
    for (what, rest) in [("beyond", together.difference(&frame)), ("missing", frame.difference(&together))] {
        let rest = planar_area(&rest);
        assert!(rest <= 1.0, "{case}: {rest} m2 of the union {what}");
    }
    let geodesic: f64 = coverage.labels().into_iter().map(|label| coverage.area(label).as_square_metres()).sum();
    assert!((geodesic / expected - 1.0).abs() < 1e-3, "{case}: geodesic area {geodesic}");
}

/// Sites along random roads and scattered ones; owners by distance to weighted centres.
fn random_sites(seed: u64) -> Vec<Site<u32>> {
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    let point = |random: &mut Pcg64Mcg| LocalXy {
        x: random.random_range(-9_000.0..9_000.0),
        y: random.random_range(-9_000.0..9_000.0),
    };
    let centres: Vec<(LocalXy, f64)> = (0..5).map(|_| (point(&mut random), random.random_range(0.7..1.4))).collect();
    let owner = |position: LocalXy| {
        let cost = |centre: u32| {
            let (place, weight) = centres[usize::try_from(centre).unwrap()];
            place.distance_to(position) * weight
        };
        (0..5_u32).min_by(|&one, &other| cost(one).total_cmp(&cost(other))).unwrap()
    };
    let mut sites = Vec::new();
    for road in 0..12_u32 {
        let mut position = point(&mut random);
        let (mut heading, step) = (random.random_range(0.0..std::f64::consts::TAU), random.random_range(20.0..70.0));
        for sample in 0..60_u32 {
            // A stretch of a foreign centre's road now and then, as across a bridge.
            let owner = if road == 3 && sample > 40 { 4 } else { owner(position) };
            sites.push(Site { position, owner, protected: sample % 29 == 7 });
            heading += random.random_range(-0.3..0.3);
            position = LocalXy { x: position.x + step * heading.cos(), y: position.y + step * heading.sin() };
        }
    }
    for _ in 0..40 {
        let position = point(&mut random);
        sites.push(Site { position, owner: owner(position), protected: random.random_bool(0.5) });
    }
    sites
}

#[test]
fn random_counties_are_parted_without_overlap_or_gap() {
    for seed in 0..60 {
        let drawn = County::random(seed);
        let county = if seed % 2 == 0 { drawn } else { drawn.perturbed(seed) };
        let shapes = county.shapes();
        let case = format!("seed {seed}");
        assert!(check_shapes(&shapes).is_empty(), "{case}: {:?}", check_shapes(&shapes));
        let build = Coverage::build(&shapes, frame(), &CoverageSettings::default());
        if seed % 2 == 0 {
            assert!(build.problems.is_empty(), "{case}: {:?}", build.problems);
            assert_partition(&build.coverage, &county.outline(), &case);
        }
        let land = build.coverage.dissolve(|_| ());
        let whole = land.polygon(());
        assert_partition(&build.coverage, &whole, &case);
        let flat = shapes.iter().map(|shape| planar(&shape.land));
        let raw = flat.fold(MultiPolygon(Vec::new()), |union, polygon| union.union(&polygon));
        let lost = planar_area(&raw.difference(&planar(&whole)));
        assert!(lost <= 1.0, "{case}: {lost} m2 of the drawings lost");
        let filled = build.filled_area.as_square_metres();
        let difference = planar_area(&planar(&whole).difference(&raw)) - filled;
        // The filled gaps are measured on the ellipsoid, where scale varies by a thousandth over the county.
        assert!(difference.abs() <= 1.0 + 1e-3 * filled, "{case}: {difference} m2 unaccounted for");

        let sites = random_sites(seed);
        let (areas, report) = land.divide(|()| Some(sites.clone()), &DivideSettings::default());
        assert_partition(&areas, &whole, &case);
        let given: BTreeSet<u32> = report.parts.iter().map(|note| note.owner).collect();
        for site in &sites {
            let position = frame().to_lonlat(site.position);
            if land.locate(position).is_none() {
                continue;
            }
            let holder = areas.locate(position).and_then(|label| label.1);
            let may_differ = !site.protected && given.contains(&site.owner);
            assert!(may_differ || holder == Some(site.owner), "{case}: {site:?} is held by {holder:?}");
        }
    }
}

#[test]
fn townships_with_several_stations_are_divided_and_the_others_stay_whole() {
    let county = County::random(8);
    let townships = Coverage::build(&county.shapes(), frame(), &CoverageSettings::default()).coverage;
    let first = *townships.labels().first().unwrap();
    let sites = random_sites(8);
    let (divided, _) = townships.divide(|label| (label == first).then(|| sites.clone()), &DivideSettings::default());
    assert_partition(&divided, &county.outline(), "divided township");
    for label in townships.labels().into_iter().filter(|&label| label != first) {
        let (whole, drawn) = (divided.polygon((label, None)), townships.polygon(label));
        assert!((planar_area(&planar(&whole)) - planar_area(&planar(&drawn))).abs() < 0.5);
    }
    let back = divided.dissolve(|(label, _)| label);
    assert_partition(&back, &county.outline(), "merged again");
    let (merged, drawn) = (back.polygon(first), townships.polygon(first));
    assert!((planar_area(&planar(&merged)) - planar_area(&planar(&drawn))).abs() < 0.5);
}

#[test]
fn a_division_is_the_same_whatever_the_order_of_its_sites() {
    let land =
        Coverage::build(&County::random(3).shapes(), frame(), &CoverageSettings::default()).coverage.dissolve(|_| ());
    let sites = random_sites(3);
    let reversed: Vec<Site<u32>> = sites.iter().rev().copied().collect();
    let polygons = |sites: Vec<Site<u32>>| {
        let (areas, report) = land.divide(|()| Some(sites.clone()), &DivideSettings::default());
        (areas.labels().into_iter().map(|label| areas.polygon(label)).collect::<Vec<_>>(), report)
    };
    assert_eq!(polygons(sites), polygons(reversed));
}

/// Samples of two roads side by side make a saw of equal teeth: what is smoothed first must not hang on rounding, or
/// machines with other sines and cosines would draw other maps.
#[test]
fn borders_do_not_hang_on_the_last_digits_of_sites() {
    let build = Coverage::build(&County::random(3).shapes(), frame(), &CoverageSettings::default());
    let land = build.coverage.dissolve(|_| ());
    let sites = |shift: f64| -> Vec<Site<u32>> {
        let row = |step: u32, owner: u32| {
            let along = 40.0 * f64::from(step) - 6_000.0 + 20.0 * f64::from(owner);
            let across = 60.0 * f64::from(owner) - 30.0;
            let noise = shift * f64::from(step * 7_919 % 17).sin();
            let position = LocalXy { x: 0.8 * along - 0.6 * across + noise, y: 0.6 * along + 0.8 * across - noise };
            Site { position, owner, protected: false }
        };
        (0..300).flat_map(|step| [row(step, 0), row(step, 1)]).collect()
    };
    let drawn = |shift: f64| {
        let (divided, _) = land.divide(|()| Some(sites(shift)), &DivideSettings::default());
        divided.labels().into_iter().map(|label| divided.polygon(label)).collect::<Vec<_>>()
    };
    let exact = drawn(0.0);
    assert_eq!(exact.len(), 2);
    for shift in [1e-9, -1e-9, 1e-8] {
        assert_eq!(drawn(shift), exact, "sites moved by {shift} m");
    }
}
