//! Cost matrices from files, in whole numbers.

use std::path::Path;

use xiaqu_formats::{RawEntry, RawMatrix, read_matrix};
use xiaqu_model::{
    Place, ProblemReport, Words, e170_empty_matrix, e171_matrix_cell, e178_unusable_numbers, w971_costs_rounded,
};
use xiaqu_solver::locate::{CostMatrix, MatrixError};

/// A file of numbers: where it is, and what to call it in messages.
#[derive(Clone, Copy, Debug)]
pub struct MatrixFile<'a> {
    /// Where it is.
    pub path: &'a Path,
    /// Its name as the user wrote it.
    pub name: &'a str,
}

/// Reads a cost matrix: one row for each candidate site, one column for each client, as comma, semicolon, tab or space
/// separated numbers or as `.npy`, packed with gzip or not. An empty or infinite entry forbids its pair.
///
/// Every problem goes to `problems`; `None` if one of them is an error. Costs that are no multiple of 10^-9 are rounded, with
/// a warning.
///
/// # Example
///
/// ```
/// use xiaqu::{MatrixFile, read_cost_matrix};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("minutes.csv");
/// fs_err::write(&path, "0,2.5\n2.5,0\n")?;
/// let file = MatrixFile { path: &path, name: "minutes.csv" };
/// let matrix = read_cost_matrix(file, &mut Vec::new()).ok_or("refused")?;
/// assert_eq!((matrix.cost(0, 1), matrix.decimals()), (Some(25), 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_cost_matrix(file: MatrixFile<'_>, problems: &mut Vec<ProblemReport>) -> Option<CostMatrix> {
    let raw = read_matrix(file.path, file.name, problems)?;
    in_whole_numbers(&raw, raw.columns(), problems)
}

/// The entries of a matrix in rows of `columns`, as whole numbers.
pub(super) fn in_whole_numbers(
    raw: &RawMatrix,
    columns: usize,
    problems: &mut Vec<ProblemReport>,
) -> Option<CostMatrix> {
    let place = || Place::table(raw.name());
    let matrix = match build(raw, columns) {
        Ok(matrix) => matrix,
        Err(MatrixError::NotANumber { row, column, text }) => {
            problems.push(e171_matrix_cell(place().row(row + 1), column + 1, text, "1234.5"));
            return None;
        }
        Err(MatrixError::Empty) => {
            problems.push(e170_empty_matrix(place(), raw.name()));
            return None;
        }
        Err(MatrixError::TooLarge { largest }) => {
            let why = Words::new(
                format!("numbers up to {largest} cannot be summed exactly"),
                format!("大至 {largest} 的数无法精确求和"),
            );
            problems.push(e178_unusable_numbers(place(), raw.name(), why));
            return None;
        }
        // A reader of files lets neither ragged rows nor minus infinity pass; whatever else it may be is said as it is.
        Err(other) => {
            problems.push(e178_unusable_numbers(place(), raw.name(), other));
            return None;
        }
    };
    if !matrix.is_exact() {
        problems.push(w971_costs_rounded(place(), raw.name(), matrix.decimals()));
    }
    Some(matrix)
}

fn build(raw: &RawMatrix, columns: usize) -> Result<CostMatrix, MatrixError> {
    let whole = |entry| if let RawEntry::Whole(number) = entry { Some(number) } else { None };
    let float = |entry| if let RawEntry::Float(number) = entry { Some(number) } else { None };
    let text = |entry| if let RawEntry::Text(text) = entry { Some(text) } else { None };
    match raw.entries().next() {
        Some(RawEntry::Whole(_)) => CostMatrix::from_units(0, rows(raw.entries().filter_map(whole).map(Some), columns)),
        Some(RawEntry::Float(_)) => CostMatrix::from_numbers(rows(raw.entries().filter_map(float), columns)),
        _ => CostMatrix::from_texts(rows(raw.entries().filter_map(text), columns)),
    }
}

/// Entries in rows of a length.
fn rows<T>(mut entries: impl Iterator<Item = T>, columns: usize) -> impl Iterator<Item = Vec<T>> {
    std::iter::from_fn(move || {
        let row: Vec<T> = entries.by_ref().take(columns).collect();
        (!row.is_empty()).then_some(row)
    })
}

/// The largest cost within a radius, in units of a matrix: the radius as written, rounded down to the unit. `None` if it is no
/// number or has more than nine decimals.
///
/// ```
/// use xiaqu::{locate::CostMatrix, radius_in_units};
///
/// let matrix = CostMatrix::from_texts([["0", "2.5"]])?;
/// assert_eq!(radius_in_units(&matrix, "2.59"), Some(25));
/// assert_eq!(radius_in_units(&matrix, "3"), Some(30));
/// assert_eq!(radius_in_units(&matrix, "near"), None);
/// # Ok::<(), xiaqu::locate::MatrixError>(())
/// ```
pub fn radius_in_units(matrix: &CostMatrix, text: &str) -> Option<i64> {
    let radius = CostMatrix::from_texts([[text]]).ok().filter(CostMatrix::is_exact)?;
    let units = radius.cost(0, 0)?;
    let (own, wanted) = (radius.decimals(), matrix.decimals());
    if own > wanted {
        return Some(units.div_euclid(10_i64.checked_pow(own - wanted)?));
    }
    // A radius beyond every cost is as good as the largest number.
    Some(10_i64.checked_pow(wanted - own).and_then(|factor| units.checked_mul(factor)).unwrap_or(i64::MAX - 1))
}

/// Whole units of 10^-`decimals` as a decimal number, exactly, without zeros at its end.
///
/// ```
/// use xiaqu::decimal_text;
/// assert_eq!(decimal_text(77_461_516, 2), "774615.16");
/// assert_eq!(decimal_text(-50, 3), "-0.05");
/// ```
pub fn decimal_text(units: i128, decimals: u32) -> String {
    let width = decimals as usize + 1;
    let digits = format!("{:0>width$}", units.unsigned_abs());
    let (whole, fraction) = digits.split_at_checked(digits.len() - (width - 1)).unwrap_or((&digits, ""));
    let (sign, fraction) = (if units < 0 { "-" } else { "" }, fraction.trim_end_matches('0'));
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}
