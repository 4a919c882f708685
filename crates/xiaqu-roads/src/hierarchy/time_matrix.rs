//! Times from every source to every target.

use xiaqu_model::TravelTime;

use super::metric::as_time;

/// Travel times, one row a source and one column a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeMatrix {
    pub(super) columns: usize,
    pub(super) times: Vec<u32>,
}

impl TimeMatrix {
    /// The time from a source to a target; `None` if there is no way, or no such source or target.
    pub fn time(&self, row: usize, column: usize) -> Option<TravelTime> {
        self.raw_row(row).get(column).copied().and_then(as_time)
    }

    /// The times of a source, in the order of targets; `None` where there is no way.
    pub fn row(&self, row: usize) -> impl ExactSizeIterator<Item = Option<TravelTime>> + '_ {
        self.raw_row(row).iter().map(|time| as_time(*time))
    }

    /// Number of sources.
    pub fn row_count(&self) -> usize {
        self.times.len().checked_div(self.columns).unwrap_or(0)
    }

    pub(super) fn raw_row(&self, row: usize) -> &[u32] {
        let start = row.saturating_mul(self.columns);
        self.times.get(start..start.saturating_add(self.columns)).unwrap_or_default()
    }
}
