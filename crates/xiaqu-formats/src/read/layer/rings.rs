//! The rings of a Shapefile's polygon, which come as one list, sorted into outer rings with their holes.

use geojson::{GeometryValue, Position};

/// Outer rings run clockwise, holes the other way; a hole belongs to the outer ring that most of its vertices lie in, the
/// smallest of several. A polygon whose rings all run the wrong way is taken as outer rings, and a hole that lies in none
/// stays as a ring of its own, so that the checks of the townships see it.
///
/// Every hole is compared with every outer ring whose box meets its own.
pub(super) fn polygons_of(rings: Vec<Vec<Position>>) -> Option<GeometryValue> {
    let (mut outers, mut holes) = (Vec::new(), Vec::new());
    for ring in rings.into_iter().map(Ring::new) {
        if ring.doubled_area <= 0.0 { outers.push(ring) } else { holes.push(ring) }
    }
    if outers.is_empty() {
        std::mem::swap(&mut outers, &mut holes);
    }
    let owners: Vec<Option<usize>> = holes.iter().map(|hole| owner_of(hole, &outers)).collect();
    let mut polygons: Vec<Vec<Vec<Position>>> = outers.into_iter().map(|outer| vec![outer.points]).collect();
    for (hole, owner) in holes.into_iter().zip(owners) {
        match owner.and_then(|owner| polygons.get_mut(owner)) {
            Some(polygon) => polygon.push(hole.points),
            None => polygons.push(vec![hole.points]),
        }
    }
    match polygons.len() {
        0 => None,
        1 => polygons.pop().map(|coordinates| GeometryValue::Polygon { coordinates }),
        _ => Some(GeometryValue::MultiPolygon { coordinates: polygons }),
    }
}

fn owner_of(hole: &Ring, outers: &[Ring]) -> Option<usize> {
    let inside = |outer: &Ring| {
        if !outer.boxes_meet(hole) {
            return 0;
        }
        hole.points.iter().filter(|point| outer.holds(point)).count()
    };
    let counted = outers.iter().enumerate().map(|(place, outer)| (inside(outer), outer, place));
    counted
        .filter(|(inside, _, _)| 2 * inside >= hole.points.len().max(1))
        .min_by(|one, other| one.1.doubled_area.abs().total_cmp(&other.1.doubled_area.abs()))
        .map(|(_, _, place)| place)
}

struct Ring {
    points: Vec<Position>,
    /// Twice the area, positive if the ring runs counterclockwise.
    doubled_area: f64,
    least: (f64, f64),
    most: (f64, f64),
}

fn plane(position: &Position) -> (f64, f64) {
    match position.as_slice() {
        [x, y, ..] => (*x, *y),
        _ => (f64::NAN, f64::NAN),
    }
}

impl Ring {
    fn new(points: Vec<Position>) -> Self {
        let (mut least, mut most) = ((f64::INFINITY, f64::INFINITY), (f64::NEG_INFINITY, f64::NEG_INFINITY));
        // Relative to the first point, so that small rings far from the origin keep their sign.
        let origin = points.first().map_or((0.0, 0.0), plane);
        let mut doubled_area = 0.0;
        for (from, to) in points.iter().zip(points.iter().cycle().skip(1)) {
            let ((x, y), (next_x, next_y)) = (plane(from), plane(to));
            doubled_area += (x - origin.0) * (next_y - origin.1) - (next_x - origin.0) * (y - origin.1);
            least = (least.0.min(x), least.1.min(y));
            most = (most.0.max(x), most.1.max(y));
        }
        Self { points, doubled_area, least, most }
    }

    fn boxes_meet(&self, other: &Self) -> bool {
        self.least.0 <= other.most.0
            && other.least.0 <= self.most.0
            && self.least.1 <= other.most.1
            && other.least.1 <= self.most.1
    }

    /// Whether a point lies inside, by the number of edges to its right.
    fn holds(&self, point: &Position) -> bool {
        let (x, y) = plane(point);
        let edges = self.points.iter().zip(self.points.iter().cycle().skip(1));
        let crossed = edges.filter(|(from, to)| {
            let ((from_x, from_y), (to_x, to_y)) = (plane(from), plane(to));
            (from_y > y) != (to_y > y) && x < from_x + (y - from_y) / (to_y - from_y) * (to_x - from_x)
        });
        crossed.count() % 2 == 1
    }
}

#[cfg(test)]
mod tests {
    use geojson::{GeometryValue, Position};

    use super::polygons_of;

    fn square(x: f64, y: f64, size: f64, clockwise: bool) -> Vec<Position> {
        let mut corners = vec![(x, y), (x, y + size), (x + size, y + size), (x + size, y), (x, y)];
        if !clockwise {
            corners.reverse();
        }
        corners.into_iter().map(Position::from).collect()
    }

    #[test]
    fn holes_go_to_the_smallest_ring_around_them() {
        let rings = vec![
            square(0.0, 0.0, 100.0, true),
            square(10.0, 10.0, 50.0, false),
            square(20.0, 20.0, 20.0, true),
            square(25.0, 25.0, 5.0, false),
        ];
        let Some(GeometryValue::MultiPolygon { coordinates }) = polygons_of(rings) else { panic!("two polygons") };
        let sizes: Vec<usize> = coordinates.iter().map(Vec::len).collect();
        assert_eq!(sizes, [2, 2]);
        assert_eq!(coordinates[1][1][0], Position::from([25.0, 25.0]));
    }

    #[test]
    fn rings_that_all_run_the_wrong_way_are_outer_rings() {
        let rings = vec![square(0.0, 0.0, 1.0, false), square(5.0, 0.0, 1.0, false)];
        let Some(GeometryValue::MultiPolygon { coordinates }) = polygons_of(rings) else { panic!("two polygons") };
        assert_eq!(coordinates.len(), 2);
        assert!(polygons_of(Vec::new()).is_none());
    }

    #[test]
    fn a_hole_outside_every_ring_stays_to_be_judged() {
        let rings = vec![square(0.0, 0.0, 1.0, true), square(5.0, 0.0, 1.0, false)];
        assert!(
            matches!(polygons_of(rings), Some(GeometryValue::MultiPolygon { coordinates }) if coordinates.len() == 2)
        );
    }
}
