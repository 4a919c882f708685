//! Each command: arguments to a call of the library, its result to messages and an exit code.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use clap::CommandFactory as _;
use serde_json::{Value, json};
use xiaqu::{
    ClosureRules, County, Failure, FolderError, FrontierRequest, Language, Planned, Run, SaveOptions, SearchControl,
    Settings, Stage, Verification,
    model::{Limit, NoPlan, Proof},
    roads::HierarchyError,
};

use crate::{
    arguments::{Arguments, Command, Global, Maps, Output, Trade},
    console::Console,
    exit_code,
    explain::{Explanation, explain},
    frontier_text::{frontier_json, frontier_text},
    headline::headline,
    locate,
    problem_json::problem_json,
    problem_map::problem_map,
    roads,
};

/// A command and everything it needs.
struct Session<'a> {
    console: &'a Console,
    global: &'a Global,
    interrupt: Arc<AtomicBool>,
}

/// Runs the command and says how it ended.
pub(crate) fn run(arguments: &Arguments, console: &Console, interrupt: Arc<AtomicBool>) -> u8 {
    let session = Session { console, global: &arguments.global, interrupt };
    let of_county = |county: &Path| Settings::peek(county).search.threads;
    let stated = arguments.global.threads.or_else(|| arguments.command.county().map(of_county));
    match xiaqu::with_threads(stated.unwrap_or(0), || session.run(&arguments.command)) {
        Ok(code) => code,
        Err(error) => {
            console.error(error.to_string());
            exit_code::FAILURE
        }
    }
}

impl Session<'_> {
    fn run(&self, command: &Command) -> u8 {
        let result = match command {
            Command::Demo { dir, force } => self.demo(dir, *force),
            Command::Init { dir } => self.init(dir),
            Command::Check { county, output } => self.check(county, output),
            Command::Plan { county, maps, write_model } => self.plan(county, maps, write_model.as_deref()),
            Command::Dispatch { county, maps } => self.dispatch(county, maps),
            Command::Frontier { county, output, trade } => self.frontier(county, output, trade),
            Command::Verify { out, county } => self.verify(out, county.clone()),
            Command::Locate { model } => locate::run(model, self.console, self.global, &self.interrupt),
            Command::Roads { question } => roads::run(question, self.console, &self.interrupt),
            Command::Explain { out, stations, county, file } => {
                let found = self.with_run(|run| explain(out, stations, county.clone(), run));
                found.map_err(Ended::from).and_then(|found| self.explained(&found, file.as_deref()))
            }
            Command::Schema => {
                self.console.result(format!("{:#}", xiaqu::schema()));
                Ok(exit_code::DONE)
            }
            Command::Completions { shell } => {
                clap_complete::generate(*shell, &mut Arguments::command(), "xiaqu", &mut std::io::stdout());
                Ok(exit_code::DONE)
            }
            Command::Man => {
                let page = clap_mangen::Man::new(Arguments::command());
                page.render(&mut std::io::stdout()).map(|()| exit_code::DONE).map_err(Ended::Io)
            }
        };
        self.console.finish();
        result.unwrap_or_else(|ended| self.report(ended))
    }

    /// Calls the library with the options of the command line laid over the settings of the county.
    fn with_run<T>(&self, work: impl FnOnce(&Run<'_>) -> T) -> T {
        let adjust = |settings: &mut Settings| {
            if let Some(lang) = self.global.lang {
                settings.county.language = lang.into();
            }
            if let Some(threads) = self.global.threads {
                settings.search.threads = threads;
            }
            if let Some(seed) = self.global.seed {
                settings.search.seed = seed;
            }
            if self.global.time_limit.is_some() {
                settings.search.time_limit_seconds = self.global.time_limit;
            }
        };
        let on_stage = |stage: Stage| self.console.stage(stage);
        let control = SearchControl::new(Arc::clone(&self.interrupt));
        work(&Run { adjust: &adjust, on_stage: &on_stage, control })
    }

    fn demo(&self, dir: &Path, force: bool) -> Result<u8, Ended> {
        let county = dir.join("county");
        xiaqu::write_demo_county(&county, force)?;
        let output = Output { folder: dir.join("plan"), force, timings: false };
        self.plan(&county, &Maps { output, shapefile: false }, None)
    }

    fn init(&self, dir: &Path) -> Result<u8, Ended> {
        xiaqu::init_county(dir, self.console.language)?;
        let text = match self.console.language {
            Language::En => format!("wrote `{0}`; fill the tables, then run `xiaqu check {0}`", dir.display()),
            Language::Zh => format!("已写出 `{0}`；填好各表后运行 `xiaqu check {0}`", dir.display()),
        };
        if self.console.json {
            self.console.result(json!({"folder": dir.display().to_string()}).to_string());
        } else {
            self.console.result(text);
        }
        Ok(exit_code::DONE)
    }

    fn check(&self, county: &Path, map: &Path) -> Result<u8, Ended> {
        let result = self.with_run(|run| xiaqu::check_county(county, run));
        self.console.finish();
        let (problems, code) = match result {
            Ok(county) => (county.warnings, exit_code::DONE),
            Err(Failure::Input(problems)) => (problems, exit_code::INPUT),
            Err(other) => return Err(other.into()),
        };
        let (placed, layer) = problem_map(&problems, self.console.language);
        if placed > 0 {
            xiaqu::write_whole_file(map, layer.as_bytes()).map_err(Failure::from)?;
        }
        self.console.problems(&problems);
        if placed > 0 {
            let said = self.console.pick("places of problems: ", "问题位置：");
            self.console.say(format!("{said}{}", map.display()));
        }
        if self.console.json {
            self.console.result(self.problems_json(&problems));
        } else if code == exit_code::DONE {
            self.console.result(self.console.pick("the county can be planned", "该县数据可以规划"));
        } else {
            self.console.say(self.console.pick("the county cannot be planned yet", "该县数据尚不能规划"));
        }
        Ok(code)
    }

    fn plan(&self, county: &Path, maps: &Maps, model: Option<&Path>) -> Result<u8, Ended> {
        let planned = self.with_run(|run| {
            ensure_writable(&maps.output)?;
            let write_model = |county: &County| model.map_or(Ok(()), |path| xiaqu::write_program(county, path));
            xiaqu::plan_county_after(county, run, write_model)
        })?;
        self.save(&planned, county, maps)
    }

    fn dispatch(&self, county: &Path, maps: &Maps) -> Result<u8, Ended> {
        let planned = self.with_run(|run| {
            ensure_writable(&maps.output)?;
            xiaqu::dispatch_county(county, run)
        })?;
        self.save(&planned, county, maps)
    }

    fn save(&self, planned: &Planned, county: &Path, maps: &Maps) -> Result<u8, Ended> {
        self.console.stage(Stage::Write);
        let Maps { output, shapefile } = maps;
        let options = SaveOptions { replace: output.force, timings: output.timings, shapefile: *shapefile };
        let folder = planned.save(county, &output.folder, options)?;
        self.console.finish();
        self.console.problems(&planned.warnings);
        if self.console.json {
            self.console.result(headline(planned).to_json(&folder, self.console.language).to_string());
        } else {
            self.console.result(headline(planned).to_text(&folder, self.console.language));
        }
        Ok(match &planned.proof {
            Some(Proof::Stopped { .. }) if self.interrupted() => exit_code::INTERRUPTED,
            Some(Proof::Stopped { .. }) => exit_code::STOPPED,
            _ => exit_code::DONE,
        })
    }

    fn frontier(&self, county: &Path, output: &Output, trade: &Trade) -> Result<u8, Ended> {
        let closures = match (trade.free_closures, trade.keep_closures) {
            (true, _) => ClosureRules::Free,
            (_, true) => ClosureRules::Kept,
            _ => ClosureRules::Fitting,
        };
        let request = FrontierRequest { aims: trade.aims.0.clone(), closures };
        let found = self.with_run(|run| {
            ensure_writable(output)?;
            xiaqu::frontier_county(county, &request, run)
        })?;
        self.console.stage(Stage::Write);
        let options = SaveOptions { replace: output.force, timings: output.timings, ..SaveOptions::default() };
        let folder = found.save(county, &output.folder, options)?;
        self.console.finish();
        self.console.problems(&found.warnings);
        if self.console.json {
            self.console.result(frontier_json(&found, &folder, self.console.language).to_string());
        } else {
            self.console.result(frontier_text(&found, &folder, self.console.language));
        }
        Ok(match found.frontier.stopped {
            None => exit_code::DONE,
            Some(Limit::Interrupt) => exit_code::INTERRUPTED,
            Some(Limit::Time | Limit::Effort) => exit_code::STOPPED,
        })
    }

    fn verify(&self, out: &Path, county: Option<PathBuf>) -> Result<u8, Ended> {
        let found = self.with_run(|run| xiaqu::verify(out, county, run))?;
        self.console.finish();
        if self.console.json {
            self.console.result(verification_json(&found));
        } else {
            self.console.result(self.verification_text(&found));
        }
        self.console.problems(&found.violations);
        Ok(if found.holds() { exit_code::DONE } else { exit_code::INPUT })
    }

    fn explained(&self, found: &Explanation, file: Option<&Path>) -> Result<u8, Ended> {
        self.console.finish();
        let result = found.to_json(self.console.language);
        if let Some(file) = file {
            xiaqu::write_whole_file(file, format!("{result:#}\n").as_bytes()).map_err(Failure::from)?;
        }
        if self.console.json {
            self.console.result(result.to_string());
        } else {
            self.console.result(found.to_text(self.console.language));
        }
        Ok(match found.stopped() {
            Some(_) if self.interrupted() => exit_code::INTERRUPTED,
            Some(_) => exit_code::STOPPED,
            None => exit_code::DONE,
        })
    }

    fn verification_text(&self, found: &Verification) -> String {
        let mut lines = Vec::new();
        for check in &found.checks {
            let mark = self.mark(check.faults.is_empty());
            lines.push(format!("{mark} {}", self.console.pick(&check.what_en, &check.what_zh)));
            lines.extend(check.faults.iter().map(|fault| format!("       {fault}")));
        }
        let count = found.violations.len();
        let mark = self.mark(count == 0);
        lines.push(format!("{mark} {}", self.console.pick("the judge accepts the plan", "评判接受该方案")));
        let passed = found.checks.iter().filter(|check| check.faults.is_empty()).count() + usize::from(count == 0);
        let failed = found.checks.len() + 1 - passed;
        lines.push(match self.console.language {
            Language::En => format!("{passed} passed, {failed} failed"),
            Language::Zh => format!("{passed} 项通过，{failed} 项不通过"),
        });
        lines.join("\n")
    }

    fn mark(&self, holds: bool) -> &'static str {
        if holds { self.console.pick("ok  ", "通过  ") } else { self.console.pick("FAIL", "不通过") }
    }

    fn problems_json(&self, problems: &[xiaqu::ProblemReport]) -> String {
        let rows: Vec<Value> = problems.iter().map(|problem| problem_json(problem, self.console.language)).collect();
        json!({"problems": rows}).to_string()
    }

    /// Says why a command ended without its result: to a person on standard error, to a script on standard output too.
    fn report(&self, ended: Ended) -> u8 {
        match ended {
            Ended::Failure(Failure::Input(problems)) => {
                self.console.problems(&problems);
                if self.console.json {
                    self.console.result(self.problems_json(&problems));
                }
                exit_code::INPUT
            }
            Ended::Failure(Failure::NoPlan(report)) => {
                let lines = match self.console.language {
                    Language::En => &report.lines_en,
                    Language::Zh => &report.lines_zh,
                };
                self.console.error(lines.join("\n"));
                if self.console.json {
                    self.console.result(json!({"no_plan": lines}).to_string());
                }
                match report.reason {
                    NoPlan::NotFound(_) => exit_code::NO_PLAN,
                    NoPlan::Infeasible { .. } => exit_code::INFEASIBLE,
                }
            }
            Ended::Failure(Failure::Folder(error)) => {
                let code = if matches!(error, FolderError::Io(_)) { exit_code::FAILURE } else { exit_code::USAGE };
                self.fail(&error.describe(self.console.language), code)
            }
            Ended::Failure(other @ Failure::WrittenPlan { .. }) => self.fail(&other.with_causes(), exit_code::INPUT),
            Ended::Failure(other @ Failure::Changed { .. }) => {
                self.fail(&other.describe(self.console.language), exit_code::INPUT)
            }
            Ended::Failure(
                other @ (Failure::SameStation { .. } | Failure::Roads(HierarchyError::NotAHierarchy { .. })),
            ) => self.fail(&other.describe(self.console.language), exit_code::USAGE),
            Ended::Failure(other) => self.fail(&other.with_causes(), exit_code::FAILURE),
            Ended::Io(error) => self.fail(&error.to_string(), exit_code::FAILURE),
        }
    }

    fn fail(&self, why: &str, code: u8) -> u8 {
        self.console.error(why);
        if self.console.json {
            self.console.result(json!({"error": why}).to_string());
        }
        code
    }

    fn interrupted(&self) -> bool {
        self.interrupt.load(Ordering::SeqCst)
    }
}

/// Why a command ended early.
pub(crate) enum Ended {
    Failure(Failure),
    Io(std::io::Error),
}

impl From<Failure> for Ended {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// Refuses an existing output folder before minutes of work, not after them.
fn ensure_writable(output: &Output) -> Result<(), Failure> {
    xiaqu::ensure_writable(&output.folder, output.force)
}

fn verification_json(found: &Verification) -> String {
    let checks: Vec<Value> = found
        .checks
        .iter()
        .map(|check| json!({"check": check.what_en, "holds": check.faults.is_empty(), "faults": check.faults}))
        .collect();
    let violations: Vec<&str> = found.violations.iter().map(xiaqu::ProblemReport::code).collect();
    json!({"holds": found.holds(), "checks": checks, "violations": violations}).to_string()
}
