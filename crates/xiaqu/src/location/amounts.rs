//! One number for each client or site: demand, loads, capacities, weights.

use xiaqu_formats::read_vector;
use xiaqu_model::{Place, ProblemReport, Words, e154_missing_value, e177_wrong_shape, e423_number_too_small};

use super::matrix::{MatrixFile, decimal_text, in_whole_numbers};

/// Numbers of at least 0, in whole units of 10^-`decimals`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amounts {
    /// The numbers in units.
    pub units: Vec<i64>,
    /// Units are ten to the power of minus this.
    pub decimals: u32,
}

impl Amounts {
    /// The same number for all.
    pub fn all(number: i64, count: usize) -> Self {
        Self { units: vec![number; count], decimals: 0 }
    }

    /// The same numbers in smaller units; `None` if they do not fit.
    pub fn with_decimals(&self, decimals: u32) -> Option<Self> {
        let factor = 10_i64.checked_pow(decimals.checked_sub(self.decimals)?)?;
        let units = self.units.iter().map(|units| units.checked_mul(factor)).collect::<Option<_>>()?;
        Some(Self { units, decimals })
    }
}

/// Reads one number of at least 0 for each of `count` clients or sites, as [`read_cost_matrix`](crate::read_cost_matrix)
/// reads a matrix of one row or one column; or one titled column of a table. `of` says of what there are so many.
///
/// Every problem goes to `problems`; `None` if one of them is an error.
pub fn read_amounts(
    file: MatrixFile<'_>,
    column: Option<&str>,
    (count, of): (usize, Words),
    problems: &mut Vec<ProblemReport>,
) -> Option<Amounts> {
    let raw = read_vector(file.path, file.name, column, problems)?;
    let place = || Place::table(file.name);
    if raw.rows() * raw.columns() != count {
        let expected =
            Words::new(format!("{count} numbers, one for each {}", of.en), format!("{count} 个数，每{}一个", of.zh));
        problems.push(e177_wrong_shape(place(), file.name, raw.rows(), raw.columns(), expected));
        return None;
    }
    let matrix = in_whole_numbers(&raw, count, problems)?;
    let before = problems.len();
    let what = column.unwrap_or(file.name);
    let mut units = Vec::with_capacity(count);
    for (row, amount) in (1..).zip(matrix.row(0)) {
        match amount {
            Some(amount) if amount >= 0 => units.push(amount),
            Some(amount) => {
                let value = decimal_text(amount.into(), matrix.decimals());
                problems.push(e423_number_too_small(place().row(row), what, value, 0));
            }
            None => problems.push(e154_missing_value(place().row(row), what)),
        }
    }
    (problems.len() == before).then_some(Amounts { units, decimals: matrix.decimals() })
}
