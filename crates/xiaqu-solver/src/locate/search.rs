//! Branch and bound on centres with Lagrangian bounds in whole numbers (FORMULATION 7.6).

use xiaqu_model::{IxVec, Limit};

use super::{
    ascent::{Aim, Ascent, Effort, Step, first_prices},
    cost_matrix::CostMatrix,
    evaluate::serve,
    index::{Client, Site},
    instance::Instance,
    interchange::Interchange,
    outcome::{beyond, relative_gap, worthwhile},
    prices::Standing,
};
use crate::control::{Stage, Watch};

/// Steps at the root.
const ROOT: Effort = Effort { steps: 3_000, step: 1.0, patience: 20, least_step: 0.004 };

/// Steps at the root once the sites that it ruled out are gone.
const AGAIN: Effort = Effort { steps: 1_000, step: 0.1, patience: 20, least_step: 0.004 };

/// Steps at a node, which starts from its parent's prices.
const NODE: Effort = Effort { steps: 60, step: 0.25, patience: 8, least_step: 0.01 };

/// How often the root is bounded anew after sites are gone.
const ROUNDS: usize = 3;

/// At the root, the relaxed centres are improved by exchanges after every so many steps, but not for ever.
const EXCHANGE_EVERY: u32 = 25;
const EXCHANGE_UNTIL: u32 = 1_000;

/// At nodes, relaxed centres are valued at most every so many steps.
const VALUE_EVERY: u32 = 10;

/// The question of a search.
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
    pub(super) matrix: &'a CostMatrix,
    pub(super) centres: usize,
    /// Whether a centre serves the client of its own number, whatever that costs.
    pub(super) own_areas: bool,
    /// Ascending.
    pub(super) candidates: &'a [usize],
    /// Ascending.
    pub(super) fixed: &'a [usize],
    /// Answers that are not better than the best by more than this share are not looked for.
    pub(super) gap: f64,
}

/// A part of the question that waits.
struct Node {
    standings: IxVec<Site, Standing>,
    prices: IxVec<Client, i64>,
    bound: i128,
}

/// A search under way.
pub(super) struct Search<'a> {
    question: Question<'a>,
    watch: &'a Watch,
    /// The best cost in units, and its centres.
    pub(super) best: (i128, Vec<usize>),
    /// No answer is below this, in units.
    pub(super) bound: i128,
    /// Parts of the question that were bounded.
    pub(super) nodes: u64,
}

impl<'a> Search<'a> {
    /// A search that starts from centres that can serve all clients; `None` if they cannot.
    pub(super) fn start(question: Question<'a>, watch: &'a Watch, centres: &[usize]) -> Option<Self> {
        let served = serve(question.matrix, centres, question.own_areas)?;
        let mut search =
            Self { question, watch, best: (served.objective, centres.to_vec()), bound: i128::MIN, nodes: 0 };
        watch.report(Stage::Interchange, 0, None);
        search.exchange(centres);
        Some(search)
    }

    /// Improves centres by exchanges and keeps them if they are the best so far.
    fn exchange(&mut self, centres: &[usize]) {
        let Question { matrix, own_areas, candidates, fixed, .. } = self.question;
        let mut interchange = Interchange::new(matrix, centres, own_areas);
        interchange.descend(candidates, fixed, || self.watch.reached().is_some());
        self.keep(interchange.centres());
    }

    fn keep(&mut self, centres: Vec<usize>) {
        if let Some(served) = serve(self.question.matrix, &centres, self.question.own_areas)
            && served.objective < self.best.0
        {
            self.best = (served.objective, centres);
        }
    }

    fn limit(&self) -> i128 {
        worthwhile(self.best.0, self.question.gap)
    }

    /// Runs to the end or to a limit; best and bound are then in place.
    pub(super) fn run(&mut self) -> Option<Limit> {
        let Question { matrix, own_areas, candidates, .. } = self.question;
        let mut instance = Instance::new(matrix, candidates, own_areas);
        let Some(root) = self.root(&mut instance) else {
            self.bound = self.limit() + 1;
            return None;
        };
        let fineness = i128::from(instance.fineness);
        let mut stack = vec![root];
        while let Some(mut node) = stack.pop() {
            if let Some(limit) = self.watch.reached() {
                stack.push(node);
                let least = stack.iter().map(|node| node.bound).min().unwrap_or(i128::MIN);
                self.bound = ceil_div(least, instance.fineness).min(self.limit() + 1);
                return Some(limit);
            }
            if node.bound > self.limit() * fineness {
                continue;
            }
            if self.nodes.is_multiple_of(256) {
                let least = stack.iter().map(|node| node.bound).min().unwrap_or(node.bound).min(node.bound);
                let gap = relative_gap(self.best.0, ceil_div(least, instance.fineness).min(self.best.0));
                self.watch.report(Stage::Bound, self.nodes, Some(gap));
            }
            let Some(site) = self.bound_node(&instance, &mut node, NODE) else { continue };
            for standing in [Standing::Closed, Standing::Open] {
                let mut standings = node.standings.clone();
                standings[site] = standing;
                stack.push(Node { standings, prices: node.prices.clone(), bound: node.bound });
            }
        }
        self.bound = self.limit() + 1;
        None
    }

    /// The root, bounded, and the sites it rules out taken out; `None` if that answers the question.
    fn root(&mut self, instance: &mut Instance) -> Option<Node> {
        let is_best = IxVec::from_fn(instance.sites(), |site| self.best.1.binary_search(&instance.rows[site]).is_ok());
        let is_fixed = |site: Site| self.question.fixed.binary_search(&instance.rows[site]).is_ok();
        let mut root =
            Node {
                standings: IxVec::from_fn(instance.sites(), |site| {
                    if is_fixed(site) { Standing::Open } else { Standing::Free }
                }),
                prices: first_prices(instance, &is_best),
                bound: i128::MIN,
            };
        self.watch.report(Stage::Bound, 0, None);
        for round in 0..ROUNDS {
            let before = instance.sites();
            self.bound_node(instance, &mut root, if round == 0 { ROOT } else { AGAIN })?;
            let standing = |wanted: Standing| IxVec::from_fn(before, |site| root.standings[site] == wanted);
            let (closed, open) = (standing(Standing::Closed), standing(Standing::Open));
            let kept = IxVec::from_fn(before, |site| !closed[site]);
            *instance = instance.reduced(&kept, &open);
            let standings = root.standings.iter().copied().filter(|standing| *standing != Standing::Closed);
            root.standings = IxVec::from_rows(standings.collect());
            if before == instance.sites() || self.watch.reached().is_some() {
                break;
            }
        }
        Some(root)
    }

    /// Raises the bound of a node; the site to branch on, or nothing if the node is done.
    fn bound_node(&mut self, instance: &Instance, node: &mut Node, effort: Effort) -> Option<Site> {
        self.nodes += 1;
        let fineness = i128::from(instance.fineness);
        let mut ascent = Ascent::new(node.prices.clone(), instance.sites(), effort);
        let mut since = 0;
        for step in 1..=effort.steps {
            let (limit, target) = (self.limit() * fineness, beyond(self.best.0) * fineness);
            let aim = Aim { centres: self.question.centres, limit, target };
            let outcome = ascent.step(instance, &mut node.standings, aim, effort);
            since += 1;
            let is_root = effort.steps == ROOT.steps;
            if outcome == Step::Beyond {
                return None;
            } else if is_root && step % EXCHANGE_EVERY == 0 && step <= EXCHANGE_UNTIL {
                self.exchange(&rows(instance, &ascent.relaxed.chosen));
            } else if outcome == Step::Better && since >= VALUE_EVERY {
                since = 0;
                self.value(&rows(instance, &ascent.relaxed.chosen));
            }
            if ascent.is_exhausted(effort) || (step % 32 == 0 && self.watch.reached().is_some()) {
                break;
            }
        }
        node.bound = node.bound.max(ascent.best_bound);
        node.prices = ascent.best_prices;
        let site = undecided(&node.standings, &ascent.share);
        if site.is_none() {
            self.keep(rows(instance, &IxVec::from_fn(instance.sites(), |site| node.standings[site] == Standing::Open)));
        }
        site
    }

    /// Values relaxed centres, and improves them if they come close to the best.
    fn value(&mut self, centres: &[usize]) {
        let served = serve(self.question.matrix, centres, self.question.own_areas);
        if served.is_some_and(|served| served.objective < self.best.0 + self.best.0.abs() / 200) {
            self.exchange(centres);
        }
    }
}

/// The rows of the matrix that stand for these sites.
fn rows(instance: &Instance, sites: &IxVec<Site, bool>) -> Vec<usize> {
    let mut rows: Vec<usize> =
        sites.iter_enumerated().filter(|(_, is)| **is).map(|(site, _)| instance.rows[site]).collect();
    rows.sort_unstable();
    rows
}

/// The free site that was a relaxed centre as often as not; the lowest of several.
pub(super) fn undecided(standings: &IxVec<Site, Standing>, share: &IxVec<Site, f64>) -> Option<Site> {
    let free = standings.iter_enumerated().filter(|(_, standing)| **standing == Standing::Free);
    let doubt = |site: Site| share[site].min(1.0 - share[site]);
    free.map(|(site, _)| site).max_by(|one, other| doubt(*one).total_cmp(&doubt(*other)).then(other.cmp(one)))
}

/// A quotient rounded up: bounds of whole-number costs are whole numbers.
pub(super) fn ceil_div(number: i128, divisor: i64) -> i128 {
    let divisor = i128::from(divisor);
    number.div_euclid(divisor) + i128::from(number.rem_euclid(divisor) > 0)
}
