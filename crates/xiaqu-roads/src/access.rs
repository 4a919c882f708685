//! Snapping: the road point from which a place is reached.

use std::collections::BTreeSet;

use xiaqu_model::{
    EdgeIx, Index, LonLat, Metres, NodeIx, Place, ProblemReport, TravelTime, e301_village_far_from_road,
    e302_station_far_from_road,
};

use crate::{RoadNetwork, network::SegmentHit};

/// Access (接入点): the point of road that a place is reached from. Its times follow from the weights of its edge and
/// its share, rounded once, so that parts of an edge always add up to the whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Access {
    /// The edge.
    pub edge: EdgeIx,
    /// Share of the edge's length up to the point, 0 to 1.
    pub share: f64,
    /// The point on the road.
    pub position: LonLat,
    /// Straight distance between place and road.
    pub distance: Metres,
    /// Time on foot between place and road.
    pub walk: TravelTime,
}

/// No usable road lies within `access_max` of a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TooFar {
    /// The nearest usable road, however far; `None` if there is none at all.
    pub nearest: Option<(Metres, LonLat)>,
}

/// The roads that a station reaches and can come back from: all parts (strongly connected) in which a base stands.
///
/// A base stands on the nearest road of a part of at least `island_min`, or, if none is within `access_max`, on the
/// nearest road of any part. Other places stand on the nearest usable road. So the answer for a place depends on the
/// network and the bases it was made for, never on which other places are asked about. Make it once from **all**
/// stations of the county, not from the centres of one plan.
pub struct UsableRoads<'network> {
    network: &'network RoadNetwork,
    parts: BTreeSet<usize>,
    bases: Vec<Result<Access, TooFar>>,
}

impl RoadNetwork {
    /// The roads usable from these bases; see [`UsableRoads`].
    pub fn usable_from(&self, bases: &[LonLat]) -> UsableRoads<'_> {
        let bases: Vec<Result<Access, TooFar>> = bases.iter().map(|base| self.base_access(*base)).collect();
        let parts = bases.iter().flatten().filter_map(|access| self.parts.part_of(access.edge.position())).collect();
        UsableRoads { network: self, parts, bases }
    }

    /// The access at a junction, for tests and for places known to stand on one; `None` if no edge ends there.
    pub fn access_at(&self, node: NodeIx) -> Option<Access> {
        self.edges.iter_enumerated().find_map(|(edge, row)| {
            let share = if row.from == node { 0.0 } else { 1.0 };
            (row.from == node || row.to == node).then(|| self.access_on(edge, share)).flatten()
        })
    }

    /// The access at a share of an edge, with no way on foot; `None` if there is no such edge.
    pub fn access_on(&self, edge: EdgeIx, share: f64) -> Option<Access> {
        let share = share.clamp(0.0, 1.0);
        let position = self.edges.get(edge)?.shape.position_at(share)?;
        Some(Access { edge, share, position, distance: Metres::default(), walk: TravelTime::ZERO })
    }

    fn base_access(&self, base: LonLat) -> Result<Access, TooFar> {
        let island_min = self.settings.island_min.as_metres();
        let part_length =
            |edge: usize| self.parts.part_of(edge).and_then(|part| self.parts.parts.get(part)).map(|part| part.length);
        self.nearest(base, |edge| part_length(edge).is_some_and(|length| length >= island_min))
            .or_else(|_| self.nearest(base, |edge| part_length(edge).is_some()))
    }

    fn nearest(&self, place: LonLat, wanted: impl Fn(usize) -> bool) -> Result<Access, TooFar> {
        let Some(hit) = self.tree().nearest(self.frame.to_local(place), wanted) else {
            return Err(TooFar { nearest: None });
        };
        let distance = Metres::new(hit.distance).unwrap_or_default();
        let is_near = distance <= self.settings.access_max;
        let access = is_near.then(|| self.access_of_hit(&hit, distance)).flatten();
        access.ok_or_else(|| TooFar { nearest: Some((distance, self.frame.to_lonlat(hit.point))) })
    }

    fn access_of_hit(&self, hit: &SegmentHit, distance: Metres) -> Option<Access> {
        let edge = EdgeIx::from_position(hit.edge);
        let road = &self.edges.get(edge)?.shape;
        let share = road.share_at(hit.segment, hit.share);
        let position = road.position_at(share)?;
        let walk = self.settings.off_road_speed.time_for(distance)?;
        Some(Access { edge, share, position, distance, walk })
    }
}

impl UsableRoads<'_> {
    /// Where each base stands, in the order given.
    pub fn bases(&self) -> &[Result<Access, TooFar>] {
        &self.bases
    }

    /// Whether a base reaches the edge and can come back.
    pub fn is_usable(&self, edge: EdgeIx) -> bool {
        self.network.parts.part_of(edge.position()).is_some_and(|part| self.parts.contains(&part))
    }

    /// The nearest usable road to a place.
    ///
    /// # Errors
    /// [`TooFar`] if it is beyond `access_max`; the place is then a problem to report, not to drop.
    pub fn access(&self, place: LonLat) -> Result<Access, TooFar> {
        self.network.nearest(place, |edge| self.is_usable(EdgeIx::from_position(edge)))
    }
}

impl TooFar {
    /// The problem that a village has no access (`E301`).
    pub fn village_problem(&self, place: Place, network: &RoadNetwork) -> ProblemReport {
        e301_village_far_from_road(place, self.distance_text(), network.settings.access_max.as_metres())
    }

    /// The problem that a station has no access (`E302`).
    pub fn station_problem(&self, place: Place, network: &RoadNetwork) -> ProblemReport {
        e302_station_far_from_road(place, self.distance_text(), network.settings.access_max.as_metres())
    }

    fn distance_text(&self) -> String {
        self.nearest.map_or_else(|| "∞".to_owned(), |(distance, _)| format!("{:.0}", distance.as_metres()))
    }
}
