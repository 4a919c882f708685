//! A matrix as read, and the two doors to it.

use std::path::Path;

use xiaqu_model::{Place, ProblemReport, Words, e177_wrong_shape};

use super::{
    cells::CellTexts,
    npy::{is_npy, read_npy},
    table::read_table_of_numbers,
    unpack::read_unpacked,
};

/// One entry as the file has it, so that nothing is lost before it becomes a whole number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RawEntry<'a> {
    /// A decimal number as written, `inf` in any of its spellings, or empty; nothing else.
    Text(&'a str),
    /// A whole number.
    Whole(i64),
    /// A binary number: finite or plus infinity.
    Float(f64),
}

/// Entries in row order.
#[derive(Clone, Debug)]
pub(super) enum Entries {
    Texts(CellTexts),
    Whole(Vec<i64>),
    Floats(Vec<f64>),
}

/// A matrix as read: a shape and entries in row order, nothing interpreted yet.
#[derive(Clone, Debug)]
pub struct RawMatrix {
    name: String,
    rows: usize,
    columns: usize,
    entries: Entries,
}

impl RawMatrix {
    pub(super) fn new(name: &str, (rows, columns): (usize, usize), entries: Entries) -> Self {
        Self { name: name.to_owned(), rows, columns, entries }
    }

    /// The file's name, for messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Rows, a header not counted.
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Columns, a column of names not counted.
    pub const fn columns(&self) -> usize {
        self.columns
    }

    /// All entries, row by row.
    pub fn entries(&self) -> impl Iterator<Item = RawEntry<'_>> {
        let (texts, whole, floats) = match &self.entries {
            Entries::Texts(texts) => (Some(texts), None, None),
            Entries::Whole(whole) => (None, Some(whole), None),
            Entries::Floats(floats) => (None, None, Some(floats)),
        };
        let texts = texts.into_iter().flat_map(|texts| texts.iter().map(RawEntry::Text));
        let whole = whole.into_iter().flatten().map(|number| RawEntry::Whole(*number));
        let floats = floats.into_iter().flatten().map(|number| RawEntry::Float(*number));
        texts.chain(whole).chain(floats)
    }
}

/// Reads a matrix of numbers: a table with comma, semicolon, tab or runs of spaces, with or without a header row and a
/// column of names, or `.npy`; either packed with gzip or not. What it is, its first bytes tell, not its name.
///
/// Every problem goes to `problems`, with file, row and column; `None` if there is any.
///
/// ```
/// use xiaqu_formats::{RawEntry, read_matrix};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("minutes.csv");
/// fs_err::write(&path, "site,A,B\nS1,4.5,inf\nS2,,7\n")?;
/// let matrix = read_matrix(&path, "minutes.csv", &mut Vec::new()).unwrap();
/// assert_eq!((matrix.rows(), matrix.columns()), (2, 2));
/// assert_eq!(matrix.entries().next(), Some(RawEntry::Text("4.5")));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn read_matrix(path: &Path, name: &str, problems: &mut Vec<ProblemReport>) -> Option<RawMatrix> {
    read(path, name, None, problems)
}

/// Reads a vector of numbers: a matrix with one row or one column, or the titled column of a table.
///
/// Every problem goes to `problems`; `None` if there is any.
pub fn read_vector(
    path: &Path,
    name: &str,
    column: Option<&str>,
    problems: &mut Vec<ProblemReport>,
) -> Option<RawMatrix> {
    let matrix = read(path, name, column, problems)?;
    if matrix.rows > 1 && matrix.columns > 1 {
        let expected = Words::new("one row or one column", "一行或一列");
        problems.push(e177_wrong_shape(Place::table(name), name, matrix.rows, matrix.columns, expected));
        return None;
    }
    Some(matrix)
}

fn read(path: &Path, name: &str, column: Option<&str>, problems: &mut Vec<ProblemReport>) -> Option<RawMatrix> {
    let bytes = read_unpacked(path, name, problems)?;
    if is_npy(&bytes) && column.is_none() {
        read_npy(&bytes, name, problems)
    } else {
        read_table_of_numbers(&bytes, name, column, problems)
    }
}
