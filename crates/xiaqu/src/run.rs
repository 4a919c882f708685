//! The whole way, stage by stage: a county folder to a judged and drawn plan.

use std::{path::Path, time::Instant};

use xiaqu_evaluate::{Alternatives, Figures, Judgement, figures, judge, judge_as_dispatched};
use xiaqu_model::{
    NoPlan, Outcome, Place, Plan, ProblemReport, Proof, ProvedAim, SolverBackend, StationIx,
    e430_backend_not_compiled_in, w957_station_share_missed,
};
use xiaqu_solver::{SearchControl, SolveError, do_nothing, solve, transfers_only};

use crate::{
    County, Failure, Inputs, LandBands, NoPlanReport, Settings, Stage,
    border_costs::border_warnings,
    draw::{DispatchAreas, change_bands},
    inputs::read_inputs,
    no_plan::explain,
};

/// What is done, and who hears of it.
pub struct Run<'a> {
    /// Changes to the settings that the caller makes, for example from the command line.
    pub adjust: &'a dyn Fn(&mut Settings),
    /// Hears when a stage begins.
    pub on_stage: &'a dyn Fn(Stage),
    /// Stops the search.
    pub control: SearchControl,
}

/// A stage with the seconds it took.
pub type StageSeconds = (Stage, f64);

/// A plan, judged and drawn.
#[derive(Debug)]
pub struct Planned {
    /// What was asked for: `plan` or `dispatch`.
    pub kind: &'static str,
    /// The county.
    pub county: County,
    /// The plan.
    pub plan: Plan,
    /// How sure it is; nothing where nothing was searched.
    pub proof: Option<Proof>,
    /// What the judge found of the plan as it is dispatched: by the borders and the hysteresis of the settings.
    pub judgement: Judgement,
    /// What the judge found with every call answered by the nearest base: what the rules and the proof speak of.
    pub nearest_response: Judgement,
    /// The judge's figures: do nothing, transfers only, and the plan.
    pub figures: Figures,
    /// Dispatch areas of the stations as they are.
    pub before: DispatchAreas,
    /// Dispatch areas of the plan's centres.
    pub after: DispatchAreas,
    /// Land by how the second arrival changes; nothing where nothing changed or there are no roads.
    pub change: Option<LandBands>,
    /// Everything that was assumed, repaired or noticed.
    pub warnings: Vec<ProblemReport>,
    /// Seconds of each stage.
    pub timings: Vec<StageSeconds>,
}

/// Notes when each stage begins.
pub(crate) struct Clock<'a> {
    on_stage: &'a dyn Fn(Stage),
    began: Vec<(Stage, Instant)>,
}

impl<'a> Clock<'a> {
    pub(crate) fn new(on_stage: &'a dyn Fn(Stage)) -> Self {
        Self { on_stage, began: Vec::new() }
    }

    pub(crate) fn begin(&mut self, stage: Stage) {
        (self.on_stage)(stage);
        self.began.push((stage, Instant::now()));
    }

    pub(crate) fn seconds(&self) -> Vec<StageSeconds> {
        let ends = self.began.iter().skip(1).map(|(_, at)| *at).chain([Instant::now()]);
        self.began.iter().zip(ends).map(|((stage, at), end)| (*stage, (end - *at).as_secs_f64())).collect()
    }
}

/// Reads and checks a county folder, without looking for a plan.
///
/// # Errors
/// [`Failure::Input`] with every problem, if one of them is an error.
pub fn check_county(folder: &Path, run: &Run<'_>) -> Result<County, Failure> {
    (run.on_stage)(Stage::Read);
    check_inputs(read_inputs(folder, run.adjust)?, run)
}

/// Checks and puts together a county that was read, without looking for a plan.
///
/// # Errors
/// As [`check_county`].
pub fn check_inputs(inputs: Inputs, run: &Run<'_>) -> Result<County, Failure> {
    County::build(to_search(inputs), run.on_stage)
}

/// Reads and checks a county folder whose plan is known, so that nothing is searched.
///
/// # Errors
/// [`Failure::Input`] with every problem, if one of them is an error.
pub(crate) fn county_to_judge(folder: &Path, run: &Run<'_>) -> Result<County, Failure> {
    (run.on_stage)(Stage::Read);
    County::build(read_inputs(folder, run.adjust)?, run.on_stage)
}

/// The inputs of a search, which needs a solver that this build has.
pub(crate) fn to_search(mut inputs: Inputs) -> Inputs {
    let available: Vec<SolverBackend> = xiaqu_solver::backends().iter().map(|known| known.backend).collect();
    inputs.problems.extend(missing_backend(inputs.settings.search.backend, &available));
    inputs
}

/// The problem with a solver that is not among those of the build.
fn missing_backend(wanted: SolverBackend, available: &[SolverBackend]) -> Option<ProblemReport> {
    let names: Vec<String> = available.iter().map(|backend| format!("`{backend}`")).collect();
    let place = || Place::table("xiaqu.toml").id("search.backend");
    (!available.contains(&wanted)).then(|| e430_backend_not_compiled_in(place(), wanted, names.join(", ")))
}

/// Plans a county: reads it, finds the best plan, judges it and draws its areas.
///
/// # Errors
/// Every problem of the input at once; or that there is no plan, with the conflicting requirements.
///
/// # Example
///
/// ```no_run
/// let run = xiaqu::Run { adjust: &|_| (), on_stage: &|_| (), control: xiaqu::SearchControl::default() };
/// let planned = xiaqu::plan_county("county".as_ref(), &run)?;
/// println!("{} centres", planned.plan.centres().len());
/// # Ok::<(), xiaqu::Failure>(())
/// ```
pub fn plan_county(folder: &Path, run: &Run<'_>) -> Result<Planned, Failure> {
    plan_county_after(folder, run, |_| Ok(()))
}

/// The same as [`plan_county`], with something done when the county is known and before the search begins: it is done
/// even if there turns out to be no plan.
///
/// # Errors
/// Those of [`plan_county`], and what `before_search` returns.
pub fn plan_county_after(
    folder: &Path,
    run: &Run<'_>,
    before_search: impl FnOnce(&County) -> Result<(), Failure>,
) -> Result<Planned, Failure> {
    let mut clock = Clock::new(run.on_stage);
    clock.begin(Stage::Read);
    plan_within(clock, read_inputs(folder, run.adjust)?, &run.control, before_search)
}

/// Plans a county that was read: finds the best plan, judges it and draws its areas. [`Run::adjust`] is not heard: the
/// settings are those of the inputs.
///
/// # Errors
/// As [`plan_county`].
///
/// # Example
///
/// ```no_run
/// # let run = xiaqu::Run { adjust: &|_| (), on_stage: &|_| (), control: xiaqu::SearchControl::default() };
/// let inputs = xiaqu::read_inputs("county".as_ref(), |settings| settings.merge.closures = Some(3))?;
/// let planned = xiaqu::plan_inputs(inputs, &run)?;
/// # Ok::<(), xiaqu::Failure>(())
/// ```
pub fn plan_inputs(inputs: Inputs, run: &Run<'_>) -> Result<Planned, Failure> {
    plan_within(Clock::new(run.on_stage), inputs, &run.control, |_| Ok(()))
}

fn plan_within(
    mut clock: Clock<'_>,
    inputs: Inputs,
    control: &SearchControl,
    before_search: impl FnOnce(&County) -> Result<(), Failure>,
) -> Result<Planned, Failure> {
    let county = County::build(to_search(inputs), |stage| clock.begin(stage))?;
    before_search(&county)?;
    clock.begin(Stage::Solve);
    let outcome = solve(&county.problem, control).map_err(|error| failure_of(error, &county))?;
    let Outcome { plan, proof } = outcome;
    let planned = judge_and_draw(("plan", Some(proof)), county, plan, clock);
    agree(&planned.nearest_response, planned.proof.as_ref().map_or(&[], Proof::aims))?;
    Ok(planned)
}

/// What the search claims is what the judge finds, to the last digit (SPEC 4); else there is no result.
pub(crate) fn agree(judgement: &Judgement, claims: &[ProvedAim]) -> Result<(), Failure> {
    let wrong = claims
        .iter()
        .filter(|claim| claim.objective != judgement.value(claim.aim))
        .map(|claim| format!("`{}` is {}, not {}", claim.aim.name(), judgement.value(claim.aim).0, claim.objective.0));
    let broken = judgement.violations.iter().map(|violation| violation.render(xiaqu_model::Language::En));
    let faults: Vec<String> = wrong.chain(broken).collect();
    if faults.is_empty() { Ok(()) } else { Err(Failure::Contradiction(faults.join("; "))) }
}

/// Draws the nearest-response areas of the stations as they are.
///
/// # Errors
/// Every problem of the input at once.
pub fn dispatch_county(folder: &Path, run: &Run<'_>) -> Result<Planned, Failure> {
    let mut clock = Clock::new(run.on_stage);
    clock.begin(Stage::Read);
    dispatch_within(clock, read_inputs(folder, run.adjust)?)
}

/// Draws the nearest-response areas of the stations as they are, of a county that was read.
///
/// # Errors
/// As [`dispatch_county`].
pub fn dispatch_inputs(inputs: Inputs, run: &Run<'_>) -> Result<Planned, Failure> {
    dispatch_within(Clock::new(run.on_stage), inputs)
}

fn dispatch_within(mut clock: Clock<'_>, inputs: Inputs) -> Result<Planned, Failure> {
    let county = County::build(inputs, |stage| clock.begin(stage))?;
    let plan = do_nothing(&county.problem);
    Ok(judge_and_draw(("dispatch", None), county, plan, clock))
}

/// Judges and draws a plan again, for a check.
pub(crate) fn rejudge(kind: &'static str, county: County, plan: Plan) -> Planned {
    judge_and_draw((kind, None), county, plan, Clock::new(&|_| ()))
}

fn judge_and_draw(
    (kind, proof): (&'static str, Option<Proof>),
    county: County,
    plan: Plan,
    mut clock: Clock<'_>,
) -> Planned {
    clock.begin(Stage::Judge);
    let nearest_response = judge(&county.problem, &plan);
    let judgement = judge_as_dispatched(&county.problem, &plan);
    let (do_nothing, transfers_only) = (do_nothing(&county.problem), transfers_only(&county.problem));
    let alternatives = Alternatives { do_nothing: &do_nothing, transfers_only: &transfers_only, plan: &plan };
    let figures = figures(&county.problem, alternatives);
    clock.begin(Stage::Draw);
    let everyone: Vec<StationIx> = county.problem.today().collect();
    let (before, after) =
        rayon::join(|| DispatchAreas::draw(&county, &everyone), || DispatchAreas::draw(&county, &plan.bases()));
    let change = (kind == "plan").then(|| change_bands(&county, &before, &after)).flatten();
    let mut warnings = county.warnings.clone();
    warnings.extend(share_warning(&county, &plan));
    warnings.extend(border_warnings(&county.problem, &nearest_response, &judgement));
    warnings.extend(after.notes.iter().cloned());
    let timings = clock.seconds();
    Planned {
        kind,
        county,
        plan,
        proof,
        judgement,
        nearest_response,
        figures,
        before,
        after,
        change,
        warnings,
        timings,
    }
}

fn share_warning(county: &County, plan: &Plan) -> Option<ProblemReport> {
    let strength = &county.problem.policy.strength;
    let bureau = strength.bureau?.heads();
    let stations: u32 = plan.officers().iter().map(|officers| officers.heads()).sum();
    let share = f64::from(stations) / f64::from(bureau);
    let wanted = strength.station_share_min.as_fraction();
    // Shares are agreed on to a tenth of a per cent: 49 of 115 is the article's 42.6 %.
    let tenths = |share: f64| (share * 1_000.0).round();
    let text = |share: f64| format!("{:.1}", share * 100.0);
    (tenths(share) < tenths(wanted))
        .then(|| w957_station_share_missed(Place::table("xiaqu.toml").id("strength"), text(share), text(wanted)))
}

pub(crate) fn failure_of(error: SolveError, county: &County) -> Failure {
    match error {
        SolveError::NoPlan(reason) => Failure::NoPlan(explain(reason, county)),
        SolveError::Search(error) => Failure::Solver(error),
        other => Failure::NoPlan(NoPlanReport {
            reason: NoPlan::Infeasible { conflict: Vec::new(), most_closures: None },
            lines_en: vec![other.to_string()],
            lines_zh: vec![other.to_string()],
        }),
    }
}

/// Runs `work` with so many threads; 0 takes all. Results do not depend on it.
///
/// # Errors
/// If the threads cannot be started.
pub fn with_threads<T: Send>(threads: u32, work: impl FnOnce() -> T + Send) -> std::io::Result<T> {
    let count = usize::try_from(threads).unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(count).build().map_err(std::io::Error::other)?;
    Ok(pool.install(work))
}

#[cfg(test)]
mod tests {
    use xiaqu_model::{Language, SolverBackend};

    use super::missing_backend;

    #[test]
    fn a_solver_that_the_build_lacks_is_an_input_problem_that_says_how_to_get_it() {
        let [highs, microlp] = SolverBackend::ALL;
        assert!(missing_backend(highs, &[highs, microlp]).is_none());
        let report = missing_backend(microlp, &[highs]).unwrap();
        assert_eq!(report.code(), "E430");
        assert_eq!(
            report.render(Language::En),
            "E430 xiaqu.toml (search.backend): the solver `microlp` is not part of this build, which has `highs`\n  \
             hint: set `search.backend` to one that is, or build xiaqu with `--features microlp`"
        );
    }
}
