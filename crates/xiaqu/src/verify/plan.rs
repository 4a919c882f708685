//! A written plan, checked again.

use std::cmp::Ordering;

use super::{
    Verification,
    folder::{Folder, deciding, differing, read_json},
};
use crate::{
    Failure, Planned, Run,
    run::rejudge,
    written::{WrittenAim, WrittenPlan, WrittenProof},
};

/// Checks an output folder of `plan` or `dispatch`.
///
/// # Errors
/// If the folder is no output, or the county cannot be read any more.
pub(super) fn verify_plan(folder: &Folder<'_>, run: &Run<'_>) -> Result<Verification, Failure> {
    let written: WrittenPlan = read_json(&folder.out.join("plan.json"))?;
    let county = folder.county(run, &written.parameters, &|_| ())?;
    let mut found = Verification::default();
    folder.check_unchanged(&mut found, &written.inputs, &county);
    let plan =
        written.to_plan(&county.problem).map_err(|why| Failure::WrittenPlan { file: "plan.json".into(), why })?;
    let kind = if written.kind == "dispatch" { "dispatch" } else { "plan" };
    let again = rejudge(kind, county, plan);
    // Rules and proof speak of nearest response; what other borders cost stands in figures and warnings.
    found.violations.clone_from(&again.nearest_response.violations);
    if kind == "dispatch" {
        // Stations as they are need not obey the rules of a reform.
        found.violations.clear();
    }
    let proof = written.proof.as_ref();
    found.check(
        ("the value of every aim is the judge's", "各目标值与评判一致"),
        proof.map(|proof| wrong_values(proof, &again)).unwrap_or_default(),
    );
    found.check(("no bound is above the plan", "下界不高于方案值"), proof.map(crossed_bounds).unwrap_or_default());
    let same = written.figures == again.figures_json();
    let fault = (!same).then(|| "figures of plan.json differ from the judge's".to_owned());
    found.check(
        ("every figure is the judge's, to the last digit", "每项指标与评判逐位一致"),
        fault.into_iter().collect(),
    );
    let files = again.files()?;
    // plan.json also holds the proof, which only a search can repeat; its other parts are compared one by one.
    let mut faults = folder.differing_files(&files, "plan.json");
    faults.extend(differing_parts(&written, &again.written()));
    found.check(("every map and table follows from inputs and plan", "各图层与表格可由输入和方案重现"), faults);
    let layers = ["dispatch_areas", "dispatch_areas_before", "jurisdictions", "jurisdictions_before"];
    folder.check_tilings(&mut found, layers.into_iter().map(str::to_owned), &again.county);
    Ok(found)
}

/// Aims whose written value is not what the judge finds.
fn wrong_values(proof: &WrittenProof, again: &Planned) -> Vec<String> {
    let found = |aim: &WrittenAim| again.nearest_response.value(aim.aim).0.to_string();
    let wrong = proof.aims.iter().filter(|aim| aim.objective_sum != found(aim));
    wrong
        .map(|aim| format!("`{}` written {}, the judge finds {}", aim.aim.name(), aim.objective_sum, found(aim)))
        .collect()
}

/// Bounds above the value they bound, and aims after one that is not proved.
fn crossed_bounds(proof: &WrittenProof) -> Vec<String> {
    let digits = |text: &str| text.parse::<i128>().unwrap_or(i128::MAX);
    let mut faults = Vec::new();
    let mut open = false;
    for aim in &proof.aims {
        if open {
            faults.push(format!("`{}` follows an aim that is not proved", aim.aim.name()));
        }
        match digits(&aim.bound_sum).cmp(&digits(&aim.objective_sum)) {
            Ordering::Greater => faults.push(format!("bound {} above {}", aim.bound_sum, aim.objective_sum)),
            Ordering::Less => open = true,
            Ordering::Equal => {}
        }
    }
    if open && proof.kind == "enumerated" {
        faults.push("every plan was judged, yet a bound is open".to_owned());
    }
    faults
}

/// Parts of plan.json that the inputs and the plan decide.
fn differing_parts(written: &WrittenPlan, again: &WrittenPlan) -> Vec<String> {
    let parts = [
        ("groups", written.groups == again.groups),
        ("staffing", written.staffing == again.staffing),
        ("dispatch", written.dispatch == again.dispatch),
        ("jurisdiction", written.jurisdiction == again.jurisdiction),
        ("adjacency", written.adjacency == again.adjacency),
        ("parameters", deciding(&written.parameters) == deciding(&again.parameters)),
    ];
    differing("plan.json", &parts)
}
