//! The first part of the order: dead ends, and junctions between two roads, which most junctions are.

use xiaqu_model::{Index, IxVec, NodeIx};

use super::{
    index::{Local, stored},
    part::Part,
    star::Star,
};

/// What is left after junctions of degree two or less were eliminated.
pub(super) struct Reduced {
    /// The junctions eliminated, in order.
    pub(super) eliminated: Vec<NodeIx>,
    /// The rest, where the neighbours of an eliminated junction are neighbours of each other.
    pub(super) core: Part,
}

/// Eliminates junctions of degree 0, 1 and 2 as long as there are any. It costs at most one new neighbourhood each, so
/// the hierarchy gets no larger by it, and dissection has a graph several times smaller.
///
/// Works in rounds, and in one round no two neighbours are eliminated: a chain of k junctions becomes a tree of depth
/// log k in the hierarchy, not k. Complexity: O(n + m) for what is found, times the rounds a junction waits.
pub(super) fn reduce(neighbours: &Star<NodeIx, NodeIx>) -> Reduced {
    let mut graph = Shrinking::new(neighbours);
    let mut eliminated = Vec::with_capacity(neighbours.len());
    let mut waiting: Vec<NodeIx> = neighbours.tails().filter(|node| graph.is_low(*node)).collect();
    let mut blocked_in = IxVec::from_fn(neighbours.len(), |_| 0_u32);
    let mut round = 0;
    while !waiting.is_empty() {
        round += 1;
        let mut later = Vec::new();
        for node in waiting {
            if graph.is_gone[node] || !graph.is_low(node) {
                continue;
            }
            if blocked_in[node] == round {
                later.push(node);
                continue;
            }
            for neighbour in graph.eliminate(node).into_iter().flatten() {
                blocked_in[neighbour] = round;
                if graph.is_low(neighbour) {
                    later.push(neighbour);
                }
            }
            eliminated.push(node);
        }
        waiting = later;
    }
    Reduced { eliminated, core: graph.rest() }
}

/// A graph that loses junctions. Its lists never grow: a neighbour that goes is replaced by at most one.
struct Shrinking<'graph> {
    original: &'graph Star<NodeIx, NodeIx>,
    heads: Vec<NodeIx>,
    degree: IxVec<NodeIx, u32>,
    is_gone: IxVec<NodeIx, bool>,
}

impl<'graph> Shrinking<'graph> {
    fn new(original: &'graph Star<NodeIx, NodeIx>) -> Self {
        let count = original.len();
        Self {
            original,
            heads: original.heads().to_vec(),
            degree: IxVec::from_fn(count, |node| stored(original.range(node).len())),
            is_gone: IxVec::from_fn(count, |_| false),
        }
    }

    fn is_low(&self, node: NodeIx) -> bool {
        self.degree[node] <= 2
    }

    fn of(&self, node: NodeIx) -> &[NodeIx] {
        let start = self.original.range(node).start;
        self.heads.get(start..start + self.degree[node] as usize).unwrap_or_default()
    }

    /// Takes out a junction of degree two or less; its neighbours become neighbours of each other.
    fn eliminate(&mut self, node: NodeIx) -> [Option<NodeIx>; 2] {
        let ends = match self.of(node) {
            [] => [None, None],
            [one, rest @ ..] => [Some(*one), rest.first().copied()],
        };
        self.is_gone[node] = true;
        if let Some(one) = ends[0] {
            self.replace(one, node, ends[1]);
        }
        if let Some(other) = ends[1] {
            self.replace(other, node, ends[0]);
        }
        ends
    }

    /// In the list of a junction, puts another neighbour in the place of the one that goes, unless it is there already.
    fn replace(&mut self, at: NodeIx, goes: NodeIx, comes: Option<NodeIx>) {
        let start = self.original.range(at).start;
        let degree = self.degree[at] as usize;
        let comes = comes.filter(|comes| !self.of(at).contains(comes));
        let Some(list) = self.heads.get_mut(start..start + degree) else { return };
        let Some(place) = list.iter().position(|head| *head == goes) else { return };
        if let Some(comes) = comes {
            if let Some(slot) = list.get_mut(place) {
                *slot = comes;
            }
        } else {
            list.swap(place, degree - 1);
            self.degree[at] -= 1;
        }
    }

    fn rest(&self) -> Part {
        let nodes: Vec<NodeIx> = self.original.tails().filter(|node| !self.is_gone[*node]).collect();
        let mut local = IxVec::from_fn(self.original.len(), |_: NodeIx| Local::NONE);
        for (position, node) in nodes.iter().enumerate() {
            local[*node] = Local::from_position(position);
        }
        let heads = nodes.iter().map(|node| self.degree[*node] as usize).sum();
        let mut star = Star::with_capacity(nodes.len(), heads);
        for node in &nodes {
            self.of(*node).iter().for_each(|head| star.push(local[*head]));
            star.close_list();
        }
        Part { nodes: IxVec::from_rows(nodes), star }
    }
}
