//! A linear program that grows and is solved again from its last basis: HiGHS through the `highs` crate, because
//! `good_lp` builds every model anew.
//!
//! What comes back is a proposal. Duals are rounded to whole numbers by the caller and make a bound whatever they are,
//! so a status other than optimal costs strength, never truth.

use std::time::Instant;

use highs::{Col, ColProblem, HighsModelStatus, Model, Row, Sense};

use super::linear_report::{LinearReport, Method};
use crate::error::SearchError;

/// Position of a row of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RowAt {
    row: Row,
    position: usize,
}

impl RowAt {
    /// Where its dual is in a report.
    pub(crate) fn position(self) -> usize {
        self.position
    }
}

/// Position of a variable of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct VariableAt {
    column: Col,
    position: usize,
}

/// One step of building the program.
#[derive(Clone, Debug)]
enum Step {
    Row { bounds: (f64, f64), entries: Vec<(VariableAt, f64)> },
    Variable { cost: f64, bounds: (f64, f64), entries: Vec<(RowAt, f64)> },
}

/// A program to minimise that keeps its basis between solves.
///
/// HiGHS 1.16.0 ends some hot starts with an error and the `highs` crate then drops the model; so every step is kept,
/// and such a program is built and solved anew.
#[derive(Debug)]
pub(crate) struct Linear {
    model: Option<Model>,
    seed: i32,
    steps: Vec<Step>,
    /// Step of every variable.
    variables: Vec<usize>,
    rows: usize,
    spent: f64,
}

impl Linear {
    /// An empty program.
    pub(crate) fn new(seed: u64) -> Result<Self, SearchError> {
        // HiGHS takes seeds up to 2^31 - 1.
        let seed = i32::try_from(seed % 2_147_483_648).unwrap_or(0);
        let model = Some(empty(seed)?);
        Ok(Self { model, seed, steps: Vec::new(), variables: Vec::new(), rows: 0, spent: 0.0 })
    }

    fn model(&mut self) -> Result<&mut Model, SearchError> {
        self.model.as_mut().ok_or_else(|| SearchError::Backend { status: "the program was lost".to_owned() })
    }

    /// Adds a row `lower <= sum <= upper`.
    pub(crate) fn add_row(&mut self, bounds: (f64, f64), entries: &[(VariableAt, f64)]) -> Result<RowAt, SearchError> {
        let row = build_row(self.model()?, bounds, entries)?;
        self.steps.push(Step::Row { bounds, entries: entries.to_vec() });
        self.rows += 1;
        Ok(RowAt { row, position: self.rows - 1 })
    }

    /// Adds a variable `lower <= x <= upper`.
    pub(crate) fn add_variable(
        &mut self,
        cost: f64,
        bounds: (f64, f64),
        entries: &[(RowAt, f64)],
    ) -> Result<VariableAt, SearchError> {
        let column = build_variable(self.model()?, cost, bounds, entries)?;
        let at = VariableAt { column, position: self.variables.len() };
        self.variables.push(self.steps.len());
        self.steps.push(Step::Variable { cost, bounds, entries: entries.to_vec() });
        Ok(at)
    }

    fn step(&mut self, variable: VariableAt) -> Option<&mut Step> {
        let step = *self.variables.get(variable.position)?;
        self.steps.get_mut(step)
    }

    /// Changes the bounds of a variable.
    pub(crate) fn set_bounds(&mut self, variable: VariableAt, bounds: (f64, f64)) -> Result<(), SearchError> {
        self.model()?.change_column_bounds(variable.column, bounds.0..=bounds.1);
        if let Some(Step::Variable { bounds: old, .. }) = self.step(variable) {
            *old = bounds;
        }
        Ok(())
    }

    /// Changes the cost of a variable.
    pub(crate) fn set_cost(&mut self, variable: VariableAt, cost: f64) -> Result<(), SearchError> {
        self.model()?.change_column_cost(variable.column, cost);
        if let Some(Step::Variable { cost: old, .. }) = self.step(variable) {
            *old = cost;
        }
        Ok(())
    }

    /// Solves the program as it stands, within so many seconds.
    ///
    /// If HiGHS ends with an error even on a program built anew, by either method, the report says so and is empty.
    pub(crate) fn solve(&mut self, method: Method, seconds: Option<f64>) -> Result<LinearReport, SearchError> {
        let start = Instant::now();
        let mut last = match self.try_solve(method, seconds) {
            Ok(report) => return Ok(report),
            Err(error) => error.to_string(),
        };
        for again in [Method::Simplex, Method::Interior] {
            self.rebuild()?;
            let left = seconds.map(|seconds| (seconds - start.elapsed().as_secs_f64()).max(0.0));
            match self.try_solve(again, left) {
                Ok(report) => return Ok(report),
                Err(error) => last = error.to_string(),
            }
        }
        self.rebuild()?;
        Ok(LinearReport { optimal: false, out_of_time: false, status: last, values: Vec::new(), duals: Vec::new() })
    }

    fn rebuild(&mut self) -> Result<(), SearchError> {
        let mut model = empty(self.seed)?;
        for step in &self.steps {
            match step {
                Step::Row { bounds, entries } => drop(build_row(&mut model, *bounds, entries)?),
                Step::Variable { cost, bounds, entries } => {
                    build_variable(&mut model, *cost, *bounds, entries)?;
                }
            }
        }
        self.model = Some(model);
        self.spent = 0.0;
        Ok(())
    }

    fn try_solve(&mut self, method: Method, seconds: Option<f64>) -> Result<LinearReport, SearchError> {
        let spent = self.spent;
        let model = self.model()?;
        let solver = match method {
            Method::Simplex => "simplex",
            Method::Interior => "ipm",
        };
        let mut failed = model.try_set_option("solver", solver).is_err();
        // The clock of HiGHS runs on from solve to solve.
        failed |= model.try_set_option("time_limit", seconds.map_or(1e9, |seconds| spent + seconds)).is_err();
        if failed {
            return Err(SearchError::Backend { status: "an option was refused".to_owned() });
        }
        let lost = || SearchError::Backend { status: "the program was lost".to_owned() };
        let model = self.model.take().ok_or_else(lost)?;
        let start = Instant::now();
        let answered = model.try_solve().map_err(|status| refused(&status))?;
        self.spent += start.elapsed().as_secs_f64();
        let status = answered.status();
        let solution = answered.get_solution();
        let report = LinearReport {
            optimal: status == HighsModelStatus::Optimal,
            out_of_time: status == HighsModelStatus::ReachedTimeLimit,
            status: format!("HiGHS {status:?}"),
            values: solution.columns().to_vec(),
            duals: solution.dual_rows().to_vec(),
        };
        self.model = Some(Model::from(answered));
        Ok(report)
    }
}

fn empty(seed: i32) -> Result<Model, SearchError> {
    let mut model = ColProblem::new().try_optimise(Sense::Minimise).map_err(|status| refused(&status))?;
    model.make_quiet();
    let mut failed = model.try_set_option("random_seed", seed).is_err();
    failed |= model.try_set_option("threads", 1_i32).is_err();
    failed |= model.try_set_option("parallel", "off").is_err();
    failed |= model.try_set_option("primal_feasibility_tolerance", 1e-9).is_err();
    failed |= model.try_set_option("dual_feasibility_tolerance", 1e-9).is_err();
    if failed {
        return Err(SearchError::Backend { status: "an option was refused".to_owned() });
    }
    Ok(model)
}

fn build_row(model: &mut Model, bounds: (f64, f64), entries: &[(VariableAt, f64)]) -> Result<Row, SearchError> {
    let entries = entries.iter().map(|&(variable, factor)| (variable.column, factor));
    model.try_add_row(bounds.0..=bounds.1, entries).map_err(|status| refused(&status))
}

fn build_variable(
    model: &mut Model,
    cost: f64,
    bounds: (f64, f64),
    entries: &[(RowAt, f64)],
) -> Result<Col, SearchError> {
    let entries = entries.iter().map(|&(row, factor)| (row.row, factor));
    model.try_add_column(cost, bounds.0..=bounds.1, entries).map_err(|status| refused(&status))
}

fn refused(status: &impl std::fmt::Debug) -> SearchError {
    SearchError::Backend { status: format!("{status:?}") }
}

#[cfg(test)]
mod tests {
    use super::{Linear, Method};

    #[test]
    fn a_program_that_grows_is_solved_again_from_where_it_was() {
        let mut linear = Linear::new(1).unwrap();
        let cover = linear.add_row((1.0, 1.0), &[]).unwrap();
        let dear = linear.add_variable(5.0, (0.0, 1.0), &[(cover, 1.0)]).unwrap();
        let first = linear.solve(Method::Simplex, None).unwrap();
        assert!(first.optimal && (first.duals[0] - 5.0).abs() < 1e-9);
        let cheap = linear.add_variable(2.0, (0.0, f64::INFINITY), &[(cover, 1.0)]).unwrap();
        let second = linear.solve(Method::Simplex, Some(10.0)).unwrap();
        assert!((second.values[1] - 1.0).abs() < 1e-9 && (second.duals[0] - 2.0).abs() < 1e-9);
        linear.add_row((0.5, f64::INFINITY), &[(dear, 1.0)]).unwrap();
        let third = linear.solve(Method::Simplex, None).unwrap();
        assert!((third.values[0] - 0.5).abs() < 1e-9 && (third.duals[1] - 3.0).abs() < 1e-9);
        linear.set_bounds(cheap, (0.0, 0.0)).unwrap();
        linear.set_cost(dear, 7.0).unwrap();
        let fourth = linear.solve(Method::Interior, None).unwrap();
        assert!((fourth.values[0] - 1.0).abs() < 1e-6 && (fourth.duals[0] - 7.0).abs() < 1e-6);
    }
}
