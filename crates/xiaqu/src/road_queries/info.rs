//! What a road file holds: what was read, dropped and repaired, and what is left to look at.

use std::collections::BTreeMap;

use xiaqu_roads::{RoadClass, RoadEdge, Season, TurnFinding, TurnOutcome};

use super::read::{ReadRoads, box_around};

/// Roads of one class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassLength {
    /// Class.
    pub class: RoadClass,
    /// Edges between junctions.
    pub edges: usize,
    /// Their length, km.
    pub length_km: f64,
    /// Length of those that are driven in one direction only, km.
    pub one_way_km: f64,
}

/// What the roads are, in numbers. The findings themselves are in [`ReadRoads::import`] and [`ReadRoads::repairs`].
#[derive(Clone, Debug, PartialEq)]
pub struct RoadsInfo {
    /// Length of all roads, km.
    pub length_km: f64,
    /// Roads by class, from the greatest.
    pub classes: Vec<ClassLength>,
    /// West, south, east, north, in degrees.
    pub extent: Option<[f64; 4]>,
    /// Length that is closed when wet, km.
    pub closed_when_wet_km: f64,
    /// Length that is not there all year, km.
    pub seasonal_km: f64,
    /// Turn restrictions of the file, by what became of them.
    pub turns: BTreeMap<TurnOutcome, usize>,
}

impl RoadsInfo {
    /// Counts and measures roads.
    pub fn of(roads: &ReadRoads) -> Self {
        let edges = || roads.network.edges().iter();
        let kilometres = |metres: f64| metres / 1_000.0;
        let length = |wanted: &dyn Fn(&&RoadEdge) -> bool| {
            // A sum of nothing is minus zero.
            kilometres(edges().filter(|edge| wanted(edge)).fold(0.0, |sum, edge| sum + edge.length().as_metres()))
        };
        let class = |class: RoadClass| {
            let is_one_way = |edge: &&RoadEdge| {
                edge.class() == class && edge.forward_time().is_some() != edge.backward_time().is_some()
            };
            ClassLength {
                class,
                edges: edges().filter(|edge| edge.class() == class).count(),
                length_km: length(&|edge| edge.class() == class),
                one_way_km: length(&is_one_way),
            }
        };
        let classes = RoadClass::ALL.into_iter().map(class);
        let mut turns = BTreeMap::new();
        for turn in turn_findings(roads) {
            *turns.entry(turn.outcome).or_default() += 1;
        }
        Self {
            length_km: length(&|_| true),
            classes: classes.filter(|row| row.edges > 0).collect(),
            extent: box_around(edges().flat_map(RoadEdge::points)),
            closed_when_wet_km: length(&|edge| edge.is_closed_when_wet()),
            seasonal_km: length(&|edge| edge.season() != Season::AllYear),
            turns,
        }
    }
}

/// All turn restrictions of the file with what became of them: those left out by the reader, then those of the network.
pub(super) fn turn_findings(roads: &ReadRoads) -> impl Iterator<Item = &TurnFinding> {
    roads.import.iter().flat_map(|import| &import.turns_left_out).chain(&roads.repairs.turns)
}
