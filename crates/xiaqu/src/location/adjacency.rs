//! Which areas are next to each other, from a file.

use std::collections::VecDeque;

use xiaqu_formats::{RawMatrix, read_matrix};
use xiaqu_model::{Place, ProblemReport, Words, e177_wrong_shape, e422_no_such_site};
use xiaqu_solver::locate::{CostMatrix, MatrixError};

use super::matrix::{MatrixFile, in_whole_numbers};

/// Reads which of so many areas are adjacent: a square matrix whose entries other than 0 (and empty) mean adjacent, or a table
/// of two columns with a pair of areas, counted from 0, in each row.
///
/// Every problem goes to `problems`; `None` if there is any.
pub fn read_adjacency(
    file: MatrixFile<'_>,
    areas: usize,
    problems: &mut Vec<ProblemReport>,
) -> Option<Vec<(usize, usize)>> {
    let raw = read_matrix(file.path, file.name, problems)?;
    let matrix = in_whole_numbers(&raw, raw.columns(), problems)?;
    if (raw.rows(), raw.columns()) == (areas, areas) {
        let row = |area: usize| matrix.row(area).enumerate().map(move |(other, entry)| (area, other, entry));
        let pairs = (0..areas).flat_map(row).filter(|(_, _, entry)| entry.is_some_and(|entry| entry != 0));
        return Some(pairs.map(|(area, other, _)| (area, other)).collect());
    }
    if raw.columns() != 2 {
        let expected = Words::new(
            format!("{areas} rows and columns, or 2 columns of pairs"),
            format!("{areas} 行 {areas} 列，或两列成对编号"),
        );
        problems.push(e177_wrong_shape(Place::table(file.name), file.name, raw.rows(), raw.columns(), expected));
        return None;
    }
    pairs_of(&raw, &matrix, areas, problems)
}

fn pairs_of(
    raw: &RawMatrix,
    matrix: &CostMatrix,
    areas: usize,
    problems: &mut Vec<ProblemReport>,
) -> Option<Vec<(usize, usize)>> {
    let before = problems.len();
    let mut pairs = Vec::with_capacity(raw.rows());
    for row in 0..raw.rows() {
        let area = |column: usize| {
            let entry = matrix.cost(row, column).filter(|_| matrix.decimals() == 0)?;
            usize::try_from(entry).ok().filter(|area| *area < areas)
        };
        match (area(0), area(1)) {
            (Some(one), Some(other)) => pairs.push((one, other)),
            (one, _) => {
                let column = usize::from(one.is_some());
                let said = matrix.cost(row, column).map_or_else(String::new, |entry| matrix.to_text(entry.into()));
                let place = Place::table(raw.name()).row(row + 1);
                problems.push(e422_no_such_site(place, "--adjacency", said, areas.saturating_sub(1)));
            }
        }
    }
    (problems.len() == before).then_some(pairs)
}

/// The least number of borders to cross between any two areas, for those who have no distances.
///
/// # Errors
///
/// [`MatrixError::Empty`] if there are no areas.
pub fn steps_between(areas: usize, pairs: &[(usize, usize)]) -> Result<CostMatrix, MatrixError> {
    let mut neighbours = vec![Vec::new(); areas];
    for (one, other) in pairs {
        for (from, to) in [(*one, *other), (*other, *one)] {
            if let Some(list) = neighbours.get_mut(from) {
                list.push(to);
            }
        }
    }
    CostMatrix::from_units(0, (0..areas).map(|start| steps_from(start, &neighbours)))
}

fn steps_from(start: usize, neighbours: &[Vec<usize>]) -> Vec<Option<i64>> {
    let mut steps: Vec<Option<i64>> = vec![None; neighbours.len()];
    let mut queue = VecDeque::from([(start, 0)]);
    while let Some((area, far)) = queue.pop_front() {
        match steps.get_mut(area) {
            Some(step) if step.is_none() => *step = Some(far),
            _ => continue,
        }
        queue.extend(neighbours.get(area).into_iter().flatten().map(|next| (*next, far + 1)));
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::{MatrixFile, read_adjacency, steps_between};

    type Pairs = Vec<(usize, usize)>;

    fn read(text: &str, areas: usize) -> (Option<Pairs>, Vec<&'static str>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        fs_err::write(&path, text).unwrap();
        let mut problems = Vec::new();
        let pairs = read_adjacency(MatrixFile { path: &path, name: "a.csv" }, areas, &mut problems);
        (pairs, problems.iter().map(xiaqu_model::ProblemReport::code).collect())
    }

    #[test]
    fn adjacency_is_a_matrix_or_a_list_of_pairs() {
        assert_eq!(read("0,1,0\n1,0,1\n0,1,0\n", 3).0, Some(vec![(0, 1), (1, 0), (1, 2), (2, 1)]));
        assert_eq!(read("from,to\n0,1\n1,2\n", 3), (Some(vec![(0, 1), (1, 2)]), vec![]));
        assert_eq!(read("0,1\n1,3\n", 3).1, ["E422"]);
        assert_eq!(read("0,1.5\n1,2\n0,-1\n", 4).1, ["E422", "E422", "E422"]);
        assert_eq!(read("0,1,1\n", 4).1, ["E177"]);
    }

    #[test]
    fn steps_count_borders_and_islands_are_unreachable() {
        let steps = steps_between(4, &[(0, 1), (2, 1)]).unwrap();
        assert_eq!(steps.row(0).collect::<Vec<_>>(), [Some(0), Some(1), Some(2), None]);
    }
}
