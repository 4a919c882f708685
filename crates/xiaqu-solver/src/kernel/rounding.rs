//! A plan from a fractional point: take the columns that are nearly whole, solve again, until all are whole.

use super::{master::Point, search::Search, tree::Decision};
use crate::error::SearchError;

/// Columns from this value on are taken together.
const NEARLY_WHOLE: f64 = 0.75;

impl Search<'_> {
    /// Looks for a plan near a point and offers it. The bans are as before afterwards.
    pub(crate) fn round(&mut self, point: &Point) -> Result<(), SearchError> {
        let mut taken: Vec<Decision> = Vec::new();
        let result = self.round_down(point.clone(), &mut taken);
        for decision in taken {
            self.bans.undo(self.stage, decision);
        }
        result
    }

    fn round_down(&mut self, mut point: Point, taken: &mut Vec<Decision>) -> Result<(), SearchError> {
        for _ in 0..self.stage.program.stations {
            if self.watch.reached().is_some() {
                return Ok(());
            }
            if let Some(columns) = point.plan() {
                self.offer(columns);
                return Ok(());
            }
            let largest = point.support.columns.iter().filter(|(_, value)| *value < 1.0 - 1e-6);
            let largest = largest.map(|(_, value)| *value).fold(0.0, f64::max);
            let least = largest.min(NEARLY_WHOLE);
            let mut fresh = 0;
            for &(column, value) in &point.support.columns {
                let decision = Decision::Take(column);
                if value >= least && (value > 0.5 + 1e-6 || fresh == 0) && !taken.contains(&decision) {
                    self.bans.apply(self.stage, decision);
                    taken.push(decision);
                    fresh += 1;
                }
            }
            let Some(next) = self.settle()? else { return Ok(()) };
            if fresh == 0 || next.unserved > 1e-6 {
                return Ok(());
            }
            point = next;
        }
        Ok(())
    }

    /// Solves the program for the columns in play, with what they need to come in.
    fn settle(&mut self) -> Result<Option<Point>, SearchError> {
        loop {
            let Some(point) = self.solve()? else { return Ok(None) };
            let certificate = self.certify(&point);
            if self.is_beyond(certificate.bound) {
                return Ok(None);
            }
            if !self.price(&certificate)? {
                return Ok(Some(point));
            }
        }
    }
}
