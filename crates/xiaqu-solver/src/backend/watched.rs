//! A backend in a thread of its own, watched: HiGHS does not always keep its time limit and cannot be interrupted.

use std::{
    sync::mpsc::{RecvTimeoutError, channel},
    thread,
    time::Duration,
};

use xiaqu_model::Limit;

use super::{Backend, Limits, Model, Report};
use crate::{control::Watch, error::SearchError};

/// How often the watch looks at the flag and the clock.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Minimises a model until it is done or a limit is reached, whichever is first.
///
/// After a limit the thread is left behind; it ends at the backend's own time limit or with the program.
pub(crate) fn solve_watched(
    backend: &(impl Backend + Clone),
    model: Model,
    mut limits: Limits,
    watch: &Watch,
) -> Result<Result<Report, Limit>, SearchError> {
    if let Some(limit) = watch.reached() {
        return Ok(Err(limit));
    }
    limits.seconds = watch.seconds_left();
    let (sender, receiver) = channel();
    let worker = backend.clone();
    let job = move || {
        // Nobody listens any more after a limit; the report is then dropped.
        let _ = sender.send(worker.solve(model, limits));
    };
    thread::Builder::new().name("solver".to_owned()).spawn(job).map_err(|error| SearchError::Thread(Some(error)))?;
    // The backend has its own clock; half a second more lets it hand over what it has.
    let grace = Duration::from_millis(500);
    let mut late = Duration::ZERO;
    loop {
        match receiver.recv_timeout(LOOK_EVERY) {
            Ok(report) => return report.map(Ok),
            Err(RecvTimeoutError::Disconnected) => return Err(SearchError::Thread(None)),
            Err(RecvTimeoutError::Timeout) => match watch.reached() {
                Some(Limit::Interrupt) => return Ok(Err(Limit::Interrupt)),
                Some(Limit::Time) if late >= grace => return Ok(Err(Limit::Time)),
                Some(Limit::Time) => late += LOOK_EVERY,
                Some(Limit::Effort) | None => {}
            },
        }
    }
}
