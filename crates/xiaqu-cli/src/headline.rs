//! The headline figures that a command ends with.

use std::path::Path;

use serde_json::{Value, json};
use xiaqu::{
    Language, Planned,
    evaluate::Unit,
    merge_lines,
    model::{Mode, Proof},
};

use crate::problem_json::problem_json;

/// Keys of the figures in the headline, with the decimals shown. All are rows of the judge's sheet (tests/cli).
pub(crate) const KEYS: [(&str, usize); 19] = [
    ("stations", 0),
    ("posts", 0),
    ("reduction_percent", 1),
    ("station_officers", 0),
    ("growth_percent", 1),
    ("bureau_share_percent", 1),
    ("officers_per_station", 2),
    ("officers_min", 0),
    ("r1_p1_mean_by_calls", 1),
    ("r2_mean_by_calls", 1),
    ("r2_p90_by_calls", 1),
    ("r2_max_by_calls", 1),
    ("r2_within_target_percent", 1),
    ("people_gaining_5", 0),
    ("people_losing_5", 0),
    ("people_losing_10", 0),
    ("worst_loss", 1),
    ("villages_cut_by_dispatch", 0),
    ("matched_saving_percent", 1),
];

/// Further figures where borders or hysteresis leave nearest response.
const BORDER_KEYS: [(&str, usize); 4] =
    [("borders_extra_mean", 2), ("borders_extra_max", 1), ("borders_later_people", 0), ("hysteresis_extra_mean", 2)];

/// Width of a column of numbers, in Latin letters.
const WIDTH: usize = 10;

/// Text at the right of a column; a Chinese character is as wide as two Latin letters.
pub(crate) fn right_aligned(text: &str, width: usize) -> String {
    let wide = text.chars().filter(|letter| !letter.is_ascii()).count();
    let taken = text.chars().count() + wide;
    format!("{}{text}", " ".repeat(width.saturating_sub(taken)))
}

/// A number with so many decimals, and never `-0`.
fn rounded(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let is_zero = !text.contains(|digit: char| ('1'..='9').contains(&digit));
    if is_zero { text.trim_start_matches('-').to_owned() } else { text }
}

/// The unit behind a note, where the note does not tell it.
fn unit_suffix(unit: Unit, zh: bool) -> &'static str {
    match (unit, zh) {
        (Unit::Percent, false) => ", %",
        (Unit::Percent, true) => "，%",
        (Unit::Minutes, false) => ", min",
        (Unit::Minutes, true) => "，分钟",
        _ => "",
    }
}

/// What is said at the end.
pub(crate) struct Headline<'a> {
    planned: &'a Planned,
}

pub(crate) fn headline(planned: &Planned) -> Headline<'_> {
    Headline { planned }
}

impl Headline<'_> {
    /// One object for scripts.
    pub(crate) fn to_json(&self, folder: &Path, language: Language) -> Value {
        json!({
            "kind": self.planned.kind,
            "output": folder.display().to_string(),
            "files": self.planned.file_names(),
            "merges": self.merges(),
            "proof": self.planned.proof,
            "warnings": self.planned.warnings.iter().map(|warning| problem_json(warning, language)).collect::<Vec<_>>(),
            "figures": self.planned.figures_json(),
        })
    }

    /// A table for a person.
    pub(crate) fn to_text(&self, folder: &Path, language: Language) -> String {
        let zh = language == Language::Zh;
        let title = if zh { ["改革前", "改革后", "变化"] } else { ["before", "after", "change"] };
        let mut lines = vec![self.county(), title.map(|word| right_aligned(word, WIDTH)).join("")];
        for (key, decimals) in KEYS.into_iter().chain(BORDER_KEYS) {
            let Some(row) = self.planned.figures.row(key) else { continue };
            let shown = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| rounded(value, decimals));
            let change = row.change.map(|value| (value, rounded(value, decimals)));
            let change = change.map_or_else(
                || "-".to_owned(),
                |(value, text)| if value > 0.0 && text != rounded(0.0, decimals) { format!("+{text}") } else { text },
            );
            let numbers =
                [shown(row.before), shown(row.after), change].map(|text| right_aligned(&text, WIDTH)).join("");
            let note = if zh { &row.note_zh } else { &row.note_en };
            lines.push(format!("{numbers}   {note}{}", unit_suffix(row.unit, zh)));
        }
        lines.push(String::new());
        lines.extend(merge_lines(&self.planned.county.problem, &self.planned.plan, language));
        lines.extend(self.proof_line(zh));
        lines.extend(self.borders_line(zh));
        lines.push(String::new());
        lines.push(format!("{}{}", if zh { "结果位于：" } else { "results in " }, folder.display()));
        for (name, en, chinese) in [
            ("plan.qgz", "every map below in QGIS, after, change and before", "以下各图，用 QGIS 打开"),
            ("dispatch_areas.geojson", "who answers calls where, after", "改革后接处警辖区"),
            ("dispatch_areas_before.geojson", "the same today", "现状接处警辖区"),
            ("response_bands.geojson", "minutes until the second officer", "第二到达时间带"),
            ("change.geojson", "where that becomes slower", "第二到达变化"),
            ("jurisdictions.geojson", "who manages which townships", "属地管辖"),
            ("villages.geojson", "every village before and after", "各村前后对比"),
            ("figures.csv", "all figures", "全部指标"),
            ("plan.json", "the plan, its proof and every parameter", "方案、证明与全部参数"),
        ] {
            if folder.join(name).is_file() {
                lines.push(format!("  {name:<30} {}", if zh { chinese } else { en }));
            }
        }
        lines.join("\n")
    }

    fn county(&self) -> String {
        let county = &self.planned.county.settings.county;
        if county.note.is_empty() { county.name.clone() } else { format!("{} ({})", county.name, county.note) }
    }

    fn merges(&self) -> Vec<Value> {
        let station = |index| &self.planned.county.problem.stations[index].name;
        let groups = self.planned.plan.groups().iter().filter(|group| group.mode() != Mode::Keep);
        groups
            .map(|group| {
                json!({
                    "centre": station(group.centre),
                    "mode": group.mode(),
                    "posts": group.posts().map(station).collect::<Vec<_>>(),
                    "pooled": group.bases().skip(1).map(station).collect::<Vec<_>>(),
                })
            })
            .collect()
    }

    /// What the proof does not speak of.
    fn borders_line(&self, zh: bool) -> Option<String> {
        let differs = self.planned.county.problem.policy.dispatch.may_differ_from_nearest();
        let line = if zh {
            "证明所述为最近出警；以上指标按所选接处警边界与滞后计算（代价见 border_costs.csv）"
        } else {
            "the proof speaks of nearest response; the figures are those of the borders and hysteresis chosen, whose cost is \
             in border_costs.csv"
        };
        (differs && self.planned.proof.is_some()).then(|| line.to_owned())
    }

    fn proof_line(&self, zh: bool) -> Option<String> {
        let proof = self.planned.proof.as_ref()?;
        let gap = proof.gap() * 100.0;
        Some(match (proof, zh) {
            (Proof::Enumerated { plans, .. }, false) => format!("provably best: all {plans} plans were judged"),
            (Proof::Enumerated { plans, .. }, true) => format!("已证明最优：穷举评判了全部 {plans} 个方案"),
            (Proof::Optimal { status, .. }, false) => format!("proved ({status}), gap {gap:.4} %"),
            (Proof::Optimal { status, .. }, true) => format!("已证明（{status}），差距 {gap:.4} %"),
            (Proof::Stopped { .. }, false) => format!("stopped early: best plan found, gap {gap:.2} %"),
            (Proof::Stopped { .. }, true) => format!("提前停止：当前最优方案，差距 {gap:.2} %"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{right_aligned, rounded};

    #[test]
    fn chinese_titles_stand_over_their_numbers() {
        assert_eq!(right_aligned("变化", 10), "      变化");
        assert_eq!(right_aligned("-3.5", 10), "      -3.5");
    }

    #[test]
    fn nothing_changed_is_not_minus_zero() {
        assert_eq!(rounded(-0.01, 1), "0.0");
        assert_eq!(rounded(-10.0, 0), "-10");
    }
}
