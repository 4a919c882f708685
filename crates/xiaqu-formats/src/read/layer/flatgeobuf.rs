//! FlatGeobuf layers: header, index left out, features one after another.

use geojson::GeometryValue;
use xiaqu_model::{ProblemReport, Words};

use super::{
    cursor::{ByteOrder, Cursor},
    flat_geometry::{Refusal, geometry_of},
    flat_table::{Checked, Damaged, FlatTable},
    georeference::{Declared, LayerRow, LayerRows},
    reference_text::{declared_by_code, declared_by_text},
};
use crate::read::{
    cell_limit::check_cells,
    kind::{FileKind, describe_binary},
    table::{RawTable, Source},
};

/// The first bytes, of which the eighth is the patch version and may be any.
const MAGIC: &[u8] = b"fgb\x03fgb";

/// Slots of the header.
const GEOMETRY_KIND: usize = 8;
const COLUMNS: usize = 18;
const COUNT: usize = 20;
const NODE_SIZE: usize = 22;
const REFERENCE: usize = 24;

/// Reads the layer; every problem goes to `problems`.
pub(in crate::read) fn read_flatgeobuf(source: &Source, problems: &mut Vec<ProblemReport>) -> Option<RawTable> {
    let bytes = fs_err::read(&source.path);
    let bytes = bytes.map_err(|error| problems.push(source.unreadable(FileKind::FlatGeobuf, error))).ok()?;
    if !bytes.starts_with(MAGIC) {
        problems.push(source.unreadable(FileKind::FlatGeobuf, describe_binary(&bytes)));
        return None;
    }
    match layer_of(&bytes) {
        Ok((rows, declared)) => rows.into_table(source, (FileKind::FlatGeobuf, &declared), problems),
        Err(refusal) => {
            let why = match refusal {
                Refusal::Damaged => Words::new("it is damaged or cut short", "文件损坏或不完整"),
                Refusal::Unsupported(why) => why,
            };
            problems.push(source.unreadable(FileKind::FlatGeobuf, why));
            None
        }
    }
}

/// A column: its name, and the number of its kind.
struct Column<'a> {
    name: &'a str,
    kind: u8,
}

fn layer_of(bytes: &[u8]) -> Result<(LayerRows, Declared), Refusal> {
    let mut cursor = Cursor::at(bytes, MAGIC.len() + 1).ok_or(Damaged)?;
    let header_bytes = sized(&mut cursor)?;
    let header = FlatTable::root(header_bytes)?;
    let columns = columns_of(header, header_bytes.len())?;
    let count = header.long(COUNT)?.unwrap_or(0);
    let index = index_bytes(count, header.short(NODE_SIZE)?.unwrap_or(16)).ok_or(Damaged)?;
    cursor.take(index).ok_or(Damaged)?;
    let kind = header.byte(GEOMETRY_KIND)?.unwrap_or(0);
    let (mut ahead, mut features) = (cursor, 0);
    while ahead.left() > 0 {
        sized(&mut ahead)?;
        features += 1;
    }
    check_cells(columns.len(), features).map_err(Refusal::Unsupported)?;
    let mut rows = Vec::new();
    while cursor.left() > 0 {
        rows.push(Some(feature_of(sized(&mut cursor)?, &columns, kind)?));
    }
    if count > 0 && rows.len() as u64 != count {
        return Err(Refusal::Damaged);
    }
    let header_row = columns.iter().map(|column| column.name.to_owned()).collect();
    Ok((LayerRows { header: header_row, rows }, declared_of(header)?))
}

/// The bytes of a part that begins with its size.
fn sized<'a>(cursor: &mut Cursor<'a>) -> Checked<&'a [u8]> {
    let size = cursor.count_of(1, ByteOrder::Little).ok_or(Damaged)?;
    cursor.take(size).ok_or(Damaged)
}

/// The columns of a header of so many bytes.
fn columns_of(header: FlatTable<'_>, header_bytes: usize) -> Checked<Vec<Column<'_>>> {
    // Columns may lead to the same name again and again: their names together are no longer than the header.
    let mut room = header_bytes;
    let mut columns = Vec::new();
    for table in header.tables(COLUMNS)? {
        let name = table.text(4)?.ok_or(Damaged)?;
        room = room.checked_sub(name.len()).ok_or(Damaged)?;
        columns.push(Column { name, kind: table.byte(6)?.unwrap_or(0) });
    }
    Ok(columns)
}

/// Bytes of the spatial index: 40 for each feature and each node above.
fn index_bytes(count: u64, node_size: u16) -> Option<usize> {
    if count == 0 || node_size == 0 {
        return Some(0);
    }
    let node_size = u64::from(node_size.max(2));
    let (mut level, mut nodes) = (count, count);
    while level > 1 {
        level = level.div_ceil(node_size);
        nodes = nodes.checked_add(level)?;
    }
    usize::try_from(nodes.checked_mul(40)?).ok()
}

fn declared_of(header: FlatTable<'_>) -> Checked<Declared> {
    let Some(reference) = header.table(REFERENCE)? else { return Ok(Declared::Nothing) };
    let organisation = reference.text(4)?.unwrap_or("EPSG");
    let code = reference.whole(6)?.and_then(|code| u32::try_from(code).ok()).filter(|code| *code > 0);
    let name = reference.text(8)?.unwrap_or_default();
    let by_code = || {
        let code = code.filter(|_| organisation.eq_ignore_ascii_case("EPSG"))?;
        declared_by_code(code, name)
    };
    let text = reference.text(12)?;
    let unknown = || {
        let why = Words::new("it is not known here", "无法识别");
        Declared::Unknown(format!("{organisation}:{}", code.unwrap_or(0)), why)
    };
    Ok(match (by_code(), text) {
        (Some(declared), _) => declared,
        (None, Some(_)) => declared_by_text(text),
        (None, None) if code.is_some() => unknown(),
        (None, None) => Declared::Nothing,
    })
}

fn feature_of(bytes: &[u8], columns: &[Column<'_>], layer_kind: u8) -> Result<LayerRow, Refusal> {
    let feature = FlatTable::root(bytes)?;
    let geometry: Option<GeometryValue> = match feature.table(4)? {
        Some(geometry) => geometry_of(geometry, layer_kind, bytes.len())?,
        None => None,
    };
    // A feature may bring columns of its own; then the layer's do not hold, and there is no telling what they are.
    if !feature.tables(8)?.is_empty() {
        return Err(Refusal::Unsupported(Words::new("its features have columns of their own", "要素自带不同的字段")));
    }
    let mut cells = vec![String::new(); columns.len()];
    let mut properties = Cursor::new(feature.list(6, 1)?);
    while properties.left() > 0 {
        let number = usize::from(properties.short().ok_or(Damaged)?);
        let (column, cell) = columns.get(number).zip(cells.get_mut(number)).ok_or(Damaged)?;
        *cell = value_of(&mut properties, column.kind)?;
    }
    Ok((cells, geometry))
}

/// One value as the text that a CSV would hold.
fn value_of(properties: &mut Cursor<'_>, kind: u8) -> Checked<String> {
    fn array<const N: usize>(properties: &mut Cursor<'_>) -> Checked<[u8; N]> {
        properties.take(N).and_then(|bytes| bytes.try_into().ok()).ok_or(Damaged)
    }
    Ok(match kind {
        0 => i8::from_le_bytes(array(properties)?).to_string(),
        1 => u8::from_le_bytes(array(properties)?).to_string(),
        2 => if array(properties)? == [0_u8] { "no" } else { "yes" }.to_owned(),
        3 => i16::from_le_bytes(array(properties)?).to_string(),
        4 => u16::from_le_bytes(array(properties)?).to_string(),
        5 => i32::from_le_bytes(array(properties)?).to_string(),
        6 => u32::from_le_bytes(array(properties)?).to_string(),
        7 => i64::from_le_bytes(array(properties)?).to_string(),
        8 => u64::from_le_bytes(array(properties)?).to_string(),
        9 => f32::from_le_bytes(array(properties)?).to_string(),
        10 => f64::from_le_bytes(array(properties)?).to_string(),
        // Text, JSON, date and time, and bytes: a size, then as many bytes.
        11..=14 => {
            let bytes = sized(properties)?;
            if kind == 14 { String::new() } else { std::str::from_utf8(bytes).map_err(|_| Damaged)?.to_owned() }
        }
        _ => return Err(Damaged),
    })
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, columns_of};
    use crate::read::layer::flat_table::{Damaged, FlatTable, testing::repeating};

    #[test]
    fn columns_that_share_one_long_name_are_refused() {
        for (times, is_sound) in [(1, true), (1_000, false)] {
            let bytes = repeating(COLUMNS, times, (4, 1, &[b'n'; 1_000]));
            let columns = columns_of(FlatTable::root(&bytes).unwrap(), bytes.len());
            let count = columns.map(|columns| columns.len());
            assert_eq!(count, if is_sound { Ok(1) } else { Err(Damaged) });
        }
    }
}
