//! `.npy`, versions 1 to 3: real and whole numbers of any size and byte order, in C and in Fortran order.
//!
//! Format: <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>. A reader of our own, because the crates
//! for it bring a parser of Python literals and an array library, or allocate what a header claims.

use xiaqu_model::{Place, ProblemReport, Words, e170_empty_matrix, e173_bad_npy};

use super::{
    bad_cells::BadCells,
    raw_matrix::{Entries, RawMatrix},
    unpack::{CELLS_MAX, too_large},
};

const MAGIC: &[u8] = b"\x93NUMPY";

pub(super) fn is_npy(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// Reads one array of one or two dimensions.
pub(super) fn read_npy(bytes: &[u8], name: &str, problems: &mut Vec<ProblemReport>) -> Option<RawMatrix> {
    let array = match Array::of(bytes) {
        Ok(array) => array,
        Err(why) => {
            problems.push(e173_bad_npy(Place::table(name), name, why));
            return None;
        }
    };
    if array.rows == 0 || array.columns == 0 {
        problems.push(e170_empty_matrix(Place::table(name), name));
        return None;
    }
    let Some(count) = array.rows.checked_mul(array.columns).filter(|count| *count <= CELLS_MAX) else {
        problems.push(too_large(name));
        return None;
    };
    let expected = count * array.element.size;
    if array.data.len() != expected {
        let found = array.data.len();
        let why = Words::new(
            format!("its header promises {expected} bytes of numbers, it has {found}"),
            format!("文件头说明有 {expected} 字节数据，实有 {found} 字节"),
        );
        problems.push(e173_bad_npy(Place::table(name), name, why));
        return None;
    }
    let entries = array.entries(name, problems)?;
    Some(RawMatrix::new(name, (array.rows, array.columns), entries))
}

/// What kind of number an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Signed,
    Unsigned,
    Float,
}

/// How an element is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Element {
    kind: Kind,
    size: usize,
    big_endian: bool,
}

impl Element {
    /// From numpy's description, for example `<f8`.
    fn of(text: &str) -> Option<Self> {
        let big_endian = text.starts_with('>');
        let bare = text.strip_prefix(['<', '>', '|', '=']).unwrap_or(text);
        let (kind, size) = match bare {
            "f4" | "f8" => (Kind::Float, bare),
            "i1" | "i2" | "i4" | "i8" => (Kind::Signed, bare),
            "u1" | "u2" | "u4" | "u8" | "b1" => (Kind::Unsigned, bare),
            _ => return None,
        };
        Some(Self { kind, size: size.get(1..)?.parse().ok()?, big_endian })
    }

    /// The bytes of one element, least significant first, widened to eight.
    fn widened(self, bytes: &[u8]) -> [u8; 8] {
        let mut wide = [0; 8];
        let negative = if self.big_endian { bytes.first() } else { bytes.last() }.is_some_and(|byte| *byte >= 0x80);
        if self.kind == Kind::Signed && negative {
            wide = [0xFF; 8];
        }
        for (place, byte) in wide.iter_mut().enumerate().take(self.size) {
            let position = if self.big_endian { self.size - 1 - place } else { place };
            *byte = bytes.get(position).copied().unwrap_or(0);
        }
        wide
    }

    /// A binary number; one of four bytes is the shortest decimal that names it, which is what somebody wrote.
    fn float(self, bytes: &[u8]) -> f64 {
        let wide = self.widened(bytes);
        if self.size == 8 {
            return f64::from_le_bytes(wide);
        }
        let [first, second, third, fourth, ..] = wide;
        let narrow = f32::from_le_bytes([first, second, third, fourth]);
        narrow.to_string().parse().unwrap_or(f64::NAN)
    }

    /// A whole number; `None` for an unsigned one beyond the signed range.
    fn whole(self, bytes: &[u8]) -> Option<i64> {
        let wide = self.widened(bytes);
        match self.kind {
            Kind::Unsigned => i64::try_from(u64::from_le_bytes(wide)).ok(),
            Kind::Signed | Kind::Float => Some(i64::from_le_bytes(wide)),
        }
    }
}

/// An array whose header has been read.
#[derive(Debug)]
struct Array<'a> {
    element: Element,
    fortran: bool,
    rows: usize,
    columns: usize,
    data: &'a [u8],
}

impl<'a> Array<'a> {
    fn of(bytes: &'a [u8]) -> Result<Self, Words> {
        let broken = || Words::new("its header is broken", "文件头损坏");
        let (header, data) = split_header(bytes).ok_or_else(broken)?;
        let descr = value_of(header, "descr").ok_or_else(broken)?;
        let Some(element) = quoted(descr).and_then(Element::of) else {
            let shown: String = descr.chars().take(20).take_while(|letter| *letter != ',').collect();
            return Err(Words::new(
                format!("its elements are {shown}, not plain numbers of 1 to 8 bytes"),
                format!("元素类型为 {shown}，不是 1 至 8 字节的普通数字"),
            ));
        };
        let fortran = match value_of(header, "fortran_order").ok_or_else(broken)? {
            value if value.starts_with("True") => true,
            value if value.starts_with("False") => false,
            _ => return Err(broken()),
        };
        let shape = shape_of(value_of(header, "shape").ok_or_else(broken)?).ok_or_else(broken)?;
        let (rows, columns) = match *shape.as_slice() {
            [rows, columns] => (rows, columns),
            [rows] => (rows, 1),
            _ => {
                let count = shape.len();
                return Err(Words::new(
                    format!("it has {count} dimensions, not 1 or 2"),
                    format!("维数为 {count}，应为 1 或 2"),
                ));
            }
        };
        Ok(Self { element, fortran, rows, columns, data })
    }

    /// All elements in row order; problems for those that are no number.
    fn entries(&self, name: &str, problems: &mut Vec<ProblemReport>) -> Option<Entries> {
        let mut bad = BadCells::new(name);
        let entries = if self.element.kind == Kind::Float {
            let numbers = self.in_rows().map(|(row, column, bytes)| {
                let number = self.element.float(bytes);
                if number.is_nan() || number == f64::NEG_INFINITY {
                    bad.no_number(row + 1, column + 1, &number.to_string());
                }
                number
            });
            Entries::Floats(numbers.collect())
        } else {
            let numbers = self.in_rows().map(|(row, column, bytes)| {
                self.element.whole(bytes).unwrap_or_else(|| {
                    bad.no_number(row + 1, column + 1, &u64::from_le_bytes(self.element.widened(bytes)).to_string());
                    0
                })
            });
            Entries::Whole(numbers.collect())
        };
        bad.finish(problems).then_some(entries)
    }

    /// Row, column and bytes of every element, row by row.
    fn in_rows(&self) -> impl Iterator<Item = (usize, usize, &'a [u8])> {
        let (data, size, fortran) = (self.data, self.element.size, self.fortran);
        let (rows, columns) = (self.rows, self.columns);
        (0..rows).flat_map(move |row| {
            (0..columns).map(move |column| {
                let position = if fortran { column * rows + row } else { row * columns + column };
                (row, column, data.get(position * size..(position + 1) * size).unwrap_or_default())
            })
        })
    }
}

/// The header's text and the bytes behind it.
fn split_header(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let rest = bytes.strip_prefix(MAGIC)?;
    let (length, start) = match *rest {
        [1, _, low, high, ..] => (usize::from(u16::from_le_bytes([low, high])), 4),
        [2 | 3, _, first, second, third, fourth, ..] => {
            (usize::try_from(u32::from_le_bytes([first, second, third, fourth])).ok()?, 6)
        }
        _ => return None,
    };
    let end = length.checked_add(start)?;
    let header = std::str::from_utf8(rest.get(start..end)?).ok()?;
    Some((header, rest.get(end..)?))
}

/// What stands behind a key of the header.
fn value_of<'a>(header: &'a str, key: &str) -> Option<&'a str> {
    let found = ['\'', '"'].iter().find_map(|quote| header.split_once(&format!("{quote}{key}{quote}")));
    found?.1.trim_start().strip_prefix(':').map(str::trim_start)
}

fn quoted(value: &str) -> Option<&str> {
    let quote = value.chars().next().filter(|letter| ['\'', '"'].contains(letter))?;
    value.get(1..)?.split(quote).next()
}

/// The numbers of a tuple such as `(510, 510)` or `(7,)`.
fn shape_of(value: &str) -> Option<Vec<usize>> {
    let inside = value.strip_prefix('(')?.split_once(')')?.0;
    let parts = inside.split(',').map(str::trim).filter(|part| !part.is_empty());
    // Python 2 wrote long numbers with an L.
    parts.map(|part| part.trim_end_matches('L').parse().ok()).collect()
}
