//! Answers over placed roads: their files and what is said of them.

use std::path::Path;

use serde_json::{Value, json};
use xiaqu::{
    Failure, FolderError, HierarchySource, Language, MatrixSearch, OutputFolder, PlacedRoads, RoadMatrix, RoadRequest,
    Run, Stage, TimeTable, ensure_free,
    model::TravelTime,
    roads::{Hierarchy, Scenario},
};

use super::{
    arguments::{Map, has_ending},
    output::{ids_file, path_json, write},
    said::{bands_text, cells_text, route_text},
    words::{scenario_name, written},
};
use crate::{commands::Ended, console::Console};

/// Who asks, and how the library is run.
pub(super) struct Asked<'a> {
    pub(super) console: &'a Console,
    pub(super) run: &'a Run<'a>,
}

/// The file of a matrix, the file of the hierarchy, and whether files may be replaced.
type MatrixFiles<'a> = (Option<&'a Path>, Option<&'a Path>, bool);

pub(super) fn matrix(
    asked: &Asked<'_>,
    request: &RoadRequest,
    scenario: Scenario,
    (output, cache, force): MatrixFiles<'_>,
) -> Result<(), Ended> {
    let ids = output.filter(|path| has_ending(path, &["npy"])).map(ids_file);
    for path in output.into_iter().chain(ids.as_deref()) {
        ensure_free(path, force)?;
    }
    let placed = asked.place(request)?;
    placed.check_size()?;
    let hierarchy = ready_hierarchy(asked.console, &placed, (cache, force))?;
    let matrix = placed.matrix(scenario, hierarchy.as_ref());
    if matrix.search == MatrixSearch::PlainForLongTimes {
        let (en, zh) = (
            "times are too long for the hierarchy; Dijkstra's search was used, the times are the same",
            "行车时间过长，收缩层次不适用；已改用 Dijkstra 搜索，结果相同",
        );
        asked.console.say(asked.console.pick(en, zh));
    }
    let table = matrix.table();
    let Some(path) = output else {
        let text = if asked.console.json { full_json(&matrix).to_string() } else { csv(&table)? };
        asked.console.result(text.trim_end());
        return Ok(());
    };
    asked.console.stage(Stage::Write);
    if let Some(ids) = &ids {
        write(ids, table.ids_csv().map_err(|error| Failure::Table(Box::new(error)))?.as_bytes())?;
    }
    write(path, &matrix_bytes(path, &table)?)?;
    asked.console.finish();
    let files: Vec<&Path> = std::iter::once(path).chain(ids.as_deref()).collect();
    let unreachable = matrix.unreachable();
    if asked.console.json {
        let answer = json!({
            "scenario": scenario.as_str(), "from": matrix.from.len(), "to": matrix.to.len(),
            "unreachable": unreachable, "search": matrix.search.name(),
            "files": files.iter().map(|file| path_json(file)).collect::<Vec<_>>(),
        });
        asked.console.result(answer.to_string());
    } else {
        asked.console.result(matrix_text(asked.console, &matrix, unreachable, &files));
    }
    Ok(())
}

/// The matrix in the format that the name of the file asks for.
fn matrix_bytes(path: &Path, table: &TimeTable<'_>) -> Result<Vec<u8>, Failure> {
    if has_ending(path, &["npy"]) {
        Ok(table.to_npy())
    } else if has_ending(path, &["parquet"]) {
        table.to_parquet().map_err(|error| Failure::Table(Box::new(error)))
    } else {
        Ok(csv(table)?.into_bytes())
    }
}

fn csv(table: &TimeTable<'_>) -> Result<String, Failure> {
    table.to_csv().map_err(|error| Failure::Table(Box::new(error)))
}

fn full_json(matrix: &RoadMatrix) -> Value {
    let row = |times: &Vec<Option<TravelTime>>| -> Vec<Option<u32>> {
        times.iter().map(|time| time.map(TravelTime::as_milliseconds)).collect()
    };
    json!({
        "scenario": matrix.scenario.as_str(), "search": matrix.search.name(),
        "from": matrix.from, "to": matrix.to,
        "milliseconds": matrix.times.iter().map(row).collect::<Vec<_>>(),
    })
}

fn matrix_text(console: &Console, matrix: &RoadMatrix, unreachable: usize, files: &[&Path]) -> String {
    let (from, to) = (matrix.from.len(), matrix.to.len());
    let scenario = scenario_name(matrix.scenario, console.language);
    let written = written(files, console.language);
    match console.language {
        Language::En => {
            format!("travel times: {from} × {to} ({scenario})\npairs without a way: {unreachable}\n{written}")
        }
        Language::Zh => format!("行车时间：{from} × {to}（{scenario}）\n无路可通的点对：{unreachable}\n{written}"),
    }
}

/// The hierarchy, if it pays; that it was made again is said.
fn ready_hierarchy(
    console: &Console,
    placed: &PlacedRoads,
    (cache, force): (Option<&Path>, bool),
) -> Result<Option<Hierarchy>, Failure> {
    let Some(ready) = placed.hierarchy(cache, force)? else { return Ok(None) };
    let said = match ready.source {
        HierarchySource::Built | HierarchySource::Opened => None,
        HierarchySource::Stale => Some(("it was made from other roads", "它属于另一路网")),
        HierarchySource::Damaged => Some(("it is damaged", "文件已损坏")),
        HierarchySource::Replaced => Some(("it was no hierarchy of this version", "它不是本版本的层次文件")),
    };
    if let (Some((en, zh)), Some(file)) = (said, cache) {
        let again = console.pick("made the hierarchy file again", "已重新生成层次文件");
        console.say(format!("{again} `{}`: {}", file.display(), console.pick(en, zh)));
    }
    Ok(Some(ready.hierarchy))
}

pub(super) fn isochrones(
    asked: &Asked<'_>,
    request: &RoadRequest,
    (scenario, ends, turnout): (Scenario, Option<&[f64]>, TravelTime),
    map: &Map,
) -> Result<(), Ended> {
    if let Some(path) = &map.path {
        ensure_free(path, map.force)?;
    }
    let placed = asked.place(request)?;
    asked.console.stage(Stage::Draw);
    let found = placed.isochrones(scenario, ends, turnout)?;
    asked.console.finish();
    let language = asked.console.language;
    if let Some(path) = &map.path {
        write(path, found.layer(language).to_geojson().as_bytes())?;
    }
    if !asked.console.json {
        asked.console.result(bands_text(&found, map.path.as_deref(), language));
        return Ok(());
    }
    let bands = found.rows.iter().map(|row| {
        json!({
            "band": row.label, "from_minutes": row.from_minutes, "to_minutes": row.to_minutes,
            "population": row.people, "area_km2": row.area_km2,
        })
    });
    let answer = json!({
        "scenario": scenario.as_str(), "land": found.land.words().text(language),
        "bands": bands.collect::<Vec<_>>(), "file": map.path.as_deref().map(path_json),
    });
    asked.console.result(answer.to_string());
    Ok(())
}

pub(super) fn route(
    asked: &Asked<'_>,
    request: &RoadRequest,
    (scenario, [from, to]): (Scenario, [&String; 2]),
    map: &Map,
) -> Result<(), Ended> {
    if let Some(path) = &map.path {
        ensure_free(path, map.force)?;
    }
    let placed = asked.place(request)?;
    let found = placed.route(scenario, from, to)?;
    if let Some(path) = &map.path {
        write(path, found.layer().to_geojson().as_bytes())?;
    }
    if !asked.console.json {
        asked.console.result(route_text(&found, map.path.as_deref(), asked.console.language));
        return Ok(());
    }
    let mut answer = found.written();
    if let Some(object) = answer.as_object_mut() {
        object.insert("file".to_owned(), json!(map.path.as_deref().map(path_json)));
    }
    asked.console.result(answer.to_string());
    Ok(())
}

pub(super) fn cells(
    asked: &Asked<'_>,
    request: &RoadRequest,
    (scenario, turnout): (Scenario, TravelTime),
    (output, force): (&Path, bool),
) -> Result<(), Ended> {
    xiaqu::ensure_writable(output, force)?;
    let placed = asked.place(request)?;
    asked.console.stage(Stage::Draw);
    let found = placed.cells(scenario)?;
    asked.console.stage(Stage::Write);
    let language = asked.console.language;
    let rows: Vec<Value> = found
        .rows
        .iter()
        .map(|row| {
            json!({
                "centre": row.id, "name": row.name, "population": row.people, "area_km2": row.area_km2,
                "road_km": row.roads.as_metres().round() / 1e3, "parts": row.parts,
            })
        })
        .collect();
    let mut answer = json!({
        "kind": "road_cells", "version": env!("CARGO_PKG_VERSION"), "scenario": scenario.as_str(),
        "land": found.rule.words().text(language), "turnout_minutes": turnout.as_minutes(), "cells": rows,
    });
    let folder = OutputFolder::begin(output, force).map_err(Failure::from)?;
    let files = || -> Result<std::path::PathBuf, FolderError> {
        folder.write_with("cell_roads.geojson", |file| found.write_roads(&placed, (turnout, language), file))?;
        folder.write("cell_areas.geojson", found.areas_layer(language).to_geojson())?;
        folder.write("manifest.json", format!("{answer:#}\n"))?;
        folder.finish()
    };
    let written = files().map_err(Failure::from)?;
    asked.console.finish();
    asked.console.problems(&found.notes);
    if let Some(object) = answer.as_object_mut().filter(|_| asked.console.json) {
        object.insert("folder".to_owned(), path_json(&written));
        asked.console.result(answer.to_string());
    } else {
        asked.console.result(cells_text(&found, &written, language));
    }
    Ok(())
}
