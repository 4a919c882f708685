//! A program as columns and rows, in no solver's words.

use std::collections::HashMap;

use good_lp::{Constraint, Expression, IntoAffineExpression as _, Variable};

use super::names::LegalNames;
use crate::backend::Model;

/// A variable.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) lower: f64,
    pub(super) upper: f64,
    /// Whether it has to be whole.
    pub(super) whole: bool,
    /// Its factor in the objective.
    pub(super) cost: f64,
}

/// How a row compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    AtMost,
    Equal,
    AtLeast,
}

/// A constraint: its terms compared with the right-hand side.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) name: String,
    /// Positions of columns, ascending, with their factors.
    pub(super) terms: Vec<(usize, f64)>,
    pub(super) comparison: Comparison,
    pub(super) right: f64,
}

/// A program to minimise.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Program {
    /// What a reader should know, a line each.
    pub(super) remarks: Vec<String>,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
}

impl Program {
    /// A model in neutral words; all names become legal and different. The objective's constant becomes a column that is
    /// fixed at one, because formats disagree on how to write a constant.
    pub(super) fn of(model: &Model, remarks: Vec<String>) -> Self {
        let mut names = LegalNames::default();
        let mut columns = Vec::new();
        let mut positions: HashMap<Variable, usize> = HashMap::new();
        for (variable, definition) in model.variables.iter_variables_with_def() {
            positions.insert(variable, columns.len());
            columns.push(Column {
                name: names.give('v', definition.get_name()),
                lower: definition.get_min(),
                upper: definition.get_max(),
                whole: definition.is_integer(),
                cost: 0.0,
            });
        }
        for (position, factor) in terms_of(&model.objective, &positions) {
            if let Some(column) = columns.get_mut(position) {
                column.cost = factor;
            }
        }
        let cost = model.objective.constant();
        if cost.abs() > 0.0 {
            columns.push(Column { name: names.give('c', "constant"), lower: 1.0, upper: 1.0, whole: false, cost });
        }
        let rows = model.constraints.iter().map(|constraint| {
            let name = names.give('r', constraint.name().unwrap_or_default());
            row_of(constraint, name, &positions)
        });
        Self { remarks, rows: rows.collect(), columns }
    }
}

/// Terms in the order of columns, without those that cancelled out.
fn terms_of(expression: &Expression, positions: &HashMap<Variable, usize>) -> Vec<(usize, f64)> {
    let known = expression.linear_coefficients().filter(|(_, factor)| factor.abs() > 0.0);
    let mut terms: Vec<(usize, f64)> =
        known.filter_map(|(variable, factor)| Some((*positions.get(&variable)?, factor))).collect();
    terms.sort_unstable_by_key(|(position, _)| *position);
    terms
}

/// `good_lp` turns every inequality into "at most"; one that counts against something is turned round again, to be read.
fn row_of(constraint: &Constraint, name: String, positions: &HashMap<Variable, usize>) -> Row {
    let mut terms = terms_of(constraint.expression(), positions);
    let mut right = 0.0 - constraint.expression().constant();
    let mut comparison = if constraint.is_equality() { Comparison::Equal } else { Comparison::AtMost };
    let against = right < 0.0 || (!terms.is_empty() && terms.iter().all(|(_, factor)| *factor < 0.0));
    if comparison == Comparison::AtMost && against {
        comparison = Comparison::AtLeast;
        right = 0.0 - right;
        for (_, factor) in &mut terms {
            *factor = -*factor;
        }
    }
    Row { name, terms, comparison, right }
}
