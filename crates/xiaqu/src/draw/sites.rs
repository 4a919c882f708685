//! The places whose owner is known, from which land is divided: villages, centres, samples along roads.

use std::collections::{HashMap, HashSet};

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
    let contest = Contest::of(coarse.iter().flatten(), REACH * spacing);
    let is_contested: Vec<bool> = coarse.iter().map(|piece| piece.iter().any(|site| contest.holds(site))).collect();
    let choose = |wanted: bool| is_contested.iter().map(move |contested| *contested == wanted);
    sites.extend(coarse.into_iter().zip(choose(false)).filter(|(_, keep)| *keep).flat_map(|(piece, _)| piece));
    // Pieces on both sides of a break are contested, so their margins at the break stay equal.
    let pieces = cells.pieces.iter().zip(choose(true)).filter(|(_, keep)| *keep).map(|(piece, _)| *piece);
    let contested = RoadCells { pieces: pieces.collect(), without_road: Vec::new() };
    sites.extend(road_sites(county, centres, &contested, spacing / REFINEMENT).into_iter().flatten());
    sites
}

/// Samples along each piece, none if no centre answers there.
fn road_sites(county: &County, centres: &[StationIx], cells: &RoadCells, spacing: f64) -> Vec<Vec<Site<StationIx>>> {
    let spacing = Metres::new(spacing).unwrap_or_default();
    let samples = cells.samples(&county.roads.network, spacing);
    let pieces = cells.pieces.iter().zip(samples).map(|(piece, samples)| {
        let owner = piece.owner.and_then(|owner| centres.get(owner)).copied();
        let site = |position| Some(Site { position, owner: owner?, protected: false });
        samples.into_iter().filter_map(site).collect()
    });
    pieces.collect()
}

/// The squares of a grid with a road of one centre, and a road of another one in the same square or next to it.
struct Contest {
    side: f64,
    squares: HashSet<(i64, i64)>,
}

impl Contest {
    fn of<'a>(sites: impl Iterator<Item = &'a Site<StationIx>>, side: f64) -> Self {
        let mut contest = Self { side, squares: HashSet::new() };
        // `None` if a square has several owners.
        let mut owners: HashMap<(i64, i64), Option<StationIx>> = HashMap::new();
        for site in sites {
            let Some(square) = contest.square(site.position) else { continue };
            let known = owners.entry(square).or_insert(Some(site.owner));
            if *known != Some(site.owner) {
                *known = None;
            }
        }
        // Asked once a square and not once a sample, which are many times more.
        for (square, owner) in &owners {
            let mut around = (-1..=1).flat_map(|east| (-1..=1).map(move |north| (square.0 + east, square.1 + north)));
            if owner.is_none() || around.any(|near| owners.get(&near).is_some_and(|other| other != owner)) {
                contest.squares.insert(*square);
            }
        }
        contest
    }

    fn square(&self, position: LocalXy) -> Option<(i64, i64)> {
        Some((cast::to_i64((position.x / self.side).floor())?, cast::to_i64((position.y / self.side).floor())?))
    }

    fn holds(&self, site: &Site<StationIx>) -> bool {
        self.square(site.position).is_some_and(|square| self.squares.contains(&square))
    }
}

#[cfg(test)]
mod tests {
    use xiaqu_model::{Index, LocalXy, StationIx};
    use xiaqu_townships::Site;

    use super::Contest;

    #[test]
    fn roads_are_contested_only_near_a_road_of_another_centre() {
        let site = |x: f64, centre: usize| Site {
            position: LocalXy { x, y: 5.0 },
            owner: StationIx::from_position(centre),
            protected: false,
        };
        let sites = [site(10.0, 0), site(310.0, 0), site(390.0, 1), site(450.0, 1), site(700.0, 1), site(720.0, 1)];
        let contest = Contest::of(sites.iter(), 80.0);
        assert_eq!(sites.map(|site| contest.holds(&site)), [false, true, true, false, false, false]);
    }
}
