//! Arrivals for a set of bases: nearest response county-wide, with ceilings (FORMULATION 3.2 to 3.4 and 2.4).

use std::collections::BTreeMap;

use xiaqu_model::{Aim, AimValue, CallsPerYear, IxVec, Problem, StationIx, TravelTime, Work};

use crate::rules::ceiling;

/// Villages whose arrivals from all stations are equal, to the millisecond.
#[derive(Clone, Debug)]
pub(crate) struct DemandClass {
    /// Milliseconds of arrival and station, the nearest first; only arrivals below the ceiling.
    pub(crate) bases: Vec<(u32, StationIx)>,
    /// Thousandths of calls a year of all its villages.
    pub(crate) calls: u64,
    /// People of all its villages.
    pub(crate) people: u64,
}

/// All demand, folded into classes.
#[derive(Clone, Debug)]
pub(crate) struct DemandTable {
    pub(crate) classes: Vec<DemandClass>,
    /// A tenth of the people that a station reaches today, rounded up.
    tenth: u64,
    turnout: u32,
}

/// What the nearest bases make of the county.
#[derive(Clone, Debug)]
pub(crate) struct Arrivals {
    /// Milliseconds of arrival and base for every class.
    nearest: Vec<(u32, StationIx)>,
}

impl DemandTable {
    pub(crate) fn new(problem: &Problem, response_limits: bool) -> Self {
        let mut classes: BTreeMap<Vec<(u32, StationIx)>, (u64, u64)> = BTreeMap::new();
        let mut people = 0;
        for (village, row) in problem.villages.iter_enumerated() {
            let Some(ceiling) = ceiling(problem, village) else { continue };
            let arrivals = problem.stations.indices().filter_map(|base| Some((problem.arrival(base, village)?, base)));
            let mut bases: Vec<(u32, StationIx)> = arrivals
                .filter(|&(arrival, _)| !response_limits || arrival <= ceiling)
                .map(|(arrival, base)| (arrival.as_milliseconds(), base))
                .collect();
            bases.sort_unstable();
            let class = classes.entry(bases).or_default();
            class.0 += row.calls.thousandths();
            class.1 += u64::from(row.people.count());
            people += u64::from(row.people.count());
        }
        let classes = classes.into_iter().map(|(bases, (calls, people))| DemandClass { bases, calls, people });
        let turnout = problem.policy.response.turnout.time().as_milliseconds();
        Self { classes: classes.collect(), tenth: people.div_ceil(10), turnout }
    }

    /// Arrivals if exactly the stations that `is_base` names are bases; `None` if a village is beyond its ceiling.
    pub(crate) fn arrivals(&self, is_base: impl Fn(StationIx) -> bool) -> Option<Arrivals> {
        let nearest = |class: &DemandClass| class.bases.iter().find(|&&(_, base)| is_base(base)).copied();
        Some(Arrivals { nearest: self.classes.iter().map(nearest).collect::<Option<Vec<_>>>()? })
    }

    /// FORMULATION 3.2.
    pub(crate) fn mean(&self, arrivals: &Arrivals) -> AimValue {
        let rows = self.classes.iter().zip(&arrivals.nearest);
        AimValue(rows.map(|(class, &(time, _))| i128::from(class.calls) * i128::from(time)).sum())
    }

    /// FORMULATION 3.3: the tenth of the people that wait longest.
    pub(crate) fn worst_tenth(&self, arrivals: &Arrivals) -> AimValue {
        let rows = self.classes.iter().zip(&arrivals.nearest);
        let mut waits: Vec<(u32, u64)> = rows.map(|(class, &(time, _))| (time, class.people)).collect();
        waits.sort_unstable_by(|one, other| other.cmp(one));
        let mut left = self.tenth;
        let mut sum = 0_i128;
        for (time, people) in waits {
            let taken = people.min(left);
            sum += i128::from(taken) * i128::from(time);
            left -= taken;
        }
        AimValue(sum)
    }

    /// FORMULATION 3.4.
    pub(crate) fn worst_village(arrivals: &Arrivals) -> AimValue {
        AimValue(arrivals.nearest.iter().map(|&(time, _)| i128::from(time)).max().unwrap_or(0))
    }

    /// Work that calls cost every base (FORMULATION 5.2).
    pub(crate) fn loads(&self, problem: &Problem, arrivals: &Arrivals) -> IxVec<StationIx, Work> {
        let mut loads = IxVec::from_fn(problem.stations.len(), |_| Work::default());
        for (class, &(time, base)) in self.classes.iter().zip(&arrivals.nearest) {
            let travel = TravelTime::from_milliseconds(time.saturating_sub(self.turnout));
            let calls = CallsPerYear::from_thousandths(class.calls);
            loads[base] = loads[base].plus(problem.policy.workload.response_work(calls, travel));
        }
        loads
    }

    /// No plan is below this in an aim of the arrivals: every station open.
    pub(crate) fn least(&self, aim: Aim) -> Option<AimValue> {
        let arrivals = self.arrivals(|_| true)?;
        match aim {
            Aim::MeanSecondArrival => Some(self.mean(&arrivals)),
            Aim::WorstTenth => Some(self.worst_tenth(&arrivals)),
            Aim::WorstVillage => Some(Self::worst_village(&arrivals)),
            _ => None,
        }
    }
}
