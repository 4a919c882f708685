//! Writes the demonstration county: `cargo run -p xiaqu-testkit --bin write_demo_county -- DIR`.

use std::path::PathBuf;
use std::process::ExitCode;

use xiaqu_testkit::demo::{County, SEED, to_files};

fn main() -> std::io::Result<ExitCode> {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else { return Ok(ExitCode::from(2)) };
    fs_err::create_dir_all(&folder)?;
    for file in to_files(&County::generate(SEED)) {
        fs_err::write(folder.join(file.name), file.text)?;
    }
    Ok(ExitCode::SUCCESS)
}
