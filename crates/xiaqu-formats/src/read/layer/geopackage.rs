//! GeoPackages: one feature table as a raw table.

use geojson::GeometryValue;
use rusqlite::{Connection, Row, types::ValueRef};
use xiaqu_model::{Place, ProblemReport, Words, e152_unreadable_file, e185_several_layers, e186_no_such_layer};

use super::{
    geopackage_layers::{FeatureTable, columns_of, declared_of, failed, feature_tables, is_plain_table, open},
    georeference::{Declared, LayerRows},
    well_known_binary::geometry_of,
};
use crate::read::{
    cell_limit::check_cells,
    kind::{FileKind, split_layer},
    table::{RawTable, Source},
};

/// Reads the layer that the name chooses, or the only one; every problem goes to `problems`.
pub(in crate::read) fn read_geopackage(source: &Source, problems: &mut Vec<ProblemReport>) -> Option<RawTable> {
    let damaged = |why: Words| source.unreadable(FileKind::GeoPackage, why);
    if let Some(why) = unfinished_changes(source) {
        problems.push(damaged(why));
        return None;
    }
    let bytes = fs_err::read(&source.path);
    let bytes = bytes.map_err(|error| problems.push(source.unreadable(FileKind::GeoPackage, error))).ok()?;
    let opened = open(bytes).and_then(|connection| feature_tables(&connection).map(|tables| (connection, tables)));
    let (connection, tables) = opened.map_err(|why| problems.push(damaged(why))).ok()?;
    let table = chosen(source, &tables, problems)?;
    let declared = match described(&connection, table) {
        Ok(declared) => declared,
        Err(why) => {
            problems.push(damaged(why));
            return None;
        }
    };
    let before = problems.len();
    let rows = read_rows(&connection, table, &mut |number, why| {
        let place = Place { row: (number > 0).then_some(number), ..Place::table(&source.name) };
        problems.push(e152_unreadable_file(place, &source.name, FileKind::GeoPackage.name(), why));
    });
    let rows = rows.map_err(|error| problems.push(damaged(failed(&error)))).ok()?;
    if problems.len() > before {
        return None;
    }
    rows.into_table(source, (FileKind::GeoPackage, &declared), problems)
}

/// Changes that a program which still has the file open keeps beside it.
fn unfinished_changes(source: &Source) -> Option<Words> {
    let mut log = source.path.clone().into_os_string();
    log.push("-wal");
    let size = fs_err::metadata(log).ok()?.len();
    (size > 0).then(|| {
        Words::new(
            "another program has it open and keeps changes in a `-wal` file beside it; close the layer there",
            "另有程序打开该文件，修改仍在旁边的 `-wal` 文件中；请在该程序中关闭图层",
        )
    })
}

/// The table that the settings name behind `#`, or the only one.
fn chosen<'a>(
    source: &Source,
    tables: &'a [FeatureTable],
    problems: &mut Vec<ProblemReport>,
) -> Option<&'a FeatureTable> {
    let (file, layer) = split_layer(&source.name);
    let names = || tables.iter().map(|table| format!("`{}`", table.name)).collect::<Vec<_>>().join(", ");
    let place = || Place::table(&source.name);
    match (layer, tables) {
        (_, []) => {
            let why = Words::new("it holds no layer with geometry", "其中没有带几何的图层");
            problems.push(source.unreadable(FileKind::GeoPackage, why));
            None
        }
        (None, [only]) => Some(only),
        (None, _) => {
            problems.push(e185_several_layers(place(), file, names()));
            None
        }
        (Some(layer), _) => {
            let found = tables.iter().find(|table| table.name == layer);
            if found.is_none() {
                problems.push(e186_no_such_layer(place(), file, layer, names()));
            }
            found
        }
    }
}

/// The reference system of a layer that is a table.
fn described(connection: &Connection, table: &FeatureTable) -> Result<Declared, Words> {
    if !is_plain_table(connection, &table.name)? {
        return Err(Words::new(
            format!("layer `{}` is a view; export it as a table", table.name),
            format!("图层 `{}` 是视图；请导出为表", table.name),
        ));
    }
    declared_of(connection, table)
}

/// A name as SQL quotes it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// All rows in the order of their keys; what is wrong with one is told to `report`, or with the table as row 0.
fn read_rows(
    connection: &Connection,
    table: &FeatureTable,
    report: &mut dyn FnMut(usize, Words),
) -> rusqlite::Result<LayerRows> {
    let nothing = LayerRows { header: Vec::new(), rows: Vec::new() };
    let Some(columns) = columns_of(connection, &table.name)? else {
        report(0, Words::new("it has a column whose name is not UTF-8", "有列名不是 UTF-8"));
        return Ok(nothing);
    };
    // A short record stands for as many empty cells as the table has columns.
    let counted = format!("SELECT count(*) FROM {}", quoted(&table.name));
    let count: i64 = connection.query_row(&counted, [], |row| row.get(0))?;
    if let Err(why) = check_cells(columns.len(), usize::try_from(count).unwrap_or(usize::MAX)) {
        report(0, why);
        return Ok(nothing);
    }
    let selected = columns.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
    let mut statement =
        connection.prepare(&format!("SELECT {selected} FROM {} ORDER BY rowid", quoted(&table.name)))?;
    let geometry = columns.iter().position(|name| name.eq_ignore_ascii_case(&table.geometry));
    let attributes: Vec<usize> = (0..columns.len()).filter(|place| Some(*place) != geometry).collect();
    let header = columns.into_iter().enumerate().filter(|(place, _)| Some(*place) != geometry).map(|(_, name)| name);
    let header = header.collect();
    let mut found = statement.query([])?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let number = rows.len() + 1;
        let mut cells = Vec::with_capacity(attributes.len());
        for place in &attributes {
            cells.push(cell_of(row, *place)?.unwrap_or_else(|| {
                report(number, Words::new("it holds text that is not UTF-8", "含有非 UTF-8 文字"));
                String::new()
            }));
        }
        let shape = match geometry.map(|place| row.get_ref(place)).transpose()? {
            Some(ValueRef::Blob(blob)) => shape_of(blob, number, report),
            _ => None,
        };
        rows.push(Some((cells, shape)));
    }
    Ok(LayerRows { header, rows })
}

fn shape_of(blob: &[u8], number: usize, report: &mut dyn FnMut(usize, Words)) -> Option<GeometryValue> {
    geometry_of(blob).map_err(|why| report(number, why)).ok().flatten()
}

/// A value as text, empty for nothing and for pictures; `None` if it is text in no known encoding.
fn cell_of(row: &Row<'_>, place: usize) -> rusqlite::Result<Option<String>> {
    Ok(match row.get_ref(place)? {
        ValueRef::Null | ValueRef::Blob(_) => Some(String::new()),
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Text(text) => std::str::from_utf8(text).ok().map(str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::{declared_of, feature_tables, read_rows};

    /// A database with the tables of a GeoPackage, which list one layer, and whatever else the statements make.
    fn database(statements: &str) -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        let tables = "CREATE TABLE gpkg_contents (table_name, data_type);
            CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id);
            INSERT INTO gpkg_contents VALUES ('layer', 'features');
            INSERT INTO gpkg_geometry_columns VALUES ('layer', 'c0', 4326);";
        connection.execute_batch(&[tables, statements].concat()).unwrap();
        connection
    }

    const ENDLESS: &str = "AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
        SELECT i AS table_name, i AS column_name, i AS srs_id, 'features' AS data_type FROM n;";

    #[test]
    fn views_without_end_are_not_taken_for_the_tables_of_the_format() {
        for name in ["gpkg_contents", "gpkg_geometry_columns"] {
            let connection = database(&format!("DROP TABLE {name}; CREATE VIEW {name} {ENDLESS}"));
            assert!(feature_tables(&connection).unwrap_err().en.contains(name));
        }
        let connection = database(&format!("CREATE VIEW gpkg_spatial_ref_sys {ENDLESS}"));
        let tables = feature_tables(&connection).unwrap();
        assert!(declared_of(&connection, &tables[0]).unwrap_err().en.contains("gpkg_spatial_ref_sys"));
    }

    #[test]
    fn a_layer_that_is_listed_again_and_again_is_not_multiplied() {
        let again = "INSERT INTO gpkg_contents SELECT * FROM gpkg_contents;
            INSERT INTO gpkg_geometry_columns SELECT * FROM gpkg_geometry_columns;";
        assert_eq!(feature_tables(&database(&again.repeat(6))).unwrap().len(), 64);
    }

    #[test]
    fn short_records_of_very_many_columns_are_counted_before_they_are_read() {
        let columns: Vec<String> = (0..1_900).map(|number| format!("c{number}")).collect();
        let setup = format!(
            "CREATE TABLE layer ({});
            WITH RECURSIVE rows(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM rows WHERE n < 22000)
            INSERT INTO layer (c1) SELECT NULL FROM rows;",
            columns.join(", ")
        );
        let connection = database(&setup);
        let tables = feature_tables(&connection).unwrap();
        let mut found = Vec::new();
        let rows = read_rows(&connection, &tables[0], &mut |row, why| found.push((row, why.en))).unwrap();
        assert!(rows.rows.is_empty() && found[0].0 == 0 && found[0].1.contains("40 million"), "{found:?}");
    }
}
