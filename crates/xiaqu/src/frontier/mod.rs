//! The trade-off between aims for a county folder: every non-dominated plan, with a chart.

mod chart;
mod files;
mod marks;
mod run;
mod scale;
mod words;
mod written;

pub(crate) use run::free_closures;
pub use run::{ClosureRules, CountyFrontier, DroppedSetting, FrontierRequest, frontier_county, frontier_inputs};
pub use words::{AimWords, merge_lines};
pub use written::{FrontierAim, WrittenFrontier, WrittenPoint, WrittenPointProof, WrittenValue};
