//! What a GeoPackage holds: its layers and their reference systems.

use rusqlite::{Connection, OptionalExtension as _, limits::Limit, types::ValueRef};
use xiaqu_model::Words;

use super::{
    georeference::Declared,
    reference_text::{declared_by_code, declared_by_text},
};

/// Beginning of every SQLite file.
const SIGNATURE: &[u8] = b"SQLite format 3\0";
/// Where a SQLite file says how it is written and read: 1 plainly, 2 with a write-ahead log.
const WRITE_VERSIONS: std::ops::Range<usize> = 18..20;
/// Longest statement, in bytes; layers have short names.
const STATEMENT_MAX: i32 = 100_000;

/// A table of features.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FeatureTable {
    /// Name of the table.
    pub(super) name: String,
    /// Column that holds the geometry.
    pub(super) geometry: String,
    system: i64,
}

/// A failure of SQLite in words; SQLite speaks English only.
pub(super) fn failed(error: &rusqlite::Error) -> Words {
    Words::new(error.to_string(), error.to_string())
}

/// Opens the bytes of a GeoPackage from memory, read-only, and checks that they are sound.
pub(super) fn open(mut bytes: Vec<u8>) -> Result<Connection, Words> {
    if !bytes.starts_with(SIGNATURE) {
        return Err(Words::new("it is no SQLite file", "它不是 SQLite 文件"));
    }
    // A file in memory has no log beside it; without this SQLite would look for one.
    if let Some(versions) = bytes.get_mut(WRITE_VERSIONS) {
        versions.fill(1);
    }
    let size = bytes.len();
    let opened = || -> rusqlite::Result<(Connection, String)> {
        let mut connection = Connection::open_in_memory()?;
        connection.deserialize_read_exact("main", bytes.as_slice(), size, true)?;
        // No value of a sound file is longer than the file, and nothing in its schema may run functions.
        connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, i32::try_from(size).unwrap_or(i32::MAX).max(STATEMENT_MAX))?;
        connection.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, STATEMENT_MAX)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.pragma_update(None, "cell_size_check", true)?;
        let verdict = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        Ok((connection, verdict))
    };
    let (connection, verdict) = opened().map_err(|error| failed(&error))?;
    if verdict == "ok" {
        Ok(connection)
    } else {
        let verdict = verdict.lines().next().unwrap_or_default().to_owned();
        Err(Words::new(format!("it is damaged: {verdict}"), format!("文件已损坏：{verdict}")))
    }
}

/// The feature tables in the order of their names.
pub(super) fn feature_tables(connection: &Connection) -> Result<Vec<FeatureTable>, Words> {
    check_own_tables(connection, &["gpkg_contents", "gpkg_geometry_columns"])?;
    let listed = || -> rusqlite::Result<Vec<FeatureTable>> {
        // No join: rows that name one table again and again would be multiplied with each other.
        let mut statement = connection.prepare(
            "SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns WHERE table_name IN \
             (SELECT table_name FROM gpkg_contents WHERE data_type = 'features') ORDER BY table_name, column_name",
        )?;
        let rows = statement
            .query_map([], |row| Ok(FeatureTable { name: row.get(0)?, geometry: row.get(1)?, system: row.get(2)? }))?;
        rows.collect()
    };
    listed().map_err(|error| failed(&error))
}

/// Checks that the format's own tables are tables: a view of that name may have rows without end.
fn check_own_tables(connection: &Connection, names: &[&str]) -> Result<(), Words> {
    for name in names {
        if !is_plain_table(connection, name)? {
            return Err(Words::new(format!("it has no table `{name}`"), format!("其中没有表 `{name}`")));
        }
    }
    Ok(())
}

/// Whether the layer is a table with pages of its own; views and virtual tables run whatever their author wrote.
pub(super) fn is_plain_table(connection: &Connection, name: &str) -> Result<bool, Words> {
    let found = connection
        .query_row("SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = ?1", [name], |row| {
            row.get::<_, i64>(0)
        })
        .optional();
    found.map(|page| page.is_some_and(|page| page > 0)).map_err(|error| failed(&error))
}

/// What the file says of the coordinates of a table.
pub(super) fn declared_of(connection: &Connection, table: &FeatureTable) -> Result<Declared, Words> {
    // Zero and minus one stand for unknown systems in degrees and in a plane.
    if matches!(table.system, 0 | -1) {
        return Ok(Declared::Nothing);
    }
    check_own_tables(connection, &["gpkg_spatial_ref_sys"])?;
    let found = connection
        .query_row(
            "SELECT srs_name, organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?1",
            [table.system],
            |row| {
                let texts: [String; 3] = [row.get(0)?, row.get(1)?, row.get(3)?];
                Ok((texts, row.get::<_, i64>(2)?))
            },
        )
        .optional()
        .map_err(|error| failed(&error))?;
    let Some(([name, organization, definition], code)) = found else {
        return Ok(Declared::Unknown(
            table.system.to_string(),
            Words::new("the file does not describe it", "文件中没有其定义"),
        ));
    };
    let code = u32::try_from(code).ok().filter(|_| organization.eq_ignore_ascii_case("EPSG"));
    if let Some(declared) = code.and_then(|code| declared_by_code(code, &name)) {
        return Ok(declared);
    }
    Ok(match declared_by_text(Some(&definition)) {
        Declared::Nothing => Declared::Unknown(name, Words::new("the file does not describe it", "文件中没有其定义")),
        declared => declared,
    })
}

/// The columns of a table that hold values of their own; `None` if a name is not UTF-8. Generated columns are left out:
/// they would run what their author wrote.
pub(super) fn columns_of(connection: &Connection, table: &str) -> rusqlite::Result<Option<Vec<String>>> {
    let mut statement = connection.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?;
    // The names of a result cannot be asked for: rusqlite panics where they are not UTF-8.
    let names = statement.query_map([table], |row| match row.get_ref(0)? {
        ValueRef::Text(name) => Ok(std::str::from_utf8(name).ok().map(str::to_owned)),
        _ => Ok(None),
    })?;
    names.collect()
}
