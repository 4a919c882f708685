//! Which stretches of a line a closure covers, in metres along the line.

use xiaqu_model::{LocalFrame, LocalXy, LonLat};

use super::bounds::Bounds;
use crate::ClosurePlace;

/// Cosine of the widest angle between a road and the line of a closure along it: 45 degrees.
const ALONG_COSINE: f64 = std::f64::consts::FRAC_1_SQRT_2;

/// From where to where, metres along a line.
pub(super) type Stretch = (f64, f64);

/// A closure's place in the county's plane.
pub(super) struct PlaneShape {
    /// Widened by the tolerance.
    bounds: Bounds,
    tolerance: f64,
    parts: Parts,
}

enum Parts {
    /// Segments of lines, and their length.
    Along(Vec<(LocalXy, LocalXy)>, f64),
    /// Segments of all rings.
    Inside(Vec<(LocalXy, LocalXy)>),
    At(Vec<LocalXy>),
}

impl PlaneShape {
    pub(super) fn new(place: &ClosurePlace, frame: &LocalFrame, tolerance: f64) -> Self {
        let segments = |line: &Vec<LonLat>| -> Vec<(LocalXy, LocalXy)> {
            let local: Vec<LocalXy> = line.iter().map(|point| frame.to_local(*point)).collect();
            local.iter().copied().zip(local.iter().copied().skip(1)).collect()
        };
        let parts = match place {
            ClosurePlace::Along(lines) => {
                let segments: Vec<_> = lines.iter().flat_map(segments).collect();
                let length = segments.iter().map(|(start, end)| start.distance_to(*end)).sum();
                Parts::Along(segments, length)
            }
            ClosurePlace::Inside(polygons) => Parts::Inside(polygons.iter().flatten().flat_map(segments).collect()),
            ClosurePlace::At(points) => Parts::At(points.iter().map(|point| frame.to_local(*point)).collect()),
        };
        let mut shape = Self { bounds: Bounds::of(&[]), tolerance, parts };
        shape.bounds = Bounds::of(&shape.points()).widened(tolerance);
        shape
    }

    fn points(&self) -> Vec<LocalXy> {
        match &self.parts {
            Parts::Along(segments, _) | Parts::Inside(segments) => {
                segments.iter().flat_map(|(start, end)| [*start, *end]).collect()
            }
            Parts::At(points) => points.clone(),
        }
    }

    /// Length of the lines drawn, metres; none for other shapes.
    pub(super) fn drawn_length(&self) -> Option<f64> {
        match &self.parts {
            Parts::Along(_, length) => Some(*length),
            Parts::Inside(_) | Parts::At(_) => None,
        }
    }

    /// The stretches of a line, given with its box, that it covers, in order, none touching another. Stretches along a
    /// drawn line that are short beside it, beside the road and beside the tolerance are where a line overshoots a
    /// junction: left out.
    pub(super) fn stretches(&self, line: &[LocalXy], bounds: Bounds) -> Vec<Stretch> {
        if !self.bounds.touches(bounds) {
            return Vec::new();
        }
        let steps = || line.iter().zip(line.iter().skip(1));
        let mut found = Vec::new();
        let mut along = 0.0;
        for (start, end) in steps() {
            let length = start.distance_to(*end);
            if length > 0.0 && self.bounds.touches(Bounds::of(&[*start, *end])) {
                let shares = self.shares((*start, *end), length);
                found.extend(shares.into_iter().map(|(from, to)| (along + from * length, along + to * length)));
            }
            along += length;
        }
        let gap = if matches!(self.parts, Parts::Along(..)) { 2.0 * self.tolerance } else { 1e-6 };
        let mut stretches = united(found, gap);
        if let Parts::Along(_, drawn) = &self.parts {
            let least = (2.0 * self.tolerance).min(along / 2.0).min(drawn / 2.0);
            stretches.retain(|(from, to)| to - from >= least - 1e-6);
        }
        stretches
    }

    /// Shares of one segment of road that are covered.
    fn shares(&self, road: (LocalXy, LocalXy), length: f64) -> Vec<Stretch> {
        match &self.parts {
            Parts::Along(segments, _) => {
                segments.iter().filter_map(|segment| share_along(road, length, *segment, self.tolerance)).collect()
            }
            Parts::Inside(segments) => shares_inside(road, segments),
            Parts::At(points) => {
                points.iter().filter_map(|point| share_around(road, length, *point, self.tolerance)).collect()
            }
        }
    }
}

/// Joins stretches that are no more than `gap` apart.
fn united(mut stretches: Vec<Stretch>, gap: f64) -> Vec<Stretch> {
    stretches.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)));
    let mut united: Vec<Stretch> = Vec::new();
    for (from, to) in stretches {
        match united.last_mut() {
            Some(last) if from <= last.1 + gap => last.1 = last.1.max(to),
            _ => united.push((from, to)),
        }
    }
    united.retain(|(from, to)| to - from > 1e-6);
    united
}

/// The share of a road segment that lies beside a segment of the closure.
fn share_along(
    road: (LocalXy, LocalXy),
    length: f64,
    (start, end): (LocalXy, LocalXy),
    tolerance: f64,
) -> Option<Stretch> {
    let drawn = start.distance_to(end);
    if drawn <= 0.0 {
        return None;
    }
    let (ux, uy) = ((end.x - start.x) / drawn, (end.y - start.y) / drawn);
    let (dx, dy) = (road.1.x - road.0.x, road.1.y - road.0.y);
    if (dx * ux + dy * uy).abs() < ALONG_COSINE * length {
        return None;
    }
    let (ox, oy) = (road.0.x - start.x, road.0.y - start.y);
    let beside = (ox * ux + oy * uy, dx * ux + dy * uy);
    let across = (oy * ux - ox * uy, dy * ux - dx * uy);
    let (from, to) = within(beside, (0.0, drawn), within(across, (-tolerance, tolerance), (0.0, 1.0))?)?;
    (to > from).then_some((from, to))
}

/// The part of `shares` where `start + share * step` is between two bounds.
fn within((start, step): (f64, f64), (low, high): (f64, f64), shares: Stretch) -> Option<Stretch> {
    if step.abs() < 1e-12 {
        return (low..=high).contains(&start).then_some(shares);
    }
    let (one, other) = ((low - start) / step, (high - start) / step);
    let (from, to) = (shares.0.max(one.min(other)), shares.1.min(one.max(other)));
    (from <= to).then_some((from, to))
}

/// The share of a road segment within the tolerance of a point.
fn share_around(road: (LocalXy, LocalXy), length: f64, point: LocalXy, tolerance: f64) -> Option<Stretch> {
    let (dx, dy) = ((road.1.x - road.0.x) / length, (road.1.y - road.0.y) / length);
    let (ox, oy) = (point.x - road.0.x, point.y - road.0.y);
    let (along, across) = (ox * dx + oy * dy, oy * dx - ox * dy);
    let half = (tolerance * tolerance - across * across).max(0.0).sqrt();
    let (from, to) = (((along - half) / length).max(0.0), ((along + half) / length).min(1.0));
    (half > 0.0 && from < to).then_some((from, to))
}

/// The shares of a road segment inside rings, by the even-odd rule.
fn shares_inside(road: (LocalXy, LocalXy), rings: &[(LocalXy, LocalXy)]) -> Vec<Stretch> {
    let (dx, dy) = (road.1.x - road.0.x, road.1.y - road.0.y);
    let mut cuts = vec![0.0, 1.0];
    for (start, end) in rings {
        let (ex, ey) = (end.x - start.x, end.y - start.y);
        let (ox, oy) = (start.x - road.0.x, start.y - road.0.y);
        let turn = dx * ey - dy * ex;
        if turn.abs() < 1e-12 {
            continue;
        }
        let (share, on_ring) = ((ox * ey - oy * ex) / turn, (ox * dy - oy * dx) / turn);
        if (0.0..=1.0).contains(&share) && (0.0..=1.0).contains(&on_ring) {
            cuts.push(share);
        }
    }
    cuts.sort_by(f64::total_cmp);
    let inside = |(from, to): &Stretch| {
        let middle = f64::midpoint(*from, *to);
        to > from && is_inside(LocalXy { x: road.0.x + middle * dx, y: road.0.y + middle * dy }, rings)
    };
    let pairs = cuts.iter().copied().zip(cuts.iter().copied().skip(1));
    pairs.filter(inside).collect()
}

fn is_inside(point: LocalXy, rings: &[(LocalXy, LocalXy)]) -> bool {
    let crosses = |(start, end): &&(LocalXy, LocalXy)| {
        (start.y > point.y) != (end.y > point.y)
            && point.x < start.x + (point.y - start.y) / (end.y - start.y) * (end.x - start.x)
    };
    rings.iter().filter(crosses).count() % 2 == 1
}
