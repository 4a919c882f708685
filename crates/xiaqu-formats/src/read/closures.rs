//! Closures and slow-downs: features of any kind, or rows that name roads.

use std::{collections::BTreeSet, sync::Arc};

use geojson::{GeometryValue, Position};
use xiaqu_model::{
    CalendarDate, LonLat, ProblemReport, TravelTime, Words, e163_wrong_geometry, e190_closure_without_place,
    e191_not_a_date, e192_closure_ends_before_it_begins, e194_unknown_scenario, e195_slow_down_out_of_range,
    e196_delay_in_polygon,
};
use xiaqu_roads::{Closure, ClosureEffect, ClosurePlace, Scenario};

use super::{
    columns::{
        CLOSURE_COLUMNS, CLOSURE_ID, Column, FACTOR, FROM_DATE, MINUTES, OSM_ID, SCENARIO, SPEED_FACTOR, TO_DATE,
    },
    fields::{Fields, Rows, geometry_name},
    kind::FileKind,
    polygons::position_of,
    table::Source,
};

/// Kinds of files that closures are read from; a CSV names roads by `osm_id`.
const KINDS: &[FileKind] =
    &[FileKind::GeoJson, FileKind::Shapefile, FileKind::GeoPackage, FileKind::FlatGeobuf, FileKind::Csv];

/// Least and greatest factor of times, of speeds, and delay in minutes.
const FACTORS: (f64, f64) = (1.0, 100.0);
const SPEED_FACTORS: (f64, f64) = (0.01, 1.0);
const DELAYS: (f64, f64) = (0.0, 1_440.0);

/// A closure with the days on which it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct RawClosure {
    /// What is closed.
    pub closure: Closure,
    /// First day; `None` for always before.
    pub from: Option<CalendarDate>,
    /// Last day; `None` for always after.
    pub to: Option<CalendarDate>,
}

impl RawClosure {
    /// Whether it holds on a day, first and last included.
    pub fn holds_on(&self, date: CalendarDate) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }

    /// Whether it holds for a time only.
    pub const fn has_dates(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }
}

/// Reads the closures in the order of rows; every problem goes to `problems`.
pub fn read_closures(source: &Source, problems: &mut Vec<ProblemReport>) -> Vec<RawClosure> {
    Rows::read_any(source, (CLOSURE_COLUMNS, KINDS), problems)
        .map(|mut rows| rows.collect(closure_of))
        .unwrap_or_default()
}

fn closure_of(fields: &mut Fields<'_>) -> Option<RawClosure> {
    let id = fields.text(CLOSURE_ID).unwrap_or_else(|| fields.row.number.to_string());
    fields.place = fields.place.clone().id(&id);
    let before = fields.problems.len();
    let roads = roads_of(fields);
    let place = place_of(fields);
    let effect = effect_of(fields, place.as_ref());
    let scenarios = scenarios_of(fields);
    let (from, to) = (date_of(fields, FROM_DATE), date_of(fields, TO_DATE));
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        fields.problems.push(e192_closure_ends_before_it_begins(fields.place.clone(), from, to));
    }
    if place.is_none() && roads.is_empty() && fields.row.geometry.is_none() {
        fields.problems.push(e190_closure_without_place(fields.place.clone()));
    }
    let closure = Closure { id: id.into(), place, roads, effect, scenarios };
    (fields.problems.len() == before).then_some(RawClosure { closure, from, to })
}

/// The items of a cell that may be a list: `12, 13`, `way/12` or what GeoJSON makes of `[12, 13]`.
fn items(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split([',', ';', '，', '；', '、', ' ', '[', ']', '"']);
    parts.map(|part| part.trim_start_matches("way/")).filter(|part| !part.is_empty())
}

fn roads_of(fields: &Fields<'_>) -> BTreeSet<Arc<str>> {
    let text = fields.text(OSM_ID).unwrap_or_default();
    // Tables keep large numbers as decimal fractions.
    items(&text).map(|item| item.strip_suffix(".0").unwrap_or(item).into()).collect()
}

fn scenarios_of(fields: &mut Fields<'_>) -> Vec<Scenario> {
    let text = fields.text(SCENARIO).unwrap_or_default().to_lowercase();
    let mut scenarios = Vec::new();
    for name in items(&text) {
        let scenario = Scenario::from_name(name);
        if scenario.is_none() {
            let known = Scenario::ALL.map(|scenario| format!("`{}`", scenario.as_str())).join(", ");
            fields.problems.push(e194_unknown_scenario(fields.place.clone(), name, known));
        }
        scenarios.extend(scenario);
    }
    scenarios
}

fn date_of(fields: &mut Fields<'_>, column: Column) -> Option<CalendarDate> {
    let text = fields.text(column)?;
    let date = CalendarDate::parse(&text);
    if date.is_none() {
        fields.problems.push(e191_not_a_date(fields.place.clone(), column.name, text));
    }
    date
}

/// A number within its range; reported otherwise.
fn amount(fields: &mut Fields<'_>, column: Column, (least, most): (f64, f64)) -> Option<f64> {
    let number = fields.signed(column)?;
    if !(least..=most).contains(&number) {
        fields.problems.push(e195_slow_down_out_of_range(fields.place.clone(), column.name, number, least, most));
        return None;
    }
    Some(number)
}

fn effect_of(fields: &mut Fields<'_>, place: Option<&ClosurePlace>) -> ClosureEffect {
    let slow = amount(fields, SPEED_FACTOR, SPEED_FACTORS).map(|speed| 1.0 / speed);
    let factor = amount(fields, FACTOR, FACTORS).or(slow);
    let minutes = amount(fields, MINUTES, DELAYS);
    if minutes.is_some_and(|minutes| minutes > 0.0) && matches!(place, Some(ClosurePlace::Inside(_))) {
        fields.problems.push(e196_delay_in_polygon(fields.place.clone()));
    }
    if factor.is_none() && minutes.is_none() {
        return ClosureEffect::Closed;
    }
    let delay = minutes.and_then(TravelTime::from_minutes).unwrap_or(TravelTime::ZERO);
    ClosureEffect::Slower { factor: factor.unwrap_or(1.0), delay }
}

fn place_of(fields: &mut Fields<'_>) -> Option<ClosurePlace> {
    let geometry = fields.row.geometry.clone()?;
    let datum = fields.datum();
    let (place, problems) = (fields.place.clone(), &mut *fields.problems);
    let mut line = |positions: &Vec<Position>| -> Option<Vec<LonLat>> {
        positions.iter().map(|position| position_of(position, datum, &place, problems)).collect()
    };
    match &geometry {
        GeometryValue::LineString { coordinates } => Some(ClosurePlace::Along(vec![line(coordinates)?])),
        GeometryValue::MultiLineString { coordinates } => {
            Some(ClosurePlace::Along(coordinates.iter().map(line).collect::<Option<_>>()?))
        }
        GeometryValue::Polygon { coordinates } => {
            Some(ClosurePlace::Inside(vec![coordinates.iter().map(line).collect::<Option<_>>()?]))
        }
        GeometryValue::MultiPolygon { coordinates } => {
            let polygons = coordinates.iter().map(|rings| rings.iter().map(&mut line).collect::<Option<Vec<_>>>());
            Some(ClosurePlace::Inside(polygons.collect::<Option<_>>()?))
        }
        GeometryValue::Point { coordinates } => Some(ClosurePlace::At(line(&vec![coordinates.clone()])?)),
        GeometryValue::MultiPoint { coordinates } => Some(ClosurePlace::At(line(coordinates)?)),
        GeometryValue::GeometryCollection { .. } => {
            let expected = Words::new("LineString, Polygon or Point", "LineString、Polygon 或 Point");
            fields.problems.push(e163_wrong_geometry(place, expected, geometry_name(Some(&geometry))));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::items;

    #[test]
    fn lists_are_read_in_every_writing() {
        for text in ["12,13", "way/12; way/13", "[12,13]", "[\"12\", \"13\"]", "12、13"] {
            assert_eq!(items(text).collect::<Vec<_>>(), ["12", "13"], "{text}");
        }
        assert_eq!(items("").count(), 0);
    }
}
