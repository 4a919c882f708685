//! A linear program that grows and is solved again from its last basis: HiGHS through the `highs` crate, because
//! `good_lp` builds every model anew.
//!
//! What comes back is a proposal. Duals are rounded to whole numbers by the caller and make a bound whatever they are,
//! so a status other than optimal costs strength, never truth.

use highs::{Col, ColProblem, HighsModelStatus, Model, Row, Sense};
use xiaqu_model::cast::sum_to_f64;

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
pub(crate) struct VariableAt(Col);

/// What HiGHS says of the program as it stands.
#[derive(Clone, Debug)]
pub(crate) struct LinearReport {
    /// Whether HiGHS calls it optimal.
    pub(crate) optimal: bool,
    /// Whether its time ran out.
    pub(crate) out_of_time: bool,
    /// Its own words.
    pub(crate) status: String,
    /// Values of the variables in the order in which they were added.
    pub(crate) values: Vec<f64>,
    /// Duals of the rows in the order in which they were added; positive ones push a row's value up.
    pub(crate) duals: Vec<f64>,
}

/// The way HiGHS goes about a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    /// Dual simplex from the last basis: for programs that changed a little.
    Simplex,
    /// Interior point without a basis: for large programs seen for the first time.
    Interior,
}

/// A program to minimise that keeps its basis between solves.
#[derive(Debug)]
pub(crate) struct Linear {
    model: Option<Model>,
    rows: usize,
    spent: f64,
}

impl Linear {
    /// An empty program.
    pub(crate) fn new(seed: u64) -> Result<Self, SearchError> {
        let mut model = ColProblem::new().try_optimise(Sense::Minimise).map_err(|status| refused(&status))?;
        model.make_quiet();
        // HiGHS takes seeds up to 2^31 - 1.
        let seed = i32::try_from(seed % 2_147_483_648).unwrap_or(0);
        let mut failed = model.try_set_option("random_seed", seed).is_err();
        failed |= model.try_set_option("threads", 1_i32).is_err();
        failed |= model.try_set_option("parallel", "off").is_err();
        failed |= model.try_set_option("primal_feasibility_tolerance", 1e-9).is_err();
        failed |= model.try_set_option("dual_feasibility_tolerance", 1e-9).is_err();
        if failed {
            return Err(SearchError::Backend { status: "an option was refused".to_owned() });
        }
        Ok(Self { model: Some(model), rows: 0, spent: 0.0 })
    }

    fn model(&mut self) -> Result<&mut Model, SearchError> {
        self.model.as_mut().ok_or_else(|| SearchError::Backend { status: "the program was lost".to_owned() })
    }

    /// Adds a row `lower <= sum <= upper`.
    pub(crate) fn add_row(
        &mut self,
        (lower, upper): (f64, f64),
        entries: &[(VariableAt, f64)],
    ) -> Result<RowAt, SearchError> {
        let entries = entries.iter().map(|&(variable, factor)| (variable.0, factor));
        let row = self.model()?.try_add_row(lower..=upper, entries).map_err(|status| refused(&status))?;
        self.rows += 1;
        Ok(RowAt { row, position: self.rows - 1 })
    }

    /// Adds a variable `lower <= x <= upper`.
    pub(crate) fn add_variable(
        &mut self,
        cost: f64,
        (lower, upper): (f64, f64),
        entries: &[(RowAt, f64)],
    ) -> Result<VariableAt, SearchError> {
        let entries = entries.iter().map(|&(row, factor)| (row.row, factor));
        self.model()?.try_add_column(cost, lower..=upper, entries).map(VariableAt).map_err(|status| refused(&status))
    }

    /// Changes the bounds of a variable.
    pub(crate) fn set_bounds(&mut self, variable: VariableAt, (lower, upper): (f64, f64)) -> Result<(), SearchError> {
        self.model()?.change_column_bounds(variable.0, lower..=upper);
        Ok(())
    }

    /// Changes the cost of a variable.
    pub(crate) fn set_cost(&mut self, variable: VariableAt, cost: f64) -> Result<(), SearchError> {
        self.model()?.change_column_cost(variable.0, cost);
        Ok(())
    }

    /// Solves the program as it stands, within so many seconds.
    pub(crate) fn solve(&mut self, method: Method, seconds: Option<f64>) -> Result<LinearReport, SearchError> {
        let spent = self.spent;
        let model = self.model()?;
        let (solver, crossover) = match method {
            Method::Simplex => ("simplex", "on"),
            Method::Interior => ("ipm", "off"),
        };
        let mut failed = model.try_set_option("solver", solver).is_err();
        failed |= model.try_set_option("run_crossover", crossover).is_err();
        // The clock of HiGHS runs on from solve to solve.
        failed |= model.try_set_option("time_limit", seconds.map_or(1e9, |seconds| spent + seconds)).is_err();
        if failed {
            return Err(SearchError::Backend { status: "an option was refused".to_owned() });
        }
        let model = self.model.take().ok_or_else(|| SearchError::Backend { status: "the program was lost".to_owned() })?;
        let start = std::time::Instant::now();
        let solved = model.try_solve().map_err(|status| refused(&status))?;
        self.spent += sum_to_f64(start.elapsed().as_micros()) / 1e6;
        let status = solved.status();
        let solution = solved.get_solution();
        let report = LinearReport {
            optimal: status == HighsModelStatus::Optimal,
            out_of_time: status == HighsModelStatus::ReachedTimeLimit,
            status: format!("HiGHS {status:?}"),
            values: solution.columns().to_vec(),
            duals: solution.dual_rows().to_vec(),
        };
        self.model = Some(Model::from(solved));
        Ok(report)
    }
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
