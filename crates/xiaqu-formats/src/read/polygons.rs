//! Townships: features to raw records.

use std::collections::BTreeMap;

use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use geojson::{GeometryValue, Position};
use xiaqu_model::{
    Datum, LocalFrame, LonLat, Place, ProblemReport, RawPosition, TownshipId, e101_duplicate_id, e154_missing_value,
    e158_impossible_position, e163_wrong_geometry, w904_ring_closed,
};
use xiaqu_townships::to_wgs84;

use super::{
    columns::{ID, NAME, TOWNSHIP_COLUMNS},
    fields::{Expected, geometry_name, read_fitting},
    table::Source,
};

/// A township as read, its polygon in WGS-84 degrees, not yet checked.
#[derive(Clone, Debug)]
pub struct RawTownship {
    /// File and feature.
    pub place: Place,
    /// Id.
    pub id: TownshipId,
    /// Name.
    pub name: String,
    /// Polygon, WGS-84 degrees, longitude first.
    pub shape: MultiPolygon<f64>,
}

/// Reads the township layer.
pub fn read_townships(source: &Source, problems: &mut Vec<ProblemReport>) -> Vec<RawTownship> {
    let wanted = (TOWNSHIP_COLUMNS, Expected::Polygons);
    let Some(table) = read_fitting(source, wanted, problems) else { return Vec::new() };
    let mut seen = BTreeMap::new();
    let mut townships = Vec::new();
    for row in &table.rows {
        let mut place = table.place(row);
        let mut text = |column: super::Column| {
            let text = table.cell(row, column, &source.columns).map(str::to_owned);
            if text.is_none() {
                problems.push(e154_missing_value(place.clone(), column.name));
            }
            text
        };
        let (id, name) = (text(ID), text(NAME));
        let Some(id) = id else { continue };
        place = place.id(&id);
        if let Some(first) = seen.insert(id.clone(), row.number) {
            problems.push(e101_duplicate_id(place.clone(), &id, first));
            continue;
        }
        if row.geometry.is_none() {
            problems.push(e163_wrong_geometry(place.clone(), Expected::Polygons.name(), geometry_name(None)));
        }
        let shape = row.geometry.as_ref().and_then(|geometry| shape_of(geometry, table.datum, &place, problems));
        if let (Some(name), Some(shape)) = (name, shape) {
            townships.push(RawTownship { place, id: TownshipId::new(id), name, shape });
        }
    }
    townships
}

fn shape_of(
    geometry: &GeometryValue,
    datum: Datum,
    place: &Place,
    problems: &mut Vec<ProblemReport>,
) -> Option<MultiPolygon<f64>> {
    let polygons = match geometry {
        GeometryValue::Polygon { coordinates } => vec![coordinates],
        GeometryValue::MultiPolygon { coordinates } => coordinates.iter().collect(),
        other => {
            problems.push(e163_wrong_geometry(place.clone(), Expected::Polygons.name(), geometry_name(Some(other))));
            return None;
        }
    };
    let mut shape = Vec::new();
    for rings in polygons {
        let mut lines = Vec::new();
        for ring in rings {
            lines.push(ring_of(ring, datum, place, problems)?);
        }
        // A polygon without rings is empty, and covers nothing.
        let mut lines = lines.into_iter();
        shape.extend(lines.next().map(|outer| Polygon::new(outer, lines.collect())));
    }
    if shape.is_empty() {
        problems.push(e163_wrong_geometry(place.clone(), Expected::Polygons.name(), geometry_name(None)));
        return None;
    }
    Some(MultiPolygon(shape))
}

/// A GeoJSON position in WGS-84; reported if it is none on the earth.
pub(super) fn position_of(
    position: &Position,
    datum: Datum,
    place: &Place,
    problems: &mut Vec<ProblemReport>,
) -> Option<LonLat> {
    let axis = |axis: usize| position.as_slice().get(axis).copied().unwrap_or(f64::NAN);
    let raw = RawPosition { longitude: axis(0), latitude: axis(1), datum };
    let converted = to_wgs84(raw);
    if converted.is_none() {
        problems.push(e158_impossible_position(place.clone(), raw.longitude, raw.latitude));
    }
    converted
}

fn ring_of(
    ring: &[Position],
    datum: Datum,
    place: &Place,
    problems: &mut Vec<ProblemReport>,
) -> Option<LineString<f64>> {
    let mut line = Vec::with_capacity(ring.len());
    for position in ring {
        let converted = position_of(position, datum, place, problems)?;
        line.push(Coord { x: converted.longitude(), y: converted.latitude() });
    }
    warn_of_open_ring(&line, place, problems);
    Some(LineString(line))
}

/// An open ring is closed by a straight line; a township that lost part of its border that way is worth a look.
fn warn_of_open_ring(ring: &[Coord<f64>], place: &Place, problems: &mut Vec<ProblemReport>) {
    let end = |coord: &Coord<f64>| LonLat::new(coord.x, coord.y);
    let ends = ring.first().filter(|first| ring.last() != Some(first)).and_then(end).zip(ring.last().and_then(end));
    if let Some((first, last)) = ends {
        let gap = LocalFrame::centred_on(first).to_local(last);
        problems.push(w904_ring_closed(place.clone().at(last), format!("{:.0}", gap.x.hypot(gap.y))));
    }
}

#[cfg(test)]
mod tests {
    use geojson::{GeometryValue, Position};
    use xiaqu_model::{Datum, Place};

    use super::shape_of;

    #[test]
    fn an_empty_polygon_is_passed_over_and_a_township_of_nothing_else_is_named() {
        let ring = [[117.0, 27.0], [117.1, 27.0], [117.1, 27.1], [117.0, 27.0]].map(Position::from).to_vec();
        for (coordinates, expected) in [(vec![vec![], vec![ring]], Ok(1)), (vec![vec![], vec![]], Err("E163"))] {
            let mut problems = Vec::new();
            let geometry = GeometryValue::MultiPolygon { coordinates };
            let shape = shape_of(&geometry, Datum::Wgs84, &Place::default(), &mut problems);
            assert_eq!(shape.map(|shape| shape.0.len()).ok_or_else(|| problems[0].code()), expected);
        }
    }
}
