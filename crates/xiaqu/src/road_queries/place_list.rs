//! Places on roads, by id, by name or by position.

use xiaqu_formats::read_points;
use xiaqu_model::{
    Datum, LonLat, Place, ProblemReport, RawPosition, StationIx, TravelTime, e158_impossible_position, e304_point_far,
    e305_unknown_place, e306_ambiguous_place, e307_no_start,
};
use xiaqu_roads::{Access, Base, TooFar, UsableRoads};

use super::request::{PointSource, RoadFile};
use crate::{County, CountyRoads, settings::nearest};

/// A place and the point of road that it is reached from.
#[derive(Clone, Debug, PartialEq)]
pub struct RoadPlace {
    /// Id; `lon,lat` as typed for a place that has none.
    pub id: String,
    /// Name; the id where there is none.
    pub name: String,
    /// Where it is.
    pub position: LonLat,
    /// Its point of road.
    pub access: Access,
    /// Time from the call until its crew drives off, where its file says so; no part of travel times.
    pub start: TravelTime,
}

impl RoadPlace {
    /// The place as a base whose crew leaves at once.
    pub(super) fn base(&self) -> Base {
        Base { access: self.access, start: TravelTime::ZERO }
    }

    /// The place as a base whose crew leaves when its file says.
    pub(super) fn crew(&self) -> Base {
        Base { access: self.access, start: self.start }
    }
}

/// A place as read, not yet on a road.
pub(super) struct Unplaced {
    pub(super) place: Place,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) position: LonLat,
    pub(super) start: TravelTime,
}

impl Unplaced {
    /// The place with its point of road.
    pub(super) fn on(self, access: Access) -> RoadPlace {
        RoadPlace { id: self.id, name: self.name, position: self.position, access, start: self.start }
    }
}

/// Reads a file of places.
pub(super) fn read_places(file: &RoadFile, problems: &mut Vec<ProblemReport>) -> Vec<Unplaced> {
    let rows = read_points(&file.source(), problems).into_iter();
    rows.map(|row| Unplaced { place: row.place, id: row.id, name: row.name, position: row.position, start: row.start })
        .collect()
}

/// Places on the nearest roads that can be used; those that have none are reported.
pub(super) fn on_usable_roads(
    rows: Vec<Unplaced>,
    usable: &UsableRoads<'_>,
    limit: f64,
    problems: &mut Vec<ProblemReport>,
) -> Vec<RoadPlace> {
    let mut placed = Vec::new();
    for place in rows {
        match usable.access(place.position) {
            Ok(access) => placed.push(place.on(access)),
            Err(far) => problems.push(too_far(place.place.clone(), &far, limit)),
        }
    }
    placed
}

/// The problem that a place has no road.
pub(super) fn too_far(place: Place, far: &TooFar, limit: f64) -> ProblemReport {
    let distance = far.nearest.map_or_else(|| "∞".to_owned(), |(metres, _)| format!("{:.0}", metres.as_metres()));
    e304_point_far(place, distance, limit)
}

/// The places of a county that a source names.
pub(super) fn of_county(county: &County, roads: &CountyRoads, source: &PointSource) -> Vec<RoadPlace> {
    let problem = &county.problem;
    match source {
        PointSource::Villages => {
            let rows = problem.villages.iter_enumerated();
            rows.map(|(village, row)| RoadPlace {
                id: row.id.to_string(),
                name: row.name.clone(),
                position: row.position,
                access: roads.villages[village],
                start: TravelTime::ZERO,
            })
            .collect()
        }
        PointSource::Stations => problem.today().map(|station| station_place(county, roads, station)).collect(),
        PointSource::File(_) => Vec::new(),
    }
}

/// A station of a county.
pub(super) fn station_place(county: &County, roads: &CountyRoads, station: StationIx) -> RoadPlace {
    let row = &county.problem.stations[station];
    RoadPlace {
        id: row.id.to_string(),
        name: row.name.clone(),
        position: row.position,
        access: roads.stations[station],
        start: TravelTime::ZERO,
    }
}

/// Longitude and latitude as typed: `117.25,26.92`; `None` if the text is something else.
pub(super) fn typed_position(text: &str) -> Option<Result<LonLat, ProblemReport>> {
    let (longitude, latitude) = text.split_once([',', '，'])?;
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let (longitude, latitude) = (number(longitude)?, number(latitude)?);
    let raw = RawPosition { longitude, latitude, datum: Datum::Wgs84 };
    let position = xiaqu_townships::to_wgs84(raw);
    Some(position.ok_or_else(|| e158_impossible_position(Place::default().id(text), longitude, latitude)))
}

/// The place of the lists that has an id or, if none has, the only one that has a name. Lists that come first go first.
pub(super) fn find_place<'a>(text: &str, lists: &[&'a [RoadPlace]]) -> Result<&'a RoadPlace, ProblemReport> {
    for list in lists {
        if let Some(place) = list.iter().find(|place| place.id == text) {
            return Ok(place);
        }
    }
    for list in lists {
        let mut named = list.iter().filter(|place| place.name == text);
        match (named.next(), named.next()) {
            (Some(place), None) => return Ok(place),
            (Some(_), Some(_)) => return Err(e306_ambiguous_place(Place::default(), text)),
            (None, _) => {}
        }
    }
    let known = || lists.iter().copied().flatten();
    if known().next().is_none() {
        return Err(e307_no_start(Place::default().id(text)));
    }
    let words: Vec<&String> = known().map(|place| &place.id).chain(known().map(|place| &place.name)).collect();
    Err(e305_unknown_place(Place::default(), text, nearest(text, words)))
}
