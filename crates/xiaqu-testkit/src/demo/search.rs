//! Least-cost search on the lattice: Dijkstra's algorithm with whole-number costs, so that ties break the same way on every machine.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::lattice::Lattice;

/// Cost of a step between neighbours; `None` if it cannot be taken.
pub(crate) type Step<'a> = &'a dyn Fn(usize, usize) -> Option<u32>;

/// Spreads every source until the fronts meet; the owner of each node is the source that got there first.
///
/// A source is its node, its cost at the start and its owner number.
pub(crate) fn spread(lattice: &Lattice, sources: &[(usize, u32, usize)], step: Step) -> Vec<Option<usize>> {
    let mut owner: Vec<Option<usize>> = vec![None; lattice.len()];
    let mut open: BinaryHeap<_> = sources.iter().map(|&(node, cost, who)| Reverse((cost, node, who))).collect();
    while let Some(Reverse((cost, node, who))) = open.pop() {
        if owner[node].is_some() {
            continue;
        }
        owner[node] = Some(who);
        for next in lattice.neighbours(node).filter(|&next| owner[next].is_none()) {
            if let Some(extra) = step(node, next) {
                open.push(Reverse((cost + extra, next, who)));
            }
        }
    }
    owner
}

/// The cheapest path from `from` to the first node that is a goal; empty if there is none.
pub(crate) fn path(lattice: &Lattice, from: usize, is_goal: &dyn Fn(usize) -> bool, step: Step) -> Vec<usize> {
    let mut parent = HashMap::new();
    let mut open = BinaryHeap::from([Reverse((0_u32, from, from))]);
    while let Some(Reverse((cost, node, before))) = open.pop() {
        if parent.contains_key(&node) {
            continue;
        }
        parent.insert(node, before);
        if is_goal(node) {
            return walk_back(&parent, from, node);
        }
        for next in lattice.neighbours(node) {
            if let Some(extra) = step(node, next).filter(|_| !parent.contains_key(&next)) {
                open.push(Reverse((cost + extra, next, node)));
            }
        }
    }
    Vec::new()
}

fn walk_back(parent: &HashMap<usize, usize>, from: usize, to: usize) -> Vec<usize> {
    let mut nodes = vec![to];
    let mut node = to;
    while node != from {
        node = parent[&node];
        nodes.push(node);
    }
    nodes.reverse();
    nodes
}
