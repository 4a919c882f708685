//! Closures and slow-downs: what the user states, before it is found on the network.

use std::{collections::BTreeSet, sync::Arc};

use xiaqu_model::{LonLat, TravelTime};

use crate::Scenario;

/// Where a closure is drawn, WGS-84.
#[derive(Clone, Debug, PartialEq)]
pub enum ClosurePlace {
    /// Along these lines: stretches of road no farther than the tolerance from a line and within 45 degrees of its
    /// direction, so that side roads stay open.
    Along(Vec<Vec<LonLat>>),
    /// Inside these polygons, each a list of rings: stretches of road inside, by the even-odd rule.
    Inside(Vec<Vec<Vec<LonLat>>>),
    /// At these points: every stretch of road no farther than the tolerance.
    At(Vec<LonLat>),
}

/// What a closure does to the time on a road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ClosureEffect {
    /// Nobody passes, in either direction.
    Closed,
    /// Times are multiplied, and the delay is added once over the whole closure, shared out by length.
    Slower {
        /// At least 1.
        factor: f64,
        /// For the whole length of the closure.
        delay: TravelTime,
    },
}

/// Closure (封路、限行): roads that are closed or slow for a time, by place, by id of road, or by both.
#[derive(Clone, Debug, PartialEq)]
pub struct Closure {
    /// Id for messages.
    pub id: Arc<str>,
    /// Where; `None` for whole roads by id.
    pub place: Option<ClosurePlace>,
    /// Ids of the roads: OpenStreetMap ways, rows of a road table or names of crossings. Empty for any road.
    pub roads: BTreeSet<Arc<str>>,
    /// What it does.
    pub effect: ClosureEffect,
    /// Scenarios in which it holds; empty for all.
    pub scenarios: Vec<Scenario>,
}

impl Closure {
    /// Whether it holds in a scenario.
    ///
    /// ```
    /// use std::collections::BTreeSet;
    /// use xiaqu_roads::{Closure, ClosureEffect, Scenario};
    ///
    /// let ford = Closure {
    ///     id: "ford".into(),
    ///     place: None,
    ///     roads: BTreeSet::from(["815".into()]),
    ///     effect: ClosureEffect::Closed,
    ///     scenarios: vec![Scenario::Wet],
    /// };
    /// assert!(ford.holds_in(Scenario::Wet) && !ford.holds_in(Scenario::Day));
    /// ```
    pub fn holds_in(&self, scenario: Scenario) -> bool {
        self.scenarios.is_empty() || self.scenarios.contains(&scenario)
    }

    /// Whether it may concern a road of this id.
    pub(crate) fn names(&self, road: &str) -> bool {
        self.roads.is_empty() || self.roads.contains(road)
    }
}
