//! Random programs, and all their plans by trying every set of columns.

use xiaqu_model::{Index, IxVec, StationIx};

use super::random::Random;
use crate::kernel::{
    evaluate::ValuedPlan,
    index::ColumnIx,
    program::{Column, DemandClass, Functional, Program},
};

fn subset(random: &mut Random, stations: &[StationIx], percent: u32) -> Vec<StationIx> {
    stations.iter().copied().filter(|_| random.chance(percent)).collect()
}

fn count(random: &mut Random, low: u32, high: u32) -> usize {
    usize::try_from(random.between(low, high)).unwrap()
}

/// Functionals: 0 and 1 sums over columns, 2 and 3 with response; some of them limited.
pub(super) fn program(seed: u64) -> Program {
    let mut random = Random::new(seed);
    let stations: Vec<StationIx> = (0..count(&mut random, 3, 8)).map(StationIx::from_position).collect();
    let spread = if random.chance(30) { 3 } else { 1_000_000 };
    let coefficients = |random: &mut Random| -> Box<[i128]> {
        let mut signed = |spread: u32| i128::from(random.between(0, 2 * spread)) - i128::from(spread);
        Box::new([signed(spread), signed(2), signed(spread.min(1_000)), signed(5)])
    };
    let mut columns = Vec::new();
    for &station in &stations {
        let keepable = random.chance(90);
        if keepable {
            columns.push(Column {
                members: Box::new([station]),
                closed: Box::new([]),
                coefficients: coefficients(&mut random),
            });
        }
    }
    for _ in 0..count(&mut random, 3, 30) {
        let members = subset(&mut random, &stations, 40);
        let open_all = random.chance(20);
        let mut closed = subset(&mut random, &members, if open_all { 30 } else { 75 });
        if closed.len() == members.len() {
            closed.pop();
        }
        if !members.is_empty() && members.len() < 5 {
            columns.push(Column {
                members: members.into(),
                closed: closed.into(),
                coefficients: coefficients(&mut random),
            });
        }
    }
    columns.sort_by(|one, other| (&one.members, &one.closed).cmp(&(&other.members, &other.closed)));
    let classes = (0..count(&mut random, 0, 25)).map(|_| class(&mut random, &stations)).collect();
    let functionals = (0..4).map(|which: usize| {
        let limit = random.chance(25).then(|| i128::from(random.between(0, 40)) - 20);
        let scale = if which == 1 { 1 } else { i128::from(spread) };
        let response = which.checked_sub(2);
        let constant = i128::from(random.between(0, 9));
        let room = if response.is_some() { 40_000 } else { 0 };
        Functional { constant, response, at_most: limit.map(|limit| limit * scale / 4 + room) }
    });
    let functionals: Vec<Functional> = functionals.collect();
    Program::new(stations.len(), columns, functionals, classes, None)
}

fn class(random: &mut Random, stations: &[StationIx]) -> DemandClass {
    // Whole steps of an hour now and then: closing two bases may cost far more than closing each.
    let (spread, step) = if random.chance(30) {
        (4, 1)
    } else if random.chance(20) {
        (2, 3_600_000)
    } else {
        (1_000, 1)
    };
    let cut_off = random.chance(30);
    let near: Vec<StationIx> = if cut_off { subset(random, stations, 60) } else { stations.to_vec() };
    let mut bases: Vec<(u32, StationIx)> = near.iter().map(|&base| (step * random.between(0, spread), base)).collect();
    if bases.is_empty() {
        bases = vec![(1, stations[0])];
    }
    bases.sort_unstable();
    let weights = Box::new([i128::from(random.between(0, 50)), i128::from(random.between(0, 3))]);
    DemandClass { bases, complete: true, weights }
}

/// All plans that keep the limits, by recursion over the lowest station left.
pub(super) fn all_plans(program: &Program) -> Vec<ValuedPlan> {
    let mut plans = Vec::new();
    let mut covered = vec![false; program.stations];
    extend(program, &mut covered, &mut Vec::new(), &mut plans);
    plans
}

fn extend(program: &Program, covered: &mut [bool], chosen: &mut Vec<ColumnIx>, plans: &mut Vec<ValuedPlan>) {
    let Some(lowest) = covered.iter().position(|covered| !covered) else {
        plans.extend(slow_value(program, chosen).filter(|plan| program.keeps_limits(plan)));
        return;
    };
    for (column, row) in program.columns.iter_enumerated() {
        let members: Vec<usize> = row.members.iter().map(|member| member.position()).collect();
        if members.contains(&lowest) && members.iter().all(|&member| !covered[member]) {
            for &member in &members {
                covered[member] = true;
            }
            chosen.push(column);
            extend(program, covered, chosen, plans);
            chosen.pop();
            for &member in &members {
                covered[member] = false;
            }
        }
    }
}

fn slow_value(program: &Program, chosen: &[ColumnIx]) -> Option<ValuedPlan> {
    let mut values: IxVec<_, i128> = IxVec::from_rows(program.functionals.iter().map(|row| row.constant).collect());
    for &column in chosen {
        values.iter_mut().zip(&program.columns[column].coefficients).for_each(|(value, more)| *value += more);
    }
    let is_closed = |base: StationIx| chosen.iter().any(|&column| program.columns[column].closed.contains(&base));
    for class in program.classes.iter() {
        let (milliseconds, _) = class.bases.iter().find(|(_, base)| !is_closed(*base))?;
        for (value, functional) in values.iter_mut().zip(&program.functionals) {
            let weight = functional.response.map_or(0, |which| class.weights[which]);
            *value += weight * i128::from(*milliseconds);
        }
    }
    Some(ValuedPlan { columns: chosen.to_vec(), values })
}
