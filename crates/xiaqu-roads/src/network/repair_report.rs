//! What repair did and what it left for the planner to judge.

use std::sync::Arc;

use xiaqu_model::{
    LonLat, Metres, Place, ProblemReport, e303_no_usable_road, w931_dead_end_joined, w932_dead_end_near_road,
    w933_road_island, w934_small_road_islands, w937_crossing_without_road, w939_one_way_traps,
    w991_closure_without_road, w992_roads_closed, w993_roads_slowed, w995_crossings_noded,
};

use crate::{ClosureEffect, RoadSettings, SlopeFinding, TurnFinding};

/// A dead end that was joined to the road it missed.
#[derive(Clone, Debug, PartialEq)]
pub struct JoinedEnd {
    /// Id of the road of the dead end.
    pub road: Arc<str>,
    /// Name of that road.
    pub name: Option<Arc<str>>,
    /// The dead end.
    pub position: LonLat,
    /// Width of the gap that was closed.
    pub distance: Metres,
}

/// A dead end that misses a road by more than the tolerance, left as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenEnd {
    /// Id of the road of the dead end.
    pub road: Arc<str>,
    /// Name of that road.
    pub name: Option<Arc<str>>,
    /// The dead end.
    pub position: LonLat,
    /// Width of the gap.
    pub distance: Metres,
}

/// A connected part of the network apart from the largest.
#[derive(Clone, Debug, PartialEq)]
pub struct Island {
    /// Length of its roads.
    pub length: Metres,
    /// Number of its edges.
    pub edges: usize,
    /// Name of the longest of its roads that have one.
    pub name: Option<Arc<str>>,
    /// A point of it.
    pub position: LonLat,
}

/// An end of a stated crossing with no road within `access_max`.
#[derive(Clone, Debug, PartialEq)]
pub struct StandingLinkEnd {
    /// Name of the crossing.
    pub link: Arc<str>,
    /// The end.
    pub position: LonLat,
}

/// A closure and what it covers.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundClosure {
    /// Its id.
    pub id: Arc<str>,
    /// What it does.
    pub effect: ClosureEffect,
    /// Number of edges.
    pub edges: usize,
    /// Length of these roads.
    pub length: Metres,
}

impl FoundClosure {
    /// What it covers, or that it covers nothing, as an input problem of `table`, the file of the closures.
    pub fn problem(&self, table: &str) -> ProblemReport {
        let place = Place::table(table).id(&self.id);
        if self.edges == 0 {
            return w991_closure_without_road(place);
        }
        let kilometres = format!("{:.3}", self.length.as_metres() / 1_000.0);
        match self.effect {
            ClosureEffect::Closed => w992_roads_closed(place, kilometres, self.edges),
            ClosureEffect::Slower { factor, delay } => {
                w993_roads_slowed(place, kilometres, self.edges, factor, delay.as_minutes())
            }
        }
    }
}

/// What the build found and repaired. Nothing is dropped without being counted here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RepairReport {
    /// Lines given.
    pub lines: usize,
    /// Edges of the network, crossings included.
    pub edges: usize,
    /// Junctions and ends of the network.
    pub nodes: usize,
    /// Copies of junctions that turn restrictions need.
    pub copies: usize,
    /// Pieces without length that were removed, their ends made one.
    pub zero_length: usize,
    /// Places where lines of a road layer met without a common point and were given one.
    pub crossings_noded: usize,
    /// Dead ends joined.
    pub joined: Vec<JoinedEnd>,
    /// Dead ends that nearly touch a road, left open.
    pub open: Vec<OpenEnd>,
    /// Parts apart from the largest, longest first.
    pub islands: Vec<Island>,
    /// Length of the largest part.
    pub largest: Metres,
    /// One-way edges that belong to no part, because one cannot come back.
    pub one_way_traps: usize,
    /// Their length.
    pub one_way_trap_length: Metres,
    /// Ends of crossings that stand alone.
    pub standing_link_ends: Vec<StandingLinkEnd>,
    /// What became of each turn restriction given, in that order.
    pub turns: Vec<TurnFinding>,
    /// What each closure given covers, in that order.
    pub closures: Vec<FoundClosure>,
    /// What slopes make of the roads, where heights were given.
    pub slopes: Option<SlopeFinding>,
}

impl RepairReport {
    /// The findings as input problems of `table`, the file of the roads. Islands of at least `island_min` are listed
    /// one by one, smaller ones are counted.
    pub fn to_problems(&self, table: &str, settings: &RoadSettings) -> Vec<ProblemReport> {
        let place = || Place::table(table);
        let metres = |distance: Metres| format!("{:.1}", distance.as_metres());
        let kilometres = |length: f64| format!("{:.1}", length / 1_000.0);
        let mut problems = Vec::new();
        if self.edges == 0 {
            problems.push(e303_no_usable_road(place()));
        }
        if self.crossings_noded > 0 {
            problems.push(w995_crossings_noded(place(), self.crossings_noded));
        }
        for end in &self.joined {
            problems.push(w931_dead_end_joined(place().id(&end.road).at(end.position), metres(end.distance)));
        }
        for end in &self.open {
            problems.push(w932_dead_end_near_road(place().id(&end.road).at(end.position), metres(end.distance)));
        }
        let is_small = |island: &&Island| island.length < settings.island_min;
        for island in self.islands.iter().filter(|island| !is_small(island)) {
            problems.push(w933_road_island(
                place().at(island.position),
                kilometres(island.length.as_metres()),
                island.edges,
            ));
        }
        let small: Vec<&Island> = self.islands.iter().filter(is_small).collect();
        if !small.is_empty() {
            let length: f64 = small.iter().map(|island| island.length.as_metres()).sum();
            problems.push(w934_small_road_islands(place(), small.len(), kilometres(length)));
        }
        for end in &self.standing_link_ends {
            problems.push(w937_crossing_without_road(place().id(&end.link).at(end.position), &end.link));
        }
        problems.extend(self.turns.iter().filter_map(|turn| turn.problem(table)));
        if self.one_way_traps > 0 {
            let length = kilometres(self.one_way_trap_length.as_metres());
            problems.push(w939_one_way_traps(place(), self.one_way_traps, length));
        }
        problems
    }
}
