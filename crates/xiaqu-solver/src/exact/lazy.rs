//! Aims that are no sums (FORMULATION 4.33 to 4.35): their values, and rows that exclude plans beyond a limit.

use xiaqu_model::{Aim, AimValue, Group, Index, IxVec, StationIx, Work};

use super::{
    build::{County, ExtraRow, whole, without},
    demand::Class,
};
use crate::{
    kernel::{ColumnIx, ValuedPlan},
    staffing::{busiest, share_out, workload},
};

/// Rows found on the way, kept from aim to aim.
#[derive(Clone, Debug, Default)]
pub(super) struct LazyRows {
    /// Weights of classes in the tenth that waits longest, for some plans.
    tails: Vec<Vec<i128>>,
    /// Plans that a limit excluded although its relaxation did not, with their value of the aim.
    excluded: Vec<(Aim, AimValue, Vec<ColumnIx>)>,
}

impl LazyRows {
    /// How many plans were excluded one by one; a tail excludes many and counts for eight.
    pub(super) fn exclusions(&self) -> usize {
        self.excluded.len() + 8 * self.tails.len()
    }

    /// Drops what speaks of classes that are no more.
    pub(super) fn forget_tails(&mut self) {
        self.tails.clear();
    }

    /// Rows of all limits on aims that are no sums. The rows of tails come first, the newest of them first of all.
    pub(super) fn rows(&self, county: &County<'_>, limits: &[(Aim, AimValue)]) -> Vec<ExtraRow> {
        let strictest = |aim: Aim| limits.iter().filter(|(other, _)| *other == aim).map(|(_, most)| most.0).min();
        let mut rows = Vec::new();
        if let Some(at_most) = strictest(Aim::WorstTenth) {
            let tails = self.tails.iter().rev();
            rows.extend(tails.map(|weights| ExtraRow::Arrivals { weights: weights.clone(), at_most }));
        }
        if let Some(at_most) = strictest(Aim::BusiestStation) {
            rows.push(county.officers_needed(at_most));
        }
        if let Some(at_most) = strictest(Aim::RunningCost).filter(|_| !county.is_sum(Aim::RunningCost)) {
            rows.push(county.houses_within(at_most));
        }
        let columns = county.columns.len();
        // A limit may have become wider since: an aim is first held below the best value, then at it.
        let beyond = self.excluded.iter().filter(|(aim, value, _)| strictest(*aim).is_some_and(|most| value.0 > most));
        rows.extend(beyond.map(|(_, _, plan)| without(plan, columns)));
        rows
    }

    /// Takes in a row that excludes a plan if the plan is beyond a limit; whether it is.
    pub(super) fn exclude(&mut self, county: &County<'_>, plan: &ValuedPlan, limits: &[(Aim, AimValue)]) -> bool {
        for &(aim, most) in limits.iter().filter(|(aim, _)| !county.is_sum(*aim)) {
            let value = county.value(aim, plan);
            if value > most {
                match aim {
                    Aim::WorstTenth => self.add_tail(county, plan),
                    _ => self.excluded.push((aim, value, plan.columns.clone())),
                }
                return true;
            }
        }
        false
    }

    /// Keeps who waits longest under a plan.
    pub(super) fn add_tail(&mut self, county: &County<'_>, plan: &ValuedPlan) {
        if let Some(arrivals) = county.arrivals(plan) {
            self.tails.push(county.demand.tail(&arrivals));
        }
    }
}

impl County<'_> {
    /// The arrival at which the tenth that waits longest is full.
    pub(super) fn threshold(&self, plan: &ValuedPlan) -> Option<u32> {
        let arrivals = self.arrivals(plan)?;
        let tail = self.demand.tail(&arrivals);
        arrivals.into_iter().zip(tail).filter(|(_, people)| *people > 0).map(|(time, _)| time).min()
    }

    fn arrivals(&self, plan: &ValuedPlan) -> Option<Vec<u32>> {
        let mut open: IxVec<StationIx, bool> = IxVec::from_fn(self.problem.stations.len(), |_| true);
        for column in plan.columns.iter().filter_map(|&column| self.columns.get(column.position())) {
            column.closed.iter().for_each(|&closed| open[closed] = false);
        }
        self.demand.arrivals(|station| open[station])
    }

    /// The value of an aim that is no sum.
    pub(super) fn value(&self, aim: Aim, plan: &ValuedPlan) -> AimValue {
        let worst = AimValue(i128::MAX);
        match aim {
            Aim::WorstVillage => {
                let times = self.arrivals(plan).and_then(|times| times.into_iter().max());
                times.map_or(worst, |time| AimValue(i128::from(time)))
            }
            Aim::WorstTenth => self.arrivals(plan).map_or(worst, |arrivals| {
                let rows = self.demand.tail(&arrivals).into_iter().zip(arrivals);
                AimValue(rows.map(|(people, time)| people * i128::from(time)).sum())
            }),
            Aim::BusiestStation | Aim::RunningCost => self.staffed_value(aim, plan),
            _ => worst,
        }
    }

    /// Aims that depend on how the officers are shared out.
    fn staffed_value(&self, aim: Aim, plan: &ValuedPlan) -> AimValue {
        let problem = self.problem;
        let groups = self.groups(plan);
        let work = workload(problem, &groups);
        let officers = share_out(problem, &groups.iter().collect::<Vec<_>>(), &work, problem.officers_after());
        if aim == Aim::BusiestStation {
            return busiest(&work, &officers);
        }
        let columns = plan.columns.iter().filter_map(|&column| self.columns.get(column.position()));
        let houses: i128 = columns.map(|column| column.running_fen).sum();
        let each = groups.iter().zip(officers).map(|(group, officers)| {
            let rate = problem.stations[group.centre].cost.map_or(0, |cost| cost.for_each_officer.as_fen());
            i128::from(rate) * i128::from(officers.heads())
        });
        AimValue(houses + each.sum::<i128>())
    }

    /// A bound that no plan is below.
    pub(super) fn least_value(&self, aim: Aim) -> AimValue {
        let first = || self.demand.arrivals(|_| true).unwrap_or_default();
        match aim {
            Aim::WorstVillage => AimValue(first().into_iter().max().map_or(0, i128::from)),
            Aim::WorstTenth => {
                let arrivals = first();
                let rows = self.demand.tail(&arrivals).into_iter().zip(arrivals);
                AimValue(rows.map(|(people, time)| people * i128::from(time)).sum())
            }
            Aim::BusiestStation => {
                // All work there is at least, shared out evenly.
                let work = self.least_work().iter().fold(Work::default(), |sum, work| sum.plus(*work));
                let officers = i128::from(self.problem.officers_after().heads()).max(1);
                AimValue((whole(work) << 32) / officers)
            }
            Aim::RunningCost => AimValue(self.least_rate() * i128::from(self.problem.officers_after().heads())),
            Aim::MeanSecondArrival => AimValue(self.least_mean()),
            Aim::BeatHours => {
                let crew = i128::from(self.problem.policy.workload.officers_per_call);
                AimValue(self.calls_on_the_scene() + 2 * crew * self.least_mean())
            }
            Aim::MostClosures => {
                // Every group of K stations closes K - 1 of them at most.
                let (stations, size) = (self.problem.today().count() as i128, i128::from(self.rules.group_size_max));
                AimValue(stations.div_euclid(size.max(1)) - stations)
            }
            Aim::OneOffCost | Aim::Access | Aim::Disruption => AimValue(0),
        }
    }

    /// Calls times arrivals with every station open.
    fn least_mean(&self) -> i128 {
        let nearest = |class: &Class| class.bases.first().map_or(0, |&(time, _)| i128::from(time));
        self.demand.classes.iter().map(|class| i128::from(class.calls) * nearest(class)).sum()
    }

    /// Work of every station that its group has in any plan: management of its territory, and the calls of villages that
    /// it is nearest to of all stations if it stays open. (If it closes, its calls go elsewhere, and not to it.)
    fn least_work(&self) -> Vec<Work> {
        let all: Vec<Group> = self.problem.stations.indices().map(Group::keep).collect();
        workload(self.problem, &all)
    }

    /// Officers that every column needs at least so that nobody works more than `at_most`; the county has no more than
    /// all. A relaxation of the limit on the busiest station.
    fn officers_needed(&self, at_most: i128) -> ExtraRow {
        let management = self.management();
        let least = self.least_work();
        let coefficients = self.columns.iter().map(|column| {
            let Some(group) = &column.group else { return 0 };
            let managed = group.members.iter().map(|member| management[*member]);
            let answered = group.bases().map(|base| {
                let calls = least.get(base.position()).map_or(0, |work| work.count());
                Work::from_count(calls.saturating_sub(management[base].count()))
            });
            let work = whole(managed.chain(answered).fold(Work::default(), Work::plus)) << 32;
            // Work over heads, divided downwards, is at most `at_most`: heads > work / (at_most + 1).
            let needed = work.checked_div_euclid(at_most.saturating_add(1)).map_or(i128::MAX >> 8, |least| least + 1);
            needed.max(if self.rules.officers_min { i128::from(column.floor) } else { 0 })
        });
        let officers = i128::from(self.problem.officers_after().heads());
        ExtraRow::Columns { coefficients: coefficients.collect(), at_most: officers }
    }

    fn management(&self) -> IxVec<StationIx, Work> {
        let mut management = IxVec::from_fn(self.problem.stations.len(), |_| Work::default());
        for village in &self.problem.villages {
            let work = self.problem.policy.workload.management_work(village.people);
            management[village.territory] = management[village.territory].plus(work);
        }
        management
    }

    /// Houses and posts within a running cost in which every officer costs least: a relaxation.
    fn houses_within(&self, at_most: i128) -> ExtraRow {
        let officers = self.least_rate() * i128::from(self.problem.officers_after().heads());
        let coefficients = self.columns.iter().map(|column| column.running_fen).collect();
        ExtraRow::Columns { coefficients, at_most: at_most.saturating_sub(officers) }
    }
}
