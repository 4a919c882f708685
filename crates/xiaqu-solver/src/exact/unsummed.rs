//! Aims that are no sums, one at a time (FORMULATION 4.33 and 4.35).

use xiaqu_model::{Aim, AimValue, ProvedAim};

use super::{
    build::Made,
    search::{Asked, ExactSearch, Solved, Step},
};
use crate::{
    error::SearchError,
    kernel::{Reason, Stopped},
};

impl ExactSearch<'_> {
    /// An aim that is no sum: plans are asked for that are better than the best so far, until there is none.
    pub(super) fn minimise_lazily(&mut self, aim: Aim) -> Result<Step, SearchError> {
        if self.best.is_none() {
            match self.first_plan(aim)? {
                Step::Proved => {}
                other => return Ok(other),
            }
        }
        let mut bound = self.county.least_value(aim);
        let step = match aim {
            Aim::WorstVillage => self.halve(&mut bound)?,
            Aim::WorstTenth => self.search_thresholds(&mut bound)?,
            _ => self.descend(aim, &mut bound)?,
        };
        let Some(plan) = &self.best else { return Ok(Step::Infeasible) };
        let objective = self.county.value(aim, plan);
        let bound = if matches!(step, Step::Proved) { objective } else { bound.min(objective) };
        self.proved.push(ProvedAim { aim, objective, bound });
        self.limits.push((aim, objective));
        Ok(step)
    }

    /// A plan to start from: the best by mean response, which is good in every aim of this kind.
    pub(super) fn first_plan(&mut self, aim: Aim) -> Result<Step, SearchError> {
        let aims = [if aim == Aim::RunningCost { Aim::MostClosures } else { Aim::MeanSecondArrival }];
        let answer = self.solve(&Asked::of(&aims), |made| aims.iter().filter_map(|&aim| made.row(aim)).collect())?;
        if let Solved::Stopped(Stopped { incumbent: Some(plan), .. }, _) = &answer {
            self.best = Some(plan.clone());
        }
        Ok(self.take(answer))
    }

    /// The latest arrival, by halving the list of arrivals that there are (FORMULATION 4.33).
    fn halve(&mut self, bound: &mut AimValue) -> Result<Step, SearchError> {
        let times = self.county.demand.distinct_times();
        let least = *bound;
        let mut low = times.partition_point(|&time| i128::from(time) < least.0);
        let found = self.best.as_ref().map_or(least, |plan| self.county.value(Aim::WorstVillage, plan));
        let mut high = times.partition_point(|&time| i128::from(time) < found.0);
        while low < high {
            let middle = usize::midpoint(low, high);
            let Some(&time) = times.get(middle) else { break };
            let value = self.best.as_ref().map(|plan| self.county.value(Aim::WorstVillage, plan));
            let reached = times.get(low).map_or(least, |&time| AimValue(i128::from(time)));
            if value.is_some_and(|value| self.is_near_enough(value, reached)) {
                *bound = reached;
                self.limit_arrivals(None);
                return Ok(Step::Stopped(Reason::WithinGap));
            }
            self.limit_arrivals(Some(time));
            let kept = self.best.take();
            match self.any_plan()? {
                Step::Proved => {
                    let reached = self.best.as_ref().map(|plan| self.county.value(Aim::WorstVillage, plan));
                    high = reached.map_or(middle, |reached| times.partition_point(|&t| i128::from(t) < reached.0));
                }
                Step::Infeasible => {
                    low = middle + 1;
                    self.best = kept;
                }
                Step::Stopped(reason) => {
                    self.best = kept;
                    *bound = times.get(low).map_or(least, |&time| AimValue(i128::from(time)));
                    self.limit_arrivals(None);
                    return Ok(Step::Stopped(reason));
                }
            }
        }
        self.limit_arrivals(times.get(high).copied());
        Ok(Step::Proved)
    }

    /// Lets no village wait longer; weights of classes are then of another list and start anew.
    fn limit_arrivals(&mut self, latest: Option<u32>) {
        self.county.within(latest);
        self.lazy.forget_tails();
    }

    /// Better and better plans until there is none (FORMULATION 4.35).
    fn descend(&mut self, aim: Aim, bound: &mut AimValue) -> Result<Step, SearchError> {
        let fixed = self.limits.len();
        loop {
            let Some(best) = self.best.clone() else { return Ok(Step::Infeasible) };
            let value = self.county.value(aim, &best);
            if *bound >= value {
                return Ok(Step::Proved);
            }
            if self.is_near_enough(value, *bound) {
                return Ok(Step::Stopped(Reason::WithinGap));
            }
            self.limits.push((aim, AimValue(value.0 - 1)));
            let answer = self.solve_afresh(&Asked::of(&[]))?;
            self.limits.truncate(fixed);
            match answer {
                Solved::Best(plan, _) => self.best = Some(plan),
                Solved::Infeasible => return Ok(Step::Proved),
                Solved::Stopped(stopped, _) => return Ok(Step::Stopped(stopped.reason)),
            }
        }
    }

    /// [`Self::solve`] where the best plan so far is no starting point, because it is not among the plans asked for.
    pub(super) fn solve_afresh(&mut self, asked: &Asked<'_>) -> Result<Solved, SearchError> {
        let start = self.best.take();
        let answer = self.solve(asked, Made::guide);
        self.best = start;
        answer
    }
}
