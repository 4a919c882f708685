//! The land that a question divides: the county's or, without one, a box around the roads.

use geo_types::{LineString, MultiPolygon, Polygon};
use xiaqu_model::{
    IxVec, Language, LocalXy, LonLat, Metres, Place, TownshipIx, Words, e303_no_usable_road, e307_no_start,
};
use xiaqu_roads::RoadEdge;
use xiaqu_townships::{Coverage, CoverageSettings, TownshipShape};

use super::{place::PlacedRoads, read::box_around};
use crate::{Failure, draw::Ground};

/// Which land is divided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LandRule {
    /// The county.
    County,
    /// The box around all roads, wider on each side by the farthest that a place may be from a road.
    BoxAroundRoads {
        /// How much wider.
        margin: Metres,
    },
}

impl LandRule {
    /// The rule in words.
    pub fn words(self) -> Words {
        match self {
            Self::County => Words::new("clipped to the county", "裁剪至县界"),
            Self::BoxAroundRoads { margin } => {
                let metres = margin.as_metres();
                Words::new(
                    format!("clipped to the box around the roads, {metres:.0} m wider on each side"),
                    format!("裁剪至道路外接矩形，四周各外扩 {metres:.0} 米"),
                )
            }
        }
    }

    /// The note of a layer.
    pub(super) fn note(self, note: &str, language: Language) -> String {
        match self {
            Self::County => note.to_owned(),
            Self::BoxAroundRoads { .. } => self.words().text(language).to_owned(),
        }
    }
}

/// The land of a question that has no county; nothing where it has one.
pub(super) struct OwnGround {
    pub(super) rule: LandRule,
    land: Option<Coverage<TownshipIx>>,
}

impl OwnGround {
    /// Refuses a question without a place to start from.
    pub(super) fn of(placed: &PlacedRoads) -> Result<Self, Failure> {
        if placed.from.is_empty() {
            return Err(Failure::Input(vec![e307_no_start(Place::default())]));
        }
        if placed.county().is_some() {
            return Ok(Self { rule: LandRule::County, land: None });
        }
        let network = placed.network();
        let margin = network.settings().access_max;
        let shape = box_shape(placed, margin).map(|land| TownshipShape { land, place: Place::default() });
        let shapes: IxVec<TownshipIx, TownshipShape> = IxVec::from_rows(shape.into_iter().collect());
        let built = Coverage::build(&shapes, *network.frame(), &CoverageSettings::default());
        Ok(Self { rule: LandRule::BoxAroundRoads { margin }, land: Some(built.coverage) })
    }

    pub(super) fn ground<'a>(&'a self, placed: &'a PlacedRoads) -> Result<Ground<'a>, Failure> {
        let land = placed.townships().or(self.land.as_ref());
        let land = land.ok_or_else(|| Failure::Input(vec![e303_no_usable_road(Place::default())]))?;
        Ok(Ground { land, network: placed.network(), areas: &placed.settings().areas })
    }
}

/// The box around all roads, wider by a margin.
fn box_shape(placed: &PlacedRoads, margin: Metres) -> Option<MultiPolygon<f64>> {
    let network = placed.network();
    let edges = network.edges().iter();
    let [west, south, east, north] = box_around(edges.flat_map(RoadEdge::points))?;
    let (frame, margin) = (network.frame(), margin.as_metres());
    let wider = |lon: f64, lat: f64, x: f64, y: f64| {
        let local = frame.to_local(LonLat::new(lon, lat)?);
        Some(frame.to_lonlat(LocalXy { x: local.x + x * margin, y: local.y + y * margin }))
    };
    let corners = [wider(west, south, -1.0, -1.0)?, wider(east, north, 1.0, 1.0)?];
    let [low, high] = corners.map(|corner| (corner.longitude(), corner.latitude()));
    let ring = vec![low, (high.0, low.1), high, (low.0, high.1), low];
    Some(MultiPolygon(vec![Polygon::new(LineString::from(ring), Vec::new())]))
}
