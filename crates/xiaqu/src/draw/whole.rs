//! Dispatch areas of whole villages and whole townships: each place goes with its land to the base that answers it.

use std::collections::{BTreeMap, BTreeSet};

use xiaqu_model::{
    BorderStyle, EdgeIx, Index, IxVec, LonLat, Place, ProblemReport, StationIx, TownshipIx, TravelTime, VillageIx,
    w962_township_divided, w963_centre_without_area,
};
use xiaqu_roads::{ArrivalProfile, Base, RoadCells, arrival_profiles, cells};
use xiaqu_townships::{Coverage, Site};

use super::{
    areas::DispatchAreas,
    bands::{CHANGE_MINUTES, LandBands, MINUTE, RESPONSE_MINUTES, band},
    ground::band_settings,
};
use crate::{
    County, CountyRoads,
    county::{around, divide_settings},
    road_sites::road_sites,
};

/// Who answers each village.
type Answering = IxVec<VillageIx, Option<StationIx>>;

/// The land of `centres`: a township whose villages one centre answers goes to it whole. A township of several centres is
/// divided among them: roads go with the village of the township that is nearest by road, land with the nearest road or
/// village, without roads with the nearest village. A township in which nobody is answered goes to the neighbour with the longest border.
pub(super) fn land_of_whole_places(
    county: &County,
    centres: &[StationIx],
    answering: &Answering,
) -> Coverage<StationIx> {
    let bases = bases_by_township(county, answering);
    let (divided, _) = county.land.townships.divide(
        |township| {
            let several = bases.get(&township).is_some_and(|bases| bases.len() > 1);
            several.then(|| village_sites(county, township, answering))
        },
        &divide_settings(&county.settings.areas),
    );
    let first = |township: TownshipIx| bases.get(&township).and_then(BTreeSet::first).copied();
    let mut land = divided.dissolve(|(township, part)| part.or_else(|| first(township)).ok_or(township));
    loop {
        let given = longest_neighbours(&land);
        if given.is_empty() {
            break;
        }
        land = land.dissolve(|label| label.or_else(|township| given.get(&township).copied().ok_or(township)));
    }
    // What is left has no neighbour: islands without a village.
    land.dissolve(|label| label.unwrap_or_else(|township| nearest_as_the_crow_flies(county, centres, township)))
}

fn bases_by_township(county: &County, answering: &Answering) -> BTreeMap<TownshipIx, BTreeSet<StationIx>> {
    let mut bases: BTreeMap<TownshipIx, BTreeSet<StationIx>> = BTreeMap::new();
    for (village, row) in county.problem.villages.iter_enumerated() {
        if let Some(base) = answering[village] {
            bases.entry(row.township).or_default().insert(base);
        }
    }
    bases
}

/// What a township is divided by: its villages, and its roads, if there are any, by the nearest of its villages.
fn village_sites(county: &County, township: TownshipIx, answering: &Answering) -> Vec<Site<StationIx>> {
    let villages = county.problem.villages.iter_enumerated().filter(|(_, row)| row.township == township);
    let answered: Vec<(VillageIx, StationIx)> =
        villages.filter_map(|(village, _)| Some((village, answering[village]?))).collect();
    let frame = county.land.frame;
    let at_home = answered.iter().map(|(village, owner)| Site {
        position: frame.to_local(county.problem.villages[*village].position),
        owner: *owner,
        protected: true,
    });
    let mut sites: Vec<Site<StationIx>> = at_home.collect();
    if let Some(roads) = county.roads.as_deref() {
        let start = |village: VillageIx| Base { access: roads.villages[village], start: TravelTime::ZERO };
        let starts: Vec<Base> = answered.iter().map(|(village, _)| start(*village)).collect();
        let owners: Vec<StationIx> = answered.iter().map(|(_, owner)| *owner).collect();
        let cells = cells(&roads.network, &roads.day, &starts);
        let within = around(&county.land.townships, township, &frame);
        let spacing = county.settings.areas.sample_spacing_m;
        sites.extend(road_sites(&roads.network, &cells, &owners, spacing, Some(within)));
    }
    sites
}

/// For townships without a centre, the centre with the longest border to each, ties to the lower id; those without such a
/// neighbour are missing.
fn longest_neighbours(land: &Coverage<Result<StationIx, TownshipIx>>) -> BTreeMap<TownshipIx, StationIx> {
    let mut longest: BTreeMap<TownshipIx, (f64, StationIx)> = BTreeMap::new();
    for ((one, other), length) in land.shared_borders() {
        if let (Ok(centre), Err(township)) | (Err(township), Ok(centre)) = (one, other) {
            let length = length.as_metres();
            let best = longest.entry(township).or_insert((length, centre));
            if length > best.0 {
                *best = (length, centre);
            }
        }
    }
    longest.into_iter().map(|(township, (_, centre))| (township, centre)).collect()
}

fn nearest_as_the_crow_flies(county: &County, centres: &[StationIx], township: TownshipIx) -> StationIx {
    let frame = county.land.frame;
    let land = county.land.townships.polygon(township);
    let corners = land.0.iter().flat_map(|polygon| polygon.exterior().0.iter());
    let corners = corners.filter_map(|corner| LonLat::new(corner.x, corner.y)).map(|corner| frame.to_local(corner));
    let corners: Vec<_> = corners.collect();
    let distance = |station: StationIx| {
        let here = frame.to_local(county.problem.stations[station].position);
        corners.iter().map(|corner| corner.distance_to(here)).fold(f64::INFINITY, f64::min)
    };
    let nearest = centres.iter().copied().min_by(|one, other| distance(*one).total_cmp(&distance(*other)));
    nearest.unwrap_or_else(|| Index::from_position(0))
}

/// Townships that could not stay whole, and centres that answer for no land.
pub(super) fn notes_on_whole_places(
    county: &County,
    centres: &[StationIx],
    land: &Coverage<StationIx>,
    answering: &Answering,
) -> Vec<ProblemReport> {
    let problem = &county.problem;
    let mut notes = Vec::new();
    if problem.policy.dispatch.borders == BorderStyle::Township {
        for township in bases_by_township(county, answering).into_iter().filter(|(_, bases)| bases.len() > 1) {
            let (township, row) = (township.0, &problem.townships[township.0]);
            let mut by_base: BTreeMap<StationIx, usize> = BTreeMap::new();
            let villages = problem.villages.iter_enumerated().filter(|(_, village)| village.township == township);
            for base in villages.filter_map(|(village, _)| answering[village]) {
                *by_base.entry(base).or_default() += 1;
            }
            let others = by_base.values().sum::<usize>() - by_base.values().max().copied().unwrap_or(0);
            notes.push(w962_township_divided(Place::default().id(&row.id), &row.name, others));
        }
    }
    let labels = land.labels();
    for centre in centres.iter().filter(|centre| !labels.contains(centre)) {
        let station = &problem.stations[*centre];
        let place = Place::default().id(&station.id).at(station.position);
        notes.push(w963_centre_without_area(place, &station.name));
    }
    notes
}

/// Bands of the second arrival, everywhere from the base whose area it is.
pub(super) fn response_bands_of_whole_places(
    (county, roads): (&County, &CountyRoads),
    land: &Coverage<StationIx>,
    answering: &Answering,
) -> LandBands {
    let turnout = f64::from(county.problem.policy.response.turnout.time().as_milliseconds());
    let limits = RESPONSE_MINUTES.map(|minutes| minutes * MINUTE - turnout);
    let villages = |village: VillageIx| {
        let base = answering[village]?;
        let travel = county.problem.travel.day.to_village[base][village]?;
        Some((base, f64::from(travel.as_milliseconds())))
    };
    bands_within((county, roads), land, &limits, |base| arrivals_of(roads, base), villages)
}

/// Classes of the change of the second arrival, everywhere between the bases whose area it was and is.
pub(super) fn change_bands_of_whole_places(
    (county, roads): (&County, &CountyRoads),
    before: &DispatchAreas,
    after: &DispatchAreas,
) -> LandBands {
    let limits = CHANGE_MINUTES.map(|minutes| minutes * MINUTE);
    let profiles = |(before, after): (StationIx, StationIx)| {
        let (before, after) = (arrivals_of(roads, before), arrivals_of(roads, after));
        IxVec::from_rows(after.iter().zip(&before).map(|(after, before)| after.minus(before)).collect())
    };
    let villages = |village: VillageIx| {
        let (before, after) = (before.answering[village]?, after.answering[village]?);
        let time = |base| county.problem.arrival(base, village).map(|time| f64::from(time.as_milliseconds()));
        Some(((before, after), time(after)? - time(before)?))
    };
    bands_within((county, roads), &before.land.overlay(&after.land), &limits, profiles, villages)
}

/// Arrivals of one base along every road, turnout excluded.
pub(super) fn arrivals_of(roads: &CountyRoads, base: StationIx) -> IxVec<EdgeIx, ArrivalProfile> {
    arrival_profiles(&roads.network, &roads.day, &roads.bases(&[base]))
}

/// The land of every label divided into bands of its own values along the roads and at its villages.
fn bands_within<L: Copy + Ord>(
    (county, roads): (&County, &CountyRoads),
    land: &Coverage<L>,
    limits: &[f64],
    profiles_of: impl Fn(L) -> IxVec<EdgeIx, ArrivalProfile>,
    village_value: impl Fn(VillageIx) -> Option<(L, f64)>,
) -> LandBands {
    let network = &roads.network;
    let owners: Vec<usize> = (0..=limits.len()).collect();
    let spacing = county.settings.areas.sample_spacing_m;
    let (divided, _) = land.divide(
        |label| {
            let profiles = profiles_of(label);
            let pieces = profiles.iter_enumerated().flat_map(|(edge, profile)| profile.pieces(edge, limits)).collect();
            let cells = RoadCells { pieces, without_road: Vec::new() };
            let within = around(land, label, &county.land.frame);
            let mut sites = road_sites(network, &cells, &owners, spacing, Some(within));
            for (village, row) in county.problem.villages.iter_enumerated() {
                if let Some((_, value)) = village_value(village).filter(|(whose, _)| *whose == label) {
                    let position = county.land.frame.to_local(row.position);
                    sites.push(Site { position, owner: band(value, limits), protected: true });
                }
            }
            Some(sites)
        },
        &band_settings(&county.settings.areas),
    );
    // Land that no road and no village tells anything of is in no time reached at all.
    divided.dissolve(|(_, band)| band.unwrap_or(limits.len()))
}
