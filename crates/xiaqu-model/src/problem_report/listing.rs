//! Problems as a list for a person: what is said of many rows is said once, with all rows named.

use std::{cmp::Ordering, fmt::Write as _};

use super::code::{Language, ProblemReport, Severity};

/// Different warnings of one code are shown up to this many; more are counted, and the greatest is shown.
const SHOWN_OF_A_CODE: usize = 3;

/// Every error and the warnings, errors first. The same cause in several rows is one entry that names all of them.
/// Warnings of one code beyond a few become one entry, with the greatest as its example, unless `every` is asked for.
///
/// ```
/// use xiaqu_model::{Language, Place, e154_missing_value, problem_list};
///
/// let reports: Vec<_> = (3..6).map(|row| e154_missing_value(Place::table("villages.csv").row(row), "name")).collect();
/// let list = problem_list(&reports, Language::En, false);
/// assert_eq!(list, ["E154 villages.csv rows 3-5: `name` is empty\n  hint: fill it in; nothing is guessed"]);
/// ```
pub fn problem_list(problems: &[ProblemReport], language: Language, every: bool) -> Vec<String> {
    let groups = same_causes(problems, language);
    let of = |severity: Severity| groups.iter().filter(move |group| group.first.severity() == severity);
    let mut list: Vec<String> = of(Severity::Error).map(|group| group.render(language)).collect();
    let warnings: Vec<&Group<'_>> = of(Severity::Warning).collect();
    let mut summarised: Vec<&str> = Vec::new();
    for group in &warnings {
        let code = group.first.code();
        let alike: Vec<&Group<'_>> = warnings.iter().filter(|other| other.first.code() == code).copied().collect();
        if every || alike.len() <= SHOWN_OF_A_CODE {
            list.push(group.render(language));
        } else if !summarised.contains(&code) {
            summarised.push(code);
            list.extend(summary(&alike, language));
        }
    }
    list
}

/// Problems of the same code, table, cause and remedy.
struct Group<'a> {
    first: &'a ProblemReport,
    rows: Vec<usize>,
}

fn same_causes(problems: &[ProblemReport], language: Language) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for problem in problems {
        let said = |other: &ProblemReport| {
            (other.code(), other.place().table.clone(), other.cause(language), other.hint(language))
        };
        let known = problem.place().row.and_then(|row| {
            let group = groups.iter_mut().find(|group| !group.rows.is_empty() && said(group.first) == said(problem))?;
            Some((row, group))
        });
        match known {
            Some((row, group)) => group.rows.push(row),
            None => groups.push(Group { first: problem, rows: problem.place().row.into_iter().collect() }),
        }
    }
    groups
}

impl Group<'_> {
    fn render(&self, language: Language) -> String {
        if self.rows.len() < 2 {
            return self.first.render(language);
        }
        let (code, rows) = (self.first.code(), ranges(&self.rows));
        let table = self.first.place().table.as_deref().unwrap_or_default();
        let (cause, hint) = (self.first.cause(language), self.first.hint(language));
        match language {
            Language::En => format!("{code} {table} rows {rows}: {cause}\n  hint: {hint}"),
            Language::Zh => format!("{code} {table} 第 {rows} 行：{cause}\n  提示：{hint}"),
        }
    }
}

/// The greatest of several warnings, and how many there are.
fn summary(alike: &[&Group<'_>], language: Language) -> Option<String> {
    let by_size = |one: &&&Group<'_>, other: &&&Group<'_>| {
        one.first.size().partial_cmp(&other.first.size()).unwrap_or(Ordering::Equal)
    };
    // Of equals the first is shown: `max_by` would take the last.
    let greatest = alike.iter().rev().max_by(by_size)?;
    let others = alike.len() - 1;
    let more = match language {
        Language::En => format!("  and {others} more like this; -v lists them, `xiaqu check` puts them on a map"),
        Language::Zh => format!("  另有 {others} 处同类情况；用 -v 逐一列出，`xiaqu check` 可在图上标出"),
    };
    Some(format!("{}\n{more}", greatest.render(language)))
}

/// `1-3, 7` from rows in any order.
fn ranges(rows: &[usize]) -> String {
    let mut rows = rows.to_vec();
    rows.sort_unstable();
    rows.dedup();
    let mut text = String::new();
    let mut rest = rows.as_slice();
    while let [first, ..] = rest {
        let length = rest.iter().zip(*first..).take_while(|(row, wanted)| *row == wanted).count();
        let comma = if text.is_empty() { "" } else { ", " };
        // Writing to a text cannot fail.
        let _ = match length {
            1 => write!(text, "{comma}{first}"),
            _ => write!(text, "{comma}{first}-{}", first + length - 1),
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{problem_list, ranges};
    use crate::{Language, Place, e158_impossible_position, w932_dead_end_near_road};

    #[test]
    fn rows_are_named_as_ranges() {
        assert_eq!(ranges(&[9, 1, 2, 3, 5]), "1-3, 5, 9");
    }

    #[test]
    fn many_warnings_of_a_code_are_one_entry_with_the_greatest_as_example() {
        let misses: Vec<_> = (1..=9)
            .map(|number| w932_dead_end_near_road(Place::table("roads.geojson").id(&number), format!("{number}.5")))
            .collect();
        let list = problem_list(&misses, Language::En, false);
        assert_eq!(list.len(), 1);
        assert!(list[0].contains("`9.5` m") && list[0].contains("and 8 more"), "{}", list[0]);
        assert_eq!(problem_list(&misses, Language::Zh, true).len(), 9);
        assert_eq!(problem_list(&misses[..3], Language::En, false).len(), 3);
    }

    #[test]
    fn different_causes_stay_apart() {
        let place = |row| Place::table("villages.csv").row(row);
        let problems = [e158_impossible_position(place(1), 500, 27), e158_impossible_position(place(2), 501, 27)];
        assert_eq!(problem_list(&problems, Language::En, false).len(), 2);
    }
}
