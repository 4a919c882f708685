//! Draws an output folder of `xiaqu plan`, before and after side by side:
//! `cargo run --release -p xiaqu-testkit --bin draw_plan -- OUT_FOLDER PICTURE.svg`.

use std::path::PathBuf;
use std::process::ExitCode;

use xiaqu_testkit::picture::{PlanLayers, to_svg};

fn main() -> std::io::Result<ExitCode> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(folder), Some(picture)) = (arguments.next(), arguments.next()) else { return Ok(ExitCode::from(2)) };
    fs_err::write(picture, to_svg(&PlanLayers::read(&folder)?))?;
    Ok(ExitCode::SUCCESS)
}
