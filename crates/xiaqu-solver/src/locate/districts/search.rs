//! Branch and bound for contiguous districts, bounds in whole numbers (FORMULATION 7.16 to 7.18).

use std::cmp::Reverse;

use xiaqu_model::{IxVec, Limit, cast::wide_to_f64};

use super::{
    contiguity::{Contiguity, Neighbourhood},
    evaluate::districts_cost,
    program::{Program, Proposal},
    relaxation::Relaxation,
    territory::Territory,
};
use crate::{
    control::{Stage, Watch},
    error::SearchError,
    locate::{
        ascent::{Aim, Effort},
        cost_matrix::CostMatrix,
        index::{Client, Site},
        outcome::{beyond, relative_gap, worthwhile},
        prices::Standing,
        search::{ceil_div, undecided},
    },
};

/// Steps before anything is ruled out.
const FIRST: Effort = Effort { steps: 800, step: 1.0, patience: 20, least_step: 0.05 };

/// Steps at the root: many, because everything is ruled out by its bound.
const ROOT: Effort = Effort { steps: 12_000, step: 1.0, patience: 100, least_step: 0.004 };

/// Steps at the root with a better answer known.
const AGAIN: Effort = Effort { steps: 6_000, step: 0.5, patience: 100, least_step: 0.008 };

/// Steps at a node, which starts from its parent's prices.
const NODE: Effort = Effort { steps: 150, step: 0.12, patience: 12, least_step: 0.01 };

/// Steps at a node whose centres are all known: they are cheap.
const SETTLED: Effort = Effort { steps: 600, step: 0.5, patience: 20, least_step: 0.01 };

/// Steps after which what the bound rules out is taken out.
const FIX_EVERY: u32 = 100;

/// Answers are first looked for up to this share above the first bound, as a divisor; then up to four times that, and on.
const FIRST_SHARE: i128 = 100;

/// Districts of known centres are looked for up to these shares above the bound, as divisors, one after the other: mostly
/// they are close, and the closer one looks the less there is to look at. The last only as long as no answer is known.
const CLOSE: [i128; 4] = [8_000, 2_000, 500, 100];

/// The question of a search for districts.
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
    pub(super) matrix: &'a CostMatrix,
    pub(super) neighbourhood: &'a Neighbourhood,
    pub(super) level: Contiguity,
    pub(super) centres: usize,
    pub(super) gap: f64,
    pub(super) seed: u64,
    /// Fine units in a unit of the matrix.
    pub(super) fineness: i64,
}

/// A search under way.
pub(super) struct Search<'a> {
    question: Question<'a>,
    watch: &'a Watch,
    /// The best cost in units, and who serves whom.
    pub(super) best: Option<(i128, Vec<usize>)>,
    /// No answer is below this, in units.
    pub(super) bound: i128,
    /// Parts of the question that were bounded.
    pub(super) nodes: u64,
    /// Sets of centres whose best districts are known by the claim of a solver that counts in floating point.
    pub(super) claims: u64,
    /// Answers above this, in fine units, are not looked for at present.
    cutoff: Option<i128>,
    /// About what an answer may cost, in units, as long as nothing better is known.
    hint: i128,
    /// A failure of the solver that proposes districts.
    failure: Option<SearchError>,
}

/// Where to divide a node.
enum Branch {
    /// A site becomes a centre or not.
    Site(Site),
    /// An area belongs to this site or not.
    Pair(Site, Client),
}

/// A bounded part of the question and where to divide it.
type Part = (Relaxation, Branch);

/// How far an exploration goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Until {
    FirstAnswer,
    End,
}

impl<'a> Search<'a> {
    pub(super) fn new(question: Question<'a>, watch: &'a Watch, hint: i128) -> Self {
        Self { question, watch, best: None, bound: i128::MIN, nodes: 0, cutoff: None, hint, claims: 0, failure: None }
    }

    /// Searches below a root to the end or to a limit.
    pub(super) fn run(&mut self, mut base: Relaxation) -> Result<Option<Limit>, SearchError> {
        self.watch.report(Stage::Bound, 0, None);
        let ceiling = base.ceiling();
        if self.bound_node(&mut base, FIRST).is_none() {
            return self.end();
        }
        self.learn(base.best_bound);
        let mut share = FIRST_SHARE;
        loop {
            let above = base.best_bound.abs().checked_div(share).unwrap_or(ceiling);
            let cutoff = (base.best_bound + above + 1).max(self.best_fine().unwrap_or(i128::MIN)).min(ceiling);
            self.cutoff = Some(cutoff);
            let stopped = self.search_up_to_cutoff(base.clone());
            let is_answered = self.best_fine().is_some_and(|best| best <= cutoff);
            if stopped.is_some() || is_answered || cutoff >= ceiling || self.failure.is_some() {
                return if stopped.is_some() { self.failure.take().map_or(Ok(stopped), Err) } else { self.end() };
            }
            self.learn(cutoff + 1);
            share /= 4;
        }
    }

    /// Nothing is left below what is known.
    fn end(&mut self) -> Result<Option<Limit>, SearchError> {
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        if let Some((best, _)) = &self.best {
            self.bound = worthwhile(*best, self.question.gap) + 1;
        }
        Ok(None)
    }

    fn learn(&mut self, bound: i128) {
        self.bound = self.bound.max(ceil_div(bound, self.question.fineness));
    }

    /// A first answer, improved; then, with everything ruled out that it rules out, all the rest.
    fn search_up_to_cutoff(&mut self, mut root: Relaxation) -> Option<Limit> {
        let branch = self.bound_node(&mut root, ROOT)?;
        self.learn(root.best_bound.min(self.limit() + 1));
        if let Some(limit) = self.explore((root.clone(), branch), Until::FirstAnswer) {
            return Some(limit);
        }
        self.best.as_ref()?;
        self.watch.report(Stage::Interchange, self.nodes, self.gap_now());
        self.polish(&mut root)?;
        let branch = self.bound_node(&mut root, AGAIN)?;
        self.explore((root, branch), Until::End)
    }

    /// Divides and bounds, from a node downwards to its better half, then from the node of the least bound.
    fn explore(&mut self, root: Part, until: Until) -> Option<Limit> {
        let mut waiting: Vec<Part> = Vec::new();
        let mut current = Some(root);
        loop {
            let (node, branch) = current.take().or_else(|| least_of(&mut waiting))?;
            if node.best_bound > self.limit() {
                continue;
            }
            if let Some(limit) = self.watch.reached() {
                let least = waiting.iter().map(|(node, _)| node.best_bound).fold(node.best_bound, i128::min);
                self.learn(least.min(self.limit() + 1));
                return Some(limit);
            }
            if self.failure.is_some() || (until == Until::FirstAnswer && self.best.is_some()) {
                return None;
            }
            let mut halves: Vec<Part> = Vec::new();
            for mut half in divide(node, &branch) {
                if let Some(branch) = self.bound_node(&mut half, NODE) {
                    halves.push((half, branch));
                }
            }
            if self.nodes % 64 < 2 {
                self.watch.report(Stage::Bound, self.nodes, self.gap_now());
            }
            halves.sort_by_key(|(half, _)| Reverse(half.best_bound));
            current = halves.pop();
            waiting.extend(halves);
        }
    }

    fn gap_now(&self) -> Option<f64> {
        self.best.as_ref().map(|(best, _)| relative_gap(*best, self.bound.min(*best)))
    }

    fn best_fine(&self) -> Option<i128> {
        self.best.as_ref().map(|(best, _)| best * i128::from(self.question.fineness))
    }

    /// The largest value of an answer that is looked for, in fine units.
    fn limit(&self) -> i128 {
        let best = self.best.as_ref().map(|(best, _)| worthwhile(*best, self.question.gap));
        let best = best.map_or(i128::MAX / 4, |best| best * i128::from(self.question.fineness));
        self.cutoff.map_or(best, |cutoff| cutoff.min(best))
    }

    fn aim(&self) -> Aim {
        let known = self.best.as_ref().map_or(self.hint, |(best, _)| *best);
        let target = beyond(known) * i128::from(self.question.fineness);
        let target = if self.best.is_none() { self.cutoff.map_or(target, |cutoff| cutoff.max(target)) } else { target };
        Aim { centres: self.question.centres, limit: self.limit(), target }
    }

    /// Raises the bound of a node; where to divide it, or nothing if it is done.
    fn bound_node(&mut self, node: &mut Relaxation, effort: Effort) -> Option<Branch> {
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
        if let Some(site) = undecided(&node.standings, &node.share) {
            return Some(Branch::Site(site));
        }
        let pair = node.open_question();
        if pair.is_none() {
            // Every area has at most one centre left, and contiguity holds among what is left.
            self.keep(node.only_assignment(), node.best_bound);
        }
        pair.map(|(site, client)| Branch::Pair(site, client))
    }

    /// Looks for the best districts of a node's centres. True if, by the solver's claim, the node is done.
    fn propose(&mut self, node: &Relaxation) -> bool {
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

    /// Exchanges centres of the best answer for their neighbours while that helps; `None` if nothing better is left.
    fn polish(&mut self, root: &mut Relaxation) -> Option<()> {
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
            let _ = self.bound_node(&mut node, NODE);
        }
        self.best_fine() != before
    }

    /// Keeps districts of a node of this bound if they obey every rule and are the best so far; gives their value, fine.
    fn keep(&mut self, assignment: Option<Vec<usize>>, bound: i128) -> Option<i128> {
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

/// Takes out the part of the least bound, the latest of several.
fn least_of(waiting: &mut Vec<Part>) -> Option<Part> {
    let parts = waiting.iter().enumerate();
    let (at, _) = parts.min_by_key(|(at, (node, _))| (node.best_bound, Reverse(*at)))?;
    Some(waiting.swap_remove(at))
}

/// The two halves of a node.
fn divide(node: Relaxation, branch: &Branch) -> [Relaxation; 2] {
    let (mut without, mut with) = (node.clone(), node);
    match *branch {
        Branch::Site(site) => {
            without.standings[site] = Standing::Closed;
            with.standings[site] = Standing::Open;
        }
        Branch::Pair(site, client) => {
            without.forbid(|at, whom| at == site && whom == client);
            with.forbid(|at, whom| at != site && whom == client);
        }
    }
    [without, with]
}

/// The root of a search over all candidates.
pub(super) fn root(question: &Question<'_>, candidates: &[usize], fixed: &[usize]) -> Relaxation {
    let Question { matrix, neighbourhood, level, fineness, .. } = *question;
    let mut territories: IxVec<Site, Territory> = IxVec::default();
    let mut standings: IxVec<Site, Standing> = IxVec::default();
    for &centre in candidates {
        let costs = matrix.row(centre).map(|cost| cost.map(|cost| cost * fineness));
        let territory = Territory::new(centre, costs, neighbourhood, level);
        let is_fixed = fixed.binary_search(&centre).is_ok();
        standings.push(match (territory.lost_own(), is_fixed) {
            (true, _) => Standing::Closed,
            (false, true) => Standing::Open,
            (false, false) => Standing::Free,
        });
        territories.push(territory);
    }
    Relaxation::new(territories, standings, matrix.clients(), question.centres)
}
