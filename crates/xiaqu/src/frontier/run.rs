//! A county folder to its frontier, each point judged.

use std::path::Path;

use xiaqu_evaluate::{Judgement, judge};
use xiaqu_model::{Aim, Place, Problem, ProblemReport, e412_costs_needed};
use xiaqu_solver::{Frontier, frontier};

use crate::{
    County, Failure, Inputs, Run, Settings, Stage, StageSeconds,
    inputs::read_inputs,
    run::{Clock, failure_of, to_search},
};

/// What becomes of the county's settings on closures in a frontier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClosureRules {
    /// Dropped if closures are among the aims, kept otherwise.
    #[default]
    Fitting,
    /// Dropped: as many closures as the other rules allow.
    Free,
    /// Kept.
    Kept,
}

/// Which trade-off is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontierRequest {
    /// Two or three different aims.
    pub aims: Vec<Aim>,
    /// What becomes of `merge.closures`, `merge.closures_min` and `merge.closures_max`.
    pub closures: ClosureRules,
}

/// A setting of the county that the frontier does not heed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DroppedSetting {
    /// Section and key.
    pub key: String,
    /// What the county says.
    pub value: u32,
}

/// The frontier of a county.
#[derive(Debug)]
pub struct CountyFrontier {
    /// The county.
    pub county: County,
    /// The points.
    pub frontier: Frontier,
    /// What the judge found of each point, in their order.
    pub judgements: Vec<Judgement>,
    /// Settings that were not heeded.
    pub dropped: Vec<DroppedSetting>,
    /// Everything that was assumed, repaired or noticed.
    pub warnings: Vec<ProblemReport>,
    /// Seconds of each stage.
    pub timings: Vec<StageSeconds>,
}

/// Finds every non-dominated plan of a county in two or three aims and lets the judge confirm each.
///
/// # Errors
/// Every problem of the input at once; that there is no plan, with the conflicting requirements; or a failure of the
/// search, such as aims that are not two or three different ones.
///
/// # Example
///
/// ```no_run
/// use xiaqu::{ClosureRules, FrontierRequest, model::Aim};
/// let run = xiaqu::Run { adjust: &|_| (), on_stage: &|_| (), control: xiaqu::SearchControl::default() };
/// let aims = vec![Aim::MostClosures, Aim::MeanSecondArrival];
/// let request = FrontierRequest { aims, closures: ClosureRules::Fitting };
/// let found = xiaqu::frontier_county("county".as_ref(), &request, &run)?;
/// println!("{} plans that no other plan dominates", found.frontier.points.len());
/// # Ok::<(), xiaqu::Failure>(())
/// ```
pub fn frontier_county(folder: &Path, request: &FrontierRequest, run: &Run<'_>) -> Result<CountyFrontier, Failure> {
    let mut clock = Clock::new(run.on_stage);
    clock.begin(Stage::Read);
    frontier_within(clock, read_inputs(folder, run.adjust)?, request, run)
}

/// Finds every non-dominated plan of a county that was read. [`Run::adjust`] is not heard.
///
/// # Errors
/// As [`frontier_county`].
pub fn frontier_inputs(inputs: Inputs, request: &FrontierRequest, run: &Run<'_>) -> Result<CountyFrontier, Failure> {
    frontier_within(Clock::new(run.on_stage), inputs, request, run)
}

fn frontier_within(
    mut clock: Clock<'_>,
    mut inputs: Inputs,
    request: &FrontierRequest,
    run: &Run<'_>,
) -> Result<CountyFrontier, Failure> {
    let free = match request.closures {
        ClosureRules::Fitting => request.aims.contains(&Aim::MostClosures),
        ClosureRules::Free => true,
        ClosureRules::Kept => false,
    };
    // Files are read the same way whatever these rules say.
    let dropped = if free { free_closures(&mut inputs.settings) } else { Vec::new() };
    let county = County::build(to_search(inputs), |stage| clock.begin(stage))?;
    check_costs(&county.problem, &request.aims)?;
    clock.begin(Stage::Solve);
    let frontier =
        frontier(&county.problem, &request.aims, &run.control).map_err(|error| failure_of(error, &county))?;
    clock.begin(Stage::Judge);
    let judgements = judge_points(&county.problem, &frontier)?;
    let warnings = county.warnings.clone();
    let timings = clock.seconds();
    Ok(CountyFrontier { county, frontier, judgements, dropped, warnings, timings })
}

/// Takes the rules on closures out of the settings and says which there were.
pub(crate) fn free_closures(settings: &mut Settings) -> Vec<DroppedSetting> {
    let merge = &mut settings.merge;
    let rows = [
        ("merge.closures", &mut merge.closures),
        ("merge.closures_min", &mut merge.closures_min),
        ("merge.closures_max", &mut merge.closures_max),
    ];
    let stated = rows.into_iter().filter_map(|(key, value)| Some((key, value.take()?)));
    stated.map(|(key, value)| DroppedSetting { key: key.to_owned(), value }).collect()
}

fn check_costs(problem: &Problem, aims: &[Aim]) -> Result<(), Failure> {
    let known = problem.today().all(|station| problem.stations[station].cost.is_some());
    if aims.contains(&Aim::RunningCost) && !(known && problem.policy.posts.cost.is_some()) {
        let name = Aim::RunningCost.name();
        return Err(Failure::Input(vec![e412_costs_needed(Place::default(), name)]));
    }
    Ok(())
}

/// The judge's word on every point: sound, and worth what the search says.
fn judge_points(problem: &Problem, frontier: &Frontier) -> Result<Vec<Judgement>, Failure> {
    let judged = (1..).zip(&frontier.points).map(|(number, point): (usize, _)| {
        let judgement = judge(problem, &point.plan);
        let mut values = frontier.aims.iter().zip(&point.values);
        let agrees = judgement.is_sound() && values.all(|(&aim, &value)| judgement.value(aim) == value);
        agrees.then_some(judgement).ok_or_else(|| Failure::Contradiction(format!("plan {number} of the frontier")))
    });
    judged.collect()
}
