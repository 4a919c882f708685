//! Branch and bound for contiguous districts, bounds in whole numbers (FORMULATION 7.16 to 7.18).

use std::cmp::Reverse;

use xiaqu_model::{IxVec, Limit};

use super::{
    contiguity::{Contiguity, Neighbourhood},
    division::{Branch, divide},
    gains::Gains,
    master::Master,
    relaxation::Relaxation,
    territory::Territory,
};
use crate::{
    backend::HAS_LINEAR,
    control::{Stage, Watch},
    error::SearchError,
    locate::{
        ascent::{Aim, Effort},
        cost_matrix::CostMatrix,
        index::Site,
        outcome::{beyond, relative_gap, worthwhile},
        prices::Standing,
        search::ceil_div,
    },
};

/// Steps before anything is ruled out.
const FIRST: Effort = Effort { steps: 800, step: 1.0, patience: 20, least_step: 0.05 };

/// Steps at the root: many, because everything is ruled out by its bound.
const ROOT: Effort = Effort { steps: 12_000, step: 1.0, patience: 100, least_step: 0.004 };

/// Steps at the root with a better answer known.
const AGAIN: Effort = Effort { steps: 6_000, step: 0.5, patience: 100, least_step: 0.008 };

/// Answers are first looked for up to this share above the bound, as a divisor. It is doubled after some times.
const FIRST_SHARE: i128 = 400;

/// Times with the same share as long as steps suffice, which are cheap.
const STEPS: u32 = 2;

/// Times with the same share once linear programs are asked: they are small as long as the cutoff is close.
const PROGRAMS: u32 = 4;

/// A search of more parts than this is a long one: the next cutoff is half as far.
const LONG: u64 = 40;

/// Most times that cutoffs come closer.
const LONG_MOST: u32 = 2;

/// Parts that are searched by steps alone before linear programs are asked.
const STEPS_PATIENCE: u64 = 100;

/// Parts that may wait before the search goes depth first.
const WAITING_MAX: usize = 300;

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
    pub(super) question: Question<'a>,
    pub(super) watch: &'a Watch,
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
    /// Whether districts were annealed for an answer to begin with.
    is_annealed: bool,
    /// About what an answer may cost, in units, as long as nothing better is known.
    hint: i128,
    /// The linear program of what is being searched.
    pub(super) master: Option<Master>,
    /// What dividing at sites brought.
    pub(super) gains: Gains,
    /// What dividing at areas brought.
    pub(super) area_gains: Gains,
    /// A failure of the solver that proposes districts.
    pub(super) failure: Option<SearchError>,
}

/// A bounded part of the question and where to divide it.
type Part = (Relaxation, Branch);

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// Nothing is left up to the cutoff.
    Over,
    /// An answer was found where a first one was asked for.
    Answered,
    /// No answer was found with some patience.
    GivenUp,
    Stopped(Limit),
}

/// How far an exploration goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Until {
    FirstAnswer,
    /// An answer other than one of this value.
    BetterThan(Option<i128>),
    End,
}

impl<'a> Search<'a> {
    pub(super) fn new(question: Question<'a>, watch: &'a Watch, hint: i128) -> Self {
        Self {
            question,
            watch,
            best: None,
            bound: i128::MIN,
            nodes: 0,
            cutoff: None,
            is_annealed: false,
            hint,
            claims: 0,
            master: None,
            gains: Gains::default(),
            area_gains: Gains::default(),
            failure: None,
        }
    }

    /// Searches below a root to the end or to a limit.
    pub(super) fn run(&mut self, mut base: Relaxation) -> Result<Option<Limit>, SearchError> {
        self.watch.report(Stage::Bound, 0, None);
        let ceiling = base.ceiling();
        if self.bound_by_steps(&mut base, FIRST).is_none() {
            return self.end();
        }
        self.learn(base.best_bound);
        let (mut level, mut long): (u32, u32) = (0, 0);
        loop {
            let share = (FIRST_SHARE << long) >> (level / if self.is_annealed { PROGRAMS } else { STEPS });
            let bound = self.bound * i128::from(self.question.fineness);
            let above = bound.abs().checked_div(share).map_or(ceiling, |above| bound + above + 1);
            let cutoff = self.best_fine().map_or(above, |best| above.min(best)).min(ceiling);
            self.cutoff = Some(cutoff);
            let before = self.nodes;
            let ending = self.search_up_to_cutoff(&base);
            if self.failure.is_some() {
                return self.end();
            }
            level = if ending == Ending::GivenUp { 0 } else { level + 1 };
            if ending == Ending::Over && self.nodes - before > LONG {
                long = (long + 1).min(LONG_MOST);
            }
            match ending {
                Ending::Stopped(limit) => return Ok(Some(limit)),
                Ending::Over if cutoff >= ceiling || self.is_answered() => {
                    return self.end();
                }
                Ending::Over => self.learn(cutoff + 1),
                Ending::Answered | Ending::GivenUp => {}
            }
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

    /// All answers up to the cutoff: by steps of prices as long as that gets somewhere, then by linear programs.
    fn search_up_to_cutoff(&mut self, base: &Relaxation) -> Ending {
        self.master = None;
        let mut root = base.clone();
        let Some(branch) = self.bound_by_steps(&mut root, ROOT) else { return Ending::Over };
        self.learn(root.best_bound.min(self.limit() + 1));
        if self.is_annealed {
            return self.search_by_program(root);
        }
        match self.search_by_steps(&mut root, branch) {
            Ending::GivenUp => {
                self.is_annealed = true;
                self.anneal(base);
                // The next cutoff begins at the bound that is known by now.
                if self.is_answered() { self.search_by_program(root) } else { Ending::GivenUp }
            }
            ending => ending,
        }
    }

    /// A first answer, improved; then, with everything ruled out that it rules out, all the rest.
    fn search_by_steps(&mut self, root: &mut Relaxation, branch: Branch) -> Ending {
        let patience = HAS_LINEAR.then_some(STEPS_PATIENCE);
        match self.explore(&mut vec![(root.clone(), branch)], patience, Until::FirstAnswer) {
            Ending::Answered => {}
            ending => return ending,
        }
        if self.polish(root).is_none() {
            return Ending::Over;
        }
        let Some(branch) = self.bound_by_steps(root, AGAIN) else { return Ending::Over };
        self.explore(&mut vec![(root.clone(), branch)], patience, Until::End)
    }

    /// The same with the linear program.
    pub(super) fn search_by_program(&mut self, mut root: Relaxation) -> Ending {
        self.make_program(&root);
        let Some(mut branch) = self.bound_by_program(&mut root) else { return Ending::Over };
        self.learn(root.best_bound.min(self.limit() + 1));
        if !self.is_answered() {
            self.dive(&root);
            if self.is_answered() {
                if self.improve(&mut root).is_none() {
                    return Ending::Over;
                }
                self.make_program(&root);
                match self.bound_by_program(&mut root) {
                    Some(other) => branch = other,
                    None => return Ending::Over,
                }
            }
        }
        self.explore_and_improve(root, branch)
    }

    /// Searches below a root to the end. Better answers are improved, and what they rule out at the root goes everywhere.
    fn explore_and_improve(&mut self, mut root: Relaxation, branch: Branch) -> Ending {
        let mut waiting = vec![(root.clone(), branch)];
        let mut size = root.pairs();
        loop {
            let before = self.best_fine();
            match self.explore(&mut waiting, None, Until::BetterThan(before)) {
                Ending::Answered => {}
                ending => return ending,
            }
            if self.improve(&mut root).is_none() {
                return Ending::Over;
            }
            if root.pairs() * 3 < size * 2 {
                size = root.pairs();
                self.make_program(&root);
                for (part, _) in &mut waiting {
                    part.keep_within(&root);
                }
            }
        }
    }

    /// Improves an answer, and takes out at the root what it rules out. Below linear programs exchanges cost more than parts.
    fn improve(&mut self, root: &mut Relaxation) -> Option<()> {
        if self.is_annealed { root.fix(self.limit()) } else { self.polish(root) }
    }

    /// Divides and bounds, from a part downwards to its better half, then from the part of the least bound.
    fn explore(&mut self, waiting: &mut Vec<Part>, patience: Option<u64>, until: Until) -> Ending {
        let mut current: Option<Part> = None;
        let before = self.nodes;
        loop {
            let Some((node, branch)) = current.take().or_else(|| least_of(waiting)) else { return Ending::Over };
            if node.best_bound > self.limit() {
                continue;
            }
            let ending = match self.watch.reached() {
                _ if self.failure.is_some() => Some(Ending::Over),
                Some(limit) => Some(Ending::Stopped(limit)),
                None if self.is_reached(until) => Some(Ending::Answered),
                None => patience.is_some_and(|patience| self.nodes - before >= patience).then_some(Ending::GivenUp),
            };
            if let Some(ending) = ending {
                waiting.push((node, branch));
                let least = waiting.iter().map(|(node, _)| node.best_bound).fold(self.limit() + 1, i128::min);
                self.learn(least);
                return ending;
            }
            let mut halves: Vec<Part> = Vec::new();
            let before = node.best_bound;
            for (side, mut half) in divide(node, &branch) {
                let next = self.bound_part(&mut half);
                let after = if next.is_some() { half.best_bound } else { self.limit() + 1 };
                self.note(&branch, side, after - before);
                halves.extend(next.map(|branch| (half, branch)));
            }
            if self.nodes % 64 < 2 {
                self.watch.report(Stage::Bound, self.nodes, self.gap_now());
            }
            halves.sort_by_key(|(half, _)| Reverse(half.best_bound));
            current = halves.pop();
            waiting.extend(halves);
        }
    }

    /// Whether there is an answer of at most the cutoff.
    fn is_answered(&self) -> bool {
        self.best_fine().is_some_and(|best| self.cutoff.is_none_or(|cutoff| best <= cutoff))
    }

    fn is_reached(&self, until: Until) -> bool {
        match until {
            Until::FirstAnswer => self.is_answered(),
            Until::BetterThan(before) => self.best_fine() != before,
            Until::End => false,
        }
    }

    fn gap_now(&self) -> Option<f64> {
        self.best.as_ref().map(|(best, _)| relative_gap(*best, self.bound.min(*best)))
    }

    pub(super) fn best_fine(&self) -> Option<i128> {
        self.best.as_ref().map(|(best, _)| best * i128::from(self.question.fineness))
    }

    /// The largest value of an answer that is looked for, in fine units.
    pub(super) fn limit(&self) -> i128 {
        let best = self.best.as_ref().map(|(best, _)| worthwhile(*best, self.question.gap));
        let best = best.map_or(i128::MAX / 4, |best| best * i128::from(self.question.fineness));
        self.cutoff.map_or(best, |cutoff| cutoff.min(best))
    }

    pub(super) fn aim(&self) -> Aim {
        let known = self.best.as_ref().map_or(self.hint, |(best, _)| *best);
        let target = beyond(known) * i128::from(self.question.fineness);
        let target = if self.best.is_none() { self.cutoff.map_or(target, |cutoff| cutoff.max(target)) } else { target };
        Aim { centres: self.question.centres, limit: self.limit(), target }
    }
}

/// Takes out the part of the least bound, the latest of several.
///
/// Once very many wait it is simply the latest: deep parts are small, and memory stays bounded.
fn least_of(waiting: &mut Vec<Part>) -> Option<Part> {
    if waiting.len() > WAITING_MAX {
        return waiting.pop();
    }
    let parts = waiting.iter().enumerate();
    let (at, _) = parts.min_by_key(|(at, (node, _))| (node.best_bound, Reverse(*at)))?;
    Some(waiting.swap_remove(at))
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
