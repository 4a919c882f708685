//! The search by integer program: exact in spite of a solver that counts in floating point (FORMULATION 4.6, 4.7).

use std::collections::BTreeSet;

use xiaqu_model::{
    Aim, AimValue, Group, Index, Limit, Problem, Proof, ProvedAim, StationIx,
    cast::{to_i64, wide_to_f64},
};

use super::master::{Master, MasterAim};
use crate::{
    assignment::{Strength, assign},
    backend::{Backend as _, Ending, Limits, Report, choose, solve_watched},
    columns::{Column, build_columns},
    control::{Stage, Watch},
    enumeration::Found,
    error::SearchError,
    incumbent::first_plan,
    response::DemandTable,
    rules::Rules,
};

/// The value of all stations open becomes so many units of the objective.
const UNITS: f64 = 1e6;

/// Two values closer than this many units (one millionth) are compared in whole numbers, not by the solver.
const WINDOW: f64 = 1.0;

/// The best plan by integer program; `None` if the solver proves that there is none.
pub(crate) fn search_integer_program(
    problem: &Problem,
    watch: &Watch,
) -> Result<Result<Option<Found>, Limit>, SearchError> {
    let rules = Rules::all(problem);
    if !rules.limits.is_empty() || !is_supported(problem) {
        return Err(SearchError::AimsNeedKernel);
    }
    let columns = build_columns(problem, &rules);
    let mut search = Search {
        problem,
        watch,
        rules,
        columns,
        demand: DemandTable::new(problem, true),
        best: None,
        tied: Vec::new(),
        cuts: Vec::new(),
        bound: None,
        status: String::new(),
        nodes: Some(0),
    };
    let stopped = match search.run()? {
        Ok(true) => None,
        Ok(false) => return Ok(Ok(None)),
        Err(limit) => Some(limit),
    };
    Ok(search.finish(stopped))
}

struct Search<'a> {
    problem: &'a Problem,
    watch: &'a Watch,
    rules: Rules,
    columns: Vec<Column>,
    demand: DemandTable,
    best: Option<AimValue>,
    /// Sets of centres of the best value found.
    tied: Vec<BTreeSet<StationIx>>,
    /// Sets of centres seen, and so excluded from the program.
    cuts: Vec<BTreeSet<StationIx>>,
    /// What the solver proved of all plans, cuts or not.
    bound: Option<AimValue>,
    /// The solver's last words.
    status: String,
    /// Nodes of all programs together; `None` once one of them did not say.
    nodes: Option<u64>,
}

impl Search<'_> {
    /// Whether there is a plan; the best sets of centres are then in `tied`.
    fn run(&mut self) -> Result<Result<bool, Limit>, SearchError> {
        self.watch.report(Stage::FirstPlan, 0, None);
        self.take_first_plan();
        if self.problem.policy.aims.first() == Some(&Aim::MostClosures) {
            match self.fix_most_closures()? {
                Ok(true) => {}
                other => return Ok(other),
            }
        }
        loop {
            self.watch.report(Stage::Centres, count(self.cuts.len()), self.gap());
            let scale = (wide_to_f64(self.least().0) / UNITS).max(1e-6);
            let report = match self.solve(MasterAim::Response { scale })? {
                Ok(report) => report,
                Err(limit) => return Ok(Err(limit)),
            };
            if report.ending == Ending::Infeasible {
                self.bound = self.best;
                return Ok(Ok(self.best.is_some()));
            }
            let beyond = self.best.is_some_and(|best| report.bound > self.units(best, scale) + WINDOW);
            self.learn(&report, scale)?;
            if report.ending == Ending::Limit {
                return Ok(Err(self.watch.reached().unwrap_or(Limit::Time)));
            }
            if beyond {
                self.bound = self.best;
                return Ok(Ok(true));
            }
            if self.problem.policy.search.gap > 0.0 && self.best.is_some() {
                return Ok(Ok(true));
            }
        }
    }

    fn solve(&mut self, aim: MasterAim) -> Result<Result<Report, Limit>, SearchError> {
        let Self { problem, rules, columns, demand, .. } = &*self;
        let model = Master { problem, rules, columns, demand }.model(aim, &self.cuts);
        let gap = if aim == MasterAim::Closures { 0.0 } else { self.problem.policy.search.gap };
        let limits = Limits { seconds: None, gap, seed: self.problem.policy.search.seed };
        let backend = choose(problem.policy.search.backend)?;
        let answer = solve_watched(&backend, model, limits, self.watch)?;
        if let Ok(report) = &answer {
            self.status.clone_from(&report.status);
            self.nodes = self.nodes.zip(report.nodes).map(|(before, now)| before + now);
        } else {
            self.status = format!("{} left without a report", backend.capabilities().name);
            self.nodes = None;
        }
        Ok(answer)
    }

    /// First aim "most closures": finds how many, then allows no other number.
    fn fix_most_closures(&mut self) -> Result<Result<bool, Limit>, SearchError> {
        self.watch.report(Stage::MostClosures, 0, None);
        let report = match self.solve(MasterAim::Closures)? {
            Ok(report) => report,
            Err(limit) => return Ok(Err(limit)),
        };
        if report.ending == Ending::Infeasible {
            return Ok(Ok(false));
        }
        if report.ending == Ending::Limit {
            return Ok(Err(self.watch.reached().unwrap_or(Limit::Time)));
        }
        let chosen = report.values.as_deref().unwrap_or_default().iter().zip(&self.columns);
        let closures: u32 = chosen.filter(|(value, _)| **value > 0.5).map(|(_, column)| column.closures).sum();
        if -f64::from(closures) > report.bound + 0.5 {
            return Err(SearchError::Contradiction { claimed: report.bound, found: -f64::from(closures) });
        }
        self.rules.closures_min = Some(closures);
        self.rules.closures_max = Some(closures);
        self.best = None;
        self.tied.clear();
        self.take_first_plan();
        Ok(Ok(true))
    }

    fn take_first_plan(&mut self) {
        let Some(chosen) = first_plan(self.problem, &self.rules, &self.columns, &self.demand, self.watch) else {
            return;
        };
        self.remember(self.bases_of(chosen.into_iter()));
    }

    /// The stations that no chosen column closes.
    fn bases_of(&self, chosen: impl Iterator<Item = usize>) -> BTreeSet<StationIx> {
        let closed: BTreeSet<StationIx> =
            chosen.filter_map(|j| self.columns.get(j)).flat_map(|column| column.closed.iter().copied()).collect();
        self.problem.stations.indices().filter(|station| !closed.contains(station)).collect()
    }

    /// The value of a set of bases; `None` if a village is beyond its ceiling.
    fn value(&self, bases: &BTreeSet<StationIx>) -> Option<AimValue> {
        Some(self.demand.mean(&self.demand.arrivals(|station| bases.contains(&station))?))
    }

    fn least(&self) -> AimValue {
        self.demand.least(Aim::MeanSecondArrival).unwrap_or(AimValue(0))
    }

    /// Takes in the solver's bound and its plan, whose centres are excluded from now on.
    fn learn(&mut self, report: &Report, scale: f64) -> Result<(), SearchError> {
        if report.values.is_some() {
            let centres = self.centres(report);
            if let Some(value) = self.value(&centres) {
                self.check(report, self.units(value, scale))?;
            }
            self.remember(centres.clone());
            self.cuts.push(centres);
        }
        // The program excludes what was seen before, so only the lesser of the two holds for all plans.
        let proved = to_i64(((report.bound - WINDOW) * scale).floor()).unwrap_or(0).max(0);
        let bound = AimValue(self.least().0 + i128::from(proved));
        self.bound = Some(self.best.map_or(bound, |best| bound.min(best)));
        Ok(())
    }

    /// A solver that claims a proof must give a plan of the value it claims.
    fn check(&self, report: &Report, found: f64) -> Result<(), SearchError> {
        let gap = self.problem.policy.search.gap.max(0.0) * found;
        let agrees =
            found >= report.bound - WINDOW && (report.ending != Ending::Proved || found <= report.bound + gap + WINDOW);
        if agrees { Ok(()) } else { Err(SearchError::Contradiction { claimed: report.bound, found }) }
    }

    fn centres(&self, report: &Report) -> BTreeSet<StationIx> {
        let values = report.values.as_deref().unwrap_or_default();
        let y = values.iter().skip(self.columns.len()).take(self.problem.stations.len());
        y.enumerate().filter(|(_, value)| **value > 0.5).map(|(c, _)| StationIx::from_position(c)).collect()
    }

    /// Keeps a set of bases if no better one is known, by its value in whole numbers.
    fn remember(&mut self, bases: BTreeSet<StationIx>) {
        let Some(value) = self.value(&bases) else { return };
        if self.best.is_none_or(|best| value < best) {
            self.best = Some(value);
            self.tied.clear();
        }
        if self.best == Some(value) && !self.tied.contains(&bases) {
            self.tied.push(bases);
        }
    }

    fn units(&self, value: AimValue, scale: f64) -> f64 {
        wide_to_f64(value.0.saturating_sub(self.least().0)) / scale
    }

    fn gap(&self) -> Option<f64> {
        Some(self.best?.gap_to(self.bound?))
    }

    /// The solver's last words and the nodes of all its programs.
    fn status_with_nodes(&self) -> String {
        let status = &self.status;
        let nodes = self.nodes.filter(|_| !status.is_empty());
        nodes.map_or_else(|| status.clone(), |nodes| format!("{status}, {nodes} nodes"))
    }

    /// The best groups of the tied sets of centres, and the proof.
    fn finish(&self, mut stopped: Option<Limit>) -> Result<Option<Found>, Limit> {
        self.watch.report(Stage::Ties, count(self.tied.len()), self.gap());
        let Some(objective) = self.best else { return stopped.map_or(Ok(None), Err) };
        let mut best: Option<(u128, u64, Vec<Group>)> = None;
        let (stations, strength) = (self.problem.stations.len(), Strength::of(self.problem, &self.rules));
        for bases in &self.tied {
            let Some(found) = assign(&self.columns, stations, bases, strength, self.watch) else { continue };
            stopped = stopped.or(found.stopped);
            let chosen: Vec<&Column> = found.columns.iter().filter_map(|&j| self.columns.get(j)).collect();
            let disruption = chosen.iter().map(|column| column.disruption).sum();
            let mut groups: Vec<Group> = chosen.iter().filter_map(|column| column.group.clone()).collect();
            groups.sort();
            let candidate = (found.access, disruption, groups);
            if best.as_ref().is_none_or(|best| candidate < *best) {
                best = Some(candidate);
            }
        }
        let Some((access, disruption, groups)) = best else { return Ok(None) };
        let bound = self.bound.unwrap_or_else(|| self.least()).min(objective);
        let exact = |aim, value| ProvedAim { aim, objective: AimValue(value), bound: AimValue(value) };
        let mut aims = Vec::new();
        if self.problem.policy.aims.first() == Some(&Aim::MostClosures) {
            aims.push(exact(Aim::MostClosures, -groups.iter().map(|group| group.closures() as i128).sum::<i128>()));
        }
        aims.push(ProvedAim { aim: Aim::MeanSecondArrival, objective, bound });
        let status = self.status_with_nodes();
        if let Some(limit) = stopped {
            return Ok(Some((groups, Proof::Stopped { aims, limit, status })));
        }
        aims.push(exact(Aim::Access, i128::try_from(access).unwrap_or(i128::MAX)));
        aims.push(exact(Aim::Disruption, i128::from(disruption)));
        Ok(Some((groups, Proof::Optimal { aims, status })))
    }
}

/// Whether the whole program knows the aims: response, after closures or not.
fn is_supported(problem: &Problem) -> bool {
    let aims = problem.policy.order();
    let first = usize::from(aims.first() == Some(&Aim::MostClosures));
    aims.get(first..) == Some(&Aim::FOLLOWING[..])
}

fn count(number: usize) -> u64 {
    number as u64
}
