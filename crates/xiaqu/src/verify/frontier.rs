//! A written frontier, checked again.

use xiaqu_evaluate::{Judgement, judge};
use xiaqu_model::{AimValue, Problem};
use xiaqu_solver::{Frontier, FrontierPoint, do_nothing};

use super::{
    Verification,
    folder::{Folder, deciding, differing, read_json},
};
use crate::{CountyFrontier, Failure, Run, WrittenFrontier, WrittenPoint, frontier::free_closures, written::plan_of};

/// Checks an output folder of `frontier`.
///
/// # Errors
/// If the folder is no output, or the county cannot be read any more.
pub(super) fn verify_frontier(folder: &Folder<'_>, run: &Run<'_>) -> Result<Verification, Failure> {
    let written: WrittenFrontier = read_json(&folder.out.join("frontier.json"))?;
    let is_free = !written.dropped_settings.is_empty();
    let dropped = std::cell::RefCell::new(Vec::new());
    let county = folder.county(run, &written.parameters, &|settings| {
        if is_free {
            dropped.replace(free_closures(settings));
        }
    })?;
    let mut found = Verification::default();
    folder.check_unchanged(&mut found, &written.inputs, &county);
    let frontier = read_again(&written, &county.problem)?;
    let judgements: Vec<Judgement> = frontier.points.iter().map(|point| judge(&county.problem, &point.plan)).collect();
    found.violations = judgements.iter().flat_map(|judgement| judgement.violations.clone()).collect();
    found.check(
        ("the values of every plan are the judge's", "各方案的目标值与评判一致"),
        wrong_values(&frontier, &judgements),
    );
    found.check(
        ("no plan is as good as another, or as today, in every aim", "任一方案均不被其他方案或现状支配"),
        dominated(&frontier, &county.problem),
    );
    found.check(("complete is said only where every plan is proved", "仅在全部方案得证时称完整"), overstated(&written));
    let again = CountyFrontier {
        warnings: county.warnings.clone(),
        dropped: dropped.into_inner(),
        timings: Vec::new(),
        county,
        frontier,
        judgements,
    };
    // frontier.json holds how the search ran as well, which the folder's own settings decide.
    let mut faults = folder.differing_files(&again.files()?, "frontier.json");
    faults.extend(differing_parts(&written, &again.written()));
    found.check(("every map and table follows from inputs and plans", "各图层与表格可由输入和方案重现"), faults);
    // Names of our own making: what the folder says is no path.
    let maps = (1..).zip(&again.frontier.points).map(|(number, _)| again.map_name(number));
    folder.check_tilings(&mut found, maps, &again.county);
    Ok(found)
}

/// The points as written, in terms of the county.
fn read_again(written: &WrittenFrontier, problem: &Problem) -> Result<Frontier, Failure> {
    let fail = |why: String| Failure::WrittenPlan { file: "frontier.json".into(), why };
    let read = |point: &WrittenPoint| {
        let wrong = |what: &str| fail(format!("plan {}: {what}", point.number));
        let sums = point.values.iter().map(|value| value.sum.parse::<i128>().map(AimValue));
        let values: Vec<AimValue> = sums.collect::<Result<_, _>>().map_err(|_| wrong("a value is no whole number"))?;
        if values.len() != written.aims.len() {
            return Err(wrong("not one value for every aim"));
        }
        let plan = plan_of(&point.groups, &point.staffing, problem).map_err(fail)?;
        let proof = point.proof.to_proof().ok_or_else(|| wrong("an unknown proof"))?;
        Ok(FrontierPoint { values, plan, proof })
    };
    let points = written.points.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(Frontier::new(written.aims.iter().map(|row| row.aim).collect(), points, written.stopped_by))
}

fn wrong_values(frontier: &Frontier, judgements: &[Judgement]) -> Vec<String> {
    let mut faults = Vec::new();
    for ((point, judgement), number) in frontier.points.iter().zip(judgements).zip(1..) {
        for (&aim, value) in frontier.aims.iter().zip(&point.values) {
            let judged = judgement.value(aim);
            if judged != *value {
                faults.push(format!(
                    "plan {number}: `{}` written {}, the judge finds {}",
                    aim.name(),
                    value.0,
                    judged.0
                ));
            }
        }
    }
    faults
}

/// Plans that another, or the stations as they are where the rules allow that, equals or beats in every aim.
fn dominated(frontier: &Frontier, problem: &Problem) -> Vec<String> {
    let today = judge(problem, &do_nothing(problem));
    let today = today.is_sound().then(|| frontier.aims.iter().map(|&aim| today.value(aim)).collect::<Vec<_>>());
    let no_worse = |one: &[AimValue], other: &[AimValue]| one.iter().zip(other).all(|(one, other)| one <= other);
    let mut faults = Vec::new();
    for (point, number) in frontier.points.iter().zip(1_usize..) {
        let others = frontier.points.iter().zip(1_usize..).filter(|(_, other)| *other != number);
        let better = others.filter(|(other, _)| no_worse(&other.values, &point.values));
        faults.extend(better.map(|(_, other)| format!("plan {other} is as good as plan {number} in every aim")));
        if today.as_ref().is_some_and(|today| *today != point.values && no_worse(today, &point.values)) {
            faults.push(format!("the stations as they are are as good as plan {number} in every aim"));
        }
    }
    faults
}

fn overstated(written: &WrittenFrontier) -> Vec<String> {
    let open = written.points.iter().filter(|point| point.proof.kind == "stopped");
    let claimed = written.complete || written.stopped_by.is_none();
    let mut faults: Vec<String> =
        open.filter(|_| claimed).map(|point| format!("plan {} is not proved", point.number)).collect();
    if written.complete == written.stopped_by.is_some() {
        faults.push("it says both that it is complete and that a limit stopped it".to_owned());
    }
    faults
}

/// Parts of frontier.json that the inputs and the plans decide.
fn differing_parts(written: &WrittenFrontier, again: &WrittenFrontier) -> Vec<String> {
    let parts = [
        ("county", written.county == again.county && written.note == again.note),
        ("aims", written.aims == again.aims),
        ("knee", written.knee == again.knee),
        ("dropped_settings", written.dropped_settings == again.dropped_settings),
        ("points", written.points == again.points),
        ("parameters", deciding(&written.parameters) == deciding(&again.parameters)),
    ];
    differing("frontier.json", &parts)
}
