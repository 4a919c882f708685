//! Branch and bound for contiguous districts, bounds in whole numbers (FORMULATION 7.18).

use xiaqu_model::{Index, IxVec, Limit};

use super::{
    contiguity::{Contiguity, Neighbourhood},
    evaluate::districts_cost,
    program::Program,
    relaxation::Relaxation,
    territory::Territory,
};
use crate::{
    control::{Stage, Watch},
    error::SearchError,
    locate::{
        ascent::Effort,
        cost_matrix::CostMatrix,
        index::{Client, Site},
        outcome::{relative_gap, worthwhile},
        prices::Standing,
        search::ceil_div,
    },
};

/// Steps at the root: long, because everything is fixed by its bound.
const ROOT: Effort = Effort { steps: 12_000, step: 1.0, patience: 60, least_step: 0.004 };

const FIRST: Effort = Effort { steps: 800, step: 1.0, patience: 20, least_step: 0.05 };

/// Steps at a node, which starts from its parent's prices.
const NODE: Effort = Effort { steps: 150, step: 0.12, patience: 12, least_step: 0.01 };

/// Steps after which what the bound rules out is taken out.
const FIX_EVERY: u32 = 100;

/// The question of a search for districts.
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
    pub(super) matrix: &'a CostMatrix,
    pub(super) neighbourhood: &'a Neighbourhood,
    pub(super) level: Contiguity,
    pub(super) centres: usize,
    pub(super) gap: f64,
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
    cutoff: i128,
    /// About what the answer may cost, in fine units, as long as none is known.
    pub(super) hint: i128,
    tried: std::collections::BTreeSet<Vec<usize>>,
    pub(super) nodes: u64,
    pub(super) steps: u64,
}

/// Where to divide a node.
enum Branch {
    /// A site becomes a centre or not.
    Site(Site),
    /// An area belongs to this site or not.
    Pair(Site, Client),
}

impl<'a> Search<'a> {
    pub(super) fn new(question: Question<'a>, watch: &'a Watch) -> Self {
        Self { question, watch, best: None, bound: i128::MIN, cutoff: i128::MAX / 4, hint: 0, tried: Default::default(), nodes: 0, steps: 0 }
    }

    /// Searches below a root to the end or to a limit.
    pub(super) fn run(&mut self, mut base: Relaxation, ceiling: i128) -> Option<Limit> {
        self.watch.report(Stage::Bound, 0, None);
        let mut share = 100;
        if self.bound_node(&mut base, FIRST).is_none() { return self.end(); }
        self.bound = ceil_div(base.best_bound, self.question.fineness);
        loop {
            self.cutoff = base.best_bound + base.best_bound.abs() / share + 1;
            if share == 0 || self.cutoff > ceiling { self.cutoff = ceiling; }
            let stopped = self.explore(base.clone());
            if stopped.is_some() || self.best.is_some() || self.cutoff == ceiling { return stopped; }
            share /= 4;
        }
    }

    fn explore(&mut self, mut root: Relaxation) -> Option<Limit> {
        let Some(branch) = self.bound_node(&mut root, ROOT) else { return self.end() };
        let mut waiting: Vec<(Relaxation, Branch)> = Vec::new();
        if std::env::var("DEBUG").is_ok() { eprintln!("root: bound {} best {:?} sites {} pairs {} steps {}", ceil_div(root.best_bound, self.question.fineness), self.best.as_ref().map(|b| b.0), root.territories.len(), root.pairs(), self.steps); }
        let mut current = Some((root, branch));
        loop {
            let Some((node, branch)) = current.take().or_else(|| Self::least_of(&mut waiting)) else { return self.end() };
            if let Some(limit) = self.watch.reached() {
                waiting.push((node, branch));
                self.bound = self.least(&waiting);
                return Some(limit);
            }
            if node.best_bound > self.limit() {
                continue;
            }
            let mut children: Vec<(Relaxation, Branch)> = Vec::new();
            for mut child in self.divide(node, &branch) {
                self.nodes += 1;
                if std::env::var("DEBUG").is_ok() && self.nodes % 64 == 0 { eprintln!("node {}: bound {} best {:?} waiting {} sites {} pairs {} open {}", self.nodes, ceil_div(child.best_bound, self.question.fineness), self.best.as_ref().map(|b| b.0), waiting.len(), child.territories.len(), child.pairs(), child.standings.iter().filter(|s| **s == Standing::Open).count()); }
                if let Some(branch) = self.bound_node(&mut child, NODE) {
                    children.push((child, branch));
                }
            }
            children.sort_by_key(|(child, _)| std::cmp::Reverse(child.best_bound));
            current = children.pop();
            waiting.extend(children);
        }
    }

    /// Takes out the node of the least bound, the latest of several.
    fn least_of(waiting: &mut Vec<(Relaxation, Branch)>) -> Option<(Relaxation, Branch)> {
        let (at, _) = waiting.iter().enumerate().min_by_key(|(at, (node, _))| (node.best_bound, std::cmp::Reverse(*at)))?;
        Some(waiting.swap_remove(at))
    }

    fn end(&mut self) -> Option<Limit> {
        if let Some((best, _)) = &self.best {
            self.bound = worthwhile(*best, self.question.gap) + 1;
        }
        None
    }

    fn least(&self, waiting: &[(Relaxation, Branch)]) -> i128 {
        let least = waiting.iter().map(|(node, _)| node.best_bound).min().unwrap_or(i128::MIN);
        ceil_div(least, self.question.fineness)
    }

    /// The largest value of an answer that is worth finding, in fine units.
    fn limit(&self) -> i128 {
        let best = self.best.as_ref();
        best.map_or(self.cutoff, |(best, _)| worthwhile(*best, self.question.gap) * i128::from(self.question.fineness))
    }

    /// Where the steps aim, in fine units.
    fn target(&self, node: &Relaxation) -> i128 {
        let guess = || node.best_bound.max(self.hint) + (node.best_bound.abs() / 100).max(1);
        if self.cutoff < i128::MAX / 4 && self.best.is_none() { return self.cutoff; }
        self.best.as_ref().map_or_else(guess, |(best, _)| (best + best.abs() / 1000) * i128::from(self.question.fineness))
    }

    /// Raises the bound of a node; where to divide it, or nothing if it is done.
    fn bound_node(&mut self, node: &mut Relaxation, effort: Effort) -> Option<Branch> {
        node.begin(effort);
        for step in 1..=effort.steps {
            self.steps += 1;
            node.step(self.limit(), self.target(node), effort)?;
            let last = node.is_exhausted(effort) || step == effort.steps;
            if step % FIX_EVERY == 0 || last {
                node.restore();
                node.fix(self.limit())?;
                if last && node.is_settled() {
                    let _ = self.round(node);
                    node.fix(self.limit())?;
                }
                if self.watch.reached().is_some() {
                    break;
                }
            }
            if last {
                break;
            }
        }
        self.branch(node)
    }

    fn branch(&mut self, node: &Relaxation) -> Option<Branch> {
        let free = node.standings.iter_enumerated().filter(|(_, standing)| **standing == Standing::Free);
        let undecided = |site: Site| node.share[site].min(1.0 - node.share[site]);
        let site = free.map(|(site, _)| site).max_by(|one, other| {
            undecided(*one).total_cmp(&undecided(*other)).then(other.cmp(one))
        });
        if let Some(site) = site {
            return Some(Branch::Site(site));
        }
        let pair = node.open_question();
        if pair.is_none() {
            // Every area has one centre left, and contiguity holds among what is left.
            self.keep(node.only_assignment());
        }
        pair.map(|(site, client)| Branch::Pair(site, client))
    }

    /// The two halves of a node; the one to search first comes last.
    fn divide(&self, node: Relaxation, branch: &Branch) -> Vec<Relaxation> {
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
        vec![without, with]
    }

    /// Makes districts of the relaxed centres, unless these were tried before.
    fn round(&mut self, node: &Relaxation) -> Result<Option<Limit>, SearchError> {
        let mut rows: Vec<usize> = node.chosen.iter().map(|site| node.territories[*site].row).collect();
        rows.sort_unstable();
        if !self.tried.insert(rows) {
            return Ok(None);
        }
        let clock = std::time::Instant::now();
        let territories: Vec<Territory> = node.chosen.iter().map(|site| node.territories[*site].clone()).collect();
        let budget = self.limit().min(node.best_bound + node.best_bound.abs() / 300);
        let Some(program) = Program::new(territories, self.question.matrix.clients(), |_| budget) else { return Ok(None) };
        match program.solve(self.watch, 1, self.question.fineness)? {
            Ok(assignment) => { self.keep(assignment); 
        if std::env::var("DEBUG").is_ok() { eprintln!("program {:.2}s best {:?} bound {}", clock.elapsed().as_secs_f64(), self.best.as_ref().map(|b| b.0), ceil_div(node.best_bound, self.question.fineness)); }
            Ok(None) }
            Err(limit) => Ok(Some(limit)),
        }
    }

    /// Keeps districts if they obey every rule and are the best so far.
    pub(super) fn keep(&mut self, assignment: Option<Vec<usize>>) {
        let Question { matrix, neighbourhood, level, .. } = self.question;
        let Some(assignment) = assignment else { return };
        let Some(cost) = districts_cost(matrix, neighbourhood, level, &assignment) else { return };
        if self.best.as_ref().is_none_or(|(best, _)| cost < *best) {
            self.best = Some((cost, assignment));
        }
    }
}

/// The root of a search over all candidates.
pub(super) fn root(question: &Question<'_>, candidates: &[usize], fixed: &[usize]) -> Relaxation {
    let Question { matrix, neighbourhood, level, fineness, .. } = *question;
    let territories: IxVec<Site, Territory> = IxVec::from_fn(candidates.len(), |site: Site| {
        let centre = candidates.get(site.position()).copied().unwrap_or(usize::MAX);
        let costs = matrix.row(centre).map(|cost| cost.map(|cost| cost * fineness));
        Territory::new(centre, costs, neighbourhood, level)
    });
    let standings = IxVec::from_fn(territories.len(), |site: Site| {
        let territory = &territories[site];
        let has_own = territory.pairs.first().is_some_and(|pair| pair.client.position() == territory.row);
        match (has_own, fixed.binary_search(&territory.row).is_ok()) {
            (false, _) => Standing::Closed,
            (true, true) => Standing::Open,
            (true, false) => Standing::Free,
        }
    });
    Relaxation::new(territories, standings, matrix.clients(), question.centres)
}
