//! From lines to the finished network, step by step.

use rayon::prelude::*;
use xiaqu_model::{EdgeIx, Index, IxVec, Kph, LocalFrame, LonLat, Metres, NodeIx, TravelTime};

use super::{
    arcs::Arcs,
    crossing::add_crossings,
    draft::{Crossing, Draft, DraftEdge, split_at_junctions},
    edge::{RoadEdge, Shape},
    islands::{Connection, Parts},
    near_miss::{NearMiss, find_near_misses},
    rejoin::{SameNodes, rejoin, rename},
    repair_report::{Island, JoinedEnd, OpenEnd, RepairReport},
    road_network::RoadNetwork,
    segments::{EdgeSegment, SegmentTree, segments_of},
};
use crate::{Link, RoadClass, RoadError, RoadLine, RoadSettings};

/// Runs all steps; see [`RoadNetwork::build`].
pub(super) fn build(
    lines: &[RoadLine],
    crossings: &[Link],
    frame: LocalFrame,
    settings: &RoadSettings,
) -> Result<(RoadNetwork, RepairReport), RoadError> {
    if !(1.0..=100.0).contains(&settings.wet_factor) {
        return Err(RoadError::BadWetFactor { factor: settings.wet_factor });
    }
    let mut report = RepairReport { lines: lines.len(), ..RepairReport::default() };
    let mut draft = split_at_junctions(lines, &frame)?;
    join_near_misses(&mut draft, lines, &frame, settings, &mut report);
    add_crossings(&mut draft, (lines, crossings), &frame, settings, &mut report);
    report.zero_length = remove_zero_length(&mut draft);
    let nodes = number_used_nodes(&mut draft);
    let edges = finished_edges(&draft, lines, crossings)?;
    let network = assemble(nodes, edges, frame, settings);
    describe(&network, &mut report);
    Ok((network, report))
}

fn join_near_misses(
    draft: &mut Draft,
    lines: &[RoadLine],
    frame: &LocalFrame,
    settings: &RoadSettings,
    report: &mut RepairReport,
) {
    let misses = find_near_misses(draft, lines, settings.join_tolerance.as_metres());
    let incidences = draft.incidences();
    let road = |miss: &NearMiss| {
        let edge = incidences[miss.end].first().and_then(|position| draft.edges.get(*position));
        edge.and_then(|edge| lines.get(edge.line)).map_or_else(|| "".into(), |line| line.id.clone())
    };
    let position = |miss: &NearMiss| draft.nodes[miss.end].position;
    let gap = |miss: &NearMiss| Metres::new(miss.distance).unwrap_or_default();
    let joined = |miss| JoinedEnd { road: road(miss), position: position(miss), distance: gap(miss) };
    let open = |miss| OpenEnd { road: road(miss), position: position(miss), distance: gap(miss) };
    report.joined = misses.to_join.iter().map(joined).collect();
    report.open = misses.to_report.iter().map(open).collect();
    rejoin(draft, &misses.to_join, frame);
}

/// Removes pieces without length and makes their ends one; returns their number.
fn remove_zero_length(draft: &mut Draft) -> usize {
    let mut same = SameNodes::new(draft.nodes.len());
    let before = draft.edges.len();
    draft.edges.retain(|edge| {
        let has_length = edge.points.iter().any(|point| edge.points.first() != Some(point));
        if !has_length {
            same.unite(edge.from, edge.to);
        }
        has_length
    });
    rename(draft, &same);
    before - draft.edges.len()
}

/// Numbers the junctions that edges use from 0 on, and returns their positions.
fn number_used_nodes(draft: &mut Draft) -> IxVec<NodeIx, LonLat> {
    let mut numbers: IxVec<NodeIx, Option<NodeIx>> = IxVec::from_fn(draft.nodes.len(), |_| None);
    let mut positions = IxVec::default();
    let nodes = &draft.nodes;
    let mut number = |node: &mut NodeIx| {
        *node = *numbers[*node].get_or_insert_with(|| positions.push(nodes[*node].position));
    };
    for edge in &mut draft.edges {
        number(&mut edge.from);
        number(&mut edge.to);
    }
    for crossing in &mut draft.crossings {
        number(&mut crossing.from);
        number(&mut crossing.to);
    }
    positions
}

fn finished_edges(draft: &Draft, lines: &[RoadLine], crossings: &[Link]) -> Result<IxVec<EdgeIx, RoadEdge>, RoadError> {
    // The lengths are most of the work; each edge is on its own, and the order is kept.
    let roads: Result<Vec<Option<RoadEdge>>, RoadError> =
        draft.edges.par_iter().map(|edge| lines.get(edge.line).map(|line| road_edge(edge, line)).transpose()).collect();
    let mut edges: Vec<RoadEdge> = roads?.into_iter().flatten().collect();
    let landed = draft.crossings.iter();
    edges.extend(landed.filter_map(|crossing| Some(crossing_edge(crossing, crossings.get(crossing.link)?))));
    Ok(IxVec::from_rows(edges))
}

fn road_edge(edge: &DraftEdge, line: &RoadLine) -> Result<RoadEdge, RoadError> {
    let shape = Shape::new(&edge.points, &edge.local);
    let bad_speed = || RoadError::BadSpeed { id: line.id.to_string() };
    let time = drive(line.speed, shape.length()).ok_or_else(bad_speed)?;
    Ok(RoadEdge {
        from: edge.from,
        to: edge.to,
        class: line.class,
        name: line.name.clone(),
        id: line.id.clone(),
        closed_when_wet: line.closed_when_wet,
        forward: line.direction.allows_forward().then_some(time),
        backward: line.direction.allows_backward().then_some(time),
        shape,
    })
}

/// At least a millisecond, so that every step of a route takes time and shortest routes have no circles.
fn drive(speed: Kph, metres: f64) -> Option<TravelTime> {
    speed.time_for(Metres::new(metres)?).map(|time| time.max(TravelTime::from_milliseconds(1)))
}

fn crossing_edge(crossing: &Crossing, link: &Link) -> RoadEdge {
    let time = link.minutes.max(TravelTime::from_milliseconds(1));
    RoadEdge {
        from: crossing.from,
        to: crossing.to,
        class: RoadClass::Crossing,
        name: Some(link.name.clone()),
        id: link.name.clone(),
        closed_when_wet: false,
        forward: Some(time),
        backward: Some(time),
        shape: Shape::new(&crossing.points, &crossing.local),
    }
}

fn assemble(
    nodes: IxVec<NodeIx, LonLat>,
    edges: IxVec<EdgeIx, RoadEdge>,
    frame: LocalFrame,
    settings: &RoadSettings,
) -> RoadNetwork {
    let connections: Vec<Connection> = edges
        .iter()
        .map(|edge| Connection {
            from: edge.from,
            to: edge.to,
            forward: edge.forward.is_some(),
            backward: edge.backward.is_some(),
            length: if edge.class == RoadClass::Crossing { 0.0 } else { edge.shape.length() },
        })
        .collect();
    let parts = Parts::new(nodes.len(), &connections);
    let arcs = Arcs::new(nodes.len(), &edges);
    let tree =
        SegmentTree::new(edges.iter().enumerate().flat_map(|(position, edge)| snapping_segments(position, edge)));
    RoadNetwork { nodes, edges, arcs, parts, tree, frame, settings: settings.clone() }
}

/// The segments that places may be put on; of a crossing only its two ends, for nobody lives on the water.
fn snapping_segments(position: usize, edge: &RoadEdge) -> Vec<EdgeSegment> {
    let local = edge.shape.local.as_slice();
    if edge.class != RoadClass::Crossing {
        return segments_of(position, local).collect();
    }
    let last = local.len().saturating_sub(1);
    let ends = local.iter().enumerate().filter(|(vertex, _)| *vertex == 0 || *vertex == last);
    ends.map(|(segment, point)| EdgeSegment { edge: position, segment, start: *point, end: *point }).collect()
}

fn describe(network: &RoadNetwork, report: &mut RepairReport) {
    let metres = |length| Metres::new(length).unwrap_or_default();
    let parts = &network.parts;
    let largest = parts.largest();
    report.edges = network.edges.len();
    report.nodes = network.nodes.len();
    report.largest =
        largest.and_then(|largest| parts.parts.get(largest)).map_or(Metres::default(), |part| metres(part.length));
    let islands = parts.parts.iter().enumerate().filter(|(number, _)| Some(*number) != largest);
    report.islands = islands
        .filter_map(|(_, part)| {
            let edge = network.edges.get(EdgeIx::from_position(part.first_edge))?;
            let position = *edge.shape.points.first()?;
            Some(Island { length: metres(part.length), edges: part.edges, position })
        })
        .collect();
    report.islands.sort_by(|one, other| other.length.as_metres().total_cmp(&one.length.as_metres()));
    for (position, edge) in network.edges.iter().enumerate() {
        if parts.part_of(position).is_none() {
            report.one_way_traps += 1;
            report.one_way_trap_length = report.one_way_trap_length.plus(edge.length());
        }
    }
}
