//! The bound of a part of the question, and where to divide it (FORMULATION 7.16 to 7.19).

use xiaqu_model::{
    IxVec,
    cast::{to_i128, wide_to_f64},
};

use super::{
    division::{Branch, divide},
    master::{Master, Point},
    relaxation::Relaxation,
    search::Search,
};
use crate::{
    backend::HAS_LINEAR,
    locate::{
        ascent::Effort,
        index::{Client, Site},
        search::undecided,
    },
};

/// Steps at a node, which starts from its parent's prices.
const NODE: Effort = Effort { steps: 150, step: 0.12, patience: 12, least_step: 0.01 };

/// Steps at a node whose centres are all known: they are cheap.
pub(super) const SETTLED: Effort = Effort { steps: 600, step: 0.5, patience: 20, least_step: 0.01 };

/// Steps after which what the bound rules out is taken out.
const FIX_EVERY: u32 = 100;

/// A value of the linear program that is this close to a whole number is one.
pub(super) const WHOLE: f64 = 1e-4;

/// Most sites among which the one to divide at is chosen.
const CANDIDATES: usize = 8;

/// The linear program is solved again as long as at least one in so many pairs was taken out.
const SHRUNK: usize = 20;

impl Search<'_> {
    /// Raises the bound of a part; where to divide it, or nothing if it is done.
    pub(super) fn bound_part(&mut self, part: &mut Relaxation) -> Option<Branch> {
        if self.master.is_none() {
            return self.bound_by_steps(part, NODE);
        }
        self.nodes += 1;
        part.settle();
        self.bound_by_program(part)
    }

    /// Raises the bound of a part by steps of its prices; where to divide it, or nothing if it is done.
    pub(super) fn bound_by_steps(&mut self, node: &mut Relaxation, effort: Effort) -> Option<Branch> {
        self.nodes += 1;
        node.settle();
        let effort = if node.is_settled() { SETTLED } else { effort };
        node.begin(effort);
        for step in 1..=effort.steps {
            node.step(self.aim(), effort)?;
            let is_last = node.is_exhausted(effort) || step == effort.steps;
            if step % FIX_EVERY == 0 || is_last {
                node.restore();
                node.fix(self.limit())?;
                if is_last && node.is_settled() {
                    let is_claimed = self.propose(node);
                    node.fix(self.limit())?;
                    if is_claimed {
                        self.claims += 1;
                        return None;
                    }
                }
                if is_last || self.watch.reached().is_some() {
                    break;
                }
            }
        }
        self.any_branch(node)
    }

    /// Where to divide a part of which no linear program says anything.
    fn any_branch(&mut self, node: &Relaxation) -> Option<Branch> {
        if let Some(site) = undecided(&node.standings, &node.share) {
            return Some(Branch::Site(node.territories[site].row));
        }
        let pair = node.open_question();
        if pair.is_none() {
            // Every area has at most one centre left, and contiguity holds among what is left.
            self.keep(node.only_assignment(), node.best_bound);
        }
        pair.map(|(row, client)| Branch::Area(client, vec![row]))
    }

    /// Makes the linear program of a part and of all that is left of it later, if this build can solve it.
    pub(super) fn make_program(&mut self, root: &Relaxation) {
        self.master = None;
        if HAS_LINEAR {
            match Master::new(root, self.question.seed) {
                Ok(master) => self.master = Some(master),
                Err(failure) => self.failure = Some(failure),
            }
        }
    }

    /// Raises the bound of a part by the linear program, and takes out what that rules out; where to divide what is left.
    pub(super) fn bound_by_program(&mut self, node: &mut Relaxation) -> Option<Branch> {
        loop {
            let limit = self.limit();
            let before = node.pairs();
            let solved = self.master.as_mut().map(|master| master.solve(node, wide_to_f64(limit), self.watch));
            let point = match solved {
                Some(Ok(Some(point))) => point,
                Some(Err(failure)) => {
                    self.failure = Some(failure);
                    return None;
                }
                // Out of time, or an answer that is none: what is known already goes on.
                Some(Ok(None)) | None => return self.any_branch(node),
            };
            node.adopt(&point)?;
            node.restore();
            node.fix(limit)?;
            if (before - node.pairs()) * SHRUNK < before {
                return self.branch_of(node, &point);
            }
        }
    }

    /// Where the linear program's answer is in doubt; if it is not in doubt, it is an answer.
    fn branch_of(&mut self, node: &Relaxation, point: &Point) -> Option<Branch> {
        let doubt = |value: f64| value.min(1.0 - value);
        let site = self.best_site(node);
        let split = self.best_split(node, point);
        if let Some((_, row)) = site.filter(|(promise, _)| split.as_ref().is_none_or(|split| *promise >= split.0)) {
            return Some(Branch::Site(row));
        }
        if let Some((_, branch)) = split {
            return Some(branch);
        }
        let in_doubt = point.served.iter().filter(|(_, _, value)| doubt(*value) > WHOLE);
        let in_doubt = in_doubt.filter(|(row, client, _)| node.may_serve(*row, *client));
        let order = |one: &&(usize, Client, f64), other: &&(usize, Client, f64)| {
            doubt(one.2).total_cmp(&doubt(other.2)).then((other.0, other.1).cmp(&(one.0, one.1)))
        };
        if let Some((row, client, _)) = in_doubt.max_by(order) {
            return Some(Branch::Area(*client, vec![*row]));
        }
        let mut rows: IxVec<Client, Option<usize>> = IxVec::from_fn(node.clients(), |_| None);
        for (row, client, _) in point.served.iter().filter(|(_, _, value)| *value > 1.0 - WHOLE) {
            rows[*client] = Some(*row);
        }
        self.keep(rows.iter().copied().collect(), node.best_bound);
        if node.best_bound > self.limit() { None } else { self.any_branch(node) }
    }

    /// The site in doubt at which dividing promises most, with its promise. Sites that were never divided at are tried out
    /// first.
    fn best_site(&mut self, node: &Relaxation) -> Option<(f64, usize)> {
        let doubt = |site: Site| node.share[site].min(1.0 - node.share[site]);
        let mut sites: Vec<Site> = node.standings.indices().filter(|site| doubt(*site) > WHOLE).collect();
        sites.sort_by(|one, other| doubt(*other).total_cmp(&doubt(*one)).then(one.cmp(other)));
        sites.truncate(CANDIDATES);
        for site in &sites {
            let row = node.territories[*site].row;
            if !self.gains.knows(row) && self.watch.reached().is_none() {
                self.try_out(node, &Branch::Site(row));
            }
        }
        let promise = |site: Site| self.gains.promise(node.territories[site].row) * doubt(site).min(0.2);
        let site =
            sites.into_iter().max_by(|one, other| promise(*one).total_cmp(&promise(*other)).then(other.cmp(one)))?;
        let row = node.territories[site].row;
        Some((self.gains.promise(row), row))
    }

    /// Asks the linear program, without new rows, what a division would bring.
    pub(super) fn try_out(&mut self, node: &Relaxation, branch: &Branch) {
        let limit = self.limit();
        for (side, half) in divide(node.clone(), branch) {
            let Some(master) = self.master.as_mut() else { return };
            if let Ok(Some(value)) = master.estimate(&half, self.watch) {
                let gain = to_i128(value).min(limit + 1) - node.best_bound;
                self.note(branch, side, gain);
            }
        }
    }
}
