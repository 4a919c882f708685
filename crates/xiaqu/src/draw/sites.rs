//! The places whose owner is known, from which land is divided: villages, centres, samples along roads.

use std::collections::BTreeMap;

use xiaqu_model::{LocalXy, Metres, StationIx, cast};
use xiaqu_roads::RoadCells;
use xiaqu_townships::Site;

use crate::County;

/// Near roads of another centre, samples stand so many times closer together.
const REFINEMENT: f64 = 4.0;

/// Near is within about so many sample spacings.
const REACH: f64 = 2.0;

/// Sites of the land that `centres` answer for.
///
/// Where roads of two centres run side by side (the carriageways of one highway, a lane beside a main road), the border
/// between samples would saw through both. There samples stand closer; elsewhere it would only cost time.
pub(super) fn sites(county: &County, centres: &[StationIx], cells: &RoadCells) -> Vec<Site<StationIx>> {
    let mut sites = Vec::new();
    let frame = county.land.frame;
    for (village, row) in county.problem.villages.iter_enumerated() {
        if let Some((owner, _)) = county.problem.nearest(village, centres.iter().copied()) {
            sites.push(Site { position: frame.to_local(row.position), owner, protected: true });
        }
    }
    for (position, centre) in centres.iter().enumerate() {
        if !cells.without_road.contains(&position) {
            let here = frame.to_local(county.problem.stations[*centre].position);
            sites.push(Site { position: here, owner: *centre, protected: true });
        }
    }
    let spacing = county.settings.areas.sample_spacing_m;
    let coarse = road_sites(county, centres, cells, spacing);
    let contest = Contest::of(&coarse, REACH * spacing);
    let fine = road_sites(county, centres, cells, spacing / REFINEMENT);
    sites.extend(coarse.into_iter().filter(|site| !contest.is_near_another(site)));
    sites.extend(fine.into_iter().filter(|site| contest.is_near_another(site)));
    sites
}

fn road_sites(county: &County, centres: &[StationIx], cells: &RoadCells, spacing: f64) -> Vec<Site<StationIx>> {
    let spacing = Metres::new(spacing).unwrap_or_default();
    let mut sites = Vec::new();
    for (piece, samples) in cells.pieces.iter().zip(cells.samples(&county.roads.network, spacing)) {
        let Some(owner) = piece.owner.and_then(|owner| centres.get(owner)) else { continue };
        sites.extend(samples.into_iter().map(|position| Site { position, owner: *owner, protected: false }));
    }
    sites
}

/// Which squares of a grid have roads of one owner, and which of several.
struct Contest {
    side: f64,
    /// `None` if there are several.
    owners: BTreeMap<(i64, i64), Option<StationIx>>,
}

impl Contest {
    fn of(sites: &[Site<StationIx>], side: f64) -> Self {
        let mut contest = Self { side, owners: BTreeMap::new() };
        for site in sites {
            let Some(square) = contest.square(site.position) else { continue };
            let known = contest.owners.entry(square).or_insert(Some(site.owner));
            if *known != Some(site.owner) {
                *known = None;
            }
        }
        contest
    }

    fn square(&self, position: LocalXy) -> Option<(i64, i64)> {
        Some((cast::to_i64((position.x / self.side).floor())?, cast::to_i64((position.y / self.side).floor())?))
    }

    /// Whether the square of a site, or one next to it, has a road of another owner.
    fn is_near_another(&self, site: &Site<StationIx>) -> bool {
        let Some((column, row)) = self.square(site.position) else { return false };
        let mut around = (-1..=1).flat_map(|east| (-1..=1).map(move |north| (column + east, row + north)));
        around.any(|square| self.owners.get(&square).is_some_and(|owner| *owner != Some(site.owner)))
    }
}
