//! One route, street by street.

use xiaqu_formats::{Layer, LayerKind, Shape};
use xiaqu_model::{LonLat, Metres, NoPlan, TravelTime};
use xiaqu_roads::{RoadClass, RouteLeg, Scenario, route};

use serde_json::json;

use super::{
    fields::{ROUTE, rounded_minutes, whole_metres},
    place::PlacedRoads,
    place_list::RoadPlace,
};
use crate::{Failure, NoPlanReport};

/// A stretch of a route: a street, or a way on foot at one of its ends.
#[derive(Clone, Debug, PartialEq)]
pub struct RouteStep {
    /// Name of the street.
    pub name: Option<String>,
    /// Its class; nothing for a way on foot between a place and its road.
    pub class: Option<RoadClass>,
    /// Length.
    pub length: Metres,
    /// Time; the times of all steps add up to the whole.
    pub time: TravelTime,
    /// Line, in the direction of travel.
    pub points: Vec<LonLat>,
}

/// A shortest route between two places.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedRoute {
    /// Scenario.
    pub scenario: Scenario,
    /// Where it starts.
    pub from: RoadPlace,
    /// Where it ends.
    pub to: RoadPlace,
    /// Travel time: what the matrix has for the two.
    pub time: TravelTime,
    /// Length.
    pub length: Metres,
    /// Streets in order.
    pub steps: Vec<RouteStep>,
}

impl PlacedRoads {
    /// The shortest route between two places, each given by id, by name or as `lon,lat`; see [`PlacedRoads::pair`].
    ///
    /// # Errors
    /// [`Failure::Input`] if a place is unknown or far from any road, [`Failure::NoPlan`] if there is no way.
    pub fn route(&self, scenario: Scenario, from: &str, to: &str) -> Result<PlacedRoute, Failure> {
        let (start, end) = self.pair(from, to)?;
        let found = route(self.network(), &self.weights(scenario), &start.access, &end.access);
        let Some(found) = found else { return Err(no_way(&start, &end, scenario)) };
        let mut steps = Vec::new();
        steps.extend(on_foot(&start, [start.position, start.access.position]));
        for leg in &found.legs {
            self.drive(leg, &mut steps);
        }
        steps.extend(on_foot(&end, [end.access.position, end.position]));
        let length = steps.iter().fold(Metres::default(), |sum, step| sum.plus(step.length));
        Ok(PlacedRoute { scenario, from: start, to: end, time: found.time, length, steps })
    }

    /// Adds a leg to the street it goes on along, or as a new one.
    fn drive(&self, leg: &RouteLeg, steps: &mut Vec<RouteStep>) {
        let network = self.network();
        let Some(edge) = network.edges().get(leg.edge) else { return };
        let (length, points) = (leg.length(network), network.leg_points(leg));
        if leg.time == TravelTime::ZERO && length.as_metres() <= 0.0 {
            return;
        }
        let (name, class) = (edge.name().map(str::to_owned), Some(edge.class()));
        match steps.last_mut() {
            Some(last) if last.class == class && last.name == name => {
                last.length = last.length.plus(length);
                last.time = last.time.saturating_add(leg.time);
                last.points.extend(points);
                last.points.dedup();
            }
            _ => steps.push(RouteStep { name, class, length, time: leg.time, points }),
        }
    }
}

/// The way between a place and its road; nothing where it takes no time.
fn on_foot(place: &RoadPlace, points: [LonLat; 2]) -> Option<RouteStep> {
    let (length, time) = (place.access.distance, place.access.walk);
    let step = RouteStep { name: None, class: None, length, time, points: points.to_vec() };
    (time > TravelTime::ZERO).then_some(step)
}

fn no_way(from: &RoadPlace, to: &RoadPlace, scenario: Scenario) -> Failure {
    let (from, to) = (&from.name, &to.name);
    let scenario = scenario.as_str();
    Failure::NoPlan(NoPlanReport {
        reason: NoPlan::Infeasible { conflict: Vec::new(), most_closures: None },
        lines_en: vec![format!(
            "there is no way from `{from}` to `{to}` in the scenario `{scenario}`\n  hint: `xiaqu roads info` lists islands and closed roads; a crossing is added by `roads.links`"
        )],
        lines_zh: vec![format!(
            "情景 `{scenario}` 下从 `{from}` 到 `{to}` 无路可通\n  提示：`xiaqu roads info` 列出孤立路网；渡口可用 `roads.links` 添加"
        )],
    })
}

impl PlacedRoute {
    /// One line a street, in order.
    pub fn layer(&self) -> Layer {
        let mut layer = Layer::new("route", LayerKind::Lines, ROUTE, "");
        for (number, step) in (1..).zip(&self.steps) {
            let values = vec![
                json!(number),
                json!(step.name),
                json!(step.class.map_or("on_foot", RoadClass::as_str)),
                json!(whole_metres(step.length)),
                json!(rounded_minutes(step.time)),
                json!(step.time.as_milliseconds()),
            ];
            layer.push(Shape::Line(step.points.clone()), values);
        }
        layer
    }
}
