//! Where the centre that answers calls is not the one that manages the land.

use geo_types::MultiPolygon;
use serde_json::json;
use xiaqu_formats::{Layer, LayerKind, Shape};
use xiaqu_model::{LonLat, StationIx, VillageIx};
use xiaqu_townships::LandPart;

use super::{
    areas::DispatchAreas,
    fields::HANDOVER,
    layers::{Draw, square_kilometres},
    people::{AreaPeople, rounded},
};

/// A part thinner than this on average, in metres, may be a sliver between two lines that mean the same border.
const SLIVER_WIDTH: f64 = 50.0;

/// A part larger than this, in m2, is no sliver however thin.
const SLIVER_AREA: f64 = 5e4;

impl Draw<'_> {
    /// The handover layer: one feature for each pair of a dispatch centre and another managing centre.
    ///
    /// Parts with a mean width below 50 m, an area below 0.05 km2 and no village of the pair inside are left out: dispatch
    /// borders are drawn between road samples, so where they follow a township border the two lines cross again and again,
    /// and nothing changes hands between them. So the layer may be smaller than the exact difference of the two maps.
    pub(super) fn handover(&self, areas: &DispatchAreas) -> Layer {
        let mut layer = self.layer("handover", LayerKind::Polygons, HANDOVER);
        let problem = &self.county.problem;
        let both = areas.land.overlay(&self.managed_land());
        for (dispatch, jurisdiction) in both.labels() {
            if self.plan.commander_of(dispatch) == Some(jurisdiction) {
                continue;
            }
            let villages = self.villages_between(dispatch, jurisdiction);
            let places: Vec<LonLat> = villages.iter().map(|village| problem.villages[*village].position).collect();
            let (mut parts, slivers): (Vec<LandPart>, Vec<LandPart>) = both
                .land_parts((dispatch, jurisdiction))
                .into_iter()
                .partition(|part| !is_sliver(part) || places.iter().any(|place| part.holds(*place)));
            if parts.is_empty() && !villages.is_empty() {
                // Its villages lie just off the land; the pair is shown all the same.
                parts = slivers;
            }
            if parts.is_empty() {
                continue;
            }
            let people: u64 = villages.iter().map(|village| u64::from(problem.villages[*village].people.count())).sum();
            let area: f64 = parts.iter().map(|part| part.area.as_square_kilometres()).sum();
            let values = vec![
                self.id(dispatch),
                self.id(jurisdiction),
                json!(people),
                json!(square_kilometres(area)),
                json!(self.mean_gain(&villages, dispatch, jurisdiction)),
            ];
            let land = MultiPolygon(parts.into_iter().map(|part| part.land).collect());
            layer.push(Shape::Area(land), values);
        }
        layer
    }

    fn villages_between(&self, dispatch: StationIx, jurisdiction: StationIx) -> Vec<VillageIx> {
        let judgement = self.judgement;
        let villages = self.county.problem.villages.indices();
        villages
            .filter(|village| judgement.dispatch.0[*village] == dispatch)
            .filter(|village| judgement.jurisdiction.0[*village] == jurisdiction)
            .collect()
    }

    /// Mean minutes that nearest response saves the people of some villages; none where nobody lives.
    fn mean_gain(&self, villages: &[VillageIx], dispatch: StationIx, jurisdiction: StationIx) -> Option<f64> {
        let problem = &self.county.problem;
        let mean = |bases: &[StationIx]| AreaPeople::of(problem, bases, |v| villages.contains(&v)).mean_minutes();
        let own = self.plan.groups().iter().find(|group| group.centre == jurisdiction);
        let own: Vec<StationIx> = own.map(|group| group.bases().collect()).unwrap_or_default();
        mean(&own).zip(mean(&[dispatch])).map(|(own, nearest)| rounded(own - nearest))
    }
}

fn is_sliver(part: &LandPart) -> bool {
    part.mean_width.as_metres() < SLIVER_WIDTH && part.area.as_square_metres() < SLIVER_AREA
}
