//! Random counties, for the solver that this build has.

use xiaqu_model::Problem;
use xiaqu_testkit::{county, random::Random};

/// A random county of `stations` stations.
pub(crate) fn random_county(random: &mut Random, stations: u32) -> Problem {
    for_this_build(county::random_county(random, stations))
}

/// A county that also uses what the plain one does not: pools, other aims, limits, ceilings of groups, new sites.
pub(crate) fn rich_county(random: &mut Random, stations: u32) -> Problem {
    for_this_build(county::rich_county(random, stations))
}

fn for_this_build(mut problem: Problem) -> Problem {
    problem.policy.search.backend = super::backend();
    problem
}
