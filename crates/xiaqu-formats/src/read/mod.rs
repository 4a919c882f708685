//! Readers: files to raw records, every problem collected.

mod cell_limit;
mod closures;
mod columns;
mod decode;
mod elevation;
mod excel;
mod fields;
mod frame;
mod kind;
mod layer;
mod number;
mod points;
mod polygons;
mod road_lines;
mod table;
mod travel_times;

pub use closures::{RawClosure, read_closures};
pub use columns::{
    CLOSURE_COLUMNS, Column, ColumnNames, POINT_COLUMNS, ROAD_COLUMNS, STATION_COLUMNS, TOWNSHIP_COLUMNS,
    TRAVEL_TIME_COLUMNS, VILLAGE_COLUMNS,
};
pub use decode::{Encoding, decode_text};
pub use elevation::{elevation_tiles, read_elevation};
pub use frame::Frame;
pub use kind::{FileKind, split_layer};
pub use layer::companion_files;
pub(crate) use number::number_meant;
pub use points::{RawPoint, RawStation, RawVillage, read_points, read_stations, read_villages};
pub use polygons::{RawTownship, read_townships};
pub use road_lines::read_road_lines;
pub use table::{RawRow, RawTable, Source, read_table};
pub use travel_times::{RawTravelTime, read_travel_times};
