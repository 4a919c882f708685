//! Answers as text for a person.

use std::path::Path;

use xiaqu::{
    Isochrones, LandRule, Language, PlacedCells, PlacedRoute,
    roads::{RoadClass, Scenario},
    rounded_minutes,
};

use super::{
    tables::{plain, table},
    words::{pick, scenario_name, written},
};

/// Bands with their areas and people.
pub(super) fn bands_text(found: &Isochrones, file: Option<&Path>, language: Language) -> String {
    let titles = [
        pick(language, "minutes", "分钟"),
        pick(language, "people", "人口"),
        pick(language, "area, km2", "面积（平方千米）"),
    ];
    let rows: Vec<Vec<String>> = found
        .rows
        .iter()
        .map(|row| {
            let people = row.people.map_or_else(|| "-".to_owned(), |people| people.to_string());
            vec![row.label.clone(), people, format!("{:.2}", row.area_km2)]
        })
        .collect();
    let head = headed(("land by travel time", "按行车时间划分的范围"), found.scenario, found.land, language);
    let mut lines = vec![head];
    lines.extend(table(&titles, &rows));
    lines.extend(file.map(|file| written(&[file], language)));
    lines.join("\n")
}

/// The streets of a route.
pub(super) fn route_text(found: &PlacedRoute, file: Option<&Path>, language: Language) -> String {
    let titles = [
        pick(language, "street", "道路"),
        pick(language, "class", "等级"),
        pick(language, "metres", "米"),
        pick(language, "minutes", "分钟"),
    ];
    let on_foot = pick(language, "on foot", "步行");
    let unnamed = pick(language, "unnamed road", "无名道路");
    let rows: Vec<Vec<String>> = found
        .steps
        .iter()
        .map(|step| {
            let name = step.name.as_deref().unwrap_or(if step.class.is_none() { on_foot } else { unnamed });
            vec![
                plain(name),
                step.class.map_or("-", RoadClass::as_str).to_owned(),
                format!("{:.0}", step.length.as_metres()),
                format!("{:.2}", rounded_minutes(step.time)),
            ]
        })
        .collect();
    let (from, to) = (plain(&found.from.name), plain(&found.to.name));
    let (minutes, metres) = (rounded_minutes(found.time), found.length.as_metres());
    let milliseconds = found.time.as_milliseconds();
    let scenario = scenario_name(found.scenario, language);
    let mut lines = vec![match language {
        Language::En => {
            format!("{from} to {to} ({scenario}): {minutes:.2} minutes ({milliseconds} ms), {metres:.0} m")
        }
        Language::Zh => {
            format!("{from} 至 {to}（{scenario}）：{minutes:.2} 分钟（{milliseconds} 毫秒），{metres:.0} 米")
        }
    }];
    lines.extend(table(&titles, &rows));
    lines.extend(file.map(|file| written(&[file], language)));
    lines.join("\n")
}

/// Cells with their areas, roads and people.
pub(super) fn cells_text(found: &PlacedCells, folder: &Path, language: Language) -> String {
    let titles = [
        pick(language, "first on the road", "最先到达"),
        pick(language, "people", "人口"),
        pick(language, "area, km2", "面积（平方千米）"),
        pick(language, "roads, km", "道路（千米）"),
        pick(language, "parts", "块数"),
    ];
    let rows: Vec<Vec<String>> = found
        .rows
        .iter()
        .map(|row| {
            vec![
                plain(&format!("{} {}", row.id, if row.name == row.id { "" } else { &row.name })).trim_end().to_owned(),
                row.people.map_or_else(|| "-".to_owned(), |people| people.to_string()),
                format!("{:.2}", row.area_km2),
                format!("{:.2}", row.roads.as_metres() / 1e3),
                row.parts.to_string(),
            ]
        })
        .collect();
    let head = headed(("who is there first", "就近出警范围"), found.scenario, found.rule, language);
    let mut lines = vec![head];
    lines.extend(table(&titles, &rows));
    lines.push(written(&[folder], language));
    lines.join("\n")
}

/// What it is, in which scenario, and which land.
fn headed((en, zh): (&str, &str), scenario: Scenario, land: LandRule, language: Language) -> String {
    let (scenario, land) = (scenario_name(scenario, language), land.words());
    match language {
        Language::En => format!("{en} ({scenario}), {}", land.text(language)),
        Language::Zh => format!("{zh}（{scenario}），{}", land.text(language)),
    }
}
