//! Readers and writers: files to raw records, layers and tables to files.
//!
//! The first and the last arrow of the data flow. Readers report every problem they find, with file, row, cause and
//! remedy; writers make layers in WGS-84 with seven decimals and a folder that appears whole or not at all.
//!
//! ```
//! use xiaqu_formats::{Source, read_villages};
//!
//! let folder = tempfile::tempdir()?;
//! let path = folder.path().join("villages.csv");
//! fs_err::write(&path, "编号,名称,经度,纬度,人口\nV1,城东,117.17,26.90,1200\nV2,水东,117.18,26.91,-5\n")?;
//! let source = Source { path, name: "villages.csv".into(), ..Source::default() };
//! let mut problems = Vec::new();
//! let villages = read_villages(&source, &mut problems);
//! assert_eq!(villages[0].population, 1_200);
//! assert_eq!(problems[0].code(), "E156");
//! # Ok::<(), std::io::Error>(())
//! ```

mod matrix;
mod read;
mod write;

pub use matrix::{CELLS_MAX, RawEntry, RawMatrix, read_matrix, read_vector};
pub use read::{
    CLOSURE_COLUMNS, Column, ColumnNames, Encoding, FileKind, Frame, POINT_COLUMNS, ROAD_COLUMNS, RawClosure, RawPoint,
    RawRow, RawStation, RawTable, RawTownship, RawTravelTime, RawVillage, STATION_COLUMNS, Source, TOWNSHIP_COLUMNS,
    TRAVEL_TIME_COLUMNS, VILLAGE_COLUMNS, companion_files, decode_text, elevation_tiles, read_closures, read_elevation,
    read_points, read_road_lines, read_stations, read_table, read_townships, read_travel_times, read_villages,
    split_layer,
};
pub use write::{
    AREA_COLOURS, BAND_COLOURS, CHANGE_COLOURS, ClassValue, Colour, Field, FieldKind, FolderError, LabelRank, Layer,
    LayerGroup, LayerKind, LayerStyle, LegendClass, LegendEntry, MapLabel, MapProject, MapSymbol, MapTheme,
    MarkerShape, OutputFolder, ProjectLayer, Shape, StyledLayer, TimeTable, UNKNOWN_COLOUR, colours_apart, csv_text,
    ensure_replaceable, geopackage, qml, safe_cell, sha256_of, shapefile, write_whole_file,
};
