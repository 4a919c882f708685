//! Excel workbooks (.xlsx): a sheet to the raw table that a CSV becomes.
//!
//! The reader is our own because workbooks come from anywhere: a few bytes may claim a sheet of 17 thousand million cells
//! or unpack to gigabytes, and the usual crate makes room for both. Here everything is counted before it is kept.

mod archive;
mod cells;
mod markup;
mod sheet;
mod strings;
mod workbook;

pub(super) use sheet::read_excel;
