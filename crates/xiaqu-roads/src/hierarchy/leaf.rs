//! The order inside a part that is too small to dissect: fewest neighbours first.

use xiaqu_model::{Index, NodeIx};

use super::part::Part;

/// Most junctions of such a part, so that the neighbours of one are a word of bits.
pub(super) const LEAF_MOST: usize = 32;

/// Writes the junctions of a part of at most [`LEAF_MOST`] in order of elimination: always the one with the fewest
/// neighbours, which then become neighbours of each other.
pub(super) fn order_leaf(part: &Part, order: &mut [NodeIx]) {
    let mut neighbours: Vec<u64> = part
        .star
        .tails()
        .map(|tail| part.star.of(tail).iter().fold(0, |bits, head| bits | bit(head.position())))
        .collect();
    let mut left: Vec<usize> = (0..part.len()).collect();
    for slot in order {
        let degree = |node: &usize| neighbours.get(*node).map_or(0, |bits| bits.count_ones());
        let Some(place) = (0..left.len()).min_by_key(|place| left.get(*place).map_or(0, degree)) else { return };
        let node = left.remove(place);
        let around = neighbours.get(node).copied().unwrap_or_default();
        for (other, bits) in neighbours.iter_mut().enumerate() {
            if around & bit(other) != 0 {
                *bits = (*bits | around) & !bit(node) & !bit(other);
            }
        }
        if let Some(id) = part.nodes.as_slice().get(node) {
            *slot = *id;
        }
    }
}

fn bit(position: usize) -> u64 {
    1 << (position % 64)
}
