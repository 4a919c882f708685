//! Which stations are adjacent: border, road time, and the way between them (domain 6.0).

use std::collections::BTreeMap;

use xiaqu_model::{Adjacency, Metres, RefusalReason, StationIx, StudiedPair, Travel, TravelTime};
use xiaqu_roads::route;
use xiaqu_townships::Coverage;

use super::{
    places::{Places, metres},
    policy::NamedPairs,
    roads::CountyRoads,
};
use crate::settings::AdjacencySettings;

/// Everything a pair is judged by.
pub(super) struct AdjacencyStudy<'a> {
    pub(super) places: &'a Places,
    /// Roads; without them nobody knows which way leads from one station to another.
    pub(super) roads: Option<&'a CountyRoads>,
    pub(super) travel: &'a Travel,
    pub(super) territories: &'a Coverage<StationIx>,
    pub(super) settings: &'a AdjacencySettings,
    pub(super) named: &'a NamedPairs,
}

impl AdjacencyStudy<'_> {
    /// Studies every pair whose territories touch, and every pair that the settings name.
    pub(super) fn run(&self) -> Adjacency {
        let mut borders: BTreeMap<(StationIx, StationIx), Metres> = self.territories.shared_borders();
        for pair in self.named.allowed.iter().chain(&self.named.forbidden) {
            borders.entry((pair.0.min(pair.1), pair.0.max(pair.1))).or_default();
        }
        Adjacency::new(borders.into_iter().map(|(pair, border)| self.study(pair, border)).collect())
    }

    fn study(&self, (first, second): (StationIx, StationIx), shared_border: Metres) -> StudiedPair {
        let names = |pairs: &[(StationIx, StationIx)]| {
            pairs.iter().any(|pair| (pair.0.min(pair.1), pair.0.max(pair.1)) == (first, second))
        };
        let allowed_by_settings = names(&self.named.allowed);
        let between = &self.travel.day.to_station;
        let road_time = between[first][second].zip(between[second][first]).map(|(there, back)| there.max(back));
        let mut refusals = Vec::new();
        if !allowed_by_settings {
            let border_limit = metres(self.settings.border_min_m);
            if shared_border < border_limit {
                refusals.push(RefusalReason::BorderTooShort { limit: border_limit });
            }
            refusals.extend(self.road_refusals(first, second, road_time));
        }
        if names(&self.named.forbidden) {
            refusals.push(RefusalReason::Forbidden);
        }
        StudiedPair { first, second, shared_border, road_time, refusals, allowed_by_settings }
    }

    /// Reasons that lie in the road: none at all, too long, or through a third territory. All that hold are named.
    fn road_refusals(&self, first: StationIx, second: StationIx, road_time: Option<TravelTime>) -> Vec<RefusalReason> {
        let Some(time) = road_time else { return vec![RefusalReason::NoRoad] };
        let mut refusals = Vec::new();
        let limit = TravelTime::from_minutes(self.settings.road_time_max_minutes).unwrap_or_default();
        if time > limit {
            refusals.push(RefusalReason::RoadTooLong { limit });
        }
        if let Some(roads) = self.roads.filter(|_| self.settings.path_inside) {
            let left = self.path_outside(roads, first, second);
            refusals.extend(left.map(|through| RefusalReason::PathLeavesTerritories { through }));
        }
        refusals
    }

    /// Whether the shortest road leaves the two territories for longer than allowed; if so, where it mostly goes.
    #[expect(clippy::option_option, reason = "staying inside and leaving the county are different")]
    fn path_outside(&self, roads: &CountyRoads, first: StationIx, second: StationIx) -> Option<Option<StationIx>> {
        let path = route(&roads.network, &roads.day, &roads.stations[first], &roads.stations[second])?;
        let local: Vec<_> = path.points.iter().map(|point| self.places.frame.to_local(*point)).collect();
        let mut outside: BTreeMap<Option<StationIx>, f64> = BTreeMap::new();
        for pair in local.windows(2) {
            let [from, to] = pair else { continue };
            let middle = xiaqu_model::LocalXy { x: f64::midpoint(from.x, to.x), y: f64::midpoint(from.y, to.y) };
            let owner = self.territories.locate(self.places.frame.to_lonlat(middle));
            if owner != Some(first) && owner != Some(second) {
                *outside.entry(owner).or_default() += from.distance_to(*to);
            }
        }
        if outside.values().sum::<f64>() <= self.settings.path_outside_max_m {
            return None;
        }
        outside.into_iter().max_by(|one, other| one.1.total_cmp(&other.1)).map(|(owner, _)| owner)
    }
}
