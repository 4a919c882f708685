//! The end of a branch: completing a node depth first, and the first of tied plans (FORMULATION 4.27).

use std::ops::ControlFlow;

use xiaqu_model::AimValue;

use super::{
    certificate::Certificate,
    completion::{Completion, NextStation, TooMuchWork},
    evaluate::ValuedPlan,
    index::ColumnIx,
    search::{Ending, Goal, Search},
};

impl Search<'_> {
    /// Sees all useful plans of the columns whose reduced costs fit, if that takes little work; whether it did.
    pub(crate) fn complete(&mut self, certificate: &Certificate, work: usize) -> bool {
        let slack = self.slack(certificate.bound);
        let program = self.stage.program;
        if slack.is_none() && program.stations > 14 && work < usize::MAX {
            return false;
        }
        let guards = std::mem::take(&mut self.guards);
        let left = certificate
            .reduced
            .iter_enumerated()
            .filter(|&(column, cost)| self.bans.in_play(column) && slack.is_none_or(|slack| *cost <= slack));
        let left: Vec<(i128, ColumnIx)> = left.map(|(column, cost)| (*cost, column)).collect();
        let count = left.len();
        if self.goal == Goal::First && work < usize::MAX && self.too_many.is_some_and(|many| 2 * count > many) {
            // Not much less than what was too much before.
            self.guards = guards;
            return false;
        }
        let mut batch = Vec::new();
        let all = Completion::new(program, left.into_iter(), (slack, &guards), (NextStation::Narrowest, work)).run(
            &mut |columns| {
                let Goal::All(most) = self.goal else {
                    self.offer(columns.to_vec());
                    return match self.ended {
                        None => ControlFlow::Continue(self.slack(certificate.bound)),
                        Some(_) => ControlFlow::Break(()),
                    };
                };
                batch.extend(self.judge(columns.to_vec()));
                if batch.len() + self.found.len() > most {
                    self.ended = Some(Ending::Enough);
                    return ControlFlow::Break(());
                }
                ControlFlow::Continue(slack)
            },
        );
        self.guards = guards;
        if !all && self.ended.is_none() {
            self.too_many = Some(count);
        }
        if all || self.ended.is_some() {
            self.found.append(&mut batch);
        }
        all
    }

    /// The first useful plan in the order of columns, by the best bound of all plans alone; an error if that is too much
    /// work.
    ///
    /// The parts that share no column are completed apart first: every useful plan is made of plans of the parts, so if
    /// the first of each together keep all limits, nothing comes before them.
    pub(crate) fn first_in_order(&self, work: usize) -> Result<Option<ValuedPlan>, TooMuchWork> {
        let Some(root) = &self.root else { return Err(TooMuchWork) };
        let slack = self.slack(root.bound);
        let completion = || {
            let left = root
                .reduced
                .iter_enumerated()
                .filter(|&(column, cost)| self.bans.in_play(column) && slack.is_none_or(|slack| *cost <= slack));
            let left: Vec<(i128, ColumnIx)> = left.map(|(column, cost)| (*cost, column)).collect();
            let order = (NextStation::Lowest, work);
            Completion::new(self.stage.program, left.into_iter(), (slack, &self.guards), order)
        };
        let parts = completion().first_of_parts();
        if let Ok(parts) = parts {
            let Some(columns) = parts else { return Ok(None) };
            if let Some(plan) = self.judge(columns) {
                return Ok(Some(plan));
            }
        }
        let mut first = None;
        let all = completion().run(&mut |columns| {
            first = self.judge(columns.to_vec());
            if first.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(slack) }
        });
        if all || first.is_some() { Ok(first) } else { Err(TooMuchWork) }
    }

    /// Whether the plan found is as close to a bound of all plans as was asked for.
    pub(crate) fn is_within_gap(&self, bound: i128) -> bool {
        if self.settings.gap <= 0.0 || self.goal != Goal::Least {
            return false;
        }
        let value = self.found.first().map(|plan| AimValue(plan.values[self.objective()]));
        value.is_some_and(|value| value.gap_to(AimValue(self.value(bound))) <= self.settings.gap)
    }

    /// The least value that is possible in the nodes left open; nothing if there are none.
    pub(crate) fn bound_of_open(&self) -> Option<i128> {
        self.open.iter().map(|node| node.bound).min().map(|bound| self.value(bound))
    }

    /// Whether the bounds of all aims leave room for a column.
    pub(crate) fn fits_bounds(&self, column: ColumnIx) -> bool {
        let slack = self.root.as_ref().and_then(|root| Some((root.reduced[column], self.slack(root.bound)?)));
        slack.is_none_or(|(reduced, slack)| reduced <= slack)
            && self.guards.iter().all(|guard| guard.reduced[column] <= guard.slack)
    }

    /// Completes a node by the best bound of all plans, without the linear program; whether that was all.
    pub(crate) fn complete_from_root(&mut self) -> bool {
        let Some(root) = self.root.take() else { return false };
        let all = self.complete(&root, self.settings.completion_work * (self.stage.program.stations + 20));
        self.root = Some(root);
        all || self.ended.is_some()
    }
}
