//! Lines of a road layer that cross without a common point are made to share one.
//!
//! Maps that were drawn for looks have crossings without junctions. Lines of one level meet where they cross, and where a
//! corner of one lies within the tolerance of another; lines of different levels, bridges and tunnels, do not. Lines of
//! OpenStreetMap are left as they are: there, a crossing without a node is none.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use rstar::{
    AABB, RTree, RTreeObject,
    primitives::{GeomWithData, Line},
};
use xiaqu_model::{LocalFrame, LocalXy, LonLat, cast};

use crate::RoadLine;

/// A segment with its line and its place in it.
type Segment = GeomWithData<Line<[f64; 2]>, (usize, usize)>;

/// Points that lines lack: by line, the segment, the share of it, and the point.
type Missing = BTreeMap<usize, Vec<(usize, f64, LonLat)>>;

/// The lines with a common point wherever two of one level cross, and the number of places where there was none.
///
/// Complexity: n log n in the number of segments, and linear in the pairs of segments whose boxes touch.
pub(super) fn node_crossings<'a>(
    lines: &'a [RoadLine],
    frame: &LocalFrame,
    tolerance: f64,
) -> (Cow<'a, [RoadLine]>, usize) {
    let local: Vec<Vec<LocalXy>> = lines
        .iter()
        .map(|line| {
            let points = line.points.iter().filter(|_| line.osm_nodes.is_none());
            points.map(|point| frame.to_local(*point)).collect()
        })
        .collect();
    let segments: Vec<Segment> =
        local.iter().enumerate().flat_map(|(line, points)| segments_of(line, points)).collect();
    if segments.is_empty() {
        return (Cow::Borrowed(lines), 0);
    }
    let tree = RTree::bulk_load(segments.clone());
    let noding = Noding { lines, local: &local, frame, tolerance };
    let mut missing = Missing::new();
    for segment in &segments {
        let bounds = segment.envelope();
        let [low, high] = [bounds.lower(), bounds.upper()];
        let wide =
            AABB::from_corners([low[0] - tolerance, low[1] - tolerance], [high[0] + tolerance, high[1] + tolerance]);
        // Each pair once, and always in the same order, whatever the tree looks like.
        let mut others: Vec<&Segment> =
            tree.locate_in_envelope_intersecting(wide).filter(|other| other.data.0 > segment.data.0).collect();
        others.sort_by_key(|other| other.data);
        for other in others {
            noding.meet(segment.data, other.data, &mut missing);
        }
    }
    if missing.is_empty() {
        return (Cow::Borrowed(lines), 0);
    }
    let places: BTreeSet<_> = missing.values().flatten().map(|(_, _, point)| key(point)).collect();
    let noded = lines.iter().enumerate().map(|(position, line)| match missing.remove(&position) {
        Some(points) => with_points(line, points),
        None => line.clone(),
    });
    (Cow::Owned(noded.collect()), places.len())
}

fn segments_of(line: usize, points: &[LocalXy]) -> impl Iterator<Item = Segment> + '_ {
    let steps = points.iter().zip(points.iter().skip(1)).enumerate();
    steps.map(move |(segment, (start, end))| {
        GeomWithData::new(Line::new([start.x, start.y], [end.x, end.y]), (line, segment))
    })
}

/// The line with more points, none twice in a row.
fn with_points(line: &RoadLine, mut missing: Vec<(usize, f64, LonLat)>) -> RoadLine {
    missing.sort_by(|one, other| one.0.cmp(&other.0).then(one.1.total_cmp(&other.1)));
    let mut points: Vec<LonLat> = Vec::with_capacity(line.points.len() + missing.len());
    let mut push = |point: LonLat| {
        if points.last().map(key) != Some(key(&point)) {
            points.push(point);
        }
    };
    let mut waiting = missing.into_iter().peekable();
    for (vertex, point) in line.points.iter().enumerate() {
        push(*point);
        while let Some((_, _, point)) = waiting.next_if(|(segment, _, _)| *segment == vertex) {
            push(point);
        }
    }
    RoadLine { points, ..line.clone() }
}

/// What makes two points one, as for junctions: units of 1e-7 of a degree.
fn key(point: &LonLat) -> (Option<i64>, Option<i64>) {
    (cast::to_i64(point.longitude() * 1e7), cast::to_i64(point.latitude() * 1e7))
}

struct Noding<'a> {
    lines: &'a [RoadLine],
    local: &'a [Vec<LocalXy>],
    frame: &'a LocalFrame,
    tolerance: f64,
}

/// A segment of a line: its ends on the map and in the plane.
#[derive(Clone, Copy)]
struct Piece {
    line: usize,
    segment: usize,
    ends: [LonLat; 2],
    local: [LocalXy; 2],
    /// Whether an end is the end of its line.
    is_line_end: [bool; 2],
}

impl Noding<'_> {
    fn piece(&self, (line, segment): (usize, usize)) -> Option<Piece> {
        let (points, local) = (&self.lines.get(line)?.points, self.local.get(line)?);
        Some(Piece {
            line,
            segment,
            ends: [*points.get(segment)?, *points.get(segment + 1)?],
            local: [*local.get(segment)?, *local.get(segment + 1)?],
            is_line_end: [segment == 0, segment + 2 == points.len()],
        })
    }

    /// Makes two segments of different lines of one level meet where they should.
    fn meet(&self, one: (usize, usize), other: (usize, usize), missing: &mut Missing) {
        let levels = [one, other].map(|(line, _)| self.lines.get(line).map(|line| line.level));
        let (Some(one), Some(other)) = (self.piece(one), self.piece(other)) else { return };
        let shares_point = one.ends.iter().any(|end| other.ends.iter().any(|point| key(end) == key(point)));
        if levels[0] != levels[1] || shares_point {
            return;
        }
        let mut found = false;
        for (corner_of, side) in [(one, other), (other, one)] {
            for ((end, local), is_line_end) in corner_of.ends.iter().zip(corner_of.local).zip(corner_of.is_line_end) {
                // Dead ends that miss a road are joined later, and reported one by one.
                let near = (!is_line_end).then(|| share_beside(local, side.local, self.tolerance)).flatten();
                if let Some(share) = near {
                    missing.entry(side.line).or_default().push((side.segment, share, *end));
                    found = true;
                }
            }
        }
        if found {
            return;
        }
        let Some((share, other_share)) = crossing(one.local, other.local) else { return };
        let [start, end] = one.local;
        let point = LocalXy { x: start.x + share * (end.x - start.x), y: start.y + share * (end.y - start.y) };
        let point = self.frame.to_lonlat(point);
        missing.entry(one.line).or_default().push((one.segment, share, point));
        missing.entry(other.line).or_default().push((other.segment, other_share, point));
    }
}

/// The share of a segment at which it passes a point within the tolerance.
fn share_beside(point: LocalXy, [start, end]: [LocalXy; 2], tolerance: f64) -> Option<f64> {
    let (dx, dy) = (end.x - start.x, end.y - start.y);
    let squared = dx * dx + dy * dy;
    if squared <= 0.0 {
        return None;
    }
    let share = (((point.x - start.x) * dx + (point.y - start.y) * dy) / squared).clamp(0.0, 1.0);
    let nearest = LocalXy { x: start.x + share * dx, y: start.y + share * dy };
    (nearest.distance_to(point) <= tolerance).then_some(share)
}

/// The shares at which two segments cross, ends included; none for parallel ones.
fn crossing([start, end]: [LocalXy; 2], [other_start, other_end]: [LocalXy; 2]) -> Option<(f64, f64)> {
    let (dx, dy) = (end.x - start.x, end.y - start.y);
    let (ex, ey) = (other_end.x - other_start.x, other_end.y - other_start.y);
    let turn = dx * ey - dy * ex;
    if turn.abs() < 1e-12 {
        return None;
    }
    let (ox, oy) = (other_start.x - start.x, other_start.y - start.y);
    let shares = ((ox * ey - oy * ex) / turn, (ox * dy - oy * dx) / turn);
    let is_inside = |share: f64| (0.0..=1.0).contains(&share);
    (is_inside(shares.0) && is_inside(shares.1)).then_some(shares)
}
