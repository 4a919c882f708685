//! Depth-first search over columns, the busiest station first (FORMULATION 4.35).

use xiaqu_model::{Aim, AimValue, Group, Index, IxVec, Limit, StationDuty, StationIx, Work};

use super::{
    minimise::BusiestFirst,
    order::settling_order,
    prices::Prices,
    waiting::{Known, Rivals, Status, least_calls, rivals},
};
use crate::{
    columns::Column,
    control::Stage,
    error::SearchError,
    staffing::Capacity,
    values::{Totals, Valuer},
};

/// How often limits are looked at, in search nodes.
const NODES_BETWEEN_LOOKS: u64 = 256;

/// How often progress is told, in search nodes.
const NODES_BETWEEN_REPORTS: u64 = 1 << 16;

/// Why a descent ends early.
pub(super) enum Halt {
    Limit(Limit),
    /// It has visited as many nodes as it was to.
    Nodes,
}

/// The best plan so far.
pub(super) struct Best {
    pub(super) values: Vec<AimValue>,
    pub(super) groups: Vec<Group>,
}

impl Best {
    pub(super) fn first(&self) -> AimValue {
        self.values.first().copied().unwrap_or(AimValue(i128::MAX))
    }
}

/// One way to settle a station: a column, and the work of managing its territories.
#[derive(Clone, Copy)]
struct Choice<'a> {
    column: &'a Column,
    management: u128,
    floor: usize,
    /// Work that it has in every plan.
    least: u128,
    /// The stations that it settles, one bit each.
    settles: u128,
}

/// The bit of a station.
pub(super) fn bit(station: StationIx) -> u128 {
    1_u128.checked_shl(u32::try_from(station.position()).unwrap_or(u32::MAX)).unwrap_or(0)
}

/// The search over all plans of some columns.
pub(super) struct Descent<'a> {
    asked: &'a BusiestFirst<'a>,
    valuer: Valuer<'a>,
    rivals: Vec<Rivals>,
    management: IxVec<StationIx, Work>,
    order: Vec<StationIx>,
    /// Choices by the first station in the order that they settle.
    choices: IxVec<StationIx, Vec<Choice<'a>>>,
    prices: Prices,
    status: IxVec<StationIx, Status>,
    /// The stations that are settled, one bit each.
    settled: u128,
    chosen: Vec<&'a Column>,
    capacity: Capacity,
    pub(super) best: Best,
    pub(super) nodes: u64,
    /// Nodes at which a descent ends.
    pub(super) nodes_most: u64,
}

impl<'a> Descent<'a> {
    pub(super) fn new(asked: &'a BusiestFirst<'a>, columns: &'a [Column]) -> Self {
        let (problem, rules) = (asked.problem, asked.rules);
        let stations = problem.stations.len();
        let valuer = Valuer::new(problem, rules.response_limits, asked.aims);
        let order = settling_order(stations, &asked.demand);
        let mut rank: IxVec<StationIx, usize> = IxVec::from_fn(stations, |_| 0);
        order.iter().enumerate().for_each(|(place, &station)| rank[station] = place);
        let management = valuer.management().clone();
        let rivals = rivals(problem, &asked.demand);
        let mut choices: IxVec<StationIx, Vec<Choice<'_>>> = IxVec::from_fn(stations, |_| Vec::new());
        for column in columns {
            let members = column.group.iter().flat_map(|group| group.members.iter());
            let managed = members.map(|&member| management[member].count()).sum();
            let floor = if rules.officers_min { usize::try_from(column.floor).unwrap_or(usize::MAX) } else { 0 };
            if let Some(&first) = column.covers.iter().min_by_key(|station| rank[**station]) {
                let least = managed + least_calls(column, &rivals);
                let settles = column.covers.iter().fold(0, |bits, &station| bits | bit(station));
                choices[first].push(Choice { column, management: managed, floor, least, settles });
            }
        }
        Self {
            asked,
            rivals,
            valuer,
            management,
            order,
            choices,
            prices: Prices::default(),
            status: IxVec::from_fn(stations, |_| Status::Unsettled),
            settled: 0,
            chosen: Vec::new(),
            capacity: Capacity::new(AimValue(0), problem.officers_after()),
            best: Best { values: Vec::new(), groups: Vec::new() },
            nodes: 0,
            nodes_most: u64::MAX,
        }
    }

    /// From now on only plans whose busiest station is within a value are looked for.
    pub(super) fn hold_below(&mut self, value: AimValue) -> Result<(), SearchError> {
        self.capacity = Capacity::new(value, self.asked.problem.officers_after());
        let rows = self.choices.iter().flatten();
        let rows: Vec<(&Column, usize)> =
            rows.map(|choice| (choice.column, self.heads(choice, choice.least))).collect();
        let (problem, rules, stations) = (self.asked.problem, self.asked.rules, self.status.len());
        let all = u32::try_from(stations).unwrap_or(u32::MAX);
        let closures = (rules.closures_min.unwrap_or(0), rules.closures_max.unwrap_or(all));
        self.prices = Prices::new(&rows, (stations, closures), problem.policy.search.seed)?;
        // Those first that cost little beyond the prices: good plans are then met early.
        let mut choices = std::mem::take(&mut self.choices);
        for row in &mut choices {
            row.sort_by_cached_key(|choice| self.prices.beyond(choice.column, self.heads(choice, choice.least)));
        }
        self.choices = choices;
        Ok(())
    }

    /// Officers that a choice with so much work needs.
    fn heads(&self, choice: &Choice<'_>, work: u128) -> usize {
        self.capacity.heads_for(work).max(choice.floor)
    }

    /// What every unsettled station costs at least beyond its price: the cheapest of the choices that are left, shared
    /// among the stations that it settles. No price where nothing can settle it any more.
    fn beyond_prices(&self, known: &Known) -> Option<Vec<(StationIx, i128)>> {
        let certain = known.certain(&self.rivals, &self.status);
        let mut beyond: Vec<(StationIx, i128)> = Vec::with_capacity(self.order.len());
        let mut place: IxVec<StationIx, usize> = IxVec::from_fn(self.status.len(), |_| usize::MAX);
        for (station, _) in self.status.iter_enumerated().filter(|(_, status)| **status == Status::Unsettled) {
            place[station] = beyond.len();
            beyond.push((station, i128::MAX));
        }
        let settled = self.settled;
        for &(first, _) in &beyond.clone() {
            for choice in self.choices[first].iter().filter(|choice| choice.settles & settled == 0) {
                let work = choice.least.max(choice.management + certain.of(choice.column));
                let covers = &choice.column.covers;
                let each = i128::try_from(covers.len()).unwrap_or(i128::MAX);
                let cost = self.prices.beyond(choice.column, self.heads(choice, work)) / each;
                for &station in covers {
                    if let Some((_, least)) = beyond.get_mut(place[station]) {
                        *least = cost.min(*least);
                    }
                }
            }
        }
        beyond.iter().all(|&(_, least)| least < i128::MAX).then_some(beyond)
    }

    /// Visits every plan that may be the best within the value held.
    pub(super) fn visit(&mut self) -> Result<(), Halt> {
        self.visit_near(u128::MAX)
    }

    /// Visits those of them that keep every group of the best plan without a station of `free`, one bit each.
    pub(super) fn visit_near(&mut self, free: u128) -> Result<(), Halt> {
        let mut known = Known::nothing(self.rivals.len(), &self.management);
        let mut totals = Totals::default();
        let is_kept = |choice: &&Choice<'a>| {
            let group = choice.column.group.as_ref();
            choice.settles & free == 0 && group.is_some_and(|group| self.best.groups.contains(group))
        };
        let kept: Vec<Choice<'a>> = self.choices.iter().flatten().filter(is_kept).copied().collect();
        let mut possible = true;
        for choice in kept {
            (known, totals) = self.choose(choice, &known, totals);
            possible &= known.settle(&self.rivals, &self.status);
        }
        let result = if possible { self.descend(&known, totals) } else { Ok(()) };
        // A descent that ends early leaves stations settled.
        self.chosen.clear();
        self.settled = 0;
        self.status.iter_mut().for_each(|status| *status = Status::Unsettled);
        result
    }

    /// Takes a plan as the best so far if it obeys the rules.
    pub(super) fn start_from(&mut self, columns: &'a [Column], groups: &[Group]) {
        let is_chosen = |column: &&Column| column.group.as_ref().is_some_and(|group| groups.contains(group));
        self.chosen = columns.iter().filter(is_chosen).collect();
        let totals = self.chosen.iter().fold(Totals::default(), |totals, column| totals.with(column));
        for (group, column) in self.chosen.iter().enumerate() {
            for base in column.group.iter().flat_map(Group::bases) {
                self.status[base] = Status::Base(group);
            }
        }
        self.judge(totals);
        self.chosen.clear();
        self.status.iter_mut().for_each(|status| *status = Status::Unsettled);
    }

    /// Settles the first unsettled station by each of its choices in turn.
    fn descend(&mut self, known: &Known, totals: Totals) -> Result<(), Halt> {
        self.look()?;
        let unsettled = |station: &&StationIx| self.status[**station] == Status::Unsettled;
        let Some(&next) = self.order.iter().find(unsettled) else {
            self.judge(totals);
            return Ok(());
        };
        for place in 0..self.choices[next].len() {
            let Some(choice) = self.choices[next].get(place).copied() else { break };
            if choice.settles & self.settled == 0 {
                let (mut known, totals) = self.choose(choice, known, totals);
                if known.settle(&self.rivals, &self.status) && !self.is_out(&known, totals) {
                    self.descend(&known, totals)?;
                }
                self.take_back(choice);
            }
        }
        Ok(())
    }

    /// Settles stations by a choice; villages are given to bases by [`Known::settle`].
    fn choose(&mut self, choice: Choice<'a>, known: &Known, totals: Totals) -> (Known, Totals) {
        let column = choice.column;
        let mut known = known.clone();
        let group = known.work.len();
        if column.group.is_some() {
            known.with_group(choice.management, choice.floor);
        }
        for &station in &column.covers {
            self.status[station] = if column.closed.contains(&station) { Status::Closed } else { Status::Base(group) };
        }
        self.settled |= choice.settles;
        self.chosen.push(column);
        (known, totals.with(column))
    }

    /// Undoes the last choice.
    fn take_back(&mut self, choice: Choice<'a>) {
        self.chosen.pop();
        self.settled &= !choice.settles;
        for &station in &choice.column.covers {
            self.status[station] = Status::Unsettled;
        }
    }

    /// Whether no completion can be the best: rules, limits on sums, officers.
    fn is_out(&self, known: &Known, totals: Totals) -> bool {
        let (rules, problem) = (self.asked.rules, self.asked.problem);
        let open = self.status.iter_enumerated().filter(|(station, status)| {
            **status == Status::Unsettled && problem.stations[*station].duty != StationDuty::NewSite
        });
        let open = u32::try_from(open.count()).unwrap_or(u32::MAX);
        let groups = open.div_ceil(rules.group_size_max.max(1));
        if rules.closures_max.is_some_and(|max| totals.closures > max)
            || rules.closures_min.is_some_and(|min| totals.closures + (open - groups) < min)
        {
            return true;
        }
        let grows = |aim: Aim| matches!(aim, Aim::OneOffCost | Aim::Access | Aim::Disruption);
        let beyond = |&(aim, most): &(Aim, AimValue)| grows(aim) && totals.sum(aim) > most;
        if rules.limits.iter().any(beyond) {
            return true;
        }
        let unsettled = self.status.iter_enumerated().filter(|(_, status)| **status == Status::Unsettled);
        let least = self.prices.least_heads(unsettled.map(|(station, _)| (station, 0)), totals.closures);
        if known.least_heads(&self.capacity).saturating_add(least) > self.capacity.total() {
            return true;
        }
        let Some(beyond) = self.beyond_prices(known) else { return true };
        let least = self.prices.least_heads(beyond.into_iter(), totals.closures);
        known.exceeds(&self.rivals, &self.status, &self.capacity, least)
    }

    fn look(&mut self) -> Result<(), Halt> {
        if self.nodes.is_multiple_of(NODES_BETWEEN_LOOKS)
            && let Some(limit) = self.asked.watch.reached()
        {
            return Err(Halt::Limit(limit));
        }
        if self.nodes.is_multiple_of(NODES_BETWEEN_REPORTS) {
            self.asked.watch.report(Stage::Enumerating, self.nodes, None);
        }
        self.nodes += 1;
        if self.nodes > self.nodes_most { Err(Halt::Nodes) } else { Ok(()) }
    }

    /// A whole plan: the best so far if it obeys the rules and is better, or as good and earlier in the last tie-break.
    fn judge(&mut self, totals: Totals) {
        let (rules, aims) = (self.asked.rules, self.asked.aims);
        let is_base = |station: StationIx| matches!(self.status[station], Status::Base(_));
        if !rules.allow_closures(totals.closures)
            || !rules.allow_strength(self.asked.problem, totals.floors, totals.groups)
        {
            return;
        }
        let Some(bases) = self.valuer.of_bases(is_base) else { return };
        let chosen = || self.chosen.iter().filter_map(|column| column.group.as_ref());
        let value = |aim: Aim| self.valuer.value(aim, &totals, &bases, chosen());
        if !rules.allow_values(value) {
            return;
        }
        let values: Vec<AimValue> = aims.iter().map(|&aim| value(aim)).collect();
        let mut groups: Vec<Group> = chosen().cloned().collect();
        groups.sort();
        let better = self.best.values.is_empty() || (&values, &groups) < (&self.best.values, &self.best.groups);
        if better {
            if let Some(&first) = values.first() {
                self.capacity = Capacity::new(first, self.asked.problem.officers_after());
            }
            self.best = Best { values, groups };
        }
    }
}
