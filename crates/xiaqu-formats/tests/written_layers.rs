//! What is written as GeoPackage and Shapefile is what the GeoJSON says, read back by the readers.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use geo_types::{MultiPolygon, polygon};
use serde_json::json;
use xiaqu_formats::{
    ClassValue, Field, FieldKind, FileKind, Layer, LayerGroup, LayerKind, LayerStyle, LegendClass, LegendEntry,
    MapProject, MapSymbol, MapTheme, MarkerShape, ProjectLayer, RawTable, Shape, Source, StyledLayer, geopackage, qml,
    read_table, shapefile,
};
use xiaqu_model::{Language, LonLat};

const FIELDS: &[Field] = &[
    Field { name: "name", kind: FieldKind::Text, alias_en: "name", alias_zh: "名称" },
    Field { name: "population", kind: FieldKind::Whole, alias_en: "people", alias_zh: "人口" },
    Field { name: "second_arrival_min", kind: FieldKind::Decimal, alias_en: "minutes", alias_zh: "分钟" },
];

fn style() -> LayerStyle {
    let marker = MapSymbol::Marker { shape: MarkerShape::Circle, fill: [1, 2, 3], tenths: 20 };
    let class = LegendClass { value: ClassValue::Other, label: "<all>".to_owned(), symbol: marker };
    LayerStyle { attribute: "name".to_owned(), classes: vec![class], label: None }
}

/// A layer of each kind, with a hole, a second part, Chinese, markup and cells without a value.
fn layers() -> Vec<StyledLayer> {
    let mut points = Layer::new("points", LayerKind::Points, FIELDS, "note");
    points
        .push(Shape::Point(LonLat::new(117.123_456_789, -26.9).unwrap()), vec![json!("城东"), json!(12), json!(null)]);
    points.push(Shape::Point(LonLat::new(117.5, 26.25).unwrap()), vec![json!("<b>&'\""), json!(null), json!(7.25)]);
    let mut lines = Layer::new("lines", LayerKind::Lines, FIELDS, "");
    let line = [(117.0, 26.0), (117.5, 26.5), (117.25, 26.75)].map(|(lon, lat)| LonLat::new(lon, lat).unwrap());
    lines.push(Shape::Line(line.to_vec()), vec![json!("路"), json!(3), json!(0.5)]);
    let mut areas = Layer::new("areas", LayerKind::Polygons, FIELDS, "");
    let square = polygon!(
        exterior: [(x: 0.0, y: 0.0), (x: 4.0, y: 0.0), (x: 4.0, y: 4.0), (x: 0.0, y: 4.0), (x: 0.0, y: 0.0)],
        interiors: [[(x: 1.0, y: 1.0), (x: 1.0, y: 2.0), (x: 2.0, y: 2.0), (x: 2.0, y: 1.0), (x: 1.0, y: 1.0)]]
    );
    let island = polygon![(x: 9.0, y: 9.0), (x: 10.0, y: 9.0), (x: 10.0, y: 10.0), (x: 9.0, y: 9.0)];
    areas.push(Shape::Area(MultiPolygon(vec![square, island])), vec![json!("岛"), json!(1), json!(2.0)]);
    [points, lines, areas].map(|layer| StyledLayer { layer, style: style() }).into()
}

fn project() -> MapProject {
    let entry = |id: &str, table| ProjectLayer {
        id: id.to_owned(),
        title: "<点>".to_owned(),
        table,
        rows: "name <> '<'".to_owned(),
        style: style(),
        legend: LegendEntry::Whole,
        visible: true,
    };
    let layers = vec![entry("xiaqu_points", "points"), entry("xiaqu_areas_", "areas")];
    MapProject {
        title: "县 & \"<市>\"".to_owned(),
        note: "<合成>".to_owned(),
        package: "plan.gpkg".to_owned(),
        groups: vec![LayerGroup { title: "改革后".to_owned(), layers }],
        themes: vec![MapTheme { title: "全部".to_owned(), layers: vec!["xiaqu_points".to_owned()] }],
    }
}

fn read(path: std::path::PathBuf, name: &str) -> RawTable {
    let mut problems = Vec::new();
    let source = Source { path, name: name.to_owned(), ..Source::default() };
    let table = read_table(&source, &[FileKind::GeoJson, FileKind::GeoPackage, FileKind::Shapefile], &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    table.unwrap()
}

/// Rows as read, areas always in several parts and rings from their least corner on, so that writers may turn them.
fn rows(table: &RawTable, fields: &[usize]) -> Vec<(Vec<String>, String)> {
    let shape = |value: &geojson::GeometryValue| -> String {
        let geometry: geo_types::Geometry<f64> = value.clone().try_into().unwrap();
        let mut corners: Vec<String> =
            geo_types_coords(&geometry).iter().map(|(lon, lat)| format!("{lon:.7} {lat:.7}")).collect();
        corners.sort();
        corners.dedup();
        corners.join(", ")
    };
    let number = |cell: &String| cell.parse::<f64>().map_or_else(|_| cell.clone(), |number| number.to_string());
    let cells = |row: &xiaqu_formats::RawRow| fields.iter().map(|field| number(&row.cells[*field])).collect();
    table.rows.iter().map(|row| (cells(row), row.geometry.as_ref().map(shape).unwrap_or_default())).collect()
}

fn geo_types_coords(geometry: &geo_types::Geometry<f64>) -> Vec<(f64, f64)> {
    use geo_types::Geometry;
    let of_polygon = |polygon: &geo_types::Polygon<f64>| -> Vec<(f64, f64)> {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        rings.flat_map(geo_types::LineString::coords).map(|coord| (coord.x, coord.y)).collect()
    };
    match geometry {
        Geometry::Point(point) => vec![(point.x(), point.y())],
        Geometry::LineString(line) => line.coords().map(|coord| (coord.x, coord.y)).collect(),
        Geometry::MultiLineString(lines) => {
            lines.iter().flat_map(geo_types::LineString::coords).map(|c| (c.x, c.y)).collect()
        }
        Geometry::Polygon(polygon) => of_polygon(polygon),
        Geometry::MultiPolygon(polygons) => polygons.iter().flat_map(of_polygon).collect(),
        _ => Vec::new(),
    }
}

fn fields_of(table: &RawTable, names: [&str; 3]) -> Vec<usize> {
    names.iter().map(|name| table.header.iter().position(|column| column == name).unwrap()).collect()
}

#[test]
fn geopackage_and_shapefile_hold_what_the_geojson_holds() {
    let folder = tempfile::tempdir().unwrap();
    let layers = layers();
    let qgz = project().to_qgz(&layers, Language::Zh).unwrap();
    let package = folder.path().join("plan.gpkg");
    fs_err::write(&package, geopackage(&layers, ("plan", &qgz), Language::Zh).unwrap()).unwrap();
    for StyledLayer { layer, .. } in &layers {
        let name = layer.name;
        let loose = folder.path().join(format!("{name}.geojson"));
        fs_err::write(&loose, layer.to_geojson()).unwrap();
        let loose = read(loose, &format!("{name}.geojson"));
        let expected = rows(&loose, &fields_of(&loose, ["name", "population", "second_arrival_min"]));
        let table = read(package.clone(), &format!("plan.gpkg#{name}"));
        assert_eq!(rows(&table, &fields_of(&table, ["name", "population", "second_arrival_min"])), expected);
        for (ending, bytes) in shapefile(layer).unwrap() {
            fs_err::write(folder.path().join(format!("{name}.{ending}")), bytes).unwrap();
        }
        let table = read(folder.path().join(format!("{name}.shp")), &format!("{name}.shp"));
        assert_eq!(rows(&table, &fields_of(&table, ["name", "population", "r2_min"])), expected);
    }
}

#[test]
fn equal_layers_give_equal_bytes() {
    let make = || {
        let layers = layers();
        let qgz = project().to_qgz(&layers, Language::En).unwrap();
        let package = geopackage(&layers, ("plan", &qgz), Language::En).unwrap();
        (qgz, package, shapefile(&layers[2].layer).unwrap())
    };
    assert_eq!(make(), make());
}

#[test]
fn a_style_file_is_markup_whatever_the_data_say() {
    let style = qml(&layers()[0].layer, &style(), Language::Zh);
    assert!(style.contains("label=\"&lt;all&gt;\"") && style.contains("name=\"名称\""), "{style}");
    assert_eq!(style.matches('<').count(), style.matches('>').count());
}
