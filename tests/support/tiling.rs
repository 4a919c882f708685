//! Whether polygons tile some land, by whole numbers of the written files.
//!
//! The directed border lines of all polygons are added up; lines that two polygons share in opposite directions cancel.
//! What is left, less the border of the land, bounds exactly the difference between layer and land: if nothing is left,
//! every point of the land lies in one polygon and every other point in none.

use std::collections::{BTreeMap, BTreeSet};

use geo_types::{LineString, MultiPolygon, Polygon};
use serde_json::Value;
use xiaqu::model::{LocalFrame, LonLat, cast};

/// A vertex in units of 1e-7 degree.
pub type Vertex = (i64, i64);

/// Square metres in a square of 1e-7 degree; nowhere on the earth more.
const LARGEST_UNIT: f64 = 1.24e-4;

/// A sum of directed lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Border {
    lines: BTreeMap<(Vertex, Vertex), i32>,
}

impl Border {
    /// The border of the union of polygons that share their borders vertex by vertex. Outer rings must turn left and
    /// holes right; no two polygons may have the same line in the same direction.
    pub fn of(polygons: &[MultiPolygon<f64>]) -> Self {
        let mut seen = BTreeSet::new();
        let mut border = Self::default();
        for (polygon, (ring, is_hole)) in
            polygons.iter().flatten().flat_map(|one| rings(one).map(move |ring| (one, ring)))
        {
            let vertices = vertices(ring);
            assert!(vertices.len() >= 4 && vertices.first() == vertices.last(), "a ring is not closed");
            assert_eq!(twice_area(&vertices) < 0, is_hole, "a ring turns the wrong way: {:?}", polygon.exterior().0[0]);
            for pair in vertices.windows(2) {
                assert!(seen.insert((pair[0], pair[1])), "two polygons lie on one side of {pair:?}: they overlap");
                border.add(pair[0], pair[1], 1);
            }
        }
        border
    }

    fn add(&mut self, from: Vertex, to: Vertex, times: i32) {
        let (key, times) = if from <= to { ((from, to), times) } else { ((to, from), -times) };
        let sum = self.lines.entry(key).or_default();
        *sum += times;
        if *sum == 0 || from == to {
            self.lines.remove(&key);
        }
    }

    /// Square metres, at most, by which the land inside differs from the land inside another border.
    pub fn difference(&self, other: &Self) -> f64 {
        let mut rest = self.clone();
        for (&(from, to), &times) in &other.lines {
            rest.add(from, to, -times);
        }
        rest.into_cycles().iter().map(|cycle| hull_area(cycle).min(strips_area(cycle))).sum()
    }

    /// The lines as closed walks that visit no vertex twice.
    fn into_cycles(self) -> Vec<Vec<Vertex>> {
        let mut leaving: BTreeMap<Vertex, Vec<Vertex>> = BTreeMap::new();
        for ((from, to), times) in self.lines {
            let (tail, head) = if times > 0 { (from, to) } else { (to, from) };
            for _ in 0..times.unsigned_abs() {
                leaving.entry(tail).or_default().push(head);
            }
        }
        let mut cycles = Vec::new();
        while let Some((&start, _)) = leaving.iter().find(|(_, heads)| !heads.is_empty()) {
            let mut walk = vec![start];
            while let Some(next) = walk.last().and_then(|here| leaving.get_mut(here)).and_then(Vec::pop) {
                if let Some(position) = walk.iter().position(|vertex| *vertex == next) {
                    cycles.push(walk.split_off(position));
                }
                walk.push(next);
            }
            assert_eq!(walk, [start], "a border has an end");
            leaving.remove(&start);
        }
        cycles
    }
}

/// Every polygon of a written layer.
pub fn polygons_of(geojson: &[u8]) -> Vec<MultiPolygon<f64>> {
    let layer: Value = serde_json::from_slice(geojson).unwrap();
    let polygon = |feature: &Value| {
        let coordinates = feature["geometry"]["coordinates"].as_array().unwrap();
        match feature["geometry"]["type"].as_str().unwrap() {
            "Polygon" => MultiPolygon(vec![polygon_of(coordinates)]),
            "MultiPolygon" => {
                MultiPolygon(coordinates.iter().map(|part| polygon_of(part.as_array().unwrap())).collect())
            }
            other => panic!("{other} is no polygon"),
        }
    };
    layer["features"].as_array().unwrap().iter().map(polygon).collect()
}

fn polygon_of(rings: &[Value]) -> Polygon<f64> {
    let ring = |ring: &Value| -> LineString<f64> {
        let points = ring.as_array().unwrap().iter();
        points.map(|point| (point[0].as_f64().unwrap(), point[1].as_f64().unwrap())).collect()
    };
    Polygon::new(ring(&rings[0]), rings[1..].iter().map(ring).collect())
}

/// Turns outer rings left and holes right, as RFC 7946 asks and older files do not.
pub fn turned(polygon: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let turn = |ring: &LineString<f64>, hole: bool| {
        let mut ring = ring.clone();
        if (twice_area(&vertices(&ring)) < 0) != hole {
            ring.0.reverse();
        }
        ring
    };
    let part = |part: &Polygon<f64>| {
        Polygon::new(turn(part.exterior(), false), part.interiors().iter().map(|hole| turn(hole, true)).collect())
    };
    polygon.iter().map(part).collect()
}

/// Area in square metres in the county's plane, with straight lines between vertices.
pub fn area(polygons: &[MultiPolygon<f64>], frame: &LocalFrame) -> f64 {
    let ring_area = |ring: &LineString<f64>| {
        let points = ring.coords().map(|coord| frame.to_local(LonLat::new(coord.x, coord.y).unwrap()));
        let points: Vec<_> = points.collect();
        points.windows(2).map(|pair| pair[0].x * pair[1].y - pair[0].y * pair[1].x).sum::<f64>().abs() / 2.0
    };
    let all = polygons.iter().flatten().flat_map(rings);
    all.map(|(ring, is_hole)| if is_hole { -ring_area(ring) } else { ring_area(ring) }).sum()
}

fn rings(polygon: &Polygon<f64>) -> impl Iterator<Item = (&LineString<f64>, bool)> {
    std::iter::once((polygon.exterior(), false)).chain(polygon.interiors().iter().map(|hole| (hole, true)))
}

fn vertices(ring: &LineString<f64>) -> Vec<Vertex> {
    let unit = |degrees: f64| cast::to_i64(degrees * 1e7).unwrap();
    ring.coords().map(|coord| (unit(coord.x), unit(coord.y))).collect()
}

/// Twice the signed area of a ring, with or without its first vertex repeated.
fn twice_area(ring: &[Vertex]) -> i128 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(one, other)| cross((0, 0), *one, *other)).sum()
}

fn cross(origin: Vertex, one: Vertex, other: Vertex) -> i128 {
    let (ax, ay) = (i128::from(one.0 - origin.0), i128::from(one.1 - origin.1));
    let (bx, by) = (i128::from(other.0 - origin.0), i128::from(other.1 - origin.1));
    ax * by - ay * bx
}

/// Area between the edges and a line through the longest of them: no less than what they go round, and little where a
/// long border is led through many points beside it.
fn strips_area(cycle: &[Vertex]) -> f64 {
    let unit = |vertex: &Vertex| (cast::wide_to_f64(i128::from(vertex.0)), cast::wide_to_f64(i128::from(vertex.1)));
    let edges: Vec<_> =
        cycle.iter().zip(cycle.iter().cycle().skip(1)).map(|(one, other)| (unit(one), unit(other))).collect();
    let length = |(one, other): &((f64, f64), (f64, f64))| (other.0 - one.0).hypot(other.1 - one.1);
    let Some(&longest) = edges.iter().max_by(|one, other| length(one).total_cmp(&length(other))) else { return 0.0 };
    let ((x, y), (to_x, to_y)) = longest;
    let (east, north) = ((to_x - x) / length(&longest), (to_y - y) / length(&longest));
    let place = |(px, py): (f64, f64)| {
        let (dx, dy) = (px - x, py - y);
        (dx * east + dy * north, (dy * east - dx * north).abs())
    };
    let strip = |&(one, other): &((f64, f64), (f64, f64))| {
        let ((from, near), (to, far)) = (place(one), place(other));
        f64::midpoint(near, far) * (to - from).abs()
    };
    edges.iter().map(strip).sum::<f64>() * LARGEST_UNIT
}

/// Area of the convex hull (monotone chain): no less than what the vertices can enclose.
fn hull_area(vertices: &[Vertex]) -> f64 {
    let sorted: BTreeSet<Vertex> = vertices.iter().copied().collect();
    let chain = |points: &mut dyn Iterator<Item = Vertex>| {
        let mut hull: Vec<Vertex> = Vec::new();
        for point in points {
            while let [.., one, other] = hull[..] {
                if cross(one, other, point) > 0 {
                    break;
                }
                hull.pop();
            }
            hull.push(point);
        }
        hull.pop();
        hull
    };
    let mut hull = chain(&mut sorted.iter().copied());
    hull.extend(chain(&mut sorted.iter().rev().copied()));
    cast::wide_to_f64(twice_area(&hull)) / 2.0 * LARGEST_UNIT
}

#[cfg(test)]
mod tests {
    use geo_types::{MultiPolygon, polygon};

    use super::Border;

    fn rectangle(west: f64, east: f64) -> MultiPolygon<f64> {
        MultiPolygon(vec![polygon![(x: west, y: 0.0), (x: east, y: 0.0), (x: east, y: 1e-3), (x: west, y: 1e-3)]])
    }

    #[test]
    fn halves_that_share_their_border_are_the_whole() {
        let whole = Border::of(&[MultiPolygon(vec![
            polygon![(x: 0.0, y: 0.0), (x: 1e-3, y: 0.0), (x: 2e-3, y: 0.0), (x: 2e-3, y: 1e-3), (x: 0.0, y: 1e-3)],
        ])]);
        assert!(Border::of(&[rectangle(0.0, 1e-3), rectangle(1e-3, 2e-3)]).difference(&whole) < 1e-9);
    }

    #[test]
    fn an_overlap_as_large_as_a_gap_is_found() {
        let whole = Border::of(&[rectangle(0.0, 2e-3)]);
        // The left part reaches too far by as much as the right one ends too early: the sums of areas agree.
        let layer = [rectangle(0.0, 1.1e-3), rectangle(1e-3, 1.9e-3)];
        assert!(Border::of(&layer).difference(&whole) > 1_000.0);
    }
}
