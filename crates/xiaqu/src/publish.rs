//! The last stage: a judged and drawn plan to the files of SPEC 3.

use std::path::{Component, Path, PathBuf};

use serde_json::{Map, Value, json};
use xiaqu_formats::{FolderError, Layer, OutputFolder, StyledLayer, csv_text, geopackage, qml, sha256_of, shapefile};
use xiaqu_model::{Language, ProblemReport};

use crate::{
    County, Failure, Planned, StageSeconds,
    border_costs::border_costs_file,
    complexity_files::complexity_files,
    draw::{Looks, dispatch_layers, plan_layers, project_of},
    written::WrittenPlan,
};

/// How the output folder is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct SaveOptions {
    /// Replace an existing output folder, as a whole.
    pub replace: bool,
    /// Write the seconds of each stage into the manifest; then two equal runs differ there and nowhere else.
    pub timings: bool,
    /// Write every layer as a Shapefile too, into the folder `shapefile`.
    pub shapefile: bool,
}

/// A file of the output folder.
pub(crate) type OutputFile = (String, Vec<u8>);

/// The files of an output folder, wherever it will be.
#[derive(Clone, Debug, PartialEq)]
pub struct OutputFiles {
    /// Name and bytes of every file but the manifest.
    pub files: Vec<(String, Vec<u8>)>,
    /// The manifest, in which the way to the county folder is filled in when the place of the output is known.
    pub manifest: Value,
}

impl OutputFiles {
    /// Writes the output folder; it appears whole or not at all. An empty county folder stands for none.
    ///
    /// # Errors
    /// If the folder exists and may not be replaced, or cannot be written.
    pub fn save(&self, county_folder: &Path, target: &Path, replace: bool) -> Result<PathBuf, Failure> {
        let folder = OutputFolder::begin(target, replace)?;
        for (name, bytes) in &self.files {
            folder.write(name, bytes)?;
        }
        let mut manifest = self.manifest.clone();
        if let Some(county) = manifest.get_mut("county_folder") {
            *county = json!(relative_path(county_folder, target));
        }
        folder.write("manifest.json", format!("{manifest:#}\n"))?;
        Ok(folder.finish()?)
    }
}

impl Planned {
    /// Writes the output folder; it appears whole or not at all.
    ///
    /// # Errors
    /// If the folder exists and may not be replaced, or cannot be written.
    pub fn save(&self, county_folder: &Path, target: &Path, options: SaveOptions) -> Result<PathBuf, Failure> {
        ensure_writable(target, options.replace)?;
        self.output(options)?.save(county_folder, target, options.replace)
    }

    /// Everything that [`Self::save`] writes, in memory.
    ///
    /// # Errors
    /// If a table cannot be written.
    pub fn output(&self, options: SaveOptions) -> Result<OutputFiles, Failure> {
        let mut files = self.files()?;
        if options.shapefile {
            files.extend(self.shapefiles()?);
        }
        let timings = options.timings.then_some(self.timings.as_slice());
        let made = Made { kind: self.kind, county: &self.county, warnings: &self.warnings, timings };
        let manifest = made.manifest(&files, "");
        Ok(OutputFiles { files, manifest })
    }

    /// Every file but the manifest: the same bytes for the same inputs and seed, whatever the number of threads.
    ///
    /// # Errors
    /// If a table cannot be written.
    pub(crate) fn files(&self) -> Result<Vec<OutputFile>, Failure> {
        let (looks, layers) = self.layers();
        let mut files: Vec<OutputFile> = Vec::new();
        for StyledLayer { layer, style } in &layers {
            files.push((format!("{}.geojson", layer.name), layer.to_geojson().into_bytes()));
            files.push((format!("{}.qml", layer.name), qml(layer, style, self.language()).into_bytes()));
        }
        files.extend(self.qgis_files(&looks, &layers)?);
        let written = self.written();
        let plan = serde_json::to_string_pretty(&written).map_err(|error| Failure::Table(Box::new(error)))?;
        files.push(("plan.json".to_owned(), format!("{plan}\n").into_bytes()));
        files.push(("figures.json".to_owned(), format!("{:#}\n", written.figures).into_bytes()));
        files.push(("figures.csv".to_owned(), self.figures_csv()?.into_bytes()));
        if self.kind == "plan" {
            files.extend(complexity_files(self)?);
        }
        files.extend(border_costs_file(self)?);
        files.sort();
        Ok(files)
    }

    /// Every map of the plan, as it is written.
    pub fn maps(&self) -> Vec<Layer> {
        self.layers().1.into_iter().map(|styled| styled.layer).collect()
    }

    /// Every layer as a Shapefile, in a folder of its own: beside the style files QGIS would take theirs for its own.
    fn shapefiles(&self) -> Result<Vec<OutputFile>, Failure> {
        let mut files = Vec::new();
        for StyledLayer { layer, .. } in self.layers().1 {
            let parts = shapefile(&layer).map_err(|error| Failure::Table(Box::new(error)))?;
            files.extend(parts.map(|(ending, bytes)| (format!("shapefile/{}.{ending}", layer.name), bytes)));
        }
        Ok(files)
    }

    /// plan.json as data.
    pub fn written(&self) -> WrittenPlan {
        let judged = (&self.judgement, self.figures_json());
        WrittenPlan::of(&self.county, self.kind, &self.plan, judged, self.proof.as_ref())
    }

    /// Language of the files: that of the settings, so that the locale changes no byte.
    fn language(&self) -> Language {
        self.county.settings.county.language
    }

    /// Every layer with its look.
    fn layers(&self) -> (Looks, Vec<StyledLayer>) {
        let layers = if self.kind == "dispatch" {
            dispatch_layers(&self.county, &self.plan, &self.judgement, &self.after)
        } else {
            let maps = (&self.before, &self.after, self.change.as_ref());
            plan_layers(&self.county, &self.plan, &self.judgement, maps)
        };
        let looks = Looks::of(&self.county.problem, &layers, self.language());
        let styled = layers.into_iter().map(|layer| StyledLayer { style: looks.of_layer(&layer), layer }).collect();
        (looks, styled)
    }

    /// The project, and the GeoPackage that holds all layers and the project as well.
    fn qgis_files(&self, looks: &Looks, layers: &[StyledLayer]) -> Result<[OutputFile; 2], Failure> {
        let county = &self.county.settings.county;
        let project = project_of(&self.county.problem, (&county.name, &self.county.map_note()), looks, layers);
        let qgz = project.to_qgz(layers, self.language()).map_err(|error| Failure::Table(Box::new(error)))?;
        let package = geopackage(layers, ("plan", &qgz), self.language());
        let package = package.map_err(|error| Failure::Table(Box::new(error)))?;
        Ok([("plan.gpkg".to_owned(), package), ("plan.qgz".to_owned(), qgz)])
    }

    /// The figures as JSON: one object a figure.
    pub fn figures_json(&self) -> Value {
        let names = &self.county.problem;
        let worst = self.figures.worst.iter().map(|loss| {
            let village = &names.villages[loss.village];
            json!({
                "village": village.id, "name": village.name, "people": village.people.count(),
                "before_min": loss.before.as_minutes(), "after_min": loss.after.as_minutes(),
                "loss_min": loss.loss_minutes(),
            })
        });
        json!({"rows": self.figures.rows, "worst_villages": worst.collect::<Vec<_>>()})
    }

    fn figures_csv(&self) -> Result<String, Failure> {
        let header = ["group", "key", "before", "transfers_only", "after", "change", "unit", "note"];
        // For people: four decimals. figures.json and plan.json have every digit.
        let rounded = |value: f64| (value * 10_000.0).round() / 10_000.0;
        let number = |value: Option<f64>| value.map(|value| rounded(value).to_string()).unwrap_or_default();
        let language = self.language();
        let rows: Vec<Vec<String>> = self
            .figures
            .rows
            .iter()
            .map(|row| {
                let note = if language == Language::Zh { &row.note_zh } else { &row.note_en };
                vec![
                    word(row.group),
                    row.key.clone(),
                    number(row.before),
                    number(row.transfers_only),
                    number(row.after),
                    number(row.change),
                    word(row.unit),
                    note.clone(),
                ]
            })
            .collect();
        csv_text(&header, &rows).map_err(|error| Failure::Table(Box::new(error)))
    }

    /// Names of the output files, the manifest included.
    pub fn file_names(&self) -> Vec<String> {
        let mut names = self.files().map(|files| files.into_iter().map(|(name, _)| name).collect()).unwrap_or_default();
        Vec::push(&mut names, "manifest.json".to_owned());
        names
    }
}

/// What a manifest says of a run.
pub(crate) struct Made<'a> {
    /// The command.
    pub(crate) kind: &'a str,
    pub(crate) county: &'a County,
    pub(crate) warnings: &'a [ProblemReport],
    /// Seconds of each stage, if they are to be written.
    pub(crate) timings: Option<&'a [StageSeconds]>,
}

impl Made<'_> {
    /// manifest.json, from the files of the folder and the way to the county folder.
    pub(crate) fn manifest(&self, files: &[OutputFile], county: &str) -> Value {
        let search = &self.county.problem.policy.search;
        let hashes: Map<String, Value> =
            files.iter().map(|(name, bytes)| (name.clone(), json!(sha256_of(bytes)))).collect();
        let inputs: Vec<Value> = self
            .county
            .files
            .iter()
            .map(|file| json!({"role": file.role, "name": file.name, "sha256": file.sha256}))
            .collect();
        let warnings: Vec<String> = self.warnings.iter().map(|warning| warning.render(Language::En)).collect();
        let mut manifest = json!({
            "program": "xiaqu",
            "version": env!("CARGO_PKG_VERSION"),
            "kind": self.kind,
            "county_folder": county,
            "inputs": inputs,
            "seed": search.seed,
            "limits": {"time_limit_seconds": search.time_limit_seconds, "gap": search.gap},
            "files": hashes,
            "warnings": warnings,
        });
        if let Some(timings) = self.timings
            && let Some(object) = manifest.as_object_mut()
        {
            let seconds: Map<String, Value> =
                timings.iter().map(|(stage, seconds)| (stage.name().to_owned(), json!(seconds))).collect();
            object.insert("seconds".to_owned(), Value::Object(seconds));
        }
        manifest
    }
}

/// The word by which a group or a unit is known in files.
pub(crate) fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Refuses an output folder that exists and may not be replaced, before any work is done.
///
/// # Errors
/// If [`Planned::save`] would refuse it.
pub fn ensure_writable(target: &Path, replace: bool) -> Result<(), Failure> {
    Ok(xiaqu_formats::ensure_replaceable(target, replace)?)
}

/// Refuses a file that exists and may not be replaced, before any work is done.
///
/// # Errors
/// If there is a file.
pub fn ensure_free(file: &Path, replace: bool) -> Result<(), Failure> {
    if file.exists() && !replace { Err(FolderError::Exists(file.to_owned()).into()) } else { Ok(()) }
}

/// The way from the output folder to the county folder, so that both can be moved together.
pub(crate) fn relative_path(county: &Path, output: &Path) -> String {
    // A county that is in memory has no folder.
    if county.as_os_str().is_empty() {
        return String::new();
    }
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let (county, output) = (absolute(county), absolute(output));
    let parts = |path: &Path| -> Vec<std::ffi::OsString> {
        path.components()
            .filter(|part| !matches!(part, Component::CurDir))
            .map(|part| part.as_os_str().to_owned())
            .collect()
    };
    let (to, from) = (parts(&county), parts(&output));
    let common = to.iter().zip(&from).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n("..".to_owned(), from.len() - common);
    let down = to.iter().skip(common).map(|part| part.to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::relative_path;

    #[test]
    fn the_county_is_found_from_its_output() {
        let path = |county: &str, output: &str| relative_path(Path::new(county), Path::new(output));
        assert_eq!(path("/a/demo/county", "/a/demo/plan"), "../county");
        assert_eq!(path("/a/county", "/b/c/plan"), "../../../a/county");
    }
}
