//! From lines to the finished network, step by step.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    mem,
    sync::Arc,
};

use rayon::prelude::*;
use xiaqu_model::{EdgeIx, Index, IxVec, Kph, LocalFrame, LonLat, Metres, NodeIx, TravelTime};

use super::{
    arcs::Arcs,
    closing::{closed_edges, cut_at_closures},
    crossing::add_crossings,
    draft::{Crossing, Draft, DraftEdge, split_at_junctions},
    edge::{RoadEdge, Shape},
    islands::Parts,
    near_miss::{NearMiss, find_near_misses},
    noding::node_crossings,
    rejoin::{SameNodes, rejoin, rename},
    repair_report::{Island, JoinedEnd, OpenEnd, RepairReport},
    road_network::{Made, RoadData, RoadNetwork},
    slope::{Ground, Slowness, finding, on_slope},
    turns::{Members, resolve_turns},
    vertices::Vertices,
};
use crate::{
    Link, RoadClass, RoadError, RoadLine, RoadSettings, Scenario, Season, SlopeFinding, TurnPolicy, TurnRestriction,
    TurnVia,
    joined::{joined, share_of_thread},
    weights::UNREACHABLE,
};

/// Runs all steps; see [`RoadNetwork::build_from`].
pub(super) fn build(
    RoadData { lines, links: crossings, turns, closures, elevation }: RoadData<'_>,
    frame: LocalFrame,
    settings: &RoadSettings,
) -> Result<(RoadNetwork, RepairReport), RoadError> {
    for scenario in Scenario::ALL {
        let factor = scenario.factor(settings);
        if !(1.0..=100.0).contains(&factor) {
            return Err(RoadError::BadFactor { scenario: scenario.as_str(), factor });
        }
    }
    let mut report = RepairReport { lines: lines.len(), ..RepairReport::default() };
    let (meeting, crossings_noded) = meeting_lines(lines, &frame, settings);
    let lines = &*meeting;
    report.crossings_noded = crossings_noded;
    let vertices = Vertices::of(lines, &frame)?;
    let mut draft = split_at_junctions(&vertices, &turn_nodes(turns, settings));
    join_near_misses(&mut draft, lines, &frame, settings, &mut report);
    add_crossings(&mut draft, (lines, crossings), &frame, settings, &mut report);
    if !closures.is_empty() {
        cut_at_closures(&mut draft, (lines, closures), &frame, settings);
    }
    report.zero_length = remove_zero_length(&mut draft);
    let nodes = number_used_nodes(&mut draft);
    let ground = elevation.map(|grid| Ground { grid, rule: settings.slopes });
    let roads = draft.edges.len();
    let (edges, slopes) = finished_edges(&mut draft, (lines, crossings), ground, settings)?;
    report.slopes = slopes;
    let turn_junctions = draft.turn_junctions;
    drop(vertices);
    let plain = Arcs::new(nodes.len(), &edges);
    let members = Members::new(&edges, &plain, &turn_junctions, roads, turns);
    let (forbidden, findings) = resolve_turns(&members, turns, &nodes, settings.turns);
    report.turns = findings;
    let (closed, found) = closed_edges(&edges, closures, &frame, settings)?;
    report.closures = found;
    let arcs = plain.without(&forbidden);
    let parts = Parts::of_star(&arcs, &edges, &closed);
    let settings = settings.clone();
    let network = RoadNetwork::from_made(Made { nodes, edges, arcs, parts, frame, settings, closures: closed });
    describe(&network, &mut report);
    Ok((network, report))
}

/// The lines with a common point wherever they meet, if the settings ask for it, and the number of points added.
fn meeting_lines<'a>(
    lines: &'a [RoadLine],
    frame: &LocalFrame,
    settings: &RoadSettings,
) -> (Cow<'a, [RoadLine]>, usize) {
    if !settings.node_crossings {
        return (Cow::Borrowed(lines), 0);
    }
    node_crossings(lines, frame, settings.crossing_tolerance.as_metres())
}

/// The nodes at which lines must be split, because a restriction speaks of turning there.
fn turn_nodes(turns: &[TurnRestriction], settings: &RoadSettings) -> BTreeSet<i64> {
    let node = |restriction: &TurnRestriction| match restriction.via {
        TurnVia::Node(node) => Some(node),
        TurnVia::Ways(_) => None,
    };
    turns.iter().filter(|_| settings.turns == TurnPolicy::Obey).filter_map(node).collect()
}

fn join_near_misses(
    draft: &mut Draft<'_>,
    lines: &[RoadLine],
    frame: &LocalFrame,
    settings: &RoadSettings,
    report: &mut RepairReport,
) {
    let misses = find_near_misses(draft, lines, settings.join_tolerance.as_metres());
    let line = |miss: &NearMiss| draft.edges.get(miss.piece).and_then(|edge| lines.get(edge.line));
    let road = |miss: &NearMiss| line(miss).map_or_else(|| "".into(), |line| line.id.clone());
    let name = |miss: &NearMiss| line(miss).and_then(|line| line.name.clone());
    let position = |miss: &NearMiss| draft.nodes[miss.end].position;
    let gap = |miss: &NearMiss| Metres::new(miss.distance).unwrap_or_default();
    let joined = |miss| JoinedEnd { road: road(miss), name: name(miss), position: position(miss), distance: gap(miss) };
    let open = |miss| OpenEnd { road: road(miss), name: name(miss), position: position(miss), distance: gap(miss) };
    report.joined = misses.to_join.iter().map(joined).collect();
    report.open = misses.to_report.iter().map(open).collect();
    rejoin(draft, &misses.to_join, frame);
}

/// Removes pieces without length and makes their ends one; returns their number.
fn remove_zero_length(draft: &mut Draft<'_>) -> usize {
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
fn number_used_nodes(draft: &mut Draft<'_>) -> IxVec<NodeIx, LonLat> {
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
    let named = mem::take(&mut draft.turn_junctions);
    draft.turn_junctions = named.into_iter().filter_map(|(node, junction)| Some((node, numbers[junction]?))).collect();
    positions
}

/// Edges, and with heights how slow the slopes of each make it.
type Finished = (Vec<RoadEdge>, Vec<Slowness>);

fn finished_edges(
    draft: &mut Draft<'_>,
    (lines, crossings): (&[RoadLine], &[Link]),
    ground: Option<Ground<'_>>,
    settings: &RoadSettings,
) -> Result<(IxVec<EdgeIx, RoadEdge>, Option<SlopeFinding>), RoadError> {
    let slowest = Scenario::ALL.map(|scenario| scenario.factor(settings)).into_iter().fold(1.0, f64::max);
    // Each edge is on its own, and the order is kept.
    let some = |drafts: &[DraftEdge<'_>]| -> Result<Finished, RoadError> {
        let shapes = Shape::many(drafts.iter().map(|edge| (&*edge.points, &*edge.local)));
        let mut finished = (Vec::with_capacity(drafts.len()), Vec::new());
        for (draft, shape) in drafts.iter().zip(shapes) {
            let Some(line) = lines.get(draft.line) else { continue };
            let (edge, slowness) = road_edge((draft, shape), line, ground, slowest)?;
            finished.0.push(edge);
            finished.1.extend(ground.map(|_| slowness));
        }
        Ok(finished)
    };
    let drafts = mem::take(&mut draft.edges);
    let finished: Vec<Finished> =
        drafts.par_chunks(share_of_thread(drafts.len())).map(some).collect::<Result<_, _>>()?;
    drop(drafts);
    let (edges, slownesses): (Vec<_>, Vec<_>) = finished.into_iter().unzip();
    let (mut edges, slownesses) = (joined(edges), joined(slownesses));
    let link = |crossing: &Crossing| Some(crossing_edge(crossing, crossings.get(crossing.link)?));
    edges.extend(draft.crossings.iter().filter_map(link));
    let on_ground = edges.iter().zip(slownesses).filter(|(edge, _)| edge.class != RoadClass::Crossing);
    let slopes = ground.map(|_| finding(on_ground));
    Ok((IxVec::from_rows(edges), slopes))
}

/// `slowest` is the greatest factor of a scenario: a time that would not fit then is refused now.
/// Slopes come before the scenario: they change the dry time.
fn road_edge(
    (edge, shape): (&DraftEdge<'_>, Shape),
    line: &RoadLine,
    ground: Option<Ground<'_>>,
    slowest: f64,
) -> Result<(RoadEdge, Slowness), RoadError> {
    let fits = |time: &TravelTime| f64::from(time.as_milliseconds()) * slowest < f64::from(UNREACHABLE);
    let bad_speed = || RoadError::BadSpeed { id: line.id.to_string() };
    let flat = drive(line.speed, shape.length()).ok_or_else(bad_speed)?;
    let ground = ground.filter(|_| line.class != RoadClass::Crossing);
    let slowness = ground.map_or(Slowness::FLAT, |ground| ground.slowness(&shape, line.level == 0));
    let time = |slowness: f64| on_slope(flat, slowness).filter(fits).ok_or_else(bad_speed);
    let (forward, backward) = (time(slowness.forward)?, time(slowness.backward)?);
    let edge = RoadEdge {
        from: edge.from,
        to: edge.to,
        class: line.class,
        name: line.name.clone(),
        id: line.id.clone(),
        closed_when_wet: line.closed_when_wet,
        season: line.season,
        forward: line.direction.allows_forward().then_some(forward),
        backward: line.direction.allows_backward().then_some(backward),
        shape,
    };
    Ok((edge, slowness))
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
        season: Season::AllYear,
        forward: Some(time),
        backward: Some(time),
        shape: Shape::new(&crossing.points, &crossing.local),
    }
}

fn describe(network: &RoadNetwork, report: &mut RepairReport) {
    let metres = |length| Metres::new(length).unwrap_or_default();
    let parts = &network.parts;
    let largest = parts.largest();
    report.edges = network.edges.len();
    report.nodes = network.nodes.len();
    report.copies = network.arcs.copy_count();
    report.largest =
        largest.and_then(|largest| parts.parts.get(largest)).map_or(Metres::default(), |part| metres(part.length));
    let islands = parts.parts.iter().enumerate().filter(|(number, _)| Some(*number) != largest);
    let names = names_of_parts(network);
    report.islands = islands
        .filter_map(|(number, part)| {
            let edge = network.edges.get(EdgeIx::from_position(part.first_edge))?;
            let position = *edge.shape.points().first()?;
            Some(Island { length: metres(part.length), edges: part.edges, name: names.get(&number).cloned(), position })
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

/// The name of the longest road of each part that has named ones; of equally long ones, the first in order of names.
fn names_of_parts(network: &RoadNetwork) -> BTreeMap<usize, Arc<str>> {
    let mut lengths: BTreeMap<(usize, &Arc<str>), f64> = BTreeMap::new();
    let largest = network.parts.largest();
    for (position, edge) in network.edges.iter().enumerate() {
        let part = network.parts.part_of(position).filter(|part| Some(*part) != largest);
        if let Some((part, name)) = part.zip(edge.name.as_ref()) {
            *lengths.entry((part, name)).or_default() += edge.shape.length();
        }
    }
    let mut longest: BTreeMap<usize, (f64, &Arc<str>)> = BTreeMap::new();
    for ((part, name), length) in lengths {
        let known = longest.entry(part).or_insert((length, name));
        if length > known.0 {
            *known = (length, name);
        }
    }
    longest.into_iter().map(|(part, (_, name))| (part, name.clone())).collect()
}
