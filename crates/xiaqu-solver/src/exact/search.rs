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
    kernel::{Answer, Effort, FunctionalIx, Reason, Settings, Stopped, Ties, ValuedPlan, minimise_in_order},
    rules::Rules,
};

/// Plans that may be excluded one by one before the search gives up its proof.
const EXCLUSIONS: usize = 200;

/// Stations up to which the busiest station is searched for over whole plans; beyond, its tables would be too large.
const STAFFED_UP_TO: usize = 128;

pub(super) type Searched<T> = Result<Result<T, Limit>, SearchError>;

/// The best plan with its proof; `None` if there is none.
pub(crate) fn search_exact(problem: &Problem, watch: &Watch) -> Searched<Option<Found>> {
    let rules = Rules::all(problem);
    let mut search = ExactSearch::new(problem, &rules, watch);
    search.gap = problem.policy.search.gap;
    let mut order = problem.policy.order();
    while let Some(first) = order.first() {
        if *first == Aim::BusiestStation && problem.stations.len() <= STAFFED_UP_TO {
            return search.busiest_first(&order);
        }
        let sums = order.iter().take_while(|aim| search.county.is_sum(**aim)).count();
        let part: Vec<Aim> = order.drain(..sums.max(1)).collect();
        let step = match part.as_slice() {
            [aim] if sums == 0 => search.minimise_lazily(*aim)?,
            aims => search.minimise_sums(aims)?,
        };
        match step {
            // Aims that are sums end with the first of the plans that tie; after one that is none it has to be looked for.
            Step::Proved if sums == 0 && order.is_empty() => {
                if let Step::Stopped(Reason::Limit(limit)) = search.any_plan()? {
                    return Ok(search.stopped(limit));
                }
            }
            Step::Proved => {}
            Step::Infeasible => return Ok(Ok(None)),
            Step::Stopped(Reason::Limit(limit)) => return Ok(search.stopped(limit)),
            Step::Stopped(Reason::WithinGap) => break,
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
        Step::Stopped(reason) => Err(reason.limit()),
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
        Step::Stopped(reason) => Err(reason.limit()),
    })
}

/// What the kernel is asked.
pub(super) struct Asked<'a> {
    /// Aims that are sums, in their order.
    pub(super) aims: &'a [Aim],
    /// A further row, before all others.
    pub(super) row: Option<ExtraRow>,
    pub(super) ties: Ties,
    /// Relative gap at which an aim may be left.
    pub(super) gap: f64,
}

impl<'a> Asked<'a> {
    /// The first of the plans that are best in some aims.
    pub(super) fn of(aims: &'a [Aim]) -> Self {
        Self { aims, row: None, ties: Ties::First, gap: 0.0 }
    }
}

/// How a step of the search ended.
pub(super) enum Step {
    Proved,
    Infeasible,
    Stopped(Reason),
}

/// One search: the county, the limits so far, and the best plan under them.
pub(super) struct ExactSearch<'a> {
    pub(super) county: County<'a>,
    pub(super) watch: &'a Watch,
    /// Relative gap at which the aim under way may be left.
    pub(super) gap: f64,
    /// Limits of the rules, and aims that are fixed.
    pub(super) limits: Vec<(Aim, AimValue)>,
    pub(super) lazy: LazyRows,
    pub(super) best: Option<ValuedPlan>,
    pub(super) proved: Vec<ProvedAim>,
    pub(super) nodes: u64,
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
            gap: 0.0,
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
        let asked = Asked { gap: self.gap, ..Asked::of(aims) };
        let answer = self.solve(&asked, |made| aims.iter().filter_map(|&aim| made.row(aim)).collect())?;
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
                Ok(Step::Stopped(stopped.reason))
            }
        }
    }

    /// Any plan under the limits; it becomes the best.
    pub(super) fn any_plan(&mut self) -> Result<Step, SearchError> {
        let answer = self.solve(&Asked::of(&[]), |made| vec![made.nothing()])?;
        Ok(self.take(answer))
    }

    pub(super) fn take(&mut self, answer: Solved) -> Step {
        match answer {
            Solved::Infeasible => Step::Infeasible,
            Solved::Best(plan, _) => {
                self.best = Some(plan);
                Step::Proved
            }
            Solved::Stopped(stopped, _) => Step::Stopped(stopped.reason),
        }
    }

    /// The kernel's answer for some rows, plans beyond limits on aims that are no sums excluded one after another.
    pub(super) fn solve(
        &mut self,
        asked: &Asked<'_>,
        rows: impl Fn(&Made) -> Vec<FunctionalIx>,
    ) -> Result<Solved, SearchError> {
        loop {
            let mut answer = self.solve_once(asked, &rows)?;
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
    fn solve_once(
        &mut self,
        asked: &Asked<'_>,
        rows: impl Fn(&Made) -> Vec<FunctionalIx>,
    ) -> Result<Solved, SearchError> {
        let mut extra: Vec<ExtraRow> = asked.row.iter().cloned().collect();
        extra.extend(self.lazy.rows(&self.county, &self.limits));
        let made = self.county.program(asked.aims, &self.limits, &extra);
        let rows = rows(&made);
        let start = self.best.as_ref().and_then(|plan| made.program.value(plan.columns.clone()));
        let settings = (self.watch, Settings { gap: asked.gap, ties: asked.ties, ..Settings::default() });
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

    /// Whether a value is as close to a bound as was asked for.
    pub(super) fn is_near_enough(&self, value: AimValue, bound: AimValue) -> bool {
        self.gap > 0.0 && value.gap_to(bound) <= self.gap
    }

    fn count(&mut self, effort: &Effort) {
        self.nodes += effort.nodes;
        self.programs += effort.linear_solves;
    }

    pub(super) fn status(&self) -> String {
        format!("exact search, {} nodes, {} linear programs", self.nodes, self.programs)
    }

    fn proved(self) -> Option<Found> {
        let groups = self.county.groups(self.best.as_ref()?);
        let left = self.proved.last().is_some_and(|aim| !aim.is_proved());
        let status = self.status() + if left { ", left within the gap asked for" } else { "" };
        Some((groups, Proof::Optimal { status, aims: self.proved }))
    }

    pub(super) fn stopped(self, limit: Limit) -> Result<Option<Found>, Limit> {
        let Some(plan) = &self.best else { return Err(limit) };
        let groups = self.county.groups(plan);
        Ok(Some((groups, Proof::Stopped { status: self.status(), aims: self.proved, limit })))
    }
}

/// What the kernel answers, with the rows of the aims asked for.
pub(super) enum Solved {
    Best(ValuedPlan, Vec<FunctionalIx>),
    Infeasible,
    Stopped(Stopped, Vec<FunctionalIx>),
}

/// The end of a search that would have to exclude more plans one by one than it tries.
fn effort_spent(rows: Vec<FunctionalIx>) -> Solved {
    let (aim, bound, reason) = (0, None, Reason::Limit(Limit::Effort));
    Solved::Stopped(Stopped { incumbent: None, aim, bound, reason, effort: Effort::default() }, rows)
}

/// The strictest of some limits on an aim.
pub(super) fn strictest(limits: &[(Aim, AimValue)], aim: Aim) -> Option<AimValue> {
    limits.iter().filter(|(other, _)| *other == aim).map(|(_, most)| *most).min()
}
