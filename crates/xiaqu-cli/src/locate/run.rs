//! The command: files to a model, its answer to standard output, a file and an exit code.

use std::{
    num::NonZero,
    sync::{Arc, atomic::AtomicBool},
    time::Instant,
};

use clap::{CommandFactory as _, error::ErrorKind};
use xiaqu::{
    Failure, FolderError, SearchControl, Stage,
    locate::{LocateControl, LocateProof},
    model::Limit,
};

use super::{
    arguments::LocateModel,
    inputs::{Inputs, has_errors},
    models::answer,
};
use crate::{
    arguments::{Arguments, Global},
    commands::Ended,
    console::Console,
    exit_code,
};

/// Reads the matrix, asks the model and says what came out.
pub(crate) fn run(
    model: &LocateModel,
    console: &Console,
    global: &Global,
    interrupt: &Arc<AtomicBool>,
) -> Result<u8, Ended> {
    if let Some(missing) = model.missing() {
        // A closed stream leaves nobody to tell.
        let _ = Arguments::command().error(ErrorKind::MissingRequiredArgument, missing).print();
        return Ok(exit_code::USAGE);
    }
    let common = model.common();
    if let Some(file) = common.output.as_ref().filter(|file| file.exists() && !common.force) {
        return Err(Failure::Folder(FolderError::Exists(file.clone())).into());
    }
    console.stage(Stage::Read);
    let mut problems = Vec::new();
    let inputs = Inputs::read(common, &mut problems).filter(|_| !has_errors(&problems));
    let Some(inputs) = inputs else { return Err(Failure::Input(problems).into()) };
    let control = LocateControl {
        search: SearchControl::new(Arc::clone(interrupt)),
        time_limit_seconds: global.time_limit,
        gap: common.gap,
        seed: global.seed.map_or(1, u64::from),
        threads: threads(global),
    };
    console.stage(Stage::Solve);
    let began = Instant::now();
    let found = answer(model, &inputs, &control, &mut problems)?;
    let seconds = began.elapsed().as_secs_f64();
    console.finish();
    console.problems(&problems);
    let result = found.to_json(seconds).to_string();
    if let Some(file) = &common.output {
        xiaqu::write_whole_file(file, format!("{result}\n").as_bytes()).map_err(Failure::from)?;
    }
    if console.json {
        console.result(result);
    } else {
        console.result(found.to_text(&inputs.matrix, console.language, seconds));
    }
    Ok(match found.proof {
        LocateProof::Stopped { limit: Limit::Interrupt, .. } => exit_code::INTERRUPTED,
        LocateProof::Optimal { .. } => exit_code::DONE,
        _ => exit_code::STOPPED,
    })
}

/// Threads asked for; 0 or nothing takes all. Results do not depend on it.
fn threads(global: &Global) -> usize {
    let all = || std::thread::available_parallelism().map_or(1, NonZero::get);
    let stated = global.threads.and_then(|threads| usize::try_from(threads).ok()).filter(|threads| *threads > 0);
    stated.unwrap_or_else(all)
}
