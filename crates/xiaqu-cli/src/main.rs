//! The `xiaqu` command.

mod arguments;
mod commands;
mod console;
mod exit_code;
mod explain;
mod frontier_text;
mod headline;
mod locate;
mod problem_json;
mod problem_map;
mod roads;

use std::{
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use arguments::Arguments;
use clap::Parser as _;
use console::Console;

fn main() -> ExitCode {
    // Clap itself prints help, versions and usage errors; usage errors end with code 2.
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let code = if error.use_stderr() { exit_code::USAGE } else { exit_code::DONE };
            // A closed stream leaves nobody to tell.
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    let console = Console::new(&arguments.global, locale.as_deref());
    let interrupt = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&interrupt);
    // The first Ctrl-C keeps the best plan found; the second quits at once.
    let handler = ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::SeqCst) {
            std::process::abort();
        }
    });
    if handler.is_err() {
        console.say(console.pick("Ctrl-C will end the program at once", "按 Ctrl-C 将立即结束程序"));
    }
    ExitCode::from(commands::run(&arguments, &console, interrupt))
}
