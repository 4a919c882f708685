//! The county's roads: network, scenarios, where stations and villages stand on them, and all road times.

use std::sync::Arc;

use xiaqu_model::{Index, IxVec, Place, ProblemReport, StationIx, Travel, TravelTime, TravelTimes, VillageIx, Words};
use xiaqu_roads::{
    Access, Base, Hierarchy, RepairReport, RoadData, RoadGraph, RoadNetwork, Scenario, UsableRoads, Weights,
    travel_times, travel_times_by,
};

use super::{datum_by_roads::wrong_datum, places::Places, travel_table::travel_of_table};
use crate::{Inputs, inputs::road_settings};

/// Roads of a county with every station and village on them.
#[derive(Debug)]
pub struct CountyRoads {
    /// The network.
    pub network: RoadNetwork,
    /// Times by day.
    pub day: Weights,
    /// Times in the wet season.
    pub wet: Weights,
    /// Where each station stands.
    pub stations: IxVec<StationIx, Access>,
    /// Where each village stands.
    pub villages: IxVec<VillageIx, Access>,
    /// What was repaired.
    pub repairs: RepairReport,
}

impl CountyRoads {
    /// Builds the network and puts every station and village on it; `None` if one of them has no road.
    pub(super) fn build(inputs: &Inputs, places: &Places, problems: &mut Vec<ProblemReport>) -> Option<Self> {
        let settings = road_settings(&inputs.settings);
        let file = inputs.settings.inputs.roads.as_deref().unwrap_or_default();
        let data = RoadData {
            lines: &inputs.roads,
            links: &inputs.links,
            turns: &inputs.turns,
            closures: &inputs.closures,
            elevation: inputs.elevation.as_ref(),
        };
        let (network, repairs) = match RoadNetwork::build_from(data, places.frame, &settings) {
            Ok(built) => built,
            Err(error) => {
                let place = Place::table(file);
                problems.push(xiaqu_model::e152_unreadable_file(
                    place,
                    file,
                    Words::new("a road network", "路网"),
                    error,
                ));
                return None;
            }
        };
        problems.extend(repairs.to_problems(file, &settings));
        let closures = inputs.settings.inputs.closures.as_deref().unwrap_or_default();
        problems.extend(repairs.closures.iter().map(|found| found.problem(closures)));
        let elevation = inputs.settings.inputs.elevation.as_deref().unwrap_or_default();
        problems.extend(repairs.slopes.and_then(|found| found.problem(elevation)));
        let positions: Vec<_> = places.stations.iter().map(|station| station.position).collect();
        let usable = network.usable_from(&positions);
        problems.extend(wrong_datums(inputs, places, &usable));
        let mut stations = Vec::new();
        for (station, access) in places.stations.iter().zip(usable.bases()) {
            match access {
                Ok(access) => stations.push(*access),
                Err(far) => problems.push(far.station_problem(station.place.clone(), &network)),
            }
        }
        let mut villages = Vec::new();
        for village in &places.villages {
            match usable.access(village.position) {
                Ok(access) => villages.push(access),
                Err(far) => problems.push(far.village_problem(village.place.clone(), &network)),
            }
        }
        if stations.len() < places.stations.len() || villages.len() < places.villages.len() {
            return None;
        }
        let (day, wet) = (network.weights(Scenario::Day), network.weights(Scenario::Wet));
        let (stations, villages) = (IxVec::from_rows(stations), IxVec::from_rows(villages));
        Some(Self { network, day, wet, stations, villages, repairs })
    }

    /// Bases at some stations, crews leaving at once.
    pub(crate) fn bases(&self, stations: &[StationIx]) -> Vec<Base> {
        stations.iter().map(|station| Base { access: self.stations[*station], start: TravelTime::ZERO }).collect()
    }

    /// All road times: by a hierarchy where there are so many stations that it pays; the times are the same.
    pub(super) fn travel(&self) -> Travel {
        let pays = Hierarchy::pays_off(2 * self.stations.len());
        let graph = pays.then(|| RoadGraph::of_network(&self.network).ok()).flatten();
        let hierarchy = graph.as_ref().map(Hierarchy::build);
        let times = |weights| self.times(weights, hierarchy.as_ref());
        Travel { day: times(&self.day), wet: Some(times(&self.wet)) }
    }

    fn times(&self, weights: &Weights, hierarchy: Option<&Hierarchy>) -> TravelTimes {
        let all: Vec<StationIx> = self.stations.indices().collect();
        let (bases, targets) =
            (self.bases(&all), self.villages.iter().chain(&self.stations).copied().collect::<Vec<Access>>());
        // Times too long for the hierarchy are not too long for plain search.
        let found = travel_times_by(hierarchy, &self.network, weights, &bases, &targets);
        let mut to_village = found.unwrap_or_else(|_| travel_times(&self.network, weights, &bases, &targets));
        let to_station = to_village.iter_mut().map(|row| row.split_off(self.villages.len())).collect();
        TravelTimes { to_village: table(to_village), to_station: table(to_station) }
    }
}

/// What the county's travel times come from.
pub(super) enum Ways {
    /// Roads, on which every station and village stands.
    Roads(Box<CountyRoads>),
    /// A table that states them.
    Table(Travel),
}

impl Ways {
    /// The county's roads with every place on them, or the table that stands for them; `None` if either has an error.
    pub(super) fn of(inputs: &Inputs, places: Option<&Places>, problems: &mut Vec<ProblemReport>) -> Option<Self> {
        if let Some(rows) = &inputs.travel_times {
            return travel_of_table(inputs, rows, problems).map(Self::Table);
        }
        let places = places.filter(|places| !places.stations.is_empty() && !places.villages.is_empty())?;
        let roads = (!inputs.roads.is_empty()).then(|| CountyRoads::build(inputs, places, problems)).flatten();
        roads.map(|roads| Self::Roads(Box::new(roads)))
    }

    /// The travel times, and the roads if there are any.
    pub(super) fn travel(self) -> (Travel, Option<Arc<CountyRoads>>) {
        match self {
            Self::Roads(roads) => (roads.travel(), Some(Arc::from(roads))),
            Self::Table(travel) => (travel, None),
        }
    }
}

/// Files whose points fit the roads only in another datum.
fn wrong_datums(inputs: &Inputs, places: &Places, usable: &UsableRoads<'_>) -> Vec<ProblemReport> {
    let names = &inputs.settings.inputs;
    let villages: Vec<_> = places.villages.iter().map(|village| village.raw_position).collect();
    let stations: Vec<_> = places.stations.iter().map(|station| station.raw_position).collect();
    let files = [
        ((names.villages.as_str(), "villages_datum", names.villages_datum), villages),
        ((names.stations.as_str(), "stations_datum", names.stations_datum), stations),
    ];
    files.iter().filter_map(|(file, points)| wrong_datum(*file, points, usable)).collect()
}

fn table<I: Index, J: Index, T>(rows: Vec<Vec<T>>) -> IxVec<I, IxVec<J, T>> {
    IxVec::from_rows(rows.into_iter().map(IxVec::from_rows).collect())
}
