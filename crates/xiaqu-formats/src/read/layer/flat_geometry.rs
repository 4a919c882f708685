//! Geometry of FlatGeobuf features.

use geojson::{GeometryValue, Position};
use xiaqu_model::Words;

use super::flat_table::{Damaged, FlatTable};

/// Slots of a geometry.
const ENDS: usize = 4;
const COORDINATES: usize = 6;
const KIND: usize = 16;
const PARTS: usize = 18;

/// Bytes of one position.
const POSITION: usize = 16;
/// Bytes of the number that says where a line or ring ends.
const END: usize = 4;

/// Why a geometry cannot be had.
pub(super) enum Refusal {
    Damaged,
    Unsupported(Words),
}

impl From<Damaged> for Refusal {
    fn from(_: Damaged) -> Self {
        Self::Damaged
    }
}

/// The geometry of a feature; `None` if it is empty. `layer_kind` holds where the geometry does not say its own.
pub(super) fn geometry_of(
    geometry: FlatTable<'_>,
    layer_kind: u8,
    feature_bytes: usize,
) -> Result<Option<GeometryValue>, Refusal> {
    // Parts may lead to the same bytes again and again: no more positions and ends than the feature has room for.
    let mut room = feature_bytes;
    let own = geometry.byte(KIND)?.unwrap_or(0);
    let kind = if own == 0 { layer_kind } else { own };
    let mut lines = || lines_of(geometry, &mut room);
    let found = match kind {
        1 => lines()?.into_iter().flatten().next().map(|coordinates| GeometryValue::Point { coordinates }),
        2 => Some(GeometryValue::LineString { coordinates: lines()?.into_iter().flatten().collect() }),
        3 => Some(GeometryValue::Polygon { coordinates: lines()? }),
        4 => Some(GeometryValue::MultiPoint { coordinates: lines()?.into_iter().flatten().collect() }),
        5 => Some(GeometryValue::MultiLineString { coordinates: lines()? }),
        6 => {
            let parts = geometry.tables(PARTS)?;
            let polygons: Result<Vec<_>, Damaged> = parts.into_iter().map(|part| lines_of(part, &mut room)).collect();
            Some(GeometryValue::MultiPolygon { coordinates: polygons? })
        }
        _ => {
            return Err(Refusal::Unsupported(Words::new(
                "its geometry is a curve, a surface or a collection; export it as points, lines or polygons",
                "几何为曲线、曲面或集合；请导出为点、线或面",
            )));
        }
    };
    Ok(found.filter(|found| !is_empty(found)))
}

fn is_empty(geometry: &GeometryValue) -> bool {
    match geometry {
        GeometryValue::LineString { coordinates } | GeometryValue::MultiPoint { coordinates } => coordinates.is_empty(),
        GeometryValue::MultiLineString { coordinates } | GeometryValue::Polygon { coordinates } => {
            coordinates.iter().all(Vec::is_empty)
        }
        GeometryValue::MultiPolygon { coordinates } => coordinates.iter().flatten().all(Vec::is_empty),
        GeometryValue::Point { .. } | GeometryValue::GeometryCollection { .. } => false,
    }
}

/// The positions of a geometry, divided where its lines or rings end.
fn lines_of(geometry: FlatTable<'_>, room: &mut usize) -> Result<Vec<Vec<Position>>, Damaged> {
    let bytes = geometry.list(COORDINATES, 8)?;
    if bytes.len() % POSITION != 0 {
        return Err(Damaged);
    }
    let ends = geometry.list(ENDS, END)?;
    *room = room.checked_sub(bytes.len()).and_then(|room| room.checked_sub(ends.len())).ok_or(Damaged)?;
    let number = |bytes: &[u8]| bytes.try_into().map(f64::from_le_bytes).map_err(|_| Damaged);
    let position = |bytes: &[u8]| {
        let (x, y) = bytes.split_at_checked(8).ok_or(Damaged)?;
        Ok(Position::from([number(x)?, number(y)?]))
    };
    let positions: Result<Vec<Position>, Damaged> = bytes.chunks(POSITION).map(position).collect();
    let positions = positions?;
    if ends.is_empty() {
        return Ok(vec![positions]);
    }
    let mut lines = Vec::new();
    let mut start = 0;
    for end in ends.chunks(END) {
        let end = end.try_into().map(u32::from_le_bytes).map_err(|_| Damaged)?;
        let end = usize::try_from(end).map_err(|_| Damaged)?;
        lines.push(positions.get(start..end).ok_or(Damaged)?.to_vec());
        start = end;
    }
    if start == positions.len() { Ok(lines) } else { Err(Damaged) }
}

#[cfg(test)]
mod tests {
    use super::{COORDINATES, ENDS, PARTS, Refusal, geometry_of};
    use crate::read::layer::flat_table::{FlatTable, testing::repeating};

    /// Whether a geometry of this kind, whose parts are one and the same, is called damaged.
    fn is_damaged(times: usize, list: (usize, usize, &[u8])) -> bool {
        let bytes = repeating(PARTS, times, list);
        matches!(geometry_of(FlatTable::root(&bytes).unwrap(), 6, bytes.len()), Err(Refusal::Damaged))
    }

    #[test]
    fn parts_that_share_their_bytes_are_refused() {
        let numbers = [0; 1_600];
        for list in [(COORDINATES, 8, numbers.as_slice()), (ENDS, 4, &numbers)] {
            assert!(!is_damaged(1, list) && is_damaged(1_000, list), "{list:?}");
        }
    }
}
