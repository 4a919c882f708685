//! What the demonstration county promises.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::OnceLock;

use xiaqu_model::LocalXy;

use super::facts::{COUNTY_SEAT, RESERVOIR_TOWNSHIP, RIDGE_PAIR, TOWNSHIPS};
use super::shapes::{contains, cross};
use super::*;

fn county() -> &'static County {
    static COUNTY: OnceLock<County> = OnceLock::new();
    COUNTY.get_or_init(|| County::generate(SEED))
}

fn verdict() -> &'static Verdict {
    static VERDICT: OnceLock<Verdict> = OnceLock::new();
    VERDICT.get_or_init(|| judge(county()))
}

#[test]
fn the_committed_files_are_what_the_generator_makes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/demo");
    for file in to_files(county()) {
        let committed = fs_err::read_to_string(folder.join(file.name)).unwrap();
        assert!(committed == file.text, "{} differs: run write_demo_county", file.name);
    }
}

#[test]
fn the_county_has_the_scale_of_the_article() {
    assert_eq!(TOWNSHIPS.len(), 9);
    assert_eq!(TOWNSHIPS.iter().map(|town| town.officers).sum::<u32>(), 42);
    assert_eq!(county().villages.len(), 119);
    assert_eq!(county().villages.iter().map(|village| village.population).sum::<u32>(), 104_000);
    assert!((county().area_km2() - 1_529.0).abs() < 8.0, "{} km²", county().area_km2());
    assert!((4_000..=7_000).contains(&county().road_count()), "{} roads", county().road_count());
}

#[test]
fn merging_a_pair_saves_a_fifth_of_its_running_costs_before_posts() {
    for first in &TOWNSHIPS[1..] {
        for second in &TOWNSHIPS[1..] {
            let cost = |town: &facts::TownshipFacts| town.fixed_cost_yuan + town.officers * town.variable_cost_yuan;
            let closed = f64::from(second.fixed_cost_yuan);
            assert!(closed - 60_000.0 > 0.2 * f64::from(cost(first) + cost(second)));
        }
    }
}

#[test]
fn every_village_lies_in_its_township_and_the_seat_is_its_largest() {
    let county = county();
    for (village, &point) in county.villages.iter().zip(&county.points) {
        assert!(contains(&county.rings[village.township], point), "{}", village.name);
        assert!(!contains(&county.reservoir, point), "{}", village.name);
        let seat = county.villages.iter().find(|other| other.township == village.township).unwrap();
        assert!(seat.population >= village.population, "{}", village.name);
    }
}

#[test]
fn the_roads_are_one_network_and_floods_only_force_detours() {
    assert_eq!(verdict().unreachable, 0);
    assert_eq!(verdict().cut_off_when_wet, 0);
    assert_eq!(county().chains.iter().filter(|chain| chain.road.closed_when_wet).count(), 2);
}

#[test]
fn the_ridge_pair_has_a_border_but_no_road() {
    assert_eq!(verdict().neighbours.get(&RIDGE_PAIR), Some(&false));
    assert!(verdict().seat_minutes[RIDGE_PAIR.0][RIDGE_PAIR.1] > 45.0);
}

#[test]
fn the_best_plan_exists_and_is_not_the_obvious_one() {
    let (best, obvious) = (&verdict().plans[0], &verdict().obvious);
    assert_eq!(best.merges.len(), 3);
    assert!(best.merges.iter().all(|&(centre, closed)| centre != COUNTY_SEAT && closed != COUNTY_SEAT));
    let is_ridge = |&(a, b): &(usize, usize)| (a.min(b), a.max(b)) == RIDGE_PAIR;
    assert!(obvious.merges.iter().any(is_ridge) && !obvious.is_within_limits());
    assert!(!best.merges.iter().any(is_ridge) && best.is_within_limits());
}

#[test]
fn no_road_touches_the_reservoir_and_no_two_roads_cross() {
    let county = county();
    let mut buckets: HashMap<(i64, i64), Vec<(LocalXy, LocalXy)>> = HashMap::new();
    for segment in county.chains.iter().flat_map(|chain| chain.line.windows(2)).map(|pair| (pair[0], pair[1])) {
        assert!(!contains(&county.reservoir, segment.0));
        let mut shore = county.reservoir.iter().zip(county.reservoir.iter().cycle().skip(1));
        assert!(shore.all(|(&from, &to)| !cross((from, to), segment)));
        let cell = |at: f64| xiaqu_model::cast::to_i64(at / 700.0).unwrap();
        for x in cell(segment.0.x.min(segment.1.x))..=cell(segment.0.x.max(segment.1.x)) {
            for y in cell(segment.0.y.min(segment.1.y))..=cell(segment.0.y.max(segment.1.y)) {
                buckets.entry((x, y)).or_default().push(segment);
            }
        }
    }
    let crossings = |cell: &Vec<(LocalXy, LocalXy)>| {
        let later = |at: usize| cell[at + 1..].iter().filter(move |other| cross(cell[at], **other)).count();
        (0..cell.len()).map(later).sum::<usize>()
    };
    assert_eq!(buckets.values().map(crossings).sum::<usize>(), 0);
}

#[test]
fn the_reservoir_lies_in_one_township() {
    let ring = &county().rings[RESERVOIR_TOWNSHIP];
    assert!(county().reservoir.len() > 20);
    assert!(county().reservoir.iter().all(|&shore| contains(ring, shore)));
}

#[test]
fn borders_are_shared_vertex_by_vertex_and_do_not_cross() {
    let mut uses: BTreeMap<[(u64, u64); 2], u32> = BTreeMap::new();
    let mut segments = Vec::new();
    for ring in &county().rings {
        for (&from, &to) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            let mut ends = [from, to].map(|point| (point.x.to_bits(), point.y.to_bits()));
            ends.sort_unstable();
            *uses.entry(ends).or_default() += 1;
            segments.push((from, to));
            assert!(from.distance_to(to) < 600.0);
        }
    }
    let shared = uses.values().filter(|&&count| count == 2).count();
    assert!(uses.values().all(|&count| count <= 2) && shared > uses.len() / 2);
    for (at, &first) in segments.iter().enumerate() {
        assert!(segments[at + 1..].iter().all(|&second| !cross(first, second)));
    }
}
