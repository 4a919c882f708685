//! The geometry of a Shapefile: .shp and .shx (ESRI's technical description of July 1998).

use geojson::{GeometryValue, Position};
use xiaqu_model::Words;

use super::{
    cursor::{ByteOrder, Cursor},
    rings::polygons_of,
};

/// Bytes before the first record, in .shp and .shx alike.
const HEADER: usize = 100;
/// The first four bytes of both.
const FILE_CODE: u32 = 9994;
/// Bytes before the content of a record: its number and its length.
const RECORD_HEADER: usize = 8;

/// The geometry of every record in the order of the index, `None` for a null shape.
pub(super) fn read_shapes(shp: &[u8], shx: &[u8]) -> Result<Vec<Option<GeometryValue>>, Words> {
    let shp = checked(shp, ".shp")?;
    let shx = checked(shx, ".shx")?;
    let entries = shx.get(HEADER..).unwrap_or_default().chunks_exact(RECORD_HEADER);
    let mut shapes = Vec::with_capacity(entries.len());
    let mut left = shp.len().saturating_sub(HEADER);
    for (number, entry) in (1_usize..).zip(entries) {
        let content = content_of(shp, entry).ok_or_else(|| beyond_the_end(number))?;
        // Records that share their bytes would let a small file stand for any number of large shapes.
        left = left.checked_sub(content.len() + RECORD_HEADER).ok_or_else(|| beyond_the_end(number))?;
        shapes.push(shape_of(content).map_err(|why| at_record(number, &why))?);
    }
    Ok(shapes)
}

/// The file as far as its header says that it goes.
fn checked<'a>(bytes: &'a [u8], name: &str) -> Result<&'a [u8], Words> {
    let no_shapefile =
        || Words::new(format!("the {name} has no Shapefile header"), format!("{name} 没有 Shapefile 文件头"));
    let mut cursor = Cursor::new(bytes);
    if cursor.count(ByteOrder::Big) != Some(FILE_CODE) {
        return Err(no_shapefile());
    }
    let words = Cursor::at(bytes, 24).and_then(|mut cursor| cursor.count(ByteOrder::Big)).ok_or_else(no_shapefile)?;
    let promised = usize::try_from(words).ok().and_then(|words| words.checked_mul(2)).ok_or_else(no_shapefile)?;
    if promised < HEADER {
        return Err(no_shapefile());
    }
    bytes.get(..promised).ok_or_else(|| {
        Words::new(
            format!("the {name} is cut off: it promises {promised} bytes and has {}", bytes.len()),
            format!("{name} 不完整：应有 {promised} 字节，实有 {} 字节", bytes.len()),
        )
    })
}

fn beyond_the_end(number: usize) -> Words {
    Words::new(
        format!("record {number} of the .shx does not lie within the .shp"),
        format!(".shx 的第 {number} 条记录不在 .shp 之内"),
    )
}

fn at_record(number: usize, why: &Words) -> Words {
    Words::new(format!("record {number}: {}", why.en), format!("第 {number} 条记录：{}", why.zh))
}

/// The content of the record that an entry of the index names: offset and length in words of two bytes.
fn content_of<'a>(shp: &'a [u8], entry: &[u8]) -> Option<&'a [u8]> {
    let offset = usize::try_from(Cursor::new(entry).count(ByteOrder::Big)?).ok()?.checked_mul(2)?;
    let mut cursor = Cursor::at(shp, offset).filter(|_| offset >= HEADER)?;
    cursor.take(4)?;
    let length = usize::try_from(cursor.count(ByteOrder::Big)?).ok()?.checked_mul(2)?;
    cursor.take(length)
}

fn shape_of(content: &[u8]) -> Result<Option<GeometryValue>, Words> {
    let damaged = || Words::new("its counts do not fit its length", "计数与长度不符");
    let mut cursor = Cursor::new(content);
    let kind = cursor.count(ByteOrder::Little).ok_or_else(damaged)?;
    // Heights and measures follow the plane coordinates and are not read.
    match kind {
        0 => Ok(None),
        1 | 11 | 21 => {
            let coordinates = position(&mut cursor).ok_or_else(damaged)?;
            Ok(Some(GeometryValue::Point { coordinates }))
        }
        3 | 13 | 23 => Ok(lines_of(parts(&mut cursor).ok_or_else(damaged)?)),
        5 | 15 | 25 => Ok(polygons_of(parts(&mut cursor).ok_or_else(damaged)?)),
        8 | 18 | 28 => {
            cursor.take(32).ok_or_else(damaged)?;
            let count = cursor.count_of(16, ByteOrder::Little).ok_or_else(damaged)?;
            let coordinates = positions(&mut cursor, count).ok_or_else(damaged)?;
            Ok(Some(GeometryValue::MultiPoint { coordinates }))
        }
        other => Err(Words::new(
            format!("shape type {other} is not read; only points, lines and polygons are"),
            format!("不支持图形类型 {other}；仅支持点、线、面"),
        )),
    }
}

fn position(cursor: &mut Cursor<'_>) -> Option<Position> {
    let (x, y) = (cursor.number(ByteOrder::Little)?, cursor.number(ByteOrder::Little)?);
    Some(Position::from([x, y]))
}

fn positions(cursor: &mut Cursor<'_>, count: usize) -> Option<Vec<Position>> {
    (0..count).map(|_| position(cursor)).collect()
}

/// The parts of a line or a polygon.
fn parts(cursor: &mut Cursor<'_>) -> Option<Vec<Vec<Position>>> {
    cursor.take(32)?;
    let count = cursor.count(ByteOrder::Little)?;
    let points = usize::try_from(cursor.count(ByteOrder::Little)?).ok()?;
    let count = usize::try_from(count).ok().filter(|count| *count <= points && *count <= cursor.left() / 4)?;
    let mut starts = Vec::with_capacity(count + 1);
    for _ in 0..count {
        starts.push(usize::try_from(cursor.count(ByteOrder::Little)?).ok()?);
    }
    starts.push(points);
    let is_in_order = starts.first() == Some(&0) && starts.is_sorted() && points <= cursor.left() / 16;
    if !is_in_order {
        // No parts and no points is an empty shape.
        return (count == 0 && points == 0).then(Vec::new);
    }
    let sizes = starts.iter().zip(starts.iter().skip(1)).map(|(start, end)| end - start);
    sizes.map(|size| positions(cursor, size)).collect()
}

/// A line of several parts is several lines; `None` without any.
fn lines_of(mut parts: Vec<Vec<Position>>) -> Option<GeometryValue> {
    match parts.len() {
        0 => None,
        1 => parts.pop().map(|coordinates| GeometryValue::LineString { coordinates }),
        _ => Some(GeometryValue::MultiLineString { coordinates: parts }),
    }
}
