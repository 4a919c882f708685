//! Stated crossings: their ends are put on the nearest road, or stand alone where there is none.

use xiaqu_model::{LocalFrame, LonLat, NodeIx};

use super::{
    draft::{Crossing, Draft, DraftEdge, DraftNode},
    islands::{Connection, Parts},
    rejoin::{Splits, apply_splits, split_node},
    repair_report::{RepairReport, StandingLinkEnd},
    segments::SegmentTree,
};
use crate::{Link, RoadLine, RoadSettings};

/// Ends of a segment closer to the point than this are taken as the point itself, metres.
const AT_JUNCTION: f64 = 0.01;

/// Adds the crossings to the draft.
pub(super) fn add_crossings(
    draft: &mut Draft<'_>,
    (lines, crossings): (&[RoadLine], &[Link]),
    frame: &LocalFrame,
    settings: &RoadSettings,
    report: &mut RepairReport,
) {
    if crossings.is_empty() {
        return;
    }
    let parts = Parts::new(draft.nodes.len(), &draft_connections(draft, lines));
    let tree = draft.segment_tree();
    let mut splits = Splits::new();
    for (position, link) in crossings.iter().enumerate() {
        let mut end = |at: LonLat| {
            landing(draft, &tree, &parts, (at, frame, settings), &mut splits).unwrap_or_else(|| {
                report.standing_link_ends.push(StandingLinkEnd { link: link.name.clone(), position: at });
                draft.nodes.push(DraftNode { position: at, local: frame.to_local(at), blocked: false })
            })
        };
        let (from, to) = (end(link.from), end(link.to));
        let (start, end) = (draft.nodes[from], draft.nodes[to]);
        draft.crossings.push(Crossing {
            from,
            to,
            link: position,
            points: [start.position, end.position],
            local: [start.local, end.local],
        });
    }
    apply_splits(draft, splits);
}

/// The junction of the nearest road that can be left again, made by a split if need be.
fn landing(
    draft: &mut Draft<'_>,
    tree: &SegmentTree,
    parts: &Parts,
    (at, frame, settings): (LonLat, &LocalFrame, &RoadSettings),
    splits: &mut Splits,
) -> Option<NodeIx> {
    let hit = tree
        .nearest(frame.to_local(at), |edge| parts.part_of(edge).is_some())
        .filter(|hit| hit.distance <= settings.access_max.as_metres())?;
    let edge = draft.edges.get(hit.edge)?;
    let at_end =
        [edge.from, edge.to].into_iter().find(|node| draft.nodes[*node].local.distance_to(hit.point) <= AT_JUNCTION);
    Some(at_end.unwrap_or_else(|| split_node(draft, hit, frame, splits)))
}

fn draft_connections(draft: &Draft<'_>, lines: &[RoadLine]) -> Vec<Connection> {
    let connection = |edge: &DraftEdge<'_>| {
        let direction = lines.get(edge.line).map(|line| line.direction).unwrap_or_default();
        Connection {
            from: edge.from,
            to: edge.to,
            forward: direction.allows_forward(),
            backward: direction.allows_backward(),
            length: edge.planar_length(),
        }
    };
    draft.edges.iter().map(connection).collect()
}
