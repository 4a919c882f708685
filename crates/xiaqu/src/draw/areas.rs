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
use crate::{County, county::divide_settings};

/// Dispatch areas (接处警辖区) of some centres: every road piece and every piece of land with the centre that answers.
#[derive(Debug)]
pub struct DispatchAreas {
    /// The centres, in order.
    pub centres: Vec<StationIx>,
    /// Who answers each village, by the judge; nothing where none of the centres reaches it.
    pub answering: IxVec<VillageIx, Option<StationIx>>,
    /// Roads; owners are positions in [`Self::centres`].
    pub roads: RoadCells,
    /// Land.
    pub land: Coverage<StationIx>,
    /// First arrival of the nearest centre along every road, turnout excluded.
    pub arrivals: IxVec<EdgeIx, ArrivalProfile>,
    /// Land by bands of the second arrival.
    pub bands: LandBands,
    /// Areas in several parts, and centres that answer for no road.
    pub notes: Vec<ProblemReport>,
}

impl DispatchAreas {
    /// Draws the areas of `centres` on dry roads, with the borders that the settings want.
    ///
    /// Exact: each piece of land belongs to the centre of the road or village it lies nearest to; villages and stations
    /// keep the centre that the travel times give them. Else the land of whole villages or townships goes with them.
    pub fn draw(county: &County, centres: &[StationIx]) -> Self {
        let roads = &county.roads;
        let bases = roads.bases(centres);
        let (mut cells, arrivals) = cells_and_arrivals(&roads.network, &roads.day, &bases);
        let answering = answering(&county.problem, centres);
        let mut notes: Vec<ProblemReport> = Vec::new();
        let (land, bands);
        if county.problem.policy.dispatch.borders == BorderStyle::Exact {
            bands = response_bands(county, &arrivals, centres);
            let sites = sites(county, centres, &cells);
            // Villages always have an owner, so the whole land is divided.
            let fallback = centres.first().copied().unwrap_or_else(|| Index::from_position(0));
            land = Ground::of(county).divide(&sites, &divide_settings(&county.settings.areas), fallback);
            for position in &cells.without_road {
                if let Some(station) = centres.get(*position).and_then(|centre| county.problem.stations.get(*centre)) {
                    let place = Place::default().id(&station.id).at(station.position);
                    notes.push(w938_base_without_road(place, &station.name));
                }
            }
        } else {
            land = land_of_whole_places(county, centres, &answering);
            bands = response_bands_of_whole_places(county, &land, &answering);
            cells = roads_by_land(county, centres, (&land, &cells), |centre| arrivals_of(county, centre));
            notes.extend(notes_on_whole_places(county, centres, &land, &answering));
        }
        for centre in land.labels() {
            let parts = land.parts(centre);
            if parts > 1 {
                let station = &county.problem.stations[centre];
                let place = Place::default().id(&station.id).at(station.position);
                let exact = county.problem.policy.dispatch.borders == BorderStyle::Exact;
                notes.push(if exact {
                    w959_area_in_parts(place, &station.name, parts)
                } else {
                    w964_area_of_whole_places_in_parts(place, &station.name, parts)
                });
            }
        }
        Self { centres: centres.to_vec(), answering, roads: cells, land, arrivals, bands, notes }
    }
}
