//! The county's integer program as a file, for whoever wants to check a plan with a solver of their own.

use std::path::Path;

use xiaqu_solver::{ProgramFormat, export_program};

use crate::{County, Failure};

/// The format that the name of a file asks for: `.mps` or `.lp`.
pub fn program_format(path: &Path) -> Option<ProgramFormat> {
    path.extension().and_then(|extension| extension.to_str()).and_then(ProgramFormat::of_extension)
}

/// Writes the integer program of the county's first aim; a name that ends in `.lp` gives LP text, any other MPS.
///
/// # Errors
/// If the aims are none that a program can be written for, or the file cannot be written.
pub fn write_program(county: &County, path: &Path) -> Result<(), Failure> {
    let format = program_format(path).unwrap_or(ProgramFormat::Mps);
    fs_err::write(path, export_program(&county.problem, format)?).map_err(Failure::ProgramFile)
}
