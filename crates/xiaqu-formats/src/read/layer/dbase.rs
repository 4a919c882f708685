//! The attribute table of a Shapefile: .dbf, bytes still undecoded.

use xiaqu_model::Words;

use super::cursor::{ByteOrder, Cursor};
use crate::read::cell_limit::check_cells;

/// Bytes that describe a field.
const FIELD: usize = 32;
/// What ends the list of fields.
const END_OF_FIELDS: u8 = 0x0D;
/// First byte of a record that was deleted but not yet removed.
const DELETED: u8 = b'*';

/// A column of the table.
#[derive(Clone, Copy, Debug)]
pub(super) struct DbaseField<'a> {
    /// Name as stored, padding included.
    pub(super) name: &'a [u8],
    /// Letter of its type: C text, N and F numbers, L yes or no, D date, I a whole number, O and B a number in binary.
    pub(super) kind: u8,
    offset: usize,
    length: usize,
}

/// The table: columns that can be read, and a record a shape.
#[derive(Debug)]
pub(super) struct DbaseTable<'a> {
    /// Columns; memo and picture columns are left out.
    pub(super) fields: Vec<DbaseField<'a>>,
    /// Records in order, deleted ones as `None`.
    pub(super) records: Vec<Option<&'a [u8]>>,
    /// The byte by which dBASE and ArcGIS tell the encoding.
    pub(super) language: u8,
}

impl<'a> DbaseField<'a> {
    /// The bytes of this column in a record.
    pub(super) fn of(&self, record: &'a [u8]) -> &'a [u8] {
        record.get(self.offset..self.offset + self.length).unwrap_or_default()
    }
}

/// Reads the table; the error says what is damaged.
pub(super) fn read_dbase(bytes: &[u8]) -> Result<DbaseTable<'_>, Words> {
    let damaged = || Words::new("the .dbf has no sound header", ".dbf 文件头已损坏");
    let mut cursor = Cursor::new(bytes);
    cursor.take(4).ok_or_else(damaged)?;
    let promised = cursor.count(ByteOrder::Little).ok_or_else(damaged)?;
    let header_length = usize::from(cursor.short().ok_or_else(damaged)?);
    let record_length = usize::from(cursor.short().ok_or_else(damaged)?);
    let language = bytes.get(29).copied().ok_or_else(damaged)?;
    let header = bytes.get(FIELD..header_length).ok_or_else(damaged)?;
    let fields = fields_of(header, record_length).ok_or_else(damaged)?;
    let body = bytes.get(header_length..).unwrap_or_default();
    let records: Vec<Option<&[u8]>> = body
        .chunks_exact(record_length)
        .take(usize::try_from(promised).unwrap_or(usize::MAX))
        .map(|record| (record.first() != Some(&DELETED)).then_some(record))
        .collect();
    if usize::try_from(promised) != Ok(records.len()) {
        let found = records.len();
        return Err(Words::new(
            format!("the .dbf is cut off: it promises {promised} rows and has {found}"),
            format!(".dbf 不完整：应有 {promised} 行，实有 {found} 行"),
        ));
    }
    // A field may be declared without a byte.
    check_cells(fields.len(), records.len())?;
    Ok(DbaseTable { fields, records, language })
}

/// The columns of a header; `None` if they do not fit into a record.
fn fields_of(header: &[u8], record_length: usize) -> Option<Vec<DbaseField<'_>>> {
    let mut fields = Vec::new();
    // The first byte of a record is its mark of deletion.
    let mut offset = 1;
    for field in header.chunks_exact(FIELD).take_while(|field| field.first() != Some(&END_OF_FIELDS)) {
        let name = field.get(..10)?;
        let (kind, length, decimals) = (*field.get(11)?, *field.get(16)?, *field.get(17)?);
        // Texts longer than 255 bytes keep the higher part of their length where numbers keep their decimals.
        let high = if kind == b'C' { usize::from(decimals) * 256 } else { 0 };
        let length = usize::from(length) + high;
        if matches!(kind, b'C' | b'N' | b'F' | b'L' | b'D' | b'I' | b'O' | b'B') {
            fields.push(DbaseField { name, kind, offset, length });
        }
        offset += length;
    }
    (offset <= record_length).then_some(fields)
}

#[cfg(test)]
mod tests {
    use super::{END_OF_FIELDS, read_dbase};

    /// A table of so many fields without a byte and records of nothing but their mark.
    fn bare(fields: u16, records: u32) -> Vec<u8> {
        let mut field = [0; 32];
        field[11] = b'C';
        let header = 33 + 32 * fields;
        let mut bytes = [&[3, 0, 0, 0][..], &records.to_le_bytes(), &header.to_le_bytes(), &[1, 0], &[0; 20]].concat();
        bytes.extend(field.repeat(fields.into()));
        bytes.push(END_OF_FIELDS);
        bytes.extend(std::iter::repeat_n(b' ', records.try_into().unwrap()));
        bytes
    }

    #[test]
    fn fields_without_bytes_are_counted_before_cells_are_made_of_them() {
        assert_eq!(read_dbase(&bare(2_000, 20_000)).unwrap().records.len(), 20_000);
        assert!(read_dbase(&bare(2_000, 20_001)).unwrap_err().en.contains("40 million"));
    }
}
