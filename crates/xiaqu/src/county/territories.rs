//! Today's jurisdictions: which station manages each village and each piece of land (domain AMB-18).

use std::collections::{BTreeMap, BTreeSet};

use xiaqu_model::{
    IxVec, LocalFrame, LocalXy, LonLat, ProblemReport, SquareMetres, StationIx, TownshipIx, Travel, VillageIx,
    e202_unknown_station, e203_station_without_village, e205_ambiguous_station, e206_new_site_manages_village,
};
use xiaqu_roads::cells;
use xiaqu_townships::{Coverage, DivideSettings, Site};

use super::{
    places::{Named, Places, station_names},
    roads::CountyRoads,
};
use crate::{road_sites::road_sites, settings::AreaSettings};

/// The station that manages each village: the `station` column, else the station of the township, else the nearest
/// by road; in a township with several stations the nearest of them.
pub(super) fn assign_villages(
    places: &Places,
    travel: &Travel,
    problems: &mut Vec<ProblemReport>,
) -> Option<IxVec<VillageIx, StationIx>> {
    let names = station_names(&places.stations);
    let mut of_township: BTreeMap<TownshipIx, Vec<StationIx>> = BTreeMap::new();
    for (station, _) in places.today() {
        of_township.entry(places.station_townships[station]).or_default().push(station);
    }
    let all: Vec<StationIx> = places.today().map(|(station, _)| station).collect();
    let assigned: Vec<Option<StationIx>> = places
        .villages
        .iter_enumerated()
        .map(|(index, village)| {
            let Some(name) = &village.station else {
                let own = of_township.get(&places.village_townships[index]).unwrap_or(&all);
                return nearest_by_road(travel, own, index).or_else(|| nearest_by_road(travel, &all, index));
            };
            problems.push(match names.find(name) {
                Named::One(station) if !places.stations[station].new_site => return Some(station),
                Named::One(_) => e206_new_site_manages_village(village.place.clone(), name),
                Named::Several => e205_ambiguous_station(village.place.clone(), name),
                Named::Unknown { nearest } => e202_unknown_station(village.place.clone(), name, nearest),
            });
            None
        })
        .collect();
    let assigned: IxVec<VillageIx, StationIx> = IxVec::from_rows(assigned.into_iter().collect::<Option<Vec<_>>>()?);
    let managing: BTreeSet<StationIx> = assigned.iter().copied().collect();
    for (station, row) in places.today() {
        let given_away = places
            .villages
            .iter_enumerated()
            .any(|(village, _)| places.village_townships[village] == places.station_townships[station]);
        if !managing.contains(&station) && given_away && places.villages.iter().any(|village| village.station.is_some())
        {
            problems.push(e203_station_without_village(row.place.clone(), &row.name));
        }
    }
    Some(assigned)
}

fn nearest_by_road(travel: &Travel, stations: &[StationIx], village: VillageIx) -> Option<StationIx> {
    stations
        .iter()
        .filter_map(|station| travel.day.to_village[*station][village].map(|time| (time, *station)))
        .min()
        .map(|(_, station)| station)
}

/// The land of each station: whole townships, and parts of a township where several stations share it.
pub(super) fn territories(
    places: &Places,
    roads: Option<&CountyRoads>,
    villages: &IxVec<VillageIx, StationIx>,
    areas: &AreaSettings,
) -> Coverage<StationIx> {
    let owners = owners_by_township(places, villages);
    let (divided, _) = places.coverage.divide(
        |township| {
            let owners = owners.get(&township).filter(|owners| owners.len() > 1)?;
            Some(sites(places, roads, villages, (township, owners), areas))
        },
        &divide_settings(areas),
    );
    divided.dissolve(|(township, part)| {
        part.or_else(|| owners.get(&township).and_then(|owners| owners.first().copied()))
            .unwrap_or_else(|| nearest_to_township(places, township))
    })
}

/// How land is divided, from the settings.
pub(crate) fn divide_settings(areas: &AreaSettings) -> DivideSettings {
    DivideSettings {
        border_smoothing: super::places::metres(areas.smoothing_m),
        part_min_area: SquareMetres::new(areas.part_min_km2 * 1e6).unwrap_or_default(),
    }
}

fn owners_by_township(
    places: &Places,
    villages: &IxVec<VillageIx, StationIx>,
) -> BTreeMap<TownshipIx, BTreeSet<StationIx>> {
    let mut owners: BTreeMap<TownshipIx, BTreeSet<StationIx>> = BTreeMap::new();
    for (village, station) in villages.iter_enumerated() {
        owners.entry(places.village_townships[village]).or_default().insert(*station);
    }
    for (station, _) in places.today() {
        owners.entry(places.station_townships[station]).or_default().insert(station);
    }
    owners
}

/// What the land of a shared township is divided by: its villages, its stations and, unless the county says which
/// station manages which village or has no roads, its roads by nearest of its stations, like a dispatch area.
fn sites(
    places: &Places,
    roads: Option<&CountyRoads>,
    villages: &IxVec<VillageIx, StationIx>,
    (township, owners): (TownshipIx, &BTreeSet<StationIx>),
    areas: &AreaSettings,
) -> Vec<Site<StationIx>> {
    let mut sites = Vec::new();
    let mut stated = false;
    for (village, row) in places.villages.iter_enumerated() {
        if places.village_townships[village] == township {
            stated |= row.station.is_some();
            let position = places.frame.to_local(row.position);
            sites.push(Site { position, owner: villages[village], protected: true });
        }
    }
    for (station, row) in places.today() {
        if places.station_townships[station] == township {
            sites.push(Site { position: places.frame.to_local(row.position), owner: station, protected: true });
        }
    }
    if let Some(roads) = roads.filter(|_| !stated) {
        let owners: Vec<StationIx> = owners.iter().copied().collect();
        let cells = cells(&roads.network, &roads.day, &roads.bases(&owners));
        let within = around(&places.coverage, township, &places.frame);
        sites.extend(road_sites(&roads.network, &cells, &owners, areas.sample_spacing_m, Some(within)));
    }
    sites
}

/// The box of a township or area, grown by its diagonal. No site outside is nearest to a point of it if it has a village or
/// a station inside.
pub(crate) fn around<L: Copy + Ord>(coverage: &Coverage<L>, label: L, frame: &LocalFrame) -> (LocalXy, LocalXy) {
    let land = coverage.polygon(label);
    let corners = land.0.iter().flat_map(|polygon| polygon.exterior().0.iter());
    let corners = corners.filter_map(|corner| LonLat::new(corner.x, corner.y)).map(|corner| frame.to_local(corner));
    let nothing =
        (LocalXy { x: f64::INFINITY, y: f64::INFINITY }, LocalXy { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY });
    let (low, high) = corners.fold(nothing, |(low, high), corner| {
        let low = LocalXy { x: low.x.min(corner.x), y: low.y.min(corner.y) };
        (low, LocalXy { x: high.x.max(corner.x), y: high.y.max(corner.y) })
    });
    let diagonal = low.distance_to(high);
    (LocalXy { x: low.x - diagonal, y: low.y - diagonal }, LocalXy { x: high.x + diagonal, y: high.y + diagonal })
}

/// A township without village and station goes to the station nearest as the crow flies.
fn nearest_to_township(places: &Places, township: TownshipIx) -> StationIx {
    let distance = |station: StationIx| {
        let land = places.coverage.polygon(township);
        let here = places.frame.to_local(places.stations[station].position);
        let coords = land.0.iter().flat_map(|polygon| polygon.exterior().0.iter());
        coords
            .filter_map(|coord| LonLat::new(coord.x, coord.y))
            .map(|corner| places.frame.to_local(corner).distance_to(here))
            .fold(f64::INFINITY, f64::min)
    };
    places
        .today()
        .map(|(station, _)| station)
        .min_by(|one, other| distance(*one).total_cmp(&distance(*other)))
        .unwrap_or_else(|| xiaqu_model::Index::from_position(0))
}
