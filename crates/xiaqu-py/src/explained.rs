//! Why two stations are, or are not, in one group.

use std::sync::Arc;

use serde_json::Value;
use xiaqu::{CountySource, Failure, Language, OpenedPlan, WrittenPlan, check_inputs, explain_pair_of};

use crate::{source::with_inputs, watched::Work};

/// The explanation as data, from the plan and the inputs it was made from.
pub(crate) fn explained(
    source: &CountySource,
    written: &WrittenPlan,
    (one, other): (&str, &str),
    work: &Arc<Work>,
) -> Result<Value, Failure> {
    with_inputs(source, work, |inputs, run| {
        let opened = OpenedPlan::of(written, check_inputs(inputs, run)?)?;
        Ok(explain_pair_of(opened, (one, other), run)?.to_json(Language::En))
    })
}
