//! A first plan by greedy merging and interchange: something to return if time runs out, and a start for the solver.

use xiaqu_model::{AimValue, IxVec, Problem, StationIx};

use crate::{columns::Column, control::Watch, response::DemandTable, rules::Rules, values::Totals};

/// Positions of columns that together are a plan; `None` if greedy merging finds none, which proves nothing.
pub(crate) fn first_plan(
    problem: &Problem,
    rules: &Rules,
    columns: &[Column],
    demand: &DemandTable,
    watch: &Watch,
) -> Option<Vec<usize>> {
    let count = problem.stations.len();
    let mut draft = Draft { problem, columns, demand, rules, count, chosen: Vec::new() };
    draft.keep_or_place_all()?;
    draft.merge_enough(watch)?;
    draft.interchange(watch);
    draft.value().filter(|_| draft.is_allowed()).map(|_| draft.chosen)
}

struct Draft<'a> {
    problem: &'a Problem,
    columns: &'a [Column],
    demand: &'a DemandTable,
    rules: &'a Rules,
    count: usize,
    chosen: Vec<usize>,
}

impl Draft<'_> {
    fn group(&self, j: usize) -> &[StationIx] {
        self.columns.get(j).map_or(&[], |column| &column.covers)
    }

    fn value_of(&self, chosen: &[usize]) -> Option<AimValue> {
        let mut base: IxVec<StationIx, bool> = IxVec::from_fn(self.count, |_| true);
        for column in chosen.iter().filter_map(|&j| self.columns.get(j)) {
            column.closed.iter().for_each(|&closed| base[closed] = false);
        }
        Some(self.demand.mean(&self.demand.arrivals(|station| base[station])?))
    }

    fn value(&self) -> Option<AimValue> {
        self.value_of(&self.chosen)
    }

    fn totals(&self, chosen: &[usize]) -> Totals {
        chosen.iter().filter_map(|&j| self.columns.get(j)).fold(Totals::default(), Totals::with)
    }

    fn is_allowed(&self) -> bool {
        let totals = self.totals(&self.chosen);
        self.rules.allow_closures(totals.closures)
            && self.rules.allow_strength(self.problem, totals.floors, totals.groups)
    }

    /// Keeps every station that may be kept; the others go, in order, into their column of least access.
    fn keep_or_place_all(&mut self) -> Option<()> {
        let mut covered: IxVec<StationIx, bool> = IxVec::from_fn(self.count, |_| false);
        let alone = |station: StationIx| self.columns.iter().position(|column| column.covers == [station]);
        let (keepable, others): (Vec<StationIx>, Vec<StationIx>) =
            covered.indices().partition(|&station| alone(station).is_some());
        for station in others {
            if covered[station] {
                continue;
            }
            let fits = self.columns.iter().enumerate().filter(|(_, column)| {
                let members = &column.covers;
                members.contains(&station) && members.iter().all(|&member| !covered[member])
            });
            let (j, column) = fits.min_by_key(|(_, column)| (column.covers.len(), column.access))?;
            column.covers.iter().for_each(|&member| covered[member] = true);
            self.chosen.push(j);
        }
        self.chosen.extend(keepable.into_iter().filter(|&station| !covered[station]).filter_map(alone));
        Some(())
    }

    /// The plan with the groups inside a column replaced by it; `None` if it cuts a group or closes nothing.
    fn joined(&self, chosen: &[usize], j: usize) -> Option<Vec<usize>> {
        let members = self.group(j);
        let (inside, mut rest): (Vec<usize>, Vec<usize>) =
            chosen.iter().partition(|&&other| self.group(other).iter().all(|member| members.contains(member)));
        let size: usize = inside.iter().map(|&other| self.group(other).len()).sum();
        if inside.len() < 2 || size != members.len() {
            return None;
        }
        rest.push(j);
        Some(rest)
    }

    /// The best plan with one more merge.
    fn best_merge(&self, chosen: &[usize]) -> Option<(AimValue, Vec<usize>)> {
        let merged = (0..self.columns.len()).filter_map(|j| self.joined(chosen, j));
        merged.filter_map(|plan| Some((self.value_of(&plan)?, plan))).min_by_key(|(value, _)| *value)
    }

    /// Merges until enough stations are closed.
    fn merge_enough(&mut self, watch: &Watch) -> Option<()> {
        let enough = |plan: &[usize]| {
            let totals = self.totals(plan);
            self.rules.closures_min.is_none_or(|min| totals.closures >= min)
                && self.rules.allow_strength(self.problem, totals.floors, totals.groups)
        };
        let mut chosen = self.chosen.clone();
        while !enough(&chosen) {
            if watch.reached().is_some() {
                return None;
            }
            chosen = self.best_merge(&chosen)?.1;
        }
        self.chosen = chosen;
        Some(())
    }

    /// Splits one group and merges elsewhere, as long as the plan gets better.
    fn interchange(&mut self, watch: &Watch) {
        let Some(mut value) = self.value() else { return };
        let mut position = 0;
        while position < self.chosen.len() && watch.reached().is_none() {
            let better = self.without(position).and_then(|plan| self.merged_like(plan)).filter(|(new, _)| *new < value);
            if let Some((new, plan)) = better {
                (value, self.chosen) = (new, plan);
                position = 0;
            } else {
                position += 1;
            }
        }
    }

    /// The plan with one merged group split into its stations, if they may all stand alone.
    fn without(&self, position: usize) -> Option<Vec<usize>> {
        let &j = self.chosen.get(position)?;
        let members = self.group(j);
        if members.len() < 2 {
            return None;
        }
        let alone = |&member: &StationIx| self.columns.iter().position(|column| column.covers == [member]);
        let singles: Option<Vec<usize>> = members.iter().map(alone).collect();
        let mut plan: Vec<usize> = self.chosen.iter().copied().filter(|&other| other != j).collect();
        plan.extend(singles?);
        Some(plan)
    }

    /// Merges a split plan until it closes as many stations as before.
    fn merged_like(&self, mut plan: Vec<usize>) -> Option<(AimValue, Vec<usize>)> {
        while plan.len() > self.chosen.len() {
            plan = self.best_merge(&plan)?.1;
        }
        (plan.len() == self.chosen.len()).then(|| self.value_of(&plan).map(|value| (value, plan)))?
    }
}
