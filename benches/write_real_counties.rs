//! Writes the real counties as folders, to time the command itself: `write_real_counties DIR`.

#![allow(clippy::unwrap_used, reason = "benchmarks fail like tests")]

use std::path::Path;

use xiaqu_tests::{CountyFolder, folder::files_of, real_counties};

fn main() {
    let target = std::env::args().nth(1).unwrap_or_else(|| "real-counties".to_owned());
    let demo = [("demo", CountyFolder::demo())];
    for (name, county) in real_counties::all().into_iter().chain(demo) {
        let folder = Path::new(&target).join(name);
        fs_err::create_dir_all(&folder).unwrap();
        for (file, bytes) in files_of(&county.path()) {
            fs_err::write(folder.join(file), bytes).unwrap();
        }
    }
}
