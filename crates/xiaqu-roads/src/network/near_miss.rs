//! Finding dead ends that just miss another road.

use std::collections::{BTreeMap, BTreeSet};

use xiaqu_model::{LocalXy, NodeIx};

use super::{
    draft::{Draft, Incidences},
    segments::SegmentHit,
};
use crate::RoadLine;

/// Misses up to this many tolerances are reported.
const REPORT_REACH: f64 = 5.0;
/// A road that is reached from the dead end within this many tolerances along the road is not missed.
const CONNECTED_REACH: f64 = 10.0;

/// Where a dead end is joined to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Onto {
    /// A junction or another dead end.
    Node(NodeIx),
    /// A point inside a segment of an edge.
    Inside(SegmentHit),
}

/// A dead end and the road it misses.
#[derive(Clone, Copy, Debug)]
pub(super) struct NearMiss {
    /// The dead end.
    pub(super) end: NodeIx,
    /// Position of the piece that ends there.
    pub(super) piece: usize,
    /// The road.
    pub(super) onto: Onto,
    /// Width of the gap in metres.
    pub(super) distance: f64,
}

/// Misses within the tolerance, to be joined, and wider ones, to be reported only.
#[derive(Debug, Default)]
pub(super) struct NearMisses {
    pub(super) to_join: Vec<NearMiss>,
    pub(super) to_report: Vec<NearMiss>,
}

/// Finds the nearest missed road of each dead end, in the order of junctions.
pub(super) fn find_near_misses(draft: &Draft<'_>, lines: &[RoadLine], tolerance: f64) -> NearMisses {
    let incidences = draft.incidences();
    let degrees = draft.degrees();
    let ends = draft.nodes.iter_enumerated().filter(|(end, node)| degrees[*end] == 1 && !node.blocked);
    let tree = draft.segment_tree_near(ends.map(|(_, node)| node.local), REPORT_REACH * tolerance);
    let mut misses = NearMisses::default();
    let mut already_joined: BTreeSet<NodeIx> = BTreeSet::new();
    for (end, node) in draft.nodes.iter_enumerated() {
        let [piece] = *incidences.of(end) else { continue };
        if degrees[end] != 1 || node.blocked || already_joined.contains(&end) {
            continue;
        }
        let level = draft.edges.get(piece).and_then(|edge| lines.get(edge.line)).map(|line| line.level);
        let reachable = reachable_within(draft, &incidences, end, CONNECTED_REACH * tolerance);
        let found = tree.near(node.local, REPORT_REACH * tolerance).find(|hit| {
            draft.edges.get(hit.edge).is_some_and(|edge| {
                lines.get(edge.line).map(|line| line.level) == level
                    && !is_reached(draft, hit, &reachable, CONNECTED_REACH * tolerance)
            })
        });
        let Some(hit) = found else { continue };
        let miss = NearMiss { end, piece, onto: target(draft, hit, node.local, tolerance), distance: hit.distance };
        if hit.distance > tolerance {
            misses.to_report.push(miss);
            continue;
        }
        if let Onto::Node(other) = miss.onto {
            already_joined.insert(other);
        }
        misses.to_join.push(miss);
    }
    misses
}

/// Junctions within `reach` metres along roads, with their distances. Few, so a plain label-correcting search does.
fn reachable_within(draft: &Draft<'_>, incidences: &Incidences, start: NodeIx, reach: f64) -> BTreeMap<NodeIx, f64> {
    let mut distances = BTreeMap::from([(start, 0.0)]);
    let mut open = vec![start];
    while let Some(node) = open.pop() {
        let so_far = distances.get(&node).copied().unwrap_or_default();
        for edge in incidences.of(node).iter().filter_map(|position| draft.edges.get(*position)) {
            let distance = so_far + edge.planar_length();
            let other = if edge.from == node { edge.to } else { edge.from };
            if distance <= reach && distances.get(&other).is_none_or(|known| distance < *known) {
                distances.insert(other, distance);
                open.push(other);
            }
        }
    }
    distances
}

/// Whether the point of road can be driven to from the dead end within `reach` metres anyway.
fn is_reached(draft: &Draft<'_>, hit: &SegmentHit, reachable: &BTreeMap<NodeIx, f64>, reach: f64) -> bool {
    let Some(edge) = draft.edges.get(hit.edge) else { return false };
    let steps = || edge.local.iter().zip(edge.local.iter().skip(1)).map(|(one, next)| one.distance_to(*next));
    let before: f64 =
        steps().take(hit.segment).sum::<f64>() + steps().nth(hit.segment).map_or(0.0, |length| length * hit.share);
    let after = edge.planar_length() - before;
    [(edge.from, before), (edge.to, after)]
        .into_iter()
        .any(|(node, along)| reachable.get(&node).is_some_and(|distance| distance + along <= reach))
}

/// A junction of the missed road if it is within the tolerance as well, or else the point inside the road.
fn target(draft: &Draft<'_>, hit: SegmentHit, end: LocalXy, tolerance: f64) -> Onto {
    let Some(edge) = draft.edges.get(hit.edge) else { return Onto::Inside(hit) };
    let near = |node: NodeIx| draft.nodes[node].local.distance_to(end);
    let (node, distance) =
        if near(edge.to) < near(edge.from) { (edge.to, near(edge.to)) } else { (edge.from, near(edge.from)) };
    let allowed = !draft.nodes[node].blocked;
    let at_vertex = hit.point.distance_to(draft.nodes[node].local) < 1e-6;
    if allowed && (distance <= tolerance || at_vertex) { Onto::Node(node) } else { Onto::Inside(hit) }
}
