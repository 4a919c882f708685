//! Saw-toothed nearest-site borders turned into lines a draughtsman would draw, without any site changing sides.
//!
//! Corners are removed by effective area (Visvalingam and Whyatt 1993) and drawn towards the middle of their neighbours,
//! each step only if the triangle it sweeps holds no site and no corner of a border.

use std::{cmp::Reverse, collections::BinaryHeap};

use xiaqu_model::{LocalXy, Metres, cast};

use super::{
    guard::{Guard, twice_area},
    point_grid::PointGrid,
    voronoi::Arc,
};

/// Areas are compared in steps of a thousandth of a square metre.
const STEPS_PER_SQUARE_METRE: f64 = 1_000.0;

/// How often corners are drawn towards their neighbours.
const RELAXATIONS: usize = 4;

/// Smooths all arcs of one label together. Ends and junctions stay; closed arcs keep at least four corners.
pub(super) fn smooth<M>(arcs: &mut [Arc<M>], sites: PointGrid<()>, smoothing: Metres) {
    let tolerance = smoothing.as_metres() * smoothing.as_metres();
    if tolerance <= 0.0 {
        return;
    }
    let mut lines = Lines::new(arcs);
    let mut guard = Guard::new(sites, &lines.points);
    lines.thin_out(&mut guard, tolerance / 4.0);
    for _ in 0..RELAXATIONS {
        lines.relax(&mut guard);
    }
    lines.thin_out(&mut guard, tolerance / 2.0);
    lines.write_back(arcs);
}

/// The corners of all arcs as linked lists.
struct Lines {
    points: Vec<LocalXy>,
    /// Neighbours of a corner on its arc; `None` for ends, which stay.
    neighbours: Vec<Option<(usize, usize)>>,
    next: Vec<Option<usize>>,
    arc_of: Vec<usize>,
    first: Vec<usize>,
    left_to_remove: Vec<usize>,
}

impl Lines {
    fn new<M>(arcs: &[Arc<M>]) -> Self {
        let mut lines = Self {
            points: Vec::new(),
            neighbours: Vec::new(),
            next: Vec::new(),
            arc_of: Vec::new(),
            first: Vec::new(),
            left_to_remove: Vec::new(),
        };
        for (position, arc) in arcs.iter().enumerate() {
            let closed = is_closed(&arc.points);
            let count = arc.points.len() - usize::from(closed);
            let start = lines.points.len();
            lines.first.push(start);
            lines.left_to_remove.push(if closed { count.saturating_sub(4) } else { count });
            for offset in 0..count {
                let is_end = !closed && (offset == 0 || offset + 1 == count);
                let before = start + (offset + count - 1) % count;
                let after = start + (offset + 1) % count;
                lines.points.push(arc.points[offset]);
                lines.arc_of.push(position);
                lines.neighbours.push((!is_end).then_some((before, after)));
                lines.next.push((closed || offset + 1 < count).then_some(after));
            }
        }
        lines
    }

    fn triangle(&self, corner: usize) -> Option<[LocalXy; 3]> {
        let (before, after) = self.neighbours[corner]?;
        Some([self.points[before], self.points[corner], self.points[after]])
    }

    fn thin_out(&mut self, guard: &mut Guard, tolerance: f64) {
        let mut stamp = vec![0_u32; self.points.len()];
        let mut queue: BinaryHeap<Reverse<(u32, usize, u32)>> = BinaryHeap::new();
        for corner in 0..self.points.len() {
            self.enqueue(&mut queue, corner, (0, tolerance), 0);
        }
        while let Some(Reverse((area, corner, entered))) = queue.pop() {
            let Some(triangle) = self.triangle(corner).filter(|_| stamp[corner] == entered) else { continue };
            if self.left_to_remove[self.arc_of[corner]] == 0 || !guard.is_free(triangle, corner) {
                continue;
            }
            guard.remove(corner, triangle[1]);
            for neighbour in self.unlink(corner).into_iter().flatten() {
                stamp[neighbour] += 1;
                // A corner is never smaller than what was removed beside it, or a long curve would unravel.
                self.enqueue(&mut queue, neighbour, (area, tolerance), stamp[neighbour]);
            }
        }
    }

    fn enqueue(
        &self,
        queue: &mut BinaryHeap<Reverse<(u32, usize, u32)>>,
        corner: usize,
        (at_least, tolerance): (u32, f64),
        stamp: u32,
    ) {
        if let Some(triangle) = self.triangle(corner) {
            let area = 0.5 * twice_area(triangle).abs();
            // The teeth of a saw are alike: which falls first must not hang on the last digit of their areas.
            if let Some(area) = cast::to_u32(area * STEPS_PER_SQUARE_METRE).filter(|_| area <= tolerance) {
                queue.push(Reverse((area.max(at_least), corner, stamp)));
            }
        }
    }

    /// Takes a corner out of its arc and returns its former neighbours.
    fn unlink(&mut self, corner: usize) -> Option<[usize; 2]> {
        let (before, after) = self.neighbours[corner].take()?;
        let arc = self.arc_of[corner];
        self.left_to_remove[arc] = self.left_to_remove[arc].saturating_sub(1);
        self.next[before] = Some(after);
        if let Some(links) = &mut self.neighbours[before] {
            links.1 = after;
        }
        if let Some(links) = &mut self.neighbours[after] {
            links.0 = before;
        }
        if self.first[arc] == corner {
            self.first[arc] = after;
        }
        Some([before, after])
    }

    fn relax(&mut self, guard: &mut Guard) {
        for corner in 0..self.points.len() {
            let Some([a, b, c]) = self.triangle(corner) else { continue };
            if guard.is_free([a, b, c], corner) {
                let middle = |a: f64, b: f64, c: f64| 0.25 * (a + 2.0 * b + c);
                let moved = LocalXy { x: middle(a.x, b.x, c.x), y: middle(a.y, b.y, c.y) };
                guard.shift(corner, b, moved);
                self.points[corner] = moved;
            }
        }
    }

    fn write_back<M>(&self, arcs: &mut [Arc<M>]) {
        for (arc, &first) in arcs.iter_mut().zip(&self.first) {
            let along = std::iter::successors(Some(first), |&corner| self.next[corner].filter(|&next| next != first));
            let closed = is_closed(&arc.points);
            arc.points = along.map(|corner| self.points[corner]).collect();
            if closed {
                arc.points.extend(arc.points.first().copied());
            }
        }
    }
}

fn is_closed(points: &[LocalXy]) -> bool {
    points.len() > 3 && points.first() == points.last()
}
