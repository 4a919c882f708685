//! CSV for people: UTF-8 with a byte order mark for Excel, and no cell that a spreadsheet would run as a formula.

/// A cell that a spreadsheet shows as text: one that would start a formula gets an apostrophe before it.
///
/// ```
/// use xiaqu_formats::safe_cell;
/// assert_eq!(safe_cell("=1+1"), "'=1+1");
/// assert_eq!(safe_cell("-3.5"), "-3.5");
/// ```
pub fn safe_cell(text: &str) -> String {
    let starts_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if starts_formula && text.parse::<f64>().is_err() { format!("'{text}") } else { text.to_owned() }
}

/// A CSV file from a header and rows.
///
/// # Errors
/// If a row has another number of cells than the header.
pub fn csv_text(header: &[&str], rows: &[Vec<String>]) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| safe_cell(cell)))?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(format!("\u{feff}{}", String::from_utf8_lossy(&bytes)))
}
