//! Nested dissection: the order in which junctions are eliminated.

use rayon::prelude::*;
use xiaqu_model::{Index, IxVec, NodeIx};

use super::{
    graph::RoadGraph,
    index::{Local, NOTHING},
    leaf::{LEAF_MOST, order_leaf},
    part::Part,
    reduce::reduce,
    separator::separator,
    star::Star,
};

/// Parts of at least this many junctions are dissected beside each other.
const PARALLEL_FROM: usize = 2_000;

/// All junctions in order of elimination: dead ends and chains first, then the parts of the rest from the smallest to
/// the whole, each part before the junctions that separate it from others.
///
/// Complexity: O(n log n) separators' worth of flow; the same for any number of threads.
pub(super) fn elimination_order(graph: &RoadGraph, neighbours: &Star<NodeIx, NodeIx>) -> Vec<NodeIx> {
    let reduced = reduce(neighbours);
    let mut order = reduced.eliminated;
    let start = order.len();
    order.resize(neighbours.len(), NodeIx::from_position(NOTHING as usize));
    let core = reduced.core;
    let nothing_removed = IxVec::from_fn(core.len(), |_: Local| false);
    let parts = core.without(&nothing_removed);
    drop(core);
    if let Some(rest) = order.get_mut(start..) {
        dissect_all(parts, &graph.places, rest);
    }
    order
}

fn dissect_all(parts: Vec<Part>, places: &IxVec<NodeIx, [f64; 2]>, order: &mut [NodeIx]) {
    let mut rest = order;
    let mut work = Vec::with_capacity(parts.len());
    for part in parts {
        let Some((own, others)) = rest.split_at_mut_checked(part.len()) else { return };
        work.push((part, own));
        rest = others;
    }
    if work.iter().filter(|(part, _)| part.len() >= PARALLEL_FROM).count() > 1 {
        work.into_par_iter().for_each(|(part, own)| dissect(part, places, own));
    } else {
        for (part, own) in work {
            dissect(part, places, own);
        }
    }
}

/// Writes the order of a connected part.
fn dissect(part: Part, places: &IxVec<NodeIx, [f64; 2]>, order: &mut [NodeIx]) {
    if part.len() <= LEAF_MOST {
        return order_leaf(&part, order);
    }
    let is_separator = separator(&part, places);
    let parts = part.without(&is_separator);
    let separators = part.nodes.iter_enumerated().filter(|(local, _)| is_separator[*local]).map(|(_, node)| *node);
    let inside = parts.iter().map(Part::len).sum();
    let Some((rest, top)) = order.split_at_mut_checked(inside) else { return };
    top.iter_mut().zip(separators).for_each(|(slot, node)| *slot = node);
    // The part itself is not needed below; at the top it is most of the memory.
    drop(part);
    dissect_all(parts, places, rest);
}
