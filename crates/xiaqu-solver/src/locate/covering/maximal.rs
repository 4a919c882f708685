//! Maximal and backup covering: so many centres that most demand is reached once, or twice.

use super::{
    coverage::{Class, CoverOutcome, Coverage, marks, proof_of, times_covered},
    lscp::classes_of,
    reduce::{replaced_sites, transpose},
    set_cover::SetCover,
};
use crate::locate::{
    CostMatrix, LocateControl, LocateError, SiteRules,
    covering::interchange::improve,
    model_error::{ModelCause, ModelError, check_amounts},
    whole_program::{Kind, Known, Relation, SearchLimits, WholeAnswer, WholeEnding, WholeProgram},
};

/// What maximal and backup covering ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoverQuestion<'a> {
    /// Radius in units of the matrix, see [`CostMatrix::decimals`]; both ends count.
    pub radius: i64,
    /// How many centres, fixed ones included.
    pub centres: usize,
    /// Demand of every client, at least 0, in any unit.
    pub demand: &'a [i64],
}

/// So many centres that the demand within the radius of one is largest (MCLP, FORMULATION 7.26).
///
/// The objective is the demand covered, in the unit of the demand.
///
/// Church, `ReVelle`: The maximal covering location problem, Papers of the Regional Science Association 32 (1974).
///
/// # Errors
///
/// If the numbers of centres, candidates and fixed centres contradict each other, or the search fails.
///
/// # Example
///
/// ```
/// use xiaqu_solver::locate::{CostMatrix, CoverQuestion, LocateControl, SiteRules, max_covering};
///
/// let minutes = CostMatrix::from_texts([["0", "10", "30"], ["10", "0", "15"], ["30", "15", "0"]])?;
/// let question = CoverQuestion { radius: 10, centres: 1, demand: &[5, 1, 20] };
/// let found = max_covering(&minutes, question, &SiteRules::default(), &LocateControl::default())?;
/// assert_eq!((found.objective, found.centres), (20, vec![2]));
/// assert_eq!(found.assignment, [None, None, Some(2)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn max_covering(
    matrix: &CostMatrix,
    question: CoverQuestion<'_>,
    rules: &SiteRules,
    control: &LocateControl,
) -> Result<CoverOutcome, ModelError> {
    cover(matrix, question, (rules, control), Need::Once)
}

/// So many centres that every client is within the radius of one and the demand within the radius of a second one is
/// largest (BACOP1, FORMULATION 7.27).
///
/// Every client must be covered at least once; the objective is the demand of those that are covered at least twice, in the
/// unit of the demand. A site holds one centre.
///
/// Hogan, `ReVelle`: Concepts and applications of backup coverage, Management Science 32 (1986).
///
/// # Errors
///
/// [`ModelError::Infeasible`] names the client that no candidate reaches, or how many centres it takes to reach all.
///
/// # Example
///
/// ```
/// use xiaqu_solver::locate::{CostMatrix, CoverQuestion, LocateControl, SiteRules, backup_covering};
///
/// let minutes = CostMatrix::from_texts([["0", "10", "30"], ["10", "0", "15"], ["30", "15", "0"]])?;
/// let question = CoverQuestion { radius: 15, centres: 2, demand: &[5, 1, 20] };
/// let found = backup_covering(&minutes, question, &SiteRules::default(), &LocateControl::default())?;
/// assert_eq!((found.objective, found.centres), (21, vec![1, 2]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn backup_covering(
    matrix: &CostMatrix,
    question: CoverQuestion<'_>,
    rules: &SiteRules,
    control: &LocateControl,
) -> Result<CoverOutcome, ModelError> {
    cover(matrix, question, (rules, control), Need::Twice)
}

/// How often a client must be covered to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Need {
    /// Once; nobody must be.
    Once,
    /// Twice; everybody must be once.
    Twice,
}

fn cover(
    matrix: &CostMatrix,
    question: CoverQuestion<'_>,
    (rules, control): (&SiteRules, &LocateControl),
    need: Need,
) -> Result<CoverOutcome, ModelError> {
    let watch = control.watch();
    let limits = SearchLimits { watch: &watch, gap: control.gap, seed: control.seed };
    check_amounts("demand", question.demand, matrix.clients())?;
    let rules = rules.check_number(matrix, question.centres)?;
    let coverage = Coverage::new(matrix, &rules, question.radius);
    if need == Need::Twice
        && let Some(cause) = coverage.out_of_reach(question.radius)
    {
        return Err(cause.into());
    }
    let mut classes = coverage.classes(question.demand);
    if need == Need::Once {
        classes.retain(|class| class.demand > 0);
    }
    let total = question.demand.iter().map(|demand| i128::from(*demand)).sum();
    let search = Maximal { coverage: &coverage, classes, centres: question.centres, total, need };
    let answer = search.solve(limits)?;
    let proof = proof_of(&answer);
    match answer {
        // The program counts what is missed; the answer what is covered.
        WholeAnswer { best: Some((chosen, missed)), bound, .. } => {
            Ok(CoverOutcome::new(&coverage, &chosen, (total - missed, total - bound), proof))
        }
        WholeAnswer { ending: WholeEnding::Stopped(limit), .. } => Err(LocateError::NotFound(limit).into()),
        WholeAnswer { .. } => Err(search.too_few(limits)?),
    }
}

struct Maximal<'a> {
    coverage: &'a Coverage<'a>,
    classes: Vec<Class>,
    centres: usize,
    /// All demand.
    total: i128,
    need: Need,
}

impl Maximal<'_> {
    fn solve(&self, limits: SearchLimits<'_>) -> Result<WholeAnswer<Vec<usize>>, ModelError> {
        let usable = self.usable();
        let best = self.first(&usable, limits)?.map(|chosen| {
            let value = |chosen: &[usize]| self.missed(chosen);
            let (chosen, missed) = improve(chosen, (&usable, &self.coverage.fixed), value, limits.watch);
            (chosen, missed.unwrap_or(self.total))
        });
        let (program, positions) = self.program(&usable);
        let read = |ones: &[bool]| {
            let chosen = positions.iter().zip(ones).filter(|(_, one)| **one).map(|(position, _)| *position);
            let mut chosen: Vec<usize> = chosen.collect();
            self.coverage.fill(&mut chosen, self.centres);
            let missed = self.missed(&chosen)?;
            Some((chosen, missed))
        };
        let constant = self.never();
        let bound = constant.max(self.missed_at_least());
        Ok(program.minimise(Known { best, bound, constant, only_better: false }, limits, read)?)
    }

    /// Candidates worth a choice. One that another replaces is left out where covering once is enough: two of a kind cover
    /// no more than one.
    fn usable(&self) -> Vec<usize> {
        let count = self.coverage.candidates.len();
        if self.need == Need::Twice {
            return (0..count).collect();
        }
        let sets: Vec<Vec<usize>> = self.classes.iter().map(|class| class.sites.clone()).collect();
        let kept = marks(&self.coverage.fixed, count);
        let replaced = replaced_sites(&transpose(&sets, count), &sets, &vec![0; count], &kept);
        replaced.iter().enumerate().filter(|(_, gone)| !**gone).map(|(position, _)| position).collect()
    }

    /// Demand that is not covered as often as it must be to count; `None` if somebody is not covered who must be.
    fn missed(&self, chosen: &[usize]) -> Option<i128> {
        let marks = marks(chosen, self.coverage.candidates.len());
        let mut covered = 0;
        for class in &self.classes {
            let times = times_covered(&class.sites, &marks);
            if self.need == Need::Twice && times == 0 {
                return None;
            }
            if times >= self.often_enough() {
                covered += i128::from(class.demand);
            }
        }
        Some(self.total - covered)
    }

    fn often_enough(&self) -> usize {
        match self.need {
            Need::Once => 1,
            Need::Twice => 2,
        }
    }

    /// Demand that no choice covers often enough.
    fn never(&self) -> i128 {
        let possible = self.classes.iter().filter(|class| class.sites.len() >= self.often_enough());
        self.total - possible.map(|class| i128::from(class.demand)).sum::<i128>()
    }

    /// No choice covers more than the sum of what the best candidates reach, each for itself.
    fn missed_at_least(&self) -> i128 {
        let mut reached = vec![0_i128; self.coverage.candidates.len()];
        for class in &self.classes {
            for position in &class.sites {
                if let Some(reached) = reached.get_mut(*position) {
                    *reached += i128::from(class.demand);
                }
            }
        }
        let fixed: i128 = self.coverage.fixed.iter().filter_map(|position| reached.get(*position)).sum();
        for position in &self.coverage.fixed {
            if let Some(reached) = reached.get_mut(*position) {
                *reached = 0;
            }
        }
        reached.sort_unstable_by(|one, other| other.cmp(one));
        let free = self.centres.saturating_sub(self.coverage.fixed.len());
        let most = fixed + reached.iter().take(free).sum::<i128>();
        let times = if self.need == Need::Twice { 2 } else { 1 };
        (self.total - most / times).max(0)
    }

    /// A first choice that covers whom it must, filled up greedily.
    fn first(&self, usable: &[usize], limits: SearchLimits<'_>) -> Result<Option<Vec<usize>>, ModelError> {
        let mut chosen = self.coverage.fixed.clone();
        if self.need == Need::Twice {
            match self.cover_all().within(self.centres, limits)? {
                Ok(Some(cover)) => chosen = cover,
                Ok(None) | Err(_) => return Ok(None),
            }
        }
        while chosen.len() < self.centres {
            let with = |position: &usize| {
                let mut more = chosen.clone();
                more.push(*position);
                self.missed(&more)
            };
            let left = usable.iter().filter(|position| !chosen.contains(position));
            let Some(best) = left.copied().min_by_key(with) else { break };
            chosen.push(best);
        }
        self.coverage.fill(&mut chosen, self.centres);
        Ok(Some(chosen))
    }

    fn cover_all(&self) -> SetCover {
        SetCover {
            classes: classes_of(self.coverage),
            costs: vec![1; self.coverage.candidates.len()],
            fixed: self.coverage.fixed.clone(),
        }
    }

    /// y of every usable candidate; u of every class that can count: 1 if it is missed.
    fn program(&self, usable: &[usize]) -> (WholeProgram, Vec<usize>) {
        let mut program = WholeProgram::default();
        for position in usable {
            program.add(format!("y{position}"), Kind::Choice, 0);
        }
        let variable_of = |position: &usize| Some((usable.binary_search(position).ok()?, 1));
        let often = i64::try_from(self.often_enough()).unwrap_or(i64::MAX);
        for (number, class) in self.classes.iter().enumerate() {
            let mut terms: Vec<(usize, i64)> = class.sites.iter().filter_map(variable_of).collect();
            if self.need == Need::Twice {
                program.row(terms.clone(), Relation::AtLeast, 1, "(7.30)");
            }
            if class.sites.len() >= self.often_enough() && class.demand > 0 {
                terms.push((program.add(format!("u{number}"), Kind::Consequence, class.demand), 1));
                program.row(terms, Relation::AtLeast, often, if often == 1 { "(7.28)" } else { "(7.31)" });
            }
        }
        let all = (0..usable.len()).map(|variable| (variable, 1)).collect();
        program.row(all, Relation::AtMost, i64::try_from(self.centres).unwrap_or(i64::MAX), "(7.29)");
        for variable in self.coverage.fixed.iter().filter_map(variable_of) {
            program.row(vec![variable], Relation::Equal, 1, "(7.32)");
        }
        (program, usable.to_vec())
    }

    /// Why nobody can be covered as they must be.
    fn too_few(&self, limits: SearchLimits<'_>) -> Result<ModelError, ModelError> {
        let answer = self.cover_all().solve(limits)?;
        let needed = usize::try_from(answer.bound).unwrap_or(usize::MAX).max(self.centres + 1);
        Ok(ModelCause::TooFewCentres { centres: self.centres, needed }.into())
    }
}
