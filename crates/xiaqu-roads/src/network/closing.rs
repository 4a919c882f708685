//! Closures put on the network: edges are cut where a closure begins and ends, and the edges it covers are kept with it.
//!
//! Edges are cut whatever the scenario, so scenarios still only change weights.

use std::collections::BTreeMap;

use xiaqu_model::{EdgeIx, IxVec, LocalFrame, LocalXy, Metres, TravelTime, cast};

use super::{
    bounds::Bounds,
    draft::Draft,
    edge::RoadEdge,
    rejoin::{Splits, apply_splits, split_node},
    repair_report::FoundClosure,
    segments::SegmentHit,
    stretches::PlaneShape,
};
use crate::{Closure, ClosureEffect, RoadError, RoadLine, RoadSettings, Scenario, weights::UNREACHABLE};

/// Cuts are at least so far from each other and from junctions, metres.
const PIECE_MIN: f64 = 0.5;

/// A closure with the edges it covers; delays in milliseconds, shared out.
#[derive(Clone, Debug)]
pub(crate) struct ClosedEdges {
    pub(crate) effect: ClosureEffect,
    scenarios: [bool; Scenario::ALL.len()],
    pub(crate) edges: Vec<(EdgeIx, u32)>,
}

impl ClosedEdges {
    /// Whether it holds in a scenario.
    pub(crate) fn holds_in(&self, scenario: Scenario) -> bool {
        let mut rows = Scenario::ALL.iter().zip(self.scenarios);
        rows.any(|(other, holds)| *other == scenario && holds)
    }
}

/// The closures with a place, in the county's plane.
fn shapes(closures: &[Closure], frame: &LocalFrame, settings: &RoadSettings) -> Vec<Option<PlaneShape>> {
    let tolerance = settings.closure_tolerance.as_metres();
    let shape = |closure: &Closure| closure.place.as_ref().map(|place| PlaneShape::new(place, frame, tolerance));
    closures.iter().map(shape).collect()
}

/// Cuts the edges of the draft where closures begin and end.
pub(super) fn cut_at_closures(
    draft: &mut Draft<'_>,
    (lines, closures): (&[RoadLine], &[Closure]),
    frame: &LocalFrame,
    settings: &RoadSettings,
) {
    let shapes = shapes(closures, frame, settings);
    let mut hits = Vec::new();
    for (position, edge) in draft.edges.iter().enumerate() {
        let bounds = Bounds::of(&edge.local);
        let id = lines.get(edge.line).map(|line| &*line.id).unwrap_or_default();
        let placed = closures.iter().zip(&shapes).filter(|(closure, _)| closure.names(id));
        let ends = placed.filter_map(|(_, shape)| shape.as_ref()).flat_map(|shape| {
            let near = if shape.drawn_length().is_some() { settings.closure_tolerance.as_metres() } else { PIECE_MIN };
            let stretches = shape.stretches(&edge.local, bounds).into_iter();
            stretches.flat_map(|(from, to)| [from, to]).map(move |end| (end, near)).collect::<Vec<_>>()
        });
        let length = edge.planar_length();
        let mut cuts: Vec<f64> =
            ends.filter(|(end, near)| *end > *near && *end < length - *near).map(|(end, _)| end).collect();
        cuts.sort_by(f64::total_cmp);
        cuts.dedup_by(|next, kept| *next - *kept < PIECE_MIN);
        hits.extend(cuts.into_iter().filter_map(|cut| hit_at(position, &edge.local, cut)));
    }
    let mut splits = Splits::new();
    for hit in hits {
        split_node(draft, hit, frame, &mut splits);
    }
    apply_splits(draft, splits);
}

/// The point so many metres along a line.
fn hit_at(edge: usize, line: &[LocalXy], metres: f64) -> Option<SegmentHit> {
    let mut before = 0.0;
    for (segment, (start, end)) in line.iter().zip(line.iter().skip(1)).enumerate() {
        let length = start.distance_to(*end);
        if metres <= before + length && length > 0.0 {
            let share = (metres - before) / length;
            let point = LocalXy { x: start.x + share * (end.x - start.x), y: start.y + share * (end.y - start.y) };
            return Some(SegmentHit { edge, segment, share, distance: 0.0, point });
        }
        before += length;
    }
    None
}

/// Finds the edges of each closure: those of its ids that it covers by half or more.
///
/// # Errors
/// [`RoadError::BadSpeed`] where a slow-down would take longer than times reach.
pub(super) fn closed_edges(
    edges: &IxVec<EdgeIx, RoadEdge>,
    closures: &[Closure],
    frame: &LocalFrame,
    settings: &RoadSettings,
) -> Result<(Vec<ClosedEdges>, Vec<FoundClosure>), RoadError> {
    let shapes = shapes(closures, frame, settings);
    if closures.is_empty() {
        return Ok(Default::default());
    }
    let bounds: Vec<Bounds> = edges.iter().map(|edge| Bounds::of(edge.shape.local())).collect();
    let (mut all, mut findings) = (Vec::new(), Vec::new());
    for (closure, shape) in closures.iter().zip(&shapes) {
        let covers = |edge: &RoadEdge, bounds: Bounds| {
            let Some(shape) = shape else { return true };
            let covered: f64 = shape.stretches(edge.shape.local(), bounds).iter().map(|(from, to)| to - from).sum();
            if covered <= 0.0 {
                return false;
            }
            let steps = edge.shape.local().iter().zip(edge.shape.local().iter().skip(1));
            let length: f64 = steps.map(|(start, end)| start.distance_to(*end)).sum();
            covered * 2.0 >= length
        };
        let is_meant = |edge: &RoadEdge, bounds: Bounds| closure.names(edge.id()) && covers(edge, bounds);
        let found: Vec<(EdgeIx, f64)> = edges
            .iter_enumerated()
            .zip(&bounds)
            .filter(|((_, edge), bounds)| is_meant(edge, **bounds))
            .map(|((ix, edge), _)| (ix, edge.length().as_metres()))
            .collect();
        let length: f64 = found.iter().map(|(_, length)| length).sum();
        let over = shape.as_ref().and_then(PlaneShape::drawn_length).unwrap_or(length);
        let delay = |of: f64| shared_delay(closure.effect, if over > 0.0 { of / over } else { 0.0 });
        let scenarios = Scenario::ALL.map(|scenario| closure.holds_in(scenario));
        let rows = found.iter().map(|(ix, length)| (*ix, delay(*length))).collect();
        all.push(ClosedEdges { effect: closure.effect, scenarios, edges: rows });
        findings.push(FoundClosure {
            id: closure.id.clone(),
            effect: closure.effect,
            edges: found.len(),
            length: Metres::new(length).unwrap_or_default(),
        });
    }
    check_times(edges, &all, settings)?;
    Ok((all, findings))
}

/// Milliseconds of the delay of a whole closure on a share of its length.
fn shared_delay(effect: ClosureEffect, share: f64) -> u32 {
    match effect {
        ClosureEffect::Closed => 0,
        ClosureEffect::Slower { delay, .. } => {
            cast::to_u32(f64::from(delay.as_milliseconds()) * share.min(1.0)).unwrap_or_default()
        }
    }
}

/// What all slow-downs of an edge make of it together: the greatest factor, and the sum of the delays.
pub(crate) fn slow_downs<'a>(closures: impl Iterator<Item = &'a ClosedEdges>) -> BTreeMap<EdgeIx, Option<(f64, u64)>> {
    let mut found: BTreeMap<EdgeIx, Option<(f64, u64)>> = BTreeMap::new();
    for closure in closures {
        for (edge, delay) in &closure.edges {
            let row = found.entry(*edge).or_insert(Some((1.0, 0)));
            *row = match (closure.effect, *row) {
                (ClosureEffect::Slower { factor, .. }, Some((greatest, sum))) => {
                    Some((greatest.max(factor), sum + u64::from(*delay)))
                }
                (ClosureEffect::Closed, _) | (_, None) => None,
            };
        }
    }
    found
}

/// A time with its slow-down, in milliseconds; `None` where closed, or where it would not fit, which
/// [`check_times`] has refused.
pub(crate) fn slowed(time: f64, slow_down: Option<(f64, u64)>) -> Option<u32> {
    let (factor, delay) = slow_down?;
    cast::to_u32(time * factor + cast::to_f64(delay)).filter(|time| *time < UNREACHABLE)
}

/// Refuses slow-downs under which a time would not fit in some scenario.
fn check_times(
    edges: &IxVec<EdgeIx, RoadEdge>,
    closures: &[ClosedEdges],
    settings: &RoadSettings,
) -> Result<(), RoadError> {
    let slowest = Scenario::ALL.map(|scenario| scenario.factor(settings)).into_iter().fold(1.0, f64::max);
    let slower = closures.iter().filter(|closure| closure.effect != ClosureEffect::Closed);
    for (ix, slow_down) in slow_downs(slower) {
        let Some(edge) = edges.get(ix) else { continue };
        let time = edge.forward.max(edge.backward).map_or(0, TravelTime::as_milliseconds);
        if slowed(f64::from(time) * slowest, slow_down).is_none() {
            return Err(RoadError::BadSpeed { id: edge.id.to_string() });
        }
    }
    Ok(())
}
