//! How a caller watches and stops a search.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use xiaqu_model::{Limit, SearchRules};

/// What a search is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Stage {
    /// Every plan is judged.
    Enumerating,
    /// A first plan is built by greedy merging and interchange.
    FirstPlan,
    /// The integer program looks for the largest number of closures.
    MostClosures,
    /// The integer program looks for the best set of centres.
    Centres,
    /// Sets of centres that tie are compared exactly.
    Ties,
    /// No plan exists: the conflicting requirements are looked for.
    Conflict,
    /// Centres are moved about for a better first answer (location models).
    Interchange,
    /// A bound is raised and sites are ruled out by it (location models).
    Bound,
    /// An integer program decides what the bound left open (location models).
    Program,
    /// Points of a frontier are found one after the other.
    Frontier,
}

/// What a search has seen so far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// What it is doing.
    pub stage: Stage,
    /// Plans judged (enumeration) or programs solved (integer program) in this stage.
    pub plans: u64,
    /// Relative gap between the best plan and the bound, where one is known.
    pub gap: Option<f64>,
}

type Callback = Arc<dyn Fn(Progress) + Send + Sync>;

/// The caller's hand on a search: a flag that stops it and a callback that hears of its progress.
#[derive(Clone, Default)]
pub struct SearchControl {
    interrupt: Arc<AtomicBool>,
    progress: Option<Callback>,
}

impl SearchControl {
    /// A search that stops soon after `interrupt` becomes true.
    pub fn new(interrupt: Arc<AtomicBool>) -> Self {
        Self { interrupt, progress: None }
    }

    /// Adds a callback; it is called from the searching thread, a few times a second at most.
    #[must_use]
    pub fn with_progress(mut self, callback: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.progress = Some(Arc::new(callback));
        self
    }

    pub(crate) fn report(&self, stage: Stage, plans: u64, gap: Option<f64>) {
        if let Some(callback) = &self.progress {
            callback(Progress { stage, plans, gap });
        }
    }
}

impl fmt::Debug for SearchControl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SearchControl").field("interrupt", &self.interrupt).finish_non_exhaustive()
    }
}

/// The caller's control together with the clock of one search. The clock decides only when to stop.
#[derive(Clone, Debug)]
pub(crate) struct Watch {
    control: SearchControl,
    deadline: Option<Instant>,
}

impl Watch {
    pub(crate) fn start(control: &SearchControl, rules: &SearchRules) -> Self {
        Self::within(control, rules.time_limit_seconds)
    }

    /// Starts the clock with a limit in seconds.
    pub(crate) fn within(control: &SearchControl, seconds: Option<f64>) -> Self {
        let limit = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        Self { control: control.clone(), deadline: limit.and_then(|limit| Instant::now().checked_add(limit)) }
    }

    /// The limit that has been reached, if any.
    pub(crate) fn reached(&self) -> Option<Limit> {
        if self.control.interrupt.load(Ordering::Relaxed) {
            return Some(Limit::Interrupt);
        }
        self.deadline.is_some_and(|deadline| Instant::now() >= deadline).then_some(Limit::Time)
    }

    /// Seconds until the time limit; `None` without one.
    pub(crate) fn seconds_left(&self) -> Option<f64> {
        self.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()).as_secs_f64())
    }

    pub(crate) fn report(&self, stage: Stage, plans: u64, gap: Option<f64>) {
        self.control.report(stage, plans, gap);
    }
}
