//! Any duals whatever make a true bound, and reduced costs that add up to no more than a plan costs beyond it.

use std::{collections::BTreeMap, ops::ControlFlow};

use xiaqu_model::{Index, IxVec, StationIx};

use super::{brute, random::Random};
use crate::kernel::{
    certificate::{Certifier, Costs, Duals, largest_limit_dual, places},
    index::FunctionalIx,
    levels::{Levels, levels_of},
    program::Program,
    stage::{Dominated, Stage},
    triples::Triples,
};

/// Sets of nearest bases, some of them of no class.
fn sets(random: &mut Random, program: &Program) -> Vec<Box<[StationIx]>> {
    let mut sets = Vec::new();
    for class in program.classes.indices() {
        let mut left = random.between(2, 4);
        let mut prefix: Vec<StationIx> = Vec::new();
        program.walk(class, |_, base| {
            left -= 1;
            prefix.push(base);
            if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        prefix.sort_unstable();
        if prefix.len() > 1 && random.chance(70) {
            sets.push(prefix.into_boxed_slice());
        }
    }
    sets.sort();
    sets.dedup();
    sets
}

fn triples(random: &mut Random, stage: &Stage<'_>) -> Triples {
    let mut triples = Triples::new(stage.program.stations);
    let stations: Vec<StationIx> = stage.program.station_indices().collect();
    for chosen in stations.windows(3).filter(|_| random.chance(50)).collect::<Vec<_>>() {
        triples.add([chosen[0], chosen[1], chosen[2]]);
    }
    triples
}

#[test]
fn any_duals_make_a_true_bound() {
    let mut compared = 0;
    for seed in 50_000..51_000 {
        let program = brute::program(seed);
        let mut random = Random::new(seed ^ 0xC3);
        let aim = FunctionalIx::from_position(usize::try_from(random.between(0, 3)).unwrap());
        let stage = Stage::new(&program, aim, &BTreeMap::new(), Dominated::Stay);
        let mut levels = Levels::new(&stage);
        let known = if stage.coupled { sets(&mut random, &program) } else { Vec::new() };
        for mut level in levels_of(&stage, &known) {
            levels.cut_short(&mut level);
            levels.add(level);
        }
        let triples = triples(&mut random, &stage);
        let places = places(&stage);
        let size = i128::from(random.between(0, 2_000)) << places;
        let mut dual = || size * i128::from(random.between(0, 2_000)) / 1_000;
        let duals = Duals {
            cover: IxVec::from_fn(program.stations, |_| dual() - size),
            limits: (1..stage.active.len()).map(|which| (dual() / 64).min(largest_limit_dual(&stage, which))).collect(),
            levels: IxVec::from_fn(levels.table.len(), |_| dual()),
            triples: IxVec::from_fn(triples.table.len(), |_| dual() / 8),
        };
        let certifier = Certifier { stage: &stage, levels: &levels, triples: &triples, places, costs: Costs::All };
        let certificate = certifier.certify(duals, |_| true);
        for plan in brute::all_plans(&program) {
            let beyond: i128 = plan.columns.iter().map(|&column| certificate.reduced[column]).sum();
            assert!(plan.columns.iter().all(|&column| stage.kept[column] && certificate.reduced[column] >= 0));
            let value = (plan.values[aim] - stage.open[0]) << places;
            assert!(value >= certificate.bound + beyond, "seed {seed}, plan {:?}", plan.columns);
            compared += 1;
        }
    }
    assert!(compared > 1_000, "{compared} plans");
}
