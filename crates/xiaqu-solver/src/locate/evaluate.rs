//! The plain evaluation of a set of centres, in whole numbers, straight from the matrix.

use super::cost_matrix::CostMatrix;

/// What a set of centres costs, and which centre serves each client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Served {
    pub(super) objective: i128,
    pub(super) assignment: Vec<usize>,
}

/// Every client goes to its cheapest centre, the lowest of several; with `own_areas` a centre keeps the client of its own
/// number. `None` if a client cannot be served.
pub(super) fn serve(matrix: &CostMatrix, centres: &[usize], own_areas: bool) -> Option<Served> {
    let mut served = Served { objective: 0, assignment: Vec::with_capacity(matrix.clients()) };
    for client in 0..matrix.clients() {
        let own = own_areas && centres.contains(&client);
        let willing = centres.iter().filter(|centre| !own || **centre == client);
        let (cost, centre) = willing.filter_map(|&centre| Some((matrix.cost(centre, client)?, centre))).min()?;
        served.objective += i128::from(cost);
        served.assignment.push(centre);
    }
    Some(served)
}
