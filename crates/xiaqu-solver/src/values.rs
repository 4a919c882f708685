//! Values of the aims of a whole plan (FORMULATION 3), from sums over columns and arrivals of a set of bases.

use xiaqu_model::{Aim, AimValue, Group, IxVec, Officers, Problem, StationIx, Work};

use crate::{
    columns::Column,
    response::{Arrivals, DemandTable},
    staffing::{Capacity, busiest, share_out},
};

/// Sums over the chosen columns.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Totals {
    access: u128,
    pub(crate) closures: u32,
    pub(crate) floors: u64,
    disruption: u64,
    fixed_work: Work,
    running_fen: i128,
    one_off_fen: i128,
    pub(crate) groups: usize,
}

impl Totals {
    #[must_use]
    pub(crate) fn with(self, column: &Column) -> Self {
        Self {
            access: self.access + column.access,
            closures: self.closures + column.closures,
            floors: self.floors + column.floor,
            disruption: self.disruption + column.disruption,
            fixed_work: self.fixed_work.plus(column.fixed_work),
            running_fen: self.running_fen + column.running_fen,
            one_off_fen: self.one_off_fen + column.one_off_fen,
            groups: self.groups + usize::from(column.group.is_some()),
        }
    }

    /// The value of an aim that is a sum over columns alone; other aims have no part in the sums and are 0.
    pub(crate) fn sum(self, aim: Aim) -> AimValue {
        match aim {
            Aim::MostClosures => AimValue(-i128::from(self.closures)),
            Aim::OneOffCost => AimValue(self.one_off_fen),
            Aim::Access => whole(self.access),
            Aim::Disruption => AimValue(i128::from(self.disruption)),
            _ => AimValue(0),
        }
    }
}

/// What the aims need of a set of bases; computed once for each set.
#[derive(Clone, Debug)]
pub(crate) struct BaseValues {
    mean: AimValue,
    worst_tenth: AimValue,
    worst_village: AimValue,
    loads: Option<IxVec<StationIx, Work>>,
}

/// Values of plans of one county.
pub(crate) struct Valuer<'a> {
    pub(crate) problem: &'a Problem,
    pub(crate) demand: DemandTable,
    /// Work of management of every territory.
    management: IxVec<StationIx, Work>,
    supply: Work,
    /// Whether an aim or a limit asks for the work of single groups or of all.
    needs_loads: bool,
}

impl<'a> Valuer<'a> {
    pub(crate) fn new(problem: &'a Problem, response_limits: bool, aims: &[Aim]) -> Self {
        let mut management = IxVec::from_fn(problem.stations.len(), |_| Work::default());
        for village in &problem.villages {
            let work = problem.policy.workload.management_work(village.people);
            management[village.territory] = management[village.territory].plus(work);
        }
        let loaded = |aim: &Aim| matches!(aim, Aim::BusiestStation | Aim::RunningCost | Aim::BeatHours);
        let limited = problem.policy.limits.iter().any(|(aim, _)| loaded(aim));
        Self {
            problem,
            demand: DemandTable::new(problem, response_limits),
            management,
            supply: Work::supplied_by(problem.officers_after(), problem.policy.strength.worked_hours),
            needs_loads: limited || aims.iter().any(loaded),
        }
    }

    /// What the aims need of a set of bases; `None` if a village is beyond its ceiling.
    pub(crate) fn of_bases(&self, is_base: impl Fn(StationIx) -> bool) -> Option<BaseValues> {
        let arrivals: Arrivals = self.demand.arrivals(is_base)?;
        Some(BaseValues {
            mean: self.demand.mean(&arrivals),
            worst_tenth: self.demand.worst_tenth(&arrivals),
            worst_village: DemandTable::worst_village(&arrivals),
            loads: self.needs_loads.then(|| self.demand.loads(self.problem, &arrivals)),
        })
    }

    /// The value of one aim.
    pub(crate) fn value<'g>(
        &self,
        aim: Aim,
        totals: &Totals,
        bases: &BaseValues,
        groups: impl Iterator<Item = &'g Group>,
    ) -> AimValue {
        match aim {
            Aim::MostClosures | Aim::OneOffCost | Aim::Access | Aim::Disruption => totals.sum(aim),
            Aim::MeanSecondArrival => bases.mean,
            Aim::WorstTenth => bases.worst_tenth,
            Aim::WorstVillage => bases.worst_village,
            Aim::BeatHours => {
                let response = bases.loads.iter().flatten().fold(Work::default(), |sum, &load| sum.plus(load));
                let spent = totals.fixed_work.plus(response);
                AimValue(whole(spent.count()).0 - whole(self.supply.count()).0)
            }
            Aim::BusiestStation | Aim::RunningCost => {
                let groups: Vec<&Group> = groups.collect();
                let work: Vec<Work> = groups.iter().map(|group| self.work(group, bases)).collect();
                let officers = share_out(self.problem, &groups, &work, self.problem.officers_after());
                if aim == Aim::BusiestStation {
                    return busiest(&work, &officers);
                }
                let each = groups.iter().zip(&officers).map(|(group, officers)| self.officers_fen(group, *officers));
                AimValue(totals.running_fen + each.sum::<i128>())
            }
        }
    }

    /// Work of management of every territory.
    pub(crate) fn management(&self) -> &IxVec<StationIx, Work> {
        &self.management
    }

    /// Work of a group: calls that its bases answer, management of its territories.
    fn work(&self, group: &Group, bases: &BaseValues) -> Work {
        let calls = group.bases().filter_map(|base| bases.loads.as_ref().map(|loads| loads[base]));
        let management = group.members.iter().map(|&member| self.management[member]);
        calls.chain(management).fold(Work::default(), Work::plus)
    }

    /// Whether the officers cannot be shared out so that the busiest station is within a value.
    pub(crate) fn exceeds<'g>(
        &self,
        capacity: &Capacity,
        bases: &BaseValues,
        groups: impl Iterator<Item = &'g Group>,
    ) -> bool {
        let policy = &self.problem.policy;
        capacity.is_exceeded(groups.map(|group| (self.work(group, bases), policy.officers_floor(group))))
    }

    fn officers_fen(&self, group: &Group, officers: Officers) -> i128 {
        let each = self.problem.stations[group.centre].cost.map_or(0, |cost| cost.for_each_officer.as_fen());
        i128::from(each) * i128::from(officers.heads())
    }
}

fn whole(count: u128) -> AimValue {
    // Sums of a county stay far below 2^127; a sum beyond would be the worst there is, not a good one.
    AimValue(i128::try_from(count).unwrap_or(i128::MAX))
}
