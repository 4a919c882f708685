//! The master program: set partitioning by columns, and nearest response in radius form.

use std::collections::{BTreeMap, BTreeSet};

use good_lp::{Constraint, Expression, Variable, constraint, variable, variables};
use xiaqu_model::{
    Index as _, IxVec, Problem, StationIx,
    cast::{count_to_f64, sum_to_f64},
};

use crate::{backend::Model, columns::Column, response::DemandTable, rules::Rules};

/// What the master minimises.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum MasterAim {
    /// The number of centres: the most closures (FORMULATION 3.1).
    Centres,
    /// The first aim beyond all stations open, divided by this scale (FORMULATION 3.2).
    Response {
        /// One unit of the objective in thousandths of a call times milliseconds.
        scale: f64,
    },
}

/// Everything the master is made from; a model is built anew for each solve, with more cuts each time.
pub(crate) struct Master<'a> {
    pub(crate) problem: &'a Problem,
    pub(crate) rules: &'a Rules,
    pub(crate) columns: &'a [Column],
    pub(crate) demand: &'a DemandTable,
}

/// Sets of stations that are the nearest k of some village, with the cost of having no centre among them.
fn prefixes(demand: &DemandTable) -> BTreeMap<BTreeSet<StationIx>, u128> {
    let mut costs: BTreeMap<BTreeSet<StationIx>, u128> = BTreeMap::new();
    for class in &demand.classes {
        let mut prefix = BTreeSet::new();
        for pair in class.bases.windows(2) {
            if let [(near, base), (far, _)] = *pair {
                prefix.insert(base);
                if far > near {
                    *costs.entry(prefix.clone()).or_default() += class.weight * u128::from(far - near);
                }
            }
        }
    }
    costs.retain(|_, cost| *cost > 0);
    costs
}

fn joined<'a>(stations: impl IntoIterator<Item = &'a StationIx>, label: &dyn Fn(StationIx) -> String) -> String {
    stations.into_iter().map(|&station| label(station)).collect::<Vec<_>>().join("_")
}

impl Master<'_> {
    /// Builds the program. `cuts` are sets of centres that are excluded (FORMULATION 4.6).
    pub(crate) fn model(&self, aim: MasterAim, cuts: &[BTreeSet<StationIx>]) -> Model {
        self.named_model(aim, cuts, &|station| station.position().to_string())
    }

    /// The same with names made from the labels of stations.
    pub(crate) fn named_model(
        &self,
        aim: MasterAim,
        cuts: &[BTreeSet<StationIx>],
        label: &dyn Fn(StationIx) -> String,
    ) -> Model {
        let mut variables = variables!();
        let x: Vec<Variable> = self
            .columns
            .iter()
            .map(|column| {
                let group = &column.group;
                let name = format!("x_{}_{}", joined(&group.members, label), label(group.centre));
                variables.add(variable().binary().name(name))
            })
            .collect();
        let y: IxVec<StationIx, Variable> = IxVec::from_fn(self.problem.stations.len(), |c: StationIx| {
            variables.add(variable().binary().name(format!("y_{}", label(c))))
        });
        let mut constraints = self.partition(&x, &y, label);
        let mut objective = Expression::default();
        match aim {
            MasterAim::Centres => y.iter().for_each(|&y_c| objective += y_c),
            MasterAim::Response { scale } => {
                for (k, (prefix, cost)) in prefixes(self.demand).into_iter().enumerate() {
                    let name = format!("{}_{}", k + 1, joined(&prefix, label));
                    let u = variables.add(variable().min(0.0).max(1.0).name(format!("u_{name}")));
                    let centres: Expression = prefix.iter().map(|&c| y[c]).sum();
                    constraints.push(constraint!(u + centres >= 1.0).set_name(format!("(4.4) {name}")));
                    objective.add_mul(sum_to_f64(cost) / scale, u);
                }
            }
        }
        constraints.extend(self.limits(&y, label));
        for cut in cuts {
            // At least one station changes its role: sum over the set of (1 - y) plus sum over the others of y.
            let mut changes = Expression::from(count_to_f64(cut.len()));
            for (c, &y_c) in y.iter_enumerated() {
                changes.add_mul(if cut.contains(&c) { -1.0 } else { 1.0 }, y_c);
            }
            constraints.push(constraint!(changes >= 1.0).set_name("(4.6)".to_owned()));
        }
        Model { variables, objective, constraints }
    }

    /// (4.1) every station in one group, (4.2) centres are those of the chosen columns.
    fn partition(
        &self,
        x: &[Variable],
        y: &IxVec<StationIx, Variable>,
        label: &dyn Fn(StationIx) -> String,
    ) -> Vec<Constraint> {
        let count = self.problem.stations.len();
        let mut cover: IxVec<StationIx, Expression> = IxVec::from_fn(count, |_| Expression::default());
        let mut centre: IxVec<StationIx, Expression> = IxVec::from_fn(count, |_| Expression::default());
        for (column, &x_j) in self.columns.iter().zip(x) {
            for &member in &column.group.members {
                cover[member] += x_j;
            }
            centre[column.group.centre] += x_j;
        }
        let mut constraints = Vec::new();
        for (station, &y_c) in y.iter_enumerated() {
            let cover = std::mem::take(&mut cover[station]);
            let centre = std::mem::take(&mut centre[station]);
            constraints.push(constraint!(cover == 1.0).set_name(format!("(4.1) {}", label(station))));
            constraints.push(constraint!(centre - y_c == 0.0).set_name(format!("(4.2) {}", label(station))));
        }
        constraints
    }

    /// (4.3) closures and strength as bounds on the number of centres, (4.5) a centre within every ceiling.
    fn limits(&self, y: &IxVec<StationIx, Variable>, label: &dyn Fn(StationIx) -> String) -> Vec<Constraint> {
        let stations = count_to_f64(self.problem.stations.len());
        let centres = || -> Expression { y.iter().copied().sum() };
        let mut constraints = Vec::new();
        let most = self.rules.closures_min.map(|min| stations - f64::from(min));
        let staffed = self.rules.centres_max.map(f64::from);
        for limit in [most, staffed].into_iter().flatten() {
            constraints.push(constraint!(centres() <= limit).set_name("(4.3) most centres".to_owned()));
        }
        if let Some(max) = self.rules.closures_max {
            constraints
                .push(constraint!(centres() >= stations - f64::from(max)).set_name("(4.3) fewest centres".to_owned()));
        }
        let reach: BTreeSet<BTreeSet<StationIx>> =
            self.demand.classes.iter().map(|class| class.bases.iter().map(|&(_, base)| base).collect()).collect();
        for bases in reach {
            let near: Expression = bases.iter().map(|&c| y[c]).sum();
            constraints.push(constraint!(near >= 1.0).set_name(format!("(4.5) {}", joined(&bases, label))));
        }
        constraints
    }
}
