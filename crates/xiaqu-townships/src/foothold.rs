//! Where a border may end on a long outline edge without bending it.
//!
//! A new vertex rounded to the lattice bends the edge by up to half a step over its whole length, and a vertex put on the
//! straight line in degrees lies centimetres off the geodesic that areas are measured with; either is square metres of
//! land on an edge of a kilometre. Sliding along the edge finds a lattice point a tenth of a millimetre off.

use xiaqu_model::{LocalFrame, LocalXy, LonLat, cast};

use crate::lattice::{Point, STEPS_PER_DEGREE, dot};

/// How far the end of a border may slide along the outline, in metres.
const SLIDE: f64 = 1.0;

/// How far from a foothold pins are sought, in metres.
const PIN_REACH: f64 = 60.0;

/// A foothold that bends its edge by more than this, in m2, needs pins.
const BEND_MAX: f64 = 0.05;

/// The lattice point within about a metre of `near` that lies closest to the straight line, in the county's plane,
/// between the ends of `edge`; an end of the edge itself if one is that close.
///
/// An edge that runs nearly along the lattice may have no good point there. Then `pins` gets points further along on
/// both sides that hold the rest of the edge where it was.
pub(crate) fn foothold(frame: &LocalFrame, edge: (Point, Point), near: Point, pins: &mut Vec<Point>) -> Point {
    let line = Line { frame, start: edge.0.to_local(frame), end: edge.1.to_local(frame) };
    let length = line.start.distance_to(line.end);
    let along = line.along(near);
    if along <= SLIDE || along.is_nan() {
        return edge.0;
    }
    if along >= length - SLIDE {
        return edge.1;
    }
    let point = line.best_point(along - SLIDE, along + SLIDE).unwrap_or(near);
    if 0.5 * line.offset(point) * length > BEND_MAX {
        let before = ((along - PIN_REACH).max(0.0), along - 2.0 * SLIDE);
        let after = (along + 2.0 * SLIDE, (along + PIN_REACH).min(length));
        let stretches = [before, after].into_iter().filter(|&(from, to)| from < to);
        pins.extend(stretches.filter_map(|(from, to)| line.best_point(from, to)));
    }
    point
}

/// A straight line in the county's plane.
struct Line<'a> {
    frame: &'a LocalFrame,
    start: LocalXy,
    end: LocalXy,
}

impl Line<'_> {
    /// How far along a point lies, in metres.
    fn along(&self, point: Point) -> f64 {
        let (here, east, north) = self.relative(point);
        (here.x * east + here.y * north) / east.hypot(north)
    }

    /// How far off the line a point lies, in metres.
    fn offset(&self, point: Point) -> f64 {
        let (here, east, north) = self.relative(point);
        ((here.x * north - here.y * east) / east.hypot(north)).abs()
    }

    fn relative(&self, point: Point) -> (LocalXy, f64, f64) {
        let here = point.to_local(self.frame);
        let from_start = LocalXy { x: here.x - self.start.x, y: here.y - self.start.y };
        (from_start, self.end.x - self.start.x, self.end.y - self.start.y)
    }

    /// The lattice point closest to the line between two distances along it.
    fn best_point(&self, from: f64, to: f64) -> Option<Point> {
        let length = self.start.distance_to(self.end);
        let at = |metres: f64| LocalXy {
            x: self.start.x + (self.end.x - self.start.x) * metres / length,
            y: self.start.y + (self.end.y - self.start.y) * metres / length,
        };
        nearest_to_line((steps(self.frame.to_lonlat(at(from))), steps(self.frame.to_lonlat(at(to)))))
    }
}

fn steps(position: LonLat) -> LocalXy {
    LocalXy { x: position.longitude() * STEPS_PER_DEGREE, y: position.latitude() * STEPS_PER_DEGREE }
}

/// The lattice point nearest to a short segment given in lattice steps, the one nearest to its middle among equals.
fn nearest_to_line((from, to): (LocalXy, LocalXy)) -> Option<Point> {
    let is_steep = (to.x - from.x).abs() < (to.y - from.y).abs();
    let flip = |point: LocalXy| if is_steep { LocalXy { x: point.y, y: point.x } } else { point };
    let (from, to) = (flip(from), flip(to));
    let slope = (to.y - from.y) / (to.x - from.x);
    let middle = f64::midpoint(from.x, to.x);
    let columns = cast::to_i64(from.x.min(to.x).ceil())?..=cast::to_i64(from.x.max(to.x).floor())?;
    let candidates = columns.filter_map(|column| {
        let x = cast::signed_to_f64(column);
        let y = from.y + slope * (x - from.x);
        let point =
            if is_steep { Point { x: cast::to_i64(y)?, y: column } } else { Point { x: column, y: cast::to_i64(y)? } };
        Some(((y - y.round()).abs(), (x - middle).abs(), point))
    });
    let best = candidates.min_by(|one, other| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)))?;
    Some(best.2)
}

/// An edge led through its footholds: its successive points from its first end to its second one.
pub(crate) fn led_through((from, to): (Point, Point), footholds: &mut Vec<Point>) -> Vec<Point> {
    let along = |point: Point| dot(point.minus(from), to.minus(from));
    footholds.extend([from, to]);
    footholds.sort_unstable_by_key(|&point| (along(point), point));
    footholds.dedup();
    std::mem::take(footholds)
}

#[cfg(test)]
mod tests {
    use xiaqu_model::{LocalFrame, LocalXy, LonLat};

    use super::foothold;
    use crate::lattice::Point;

    #[test]
    fn a_foothold_leaves_a_long_edge_straight_to_a_fifth_of_a_millimetre() {
        let frame = LocalFrame::centred_on(LonLat::new(128.7, 37.4).unwrap());
        let (a, b) = (Point { x: 1_287_000_000, y: 374_000_000 }, Point { x: 1_287_312_345, y: 374_071_717 });
        for share in 1..20 {
            let near = Point { x: a.x + (b.x - a.x) * share / 20, y: a.y + (b.y - a.y) * share / 20 };
            let found = foothold(&frame, (a, b), near, &mut Vec::new());
            let [start, end, point, goal] = [a, b, found, near].map(|corner| corner.to_local(&frame));
            let across = |p: LocalXy| (end.x - start.x) * (p.y - start.y) - (end.y - start.y) * (p.x - start.x);
            assert!(across(point).abs() / start.distance_to(end) < 2e-4, "{found:?}");
            assert!(point.distance_to(goal) < 1.2);
        }
        assert_eq!(foothold(&frame, (a, b), Point { x: a.x + 30, y: a.y + 5 }, &mut Vec::new()), a);
    }
    #[test]
    fn an_edge_nearly_along_the_lattice_gets_pins() {
        let frame = LocalFrame::centred_on(LonLat::new(117.1, 26.9).unwrap());
        let (a, b) = (Point { x: 1_170_000_000, y: 268_000_000 }, Point { x: 1_170_000_041, y: 268_120_000 });
        let mut pins = Vec::new();
        // 1.5 steps east of the start, right between two columns of the lattice.
        foothold(&frame, (a, b), Point { x: a.x + 1, y: a.y + 4_390 }, &mut pins);
        assert_eq!(pins.len(), 2);
    }
}
