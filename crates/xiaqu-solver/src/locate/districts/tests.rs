//! The linear program against enumeration, and what must hold of prices, on small random instances.

use xiaqu_model::{Index, IxVec};
use xiaqu_testkit::random::Random;

use super::{
    annealing::{Annealing, Ground},
    contiguity::{Contiguity, Neighbourhood},
    division::{Branch, divide},
    evaluate::districts_cost,
    gains::Side,
    master::Master,
    relaxation::Relaxation,
    search::{Ending, Question, Search, root},
    territory::Territory,
};
use crate::{
    backend::HAS_LINEAR,
    locate::{
        LocateControl,
        cost_matrix::CostMatrix,
        index::{Client, Site},
        prices::Standing,
    },
};

const LEVELS: [Contiguity; 3] = [Contiguity::Connected, Contiguity::Doubled, Contiguity::Compact];

/// Areas in rows, hexagons or squares, with costs that grow with distance and a little at random.
fn areas(seed: u64) -> (CostMatrix, Neighbourhood, usize) {
    let mut random = Random::new(seed.wrapping_mul(977) + 5);
    let (columns, count) = [(3, 9), (4, 10), (5, 10), (3, 8)][random.below(4)];
    let shift = if random.chance(50) { 0.5 } else { 0.0 };
    let places: Vec<(f64, f64)> = (0..count)
        .map(|area| (f64::from(area / columns), f64::from(area % columns)))
        .map(|(row, column)| (row * 0.866, column + shift * (row % 2.0)))
        .collect();
    let distance = |one: &(f64, f64), other: &(f64, f64)| (one.0 - other.0).hypot(one.1 - other.1);
    let table = |value: &mut dyn FnMut(f64) -> f64| {
        let rows = places.iter().map(|one| places.iter().map(|other| value(distance(one, other))).collect());
        rows.collect::<Vec<Vec<f64>>>()
    };
    let distances = CostMatrix::from_numbers(table(&mut |distance| (distance * 100.0).round())).unwrap();
    let noise = random.between(0, 60);
    let costs = table(&mut |distance| {
        let extra = random.between(0, noise);
        (distance * 10.0).round() + f64::from(extra)
    });
    let centres = if count == 8 { 3 } else { 2 };
    (CostMatrix::from_numbers(costs).unwrap(), Neighbourhood::from_distances(distances).unwrap(), centres)
}

/// The least cost of any centres and any assignment to them.
fn enumerated(question: &Question<'_>) -> Option<i128> {
    enumerated_with(question, &[])
}

/// The same with centres that are fixed.
fn enumerated_with(question: &Question<'_>, fixed: &[usize]) -> Option<i128> {
    let mut best = None;
    each_plan(question, fixed, |_, cost| best = [best, Some(cost)].into_iter().flatten().min());
    best
}

/// Every plan that obeys the rules, and its cost.
fn each_plan(question: &Question<'_>, fixed: &[usize], mut visit: impl FnMut(&[usize], i128)) {
    let areas = question.matrix.sites();
    for set in 0..1_u32 << areas {
        let centres: Vec<usize> = (0..areas).filter(|area| set >> area & 1 == 1).collect();
        if centres.len() != question.centres || fixed.iter().any(|area| !centres.contains(area)) {
            continue;
        }
        let others = areas - centres.len();
        for mut code in 0..centres.len().pow(u32::try_from(others).unwrap()) {
            let mut owner = |area: usize| {
                if centres.contains(&area) {
                    return area;
                }
                let owner = centres[code % centres.len()];
                code /= centres.len();
                owner
            };
            let assignment: Vec<usize> = (0..areas).map(&mut owner).collect();
            if let Some(cost) = districts_cost(question.matrix, question.neighbourhood, question.level, &assignment) {
                visit(&assignment, cost);
            }
        }
    }
}

fn question<'a>(
    matrix: &'a CostMatrix,
    neighbourhood: &'a Neighbourhood,
    level: Contiguity,
    centres: usize,
) -> Question<'a> {
    Question { matrix, neighbourhood, level, centres, gap: 0.0, seed: 1, fineness: 1 << 14 }
}

#[test]
fn the_linear_program_finds_and_proves_what_enumeration_finds() {
    if !HAS_LINEAR {
        return;
    }
    let watch = LocateControl::default().watch();
    let (mut dearer, mut divided) = (0, 0);
    for seed in 0..120 {
        let (matrix, neighbourhood, centres) = areas(seed);
        let candidates: Vec<usize> = (0..matrix.sites()).collect();
        let mut before = None;
        for level in LEVELS {
            let question = question(&matrix, &neighbourhood, level, centres);
            let mut search = Search::new(question, &watch, 0);
            let ending = search.search_by_program(root(&question, &candidates, &[]));
            let best = enumerated(&question);
            assert!(search.failure.is_none(), "case {seed} {level:?}: {:?}", search.failure);
            assert_eq!(ending, Ending::Over, "case {seed} {level:?}");
            assert_eq!(search.best.map(|(best, _)| best), best, "case {seed} {level:?}");
            assert!(best.is_none_or(|best| search.bound <= best), "case {seed} {level:?}");
            dearer += u32::from(before.is_some_and(|before| before != best));
            divided += u32::from(search.nodes > 4);
            before = Some(best);
        }
    }
    assert!(dearer > 20 && divided > 20, "{dearer} dearer, {divided} divided");
}

#[test]
fn no_plan_breaks_a_row_of_the_linear_program() {
    if !HAS_LINEAR {
        return;
    }
    let watch = LocateControl::default().watch();
    let (mut rows, mut manifold) = (0, 0);
    for seed in 0..120 {
        let (matrix, neighbourhood, centres) = areas(seed);
        let candidates: Vec<usize> = (0..matrix.sites()).collect();
        for level in LEVELS {
            let question = question(&matrix, &neighbourhood, level, centres);
            let root = root(&question, &candidates, &[]);
            let mut master = Master::new(&root, seed).unwrap();
            master.solve(&root, f64::INFINITY, &watch).unwrap();
            let shapes = master.shapes();
            each_plan(&question, &[], |plan, _| {
                for (centre, factor, head, tail) in &shapes {
                    let is_served = |area: &Client| i64::from(plan[area.position()] == *centre);
                    let held: i64 = tail.iter().map(is_served).sum();
                    assert!(
                        factor * is_served(head) <= held,
                        "case {seed} {level:?}: {plan:?} breaks {factor} {head:?}"
                    );
                }
            });
            rows += shapes.len();
            manifold += shapes.iter().filter(|(_, factor, ..)| *factor > 1).count();
        }
    }
    assert!(rows > 2_000 && manifold > 20, "{rows} rows, {manifold} of them with a factor");
}

/// Whether a part still has a plan.
fn has(part: &Relaxation, plan: &[usize]) -> bool {
    let standing = |row: usize| {
        let mut territories = part.territories.iter_enumerated();
        territories.find(|(_, territory)| territory.row == row).map(|(site, _)| part.standings[site])
    };
    let are_standings_kept = part.territories.iter().all(|territory| match standing(territory.row) {
        Some(Standing::Open) => plan[territory.row] == territory.row,
        Some(Standing::Closed) => plan[territory.row] != territory.row,
        _ => true,
    });
    let may = |(area, row): (usize, &usize)| {
        standing(*row).is_some_and(|standing| standing != Standing::Closed)
            && part.may_serve(*row, Client::from_position(area))
    };
    are_standings_kept && plan.iter().enumerate().all(may)
}

#[test]
fn every_plan_of_a_part_is_in_one_of_its_halves() {
    let (mut without, mut with) = (0, 0);
    for seed in 0..120 {
        let (matrix, neighbourhood, centres) = areas(seed);
        let candidates: Vec<usize> = (0..matrix.sites()).collect();
        let mut random = Random::new(seed + 77);
        let question = question(&matrix, &neighbourhood, LEVELS[random.below(3)], centres);
        let whole = root(&question, &candidates, &[]);
        let rows: Vec<usize> = candidates.iter().copied().filter(|_| random.chance(40)).collect();
        let area = Branch::Area(Client::from_position(random.below(candidates.len())), rows);
        let site = Branch::Site(random.below(candidates.len()));
        for (_, part) in divide(whole, &area) {
            let halves = divide(part.clone(), &site);
            each_plan(&question, &[], |plan, _| {
                let among: Vec<Side> =
                    halves.iter().filter(|(_, half)| has(half, plan)).map(|(side, _)| *side).collect();
                assert_eq!(among.len(), usize::from(has(&part, plan)), "case {seed}: {plan:?} in {among:?}");
                without += u32::from(among == [Side::Without]);
                with += u32::from(among == [Side::With]);
            });
        }
    }
    assert!(without > 1_000 && with > 1_000, "{without} without, {with} with");
}

/// A territory's costs are those of the matrix and of the rows that it has, and of no other.
fn assert_costs(territory: &Territory, case: u64) {
    let mut costs: Vec<i64> = territory.pairs.iter().map(|pair| pair.base).collect();
    for row in &territory.rows {
        costs[row.shape.head] += row.shape.factor * row.price;
        for place in &row.shape.tail {
            costs[*place] -= row.price;
        }
    }
    let found: Vec<i64> = territory.pairs.iter().map(|pair| pair.cost).collect();
    assert_eq!(found, costs, "case {case}");
}

#[test]
fn the_price_of_a_row_goes_with_its_head() {
    let watch = LocateControl::default().watch();
    let mut priced = 0;
    for seed in 0..200 {
        let (matrix, neighbourhood, centres) = areas(seed);
        let candidates: Vec<usize> = (0..matrix.sites()).collect();
        let question = question(&matrix, &neighbourhood, Contiguity::Compact, centres);
        let search = Search::new(question, &watch, 500);
        let mut part: Relaxation = root(&question, &candidates, &[]);
        let effort = crate::locate::ascent::Effort { steps: 60, step: 1.0, patience: 20, least_step: 0.01 };
        part.begin(effort);
        for _ in 0..effort.steps {
            if part.step(search.aim(), effort).is_none() {
                break;
            }
        }
        priced += part.territories.iter().flat_map(|territory| &territory.rows).filter(|row| row.price > 0).count();
        let farthest: IxVec<Site, Option<Client>> =
            IxVec::from_rows(part.territories.iter().map(|t| t.pairs.last().map(|pair| pair.client)).collect());
        part.forbid(|site, client| farthest[site] == Some(client));
        for territory in &part.territories {
            assert_costs(territory, seed);
        }
    }
    assert!(priced > 100, "{priced}");
}

#[test]
fn annealed_districts_obey_the_rules_and_are_mostly_the_best() {
    let watch = LocateControl::default().watch();
    let (mut found, mut best_of_all) = (0, 0);
    for seed in 0..120 {
        let (matrix, neighbourhood, centres) = areas(seed);
        let candidates: Vec<usize> = (0..matrix.sites()).collect();
        for level in LEVELS {
            let question = question(&matrix, &neighbourhood, level, centres);
            let ground = Ground::new(&question, &candidates, &[0]).unwrap();
            let first: Vec<usize> = (0..centres).collect();
            let mut annealing = Annealing::new(&ground, &first).unwrap();
            let Some(assignment) = annealing.run(20_000, seed, &watch) else { continue };
            annealing.assert_counts();
            let cost = districts_cost(&matrix, &neighbourhood, level, &assignment);
            assert_eq!(cost, annealing.best_cost().map(i128::from), "case {seed} {level:?}");
            assert_eq!(assignment[0], 0, "case {seed} {level:?}: a fixed centre moved");
            let mut used = assignment.clone();
            used.sort_unstable();
            used.dedup();
            assert_eq!(used.len(), centres, "case {seed} {level:?}");
            let best = enumerated_with(&question, &[0]);
            assert!(best <= cost, "case {seed} {level:?}");
            found += 1;
            best_of_all += u32::from(best == cost);
        }
    }
    assert!(found > 200 && best_of_all * 10 > found * 9, "{best_of_all} of {found}");
}
