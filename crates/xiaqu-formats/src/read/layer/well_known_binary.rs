//! Geometry as GeoPackages keep it: their header, then well-known binary (OGC 12-128r18, 2.1.3).

use geojson::{GeometryValue, Position};
use xiaqu_model::Words;

use super::cursor::{ByteOrder, Cursor};

/// Least bytes of a geometry inside another: byte order, type, count.
const PART: usize = 9;

/// The geometry of a blob; `None` if it is empty.
pub(super) fn geometry_of(blob: &[u8]) -> Result<Option<GeometryValue>, Words> {
    let damaged = || Words::new("the geometry is damaged", "几何数据已损坏");
    let mut cursor = Cursor::new(blob);
    let (magic, flags) = (cursor.take(2), cursor.take(2).and_then(<[u8]>::last).copied());
    let flags = flags.filter(|_| magic == Some(b"GP")).ok_or_else(damaged)?;
    cursor.take(4).ok_or_else(damaged)?;
    if flags & 0b10_0000 != 0 {
        return Err(Words::new("the geometry is of an extended kind", "几何为扩展类型"));
    }
    let envelope = match (flags >> 1) & 0b111 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err(damaged()),
    };
    cursor.take(envelope).ok_or_else(damaged)?;
    if flags & 0b1_0000 != 0 {
        return Ok(None);
    }
    Reader { cursor }.geometry()
}

/// The geometry of plain well-known binary, with nothing before it; `None` if it is empty.
pub(in crate::read) fn plain_geometry_of(bytes: &[u8]) -> Result<Option<GeometryValue>, Words> {
    Reader { cursor: Cursor::new(bytes) }.geometry()
}

/// What the head of a geometry says.
struct Head {
    order: ByteOrder,
    kind: u32,
    axes: usize,
}

struct Reader<'a> {
    cursor: Cursor<'a>,
}

impl Reader<'_> {
    fn geometry(&mut self) -> Result<Option<GeometryValue>, Words> {
        let damaged = || Words::new("the geometry ends too early", "几何数据不完整");
        let head = self.head().ok_or_else(damaged)?;
        match head.kind {
            1 => Ok(self.point(&head).ok_or_else(damaged)?.map(|coordinates| GeometryValue::Point { coordinates })),
            2 => {
                let coordinates = self.points(&head).ok_or_else(damaged)?;
                Ok((!coordinates.is_empty()).then_some(GeometryValue::LineString { coordinates }))
            }
            3 => {
                let coordinates = self.rings(&head).ok_or_else(damaged)?;
                Ok((!coordinates.is_empty()).then_some(GeometryValue::Polygon { coordinates }))
            }
            4 => {
                let coordinates = self.parts(&head, 1, |reader, head| reader.point(head)?).ok_or_else(damaged)?;
                Ok((!coordinates.is_empty()).then_some(GeometryValue::MultiPoint { coordinates }))
            }
            5 => {
                let coordinates = self.parts(&head, 2, Self::points).ok_or_else(damaged)?;
                Ok(simplest_line(coordinates))
            }
            6 => {
                let coordinates = self.parts(&head, 3, Self::rings).ok_or_else(damaged)?;
                Ok(simplest_polygon(coordinates))
            }
            other => Err(Words::new(
                format!("geometry type {other} is not read; only points, lines and polygons are, without curves"),
                format!("不支持几何类型 {other}；仅支持不含曲线的点、线、面"),
            )),
        }
    }

    fn head(&mut self) -> Option<Head> {
        let order = match self.cursor.byte()? {
            0 => ByteOrder::Big,
            1 => ByteOrder::Little,
            _ => return None,
        };
        let code = self.cursor.count(order)?;
        // Heights and measures are told by thousands, or by bits in the older way of PostGIS.
        if code & 0x2000_0000 != 0 {
            self.cursor.take(4)?;
        }
        let by_bits = usize::from(code & 0x8000_0000 != 0) + usize::from(code & 0x4000_0000 != 0);
        let code = code & 0x0FFF_FFFF;
        let by_thousands = match code / 1_000 {
            0 => 0,
            1 | 2 => 1,
            3 => 2,
            _ => return None,
        };
        Some(Head { order, kind: code % 1_000, axes: 2 + by_bits.max(by_thousands) })
    }

    fn position(&mut self, head: &Head) -> Option<Position> {
        let (x, y) = (self.cursor.number(head.order)?, self.cursor.number(head.order)?);
        self.cursor.take((head.axes - 2) * 8)?;
        Some(Position::from([x, y]))
    }

    /// A point; an empty one has no numbers.
    #[expect(clippy::option_option, reason = "damaged and empty are different things")]
    fn point(&mut self, head: &Head) -> Option<Option<Position>> {
        let position = self.position(head)?;
        Some((!position.as_slice().iter().all(|axis| axis.is_nan())).then_some(position))
    }

    fn points(&mut self, head: &Head) -> Option<Vec<Position>> {
        let count = self.cursor.count_of(head.axes * 8, head.order)?;
        (0..count).map(|_| self.position(head)).collect()
    }

    fn rings(&mut self, head: &Head) -> Option<Vec<Vec<Position>>> {
        let count = self.cursor.count_of(4, head.order)?;
        (0..count).map(|_| self.points(head)).collect()
    }

    /// The parts of a geometry, each of which must be of this kind.
    fn parts<T>(&mut self, head: &Head, kind: u32, read: impl Fn(&mut Self, &Head) -> Option<T>) -> Option<Vec<T>> {
        let count = self.cursor.count_of(PART, head.order)?;
        let part = |_| {
            let head = self.head().filter(|head| head.kind == kind)?;
            read(self, &head)
        };
        (0..count).map(part).collect()
    }
}

/// Many programs write every line as a collection of one.
fn simplest_line(mut parts: Vec<Vec<Position>>) -> Option<GeometryValue> {
    match parts.len() {
        0 => None,
        1 => parts.pop().map(|coordinates| GeometryValue::LineString { coordinates }),
        _ => Some(GeometryValue::MultiLineString { coordinates: parts }),
    }
}

fn simplest_polygon(mut parts: Vec<Vec<Vec<Position>>>) -> Option<GeometryValue> {
    match parts.len() {
        0 => None,
        1 => parts.pop().map(|coordinates| GeometryValue::Polygon { coordinates }),
        _ => Some(GeometryValue::MultiPolygon { coordinates: parts }),
    }
}

#[cfg(test)]
mod tests {
    use geojson::{GeometryValue, Position};

    use super::geometry_of;

    fn blob(flags: u8, body: &[u8]) -> Vec<u8> {
        [b"GP\0".as_slice(), &[flags], &[0; 4], body].concat()
    }

    fn little(kind: u32, numbers: &[f64]) -> Vec<u8> {
        let mut bytes = vec![1];
        bytes.extend(kind.to_le_bytes());
        bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        bytes
    }

    #[test]
    fn heights_and_measures_are_dropped_in_both_ways_of_writing_them() {
        let point = Some(GeometryValue::Point { coordinates: Position::from([1.0, 2.0]) });
        for (kind, numbers) in [
            (1, &[1.0, 2.0][..]),
            (1_001, &[1.0, 2.0, 9.0]),
            (2_001, &[1.0, 2.0, 9.0]),
            (3_001, &[1.0, 2.0, 9.0, 9.0]),
            (0x8000_0001, &[1.0, 2.0, 9.0]),
            (0xC000_0001, &[1.0, 2.0, 9.0, 9.0]),
        ] {
            assert_eq!(geometry_of(&blob(1, &little(kind, numbers))).unwrap(), point, "{kind:#x}");
        }
        assert_eq!(geometry_of(&blob(1, &little(1, &[f64::NAN, f64::NAN]))).unwrap(), None);
        assert_eq!(geometry_of(&blob(0b1_0001, &little(1, &[0.0, 0.0]))).unwrap(), None);
    }

    #[test]
    fn counts_beyond_the_end_and_curves_are_named() {
        let mut line = little(2, &[]);
        line.extend(u32::MAX.to_le_bytes());
        assert!(geometry_of(&blob(1, &line)).unwrap_err().en.contains("early"));
        assert!(geometry_of(&blob(1, &little(8, &[]))).unwrap_err().en.contains("type 8"));
        assert!(geometry_of(&blob(0b10_0001, &[])).unwrap_err().en.contains("extended"));
        assert!(geometry_of(b"GP").is_err() && geometry_of(b"").is_err());
    }
}
