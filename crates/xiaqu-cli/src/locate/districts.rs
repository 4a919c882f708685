//! Files of contiguous districts: distances between areas, and which of them are adjacent.

use std::path::Path;

use xiaqu::{
    MatrixFile, ProblemReport,
    locate::{Contiguity, CostMatrix, MatrixError, Neighbourhood},
    model::{Place, Words, e177_wrong_shape, e178_unusable_numbers},
    read_adjacency, read_cost_matrix, steps_between,
};

use super::{arguments::Level, inputs::Inputs};

impl From<Level> for Contiguity {
    fn from(level: Level) -> Self {
        match level {
            Level::C0 => Self::Free,
            Level::C1 => Self::Connected,
            Level::C2 => Self::Doubled,
            Level::C3 => Self::Compact,
        }
    }
}

impl Level {
    /// The level as typed and as written in results.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::C0 => "c0",
            Self::C1 => "c1",
            Self::C2 => "c2",
            Self::C3 => "c3",
        }
    }
}

/// The areas' neighbourhood: adjacency as stated or by distance, distances as stated or by counting borders.
pub(super) fn neighbourhood(
    inputs: &Inputs,
    air_distance: Option<&Path>,
    adjacency: Option<&Path>,
    problems: &mut Vec<ProblemReport>,
) -> Option<Neighbourhood> {
    let areas = inputs.matrix.sites();
    let square = is_square(&inputs.matrix, areas, &inputs.name, problems);
    let distances = match air_distance {
        None => None,
        Some(path) => {
            let name = path.display().to_string();
            let matrix = read_cost_matrix(MatrixFile { path, name: &name }, problems)?;
            Some(matrix).filter(|matrix| is_square(matrix, areas, &name, problems))
        }
    };
    let pairs = match adjacency {
        None => None,
        Some(path) => {
            let name = path.display().to_string();
            Some(read_adjacency(MatrixFile { path, name: &name }, areas, problems)?)
        }
    };
    if !square || (air_distance.is_some() && distances.is_none()) {
        return None;
    }
    match build(&inputs.matrix, distances, pairs) {
        Ok(neighbourhood) => Some(neighbourhood),
        Err(error) => {
            problems.push(e178_unusable_numbers(Place::table(&inputs.name), &inputs.name, error));
            None
        }
    }
}

fn build(
    costs: &CostMatrix,
    distances: Option<CostMatrix>,
    pairs: Option<Vec<(usize, usize)>>,
) -> Result<Neighbourhood, MatrixError> {
    match (distances, pairs) {
        (Some(distances), Some(pairs)) => Neighbourhood::new(distances, pairs),
        (Some(distances), None) => Neighbourhood::from_distances(distances),
        (None, Some(pairs)) => Neighbourhood::new(steps_between(costs.sites(), &pairs)?, pairs),
        // Level c0 does not look at it.
        (None, None) => Neighbourhood::from_distances(costs.clone()),
    }
}

fn is_square(matrix: &CostMatrix, areas: usize, name: &str, problems: &mut Vec<ProblemReport>) -> bool {
    let fits = (matrix.sites(), matrix.clients()) == (areas, areas);
    if !fits {
        let expected = Words::new(format!("{areas} rows and {areas} columns"), format!(" {areas} 行 {areas} 列"));
        problems.push(e177_wrong_shape(Place::table(name), name, matrix.sites(), matrix.clients(), expected));
    }
    fits
}
