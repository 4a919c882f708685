//! Which areas a centre must also serve so that it may serve an area (FORMULATION 7.11 to 7.14).

use std::collections::BTreeSet;

use crate::locate::{cost_matrix::CostMatrix, error::MatrixError};

/// How contiguous districts must be. Areas next to their centre are always allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Contiguity {
    /// C0: no rule.
    #[default]
    Free,
    /// C1: a neighbour of the area that is nearer to the centre is served by the same centre.
    Connected,
    /// C2: two such neighbours, where there are two.
    Doubled,
    /// C3: two such neighbours, or three of the five neighbours that are not the farthest, where there are five.
    Compact,
}

/// What must hold for an area to be served by a centre: at least so many of these areas are served by it too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Need {
    pub(crate) at_least: usize,
    pub(crate) of: Vec<usize>,
}

/// Distances between areas and which areas are next to each other.
///
/// ```
/// use xiaqu_solver::locate::{CostMatrix, Neighbourhood};
/// let line = CostMatrix::from_texts([["0", "1", "2"], ["1", "0", "1"], ["2", "1", "0"]])?;
/// assert_eq!(Neighbourhood::from_distances(line)?.neighbours(1), [0, 2]);
/// # Ok::<(), xiaqu_solver::locate::MatrixError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Neighbourhood {
    distances: CostMatrix,
    neighbours: Vec<Vec<usize>>,
}

impl Neighbourhood {
    /// Areas are adjacent if their distance is at most 1.5 times the smallest positive distance.
    ///
    /// # Errors
    ///
    /// [`MatrixError::Ragged`] if the matrix is not square.
    pub fn from_distances(distances: CostMatrix) -> Result<Self, MatrixError> {
        let areas = distances.sites();
        let all = || (0..areas).flat_map(|from| distances.row(from).enumerate().map(move |(to, d)| (from, to, d)));
        let least = all().filter_map(|(_, _, distance)| distance.filter(|distance| *distance > 0)).min().unwrap_or(0);
        let near = |distance: i64| i128::from(distance) * 2 <= i128::from(least) * 3;
        let pairs = all().filter_map(|(from, to, distance)| distance.is_some_and(near).then_some((from, to)));
        let pairs: Vec<(usize, usize)> = pairs.collect();
        Self::new(distances, pairs)
    }

    /// Areas are adjacent as the pairs say, in both directions.
    ///
    /// # Errors
    ///
    /// [`MatrixError::Ragged`] if the matrix is not square or a pair names an area that it does not have.
    pub fn new(distances: CostMatrix, pairs: impl IntoIterator<Item = (usize, usize)>) -> Result<Self, MatrixError> {
        let areas = distances.sites();
        if distances.clients() != areas {
            return Err(MatrixError::Ragged { row: 0, expected: areas, found: distances.clients() });
        }
        let mut neighbours = vec![BTreeSet::new(); areas];
        for (one, other) in pairs {
            for (from, to) in [(one, other), (other, one)] {
                match neighbours.get_mut(from) {
                    Some(set) if from != to => _ = set.insert(to),
                    Some(_) => {}
                    None => return Err(MatrixError::Ragged { row: from, expected: areas, found: from + 1 }),
                }
            }
        }
        let neighbours = neighbours.into_iter().map(|set| set.into_iter().collect()).collect();
        Ok(Self { distances, neighbours })
    }

    /// Number of areas.
    pub fn areas(&self) -> usize {
        self.neighbours.len()
    }

    /// The areas next to an area, ascending.
    pub fn neighbours(&self, area: usize) -> &[usize] {
        self.neighbours.get(area).map_or(&[], Vec::as_slice)
    }

    /// The distance, unreachable being farther than everything.
    pub(crate) fn distance(&self, from: usize, to: usize) -> i64 {
        self.distances.cost(from, to).unwrap_or(i64::MAX)
    }

    /// What must hold for `centre` to serve `area`; `None` if nothing must.
    pub(crate) fn need(&self, level: Contiguity, centre: usize, area: usize) -> Option<Need> {
        let around = self.neighbours(area);
        if level == Contiguity::Free || centre == area || around.contains(&centre) {
            return None;
        }
        let nearer_than = |limit: i64| around.iter().copied().filter(move |&v| self.distance(centre, v) < limit);
        let nearer: Vec<usize> = nearer_than(self.distance(centre, area)).collect();
        if level == Contiguity::Connected || nearer.len() <= 1 {
            return Some(Need { at_least: 1, of: nearer });
        }
        let farthest = around.iter().map(|&v| self.distance(centre, v)).max().unwrap_or(0);
        let middle: Vec<usize> = nearer_than(farthest).collect();
        match (level, middle.len()) {
            (Contiguity::Compact, 5) => Some(Need { at_least: 3, of: middle }),
            (Contiguity::Compact, 6..) => None,
            _ => Some(Need { at_least: 2, of: nearer }),
        }
    }
}
