//! Ways and nodes put together into road lines.

use std::sync::Arc;

use geographiclib_rs::{Geodesic, InverseGeodesic};
use rustc_hash::FxHashMap;
use xiaqu_model::{Kph, LonLat, TravelTime};

use super::{
    ferry::parse_duration,
    import_report::{ImportReport, RoadImport},
    maxspeed::{MaxSpeed, parse_maxspeed},
    restriction::TurnRecord,
    season::season,
    surface::surface_speed,
    tags::{Tags, access_allowed, closed_when_wet, direction, level},
};
use crate::{Direction, RoadClass, RoadLine, RoadSettings, Season, TurnFinding, TurnOutcome, TurnRestriction, TurnVia};

/// What the first pass over a file finds.
#[derive(Default)]
pub(super) struct Found {
    pub(super) ways: Vec<WayRecord>,
    pub(super) turns: Vec<TurnRecord>,
}

impl Found {
    /// In the order of ids, whatever the order of the file or of threads.
    pub(super) fn sort(&mut self) {
        self.ways.sort_by_key(|way| way.id);
        self.turns.sort_by_key(|turn| turn.id);
    }

    /// Ids of the nodes that usable ways refer to, ascending.
    pub(super) fn needed_nodes(&self) -> Vec<i64> {
        let drivable = self.ways.iter().filter_map(|way| way.drivable.as_ref().ok());
        let mut needed: Vec<i64> = drivable.flat_map(|way| way.nodes.iter().copied()).collect();
        needed.sort_unstable();
        needed.dedup();
        needed
    }
}

/// A way with a `highway` tag, or a ferry, as read.
pub(super) struct WayRecord {
    pub(super) id: i64,
    pub(super) drivable: Result<DrivableWay, DropReason>,
}

/// Why a way is left out before its nodes are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DropReason {
    Class,
    Area,
    Access,
}

/// What a way that cars may use says of itself.
pub(super) struct DrivableWay {
    pub(super) nodes: Vec<i64>,
    class: RoadClass,
    /// Before limits: the speed of the class, or what the surface allows if that is less.
    usual_speed: Kph,
    maxspeed: Option<String>,
    /// What drivers say is possible; it replaces the usual speed.
    practical: Option<String>,
    /// Time of the whole way; for ferries.
    duration: Option<TravelTime>,
    direction: Direction,
    name: Option<Arc<str>>,
    closed_when_wet: bool,
    season: Season,
    level: i8,
}

/// Reads a way; `None` if it has no `highway` tag and is no ferry.
pub(super) fn way_record(
    id: i64,
    tags: Tags<'_, '_>,
    settings: &RoadSettings,
    nodes: impl FnOnce() -> Vec<i64>,
) -> Option<WayRecord> {
    let is_ferry = tags.has("route", "ferry");
    if !is_ferry && tags.get("highway").is_none() {
        return None;
    }
    let class = if is_ferry { ferry_class(settings) } else { road_class(tags, settings) };
    let drivable = match class {
        None => Err(DropReason::Class),
        Some(_) if tags.has("area", "yes") => Err(DropReason::Area),
        Some(_) if !access_allowed(tags, settings.passage) => Err(DropReason::Access),
        Some((class, usual_speed)) => Ok(DrivableWay {
            nodes: nodes(),
            class,
            usual_speed,
            maxspeed: tags.get("maxspeed").filter(|_| !is_ferry).map(str::to_owned),
            practical: tags.get("maxspeed:practical").filter(|_| !is_ferry).map(str::to_owned),
            duration: tags.get("duration").filter(|_| is_ferry).and_then(parse_duration),
            direction: direction(tags),
            name: tags.get("name").or_else(|| tags.get("ref")).map(Arc::from),
            closed_when_wet: closed_when_wet(tags, class),
            season: season(tags, settings.winter_month),
            level: level(tags),
        }),
    };
    Some(WayRecord { id, drivable })
}

fn ferry_class(settings: &RoadSettings) -> Option<(RoadClass, Kph)> {
    settings.passage.ferries.then_some((RoadClass::Crossing, settings.surfaces.ferry))
}

/// Class and usual speed; `None` for ways that cars do not use.
fn road_class(tags: Tags<'_, '_>, settings: &RoadSettings) -> Option<(RoadClass, Kph)> {
    let class = RoadClass::from_highway(tags.get("highway")?)?;
    let speed = settings.speed(class)?;
    Some((class, surface_speed(tags, &settings.surfaces).map_or(speed, |surface| lesser(speed, surface))))
}

fn lesser(one: Kph, other: Kph) -> Kph {
    if other.as_kph() < one.as_kph() { other } else { one }
}

/// Positions of nodes, and which of them stop cars.
pub(super) struct NodeTable {
    nodes: FxHashMap<i64, (LonLat, bool)>,
}

impl NodeTable {
    /// From rows in any order.
    pub(super) fn from_rows(rows: Vec<(i64, LonLat, bool)>) -> Self {
        Self { nodes: rows.into_iter().map(|(id, position, closed)| (id, (position, closed))).collect() }
    }
}

/// Makes the lines of all ways, and the restrictions of which all ways are in the file, in the order given.
pub(super) fn assemble(found: Found, nodes: &NodeTable) -> RoadImport {
    let mut import = RoadImport::default();
    let Found { ways, turns } = found;
    let mut blocked_ends = BlockedEnds { last: 0 };
    let mut barriers: Vec<i64> = Vec::new();
    import.report.ways = ways.len();
    let ids: Vec<i64> = ways.iter().map(|way| way.id).collect();
    // Each way is let go as its lines are made.
    for WayRecord { id, drivable } in ways {
        let drivable = match drivable {
            Ok(drivable) => drivable,
            Err(reason) => {
                *import.report.dropped(reason) += 1;
                continue;
            }
        };
        let runs = present_runs(&drivable, nodes, &mut blocked_ends, &mut barriers);
        if runs.misses_nodes {
            import.report.missing_nodes += 1;
        }
        if runs.pieces.is_empty() {
            import.report.dropped_points += 1;
            continue;
        }
        import.report.kept += 1;
        let speed = resolved_speed(&drivable, &runs, &mut import.report);
        import.report.seasonal += usize::from(drivable.season != Season::AllYear);
        let id: Arc<str> = Arc::from(id.to_string());
        import.lines.extend(runs.pieces.into_iter().map(|(points, osm_nodes)| RoadLine {
            points,
            osm_nodes: Some(osm_nodes),
            class: drivable.class,
            speed,
            direction: drivable.direction,
            name: drivable.name.clone(),
            closed_when_wet: drivable.closed_when_wet,
            season: drivable.season,
            id: Arc::clone(&id),
            level: drivable.level,
        }));
    }
    barriers.sort_unstable();
    barriers.dedup();
    import.report.barriers = barriers.len();
    import.report.turns = turns.len();
    let known = |way: &Arc<str>| way.parse().is_ok_and(|id: i64| ids.binary_search(&id).is_ok());
    for record in turns {
        match record.turn.and_then(|turn| with_known_ways(turn, known)) {
            Ok(turn) => import.turns.push(turn),
            Err(finding) => import.report.turns_left_out.push(finding),
        }
    }
    import
}

/// The restriction, if the file holds all its ways.
fn with_known_ways(turn: TurnRestriction, known: impl Fn(&Arc<str>) -> bool) -> Result<TurnRestriction, TurnFinding> {
    let via = match &turn.via {
        TurnVia::Node(_) => &[],
        TurnVia::Ways(ways) => ways.as_slice(),
    };
    if turn.from.iter().chain(via).chain(&turn.to).all(known) {
        return Ok(turn);
    }
    Err(TurnFinding { id: turn.id, kind: turn.kind, outcome: TurnOutcome::MissingMember, position: None })
}

impl ImportReport {
    fn dropped(&mut self, reason: DropReason) -> &mut usize {
        match reason {
            DropReason::Class => &mut self.dropped_class,
            DropReason::Area => &mut self.dropped_area,
            DropReason::Access => &mut self.dropped_access,
        }
    }
}

/// Hands out negative node ids, one for each end that a barrier closes.
struct BlockedEnds {
    last: i64,
}

impl BlockedEnds {
    fn next(&mut self) -> i64 {
        self.last -= 1;
        self.last
    }
}

/// The pieces of a way of which all nodes are present, cut at barriers.
struct Runs {
    pieces: Vec<(Vec<LonLat>, Vec<i64>)>,
    misses_nodes: bool,
}

fn present_runs(way: &DrivableWay, table: &NodeTable, ends: &mut BlockedEnds, barriers: &mut Vec<i64>) -> Runs {
    let mut runs = Runs { pieces: Vec::new(), misses_nodes: false };
    let mut run: (Vec<LonLat>, Vec<i64>) = Default::default();
    for node in &way.nodes {
        match table.nodes.get(node) {
            None => {
                runs.misses_nodes = true;
                runs.finish(std::mem::take(&mut run));
            }
            Some((position, true)) => {
                barriers.push(*node);
                run.0.push(*position);
                run.1.push(ends.next());
                runs.finish(std::mem::take(&mut run));
                run = (vec![*position], vec![ends.next()]);
            }
            Some((position, false)) => {
                run.0.push(*position);
                run.1.push(*node);
            }
        }
    }
    runs.finish(run);
    runs
}

impl Runs {
    fn finish(&mut self, run: (Vec<LonLat>, Vec<i64>)) {
        if run.0.len() >= 2 {
            self.pieces.push(run);
        }
    }
}

/// The lesser of the usual speed and the limit; for a ferry, what its duration comes to.
fn resolved_speed(way: &DrivableWay, runs: &Runs, report: &mut ImportReport) -> Kph {
    if way.class == RoadClass::Crossing {
        report.ferries += 1;
        return way.duration.and_then(|duration| ferry_speed(runs, duration)).unwrap_or_else(|| {
            report.ferries_without_duration += 1;
            way.usual_speed
        });
    }
    let mut reading = |value: &Option<String>| {
        let value = value.as_ref()?;
        match parse_maxspeed(value) {
            MaxSpeed::Limit(limit) => Some(limit),
            MaxSpeed::ClassDefault => None,
            MaxSpeed::NotUnderstood => {
                report.maxspeed_not_understood += 1;
                report.maxspeed_example.get_or_insert_with(|| value.clone());
                None
            }
        }
    };
    let usual = reading(&way.practical).unwrap_or(way.usual_speed);
    reading(&way.maxspeed).map_or(usual, |limit| lesser(usual, limit))
}

/// Fastest speed that a duration may come to, km/h: beyond, way or duration is wrong.
const FASTEST_FERRY: f64 = 120.0;

/// The speed at which the pieces of a ferry that are in the file take its duration.
fn ferry_speed(runs: &Runs, duration: TravelTime) -> Option<Kph> {
    let geodesic = Geodesic::wgs84();
    let step = |(one, next): (&LonLat, &LonLat)| -> f64 {
        geodesic.inverse(one.latitude(), one.longitude(), next.latitude(), next.longitude())
    };
    let length = |points: &[LonLat]| points.iter().zip(points.iter().skip(1)).map(step).sum::<f64>();
    let metres: f64 = runs.pieces.iter().map(|(points, _)| length(points)).sum();
    let kph = metres * 3_600.0 / f64::from(duration.as_milliseconds());
    Kph::new(kph).filter(|_| kph > 0.0 && kph <= FASTEST_FERRY)
}
