//! Why two stations are, or are not, in one group.

use std::path::{Path, PathBuf};

use xiaqu_model::{Limit, StationIx, StudiedPair};

use super::{
    answer::{Answer, Comparison, best},
    forcing::Forcing,
    opened::OpenedPlan,
    search::Searcher,
};
use crate::{Failure, Run, Stage};

/// Another pair that one of the two stations could have made.
#[derive(Clone, Debug)]
pub struct NeighbourPair {
    /// The station that was asked about.
    pub station: StationIx,
    /// Its other neighbour.
    pub neighbour: StationIx,
    /// Whether the plan has them in one group; then the answer is the plan itself.
    pub in_plan: bool,
    /// The best plan with the two in one group.
    pub answer: Answer,
}

/// Why two stations are, or are not, in one group, and what the opposite costs.
#[derive(Debug)]
pub struct PairExplanation {
    /// The written plan and its county.
    pub opened: OpenedPlan,
    /// One station.
    pub one: StationIx,
    /// The other.
    pub other: StationIx,
    /// Whether the plan has them in one group.
    pub together: bool,
    /// What the study of neighbours found; nothing where their territories do not touch.
    pub studied: Option<StudiedPair>,
    /// The opposite of the plan.
    pub opposite: Comparison,
    /// The two together as if the settings allowed the pair, where border, road, path or settings refuse it.
    pub if_allowed: Option<Comparison>,
    /// What every other neighbour of the two would have given.
    pub alternatives: Vec<NeighbourPair>,
    /// What stopped a search, if anything did.
    pub stopped: Option<Limit>,
}

/// Says why stations `one` and `other` (ids or names) are, or are not, in one group of the plan written to `out`, and what
/// forcing the opposite costs in every figure. `county` is where the inputs are, if not where the manifest says.
///
/// # Errors
/// If the folder is no plan, the plan or its inputs have changed, a station is unknown, or the search fails. An
/// impossible opposite is an answer, not an error.
///
/// # Example
///
/// ```no_run
/// let run = xiaqu::Run { adjust: &|_| (), on_stage: &|_| (), control: xiaqu::SearchControl::default() };
/// let found = xiaqu::explain_pair("xiaqu-demo/plan".as_ref(), None, ("S02", "S03"), &run)?;
/// if let Some(first) = found.opposite.answer.first() {
///     println!("the opposite costs {:?}", first.regret());
/// }
/// # Ok::<(), xiaqu::Failure>(())
/// ```
pub fn explain_pair(
    out: &Path,
    county: Option<PathBuf>,
    (one, other): (&str, &str),
    run: &Run<'_>,
) -> Result<PairExplanation, Failure> {
    explain_pair_of(OpenedPlan::open(out, county, run)?, (one, other), run)
}

/// The same as [`explain_pair`] for a plan that was opened already.
///
/// # Errors
/// If a station is unknown, or the search fails.
pub fn explain_pair_of(
    opened: OpenedPlan,
    (one, other): (&str, &str),
    run: &Run<'_>,
) -> Result<PairExplanation, Failure> {
    let (one, other) = opened.pair_named(one, other)?;
    (run.on_stage)(Stage::Solve);
    let searcher = Searcher::new(&opened.county.problem, &run.control);
    let together = opened.is_together(one, other);
    let studied = opened.county.problem.adjacency.pair(one, other).cloned();
    let forcing = if together { Forcing::Apart(one, other) } else { Forcing::Together(one, other) };
    let opposite = Comparison::study(&opened, &searcher, forcing)?;
    let is_refused = !together && !opened.county.problem.adjacency.is_adjacent(one, other);
    let allowed = is_refused.then_some(Forcing::TogetherIfAllowed(one, other));
    let if_allowed = allowed.map(|forcing| Comparison::study(&opened, &searcher, forcing)).transpose()?;
    let mut alternatives = neighbours(&opened, &searcher, one, other)?;
    alternatives.extend(neighbours(&opened, &searcher, other, one)?);
    let stopped = searcher.stopped();
    Ok(PairExplanation { opened, one, other, together, studied, opposite, if_allowed, alternatives, stopped })
}

/// The best plan for each neighbour of `station` but `partner`.
fn neighbours(
    opened: &OpenedPlan,
    searcher: &Searcher<'_>,
    station: StationIx,
    partner: StationIx,
) -> Result<Vec<NeighbourPair>, Failure> {
    let neighbours = opened.county.problem.adjacency.neighbours(station).filter(|neighbour| *neighbour != partner);
    let study = |neighbour| {
        let in_plan = opened.is_together(station, neighbour);
        let forcing = Forcing::Together(station, neighbour);
        let answer = best(opened, searcher, &opened.county.problem, forcing)?;
        Ok(NeighbourPair { station, neighbour, in_plan, answer })
    };
    neighbours.map(study).collect()
}
