//! Enumeration: every plan is judged, so the best one is provably best (domain finding 2, FORMULATION 4.0).

use std::collections::BTreeMap;

use xiaqu_model::{Aim, AimValue, Group, Index, Limit, Problem, Proof, ProvedAim, StationIx};

use crate::{
    columns::{Column, build_columns},
    control::{Stage, Watch},
    error::SearchError,
    rules::Rules,
    staffing::Capacity,
    values::{BaseValues, Totals, Valuer},
};

/// How often limits are looked at, in search nodes.
const NODES_BETWEEN_LOOKS: u64 = 1_024;

/// How often progress is told, in search nodes.
const NODES_BETWEEN_REPORTS: u64 = 1 << 20;

/// Groups of the best plan and how sure it is.
pub(crate) type Found = (Vec<Group>, Proof);

/// A plan that obeys every rule, as the visitor sees it.
pub(crate) struct Candidate<'a, 'p> {
    valuer: &'a Valuer<'p>,
    totals: Totals,
    bases: &'a BaseValues,
    chosen: &'a [&'a Column],
}

impl Candidate<'_, '_> {
    /// The value of one aim.
    pub(crate) fn value(&self, aim: Aim) -> AimValue {
        self.valuer.value(aim, &self.totals, self.bases, self.chosen.iter().filter_map(|column| column.group.as_ref()))
    }

    /// The values of some aims, in their order.
    pub(crate) fn values(&self, aims: &[Aim]) -> Vec<AimValue> {
        aims.iter().map(|&aim| self.value(aim)).collect()
    }

    /// Whether its busiest station is certainly beyond a value, which takes a fraction of the time of its value.
    fn exceeds(&self, capacity: &Capacity) -> bool {
        self.valuer.exceeds(capacity, self.bases, self.chosen.iter().filter_map(|column| column.group.as_ref()))
    }

    /// The groups in the order of their first member.
    pub(crate) fn groups(&self) -> Vec<Group> {
        let mut groups: Vec<Group> = self.chosen.iter().filter_map(|column| column.group.clone()).collect();
        groups.sort();
        groups
    }
}

/// How a visit of all plans ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visited {
    /// Plans that obey the rules of grouping.
    pub(crate) plans: u64,
    /// What stopped it, if anything.
    pub(crate) stopped: Option<Limit>,
}

/// Shows every plan that obeys the rules to `visit`, which says whether to go on. `aims` are those it may ask for.
///
/// # Errors
/// Beyond 128 stations.
pub(crate) fn visit_plans(
    problem: &Problem,
    rules: &Rules,
    aims: &[Aim],
    watch: &Watch,
    visit: &mut dyn FnMut(&Candidate<'_, '_>) -> bool,
) -> Result<Visited, SearchError> {
    let stations = problem.stations.len();
    if stations > 128 {
        return Err(SearchError::TooManyStations { stations });
    }
    let columns = build_columns(problem, rules);
    let mut search = Search::new(problem, (rules, aims), &columns, watch, visit);
    let stopped = match search.descend((0, 0), Totals::default(), &mut Vec::new()) {
        Err(Stop::Limit(limit)) => Some(limit),
        Ok(()) | Err(Stop::Enough) => None,
    };
    Ok(Visited { plans: search.plans, stopped })
}

/// Judges every plan; `None` if there is none.
pub(crate) fn enumerate(problem: &Problem, watch: &Watch) -> Result<Result<Option<Found>, Limit>, SearchError> {
    let order = problem.policy.order();
    let mut best: Option<(Vec<AimValue>, Vec<Group>)> = None;
    // Officers are shared out only where the busiest station may be as good as the best.
    let loads_first = order.first() == Some(&Aim::BusiestStation);
    let mut capacity: Option<Capacity> = None;
    let visited = visit_plans(problem, &Rules::all(problem), &order, watch, &mut |candidate| {
        if capacity.as_ref().is_some_and(|capacity| candidate.exceeds(capacity)) {
            return true;
        }
        let values = candidate.values(&order);
        let better = match &best {
            None => true,
            Some((least, _)) if values != *least => values < *least,
            Some((_, groups)) => candidate.groups() < *groups,
        };
        if better {
            let first = values.first().copied().filter(|_| loads_first);
            capacity = first.map(|value| Capacity::new(value, problem.officers_after()));
            best = Some((values, candidate.groups()));
        }
        true
    })?;
    let Some((values, groups)) = best else {
        return Ok(visited.stopped.map_or(Ok(None), Err));
    };
    let proved = |bound: &dyn Fn(Aim, AimValue) -> AimValue| -> Vec<ProvedAim> {
        let rows = order.iter().zip(&values);
        rows.map(|(&aim, &objective)| ProvedAim { aim, objective, bound: bound(aim, objective) }).collect()
    };
    let proof = match visited.stopped {
        None => Proof::Enumerated { plans: visited.plans, aims: proved(&|_, objective| objective) },
        Some(limit) => {
            let mut aims = proved(&|aim, objective| least_value(problem, aim).min(objective));
            let open = aims.iter().position(|aim| !aim.is_proved()).unwrap_or(0);
            aims.truncate(open + 1);
            Proof::Stopped { aims, limit, status: format!("stopped after {} plans", visited.plans) }
        }
    };
    Ok(Ok(Some((groups, proof))))
}

/// A value that no plan is below, known without a search.
pub(crate) fn least_value(problem: &Problem, aim: Aim) -> AimValue {
    let stations = problem.today().count() as i128;
    let order = [aim];
    let valuer = Valuer::new(problem, false, &order);
    match aim {
        // Every group of K stations closes K - 1 of them at most.
        Aim::MostClosures => {
            AimValue(stations.div_euclid(i128::from(problem.policy.groups.size_max.max(1))) - stations)
        }
        Aim::MeanSecondArrival | Aim::WorstTenth | Aim::WorstVillage => valuer.demand.least(aim).unwrap_or(AimValue(0)),
        Aim::BeatHours => {
            let bases = valuer.of_bases(|_| true);
            bases.map_or(AimValue(i128::MIN), |bases| valuer.value(aim, &Totals::default(), &bases, [].into_iter()))
        }
        Aim::BusiestStation | Aim::RunningCost | Aim::OneOffCost | Aim::Access | Aim::Disruption => AimValue(0),
    }
}

/// Why a descent ends early.
enum Stop {
    Limit(Limit),
    /// The visitor has seen enough.
    Enough,
}

struct Search<'a, 'p> {
    watch: &'a Watch,
    rules: &'a Rules,
    valuer: Valuer<'p>,
    /// Columns by their lowest station, with the set of stations they cover and of those they close.
    columns: Vec<Vec<(u128, u128, &'a Column)>>,
    by_bases: BTreeMap<u128, Option<BaseValues>>,
    all: u128,
    nodes: u64,
    plans: u64,
    visit: &'a mut dyn FnMut(&Candidate<'_, '_>) -> bool,
}

fn mask(stations: &[StationIx]) -> u128 {
    stations.iter().fold(0, |mask, station| mask | 1 << station.position())
}

impl<'a, 'p> Search<'a, 'p> {
    fn new(
        problem: &'p Problem,
        (rules, aims): (&'a Rules, &[Aim]),
        all_columns: &'a [Column],
        watch: &'a Watch,
        visit: &'a mut dyn FnMut(&Candidate<'_, '_>) -> bool,
    ) -> Self {
        let stations = problem.stations.len();
        let mut columns: Vec<Vec<(u128, u128, &Column)>> = vec![Vec::new(); stations];
        for column in all_columns {
            let lowest = column.lowest().and_then(|lowest| columns.get_mut(lowest.position()));
            if let Some(list) = lowest {
                list.push((mask(&column.covers), mask(&column.closed), column));
            }
        }
        Self {
            watch,
            rules,
            valuer: Valuer::new(problem, rules.response_limits, aims),
            columns,
            by_bases: BTreeMap::new(),
            all: u128::MAX.checked_shr(128 - u32::try_from(stations).unwrap_or(128)).unwrap_or(0),
            nodes: 0,
            plans: 0,
            visit,
        }
    }

    /// Covers the lowest open station by each of its columns in turn.
    fn descend(
        &mut self,
        (covered, closed): (u128, u128),
        totals: Totals,
        chosen: &mut Vec<&'a Column>,
    ) -> Result<(), Stop> {
        self.look()?;
        if covered == self.all {
            return self.judge(closed, totals, chosen);
        }
        if !self.can_close_enough(covered, totals.closures) {
            return Ok(());
        }
        let lowest = usize::try_from((!covered).trailing_zeros()).unwrap_or(usize::MAX);
        let Some(columns) = self.columns.get_mut(lowest).map(std::mem::take) else { return Ok(()) };
        let mut result = Ok(());
        for &(covers, closes, column) in columns.iter().filter(|(covers, _, _)| covers & covered == 0) {
            let sums = totals.with(column);
            if self.rules.closures_max.is_some_and(|max| sums.closures > max) {
                continue;
            }
            chosen.push(column);
            result = self.descend((covered | covers, closed | closes), sums, chosen);
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

    fn look(&mut self) -> Result<(), Stop> {
        if self.nodes.is_multiple_of(NODES_BETWEEN_LOOKS)
            && let Some(limit) = self.watch.reached()
        {
            return Err(Stop::Limit(limit));
        }
        if self.nodes.is_multiple_of(NODES_BETWEEN_REPORTS) {
            self.watch.report(Stage::Enumerating, self.plans, None);
        }
        self.nodes += 1;
        Ok(())
    }

    /// Groups of K stations close K - 1 each, so the open stations close at most (K - 1)/K of themselves.
    fn can_close_enough(&self, covered: u128, closures: u32) -> bool {
        let open = (self.all & !covered).count_ones();
        let size = self.rules.group_size_max.max(1);
        self.rules.closures_min.is_none_or(|min| closures + (open - open.div_ceil(size)) >= min)
    }

    fn judge(&mut self, closed: u128, totals: Totals, chosen: &[&'a Column]) -> Result<(), Stop> {
        if !self.rules.allow_closures(totals.closures) {
            return Ok(());
        }
        self.plans += 1;
        let Self { valuer, rules, by_bases, visit, .. } = self;
        if !rules.allow_strength(valuer.problem, totals.floors, totals.groups) {
            return Ok(());
        }
        let is_base = |station: StationIx| closed >> station.position() & 1 == 0;
        let bases = by_bases.entry(closed).or_insert_with(|| valuer.of_bases(is_base));
        let Some(bases) = bases else { return Ok(()) };
        let candidate = Candidate { valuer, totals, bases, chosen };
        if rules.allow_values(|aim| candidate.value(aim)) && !visit(&candidate) {
            return Err(Stop::Enough);
        }
        Ok(())
    }
}
