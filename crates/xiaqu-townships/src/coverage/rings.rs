//! Polygons of a coverage: border edges walked into rings, rings into parts with holes.

use std::collections::{BTreeMap, BTreeSet};

use geo_types::{LineString, MultiPolygon, Polygon};

use super::Coverage;
use crate::lattice::{Point, compare_angle, orient, twice_area};

impl<L: Copy + Ord> Coverage<L> {
    /// The land of a label in WGS-84 degrees; empty if it has none.
    ///
    /// Outer rings run counter-clockwise (RFC 7946), every ring starts at its smallest vertex, larger parts come first.
    pub fn polygon(&self, label: L) -> MultiPolygon<f64> {
        MultiPolygon(self.ring_groups(label).iter().map(|rings| polygon_of(rings)).collect())
    }

    /// The rings of each part, its outer one first; larger parts come first.
    pub(super) fn ring_groups(&self, label: L) -> Vec<Vec<Vec<Point>>> {
        let rings = self.rings(label);
        let (mut outer, mut holes): (Vec<Vec<Point>>, Vec<Vec<Point>>) =
            rings.into_iter().partition(|ring| twice_area(ring) > 0);
        outer.sort_by_key(|ring| (-twice_area(ring), ring.first().copied()));
        holes.sort_by_key(|ring| ring.first().copied());
        let mut parts: Vec<Vec<Vec<Point>>> = outer.into_iter().map(|ring| vec![ring]).collect();
        for hole in holes {
            // Parts are sorted by size, so the last one around the hole is the smallest.
            if let Some(part) = parts.iter_mut().rev().find(|part| encloses(&part[0], &hole)) {
                part.push(hole);
            }
        }
        parts
    }

    /// Number of separate parts of a label's land; parts that touch only in a point count as two.
    pub fn parts(&self, label: L) -> usize {
        self.rings(label).iter().filter(|ring| twice_area(ring) > 0).count()
    }

    /// Rings without their closing point, the label's land on their left, each starting at its smallest vertex.
    pub(super) fn rings(&self, label: L) -> Vec<Vec<Point>> {
        let mut leaving: BTreeMap<Point, Vec<Point>> = BTreeMap::new();
        for edge in &self.edges {
            if edge.left == Some(label) {
                leaving.entry(edge.from).or_default().push(edge.to);
            } else if edge.right == Some(label) {
                leaving.entry(edge.to).or_default().push(edge.from);
            }
        }
        let mut used: BTreeSet<(Point, Point)> = BTreeSet::new();
        let mut rings = Vec::new();
        for (&start, ends) in &leaving {
            for &end in ends {
                if !used.contains(&(start, end)) {
                    split_at_touching_points(&walk(&leaving, &mut used, (start, end)), &mut rings);
                }
            }
        }
        rings
    }
}

fn walk(
    leaving: &BTreeMap<Point, Vec<Point>>,
    used: &mut BTreeSet<(Point, Point)>,
    first: (Point, Point),
) -> Vec<Point> {
    let mut ring = Vec::new();
    let (mut from, mut to) = first;
    while used.insert((from, to)) {
        ring.push(from);
        let back = from.minus(to);
        let ends = leaving.get(&to).map_or(&[][..], Vec::as_slice);
        // The first way clockwise from the way back keeps to the same wedge of land.
        let next = ends.iter().copied().max_by(|one, other| compare_angle(back, one.minus(to), other.minus(to)));
        let Some(next) = next else { break };
        (from, to) = (to, next);
    }
    ring
}

/// Cuts a walk that visits a point twice into simple rings, each turned to start at its smallest vertex.
fn split_at_touching_points(walk: &[Point], rings: &mut Vec<Vec<Point>>) {
    let mut open: Vec<Point> = Vec::new();
    let mut visited: BTreeSet<Point> = BTreeSet::new();
    let mut close = |mut ring: Vec<Point>| {
        let smallest = ring.iter().enumerate().min_by_key(|&(_, point)| point).map_or(0, |(position, _)| position);
        ring.rotate_left(smallest);
        rings.push(ring);
    };
    for &point in walk {
        if !visited.insert(point) {
            let since = open.iter().rposition(|&earlier| earlier == point).unwrap_or(0);
            let ring = open.split_off(since);
            for inner in &ring[1..] {
                visited.remove(inner);
            }
            close(ring);
        }
        open.push(point);
    }
    if open.len() > 2 {
        close(open);
    }
}

/// Whether a ring lies around another one; they may touch but not cross. Tried with the middle of an edge, which can lie
/// on no other ring, in halves of a step.
fn encloses(outer: &[Point], hole: &[Point]) -> bool {
    let [first, second, ..] = hole else { return false };
    let middle = Point { x: first.x + second.x, y: first.y + second.y };
    let double = |point: Point| Point { x: 2 * point.x, y: 2 * point.y };
    let closed = outer.iter().zip(outer.iter().cycle().skip(1));
    let crossings = closed.filter(|&(&from, &to)| {
        let (a, b) = (double(from), double(to));
        (a.y <= middle.y) != (b.y <= middle.y) && (orient(a, b, middle) > 0) == (b.y > a.y)
    });
    crossings.count() % 2 == 1
}

/// The polygon of one part.
pub(super) fn polygon_of(rings: &[Vec<Point>]) -> Polygon<f64> {
    let mut lines = rings.iter().map(|ring| line_string(ring));
    let outer = lines.next().unwrap_or_else(|| LineString(Vec::new()));
    Polygon::new(outer, lines.collect())
}

fn line_string(ring: &[Point]) -> LineString<f64> {
    LineString(ring.iter().chain(ring.first()).map(|point| point.to_coord()).collect())
}
