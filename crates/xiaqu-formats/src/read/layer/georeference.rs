//! From the coordinates of a file to degrees: what the file declares, what the settings state, and whether the numbers
//! can be that.

use geojson::{GeometryValue, Position};
use xiaqu_model::{
    Datum, Place, ProblemReport, RawPosition, ReferenceSystem, Words, e151_empty_file, e181_no_reference_system,
    e182_unknown_reference_system, e183_contradicting_reference_systems, e184_coordinates_contradict,
};

use crate::read::{
    kind::FileKind,
    table::{RawRow, RawTable, Source},
};

/// What a file says about its coordinates.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::read) enum Declared {
    /// Nothing.
    Nothing,
    /// A system that can be turned into degrees, under this name.
    Known(ReferenceSystem, String),
    /// A system that cannot, and why.
    Unknown(String, Words),
}

/// Cells in the order of the columns, and the geometry.
pub(in crate::read) type LayerRow = (Vec<String>, Option<GeometryValue>);

/// Columns, and rows of cells with their geometry; rows that were deleted are `None`.
pub(in crate::read) struct LayerRows {
    pub(in crate::read) header: Vec<String>,
    pub(in crate::read) rows: Vec<Option<LayerRow>>,
}

impl LayerRows {
    /// The table in degrees, with `lon` and `lat` columns for points as GeoJSON has them.
    pub(in crate::read) fn into_table(
        mut self,
        source: &Source,
        (kind, declared): (FileKind, &Declared),
        problems: &mut Vec<ProblemReport>,
    ) -> Option<RawTable> {
        if self.rows.iter().all(Option::is_none) {
            problems.push(e151_empty_file(Place::table(&source.name), &source.name));
            return None;
        }
        let geometries = self.rows.iter_mut().flatten().filter_map(|(_, geometry)| geometry.as_mut());
        let datum = to_degrees(geometries.collect(), source, declared, problems)?;
        if self.rows.iter().flatten().any(|(_, geometry)| matches!(geometry, Some(GeometryValue::Point { .. }))) {
            self.add_point_columns();
        }
        let row =
            |(number, row): (usize, Option<LayerRow>)| row.map(|(cells, geometry)| RawRow { number, cells, geometry });
        let rows = (1..).zip(self.rows).filter_map(row).collect();
        Some(RawTable { name: source.name.clone(), header: self.header, rows, kind, datum })
    }

    /// The geometry tells where a point is; columns of the same name are replaced.
    fn add_point_columns(&mut self) {
        let kept: Vec<bool> = self
            .header
            .iter()
            .map(|name| !["lon", "lat"].iter().any(|axis| name.trim().eq_ignore_ascii_case(axis)))
            .collect();
        let keep = |cells: &mut Vec<String>| {
            let mut kept = kept.iter();
            cells.retain(|_| kept.next().copied().unwrap_or(true));
        };
        keep(&mut self.header);
        self.header.extend(["lon".to_owned(), "lat".to_owned()]);
        for (cells, geometry) in self.rows.iter_mut().flatten() {
            keep(cells);
            let position = match geometry {
                Some(GeometryValue::Point { coordinates }) => coordinates.as_slice(),
                _ => &[],
            };
            cells.extend((0..2).map(|axis| position.get(axis).map(ToString::to_string).unwrap_or_default()));
        }
    }
}

/// Turns all coordinates into degrees and answers their datum; `None`, and a report, if nobody says what they are or if
/// they cannot be that.
pub(in crate::read) fn to_degrees(
    mut geometries: Vec<&mut GeometryValue>,
    source: &Source,
    declared: &Declared,
    problems: &mut Vec<ProblemReport>,
) -> Option<Datum> {
    let mut reach = Reach::default();
    for geometry in &mut geometries {
        each_position(geometry, &mut |position| reach.widen(position));
    }
    let spot = || (source.name.as_str(), Place::table(&source.name));
    let checked = system_of(source, declared, &reach)
        .and_then(|(system, datum)| reach.contradiction(&system, spot()).map_or(Ok((system, datum)), Err));
    let (system, datum) = checked.map_err(|problem| problems.push(problem)).ok()?;
    let mut lost = None;
    for geometry in geometries {
        each_position(geometry, &mut |position| {
            let (x, y) = plane(position);
            match system.to_degrees(x, y) {
                Some(found) if system.is_projected() => {
                    *position = Position::from([found.longitude(), found.latitude()]);
                }
                Some(_) => {}
                None => lost = lost.or(Some((x, y))),
            }
        });
    }
    if let Some((x, y)) = lost {
        problems.push(out_of_reach(&system, (x, y), spot()));
        return None;
    }
    Some(datum)
}

/// What the coordinates of a file are, and their datum once they are degrees.
fn system_of(source: &Source, declared: &Declared, reach: &Reach) -> Result<(ReferenceSystem, Datum), ProblemReport> {
    let (file, place) = (source.name.as_str(), Place::table(&source.name));
    match (declared, source.datum) {
        (Declared::Unknown(name, why), _) => Err(e182_unknown_reference_system(place, file, name, why.clone())),
        (Declared::Known(system, name), Datum::Epsg(code)) if ReferenceSystem::of_epsg(code) != Some(*system) => {
            Err(e183_contradicting_reference_systems(place, file, name, format!("epsg:{code}")))
        }
        (Declared::Known(system, _), Datum::Epsg(_)) => Ok((*system, Datum::Wgs84)),
        // Shifted web-map coordinates are usually labelled as WGS 84, because no label for them exists.
        (Declared::Known(system, _), datum) => Ok((*system, datum)),
        (Declared::Nothing, Datum::Epsg(code)) => ReferenceSystem::of_epsg(code)
            .map(|system| (system, Datum::Wgs84))
            .ok_or_else(|| unknown_code(source, code)),
        (Declared::Nothing, datum) if source.datum_is_stated => Ok((ReferenceSystem::Degrees, datum)),
        (Declared::Nothing, _) => {
            let degrees = reach.looks_like_degrees();
            let found = if degrees { Words::new("degrees", "度") } else { Words::new("metres", "米") };
            Err(e181_no_reference_system(place, file, found))
        }
    }
}

/// A point of a table in degrees.
///
/// # Errors
/// The report of a point in degrees where the settings state metres, or outside the reach of their zone.
pub(in crate::read) fn point_in_degrees(
    raw: RawPosition,
    source: &Source,
    place: Place,
) -> Result<RawPosition, ProblemReport> {
    let Datum::Epsg(code) = raw.datum else { return Ok(raw) };
    let system = ReferenceSystem::of_epsg(code).ok_or_else(|| unknown_code(source, code))?;
    let (x, y) = (raw.longitude, raw.latitude);
    let mut reach = Reach::default();
    reach.widen(&Position::from([x, y]));
    let spot = (source.name.as_str(), place);
    match reach.contradiction(&system, spot.clone()) {
        Some(problem) => Err(problem),
        None => raw.in_degrees().ok_or_else(|| out_of_reach(&system, (x, y), spot)),
    }
}

fn unknown_code(source: &Source, code: u32) -> ProblemReport {
    let known = ReferenceSystem::EPSG_KNOWN;
    let why = Words::new(format!("known codes are {known}"), format!("可用代码为 {known}"));
    e182_unknown_reference_system(Place::table(&source.name), &source.name, format!("epsg:{code}"), why)
}

/// How far the coordinates of a file reach.
#[derive(Clone, Copy, Debug, Default)]
struct Reach {
    farthest: Option<(f64, f64)>,
    is_beyond_degrees: bool,
}

impl Reach {
    fn widen(&mut self, position: &Position) {
        let (x, y) = plane(position);
        if self.farthest.is_none() || (!self.is_beyond_degrees && is_beyond_degrees(x, y)) {
            self.farthest = Some((x, y));
            self.is_beyond_degrees |= is_beyond_degrees(x, y);
        }
    }

    const fn looks_like_degrees(&self) -> bool {
        !self.is_beyond_degrees
    }

    /// The problem of metres that are called degrees, or the other way round.
    fn contradiction(&self, system: &ReferenceSystem, (file, place): (&str, Place)) -> Option<ProblemReport> {
        let (x, y) = self.farthest?;
        if system.is_projected() != self.looks_like_degrees() {
            return None;
        }
        let (degrees, metres) = (Words::new("degrees", "度"), Words::new("metres", "米"));
        let (claimed, found) = if system.is_projected() {
            (metres, Words::new("all of its coordinates would be degrees", "其全部坐标看来是度"))
        } else {
            (degrees, Words::new("that is beyond 180 or 90, perhaps metres", "超出 180 或 90，可能是米"))
        };
        Some(e184_coordinates_contradict(place, file, claimed, x, y, found))
    }
}

fn is_beyond_degrees(x: f64, y: f64) -> bool {
    !(x.abs() <= 180.0 && y.abs() <= 90.0)
}

/// A coordinate that its system does not reach; a zone in the easting is the usual reason.
fn out_of_reach(system: &ReferenceSystem, (x, y): (f64, f64), (file, place): (&str, Place)) -> ProblemReport {
    let claimed = match system {
        ReferenceSystem::TransverseMercator(_) => Words::new("metres of one zone", "某一投影带的米"),
        ReferenceSystem::WebMercator | ReferenceSystem::Degrees => Words::new("metres of the web maps", "网络地图的米"),
    };
    let found = if (13e6..46e6).contains(&x) {
        let zone = format!("{:.0}", (x / 1e6).floor());
        Words::new(
            format!("the easting begins with a zone, {zone}, that the system does not have"),
            format!("横坐标带有带号 {zone}，而该坐标系没有或不同"),
        )
    } else {
        Words::new("that is outside the zone", "在该带之外")
    };
    e184_coordinates_contradict(place, file, claimed, x, y, found)
}

fn plane(position: &Position) -> (f64, f64) {
    match position.as_slice() {
        [x, y, ..] => (*x, *y),
        _ => (f64::NAN, f64::NAN),
    }
}

/// Visits every position of a geometry.
fn each_position(geometry: &mut GeometryValue, visit: &mut dyn FnMut(&mut Position)) {
    match geometry {
        GeometryValue::Point { coordinates } => visit(coordinates),
        GeometryValue::MultiPoint { coordinates } | GeometryValue::LineString { coordinates } => {
            coordinates.iter_mut().for_each(visit);
        }
        GeometryValue::MultiLineString { coordinates } | GeometryValue::Polygon { coordinates } => {
            coordinates.iter_mut().flatten().for_each(visit);
        }
        GeometryValue::MultiPolygon { coordinates } => coordinates.iter_mut().flatten().flatten().for_each(visit),
        GeometryValue::GeometryCollection { geometries } => {
            for geometry in geometries {
                each_position(&mut geometry.value, visit);
            }
        }
    }
}
