//! Lines that cross without a common point, against a stupid search of all pairs.

use std::collections::BTreeSet;

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use xiaqu_model::{Metres, TravelTime};

use crate::{
    Base, RoadLine, RoadNetwork, RoadSettings, Scenario,
    testing::{at, frame, line},
    travel_times,
};

fn settings(tolerance: f64) -> RoadSettings {
    RoadSettings { crossing_tolerance: Metres::new(tolerance).unwrap(), ..RoadSettings::default() }
}

fn time(lines: &[RoadLine], settings: &RoadSettings, from: (f64, f64), to: (f64, f64)) -> Option<u32> {
    let (network, _) = RoadNetwork::build(lines, &[], frame(), settings).unwrap();
    let usable = network.usable_from(&[at(from.0, from.1)]);
    let bases = [Base { access: *usable.bases()[0].as_ref().unwrap(), start: TravelTime::ZERO }];
    let everywhere = network.usable_from(&[at(from.0, from.1), at(to.0, to.1)]);
    let target = *everywhere.bases()[1].as_ref().unwrap();
    travel_times(&network, &network.weights(Scenario::Day), &bases, &[target])[0][0].map(TravelTime::as_milliseconds)
}

fn cross(level: i8) -> Vec<RoadLine> {
    let mut across = line("across", &[(0.0, -1000.0), (0.0, 1000.0)]);
    across.level = level;
    vec![line("along", &[(-1000.0, 0.0), (1000.0, 0.0)]), across]
}

#[test]
fn lines_that_cross_meet_and_a_bridge_does_not() {
    let found = time(&cross(0), &settings(0.5), (-1000.0, 0.0), (0.0, 1000.0)).unwrap();
    assert!(found.abs_diff(200_000) <= 20, "{found}");
    assert_eq!(time(&cross(1), &settings(0.5), (-1000.0, 0.0), (0.0, 1000.0)), None);
    let off = RoadSettings { node_crossings: false, ..settings(0.5) };
    assert_eq!(time(&cross(0), &off, (-1000.0, 0.0), (0.0, 1000.0)), None);
}

#[test]
fn a_bridge_meets_the_roads_at_its_ends_only() {
    let mut bridge = line("bridge", &[(0.0, -50.0), (0.0, 50.0)]);
    bridge.level = 1;
    let lines = [
        line("along", &[(-1000.0, 0.0), (1000.0, 0.0)]),
        line("south", &[(0.0, -1000.0), (0.0, -50.0)]),
        bridge,
        line("north", &[(0.0, 50.0), (0.0, 1000.0)]),
    ];
    let over = time(&lines, &settings(0.5), (0.0, -1000.0), (0.0, 1000.0)).unwrap();
    assert!(over.abs_diff(200_000) <= 20, "{over}");
    assert_eq!(time(&lines, &settings(0.5), (0.0, -1000.0), (1000.0, 0.0)), None);
}

#[test]
fn a_corner_beside_another_line_meets_it_within_the_tolerance() {
    let lines =
        [line("along", &[(-1000.0, 0.0), (1000.0, 0.0)]), line("bend", &[(-500.0, 800.0), (0.0, 0.4), (500.0, 800.0)])];
    let reach = |tolerance: f64| time(&lines, &settings(tolerance), (-1000.0, 0.0), (500.0, 800.0));
    assert!(reach(0.5).is_some());
    assert_eq!(reach(0.3), None);
}

#[test]
fn lines_of_openstreetmap_cross_without_meeting() {
    let mut lines = cross(0);
    for (number, line) in (0..).zip(&mut lines) {
        line.osm_nodes = Some(vec![2 * number + 1, 2 * number + 2]);
    }
    let (_, report) = RoadNetwork::build(&lines, &[], frame(), &settings(0.5)).unwrap();
    assert_eq!((report.crossings_noded, report.edges), (0, 2));
}

#[test]
fn random_lines_meet_wherever_a_stupid_search_finds_a_crossing() {
    let mut random = Pcg64Mcg::seed_from_u64(195);
    let mut seen = 0;
    for _ in 0..400 {
        let count = random.random_range(2..7);
        let lines: Vec<RoadLine> = (0..count)
            .map(|number| {
                let mut spot = || (random.random_range(-500.0..500.0), random.random_range(-500.0..500.0));
                let mut line = line(&format!("{number}"), &[spot(), spot()]);
                line.level = random.random_range(0..2);
                line
            })
            .collect();
        let ends = |line: &RoadLine| [0, 1].map(|end| frame().to_local(line.points[end]));
        let mut crossings = BTreeSet::new();
        for (number, one) in lines.iter().enumerate() {
            for (other_number, other) in lines.iter().enumerate().skip(number + 1) {
                let ([a, b], [c, d]) = (ends(one), ends(other));
                let side = |p: xiaqu_model::LocalXy, q: xiaqu_model::LocalXy, r: xiaqu_model::LocalXy| {
                    (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x) > 0.0
                };
                if one.level == other.level && side(a, b, c) != side(a, b, d) && side(c, d, a) != side(c, d, b) {
                    crossings.insert((number, other_number));
                }
            }
        }
        let nothing_else = RoadSettings { join_tolerance: Metres::default(), ..settings(0.0) };
        let (network, report) = RoadNetwork::build(&lines, &[], frame(), &nothing_else).unwrap();
        assert_eq!(report.crossings_noded, crossings.len());
        // Every crossing divides two lines once.
        assert_eq!(network.edges().len(), lines.len() + 2 * crossings.len());
        let total: f64 = network.edges().iter().map(|edge| edge.length().as_metres()).sum();
        let drawn: f64 = lines.iter().map(|line| ends(line)[0].distance_to(ends(line)[1])).sum();
        assert!(
            (total - drawn).abs() < 0.1 * f64::from(u32::try_from(1 + crossings.len()).unwrap()),
            "{total} {drawn}"
        );
        seen += crossings.len();
    }
    assert!(seen > 250, "{seen}");
}
