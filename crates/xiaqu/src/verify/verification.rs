//! What a check of an output folder found, and which check a folder needs.

use std::path::{Path, PathBuf};

use xiaqu_model::ProblemReport;

use super::{folder::Folder, frontier::verify_frontier, plan::verify_plan};
use crate::{Failure, Run};

/// One thing that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What was checked, in English.
    pub what_en: String,
    /// The same in Chinese.
    pub what_zh: String,
    /// What is wrong; nothing if it holds.
    pub faults: Vec<String>,
}

/// What the check of an output folder found.
#[derive(Debug, Default)]
pub struct Verification {
    /// Every check, in order.
    pub checks: Vec<Check>,
    /// What the judge says against the plan, or against the plans of a frontier.
    pub violations: Vec<ProblemReport>,
}

impl Verification {
    /// Whether everything holds.
    pub fn holds(&self) -> bool {
        self.violations.is_empty() && self.checks.iter().all(|check| check.faults.is_empty())
    }

    pub(super) fn check(&mut self, (en, zh): (&str, &str), faults: Vec<String>) {
        self.checks.push(Check { what_en: en.to_owned(), what_zh: zh.to_owned(), faults });
    }
}

/// Checks an output folder of `plan`, `dispatch` or `frontier` from the original inputs. `county` is where they are, if
/// they are not where the manifest says.
///
/// That the plans of a frontier are all there are is what only a search can say: each is judged again, and none may be
/// as good as another.
///
/// # Errors
/// If the folder is no output, or the county cannot be read any more.
pub fn verify(out: &Path, county: Option<PathBuf>, run: &Run<'_>) -> Result<Verification, Failure> {
    let folder = Folder::open(out, county)?;
    if folder.kind() == "frontier" { verify_frontier(&folder, run) } else { verify_plan(&folder, run) }
}
