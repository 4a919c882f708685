//! What is left of a layer's border once the county's border is taken from it, and how much land that can enclose.

use std::collections::{BTreeMap, BTreeSet};

use xiaqu_model::cast;

use super::tiling::Vertex;

/// 1e-14 square degrees are at most 1.24e-4 m2, anywhere on the earth.
const LARGEST_UNIT: f64 = 1.24e-4;

/// Square metres, at most, that closed walks along these edges enclose; infinite if they do not close.
///
/// The edges are walked into cycles that visit no vertex twice, and each counts with its convex hull, or with the strips
/// between its edges and its longest one if these are smaller: along a border that is cut into many pieces the hull is far
/// too large. So errors of opposite sign cannot cancel, and a vertex put on a straight edge counts nothing.
pub(super) fn enclosed_area(edges: impl IntoIterator<Item = (Vertex, Vertex)>) -> f64 {
    let mut leaving: BTreeMap<Vertex, Vec<Vertex>> = BTreeMap::new();
    for (from, to) in edges {
        leaving.entry(from).or_default().push(to);
    }
    let mut area = 0.0;
    while let Some(start) = leaving.keys().next().copied() {
        let mut walk = vec![start];
        while let Some(next) = walk.last().and_then(|here| leaving.get_mut(here)).and_then(Vec::pop) {
            if let Some(position) = walk.iter().position(|vertex| *vertex == next) {
                let cycle = walk.split_off(position);
                area += hull_area(&cycle).min(strips_area(&cycle));
            }
            walk.push(next);
        }
        if walk.len() > 1 {
            return f64::INFINITY;
        }
        leaving.remove(&start);
    }
    area
}

/// Area of the strips between every edge of a cycle and the line through its longest edge, square metres: whatever the
/// cycle goes round lies in one of them.
fn strips_area(cycle: &[Vertex]) -> f64 {
    let edges = || cycle.iter().zip(cycle.iter().cycle().skip(1));
    let squared = |one: &Vertex, other: &Vertex| {
        let (x, y) = (i128::from(other.0 - one.0), i128::from(other.1 - one.1));
        x * x + y * y
    };
    let Some((from, to)) = edges().max_by_key(|(one, other)| squared(one, other)) else { return 0.0 };
    let length = cast::wide_to_f64(squared(from, to)).sqrt();
    if length == 0.0 {
        return 0.0;
    }
    let beside = |vertex: &Vertex| cast::wide_to_f64(turn(*from, *to, *vertex)).abs() / length;
    let along = |vertex: &Vertex| {
        let (x, y) = (i128::from(vertex.0 - from.0), i128::from(vertex.1 - from.1));
        cast::wide_to_f64(x * i128::from(to.0 - from.0) + y * i128::from(to.1 - from.1)) / length
    };
    let strips =
        edges().map(|(one, other)| f64::midpoint(beside(one), beside(other)) * (along(one) - along(other)).abs());
    strips.sum::<f64>() * LARGEST_UNIT
}

/// Area of the convex hull (Andrew's monotone chain), square metres.
fn hull_area(vertices: &[Vertex]) -> f64 {
    let sorted: BTreeSet<Vertex> = vertices.iter().copied().collect();
    let mut hull = half_hull(sorted.iter().copied());
    hull.extend(half_hull(sorted.iter().rev().copied()));
    let Some(origin) = hull.first().copied() else { return 0.0 };
    let twice: i128 = hull.windows(2).map(|pair| turn(origin, pair[0], pair[1])).sum();
    cast::wide_to_f64(twice) / 2.0 * LARGEST_UNIT
}

/// The hull on one side, without its last vertex.
fn half_hull(sorted: impl Iterator<Item = Vertex>) -> Vec<Vertex> {
    let mut hull: Vec<Vertex> = Vec::new();
    for vertex in sorted {
        while let [.., one, other] = hull[..] {
            if turn(one, other, vertex) > 0 {
                break;
            }
            hull.pop();
        }
        hull.push(vertex);
    }
    hull.pop();
    hull
}

/// Twice the area of a triangle; positive if it turns left.
fn turn(origin: Vertex, one: Vertex, other: Vertex) -> i128 {
    let gap = |to: Vertex| (i128::from(to.0 - origin.0), i128::from(to.1 - origin.1));
    let ((ax, ay), (bx, by)) = (gap(one), gap(other));
    ax * by - ay * bx
}
