//! Closures and slow-downs on small drawn networks, times from arithmetic: 100 ms a metre.

use std::collections::BTreeSet;

use rand::{Rng, RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use xiaqu_model::{EdgeIx, Index, LonLat, TravelTime};

use crate::{
    Along, Base, Closure, ClosureEffect, ClosurePlace, Link, RepairReport, RoadData, RoadError, RoadLine, RoadNetwork,
    RoadSettings, Scenario, cells,
    testing::{at, frame, line},
    travel_times,
};

const CLOSED: ClosureEffect = ClosureEffect::Closed;

fn closure(place: impl Into<Option<ClosurePlace>>, roads: &[&str], effect: ClosureEffect) -> Closure {
    let place = place.into();
    let roads = roads.iter().map(|road| (*road).into()).collect();
    Closure { id: "c".into(), place, roads, effect, scenarios: Vec::new() }
}

fn path(points: &[(f64, f64)]) -> Vec<LonLat> {
    points.iter().map(|(x, y)| at(*x, *y)).collect()
}

fn along(points: &[(f64, f64)]) -> ClosurePlace {
    ClosurePlace::Along(vec![path(points)])
}

fn built(lines: &[RoadLine], closures: &[Closure]) -> (RoadNetwork, RepairReport) {
    let data = RoadData { lines, closures, ..RoadData::default() };
    RoadNetwork::build_from(data, frame(), &RoadSettings::default()).unwrap()
}

/// Milliseconds from one point to another, both put on the nearest usable road.
fn time(network: &RoadNetwork, scenario: Scenario, from: (f64, f64), to: (f64, f64)) -> Option<u32> {
    let usable = network.usable_from(&[at(from.0, from.1)]);
    let access = *usable.bases()[0].as_ref().unwrap();
    let target = usable.access(at(to.0, to.1)).unwrap();
    let bases = [Base { access, start: TravelTime::ZERO }];
    let found = travel_times(network, &network.weights(scenario), &bases, &[target]);
    found[0][0].map(TravelTime::as_milliseconds)
}

fn assert_near(found: Option<u32>, expected: u32) {
    // Cuts lie on a lattice of 1e-7 degrees, a centimetre, and lengths are geodesic.
    let found = found.unwrap();
    assert!(found.abs_diff(expected) <= 20, "{found} instead of {expected}");
}

/// A ring road: the straight way of 1,000 m, and the way round of 3,000 m.
fn ring() -> Vec<RoadLine> {
    vec![
        line("straight", &[(0.0, 0.0), (1000.0, 0.0)]),
        line("round", &[(0.0, 0.0), (0.0, 1000.0), (1000.0, 1000.0), (1000.0, 0.0)]),
    ]
}

#[test]
fn a_closed_stretch_sends_traffic_round_and_both_its_ends_are_still_reached() {
    let slide = closure(along(&[(480.0, 3.0), (520.0, 3.0)]), &[], CLOSED);
    let (open, _) = built(&ring(), &[]);
    let (network, report) = built(&ring(), &[slide]);
    assert_near(time(&open, Scenario::Day, (0.0, 0.0), (1000.0, 0.0)), 100_000);
    assert_near(time(&network, Scenario::Day, (0.0, 0.0), (1000.0, 0.0)), 300_000);
    assert_near(time(&network, Scenario::Day, (0.0, 0.0), (400.0, 0.0)), 40_000);
    assert_near(time(&network, Scenario::Day, (0.0, 0.0), (600.0, 0.0)), 340_000);
    let found = &report.closures[0];
    assert_eq!((found.edges, found.effect), (1, CLOSED));
    assert!((found.length.as_metres() - 40.0).abs() < 0.1, "{:?}", found.length);
    assert_eq!(found.problem("closures.geojson").code(), "W992");
}

#[test]
fn a_place_beside_a_closed_stretch_stands_on_the_nearest_open_road() {
    let slide = closure(along(&[(400.0, 0.0), (600.0, 0.0)]), &[], CLOSED);
    let (network, _) = built(&ring(), &[slide]);
    let usable = network.usable_from(&[at(0.0, 0.0)]);
    let access = usable.access(at(450.0, 10.0)).unwrap();
    assert!((access.distance.as_metres() - 50.0_f64.hypot(10.0)).abs() < 0.1, "{access:?}");
}

#[test]
fn side_roads_and_the_road_beyond_the_junction_stay_open() {
    let lines = [
        line("main", &[(0.0, 0.0), (500.0, 0.0), (1000.0, 0.0)]),
        line("beyond", &[(1000.0, 0.0), (2000.0, 0.0)]),
        line("side", &[(500.0, 0.0), (500.0, 300.0)]),
        line("stub", &[(1000.0, 0.0), (1000.0, 10.0)]),
    ];
    // Drawn 12 m beside the road and 10 m too far.
    let (network, _) = built(&lines, &[closure(along(&[(500.0, 12.0), (1010.0, 12.0)]), &[], CLOSED)]);
    let weights = network.weights(Scenario::Day);
    let closed: Vec<(&str, f64)> = network
        .edges()
        .iter_enumerated()
        .filter(|(ix, _)| weights.time(*ix, Along::Forward).is_none())
        .map(|(_, edge)| (edge.id(), edge.length().as_metres().round()))
        .collect();
    assert_eq!(closed, [("main", 500.0)]);
}

#[test]
fn a_polygon_closes_what_lies_inside_and_a_hole_is_outside() {
    let square = |half: f64| path(&[(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]);
    let lines = [line("through", &[(-1000.0, 0.0), (1000.0, 0.0)]), line("far", &[(-1000.0, 0.0), (-1000.0, 900.0)])];
    let flood = closure(ClosurePlace::Inside(vec![vec![square(300.0), square(100.0)]]), &[], CLOSED);
    let (network, report) = built(&lines, &[flood]);
    assert_eq!(report.closures[0].edges, 2);
    assert!((report.closures[0].length.as_metres() - 400.0).abs() < 0.1);
    let open: f64 = network
        .edges()
        .iter_enumerated()
        .filter(|(ix, _)| network.weights(Scenario::Day).time(*ix, Along::Forward).is_some())
        .map(|(_, edge)| edge.length().as_metres())
        .sum();
    assert!((open - 2_500.0).abs() < 0.1, "{open}");
}

#[test]
fn a_point_closes_the_roads_around_it() {
    let (network, report) = built(&ring(), &[closure(ClosurePlace::At(path(&[(300.0, 5.0)])), &[], CLOSED)]);
    assert_near(time(&network, Scenario::Day, (0.0, 0.0), (1000.0, 0.0)), 300_000);
    let width = 2.0 * (15.0_f64.powi(2) - 25.0).sqrt();
    assert!((report.closures[0].length.as_metres() - width).abs() < 0.1);
}

#[test]
fn a_way_is_closed_by_its_id_and_with_a_place_only_there() {
    let lines = ring();
    let (network, report) = built(&lines, &[closure(None, &["straight"], CLOSED)]);
    assert_near(time(&network, Scenario::Day, (0.0, 0.0), (1000.0, 0.0)), 300_000);
    assert_eq!(report.closures[0].edges, 1);
    let part = closure(along(&[(0.0, 500.0), (0.0, 600.0)]), &["straight"], CLOSED);
    let (_, report) = built(&lines, &[part, closure(None, &["no such way"], CLOSED)]);
    assert_eq!([report.closures[0].edges, report.closures[1].edges], [0, 0]);
    assert_eq!(report.closures[0].problem("closures.geojson").code(), "W991");
}

#[test]
fn slow_downs_multiply_and_delay_and_the_greatest_factor_counts() {
    let slower =
        |factor: f64, minutes: f64| ClosureEffect::Slower { factor, delay: TravelTime::from_minutes(minutes).unwrap() };
    let whole = [(0.0, 0.0), (1000.0, 0.0)];
    let half = [(500.0, 0.0), (1000.0, 0.0)];
    let lines = &ring()[..1];
    let (network, _) = built(lines, &[closure(along(&whole), &[], slower(2.0, 0.0))]);
    assert_near(time(&network, Scenario::Day, (0.0, 0.0), (1000.0, 0.0)), 200_000);
    assert_near(time(&network, Scenario::Wet, (0.0, 0.0), (1000.0, 0.0)), 260_000);
    let works = [closure(along(&whole), &[], slower(2.0, 1.0)), closure(along(&half), &[], slower(3.0, 2.0))];
    let (network, _) = built(lines, &works);
    // 500 m at twice, 500 m at three times, one minute and two.
    assert_near(time(&network, Scenario::Day, (0.0, 0.0), (1000.0, 0.0)), 100_000 + 150_000 + 180_000);
    assert_near(time(&network, Scenario::Day, (0.0, 0.0), (500.0, 0.0)), 130_000);
}

#[test]
fn a_closure_of_one_scenario_leaves_the_others_and_the_graph_alone() {
    let flood = Closure { scenarios: vec![Scenario::Wet], ..closure(None, &["straight"], CLOSED) };
    let (network, _) = built(&ring(), &[flood]);
    assert_near(time(&network, Scenario::Day, (0.0, 0.0), (1000.0, 0.0)), 100_000);
    assert_near(time(&network, Scenario::Wet, (0.0, 0.0), (1000.0, 0.0)), 390_000);
    let (day, wet) = (network.weights(Scenario::Day), network.weights(Scenario::Wet));
    let base = [Base {
        access: network.access_at(network.edges()[EdgeIx::from_position(0)].from()).unwrap(),
        start: TravelTime::ZERO,
    }];
    let owned = |weights| cells(&network, weights, &base).pieces.iter().filter(|piece| piece.owner.is_some()).count();
    assert_eq!((owned(&day), owned(&wet)), (2, 1));
}

#[test]
fn a_ferry_that_the_settings_state_is_closed_by_its_name() {
    let lines = [line("west", &[(0.0, 0.0), (100.0, 0.0)]), line("east", &[(500.0, 0.0), (700.0, 0.0)])];
    let minutes = TravelTime::from_minutes(5.0).unwrap();
    let ferry = Link { name: "ferry".into(), from: at(100.0, 0.0), to: at(500.0, 0.0), minutes };
    let closures = [closure(None, &["ferry"], CLOSED)];
    let data = RoadData { lines: &lines, links: &[ferry], closures: &closures, ..RoadData::default() };
    let (network, report) = RoadNetwork::build_from(data, frame(), &RoadSettings::default()).unwrap();
    assert_eq!(report.closures[0].edges, 1);
    let bases = [at(0.0, 0.0)];
    let far = network.usable_from(&bases).access(at(700.0, 0.0)).unwrap();
    assert!((far.distance.as_metres() - 600.0).abs() < 0.1, "the far bank is not reached: {far:?}");
}

#[test]
fn slow_downs_beyond_the_reach_of_times_are_refused() {
    let day = TravelTime::from_minutes(1_440.0).unwrap();
    let endless = closure(None, &["straight"], ClosureEffect::Slower { factor: 100.0, delay: day });
    let closures = vec![endless; 60];
    let lines = ring();
    let data = RoadData { lines: &lines, closures: &closures, ..RoadData::default() };
    let refused = RoadNetwork::build_from(data, frame(), &RoadSettings::default());
    assert!(matches!(refused, Err(RoadError::BadSpeed { .. })));
}

/// A grid of streets 200 m apart, and random closures of each kind.
fn random_closure(random: &mut impl Rng) -> Closure {
    let mut spot = || (random.random_range(-100.0..1_100.0), random.random_range(-100.0..1_100.0));
    let (one, other, third) = (spot(), spot(), spot());
    let place = match random.random_range(0..4) {
        0 => along(&[one, other, third]),
        1 => {
            along(&[(one.0, (one.1 / 200.0_f64).round() * 200.0 + 4.0), (other.0, (one.1 / 200.0_f64).round() * 200.0)])
        }
        2 => ClosurePlace::Inside(vec![vec![path(&[one, other, third, one])]]),
        _ => ClosurePlace::At(path(&[one, other, third])),
    };
    closure(place, &[], CLOSED)
}

/// Metres of road within the closure, by looking at every metre of every street.
fn metres_by_looking(lines: &[RoadLine], closure: &Closure) -> f64 {
    let place = closure.place.as_ref().unwrap();
    let local = |point: &LonLat| frame().to_local(*point);
    let mut metres = 0.0;
    for line in lines {
        let (start, end) = (local(&line.points[0]), local(line.points.last().unwrap()));
        let length = start.distance_to(end);
        let steps = 1_000_u32;
        for step in 0..steps {
            let share = (f64::from(step) + 0.5) / f64::from(steps);
            let (x, y) = (start.x + share * (end.x - start.x), start.y + share * (end.y - start.y));
            let inside = match place {
                ClosurePlace::At(points) => {
                    points.iter().map(local).any(|point| (point.x - x).hypot(point.y - y) <= 15.0)
                }
                ClosurePlace::Inside(polygons) => {
                    let ring: Vec<_> = polygons[0][0].iter().map(local).collect();
                    let sides = ring.windows(2).map(|side| {
                        (side[1].x - side[0].x) * (y - side[0].y) - (side[1].y - side[0].y) * (x - side[0].x)
                    });
                    let sides: Vec<f64> = sides.collect();
                    sides.iter().all(|side| *side > 0.0) || sides.iter().all(|side| *side < 0.0)
                }
                ClosurePlace::Along(_) => false,
            };
            metres += if inside { length / f64::from(steps) } else { 0.0 };
        }
    }
    metres
}

#[test]
fn random_closures_cover_what_looking_at_every_metre_finds_and_change_only_ways_that_used_them() {
    let mut random = Pcg64Mcg::seed_from_u64(190);
    let lines: Vec<RoadLine> = (0..6)
        .flat_map(|row| {
            let at = f64::from(row) * 200.0;
            let across = (0..6).map(|step| (f64::from(step) * 200.0, at)).collect::<Vec<_>>();
            let up = across.iter().map(|(x, y)| (*y, *x)).collect::<Vec<_>>();
            [line(&format!("across {row}"), &across), line(&format!("up {row}"), &up)]
        })
        .collect();
    let (open, _) = built(&lines, &[]);
    let base = (0.0, 0.0);
    let mut closed_some = 0;
    for _ in 0..300 {
        let closure = random_closure(&mut random);
        let (network, report) = built(&lines, std::slice::from_ref(&closure));
        let found = report.closures[0].length.as_metres();
        closed_some += usize::from(found > 0.0);
        if !matches!(closure.place, Some(ClosurePlace::Along(_))) {
            let looked = metres_by_looking(&lines, &closure);
            // Pieces below half a metre are not cut off, in at most a dozen places.
            assert!((found - looked).abs() < 10.0, "{found} instead of {looked}: {closure:?}");
        }
        let weights = network.weights(Scenario::Day);
        let closed: BTreeSet<EdgeIx> =
            network.edges().indices().filter(|edge| weights.time(*edge, Along::Forward).is_none()).collect();
        assert_eq!(closed.len(), report.closures[0].edges);
        for target in [(1000.0, 1000.0), (600.0, 0.0), (0.0, 400.0)] {
            let before = time(&open, Scenario::Day, base, target).unwrap();
            let usable = network.usable_from(&[at(base.0, base.1)]);
            let (Ok(from), Ok(to)) = (usable.bases()[0], usable.access(at(target.0, target.1))) else { continue };
            if from.distance.as_metres() > 0.1 || to.distance.as_metres() > 0.1 {
                continue;
            }
            let bases = [Base { access: from, start: TravelTime::ZERO }];
            let after = travel_times(&network, &weights, &bases, &[to])[0][0].unwrap().as_milliseconds();
            // Cuts round each piece to a millisecond.
            assert!(after + 100 >= before, "closing made a way shorter: {before} to {after}");
        }
    }
    assert!(closed_some > 200, "{closed_some}");
}
