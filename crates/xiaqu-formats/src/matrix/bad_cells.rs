//! Problems of cells: the first few by name, the others by their number, because one wrong separator spoils them all.

use xiaqu_model::{Detail, Place, ProblemReport, e171_matrix_cell, e172_ragged_matrix_row, e176_further_bad_cells};

use crate::read::number_meant;

/// So many problems of rows and cells are named one by one.
const NAMED: usize = 20;

/// What has been found wrong in one file.
pub(super) struct BadCells<'a> {
    name: &'a str,
    found: Vec<ProblemReport>,
    further: usize,
}

impl<'a> BadCells<'a> {
    pub(super) fn new(name: &'a str) -> Self {
        Self { name, found: Vec::new(), further: 0 }
    }

    /// A cell that is no number; rows count from 1 without the header.
    pub(super) fn no_number(&mut self, row: usize, column: impl Detail, value: &str) {
        let place = self.place(row);
        self.add(|| e171_matrix_cell(place, column, value, number_meant(value)));
    }

    /// A row that is longer or shorter than the first.
    pub(super) fn ragged(&mut self, row: usize, expected: usize, found: usize) {
        let place = self.place(row);
        self.add(|| e172_ragged_matrix_row(place, expected, found));
    }

    /// Hands over what was found; whether nothing was.
    pub(super) fn finish(self, problems: &mut Vec<ProblemReport>) -> bool {
        let nothing = self.found.is_empty();
        problems.extend(self.found);
        if self.further > 0 {
            problems.push(e176_further_bad_cells(Place::table(self.name), self.further));
        }
        nothing
    }

    fn place(&self, row: usize) -> Place {
        Place::table(self.name).row(row)
    }

    fn add(&mut self, report: impl FnOnce() -> ProblemReport) {
        if self.found.len() < NAMED {
            self.found.push(report());
        } else {
            self.further += 1;
        }
    }
}
