//! Each model: options to a call of the library, its outcome to an answer.

use std::path::Path;

use serde_json::json;
use xiaqu::{
    Amounts, Failure, ProblemReport,
    locate::{
        CapacityQuestion, CostMatrix, CoverQuestion, Districting, LocateControl, LocateOutcome, ModelError,
        backup_covering, capacitated_p_median, districts, max_covering, p_centre, p_median, set_covering,
    },
    model::{Place, Words, e178_unusable_numbers},
};

use super::{
    answer::{Answer, number},
    arguments::{Centres, Level, LocateModel, Radius, Weights},
    districts::neighbourhood,
    inputs::{Each, Inputs, has_errors},
    words::failure_of,
};

/// A model with its inputs read, and who hears of problems.
struct Asked<'a> {
    model: &'static str,
    inputs: &'a Inputs,
    control: &'a LocateControl,
    problems: &'a mut Vec<ProblemReport>,
}

/// Reads what the model needs besides the matrix and asks it. Problems, warnings included, go to `problems`.
pub(crate) fn answer(
    model: &LocateModel,
    inputs: &Inputs,
    control: &LocateControl,
    problems: &mut Vec<ProblemReport>,
) -> Result<Answer, Failure> {
    let mut asked = Asked { model: model.name(), inputs, control, problems };
    let found = match model {
        LocateModel::PMedian { centres, weights, .. } => {
            asked.costs(*centres, weights, |matrix, count| Ok(p_median(matrix, count, &inputs.rules, control)?))
        }
        LocateModel::PCentre { centres, weights, .. } => {
            asked.costs(*centres, weights, |matrix, count| p_centre(matrix, count, &inputs.rules, control))
        }
        LocateModel::Covering { radius, site_weights, .. } => asked.covering(radius, site_weights.as_deref()),
        LocateModel::MaxCovering { centres, radius, weights, .. } => {
            asked.maximal(*centres, radius, weights, Goal::Once)
        }
        LocateModel::BackupCovering { centres, radius, weights, .. } => {
            asked.maximal(*centres, radius, weights, Goal::Twice)
        }
        LocateModel::CapacitatedPMedian { centres, weights, loads, capacities, .. } => {
            asked.capacitated(*centres, weights, (loads.as_deref(), capacities))
        }
        LocateModel::Districts { centres, contiguity, air_distance, adjacency, .. } => {
            asked.districts(*centres, *contiguity, (air_distance.as_deref(), adjacency.as_deref()))
        }
    };
    match found {
        Some(Ok(answer)) => Ok(answer),
        Some(Err(error)) => Err(failure_of(error, &inputs.name)),
        None => Err(Failure::Input(std::mem::take(problems))),
    }
}

#[derive(Clone, Copy)]
enum Goal {
    Once,
    Twice,
}

/// An answer or why there is none; nothing if the input has problems.
type Found = Option<Result<Answer, ModelError>>;

impl Asked<'_> {
    /// Whether the search may start.
    fn ready(&self) -> Option<()> {
        (!has_errors(self.problems)).then_some(())
    }

    fn costs(
        &mut self,
        centres: Centres,
        weights: &Weights,
        solve: impl FnOnce(&CostMatrix, usize) -> Result<LocateOutcome, ModelError>,
    ) -> Found {
        let weights = self.inputs.amounts(weights.file.as_deref(), Each::Client, 1, self.problems)?;
        let (matrix, decimals) = self.inputs.weighted(&weights, self.problems)?;
        self.ready()?;
        let outcome = solve(&matrix, count(centres));
        Some(outcome.map(|outcome| Answer::of_costs(self.model, outcome, decimals)))
    }

    fn covering(&mut self, radius: &Radius, site_weights: Option<&str>) -> Found {
        let weights = self.inputs.amounts(site_weights, Each::Site, 1, self.problems);
        let reach = self.inputs.radius(&radius.text, self.problems)?;
        let weights = weights?;
        self.ready()?;
        let Inputs { matrix, rules, .. } = self.inputs;
        let outcome = set_covering(matrix, reach, Some(&weights.units), rules, self.control);
        Some(outcome.map(|outcome| Answer::of_cover(self.model, outcome, weights.decimals)))
    }

    fn maximal(&mut self, centres: Centres, radius: &Radius, weights: &Weights, goal: Goal) -> Found {
        let demand = self.inputs.amounts(weights.file.as_deref(), Each::Client, 1, self.problems);
        let reach = self.inputs.radius(&radius.text, self.problems)?;
        let demand = demand?;
        self.ready()?;
        let Inputs { matrix, rules, .. } = self.inputs;
        let question = CoverQuestion { radius: reach, centres: count(centres), demand: &demand.units };
        let outcome = match goal {
            Goal::Once => max_covering(matrix, question, rules, self.control),
            Goal::Twice => backup_covering(matrix, question, rules, self.control),
        };
        Some(outcome.map(|outcome| {
            let total = demand.units.iter().map(|units| i128::from(*units)).sum();
            let mut answer = Answer::of_cover(self.model, outcome, demand.decimals);
            answer.more.push(("total_demand", number(total, demand.decimals)));
            answer
        }))
    }

    fn districts(
        &mut self,
        centres: Centres,
        level: Level,
        (air_distance, adjacency): (Option<&Path>, Option<&Path>),
    ) -> Found {
        let neighbourhood = neighbourhood(self.inputs, air_distance, adjacency, self.problems)?;
        self.ready()?;
        let Inputs { matrix, rules, .. } = self.inputs;
        let question = Districting { centres: count(centres), contiguity: level.into(), neighbourhood: &neighbourhood };
        let outcome = districts(matrix, &question, rules, self.control);
        Some(outcome.map_err(ModelError::from).map(|outcome| {
            let mut answer = Answer::of_costs(self.model, outcome, matrix.decimals());
            answer.more.push(("contiguity", json!(level.name())));
            answer
        }))
    }

    /// Loads and capacities in the smaller of their units.
    fn in_one_unit(&mut self, loads: &Amounts, capacities: &Amounts) -> Option<(Amounts, Amounts)> {
        let decimals = loads.decimals.max(capacities.decimals);
        let both = loads.with_decimals(decimals).zip(capacities.with_decimals(decimals));
        if both.is_none() {
            let why = Words::new("loads and capacities have no common unit", "负荷与容量没有共同的单位");
            self.problems.push(e178_unusable_numbers(Place::default(), "--capacities", why));
        }
        both
    }

    fn capacitated(&mut self, centres: Centres, weights: &Weights, (loads, capacities): (Option<&str>, &str)) -> Found {
        let file = weights.file.as_deref();
        let own = loads.or(file);
        let loads = self.inputs.amounts(own, Each::Client, 1, self.problems);
        let capacities = self.inputs.amounts(Some(capacities), Each::Site, 0, self.problems);
        let weights = self.inputs.amounts(file, Each::Client, 1, self.problems)?;
        let (matrix, decimals) = self.inputs.weighted(&weights, self.problems)?;
        let (loads, capacities) = self.in_one_unit(&loads?, &capacities?)?;
        self.ready()?;
        let question = CapacityQuestion { centres: count(centres), loads: &loads.units, capacities: &capacities.units };
        let outcome = capacitated_p_median(&matrix, question, &self.inputs.rules, self.control);
        Some(outcome.map(|outcome| {
            let mut carried = vec![0_i128; self.inputs.matrix.sites()];
            for (site, load) in outcome.assignment.iter().zip(&loads.units) {
                if let Some(carried) = carried.get_mut(*site) {
                    *carried += i128::from(*load);
                }
            }
            let mut answer = Answer::of_costs(self.model, outcome, decimals);
            let of = |site: &usize| carried.get(*site).copied().unwrap_or(0);
            let carried: Vec<_> = answer.centres.iter().map(|site| number(of(site), loads.decimals)).collect();
            answer.more.push(("loads", json!(carried)));
            answer
        }))
    }
}

fn count(centres: Centres) -> usize {
    usize::try_from(centres.count).unwrap_or(usize::MAX)
}
