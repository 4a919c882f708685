//! Why no plan came back.

use xiaqu_model::{Limit, NoPlan, SolverBackend};

/// Why [`crate::solve()`] returned no plan.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SolveError {
    /// There is no plan, or none was found in time: an answer, not a failure.
    #[error("{}", no_plan_text(.0))]
    NoPlan(NoPlan),
    /// The search itself failed.
    #[error(transparent)]
    Search(#[from] SearchError),
}

/// A failure of the search: a limit of the program or of a solver, never a property of the county.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SearchError {
    /// Enumeration keeps sets of stations in 128 bits.
    #[error("enumeration takes at most 128 stations, not `{stations}`; use the integer program")]
    TooManyStations {
        /// Stations of the county.
        stations: usize,
    },
    /// The whole program knows the mean second arrival, after closures or not, and no limits on aims.
    #[error("the whole integer program cannot follow these aims or limits; use `search.engine = \"auto\"`")]
    AimsNeedKernel,
    /// A frontier has two or three different aims.
    #[error("a frontier takes two or three different aims, not these `{count}`")]
    FrontierAims {
        /// Aims that were given.
        count: usize,
    },
    /// A share that is no share.
    #[error("`{percent}` per cent is no share of the best value: 0 to 1000")]
    Percent {
        /// What was given.
        percent: f64,
    },
    /// Only enumeration lists every plan up to a value of this aim.
    #[error(
        "plans near the best in this aim are listed by enumeration, which does not take these `{stations}` stations\n  \
         hint: raise `search.enumerate_up_to`, set `search.engine` to `auto`, or put another aim first"
    )]
    ListNeedsEnumeration {
        /// Stations of the county.
        stations: usize,
    },
    /// A search ended without a limit and without a proof of every aim.
    #[error("the search ended without a proof of every aim")]
    Unproved,
    /// The solver that was asked for is not part of this build.
    #[error(
        "the solver `{wanted}` is not compiled in (this build has {})\n  hint: set `search.backend` to one that is, or build \
         with `--features {wanted}`",
        names_of(.available)
    )]
    NotCompiledIn {
        /// What was asked for.
        wanted: SolverBackend,
        /// What this build has.
        available: Vec<SolverBackend>,
    },
    /// The first aim is no sum, or aims have limits: the whole program cannot say either.
    #[error(
        "no integer program can be written for these aims\n  hint: leave `[limits]` out, and begin `merge.aims` with one of \
         most_closures, mean_second_arrival, one_off_cost, access, disruption"
    )]
    NotWritable,
    /// The solver refused the model or ended without an answer.
    #[error("the solver ended with `{status}`")]
    Backend {
        /// The solver's own words.
        status: String,
    },
    /// The solver claims a proof that its own plan contradicts.
    #[error("the solver claims `{claimed}` but gives a plan of `{found}`")]
    Contradiction {
        /// What it claims, in units of its objective.
        claimed: f64,
        /// What its plan is worth.
        found: f64,
    },
    /// The solver's thread could not be started or ended early.
    #[error("the solver's thread ended without a report")]
    Thread(#[source] Option<std::io::Error>),
    /// Two engines contradict each other: a defect of this program.
    #[error("the search and the study of conflicts disagree on whether a plan exists")]
    Disagreement,
}

impl From<Limit> for SolveError {
    fn from(limit: Limit) -> Self {
        Self::NoPlan(NoPlan::NotFound(limit))
    }
}

fn names_of(backends: &[SolverBackend]) -> String {
    let names: Vec<String> = backends.iter().map(|backend| format!("`{backend}`")).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

fn no_plan_text(no_plan: &NoPlan) -> &'static str {
    match no_plan {
        NoPlan::Infeasible { .. } => "no plan obeys all requirements",
        NoPlan::NotFound(Limit::Time) => "no plan was found within the time limit",
        NoPlan::NotFound(Limit::Effort) => "no plan was found within the plans that are tried",
        NoPlan::NotFound(Limit::Interrupt) => "the search was interrupted before a plan was found",
    }
}
