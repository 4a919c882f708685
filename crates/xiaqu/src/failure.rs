//! What can go wrong, from the caller's side: problems of the input, no plan, or a failure of the machine.

use xiaqu_formats::FolderError;
use xiaqu_model::{Language, NoPlan, ProblemReport};
use xiaqu_roads::{HierarchyError, RegionError};

/// Why a stage gave no result.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The input has problems; all of them are listed, warnings included.
    #[error("the input has {} problems", .0.len())]
    Input(Vec<ProblemReport>),
    /// There is no plan, with the reason.
    #[error("there is no plan that obeys every rule")]
    NoPlan(NoPlanReport),
    /// The output folder could not be written.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A written plan could not be read back.
    #[error("`{file}` cannot be read: {why}")]
    WrittenPlan {
        /// The file.
        file: String,
        /// What is wrong with it.
        why: String,
    },
    /// A written plan no longer belongs to its inputs.
    #[error("changed since the plan was written: {}\n  hint: run `xiaqu plan` again, then explain the new plan", .what.join(", "))]
    Changed {
        /// Files and settings that changed.
        what: Vec<String>,
    },
    /// A question about two stations named one of them twice.
    #[error("`{name}` is named twice\n  hint: name two different stations, or one alone")]
    SameStation {
        /// The station.
        name: String,
    },
    /// The hierarchy of roads could not be made, or its file could not be used.
    #[error(transparent)]
    Roads(#[from] HierarchyError),
    /// A region file could not be written.
    #[error(transparent)]
    Region(#[from] RegionError),
    /// The solver failed.
    #[error("the solver failed")]
    Solver(#[from] xiaqu_solver::SearchError),
    /// The judge values the plan otherwise than the search did, or finds that it breaks a rule: a defect of this program.
    #[error("the judge contradicts the search: {0}")]
    Contradiction(String),
    /// The file of the integer program could not be written.
    #[error("the model cannot be written")]
    ProgramFile(#[source] std::io::Error),
    /// A table could not be written.
    #[error("a table cannot be written")]
    Table(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Failure {
    /// The message with everything that caused it, in English.
    pub fn with_causes(&self) -> String {
        let causes = std::iter::successors(std::error::Error::source(self), |cause| cause.source());
        causes.fold(self.to_string(), |text, cause| format!("{text}: {cause}"))
    }

    /// The message in one language, where it has been written in both.
    pub fn describe(&self, language: Language) -> String {
        match (self, language) {
            (Self::Changed { what }, Language::Zh) => {
                format!("方案写出后已有改动：{}\n  提示：请重新运行 `xiaqu plan`，再解释新方案", what.join("、"))
            }
            (Self::SameStation { name }, Language::Zh) => {
                format!("`{name}` 出现了两次\n  提示：请给出两个不同的派出所，或只给一个")
            }
            (Self::Roads(HierarchyError::NotAHierarchy { path }), Language::Zh) => {
                format!("`{}` 不是本版本的层次文件\n  提示：请另选文件，或用 --force 替换", path.display())
            }
            (Self::Roads(HierarchyError::NotAHierarchy { .. }), Language::En) => {
                format!("{self}\n  hint: choose another file or replace it with --force")
            }
            _ => self.to_string(),
        }
    }
}

/// Why there is no plan, in words that name stations and villages.
#[derive(Clone, Debug, PartialEq)]
pub struct NoPlanReport {
    /// The reason as data.
    pub reason: NoPlan,
    /// The conflicting requirements in English, one a line.
    pub lines_en: Vec<String>,
    /// The same in Chinese.
    pub lines_zh: Vec<String>,
}
