//! Roads with the places that a question is about, each on its point of road.

use std::{path::Path, sync::Arc};

use xiaqu_model::{LonLat, Place, ProblemReport, StationIx, TownshipIx, e318_no_roads_but_times};
use xiaqu_roads::{RepairReport, RoadNetwork, Scenario, UsableRoads, Weights};
use xiaqu_townships::Coverage;

use super::{
    place_list::{
        RoadPlace, Unplaced, find_place, of_county, on_usable_roads, read_places, station_place, too_far,
        typed_position,
    },
    read::{ReadRoads, read_roads_alone},
    request::{PointSource, RoadRequest, RoadSource},
};
use crate::{County, CountyRoads, Failure, Run, Settings, inputs::has_errors, run::county_to_judge};

/// Roads, and the places on them.
#[derive(Debug)]
pub struct PlacedRoads {
    pub(super) roads: Roads,
    /// Where crews start.
    pub from: Vec<RoadPlace>,
    /// Where they go.
    pub to: Vec<RoadPlace>,
    /// What was assumed or repaired.
    pub warnings: Vec<ProblemReport>,
}

/// Warnings about demand, staff, costs and limits, which no question about roads depends on.
const OF_PLANS: [&str; 4] = ["W952", "W954", "W956", "W958"];

#[derive(Debug)]
pub(super) enum Roads {
    County(Box<County>, Arc<CountyRoads>),
    File(Box<ReadRoads>),
}

/// Reads roads and places and puts every place on its road.
///
/// In a county a road can be used if a station reaches it and can come back; without one, if a place of `from` does or,
/// where there is none, a place of `to`.
///
/// # Errors
/// [`Failure::Input`] with every problem there is, if one of them is an error.
///
/// # Example
/// ```
/// use xiaqu::{
///     RoadRequest, RoadSource, Run, SearchControl, place_on_roads, roads::Scenario, write_demo_county,
/// };
///
/// let folder = tempfile::tempdir()?;
/// let county = folder.path().join("county");
/// write_demo_county(&county, false)?;
/// let run = Run { adjust: &|_| (), on_stage: &|_| (), control: SearchControl::default() };
/// let request = RoadRequest { roads: RoadSource::County(county), from: None, to: None };
/// let placed = place_on_roads(&request, &run)?;
/// let matrix = placed.matrix(Scenario::Wet, None);
/// let route = placed.route(Scenario::Wet, "S2", "V101")?;
/// let village = placed.to.iter().position(|place| place.id == "V101").ok_or("no such village")?;
/// assert_eq!(Some(route.time), matrix.times[1][village]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn place_on_roads(request: &RoadRequest, run: &Run<'_>) -> Result<PlacedRoads, Failure> {
    match &request.roads {
        RoadSource::County(folder) => on_county(folder, request, run),
        RoadSource::File(_) => on_file(request, run),
    }
}

fn on_county(folder: &Path, request: &RoadRequest, run: &Run<'_>) -> Result<PlacedRoads, Failure> {
    let mut county = county_to_judge(folder, run)?;
    let Some(roads) = county.roads.clone() else {
        let table = county.settings.inputs.travel_times.as_deref().unwrap_or_default();
        let place = Place::table("xiaqu.toml").id("inputs.travel_times");
        return Err(Failure::Input(vec![e318_no_roads_but_times(place, table)]));
    };
    let mut problems = std::mem::take(&mut county.warnings);
    problems.retain(|problem| !OF_PLANS.contains(&problem.code()));
    let (network, limit) = (&roads.network, access_max(&roads.network));
    let usable = network.usable_from(&station_positions(&county));
    let mut places = |source: Option<&PointSource>, otherwise: &PointSource| match source.unwrap_or(otherwise) {
        PointSource::File(file) => {
            let rows = read_places(file, &mut problems);
            on_usable_roads(rows, &usable, limit, &mut problems)
        }
        known => of_county(&county, &roads, known),
    };
    let from = places(request.from.as_ref(), &PointSource::Stations);
    let to = places(request.to.as_ref(), &PointSource::Villages);
    if has_errors(&problems) {
        return Err(Failure::Input(problems));
    }
    Ok(PlacedRoads { roads: Roads::County(Box::new(county), roads), from, to, warnings: problems })
}

fn on_file(request: &RoadRequest, run: &Run<'_>) -> Result<PlacedRoads, Failure> {
    let mut read = read_roads_alone(&request.roads, run)?;
    let mut problems = std::mem::take(&mut read.warnings);
    problems.extend(read.import.iter().flat_map(|import| import.to_problems(&read.file)));
    let settings = read.network.settings();
    problems.extend(read.reported().iter().flat_map(|repairs| repairs.to_problems(&read.file, settings)));
    let mut rows = |source: Option<&PointSource>| match source {
        Some(PointSource::File(file)) => Some(read_places(file, &mut problems)),
        _ => None,
    };
    let bases = rows(request.from.as_ref()).unwrap_or_default();
    let targets = rows(request.to.as_ref());
    let limit = access_max(&read.network);
    // A route between typed positions has nothing but its targets to say which roads can be used.
    let standing = if bases.is_empty() { targets.as_ref().unwrap_or(&bases) } else { &bases };
    let positions: Vec<LonLat> = standing.iter().map(|base| base.position).collect();
    let usable = read.network.usable_from(&positions);
    let from = of_bases(bases, &usable, limit, &mut problems);
    let to = match targets {
        Some(targets) => on_usable_roads(targets, &usable, limit, &mut problems),
        None => from.clone(),
    };
    if has_errors(&problems) {
        return Err(Failure::Input(problems));
    }
    Ok(PlacedRoads { roads: Roads::File(Box::new(read)), from, to, warnings: problems })
}

/// Bases where the roads put them; those that stand on none are reported.
fn of_bases(
    bases: Vec<Unplaced>,
    usable: &UsableRoads<'_>,
    limit: f64,
    problems: &mut Vec<ProblemReport>,
) -> Vec<RoadPlace> {
    let mut placed = Vec::new();
    for (base, access) in bases.into_iter().zip(usable.bases()) {
        match access {
            Ok(access) => placed.push(base.on(*access)),
            Err(far) => problems.push(too_far(base.place, far, limit)),
        }
    }
    placed
}

fn access_max(network: &RoadNetwork) -> f64 {
    network.settings().access_max.as_metres()
}

fn station_positions(county: &County) -> Vec<LonLat> {
    county.problem.stations.iter().map(|station| station.position).collect()
}

impl PlacedRoads {
    /// The network.
    pub fn network(&self) -> &RoadNetwork {
        match &self.roads {
            Roads::County(_, roads) => &roads.network,
            Roads::File(read) => &read.network,
        }
    }

    /// The county, if there is one.
    pub fn county(&self) -> Option<&County> {
        match &self.roads {
            Roads::County(county, _) => Some(county),
            Roads::File(_) => None,
        }
    }

    /// The county with its roads, if there is one.
    pub(super) fn county_on_roads(&self) -> Option<(&County, &CountyRoads)> {
        match &self.roads {
            Roads::County(county, roads) => Some((county, roads)),
            Roads::File(_) => None,
        }
    }

    /// What was repaired and found; a region file does not tell.
    pub fn repairs(&self) -> Option<&RepairReport> {
        match &self.roads {
            Roads::County(_, roads) => Some(&roads.repairs),
            Roads::File(read) => read.reported(),
        }
    }

    /// Settings in force.
    pub fn settings(&self) -> &Settings {
        match &self.roads {
            Roads::County(county, _) => &county.settings,
            Roads::File(read) => &read.settings,
        }
    }

    /// Driving times in a scenario.
    pub(super) fn weights(&self, scenario: Scenario) -> Weights {
        self.network().weights(scenario)
    }

    /// The county's townships.
    pub(super) fn townships(&self) -> Option<&Coverage<TownshipIx>> {
        self.county().map(|county| &county.land.townships)
    }

    /// The places that two texts mean: each the id or name of a place, or `lon,lat`. The first is looked for among the
    /// places that crews start from before the others, the second the other way round; in a county stations and villages
    /// are known in any case.
    ///
    /// # Errors
    /// [`Failure::Input`] if a text means nothing, or the place is too far from any road.
    pub fn pair(&self, from: &str, to: &str) -> Result<(RoadPlace, RoadPlace), Failure> {
        let known = self.known_places();
        let mut problems = Vec::new();
        let start = self.place(from, &[&self.from, &self.to, &known], None, &mut problems);
        let end = self.place(to, &[&self.to, &self.from, &known], start.as_ref(), &mut problems);
        start.zip(end).ok_or(Failure::Input(problems))
    }

    fn known_places(&self) -> Vec<RoadPlace> {
        let Some((county, roads)) = self.county_on_roads() else { return Vec::new() };
        let stations = county.problem.stations.indices();
        let stations = stations.map(|station: StationIx| station_place(county, roads, station));
        let villages = of_county(county, roads, &PointSource::Villages);
        stations.chain(villages).collect()
    }

    /// `start` is the place that a route starts from, whose roads are used where nothing else says which can be.
    fn place(
        &self,
        text: &str,
        lists: &[&[RoadPlace]],
        start: Option<&RoadPlace>,
        problems: &mut Vec<ProblemReport>,
    ) -> Option<RoadPlace> {
        let position = match typed_position(text) {
            None => return find_place(text, lists).cloned().map_err(|problem| problems.push(problem)).ok(),
            Some(position) => position.map_err(|problem| problems.push(problem)).ok()?,
        };
        let listed = if self.from.is_empty() { &self.to } else { &self.from };
        let bases: Vec<LonLat> = match self.county() {
            Some(county) => station_positions(county),
            None if listed.is_empty() => vec![start.map_or(position, |start| start.position)],
            None => listed.iter().map(|place| place.position).collect(),
        };
        let usable = self.network().usable_from(&bases);
        let is_base = self.county().is_none() && listed.is_empty() && start.is_none();
        let access = match usable.bases().first() {
            Some(access) if is_base => *access,
            _ => usable.access(position),
        };
        let place = Place::default().id(text).at(position);
        let access = access.map_err(|far| problems.push(too_far(place, &far, access_max(self.network())))).ok()?;
        let (id, name) = (text.to_owned(), text.to_owned());
        Some(RoadPlace { id, name, position, access, start: xiaqu_model::TravelTime::ZERO })
    }
}
