//! Explanations as JSON. Exact values are texts: they can exceed the whole numbers of JSON readers.

use serde_json::{Value, json};
use xiaqu_model::{Language, Mode, Plan, Proof, ProvedAim, StationIx, TravelTime};

use super::{
    answer::{AimChange, Alternative, Answer, Comparison, FigureChange},
    binding::Relaxation,
    near::Nearby,
    opened::OpenedPlan,
    pair::{NeighbourPair, PairExplanation},
    plan::PlanExplanation,
    robustness::{PairShare, ScenarioResult},
    rule::Rule,
    station::StationExplanation,
    words::{describe_refusal, describe_requirement},
};

impl PairExplanation {
    /// One object for scripts.
    pub fn to_json(&self, language: Language) -> Value {
        pair(self, language)
    }
}

impl StationExplanation {
    /// One object for scripts.
    pub fn to_json(&self, language: Language) -> Value {
        station(self, language)
    }
}

impl PlanExplanation {
    /// One object for scripts.
    pub fn to_json(&self, language: Language) -> Value {
        plan(self, language)
    }
}

fn proof_kind(proof: &Proof) -> &'static str {
    match proof {
        Proof::Enumerated { .. } => "enumerated",
        Proof::Optimal { .. } => "optimal",
        Proof::Stopped { .. } => "stopped",
    }
}

fn pair(found: &PairExplanation, language: Language) -> Value {
    let opened = &found.opened;
    let studied = found.studied.as_ref().map(|studied| {
        let reasons = studied.refusals.iter();
        json!({
            "adjacent": studied.is_adjacent(),
            "shared_border_km": studied.shared_border.as_kilometres(),
            "road_time_min": studied.road_time.map(TravelTime::as_minutes),
            "refusals": reasons.map(|reason| json!({
                "reason": reason, "text": describe_refusal(opened, studied, reason, language),
            })).collect::<Vec<_>>(),
        })
    });
    json!({
        "question": "pair",
        "stations": [station_of(opened, found.one), station_of(opened, found.other)],
        "together": found.together,
        "plan_proved": opened.proved,
        "studied": studied,
        "opposite": comparison(opened, &found.opposite, language),
        "if_allowed": found.if_allowed.as_ref().map(|other| comparison(opened, other, language)),
        "neighbours": found.alternatives.iter().map(|row| neighbour(opened, row, language)).collect::<Vec<_>>(),
        "stopped": found.stopped,
    })
}

fn station(found: &StationExplanation, language: Language) -> Value {
    let opened = &found.opened;
    json!({
        "question": "station",
        "station": station_of(opened, found.station),
        "role": found.role.describe(Language::En),
        "plan_proved": opened.proved,
        "opposites": found.opposites.iter().map(|other| comparison(opened, other, language)).collect::<Vec<_>>(),
        "stopped": found.stopped,
    })
}

fn plan(found: &PlanExplanation, language: Language) -> Value {
    let opened = &found.opened;
    let rules = found.relaxations.iter().map(|row| relaxation(opened, row, language));
    let scenarios = found.robustness.scenarios.iter().map(|row| scenario(opened, row, language));
    let pairs = found.robustness.pairs.iter().map(|row| share(opened, row));
    json!({
        "question": "plan",
        "first_aim": opened.first_aim(),
        "plan_proved": opened.proved,
        "rules": rules.collect::<Vec<_>>(),
        "near_optimal": nearby(opened, &found.nearby),
        "scenarios": scenarios.collect::<Vec<_>>(),
        "pairs": pairs.collect::<Vec<_>>(),
        "stopped": found.stopped,
    })
}

fn station_of(opened: &OpenedPlan, station: StationIx) -> Value {
    json!({"id": opened.county.problem.stations[station].id, "name": opened.station_name(station)})
}

fn comparison(opened: &OpenedPlan, compared: &Comparison, language: Language) -> Value {
    let ways_out = compared.ways_out.iter().map(|way| {
        json!({
            "requirement": describe_requirement(opened, &way.requirement, language),
            "change": Rule::Requirement(way.requirement.clone()).describe_change(way.change, language),
            "answer": answer(opened, &way.answer, language),
        })
    });
    json!({
        "forced": compared.forcing.describe(opened, language),
        "answer": answer(opened, &compared.answer, language),
        "figures": compared.figures.iter().map(|row| figure(row, language)).collect::<Vec<_>>(),
        "ways_out": ways_out.collect::<Vec<_>>(),
    })
}

fn figure(row: &FigureChange, language: Language) -> Value {
    let note = if language == Language::Zh { &row.note_zh } else { &row.note_en };
    json!({
        "key": row.key, "group": row.group, "unit": row.unit, "note": note,
        "plan": row.written, "other": row.other, "difference": row.difference(),
    })
}

fn answer(opened: &OpenedPlan, answer: &Answer, language: Language) -> Value {
    match answer {
        Answer::Plan(alternative) => alternative_of(opened, alternative),
        Answer::Impossible(obstacle) => {
            let lines = if language == Language::Zh { &obstacle.lines_zh } else { &obstacle.lines_en };
            json!({"kind": "impossible", "conflict": lines})
        }
        Answer::NotFound(limit) => json!({"kind": "not_found", "limit": limit}),
    }
}

fn alternative_of(opened: &OpenedPlan, alternative: &Alternative) -> Value {
    let bounds = alternative.proof.aims();
    let aims = alternative.aims.iter().map(|change| {
        let bound = bounds.iter().find(|proved| proved.aim == change.aim);
        aim(change, bound.filter(|_| alternative.complete))
    });
    json!({
        "kind": "plan",
        "groups": groups(opened, &alternative.plan),
        "proof": proof_kind(&alternative.proof),
        "complete": alternative.complete,
        "gap": alternative.proof.gap(),
        "aims": aims.collect::<Vec<_>>(),
    })
}

fn aim(change: &AimChange, proved: Option<&ProvedAim>) -> Value {
    json!({
        "aim": change.aim, "unit": change.unit, "plan": change.written_in_units, "other": change.other_in_units,
        "difference": change.difference(),
        "plan_sum": change.written.0.to_string(), "other_sum": change.other.0.to_string(),
        "regret_sum": change.regret().0.to_string(), "bound_sum": proved.map(|proved| proved.bound.0.to_string()),
    })
}

fn groups(opened: &OpenedPlan, plan: &Plan) -> Value {
    let id = |station: StationIx| opened.county.problem.stations[station].id.to_string();
    let rows = plan.rows().filter(|(group, _)| group.mode() != Mode::Keep);
    rows.map(|(group, officers)| {
        json!({
            "mode": group.mode(), "centre": id(group.centre), "officers": officers.heads(),
            "members": group.members.iter().map(|member| id(*member)).collect::<Vec<_>>(),
        })
    })
    .collect()
}

fn neighbour(opened: &OpenedPlan, row: &NeighbourPair, language: Language) -> Value {
    json!({
        "station": station_of(opened, row.station), "neighbour": station_of(opened, row.neighbour),
        "in_plan": row.in_plan, "answer": answer(opened, &row.answer, language),
    })
}

fn relaxation(opened: &OpenedPlan, row: &Relaxation, language: Language) -> Value {
    json!({
        "rule": row.rule.describe(opened, language), "change": row.rule.describe_change(row.change, language),
        "binds": row.binds(), "slack": row.is_slack(), "answer": answer(opened, &row.answer, language),
    })
}

fn scenario(opened: &OpenedPlan, row: &ScenarioResult, language: Language) -> Value {
    json!({
        "scenario": row.scenario.describe(language), "plan_obeys_the_rules": row.written_holds,
        "answer": answer(opened, &row.answer, language),
    })
}

fn nearby(opened: &OpenedPlan, found: &Nearby) -> Value {
    match found {
        Nearby::Listed(near) => {
            let plans = near.plans.iter().map(|row| {
                let aims = row.aims.iter().map(|change| aim(change, None));
                json!({"groups": groups(opened, &row.plan), "aims": aims.collect::<Vec<_>>()})
            });
            json!({
                "kind": "listed", "percent": near.percent, "seen": near.seen, "complete": near.complete,
                "plans": plans.collect::<Vec<_>>(),
                "pairs": near.pairs.iter().filter(|_| near.complete).map(|row| share(opened, row)).collect::<Vec<_>>(),
            })
        }
        Nearby::TooLarge => json!({"kind": "too_large"}),
        Nearby::NotFound(limit) => json!({"kind": "not_found", "limit": limit}),
    }
}

fn share(opened: &OpenedPlan, row: &PairShare) -> Value {
    json!({
        "stations": [station_of(opened, row.first), station_of(opened, row.second)],
        "plans": row.plans, "of": row.of, "in_plan": row.in_plan, "verdict": row.stability().name(),
    })
}
