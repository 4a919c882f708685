//! Capacitated p-median with single sourcing: every client whole to one centre, no centre beyond its capacity.

use super::{
    CostMatrix, LocateCause, LocateControl, LocateError, LocateOutcome, SiteRules,
    capacity_bound::{CapacityBound, Survivors},
    covering::{improve, proof_of},
    first_fit::{Fit, Placement},
    model_error::{ModelCause, ModelError, check_amounts},
    outcome::relative_gap,
    rules::CheckedRules,
    whole_program::{Kind, Known, Relation, SearchLimits, WholeAnswer, WholeEnding, WholeProgram},
};

/// What the capacitated p-median asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CapacityQuestion<'a> {
    /// How many centres, fixed ones included.
    pub centres: usize,
    /// Load of every client, at least 0, in the unit of the capacities.
    pub loads: &'a [i64],
    /// Capacity of every site, at least 0.
    pub capacities: &'a [i64],
}

/// So many centres, and one of them for every client, for which the sum of costs is least and no centre carries more than
/// its capacity (FORMULATION 7.33).
///
/// Costs are as the matrix has them; loads count against capacities only. Objective and bound are in units of the matrix.
///
/// # Errors
///
/// [`ModelError::Infeasible`] with the cause if the clients cannot be placed.
///
/// # Example
///
/// ```
/// use xiaqu_solver::locate::{CapacityQuestion, CostMatrix, LocateControl, SiteRules, capacitated_p_median};
///
/// let minutes = CostMatrix::from_texts([["0", "10", "30"], ["10", "0", "15"], ["30", "15", "0"]])?;
/// let question = CapacityQuestion { centres: 2, loads: &[5, 5, 5], capacities: &[5, 10, 5] };
/// let found = capacitated_p_median(&minutes, question, &SiteRules::default(), &LocateControl::default())?;
/// assert_eq!((found.objective, found.centres, found.assignment), (10, vec![1, 2], vec![1, 1, 2]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn capacitated_p_median(
    matrix: &CostMatrix,
    question: CapacityQuestion<'_>,
    rules: &SiteRules,
    control: &LocateControl,
) -> Result<LocateOutcome, ModelError> {
    let watch = control.watch();
    let limits = SearchLimits { watch: &watch, gap: control.gap, seed: control.seed };
    check_amounts("loads", question.loads, matrix.clients())?;
    check_amounts("capacities", question.capacities, matrix.sites())?;
    let rules = rules.check_number(matrix, question.centres)?;
    let placing = Placing::new(matrix, &rules, question)?;
    let answer = placing.solve(limits)?;
    let proof = proof_of(&answer);
    match answer {
        WholeAnswer { best: Some((plan, objective)), bound, .. } => {
            let site = |position: &usize| rules.candidates.get(*position).copied().unwrap_or(0);
            let centres = plan.chosen.iter().map(site).collect();
            let assignment = plan.assignment.iter().map(site).collect();
            Ok(LocateOutcome { objective, bound, gap: relative_gap(objective, bound), proof, centres, assignment })
        }
        WholeAnswer { ending: WholeEnding::Stopped(limit), .. } => Err(LocateError::NotFound(limit).into()),
        WholeAnswer { .. } => Err(ModelCause::NoFit { centres: question.centres }.into()),
    }
}

struct Placing {
    fit: Fit,
    centres: usize,
    fixed: Vec<usize>,
    /// Least cost of each client.
    least: Vec<i64>,
}

impl Placing {
    fn new(matrix: &CostMatrix, rules: &CheckedRules, question: CapacityQuestion<'_>) -> Result<Self, ModelError> {
        let capacity = |site: &usize| question.capacities.get(*site).copied().unwrap_or(0);
        let mut options: Vec<Vec<(i64, usize)>> = vec![Vec::new(); matrix.clients()];
        let mut is_reached = vec![false; matrix.clients()];
        for (position, site) in rules.candidates.iter().enumerate() {
            let clients = options.iter_mut().zip(&mut is_reached).zip(question.loads).zip(matrix.row(*site));
            for (((options, is_reached), load), cost) in clients {
                let Some(cost) = cost else { continue };
                *is_reached = true;
                if *load <= capacity(site) {
                    options.push((cost, position));
                }
            }
        }
        if let Some(client) = is_reached.iter().position(|reached| !reached) {
            return Err(LocateCause::Unreached { client }.into());
        }
        if let Some(client) = options.iter().position(Vec::is_empty) {
            return Err(ModelCause::TooHeavy { client }.into());
        }
        for options in &mut options {
            options.sort_unstable();
        }
        let least = options.iter().filter_map(|options| options.first()).map(|(cost, _)| *cost).collect();
        let capacities: Vec<i64> = rules.candidates.iter().map(capacity).collect();
        let position_of = |site: &usize| rules.candidates.binary_search(site).ok();
        let fixed: Vec<usize> = rules.fixed.iter().filter_map(position_of).collect();
        check_total(&capacities, &fixed, question)?;
        let fit = Fit { options, loads: question.loads.to_vec(), capacities };
        Ok(Self { fit, centres: question.centres, fixed, least })
    }

    fn solve(&self, limits: SearchLimits<'_>) -> Result<WholeAnswer<Placement>, ModelError> {
        let constant = self.least.iter().map(|cost| i128::from(*cost)).sum();
        let candidates: Vec<usize> = (0..self.fit.capacities.len()).collect();
        let value = |chosen: &[usize]| self.fit.assign(chosen).map(|(_, cost)| cost);
        let mut best = None;
        for start in [self.nearest_first(), self.largest_first()] {
            let (chosen, _) = improve(start, (&candidates, &self.fixed), value, limits.watch);
            let first = self.fit.assign(&chosen).and_then(|(assignment, _)| self.fit.polish(&chosen, assignment));
            best = first.map(|(assignment, cost)| (Placement { chosen, assignment }, cost));
            if best.is_some() {
                break;
            }
        }
        let bound = CapacityBound::new(&self.fit, &self.fixed, self.centres);
        let survivors = best.as_mut().map(|best| bound.survivors(best, limits.watch));
        let bound = survivors.as_ref().map_or(constant, |survivors| survivors.bound);
        let (program, pairs) = self.program(survivors.as_ref());
        let read = |ones: &[bool]| self.read(&pairs, ones);
        let known = Known { best, bound, constant, only_better: survivors.is_some() };
        Ok(program.minimise(known, limits, read)?)
    }

    /// Fixed centres and those that add most to a plan without capacities.
    fn nearest_first(&self) -> Vec<usize> {
        let mut chosen = self.fixed.clone();
        let far = self.fit.options.iter().flatten().map(|(cost, _)| *cost).max().unwrap_or(0);
        let mut costs = vec![far; self.fit.options.len()];
        let cheapest = |costs: &mut Vec<i64>, position: usize, options: &[Vec<(i64, usize)>]| {
            for (cost, options) in costs.iter_mut().zip(options) {
                let own = options.iter().find(|(_, candidate)| *candidate == position);
                *cost = own.map_or(*cost, |(own, _)| (*own).min(*cost));
            }
        };
        for position in &self.fixed {
            cheapest(&mut costs, *position, &self.fit.options);
        }
        while chosen.len() < self.centres {
            let mut gains = vec![0_i128; self.fit.capacities.len()];
            for (cost, options) in costs.iter().zip(&self.fit.options) {
                for (own, position) in options.iter().take_while(|(own, _)| own < cost) {
                    if let Some(gain) = gains.get_mut(*position) {
                        *gain += i128::from(*cost) - i128::from(*own);
                    }
                }
            }
            let left = gains.iter().enumerate().filter(|(position, _)| !chosen.contains(position));
            let Some((position, _)) = left.max_by_key(|(position, gain)| (**gain, usize::MAX - position)) else {
                break;
            };
            chosen.push(position);
            cheapest(&mut costs, position, &self.fit.options);
        }
        chosen
    }

    /// Fixed centres and the largest of the others.
    fn largest_first(&self) -> Vec<usize> {
        let mut chosen = self.fixed.clone();
        let mut order: Vec<usize> = (0..self.fit.capacities.len()).filter(|other| !chosen.contains(other)).collect();
        order.sort_by_key(|position| std::cmp::Reverse(self.fit.capacities.get(*position).copied()));
        chosen.extend(order.into_iter().take(self.centres.saturating_sub(chosen.len())));
        chosen
    }

    /// y of every candidate and x of every pair that may be; the pairs by their position behind the y.
    fn program(&self, survivors: Option<&Survivors>) -> (WholeProgram, Vec<(usize, usize)>) {
        let mut program = WholeProgram::default();
        let count = self.fit.capacities.len();
        for position in 0..count {
            program.add(format!("y{position}"), Kind::Choice, 0);
        }
        let divisor = self.fit.loads.iter().fold(0, |divisor, load| greatest_common_divisor(divisor, *load)).max(1);
        let total: i128 = self.fit.loads.iter().map(|load| i128::from(*load)).sum();
        let mut carried: Vec<Vec<(usize, i64)>> = vec![Vec::new(); count];
        let mut pairs = Vec::new();
        for (client, options) in self.fit.options.iter().enumerate() {
            let least = self.least.get(client).copied().unwrap_or(0);
            let load = self.fit.loads.get(client).copied().unwrap_or(0) / divisor;
            let mut served = Vec::new();
            let survives = survivors.and_then(|survivors| survivors.options.get(client));
            for (option, (cost, position)) in options.iter().enumerate() {
                if survives.and_then(|survives| survives.get(option)) == Some(&false) {
                    continue;
                }
                let x = program.add(format!("x{client}_{position}"), Kind::Choice, cost - least);
                pairs.push((client, *position));
                served.push((x, 1));
                program.row(vec![(x, 1), (*position, -1)], Relation::AtMost, 0, "(7.35)");
                if let Some(carried) = carried.get_mut(*position).filter(|_| load > 0) {
                    carried.push((x, load));
                }
            }
            program.row(served, Relation::Equal, 1, "(7.34)");
        }
        for (position, (mut terms, capacity)) in carried.into_iter().zip(&self.fit.capacities).enumerate() {
            if i128::from(*capacity) < total {
                terms.push((position, -(capacity / divisor)));
                program.row(terms, Relation::AtMost, 0, "(7.36)");
            }
        }
        let all = (0..count).map(|position| (position, 1)).collect();
        program.row(all, Relation::Equal, i64::try_from(self.centres).unwrap_or(i64::MAX), "(7.37)");
        for position in 0..count {
            let says = |marks: &[bool], what: bool| marks.get(position) == Some(&what);
            let must = survivors.is_some_and(|survivors| says(&survivors.must_open, true));
            if must || self.fixed.contains(&position) {
                program.row(vec![(position, 1)], Relation::Equal, 1, "(7.38)");
            } else if survivors.is_some_and(|survivors| says(&survivors.may_open, false)) {
                program.row(vec![(position, 1)], Relation::Equal, 0, "(7.41)");
            }
        }
        (program, pairs)
    }

    /// The placement that a solver proposes, checked in whole numbers; `None` if it is none.
    fn read(&self, pairs: &[(usize, usize)], ones: &[bool]) -> Option<(Placement, i128)> {
        let (y, x) = ones.split_at_checked(self.fit.capacities.len())?;
        let chosen: Vec<usize> = y.iter().enumerate().filter(|(_, one)| **one).map(|(position, _)| position).collect();
        let mut assignment = vec![None; self.fit.options.len()];
        for ((client, position), _) in pairs.iter().zip(x).filter(|(_, one)| **one) {
            *assignment.get_mut(*client)? = Some(*position);
        }
        let assignment = assignment.into_iter().collect::<Option<Vec<usize>>>()?;
        let cost = self.fit.cost(&chosen, &assignment)?;
        (chosen.len() == self.centres).then_some((Placement { chosen, assignment }, cost))
    }
}

/// Whether the largest capacities that so many centres can have carry all loads.
fn check_total(capacities: &[i64], fixed: &[usize], question: CapacityQuestion<'_>) -> Result<(), ModelError> {
    let wide = |position: &usize| capacities.get(*position).map_or(0, |capacity| i128::from(*capacity));
    let mut others: Vec<i128> =
        (0..capacities.len()).filter(|other| !fixed.contains(other)).map(|at| wide(&at)).collect();
    others.sort_unstable_by(|one, other| other.cmp(one));
    let free = question.centres.saturating_sub(fixed.len());
    let most = fixed.iter().map(wide).sum::<i128>() + others.iter().take(free).sum::<i128>();
    let total: i128 = question.loads.iter().map(|load| i128::from(*load)).sum();
    if most < total { Err(ModelCause::TooLittleCapacity { centres: question.centres }.into()) } else { Ok(()) }
}

fn greatest_common_divisor(one: i64, other: i64) -> i64 {
    if other == 0 { one } else { greatest_common_divisor(other, one % other) }
}
