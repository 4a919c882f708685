//! The compact program (FORMULATION 4.8): groups of any size without columns. Only asks what is possible.

use std::collections::{BTreeMap, BTreeSet};

use good_lp::{Constraint, Expression, ProblemVariables, Variable, constraint, variable, variables};
use xiaqu_model::{IxVec, Limit, Problem, StationIx, cast::count_to_f64};

use crate::{
    backend::{Ending, Limits, Model, choose, solve_watched},
    columns::AccessTable,
    control::Watch,
    error::SearchError,
    response::DemandTable,
    rules::Rules,
};

/// What the compact program asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CompactAim {
    /// Any plan.
    AnyPlan,
    /// The plan with the fewest centres.
    FewestCentres,
}

/// The centres of a plan that obeys the rules; `None` if the solver proves that there is none.
pub(crate) fn solve_compact(
    problem: &Problem,
    rules: &Rules,
    aim: CompactAim,
    watch: &Watch,
) -> Result<Result<Option<BTreeSet<StationIx>>, Limit>, SearchError> {
    let backend = choose(problem.policy.search.backend)?;
    let (model, y) = Compact::new(problem, rules).finish(aim);
    let limits = Limits { seconds: None, gap: 0.0, seed: problem.policy.search.seed };
    let report = match solve_watched(&backend, model, limits, watch)? {
        Ok(report) => report,
        Err(limit) => return Ok(Err(limit)),
    };
    match (report.ending, report.values) {
        (Ending::Infeasible, _) => Ok(Ok(None)),
        (Ending::Proved, Some(values)) => {
            let chosen = y.iter().filter(|(_, position)| values.get(*position).is_some_and(|value| *value > 0.5));
            Ok(Ok(Some(chosen.map(|(c, _)| *c).collect())))
        }
        (Ending::Limit, _) => Ok(Err(watch.reached().unwrap_or(Limit::Time))),
        (Ending::Proved, None) => Err(SearchError::Backend { status: report.status }),
    }
}

/// m(s, c): station s belongs to the group of centre c; m(c, c) says that c is a centre (y of the master).
struct Compact<'a> {
    problem: &'a Problem,
    rules: &'a Rules,
    variables: ProblemVariables,
    constraints: Vec<Constraint>,
    m: BTreeMap<(StationIx, StationIx), Variable>,
    /// Positions of m(c, c).
    y: Vec<(StationIx, usize)>,
}

impl<'a> Compact<'a> {
    fn new(problem: &'a Problem, rules: &'a Rules) -> Self {
        let mut compact = Self {
            problem,
            rules,
            variables: variables!(),
            constraints: Vec::new(),
            m: BTreeMap::new(),
            y: Vec::new(),
        };
        compact.add_memberships();
        compact.add_partition();
        compact.add_demands();
        if rules.group_size_max.is_none_or(|size| size > 2) {
            compact.add_connection();
        }
        compact.add_counts();
        if rules.response_limits {
            compact.add_ceilings();
        }
        compact
    }

    fn add_memberships(&mut self) {
        let access = AccessTable::new(self.problem, self.rules.response_limits);
        let stations = &self.problem.stations;
        for c in stations.indices() {
            for s in stations.indices() {
                let may_join = stations[s].duty.may_close() && stations[c].duty.may_merge();
                let near = match self.rules.group_size_max {
                    Some(0 | 1) => false,
                    Some(2) => self.problem.adjacency.is_adjacent(s, c),
                    _ => true,
                };
                if s == c {
                    self.y.push((c, self.m.len()));
                }
                if s == c || (may_join && near && access.of(c, s).is_some()) {
                    let name = format!("m{s:?}{c:?}");
                    self.m.insert((s, c), self.variables.add(variable().binary().name(name)));
                }
            }
        }
    }

    /// Sum of m(s, c) over some pairs.
    fn sum(&self, pairs: impl Fn(StationIx, StationIx) -> bool) -> Expression {
        self.m.iter().filter(|&(&(s, c), _)| pairs(s, c)).map(|(_, &m)| m).sum()
    }

    fn y(&self, c: StationIx) -> Expression {
        self.sum(|s, centre| s == c && centre == c)
    }

    fn add(&mut self, constraint: Constraint, number: &str) {
        self.constraints.push(constraint.set_name(number.to_owned()));
    }

    fn add_partition(&mut self) {
        for station in self.problem.stations.indices() {
            let cover = self.sum(|s, _| s == station);
            self.add(constraint!(cover == 1.0), "(4.9)");
        }
        for (&(s, c), &m) in &self.m.clone() {
            if s != c {
                let open = self.y(c);
                self.add(constraint!(m - open <= 0.0), "(4.10)");
            }
        }
        if let Some(size) = self.rules.group_size_max {
            for c in self.problem.stations.indices() {
                let members = self.sum(|_, centre| centre == c) - f64::from(size) * self.y(c);
                self.add(constraint!(members <= 0.0), "(4.11)");
            }
        }
    }

    fn add_demands(&mut self) {
        for &station in &self.rules.must_merge {
            let alone = self.y(station) - self.sum(|s, c| c == station && s != station);
            self.add(constraint!(alone <= 0.0), "(4.12)");
        }
        for &(one, other) in &self.rules.must_merge_pairs {
            for centre in self.problem.stations.indices() {
                let apart = self.sum(|s, c| c == centre && s == one) - self.sum(|s, c| c == centre && s == other);
                self.add(constraint!(apart == 0.0), "(4.13)");
            }
        }
    }

    /// Every member draws one unit from its centre over adjacent members.
    fn add_connection(&mut self) {
        let stations: Vec<StationIx> = self.problem.stations.indices().collect();
        let capacity = count_to_f64(stations.len());
        for &c in &stations {
            let mut balance: IxVec<StationIx, Expression> = IxVec::from_fn(stations.len(), |_| Expression::default());
            let mut inflow: IxVec<StationIx, Expression> = IxVec::from_fn(stations.len(), |_| Expression::default());
            for &from in stations.iter().filter(|&&from| self.m.contains_key(&(from, c))) {
                for to in self.problem.adjacency.neighbours(from).filter(|&to| to != c) {
                    if self.m.contains_key(&(to, c)) {
                        let flow = self.variables.add(variable().min(0.0));
                        balance[to] += flow;
                        balance[from] -= flow;
                        inflow[to] += flow;
                    }
                }
            }
            for &s in stations.iter().filter(|&&s| s != c) {
                if let Some(&m) = self.m.get(&(s, c)) {
                    let (drawn, entering) = (std::mem::take(&mut balance[s]), std::mem::take(&mut inflow[s]));
                    self.add(constraint!(drawn - m == 0.0), "(4.14)");
                    self.add(constraint!(entering - capacity * m <= 0.0), "(4.15)");
                }
            }
        }
    }

    fn add_counts(&mut self) {
        let stations = count_to_f64(self.problem.stations.len());
        let most = self.rules.closures_min.map(|min| stations - f64::from(min));
        for limit in [most, self.rules.centres_max.map(f64::from)].into_iter().flatten() {
            let centres = self.sum(|s, c| s == c);
            self.add(constraint!(centres <= limit), "(4.3)");
        }
        if let Some(max) = self.rules.closures_max {
            let centres = self.sum(|s, c| s == c);
            self.add(constraint!(centres >= stations - f64::from(max)), "(4.3)");
        }
    }

    fn add_ceilings(&mut self) {
        for class in DemandTable::new(self.problem).classes {
            let bases: BTreeSet<StationIx> = class.bases.iter().map(|&(_, base)| base).collect();
            let near = self.sum(|s, c| s == c && bases.contains(&c));
            self.add(constraint!(near >= 1.0), "(4.5)");
        }
    }

    fn finish(self, aim: CompactAim) -> (Model, Vec<(StationIx, usize)>) {
        let objective = match aim {
            CompactAim::AnyPlan => Expression::default(),
            CompactAim::FewestCentres => self.sum(|s, c| s == c),
        };
        let Self { variables, constraints, y, .. } = self;
        (Model { variables, objective, constraints }, y)
    }
}
