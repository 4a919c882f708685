//! The places whose owner is known, from which land is divided: villages, centres, samples along roads.

use xiaqu_model::StationIx;
use xiaqu_roads::RoadCells;
use xiaqu_townships::Site;

use crate::{County, CountyRoads, road_sites::road_sites};

/// Sites of the land that `centres` answer for.
pub(super) fn sites(
    county: &County,
    roads: &CountyRoads,
    centres: &[StationIx],
    cells: &RoadCells,
) -> Vec<Site<StationIx>> {
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
    sites.extend(road_sites(&roads.network, cells, centres, spacing, None));
    sites
}
