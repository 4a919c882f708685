//! From an order to ranks: the elimination tree, walked so that a junction stands near those above it.

use xiaqu_model::{Index, IxVec, NodeIx};

use super::{index::Rank, star::Star};

/// The rank of every junction. Ranks differ from places in `order`, but give the same hierarchy: they are a walk of the
/// elimination tree, children before parents and a whole branch at a time, so that sweeps read memory almost in order.
///
/// Complexity: almost linear (Liu, "The role of elimination trees in sparse factorization", 1990, with shortened paths).
pub(super) fn ranks(neighbours: &Star<NodeIx, NodeIx>, order: &[NodeIx]) -> IxVec<NodeIx, Rank> {
    let mut place = IxVec::from_fn(neighbours.len(), |_: NodeIx| Rank::NONE);
    for (position, node) in order.iter().enumerate() {
        place[*node] = Rank::from_position(position);
    }
    let walked = walk(&parents(neighbours, order, &place));
    let mut ranks = IxVec::from_fn(neighbours.len(), |_| Rank::NONE);
    for (position, node) in order.iter().enumerate() {
        ranks[*node] = walked[Rank::from_position(position)];
    }
    ranks
}

/// The first junction after each to which it gets a neighbour by elimination.
fn parents(neighbours: &Star<NodeIx, NodeIx>, order: &[NodeIx], place: &IxVec<NodeIx, Rank>) -> IxVec<Rank, Rank> {
    let mut parents = IxVec::from_fn(order.len(), |_: Rank| Rank::NONE);
    let mut above = IxVec::from_fn(order.len(), |_: Rank| Rank::NONE);
    for (position, node) in order.iter().enumerate() {
        let rank = Rank::from_position(position);
        for neighbour in neighbours.of(*node) {
            let mut below = place[*neighbour];
            while below < rank {
                let next = above[below];
                above[below] = rank;
                if next == Rank::NONE {
                    parents[below] = rank;
                    break;
                }
                below = next;
            }
        }
    }
    parents
}

/// The place of every row in a walk of the tree, children first.
fn walk(parents: &IxVec<Rank, Rank>) -> IxVec<Rank, Rank> {
    let mut first_child = IxVec::from_fn(parents.len(), |_: Rank| Rank::NONE);
    let mut sibling = IxVec::from_fn(parents.len(), |_: Rank| Rank::NONE);
    let mut first_root = Rank::NONE;
    for (row, parent) in parents.iter_enumerated().rev() {
        let list = if *parent == Rank::NONE { &mut first_root } else { &mut first_child[*parent] };
        sibling[row] = *list;
        *list = row;
    }
    let mut walked = IxVec::from_fn(parents.len(), |_| Rank::NONE);
    let mut count = 0;
    let mut row = first_root;
    while row != Rank::NONE {
        while first_child[row] != Rank::NONE {
            row = first_child[row];
        }
        loop {
            walked[row] = Rank::from_position(count);
            count += 1;
            if sibling[row] != Rank::NONE {
                row = sibling[row];
                break;
            }
            row = parents[row];
            if row == Rank::NONE {
                return walked;
            }
        }
    }
    walked
}
