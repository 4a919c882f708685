//! Long work in a thread of its own: the interpreter is free meanwhile, progress is heard, Ctrl-C stops the search.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread,
    time::Duration,
};

use pyo3::{exceptions::PyRuntimeError, prelude::*};
use xiaqu::{SearchControl, Stage};

/// How often signals are looked at while work goes on.
const PAUSE: Duration = Duration::from_millis(50);

/// What work tells while it goes on, and its end.
enum Said<T> {
    Progress(Progress),
    Done(T),
}

/// What is being done, how many plans were looked at, and the gap where one is known.
pub(crate) struct Progress {
    stage: String,
    plans: u64,
    gap: Option<f64>,
}

/// The worker's side: it tells its progress, and hears that it should stop.
pub(crate) struct Work {
    interrupt: Arc<AtomicBool>,
    tell: Box<dyn Fn(Progress) + Send + Sync>,
}

impl Work {
    /// The search's own flag and callback.
    pub(crate) fn control(self: &Arc<Self>) -> SearchControl {
        let work = Arc::clone(self);
        SearchControl::new(Arc::clone(&self.interrupt)).with_progress(move |progress| {
            (work.tell)(Progress {
                stage: snake_case(&format!("{:?}", progress.stage)),
                plans: progress.plans,
                gap: progress.gap,
            });
        })
    }

    /// Tells that a stage of the pipeline begins.
    pub(crate) fn stage(&self, stage: Stage) {
        (self.tell)(Progress { stage: stage.name().to_owned(), plans: 0, gap: None });
    }
}

/// `FirstPlan` as `first_plan`.
fn snake_case(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

/// Does `work` in a thread. `progress` is called with stage, plans and gap.
///
/// The first interrupt asks the work to stop and waits for what it has; the second gives it up. An exception of `progress`
/// stops it too and is raised when it has stopped.
///
/// # Errors
/// What `progress` raises; an interrupt that came twice.
pub(crate) fn watched<T: Send + 'static>(
    py: Python<'_>,
    progress: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(&Arc<Work>) -> T + Send + 'static,
) -> PyResult<T> {
    let interrupt = Arc::new(AtomicBool::new(false));
    let (sender, mut receiver) = channel();
    start(Arc::clone(&interrupt), sender, work)?;
    let mut raised: Option<PyErr> = None;
    let mut interrupted = false;
    loop {
        let (said, listening) = py.detach(move || (receiver.recv_timeout(PAUSE), receiver));
        receiver = listening;
        match said {
            Ok(Said::Done(result)) => return raised.map_or(Ok(result), Err),
            Ok(Said::Progress(told)) => {
                let (told, done) = drain(told, &receiver);
                if let (Some(callback), None) = (progress, &raised) {
                    raised = callback.call1((told.stage, told.plans, told.gap)).err();
                }
                if let Some(result) = done {
                    return raised.map_or(Ok(result), Err);
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return Err(PyRuntimeError::new_err("the work ended without result"));
            }
        }
        if let Err(signal) = py.check_signals() {
            if interrupted {
                return Err(signal);
            }
            interrupted = true;
        }
        if interrupted || raised.is_some() {
            interrupt.store(true, Ordering::SeqCst);
        }
    }
}

/// The latest of what has been told, and the result if it came with it.
fn drain<T>(mut told: Progress, receiver: &Receiver<Said<T>>) -> (Progress, Option<T>) {
    while let Ok(said) = receiver.try_recv() {
        match said {
            Said::Progress(later) => told = later,
            Said::Done(result) => return (told, Some(result)),
        }
    }
    (told, None)
}

fn start<T: Send + 'static>(
    interrupt: Arc<AtomicBool>,
    sender: Sender<Said<T>>,
    work: impl FnOnce(&Arc<Work>) -> T + Send + 'static,
) -> PyResult<()> {
    let teller = sender.clone();
    // Nobody listens any more after a second interrupt.
    let tell = Box::new(move |progress| drop(teller.send(Said::Progress(progress))));
    let body = move || {
        let result = work(&Arc::new(Work { interrupt, tell }));
        drop(sender.send(Said::Done(result)));
    };
    thread::Builder::new().name("xiaqu".to_owned()).spawn(body)?;
    Ok(())
}
