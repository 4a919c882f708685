//! The second stage: raw records to the validated county.

use std::sync::Arc;

use xiaqu_model::{
    CallsPerYear, IxVec, Language, LocalFrame, Officers, People, Place, Problem, ProblemReport, RunningCost,
    SquareMetres, Station, StationDuty, StationIx, TownshipIx, Travel, Village, VillageIx, Yuan, YuanPerYear,
    w952_default_calls, w954_beyond_maximum_today, w958_costs_left_out,
};
use xiaqu_townships::Coverage;

use super::{
    adjacency::AdjacencyStudy,
    limits::{check_aims, limits},
    places::{Places, locate, sorted_stations},
    policy::{check_dispatch, check_new_sites, check_strength, duties, named_pairs, policy},
    roads::{CountyRoads, Ways},
    territories::{assign_villages, territories},
};
use crate::{
    Failure, Inputs, Settings, Stage,
    inputs::{has_errors, is_incomplete},
};

/// The county's land: a coverage of townships and one of today's territories.
#[derive(Debug)]
pub struct Land {
    /// The county's plane.
    pub frame: LocalFrame,
    /// Townships, overlaps and gaps repaired.
    pub townships: Coverage<TownshipIx>,
    /// Today's jurisdiction of each station.
    pub territories: Coverage<StationIx>,
}

/// A county that was read, checked and put together.
#[derive(Debug)]
pub struct County {
    /// Settings in force.
    pub settings: Settings,
    /// Names and hashes of the input files.
    pub files: Vec<crate::InputFile>,
    /// What the solver and the judge see.
    pub problem: Problem,
    /// Land.
    pub land: Land,
    /// Roads; nothing where a table of travel times stands for them.
    pub roads: Option<Arc<CountyRoads>>,
    /// What was assumed or repaired.
    pub warnings: Vec<ProblemReport>,
}

impl County {
    /// Puts the raw records together.
    ///
    /// # Errors
    /// [`Failure::Input`] with every problem there is, if one of them is an error.
    pub fn build(inputs: Inputs, mut on_stage: impl FnMut(Stage)) -> Result<Self, Failure> {
        let mut problems = inputs.problems.clone();
        on_stage(Stage::Townships);
        let stations = sorted_stations(&inputs);
        check_strength(&stations, &inputs.settings, &mut problems);
        check_dispatch(&inputs.settings, &mut problems);
        check_new_sites(&stations, &mut problems);
        let named = named_pairs(&stations, &inputs.settings, &mut problems);
        let duties = duties(&stations, &inputs.settings, &mut problems);
        // Problems of the files and of the places are collected together; only then is it certain that all were seen.
        let places = locate(&inputs, &mut problems);
        if inputs.travel_times.is_none() {
            on_stage(Stage::Roads);
        }
        let ways = Ways::of(&inputs, places.as_ref(), &mut problems);
        let (Some(places), Some(ways)) = (places, ways) else {
            return Err(Failure::Input(problems));
        };
        on_stage(Stage::Territories);
        let (travel, roads) = ways.travel();
        // Villages name stations: with some of those refused, it is not certain that a name is wrong.
        if is_incomplete(&inputs.settings.inputs.stations, &problems) {
            return Err(Failure::Input(problems));
        }
        let Some(owners) = assign_villages(&places, &travel, &mut problems) else {
            return Err(Failure::Input(problems));
        };
        if has_errors(&problems) {
            return Err(Failure::Input(problems));
        }
        let land = territories(&places, roads.as_deref(), &owners, &inputs.settings.areas);
        let adjacency = AdjacencyStudy {
            places: &places,
            roads: roads.as_deref(),
            travel: &travel,
            territories: &land,
            settings: &inputs.settings.adjacency,
            named: &named,
        }
        .run();
        let tables = Tables { places: &places, settings: &inputs.settings };
        let mut problem = Problem {
            villages: tables.villages(&owners, &mut problems),
            stations: tables.stations(&land, &duties, &mut problems),
            townships: places.townships.clone(),
            adjacency,
            travel,
            policy: policy(&inputs.settings, &named),
        };
        problem.policy.limits = limits(&inputs.settings, &problem);
        check_aims(&inputs.settings, &problem, &mut problems);
        if has_errors(&problems) {
            return Err(Failure::Input(problems));
        }
        report_beyond_maximum(&problem, &mut problems);
        let land = Land { frame: places.frame, townships: places.coverage, territories: land };
        Ok(Self { settings: inputs.settings, files: inputs.files, problem, land, roads, warnings: problems })
    }

    /// Travel times, for scripts.
    pub fn travel(&self) -> &Travel {
        &self.problem.travel
    }

    /// The note that is shown on every map: the county's own, and that nothing is drawn along roads if there are none.
    pub(crate) fn map_note(&self) -> String {
        let own = &self.settings.county.note;
        let words = match self.settings.county.language {
            Language::En => {
                "travel times from a table: land goes with the nearest village of its township, maps along roads are left out"
            }
            Language::Zh => "行车时间取自时间表：土地归本乡镇内最近的村，沿道路的图层省略",
        };
        let without_roads = self.roads.is_none().then_some(words);
        let notes: Vec<&str> =
            [Some(own.as_str()).filter(|own| !own.is_empty()), without_roads].into_iter().flatten().collect();
        notes.join(" · ")
    }
}

struct Tables<'a> {
    places: &'a Places,
    settings: &'a Settings,
}

impl Tables<'_> {
    fn villages(
        &self,
        owners: &IxVec<VillageIx, StationIx>,
        problems: &mut Vec<ProblemReport>,
    ) -> IxVec<VillageIx, Village> {
        let rate = self.settings.demand.calls_per_thousand_per_year;
        let without = self.places.villages.iter().filter(|village| village.calls.is_none()).count();
        if without > 0 {
            problems.push(w952_default_calls(Place::table(&self.settings.inputs.villages), without, rate));
        }
        IxVec::from_fn(self.places.villages.len(), |index: VillageIx| {
            let raw = &self.places.villages[index];
            let people = People::new(raw.population);
            let counted = raw.calls.and_then(CallsPerYear::new);
            Village {
                id: raw.id.clone(),
                name: raw.name.clone(),
                township: self.places.village_townships[index],
                territory: owners[index],
                position: raw.position,
                people,
                calls: counted.or_else(|| CallsPerYear::from_rate(people, rate)).unwrap_or_default(),
            }
        })
    }

    fn stations(
        &self,
        land: &Coverage<StationIx>,
        duties: &IxVec<StationIx, StationDuty>,
        problems: &mut Vec<ProblemReport>,
    ) -> IxVec<StationIx, Station> {
        let labels = land.labels();
        let stations: IxVec<StationIx, Station> = IxVec::from_fn(self.places.stations.len(), |index: StationIx| {
            let raw = &self.places.stations[index];
            let yuan = |value: Option<f64>| value.and_then(YuanPerYear::new);
            Station {
                id: raw.id.clone(),
                name: raw.name.clone(),
                township: self.places.station_townships[index],
                position: raw.position,
                officers: Officers::new(raw.officers),
                territory_area: if labels.contains(&index) { land.area(index) } else { SquareMetres::default() },
                duty: duties[index],
                cost: yuan(raw.fixed_cost)
                    .zip(yuan(raw.variable_cost))
                    .map(|(fixed, for_each_officer)| RunningCost { fixed, for_each_officer }),
                works: raw.works_cost.and_then(Yuan::new).unwrap_or_default(),
            }
        });
        let posts_cost = self.settings.posts.cost_yuan_per_year;
        if posts_cost.is_none() || stations.iter().any(|station| station.cost.is_none()) {
            problems.push(w958_costs_left_out(Place::table(&self.settings.inputs.stations)));
        }
        stations
    }
}

fn report_beyond_maximum(problem: &Problem, problems: &mut Vec<ProblemReport>) {
    let limit = problem.policy.response.second_arrival_max;
    let beyond: Vec<_> = problem
        .villages
        .iter_enumerated()
        .filter_map(|(village, row)| {
            let (_, arrival) = problem.nearest(village, problem.today())?;
            (arrival > limit).then_some((arrival, row))
        })
        .collect();
    if let Some((_, worst)) = beyond.iter().max_by_key(|(arrival, _)| *arrival) {
        let place = Place::default().id(&worst.id).at(worst.position);
        problems.push(w954_beyond_maximum_today(place, beyond.len(), limit.as_minutes(), &worst.name));
    }
}
