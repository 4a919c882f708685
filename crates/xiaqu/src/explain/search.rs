//! Many searches under one limit, each answer repeated by the judge.

use std::{
    cell::Cell,
    time::{Duration, Instant},
};

use xiaqu_evaluate::judge;
use xiaqu_model::{AimValue, Limit, NoPlan, Plan, Problem, ProblemReport, Proof, Requirement};
use xiaqu_solver::{NearOptimal, SearchControl, SolveError, near_optimal, solve};

use super::near::{limit_of, unlisted};
use crate::Failure;

/// What one question to the search gave.
#[derive(Debug)]
pub(crate) enum Searched {
    /// The best plan; `complete` says that no part of the question was left open.
    Plan { plan: Plan, proof: Proof, complete: bool },
    /// Proved impossible; the conflict of every part of the question.
    Impossible(Vec<Vec<Requirement>>),
    /// A limit was reached before any plan was found.
    NotFound(Limit),
}

/// Asks one question after the other until the time limit of the settings, which counts for all of them together.
pub(crate) struct Searcher<'a> {
    control: &'a SearchControl,
    deadline: Option<Instant>,
    stopped: Cell<Option<Limit>>,
}

impl<'a> Searcher<'a> {
    pub(crate) fn new(problem: &Problem, control: &'a SearchControl) -> Self {
        let seconds = problem.policy.search.time_limit_seconds;
        let limit = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        let deadline = limit.and_then(|limit| Instant::now().checked_add(limit));
        Self { control, deadline, stopped: Cell::new(None) }
    }

    /// What stopped any of the searches, if anything.
    pub(crate) fn stopped(&self) -> Option<Limit> {
        self.stopped.get()
    }

    /// The best plan of one problem.
    ///
    /// # Errors
    /// If the search fails, or the judge refuses what it found.
    pub(crate) fn search(&self, mut problem: Problem) -> Result<Searched, Failure> {
        if !self.has_time(&mut problem) {
            return Ok(self.not_found(Limit::Time));
        }
        match solve(&problem, self.control) {
            Ok(outcome) => {
                accept(&problem, &outcome.plan, &outcome.proof)?;
                let limit = match &outcome.proof {
                    Proof::Stopped { limit, .. } => Some(*limit),
                    Proof::Enumerated { .. } | Proof::Optimal { .. } => None,
                };
                self.note(limit);
                Ok(Searched::Plan { plan: outcome.plan, proof: outcome.proof, complete: limit.is_none() })
            }
            Err(SolveError::NoPlan(NoPlan::NotFound(limit))) => Ok(self.not_found(limit)),
            Err(SolveError::NoPlan(NoPlan::Infeasible { conflict, .. })) => Ok(Searched::Impossible(vec![conflict])),
            Err(SolveError::Search(error)) => Err(Failure::Solver(error)),
            Err(other) => Err(Failure::Table(Box::new(other))),
        }
    }

    /// Plans near the best one; a limit that was reached before any was found, or nothing where the county is too large
    /// for a list.
    ///
    /// # Errors
    /// If the search fails.
    pub(crate) fn near(
        &self,
        mut problem: Problem,
        percent: f64,
        most_plans: usize,
    ) -> Result<Result<NearOptimal, Option<Limit>>, Failure> {
        if !self.has_time(&mut problem) {
            self.note(Some(Limit::Time));
            return Ok(Err(Some(Limit::Time)));
        }
        match near_optimal(&problem, percent, most_plans, self.control) {
            Ok(found) => {
                self.note(limit_of(&found));
                Ok(Ok(found))
            }
            Err(error) => {
                let limit = unlisted(error)?;
                self.note(limit);
                Ok(Err(limit))
            }
        }
    }

    /// Gives the problem what is left of the time; false where nothing is left.
    fn has_time(&self, problem: &mut Problem) -> bool {
        let Some(deadline) = self.deadline else { return true };
        let left = deadline.saturating_duration_since(Instant::now());
        problem.policy.search.time_limit_seconds = Some(left.as_secs_f64());
        !left.is_zero()
    }

    /// The best plan of several problems that together are one question; ties go to the plan that comes first.
    ///
    /// # Errors
    /// As [`Self::search`].
    pub(crate) fn best_of(&self, problems: Vec<Problem>) -> Result<Searched, Failure> {
        let mut best: Option<(Plan, Proof)> = None;
        let (mut reasons, mut limit) = (Vec::new(), None);
        for problem in problems {
            match self.search(problem)? {
                Searched::Plan { plan, proof, complete } => {
                    if !complete {
                        limit = self.stopped();
                    }
                    let is_better = best.as_ref().is_none_or(|(least, known)| {
                        (objectives(&proof), plan.groups()) < (objectives(known), least.groups())
                    });
                    if is_better {
                        best = Some((plan, proof));
                    }
                }
                Searched::Impossible(conflicts) => reasons.extend(conflicts),
                Searched::NotFound(stop) => limit = Some(stop),
            }
        }
        Ok(match (best, limit) {
            (Some((plan, proof)), limit) => Searched::Plan { plan, proof, complete: limit.is_none() },
            (None, Some(limit)) => Searched::NotFound(limit),
            (None, None) => Searched::Impossible(reasons),
        })
    }

    fn note(&self, limit: Option<Limit>) {
        // An interrupt says more than a time limit: nothing after it was studied.
        if self.stopped.get() != Some(Limit::Interrupt) && limit.is_some() {
            self.stopped.set(limit);
        }
    }

    fn not_found(&self, limit: Limit) -> Searched {
        self.note(Some(limit));
        Searched::NotFound(limit)
    }
}

/// Values in the order in which the aims count.
fn objectives(proof: &Proof) -> Vec<AimValue> {
    proof.aims().iter().map(|proved| proved.objective).collect()
}

/// A plan counts only if the judge accepts it and finds the values that the search claims.
fn accept(problem: &Problem, plan: &Plan, proof: &Proof) -> Result<(), Failure> {
    let judgement = judge(problem, plan);
    let mut faults: Vec<String> =
        judgement.violations.iter().map(|found| ProblemReport::code(found).to_owned()).collect();
    let wrong = proof.aims().iter().filter(|proved| judgement.value(proved.aim) != proved.objective);
    faults.extend(wrong.map(|proved| proved.aim.name().to_owned()));
    if faults.is_empty() { Ok(()) } else { Err(Failure::Contradiction(faults.join(", "))) }
}
