//! p-centre: so many centres that the farthest client is as near as can be.

use xiaqu_model::Limit;

use super::{
    CostMatrix, LocateCause, LocateControl, LocateError, LocateOutcome, LocateProof, SiteRules,
    covering::{SetCover, classes_within},
    model_error::{ModelCause, ModelError},
    outcome::relative_gap,
    rules::CheckedRules,
    whole_program::SearchLimits,
};

/// The centres for which the largest cost of any client is least; every client goes to its cheapest centre
/// (FORMULATION 7.25).
///
/// Bisection over the different costs of the matrix: whether so many centres reach every client within a cost is a set
/// covering question, answered exactly. Objective and bound are in units of the matrix.
///
/// Minieka: The m-center problem, SIAM Review 12 (1970).
///
/// # Errors
///
/// [`ModelError::Infeasible`] or [`LocateError::Infeasible`] with the cause if so many centres cannot reach every client at
/// any cost.
///
/// # Example
///
/// ```
/// use xiaqu_solver::locate::{CostMatrix, LocateControl, SiteRules, p_centre};
///
/// let minutes = CostMatrix::from_texts([["0", "10", "30"], ["10", "0", "15"], ["30", "15", "0"]])?;
/// let found = p_centre(&minutes, 1, &SiteRules::default(), &LocateControl::default())?;
/// assert_eq!((found.objective, found.bound, found.centres), (15, 15, vec![1]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn p_centre(
    matrix: &CostMatrix,
    centres: usize,
    rules: &SiteRules,
    control: &LocateControl,
) -> Result<LocateOutcome, ModelError> {
    let watch = control.watch();
    let rules = rules.check_number(matrix, centres)?;
    let limits = SearchLimits { watch: &watch, gap: 0.0, seed: control.seed };
    let mut bisection = Bisection::new(matrix, &rules, centres)?;
    let limit = bisection.run(control.gap, limits)?;
    bisection.finish(limit)
}

struct Bisection<'a> {
    matrix: &'a CostMatrix,
    rules: &'a CheckedRules,
    centres: usize,
    /// The different costs that the answer may have, ascending.
    costs: Vec<i64>,
    /// Costs before this position are proved too small.
    low: usize,
    /// The best answer, as positions among the candidates.
    best: Option<(Vec<usize>, i64)>,
}

impl<'a> Bisection<'a> {
    fn new(matrix: &'a CostMatrix, rules: &'a CheckedRules, centres: usize) -> Result<Self, ModelError> {
        let mut nearest: Vec<Option<i64>> = vec![None; matrix.clients()];
        let mut costs: Vec<i64> = Vec::new();
        for site in &rules.candidates {
            for (nearest, cost) in nearest.iter_mut().zip(matrix.row(*site)) {
                *nearest = [*nearest, cost].into_iter().flatten().min();
                costs.extend(cost);
            }
        }
        if let Some(client) = nearest.iter().position(Option::is_none) {
            return Err(LocateCause::Unreached { client }.into());
        }
        // No client can do better than its own nearest candidate.
        let least = nearest.into_iter().flatten().max().unwrap_or(0);
        costs.retain(|cost| *cost >= least);
        costs.sort_unstable();
        costs.dedup();
        Ok(Self { matrix, rules, centres, costs, low: 0, best: None })
    }

    /// Narrows the answer down; the limit that was reached, if any.
    fn run(&mut self, gap: f64, limits: SearchLimits<'_>) -> Result<Option<Limit>, ModelError> {
        // First at the largest cost, where only forbidden pairs can stand in the way.
        let mut step = self.costs.len().saturating_sub(1);
        loop {
            let Some(radius) = self.costs.get(step).copied() else { return Ok(None) };
            match self.cover(radius).within(self.centres, limits)? {
                Err(limit) => return Ok(Some(limit)),
                Ok(Some(chosen)) => self.keep(chosen),
                Ok(None) if self.best.is_none() => return Err(self.too_few(limits)?),
                Ok(None) => self.low = step + 1,
            }
            let value = self.best.as_ref().map_or(radius, |(_, value)| *value);
            let high = self.costs.partition_point(|cost| *cost < value);
            let bound = self.costs.get(self.low).copied().unwrap_or(value);
            if self.low >= high || relative_gap(value.into(), bound.into()) <= gap {
                return Ok(None);
            }
            step = self.low.midpoint(high);
            if step == high {
                step = self.low;
            }
        }
    }

    /// The question whether few candidates reach every client within a radius.
    fn cover(&self, radius: i64) -> SetCover {
        let position_of = |site: &usize| self.rules.candidates.binary_search(site).ok();
        SetCover {
            classes: classes_within(self.matrix, self.rules, radius),
            costs: vec![1; self.rules.candidates.len()],
            fixed: self.rules.fixed.iter().filter_map(position_of).collect(),
        }
    }

    /// Keeps a set of candidates, filled up with the lowest that are left, by what it really costs.
    fn keep(&mut self, mut chosen: Vec<usize>) {
        for position in 0..self.rules.candidates.len() {
            if chosen.len() < self.centres && !chosen.contains(&position) {
                chosen.push(position);
            }
        }
        chosen.sort_unstable();
        let value = self.serve(&chosen).iter().map(|(cost, _)| *cost).max();
        if let Some(value) = value.filter(|value| self.best.as_ref().is_none_or(|(_, best)| value < best)) {
            self.best = Some((chosen, value));
        }
    }

    /// The least cost of each client and the site it comes from, the lowest of equals.
    fn serve(&self, chosen: &[usize]) -> Vec<(i64, usize)> {
        let mut nearest: Vec<(i64, usize)> = vec![(i64::MAX, usize::MAX); self.matrix.clients()];
        for site in chosen.iter().filter_map(|position| self.rules.candidates.get(*position)) {
            for (nearest, cost) in nearest.iter_mut().zip(self.matrix.row(*site)) {
                if let Some(cost) = cost {
                    *nearest = (*nearest).min((cost, *site));
                }
            }
        }
        nearest
    }

    /// How many centres it takes to reach every client at all.
    fn too_few(&self, limits: SearchLimits<'_>) -> Result<ModelError, ModelError> {
        let radius = self.costs.last().copied().unwrap_or(0);
        let answer = self.cover(radius).solve(limits)?;
        let needed = usize::try_from(answer.bound).unwrap_or(usize::MAX).max(self.centres + 1);
        Ok(ModelCause::TooFewCentres { centres: self.centres, needed }.into())
    }

    fn finish(self, limit: Option<Limit>) -> Result<LocateOutcome, ModelError> {
        let Some((chosen, value)) = &self.best else {
            return Err(LocateError::NotFound(limit.unwrap_or(Limit::Time)).into());
        };
        let (objective, bound) = (i128::from(*value), self.costs.get(self.low).copied().unwrap_or(*value).min(*value));
        let status = format!("bisection over {} costs", self.costs.len());
        let proof = match limit {
            None => LocateProof::Optimal { status },
            Some(limit) => LocateProof::Stopped { limit, status },
        };
        let mut centres: Vec<usize> =
            chosen.iter().filter_map(|position| self.rules.candidates.get(*position)).copied().collect();
        centres.sort_unstable();
        let assignment = self.serve(chosen).into_iter().map(|(_, site)| site).collect();
        let gap = relative_gap(objective, bound.into());
        Ok(LocateOutcome { objective, bound: bound.into(), gap, proof, centres, assignment })
    }
}
