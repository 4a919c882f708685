//! Shapefiles: .shp, .shx and .dbf together, with .prj and .cpg where they are.

use std::path::{Path, PathBuf};

use xiaqu_model::{Place, ProblemReport, Words, e180_missing_companion};

use super::{
    attributes::{Attributes, attributes_of},
    dbase::read_dbase,
    georeference::LayerRows,
    reference_text::declared_by_text,
    shapes::read_shapes,
};
use crate::read::{
    kind::FileKind,
    table::{RawTable, Source},
};

/// Files beside a .shp that belong to it.
const COMPANIONS: [&str; 4] = ["shx", "dbf", "prj", "cpg"];

/// The files beside a .shp that are part of it and exist: index, attributes, reference system, encoding. None for files
/// of other kinds.
pub fn companion_files(path: &Path) -> Vec<PathBuf> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if FileKind::of(&name) != Some(FileKind::Shapefile) {
        return Vec::new();
    }
    COMPANIONS.iter().filter_map(|extension| companion(path, extension)).collect()
}

/// A companion under the ways in which programs write extensions.
fn companion(path: &Path, extension: &str) -> Option<PathBuf> {
    let names = [extension.to_owned(), extension.to_ascii_uppercase()];
    names.iter().map(|extension| path.with_extension(extension)).find(|path| path.is_file())
}

/// Reads a Shapefile; every problem goes to `problems`.
pub(in crate::read) fn read_shapefile(source: &Source, problems: &mut Vec<ProblemReport>) -> Option<RawTable> {
    let parts = Parts::read(source, problems)?;
    let damaged = |why: Words| source.unreadable(FileKind::Shapefile, why);
    let shapes = read_shapes(&parts.shp, &parts.shx).map_err(|why| problems.push(damaged(why)));
    let table = read_dbase(&parts.dbf).map_err(|why| problems.push(damaged(why)));
    let (Ok(shapes), Ok(table)) = (shapes, table) else { return None };
    if shapes.len() != table.records.len() {
        let (shapes, rows) = (shapes.len(), table.records.len());
        problems.push(damaged(Words::new(
            format!("it has {shapes} shapes and {rows} rows; the .shp and the .dbf are not of one export"),
            format!("有 {shapes} 个图形、{rows} 行属性；.shp 与 .dbf 并非同一次导出"),
        )));
        return None;
    }
    let code_page = parts.cpg.as_ref().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    let Attributes { header, records } = attributes_of(&table, (&source.name, code_page), problems)?;
    let declared = declared_by_text(parts.prj.as_deref());
    let rows = records.into_iter().zip(shapes).map(|(cells, shape)| Some((cells?, shape)));
    LayerRows { header, rows: rows.collect() }.into_table(source, (FileKind::Shapefile, &declared), problems)
}

/// The bytes of all files.
struct Parts {
    shp: Vec<u8>,
    shx: Vec<u8>,
    dbf: Vec<u8>,
    prj: Option<String>,
    /// With the name of the file.
    cpg: Option<(String, Vec<u8>)>,
}

impl Parts {
    /// Reads them; everything that is missing is reported.
    fn read(source: &Source, problems: &mut Vec<ProblemReport>) -> Option<Self> {
        let mut bytes_of = |path: &Path| {
            let read = fs_err::read(path);
            read.map_err(|error| problems.push(source.unreadable(FileKind::Shapefile, error))).ok()
        };
        let shp = bytes_of(&source.path);
        let [shx, dbf, prj, cpg] = COMPANIONS.map(|extension| companion(&source.path, extension));
        let [shx_bytes, dbf_bytes, prj_bytes, cpg_bytes] =
            [&shx, &dbf, &prj, &cpg].map(|path| path.as_deref().and_then(&mut bytes_of));
        for (path, extension) in [(&shx, "shx"), (&dbf, "dbf")] {
            if path.is_none() {
                let missing = name_of(&source.path.with_extension(extension));
                problems.push(e180_missing_companion(Place::table(&source.name), &source.name, missing));
            }
        }
        let cpg = cpg.as_deref().map(name_of).zip(cpg_bytes);
        let prj = prj_bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        Some(Self { shp: shp?, shx: shx_bytes?, dbf: dbf_bytes?, prj, cpg })
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
