//! Enumeration: every plan is judged, so the best one is provably best (domain finding 2, FORMULATION 4.0).

use std::{cmp::Reverse, collections::BTreeMap};

use xiaqu_model::{Aim, Group, Index, Limit, Problem, Proof, ResponseSum, StationIx};

use crate::{
    columns::{AccessTable, Column, build_columns},
    control::{Stage, Watch},
    error::SearchError,
    response::DemandTable,
    rules::Rules,
};

/// How often limits are looked at, in search nodes.
const NODES_BETWEEN_LOOKS: u64 = 1_024;

/// How often progress is told, in search nodes.
const NODES_BETWEEN_REPORTS: u64 = 1 << 20;

/// Groups of the best plan and how sure it is.
pub(crate) type Found = (Vec<Group>, Proof);

/// The lexicographic aims of a plan without the last tie-break (FORMULATION 3.1 to 3.4); less is better.
type Value = (Reverse<u32>, ResponseSum, u128, u64);

struct Search<'a> {
    watch: &'a Watch,
    rules: Rules,
    demand: DemandTable,
    aim: Aim,
    /// Columns by their lowest member, in the order of (members, centre).
    columns: Vec<Vec<(u128, Column)>>,
    /// People of every station's territory.
    people: Vec<u64>,
    responses: BTreeMap<u128, Option<ResponseSum>>,
    all: u128,
    nodes: u64,
    plans: u64,
    best: Option<(Value, Vec<Group>)>,
}

/// A partial plan.
#[derive(Clone, Copy)]
struct Partial {
    covered: u128,
    centres: u128,
    closures: u32,
    access: u128,
}

/// Judges every plan; `None` if there is none.
pub(crate) fn enumerate(problem: &Problem, watch: &Watch) -> Result<Result<Option<Found>, Limit>, SearchError> {
    let stations = problem.stations.len();
    if stations > 128 {
        return Err(SearchError::TooManyStations { stations });
    }
    let mut search = Search::new(problem, watch);
    let stopped = search.descend(Partial { covered: 0, centres: 0, closures: 0, access: 0 }, &mut Vec::new()).err();
    let bound = search.demand.least();
    let plans = search.plans;
    let Some(((_, objective, _, _), groups)) = search.best else {
        return Ok(stopped.map_or(Ok(None), Err));
    };
    let proof = match stopped {
        None => Proof::Enumerated { plans, objective },
        Some(limit) => {
            let status = format!("stopped after {plans} plans");
            Proof::Stopped { objective, bound, gap: crate::gap(objective, bound), limit, status }
        }
    };
    Ok(Ok(Some((groups, proof))))
}

fn bit(station: StationIx) -> u128 {
    1 << station.position()
}

impl<'a> Search<'a> {
    fn new(problem: &Problem, watch: &'a Watch) -> Self {
        let rules = Rules::all(problem);
        let access = AccessTable::new(problem, rules.response_limits);
        let stations = problem.stations.len();
        let mut columns: Vec<Vec<(u128, Column)>> = vec![Vec::new(); stations];
        for column in build_columns(problem, &rules, &access) {
            let mask = column.group.members.iter().fold(0, |mask, &member| mask | bit(member));
            if let Some(list) = columns.get_mut(column.lowest().position()) {
                list.push((mask, column));
            }
        }
        Self {
            watch,
            rules,
            demand: DemandTable::new(problem),
            aim: problem.policy.aim,
            columns,
            people: crate::territory_people(problem),
            responses: BTreeMap::new(),
            all: u128::MAX.checked_shr(128 - u32::try_from(stations).unwrap_or(128)).unwrap_or(0),
            nodes: 0,
            plans: 0,
            best: None,
        }
    }

    /// Covers the lowest open station by each of its columns in turn. Columns are in the order of the last tie-break,
    /// so of two equal plans the first one found stays.
    fn descend(&mut self, partial: Partial, chosen: &mut Vec<Group>) -> Result<(), Limit> {
        self.look()?;
        if partial.covered == self.all {
            self.judge(partial, chosen);
            return Ok(());
        }
        if !self.can_close_enough(partial) {
            return Ok(());
        }
        let lowest = usize::try_from((!partial.covered).trailing_zeros()).unwrap_or(usize::MAX);
        let Some(columns) = self.columns.get_mut(lowest).map(std::mem::take) else { return Ok(()) };
        let mut result = Ok(());
        for (mask, column) in columns.iter().filter(|(mask, _)| mask & partial.covered == 0) {
            let closures = partial.closures + column.closures();
            if self.rules.closures_max.is_some_and(|max| closures > max) {
                continue;
            }
            chosen.push(column.group.clone());
            let covered = partial.covered | mask;
            let centres = partial.centres | bit(column.group.centre);
            result =
                self.descend(Partial { covered, centres, closures, access: partial.access + column.access }, chosen);
            chosen.pop();
            if result.is_err() {
                break;
            }
        }
        if let Some(list) = self.columns.get_mut(lowest) {
            *list = columns;
        }
        result
    }

    fn look(&mut self) -> Result<(), Limit> {
        if self.nodes.is_multiple_of(NODES_BETWEEN_LOOKS)
            && let Some(limit) = self.watch.reached()
        {
            return Err(limit);
        }
        if self.nodes.is_multiple_of(NODES_BETWEEN_REPORTS) {
            self.watch.report(Stage::Enumerating, self.plans, None);
        }
        self.nodes += 1;
        Ok(())
    }

    /// Groups of K stations close K - 1 each, so the open stations close at most (K - 1)/K of themselves.
    fn can_close_enough(&self, partial: Partial) -> bool {
        let open = (self.all & !partial.covered).count_ones();
        let size = self.rules.group_size_max.unwrap_or(u32::MAX).max(1);
        self.rules.closures_min.is_none_or(|min| partial.closures + (open - open.div_ceil(size)) >= min)
    }

    fn judge(&mut self, partial: Partial, chosen: &[Group]) {
        if !self.rules.allow_closures(partial.closures) {
            return;
        }
        self.plans += 1;
        if !self.rules.allow_centres(chosen.len()) {
            return;
        }
        let demand = &self.demand;
        let response = *self
            .responses
            .entry(partial.centres)
            .or_insert_with(|| demand.sum(|station| partial.centres & bit(station) != 0));
        let Some(response) = response else { return };
        let closures = Reverse(if self.aim == Aim::MostClosures { partial.closures } else { 0 });
        let value = (closures, response, partial.access, self.disruption(partial.centres));
        if self.best.as_ref().is_none_or(|(best, _)| value < *best) {
            self.best = Some((value, chosen.to_vec()));
        }
    }

    fn disruption(&self, centres: u128) -> u64 {
        let rows = self.people.iter().enumerate();
        rows.filter(|(position, _)| centres >> position & 1 == 0).map(|(_, people)| people).sum()
    }
}
