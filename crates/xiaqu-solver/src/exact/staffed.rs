//! The busiest station and all aims after it (FORMULATION 4.35).

use xiaqu_model::{Aim, AimValue, Limit, Proof, ProvedAim};

use super::search::{ExactSearch, Searched, Step};
use crate::{
    enumeration::Found,
    staffed::{BusiestFirst, Demanded, End, minimise_busiest},
};

impl ExactSearch<'_> {
    /// The best plan by `aims`, of which the busiest station is the first, under all limits so far.
    pub(super) fn busiest_first(mut self, aims: &[Aim]) -> Searched<Option<Found>> {
        if self.best.is_none() {
            match self.first_plan(Aim::BusiestStation)? {
                Step::Proved => {}
                Step::Infeasible => return Ok(Ok(None)),
                Step::Stopped(reason) => return Ok(self.stopped(reason.limit())),
            }
        }
        let Some(start) = self.best.as_ref().map(|plan| self.county.groups(plan)) else { return Ok(Ok(None)) };
        let mut rules = self.county.rules.clone();
        let fixed = self.limits.iter().find(|(aim, _)| *aim == Aim::MostClosures);
        if let Some((_, AimValue(closures))) = fixed {
            rules.closures_min = u32::try_from(-closures).ok();
        }
        rules.limits.clone_from(&self.limits);
        let asked = BusiestFirst {
            problem: self.county.problem,
            rules: &rules,
            aims,
            demand: self
                .county
                .demand
                .classes
                .iter()
                .map(|class| Demanded { bases: &class.bases, calls: class.calls })
                .collect(),
            watch: self.watch,
            gap: self.gap,
            least: self.county.least_value(Aim::BusiestStation),
        };
        let Some(found) = minimise_busiest(&asked, &start)? else { return Ok(self.stopped(Limit::Effort)) };
        self.nodes += found.nodes;
        let rows = aims.iter().zip(&found.values);
        let proved = |bound: &dyn Fn(Aim, AimValue) -> AimValue| -> Vec<ProvedAim> {
            let rows =
                rows.clone().map(|(&aim, &objective)| ProvedAim { aim, objective, bound: bound(aim, objective) });
            rows.collect()
        };
        let mut done = std::mem::take(&mut self.proved);
        if matches!(found.end, End::Proved) {
            done.extend(proved(&|_, objective| objective));
            return Ok(Ok(Some((found.groups, Proof::Optimal { status: self.status(), aims: done }))));
        }
        let mut open = proved(&|aim, objective| match aim {
            Aim::BusiestStation => found.bound.min(objective),
            _ => self.county.least_value(aim).min(objective),
        });
        let first = open.iter().position(|aim| !aim.is_proved()).unwrap_or(0);
        open.truncate(first + 1);
        done.extend(open);
        let status = self.status();
        Ok(Ok(Some((
            found.groups,
            match found.end {
                End::Stopped(limit) => Proof::Stopped { status, aims: done, limit },
                _ => Proof::Optimal { status: status + ", left within the gap asked for", aims: done },
            },
        ))))
    }
}
