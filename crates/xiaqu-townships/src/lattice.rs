//! The output lattice: whole steps of 1e-7 degrees (about 1 cm). All topology is decided here, in exact integers.

use std::cmp::Ordering;

use geo_types::Coord;
use xiaqu_model::{LocalFrame, LocalXy, LonLat, cast};

/// Lattice steps in one degree: what seven decimals can say.
pub(crate) const STEPS_PER_DEGREE: f64 = 1e7;

/// A lattice point. Differences of coordinates stay below 2^33, so products fit `i128` with room to spare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Point {
    /// Steps east.
    pub(crate) x: i64,
    /// Steps north.
    pub(crate) y: i64,
}

impl Point {
    /// The lattice point nearest to a position in degrees; `None` if it is not finite.
    pub(crate) fn from_coord(coord: Coord<f64>) -> Option<Self> {
        Self::on_lattice(coord, STEPS_PER_DEGREE)
    }

    /// The same on a lattice of another step; the finer one for validity must not invent crossings.
    pub(crate) fn on_lattice(coord: Coord<f64>, steps: f64) -> Option<Self> {
        Some(Self { x: cast::to_i64(coord.x * steps)?, y: cast::to_i64(coord.y * steps)? })
    }

    /// The nearest lattice point of a position.
    pub(crate) fn nearest(position: LonLat) -> Self {
        let coord = Coord { x: position.longitude(), y: position.latitude() };
        // A `LonLat` is finite and small, so the fallback is never taken.
        Self::from_coord(coord).unwrap_or(Self { x: 0, y: 0 })
    }

    /// Degrees; printing seven decimals loses nothing.
    pub(crate) fn to_coord(self) -> Coord<f64> {
        let degrees = |steps| cast::signed_to_f64(steps) / STEPS_PER_DEGREE;
        Coord { x: degrees(self.x), y: degrees(self.y) }
    }

    /// The position, unless it is off the globe.
    pub(crate) fn to_lonlat(self) -> Option<LonLat> {
        let coord = self.to_coord();
        LonLat::new(coord.x, coord.y)
    }

    /// Metres in the county's plane. Points off the globe, which no validated polygon has, fall on the centre.
    pub(crate) fn to_local(self, frame: &LocalFrame) -> LocalXy {
        frame.to_local(self.to_lonlat().unwrap_or_else(|| frame.centre()))
    }

    /// The point moved by a vector.
    pub(crate) const fn plus(self, vector: Self) -> Self {
        Self { x: self.x + vector.x, y: self.y + vector.y }
    }

    /// The vector from `origin` to here.
    pub(crate) const fn minus(self, origin: Self) -> Self {
        Self { x: self.x - origin.x, y: self.y - origin.y }
    }
}

/// Cross product of two vectors.
pub(crate) fn cross(first: Point, second: Point) -> i128 {
    i128::from(first.x) * i128::from(second.y) - i128::from(first.y) * i128::from(second.x)
}

/// Dot product of two vectors.
pub(crate) fn dot(first: Point, second: Point) -> i128 {
    i128::from(first.x) * i128::from(second.x) + i128::from(first.y) * i128::from(second.y)
}

/// Twice the signed area of the triangle: positive if `c` is left of the line from `a` to `b`.
pub(crate) fn orient(a: Point, b: Point, c: Point) -> i128 {
    cross(b.minus(a), c.minus(a))
}

/// Compares two directions by their counter-clockwise angle from `reference`, from 0 up to a full turn.
pub(crate) fn compare_angle(reference: Point, first: Point, second: Point) -> Ordering {
    let half = |direction: Point| match (cross(reference, direction).signum(), dot(reference, direction).signum()) {
        (0, 1) => 0,
        (1, _) => 1,
        (0, _) => 2,
        _ => 3,
    };
    half(first).cmp(&half(second)).then_with(|| 0.cmp(&cross(first, second)))
}

/// Where the insides of two segments cross in one point, rounded to the lattice; `None` if they only touch or miss.
pub(crate) fn proper_crossing(first: (Point, Point), second: (Point, Point)) -> Option<Point> {
    let (a, b) = first;
    let (c, d) = second;
    let (side_a, side_b) = (orient(c, d, a), orient(c, d, b));
    let (side_c, side_d) = (orient(a, b, c), orient(a, b, d));
    if side_a.signum() * side_b.signum() >= 0 || side_c.signum() * side_d.signum() >= 0 {
        return None;
    }
    let whole = side_a - side_b;
    let along = |from: i64, to: i64| from + rounded_quotient(side_a * i128::from(to - from), whole);
    Some(Point { x: along(a.x, b.x), y: along(a.y, b.y) })
}

/// The quotient rounded to nearest, halves up, as the half-open hot pixels need it.
fn rounded_quotient(numerator: i128, denominator: i128) -> i64 {
    let (numerator, denominator) = if denominator < 0 { (-numerator, -denominator) } else { (numerator, denominator) };
    if denominator == 0 {
        return 0;
    }
    // Quotients are coordinate differences, which fit.
    i64::try_from((2 * numerator + denominator).div_euclid(2 * denominator)).unwrap_or(0)
}

/// Whether the segment passes the half-open pixel of side one step centred on `pixel` (Hobby's hot pixel).
pub(crate) fn passes_pixel(segment: (Point, Point), pixel: Point) -> bool {
    let double = |point: Point| Point { x: 2 * point.x, y: 2 * point.y };
    let (mut p, mut q) = (double(segment.0), double(segment.1));
    if p.x > q.x {
        (p, q) = (q, p);
    }
    let centre = double(pixel);
    let (west, east, south, north) = (centre.x - 1, centre.x + 1, centre.y - 1, centre.y + 1);
    if p.x >= east || q.x < west || p.y.min(q.y) >= north || p.y.max(q.y) < south {
        return false;
    }
    if p.x == q.x || p.y == q.y {
        return true;
    }
    let rising = p.y < q.y;
    let side = |x, y| orient(p, q, Point { x, y }).signum();
    let (north_west, north_east) = (side(west, north), side(east, north));
    let (south_west, south_east) = (side(west, south), side(east, south));
    // A line through a corner alone is inside only if that corner, or the edge it runs into, belongs to the pixel.
    if north_west == 0 {
        return !rising;
    }
    if north_east == 0 {
        return rising;
    }
    if north_west != north_east || south_west == 0 || south_west != north_west {
        return true;
    }
    if south_east == 0 {
        return !rising;
    }
    south_west != south_east
}

/// The lattice point within `reach` steps of `near` that lies closest to the segment.
///
/// Rounding a point of a long edge to the lattice bends the edge by up to half a step over its whole length, which is
/// square metres of land. Sliding along the edge finds a point that bends it a hundred times less.
pub(crate) fn foothold_within(segment: (Point, Point), near: Point, reach: i64) -> Point {
    let (a, b) = segment;
    let direction = b.minus(a);
    let steep = direction.x.abs() < direction.y.abs();
    let flip = |point: Point| if steep { Point { x: point.y, y: point.x } } else { point };
    let (start, end, goal) = (flip(a), flip(b), flip(near));
    let run = end.x - start.x;
    if run == 0 {
        return a;
    }
    let (low, high) = (start.x.min(end.x), start.x.max(end.x));
    let columns = (goal.x - reach).clamp(low, high)..=(goal.x + reach).clamp(low, high);
    let best = columns
        .map(|x| {
            let product = i128::from(x - start.x) * i128::from(end.y - start.y);
            let point = Point { x, y: start.y + rounded_quotient(product, i128::from(run)) };
            (orient(start, end, point).abs(), (x - goal.x).abs(), point)
        })
        .min();
    best.map_or(a, |(_, _, point)| flip(point))
}

/// Twice the signed area of a ring given without its closing point: positive if counter-clockwise.
pub(crate) fn twice_area(ring: &[Point]) -> i128 {
    let Some(&origin) = ring.first() else { return 0 };
    ring.windows(2).map(|pair| cross(pair[0].minus(origin), pair[1].minus(origin))).sum()
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::{Point, compare_angle, foothold_within, orient, passes_pixel, proper_crossing};

    const fn at(x: i64, y: i64) -> Point {
        Point { x, y }
    }

    #[test]
    fn crossing_is_rounded_to_the_lattice_and_touching_is_no_crossing() {
        assert_eq!(proper_crossing((at(0, 0), at(10, 10)), (at(0, 9), at(9, 0))), Some(at(5, 5)));
        assert_eq!(proper_crossing((at(0, 0), at(10, 0)), (at(5, 0), at(5, 9))), None);
        assert_eq!(proper_crossing((at(0, 0), at(10, 0)), (at(2, 0), at(12, 0))), None);
    }

    #[test]
    fn every_diagonal_belongs_to_one_pixel_only_at_a_shared_corner() {
        // The falling line x + y = 1 meets the corner (0.5, 0.5) of four pixels.
        let falling = (at(-3, 4), at(4, -3));
        assert!(passes_pixel(falling, at(0, 1)));
        assert!(passes_pixel(falling, at(1, 0)));
        assert!(passes_pixel(falling, at(1, 1)), "its south-west corner is its own");
        assert!(!passes_pixel(falling, at(0, 0)));
    }

    #[test]
    fn angles_turn_counter_clockwise_from_the_reference() {
        let east = at(1, 0);
        let turn = [at(1, 0), at(3, 1), at(0, 2), at(-1, 0), at(-1, -1), at(2, -1)];
        for pair in turn.windows(2) {
            assert_eq!(compare_angle(east, pair[0], pair[1]), Ordering::Less, "{pair:?}");
        }
        assert_eq!(compare_angle(east, at(1, 1), at(2, 2)), Ordering::Equal);
    }

    #[test]
    fn foothold_bends_a_long_edge_by_less_than_a_fiftieth_of_a_step() {
        let edge = (at(0, 0), at(123_457, 77_003));
        let point = foothold_within(edge, at(60_000, 37_423), 100);
        let length = 123_457_f64.hypot(77_003.0);
        let offset = xiaqu_model::cast::wide_to_f64(orient(edge.0, edge.1, point)).abs() / length;
        assert!(offset < 0.02, "{offset} steps");
        assert!((point.x - 60_000).abs() <= 100);
    }
}
