//! Where a border may end on a long outline edge without bending it.
//!
//! A new vertex rounded to the lattice bends the edge by up to half a step over its whole length, and a vertex put on the
//! straight line in degrees lies centimetres off the geodesic that areas are measured with; either is square metres of
//! land on an edge of a kilometre. Sliding along the edge finds a lattice point a tenth of a millimetre off.

use xiaqu_model::{LocalFrame, LocalXy, LonLat, cast};

use crate::lattice::{Point, STEPS_PER_DEGREE, dot};

/// How far the end of a border may slide along the outline, in metres.
const SLIDE: f64 = 1.0;

/// The lattice point within about a metre of `near` that lies closest to the straight line, in the county's plane,
/// between the ends of `edge`; an end of the edge itself if one is that close.
pub(crate) fn foothold(frame: &LocalFrame, edge: (Point, Point), near: Point) -> Point {
    let (a, b) = (edge.0.to_local(frame), edge.1.to_local(frame));
    let here = near.to_local(frame);
    let length = a.distance_to(b);
    let along = ((here.x - a.x) * (b.x - a.x) + (here.y - a.y) * (b.y - a.y)) / length;
    if along <= SLIDE || along.is_nan() {
        return edge.0;
    }
    if along >= length - SLIDE {
        return edge.1;
    }
    let at = |metres: f64| LocalXy { x: a.x + (b.x - a.x) * metres / length, y: a.y + (b.y - a.y) * metres / length };
    let window = (steps(frame.to_lonlat(at(along - SLIDE))), steps(frame.to_lonlat(at(along + SLIDE))));
    nearest_to_line(window).unwrap_or(near)
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
            let found = foothold(&frame, (a, b), near);
            let [start, end, point, goal] = [a, b, found, near].map(|corner| corner.to_local(&frame));
            let across = |p: LocalXy| (end.x - start.x) * (p.y - start.y) - (end.y - start.y) * (p.x - start.x);
            assert!(across(point).abs() / start.distance_to(end) < 2e-4, "{found:?}");
            assert!(point.distance_to(goal) < 1.2);
        }
        assert_eq!(foothold(&frame, (a, b), Point { x: a.x + 30, y: a.y + 5 }), a);
    }
}
