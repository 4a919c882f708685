//! The master program: set partitioning by columns, and nearest response in radius form.

use std::collections::{BTreeMap, BTreeSet};

use good_lp::{Constraint, Expression, Variable, constraint, variable, variables};
use xiaqu_model::{
    Index as _, IxVec, Mode, Problem, StationIx,
    cast::{count_to_f64, sum_to_f64, to_f64, wide_to_f64},
};

use crate::{backend::Model, columns::Column, response::DemandTable, rules::Rules};

/// What the master minimises.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum MasterAim {
    /// The most closures (FORMULATION 3.1).
    Closures,
    /// The first aim beyond all stations open, divided by this scale (FORMULATION 3.2).
    Response {
        /// One unit of the objective in thousandths of a call times milliseconds.
        scale: f64,
    },
    /// The one-off cost (FORMULATION 3).
    OneOffCost,
    /// The way to the counter (FORMULATION 3.6).
    Access,
    /// People whose station closes.
    Disruption,
}

/// Everything the master is made from; a model is built anew for each solve, with more cuts each time.
pub(crate) struct Master<'a> {
    pub(crate) problem: &'a Problem,
    pub(crate) rules: &'a Rules,
    pub(crate) columns: &'a [Column],
    pub(crate) demand: &'a DemandTable,
}

/// Sets of stations that are the nearest k of some village, with the cost of having no base among them.
fn prefixes(demand: &DemandTable) -> BTreeMap<BTreeSet<StationIx>, u128> {
    let mut costs: BTreeMap<BTreeSet<StationIx>, u128> = BTreeMap::new();
    for class in &demand.classes {
        let mut prefix = BTreeSet::new();
        for pair in class.bases.windows(2) {
            if let [(near, base), (far, _)] = *pair {
                prefix.insert(base);
                if far > near {
                    *costs.entry(prefix.clone()).or_default() += u128::from(class.calls) * u128::from(far - near);
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

/// Members and centre of a group, and whether it pools; the site that a column leaves unused.
fn column_name(column: &Column, label: &dyn Fn(StationIx) -> String) -> String {
    let Some(group) = &column.group else { return format!("x_unused_{}", joined(&column.covers, label)) };
    let name = format!("x_{}_{}", joined(&group.members, label), label(group.centre));
    if group.mode() == Mode::Pool { format!("{name}_pool") } else { name }
}

impl Master<'_> {
    /// Builds the program. `cuts` are sets of bases that are excluded (FORMULATION 4.6).
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
            .map(|column| variables.add(variable().binary().name(column_name(column, label))))
            .collect();
        let y: IxVec<StationIx, Variable> = IxVec::from_fn(self.problem.stations.len(), |c: StationIx| {
            variables.add(variable().binary().name(format!("y_{}", label(c))))
        });
        let mut constraints = self.partition(&x, &y, label);
        let mut objective = Expression::default();
        match aim {
            MasterAim::Closures => objective = self.sum(&x, &|column| -f64::from(column.closures)),
            MasterAim::OneOffCost => objective = self.sum(&x, &|column| wide_to_f64(column.one_off_fen)),
            MasterAim::Access => objective = self.sum(&x, &|column| sum_to_f64(column.access)),
            MasterAim::Disruption => objective = self.sum(&x, &|column| to_f64(column.disruption)),
            MasterAim::Response { scale } => {
                for (k, (prefix, cost)) in prefixes(self.demand).into_iter().enumerate() {
                    let name = format!("{}_{}", k + 1, joined(&prefix, label));
                    let u = variables.add(variable().min(0.0).max(1.0).name(format!("u_{name}")));
                    let bases: Expression = prefix.iter().map(|&c| y[c]).sum();
                    constraints.push(constraint!(u + bases >= 1.0).set_name(format!("(4.4) {name}")));
                    objective.add_mul(sum_to_f64(cost) / scale, u);
                }
            }
        }
        constraints.extend(self.limits(&x, &y, label));
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

    /// (4.1) every station in one group, (4.2) bases are the stations that no chosen column closes.
    fn partition(
        &self,
        x: &[Variable],
        y: &IxVec<StationIx, Variable>,
        label: &dyn Fn(StationIx) -> String,
    ) -> Vec<Constraint> {
        let count = self.problem.stations.len();
        let mut cover: IxVec<StationIx, Expression> = IxVec::from_fn(count, |_| Expression::default());
        let mut closed: IxVec<StationIx, Expression> = IxVec::from_fn(count, |_| Expression::default());
        for (column, &x_j) in self.columns.iter().zip(x) {
            column.covers.iter().for_each(|&station| cover[station] += x_j);
            column.closed.iter().for_each(|&station| closed[station] += x_j);
        }
        let mut constraints = Vec::new();
        for (station, &y_c) in y.iter_enumerated() {
            let cover = std::mem::take(&mut cover[station]);
            let closed = std::mem::take(&mut closed[station]);
            constraints.push(constraint!(cover == 1.0).set_name(format!("(4.1) {}", label(station))));
            constraints.push(constraint!(closed + y_c == 1.0).set_name(format!("(4.2) {}", label(station))));
        }
        constraints
    }

    /// A sum over the chosen columns.
    fn sum(&self, x: &[Variable], coefficient: &dyn Fn(&Column) -> f64) -> Expression {
        let mut sum = Expression::default();
        for (column, &x_j) in self.columns.iter().zip(x) {
            sum.add_mul(coefficient(column), x_j);
        }
        sum
    }

    /// (4.3) closures and strength, (4.5) a base within every ceiling.
    fn limits(
        &self,
        x: &[Variable],
        y: &IxVec<StationIx, Variable>,
        label: &dyn Fn(StationIx) -> String,
    ) -> Vec<Constraint> {
        let sum = |coefficient: &dyn Fn(&Column) -> f64| self.sum(x, coefficient);
        let closures = || sum(&|column| f64::from(column.closures));
        let mut constraints = Vec::new();
        let mut add = |constraint: Constraint, number: &str| constraints.push(constraint.set_name(number.to_owned()));
        if let Some(min) = self.rules.closures_min {
            add(constraint!(closures() >= f64::from(min)), "(4.3) least closures");
        }
        if let Some(max) = self.rules.closures_max {
            add(constraint!(closures() <= f64::from(max)), "(4.3) most closures");
        }
        let officers = f64::from(self.problem.officers_after().heads());
        if self.rules.officers_min {
            add(constraint!(sum(&|column| to_f64(column.floor)) <= officers), "(4.3) officers for the floors");
        }
        if let Some(max) = self.rules.officers_max {
            let room = sum(&|column| if column.group.is_some() { f64::from(max) } else { 0.0 });
            add(constraint!(room >= officers), "(4.3) room for the officers");
        }
        let reach: BTreeSet<BTreeSet<StationIx>> =
            self.demand.classes.iter().map(|class| class.bases.iter().map(|&(_, base)| base).collect()).collect();
        for bases in reach {
            let near: Expression = bases.iter().map(|&c| y[c]).sum();
            add(constraint!(near >= 1.0), &format!("(4.5) {}", joined(&bases, label)));
        }
        constraints
    }
}
