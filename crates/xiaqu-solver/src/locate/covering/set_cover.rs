//! The cheapest set of candidates that covers every class (FORMULATION 7.23): the core of set covering and of p-centre.

use xiaqu_model::Limit;

use super::{
    coverage::{marks, times_covered},
    reduce::{implied_classes, replaced_sites, transpose},
};
use crate::{
    error::SearchError,
    locate::whole_program::{Kind, Known, Relation, SearchLimits, WholeAnswer, WholeEnding, WholeProgram},
};

/// What is to be covered, and by what.
#[derive(Clone, Debug)]
pub(crate) struct SetCover {
    /// Candidates that cover each class, ascending; none is empty.
    pub(crate) classes: Vec<Vec<usize>>,
    /// Cost of each candidate, at least 0.
    pub(crate) costs: Vec<i64>,
    /// Candidates that are chosen anyway.
    pub(crate) fixed: Vec<usize>,
}

/// What is left of the question after reductions.
struct Reduced {
    classes: Vec<Vec<usize>>,
    /// Fixed and forced candidates, ascending.
    taken: Vec<usize>,
}

impl SetCover {
    /// The cheapest cover: candidates ascending, their cost, a bound.
    pub(crate) fn solve(&self, limits: SearchLimits<'_>) -> Result<WholeAnswer<Vec<usize>>, SearchError> {
        let reduced = self.reduce();
        let constant = self.cost_of(&reduced.taken);
        let first = self.without_waste(self.greedy(&reduced));
        let best = Some((first.clone(), self.cost_of(&first)));
        let bound = constant + self.disjoint_bound(&reduced.classes);
        let (program, positions) = reduced.program(|position| self.cost(position));
        let read = |ones: &[bool]| {
            let chosen = self.read(&reduced, &positions, ones)?;
            let value = self.cost_of(&chosen);
            Some((chosen, value))
        };
        program.minimise(Known { best, bound, constant, only_better: false }, limits, read)
    }

    /// A cover by at most so many candidates, fixed ones included; `None` if there is none. Costs do not matter.
    pub(crate) fn within(
        &self,
        most: usize,
        limits: SearchLimits<'_>,
    ) -> Result<Result<Option<Vec<usize>>, Limit>, SearchError> {
        let reduced = self.reduce();
        let first = self.without_waste(self.greedy(&reduced));
        if first.len() <= most {
            return Ok(Ok(Some(first)));
        }
        let Some(left) = most.checked_sub(reduced.taken.len()) else { return Ok(Ok(None)) };
        if disjoint(&reduced.classes, self.costs.len()).count() > left {
            return Ok(Ok(None));
        }
        let (mut program, positions) = reduced.program(|_| 0);
        let all = (0..positions.len()).map(|variable| (variable, 1)).collect();
        program.row(all, Relation::AtMost, i64::try_from(left).unwrap_or(i64::MAX), "(7.24)");
        let read = |ones: &[bool]| {
            let chosen = self.read(&reduced, &positions, ones).filter(|chosen| chosen.len() <= most)?;
            Some((chosen, 0))
        };
        let answer = program.minimise(Known { best: None, bound: 0, constant: 0, only_better: false }, limits, read)?;
        Ok(match (answer.best, answer.ending) {
            (Some((chosen, _)), _) => Ok(Some(chosen)),
            (None, WholeEnding::Stopped(limit)) => Err(limit),
            (None, _) => Ok(None),
        })
    }

    /// The cover that a solver proposes; `None` if it is none.
    fn read(&self, reduced: &Reduced, positions: &[usize], ones: &[bool]) -> Option<Vec<usize>> {
        let chosen = positions.iter().zip(ones).filter(|(_, one)| **one).map(|(position, _)| *position);
        let chosen = self.without_waste(reduced.taken.iter().copied().chain(chosen).collect());
        self.covers(&chosen).then_some(chosen)
    }

    fn cost_of(&self, chosen: &[usize]) -> i128 {
        chosen.iter().map(|position| i128::from(self.cost(*position))).sum()
    }

    fn cost(&self, position: usize) -> i64 {
        self.costs.get(position).copied().unwrap_or(0)
    }

    fn covers(&self, chosen: &[usize]) -> bool {
        let marks = marks(chosen, self.costs.len());
        self.classes.iter().all(|sites| times_covered(sites, &marks) > 0)
    }

    fn open_classes(&self, taken: &[usize]) -> Vec<Vec<usize>> {
        let marks = marks(taken, self.costs.len());
        self.classes.iter().filter(|sites| times_covered(sites, &marks) == 0).cloned().collect()
    }

    /// Drops implied classes and replaced candidates and takes forced ones, until nothing changes.
    fn reduce(&self) -> Reduced {
        let mut taken = self.fixed.clone();
        let mut classes = self.open_classes(&taken);
        loop {
            let before: usize = classes.iter().map(Vec::len).sum();
            let by_site = transpose(&classes, self.costs.len());
            let replaced = replaced_sites(&by_site, &classes, &self.costs, &marks(&taken, self.costs.len()));
            for sites in &mut classes {
                sites.retain(|position| replaced.get(*position).is_none_or(|gone| !gone));
            }
            classes.sort();
            classes.dedup();
            let implied = implied_classes(&classes, &transpose(&classes, self.costs.len()));
            let kept = classes.iter().zip(implied).filter(|(_, implied)| !implied).map(|(sites, _)| sites.clone());
            classes = kept.collect();
            taken.extend(
                classes.iter().filter_map(|sites| if let [only] = sites.as_slice() { Some(*only) } else { None }),
            );
            taken.sort_unstable();
            taken.dedup();
            let marks = marks(&taken, self.costs.len());
            classes.retain(|sites| times_covered(sites, &marks) == 0);
            if classes.iter().map(Vec::len).sum::<usize>() == before {
                return Reduced { classes, taken };
            }
        }
    }

    /// Takes the candidate with the most open classes for its cost, again and again; of equals the lowest.
    fn greedy(&self, reduced: &Reduced) -> Vec<usize> {
        let by_site = transpose(&reduced.classes, self.costs.len());
        let mut gains: Vec<usize> = by_site.iter().map(Vec::len).collect();
        let mut open = vec![true; reduced.classes.len()];
        let mut chosen = reduced.taken.clone();
        while open.contains(&true) {
            let candidates = gains.iter().enumerate().filter(|(_, gain)| **gain > 0);
            // gain / cost compared by cross products; a cost of 0 is best of all.
            let better = |(one, gain): &(usize, &usize), (other, rival): &(usize, &usize)| {
                let of = |gain: usize, cost: i64| i128::try_from(gain).unwrap_or(i128::MAX).saturating_mul(cost.into());
                of(**rival, self.cost(*one)).cmp(&of(**gain, self.cost(*other))).then(one.cmp(other))
            };
            let Some(position) = candidates.min_by(better).map(|(position, _)| position) else { break };
            chosen.push(position);
            for class in by_site.get(position).into_iter().flatten() {
                let Some(is_open) = open.get_mut(*class).filter(|is_open| **is_open) else { continue };
                *is_open = false;
                for site in reduced.classes.get(*class).into_iter().flatten() {
                    if let Some(gain) = gains.get_mut(*site) {
                        *gain -= 1;
                    }
                }
            }
        }
        chosen
    }

    /// Leaves out candidates that the others make superfluous, dearest first; never a fixed one.
    fn without_waste(&self, mut chosen: Vec<usize>) -> Vec<usize> {
        chosen.sort_unstable();
        chosen.dedup();
        let by_site = transpose(&self.classes, self.costs.len());
        let marks = marks(&chosen, self.costs.len());
        let mut times: Vec<usize> = self.classes.iter().map(|sites| times_covered(sites, &marks)).collect();
        let mut order: Vec<usize> = chosen.iter().copied().filter(|position| !self.fixed.contains(position)).collect();
        order.sort_by_key(|position| (-self.cost(*position), usize::MAX - *position));
        for position in order {
            let reached = by_site.get(position).map_or(&[][..], Vec::as_slice);
            if reached.iter().all(|class| times.get(*class).is_some_and(|times| *times > 1)) {
                chosen.retain(|other| *other != position);
                for class in reached {
                    if let Some(times) = times.get_mut(*class) {
                        *times -= 1;
                    }
                }
            }
        }
        chosen
    }

    /// What classes with no candidate in common cost at the least.
    fn disjoint_bound(&self, classes: &[Vec<usize>]) -> i128 {
        let least = |sites: &Vec<usize>| sites.iter().map(|position| self.cost(*position)).min().unwrap_or(0);
        disjoint(classes, self.costs.len()).map(|sites| i128::from(least(sites))).sum()
    }
}

impl Reduced {
    /// y of every candidate that is left; at least one of each class.
    fn program(&self, cost: impl Fn(usize) -> i64) -> (WholeProgram, Vec<usize>) {
        let mut positions: Vec<usize> = self.classes.iter().flatten().copied().collect();
        positions.sort_unstable();
        positions.dedup();
        let mut program = WholeProgram::default();
        for position in &positions {
            program.add(format!("y{position}"), Kind::Choice, cost(*position));
        }
        let variable_of = |position: &usize| Some((positions.binary_search(position).ok()?, 1));
        for sites in &self.classes {
            program.row(sites.iter().filter_map(variable_of).collect(), Relation::AtLeast, 1, "(7.23)");
        }
        (program, positions)
    }
}

/// Classes of which no two have a candidate in common, small ones first: each takes a candidate of its own.
fn disjoint(classes: &[Vec<usize>], candidates: usize) -> impl Iterator<Item = &Vec<usize>> {
    let mut order: Vec<&Vec<usize>> = classes.iter().collect();
    order.sort_by_key(|sites| sites.len());
    let mut used = vec![false; candidates];
    order.into_iter().filter(move |sites| {
        let is_free = times_covered(sites, &used) == 0;
        if is_free {
            for position in *sites {
                if let Some(used) = used.get_mut(*position) {
                    *used = true;
                }
            }
        }
        is_free
    })
}
