//! Where a county's travel times come from: roads, or a table in place of them.

use xiaqu_model::{
    Place, ProblemReport, e415_roads_and_travel_times, e416_no_roads_no_travel_times, e417_needs_roads,
    w985_settings_of_roads_without_effect,
};

use crate::{Settings, settings::SettingRow};

/// Names of the files that travel times are made from.
#[derive(Debug, Default)]
pub(crate) struct SourceOfTimes<'a> {
    pub(crate) roads: Option<&'a str>,
    pub(crate) table: Option<&'a str>,
    pub(crate) closures: Option<&'a str>,
    pub(crate) elevation: Option<&'a str>,
}

/// The files that travel times are made from. Both roads and a table, neither, and what only roads have beside a table
/// are reported; then nothing of what contradicts is read. `has_roads` is false where no roads are named, or only by default.
pub(crate) fn source_of_times<'a>(
    settings: &'a Settings,
    has_roads: bool,
    problems: &mut Vec<ProblemReport>,
) -> SourceOfTimes<'a> {
    let inputs = &settings.inputs;
    let (roads, table) = (inputs.roads.as_deref(), inputs.travel_times.as_deref());
    let place = |key: &str| Place::table("xiaqu.toml").id(key);
    match (roads, table) {
        (Some(roads), Some(table)) => {
            problems.push(e415_roads_and_travel_times(place("inputs.travel_times"), roads, table));
            SourceOfTimes::default()
        }
        (None, Some(_)) => {
            problems.extend(needing_roads(settings).map(|key| e417_needs_roads(place(key), key)));
            problems.extend(without_effect(settings));
            SourceOfTimes { table, ..SourceOfTimes::default() }
        }
        (roads, None) => {
            let (closures, elevation) = (inputs.closures.as_deref(), inputs.elevation.as_deref());
            let default = Settings::default().inputs.roads;
            if !has_roads {
                problems.push(e416_no_roads_no_travel_times(place("inputs.roads"), default.unwrap_or_default()));
                return SourceOfTimes { closures, elevation, ..SourceOfTimes::default() };
            }
            SourceOfTimes { roads, table: None, closures, elevation }
        }
    }
}

/// Settings that say something of the county's roads, and would be lost without them.
fn needing_roads(settings: &Settings) -> impl Iterator<Item = &'static str> {
    let stated = [
        ("inputs.closures", settings.inputs.closures.is_some()),
        ("inputs.elevation", settings.inputs.elevation.is_some()),
        ("roads.links", !settings.roads.links.is_empty()),
    ];
    stated.into_iter().filter(|(_, is_stated)| *is_stated).map(|(key, _)| key)
}

/// Settings beside them that only roads follow.
const OF_ROADS: [&str; 4] =
    ["inputs.roads_datum", "inputs.closures_datum", "adjacency.path_outside_max_m", "areas.sample_spacing_m"];

/// The warning about parameters of roads that somebody changed.
fn without_effect(settings: &Settings) -> Option<ProblemReport> {
    let is_of_roads = |row: &SettingRow| {
        OF_ROADS.contains(&row.key.as_str()) || (row.key.starts_with("roads.") && row.key != "roads.links")
    };
    let changed = settings.rows().into_iter().filter(|row| is_of_roads(row) && row.value != row.default);
    let keys: Vec<String> = changed.map(|row| format!("`{}`", row.key)).collect();
    let place = Place::table("xiaqu.toml").id("roads");
    (!keys.is_empty()).then(|| w985_settings_of_roads_without_effect(place, keys.join(", ")))
}
