//! What can go wrong, from the caller's side: problems of the input, no plan, or a failure of the machine.

use xiaqu_formats::FolderError;
use xiaqu_model::{NoPlan, ProblemReport};

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
    /// The solver failed.
    #[error("the solver failed")]
    Solver(#[from] xiaqu_solver::SearchError),
    /// The judge and the search see different values in one plan, or the judge finds a broken rule: a defect of this
    /// program.
    #[error("the judge and the search disagree on a plan")]
    JudgeDisagrees,
    /// The file of the integer program could not be written.
    #[error("the model cannot be written")]
    ProgramFile(#[source] std::io::Error),
    /// A table could not be written.
    #[error("a table cannot be written")]
    Table(#[source] Box<dyn std::error::Error + Send + Sync>),
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
