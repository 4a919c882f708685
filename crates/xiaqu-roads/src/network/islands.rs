//! Strongly connected parts: where one can drive from every road to every other and back.

use std::collections::BTreeSet;

use petgraph::{Graph, algo::kosaraju_scc, graph::NodeIndex};
use xiaqu_model::{EdgeIx, Index, IxVec, NodeIx};

use super::{arcs::Arcs, closing::ClosedEdges, edge::RoadEdge};
use crate::{ClosureEffect, RoadClass, Scenario, Season};

/// What the search for parts needs of an edge.
#[derive(Clone, Copy, Debug)]
pub(super) struct Connection {
    pub(super) from: NodeIx,
    pub(super) to: NodeIx,
    pub(super) forward: bool,
    pub(super) backward: bool,
    /// Metres.
    pub(super) length: f64,
}

/// One strongly connected part.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Part {
    /// Length of its roads in metres.
    pub(crate) length: f64,
    /// Number of its edges.
    pub(crate) edges: usize,
    /// Position of its first edge.
    pub(crate) first_edge: usize,
}

/// The parts that hold at least one edge, and the part of each edge.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts {
    /// Parts in the order of their first edges.
    pub(crate) parts: Vec<Part>,
    /// Position in `parts`; `None` for one-way edges from one part to another, which lead nowhere and back.
    pub(crate) of_edge: Vec<Option<usize>>,
}

impl Parts {
    /// Finds the parts. Complexity: linear (Kosaraju's two searches).
    pub(super) fn new(node_count: usize, connections: &[Connection]) -> Self {
        let mut graph: Graph<(), (), petgraph::Directed, u32> = Graph::with_capacity(node_count, 2 * connections.len());
        for _ in 0..node_count {
            graph.add_node(());
        }
        let vertex = |node: NodeIx| NodeIndex::new(node.position());
        for connection in connections {
            if connection.forward {
                graph.add_edge(vertex(connection.from), vertex(connection.to), ());
            }
            if connection.backward {
                graph.add_edge(vertex(connection.to), vertex(connection.from), ());
            }
        }
        let component = components(&graph);
        let of_edges = connections.iter().map(|connection| {
            let inside = component[connection.from] == component[connection.to];
            let drivable = connection.forward || connection.backward;
            ((inside && drivable).then_some(component[connection.from]), connection.length)
        });
        Self::number_by_first_edge(node_count, of_edges)
    }

    /// The parts of the finished network, turn restrictions obeyed: an edge is in a part if one of its arcs is. Roads
    /// that are there in winter only, or closed by day, belong to none, for they lead nowhere by day; a crossing has no
    /// length.
    ///
    /// Complexity: linear.
    pub(super) fn of_star(arcs: &Arcs, edges: &IxVec<EdgeIx, RoadEdge>, closures: &[ClosedEdges]) -> Self {
        let by_day = closures
            .iter()
            .filter(|closure| closure.effect == ClosureEffect::Closed && closure.holds_in(Scenario::Day));
        let closed: BTreeSet<EdgeIx> = by_day.flat_map(|closure| closure.edges.iter().map(|(edge, _)| *edge)).collect();
        let count = arcs.node_count();
        let mut graph: Graph<(), (), petgraph::Directed, u32> = Graph::with_capacity(count, arcs.all().len());
        for _ in 0..count {
            graph.add_node(());
        }
        let nodes = || (0..count).map(NodeIx::from_position);
        let leaving = |tail: NodeIx| {
            let arcs = arcs.all().get(arcs.range(tail)).unwrap_or_default().iter();
            arcs.filter(|arc| edges[arc.edge].season != Season::OnlyInWinter && !closed.contains(&arc.edge))
        };
        for tail in nodes() {
            for arc in leaving(tail) {
                graph.add_edge(NodeIndex::new(tail.position()), NodeIndex::new(arc.head.position()), ());
            }
        }
        let component = components(&graph);
        let mut of_edge: IxVec<EdgeIx, Option<usize>> = IxVec::from_fn(edges.len(), |_| None);
        for tail in nodes() {
            for arc in leaving(tail).filter(|arc| component[tail] == component[arc.head]) {
                of_edge[arc.edge].get_or_insert(component[tail]);
            }
        }
        Self::of_components(count, edges, of_edge.iter().copied())
    }

    /// From the component of every edge; there are at most `count`.
    pub(super) fn of_components(
        count: usize,
        edges: &IxVec<EdgeIx, RoadEdge>,
        of_edges: impl Iterator<Item = Option<usize>>,
    ) -> Self {
        let length = |edge: &RoadEdge| if edge.class == RoadClass::Crossing { 0.0 } else { edge.length().as_metres() };
        Self::number_by_first_edge(count, of_edges.zip(edges.iter().map(length)))
    }

    /// Numbers components, of which there are at most `count`, by their first edges.
    fn number_by_first_edge(count: usize, of_edges: impl Iterator<Item = (Option<usize>, f64)>) -> Self {
        let mut found = Self::default();
        let mut numbers: Vec<Option<usize>> = vec![None; count];
        for (position, (component, length)) in of_edges.enumerate() {
            let number = component.and_then(|component| numbers.get_mut(component)).map(|number| {
                *number.get_or_insert_with(|| {
                    found.parts.push(Part { first_edge: position, ..Part::default() });
                    found.parts.len() - 1
                })
            });
            if let Some(part) = number.and_then(|number| found.parts.get_mut(number)) {
                part.length += length;
                part.edges += 1;
            }
            found.of_edge.push(number);
        }
        found
    }

    /// The part of an edge.
    pub(crate) fn part_of(&self, edge: usize) -> Option<usize> {
        self.of_edge.get(edge).copied().flatten()
    }

    /// The longest part; of equals, the first.
    pub(crate) fn largest(&self) -> Option<usize> {
        let longest = |one: &(usize, &Part), other: &(usize, &Part)| {
            one.1.length.total_cmp(&other.1.length).then(other.0.cmp(&one.0))
        };
        self.parts.iter().enumerate().max_by(longest).map(|(number, _)| number)
    }
}

/// Number of the strongly connected component of each node.
fn components(graph: &Graph<(), (), petgraph::Directed, u32>) -> IxVec<NodeIx, usize> {
    let mut component: IxVec<NodeIx, usize> = IxVec::from_fn(graph.node_count(), |_| 0);
    for (number, members) in kosaraju_scc(graph).into_iter().enumerate() {
        for member in members {
            component[NodeIx::from_position(member.index())] = number;
        }
    }
    component
}
