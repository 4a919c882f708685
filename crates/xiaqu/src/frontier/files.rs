//! A frontier to the files of its output folder.

use std::path::{Path, PathBuf};

use xiaqu_formats::{Layer, OutputFolder, csv_text, qml};
use xiaqu_model::Language;

use super::{
    chart::chart,
    run::CountyFrontier,
    words::{AimWords, merge_lines},
};
use crate::{
    Failure, SaveOptions,
    draw::{Looks, jurisdiction_layer},
    publish::{Made, OutputFile, relative_path},
};

impl CountyFrontier {
    /// Writes the output folder; it appears whole or not at all.
    ///
    /// # Errors
    /// If the folder exists and may not be replaced, or cannot be written.
    pub fn save(&self, county_folder: &Path, target: &Path, options: SaveOptions) -> Result<PathBuf, Failure> {
        let folder = OutputFolder::begin(target, options.replace)?;
        let files = self.files()?;
        for (name, bytes) in &files {
            folder.write(name, bytes)?;
        }
        let timings = options.timings.then_some(self.timings.as_slice());
        let made = Made { kind: "frontier", county: &self.county, warnings: &self.warnings, timings };
        let manifest = made.manifest(&files, &relative_path(county_folder, target));
        folder.write("manifest.json", format!("{manifest:#}\n"))?;
        Ok(folder.finish()?)
    }

    /// Names of the output files, the manifest included.
    pub fn file_names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            ["frontier.csv", "frontier.json", "frontier.svg", "manifest.json"].map(str::to_owned).into();
        for (number, _) in (1..).zip(&self.frontier.points) {
            names.extend(["geojson", "qml"].map(|ending| format!("{}.{ending}", self.map_name(number))));
        }
        names.sort();
        names
    }

    /// Every file but the manifest: the same bytes for the same inputs and seed, whatever the number of threads.
    ///
    /// # Errors
    /// If a table cannot be written.
    pub(crate) fn files(&self) -> Result<Vec<OutputFile>, Failure> {
        let json = serde_json::to_string_pretty(&self.written()).map_err(|error| Failure::Table(Box::new(error)))?;
        let mut files: Vec<OutputFile> = vec![
            ("frontier.csv".to_owned(), self.csv()?.into_bytes()),
            ("frontier.json".to_owned(), format!("{json}\n").into_bytes()),
            ("frontier.svg".to_owned(), chart(self).into_bytes()),
        ];
        let points = self.frontier.points.iter().zip(&self.judgements);
        let layers: Vec<Layer> =
            points.map(|(point, judgement)| jurisdiction_layer(&self.county, &point.plan, judgement)).collect();
        let looks = Looks::of(&self.county.problem, &layers, self.language());
        for (number, layer) in (1..).zip(&layers) {
            let style = qml(layer, &looks.of_layer(layer), self.language());
            files.push((format!("{}.geojson", self.map_name(number)), layer.to_geojson().into_bytes()));
            files.push((format!("{}.qml", self.map_name(number)), style.into_bytes()));
        }
        files.sort();
        Ok(files)
    }

    /// Language of the files: that of the county, so that the messages' language changes no byte.
    pub(super) fn language(&self) -> Language {
        self.county.settings.county.language
    }

    /// One row a point.
    fn csv(&self) -> Result<String, Failure> {
        let words: Vec<AimWords> = self.frontier.aims.iter().map(|&aim| AimWords::of(aim)).collect();
        let mut header = vec!["point"];
        header.extend(words.iter().map(|words| words.column));
        // Closures are a column in any case, and only one.
        let counted = header.contains(&"closures");
        header.extend((!counted).then_some("closures"));
        header.extend(["merges", "knee", "proof"]);
        let (yes, no) = if self.language() == Language::Zh { ("是", "否") } else { ("yes", "no") };
        let points = self.written().points.into_iter().zip(&self.frontier.points);
        let rows = points.map(|(written, point)| {
            let merges = merge_lines(&self.county.problem, &point.plan, self.language());
            let mut row = vec![written.number.to_string()];
            // For people: four decimals. frontier.json has every digit.
            row.extend(written.values.iter().map(|value| ((value.value * 10_000.0).round() / 10_000.0).to_string()));
            row.extend((!counted).then(|| written.closures.to_string()));
            row.extend([merges.join("; "), if written.knee { yes } else { no }.to_owned(), written.proof.kind]);
            row
        });
        csv_text(&header, &rows.collect::<Vec<_>>()).map_err(|error| Failure::Table(Box::new(error)))
    }
}
