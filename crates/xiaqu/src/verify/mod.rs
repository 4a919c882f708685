//! `verify`: a written plan is checked again from the original inputs, trusting nothing that the solver said.

mod remainder;
mod tiling;

use std::{
    cmp::Ordering,
    path::{Path, PathBuf},
};

use serde_json::Value;
use xiaqu_formats::sha256_of;
use xiaqu_model::ProblemReport;

pub use tiling::{Tiling, tiling_of};

use crate::{
    Failure, Planned, Run, Settings,
    run::{county_to_judge, rejudge},
    written::{WrittenAim, WrittenParameter, WrittenPlan, WrittenProof, changed_files_of},
};

/// One thing that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What was checked, in English.
    pub what_en: String,
    /// The same in Chinese.
    pub what_zh: String,
    /// What is wrong; nothing if it holds.
    pub faults: Vec<String>,
}

/// What the check of a written plan found.
#[derive(Debug, Default)]
pub struct Verification {
    /// Every check, in order.
    pub checks: Vec<Check>,
    /// What the judge says against the plan.
    pub violations: Vec<ProblemReport>,
}

impl Verification {
    /// Whether everything holds.
    pub fn holds(&self) -> bool {
        self.violations.is_empty() && self.checks.iter().all(|check| check.faults.is_empty())
    }

    fn check(&mut self, (en, zh): (&str, &str), faults: Vec<String>) {
        self.checks.push(Check { what_en: en.to_owned(), what_zh: zh.to_owned(), faults });
    }
}

/// Checks an output folder of `plan` or `dispatch` from the original inputs. `county` is where they are, if they are
/// not where the manifest says.
///
/// # Errors
/// If the folder is no output, or the county cannot be read any more.
pub fn verify(out: &Path, county: Option<PathBuf>, run: &Run<'_>) -> Result<Verification, Failure> {
    let manifest: Value = read_json(&out.join("manifest.json"))?;
    let written: WrittenPlan = read_json(&out.join("plan.json"))?;
    let mut found = Verification::default();
    found.check(("files are as they were written", "文件未被改动"), changed_files(out, &manifest));
    let folder =
        county.unwrap_or_else(|| out.join(manifest.get("county_folder").and_then(Value::as_str).unwrap_or_default()));
    // The draws of complexity.json follow from the seed of the plan, whatever the settings say by now.
    let seed = manifest.get("seed").and_then(Value::as_u64).and_then(|seed| u32::try_from(seed).ok());
    let adjust = |settings: &mut Settings| {
        (run.adjust)(settings);
        settings.search.seed = seed.unwrap_or(settings.search.seed);
    };
    let again = Run { adjust: &adjust, on_stage: run.on_stage, control: run.control.clone() };
    let county = county_to_judge(&folder, &again)?;
    let inputs = changed_files_of(&written.inputs, &county.files);
    let inputs = inputs.into_iter().map(|name| format!("`{name}` has changed since"));
    found.check(("inputs are those of the plan", "输入与方案一致"), inputs.collect());
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
    let differing = files.iter().filter(|(name, bytes)| fs_err::read(out.join(name)).ok().as_ref() != Some(bytes));
    // plan.json also holds the proof, which only a search can repeat; its other parts are compared one by one.
    let names = differing.map(|(name, _)| name).filter(|name| name.as_str() != "plan.json");
    let mut faults: Vec<String> = names.map(|name| format!("`{name}` differs")).collect();
    faults.extend(differing_parts(&written, &again.written()));
    found.check(("every map and table follows from inputs and plan", "各图层与表格可由输入和方案重现"), faults);
    let land = again.county.land.townships.dissolve(|_| ());
    for layer in ["dispatch_areas", "dispatch_areas_before", "jurisdictions", "jurisdictions_before"] {
        if let Ok(text) = fs_err::read_to_string(out.join(format!("{layer}.geojson"))) {
            let faults = tiling_of(&text).map_or_else(|why| vec![why], |tiling| tiling.faults(&land.polygon(())));
            found.check((&format!("{layer} tile the county"), &format!("{layer} 铺满全县且不重叠")), faults);
        }
    }
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

/// Parts of plan.json that the inputs and the plan decide. How the search ran does not change what it found.
fn differing_parts(written: &WrittenPlan, again: &WrittenPlan) -> Vec<String> {
    let results = |plan: &WrittenPlan| -> Vec<WrittenParameter> {
        let is_search = |row: &&WrittenParameter| !row.key.starts_with("search.");
        plan.parameters.iter().filter(is_search).cloned().collect()
    };
    let parts = [
        ("groups", written.groups == again.groups),
        ("staffing", written.staffing == again.staffing),
        ("dispatch", written.dispatch == again.dispatch),
        ("jurisdiction", written.jurisdiction == again.jurisdiction),
        ("adjacency", written.adjacency == again.adjacency),
        ("parameters", results(written) == results(again)),
    ];
    parts.into_iter().filter(|(_, same)| !same).map(|(part, _)| format!("`{part}` of plan.json differs")).collect()
}

fn changed_files(out: &Path, manifest: &Value) -> Vec<String> {
    let listed = manifest.get("files").and_then(Value::as_object);
    let Some(listed) = listed else { return vec!["manifest.json lists no files".to_owned()] };
    listed
        .iter()
        .filter_map(|(name, hash)| match fs_err::read(out.join(name)) {
            Ok(bytes) if Some(sha256_of(&bytes).as_str()) == hash.as_str() => None,
            Ok(_) => Some(format!("`{name}` was changed")),
            Err(_) => Some(format!("`{name}` is missing")),
        })
        .collect()
}

pub(crate) fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, Failure> {
    let fail = |why: String| Failure::WrittenPlan { file: path.display().to_string(), why };
    let text = fs_err::read_to_string(path).map_err(|error| fail(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| fail(error.to_string()))
}
