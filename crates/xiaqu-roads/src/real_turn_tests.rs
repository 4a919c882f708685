//! Turn restrictions of real extracts: each accounted for, and every search obeys.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, BinaryHeap},
};

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use xiaqu_model::{EdgeIx, Index, LocalFrame, TravelTime};

use crate::{
    Along, Base, RepairReport, RoadImport, RoadNetwork, RoadSettings, Scenario, TurnOutcome, TurnPolicy,
    TurnRestriction, TurnRule, TurnVia, read_osm_pbf, route, testing::real_data, travel_times,
};

struct Extract {
    import: RoadImport,
    network: RoadNetwork,
    report: RepairReport,
    free: RoadNetwork,
}

/// An extract of the real data; `None`, said aloud, where there are none, and a failure under `CI=true`.
fn extract(name: &str) -> Option<Extract> {
    let path = real_data()?.join("roads").join(name);
    let settings = RoadSettings::default();
    let import = read_osm_pbf(&path, &settings).unwrap();
    let frame = LocalFrame::centred_on(import.lines[import.lines.len() / 2].points[0]);
    let (network, report) = RoadNetwork::build_with_turns(&import.lines, &[], &import.turns, frame, &settings).unwrap();
    let ignoring = RoadSettings { turns: TurnPolicy::Ignore, ..settings };
    let free = RoadNetwork::build_with_turns(&import.lines, &[], &import.turns, frame, &ignoring).unwrap().0;
    Some(Extract { import, network, report, free })
}

impl Extract {
    /// Restrictions by outcome; together they are all relations of the file.
    fn outcomes(&self) -> BTreeMap<TurnOutcome, usize> {
        let mut outcomes = BTreeMap::new();
        for finding in self.import.report.turns_left_out.iter().chain(&self.report.turns) {
            *outcomes.entry(finding.outcome).or_default() += 1;
        }
        let all: usize = outcomes.values().sum();
        assert_eq!(all, self.import.report.turns);
        outcomes
    }

    fn honoured(&self) -> impl Iterator<Item = &TurnRestriction> {
        let pairs = self.import.turns.iter().zip(&self.report.turns);
        pairs.filter(|(_, finding)| finding.outcome == TurnOutcome::Honoured).map(|(turn, _)| turn)
    }

    /// Whether consecutive edges of a route break the restriction, ways being told by their ids.
    fn breaks(&self, turn: &TurnRestriction, edges: &[EdgeIx]) -> bool {
        let edge = |ix: EdgeIx| &self.network.edges()[ix];
        let is_piece = |ix: EdgeIx, way: &str| edge(ix).id() == way;
        let TurnVia::Node(_) = &turn.via else { return false };
        let via = self.report.turns.iter().find(|finding| finding.id == turn.id).and_then(|finding| finding.position);
        edges.windows(2).any(|pair| {
            let [one, next] = pair else { return false };
            let shares =
                |ends: [xiaqu_model::NodeIx; 2]| ends.iter().any(|node| Some(self.network.nodes()[*node]) == via);
            let at_via = shares([edge(*one).from(), edge(*one).to()]) && shares([edge(*next).from(), edge(*next).to()]);
            let leads_to = is_piece(*next, &turn.to[0]);
            // Where a road is turned round on is not told by edges alone; the line graph below looks at that.
            let is_told = one != next && !(turn.rule == TurnRule::NoReturn && turn.from == turn.to);
            at_via
                && is_told
                && is_piece(*one, &turn.from[0])
                && if turn.rule == TurnRule::Only { !leads_to } else { leads_to }
        })
    }
}

#[test]
fn every_restriction_of_porto_is_honoured_or_named() {
    let Some(porto) = extract("porto.osm.pbf") else { return };
    let outcomes = porto.outcomes();
    println!("{outcomes:?}, {} copies", porto.report.copies);
    assert_eq!(porto.import.report.turns, 357);
    let faults: usize = outcomes.iter().filter(|(outcome, _)| outcome.is_fault()).map(|(_, count)| *count).sum();
    let named = porto.import.report.to_problems("porto").into_iter();
    let named = named.chain(porto.report.to_problems("porto", porto.network.settings()));
    assert_eq!(named.filter(|problem| problem.code() == "W941").count(), faults);
    assert!(outcomes[&TurnOutcome::Honoured] > 250, "{outcomes:?}");
}

#[test]
fn routes_over_real_restrictions_obey_them_and_cost_what_obeying_costs() {
    for name in ["cathedral-no-left.osm.pbf", "reisterstown-via-restriction.osm.pbf", "porto.osm.pbf"] {
        let Some(extract) = extract(name) else { return };
        println!("{name}: {:?}, {} copies", extract.outcomes(), extract.report.copies);
        let (obeying, turning) = (extract.network.weights(Scenario::Day), extract.free.weights(Scenario::Day));
        let (mut changed, mut tried) = (0, 0);
        for turn in extract.honoured().filter(|turn| matches!(turn.via, TurnVia::Node(_))).take(30) {
            let piece = |id: &str| extract.network.edges().iter_enumerated().find(|(_, edge)| edge.id() == id);
            let (Some((from, _)), Some((to, _))) = (piece(&turn.from[0]), piece(&turn.to[0])) else { continue };
            let access = |edge| extract.network.access_on(edge, 0.5).unwrap();
            let found = route(&extract.network, &obeying, &access(from), &access(to));
            let free = route(&extract.free, &turning, &access(from), &access(to));
            if let (Some(found), Some(free)) = (&found, &free) {
                assert!(found.time >= free.time, "{turn:?}");
                for other in extract.honoured() {
                    assert!(!extract.breaks(other, &found.edges()), "{turn:?} on the way of {other:?}");
                }
                changed += usize::from(found.time > free.time);
                tried += 1;
            }
        }
        println!("{name}: {changed} of {tried} routes are longer");
        assert!(changed > 2 && tried > 15, "{name}: {changed} of {tried}");
    }
}

#[test]
fn the_u_turn_over_two_ways_of_reisterstown_is_forbidden() {
    let Some(extract) = extract("reisterstown-via-restriction.osm.pbf") else { return };
    let turn = extract.honoured().find(|turn| &*turn.id == "555630").expect("the restriction by way is honoured");
    assert!(matches!(&turn.via, TurnVia::Ways(ways) if ways.len() == 2));
    let piece = |id: &str, last: bool| {
        let mut pieces = extract.network.edges().iter_enumerated().filter(|(_, edge)| edge.id() == id);
        let edge = if last { pieces.next_back() } else { pieces.next() }.unwrap().0;
        extract.network.access_on(edge, 0.5).unwrap()
    };
    let (from, to) = (piece(&turn.from[0], true), piece(&turn.to[0], false));
    let (obeying, turning) = (extract.network.weights(Scenario::Day), extract.free.weights(Scenario::Day));
    let free = route(&extract.free, &turning, &from, &to).unwrap();
    let found = route(&extract.network, &obeying, &from, &to);
    assert!(found.is_none_or(|found| found.time > free.time), "straight over both ways is forbidden");
}

#[test]
fn the_extract_called_ferry_holds_no_ferry_and_its_islands_stay_apart() {
    let Some(extract) = extract("fiji-ferry.osm.pbf") else { return };
    // Only a wharf is in it: no way is tagged as a ferry, so none may be made up.
    assert_eq!((extract.import.report.ferries, extract.outcomes().values().sum()), (0, 4_usize));
    assert!(!extract.report.islands.is_empty());
}

#[test]
fn our_pbf_reader_sees_what_osmpbf_sees() {
    let Some(folder) = real_data() else { return };
    for name in ["fiji-ferry.osm.pbf", "cathedral-no-left.osm.pbf", "porto.osm.pbf"] {
        let path = folder.join("roads").join(name);
        let Some(Extract { import, .. }) = extract(name) else { return };
        let mut ways = BTreeMap::new();
        let mut nodes = BTreeMap::new();
        let mut restrictions = 0;
        osmpbf::ElementReader::from_path(&path)
            .unwrap()
            .for_each(|element| match element {
                osmpbf::Element::Way(way) => {
                    ways.insert(way.id().to_string(), way.refs().collect::<Vec<i64>>());
                }
                osmpbf::Element::DenseNode(node) => {
                    nodes.insert(node.id(), (node.lon(), node.lat()));
                }
                osmpbf::Element::Node(node) => {
                    nodes.insert(node.id(), (node.lon(), node.lat()));
                }
                osmpbf::Element::Relation(relation) => {
                    restrictions += usize::from(relation.tags().any(|tag| tag == ("type", "restriction")));
                }
            })
            .unwrap();
        assert_eq!(import.report.turns, restrictions, "{name}");
        for line in &import.lines {
            let ids = line.osm_nodes.as_ref().unwrap();
            let whole = &ways[&*line.id];
            assert!(ids.iter().filter(|id| **id > 0).all(|id| whole.contains(id)), "{name}: way {}", line.id);
            for (id, point) in ids.iter().zip(&line.points).filter(|(id, _)| **id > 0) {
                let (longitude, latitude) = nodes[id];
                let same = (longitude.to_bits(), latitude.to_bits());
                assert_eq!((point.longitude().to_bits(), point.latitude().to_bits()), same, "{name}: node {id}");
            }
        }
        assert!(import.lines.len() > 100);
    }
}

/// Arcs of the line graph: after one step, the next, with its time.
type LineGraph = BTreeMap<(EdgeIx, bool), Vec<((EdgeIx, bool), u32)>>;

/// The line graph of restrictions over nodes, by their ids alone.
fn line_graph(extract: &Extract) -> LineGraph {
    let network = &extract.network;
    let weights = network.weights(Scenario::Day);
    let step_of = |edge: EdgeIx, is_forward: bool| {
        let along = if is_forward { Along::Forward } else { Along::Backward };
        weights.time(edge, along).map(|time| ((edge, is_forward), time.as_milliseconds()))
    };
    let steps: Vec<((EdgeIx, bool), u32)> =
        network.edges().indices().flat_map(|edge| [step_of(edge, true), step_of(edge, false)]).flatten().collect();
    let ends = |(edge, is_forward): (EdgeIx, bool)| {
        let edge = &network.edges()[edge];
        if is_forward { (edge.from(), edge.to()) } else { (edge.to(), edge.from()) }
    };
    let mut leaving: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for step in &steps {
        leaving.entry(ends(step.0).0).or_default().push(*step);
    }
    let position = |id: &str| extract.report.turns.iter().find(|finding| &*finding.id == id).unwrap().position.unwrap();
    let mut speaking: BTreeMap<&str, Vec<&TurnRestriction>> = BTreeMap::new();
    for turn in extract.honoured().filter(|turn| matches!(turn.via, TurnVia::Node(_))) {
        speaking.entry(&turn.from[0]).or_default().push(turn);
    }
    let id = |step: (EdgeIx, bool)| network.edges()[step.0].id();
    let allowed = |one: (EdgeIx, bool), next: (EdgeIx, bool)| {
        let turns = speaking.get(id(one)).map(Vec::as_slice).unwrap_or_default().iter();
        let here: Vec<_> = turns.filter(|turn| network.nodes()[ends(one).1] == position(&turn.id)).collect();
        let only: BTreeSet<&str> =
            here.iter().filter(|turn| turn.rule == TurnRule::Only).map(|turn| &*turn.to[0]).collect();
        let forbidden = here.iter().any(|turn| match turn.rule {
            TurnRule::Only => false,
            TurnRule::NoReturn if turn.from == turn.to => next.0 == one.0 && next.1 != one.1,
            TurnRule::Forbidden | TurnRule::NoReturn => &*turn.to[0] == id(next),
        });
        !forbidden && (only.is_empty() || only.contains(id(next)))
    };
    let after = |step: (EdgeIx, bool)| {
        let next = leaving.get(&ends(step).1).map(Vec::as_slice).unwrap_or_default().iter();
        next.filter(|(next, _)| allowed(step, *next)).copied().collect()
    };
    steps.iter().map(|(step, _)| (*step, after(*step))).collect()
}

#[test]
fn times_on_porto_equal_a_search_over_its_line_graph() {
    let Some(extract) = extract("porto.osm.pbf") else { return };
    let over_ways = extract.honoured().any(|turn| matches!(turn.via, TurnVia::Ways(_)));
    println!("a restriction over ways is honoured: {over_ways}");
    let graph = line_graph(&extract);
    let network = &extract.network;
    let weights = network.weights(Scenario::Day);
    let mut random = Pcg64Mcg::seed_from_u64(4);
    let mut some =
        || network.access_on(EdgeIx::from_position(random.random_range(0..network.edges().len())), 0.5).unwrap();
    let targets: Vec<_> = (0..20_000).map(|_| some()).collect();
    let bases: Vec<Base> = (0..3).map(|_| Base { access: some(), start: TravelTime::ZERO }).collect();
    let matrix = travel_times(network, &weights, &bases, &targets);
    let whole = |edge, is_forward| {
        let along = if is_forward { Along::Forward } else { Along::Backward };
        weights.time(edge, along).map(TravelTime::as_milliseconds)
    };
    // Half way, the share of the network's own rounding: forward the rounded half, backward what is left.
    let half = |time: u32| time / 2 + time % 2;
    let mut differing = 0;
    for (base, row) in bases.iter().zip(&matrix) {
        let mut arrivals: BTreeMap<(EdgeIx, bool), u32> = BTreeMap::new();
        let mut queue = BinaryHeap::new();
        for is_forward in [true, false] {
            if let Some(time) = whole(base.access.edge, is_forward) {
                queue.push(Reverse((
                    if is_forward { time - half(time) } else { half(time) },
                    (base.access.edge, is_forward),
                )));
            }
        }
        while let Some(Reverse((time, step))) = queue.pop() {
            if arrivals.contains_key(&step) {
                continue;
            }
            arrivals.insert(step, time);
            for (next, duration) in &graph[&step] {
                queue.push(Reverse((time + duration, *next)));
            }
        }
        // Entering a step ends before it: its own time is taken off again.
        for (target, found) in targets.iter().zip(row).filter(|(target, _)| target.edge != base.access.edge) {
            let entry = [true, false].into_iter().filter_map(|is_forward| {
                let time = whole(target.edge, is_forward)?;
                let end = arrivals.get(&(target.edge, is_forward))?;
                Some(end - time + if is_forward { half(time) } else { time - half(time) })
            });
            let expected = entry.min().map(TravelTime::from_milliseconds);
            differing += usize::from(expected != *found);
        }
    }
    assert_eq!(differing, 0);
}
