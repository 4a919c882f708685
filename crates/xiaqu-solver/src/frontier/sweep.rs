//! Epsilon-constraints: one search after the other, each with an aim held below what is known (FORMULATION 6.3).

use xiaqu_model::{Aim, AimValue, Group, Limit, Problem, Proof};

use super::find::{Answer, Found, PointProof, dominates, further_aims};
use crate::{
    control::{Stage, Watch},
    error::SearchError,
    solve::search,
};

/// Limits that a search was given beyond those of the county.
type Limits = Vec<(Aim, AimValue)>;

/// A search that came to its end: what it was held below, and its answer.
struct Solved {
    limits: Limits,
    answer: Option<Found>,
}

/// Repeated searches of one county, and the points they found.
pub(super) struct Sweep<'a> {
    /// The county, with the limits of the present search.
    pub(super) problem: Problem,
    /// Aims of the frontier in the caller's order.
    aims: &'a [Aim],
    watch: &'a Watch,
    own_limits: usize,
    solved: Vec<Solved>,
    pub(super) found: Vec<Found>,
}

/// Three aims: the last is held below what the sweeps over the first two have seen; two aims: one sweep.
pub(super) fn by_limits(problem: &Problem, aims: &[Aim], watch: &Watch) -> Result<Answer, SearchError> {
    let mut sweep = Sweep::new(problem, aims, watch);
    let stopped = sweep.tighten()?.err();
    Ok((sweep.found, stopped))
}

impl<'a> Sweep<'a> {
    pub(super) fn new(problem: &Problem, aims: &'a [Aim], watch: &'a Watch) -> Self {
        let mut problem = problem.clone();
        let further = further_aims(&problem, aims);
        problem.policy.search.gap = 0.0;
        problem.policy.aims = aims.iter().copied().chain(further).collect();
        let own_limits = problem.policy.limits.len();
        Self { problem, aims, watch, own_limits, solved: Vec::new(), found: Vec::new() }
    }

    fn tighten(&mut self) -> Result<Result<(), Limit>, SearchError> {
        let &[_, held, ..] = self.aims else { return Ok(Ok(())) };
        let Some(&outer) = self.aims.get(2) else {
            return Ok(self.sweep(Some(held), &Vec::new())?.map(|_| ()));
        };
        let mut limits: Limits = Vec::new();
        loop {
            let seen = match self.sweep(Some(held), &limits)? {
                Ok(seen) => seen,
                Err(limit) => return Ok(Err(limit)),
            };
            // Whatever is missing is better in the outer aim than the worst that the last sweep saw.
            let Some(worst) = seen.iter().filter_map(|values| self.value_in(values, outer)).max() else {
                return Ok(Ok(()));
            };
            limits = vec![(outer, below(worst))];
        }
    }

    fn value_in(&self, values: &[AimValue], aim: Aim) -> Option<AimValue> {
        self.aims.iter().zip(values).find(|(own, _)| **own == aim).map(|(_, value)| *value)
    }

    /// All points of the frontier of the aims but that of `limits`, under `limits`: searches with `held` ever lower.
    /// Without `held` there is one search. Gives the values of the points; new ones are kept.
    pub(super) fn sweep(
        &mut self,
        held: Option<Aim>,
        limits: &Limits,
    ) -> Result<Result<Vec<Vec<AimValue>>, Limit>, SearchError> {
        let mut seen = Vec::new();
        let mut lower: Option<AimValue> = None;
        loop {
            let mut all = limits.clone();
            all.extend(held.zip(lower));
            let point = match self.best(all)? {
                Ok(Some(point)) => point,
                Ok(None) => return Ok(Ok(seen)),
                Err(limit) => return Ok(Err(limit)),
            };
            seen.push(point.values.clone());
            let value = held.and_then(|held| self.value_in(&point.values, held));
            self.keep(point);
            match value {
                Some(value) => lower = Some(below(value)),
                None => return Ok(Ok(seen)),
            }
        }
    }

    /// Keeps a point that is new and not dominated by one that was found before.
    fn keep(&mut self, point: Found) {
        let known = |other: &Found| other.values == point.values || dominates(&other.values, &point.values);
        if !self.found.iter().any(known) {
            self.found.push(point);
            self.watch.report(Stage::Frontier, self.found.len() as u64, None);
        }
    }

    /// The best plan under further limits, by a search or from an earlier one that was limited less and whose answer
    /// obeys these limits too.
    fn best(&mut self, limits: Limits) -> Result<Result<Option<Found>, Limit>, SearchError> {
        if let Some(known) = self.solved.iter().find(|known| self.settles(known, &limits)) {
            return Ok(Ok(known.answer.clone()));
        }
        if let Some(limit) = self.watch.reached() {
            return Ok(Err(limit));
        }
        self.problem.policy.limits.truncate(self.own_limits);
        self.problem.policy.limits.extend(&limits);
        let answer = match search(&self.problem, self.watch)? {
            Ok(None) => None,
            Ok(Some((groups, proof))) => match self.proved(groups, &proof)? {
                Ok(point) => Some(point),
                Err(limit) => return Ok(Err(limit)),
            },
            Err(limit) => return Ok(Err(limit)),
        };
        self.solved.push(Solved { limits, answer: answer.clone() });
        Ok(Ok(answer))
    }

    /// Forgets earlier searches: the rules have changed.
    pub(super) fn forget(&mut self) {
        self.solved.clear();
    }

    fn settles(&self, known: &Solved, limits: &Limits) -> bool {
        let looser = |&(aim, most): &(Aim, AimValue)| limits.iter().any(|&(own, value)| own == aim && value <= most);
        let obeys = |point: &Found| {
            limits.iter().all(|&(aim, most)| self.value_in(&point.values, aim).is_some_and(|value| value <= most))
        };
        known.limits.iter().all(looser) && known.answer.as_ref().is_none_or(obeys)
    }

    /// A point from a search that proved every aim; a search that was stopped gives none.
    fn proved(&self, groups: Vec<Group>, proof: &Proof) -> Result<Result<Found, Limit>, SearchError> {
        let status = match proof {
            Proof::Stopped { limit, .. } => return Ok(Err(*limit)),
            Proof::Optimal { status, .. } => status.clone(),
            Proof::Enumerated { plans, .. } => format!("all {plans} plans judged"),
        };
        let is_proved = proof.aims().iter().all(xiaqu_model::ProvedAim::is_proved);
        let values: Option<Vec<AimValue>> = self.aims.iter().map(|&aim| proof.objective(aim)).collect();
        let values = values.filter(|_| is_proved).ok_or(SearchError::Unproved)?;
        Ok(Ok(Found { values, groups, proof: PointProof::Optimal { status } }))
    }
}

/// The next whole number below.
fn below(AimValue(value): AimValue) -> AimValue {
    AimValue(value.saturating_sub(1))
}
