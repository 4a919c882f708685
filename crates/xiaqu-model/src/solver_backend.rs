//! Solvers of integer programs, by name. Which of them a build has is known to `xiaqu-solver`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A solver of integer programs that can be asked for by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SolverBackend {
    /// HiGHS, written in C++: the default.
    #[default]
    Highs,
    /// microlp, written in Rust alone: slower, and needs no C++ compiler to build.
    Microlp,
}

impl SolverBackend {
    /// Every backend that there is, compiled in or not.
    pub const ALL: [Self; 2] = [Self::Highs, Self::Microlp];

    /// The name in settings; the feature that compiles it in has the same one.
    ///
    /// ```
    /// assert_eq!(xiaqu_model::SolverBackend::Microlp.name(), "microlp");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Self::Highs => "highs",
            Self::Microlp => "microlp",
        }
    }
}

impl fmt::Display for SolverBackend {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
