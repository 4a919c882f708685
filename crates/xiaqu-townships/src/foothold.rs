//! Where a border may end on a long outline edge without bending it.
//!
//! Lines are straight in degrees, as RFC 7946 (3.1.1) defines them and as every reader of the files takes them. A new
//! vertex rounded to the lattice bends its edge by up to half a step over its whole length, which is square metres of land
//! on an edge of a kilometre. Sliding along the edge finds a lattice point that lies a hundred times closer to the line.

use xiaqu_model::cast;

use crate::lattice::{Point, dot, foothold_within, orient};

/// How far the end of a border may slide along the outline, in lattice steps (about a metre).
const SLIDE: i64 = 100;

/// How far from a foothold pins are sought, in lattice steps (about 60 m).
const PIN_REACH: i64 = 6_000;

/// A foothold that bends its edge by more than this, in m2, needs pins.
const BEND_MAX: f64 = 0.01;

/// A square lattice step in m2 where it is largest, at the equator.
const STEP_AREA: f64 = 1.24e-4;

/// The lattice point within about a metre of `near` that bends the straight edge least; an end of the edge itself if one
/// is that close.
///
/// An edge that runs nearly along the lattice may have no good point there. Then `pins` gets points further along on
/// both sides that hold the rest of the edge where it was.
pub(crate) fn foothold(edge: (Point, Point), near: Point, pins: &mut Vec<Point>) -> Point {
    let whole = reach(edge.1.minus(edge.0));
    let done = along(edge, near);
    if done <= SLIDE {
        return edge.0;
    }
    if done >= whole - SLIDE {
        return edge.1;
    }
    let point = foothold_within(edge, near, SLIDE);
    if bend(edge, point) > BEND_MAX {
        for (from, to) in [(done - PIN_REACH, done - 2 * SLIDE), (done + 2 * SLIDE, done + PIN_REACH)] {
            let (from, to) = (from.max(0), to.min(whole));
            if from < to {
                pins.push(foothold_within(edge, at(edge, from.midpoint(to)), (to - from) / 2));
            }
        }
    }
    point
}

/// The area in m2 between an edge and the two edges by way of a point.
fn bend(edge: (Point, Point), point: Point) -> f64 {
    0.5 * STEP_AREA * cast::wide_to_f64(orient(edge.0, edge.1, point)).abs()
}

/// The longer of a vector's two extents.
fn reach(vector: Point) -> i64 {
    vector.x.abs().max(vector.y.abs())
}

/// How far along an edge a point beside it lies, in steps of the edge's longer extent.
fn along(edge: (Point, Point), point: Point) -> i64 {
    let (run, here) = (edge.1.minus(edge.0), point.minus(edge.0));
    if run.x.abs() >= run.y.abs() { here.x * run.x.signum() } else { here.y * run.y.signum() }
}

/// The point so many steps along an edge, rounded.
fn at(edge: (Point, Point), steps: i64) -> Point {
    let run = edge.1.minus(edge.0);
    let whole = reach(run).max(1);
    Point { x: edge.0.x + run.x * steps / whole, y: edge.0.y + run.y * steps / whole }
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
    use super::{bend, foothold};
    use crate::lattice::Point;

    #[test]
    fn a_foothold_bends_an_edge_of_kilometres_by_a_twentieth_of_a_square_metre() {
        let edge = (Point { x: 1_287_000_000, y: 374_000_000 }, Point { x: 1_287_312_345, y: 374_071_717 });
        for share in 1..20 {
            let run = edge.1.minus(edge.0);
            let near = Point { x: edge.0.x + run.x * share / 20, y: edge.0.y + run.y * share / 20 };
            let found = foothold(edge, near, &mut Vec::new());
            assert!(bend(edge, found) < 0.05, "{found:?} bends by {} m2", bend(edge, found));
            let slide = found.minus(near);
            assert!(slide.x.abs() <= 100 && slide.y.abs() <= 100, "{found:?}");
        }
        assert_eq!(foothold(edge, edge.0.plus(Point { x: 30, y: 5 }), &mut Vec::new()), edge.0);
        assert_eq!(foothold(edge, edge.1.minus(Point { x: 30, y: 5 }), &mut Vec::new()), edge.1);
    }

    #[test]
    fn an_edge_nearly_along_the_lattice_gets_pins_that_hardly_bend_it() {
        let edge = (Point { x: 1_170_000_000, y: 268_000_000 }, Point { x: 1_170_000_041, y: 268_120_000 });
        let mut pins = Vec::new();
        // 1.5 steps east of the start, right between two columns of the lattice.
        let found = foothold(edge, edge.0.plus(Point { x: 1, y: 4_390 }), &mut pins);
        assert!(bend(edge, found) > 0.05);
        assert_eq!(pins.len(), 2);
        assert!(pins.iter().all(|&pin| bend(edge, pin) < 5e-3), "{pins:?}");
    }
}
