//! Township polygons checked before anything is built on them: every problem, with its position.

use std::collections::{BTreeMap, BTreeSet};

use geo_types::{Coord, LineString, Polygon};
use xiaqu_model::{
    IxVec, LonLat, Place, ProblemReport, TownshipIx, cast, e110_empty_polygon, e111_ring_too_short,
    e112_coordinate_out_of_range, e113_ring_crosses_itself, e114_hole_outside,
};

use crate::{
    TownshipShape,
    arrangement::{Arrangement, OUTSIDE},
    lattice::{Point, proper_crossing, twice_area},
    noding::{Segment, node},
    segment_tree::SegmentTree,
};

/// Steps in a degree for these checks: a tenth of a millimetre, so that rounding invents no crossing.
const FINE_STEPS: f64 = 1e9;

/// Twice a square metre in fine steps; what sticks out of a polygon by less is rounding.
const NEGLIGIBLE: i128 = 200_000_000;

/// All problems of all shapes. Rings may touch themselves but not cross; holes may touch their outer ring but not leave
/// it. Orientation does not matter. (`geo_types` polygons close their rings by themselves.)
///
/// ```
/// use geo_types::{MultiPolygon, polygon};
/// use xiaqu_model::{IxVec, Place, ProblemReport};
/// use xiaqu_townships::{TownshipShape, check_shapes};
///
/// let bow_tie = polygon![(x: 117.0, y: 27.0), (x: 117.1, y: 27.1), (x: 117.1, y: 27.0), (x: 117.0, y: 27.1)];
/// let shapes = IxVec::from_rows(vec![TownshipShape { land: MultiPolygon(vec![bow_tie]), place: Place::default().id("T1") }]);
/// let problems = check_shapes(&shapes);
/// assert_eq!(problems[0].code(), "E113");
/// assert!((problems[0].place().position.unwrap().longitude() - 117.05).abs() < 1e-6);
/// ```
pub fn check_shapes(shapes: &IxVec<TownshipIx, TownshipShape>) -> Vec<ProblemReport> {
    shapes.iter().flat_map(check_shape).collect()
}

fn check_shape(shape: &TownshipShape) -> Vec<ProblemReport> {
    if shape.land.0.iter().all(|polygon| polygon.exterior().0.is_empty()) {
        return vec![e110_empty_polygon(shape.place.clone())];
    }
    shape.land.iter().flat_map(|polygon| check_polygon(polygon, &shape.place)).collect()
}

fn check_polygon(polygon: &Polygon<f64>, place: &Place) -> Vec<ProblemReport> {
    let mut problems = Vec::new();
    let outer = check_ring(polygon.exterior(), place, &mut problems);
    for hole in polygon.interiors() {
        let hole = check_ring(hole, place, &mut problems);
        let stray = outer.as_ref().zip(hole.as_ref()).and_then(|(outer, hole)| outside_part(outer, hole));
        problems.extend(stray.map(|position| {
            e114_hole_outside(place.clone().at(position), degree(position.longitude()), degree(position.latitude()))
        }));
    }
    problems
}

fn degree(degrees: f64) -> String {
    format!("{degrees:.6}")
}

/// The ring on the fine lattice without repeated points, if it is fit for further checks.
fn check_ring(ring: &LineString<f64>, place: &Place, problems: &mut Vec<ProblemReport>) -> Option<Vec<Point>> {
    if let Some(coord) = ring.coords().find(|coord| LonLat::new(coord.x, coord.y).is_none()) {
        problems.push(e112_coordinate_out_of_range(place.clone(), coord.x, coord.y));
        return None;
    }
    let mut points: Vec<Point> = ring.coords().filter_map(|&coord| Point::on_lattice(coord, FINE_STEPS)).collect();
    points.dedup();
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    let different: BTreeSet<Point> = points.iter().copied().collect();
    if different.len() < 3 {
        let here = ring.coords().next().and_then(|coord| LonLat::new(coord.x, coord.y));
        problems.push(e111_ring_too_short(Place { position: here, ..place.clone() }, different.len()));
        return None;
    }
    let crossings = self_crossings(&points);
    problems.extend(crossings.iter().filter_map(|&point| position(point)).map(|position| {
        e113_ring_crosses_itself(place.clone().at(position), degree(position.longitude()), degree(position.latitude()))
    }));
    crossings.is_empty().then_some(points)
}

fn position(point: Point) -> Option<LonLat> {
    let coord = Coord { x: cast::signed_to_f64(point.x), y: cast::signed_to_f64(point.y) };
    LonLat::new(coord.x / FINE_STEPS, coord.y / FINE_STEPS)
}

fn segments(ring: &[Point], source: usize) -> Vec<Segment> {
    ring.iter().zip(ring.iter().cycle().skip(1)).map(|(&from, &to)| Segment { from, to, source }).collect()
}

/// Where a ring crosses itself: inside two of its edges or, failing that, in a point it visits twice.
fn self_crossings(ring: &[Point]) -> BTreeSet<Point> {
    let edges = segments(ring, 0);
    let tree = SegmentTree::new(edges.iter().map(|edge| (edge.from, edge.to)));
    let mut crossings = BTreeSet::new();
    for edge in &edges {
        let others = tree.near((edge.from, edge.to)).into_iter().map(|other| edges[other]);
        crossings.extend(others.filter_map(|other| proper_crossing((edge.from, edge.to), (other.from, other.to))));
    }
    if crossings.is_empty() && winds_badly(&edges) {
        let mut visited = BTreeSet::new();
        let again = ring.iter().find(|&&point| !visited.insert(point)).or(ring.first());
        crossings.extend(again.copied());
    }
    crossings
}

/// Whether a ring goes around some of its faces once and around others twice or the other way.
fn winds_badly(edges: &[Segment]) -> bool {
    let arrangement = Arrangement::new(node(edges));
    let windings = arrangement.windings();
    let times: BTreeSet<i64> = (0..windings.len())
        .filter(|&face| face != OUTSIDE && face_area(&arrangement, face) > NEGLIGIBLE)
        .filter_map(|face| windings[face].get(&0).copied())
        .filter(|&times| times != 0)
        .collect();
    times.len() > 1 || times.iter().any(|times| times.abs() > 1)
}

fn face_area(arrangement: &Arrangement, face: usize) -> i128 {
    arrangement.boundary_rings(face).iter().map(|ring| twice_area(ring)).sum()
}

/// A position in a hole but outside its outer ring.
fn outside_part(outer: &[Point], hole: &[Point]) -> Option<LonLat> {
    let arrangement = Arrangement::new(node(&[segments(outer, 0), segments(hole, 1)].concat()));
    let winds = |winding: &BTreeMap<usize, i64>, source| winding.get(&source).is_some_and(|&times| times != 0);
    let windings = arrangement.windings();
    let stray = (1..windings.len()).find(|&face| {
        winds(&windings[face], 1) && !winds(&windings[face], 0) && face_area(&arrangement, face) > NEGLIGIBLE
    })?;
    let point = arrangement.inner_point(stray);
    position(Point { x: cast::to_i64(point.x)?, y: cast::to_i64(point.y)? })
}

#[cfg(test)]
mod tests {
    use geo_types::{Coord, LineString, MultiPolygon, Polygon};
    use xiaqu_model::{IxVec, Place, ProblemReport};

    use super::{TownshipShape, check_shapes};

    fn ring(corners: &[(f64, f64)]) -> LineString<f64> {
        corners.iter().map(|&(x, y)| Coord { x: 117.0 + x / 100.0, y: 27.0 + y / 100.0 }).collect()
    }

    fn codes(outer: &[(f64, f64)], holes: &[&[(f64, f64)]]) -> Vec<&'static str> {
        let polygon = Polygon::new(ring(outer), holes.iter().map(|hole| ring(hole)).collect());
        let shape = TownshipShape { land: MultiPolygon(vec![polygon]), place: Place::default() };
        check_shapes(&IxVec::from_rows(vec![shape])).iter().map(ProblemReport::code).collect()
    }

    const SQUARE: [(f64, f64); 4] = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)];

    #[test]
    fn each_fault_has_its_code() {
        assert!(codes(&SQUARE, &[]).is_empty());
        assert_eq!(codes(&[], &[]), ["E110"]);
        assert_eq!(codes(&[(0.0, 0.0), (1.0, 0.0), (0.0, 0.0)], &[]), ["E111"]);
        assert_eq!(codes(&[(0.0, 0.0), (1.0, 0.0), (f64::NAN, 2.0)], &[]), ["E112"]);
        assert_eq!(codes(&[(0.0, 0.0), (1.0, 0.0), (0.0, 9_000.0)], &[]), ["E112"]);
        assert_eq!(codes(&[(0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0)], &[]), ["E113"]);
        assert_eq!(codes(&SQUARE, &[&[(8.0, 8.0), (12.0, 8.0), (8.0, 9.0)]]), ["E114"]);
        assert_eq!(codes(&SQUARE, &[&[(18.0, 8.0), (19.0, 8.0), (18.0, 9.0)]]), ["E114"]);
    }

    #[test]
    fn a_bow_tie_through_a_shared_corner_is_found_and_touching_is_not() {
        let bow_tie = [(0.0, 0.0), (1.0, 1.0), (2.0, 2.0), (2.0, 0.0), (1.0, 1.0), (0.0, 2.0)];
        assert_eq!(codes(&bow_tie, &[]), ["E113"]);
        let touching = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 0.0), (0.0, 4.0)];
        assert!(codes(&touching, &[]).is_empty());
        assert!(codes(&SQUARE, &[&[(0.0, 5.0), (5.0, 4.0), (5.0, 6.0)]]).is_empty());
    }
}
