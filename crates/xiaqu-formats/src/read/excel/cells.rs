//! The cells of a sheet, row by row, counted before they are kept.

use std::collections::BTreeMap;

use quick_xml::events::BytesStart;
use xiaqu_model::Words;

use super::markup::{Piece, attribute, each_piece};

/// The most columns of a sheet, as Excel has it.
const COLUMNS_MAX: usize = 16_384;

/// The most cells of a sheet that hold something; each takes about a hundred bytes until the table is made.
const CELLS_MAX: usize = 10_000_000;

/// The most bytes of text of a sheet: cells may share a long text.
const TEXT_MAX: usize = 512 << 20;

/// Rows by number from 1, cells by column from 0; only cells that hold something.
pub(super) type SheetRows = BTreeMap<usize, BTreeMap<usize, String>>;

/// Reads all cells.
///
/// # Errors
/// Where the sheet is damaged or holds more than is taken.
pub(super) fn sheet_rows(text: &str, strings: &[String]) -> Result<SheetRows, Words> {
    let mut sheet = Sheet { strings, rows: SheetRows::new(), row: 0, column: 0, open: None, cells: 0, bytes: 0 };
    each_piece(text, |piece| sheet.take(&piece))?;
    Ok(sheet.rows)
}

struct Sheet<'a> {
    strings: &'a [String],
    rows: SheetRows,
    /// The present row, and the column of the next cell that does not say its place.
    row: usize,
    column: usize,
    open: Option<Cell>,
    cells: usize,
    bytes: usize,
}

/// A cell being read.
struct Cell {
    kind: String,
    column: usize,
    in_value: bool,
    in_aid: bool,
    text: String,
}

fn too_large() -> Words {
    let (cells, bytes) = (CELLS_MAX / 1_000_000, TEXT_MAX >> 20);
    Words::new(
        format!("the sheet holds more than {cells} million cells or {bytes} MB of text"),
        format!("工作表超过 {cells} 百万单元格或 {bytes} MB 文字"),
    )
}

impl Sheet<'_> {
    fn take(&mut self, piece: &Piece<'_>) -> Result<(), Words> {
        match piece {
            Piece::Open(start) => self.open(start)?,
            Piece::Text(text) => {
                if let Some(cell) = self.open.as_mut().filter(|cell| cell.in_value && !cell.in_aid) {
                    cell.text.push_str(text);
                }
            }
            Piece::Close("c") => self.close()?,
            Piece::Close(name) => {
                if let Some(cell) = &mut self.open {
                    cell.in_value &= !matches!(*name, "v" | "t");
                    cell.in_aid &= *name != "rPh";
                }
            }
        }
        Ok(())
    }

    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), Words> {
        let place = || Words::new("a cell of it has no place in the sheet", "有单元格位置无效");
        match (start.local_name().as_ref(), &mut self.open) {
            ("row", _) => {
                let next = self.row.saturating_add(1);
                self.row = match attribute(start, "r") {
                    Some(number) => number.parse().ok().filter(|row| *row >= 1).ok_or_else(place)?,
                    None => next,
                };
                self.column = 0;
            }
            ("c", _) => {
                let column = match attribute(start, "r") {
                    Some(name) => column_of(&name).ok_or_else(place)?,
                    None => self.column,
                };
                self.column = column + 1;
                let kind = attribute(start, "t").unwrap_or_default();
                self.open = Some(Cell { kind, column, in_value: false, in_aid: false, text: String::new() });
            }
            ("v" | "t", Some(cell)) => cell.in_value = true,
            ("rPh", Some(cell)) => cell.in_aid = true,
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), Words> {
        let Some(cell) = self.open.take() else { return Ok(()) };
        let text = match cell.kind.as_str() {
            "s" => {
                let number: Option<usize> = cell.text.trim().parse().ok();
                let shared = number.and_then(|number| self.strings.get(number));
                let lost = || Words::new("a cell of it names a text that is not there", "有单元格引用不存在的文字");
                shared.ok_or_else(lost)?.clone()
            }
            "str" | "inlineStr" | "e" | "b" | "d" => cell.text,
            _ => number_text(cell.text),
        };
        if text.trim().is_empty() {
            return Ok(());
        }
        self.cells += 1;
        self.bytes = self.bytes.saturating_add(text.len());
        if self.cells > CELLS_MAX || self.bytes > TEXT_MAX {
            return Err(too_large());
        }
        self.rows.entry(self.row).or_default().insert(cell.column, text);
        Ok(())
    }
}

/// A number as people write it: Excel keeps 26.9 as 26.899999999999999.
fn number_text(text: String) -> String {
    text.trim().parse::<f64>().map_or(text, |number| number.to_string())
}

/// The column of a cell from 0: 1 for `B7`.
fn column_of(name: &str) -> Option<usize> {
    let mut column = 0_usize;
    for letter in name.bytes().take_while(u8::is_ascii_alphabetic) {
        column = column.checked_mul(26)?.checked_add(usize::from(letter.to_ascii_uppercase() - b'A') + 1)?;
    }
    (1..=COLUMNS_MAX).contains(&column).then(|| column - 1)
}

#[cfg(test)]
mod tests {
    use super::{column_of, number_text, sheet_rows};

    #[test]
    fn columns_are_counted_as_excel_does() {
        assert_eq!(["A1", "Z9", "AA3", "XFD1"].map(column_of), [Some(0), Some(25), Some(26), Some(16_383)]);
        assert_eq!(["", "7", "XFE1", "AAAAAAAAAAAAAAAAAAAA1"].map(column_of), [None; 4]);
    }

    #[test]
    fn numbers_are_written_as_people_do() {
        let read =
            ["26.899999999999999", "350121000001", "1.2E+3", "12", "-0.5"].map(|text| number_text(text.to_owned()));
        assert_eq!(read, ["26.9", "350121000001", "1200", "12", "-0.5"]);
    }

    #[test]
    fn cells_without_a_place_follow_one_another_and_every_kind_is_read() {
        let text = "<worksheet><sheetData><row r=\"3\"><c t=\"s\"><v>1</v></c><c><v>2</v></c>\
            <c r=\"E3\" t=\"inlineStr\"><is><t>村</t></is></c></row><row><c t=\"b\"><v>1</v></c><c t=\"str\"><f>A1</f>\
            <v>007</v></c><c s=\"1\"/></row></sheetData></worksheet>";
        let rows = sheet_rows(text, &["a".into(), "b".into()]).unwrap();
        let cells: Vec<(usize, usize, &str)> = rows
            .iter()
            .flat_map(|(row, cells)| cells.iter().map(move |(column, text)| (*row, *column, text.as_str())))
            .collect();
        assert_eq!(cells, [(3, 0, "b"), (3, 1, "2"), (3, 4, "村"), (4, 0, "1"), (4, 1, "007")]);
        assert!(sheet_rows("<sheetData><row><c t=\"s\"><v>9</v></c></row></sheetData>", &[]).is_err());
        assert!(sheet_rows("<sheetData><row r=\"0\"/></sheetData>", &[]).is_err());
    }
}
