//! The hierarchy: what is made once for a network.

use xiaqu_model::{IxVec, NodeIx, TravelTime};

use super::{
    chordal::upward_lists,
    elimination::ranks,
    error::HierarchyError,
    graph::RoadGraph,
    index::{NOTHING, Rank, stored},
    metric::Metric,
    order::elimination_order,
    star::Star,
};
use crate::weights::{UNREACHABLE, to_milliseconds};

/// Customizable contraction hierarchy (可定制收缩层次): the order of the junctions of a network and the arcs that
/// elimination in this order makes. It knows no times; [`Hierarchy::customise`] adds those of a scenario in a fraction of
/// a second, and [`Metric`] answers.
///
/// Made once for a network. Pays off from some hundred sources on (see [`Hierarchy::pays_off`]), or at once when it was
/// kept beside the data ([`Hierarchy::write`]).
///
/// Dibbelt, Strasser and Wagner, "Customizable contraction hierarchies" (2016).
///
/// # Example
/// ```
/// use xiaqu_model::{Index, NodeIx, TravelTime};
/// use xiaqu_roads::{Hierarchy, RoadGraph};
///
/// // Three junctions in a row, the second road one-way.
/// let graph = RoadGraph::new(vec![0, 1, 3, 3], vec![1, 0, 2], vec![[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]])?;
/// let hierarchy = Hierarchy::build(&graph);
/// let seconds = |seconds: u32| Some(TravelTime::from_milliseconds(1_000 * seconds));
/// let metric = hierarchy.customise_arcs(&[seconds(60), seconds(60), seconds(30)])?;
/// let [from, to] = [0, 2].map(NodeIx::from_position);
/// let times = metric.towards(&[to, from])?.times_from(&[from, to])?;
/// assert_eq!(times.time(0, 0), seconds(90));
/// assert_eq!(times.time(1, 1), None);
/// # Ok::<(), xiaqu_roads::HierarchyError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Hierarchy {
    pub(super) ranks: IxVec<NodeIx, Rank>,
    /// Arcs to higher ranks; see [`upward_lists`].
    pub(super) up: Star<Rank, Rank>,
    /// The first of each list, again: sweeps climb by it alone. [`Rank::NONE`] at the top of a connected part.
    pub(super) parents: IxVec<Rank, Rank>,
    /// For every arc of the graph twice its place in `up`, and one more if it leads down; [`NOTHING`] for loops.
    pub(super) slots: Vec<u32>,
    /// The lower arcs that end at a rank.
    pub(super) below: Star<Rank, LowerArc>,
}

/// An arc seen from its upper end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LowerArc {
    /// Its place in the upward lists.
    pub(super) place: u32,
    /// Where the list of its lower end ends.
    pub(super) list_end: u32,
}

impl Hierarchy {
    /// Orders the junctions by nested dissection and builds the hierarchy; the same for any number of threads.
    ///
    /// Complexity: about half a minute for a million junctions on two cores.
    pub fn build(graph: &RoadGraph) -> Self {
        let neighbours = graph.neighbours();
        let order = elimination_order(graph, &neighbours);
        let ranks = ranks(&neighbours, &order);
        drop(order);
        let up = upward_lists(&neighbours, &ranks);
        drop(neighbours);
        // Elimination makes an arc of every neighbourhood, so that no arc of the graph is without its place.
        let slots = slots(graph, &ranks, &up).unwrap_or_default();
        Self::from_parts(ranks, up, slots)
    }

    pub(super) fn from_parts(ranks: IxVec<NodeIx, Rank>, up: Star<Rank, Rank>, slots: Vec<u32>) -> Self {
        let arcs = up.tails().flat_map(|tail| {
            let range = up.range(tail);
            let list_end = stored(range.end);
            let places = up.of(tail).iter().zip(range);
            places.map(move |(head, place)| (*head, LowerArc { place: stored(place), list_end }))
        });
        let below = Star::from_pairs(up.len(), arcs, LowerArc { place: NOTHING, list_end: NOTHING });
        let parents = IxVec::from_fn(up.len(), |rank| up.of(rank).first().copied().unwrap_or(Rank::NONE));
        Self { ranks, up, parents, slots, below }
    }

    /// Whether building a hierarchy for this many sources in all, those of every scenario counted, is worth it; below,
    /// [`crate::travel_times`] is done sooner. Order and build cost about as much as seventy to a hundred and ten searches
    /// over the whole network (benches/README.md).
    pub const fn pays_off(sources: usize) -> bool {
        sources >= 120
    }

    /// Number of arcs of the hierarchy: its size.
    pub fn arc_count(&self) -> usize {
        self.up.heads().len()
    }

    /// The time of every arc of the graph, in its order; `None` where closed.
    ///
    /// # Errors
    /// [`HierarchyError::OtherGraph`] if there is not one time for each arc, [`HierarchyError::TimesTooLong`] if sums of
    /// them could pass 2^31 milliseconds.
    pub fn customise_arcs(&self, times: &[Option<TravelTime>]) -> Result<Metric<'_>, HierarchyError> {
        // A time of 2^32 - 1 ms is refused with all those of more than 2^30 ms, never taken for a closed arc.
        if times.contains(&Some(TravelTime::from_milliseconds(UNREACHABLE))) {
            return Err(super::metric::too_long(UNREACHABLE));
        }
        Metric::new(self, times.iter().map(|time| to_milliseconds(*time)))
    }
}

/// Where the time of each arc goes; `None` if an arc has no place in the lists.
pub(super) fn slots(graph: &RoadGraph, ranks: &IxVec<NodeIx, Rank>, up: &Star<Rank, Rank>) -> Option<Vec<u32>> {
    let slot = |tail: NodeIx, head: NodeIx| {
        let (from, to) = (ranks[tail], ranks[head]);
        if from == to {
            return Some(NOTHING);
        }
        let (low, high) = (from.min(to), from.max(to));
        let place = up.range(low).start + up.of(low).binary_search(&high).ok()?;
        Some(2 * stored(place) + u32::from(from > to))
    };
    let arcs = graph.arcs.tails().flat_map(|tail| graph.arcs.of(tail).iter().map(move |head| (tail, *head)));
    arcs.map(|(tail, head)| slot(tail, head)).collect()
}
