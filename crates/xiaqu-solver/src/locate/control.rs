//! Limits of a search for locations.

use crate::control::{SearchControl, Watch};

/// What a search for locations must keep to.
///
/// ```
/// use xiaqu_solver::locate::LocateControl;
/// let control = LocateControl { time_limit_seconds: Some(2.0), ..LocateControl::default() };
/// assert_eq!(control.threads, 1);
/// ```
#[derive(Clone, Debug)]
pub struct LocateControl {
    /// The caller's flag and callback.
    pub search: SearchControl,
    /// Seconds after which the best found so far is returned; `None` is no limit.
    pub time_limit_seconds: Option<f64>,
    /// Relative gap, (objective - bound) / objective, at which the search may stop; 0 asks for the optimum.
    pub gap: f64,
    /// Seed of random choices.
    pub seed: u64,
    /// Threads; the result does not depend on them.
    pub threads: usize,
}

impl Default for LocateControl {
    /// No limit, gap 0, seed 1, one thread.
    fn default() -> Self {
        Self { search: SearchControl::default(), time_limit_seconds: None, gap: 0.0, seed: 1, threads: 1 }
    }
}

impl LocateControl {
    /// Starts the clock.
    pub(crate) fn watch(&self) -> Watch {
        Watch::within(&self.search, self.time_limit_seconds)
    }
}
