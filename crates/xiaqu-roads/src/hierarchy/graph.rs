//! The graph that is searched, without shapes and classes.

use xiaqu_model::{Index, IxVec, NodeIx};

use super::{
    error::HierarchyError,
    index::{NOTHING, stored},
    star::Star,
};
use crate::RoadNetwork;

/// Most junctions and most arcs, so that an arc and its direction fit into 32 bits.
const MOST: usize = 1 << 31;

/// Road graph (道路图): junctions with their places on a plane, and arcs sorted by tail. One-ways, parallel arcs, loops
/// and unconnected parts are all allowed.
///
/// Places guide the order of the hierarchy; they change how fast it is, never an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct RoadGraph {
    pub(super) arcs: Star<NodeIx, NodeIx>,
    pub(super) places: IxVec<NodeIx, [f64; 2]>,
}

impl RoadGraph {
    /// From a forward star: the arcs that leave junction `i` are `heads[first[i]..first[i + 1]]`, and `places` has x and
    /// y of every junction in metres or any other unit.
    ///
    /// # Errors
    /// [`HierarchyError::BadGraph`] where the arrays do not fit together, [`HierarchyError::TooLarge`] from 2^31
    /// junctions or arcs on.
    ///
    /// # Example
    /// ```
    /// use xiaqu_roads::RoadGraph;
    /// let graph = RoadGraph::new(vec![0, 1, 2], vec![1, 0], vec![[0.0, 0.0], [100.0, 0.0]])?;
    /// assert_eq!((graph.junction_count(), graph.arc_count()), (2, 2));
    /// assert!(RoadGraph::new(vec![0, 1], vec![7], vec![[0.0, 0.0]]).is_err());
    /// # Ok::<(), xiaqu_roads::HierarchyError>(())
    /// ```
    pub fn new(first: Vec<u32>, heads: Vec<u32>, places: Vec<[f64; 2]>) -> Result<Self, HierarchyError> {
        let (junctions, arcs) = (places.len(), heads.len());
        if junctions >= MOST || arcs >= MOST {
            return Err(HierarchyError::TooLarge { junctions, arcs });
        }
        let bad = |reason| HierarchyError::BadGraph { reason };
        if first.len() != junctions + 1 {
            return Err(bad("one start of a list for each junction, and the end of the last"));
        }
        if heads.iter().any(|head| *head as usize >= junctions) {
            return Err(bad("every head is a junction"));
        }
        if places.iter().flatten().any(|coordinate| !coordinate.is_finite()) {
            return Err(bad("every place is finite"));
        }
        let heads = heads.into_iter().map(|head| NodeIx::from_position(head as usize)).collect();
        let arcs = Star::from_arrays(first, heads).ok_or(bad("lists ascend from 0 to the number of heads"))?;
        Ok(Self { arcs, places: IxVec::from_rows(places) })
    }

    /// The search graph of a network, whose junctions are also the copies that turn restrictions ask for; its arcs are in
    /// the order of the network's forward star.
    ///
    /// # Errors
    /// [`HierarchyError::TooLarge`] from 2^31 junctions or arcs on.
    pub fn of_network(network: &RoadNetwork) -> Result<Self, HierarchyError> {
        let nodes = || (0..network.arcs.node_count()).map(NodeIx::from_position);
        let mut first = vec![0];
        first.extend(nodes().map(|node| stored(network.arcs.range(node).end)));
        let heads = network.arcs.all().iter().map(|arc| stored(arc.head.position())).collect();
        let place = |node| {
            let local = network.frame.to_local(network.nodes[network.arcs.junction_of(node)]);
            [local.x, local.y]
        };
        Self::new(first, heads, nodes().map(place).collect())
    }

    /// Number of junctions.
    pub fn junction_count(&self) -> usize {
        self.places.len()
    }

    /// Number of arcs; each direction of a road is one.
    pub fn arc_count(&self) -> usize {
        self.arcs.heads().len()
    }

    /// The neighbours of every junction, ascending, whatever the direction; loops and parallel arcs left out.
    pub(super) fn neighbours(&self) -> Star<NodeIx, NodeIx> {
        let pairs = self.arcs.tails().flat_map(|tail| self.arcs.of(tail).iter().map(move |head| (tail, *head)));
        let both = pairs.filter(|(tail, head)| tail != head).flat_map(|(one, other)| [(one, other), (other, one)]);
        let nowhere = NodeIx::from_position(NOTHING as usize);
        let all = Star::from_pairs(self.junction_count(), both, nowhere);
        let mut simple = Star::with_capacity(all.len(), all.heads().len());
        let mut list = Vec::new();
        for tail in all.tails() {
            list.clear();
            list.extend_from_slice(all.of(tail));
            list.sort_unstable();
            list.dedup();
            for head in &list {
                simple.push(*head);
            }
            simple.close_list();
        }
        simple
    }
}
