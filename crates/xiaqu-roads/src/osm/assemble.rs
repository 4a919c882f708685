//! Ways and nodes put together into road lines.

use std::sync::Arc;

use rayon::prelude::*;
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
use crate::{
    Direction, RoadClass, RoadLine, RoadSettings, Season, TurnFinding, TurnOutcome, TurnRestriction, TurnVia,
    joined::{joined, share_of_thread},
};

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

/// Positions of nodes, and which of them stop cars, by id.
pub(super) struct NodeTable {
    ids: Vec<i64>,
    rows: Vec<(LonLat, bool)>,
}

impl NodeTable {
    /// From rows in any order. Of rows with one id, which no sound file has, it does not depend on the order which is kept.
    pub(super) fn from_rows(mut rows: Vec<(i64, LonLat, bool)>) -> Self {
        let place = |position: LonLat| (position.longitude().to_bits(), position.latitude().to_bits());
        rows.par_sort_unstable_by_key(|(id, position, closed)| (*id, place(*position), *closed));
        rows.dedup_by_key(|(id, ..)| *id);
        let ids = rows.iter().map(|(id, ..)| *id).collect();
        Self { ids, rows: rows.into_iter().map(|(_, position, closed)| (position, closed)).collect() }
    }

    fn get(&self, id: i64) -> Option<&(LonLat, bool)> {
        self.rows.get(self.ids.binary_search(&id).ok()?)
    }
}

/// Makes the lines of all ways, side by side, and the restrictions of which all ways are in the file, in the order given.
pub(super) fn assemble(found: Found, nodes: &NodeTable) -> RoadImport {
    let Found { ways, turns } = found;
    let ids: Vec<i64> = ways.iter().map(|way| way.id).collect();
    // Every end that a barrier closes has a negative number of its own: by the node's place in the list of all ways.
    let mut before = 0;
    let count = |way: &WayRecord| way.drivable.as_ref().map_or(0, |drivable| drivable.nodes.len());
    let starts = ways.iter().map(|way| {
        before += count(way);
        before - count(way)
    });
    let starts: Vec<usize> = starts.collect();
    let share = share_of_thread(ways.len());
    let some = ways.into_par_iter().zip(starts).with_min_len(share);
    let some = some.fold(Assembled::default, |mut assembled, (way, nodes_before)| {
        // Each way is let go as its lines are made.
        assembled.add(way, nodes, BlockedEnds { nodes_before });
        assembled
    });
    let some: Vec<Assembled> = some.collect();
    let mut import = RoadImport::default();
    let mut barriers: Vec<i64> = Vec::new();
    let mut lines = Vec::with_capacity(some.len());
    for Assembled { lines: more, report, barriers: met } in some {
        lines.push(more);
        import.report.add_ways(report);
        barriers.extend(met);
    }
    import.lines = joined(lines);
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

/// What some ways give.
#[derive(Default)]
struct Assembled {
    lines: Vec<RoadLine>,
    report: ImportReport,
    /// Nodes with barriers, as often as a way is cut there.
    barriers: Vec<i64>,
}

impl Assembled {
    fn add(&mut self, way: WayRecord, nodes: &NodeTable, ends: BlockedEnds) {
        let report = &mut self.report;
        report.ways += 1;
        let WayRecord { id, drivable } = way;
        let drivable = match drivable {
            Ok(drivable) => drivable,
            Err(reason) => {
                *report.dropped(reason) += 1;
                return;
            }
        };
        let runs = present_runs(&drivable, nodes, ends, &mut self.barriers);
        report.missing_nodes += usize::from(runs.misses_nodes);
        if runs.pieces.is_empty() {
            report.dropped_points += 1;
            return;
        }
        report.kept += 1;
        let speed = resolved_speed(&drivable, &runs, report);
        report.seasonal += usize::from(drivable.season != Season::AllYear);
        let id: Arc<str> = Arc::from(id.to_string());
        self.lines.extend(runs.pieces.into_iter().map(|(points, osm_nodes)| RoadLine {
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
    /// Adds the counts of later ways.
    fn add_ways(&mut self, later: Self) {
        let Self {
            ways,
            kept,
            dropped_class,
            dropped_area,
            dropped_access,
            dropped_points,
            missing_nodes,
            maxspeed_not_understood,
            ferries,
            ferries_without_duration,
            seasonal,
            maxspeed_example,
            // Not counted by way.
            barriers: _,
            turns: _,
            turns_left_out: _,
        } = later;
        self.ways += ways;
        self.kept += kept;
        self.dropped_class += dropped_class;
        self.dropped_area += dropped_area;
        self.dropped_access += dropped_access;
        self.dropped_points += dropped_points;
        self.missing_nodes += missing_nodes;
        self.maxspeed_not_understood += maxspeed_not_understood;
        self.ferries += ferries;
        self.ferries_without_duration += ferries_without_duration;
        self.seasonal += seasonal;
        self.maxspeed_example = self.maxspeed_example.take().or(maxspeed_example);
    }

    fn dropped(&mut self, reason: DropReason) -> &mut usize {
        match reason {
            DropReason::Class => &mut self.dropped_class,
            DropReason::Area => &mut self.dropped_area,
            DropReason::Access => &mut self.dropped_access,
        }
    }
}

/// The negative node ids of the ends that barriers close on one way.
#[derive(Clone, Copy)]
struct BlockedEnds {
    /// Nodes of all ways before this one.
    nodes_before: usize,
}

impl BlockedEnds {
    /// The ends before and after the barrier at a node of the way.
    fn at(self, node: usize) -> [i64; 2] {
        // As many nodes as there are numbers do not fit into memory.
        let number = i64::try_from(self.nodes_before + node).unwrap_or(i64::MAX / 2 - 1);
        [-2 * number - 1, -2 * number - 2]
    }
}

/// The pieces of a way of which all nodes are present, cut at barriers.
struct Runs {
    pieces: Vec<(Vec<LonLat>, Vec<i64>)>,
    misses_nodes: bool,
}

fn present_runs(way: &DrivableWay, table: &NodeTable, ends: BlockedEnds, barriers: &mut Vec<i64>) -> Runs {
    let mut runs = Runs { pieces: Vec::new(), misses_nodes: false };
    let mut run: (Vec<LonLat>, Vec<i64>) = Default::default();
    for (place, node) in way.nodes.iter().enumerate() {
        match table.get(*node) {
            None => {
                runs.misses_nodes = true;
                runs.finish(std::mem::take(&mut run));
            }
            Some((position, true)) => {
                barriers.push(*node);
                let [before, after] = ends.at(place);
                run.0.push(*position);
                run.1.push(before);
                runs.finish(std::mem::take(&mut run));
                run = (vec![*position], vec![after]);
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
    let steps = |points: &[LonLat]| -> f64 {
        points.iter().zip(points.iter().skip(1)).map(|(one, next)| one.geodesic_to(*next)).sum()
    };
    let metres: f64 = runs.pieces.iter().map(|(points, _)| steps(points)).sum();
    let kph = metres * 3_600.0 / f64::from(duration.as_milliseconds());
    Kph::new(kph).filter(|_| kph > 0.0 && kph <= FASTEST_FERRY)
}
