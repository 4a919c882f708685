//! What the kernel answers: one aim, several in a stated order, or all plans within a value (FORMULATION 4.28).

use std::collections::BTreeMap;

use xiaqu_model::{IxVec, Limit, StationIx};

use super::{
    completion::Guard,
    evaluate::ValuedPlan,
    index::{ColumnIx, FunctionalIx},
    levels::{Level, levels_of},
    program::Program,
    search::{Effort, Ending, Goal, Search, Settings},
    stage::{Dominated, Stage},
    tree::Decision,
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
    pub(crate) limit: Limit,
    pub(crate) effort: Effort,
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
        program,
        watch,
        settings,
        limits: BTreeMap::new(),
        out: IxVec::from_fn(program.columns.len(), |_| false),
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
    program: &'a Program,
    watch: &'a Watch,
    settings: Settings,
    /// Aims fixed so far.
    limits: BTreeMap<FunctionalIx, i128>,
    /// Columns in no plan that is best in the aims so far.
    out: IxVec<ColumnIx, bool>,
    best: Option<ValuedPlan>,
    effort: Effort,
    guards: Vec<Guard>,
    /// Sets of stations whose levels mattered, and cuts.
    sets: Vec<Box<[StationIx]>>,
    cuts: Vec<Triple>,
}

impl InOrder<'_> {
    fn stage(&self, functional: FunctionalIx, dominated: Dominated) -> Stage<'_> {
        Stage::new(self.program, functional, (&self.limits, Some(&self.out)), dominated)
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
        let stage = self.stage(functional, Dominated::Leave);
        let mut search = self.search(&stage, Goal::Least)?;
        if let Some(best) = &self.best {
            search.ceiling = Some(best.values[functional] - 1);
            search.found = vec![best.clone()];
        }
        let ending = search.run(Vec::new())?;
        let found = search.found.first().cloned();
        let effort = search.effort();
        let bound = search.open.iter().map(|node| node.bound).min().map(|bound| search.value(bound));
        let known = search.root.is_some();
        let beyond = found.as_ref().map(|plan| search.beyond(plan.values[functional]));
        let guard = found.as_ref().and_then(|plan| search.guard(plan.values[functional]));
        let sets = search.master.levels.table.iter().map(|level| level.stations.clone()).collect();
        let cuts = search.master.triples.table.iter().copied().collect();
        drop(search);
        drop(stage);
        (self.sets, self.cuts) = (sets, cuts);
        self.guards.extend(guard);
        self.add_effort(effort);
        self.best.clone_from(&found);
        if let Ending::Stopped(limit) = ending {
            let least = found.as_ref().map(|plan| plan.values[functional]);
            let bound = bound.filter(|_| known).map(|bound| least.map_or(bound, |least| bound.min(least)));
            let effort = self.effort.clone();
            return Ok(Some(Answer::Stopped(Stopped { incumbent: found, aim, bound, limit, effort })));
        }
        let Some(plan) = found else { return Ok(Some(Answer::Infeasible(self.effort.clone()))) };
        self.limits.insert(functional, plan.values[functional]);
        beyond.into_iter().flatten().for_each(|column| self.out[column] = true);
        Ok(None)
    }

    /// Of the best plans the first in the order of columns.
    fn first(mut self, aims: &[FunctionalIx]) -> Result<Answer, SearchError> {
        let (Some(&last), Some(mut witness)) = (aims.last(), self.best.clone()) else {
            return Ok(Answer::Infeasible(self.effort));
        };
        let ceiling = self.limits.remove(&last);
        let stage = self.stage(last, Dominated::Leave);
        let mut search = self.search(&stage, Goal::First)?;
        search.ceiling = ceiling;
        let mut is_first = !matches!(search.run(Vec::new())?, Ending::Stopped(_));
        search.eliminate();
        match search.first_in_order(self.settings.first_work * (self.program.stations + 100)) {
            Ok(first) if is_first => witness = first.unwrap_or(witness),
            _ => is_first = is_first && first_of_tied(&mut search, &mut witness)?,
        }
        let effort = search.effort();
        drop(search);
        drop(stage);
        self.add_effort(effort);
        Ok(Answer::Best(Best { plan: witness, is_first, effort: self.effort }))
    }
}

/// Lists the plans that tie and takes the first; if there are many, looks for it station by station. Whether it got to
/// the end.
fn first_of_tied(search: &mut Search<'_>, witness: &mut ValuedPlan) -> Result<bool, SearchError> {
    search.goal = Goal::All(search.settings.tied_most);
    search.found.clear();
    let ending = search.run(Vec::new())?;
    let tied = std::mem::take(&mut search.found);
    search.goal = Goal::First;
    match ending {
        Ending::Stopped(_) => Ok(false),
        Ending::Enough => first_by_search(search, witness),
        Ending::Exhausted => {
            if let Some(first) = tied.into_iter().min_by(|one, other| one.columns.cmp(&other.columns)) {
                *witness = first;
            }
            Ok(true)
        }
    }
}

/// Station by station, tries every column that comes before that of the best plan known; whether it got to the end.
fn first_by_search(search: &mut Search<'_>, witness: &mut ValuedPlan) -> Result<bool, SearchError> {
    let stage = search.stage;
    let mut prefix: Vec<Decision> = Vec::new();
    let mut position = 0;
    while let Some(&column) = witness.columns.get(position) {
        let Some(&station) = stage.program.columns[column].members.first() else { break };
        for &decision in &prefix {
            search.bans.apply(stage, decision);
        }
        let choices = search.bans.choices(station).filter(|&other| other < column && search.fits_bounds(other));
        let earlier: Vec<ColumnIx> = choices.collect();
        for &decision in &prefix {
            search.bans.undo(stage, decision);
        }
        let mut taken = column;
        for other in earlier {
            let mut decisions = prefix.clone();
            decisions.push(Decision::Take(other));
            search.found.clear();
            if let Ending::Stopped(_) = search.run(decisions)? {
                return Ok(false);
            }
            if let Some(better) = search.found.pop() {
                *witness = better;
                taken = other;
                break;
            }
        }
        prefix.push(Decision::Take(taken));
        position += 1;
    }
    Ok(true)
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
    let stage = Stage::new(program, functional, (&BTreeMap::new(), None), Dominated::Stay);
    let mut search = Search::new(&stage, (watch, settings), Goal::All(most_plans))?;
    search.ceiling = Some(at_most);
    let ending = search.run(Vec::new())?;
    let effort = search.effort();
    let mut plans = search.found;
    plans.sort_by(|one, other| (one.values[functional], &one.columns).cmp(&(other.values[functional], &other.columns)));
    let stopped = if let Ending::Stopped(limit) = ending { Some(limit) } else { None };
    Ok(Within { plans, complete: ending == Ending::Exhausted, stopped, effort })
}
