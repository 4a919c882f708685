//! Strongly connected parts: where one can drive from every road to every other and back.

use petgraph::{Graph, algo::kosaraju_scc, graph::NodeIndex};
use xiaqu_model::{Index, IxVec, NodeIx};

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
        let mut component: IxVec<NodeIx, usize> = IxVec::from_fn(node_count, |_| 0);
        for (number, members) in kosaraju_scc(&graph).into_iter().enumerate() {
            for member in members {
                component[NodeIx::from_position(member.index())] = number;
            }
        }
        Self::number_by_first_edge(&component, connections)
    }

    fn number_by_first_edge(component: &IxVec<NodeIx, usize>, connections: &[Connection]) -> Self {
        let mut found = Self::default();
        let mut numbers: Vec<Option<usize>> = vec![None; component.len()];
        for (position, connection) in connections.iter().enumerate() {
            let inside = component[connection.from] == component[connection.to];
            let drivable = connection.forward || connection.backward;
            let number = numbers.get_mut(component[connection.from]).filter(|_| inside && drivable).map(|number| {
                *number.get_or_insert_with(|| {
                    found.parts.push(Part { first_edge: position, ..Part::default() });
                    found.parts.len() - 1
                })
            });
            if let Some(part) = number.and_then(|number| found.parts.get_mut(number)) {
                part.length += connection.length;
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
