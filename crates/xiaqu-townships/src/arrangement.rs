//! The faces that noded edges cut the plane into.
//!
//! Half-edge `2i` runs along edge `i` from its smaller end to its larger one, `2i + 1` back; a half-edge bounds the face
//! on its left. Face 0 is the unbounded one. Indices come only from the arrangement itself.

use std::collections::{BTreeMap, BTreeSet};

use xiaqu_model::{LocalXy, cast};

use crate::{
    lattice::{Point, compare_angle, cross},
    noding::Edge,
    segment_tree::SegmentTree,
};

/// The unbounded face.
pub(crate) const OUTSIDE: usize = 0;

/// Faces, edges and what lies on either side.
#[derive(Debug)]
pub(crate) struct Arrangement {
    edges: Vec<Edge>,
    next: Vec<usize>,
    face_of: Vec<usize>,
    half_edges_of: Vec<Vec<usize>>,
    tree: SegmentTree,
}

impl Arrangement {
    /// Builds the faces of noded edges, O(n log n).
    pub(crate) fn new(edges: Vec<Edge>) -> Self {
        let tree = SegmentTree::new(edges.iter().map(|edge| (edge.from, edge.to)));
        let next = next_around_faces(&edges);
        let mut arrangement = Self { face_of: vec![OUTSIDE; next.len()], half_edges_of: Vec::new(), edges, next, tree };
        arrangement.find_faces();
        arrangement
    }

    /// The edges.
    pub(crate) fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// Number of faces, the unbounded one included.
    pub(crate) fn face_count(&self) -> usize {
        self.half_edges_of.len()
    }

    /// Faces left and right of an edge, seen from its smaller end.
    pub(crate) fn sides(&self, edge: usize) -> (usize, usize) {
        (self.face_of[2 * edge], self.face_of[2 * edge + 1])
    }

    /// The half-edges around a face, those around its holes included.
    pub(crate) fn half_edges(&self, face: usize) -> &[usize] {
        &self.half_edges_of[face]
    }

    /// The face beyond a half-edge.
    pub(crate) fn across(&self, half_edge: usize) -> usize {
        self.face_of[half_edge ^ 1]
    }

    /// Start and end of a half-edge.
    pub(crate) fn ends(&self, half_edge: usize) -> (Point, Point) {
        ends(&self.edges, half_edge)
    }

    /// The face at a point; on an edge, the face below it or, on an upright edge, right of it.
    pub(crate) fn locate(&self, point: Point) -> usize {
        let below = self.tree.below(point, |edge| (self.edges[edge].from, self.edges[edge].to));
        below.map_or(OUTSIDE, |edge| self.face_of[2 * edge])
    }

    /// A point well inside a bounded face, in lattice steps: the middle of the widest stretch of a scan line through
    /// the largest gap between the heights of its corners.
    pub(crate) fn inner_point(&self, face: usize) -> LocalXy {
        let mut heights: Vec<i64> = self.half_edges(face).iter().map(|&half_edge| self.ends(half_edge).0.y).collect();
        heights.sort_unstable();
        let gap = heights.windows(2).max_by_key(|pair| pair[1] - pair[0]);
        let y = gap.map_or(0.0, |pair| f64::midpoint(cast::signed_to_f64(pair[0]), cast::signed_to_f64(pair[1])));
        let mut crossings: Vec<f64> = Vec::new();
        for &half_edge in self.half_edges(face) {
            let (a, b) = self.ends(half_edge);
            let (south, north) = (cast::signed_to_f64(a.y), cast::signed_to_f64(b.y));
            if (south < y) != (north < y) {
                let share = (y - south) / (north - south);
                crossings.push(cast::signed_to_f64(a.x) + share * cast::signed_to_f64(b.x - a.x));
            }
        }
        crossings.sort_by(f64::total_cmp);
        let stretches = crossings.chunks_exact(2).map(|pair| (pair[1] - pair[0], f64::midpoint(pair[0], pair[1])));
        let widest = stretches.max_by(|one, other| one.0.total_cmp(&other.0));
        LocalXy { x: widest.map_or(0.0, |stretch| stretch.1), y }
    }

    /// The rings around a face without their closing points: the outer one counter-clockwise, holes clockwise.
    pub(crate) fn boundary_rings(&self, face: usize) -> Vec<Vec<Point>> {
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        let mut rings = Vec::new();
        for &start in self.half_edges(face) {
            if !seen.contains(&start) {
                seen.extend(self.walk(start));
                rings.push(self.walk(start).map(|half_edge| self.ends(half_edge).0).collect());
            }
        }
        rings
    }

    /// How often each source winds around each face, found by walking from the outside over one edge after another.
    pub(crate) fn windings(&self) -> Vec<BTreeMap<usize, i64>> {
        let mut windings: Vec<Option<BTreeMap<usize, i64>>> = vec![None; self.face_count()];
        windings[OUTSIDE] = Some(BTreeMap::new());
        let mut waiting = vec![OUTSIDE];
        while let Some(face) = waiting.pop() {
            let here = windings[face].clone().unwrap_or_default();
            for &half_edge in self.half_edges(face) {
                let beyond = self.across(half_edge);
                if windings[beyond].is_some() {
                    continue;
                }
                // Crossing to the right of a counter-clockwise ring leaves its inside.
                let direction = if half_edge.is_multiple_of(2) { -1 } else { 1 };
                let mut there = here.clone();
                for &(source, times) in &self.edges[half_edge / 2].sources {
                    *there.entry(source).or_default() += direction * times;
                }
                windings[beyond] = Some(there);
                waiting.push(beyond);
            }
        }
        windings.into_iter().map(Option::unwrap_or_default).collect()
    }

    fn find_faces(&mut self) {
        let (cycle_of, cycles) = self.cycles();
        // Counter-clockwise cycles bound faces from outside; the others are holes of the face around them.
        let mut face_of_cycle: Vec<Option<usize>> = vec![None; cycles.len()];
        let mut faces = 1;
        for (cycle, first) in cycles.iter().enumerate() {
            if self.twice_area_of_cycle(*first) > 0 {
                face_of_cycle[cycle] = Some(faces);
                faces += 1;
            }
        }
        let mut holes: Vec<(Point, usize)> = (0..cycles.len())
            .filter(|&cycle| face_of_cycle[cycle].is_none())
            .map(|cycle| (self.smallest_corner(cycles[cycle]), cycle))
            .collect();
        // The edge below the smallest corner of a hole belongs to a face or to a hole with a smaller corner.
        holes.sort_unstable();
        for (corner, cycle) in holes {
            let below = self.tree.below(corner, |edge| (self.edges[edge].from, self.edges[edge].to));
            face_of_cycle[cycle] = below.map_or(Some(OUTSIDE), |edge| face_of_cycle[cycle_of[2 * edge]]);
        }
        self.half_edges_of = vec![Vec::new(); faces];
        for (half_edge, &cycle) in cycle_of.iter().enumerate() {
            let face = face_of_cycle[cycle].unwrap_or(OUTSIDE);
            self.face_of[half_edge] = face;
            self.half_edges_of[face].push(half_edge);
        }
    }

    /// The cycle of each half-edge, and the first half-edge of each cycle.
    fn cycles(&self) -> (Vec<usize>, Vec<usize>) {
        let mut cycle_of = vec![usize::MAX; self.next.len()];
        let mut cycles = Vec::new();
        for start in 0..self.next.len() {
            if cycle_of[start] == usize::MAX {
                for half_edge in self.walk(start) {
                    cycle_of[half_edge] = cycles.len();
                }
                cycles.push(start);
            }
        }
        (cycle_of, cycles)
    }

    fn walk(&self, start: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(start), move |&half_edge| Some(self.next[half_edge]).filter(|&next| next != start))
    }

    fn twice_area_of_cycle(&self, start: usize) -> i128 {
        let origin = self.ends(start).0;
        let corner = |half_edge| self.ends(half_edge);
        self.walk(start).map(corner).map(|(a, b)| cross(a.minus(origin), b.minus(origin))).sum()
    }

    fn smallest_corner(&self, start: usize) -> Point {
        let first = self.ends(start).0;
        self.walk(start).map(|half_edge| self.ends(half_edge).0).fold(first, Point::min)
    }
}

fn ends(edges: &[Edge], half_edge: usize) -> (Point, Point) {
    let edge = &edges[half_edge / 2];
    if half_edge.is_multiple_of(2) { (edge.from, edge.to) } else { (edge.to, edge.from) }
}

/// For each half-edge the one that follows it with the same face on its left: the next one clockwise from its reverse.
fn next_around_faces(edges: &[Edge]) -> Vec<usize> {
    let mut around: BTreeMap<Point, Vec<usize>> = BTreeMap::new();
    for half_edge in 0..2 * edges.len() {
        around.entry(ends(edges, half_edge).0).or_default().push(half_edge);
    }
    let mut next = vec![0; 2 * edges.len()];
    for (corner, mut leaving) in around {
        let direction = |half_edge: usize| ends(edges, half_edge).1.minus(corner);
        let east = Point { x: 1, y: 0 };
        leaving.sort_by(|&one, &other| compare_angle(east, direction(one), direction(other)));
        for (position, &half_edge) in leaving.iter().enumerate() {
            let clockwise = if position == 0 { leaving.len() - 1 } else { position - 1 };
            next[half_edge ^ 1] = leaving[clockwise];
        }
    }
    next
}

#[cfg(test)]
mod tests {
    use super::{Arrangement, OUTSIDE, Point};
    use crate::noding::{Segment, node};

    fn square(west: i64, south: i64, side: i64, source: usize) -> Vec<Segment> {
        let corners = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)];
        let at = |(x, y): (i64, i64)| Point { x: west + x, y: south + y };
        corners.windows(2).map(|pair| Segment { from: at(pair[0]), to: at(pair[1]), source }).collect()
    }

    #[test]
    fn nested_squares_are_faces_inside_faces() {
        let segments: Vec<Segment> =
            [square(0, 0, 100, 0), square(20, 20, 50, 1), square(30, 30, 10, 2), square(30, 50, 10, 3)].concat();
        let arrangement = Arrangement::new(node(&segments));
        assert_eq!(arrangement.face_count(), 5);
        let at = |x, y| arrangement.locate(Point { x, y });
        assert_eq!(at(-5, 50), OUTSIDE);
        assert_eq!(at(10, 75), at(90, 90));
        assert_ne!(at(10, 75), at(25, 25));
        assert_eq!(at(25, 25), at(45, 45));
        assert_ne!(at(35, 35), at(35, 55));
        assert_eq!(arrangement.half_edges(at(25, 25)).len(), 12);
    }

    #[test]
    fn the_inner_point_of_a_ring_avoids_its_hole() {
        let segments: Vec<Segment> = [square(0, 0, 100, 0), square(10, 10, 80, 1)].concat();
        let arrangement = Arrangement::new(node(&segments));
        let ring = arrangement.locate(Point { x: 5, y: 50 });
        let point = arrangement.inner_point(ring);
        let nearest =
            Point { x: xiaqu_model::cast::to_i64(point.x).unwrap(), y: xiaqu_model::cast::to_i64(point.y).unwrap() };
        assert_eq!(arrangement.locate(nearest), ring);
    }
}
