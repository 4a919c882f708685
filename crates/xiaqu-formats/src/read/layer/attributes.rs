//! Cells of a .dbf as the text that a CSV would hold.

use xiaqu_model::{Place, ProblemReport, Words, e187_unknown_encoding, e188_wrong_encoding, w951_read_as_gb18030};

use super::{
    cursor::{ByteOrder, Cursor},
    dbase::{DbaseField, DbaseTable},
    text_encoding::TextEncoding,
};

/// The names of the columns and the cells of every record, deleted records as `None`.
#[derive(Debug, PartialEq)]
pub(super) struct Attributes {
    pub(super) header: Vec<String>,
    pub(super) records: Vec<Option<Vec<String>>>,
}

/// Decodes the table as its .cpg says, given with its name; what cannot be decoded is reported, column by column.
pub(super) fn attributes_of(
    table: &DbaseTable<'_>,
    (file, code_page): (&str, Option<(&str, &[u8])>),
    problems: &mut Vec<ProblemReport>,
) -> Option<Attributes> {
    let encoding = match code_page {
        Some((name, bytes)) => {
            let label = String::from_utf8_lossy(bytes).trim().chars().take(40).collect::<String>();
            let Some(encoding) = TextEncoding::named(&label) else {
                problems.push(e187_unknown_encoding(Place::table(file), name, label));
                return None;
            };
            encoding
        }
        None => TextEncoding::guessed(table.language, texts_of(table)),
    };
    if encoding.is_guess {
        problems.push(w951_read_as_gb18030(Place::table(file), file));
    }
    let before = problems.len();
    let mut wrong = |column: &str, row: Option<usize>| {
        let place = Place { row, ..Place::table(file) };
        let said_by = code_page.map_or_else(
            || Words::new("the language byte of the .dbf", ".dbf 的语言字节"),
            |(name, _)| Words::new(name, name),
        );
        problems.push(e188_wrong_encoding(place, said_by, encoding.name(), column));
    };
    let mut header = Vec::with_capacity(table.fields.len());
    for (number, field) in (1_usize..).zip(&table.fields) {
        let name = encoding.decode(field.name);
        if name.is_none() {
            wrong(&number.to_string(), None);
        }
        header.push(name.unwrap_or_default());
    }
    let mut cell = |name: &str, row: usize, field: &DbaseField<'_>, record| {
        let cell = cell_of(field.kind, field.of(record), encoding);
        if cell.is_none() {
            wrong(name, Some(row));
        }
        cell.unwrap_or_default()
    };
    let cells = |(row, record): (usize, &Option<_>)| {
        record.map(|record| {
            header.iter().zip(&table.fields).map(|(name, field)| cell(name, row, field, record)).collect()
        })
    };
    let records = (1..).zip(&table.records).map(cells).collect();
    (problems.len() == before).then_some(Attributes { header, records })
}

/// Everything in the table that is text.
fn texts_of<'a>(table: &'a DbaseTable<'a>) -> impl Iterator<Item = &'a [u8]> {
    let names = table.fields.iter().map(|field| field.name);
    let texts = table.fields.iter().filter(|field| field.kind == b'C');
    let records = || table.records.iter().flatten();
    names.chain(texts.flat_map(move |field| records().map(|record| field.of(record))))
}

/// One cell; `None` if its text is not in the encoding.
fn cell_of(kind: u8, bytes: &[u8], encoding: TextEncoding) -> Option<String> {
    let plain = || String::from_utf8_lossy(bytes).trim_matches([' ', '\0']).to_owned();
    Some(match kind {
        b'C' => return encoding.decode(bytes),
        b'N' | b'F' => number_text(&plain()),
        b'D' => date_text(&plain()),
        b'L' => match plain().as_str() {
            "T" | "t" | "Y" | "y" => "yes".to_owned(),
            "F" | "f" | "N" | "n" => "no".to_owned(),
            _ => String::new(),
        },
        b'I' => bytes.try_into().map(|bytes| i32::from_le_bytes(bytes).to_string()).unwrap_or_default(),
        b'O' | b'B' => {
            Cursor::new(bytes).number(ByteOrder::Little).map(|number| number.to_string()).unwrap_or_default()
        }
        _ => plain(),
    })
}

/// A date, which is stored as `20260701`, as people write it; zeros and blanks stand for no value.
fn date_text(text: &str) -> String {
    let parts = [text.get(..4), text.get(4..6), text.get(6..8)];
    match parts {
        _ if text.chars().all(|letter| letter == '0') => String::new(),
        [Some(year), Some(month), Some(day)] if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{year}-{month}-{day}")
        }
        _ => text.to_owned(),
    }
}

/// A number without what only fills its column: `12.000` is 12, stars stand for no value.
fn number_text(text: &str) -> String {
    if text.chars().all(|letter| letter == '*') {
        return String::new();
    }
    if text.contains(['e', 'E']) {
        return text.parse::<f64>().map_or_else(|_| text.to_owned(), |number| number.to_string());
    }
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{date_text, number_text};

    #[test]
    fn dates_are_written_with_dashes() {
        let read = ["20260701", "00000000", "", "2026-7-1", "年月"].map(date_text);
        assert_eq!(read, ["2026-07-01", "", "", "2026-7-1", "年月"]);
    }

    #[test]
    fn numbers_lose_what_only_fills_their_column() {
        for (stored, read) in [
            ("12.000", "12"),
            ("1200", "1200"),
            ("-0.50", "-0.5"),
            ("1.200000000000000e+01", "12"),
            ("****", ""),
            ("", ""),
            ("12x", "12x"),
        ] {
            assert_eq!(number_text(stored), read);
        }
    }
}
