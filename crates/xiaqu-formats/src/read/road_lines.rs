//! Road lines from a line layer.

use geojson::{GeometryValue, Position};
use xiaqu_model::{Kph, LonLat, ProblemReport, Words, e163_wrong_geometry, e351_unknown_road_class};
use xiaqu_roads::{Direction, RoadClass, RoadLine, RoadSettings, Season};

use super::{
    columns::{
        BRIDGE, CLOSED_WHEN_WET, Column, LEVEL, ONEWAY, ROAD_CLASS, ROAD_COLUMNS, ROAD_ID, ROAD_NAME, SPEED, TUNNEL,
    },
    fields::{Expected, Fields, Rows, geometry_name},
    polygons::position_of,
    table::Source,
};

/// Reads a line layer with a class column. Lines come in the order of their points, whatever the order of rows, because
/// everything made from them is numbered in their order.
pub fn read_road_lines(source: &Source, settings: &RoadSettings, problems: &mut Vec<ProblemReport>) -> Vec<RoadLine> {
    let rows = Rows::read(source, (ROAD_COLUMNS, Expected::Lines), problems)
        .map(|mut rows| rows.collect(|fields| lines_of(fields, settings)))
        .unwrap_or_default();
    let mut lines: Vec<RoadLine> = rows.into_iter().flatten().collect();
    lines.sort_by_cached_key(|line| {
        let bits = |point: &LonLat| (point.longitude().to_bits(), point.latitude().to_bits());
        let points: Vec<(u64, u64)> = line.points.iter().map(bits).collect();
        (points, line.class.as_str(), line.speed.as_kph().to_bits(), line.name.clone(), line.id.clone())
    });
    lines
}

fn lines_of(fields: &mut Fields<'_>, settings: &RoadSettings) -> Option<Vec<RoadLine>> {
    let id = fields.text(ROAD_ID).unwrap_or_else(|| fields.row.number.to_string());
    fields.place = fields.place.clone().id(&id);
    let class_text = fields.required(ROAD_CLASS)?;
    let Some(class) = RoadClass::from_highway(&class_text) else {
        let known = RoadClass::ALL.map(RoadClass::as_str).join(", ");
        fields.problems.push(e351_unknown_road_class(fields.place.clone(), class_text, known));
        return None;
    };
    let limit = fields.number(SPEED).filter(|speed| *speed > 0.0);
    let closed_when_wet = fields.yes_or_no(CLOSED_WHEN_WET);
    let level = level_of(fields);
    let direction = match fields.text(ONEWAY).as_deref() {
        Some("-1") => Direction::Backward,
        Some(_) if fields.yes_or_no(ONEWAY) => Direction::Forward,
        _ => Direction::Both,
    };
    let paths = paths_of(fields)?;
    // Classes that the settings do not use, such as tracks, are left out by the county's own choice.
    let speed = settings.speed(class)?.as_kph();
    let speed = Kph::new(limit.map_or(speed, |limit| limit.min(speed)))?;
    let name = fields.text(ROAD_NAME).map(Into::into);
    let line = |points| RoadLine {
        points,
        osm_nodes: None,
        class,
        speed,
        direction,
        name: name.clone(),
        closed_when_wet,
        season: Season::AllYear,
        id: id.as_str().into(),
        level,
    };
    Some(paths.into_iter().map(line).collect())
}

/// The level that is stated, else that of a bridge or tunnel. Layers made from OpenStreetMap write 0 for most bridges.
fn level_of(fields: &mut Fields<'_>) -> i8 {
    let stated = fields.signed(LEVEL).and_then(xiaqu_model::cast::to_i64);
    let is = |column: Column| {
        let text = fields.text(column).unwrap_or_default().to_lowercase();
        !["", "no", "n", "f", "false", "0", "否"].contains(&text.as_str())
    };
    let by_kind = i8::from(is(BRIDGE)) - i8::from(is(TUNNEL));
    stated.filter(|level| *level != 0).and_then(|level| i8::try_from(level).ok()).unwrap_or(by_kind)
}

fn paths_of(fields: &mut Fields<'_>) -> Option<Vec<Vec<LonLat>>> {
    let lines: Vec<&Vec<Position>> = match &fields.row.geometry {
        Some(GeometryValue::LineString { coordinates }) => vec![coordinates],
        Some(GeometryValue::MultiLineString { coordinates }) => coordinates.iter().collect(),
        other => {
            let found = geometry_name(other.as_ref());
            fields.problems.push(e163_wrong_geometry(fields.place.clone(), Expected::Lines.name(), found));
            return None;
        }
    };
    let datum = fields.datum();
    let mut paths = Vec::new();
    for line in lines {
        let mut points: Vec<LonLat> = Vec::with_capacity(line.len());
        for position in line {
            points.push(position_of(position, datum, &fields.place, fields.problems)?);
        }
        if points.len() < 2 {
            let found = Words::new("a line of one point", "只有一个点的线");
            fields.problems.push(e163_wrong_geometry(fields.place.clone(), Expected::Lines.name(), found));
            return None;
        }
        paths.push(points);
    }
    Some(paths)
}

#[cfg(test)]
mod tests {
    use xiaqu_roads::RoadSettings;

    use super::{Source, read_road_lines};

    #[test]
    fn bridges_and_tunnels_have_a_level_however_it_is_written() {
        let cases = [
            (r#""bridge": "T", "layer": 0"#, 1),
            (r#""bridge": "viaduct""#, 1),
            (r#""桥梁": "是""#, 1),
            (r#""tunnel": "yes""#, -1),
            (r#""bridge": "yes", "layer": 2"#, 2),
            (r#""bridge": "F", "tunnel": "no", "level": 0"#, 0),
            (r#""tunnel": null"#, 0),
        ];
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("roads.geojson");
        let source = Source { path, name: "roads.geojson".into(), ..Source::default() };
        for (properties, level) in cases {
            let text = format!(
                r#"{{"type": "Feature", "properties": {{"class": "primary", {properties}}}, "geometry":
                {{"type": "LineString", "coordinates": [[117.0, 27.0], [117.1, 27.0]]}}}}"#
            );
            fs_err::write(&source.path, text).unwrap();
            let mut problems = Vec::new();
            let lines = read_road_lines(&source, &RoadSettings::default(), &mut problems);
            assert_eq!((lines[0].level, problems.len()), (level, 0), "{properties}");
        }
    }
}
