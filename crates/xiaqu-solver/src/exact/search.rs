//! The aims of a county one after another (FORMULATION 4.32), and questions of possibility.

use std::collections::BTreeSet;

use xiaqu_model::{Aim, AimValue, Group, Limit, Problem, Proof, ProvedAim, StationIx};

use super::{
    build::{County, ExtraRow, Made},
    lazy::LazyRows,
};
use crate::{
    control::{Stage, Watch},
    enumeration::Found,
    error::SearchError,
    kernel::{Answer, Effort, FunctionalIx, Settings, Stopped, ValuedPlan, minimise_in_order},
    rules::Rules,
};

/// Plans that may be excluded one by one before the search gives up its proof.
const EXCLUSIONS: usize = 200;

type Searched<T> = Result<Result<T, Limit>, SearchError>;

/// The best plan with its proof; `None` if there is none.
pub(crate) fn search_exact(problem: &Problem, watch: &Watch) -> Searched<Option<Found>> {
    let rules = Rules::all(problem);
    let mut search = ExactSearch::new(problem, &rules, watch);
    let mut order = problem.policy.order();
    while !order.is_empty() {
        let sums = order.iter().take_while(|aim| search.county.is_sum(**aim)).count();
        let part: Vec<Aim> = order.drain(..sums.max(1)).collect();
        let step = match part.as_slice() {
            [aim] if sums == 0 => search.minimise_lazily(*aim)?,
            aims => search.minimise_sums(aims)?,
        };
        match step {
            Step::Proved => {}
            Step::Infeasible => return Ok(Ok(None)),
            Step::Stopped(limit) => return Ok(search.stopped(limit)),
        }
    }
    Ok(Ok(search.proved()))
}

/// The bases of any plan under some rules; `None` if there is none.
pub(crate) fn any_bases(problem: &Problem, rules: &Rules, watch: &Watch) -> Searched<Option<BTreeSet<StationIx>>> {
    let mut search = ExactSearch::new(problem, rules, watch);
    Ok(match search.any_plan()? {
        Step::Proved => {
            let groups = search.best.as_ref().map(|plan| search.county.groups(plan));
            Ok(groups.map(|groups| groups.iter().flat_map(Group::bases).collect()))
        }
        Step::Infeasible => Ok(None),
        Step::Stopped(limit) => Err(limit),
    })
}

/// The most closures under some rules; `None` if there is no plan.
pub(crate) fn most_closures(problem: &Problem, rules: &Rules, watch: &Watch) -> Searched<Option<u32>> {
    let mut search = ExactSearch::new(problem, rules, watch);
    Ok(match search.minimise_sums(&[Aim::MostClosures])? {
        Step::Proved => {
            let closures = search.proved.first().map(|aim| -aim.objective.0);
            Ok(closures.and_then(|closures| u32::try_from(closures).ok()))
        }
        Step::Infeasible => Ok(None),
        Step::Stopped(limit) => Err(limit),
    })
}

/// How a step of the search ended.
enum Step {
    Proved,
    Infeasible,
    Stopped(Limit),
}

/// One search: the county, the limits so far, and the best plan under them.
struct ExactSearch<'a> {
    county: County<'a>,
    watch: &'a Watch,
    /// Limits of the rules, and aims that are fixed.
    limits: Vec<(Aim, AimValue)>,
    lazy: LazyRows,
    best: Option<ValuedPlan>,
    proved: Vec<ProvedAim>,
    nodes: u64,
    programs: u64,
}

impl<'a> ExactSearch<'a> {
    fn new(problem: &'a Problem, rules: &'a Rules, watch: &'a Watch) -> Self {
        let mut county = County::new(problem, rules);
        let latest = strictest(&rules.limits, Aim::WorstVillage);
        if let Some(AimValue(latest)) = latest {
            county.within(Some(u32::try_from(latest.max(0)).unwrap_or(u32::MAX)));
        }
        Self {
            county,
            watch,
            limits: rules.limits.clone(),
            lazy: LazyRows::default(),
            best: None,
            proved: Vec::new(),
            nodes: 0,
            programs: 0,
        }
    }

    /// Aims that are sums, in their order.
    fn minimise_sums(&mut self, aims: &[Aim]) -> Result<Step, SearchError> {
        self.watch.report(Stage::Centres, self.nodes, None);
        let answer = self.solve(aims, |made| aims.iter().filter_map(|&aim| made.row(aim)).collect())?;
        let value = |plan: &ValuedPlan, rows: &[FunctionalIx], position: usize| {
            AimValue(rows.get(position).map_or(i128::MAX, |&row| plan.values[row]))
        };
        match answer {
            Solved::Infeasible => Ok(Step::Infeasible),
            Solved::Best(plan, rows) => {
                for (position, &aim) in aims.iter().enumerate() {
                    let objective = value(&plan, &rows, position);
                    self.proved.push(ProvedAim { aim, objective, bound: objective });
                    self.limits.push((aim, objective));
                }
                self.best = Some(plan);
                Ok(Step::Proved)
            }
            Solved::Stopped(stopped, rows) => {
                let known = stopped.incumbent.clone();
                if let Some(plan) = &known {
                    for (position, &aim) in aims.iter().enumerate().take(stopped.aim + 1) {
                        let objective = value(plan, &rows, position);
                        let open = position == stopped.aim;
                        let bound = if open { AimValue(stopped.bound.unwrap_or(i128::MIN)) } else { objective };
                        let bound = bound.max(self.county.least_value(aim)).min(objective);
                        self.proved.push(ProvedAim { aim, objective, bound });
                    }
                }
                self.best = known.or_else(|| self.best.take());
                Ok(Step::Stopped(stopped.limit))
            }
        }
    }

    /// Any plan under the limits; it becomes the best.
    fn any_plan(&mut self) -> Result<Step, SearchError> {
        let answer = self.solve(&[], |made| vec![made.nothing()])?;
        Ok(self.take(answer))
    }

    fn take(&mut self, answer: Solved) -> Step {
        match answer {
            Solved::Infeasible => Step::Infeasible,
            Solved::Best(plan, _) => {
                self.best = Some(plan);
                Step::Proved
            }
            Solved::Stopped(stopped, _) => Step::Stopped(stopped.limit),
        }
    }

    /// An aim that is no sum: plans are asked for that are better than the best so far, until there is none.
    fn minimise_lazily(&mut self, aim: Aim) -> Result<Step, SearchError> {
        if self.best.is_none() {
            match self.first_plan(aim)? {
                Step::Proved => {}
                other => return Ok(other),
            }
        }
        let mut bound = self.county.least_value(aim);
        let step = if aim == Aim::WorstVillage { self.halve(&mut bound)? } else { self.descend(aim, &mut bound)? };
        let Some(plan) = &self.best else { return Ok(Step::Infeasible) };
        let objective = self.county.value(aim, plan);
        let bound = if matches!(step, Step::Proved) { objective } else { bound.min(objective) };
        self.proved.push(ProvedAim { aim, objective, bound });
        self.limits.push((aim, objective));
        Ok(step)
    }

    /// A plan to start from: the best by mean response, which is good in every aim of this kind.
    fn first_plan(&mut self, aim: Aim) -> Result<Step, SearchError> {
        let aims = [if aim == Aim::RunningCost { Aim::MostClosures } else { Aim::MeanSecondArrival }];
        let answer = self.solve(&aims, |made| aims.iter().filter_map(|&aim| made.row(aim)).collect())?;
        if let Solved::Stopped(Stopped { incumbent: Some(plan), .. }, _) = &answer {
            self.best = Some(plan.clone());
        }
        Ok(self.take(answer))
    }

    /// The latest arrival, by halving the list of arrivals that there are (FORMULATION 4.33).
    fn halve(&mut self, bound: &mut AimValue) -> Result<Step, SearchError> {
        let times = self.county.demand.distinct_times();
        let least = *bound;
        let mut low = times.partition_point(|&time| i128::from(time) < least.0);
        let found = self.best.as_ref().map_or(least, |plan| self.county.value(Aim::WorstVillage, plan));
        let mut high = times.partition_point(|&time| i128::from(time) < found.0);
        while low < high {
            let middle = usize::midpoint(low, high);
            let Some(&time) = times.get(middle) else { break };
            self.limit_arrivals(Some(time));
            let kept = self.best.take();
            match self.any_plan()? {
                Step::Proved => {
                    let reached = self.best.as_ref().map(|plan| self.county.value(Aim::WorstVillage, plan));
                    high = reached.map_or(middle, |reached| times.partition_point(|&t| i128::from(t) < reached.0));
                }
                Step::Infeasible => {
                    low = middle + 1;
                    self.best = kept;
                }
                Step::Stopped(limit) => {
                    self.best = kept;
                    *bound = times.get(low).map_or(least, |&time| AimValue(i128::from(time)));
                    self.limit_arrivals(None);
                    return Ok(Step::Stopped(limit));
                }
            }
        }
        self.limit_arrivals(times.get(high).copied());
        Ok(Step::Proved)
    }

    /// Lets no village wait longer; weights of classes are then of another list and start anew.
    fn limit_arrivals(&mut self, latest: Option<u32>) {
        self.county.within(latest);
        self.lazy.forget_tails();
    }

    /// Better and better plans until there is none (FORMULATION 4.34, 4.35). The guide of the worst tenth is a value that
    /// every plan has at least, so its least value is a bound for all plans better than the best so far.
    fn descend(&mut self, aim: Aim, bound: &mut AimValue) -> Result<Step, SearchError> {
        let fixed = self.limits.len();
        loop {
            let Some(best) = self.best.clone() else { return Ok(Step::Infeasible) };
            let value = self.county.value(aim, &best);
            if aim == Aim::WorstTenth {
                self.lazy.add_tail(&self.county, &best);
            }
            if *bound >= value {
                return Ok(Step::Proved);
            }
            self.limits.push((aim, AimValue(value.0 - 1)));
            let answer = self.improve(aim, bound)?;
            self.limits.truncate(fixed);
            match answer {
                Solved::Best(plan, _) => self.best = Some(plan),
                Solved::Infeasible => return Ok(Step::Proved),
                Solved::Stopped(stopped, _) => return Ok(Step::Stopped(stopped.limit)),
            }
        }
    }

    /// A plan within the limits, if there is one; the bound rises on the way.
    fn improve(&mut self, aim: Aim, bound: &mut AimValue) -> Result<Solved, SearchError> {
        let start = self.best.take();
        let answer = loop {
            let answer = self.solve_once(&[], Made::guide)?;
            let Solved::Best(plan, rows) = &answer else { break answer };
            if aim == Aim::WorstTenth
                && let Some(&row) = rows.first()
            {
                *bound = (*bound).max(AimValue(plan.values[row]));
            }
            if !self.lazy.exclude(&self.county, plan, &self.limits) {
                break answer;
            }
            if self.lazy.exclusions() > EXCLUSIONS {
                break effort_spent(rows.clone());
            }
        };
        self.best = start;
        Ok(answer)
    }

    /// The kernel's answer for some rows, plans beyond limits on aims that are no sums excluded one after another.
    fn solve(&mut self, aims: &[Aim], rows: impl Fn(&Made) -> Vec<FunctionalIx>) -> Result<Solved, SearchError> {
        loop {
            let mut answer = self.solve_once(aims, &rows)?;
            match &mut answer {
                Solved::Infeasible => return Ok(answer),
                Solved::Best(plan, rows) => {
                    if !self.lazy.exclude(&self.county, plan, &self.limits) {
                        return Ok(answer);
                    }
                    if self.lazy.exclusions() > EXCLUSIONS {
                        return Ok(effort_spent(std::mem::take(rows)));
                    }
                }
                Solved::Stopped(stopped, _) => {
                    let plan = stopped.incumbent.take();
                    stopped.incumbent = plan.filter(|plan| !self.lazy.exclude(&self.county, plan, &self.limits));
                    return Ok(answer);
                }
            }
        }
    }

    /// The kernel's answer under the rows that are known.
    fn solve_once(&mut self, aims: &[Aim], rows: impl Fn(&Made) -> Vec<FunctionalIx>) -> Result<Solved, SearchError> {
        let extra: Vec<ExtraRow> = self.lazy.rows(&self.county, &self.limits);
        let made = self.county.program(aims, &self.limits, &extra);
        let rows = rows(&made);
        let start = self.best.as_ref().and_then(|plan| made.program.value(plan.columns.clone()));
        let settings = (self.watch, Settings::default());
        Ok(match minimise_in_order(&made.program, &rows, start, settings)? {
            Answer::Infeasible(effort) => {
                self.count(&effort);
                Solved::Infeasible
            }
            Answer::Best(best) => {
                self.count(&best.effort);
                Solved::Best(best.plan, rows)
            }
            Answer::Stopped(stopped) => {
                self.count(&stopped.effort);
                Solved::Stopped(stopped, rows)
            }
        })
    }

    fn count(&mut self, effort: &Effort) {
        self.nodes += effort.nodes;
        self.programs += effort.linear_solves;
    }

    fn status(&self) -> String {
        format!("exact search, {} nodes, {} linear programs", self.nodes, self.programs)
    }

    fn proved(self) -> Option<Found> {
        let groups = self.county.groups(self.best.as_ref()?);
        Some((groups, Proof::Optimal { status: self.status(), aims: self.proved }))
    }

    fn stopped(self, limit: Limit) -> Result<Option<Found>, Limit> {
        let Some(plan) = &self.best else { return Err(limit) };
        let groups = self.county.groups(plan);
        Ok(Some((groups, Proof::Stopped { status: self.status(), aims: self.proved, limit })))
    }
}

/// What the kernel answers, with the rows of the aims asked for.
enum Solved {
    Best(ValuedPlan, Vec<FunctionalIx>),
    Infeasible,
    Stopped(Stopped, Vec<FunctionalIx>),
}

/// The end of a search that would have to exclude more plans one by one than it tries.
fn effort_spent(rows: Vec<FunctionalIx>) -> Solved {
    let (aim, bound, limit) = (0, None, Limit::Effort);
    Solved::Stopped(Stopped { incumbent: None, aim, bound, limit, effort: Effort::default() }, rows)
}

/// The strictest of some limits on an aim.
pub(super) fn strictest(limits: &[(Aim, AimValue)], aim: Aim) -> Option<AimValue> {
    limits.iter().filter(|(other, _)| *other == aim).map(|(_, most)| *most).min()
}
