//! A written plan, read back with the county it was made from.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde_json::Value;
use xiaqu_evaluate::judge;
use xiaqu_formats::sha256_of;
use xiaqu_model::{Aim, AimValue, Place, Plan, ProblemReport, StationIx, e406_unknown_station, e411_ambiguous_station};

use crate::{
    County, Failure, Run,
    county::{Named, Names},
    run::check_county,
    verify::read_json,
    written::{LANGUAGE, WrittenParameter, WrittenPlan, changed_files_of, parameters},
};

/// A written plan that still belongs to its inputs: nothing has changed since it was written.
#[derive(Debug)]
pub struct OpenedPlan {
    /// The county, read again.
    pub county: County,
    /// The plan.
    pub plan: Plan,
    /// The judge's value of every aim.
    pub values: BTreeMap<Aim, AimValue>,
    /// Whether the written proof leaves nothing open.
    pub proved: bool,
}

impl OpenedPlan {
    /// Opens an output folder of `plan`. `county` is where the inputs are, if they are not where the manifest says.
    ///
    /// # Errors
    /// If the folder is no plan, if the plan or its inputs have changed since, or if the judge refuses the plan.
    pub(crate) fn open(out: &Path, county: Option<PathBuf>, run: &Run<'_>) -> Result<Self, Failure> {
        let manifest: Value = read_json(&out.join("manifest.json")).map_err(no_plan)?;
        let written: WrittenPlan = read_json(&out.join("plan.json")).map_err(no_plan)?;
        let refuse = |why: String| Failure::WrittenPlan { file: out.join("plan.json").display().to_string(), why };
        if written.kind != "plan" {
            return Err(no_plan(refuse(format!("it is a `{}`, and only a plan can be explained", written.kind))));
        }
        let named = || out.join(manifest.get("county_folder").and_then(Value::as_str).unwrap_or_default());
        let county = check_county(&county.unwrap_or_else(named), run)?;
        let mut changed = changed_plan(out, &manifest);
        changed.extend(changed_inputs(&written, &county));
        if !changed.is_empty() {
            return Err(Failure::Changed { what: changed });
        }
        Self::judged(&written, county, refuse)
    }

    /// A plan as plan.json has it, beside its county, put together once more from the same inputs.
    ///
    /// # Errors
    /// [`Failure::Changed`] with the names of inputs and settings that are not those of the plan; or that the judge refuses
    /// it.
    pub fn of(written: &WrittenPlan, county: County) -> Result<Self, Failure> {
        let changed = changed_inputs(written, &county);
        if !changed.is_empty() {
            return Err(Failure::Changed { what: changed });
        }
        let refuse = |why: String| Failure::WrittenPlan { file: "plan.json".to_owned(), why };
        if written.kind != "plan" {
            return Err(refuse(format!("it is a `{}`, and only a plan can be explained", written.kind)));
        }
        Self::judged(written, county, refuse)
    }

    fn judged(written: &WrittenPlan, county: County, refuse: impl Fn(String) -> Failure) -> Result<Self, Failure> {
        let plan = written.to_plan(&county.problem).map_err(&refuse)?;
        let judgement = judge(&county.problem, &plan);
        if !judgement.is_sound() {
            let codes: Vec<&str> = judgement.violations.iter().map(ProblemReport::code).collect();
            return Err(refuse(format!("the judge refuses it ({}); see `xiaqu verify`", codes.join(", "))));
        }
        let proved = written.proof.as_ref().is_some_and(|proof| proof.kind != "stopped");
        Ok(Self { county, plan, values: judgement.values, proved })
    }

    /// The aim that counts first.
    pub fn first_aim(&self) -> Aim {
        self.county.problem.policy.order().first().copied().unwrap_or(Aim::MeanSecondArrival)
    }

    /// The plan's value of one aim.
    pub fn value(&self, aim: Aim) -> AimValue {
        self.values.get(&aim).copied().unwrap_or(AimValue(i128::MAX))
    }

    /// The name of a station.
    pub fn station_name(&self, station: StationIx) -> &str {
        &self.county.problem.stations[station].name
    }

    /// Whether two stations are in one group of the plan.
    pub fn is_together(&self, one: StationIx, other: StationIx) -> bool {
        self.plan.group_of(one).is_some_and(|group| group.members.contains(&other))
    }

    /// The two stations of these ids or names.
    ///
    /// # Errors
    /// [`Failure::Input`] with every name that stands for no station or for several; [`Failure::SameStation`].
    pub(crate) fn pair_named(&self, one: &str, other: &str) -> Result<(StationIx, StationIx), Failure> {
        let mut problems = Vec::new();
        let found = (self.find(one, &mut problems), self.find(other, &mut problems));
        match found {
            (Some(one), Some(other)) if one == other => {
                Err(Failure::SameStation { name: self.station_name(one).to_owned() })
            }
            (Some(one), Some(other)) => Ok((one, other)),
            _ => Err(Failure::Input(problems)),
        }
    }

    /// The station of this id or name.
    ///
    /// # Errors
    /// [`Failure::Input`] if it stands for no station or for several.
    pub(crate) fn station_named(&self, name: &str) -> Result<StationIx, Failure> {
        let mut problems = Vec::new();
        self.find(name, &mut problems).ok_or(Failure::Input(problems))
    }

    fn find(&self, name: &str, problems: &mut Vec<ProblemReport>) -> Option<StationIx> {
        let rows = self.county.problem.stations.iter_enumerated();
        let known = Names::new(rows.map(|(index, row)| (index, row.name.as_str(), row.id.to_string())));
        let place = Place::default();
        match known.find(name) {
            Named::One(station) => return Some(station),
            Named::Several => problems.push(e411_ambiguous_station(place, "explain", name)),
            Named::Unknown { nearest } => problems.push(e406_unknown_station(place, "explain", name, nearest)),
        }
        None
    }
}

/// A folder that is no plan, with what to do.
fn no_plan(failure: Failure) -> Failure {
    match failure {
        Failure::WrittenPlan { file, why } => {
            Failure::WrittenPlan { file, why: format!("{why}\n  hint: name an output folder of `xiaqu plan`") }
        }
        other => other,
    }
}

/// The written plan, if it is not the file that the manifest knows.
fn changed_plan(out: &Path, manifest: &Value) -> Vec<String> {
    let known = manifest.get("files").and_then(|files| files.get("plan.json")).and_then(Value::as_str);
    let now = fs_err::read(out.join("plan.json")).ok().map(|bytes| sha256_of(&bytes));
    if known.is_some() && known == now.as_deref() { Vec::new() } else { vec!["plan.json".to_owned()] }
}

/// Input files and settings that are not those the plan was made from.
fn changed_inputs(written: &WrittenPlan, county: &County) -> Vec<String> {
    let mut names = changed_files_of(&written.inputs, &county.files);
    // How a search runs and what language its files speak does not change what it finds.
    let of_result = |row: &&WrittenParameter| !row.key.starts_with("search.") && row.key != LANGUAGE;
    let now = parameters(county);
    for row in now.iter().filter(of_result) {
        if !written.parameters.contains(row) && names.is_empty() {
            names.push(row.key.clone());
        }
    }
    names
}
