//! An output folder that is checked.

use std::path::{Path, PathBuf};

use serde_json::Value;
use xiaqu_formats::sha256_of;

use super::{Verification, tiling_of};
use crate::{
    County, Failure, Run, Settings,
    publish::OutputFile,
    run::county_to_judge,
    written::{WrittenInput, WrittenParameter, changed_files_of, language_of},
};

/// An output folder with its manifest, and where its county is.
pub(super) struct Folder<'a> {
    pub(super) out: &'a Path,
    manifest: Value,
    county: PathBuf,
}

impl<'a> Folder<'a> {
    /// Opens the folder.
    ///
    /// # Errors
    /// If it has no manifest.
    pub(super) fn open(out: &'a Path, county: Option<PathBuf>) -> Result<Self, Failure> {
        let manifest: Value = read_json(&out.join("manifest.json"))?;
        let stated = manifest.get("county_folder").and_then(Value::as_str).unwrap_or_default();
        let county = county.unwrap_or_else(|| out.join(stated));
        Ok(Self { out, manifest, county })
    }

    /// The command that wrote it.
    pub(super) fn kind(&self) -> &str {
        self.manifest.get("kind").and_then(Value::as_str).unwrap_or_default()
    }

    /// The county, read again with the seed of the folder, the language of its `parameters`, for its files speak that
    /// whatever the check speaks, and `change`d settings.
    ///
    /// # Errors
    /// If it cannot be read any more.
    pub(super) fn county(
        &self,
        run: &Run<'_>,
        parameters: &[WrittenParameter],
        change: &dyn Fn(&mut Settings),
    ) -> Result<County, Failure> {
        let language = language_of(parameters);
        // The draws of complexity.json follow from the seed of the plan, whatever the settings say by now.
        let seed = self.manifest.get("seed").and_then(Value::as_u64).and_then(|seed| u32::try_from(seed).ok());
        let adjust = |settings: &mut Settings| {
            (run.adjust)(settings);
            settings.search.seed = seed.unwrap_or(settings.search.seed);
            settings.county.language = language.unwrap_or(settings.county.language);
            change(settings);
        };
        county_to_judge(&self.county, &Run { adjust: &adjust, on_stage: run.on_stage, control: run.control.clone() })
    }

    /// Checks that files and inputs are those of the folder.
    pub(super) fn check_unchanged(&self, found: &mut Verification, inputs: &[WrittenInput], county: &County) {
        found.check(("files are as they were written", "文件未被改动"), self.changed_files());
        let inputs = changed_files_of(inputs, &county.files);
        let inputs = inputs.into_iter().map(|name| format!("`{name}` has changed since"));
        found.check(("inputs are those of the plan", "输入与方案一致"), inputs.collect());
    }

    /// Files that differ from those made again; `apart` is compared part by part elsewhere.
    pub(super) fn differing_files(&self, again: &[OutputFile], apart: &str) -> Vec<String> {
        let differing =
            again.iter().filter(|(name, bytes)| fs_err::read(self.out.join(name)).ok().as_ref() != Some(bytes));
        let names = differing.map(|(name, _)| name).filter(|name| name.as_str() != apart);
        names.map(|name| format!("`{name}` differs")).collect()
    }

    /// Checks that the polygons of layers tile the county; a layer that is not there is not checked.
    pub(super) fn check_tilings(
        &self,
        found: &mut Verification,
        layers: impl Iterator<Item = String>,
        county: &County,
    ) {
        let land = county.land.townships.dissolve(|_| ()).polygon(());
        for layer in layers {
            if let Ok(text) = fs_err::read_to_string(self.out.join(format!("{layer}.geojson"))) {
                let faults = tiling_of(&text).map_or_else(|why| vec![why], |tiling| tiling.faults(&land));
                found.check((&format!("{layer} tile the county"), &format!("{layer} 铺满全县且不重叠")), faults);
            }
        }
    }

    fn changed_files(&self) -> Vec<String> {
        let listed = self.manifest.get("files").and_then(Value::as_object);
        let Some(listed) = listed else { return vec!["manifest.json lists no files".to_owned()] };
        listed
            .iter()
            .filter_map(|(name, hash)| match fs_err::read(self.out.join(name)) {
                Ok(bytes) if Some(sha256_of(&bytes).as_str()) == hash.as_str() => None,
                Ok(_) => Some(format!("`{name}` was changed")),
                Err(_) => Some(format!("`{name}` is missing")),
            })
            .collect()
    }
}

/// The parts of a file that are not the same when they are made again.
pub(super) fn differing(file: &str, parts: &[(&str, bool)]) -> Vec<String> {
    let differing = parts.iter().filter(|(_, same)| !same);
    differing.map(|(part, _)| format!("`{part}` of {file} differs")).collect()
}

/// Parameters that decide a result. How the search ran does not change what it found.
pub(super) fn deciding(parameters: &[WrittenParameter]) -> Vec<&WrittenParameter> {
    parameters.iter().filter(|row| !row.key.starts_with("search.")).collect()
}

pub(crate) fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, Failure> {
    let fail = |why: String| Failure::WrittenPlan { file: path.display().to_string(), why };
    let text = fs_err::read_to_string(path).map_err(|error| fail(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| fail(error.to_string()))
}
