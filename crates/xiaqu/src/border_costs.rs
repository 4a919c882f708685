//! What borders other than exact ones cost: the table of villages that wait longer, and warnings where a rule breaks.

use std::collections::BTreeSet;

use xiaqu_evaluate::{BorderCost, Judgement, border_costs, in_units, villages_beyond_ceiling};
use xiaqu_formats::csv_text;
use xiaqu_model::{
    DispatchRules, Place, Problem, ProblemReport, TravelTime, VillageIx, w960_borders_break_ceiling,
    w961_borders_exceed_limit,
};

use crate::{Failure, Planned, publish::OutputFile};

const HEADER: [&str; 9] = [
    "id",
    "name",
    "township",
    "population",
    "dispatch_centre",
    "nearest_centre",
    "second_arrival_min",
    "nearest_second_arrival_min",
    "extra_min",
];

/// `border_costs.csv`: every village that waits longer than with the nearest base, the longest wait first; none where the
/// settings leave nearest response as it is.
pub(crate) fn border_costs_file(planned: &Planned) -> Result<Option<OutputFile>, Failure> {
    let problem = &planned.county.problem;
    if problem.policy.dispatch == DispatchRules::default() {
        return Ok(None);
    }
    // For people: four decimals, as in figures.csv.
    let minutes = |minutes: f64| ((minutes * 10_000.0).round() / 10_000.0).to_string();
    let row = |cost: &BorderCost| {
        let village = &problem.villages[cost.village];
        vec![
            village.id.to_string(),
            village.name.clone(),
            problem.townships[village.township].name.clone(),
            village.people.count().to_string(),
            problem.stations[cost.answering].id.to_string(),
            problem.stations[cost.nearest].id.to_string(),
            minutes(cost.arrival.as_minutes()),
            minutes(cost.nearest_arrival.as_minutes()),
            minutes(cost.extra_minutes()),
        ]
    };
    let rows: Vec<Vec<String>> = border_costs(problem, &planned.plan).iter().map(row).collect();
    let text = csv_text(&HEADER, &rows).map_err(|error| Failure::Table(Box::new(error)))?;
    Ok(Some(("border_costs.csv".to_owned(), text.into_bytes())))
}

/// Ceilings and limits that the plan keeps under nearest response, and breaks as it is dispatched.
pub(crate) fn border_warnings(problem: &Problem, nearest: &Judgement, dispatched: &Judgement) -> Vec<ProblemReport> {
    let mut warnings = Vec::new();
    let known: BTreeSet<VillageIx> =
        villages_beyond_ceiling(problem, nearest).into_iter().map(|(village, ..)| village).collect();
    let text = |time: TravelTime| format!("{:.1}", time.as_minutes());
    for (village, after, ceiling) in villages_beyond_ceiling(problem, dispatched) {
        if !known.contains(&village) {
            let row = &problem.villages[village];
            let place = Place::default().id(&row.id).at(row.position);
            warnings.push(w960_borders_break_ceiling(place, &row.name, text(after), text(ceiling)));
        }
    }
    for &(aim, most) in &problem.policy.limits {
        let value = dispatched.value(aim);
        if value > most && nearest.value(aim) <= most {
            let units = |value| format!("{:.2}", in_units(problem, aim, value).0);
            let place = Place::table("xiaqu.toml").id("limits");
            warnings.push(w961_borders_exceed_limit(place, aim.name(), units(value), units(most)));
        }
    }
    warnings
}
