//! Branch and bound on centres with Lagrangian bounds in whole numbers (FORMULATION 7.6).

use xiaqu_model::{Index, IxVec, Limit};

use super::{
    ascent::{Ascent, Effort, Step, first_prices},
    cost_matrix::CostMatrix,
    evaluate::serve,
    index::{Client, Site},
    instance::Instance,
    interchange::Interchange,
    prices::Standing,
};
use crate::control::{Stage, Watch};

const ROOT: Effort = Effort { steps: 3_000, step: 1.0, patience: 20, least_step: 0.004 };
const NODE: Effort = Effort { steps: 60, step: 0.25, patience: 8, least_step: 0.01 };

/// A subproblem that waits.
struct Node {
    standings: IxVec<Site, Standing>,
    prices: IxVec<Client, i64>,
    bound: i128,
}

/// The question of a search.
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
    pub(super) matrix: &'a CostMatrix,
    pub(super) centres: usize,
    pub(super) own_areas: bool,
    pub(super) candidates: &'a [usize],
    pub(super) fixed: &'a [usize],
    /// Answers that are not better than the best by more than this share are not looked for.
    pub(super) gap: f64,
}

/// A search under way.
pub(super) struct Search<'a> {
    question: Question<'a>,
    watch: &'a Watch,
    pub(super) best: Option<(i128, Vec<usize>)>,
    pub(super) bound: i128,
    pub(super) nodes: u64,
    pub(super) steps: u64,
}

impl<'a> Search<'a> {
    pub(super) fn new(question: Question<'a>, watch: &'a Watch) -> Self {
        Self { question, watch, best: None, bound: i128::MIN, nodes: 0, steps: 0 }
    }

    /// Takes in a set of centres if it is better than the best so far, after exchanges.
    pub(super) fn offer(&mut self, centres: &[usize]) -> bool {
        let Question { matrix, own_areas, candidates, fixed, .. } = self.question;
        let mut interchange = Interchange::new(matrix, centres, own_areas);
        interchange.descend(candidates, fixed, || self.watch.reached().is_some());
        self.keep(interchange.centres())
    }

    fn keep(&mut self, centres: Vec<usize>) -> bool {
        let Some(served) = serve(self.question.matrix, &centres, self.question.own_areas) else { return false };
        let better = self.best.as_ref().is_none_or(|(best, _)| served.objective < *best);
        if better {
            self.best = Some((served.objective, centres));
        }
        better
    }

    /// The largest value, in units, of an answer that is worth finding.
    fn limit(&self) -> Option<i128> {
        let (best, _) = self.best.as_ref()?;
        let margin = xiaqu_model::cast::wide_to_f64(*best).abs() * self.question.gap;
        let margin = xiaqu_model::cast::to_i64(margin.floor()).map_or(1, |margin| i128::from(margin.max(1)));
        Some(best - margin)
    }

    /// Runs to the end or to a limit.
    pub(super) fn run(&mut self) -> Option<Limit> {
        let Question { matrix, centres, own_areas, candidates, fixed, .. } = self.question;
        let mut instance = Instance::new(matrix, candidates, own_areas);
        let is_centre = {
            let set = self.best.as_ref().map(|(_, centres)| centres.clone()).unwrap_or_default();
            IxVec::from_fn(instance.sites(), |site| set.binary_search(&instance.rows[site]).is_ok())
        };
        let mut root = Node {
            standings: IxVec::from_fn(instance.sites(), |site| {
                if fixed.binary_search(&instance.rows[site]).is_ok() { Standing::Open } else { Standing::Free }
            }),
            prices: first_prices(&instance, &is_centre),
            bound: i128::MIN,
        };
        self.watch.report(Stage::Bound, 0, None);
        for round in 0..(if std::env::var("UB").is_ok() {1} else {3}) {
            let before = instance.sites();
            let Some(_site) = self.bound_node(&instance, &mut root, if round == 0 { ROOT } else { Effort { step: 0.1, ..ROOT } }) else { return self.ended(&instance) };
            let kept = IxVec::from_fn(instance.sites(), |site| root.standings[site] != Standing::Closed);
            let open = IxVec::from_fn(instance.sites(), |site| root.standings[site] == Standing::Open);
            instance = instance.reduced(&kept, &open);
            root.standings = IxVec::from_rows(root.standings.iter().copied().filter(|s| *s != Standing::Closed).collect());
            eprintln!("round {round}: bound {} best {:?} sites {} -> {} open {} steps {}", root.bound as f64 / instance.fineness as f64, self.best.as_ref().map(|b| b.0), before, instance.sites(), open.iter().filter(|o| **o).count(), self.steps);
            if let Ok(ub) = std::env::var("UB") {
                // experiment: what survives against another incumbent
                let ub: i128 = ub.parse().unwrap();
                let lim = ub * i128::from(instance.fineness);
                let mut rel = super::prices::Relaxed::default();
                let st = IxVec::from_fn(instance.sites(), |_| Standing::Free);
                rel.solve(&instance, &root.prices, &st, centres);
                let mut sites = 0; let mut pairs = 0; let mut ones = 0;
                let mut alive = IxVec::from_fn(instance.sites(), |_| false);
                for site in st.indices() {
                    let base = if rel.chosen[site] { rel.bound } else { rel.bound + i128::from(rel.worth[site]) - i128::from(rel.last_chosen) };
                    if base <= lim { sites += 1; alive[site] = true; }
                }
                for (client, offers) in instance.offers().enumerate() { let lam = root.prices[Client::from_position(client)];
                    for o in offers { let base = if rel.chosen[o.site] { rel.bound } else { rel.bound + i128::from(rel.worth[o.site]) - i128::from(rel.last_chosen) };
                        let rc = (o.cost - lam).max(0); if base + i128::from(rc) <= lim { pairs += 1; }
                        if o.cost < lam && base <= lim && base + i128::from(lam - o.cost) > lim { ones += 1; } } }
                eprintln!("round {round} bound {} UB {ub}: sites {sites} pairs {pairs} implied {ones}", ceil_div(rel.bound, instance.fineness));
            }
            if let Some(limit) = self.watch.reached() { self.bound = ceil_div(root.bound, instance.fineness); return Some(limit); }
            if before == instance.sites() { break; }
        }
        let mut stack = vec![root];
        while let Some(mut node) = stack.pop() {
            if let Some(limit) = self.watch.reached() {
                stack.push(node);
                let least = stack.iter().map(|node| node.bound).min().unwrap_or(i128::MIN);
                self.bound = ceil_div(least, instance.fineness);
                return Some(limit);
            }
            self.nodes += 1;
            if self.limit().is_some_and(|limit| node.bound > limit * i128::from(instance.fineness)) { continue; }
            let Some(site) = self.bound_node(&instance, &mut node, NODE) else { continue };
            for standing in [Standing::Closed, Standing::Open] {
                let mut standings = node.standings.clone();
                standings[site] = standing;
                stack.push(Node { standings, prices: node.prices.clone(), bound: node.bound });
            }
        }
        let _ = centres;
        self.ended(&instance)
    }

    fn ended(&mut self, _instance: &Instance) -> Option<Limit> {
        if let Some(limit) = self.limit() {
            self.bound = limit + 1;
        }
        None
    }

    /// Raises the bound of a node; the site to branch on, or nothing if the node is done.
    fn bound_node(&mut self, instance: &Instance, node: &mut Node, effort: Effort) -> Option<Site> {
        let fineness = i128::from(instance.fineness);
        let mut ascent = Ascent::new(node.prices.clone(), instance.sites(), effort);
        let mut since = 0;
        for step in 0..effort.steps {
            self.steps += 1;
            let limit = self.limit().map_or(i128::MAX / 4, |limit| limit * fineness);
            let target = self.best.as_ref().map_or_else(|| ascent.best_bound.max(0) * 11 / 10 + 1, |(best, _)| (best + best.abs() / 1000) * fineness);
            match ascent.step(instance, &mut node.standings, (self.question.centres, limit, target), effort) {
                Step::Beyond => return None,
                Step::Better if since >= 10 => {
                    since = 0;
                    self.try_chosen(instance, &ascent.relaxed.chosen, false);
                }
                _ => since += 1,
            }
            if effort.steps > 1000 && step % 25 == 24 && step < 1000 { self.try_chosen(instance, &ascent.relaxed.chosen, true); }
            if ascent.is_exhausted(effort) || (step % 32 == 31 && self.watch.reached().is_some()) {
                break;
            }
        }
        node.prices = ascent.best_prices;
        node.bound = node.bound.max(ascent.best_bound);
        let free = node.standings.iter_enumerated().filter(|(_, standing)| **standing == Standing::Free);
        let site = free.map(|(site, _)| site).max_by(|one, other| {
            let score = |site: Site| ascent.share[site].min(1.0 - ascent.share[site]);
            score(*one).total_cmp(&score(*other)).then(other.cmp(one))
        });
        if site.is_none() {
            let open: Vec<usize> = node.standings.iter_enumerated().filter(|(_, s)| **s == Standing::Open).map(|(site, _)| instance.rows[site]).collect();
            if open.len() == self.question.centres { self.keep(open); }
        }
        site
    }

    fn try_chosen(&mut self, instance: &Instance, chosen: &IxVec<Site, bool>, eager: bool) {
        let mut centres: Vec<usize> = chosen.iter_enumerated().filter(|(_, c)| **c).map(|(site, _)| instance.rows[site]).collect();
        centres.sort_unstable();
        let Some(served) = serve(self.question.matrix, &centres, self.question.own_areas) else { return };
        if self.best.as_ref().is_none_or(|(best, _)| eager || served.objective < best + best / 200) {
            self.offer(&centres);
        }
    }
}

pub(super) fn ceil_div(number: i128, divisor: i64) -> i128 {
    let divisor = i128::from(divisor);
    number.div_euclid(divisor) + i128::from(number.rem_euclid(divisor) > 0)
}

#[allow(dead_code, reason = "x")]
fn _c(c: Client) -> usize { c.position() }
