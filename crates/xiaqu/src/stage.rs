//! The named stages of the pipeline, for progress and timings.

use xiaqu_model::Language;

/// A stage of the pipeline, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Files to raw records.
    Read,
    /// Polygons to a coverage, places to townships.
    Townships,
    /// Lines to a network, places onto roads.
    Roads,
    /// Road times, jurisdictions, adjacency.
    Territories,
    /// The search for the plan.
    Solve,
    /// The judge's figures.
    Judge,
    /// Areas and layers.
    Draw,
    /// Files.
    Write,
}

/// All stages, in order.
pub const STAGES: [Stage; 8] = [
    Stage::Read,
    Stage::Townships,
    Stage::Roads,
    Stage::Territories,
    Stage::Solve,
    Stage::Judge,
    Stage::Draw,
    Stage::Write,
];

impl Stage {
    /// The stable name, as in the manifest.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Townships => "townships",
            Self::Roads => "roads",
            Self::Territories => "territories",
            Self::Solve => "solve",
            Self::Judge => "judge",
            Self::Draw => "draw",
            Self::Write => "write",
        }
    }

    /// What is being done, for a person.
    pub fn describe(self, language: Language) -> &'static str {
        let (en, zh) = match self {
            Self::Read => ("reading the county", "读取县数据"),
            Self::Townships => ("checking polygons", "检查面状数据"),
            Self::Roads => ("building the road network", "构建路网"),
            Self::Territories => ("measuring road times and borders", "计算行车时间与边界"),
            Self::Solve => ("searching the best plan", "寻找最优方案"),
            Self::Judge => ("judging the plan", "评判方案"),
            Self::Draw => ("drawing dispatch areas", "绘制接处警辖区"),
            Self::Write => ("writing files", "写出文件"),
        };
        match language {
            Language::En => en,
            Language::Zh => zh,
        }
    }
}
