//! What `xiaqu frontier` ends with.

use std::path::Path;

use serde_json::{Value, json};
use xiaqu::{AimWords, CountyFrontier, Language, merge_lines, model::Limit};

use crate::{headline::right_aligned, problem_json::problem_json};

/// One object for scripts.
pub(crate) fn frontier_json(found: &CountyFrontier, folder: &Path, language: Language) -> Value {
    json!({
        "kind": "frontier",
        "output": folder.display().to_string(),
        "files": found.file_names(),
        "warnings": found.warnings.iter().map(|warning| problem_json(warning, language)).collect::<Vec<_>>(),
        "frontier": found.written(),
    })
}

/// A table for a person: one line a point.
pub(crate) fn frontier_text(found: &CountyFrontier, folder: &Path, language: Language) -> String {
    let zh = language == Language::Zh;
    let county = &found.county.settings.county;
    let mut lines =
        vec![if county.note.is_empty() { county.name.clone() } else { format!("{} ({})", county.name, county.note) }];
    for dropped in &found.dropped {
        lines.push(if zh {
            format!("未采用 `{} = {}`：撤并数在此自由（`--keep-closures` 可保留）", dropped.key, dropped.value)
        } else {
            format!(
                "`{} = {}` is not heeded: closures are free here (`--keep-closures` keeps it)",
                dropped.key, dropped.value
            )
        });
    }
    lines.push(String::new());
    lines.extend(table(found, language));
    lines.push(String::new());
    lines.push(ending(found, zh));
    if let Some(knee) = found.frontier.knee {
        lines.push(if zh { format!("拐点：方案 {}", knee + 1) } else { format!("knee: plan {}", knee + 1) });
    }
    lines.push(String::new());
    lines.push(format!("{}{}", if zh { "结果位于：" } else { "results in " }, folder.display()));
    for (name, en, chinese) in [
        ("frontier.svg", "the chart", "图"),
        ("frontier.csv", "one row a plan", "每方案一行"),
        ("frontier.json", "exact values, groups and proofs", "精确值、分组与证明"),
        ("plan_*.geojson", "the jurisdictions of each plan", "各方案的属地管辖"),
    ] {
        lines.push(format!("  {name:<16} {}", if zh { chinese } else { en }));
    }
    lines.join("\n")
}

fn ending(found: &CountyFrontier, zh: bool) -> String {
    let count = found.frontier.points.len();
    match (found.frontier.stopped, zh) {
        (None, false) if count == 1 => "complete: this one plan is the best in every aim; proved".to_owned(),
        (None, true) if count == 1 => "完整：该方案在各目标上均为最优；已证明".to_owned(),
        (None, false) => {
            format!("complete: no plan dominates one of these {count}, and there are no others; all proved")
        }
        (None, true) => format!("完整：以上 {count} 个方案互不支配，且再无其他；均已证明"),
        (Some(limit), false) => {
            let why = match limit {
                Limit::Time => "by the time limit",
                Limit::Interrupt => "by an interrupt",
                Limit::Effort => "by the number of plans that are tried",
            };
            let open = found.written().points.iter().filter(|point| point.proof.kind == "stopped").count();
            format!("stopped {why}: {count} plans so far, {open} of them not proved; others may be missing")
        }
        (Some(limit), true) => {
            let why = match limit {
                Limit::Time => "达到时限",
                Limit::Interrupt => "被中断",
                Limit::Effort => "达到尝试方案数上限",
            };
            let open = found.written().points.iter().filter(|point| point.proof.kind == "stopped").count();
            format!("{why}：目前 {count} 个方案，其中 {open} 个未经证明；可能有遗漏")
        }
    }
}

fn table(found: &CountyFrontier, language: Language) -> Vec<String> {
    let zh = language == Language::Zh;
    let words: Vec<AimWords> = found.frontier.aims.iter().map(|&aim| AimWords::of(aim)).collect();
    let titles: Vec<String> = words.iter().map(|words| words.title(language)).collect();
    let width = |title: &str| title.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum::<usize>() + 3;
    let first = if zh { "方案" } else { "plan" };
    let head: String = titles.iter().map(|title| right_aligned(title, width(title))).collect();
    let mut lines = vec![format!("{}{head}   {}", right_aligned(first, 5), if zh { "合并" } else { "merges" })];
    let written = found.written();
    for (written, point) in written.points.iter().zip(&found.frontier.points) {
        let values = written.values.iter().zip(&words).zip(&titles);
        let values: String =
            values.map(|((value, words), title)| right_aligned(&words.shown(value.value), width(title))).collect();
        let merges = merge_lines(&found.county.problem, &point.plan, language).join(if zh { "；" } else { "; " });
        let merges =
            if merges.is_empty() { if zh { "不合并" } else { "nothing is merged" }.to_owned() } else { merges };
        lines.push(format!("{}{values}   {merges}", right_aligned(&written.number.to_string(), 5)));
    }
    lines
}
