//! Searches, routes and cells that obey turn restrictions against a stupid search over the last steps driven.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
};

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use xiaqu_model::{EdgeIx, Index, NodeIx, TravelTime};

use crate::{
    Access, Along, Base, Hierarchy, RoadClass, RoadGraph, RoadLine, RoadNetwork, RoadPiece, RoadSettings, Scenario,
    Season, TurnOutcome, TurnPolicy, TurnRestriction, TurnRule, TurnVia, Weights, arrival_profiles, cells, route,
    testing::{frame, random_line},
    travel_times,
};

const CASES: u64 = 6_000;

type Step = (EdgeIx, bool);

struct TurnCase {
    network: RoadNetwork,
    free: RoadNetwork,
    weights: Weights,
    turns: Vec<TurnRestriction>,
    /// Junction of each spot that lines use.
    junctions: BTreeMap<i64, NodeIx>,
    bases: Vec<Base>,
    targets: Vec<Access>,
}

/// A random network with random restrictions; `None` where repair joined ends, so that a line is not one edge.
fn turn_case(seed: u64) -> Option<TurnCase> {
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    let spots: Vec<(f64, f64)> = (0..random.random_range(2..7_i64))
        .map(|_| (random.random_range(-900.0..900.0), random.random_range(-900.0..900.0)))
        .collect();
    let mut lines: Vec<RoadLine> =
        (0..random.random_range(3..10)).map(|id| random_line(&mut random, id, &spots)).collect();
    for line in &mut lines {
        // Some ferries, passes and ice roads.
        if random.random_bool(0.1) {
            line.class = RoadClass::Crossing;
        }
        line.season =
            [Season::AllYear, Season::AllYear, Season::NotInWinter, Season::OnlyInWinter][random.random_range(0..4)];
    }
    let turns: Vec<TurnRestriction> =
        (0..random.random_range(1..9)).map(|id| random_turn(&mut random, id, &lines)).collect();
    let settings = RoadSettings::default();
    let (network, report) = RoadNetwork::build_with_turns(&lines, &[], &turns, frame(), &settings).unwrap();
    if network.edges().len() != lines.len() {
        return None;
    }
    let honoured = report.turns.iter().map(|finding| finding.outcome == TurnOutcome::Honoured);
    let turns: Vec<TurnRestriction> =
        turns.into_iter().zip(honoured).filter_map(|(turn, honoured)| honoured.then_some(turn)).collect();
    let mut junctions = BTreeMap::new();
    for (line, edge) in lines.iter().zip(network.edges()) {
        let nodes = line.osm_nodes.as_ref().unwrap();
        junctions.insert(nodes[0], edge.from());
        junctions.insert(nodes[2], edge.to());
    }
    let free = RoadNetwork::build(&lines, &[], frame(), &settings).unwrap().0;
    let mut weights = network.weights(Scenario::ALL[random.random_range(0..4)]);
    let some_edge = |random: &mut Pcg64Mcg| EdgeIx::from_position(random.random_range(0..lines.len()));
    if random.random_bool(0.2) {
        let closed = some_edge(&mut random);
        weights = weights.with_closed(&network, &[closed]);
    }
    let place = |random: &mut Pcg64Mcg| {
        let share = [0.0, 1.0, 0.5, random.random_range(0.0..1.0)][random.random_range(0..4)];
        network.access_on(some_edge(random), share).unwrap()
    };
    let start = |random: &mut Pcg64Mcg| TravelTime::from_milliseconds(random.random_range(0..4) * 10_000);
    let bases = (0..random.random_range(1..5))
        .map(|_| Base { access: place(&mut random), start: start(&mut random) })
        .collect();
    let targets = (0..5).map(|_| place(&mut random)).collect();
    Some(TurnCase { network, free, weights, turns, junctions, bases, targets })
}

/// Over a node or up to two ways that mostly meet, so that many are honoured and some are not.
fn random_turn(random: &mut Pcg64Mcg, id: i64, lines: &[RoadLine]) -> TurnRestriction {
    let some = |random: &mut Pcg64Mcg| &lines[random.random_range(0..lines.len())];
    let ends = |line: &RoadLine| [line.osm_nodes.as_ref().unwrap()[0], line.osm_nodes.as_ref().unwrap()[2]];
    let touching = |random: &mut Pcg64Mcg, node: i64| {
        (0..20).map(|_| some(random)).find(|line| ends(line).contains(&node)).unwrap_or(&lines[0])
    };
    let from = some(random);
    let mut node = ends(from)[random.random_range(0..2)];
    let first = node;
    let mut ways = Vec::new();
    for _ in 0..[0, 0, 0, 1, 1, 2][random.random_range(0..6)] {
        let way = touching(random, node);
        node = if ends(way)[0] == node { ends(way)[1] } else { ends(way)[0] };
        ways.push(way.id.clone());
    }
    let to = if random.random_bool(0.2) { from } else { touching(random, node) };
    let rule = [TurnRule::Forbidden, TurnRule::Only, TurnRule::NoReturn][random.random_range(0..3)];
    TurnRestriction {
        id: id.to_string().into(),
        kind: "test".into(),
        rule,
        from: vec![from.id.clone()],
        via: if ways.is_empty() { TurnVia::Node(first) } else { TurnVia::Ways(ways) },
        to: vec![to.id.clone()],
    }
}

impl TurnCase {
    fn ends(&self, (edge, is_forward): Step) -> (NodeIx, NodeIx) {
        let edge = &self.network.edges()[edge];
        if is_forward { (edge.from(), edge.to()) } else { (edge.to(), edge.from()) }
    }

    fn time(&self, (edge, is_forward): Step) -> Option<u64> {
        let along = if is_forward { Along::Forward } else { Along::Backward };
        self.weights.time(edge, along).map(|time| u64::from(time.as_milliseconds()))
    }

    fn steps(&self) -> impl Iterator<Item = Step> + '_ {
        self.network.edges().indices().flat_map(|edge| [(edge, true), (edge, false)])
    }

    fn id(&self, step: Step) -> &str {
        self.network.edges()[step.0].id()
    }

    /// Whether the last steps driven are those of the restriction before its turn.
    fn is_before(&self, turn: &TurnRestriction, history: &[Step]) -> bool {
        let via: &[std::sync::Arc<str>] = match &turn.via {
            TurnVia::Node(node) => {
                let last = history.last().map(|step| self.ends(*step).1);
                return last.is_some_and(|last| last == self.junctions[node])
                    && self.id(history[history.len() - 1]) == &*turn.from[0];
            }
            TurnVia::Ways(ways) => ways,
        };
        let ids: Vec<&str> = turn.from.iter().chain(via).map(|id| &**id).collect();
        history.len() >= ids.len()
            && history[history.len() - ids.len()..].iter().map(|step| self.id(*step)).eq(ids.iter().copied())
    }

    fn allows(&self, history: &[Step], next: Step) -> bool {
        let speaking = || self.turns.iter().filter(|turn| self.is_before(turn, history));
        let leads_to = |turn: &TurnRestriction| self.id(next) == &*turn.to[0];
        let returns = history.last().is_some_and(|last| last.0 == next.0 && last.1 != next.1);
        let forbidden = speaking().any(|turn| match turn.rule {
            TurnRule::Only => false,
            // On a way that goes on beyond the junction only turning back is forbidden.
            TurnRule::NoReturn if turn.from == turn.to && turn.via_node() => returns && leads_to(turn),
            TurnRule::Forbidden | TurnRule::NoReturn => leads_to(turn),
        });
        let only: Vec<&TurnRestriction> = speaking().filter(|turn| turn.rule == TurnRule::Only).collect();
        // Restrictions that look back differently far bind each for itself; those that look back alike bind together.
        let bound = only
            .iter()
            .all(|turn| only.iter().any(|other| other.from == turn.from && other.via == turn.via && leads_to(other)));
        !forbidden && bound
    }

    /// How many steps back the restrictions look.
    fn memory(&self) -> usize {
        let steps = |turn: &TurnRestriction| match &turn.via {
            TurnVia::Node(_) => 1,
            TurnVia::Ways(ways) => 1 + ways.len(),
        };
        self.turns.iter().map(steps).max().unwrap_or(0)
    }

    /// The least arrival with each history of last steps, by Dijkstra's search over histories.
    fn histories(&self, base: &Base) -> BTreeMap<(NodeIx, Vec<Step>), u64> {
        let (edge, share) = (base.access.edge, base.access.share);
        let start = u64::from(base.start.as_milliseconds());
        let row = &self.network.edges()[edge];
        let memory = self.memory();
        let mut labels = BTreeMap::new();
        let mut open = BinaryHeap::new();
        for (node, step, rest) in [(row.to(), (edge, true), 1.0 - share), (row.from(), (edge, false), share)] {
            if rest <= 0.0 {
                open.push(Reverse((start, node, Vec::new())));
            } else if let Some(whole) = self.time(step) {
                let history = if memory == 0 { Vec::new() } else { vec![step] };
                open.push(Reverse((start + remaining(whole, share, step.1), node, history)));
            }
        }
        while let Some(Reverse((so_far, node, history))) = open.pop() {
            if labels.contains_key(&(node, history.clone())) {
                continue;
            }
            labels.insert((node, history.clone()), so_far);
            for step in self.steps().filter(|step| self.ends(*step).0 == node) {
                let Some(time) = self.time(step).filter(|_| self.allows(&history, step)) else { continue };
                let mut longer = history.clone();
                longer.push(step);
                let longer = longer.split_off(longer.len().saturating_sub(memory));
                open.push(Reverse((so_far + time, self.ends(step).1, longer)));
            }
        }
        labels
    }

    /// The least time at which a step can be begun, or its first junction be stood on.
    fn entry(&self, labels: &BTreeMap<(NodeIx, Vec<Step>), u64>, step: Step, is_at_end: bool) -> Option<u64> {
        let tail = self.ends(step).0;
        let here =
            labels.iter().filter(|((node, history), _)| *node == tail && (is_at_end || self.allows(history, step)));
        here.map(|(_, time)| *time).min()
    }

    fn arrival(&self, base: &Base, labels: &BTreeMap<(NodeIx, Vec<Step>), u64>, target: &Access) -> Option<u64> {
        let (edge, share) = (target.edge, target.share);
        let whole = [self.time((edge, true)), self.time((edge, false))];
        let from_start = match (share <= 0.0, whole[0]) {
            (true, _) => self.entry(labels, (edge, true), true),
            (false, None) => None,
            (false, Some(whole)) => self.entry(labels, (edge, true), false).map(|time| time + part(whole, share)),
        };
        let from_end = match (share >= 1.0, whole[1]) {
            (true, _) => self.entry(labels, (edge, false), true),
            (false, None) => None,
            (false, Some(whole)) => {
                self.entry(labels, (edge, false), false).map(|time| time + whole - part(whole, share))
            }
        };
        let start = u64::from(base.start.as_milliseconds());
        let direct = (base.access.edge == edge).then(|| {
            let (one, other) = (base.access.share, share);
            if one < other {
                Some(start + part(whole[0]?, other) - part(whole[0]?, one))
            } else if one > other {
                Some(start + part(whole[1]?, one) - part(whole[1]?, other))
            } else {
                Some(start)
            }
        });
        [from_start, from_end, direct.flatten()].into_iter().flatten().min()
    }
}

impl TurnRestriction {
    fn via_node(&self) -> bool {
        matches!(self.via, TurnVia::Node(_))
    }
}

/// Rounded as in the network, which rounds once for each point of an edge.
fn part(whole: u64, share: f64) -> u64 {
    format!("{:.0}", (f64::from(u32::try_from(whole).unwrap()) * share).round()).parse().unwrap()
}

fn remaining(whole: u64, share: f64, is_forward: bool) -> u64 {
    if is_forward { whole - part(whole, share) } else { part(whole, share) }
}

#[test]
fn times_and_routes_obey_turn_restrictions_as_a_search_over_histories_does() {
    let (mut longer, mut lost, mut over_ways, mut compared) = (0, 0, 0, 0);
    for case in (0..CASES).filter_map(turn_case) {
        over_ways += case.turns.iter().filter(|turn| !turn.via_node()).count();
        let matrix = travel_times(&case.network, &case.weights, &case.bases, &case.targets);
        let hierarchy = Hierarchy::build(&RoadGraph::of_network(&case.network).unwrap());
        let by_hierarchy = hierarchy.customise(&case.network, &case.weights).unwrap();
        assert_eq!(by_hierarchy.travel_times(&case.bases, &case.targets).unwrap(), matrix);
        let free_weights = case.free.weights(Scenario::Day);
        let free = travel_times(&case.free, &free_weights, &case.bases, &case.targets);
        let day = travel_times(&case.network, &case.network.weights(Scenario::Day), &case.bases, &case.targets);
        for (row, base) in case.bases.iter().enumerate() {
            let labels = case.histories(base);
            for (column, target) in case.targets.iter().enumerate() {
                let expected = case.arrival(base, &labels, target);
                let found = matrix[row][column].map(|time| u64::from(time.as_milliseconds()));
                assert_eq!(found, expected, "{:?} from {base:?} to {target:?}", case.turns);
                let route = route(&case.network, &case.weights, &base.access, target);
                let start = u64::from(base.start.as_milliseconds());
                assert_eq!(route.map(|route| start + u64::from(route.time.as_milliseconds())), expected);
                // Obeying never shortens a way.
                let (obeying, turning) = (day[row][column], free[row][column]);
                assert!(obeying.is_none_or(|obeying| turning.is_some_and(|turning| turning <= obeying)));
                longer += usize::from(obeying.is_some() && obeying != turning);
                lost += usize::from(obeying.is_none() && turning.is_some());
                compared += 1;
            }
        }
    }
    assert!(
        compared > 20_000 && longer > 300 && lost > 300 && over_ways > 300,
        "{compared} {longer} {lost} {over_ways}"
    );
}

#[test]
fn cells_with_turn_restrictions_give_every_point_to_the_base_that_arrives_first() {
    let mut decided = 0;
    for case in (0..CASES / 8).filter_map(turn_case) {
        let found = cells(&case.network, &case.weights, &case.bases);
        let profiles = arrival_profiles(&case.network, &case.weights, &case.bases);
        let labels: Vec<_> = case.bases.iter().map(|base| case.histories(base)).collect();
        for edge in case.network.edges().indices() {
            for step in 0..32 {
                let share = (f64::from(step) + 0.5) / 32.0;
                let target = case.network.access_on(edge, share).unwrap();
                let arrivals: Vec<Option<u64>> =
                    case.bases.iter().zip(&labels).map(|(base, labels)| case.arrival(base, labels, &target)).collect();
                let first = arrivals.iter().flatten().min();
                let time = first.map_or(f64::INFINITY, |first| f64::from(u32::try_from(*first).unwrap()));
                let profile = profiles[edge].at(share);
                assert!(profile.to_bits() == time.to_bits() || (profile - time).abs() <= 3.0, "{profile} {time}");
                let inside =
                    |piece: &&RoadPiece| piece.edge == edge && piece.from_share <= share && share < piece.to_share;
                let owner = found.pieces.iter().find(inside).expect("pieces cover the edge").owner;
                match (owner, first) {
                    (None, None) => {}
                    // Whole milliseconds at the point and at the bases inside the edge: off by one at each.
                    (Some(owner), Some(first)) => {
                        let late = arrivals[owner].is_none_or(|time| time > first + 2);
                        assert!(
                            !late,
                            "{edge:?} at {share}: {owner} of {arrivals:?}, {:?} {:?}",
                            found.pieces.iter().filter(|piece| piece.edge == edge).collect::<Vec<_>>(),
                            case.turns
                        );
                        decided += usize::from(arrivals.iter().flatten().count() > 1);
                    }
                    _ => panic!("{edge:?} at {share}: {owner:?}, {first:?}"),
                }
            }
        }
    }
    assert!(decided > 20_000, "{decided}");
}

#[test]
fn parts_hold_only_roads_that_one_reaches_and_comes_back_from() {
    for case in (0..CASES / 8).filter_map(turn_case) {
        let weights = case.network.weights(Scenario::Day);
        let edges: Vec<EdgeIx> = case.network.edges().indices().collect();
        let middle = |edge: EdgeIx| case.network.access_on(edge, 0.5).unwrap();
        for one in &edges {
            let part = case.network.parts.part_of(one.position());
            let others = edges.iter().filter(|other| case.network.parts.part_of(other.position()) == part);
            for other in others.filter(|_| part.is_some()) {
                let found = route(&case.network, &weights, &middle(*one), &middle(*other));
                assert!(found.is_some(), "{one:?} to {other:?}");
            }
        }
    }
}

#[test]
fn restrictions_that_are_ignored_change_nothing() {
    for seed in 0..50 {
        let mut random = Pcg64Mcg::seed_from_u64(seed);
        let spots = [(0.0, 0.0), (500.0, 0.0), (0.0, 500.0), (500.0, 500.0)];
        let lines: Vec<RoadLine> = (0..8).map(|id| random_line(&mut random, id, &spots)).collect();
        let turns: Vec<TurnRestriction> = (0..6).map(|id| random_turn(&mut random, id, &lines)).collect();
        let settings = RoadSettings { turns: TurnPolicy::Ignore, ..RoadSettings::default() };
        let (network, report) = RoadNetwork::build_with_turns(&lines, &[], &turns, frame(), &settings).unwrap();
        let (plain, _) = RoadNetwork::build(&lines, &[], frame(), &settings).unwrap();
        assert!(report.turns.iter().all(|finding| finding.outcome == TurnOutcome::Ignored));
        assert_eq!((report.copies, network.arcs.all()), (0, plain.arcs.all()));
    }
}
