//! plan.json: a plan as written, and back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use xiaqu_evaluate::{Judgement, in_units};
use xiaqu_model::{
    Aim, Group, IxVec, Language, Limit, Mode, Officers, Plan, Problem, Proof, ProvedAim, RefusalReason, StationId,
    StationIx, StudiedPair,
};

use crate::{County, InputFile, draw::GroupNames, settings::SettingValue as _};

/// Version of the format of plan.json.
pub(crate) const FORMAT: &str = "xiaqu-plan/1";

/// The language that the files of a folder speak, by its parameters.
pub(crate) fn language_of(parameters: &[WrittenParameter]) -> Option<Language> {
    let row = parameters.iter().find(|row| row.key == LANGUAGE)?;
    let name = toml::Value::String(row.value.as_str()?.to_owned());
    Language::from_toml(&name).ok()
}

/// The parameter that says what language the files of a folder speak.
pub(crate) const LANGUAGE: &str = "county.language";

/// plan.json.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenPlan {
    /// Version of this format.
    pub format: String,
    /// What was asked for: `plan` or `dispatch`.
    pub kind: String,
    /// Name of the county.
    pub county: String,
    /// Note of the county, for example that geometry is synthetic.
    pub note: String,
    /// Groups in the order of their first member.
    pub groups: Vec<WrittenGroup>,
    /// How sure the plan is; absent where nothing was searched.
    pub proof: Option<WrittenProof>,
    /// Officers after the reform, by centre.
    pub staffing: BTreeMap<String, u32>,
    /// Centre that answers the calls of each village.
    pub dispatch: BTreeMap<String, String>,
    /// Centre that manages each village.
    pub jurisdiction: BTreeMap<String, String>,
    /// Every pair of neighbours that was studied, with the reasons against.
    pub adjacency: Vec<WrittenPair>,
    /// Figures: key to before, after, change and unit.
    pub figures: serde_json::Value,
    /// Every parameter with its value, its default and the default's source.
    pub parameters: Vec<WrittenParameter>,
    /// Names and hashes of the input files.
    pub inputs: Vec<WrittenInput>,
}

/// A group of stations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenGroup {
    /// `G1`, `G2`, ...
    pub id: String,
    /// Keep, pool or merge.
    pub mode: Mode,
    /// Station id of the centre.
    pub centre: String,
    /// Station ids of all members.
    pub members: Vec<String>,
    /// Station ids that become posts.
    pub posts: Vec<String>,
}

/// How sure a plan is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenProof {
    /// `enumerated`, `optimal` or `stopped`.
    pub kind: String,
    /// The aim that `objective`, `bound` and `gap` speak of: the first that is not proved, else the first of all.
    pub aim: Aim,
    /// Value of the plan, in `unit`.
    pub objective: f64,
    /// No plan is better than this, in `unit`.
    pub bound: f64,
    /// Unit of both.
    pub unit: String,
    /// |objective - bound| / |objective|.
    pub gap: f64,
    /// Every aim in the order in which they count; after a stopped search up to the first that is not proved.
    pub aims: Vec<WrittenAim>,
    /// Plans judged, for an enumeration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plans: Option<u64>,
    /// What stopped the search.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// The solver's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// `nearest_response` where the plan is dispatched by other borders: what the proof speaks of, while the figures are
    /// those of the borders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaks_of: Option<String>,
}

/// What is known of one aim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenAim {
    /// Name of the aim.
    pub aim: Aim,
    /// Value of the plan, in `unit`.
    pub objective: f64,
    /// No plan that is as good in the aims before is better than this, in `unit`.
    pub bound: f64,
    /// Unit of both.
    pub unit: String,
    /// The objective exactly, as decimal digits in the whole unit of FORMULATION 3; less is better.
    pub objective_sum: String,
    /// The bound exactly.
    pub bound_sum: String,
}

/// A studied pair of neighbours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenPair {
    /// Station id.
    pub first: String,
    /// Station id.
    pub second: String,
    /// Whether the two may merge.
    pub adjacent: bool,
    /// Length of the shared border, kilometres.
    pub shared_border_km: f64,
    /// Road time between the two, minutes.
    pub road_time_min: Option<f64>,
    /// Reasons against: `border_too_short`, `no_road`, `road_too_long`, `path_leaves_territories`, `forbidden`.
    pub refused_because: Vec<String>,
    /// The third station the road runs through.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub through: Option<String>,
}

/// A parameter in force.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenParameter {
    /// Section and key.
    pub key: String,
    /// Value in force.
    pub value: serde_json::Value,
    /// Default.
    pub default: serde_json::Value,
    /// Source of the default.
    pub source: String,
}

/// An input file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenInput {
    /// What it is; see [`InputFile::role`](crate::InputFile::role).
    pub role: String,
    /// Its name as the settings write it.
    pub name: String,
    /// SHA-256.
    pub sha256: String,
}

impl WrittenPlan {
    /// Puts a judged plan into words.
    pub(crate) fn of(
        county: &County,
        kind: &str,
        plan: &Plan,
        (judgement, figures): (&Judgement, serde_json::Value),
        proof: Option<&Proof>,
    ) -> Self {
        let problem = &county.problem;
        let id = |station: StationIx| problem.stations[station].id.to_string();
        let by_village = |owners: &IxVec<xiaqu_model::VillageIx, StationIx>| {
            let rows = problem.villages.iter_enumerated();
            rows.map(|(village, row)| (row.id.to_string(), id(owners[village]))).collect()
        };
        Self {
            format: FORMAT.to_owned(),
            kind: kind.to_owned(),
            county: county.settings.county.name.clone(),
            note: county.settings.county.note.clone(),
            groups: written_groups(problem, plan),
            proof: proof.and_then(|proof| WrittenProof::of(problem, proof)),
            staffing: staffing(problem, plan),
            dispatch: by_village(&judgement.dispatch.0),
            jurisdiction: by_village(&judgement.jurisdiction.0),
            adjacency: county.studied_pairs(),
            figures,
            parameters: parameters(county),
            inputs: inputs(county),
        }
    }

    /// The plan that was written, in terms of a county that was read again.
    ///
    /// # Errors
    /// What does not fit, in English: a station that the county does not have.
    pub(crate) fn to_plan(&self, problem: &Problem) -> Result<Plan, String> {
        plan_of(&self.groups, &self.staffing, problem)
    }
}

/// The plan of written groups and officers, in terms of a county that was read again.
///
/// # Errors
/// What does not fit, in English: a station that the county does not have.
pub(crate) fn plan_of(
    written: &[WrittenGroup],
    staffing: &BTreeMap<String, u32>,
    problem: &Problem,
) -> Result<Plan, String> {
    let index = |id: &str| {
        let wanted = StationId::new(id);
        let found = problem.stations.iter_enumerated().find(|(_, station)| station.id == wanted);
        found.map(|(index, _)| index).ok_or_else(|| format!("station `{id}` is not in the county"))
    };
    let mut groups = Vec::new();
    for group in written {
        let members = group.members.iter().map(|id| index(id)).collect::<Result<Vec<_>, _>>()?;
        let officers = staffing.get(&group.centre).copied().unwrap_or(0);
        let made = if group.mode == Mode::Pool { Group::pool } else { Group::new };
        groups.push((made(members, index(&group.centre)?), Officers::new(officers)));
    }
    Ok(Plan::new(groups))
}

/// The groups of a plan, by ids.
pub(crate) fn written_groups(problem: &Problem, plan: &Plan) -> Vec<WrittenGroup> {
    let id = |station: StationIx| problem.stations[station].id.to_string();
    let names = GroupNames::of(plan);
    let groups = plan.groups().iter();
    groups
        .map(|group| WrittenGroup {
            id: names.group(group.centre).to_owned(),
            mode: group.mode(),
            centre: id(group.centre),
            members: group.members.iter().map(|member| id(*member)).collect(),
            posts: group.posts().map(id).collect(),
        })
        .collect()
}

/// The officers of every centre, by id.
pub(crate) fn staffing(problem: &Problem, plan: &Plan) -> BTreeMap<String, u32> {
    let id = |station: StationIx| problem.stations[station].id.to_string();
    plan.rows().map(|(group, officers)| (id(group.centre), officers.heads())).collect()
}

impl WrittenProof {
    /// Puts a proof into words; nothing for a proof without aims, which no search gives.
    fn of(problem: &Problem, proof: &Proof) -> Option<Self> {
        let (kind, plans, limit, status) = match proof {
            Proof::Enumerated { plans, .. } => ("enumerated", Some(*plans), None, None),
            Proof::Optimal { status, .. } => ("optimal", None, None, Some(status.clone())),
            Proof::Stopped { status, limit, .. } => ("stopped", None, Some(*limit), Some(status.clone())),
        };
        let decisive = WrittenAim::of(problem, proof.decisive()?);
        Some(Self {
            kind: kind.to_owned(),
            aim: decisive.aim,
            objective: decisive.objective,
            bound: decisive.bound,
            unit: decisive.unit,
            gap: proof.gap(),
            aims: proof.aims().iter().map(|proved| WrittenAim::of(problem, proved)).collect(),
            plans,
            limit,
            status,
            speaks_of: problem.policy.dispatch.may_differ_from_nearest().then(|| "nearest_response".to_owned()),
        })
    }
}

impl WrittenAim {
    fn of(problem: &Problem, proved: &ProvedAim) -> Self {
        let units = |value| in_units(problem, proved.aim, value);
        let (objective, unit) = units(proved.objective);
        Self {
            aim: proved.aim,
            objective,
            bound: units(proved.bound).0,
            unit: crate::publish::word(unit),
            objective_sum: proved.objective.0.to_string(),
            bound_sum: proved.bound.0.to_string(),
        }
    }
}

impl County {
    /// Every pair of neighbours that was studied, with the reasons against, as in plan.json.
    pub fn studied_pairs(&self) -> Vec<WrittenPair> {
        self.problem.adjacency.pairs().iter().map(|pair| WrittenPair::of(&self.problem, pair)).collect()
    }
}

impl WrittenPair {
    fn of(problem: &Problem, pair: &StudiedPair) -> Self {
        let id = |station: StationIx| problem.stations[station].id.to_string();
        let through = pair.refusals.iter().find_map(|reason| match reason {
            RefusalReason::PathLeavesTerritories { through } => *through,
            _ => None,
        });
        Self {
            first: id(pair.first),
            second: id(pair.second),
            adjacent: pair.is_adjacent(),
            shared_border_km: (pair.shared_border.as_kilometres() * 1_000.0).round() / 1_000.0,
            road_time_min: pair.road_time.map(|time| (time.as_minutes() * 100.0).round() / 100.0),
            refused_because: pair.refusals.iter().map(|reason| refusal_name(reason).to_owned()).collect(),
            through: through.map(id),
        }
    }
}

fn refusal_name(reason: &RefusalReason) -> &'static str {
    match reason {
        RefusalReason::BorderTooShort { .. } => "border_too_short",
        RefusalReason::NoRoad => "no_road",
        RefusalReason::RoadTooLong { .. } => "road_too_long",
        RefusalReason::PathLeavesTerritories { .. } => "path_leaves_territories",
        RefusalReason::Forbidden => "forbidden",
    }
}

/// Parameters that change how a result is found or shown, not what it is, are left out: they would make two equal runs
/// differ.
const NOT_A_RESULT: [&str; 1] = ["search.threads"];

pub(crate) fn parameters(county: &County) -> Vec<WrittenParameter> {
    let json = |value: Option<toml::Value>| {
        value.and_then(|value| serde_json::to_value(value).ok()).unwrap_or(serde_json::Value::Null)
    };
    let rows = county.settings.rows().into_iter().filter(|row| !NOT_A_RESULT.contains(&row.key.as_str()));
    rows.map(|row| WrittenParameter {
        key: row.key,
        value: json(row.value),
        default: json(row.default),
        source: row.source.to_owned(),
    })
    .collect()
}

/// Files that were read for a plan and are not the same now, or read now and not then. A file may have moved; what it is
/// and what it holds count, and a Shapefile has several of one role.
pub(crate) fn changed_files_of(then: &[WrittenInput], now: &[InputFile]) -> Vec<String> {
    let is_there = |role: &str, hash: &str| now.iter().any(|file| file.role == role && file.sha256 == hash);
    let was_there = |role: &str, hash: &str| then.iter().any(|file| file.role == role && file.sha256 == hash);
    let gone = then.iter().filter(|file| !is_there(&file.role, &file.sha256)).map(|file| &file.name);
    let new = now.iter().filter(|file| !was_there(file.role, &file.sha256)).map(|file| &file.name);
    let mut names: Vec<String> = gone.chain(new).cloned().collect();
    names.sort_unstable();
    names.dedup();
    names
}

pub(crate) fn inputs(county: &County) -> Vec<WrittenInput> {
    let rows = county.files.iter();
    rows.map(|file| WrittenInput { role: file.role.to_owned(), name: file.name.clone(), sha256: file.sha256.clone() })
        .collect()
}
