//! Matrices and vectors as tables of text.

use csv::StringRecord;
use xiaqu_model::{Place, ProblemReport, Words, e170_empty_matrix, e179_unreadable_matrix, e425_no_such_column};

use super::{
    bad_cells::BadCells,
    cells::{CellKind, CellTexts, kind_of},
    layout::{Layout, Separator, is_skipped, separator_of},
    raw_matrix::{Entries, RawMatrix},
    unpack::{CELLS_MAX, too_large},
};
use crate::read::decode_text;

/// So many rows tell the layout.
const PEEKED: usize = 3;

/// Reads a table of numbers; only one column of it if `only` names one.
pub(super) fn read_table_of_numbers(
    bytes: &[u8],
    name: &str,
    only: Option<&str>,
    problems: &mut Vec<ProblemReport>,
) -> Option<RawMatrix> {
    let Some((text, _)) = decode_text(bytes) else {
        let why = Words::new("it is neither a text nor .npy", "它既不是文本也不是 .npy");
        problems.push(e179_unreadable_matrix(Place::table(name), name, why));
        return None;
    };
    let unreadable = |error| e179_unreadable_matrix(Place::table(name), name, error);
    let mut rows = rows_of(&text);
    let opening: Result<Vec<StringRecord>, csv::Error> = rows.by_ref().take(PEEKED).collect();
    let opening = opening.map_err(|error| problems.push(unreadable(error))).ok()?;
    let mut layout = Layout::of(&opening);
    let mut column = None;
    if let Some(title) = only {
        layout.header = true;
        column = Some(column_named(title, opening.first(), name, problems)?);
    }
    let mut opening = opening.into_iter();
    let titles = if layout.header { opening.next() } else { None };
    let mut table =
        Table { name, layout, column, titles, width: None, cells: CellTexts::default(), bad: BadCells::new(name) };
    let mut count = 0;
    for (number, row) in (1..).zip(opening.map(Ok).chain(rows)) {
        table.take(number, &row.map_err(|error| problems.push(unreadable(error))).ok()?);
        count += 1;
        if table.cells.len() > CELLS_MAX {
            problems.push(too_large(name));
            return None;
        }
    }
    table.finish(count, problems)
}

/// Where a titled column stands.
fn column_named(
    title: &str,
    titles: Option<&StringRecord>,
    name: &str,
    problems: &mut Vec<ProblemReport>,
) -> Option<usize> {
    let found = titles.and_then(|titles| titles.iter().position(|known| known.trim() == title));
    if found.is_none() {
        let known: Vec<&str> = titles.iter().flat_map(|titles| titles.iter()).map(str::trim).collect();
        problems.push(e425_no_such_column(Place::table(name), name, title, known.join(", ")));
    }
    found
}

/// The rows one after another: kept together, short ones would take many times the memory of the text.
fn rows_of(text: &str) -> Box<dyn Iterator<Item = Result<StringRecord, csv::Error>> + '_> {
    let lines = text.lines().filter(|line| !is_skipped(line));
    match separator_of(text) {
        Separator::Spaces => Box::new(lines.map(|line| Ok(line.split_whitespace().collect::<Vec<_>>().into()))),
        Separator::Letter(letter) => {
            let comments: usize = text.split_inclusive('\n').take_while(|line| is_skipped(line)).map(str::len).sum();
            let body = text.get(comments..).unwrap_or_default();
            let reader = csv::ReaderBuilder::new()
                .flexible(true)
                .has_headers(false)
                .delimiter(letter)
                .from_reader(body.as_bytes());
            // Spreadsheets leave rows of empty cells behind, but a row of a matrix may be empty too: a site that serves nobody.
            Box::new(reader.into_records().filter(|row| !row.as_ref().is_ok_and(is_blank)))
        }
    }
}

fn is_blank(row: &StringRecord) -> bool {
    row.len() <= 1 && row.iter().all(|cell| cell.trim().is_empty())
}

/// A table that is being read.
struct Table<'a> {
    name: &'a str,
    layout: Layout,
    /// The only column wanted.
    column: Option<usize>,
    titles: Option<StringRecord>,
    /// Cells of the first row.
    width: Option<usize>,
    cells: CellTexts,
    bad: BadCells<'a>,
}

impl Table<'_> {
    fn take(&mut self, number: usize, row: &StringRecord) {
        let width = *self.width.get_or_insert(row.len());
        if row.len() != width {
            self.bad.ragged(number, width, row.len());
            return;
        }
        let first = usize::from(self.layout.ids);
        for (position, cell) in row.iter().map(str::trim).enumerate() {
            let wanted = self.column.map_or(position >= first, |column| column == position);
            if wanted && kind_of(cell) == CellKind::Text {
                let title = self.title(position, width);
                self.bad.no_number(number, title, cell);
            } else if wanted {
                self.cells.push(cell);
            }
        }
    }

    /// The title of a column, or its number counted from 1.
    fn title(&self, position: usize, width: usize) -> String {
        let titles = self.titles.as_ref();
        let shift = titles.map_or(0, |titles| width.saturating_sub(titles.len()));
        let title = titles.and_then(|titles| titles.get(position.checked_sub(shift)?)).map(str::trim);
        title.filter(|title| !title.is_empty()).map_or_else(|| (position + 1).to_string(), |title| format!("`{title}`"))
    }

    fn finish(self, rows: usize, problems: &mut Vec<ProblemReport>) -> Option<RawMatrix> {
        if !self.bad.finish(problems) {
            return None;
        }
        let columns = self.cells.len().checked_div(rows).unwrap_or(0);
        if columns == 0 || self.cells.iter().all(str::is_empty) {
            problems.push(e170_empty_matrix(Place::table(self.name), self.name));
            return None;
        }
        Some(RawMatrix::new(self.name, (rows, columns), Entries::Texts(self.cells)))
    }
}
