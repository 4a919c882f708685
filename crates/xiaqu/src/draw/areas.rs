//! Dispatch areas: the road cells of the centres, and the land that is reached from them.

use xiaqu_evaluate::answering;
use xiaqu_model::{
    BorderStyle, EdgeIx, Index, IxVec, Place, ProblemReport, StationIx, VillageIx, w938_base_without_road,
    w959_area_in_parts, w964_area_of_whole_places_in_parts,
};
use xiaqu_roads::{ArrivalProfile, RoadCells, cells_and_arrivals};
use xiaqu_townships::Coverage;

use super::{
    bands::{LandBands, response_bands},
    ground::Ground,
    sites::sites,
    whole::{arrivals_of, land_of_whole_places, notes_on_whole_places, response_bands_of_whole_places},
    whole_roads::roads_by_land,
};
use crate::{
    County,
    county::{CountyRoads, divide_settings},
};

/// Dispatch areas (接处警辖区) of some centres: every road piece and every piece of land with the centre that answers.
#[derive(Debug)]
pub struct DispatchAreas {
    /// The centres, in order.
    pub centres: Vec<StationIx>,
    /// Who answers each village, by the judge; nothing where none of the centres reaches it.
    pub answering: IxVec<VillageIx, Option<StationIx>>,
    /// Land.
    pub land: Coverage<StationIx>,
    /// What is drawn along roads; nothing where a table of travel times stands for them.
    pub along_roads: Option<AlongRoads>,
    /// Areas in several parts, and centres that answer for no road.
    pub notes: Vec<ProblemReport>,
}

/// What roads show of the dispatch areas of some centres.
#[derive(Debug)]
pub struct AlongRoads {
    /// Roads; owners are positions in [`DispatchAreas::centres`].
    pub roads: RoadCells,
    /// First arrival of the nearest centre along every road, turnout excluded.
    pub arrivals: IxVec<EdgeIx, ArrivalProfile>,
    /// Land by bands of the second arrival.
    pub bands: LandBands,
}

/// Who answers each village.
type Answering = IxVec<VillageIx, Option<StationIx>>;

impl DispatchAreas {
    /// Draws the areas of `centres` on dry roads, with the borders that the settings want.
    ///
    /// Exact: each piece of land belongs to the centre of the road or village it lies nearest to; villages and stations
    /// keep the centre that the travel times give them. Else, and without roads, the land of whole villages or townships
    /// goes with them.
    pub fn draw(county: &County, centres: &[StationIx]) -> Self {
        let answering = answering(&county.problem, centres);
        let is_exact = county.problem.policy.dispatch.borders == BorderStyle::Exact;
        let (land, along_roads, mut notes) = match county.roads.as_deref() {
            Some(roads) if is_exact => along_exact_borders(county, roads, centres),
            Some(roads) => along_whole_places(county, roads, centres, &answering),
            None => {
                let land = land_of_whole_places(county, centres, &answering);
                let notes = notes_on_whole_places(county, centres, &land, &answering);
                (land, None, notes)
            }
        };
        for centre in land.labels() {
            let parts = land.parts(centre);
            if parts > 1 {
                let station = &county.problem.stations[centre];
                let place = Place::default().id(&station.id).at(station.position);
                notes.push(if is_exact && along_roads.is_some() {
                    w959_area_in_parts(place, &station.name, parts)
                } else {
                    w964_area_of_whole_places_in_parts(place, &station.name, parts)
                });
            }
        }
        Self { centres: centres.to_vec(), answering, land, along_roads, notes }
    }
}

/// Land, what lies along the roads, and what was noticed.
type Drawn = (Coverage<StationIx>, Option<AlongRoads>, Vec<ProblemReport>);

fn along_exact_borders(county: &County, roads: &CountyRoads, centres: &[StationIx]) -> Drawn {
    let (cells, arrivals) = cells_and_arrivals(&roads.network, &roads.day, &roads.bases(centres));
    let bands = response_bands(Ground::of(county, roads), county, &arrivals, centres);
    let sites = sites(county, roads, centres, &cells);
    // Villages always have an owner, so the whole land is divided.
    let fallback = centres.first().copied().unwrap_or_else(|| Index::from_position(0));
    let land = Ground::of(county, roads).divide(&sites, &divide_settings(&county.settings.areas), fallback);
    let beaten = cells.without_road.iter().filter_map(|position| {
        let station = county.problem.stations.get(*centres.get(*position)?)?;
        let place = Place::default().id(&station.id).at(station.position);
        Some(w938_base_without_road(place, &station.name))
    });
    let notes = beaten.collect();
    (land, Some(AlongRoads { roads: cells, arrivals, bands }), notes)
}

fn along_whole_places(county: &County, roads: &CountyRoads, centres: &[StationIx], answering: &Answering) -> Drawn {
    let (cells, arrivals) = cells_and_arrivals(&roads.network, &roads.day, &roads.bases(centres));
    let land = land_of_whole_places(county, centres, answering);
    let bands = response_bands_of_whole_places((county, roads), &land, answering);
    let cells = roads_by_land((county, roads), centres, (&land, &cells), |centre| arrivals_of(roads, centre));
    let notes = notes_on_whole_places(county, centres, &land, answering);
    (land, Some(AlongRoads { roads: cells, arrivals, bands }), notes)
}
