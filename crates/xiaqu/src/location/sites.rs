//! Lists of sites: as typed, or from a file.

use std::path::Path;

use xiaqu_model::{Place, ProblemReport, e179_unreadable_matrix, e421_bad_site_list, e422_no_such_site};

/// Reads a list of sites counted from 0: `0,4,7`, `0..509` with both ends included, mixtures of them, or the name of a file
/// that holds such a list, separated by commas, spaces or lines. `sites` is how many there are.
///
/// Every problem goes to `problems`; `None` if there is any.
///
/// ```
/// let mut problems = Vec::new();
/// assert_eq!(xiaqu::read_sites("--candidates", "7,0..2", 8, &mut problems), Some(vec![0, 1, 2, 7]));
/// assert_eq!(xiaqu::read_sites("--candidates", "7,8", 8, &mut problems), None);
/// assert_eq!(problems[0].code(), "E422");
/// ```
pub fn read_sites(option: &str, text: &str, sites: usize, problems: &mut Vec<ProblemReport>) -> Option<Vec<usize>> {
    let path = Path::new(text);
    if path.is_file() {
        return match fs_err::read_to_string(path) {
            Ok(list) => parse((option, Place::table(text)), &list, sites, problems),
            Err(error) => {
                problems.push(e179_unreadable_matrix(Place::table(text), text, error));
                None
            }
        };
    }
    parse((option, Place::default()), text, sites, problems)
}

fn parse(
    (option, place): (&str, Place),
    text: &str,
    sites: usize,
    problems: &mut Vec<ProblemReport>,
) -> Option<Vec<usize>> {
    let before = problems.len();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let entries = text.split(|letter: char| letter == ',' || letter == ';' || letter.is_whitespace());
    let mut found = Vec::new();
    for entry in entries.filter(|entry| !entry.is_empty()) {
        match range_of(entry) {
            Some((_, last)) if last >= sites => {
                problems.push(e422_no_such_site(place.clone(), option, last, sites.saturating_sub(1)));
            }
            Some((first, last)) => found.extend(first..=last),
            None => problems.push(e421_bad_site_list(place.clone(), option, entry)),
        }
    }
    if found.is_empty() && problems.len() == before {
        problems.push(e421_bad_site_list(place, option, text));
    }
    found.sort_unstable();
    found.dedup();
    (problems.len() == before).then_some(found)
}

/// First and last of a range; a single site is one too.
fn range_of(part: &str) -> Option<(usize, usize)> {
    let Some((first, last)) = part.split_once("..") else {
        let site = part.parse().ok()?;
        return Some((site, site));
    };
    let (first, last) = (first.parse().ok()?, last.strip_prefix('=').unwrap_or(last).parse().ok()?);
    (first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::read_sites;

    fn codes(text: &str) -> Vec<&'static str> {
        let mut problems = Vec::new();
        assert_eq!(read_sites("--fixed", text, 10, &mut problems), None);
        problems.iter().map(xiaqu_model::ProblemReport::code).collect()
    }

    #[test]
    fn ranges_hold_both_ends() {
        let sites = |text| read_sites("--fixed", text, 10, &mut Vec::new());
        assert_eq!(sites("0..9").map(|list| list.len()), Some(10));
        assert_eq!(sites("3..=4, 1 1"), Some(vec![1, 3, 4]));
    }

    #[test]
    fn whatever_is_no_site_is_named() {
        assert_eq!(codes("x"), ["E421"]);
        assert_eq!(codes("4..2,-1"), ["E421", "E421"]);
        assert_eq!(codes(""), ["E421"]);
        assert_eq!(codes("0..10"), ["E422"]);
        assert_eq!(codes("99999999999999999999"), ["E421"]);
    }

    #[test]
    fn a_file_may_hold_the_list() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sites.txt");
        fs_err::write(&path, "\u{feff}0\r\n2\n5..6\n").unwrap();
        let sites = read_sites("--candidates", &path.display().to_string(), 10, &mut Vec::new());
        assert_eq!(sites, Some(vec![0, 2, 5, 6]));
    }
}
