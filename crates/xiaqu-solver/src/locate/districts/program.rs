//! The best contiguous districts of given centres, by integer program (FORMULATION 7.17). What comes back is an answer to
//! be evaluated, not a proof.

use good_lp::{Expression, Variable, constraint, variable, variables};
use xiaqu_model::{
    IxVec, Limit, SolverBackend,
    cast::{count_to_f64, signed_to_f64},
};

use super::territory::Territory;
use crate::{
    backend::{Ending, Limits, Model, Report, choose, solve_watched},
    control::Watch,
    error::SearchError,
    locate::index::{Client, Site},
};

/// What the solver proposes.
pub(super) struct Proposal {
    /// The centre of every area, as a row of the matrix, if there is one.
    pub(super) assignment: Option<Vec<usize>>,
    /// The solver claims that there is nothing better.
    pub(super) is_claimed: bool,
}

/// The centres' territories, cut down to what may be worth serving.
pub(super) struct Program<'a> {
    territories: &'a IxVec<Site, Territory>,
    clients: usize,
}

impl<'a> Program<'a> {
    pub(super) fn new(territories: &'a IxVec<Site, Territory>, clients: usize) -> Self {
        Self { territories, clients }
    }

    /// Asks the solver.
    pub(super) fn solve(&self, watch: &Watch, seed: u64, unit: i64) -> Result<Result<Proposal, Limit>, SearchError> {
        let limits = Limits { seconds: None, gap: 0.0, seed };
        let report = match solve_watched(&choose(SolverBackend::Highs)?, self.model(unit), limits, watch)? {
            Ok(report) => report,
            Err(limit) => return Ok(Err(limit)),
        };
        let is_claimed = report.ending != Ending::Limit;
        Ok(Ok(Proposal { assignment: self.assignment(&report), is_claimed }))
    }

    fn model(&self, unit: i64) -> Model {
        let mut variables = variables!();
        let mut objective = Expression::default();
        let mut constraints = Vec::new();
        let mut served: IxVec<Client, Expression> = IxVec::from_fn(self.clients, |_| Expression::default());
        for territory in self.territories {
            let x: Vec<Variable> = territory.pairs.iter().map(|_| variables.add(variable().binary())).collect();
            for (&x_j, pair) in x.iter().zip(&territory.pairs) {
                objective.add_mul(signed_to_f64(pair.base) / signed_to_f64(unit), x_j);
                served[pair.client].add_mul(1.0, x_j);
                let members = || pair.of.iter().filter_map(|member| x.get(*member)).copied();
                if pair.at_least == pair.of.len() {
                    constraints.extend(members().map(|member| constraint!(x_j <= member)));
                } else if pair.at_least > 0 {
                    let held: Expression = members().sum();
                    constraints.push(constraint!(count_to_f64(pair.at_least) * x_j <= held));
                }
            }
        }
        constraints.extend(served.into_rows().into_iter().map(|served| constraint!(served == 1.0)));
        Model { variables, objective, constraints }
    }

    fn assignment(&self, report: &Report) -> Option<Vec<usize>> {
        let mut values = report.values.as_deref()?.iter();
        let mut rows: IxVec<Client, Option<usize>> = IxVec::from_fn(self.clients, |_| None);
        for territory in self.territories {
            for (pair, value) in territory.pairs.iter().zip(&mut values) {
                if *value > 0.5 {
                    rows[pair.client] = Some(territory.row);
                }
            }
        }
        rows.iter().copied().collect()
    }
}
