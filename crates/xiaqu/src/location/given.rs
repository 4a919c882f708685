//! Numbers that a script holds in memory, refused for the same reasons as those of files.

use xiaqu_model::{
    Place, ProblemReport, Words, e154_missing_value, e170_empty_matrix, e171_matrix_cell, e176_further_bad_cells,
    e177_wrong_shape, e178_unusable_numbers, e423_number_too_small, w971_costs_rounded,
};
use xiaqu_solver::locate::{CostMatrix, MatrixError};

use super::{amounts::Amounts, matrix::decimal_text};

/// So many cells are named one by one.
const NAMED: usize = 20;

/// A cost matrix of numbers in memory, read row by row; plus infinity forbids its pair. `rows` begins again at each call.
///
/// Every problem goes to `problems`; `None` if one of them is an error. Costs that are no multiple of 10^-9 are rounded, with
/// a warning.
///
/// ```
/// let costs = [[0.0, 2.5], [2.5, f64::NAN]];
/// let mut problems = Vec::new();
/// assert!(xiaqu::given_costs("cost", || costs.iter().map(|row| row.iter().copied()), &mut problems).is_none());
/// assert_eq!((problems[0].code(), problems[0].place().row), ("E171", Some(2)));
/// ```
pub fn given_costs<Rows, Row>(
    name: &str,
    rows: impl Fn() -> Rows,
    problems: &mut Vec<ProblemReport>,
) -> Option<CostMatrix>
where
    Rows: IntoIterator<Item = Row>,
    Row: IntoIterator<Item = f64>,
{
    let place = || Place::table(name);
    let problem = match CostMatrix::from_numbers(rows()) {
        Ok(matrix) => {
            if !matrix.is_exact() {
                problems.push(w971_costs_rounded(place(), name, matrix.decimals()));
            }
            return Some(matrix);
        }
        Err(MatrixError::NotANumber { .. } | MatrixError::MinusInfinity { .. }) => {
            bad_cells(name, rows(), problems);
            return None;
        }
        Err(MatrixError::Empty) => e170_empty_matrix(place(), name),
        Err(MatrixError::TooLarge { largest }) => {
            let en = format!("numbers up to {largest} cannot be summed exactly");
            e178_unusable_numbers(place(), name, Words::new(en, format!("大至 {largest} 的数无法精确求和")))
        }
        Err(other) => e178_unusable_numbers(place(), name, other),
    };
    problems.push(problem);
    None
}

/// Reports cells that are no costs: the first by name, the others by their number.
fn bad_cells<Row: IntoIterator<Item = f64>>(
    name: &str,
    rows: impl IntoIterator<Item = Row>,
    problems: &mut Vec<ProblemReport>,
) {
    let mut found = 0_usize;
    for (row, entries) in (1..).zip(rows) {
        for (column, entry) in (1_usize..).zip(entries) {
            if entry.is_nan() || entry == f64::NEG_INFINITY {
                found += 1;
                if found <= NAMED {
                    problems.push(e171_matrix_cell(Place::table(name).row(row), column, entry, "1234.5"));
                }
            }
        }
    }
    if found > NAMED {
        problems.push(e176_further_bad_cells(Place::table(name), found - NAMED));
    }
}

/// One number of at least 0 for each of `count` clients or sites. `of` says of what there are so many.
///
/// Every problem goes to `problems`; `None` if one of them is an error.
///
/// ```
/// use xiaqu::{given_amounts, model::Words};
/// let mut problems = Vec::new();
/// let clients = || (2, Words::new("client", "需求点"));
/// assert!(given_amounts("weights", &[1.5, -2.0], clients(), &mut problems).is_none());
/// assert_eq!(problems[0].code(), "E423");
/// ```
pub fn given_amounts(
    name: &str,
    numbers: &[f64],
    (count, of): (usize, Words),
    problems: &mut Vec<ProblemReport>,
) -> Option<Amounts> {
    if numbers.len() != count {
        let expected =
            Words::new(format!("{count} numbers, one for each {}", of.en), format!("{count} 个数，每{}一个", of.zh));
        problems.push(e177_wrong_shape(Place::table(name), name, 1, numbers.len(), expected));
        return None;
    }
    let matrix = given_costs(name, || [numbers.iter().copied()], problems)?;
    let before = problems.len();
    let mut units = Vec::with_capacity(count);
    for (row, amount) in (1..).zip(matrix.row(0)) {
        match amount {
            Some(amount) if amount >= 0 => units.push(amount),
            Some(amount) => {
                let value = decimal_text(amount.into(), matrix.decimals());
                problems.push(e423_number_too_small(Place::table(name).row(row), name, value, 0));
            }
            None => problems.push(e154_missing_value(Place::table(name).row(row), name)),
        }
    }
    (problems.len() == before).then_some(Amounts { units, decimals: matrix.decimals() })
}
