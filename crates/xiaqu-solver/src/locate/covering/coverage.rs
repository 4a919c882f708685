//! Which candidates are within the radius of which clients.

use std::collections::BTreeMap;

use crate::locate::{
    CostMatrix,
    model_error::ModelCause,
    outcome::{LocateProof, relative_gap},
    rules::CheckedRules,
    whole_program::{WholeAnswer, WholeEnding},
};

/// Candidates within the radius of each client. Candidates are known by their position among the candidates.
pub(super) struct Coverage<'a> {
    matrix: &'a CostMatrix,
    /// Sites of the candidates, ascending.
    pub(super) candidates: &'a [usize],
    /// Positions of the fixed ones.
    pub(super) fixed: Vec<usize>,
    /// Positions within reach of each client, ascending.
    pub(super) by_client: Vec<Vec<usize>>,
}

/// Clients with the same candidates within reach, as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Class {
    /// Positions within reach.
    pub(super) sites: Vec<usize>,
    /// Demand of its clients together.
    pub(super) demand: i64,
}

impl<'a> Coverage<'a> {
    pub(super) fn new(matrix: &'a CostMatrix, rules: &'a CheckedRules, radius: i64) -> Self {
        let mut by_client = vec![Vec::new(); matrix.clients()];
        for (position, site) in rules.candidates.iter().enumerate() {
            for (within, cost) in by_client.iter_mut().zip(matrix.row(*site)) {
                if cost.is_some_and(|cost| cost <= radius) {
                    within.push(position);
                }
            }
        }
        let position_of = |site: &usize| rules.candidates.binary_search(site).ok();
        let fixed = rules.fixed.iter().filter_map(position_of).collect();
        Self { matrix, candidates: &rules.candidates, fixed, by_client }
    }

    /// The first client that no candidate reaches, as a cause.
    pub(super) fn out_of_reach(&self, radius: i64) -> Option<ModelCause> {
        let client = self.by_client.iter().position(Vec::is_empty)?;
        Some(ModelCause::OutOfReach { client, radius: self.matrix.to_text(i128::from(radius)) })
    }

    /// Clients folded into classes: the same candidates, demands added (FORMULATION 7.21).
    pub(super) fn classes(&self, demand: &[i64]) -> Vec<Class> {
        let mut classes: BTreeMap<&[usize], i64> = BTreeMap::new();
        for (sites, demand) in self.by_client.iter().zip(demand) {
            let sum = classes.entry(sites).or_default();
            *sum = sum.saturating_add(*demand);
        }
        classes.into_iter().map(|(sites, demand)| Class { sites: sites.to_vec(), demand }).collect()
    }

    /// Fills up to a number of centres with the lowest candidates that are left.
    pub(super) fn fill(&self, chosen: &mut Vec<usize>, centres: usize) {
        for position in 0..self.candidates.len() {
            if chosen.len() >= centres {
                break;
            }
            if !chosen.contains(&position) {
                chosen.push(position);
            }
        }
        chosen.sort_unstable();
    }

    /// The sites of chosen positions, ascending.
    pub(super) fn sites(&self, chosen: &[usize]) -> Vec<usize> {
        let mut sites: Vec<usize> =
            chosen.iter().filter_map(|position| self.candidates.get(*position)).copied().collect();
        sites.sort_unstable();
        sites
    }

    /// The nearest centre within reach of each client, the lowest of equals; and how many are within reach.
    pub(super) fn serve(&self, centres: &[usize]) -> (Vec<Option<usize>>, Vec<usize>) {
        let is_centre = |site: &usize| centres.binary_search(site).is_ok();
        let mut nearest = Vec::with_capacity(self.by_client.len());
        let mut counts = Vec::with_capacity(self.by_client.len());
        for (client, within) in self.by_client.iter().enumerate() {
            let sites: Vec<usize> = within
                .iter()
                .filter_map(|position| self.candidates.get(*position))
                .copied()
                .filter(is_centre)
                .collect();
            counts.push(sites.len());
            nearest.push(sites.into_iter().min_by_key(|site| (self.matrix.cost(*site, client), *site)));
        }
        (nearest, counts)
    }
}

/// How many of the candidates within reach of a class are chosen.
pub(super) fn times_covered(sites: &[usize], is_chosen: &[bool]) -> usize {
    sites.iter().filter(|position| is_chosen.get(**position).is_some_and(|chosen| *chosen)).count()
}

/// Marks of chosen positions.
pub(super) fn marks(chosen: &[usize], candidates: usize) -> Vec<bool> {
    let mut marks = vec![false; candidates];
    for position in chosen {
        if let Some(mark) = marks.get_mut(*position) {
            *mark = true;
        }
    }
    marks
}

/// What a covering model answers, and how sure it is.
#[derive(Clone, Debug, PartialEq)]
pub struct CoverOutcome {
    /// Value of the answer: weight of the centres where it is minimised, demand covered where it is maximised.
    pub objective: i128,
    /// No answer is better than this: not below it when minimising, not above it when maximising.
    pub bound: i128,
    /// |objective - bound| / |objective|; 0 if both are equal.
    pub gap: f64,
    /// How sure it is.
    pub proof: LocateProof,
    /// The centres, ascending.
    pub centres: Vec<usize>,
    /// The nearest centre within the radius of each client; `None` if there is none.
    pub assignment: Vec<Option<usize>>,
    /// How many centres are within the radius of each client.
    pub times_covered: Vec<usize>,
}

impl CoverOutcome {
    pub(super) fn new(coverage: &Coverage<'_>, chosen: &[usize], values: (i128, i128), proof: LocateProof) -> Self {
        let centres = coverage.sites(chosen);
        let (assignment, times_covered) = coverage.serve(&centres);
        let (objective, bound) = values;
        Self { objective, bound, gap: relative_gap(objective, bound), proof, centres, assignment, times_covered }
    }
}

/// The proof that an ending stands for; nothing is proved infeasible here any more.
pub(in crate::locate) fn proof_of<Choice>(answer: &WholeAnswer<Choice>) -> LocateProof {
    let status = answer.status.clone();
    match answer.ending {
        WholeEnding::Stopped(limit) => LocateProof::Stopped { limit, status },
        WholeEnding::Unproved => {
            LocateProof::Heuristic { status: format!("{status}; numbers too large to prove the last digits") }
        }
        WholeEnding::Proved | WholeEnding::Infeasible => LocateProof::Optimal { status },
    }
}

/// The different lists of candidates within a radius of a client.
pub(in crate::locate) fn classes_within(matrix: &CostMatrix, rules: &CheckedRules, radius: i64) -> Vec<Vec<usize>> {
    let coverage = Coverage::new(matrix, rules, radius);
    let demand = vec![0; matrix.clients()];
    coverage.classes(&demand).into_iter().map(|class| class.sites).collect()
}
