//! The finished network.

use std::sync::OnceLock;

use xiaqu_model::{EdgeIx, IxVec, LocalFrame, LonLat, NodeIx};

use super::{
    arcs::Arcs,
    build,
    closing::ClosedEdges,
    edge::RoadEdge,
    islands::Parts,
    repair_report::RepairReport,
    segments::{EdgeSegment, SegmentTree, segments_of},
};
use crate::{
    Closure, ElevationGrid, Link, RoadClass, RoadError, RoadLine, RoadSettings, Scenario, TurnRestriction, Weights,
};

/// Road network (道路网): junctions, edges with their lines and times, connected parts, and the nearest road to a point.
///
/// Never changes once built; scenarios are [`Weights`] beside it.
#[derive(Debug)]
pub struct RoadNetwork {
    pub(crate) nodes: IxVec<NodeIx, LonLat>,
    pub(crate) edges: IxVec<EdgeIx, RoadEdge>,
    pub(crate) arcs: Arcs,
    pub(crate) parts: Parts,
    tree: OnceLock<SegmentTree>,
    pub(crate) frame: LocalFrame,
    pub(crate) settings: RoadSettings,
    pub(crate) closures: Vec<ClosedEdges>,
}

/// What a network is made of, besides what follows from it.
pub(super) struct Made {
    pub(super) nodes: IxVec<NodeIx, LonLat>,
    pub(super) edges: IxVec<EdgeIx, RoadEdge>,
    pub(super) arcs: Arcs,
    pub(super) parts: Parts,
    pub(super) frame: LocalFrame,
    pub(super) settings: RoadSettings,
    pub(super) closures: Vec<ClosedEdges>,
}

/// Everything that a network is built from.
#[derive(Clone, Copy, Debug, Default)]
pub struct RoadData<'a> {
    /// Road lines.
    pub lines: &'a [RoadLine],
    /// Stated crossings.
    pub links: &'a [Link],
    /// Turn restrictions, which every search over the network obeys. Only the junctions they pass are copied.
    pub turns: &'a [TurnRestriction],
    /// Closures and slow-downs in force. Edges are cut where they begin and end; times change by scenario.
    pub closures: &'a [Closure],
    /// Heights of the ground, by which roads are slower uphill and on steep descents; without them all roads are flat.
    pub elevation: Option<&'a ElevationGrid>,
}

impl RoadNetwork {
    /// Builds the network: splits lines at junctions, joins dead ends that miss a road by no more than the tolerance,
    /// lands the crossings, removes pieces without length, measures, and finds the connected parts.
    ///
    /// The result depends on the order of `lines` and `crossings` only in the numbering of edges and junctions.
    ///
    /// # Errors
    /// [`RoadError::BadPoints`], [`RoadError::BadSpeed`] and [`RoadError::BadFactor`] for input that no reader of
    /// this workspace makes.
    pub fn build(
        lines: &[RoadLine],
        crossings: &[Link],
        frame: LocalFrame,
        settings: &RoadSettings,
    ) -> Result<(Self, RepairReport), RoadError> {
        build::build(RoadData { lines, links: crossings, ..RoadData::default() }, frame, settings)
    }

    /// The same with turn restrictions, which every search over the network then obeys; [`RepairReport::turns`] tells
    /// of each what became of it. Only the junctions they pass are copied.
    ///
    /// # Errors
    /// As [`RoadNetwork::build`].
    pub fn build_with_turns(
        lines: &[RoadLine],
        crossings: &[Link],
        turns: &[TurnRestriction],
        frame: LocalFrame,
        settings: &RoadSettings,
    ) -> Result<(Self, RepairReport), RoadError> {
        build::build(RoadData { lines, links: crossings, turns, ..RoadData::default() }, frame, settings)
    }

    /// The same from everything there may be; [`RepairReport::closures`] tells of each closure what it covers.
    ///
    /// # Errors
    /// As [`RoadNetwork::build`].
    pub fn build_from(
        data: RoadData<'_>,
        frame: LocalFrame,
        settings: &RoadSettings,
    ) -> Result<(Self, RepairReport), RoadError> {
        build::build(data, frame, settings)
    }

    pub(super) fn from_made(made: Made) -> Self {
        let Made { nodes, edges, arcs, parts, frame, settings, closures } = made;
        Self { nodes, edges, arcs, parts, tree: OnceLock::new(), frame, settings, closures }
    }

    /// The segments that places may be put on; made when the first place is.
    pub(crate) fn tree(&self) -> &SegmentTree {
        self.tree.get_or_init(|| SegmentTree::new(self.snapping_segments()))
    }

    /// Of a crossing only its two ends, for nobody lives on the water.
    fn snapping_segments(&self) -> impl Iterator<Item = EdgeSegment> + '_ {
        self.edges.iter().enumerate().flat_map(|(position, edge)| {
            let local = edge.shape.local();
            let is_crossing = edge.class == RoadClass::Crossing;
            let ends = [local.first(), local.last()].into_iter().flatten().filter(move |_| is_crossing);
            let vertices = [0, local.len().saturating_sub(1)];
            let ends = ends.zip(vertices);
            let ends =
                ends.map(move |(point, segment)| EdgeSegment { edge: position, segment, start: *point, end: *point });
            segments_of(position, local).filter(move |_| !is_crossing).chain(ends)
        })
    }

    /// All edges.
    pub fn edges(&self) -> &IxVec<EdgeIx, RoadEdge> {
        &self.edges
    }

    /// Positions of all junctions and ends.
    pub fn nodes(&self) -> &IxVec<NodeIx, LonLat> {
        &self.nodes
    }

    /// The plane of the county.
    pub const fn frame(&self) -> &LocalFrame {
        &self.frame
    }

    /// The settings it was built with.
    pub const fn settings(&self) -> &RoadSettings {
        &self.settings
    }

    /// Driving times in a scenario.
    pub fn weights(&self, scenario: Scenario) -> Weights {
        Weights::new(self, scenario)
    }
}
