//! CSV tables as rows of named cells.

use std::{collections::BTreeMap, path::Path};

/// A row: column name to cell.
pub type Row = BTreeMap<String, String>;

/// All rows of a table.
pub fn read_rows(path: &Path) -> Vec<Row> {
    let text = fs_err::read_to_string(path).unwrap();
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(|row| row.unwrap()).collect()
}

/// A cell as a number.
pub fn number(row: &Row, column: &str) -> f64 {
    row[column].trim().parse().unwrap()
}

/// A table as text; cells are quoted where they must be.
pub fn table_text(header: &[&str], rows: &[Vec<String>]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}
