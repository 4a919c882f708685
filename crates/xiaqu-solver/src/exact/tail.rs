//! The worst tenth by thresholds (FORMULATION 4.34): for a fixed threshold it is a sum.

use xiaqu_model::{Aim, AimValue};

use super::{
    build::ExtraRow,
    search::{Asked, ExactSearch, Solved, Step},
};
use crate::{
    error::SearchError,
    kernel::{Reason, Ties},
};

/// Thresholds from one arrival of the list to another, both included.
#[derive(Clone, Copy, Debug)]
struct Interval {
    first: usize,
    last: usize,
    /// No plan whose threshold is in it is below.
    bound: AimValue,
}

impl ExactSearch<'_> {
    /// Finds the least worst tenth. Of every plan better than the best its own threshold, the arrival at which the tenth
    /// is full, lies in some interval; an interval is done when no plan is better even by the sum that bounds it.
    pub(super) fn search_thresholds(&mut self, bound: &mut AimValue) -> Result<Step, SearchError> {
        let times = self.county.demand.distinct_times();
        let least = *bound;
        let mut open: Vec<Interval> = Vec::new();
        if let Some(own) = self.own_threshold(&times) {
            open = around(own, times.len(), least);
        }
        while let Some(interval) = open.pop() {
            let Some(value) = self.best_tenth() else { return Ok(Step::Infeasible) };
            *bound = open.iter().map(|other| other.bound).min().map_or(value, |other| other.min(value));
            *bound = interval.bound.min(*bound);
            if self.is_near_enough(value, *bound) {
                return Ok(Step::Stopped(Reason::WithinGap));
            }
            if interval.bound >= value {
                continue;
            }
            match self.within_interval(&times, interval, value)? {
                Solved::Infeasible => {}
                Solved::Stopped(stopped, _) => return Ok(Step::Stopped(stopped.reason)),
                Solved::Best(plan, rows) => {
                    let sum = rows.first().map_or(least, |&row| AimValue(plan.values[row]));
                    if self.county.value(Aim::WorstTenth, &plan) < value {
                        self.best = Some(plan);
                    }
                    open.extend(split(interval, sum));
                }
            }
        }
        *bound = self.best_tenth().unwrap_or(least);
        Ok(Step::Proved)
    }

    fn best_tenth(&self) -> Option<AimValue> {
        self.best.as_ref().map(|plan| self.county.value(Aim::WorstTenth, plan))
    }

    /// Position of the threshold of the best plan.
    fn own_threshold(&self, times: &[u32]) -> Option<usize> {
        let threshold = self.county.threshold(self.best.as_ref()?)?;
        Some(times.partition_point(|&time| time < threshold))
    }

    /// The plan of the least sum that bounds the plans of an interval, if it is below `value`.
    fn within_interval(
        &mut self,
        times: &[u32],
        interval: Interval,
        AimValue(value): AimValue,
    ) -> Result<Solved, SearchError> {
        let time = |position: usize| times.get(position).copied().unwrap_or(0);
        let row = ExtraRow::Waits { from: time(interval.first), to: time(interval.last), at_most: value - 1 };
        self.solve_afresh(&Asked { row: Some(row), ties: Ties::Any, ..Asked::of(&[]) })
    }
}

/// The threshold of a good plan alone, to be looked at first, and ever wider intervals away from it.
fn around(own: usize, count: usize, bound: AimValue) -> Vec<Interval> {
    let mut intervals = Vec::new();
    let mut width = 1;
    let mut end = own;
    while end > 0 {
        let first = end.saturating_sub(width);
        intervals.push(Interval { first, last: end - 1, bound });
        (end, width) = (first, 2 * width);
    }
    let (mut start, mut width) = (own + 1, 1);
    while start < count {
        let last = (start + width).min(count) - 1;
        intervals.push(Interval { first: start, last, bound });
        (start, width) = (last + 1, 2 * width);
    }
    intervals.reverse();
    intervals.push(Interval { first: own, last: own, bound });
    intervals
}

/// What is left to look at of an interval whose least sum is known. A single threshold is looked at again: its sum is
/// exact, so that its plan has become the best.
fn split(interval: Interval, bound: AimValue) -> Vec<Interval> {
    let Interval { first, last, .. } = interval;
    let middle = usize::midpoint(first, last);
    if first == last {
        return vec![Interval { first, last, bound }];
    }
    vec![Interval { first, last: middle, bound }, Interval { first: middle + 1, last, bound }]
}
