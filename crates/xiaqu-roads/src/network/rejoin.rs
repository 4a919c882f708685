//! Joining dead ends to the roads they miss: splitting the road, drawing the end to it, making one junction of two.

use std::{borrow::Cow, collections::BTreeMap};

use xiaqu_model::{IxVec, LocalFrame, NodeIx};

use super::{
    draft::{Draft, DraftEdge, DraftNode},
    near_miss::{NearMiss, Onto},
    segments::SegmentHit,
};

/// Junctions that are one: a forest of representatives.
pub(super) struct SameNodes {
    parents: IxVec<NodeIx, NodeIx>,
}

impl SameNodes {
    /// Each junction on its own.
    pub(super) fn new(count: usize) -> Self {
        Self { parents: IxVec::from_fn(count, |node| node) }
    }

    /// The representative.
    pub(super) fn find(&self, mut node: NodeIx) -> NodeIx {
        while self.parents[node] != node {
            node = self.parents[node];
        }
        node
    }

    /// Makes two junctions one; the lower index represents both.
    pub(super) fn unite(&mut self, one: NodeIx, other: NodeIx) {
        let (one, other) = (self.find(one), self.find(other));
        self.parents[one.max(other)] = one.min(other);
    }
}

/// Points at which edges are split: by edge, the hits and the junctions made there.
pub(super) type Splits = BTreeMap<usize, Vec<(SegmentHit, NodeIx)>>;

/// Joins the dead ends.
pub(super) fn rejoin(draft: &mut Draft<'_>, joins: &[NearMiss], frame: &LocalFrame) {
    if joins.is_empty() {
        return;
    }
    let mut splits = Splits::new();
    let mut drawn_to: BTreeMap<NodeIx, NodeIx> = BTreeMap::new();
    for join in joins {
        let target = match join.onto {
            Onto::Node(node) => node,
            Onto::Inside(hit) => split_node(draft, hit, frame, &mut splits),
        };
        drawn_to.insert(join.end, target);
    }
    apply_splits(draft, splits);
    for edge in &mut draft.edges {
        for (end, at_start) in [(edge.from, true), (edge.to, false)] {
            if let Some(target) = drawn_to.get(&end) {
                draw_to(edge, draft.nodes[*target], at_start);
            }
        }
    }
    let mut same = SameNodes::new(draft.nodes.len());
    for (end, target) in drawn_to {
        same.unite(end, target);
    }
    rename(draft, &same);
}

/// Adds a junction at a point inside an edge.
pub(super) fn split_node(draft: &mut Draft<'_>, hit: SegmentHit, frame: &LocalFrame, splits: &mut Splits) -> NodeIx {
    let position = frame.to_lonlat(hit.point);
    let node = draft.nodes.push(DraftNode { position, local: hit.point, blocked: false });
    splits.entry(hit.edge).or_default().push((hit, node));
    node
}

/// Cuts edges at the given points; the pieces stand in the place of the edge, in its direction.
pub(super) fn apply_splits(draft: &mut Draft<'_>, mut splits: Splits) {
    if splits.is_empty() {
        return;
    }
    let cuts: usize = splits.values().map(Vec::len).sum();
    let room = Vec::with_capacity(draft.edges.len() + cuts);
    let edges = std::mem::replace(&mut draft.edges, room);
    for (position, edge) in edges.into_iter().enumerate() {
        match splits.remove(&position) {
            None => draft.edges.push(edge),
            Some(mut cuts) => {
                cuts.sort_by(|(one, _), (other, _)| {
                    one.segment.cmp(&other.segment).then(one.share.total_cmp(&other.share))
                });
                let pieces = cut(&edge, &cuts, &draft.nodes);
                draft.edges.extend(pieces);
            }
        }
    }
}

fn cut<'a>(
    edge: &DraftEdge<'a>,
    cuts: &[(SegmentHit, NodeIx)],
    nodes: &IxVec<NodeIx, DraftNode>,
) -> Vec<DraftEdge<'a>> {
    let start = |node: NodeIx| DraftEdge {
        line: edge.line,
        from: node,
        to: node,
        points: vec![nodes[node].position].into(),
        local: vec![nodes[node].local].into(),
    };
    let mut pieces = Vec::new();
    let mut open = DraftEdge { points: Cow::default(), local: Cow::default(), ..edge.clone() };
    let mut waiting = cuts.iter().peekable();
    for (vertex, (point, local)) in edge.points.iter().zip(edge.local.iter()).enumerate() {
        open.points.to_mut().push(*point);
        open.local.to_mut().push(*local);
        while let Some((_, node)) = waiting.next_if(|(hit, _)| hit.segment == vertex) {
            open.points.to_mut().push(nodes[*node].position);
            open.local.to_mut().push(nodes[*node].local);
            open.to = *node;
            pieces.push(std::mem::replace(&mut open, start(*node)));
        }
    }
    open.to = edge.to;
    pieces.push(open);
    pieces
}

/// Draws an end of an edge to the junction it is joined to.
fn draw_to(edge: &mut DraftEdge<'_>, target: DraftNode, at_start: bool) {
    let position = if at_start { 0 } else { edge.points.len() };
    let present = if at_start { edge.points.first() } else { edge.points.last() };
    if present != Some(&target.position) {
        edge.points.to_mut().insert(position, target.position);
        edge.local.to_mut().insert(position, target.local);
    }
}

/// Replaces each junction by its representative.
pub(super) fn rename(draft: &mut Draft<'_>, same: &SameNodes) {
    for edge in &mut draft.edges {
        edge.from = same.find(edge.from);
        edge.to = same.find(edge.to);
    }
    for crossing in &mut draft.crossings {
        crossing.from = same.find(crossing.from);
        crossing.to = same.find(crossing.to);
    }
    for junction in draft.turn_junctions.values_mut() {
        *junction = same.find(*junction);
    }
}
