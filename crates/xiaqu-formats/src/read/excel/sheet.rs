//! A sheet of a workbook as a raw table.

use xiaqu_model::{Place, ProblemReport, Words, e151_empty_file, e162_ragged_row};

use super::{
    archive::Archive,
    cells::{SheetRows, sheet_rows},
    strings::shared_strings,
    workbook::sheet_part,
};
use crate::read::{
    cell_limit::check_cells,
    decode::decode_text,
    kind::{FileKind, describe_binary, split_layer},
    table::{RawRow, RawTable, Source},
};

/// Reads the sheet that the name chooses behind `#`, else the first; its first row with a text is the header. Every
/// problem goes to `problems`.
pub(in crate::read) fn read_excel(source: &Source, problems: &mut Vec<ProblemReport>) -> Option<RawTable> {
    let unreadable = |why: Words| source.unreadable(FileKind::Excel, why);
    let bytes = match fs_err::read(&source.path) {
        Ok(bytes) => bytes,
        Err(error) => {
            problems.push(source.unreadable(FileKind::Excel, error));
            return None;
        }
    };
    if bytes.is_empty() {
        problems.push(e151_empty_file(Place::table(&source.name), &source.name));
        return None;
    }
    if !bytes.starts_with(b"PK") {
        problems.push(unreadable(not_packed(&bytes)));
        return None;
    }
    let rows = rows_of(&bytes, split_layer(&source.name).1).map_err(|why| problems.push(unreadable(why))).ok()?;
    table_of(source, rows, problems)
}

/// What a file is that is no archive.
fn not_packed(bytes: &[u8]) -> Words {
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        let en =
            "it is an old Excel file (.xls) or protected by a password; save it as `Excel Workbook (.xlsx)` without";
        return Words::new(en, "它是旧版 Excel 文件（.xls）或有密码保护；请另存为不加密的“Excel 工作簿（.xlsx）”");
    }
    if decode_text(bytes).is_some() {
        return Words::new("it is a text; name it `.csv` if it is a table", "它是文本；若为表格请改用 `.csv` 扩展名");
    }
    describe_binary(bytes)
}

fn rows_of(bytes: &[u8], sheet: Option<&str>) -> Result<SheetRows, Words> {
    let archive = Archive::open(bytes)?;
    let part = sheet_part(&archive, sheet)?;
    let strings = match archive.text("xl/sharedStrings.xml")? {
        Some(text) => shared_strings(&text)?,
        None => Vec::new(),
    };
    let missing = || Words::new("the sheet is not in it", "缺少该工作表");
    sheet_rows(&archive.text(&part)?.ok_or_else(missing)?, &strings)
}

fn table_of(source: &Source, rows: SheetRows, problems: &mut Vec<ProblemReport>) -> Option<RawTable> {
    let place = || Place::table(&source.name);
    let mut rows = rows.into_iter();
    let first = rows.next();
    let width = first.as_ref().and_then(|(_, cells)| cells.keys().next_back()).map_or(0, |last| last + 1);
    let Some((top, names)) = first.filter(|_| rows.len() > 0) else {
        problems.push(e151_empty_file(place(), &source.name));
        return None;
    };
    check_cells(width, rows.len()).map_err(|why| problems.push(source.unreadable(FileKind::Excel, why))).ok()?;
    let dense = |cells: &std::collections::BTreeMap<usize, String>| -> Vec<String> {
        (0..width).map(|column| cells.get(&column).cloned().unwrap_or_default()).collect()
    };
    let header = dense(&names).iter().map(|name| name.trim().to_owned()).collect();
    let mut table =
        RawTable { name: source.name.clone(), header, rows: Vec::new(), kind: FileKind::Excel, datum: source.datum };
    for (row, cells) in rows {
        let number = row.saturating_sub(top);
        match cells.keys().next_back().filter(|last| **last >= width) {
            Some(last) => problems.push(e162_ragged_row(place().row(number), width, last + 1)),
            None => table.rows.push(RawRow { number, cells: dense(&cells), geometry: None }),
        }
    }
    (!table.rows.is_empty()).then_some(table)
}
