//! frontier.json: the points as written.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use xiaqu_evaluate::in_units;
use xiaqu_model::{Aim, Limit};
use xiaqu_solver::{FrontierPoint, PointProof};

use super::run::{CountyFrontier, DroppedSetting};
use crate::{
    AimWords,
    publish::word,
    written::{WrittenGroup, WrittenInput, WrittenParameter, inputs, parameters, staffing, written_groups},
};

/// Version of the format of frontier.json.
const FORMAT: &str = "xiaqu-frontier/1";

/// frontier.json.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenFrontier {
    /// Version of this format.
    pub format: String,
    /// Name of the county.
    pub county: String,
    /// Note of the county, for example that geometry is synthetic.
    pub note: String,
    /// The aims, in the order of the values of the points.
    pub aims: Vec<FrontierAim>,
    /// Whether these are all the points there are, each of them proved.
    pub complete: bool,
    /// What stopped the search, if it is not complete.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped_by: Option<Limit>,
    /// Number of the knee (FORMULATION 6.5).
    pub knee: Option<usize>,
    /// Settings of the county that were not heeded.
    pub dropped_settings: Vec<DroppedSetting>,
    /// The points, the best in the first aim first.
    pub points: Vec<WrittenPoint>,
    /// Every parameter in force with its default and source.
    pub parameters: Vec<WrittenParameter>,
    /// Names and hashes of the input files.
    pub inputs: Vec<WrittenInput>,
}

/// An aim of the frontier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrontierAim {
    /// Name of the aim.
    pub aim: Aim,
    /// Unit of its values.
    pub unit: String,
    /// Whether more is better.
    pub more_is_better: bool,
}

/// A point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenPoint {
    /// Counted from 1.
    pub number: usize,
    /// Value of every aim.
    pub values: Vec<WrittenValue>,
    /// Stations closed.
    pub closures: usize,
    /// Whether this is the knee.
    pub knee: bool,
    /// How sure it is that no plan dominates it.
    pub proof: WrittenPointProof,
    /// The map of its jurisdictions.
    pub file: String,
    /// Groups in the order of their first member.
    pub groups: Vec<WrittenGroup>,
    /// Officers after the reform, by centre.
    pub staffing: BTreeMap<String, u32>,
}

/// A value of an aim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenValue {
    /// Name of the aim.
    pub aim: Aim,
    /// In the unit of the aim.
    pub value: f64,
    /// Exactly, as decimal digits in the whole unit of FORMULATION 3; less is better.
    pub sum: String,
}

/// How sure a point is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenPointProof {
    /// `enumerated`, `optimal` or `stopped`.
    pub kind: String,
    /// Plans judged, for an enumeration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plans: Option<u64>,
    /// The search's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// What stopped the search.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
}

impl WrittenPointProof {
    fn of(proof: &PointProof) -> Self {
        let (kind, plans, status, limit) = match proof {
            PointProof::Enumerated { plans } => ("enumerated", Some(*plans), None, None),
            PointProof::Optimal { status } => ("optimal", None, Some(status.clone()), None),
            PointProof::Stopped { limit } => ("stopped", None, None, Some(*limit)),
        };
        Self { kind: kind.to_owned(), plans, status, limit }
    }

    /// The proof as data; nothing where the words are none of ours.
    pub(crate) fn to_proof(&self) -> Option<PointProof> {
        match self.kind.as_str() {
            "enumerated" => Some(PointProof::Enumerated { plans: self.plans? }),
            "optimal" => Some(PointProof::Optimal { status: self.status.clone()? }),
            "stopped" => Some(PointProof::Stopped { limit: self.limit? }),
            _ => None,
        }
    }
}

impl CountyFrontier {
    /// frontier.json as data.
    pub fn written(&self) -> WrittenFrontier {
        let settings = &self.county.settings.county;
        let points = (1..).zip(&self.frontier.points);
        WrittenFrontier {
            format: FORMAT.to_owned(),
            county: settings.name.clone(),
            note: settings.note.clone(),
            aims: self.frontier.aims.iter().map(|&aim| self.written_aim(aim)).collect(),
            complete: self.frontier.is_complete(),
            stopped_by: self.frontier.stopped,
            knee: self.knee_number(),
            dropped_settings: self.dropped.clone(),
            points: points.map(|(number, point)| self.written_point(number, point)).collect(),
            parameters: parameters(&self.county),
            inputs: inputs(&self.county),
        }
    }

    /// Number of the knee, counted from 1.
    pub(super) fn knee_number(&self) -> Option<usize> {
        self.frontier.knee.map(|position| position + 1)
    }

    /// Values of a point in the units of its aims.
    pub(super) fn in_units(&self, point: &FrontierPoint) -> Vec<f64> {
        let values = self.frontier.aims.iter().zip(&point.values);
        values.map(|(&aim, &value)| in_units(&self.county.problem, aim, value).0).collect()
    }

    /// File of the map of a point, without ending: `plan_01`, with as many digits as the last number has.
    pub(crate) fn map_name(&self, number: usize) -> String {
        let digits = self.frontier.points.len().to_string().len().max(2);
        format!("plan_{number:0digits$}")
    }

    fn written_aim(&self, aim: Aim) -> FrontierAim {
        let (_, unit) = in_units(&self.county.problem, aim, xiaqu_model::AimValue(0));
        FrontierAim { aim, unit: word(unit), more_is_better: AimWords::of(aim).more_is_better }
    }

    fn written_point(&self, number: usize, point: &FrontierPoint) -> WrittenPoint {
        let problem = &self.county.problem;
        let values = self.frontier.aims.iter().zip(&point.values).zip(self.in_units(point));
        WrittenPoint {
            number,
            values: values
                .map(|((&aim, exact), value)| WrittenValue { aim, value, sum: exact.0.to_string() })
                .collect(),
            closures: point.plan.closures(),
            knee: self.knee_number() == Some(number),
            proof: WrittenPointProof::of(&point.proof),
            file: format!("{}.geojson", self.map_name(number)),
            groups: written_groups(problem, &point.plan),
            staffing: staffing(problem, &point.plan),
        }
    }
}
