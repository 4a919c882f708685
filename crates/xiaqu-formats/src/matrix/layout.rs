//! How a table of numbers is laid out: its separator, whether its first row is a header, whether its first column holds
//! names.

use csv::StringRecord;

use super::cells::{CellKind, kind_of};

/// Titles that a column of names has; an empty title is one too.
const ID_TITLES: [&str; 12] =
    ["id", "ids", "site", "name", "client", "index", "code", "#", "编号", "名称", "序号", "代码"];

/// Titles that a column of names has in a matrix; before a single other column it is a table of pairs.
const ORIGIN_TITLES: [&str; 4] = ["from", "origin", "place", "起点"];

/// How the cells of a line are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    /// One letter, with quotes as in CSV.
    Letter(u8),
    /// Any run of spaces or tabs.
    Spaces,
}

/// The separator of a text, by its first line. A tab or semicolon outweighs commas, which may be decimal commas.
pub(super) fn separator_of(text: &str) -> Separator {
    let line = text.lines().find(|line| !is_skipped(line)).unwrap_or_default();
    for letter in *b"\t;," {
        if line.contains(char::from(letter)) {
            return Separator::Letter(letter);
        }
    }
    Separator::Spaces
}

/// Empty lines and the comments of `numpy.savetxt` hold no row.
pub(super) fn is_skipped(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with("# ")
}

/// What the first row and the first column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// The first row holds titles.
    pub(super) header: bool,
    /// The first column holds names.
    pub(super) ids: bool,
}

impl Layout {
    /// Reads the layout off the first rows.
    pub(super) fn of(rows: &[StringRecord]) -> Self {
        let kinds: Vec<Vec<CellKind>> =
            rows.iter().map(|row| row.iter().map(|cell| kind_of(cell.trim())).collect()).collect();
        let (Some(first), Some(titles)) = (kinds.first(), rows.first()) else {
            return Self { header: false, ids: false };
        };
        let corner = titles.get(0).unwrap_or_default().trim();
        let names_ids = is_id_title(corner, first.len());
        let is_short = kinds.get(1).is_some_and(|second| second.len() == first.len() + 1);
        let rest = usize::from(!is_short);
        let counted = is_counted(titles.iter().skip(rest));
        let header = is_title_row(first, rest)
            || (kinds.len() > 1 && (is_short || corner.is_empty()) && counted)
            || (kinds.len() > 1 && !corner.is_empty() && names_ids && first.len() > 1);
        let data = kinds.get(usize::from(header)..).unwrap_or_default();
        let named = data.iter().all(|row| row.first() == Some(&CellKind::Text) && row.len() > 1) && !data.is_empty();
        Self { header, ids: named || (header && (is_short || names_ids) && data.iter().all(|row| row.len() > 1)) }
    }
}

fn is_id_title(title: &str, columns: usize) -> bool {
    let is_one_of = |titles: &[&str]| titles.iter().any(|known| known.eq_ignore_ascii_case(title));
    title.is_empty() || is_one_of(&ID_TITLES) || (columns > 2 && is_one_of(&ORIGIN_TITLES))
}

/// Whether a row holds only titles: texts, and no number but perhaps in its corner.
fn is_title_row(kinds: &[CellKind], rest: usize) -> bool {
    let others = kinds.get(rest..).unwrap_or_default();
    let no_number = !others.contains(&CellKind::Number);
    let corner = kinds.first().copied();
    match others {
        [] => corner == Some(CellKind::Text),
        _ => no_number && others.contains(&CellKind::Text) && corner != Some(CellKind::Number),
    }
}

/// Whether titles count 0, 1, 2 … or 1, 2, 3 …, as tables written by programs do.
fn is_counted<'a>(titles: impl Iterator<Item = &'a str>) -> bool {
    let numbers: Option<Vec<usize>> = titles.map(|title| title.trim().parse().ok()).collect();
    numbers.is_some_and(|numbers| {
        numbers.len() > 1 && [0, 1].iter().any(|start| numbers.iter().copied().eq((*start..).take(numbers.len())))
    })
}

#[cfg(test)]
mod tests {
    use csv::StringRecord;

    use super::{Layout, Separator, separator_of};

    fn layout(text: &str) -> (bool, bool) {
        let rows: Vec<StringRecord> = text.lines().map(|line| line.split(',').collect::<Vec<_>>().into()).collect();
        let layout = Layout::of(&rows);
        (layout.header, layout.ids)
    }

    #[test]
    fn headers_and_names_are_told_from_numbers() {
        let cases = [
            ("1,2\n3,4", (false, false)),
            ("a,b\n3,4", (true, false)),
            (",a,b\nx,3,4", (true, true)),
            (",0,1\n0,3,4", (true, true)),
            ("id,0,1\n0,3,4", (true, true)),
            ("id,101,205\nA,3,4", (true, true)),
            ("编号,东,西\n1,3,4", (true, true)),
            ("A,1,2\nB,3,4", (false, true)),
            ("a,b\nx,3,4", (true, true)),
            (",5,3\n5,,2", (false, false)),
            ("1,2", (false, false)),
            ("population\n5\n6", (true, false)),
            ("id,population\nV1,5", (true, true)),
            ("from,to\n0,1\n1,2", (true, false)),
            ("from,A,B\n0,1,2", (true, true)),
            ("5\n6", (false, false)),
            ("12x,2\n3,4", (false, false)),
            ("inf,2\n3,4", (false, false)),
        ];
        for (text, expected) in cases {
            assert_eq!(layout(text), expected, "{text}");
        }
    }

    #[test]
    fn the_separator_is_the_strongest_of_the_first_line() {
        assert_eq!(separator_of("\n1,5;2,5\n"), Separator::Letter(b';'));
        assert_eq!(separator_of("1\t2\n"), Separator::Letter(b'\t'));
        assert_eq!(separator_of("# costs, in minutes\n1 2  3\n"), Separator::Spaces);
    }
}
