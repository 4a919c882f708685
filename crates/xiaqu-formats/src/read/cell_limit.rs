//! How many cells a table may have: a few bytes of a file may stand for a wide row of empty ones.

use xiaqu_model::Words;

/// The most cells of a table, empty ones included: columns times rows.
const CELLS_MAX: usize = 40_000_000;

/// Checks the size of a table before its cells are made.
///
/// # Errors
/// Why it is not read.
pub(super) fn check_cells(columns: usize, rows: usize) -> Result<(), Words> {
    if columns.saturating_mul(rows) <= CELLS_MAX {
        return Ok(());
    }
    let millions = CELLS_MAX / 1_000_000;
    Err(Words::new(
        format!("it holds more than {millions} million cells, empty ones included"),
        format!("含空单元格在内超过 {millions} 百万单元格"),
    ))
}

#[cfg(test)]
mod tests {
    use super::check_cells;

    #[test]
    fn tables_are_refused_by_columns_times_rows() {
        assert_eq!(check_cells(40, 1_000_000), Ok(()));
        assert!(check_cells(40, 1_000_001).unwrap_err().en.contains("40 million"));
        assert!(check_cells(usize::MAX, 2).is_err());
        assert_eq!(check_cells(0, usize::MAX), Ok(()));
    }
}
