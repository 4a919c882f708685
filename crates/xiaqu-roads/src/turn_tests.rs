//! Small drawn cases of turn restrictions, with times from arithmetic: 100 ms a metre.

use std::sync::Arc;

use xiaqu_model::TravelTime;

use crate::{
    Base, Direction, RoadLine, RoadNetwork, RoadSettings, Route, Scenario, TurnFinding, TurnOutcome, TurnRestriction,
    TurnRule, TurnVia, cells, route,
    testing::{frame, line},
};

/// A road through OpenStreetMap nodes, each a hundred metres east for its tens and north for its ones.
fn road(id: &str, nodes: &[i64]) -> RoadLine {
    let metres = |steps: i64| f64::from(i32::try_from(steps).unwrap()) * 100.0;
    let points: Vec<(f64, f64)> = nodes.iter().map(|node| (metres(node / 10), metres(node % 10))).collect();
    RoadLine { osm_nodes: Some(nodes.to_vec()), ..line(id, &points) }
}

fn ids(names: &[&str]) -> Vec<Arc<str>> {
    names.iter().map(|name| Arc::from(*name)).collect()
}

fn over_node(rule: TurnRule, from: &str, node: i64, to: &str) -> TurnRestriction {
    TurnRestriction {
        id: "1".into(),
        kind: "drawn".into(),
        rule,
        from: ids(&[from]),
        via: TurnVia::Node(node),
        to: ids(&[to]),
    }
}

fn over_ways(rule: TurnRule, from: &str, ways: &[&str], to: &str) -> TurnRestriction {
    TurnRestriction { via: TurnVia::Ways(ids(ways)), ..over_node(rule, from, 0, to) }
}

fn built(lines: &[RoadLine], turns: &[TurnRestriction]) -> (RoadNetwork, Vec<TurnOutcome>) {
    let (network, report) =
        RoadNetwork::build_with_turns(lines, &[], turns, frame(), &RoadSettings::default()).unwrap();
    (network, report.turns.iter().map(|finding: &TurnFinding| finding.outcome).collect())
}

/// The route from the middle of one road to the middle of another, both of one edge.
fn middle_to_middle(network: &RoadNetwork, from: &str, to: &str) -> Option<Route> {
    let access = |id: &str| {
        let edge = network.edges().iter_enumerated().find(|(_, edge)| edge.id() == id).unwrap().0;
        network.access_on(edge, 0.5).unwrap()
    };
    route(network, &network.weights(Scenario::Day), &access(from), &access(to))
}

/// Metres of driving, a hundred milliseconds each.
fn metres(network: &RoadNetwork, from: &str, to: &str) -> Option<u32> {
    middle_to_middle(network, from, to).map(|route| (route.time.as_milliseconds() + 50) / 100)
}

/// ```text
///        n 12
///        |
/// w 01 - 11 > e 21      a block north-east: 21 - 22 - 12; e is one-way
///        ^
///        s 10                                            s is one-way
/// ```
fn crossroads() -> Vec<RoadLine> {
    vec![
        road("w", &[1, 11]),
        RoadLine { direction: Direction::Forward, ..road("e", &[11, 21]) },
        road("n", &[11, 12]),
        RoadLine { direction: Direction::Forward, ..road("s", &[10, 11]) },
        road("block", &[21, 22, 12]),
    ]
}

#[test]
fn a_forbidden_left_turn_leads_around_the_block() {
    let turns = [over_node(TurnRule::Forbidden, "w", 11, "n")];
    let (network, outcomes) = built(&crossroads(), &turns);
    assert_eq!(outcomes, [TurnOutcome::Honoured]);
    // 50 m to the junction, 100 m east, 200 m around the block, 50 m back south.
    assert_eq!(metres(&network, "w", "n"), Some(400));
    assert_eq!(metres(&network, "s", "n"), Some(100), "other turns stay free");
    assert_eq!(metres(&network, "n", "w"), Some(100), "and so does the way back");
    let line: Vec<String> = middle_to_middle(&network, "w", "n")
        .unwrap()
        .edges()
        .iter()
        .map(|edge| network.edges()[*edge].id().to_owned())
        .collect();
    assert_eq!(line, ["w", "e", "block", "n"]);
    assert_eq!(metres(&built(&crossroads(), &[]).0, "w", "n"), Some(100));
}

#[test]
fn only_straight_on_forbids_every_other_turn_and_turning_back() {
    let (network, outcomes) = built(&crossroads(), &[over_node(TurnRule::Only, "w", 11, "e")]);
    assert_eq!(outcomes, [TurnOutcome::Honoured]);
    assert_eq!(metres(&network, "w", "e"), Some(100));
    assert_eq!(metres(&network, "w", "n"), Some(400));
    assert_eq!(metres(&network, "w", "block"), Some(250));
}

#[test]
fn two_only_restrictions_from_one_road_allow_what_either_allows() {
    let turns = ["e", "s"].map(|to| over_node(TurnRule::Only, "w", 11, to));
    let mut lines = crossroads();
    lines[3].direction = Direction::Both;
    let (network, outcomes) = built(&lines, &turns);
    assert_eq!(outcomes, [TurnOutcome::Honoured; 2]);
    // North over the southern dead end: 50 + 100 + 100 + 50.
    assert_eq!(["e", "s", "n"].map(|to| metres(&network, "w", to)), [Some(100), Some(100), Some(300)]);
}

#[test]
fn no_u_turn_holds_on_a_way_that_goes_on() {
    // A bent road of one way through 11, and a side road there.
    let lines = [road("main", &[1, 11, 21]), road("side", &[11, 12])];
    let (network, outcomes) = built(&lines, &[over_node(TurnRule::NoReturn, "main", 11, "main")]);
    assert_eq!(outcomes, [TurnOutcome::Honoured]);
    let west = network.edges().indices().next().unwrap();
    let at = |share| network.access_on(west, share).unwrap();
    let weights = network.weights(Scenario::Day);
    assert_eq!(network.edges()[west].id(), "main");
    // Driving on over the junction is free.
    assert_eq!(metres(&network, "main", "side"), Some(100));
    assert!(route(&network, &weights, &at(0.9), &at(0.1)).unwrap().time.as_milliseconds().abs_diff(8_000) <= 5);
    let (plain, ambiguous) = built(&lines, &[over_node(TurnRule::Forbidden, "main", 11, "main")]);
    assert_eq!((ambiguous, plain.arcs.copy_count()), (vec![TurnOutcome::Ambiguous], 0));
}

/// ```text
/// 02 <- 12 <- 22     the upper carriageway, westwards
///       |             the link between them
/// 01 -> 11 -> 21     the lower carriageway, eastwards
/// ```
fn dual_carriageway() -> Vec<RoadLine> {
    let one_way = |id: &str, nodes: &[i64]| RoadLine { direction: Direction::Forward, ..road(id, nodes) };
    vec![
        one_way("east in", &[1, 11]),
        one_way("east out", &[11, 21]),
        one_way("west in", &[22, 12]),
        one_way("west out", &[12, 2]),
        road("link", &[11, 12]),
        road("far end", &[21, 22]),
        road("near end", &[2, 1]),
        road("yard", &[12, 13]),
    ]
}

#[test]
fn a_u_turn_over_a_link_is_forbidden_by_way_and_the_link_stays_open() {
    let turns = [over_ways(TurnRule::Forbidden, "east in", &["link"], "west out")];
    let (network, outcomes) = built(&dual_carriageway(), &turns);
    assert_eq!((outcomes, network.arcs.copy_count()), (vec![TurnOutcome::Honoured], 2));
    // Around the far end: 50 + 100 + 100 + 100 + 50; over the yard and back it is 50 + 100 + 100 + 100 + 50 as well.
    assert_eq!(metres(&network, "east in", "west out"), Some(400));
    assert_eq!(metres(&network, "east in", "yard"), Some(200), "one may drive over the link");
    assert_eq!(metres(&network, "link", "west out"), Some(100), "who starts on the link has not come from the road");
    assert_eq!(metres(&built(&dual_carriageway(), &[]).0, "east in", "west out"), Some(200));
}

#[test]
fn only_over_a_way_binds_at_its_end() {
    let turns = [over_ways(TurnRule::Only, "east in", &["link"], "yard")];
    let (network, outcomes) = built(&dual_carriageway(), &turns);
    assert_eq!(outcomes, [TurnOutcome::Honoured]);
    assert_eq!(metres(&network, "east in", "yard"), Some(200));
    // Over the link and straight into the yard, then back out of it.
    assert_eq!(metres(&network, "east in", "west out"), Some(400));
    assert_eq!(metres(&network, "east in", "east out"), Some(100), "the link need not be taken");
}

#[test]
fn a_via_way_that_other_roads_cut_in_pieces_is_followed_whole() {
    // The way over the link is cut at 31 by a side road, and is drawn against the direction of driving.
    let lines =
        [road("a", &[1, 11]), road("via", &[51, 41, 31, 21, 11]), road("b", &[51, 61]), road("side", &[31, 32])];
    let (network, outcomes) = built(&lines, &[over_ways(TurnRule::Forbidden, "a", &["via"], "b")]);
    assert_eq!(outcomes, [TurnOutcome::Honoured]);
    assert_eq!(network.arcs.copy_count(), 3, "a, and two pieces of via");
    // Into the side road and back one has forgotten where one came from: 50 + 200 + 2 * 100 + 200 + 50.
    assert_eq!(metres(&network, "a", "b"), Some(700));
}

#[test]
fn every_way_to_go_wrong_has_its_name() {
    let closed = RoadLine { direction: Direction::Forward, ..road("in only", &[12, 11]) };
    let mut lines = crossroads();
    lines.push(closed);
    lines.push(road("through", &[9, 11, 13]));
    lines.push(road("apart", &[51, 52]));
    let cases = [
        (over_node(TurnRule::Forbidden, "w", 11, "nowhere"), TurnOutcome::NothingToForbid),
        (over_node(TurnRule::Only, "w", 11, "nowhere"), TurnOutcome::NoWayOn),
        (over_node(TurnRule::Only, "nowhere", 11, "w"), TurnOutcome::NothingToForbid),
        (over_node(TurnRule::Forbidden, "w", 11, "in only"), TurnOutcome::NothingToForbid),
        (over_node(TurnRule::Only, "w", 11, "in only"), TurnOutcome::NoWayOn),
        (over_node(TurnRule::Forbidden, "w", 11, "through"), TurnOutcome::Ambiguous),
        (over_node(TurnRule::Forbidden, "w", 11, "apart"), TurnOutcome::NotConnected),
        (over_node(TurnRule::Forbidden, "w", 99, "e"), TurnOutcome::NotConnected),
        (over_ways(TurnRule::Forbidden, "w", &["apart"], "e"), TurnOutcome::NotConnected),
        (over_ways(TurnRule::Forbidden, "w", &["nowhere"], "e"), TurnOutcome::NothingToForbid),
        (over_ways(TurnRule::Forbidden, "w", &[], "e"), TurnOutcome::NotConnected),
        (TurnRestriction { from: ids(&[]), ..over_node(TurnRule::Forbidden, "w", 11, "e") }, TurnOutcome::BadMembers),
    ];
    for (turn, outcome) in cases {
        assert_eq!(built(&lines, std::slice::from_ref(&turn)).1, [outcome], "{turn:?}");
    }
}

#[test]
fn ways_that_are_circles_are_ambiguous_and_cost_no_time() {
    let mut lines = crossroads();
    lines.push(road("ring", &[11, 14, 44, 41, 11]));
    let rings = vec!["ring"; 200];
    let (_, outcomes) = built(&lines, &[over_ways(TurnRule::Forbidden, "w", &rings, "e")]);
    assert_eq!(outcomes, [TurnOutcome::Ambiguous]);
}

#[test]
fn a_road_behind_a_forbidden_turn_belongs_to_the_base_that_may_turn_there() {
    // From the west one may not turn north, from the south one may; both bases stand 50 m from the junction.
    let mut lines = crossroads();
    lines[1].direction = Direction::Both;
    lines.truncate(4);
    let lines = lines.as_slice();
    let (network, _) = built(lines, &[over_node(TurnRule::Forbidden, "w", 11, "n")]);
    let base = |id: &str, start| {
        let edge = network.edges().iter_enumerated().find(|(_, edge)| edge.id() == id).unwrap().0;
        let access = network.access_on(edge, 0.5).unwrap();
        Base { access, start: TravelTime::from_milliseconds(start) }
    };
    let found = cells(&network, &network.weights(Scenario::Day), &[base("w", 0), base("s", 9_000)]);
    let owner = |id: &str| {
        let of_road = found.pieces.iter().filter(|piece| network.edges()[piece.edge].id() == id);
        of_road.map(|piece| (piece.owner, piece.to_share)).collect::<Vec<_>>()
    };
    assert_eq!(owner("e"), [(Some(0), 1.0)]);
    // West is at the junction 9 s before South, but must turn back at the east end to come north: 50 + 100 + 100 m.
    assert_eq!(owner("n"), [(Some(1), 1.0)]);
}
