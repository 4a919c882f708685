//! Ways and nodes put together into road lines.

use std::{collections::HashMap, sync::Arc};

use xiaqu_model::{Kph, LonLat};

use super::{
    import_report::{ImportReport, RoadImport},
    maxspeed::{MaxSpeed, parse_maxspeed},
    tags::{Tags, access_allowed, closed_when_wet, direction, level},
};
use crate::{Direction, RoadClass, RoadLine, RoadSettings};

/// A way with a `highway` tag, as read.
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
    class_speed: Kph,
    maxspeed: Option<String>,
    direction: Direction,
    name: Option<Arc<str>>,
    closed_when_wet: bool,
    level: i8,
}

/// Reads a way; `None` if it has no `highway` tag.
pub(super) fn way_record(
    id: i64,
    tags: Tags<'_, '_>,
    settings: &RoadSettings,
    nodes: impl FnOnce() -> Vec<i64>,
) -> Option<WayRecord> {
    let highway = tags.get("highway")?;
    let class = RoadClass::from_highway(highway).and_then(|class| Some((class, settings.speed(class)?)));
    let drivable = match class {
        None => Err(DropReason::Class),
        Some(_) if tags.has("area", "yes") => Err(DropReason::Area),
        Some(_) if !access_allowed(tags, settings) => Err(DropReason::Access),
        Some((class, class_speed)) => Ok(DrivableWay {
            nodes: nodes(),
            class,
            class_speed,
            maxspeed: tags.get("maxspeed").map(str::to_owned),
            direction: direction(tags),
            name: tags.get("name").or_else(|| tags.get("ref")).map(Arc::from),
            closed_when_wet: closed_when_wet(tags, class),
            level: level(tags),
        }),
    };
    Some(WayRecord { id, drivable })
}

/// Positions of nodes, and which of them stop cars.
pub(super) struct NodeTable {
    nodes: HashMap<i64, (LonLat, bool)>,
}

impl NodeTable {
    /// From rows in any order.
    pub(super) fn from_rows(rows: Vec<(i64, LonLat, bool)>) -> Self {
        Self { nodes: rows.into_iter().map(|(id, position, closed)| (id, (position, closed))).collect() }
    }
}

/// Makes the lines of all ways, in the order given.
pub(super) fn assemble(ways: &[WayRecord], nodes: &NodeTable) -> RoadImport {
    let mut import = RoadImport::default();
    let mut blocked_ends = BlockedEnds { last: 0 };
    let mut barriers: Vec<i64> = Vec::new();
    import.report.ways = ways.len();
    for way in ways {
        let drivable = match &way.drivable {
            Ok(drivable) => drivable,
            Err(reason) => {
                *import.report.dropped(*reason) += 1;
                continue;
            }
        };
        let runs = present_runs(drivable, nodes, &mut blocked_ends, &mut barriers);
        if runs.misses_nodes {
            import.report.missing_nodes += 1;
        }
        if runs.pieces.is_empty() {
            import.report.dropped_points += 1;
            continue;
        }
        import.report.kept += 1;
        let speed = resolved_speed(drivable, &mut import.report);
        let id: Arc<str> = Arc::from(way.id.to_string());
        import.lines.extend(runs.pieces.into_iter().map(|(points, osm_nodes)| RoadLine {
            points,
            osm_nodes: Some(osm_nodes),
            class: drivable.class,
            speed,
            direction: drivable.direction,
            name: drivable.name.clone(),
            closed_when_wet: drivable.closed_when_wet,
            season: crate::Season::AllYear,
            id: Arc::clone(&id),
            level: drivable.level,
        }));
    }
    barriers.sort_unstable();
    barriers.dedup();
    import.report.barriers = barriers.len();
    import
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

/// The lesser of the class default and the limit.
fn resolved_speed(way: &DrivableWay, report: &mut ImportReport) -> Kph {
    let Some(value) = &way.maxspeed else { return way.class_speed };
    match parse_maxspeed(value) {
        MaxSpeed::Limit(limit) if limit.as_kph() < way.class_speed.as_kph() => limit,
        MaxSpeed::Limit(_) | MaxSpeed::ClassDefault => way.class_speed,
        MaxSpeed::NotUnderstood => {
            report.maxspeed_not_understood += 1;
            report.maxspeed_example.get_or_insert_with(|| value.clone());
            way.class_speed
        }
    }
}
