//! Files and lists of a location model, every problem collected.

use std::path::Path;

use xiaqu::{
    Amounts, MatrixFile, ProblemReport, Severity,
    locate::{CostMatrix, SiteRules},
    model::{Place, Words, e178_unusable_numbers, e424_fixed_is_no_candidate},
    radius_in_units, read_amounts, read_cost_matrix, read_sites,
};

use super::arguments::Common;

/// What every model works on.
pub(crate) struct Inputs {
    pub(crate) matrix: CostMatrix,
    pub(crate) rules: SiteRules,
    /// The cost file's name, for messages.
    pub(crate) name: String,
}

/// A client or a site, for messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Each {
    Client,
    Site,
}

impl Inputs {
    /// Reads the matrix and the lists of sites. Warnings stay in `problems` too.
    pub(crate) fn read(common: &Common, problems: &mut Vec<ProblemReport>) -> Option<Self> {
        let name = common.cost.display().to_string();
        let matrix = read_cost_matrix(MatrixFile { path: &common.cost, name: &name }, problems)?;
        let mut list = |option: &str, text: &Option<String>| {
            text.as_ref().map(|text| read_sites(option, text, matrix.sites(), problems))
        };
        let (candidates, fixed) = (list("--candidates", &common.candidates), list("--fixed", &common.fixed));
        // A list that could not be read has been reported; the search does not start.
        let rules = SiteRules { candidates: candidates.flatten(), fixed: fixed.flatten().unwrap_or_default() };
        for site in &rules.fixed {
            if rules.candidates.as_ref().is_some_and(|candidates| !candidates.contains(site)) {
                problems.push(e424_fixed_is_no_candidate(Place::default(), site));
            }
        }
        Some(Self { matrix, rules, name })
    }

    /// Reads one number for each client or site from `FILE` or `FILE:COLUMN`; `default` for all without a file.
    pub(super) fn amounts(
        &self,
        file: Option<&str>,
        each: Each,
        default: i64,
        problems: &mut Vec<ProblemReport>,
    ) -> Option<Amounts> {
        let count = match each {
            Each::Client => self.matrix.clients(),
            Each::Site => self.matrix.sites(),
        };
        let Some(text) = file else { return Some(Amounts::all(default, count)) };
        let of = match each {
            Each::Client => Words::new("client", "需求点"),
            Each::Site => Words::new("site", "候选点"),
        };
        let (name, column) = split_column(text);
        read_amounts(MatrixFile { path: Path::new(name), name }, column, (count, of), problems)
    }

    /// The matrix with the column of every client multiplied by its weight, and the decimals of its unit.
    pub(super) fn weighted(&self, weights: &Amounts, problems: &mut Vec<ProblemReport>) -> Option<(CostMatrix, u32)> {
        match self.matrix.clone().weighted(&weights.units) {
            Ok(matrix) => Some((matrix, self.matrix.decimals() + weights.decimals)),
            Err(error) => {
                problems.push(e178_unusable_numbers(Place::table(&self.name), &self.name, error));
                None
            }
        }
    }

    /// The radius in units of the matrix.
    pub(super) fn radius(&self, text: &str, problems: &mut Vec<ProblemReport>) -> Option<i64> {
        let radius = radius_in_units(&self.matrix, text);
        if radius.is_none() {
            let why = Words::new("it has more than nine decimals", "小数超过九位");
            problems.push(e178_unusable_numbers(Place::default(), format!("--radius {text}"), why));
        }
        radius
    }
}

/// Whether the search must not start.
pub(crate) fn has_errors(problems: &[ProblemReport]) -> bool {
    problems.iter().any(|problem| problem.severity() == Severity::Error)
}

/// `FILE` or `FILE:COLUMN`; the whole text is the file if there is one of that name.
fn split_column(text: &str) -> (&str, Option<&str>) {
    match text.rsplit_once(':') {
        Some((file, column)) if !Path::new(text).is_file() && !column.is_empty() => (file, Some(column)),
        _ => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::split_column;

    #[test]
    fn a_column_stands_behind_the_last_colon() {
        assert_eq!(split_column("villages.csv:people"), ("villages.csv", Some("people")));
        assert_eq!(split_column("villages.csv"), ("villages.csv", None));
        assert_eq!(split_column("villages.csv:"), ("villages.csv:", None));
    }
}
