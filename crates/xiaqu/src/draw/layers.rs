//! The layers of SPEC 3 for one plan.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use xiaqu_evaluate::{Judgement, judge};
use xiaqu_formats::{Layer, LayerKind, Shape};
use xiaqu_model::{Group, Mode, Plan, StationDuty, StationIx, TravelTime, VillageIx};
use xiaqu_solver::do_nothing;
use xiaqu_townships::Coverage;

use super::{
    areas::DispatchAreas,
    bands::LandBands,
    fields::{DISPATCH_AREAS, DISPATCH_ROADS, JURISDICTIONS, STATIONS, VILLAGES},
    people::{AreaPeople, rounded},
};
use crate::County;

/// Names of groups: `G1`, `G2`, ... in the order of the plan.
#[derive(Debug)]
pub(crate) struct GroupNames {
    of_station: BTreeMap<StationIx, String>,
}

impl GroupNames {
    /// Names the groups of a plan.
    pub(crate) fn of(plan: &Plan) -> Self {
        let named = (1..).zip(plan.groups()).flat_map(|(number, group): (usize, &Group)| {
            group.members.iter().chain([&group.centre]).map(move |station| (*station, format!("G{number}")))
        });
        Self { of_station: named.collect() }
    }

    /// The name of the group of a station.
    pub(crate) fn group(&self, station: StationIx) -> &str {
        self.of_station.get(&station).map_or("", String::as_str)
    }
}

/// Draws every layer of a judged plan.
pub(crate) fn plan_layers(
    county: &County,
    plan: &Plan,
    judgement: &Judgement,
    (before, after, change): (&DispatchAreas, &DispatchAreas, Option<&LandBands>),
) -> Vec<Layer> {
    let draw = Draw { county, plan, judgement, groups: GroupNames::of(plan) };
    let mut layers = vec![
        draw.stations(),
        draw.jurisdictions("jurisdictions"),
        jurisdictions_before(county),
        draw.dispatch_areas("dispatch_areas", after),
        draw.dispatch_areas("dispatch_areas_before", before),
    ];
    if let (Some(before), Some(along)) = (&before.along_roads, &after.along_roads) {
        layers.push(draw.response_bands("response_bands", &along.bands, |village| village.second_after));
        layers.push(draw.response_bands("response_bands_before", &before.bands, |village| village.second_before));
    }
    layers.extend(draw.dispatch_roads(after));
    layers.extend([draw.handover(after), draw.villages()]);
    layers.extend(change.map(|change| draw.change(change)));
    layers
}

/// The jurisdictions of a plan alone.
pub(crate) fn jurisdiction_layer(county: &County, plan: &Plan, judgement: &Judgement) -> Layer {
    Draw { county, plan, judgement, groups: GroupNames::of(plan) }.jurisdictions("jurisdictions")
}

/// The jurisdictions of the stations as they are.
fn jurisdictions_before(county: &County) -> Layer {
    let plan = do_nothing(&county.problem);
    let judgement = judge(&county.problem, &plan);
    Draw { county, plan: &plan, judgement: &judgement, groups: GroupNames::of(&plan) }
        .jurisdictions("jurisdictions_before")
}

/// The layers of the stations as they are.
pub(crate) fn dispatch_layers(
    county: &County,
    plan: &Plan,
    judgement: &Judgement,
    areas: &DispatchAreas,
) -> Vec<Layer> {
    let draw = Draw { county, plan, judgement, groups: GroupNames::of(plan) };
    let mut layers =
        vec![draw.stations(), draw.jurisdictions("jurisdictions"), draw.dispatch_areas("dispatch_areas", areas)];
    let along = areas.along_roads.as_ref();
    layers
        .extend(along.map(|along| draw.response_bands("response_bands", &along.bands, |village| village.second_after)));
    layers.extend(draw.dispatch_roads(areas));
    layers.extend([draw.handover(areas), draw.villages()]);
    layers
}

pub(super) struct Draw<'a> {
    pub(super) county: &'a County,
    pub(super) plan: &'a Plan,
    pub(super) judgement: &'a Judgement,
    groups: GroupNames,
}

impl Draw<'_> {
    pub(super) fn layer(&self, name: &'static str, kind: LayerKind, fields: &'static [xiaqu_formats::Field]) -> Layer {
        Layer::new(name, kind, fields, &self.county.map_note())
    }

    pub(super) fn id(&self, station: StationIx) -> Value {
        json!(self.county.problem.stations[station].id)
    }

    fn name(&self, station: StationIx) -> Value {
        json!(self.county.problem.stations[station].name)
    }

    fn stations(&self) -> Layer {
        let mut layer = self.layer("stations", LayerKind::Points, STATIONS);
        for (station, row) in self.county.problem.stations.iter_enumerated() {
            let after = self.plan.rows().find(|(group, _)| group.centre == station);
            let pooled = self.plan.group_of(station).is_some_and(|group| group.mode() == Mode::Pool);
            let role = match after {
                Some((group, _)) if group.mode() != Mode::Keep => "central_station",
                Some(_) => "station",
                None if pooled => "pooled_station",
                None if row.duty == StationDuty::NewSite => continue,
                None => "post",
            };
            let values = vec![
                self.id(station),
                json!(row.name),
                json!(role),
                json!(self.groups.group(station)),
                json!(row.officers.heads()),
                json!(after.map_or(0, |(_, officers)| officers.heads())),
            ];
            layer.push(Shape::Point(row.position), values);
        }
        layer
    }

    fn jurisdictions(&self, name: &'static str) -> Layer {
        let mut layer = self.layer(name, LayerKind::Polygons, JURISDICTIONS);
        let problem = &self.county.problem;
        let land = self.managed_land();
        for (group, officers) in self.plan.rows() {
            if !land.labels().contains(&group.centre) {
                continue;
            }
            let people = AreaPeople::of(problem, &[group.centre], |village| {
                self.judgement.jurisdiction.0[village] == group.centre
            });
            let villages = problem.villages.iter().filter(|village| group.members.contains(&village.territory));
            let stations = group.members.iter().map(|member| problem.stations[*member].township);
            let townships: BTreeSet<_> = villages.map(|village| village.township).chain(stations).collect();
            let names: Vec<&str> =
                townships.into_iter().map(|township| problem.townships[township].name.as_str()).collect();
            let values = vec![
                json!(self.groups.group(group.centre)),
                self.id(group.centre),
                self.name(group.centre),
                json!(names.join("、")),
                json!(people.people()),
                json!(square_kilometres(land.area(group.centre).as_square_kilometres())),
                json!(officers.heads()),
            ];
            layer.push(Shape::Area(land.polygon(group.centre)), values);
        }
        layer
    }

    /// The land by the centre that manages it.
    pub(super) fn managed_land(&self) -> Coverage<StationIx> {
        let centre = |station| self.plan.group_of(station).map_or(station, |group| group.centre);
        self.county.land.territories.dissolve(centre)
    }

    fn dispatch_areas(&self, name: &'static str, areas: &DispatchAreas) -> Layer {
        let mut layer = self.layer(name, LayerKind::Polygons, DISPATCH_AREAS);
        let problem = &self.county.problem;
        for centre in areas.land.labels() {
            let people =
                AreaPeople::of(problem, &[centre], |village: VillageIx| areas.answering[village] == Some(centre));
            let values = vec![
                self.id(centre),
                self.name(centre),
                json!(self.groups.group(centre)),
                json!(people.people()),
                json!(square_kilometres(areas.land.area(centre).as_square_kilometres())),
                json!(people.mean_minutes()),
                json!(people.p90_minutes()),
                json!(people.max_minutes()),
            ];
            layer.push(Shape::Area(areas.land.polygon(centre)), values);
        }
        layer
    }

    fn dispatch_roads(&self, areas: &DispatchAreas) -> Option<Layer> {
        let (roads, along) = (self.county.roads.as_ref()?, areas.along_roads.as_ref()?);
        let mut layer = self.layer("dispatch_roads", LayerKind::Lines, DISPATCH_ROADS);
        let network = &roads.network;
        let turnout = self.county.problem.policy.response.turnout;
        let minutes = |time: Option<TravelTime>| json!(time.map(|time| rounded(turnout.then(time).as_minutes())));
        for piece in &along.roads.pieces {
            let points = network.piece_points(piece);
            let edge = &network.edges()[piece.edge];
            if points.len() < 2 {
                continue;
            }
            let centre = piece.owner.and_then(|owner| areas.centres.get(owner)).map(|centre| self.id(*centre));
            let values = vec![
                json!(centre),
                minutes(piece.time_from),
                minutes(piece.time_to),
                json!(edge.class().as_str()),
                json!(edge.name()),
            ];
            layer.push(Shape::Line(points), values);
        }
        Some(layer)
    }

    fn villages(&self) -> Layer {
        let mut layer = self.layer("villages", LayerKind::Points, VILLAGES);
        let problem = &self.county.problem;
        for (village, row) in problem.villages.iter_enumerated() {
            let arrivals = &self.judgement.arrivals[village];
            let first = |arrival: Option<xiaqu_model::FirstArrival>| arrival.map(|time| rounded(time.as_minutes()));
            let second = |arrival: Option<xiaqu_model::SecondArrival>| arrival.map(|time| rounded(time.as_minutes()));
            let change = arrivals
                .second_before
                .zip(arrivals.second_after)
                .map(|(before, after)| rounded(after.as_minutes() - before.as_minutes()));
            let values = vec![
                json!(row.id),
                json!(row.name),
                json!(problem.townships[row.township].name),
                json!(row.people.count()),
                self.id(self.judgement.jurisdiction.0[village]),
                self.id(self.judgement.dispatch.0[village]),
                json!(first(arrivals.first_before)),
                json!(first(arrivals.first_after)),
                json!(second(arrivals.second_before)),
                json!(second(arrivals.second_after)),
                json!(change),
            ];
            layer.push(Shape::Point(row.position), values);
        }
        layer
    }
}

pub(crate) fn square_kilometres(area: f64) -> f64 {
    (area * 10_000.0).round() / 10_000.0
}
