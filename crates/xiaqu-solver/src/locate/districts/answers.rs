//! Better answers: districts of known centres, exchanges of centres (FORMULATION 7.17).

use xiaqu_model::cast::wide_to_f64;

use super::{
    annealing::{Annealing, Ground, MOVES},
    bounding::SETTLED,
    evaluate::districts_cost,
    program::{Program, Proposal},
    relaxation::Relaxation,
    search::{Question, Search},
};
use crate::{
    error::SearchError,
    locate::{prices::Standing, search::ceil_div},
};

/// Districts of known centres are looked for up to these shares above the bound, as divisors, one after the other: mostly
/// they are close, and the closer one looks the less there is to look at. The last only as long as no answer is known.
const CLOSE: [i128; 4] = [8_000, 2_000, 500, 100];

/// A dive opens all sites that are open to this share.
const NEARLY_OPEN: f64 = 0.9;

impl Search<'_> {
    /// Looks for the best districts of a node's centres. True if, by the solver's claim, the node is done.
    pub(super) fn propose(&mut self, node: &Relaxation) -> bool {
        let shares = CLOSE.iter().take(if self.best.is_none() { CLOSE.len() } else { CLOSE.len() - 1 });
        let close = shares.map(|share| node.best_bound + node.best_bound.abs() / share);
        for close in close.chain(self.best.is_some().then(|| self.limit())).collect::<Vec<i128>>() {
            let budget = close.min(self.limit());
            let mut near = node.clone();
            if near.fix(budget).is_some() {
                let program = Program::new(&near.territories, self.question.matrix.clients());
                match program.solve(self.watch, self.question.seed, self.question.fineness) {
                    Ok(Ok(Proposal { assignment, is_claimed })) => {
                        // Answers within the budget were all in the program, so the best of them is the best of all.
                        let within = self.keep(assignment, node.best_bound).is_some_and(|value| value <= budget);
                        if within || budget >= self.limit() {
                            return is_claimed;
                        }
                    }
                    Ok(Err(_)) => return false,
                    Err(failure) => {
                        self.failure = Some(failure);
                        return false;
                    }
                }
            } else if budget >= self.limit() {
                return true;
            }
        }
        false
    }

    /// Opens the sites that the linear program opens most, one after the other, for a first answer.
    pub(super) fn dive(&mut self, root: &Relaxation) {
        let mut part = root.clone();
        let before = self.best_fine();
        while !part.is_settled() && self.best_fine() == before {
            let Some(site) = part.most_open() else { return };
            let mut without = part.clone();
            part.open(site, NEARLY_OPEN);
            if self.bound_part(&mut part).is_none() {
                without.standings[site] = Standing::Closed;
                if self.bound_part(&mut without).is_none() {
                    return;
                }
                part = without;
            }
        }
        if self.best_fine() == before {
            let _ = self.bound_by_steps(&mut part, SETTLED);
        }
    }

    /// Anneals districts, from the centres that the bound of a part opens most, for a good answer to begin with.
    pub(super) fn anneal(&mut self, base: &Relaxation) {
        let rows: Vec<usize> = base.territories.iter().map(|territory| territory.row).collect();
        let standings = base.territories.iter().zip(&base.standings);
        let fixed: Vec<usize> = standings
            .filter(|(_, standing)| **standing == Standing::Open)
            .map(|(territory, _)| territory.row)
            .collect();
        let Some(ground) = Ground::new(&self.question, &rows, &fixed) else { return };
        let Some(mut annealing) = Annealing::new(&ground, &base.most_open_rows()) else { return };
        let moves = u64::try_from(rows.len()).unwrap_or(0).saturating_mul(MOVES);
        let found = annealing.run(moves, self.question.seed, self.watch);
        self.keep(found, i128::MIN);
    }

    /// Exchanges centres of the best answer for their neighbours while that helps; `None` if nothing better is left.
    pub(super) fn polish(&mut self, root: &mut Relaxation) -> Option<()> {
        loop {
            root.fix(self.limit())?;
            let mut rows = self.best.as_ref().map(|(_, assignment)| assignment.clone())?;
            rows.sort_unstable();
            rows.dedup();
            let before = self.best_fine();
            for old in rows.clone() {
                for &new in self.question.neighbourhood.neighbours(old) {
                    if self.watch.reached().is_none()
                        && !rows.contains(&new)
                        && self.try_exchange(root, &rows, (old, new))
                    {
                        rows.retain(|row| *row != old);
                        rows.push(new);
                        break;
                    }
                }
            }
            if self.best_fine() == before {
                return Some(());
            }
        }
    }

    /// Whether one centre for another gives a better answer.
    fn try_exchange(&mut self, root: &Relaxation, rows: &[usize], (old, new): (usize, usize)) -> bool {
        let mut exchanged: Vec<usize> = rows.iter().copied().filter(|row| *row != old).chain([new]).collect();
        exchanged.sort_unstable();
        let before = self.best_fine();
        if let Some(mut node) = root.with_centres(&exchanged) {
            // What is left open below this node is searched later, from the root.
            let _ = self.bound_by_steps(&mut node, SETTLED);
        }
        self.best_fine() != before
    }

    /// Keeps districts of a node of this bound if they obey every rule and are the best so far; gives their value, fine.
    pub(super) fn keep(&mut self, assignment: Option<Vec<usize>>, bound: i128) -> Option<i128> {
        let Question { matrix, neighbourhood, level, fineness, .. } = self.question;
        let assignment = assignment?;
        let cost = districts_cost(matrix, neighbourhood, level, &assignment)?;
        if cost * i128::from(fineness) < bound {
            let (claimed, found) = (wide_to_f64(ceil_div(bound, fineness)), wide_to_f64(cost));
            self.failure = Some(SearchError::Contradiction { claimed, found });
        }
        if self.best.as_ref().is_none_or(|(best, _)| cost < *best) {
            self.best = Some((cost, assignment));
        }
        Some(cost * i128::from(fineness))
    }
}
