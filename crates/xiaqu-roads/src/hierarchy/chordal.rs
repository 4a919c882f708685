//! The supergraph that elimination makes, with every arc from lower to higher rank.

use xiaqu_model::{IxVec, NodeIx};

use super::{index::Rank, star::Star};

/// Neighbours of higher rank, ascending, of every rank. The first is its parent in the elimination tree; the rest are
/// neighbours of the parent as well.
///
/// Complexity: O(arcs log of the longest list).
pub(super) fn upward_lists(neighbours: &Star<NodeIx, NodeIx>, ranks: &IxVec<NodeIx, Rank>) -> Star<Rank, Rank> {
    let count = neighbours.len();
    let nowhere = Rank::NONE;
    let rising = neighbours.tails().flat_map(|tail| {
        let lists = neighbours.of(tail).iter().map(move |head| (ranks[tail], ranks[*head]));
        lists.filter(|(one, other)| one < other)
    });
    let given: Star<Rank, Rank> = Star::from_pairs(count, rising, nowhere);
    let mut up = Star::with_capacity(count, 3 * given.heads().len());
    let mut first_child = IxVec::from_fn(count, |_: Rank| nowhere);
    let mut sibling = IxVec::from_fn(count, |_: Rank| nowhere);
    let mut seen_by = IxVec::from_fn(count, |_: Rank| nowhere);
    let mut list = Vec::new();
    for rank in given.tails() {
        list.clear();
        seen_by[rank] = rank;
        let mut add = |heads: &[Rank]| {
            for head in heads {
                if seen_by[*head] != rank {
                    seen_by[*head] = rank;
                    list.push(*head);
                }
            }
        };
        let mut child = first_child[rank];
        while child != nowhere {
            add(up.of(child));
            child = sibling[child];
        }
        add(given.of(rank));
        list.sort_unstable();
        if let Some(parent) = list.first() {
            sibling[rank] = first_child[*parent];
            first_child[*parent] = rank;
        }
        for head in &list {
            up.push(*head);
        }
        up.close_list();
    }
    up
}

/// Whether every list ascends above its rank, and all but its first are in the list of its first: what makes sweeps exact.
pub(super) fn is_chordal(up: &Star<Rank, Rank>) -> bool {
    up.tails().all(|rank| {
        let list = up.of(rank);
        let ascends = list.first().is_none_or(|first| *first > rank) && list.is_sorted_by(|one, other| one < other);
        let Some((parent, rest)) = list.split_first() else { return true };
        let mut above = up.of(*parent).iter();
        ascends && rest.iter().all(|head| above.any(|known| known == head))
    })
}
