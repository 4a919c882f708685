//! Which rules bind a plan: each is relaxed in turn, and the best plan is looked for again.

use super::{
    answer::Answer,
    opened::OpenedPlan,
    rule::{Change, Rule, rules},
    search::Searcher,
};
use crate::Failure;

/// One rule, relaxed.
#[derive(Clone, Debug)]
pub struct Relaxation {
    /// The rule.
    pub rule: Rule,
    /// How it was changed.
    pub change: Change,
    /// The best plan without it. Values are those under the relaxed rules.
    pub answer: Answer,
}

impl Relaxation {
    /// Whether the rule binds: without it, the aim that counts first would be better.
    pub fn binds(&self) -> bool {
        self.answer.first().is_some_and(|first| first.regret().0 < 0)
    }

    /// Whether the rule is slack: proved to cost nothing in the aim that counts first.
    pub fn is_slack(&self) -> bool {
        !self.binds() && self.answer.alternative().is_some_and(|alternative| alternative.complete)
    }
}

/// Every rule, relaxed by a step where it has one, then dropped.
pub(crate) fn relaxations(opened: &OpenedPlan, searcher: &Searcher<'_>) -> Result<Vec<Relaxation>, Failure> {
    let problem = &opened.county.problem;
    let mut found = Vec::new();
    for rule in rules(problem) {
        for change in [Change::Step, Change::Dropped] {
            let Some(relaxed) = rule.relaxed(problem, change) else { continue };
            let result = searcher.search(relaxed.clone())?;
            let answer = Answer::of(opened, &relaxed, result);
            found.push(Relaxation { rule: rule.clone(), change, answer });
        }
    }
    Ok(found)
}
