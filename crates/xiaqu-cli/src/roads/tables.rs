//! Tables for a person, in columns that line up although Chinese characters are wide.

/// Lines of a table: the first column to the left, all others to the right.
pub(super) fn table(titles: &[&str], rows: &[Vec<String>]) -> Vec<String> {
    let titles: Vec<String> = titles.iter().map(|title| (*title).to_owned()).collect();
    let all = || std::iter::once(&titles).chain(rows);
    let widths: Vec<usize> = (0..titles.len())
        .map(|column| all().filter_map(|row| row.get(column)).map(|cell| width(cell)).max().unwrap_or(0))
        .collect();
    all().map(|row| line(row, &widths)).collect()
}

fn line(row: &[String], widths: &[usize]) -> String {
    let cells = row.iter().zip(widths).enumerate().map(|(column, (cell, wanted))| {
        let space = " ".repeat(wanted.saturating_sub(width(cell)));
        if column == 0 { format!("{cell}{space}") } else { format!("{space}{cell}") }
    });
    cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
}

/// Columns of a terminal: two for Chinese characters and their punctuation.
fn width(text: &str) -> usize {
    text.chars().map(|letter| if matches!(letter, '\u{2e80}'..='\u{ffef}') { 2 } else { 1 }).sum()
}

/// Text from data as one line, without control characters.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}
