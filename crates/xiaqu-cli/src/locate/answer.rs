//! The answer of a location model, as JSON and as a table.

use serde_json::{Map, Value, json};
use xiaqu::{
    Language, decimal_text,
    locate::{CostMatrix, CoverOutcome, LocateOutcome, LocateProof},
    model::Limit,
};

/// What every model answers.
pub(crate) struct Answer {
    pub(super) model: &'static str,
    /// Objective and bound in units of 10^-`decimals`.
    pub(super) objective: i128,
    pub(super) bound: i128,
    pub(super) decimals: u32,
    pub(super) gap: f64,
    pub(crate) proof: LocateProof,
    pub(super) centres: Vec<usize>,
    pub(super) assignment: Vec<Option<usize>>,
    /// Further keys of this model.
    pub(super) more: Vec<(&'static str, Value)>,
}

impl Answer {
    /// Of a model that assigns every client.
    pub(super) fn of_costs(model: &'static str, outcome: LocateOutcome, decimals: u32) -> Self {
        let LocateOutcome { objective, bound, gap, proof, centres, assignment, .. } = outcome;
        let assignment = assignment.into_iter().map(Some).collect();
        Self { model, objective, bound, decimals, gap, proof, centres, assignment, more: Vec::new() }
    }

    /// Of a model that covers clients.
    pub(super) fn of_cover(model: &'static str, outcome: CoverOutcome, decimals: u32) -> Self {
        let CoverOutcome { objective, bound, gap, proof, centres, assignment, times_covered } = outcome;
        let covered = times_covered.iter().filter(|times| **times > 0).count();
        let more = vec![("covered_clients", json!(covered)), ("times_covered", json!(times_covered))];
        Self { model, objective, bound, decimals, gap, proof, centres, assignment, more }
    }

    /// One object for scripts.
    pub(crate) fn to_json(&self, seconds: f64) -> Value {
        let mut proof = Map::new();
        proof.insert("kind".to_owned(), json!(self.proof.kind()));
        if let LocateProof::Stopped { limit, .. } = &self.proof {
            proof.insert("limit".to_owned(), json!(limit));
        }
        proof.insert("status".to_owned(), json!(self.proof.status()));
        let mut object = Map::new();
        object.insert("model".to_owned(), json!(self.model));
        object.insert("objective".to_owned(), number(self.objective, self.decimals));
        object.insert("bound".to_owned(), number(self.bound, self.decimals));
        // An infinite gap is no number in JSON: null.
        object.insert("gap".to_owned(), json!(self.gap));
        object.insert("proof".to_owned(), Value::Object(proof));
        object.insert("centres".to_owned(), json!(self.centres));
        object.insert("assignment".to_owned(), json!(self.assignment));
        object.extend(self.more.iter().map(|(key, value)| ((*key).to_owned(), value.clone())));
        object.insert("seconds".to_owned(), json!((seconds * 1e3).round() / 1e3));
        Value::Object(object)
    }

    /// A short table for a person: the value, how sure it is, and what each centre serves.
    pub(crate) fn to_text(&self, matrix: &CostMatrix, language: Language, seconds: f64) -> String {
        let zh = language == Language::Zh;
        let pick = |en: &'static str, chinese: &'static str| if zh { chinese } else { en };
        let mut lines = vec![match language {
            Language::En => format!("{}: {} centres for {} clients", self.model, self.centres.len(), matrix.clients()),
            Language::Zh => format!("{}：{} 个中心，{} 个需求点", self.model, self.centres.len(), matrix.clients()),
        }];
        let value = |units| decimal_text(units, self.decimals);
        lines.push(format!("{} {}", pick("objective", "目标值"), value(self.objective)));
        lines.push(format!("{} {}", pick("bound    ", "界    "), value(self.bound)));
        lines.push(self.proof_line(language));
        lines.push(format!("{} {seconds:.2} s", pick("search", "搜索用时")));
        lines.push(String::new());
        let titles = [
            pick("centre", "中心"),
            pick("clients", "需求点数"),
            pick("sum of costs", "费用合计"),
            pick("largest cost", "最大费用"),
        ];
        lines.push(row(&titles.map(str::to_owned)));
        for centre in &self.centres {
            let served = self.assignment.iter().enumerate().filter(|(_, site)| **site == Some(*centre));
            let costs: Vec<i64> = served.filter_map(|(client, _)| matrix.cost(*centre, client)).collect();
            let cost = |units: Option<i128>| {
                units.map_or_else(|| "-".to_owned(), |units| decimal_text(units, matrix.decimals()))
            };
            let sum = costs.iter().map(|cost| i128::from(*cost)).sum();
            let largest = costs.iter().max().map(|largest| i128::from(*largest));
            lines.push(row(&[centre.to_string(), costs.len().to_string(), cost(Some(sum)), cost(largest)]));
        }
        let left = self.assignment.iter().filter(|site| site.is_none()).count();
        if left > 0 {
            lines.push(match language {
                Language::En => format!("clients within the radius of no centre: {left}"),
                Language::Zh => format!("不在任何中心半径之内的需求点：{left}"),
            });
        }
        lines.join("\n")
    }

    fn proof_line(&self, language: Language) -> String {
        let (gap, status) = (self.gap * 100.0, self.proof.status());
        match (&self.proof, language) {
            (LocateProof::Optimal { .. }, Language::En) => format!("proved ({status}), gap {gap:.4} %"),
            (LocateProof::Optimal { .. }, Language::Zh) => format!("已证明（{status}），差距 {gap:.4} %"),
            (LocateProof::Stopped { limit, .. }, Language::En) => {
                let why = if *limit == Limit::Time { "time limit" } else { "interrupted" };
                format!("stopped early ({why}): best found, gap {gap:.2} %")
            }
            (LocateProof::Stopped { limit, .. }, Language::Zh) => {
                let why = if *limit == Limit::Time { "时限" } else { "中断" };
                format!("提前停止（{why}）：当前最优解，差距 {gap:.2} %")
            }
            (LocateProof::Heuristic { .. }, Language::En) => format!("not proved ({status}), gap {gap:.4} %"),
            (LocateProof::Heuristic { .. }, Language::Zh) => format!("未证明（{status}），差距 {gap:.4} %"),
        }
    }
}

/// Whole units of 10^-`decimals` as a number of JSON.
pub(super) fn number(units: i128, decimals: u32) -> Value {
    let text = decimal_text(units, decimals);
    serde_json::from_str(&text).unwrap_or_else(|_| json!(text))
}

/// A row of the table; a Chinese character is as wide as two Latin letters.
fn row(cells: &[String; 4]) -> String {
    let width = |text: &str| text.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let padded = cells.iter().zip([8, 10, 20, 16]).map(|(cell, wanted)| {
        let blanks = " ".repeat(usize::saturating_sub(wanted, width(cell)).max(1));
        format!("{blanks}{cell}")
    });
    padded.collect::<String>()
}
