//! What the kernel answers: one aim, several in a stated order, or all plans within a value (FORMULATION 4.28).

use std::collections::BTreeMap;

use xiaqu_model::{Limit, StationIx};

use super::{
    completion::Guard,
    evaluate::ValuedPlan,
    first::first_of_best,
    index::FunctionalIx,
    levels::{Level, levels_of},
    program::Program,
    reduced::Reduced,
    search::{Effort, Ending, Goal, Search, Settings, Ties},
    stage::{Dominated, Stage},
    triples::Triple,
};
use crate::{control::Watch, error::SearchError};

/// A best plan with its proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Best {
    pub(crate) plan: ValuedPlan,
    /// Whether no plan of the same values comes before it in the order of columns.
    pub(crate) is_first: bool,
    pub(crate) effort: Effort,
}

/// What is known when a limit stops a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stopped {
    pub(crate) incumbent: Option<ValuedPlan>,
    /// Position of the aim at which it stopped; the aims before it are proved.
    pub(crate) aim: usize,
    /// No plan that is best in the aims before is below in this aim; `None` if nothing is known.
    pub(crate) bound: Option<i128>,
    pub(crate) reason: Reason,
    pub(crate) effort: Effort,
}

/// Why a search ended before its proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    Limit(Limit),
    /// The plan is within the gap that was asked for.
    WithinGap,
}

impl Reason {
    /// The limit; a search that was asked for no gap has no other reason.
    pub(crate) fn limit(self) -> Limit {
        match self {
            Self::Limit(limit) => limit,
            Self::WithinGap => Limit::Effort,
        }
    }
}

/// An answer of the kernel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Best(Best),
    /// Proved.
    Infeasible(Effort),
    Stopped(Stopped),
}

/// Plans within a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Within {
    /// By value of the functional, then by columns.
    pub(crate) plans: Vec<ValuedPlan>,
    /// Whether these are all.
    pub(crate) complete: bool,
    pub(crate) stopped: Option<Limit>,
    pub(crate) effort: Effort,
}

/// The plan of the least value of one functional; of several the first in the order of columns. Tests ask so.
///
/// # Errors
///
/// If the linear solver fails.
#[cfg(test)]
pub(crate) fn minimise(
    program: &Program,
    functional: FunctionalIx,
    incumbent: Option<ValuedPlan>,
    watch: &Watch,
) -> Result<Answer, SearchError> {
    minimise_in_order(program, &[functional], incumbent, (watch, Settings::default()))
}

/// The plan that is best in the first aim, among those in the second, and so on; the last tie is broken by the order of
/// columns. There must be an aim; an incumbent must cover every station once and is valued anew.
///
/// # Errors
///
/// If the linear solver fails.
pub(crate) fn minimise_in_order(
    program: &Program,
    aims: &[FunctionalIx],
    incumbent: Option<ValuedPlan>,
    (watch, settings): (&Watch, Settings),
) -> Result<Answer, SearchError> {
    let mut order = InOrder {
        reduced: Reduced::new(program),
        watch,
        settings,
        limits: BTreeMap::new(),
        best: incumbent.and_then(|plan| program.value(plan.columns)).filter(|plan| program.keeps_limits(plan)),
        effort: Effort::default(),
        guards: Vec::new(),
        sets: Vec::new(),
        cuts: Vec::new(),
    };
    if program.impossible {
        return Ok(Answer::Infeasible(order.effort));
    }
    for (aim, &functional) in aims.iter().enumerate() {
        if let Some(answer) = order.fix(aim, functional)? {
            return Ok(answer);
        }
    }
    order.first(aims)
}

struct InOrder<'a> {
    /// Columns in some plan that is best in the aims so far.
    reduced: Reduced<'a>,
    watch: &'a Watch,
    settings: Settings,
    /// Aims fixed so far.
    limits: BTreeMap<FunctionalIx, i128>,
    best: Option<ValuedPlan>,
    effort: Effort,
    guards: Vec<Guard>,
    /// Sets of stations whose levels mattered, and cuts.
    sets: Vec<Box<[StationIx]>>,
    cuts: Vec<Triple>,
}

impl InOrder<'_> {
    fn stage(&self, functional: FunctionalIx) -> Stage<'_> {
        Stage::new(self.reduced.program(), functional, &self.limits, Dominated::Leave)
    }

    /// A search that starts with what the aims before it brought to light.
    fn search<'b>(&'b self, stage: &'b Stage<'b>, goal: Goal) -> Result<Search<'b>, SearchError> {
        let mut search = Search::new(stage, (self.watch, self.settings), goal)?;
        search.guards.clone_from(&self.guards);
        for level in levels_of(stage, &self.sets).into_iter().filter(Level::matters) {
            search.master.add_level(stage, level)?;
        }
        self.cuts.iter().try_for_each(|&cut| search.master.add_triple(stage, cut))?;
        Ok(search)
    }

    fn add_effort(&mut self, effort: Effort) {
        self.effort.nodes += effort.nodes;
        self.effort.linear_solves += effort.linear_solves;
        self.effort.columns = self.effort.columns.max(effort.columns);
        self.effort.levels = self.effort.levels.max(effort.levels);
        self.effort.cuts = self.effort.cuts.max(effort.cuts);
        self.effort.status = effort.status;
    }

    /// Finds the least value of an aim and makes it a limit; an answer if the search ends here.
    fn fix(&mut self, aim: usize, functional: FunctionalIx) -> Result<Option<Answer>, SearchError> {
        let stage = self.stage(functional);
        let mut search = self.search(&stage, Goal::Least)?;
        if let Some(best) = &self.best {
            search.ceiling = Some(best.values[functional] - 1);
            search.found = vec![best.clone()];
        }
        let ending = search.run(Vec::new())?;
        let found = search.found.first().cloned();
        let effort = search.effort();
        let bound = search.bound_of_open().filter(|_| search.root.is_some());
        let value = found.as_ref().map(|plan| plan.values[functional]);
        let beyond = value.map(|value| search.beyond(value)).unwrap_or_default();
        let guard = value.and_then(|value| search.guard(value));
        let sets = search.master.levels.table.iter().map(|level| level.stations.clone()).collect();
        let cuts = search.master.triples.table.iter().copied().collect();
        drop(search);
        drop(stage);
        (self.sets, self.cuts) = (sets, cuts);
        self.guards.extend(guard);
        self.add_effort(effort);
        let is_proved = bound.zip(value).is_some_and(|(bound, value)| bound >= value);
        if let Some(reason) = ending.reason().filter(|_| !is_proved) {
            let bound = bound.map(|bound| value.map_or(bound, |value| bound.min(value)));
            let incumbent = found.map(|plan| self.reduced.original(plan));
            let effort = self.effort.clone();
            return Ok(Some(Answer::Stopped(Stopped { incumbent, aim, bound, reason, effort })));
        }
        let Some(mut plan) = found else { return Ok(Some(Answer::Infeasible(self.effort.clone()))) };
        self.limits.insert(functional, plan.values[functional]);
        self.reduced.leave_out(&beyond, &mut plan, &mut self.guards);
        self.best = Some(plan);
        Ok(None)
    }

    /// Of the best plans the first in the order of columns.
    fn first(mut self, aims: &[FunctionalIx]) -> Result<Answer, SearchError> {
        let (Some(&last), Some(mut witness)) = (aims.last(), self.best.clone()) else {
            return Ok(Answer::Infeasible(self.effort));
        };
        let mut is_first = false;
        if self.settings.ties == Ties::First {
            let ceiling = self.limits.remove(&last);
            let stage = self.stage(last);
            let mut search = self.search(&stage, Goal::First)?;
            search.ceiling = ceiling;
            is_first = first_of_best(&mut search, &mut witness)?;
            let effort = search.effort();
            drop(search);
            drop(stage);
            self.add_effort(effort);
        }
        let plan = self.reduced.original(witness);
        Ok(Answer::Best(Best { plan, is_first, effort: self.effort }))
    }
}

/// Every plan whose value of a functional is at most `at_most`, unless there are more than `most_plans`.
///
/// # Errors
///
/// If the linear solver fails.
pub(crate) fn all_within(
    program: &Program,
    functional: FunctionalIx,
    (at_most, most_plans): (i128, usize),
    (watch, settings): (&Watch, Settings),
) -> Result<Within, SearchError> {
    if program.impossible {
        return Ok(Within { plans: Vec::new(), complete: true, stopped: None, effort: Effort::default() });
    }
    let stage = Stage::new(program, functional, &BTreeMap::new(), Dominated::Stay);
    let mut search = Search::new(&stage, (watch, settings), Goal::All(most_plans))?;
    search.ceiling = Some(at_most);
    let ending = search.run(Vec::new())?;
    let effort = search.effort();
    let mut plans = search.found;
    plans.sort_by(|one, other| (one.values[functional], &one.columns).cmp(&(other.values[functional], &other.columns)));
    let stopped = if let Ending::Stopped(limit) = ending { Some(limit) } else { None };
    Ok(Within { plans, complete: ending == Ending::Exhausted, stopped, effort })
}
