//! The points of all lines, numbered one line after the other, on the county's plane.

use std::ops::Range;

use rayon::prelude::*;
use xiaqu_model::{LocalFrame, LocalXy};

use crate::{
    RoadError, RoadLine,
    joined::{joined, share_of_thread},
};

/// The vertices of lines. Each line has two or more, and as many nodes as points if it has nodes.
pub(super) struct Vertices<'a> {
    pub(super) lines: &'a [RoadLine],
    /// Vertices before each line, and their number at the end.
    starts: Vec<usize>,
    local: Vec<LocalXy>,
}

impl<'a> Vertices<'a> {
    pub(super) fn of(lines: &'a [RoadLine], frame: &LocalFrame) -> Result<Self, RoadError> {
        let mut starts = Vec::with_capacity(lines.len() + 1);
        let mut count = 0;
        for line in lines {
            starts.push(count);
            let points = line.points.len();
            if points < 2 || line.osm_nodes.as_ref().is_some_and(|nodes| nodes.len() != points) {
                return Err(RoadError::BadPoints { id: line.id.to_string() });
            }
            count += points;
        }
        starts.push(count);
        let mut vertices = Self { lines, starts, local: Vec::new() };
        vertices.local = vertices.by_lines(|line| {
            let points = lines.get(line).map(|line| line.points.iter()).unwrap_or_default();
            points.map(|point| frame.to_local(*point))
        });
        Ok(vertices)
    }

    pub(super) const fn len(&self) -> usize {
        self.local.len()
    }

    /// The numbers of a line's vertices.
    pub(super) fn of_line(&self, line: usize) -> Range<usize> {
        self.starts.get(line).zip(self.starts.get(line + 1)).map_or(0..0, |(start, end)| *start..*end)
    }

    /// Where the vertices of a line are on the plane.
    pub(super) fn local(&self, line: usize) -> &[LocalXy] {
        self.local.get(self.of_line(line)).unwrap_or_default()
    }

    /// What `make` gives for each line, in the order of lines; the lines of each thread side by side.
    pub(super) fn by_lines<T: Send, I: IntoIterator<Item = T>>(&self, make: impl Fn(usize) -> I + Sync) -> Vec<T> {
        let count = share_of_thread(self.lines.len());
        let starts: Vec<usize> = (0..self.lines.len()).step_by(count).collect();
        let some = |start: usize| -> Vec<T> {
            let lines = start..self.lines.len().min(start + count);
            lines.flat_map(&make).collect()
        };
        joined(starts.into_par_iter().map(some).collect())
    }
}
