//! The built program and how a run of it ended.

use std::{
    path::PathBuf,
    process::{Command, Output},
};

/// The program that `make test` built beside this test.
fn program() -> PathBuf {
    let test = std::env::current_exe().expect("a test has a path");
    // target/release/deps/cli-... stands two folders below target/release/xiaqu.
    let folder = test.ancestors().nth(2).expect("a test stands in target/*/deps");
    let program = folder.join("xiaqu");
    assert!(program.is_file(), "{} is not built: run `cargo build --release -p xiaqu-cli`", program.display());
    program
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("results are UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("messages are UTF-8"),
        }
    }
}

/// The command in English, whatever the machine's locale.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(program());
    command.args(arguments);
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    command
}

/// Runs the program.
pub(crate) fn xiaqu(arguments: &[&str]) -> Ended {
    command(arguments).output().expect("the program starts").into()
}
