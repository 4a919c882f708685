//! Junctions, repair, islands, crossings, snapping and analytic networks.

use xiaqu_model::{Index, Metres, NodeIx, TravelTime};

use crate::{
    Along, Base, Direction, Link, RoadError, RoadLine, RoadNetwork, RoadSettings, Scenario, cells, route,
    testing::{at, frame, line, network},
    travel_times,
};

fn built(lines: &[RoadLine]) -> (RoadNetwork, crate::RepairReport) {
    RoadNetwork::build(lines, &[], frame(), &RoadSettings::default()).unwrap()
}

#[test]
fn lines_are_split_where_an_end_touches_the_inside_of_another() {
    let lines = [line("a", &[(0.0, 0.0), (500.0, 0.0), (1_000.0, 0.0)]), line("b", &[(500.0, 0.0), (500.0, 300.0)])];
    let (network, report) = built(&lines);
    assert_eq!((report.edges, report.nodes, report.islands.len()), (3, 4, 0));
    assert_eq!(network.edges().iter().filter(|edge| edge.id() == "a").count(), 2);
}

#[test]
fn crossing_lines_that_share_no_vertex_meet_unless_the_settings_say_no() {
    let lines = [line("a", &[(0.0, 0.0), (1_000.0, 0.0)]), line("b", &[(500.0, -400.0), (500.0, 400.0)])];
    let (_, report) = built(&lines);
    assert_eq!((report.edges, report.islands.len(), report.crossings_noded), (4, 0, 1));
    let apart = RoadSettings { node_crossings: false, ..RoadSettings::default() };
    let (_, report) = RoadNetwork::build(&lines, &[], frame(), &apart).unwrap();
    assert_eq!((report.edges, report.islands.len(), report.joined.len()), (2, 1, 0));
}

#[test]
fn dead_ends_within_the_tolerance_are_joined_and_wider_misses_only_reported() {
    let road = line("a", &[(0.0, 0.0), (1_000.0, 0.0)]);
    for (gap, joined, open, islands) in [(1.5, 1, 0, 0), (5.0, 0, 1, 1), (20.0, 0, 0, 1)] {
        let (network, report) = built(&[road.clone(), line("b", &[(400.0, gap), (400.0, 300.0)])]);
        let found = (report.joined.len(), report.open.len(), report.islands.len());
        assert_eq!(found, (joined, open, islands), "gap {gap}");
        for distance in report.joined.iter().map(|end| end.distance).chain(report.open.iter().map(|end| end.distance)) {
            assert!((distance.as_metres() - gap).abs() < 1e-3, "gap {gap} reported as {distance:?}");
        }
        assert_eq!(network.edges().len(), 2 + joined);
    }
}

#[test]
fn a_dead_end_near_a_junction_is_joined_to_the_junction() {
    let lines = [
        line("a", &[(0.0, 0.0), (500.0, 0.0)]),
        line("b", &[(500.0, 0.0), (1_000.0, 0.0)]),
        line("c", &[(500.5, 1.0), (500.0, 300.0)]),
    ];
    let (network, report) = built(&lines);
    assert_eq!((report.joined.len(), network.edges().len(), network.nodes().len()), (1, 3, 4));
}

#[test]
fn two_dead_ends_facing_each_other_are_joined_once() {
    let lines = [line("a", &[(0.0, 0.0), (500.0, 0.0)]), line("b", &[(501.0, 0.0), (1_000.0, 0.0)])];
    let (network, report) = built(&lines);
    assert_eq!((report.joined.len(), report.islands.len(), network.nodes().len()), (1, 0, 3));
    let length: f64 = network.edges().iter().map(|edge| edge.length().as_metres()).sum();
    assert!((length - 1_000.0).abs() < 0.01, "the gap of a metre is road now, {length}");
}

#[test]
fn bridges_and_barriers_are_not_joined() {
    let road = line("a", &[(0.0, 0.0), (1_000.0, 0.0)]);
    let bridge = RoadLine { level: 1, ..line("b", &[(400.0, 1.0), (400.0, 300.0)]) };
    assert_eq!(built(&[road.clone(), bridge]).1.joined.len(), 0);
    let mut one = line("a", &[(0.0, 0.0), (500.0, 0.0)]);
    let mut other = line("b", &[(500.0, 0.0), (1_000.0, 0.0)]);
    one.osm_nodes = Some(vec![1, -1]);
    other.osm_nodes = Some(vec![-2, 3]);
    let (_, report) = built(&[one, other]);
    assert_eq!((report.joined.len(), report.open.len(), report.islands.len()), (0, 0, 1));
}

#[test]
fn a_short_stub_is_not_joined_to_its_own_road() {
    let lines = [line("a", &[(0.0, 0.0), (500.0, 0.0), (1_000.0, 0.0)]), line("b", &[(500.0, 0.0), (500.0, 1.5)])];
    let (_, report) = built(&lines);
    assert_eq!((report.joined.len(), report.open.len()), (0, 0));
}

#[test]
fn pieces_without_length_are_removed_and_their_ends_made_one() {
    let mut bridge = line("b", &[(500.0, 0.0), (500.0, 0.0)]);
    let (mut one, mut other) = (line("a", &[(0.0, 0.0), (500.0, 0.0)]), line("c", &[(500.0, 0.0), (900.0, 0.0)]));
    one.osm_nodes = Some(vec![1, 2]);
    bridge.osm_nodes = Some(vec![2, 3]);
    other.osm_nodes = Some(vec![3, 4]);
    let (network, report) = built(&[one, bridge, other]);
    assert_eq!((report.zero_length, network.edges().len(), network.nodes().len(), report.islands.len()), (1, 2, 3, 0));
}

#[test]
fn islands_and_one_way_traps_are_reported_with_their_lengths() {
    let trap = RoadLine { direction: Direction::Forward, ..line("t", &[(0.0, 0.0), (0.0, 700.0)]) };
    let lines = [line("a", &[(0.0, 0.0), (2_000.0, 0.0)]), line("b", &[(0.0, -900.0), (400.0, -900.0)]), trap];
    let (_, report) = built(&lines);
    assert_eq!((report.islands.len(), report.one_way_traps), (1, 1));
    assert!((report.islands[0].length.as_metres() - 400.0).abs() < 0.1);
    assert!((report.one_way_trap_length.as_metres() - 700.0).abs() < 0.1);
    let codes: Vec<&str> =
        report.to_problems("roads", &RoadSettings::default()).iter().map(xiaqu_model::ProblemReport::code).collect();
    assert_eq!(codes, ["W934", "W939"]);
}

#[test]
fn a_crossing_connects_an_island_and_keeps_its_minutes_when_wet() {
    let lines = [line("a", &[(0.0, 0.0), (2_000.0, 0.0)]), line("b", &[(0.0, 5_000.0), (2_000.0, 5_000.0)])];
    let minutes = TravelTime::from_minutes(10.0).unwrap();
    let ferry = Link { name: "ferry".into(), from: at(1_000.0, 20.0), to: at(1_000.0, 4_990.0), minutes };
    let (network, report) = RoadNetwork::build(&lines, &[ferry], frame(), &RoadSettings::default()).unwrap();
    assert_eq!((report.islands.len(), network.edges().len()), (0, 5));
    let usable = network.usable_from(&[at(0.0, 0.0)]);
    let (base, target) = (*usable.bases()[0].as_ref().unwrap(), usable.access(at(0.0, 5_000.0)).unwrap());
    for (scenario, expected) in [(Scenario::Day, 800_000), (Scenario::Wet, 860_000)] {
        let found = route(&network, &network.weights(scenario), &base, &target).unwrap().time.as_milliseconds();
        assert!(found.abs_diff(expected) <= 10, "{scenario:?}: {found}");
    }
}

#[test]
fn a_crossing_to_an_islet_without_roads_serves_the_village_at_its_landing() {
    let minutes = TravelTime::from_minutes(10.0).unwrap();
    let ferry = Link { name: "ferry".into(), from: at(0.0, 0.0), to: at(0.0, 9_000.0), minutes };
    let roads = [line("a", &[(0.0, 0.0), (2_000.0, 0.0)])];
    let (network, report) = RoadNetwork::build(&roads, &[ferry], frame(), &RoadSettings::default()).unwrap();
    assert_eq!(report.standing_link_ends.len(), 1);
    let usable = network.usable_from(&[at(2_000.0, 0.0)]);
    let village = usable.access(at(0.0, 9_100.0)).unwrap();
    assert!((village.distance.as_metres() - 100.0).abs() < 0.1);
    assert!(usable.access(at(0.0, 4_500.0)).is_err(), "nobody lives half way across the water");
}

#[test]
fn places_stand_on_the_nearest_road_that_a_base_reaches() {
    let lines = [line("a", &[(0.0, 0.0), (2_000.0, 0.0)]), line("island", &[(0.0, 300.0), (500.0, 300.0)])];
    let network = network(&lines);
    let usable = network.usable_from(&[at(100.0, 290.0)]);
    let base = usable.bases()[0].as_ref().unwrap();
    assert_eq!(network.edges()[base.edge].id(), "a", "a part of 500 m holds no station when a longer one is near");
    let village = usable.access(at(200.0, 310.0)).unwrap();
    assert_eq!(network.edges()[village.edge].id(), "a");
    assert!((village.share - 0.1).abs() < 1e-6);
    assert_eq!(village.walk, network.settings().off_road_speed.time_for(village.distance).unwrap());
    let too_far = usable.access(at(0.0, 2_500.0)).unwrap_err();
    let (distance, _) = too_far.nearest.unwrap();
    assert!((distance.as_metres() - 2_500.0).abs() < 1.0);
    let problem = too_far.village_problem(xiaqu_model::Place::table("villages.csv"), &network);
    assert_eq!(problem.code(), "E301");
}

#[test]
fn the_answer_at_a_junction_is_the_edge_with_the_lowest_number() {
    let ends = [(1_000.0, 0.0), (0.0, 1_000.0), (-1_000.0, 0.0), (0.0, -1_000.0)];
    let lines: Vec<RoadLine> = ends.iter().map(|end| line("r", &[(0.0, 0.0), *end])).collect();
    let network = network(&lines);
    let usable = network.usable_from(&[at(0.0, 0.0)]);
    assert_eq!(usable.access(at(0.0, 0.0)).unwrap().edge.position(), 0);
}

/// A grid of `size` by `size` junctions 100 m apart, 10 s an edge.
fn grid(size: u32) -> RoadNetwork {
    let metres = |step: u32| f64::from(step) * 100.0;
    let rows = (0..size).map(|row| (0..size).map(|column| (metres(column), metres(row))).collect::<Vec<_>>());
    let columns = (0..size).map(|column| (0..size).map(|row| (metres(column), metres(row))).collect::<Vec<_>>());
    let lines: Vec<RoadLine> = rows.chain(columns).map(|points| line("grid", &points)).collect();
    network(&lines)
}

#[test]
fn times_on_a_grid_are_the_sum_of_rows_and_columns() {
    let network = grid(6);
    assert_eq!((network.nodes().len(), network.edges().len()), (36, 60));
    let usable = network.usable_from(&[at(0.0, 0.0)]);
    let base = Base { access: *usable.bases()[0].as_ref().unwrap(), start: TravelTime::ZERO };
    for (column, row) in [(0, 0), (5, 0), (3, 4), (5, 5)] {
        let place = at(f64::from(column) * 100.0, f64::from(row) * 100.0);
        let target = usable.access(place).unwrap();
        let found = travel_times(&network, &network.weights(Scenario::Day), &[base], &[target])[0][0].unwrap();
        let expected = u32::try_from(column + row).unwrap() * 10_000;
        assert!(found.as_milliseconds().abs_diff(expected) <= 20, "{column},{row}: {found:?}");
    }
}

#[test]
fn a_later_start_moves_the_break_by_half_of_the_delay() {
    let network = network(&[line("a", &[(0.0, 0.0), (1_000.0, 0.0)])]);
    let ends = [0, 1].map(|node| network.access_at(NodeIx::from_position(node)).unwrap());
    let start = |seconds: u32| TravelTime::from_milliseconds(seconds * 1_000);
    for (delay, at_share) in [(0, 0.5), (20, 0.6), (60, 0.8)] {
        let bases = [Base { access: ends[0], start: start(0) }, Base { access: ends[1], start: start(delay) }];
        let found = cells(&network, &network.weights(Scenario::Day), &bases);
        assert_eq!(found.pieces.len(), 2);
        assert!((found.pieces[0].to_share - at_share).abs() < 1e-4, "delay {delay}: {:?}", found.pieces);
    }
    let beaten = [Base { access: ends[0], start: start(0) }, Base { access: ends[1], start: start(101) }];
    assert_eq!(cells(&network, &network.weights(Scenario::Day), &beaten).without_road, [1]);
}

#[test]
fn one_way_roads_belong_to_their_tail_and_are_not_driven_back() {
    let one_way = RoadLine { direction: Direction::Backward, ..line("b", &[(1_000.0, 0.0), (2_000.0, 0.0)]) };
    let network = network(&[line("a", &[(0.0, 0.0), (1_000.0, 0.0)]), one_way]);
    let weights = network.weights(Scenario::Day);
    let edge = network.edges().indices().nth(1).unwrap();
    assert_eq!(weights.time(edge, Along::Forward), None);
    let bases = [0.0, 0.5].map(|share| network.access_on(network.edges().indices().next().unwrap(), share).unwrap());
    let bases = bases.map(|access| Base { access, start: TravelTime::ZERO });
    let tail = network.access_on(edge, 1.0).unwrap();
    assert_eq!(travel_times(&network, &weights, &bases, &[tail]), [[None], [None]]);
    let found = cells(&network, &weights, &bases);
    assert_eq!(found.pieces.last().unwrap().owner, None);
}

#[test]
fn samples_are_symmetric_about_breaks_and_at_most_a_spacing_apart() {
    let network = network(&[line("a", &[(0.0, 0.0), (1_000.0, 0.0)])]);
    let edge = network.edges().indices().next().unwrap();
    let spacing = Metres::new(30.0).unwrap();
    let starts = [(0.1, 0), (0.5, 0), (0.52, 0), (0.9, 3)];
    let bases = starts.map(|(share, seconds)| Base {
        access: network.access_on(edge, share).unwrap(),
        start: TravelTime::from_milliseconds(seconds * 1_000),
    });
    let found = cells(&network, &network.weights(Scenario::Day), &bases);
    let samples = found.samples(&network, |_| spacing);
    assert_eq!((found.pieces.len(), found.without_road.len()), (4, 0));
    for (pair, rows) in found.pieces.windows(2).zip(samples.windows(2)) {
        let middle = f64::midpoint(rows[0].last().unwrap().x, rows[1].first().unwrap().x);
        assert!((middle - pair[0].to_share * 1_000.0).abs() < 1e-3, "{middle} is not the break");
    }
    for row in &samples {
        assert!(row.windows(2).all(|pair| pair[0].distance_to(pair[1]) <= 30.0 + 1e-3));
    }
    assert!((samples[0][0].x - 15.0).abs() < 1e-3);
    let parts = found.in_lengths_of(&network, Metres::new(50.0).unwrap());
    assert!(parts.pieces.iter().all(|piece| piece.length(&network).as_metres() < 50.0 + 1e-3));
    assert!(parts.pieces.windows(2).all(|pair| pair[0].to_share.to_bits() == pair[1].from_share.to_bits()));
    assert_eq!(network.piece_points(&found.pieces[0]).len(), 2);
}

#[test]
fn input_that_is_no_road_is_refused() {
    let refused = |road: RoadLine| RoadNetwork::build(&[road], &[], frame(), &RoadSettings::default()).err();
    assert!(matches!(refused(line("a", &[(0.0, 0.0)])), Some(RoadError::BadPoints { .. })));
    let still = RoadLine { speed: xiaqu_model::Kph::default(), ..line("a", &[(0.0, 0.0), (9.0, 0.0)]) };
    assert!(matches!(refused(still), Some(RoadError::BadSpeed { .. })));
    let settings = RoadSettings { night_factor: f64::NAN, ..RoadSettings::default() };
    assert!(RoadNetwork::build(&[], &[], frame(), &settings).is_err());
    let (network, report) = RoadNetwork::build(&[], &[], frame(), &RoadSettings::default()).unwrap();
    assert_eq!(report.to_problems("roads", network.settings())[0].code(), "E303");
    assert!(network.usable_from(&[at(0.0, 0.0)]).bases()[0].is_err());
}
