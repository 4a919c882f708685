//! Demand for the kernel: villages folded by the nearest bases that can matter (FORMULATION 4.31).

use std::{collections::BTreeMap, ops::Range};

use rayon::prelude::*;
use xiaqu_model::{Index, Problem, StationIx, TravelTime, VillageIx};

use super::partners::Partners;
use crate::rules::{Rules, ceiling_after};

/// Villages looked at together, so that the rows of the matrix are read in order.
const BLOCK: usize = 256;

/// Bases sorted at first; nearly always enough.
const FIRST_BASES: usize = 48;

/// Villages whose nearest bases and arrivals are equal as far as they matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Class {
    /// Milliseconds of arrival and base, nearest first: all within the ceiling, or so many that one stays open.
    pub(super) bases: Vec<(u32, StationIx)>,
    /// Whether one of the bases stays open in every plan.
    pub(super) certain: bool,
    /// Thousandths of calls a year.
    pub(super) calls: u64,
    pub(super) people: u64,
}

/// All demand.
#[derive(Clone, Debug)]
pub(super) struct Demand {
    pub(super) classes: Vec<Class>,
    /// A tenth of the people that a station reaches today, rounded up.
    pub(super) tenth: u64,
}

/// Bases, and whether one of them stays open in every plan.
type Cut = (Vec<(u32, StationIx)>, bool);

/// What one village needs.
type Row = (Cut, (u64, u64));

impl Demand {
    /// Folds the villages; `latest` is an arrival that no village may exceed, for aims on the worst village.
    pub(super) fn new(problem: &Problem, rules: &Rules, partners: &Partners, latest: Option<u32>) -> Self {
        let villages = problem.villages.len();
        let blocks: Vec<Range<usize>> =
            (0..villages.div_ceil(BLOCK)).map(|block| block * BLOCK..villages.min((block + 1) * BLOCK)).collect();
        let rows: Vec<Vec<Row>> =
            blocks.into_par_iter().map(|block| Block { problem, rules, partners, latest }.rows(block)).collect();
        let mut classes: BTreeMap<Cut, (u64, u64)> = BTreeMap::new();
        let mut people = 0;
        for (cut, (calls, heads)) in rows.into_iter().flatten() {
            let class = classes.entry(cut).or_default();
            class.0 += calls;
            class.1 += heads;
            people += heads;
        }
        let classes =
            classes.into_iter().map(|((bases, certain), (calls, people))| Class { bases, certain, calls, people });
        Self { classes: classes.collect(), tenth: people.div_ceil(10) }
    }

    /// Milliseconds of every class if the stations that `is_open` names are bases; `None` if a class has no base.
    pub(super) fn arrivals(&self, is_open: impl Fn(StationIx) -> bool) -> Option<Vec<u32>> {
        let nearest = |class: &Class| class.bases.iter().find(|&&(_, base)| is_open(base)).map(|&(time, _)| time);
        self.classes.iter().map(nearest).collect()
    }

    /// People of every class that belong to the tenth that waits longest.
    pub(super) fn tail(&self, arrivals: &[u32]) -> Vec<i128> {
        let mut order: Vec<usize> = (0..self.classes.len()).collect();
        order.sort_by_key(|&class| std::cmp::Reverse(arrivals.get(class).copied()));
        let mut left = self.tenth;
        let mut weights = vec![0_i128; self.classes.len()];
        for class in order {
            let taken = self.classes.get(class).map_or(0, |class| class.people.min(left));
            left -= taken;
            if let Some(weight) = weights.get_mut(class) {
                *weight = i128::from(taken);
            }
        }
        weights
    }

    /// Distinct arrivals, ascending.
    pub(super) fn distinct_times(&self) -> Vec<u32> {
        let mut times: Vec<u32> = self.classes.iter().flat_map(|class| class.bases.iter().map(|base| base.0)).collect();
        times.sort_unstable();
        times.dedup();
        times
    }
}

struct Block<'a> {
    problem: &'a Problem,
    rules: &'a Rules,
    partners: &'a Partners,
    latest: Option<u32>,
}

impl Block<'_> {
    /// The villages of one block that a station reaches today.
    fn rows(&self, block: Range<usize>) -> Vec<Row> {
        let problem = self.problem;
        let turnout = problem.policy.response.turnout;
        let mut arrivals: Vec<Vec<(u32, StationIx)>> = vec![Vec::new(); block.len()];
        for base in problem.stations.indices() {
            let times = problem.travel.day.to_village[base].as_slice().get(block.clone()).unwrap_or_default();
            for (list, time) in arrivals.iter_mut().zip(times) {
                list.extend(time.map(|time| (turnout.then(time).as_milliseconds(), base)));
            }
        }
        let today: Vec<bool> =
            problem.stations.iter().map(|row| row.duty != xiaqu_model::StationDuty::NewSite).collect();
        let is_today = |base: StationIx| today.get(base.position()).copied().unwrap_or(false);
        let rows = block.zip(arrivals).filter_map(|(village, mut list)| {
            let before = list.iter().filter(|(_, base)| is_today(*base)).map(|&(time, _)| time).min()?;
            let latest = self.latest_at(TravelTime::from_milliseconds(before));
            list.retain(|&(time, _)| time <= latest);
            let row = &problem.villages[VillageIx::from_position(village)];
            Some((self.cut(list), (row.calls.thousandths(), u64::from(row.people.count()))))
        });
        rows.collect()
    }

    /// Latest arrival that counts: the ceiling of FORMULATION 2.4 and the bound of the search.
    fn latest_at(&self, before: TravelTime) -> u32 {
        let limited = self.rules.response_limits;
        let ceiling = if limited { ceiling_after(self.problem, before).as_milliseconds() } else { u32::MAX };
        self.latest.map_or(ceiling, |latest| latest.min(ceiling))
    }

    /// The nearest bases, as many as can matter.
    fn cut(&self, mut list: Vec<(u32, StationIx)>) -> Cut {
        if list.len() > FIRST_BASES {
            list.select_nth_unstable(FIRST_BASES);
            let mut first: Vec<(u32, StationIx)> = list.iter().copied().take(FIRST_BASES).collect();
            first.sort_unstable();
            if let Some(enough) = self.partners.enough(first.iter().map(|&(_, base)| base)) {
                first.truncate(enough);
                return (first, true);
            }
        }
        list.sort_unstable();
        let enough = self.partners.enough(list.iter().map(|&(_, base)| base));
        list.truncate(enough.unwrap_or(list.len()));
        (list, enough.is_some())
    }
}
