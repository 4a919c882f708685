//! Covering, centre and capacitated models against brute force on thousands of small random instances.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod support;

use xiaqu_solver::{
    SearchControl,
    locate::{
        CapacityQuestion, CostMatrix, CoverOutcome, CoverQuestion, LocateCause, LocateControl, LocateError,
        LocateOutcome, LocateProof, ModelCause, ModelError, SiteRules, backup_covering, capacitated_p_median,
        max_covering, p_centre, set_covering,
    },
};
use xiaqu_testkit::random::Random;

/// A small instance and everything that can be asked of it.
#[derive(Debug)]
struct Instance {
    costs: Vec<Vec<Option<i64>>>,
    rules: SiteRules,
    centres: usize,
    radius: i64,
    demand: Vec<i64>,
    weights: Vec<i64>,
    capacities: Vec<i64>,
}

impl Instance {
    fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let mut number = |low, high| i64::from(random.between(low, high));
        let (sites, clients) = (number(1, 7), number(1, 8));
        let (forbidden, most) = (number(0, 2) * 8, [3, 12, 1_000_000][usize::try_from(number(0, 2)).unwrap()]);
        let costs = (0..sites)
            .map(|_| {
                let mut cost = || (number(1, 100) > forbidden).then(|| number(0, most) - i64::from(most) / 4);
                (0..clients).map(|_| cost()).collect()
            })
            .collect();
        let count = usize::try_from(sites).unwrap();
        let candidates: Vec<usize> = (0..count).filter(|_| number(1, 4) > 1).collect();
        let all = number(0, 1) == 0 || candidates.is_empty();
        let usable: Vec<usize> = if all { (0..count).collect() } else { candidates.clone() };
        let fixed = usable.iter().copied().filter(|_| number(1, 6) == 1).collect();
        Self {
            costs,
            rules: SiteRules { candidates: (!all).then_some(candidates), fixed },
            centres: usize::try_from(number(1, 4)).unwrap(),
            radius: number(0, most) * 3 / 4 - i64::from(most) / 4,
            demand: (0..clients).map(|_| number(0, 9)).collect(),
            weights: (0..sites).map(|_| number(0, 5)).collect(),
            capacities: (0..sites).map(|_| number(3, 25)).collect(),
        }
    }

    fn matrix(&self) -> CostMatrix {
        CostMatrix::from_units(0, self.costs.iter().map(|row| row.iter().copied())).unwrap()
    }

    fn clients(&self) -> usize {
        self.demand.len()
    }

    fn candidates(&self) -> Vec<usize> {
        self.rules.candidates.clone().unwrap_or_else(|| (0..self.costs.len()).collect())
    }

    /// All sets of candidates that hold the fixed ones; of one size if it is given.
    fn sets(&self, size: Option<usize>) -> Vec<Vec<usize>> {
        let candidates = self.candidates();
        (0_u32..1 << candidates.len())
            .map(|mask| (0..candidates.len()).filter(|bit| mask >> bit & 1 == 1).map(|bit| candidates[bit]).collect())
            .filter(|set: &Vec<usize>| size.is_none_or(|size| set.len() == size))
            .filter(|set| self.rules.fixed.iter().all(|site| set.contains(site)))
            .collect()
    }

    fn within(&self, set: &[usize], client: usize) -> usize {
        set.iter().filter(|site| self.costs[**site][client].is_some_and(|cost| cost <= self.radius)).count()
    }

    fn demand_where(&self, counts: impl Fn(usize) -> bool) -> i128 {
        (0..self.clients()).filter(|client| counts(*client)).map(|client| i128::from(self.demand[client])).sum()
    }

    fn question(&self) -> CoverQuestion<'_> {
        CoverQuestion { radius: self.radius, centres: self.centres, demand: &self.demand }
    }

    fn capacity_question(&self) -> CapacityQuestion<'_> {
        CapacityQuestion { centres: self.centres, loads: &self.demand, capacities: &self.capacities }
    }

    /// The cheapest assignment of whole clients within capacities, by trying all.
    fn packed(&self, set: &[usize]) -> Option<i128> {
        let mut best = None;
        let mut room: Vec<i64> = self.capacities.clone();
        self.pack(set, (0, 0), &mut room, &mut best);
        best
    }

    fn pack(&self, set: &[usize], (client, cost): (usize, i128), room: &mut Vec<i64>, best: &mut Option<i128>) {
        if client == self.clients() {
            *best = Some(best.map_or(cost, |best| best.min(cost)));
            return;
        }
        for &site in set {
            if let Some(own) = self.costs[site][client].filter(|_| room[site] >= self.demand[client]) {
                room[site] -= self.demand[client];
                self.pack(set, (client + 1, cost + i128::from(own)), room, best);
                room[site] += self.demand[client];
            }
        }
    }
}

fn is_infeasible(error: &ModelError) -> bool {
    matches!(error, ModelError::Infeasible(_) | ModelError::Locate(LocateError::Infeasible(_)))
}

/// What a covering model answered, or nothing if it proved that there is no answer.
fn cover(seed: u64, found: Result<CoverOutcome, ModelError>) -> Option<CoverOutcome> {
    match found {
        Ok(outcome) => {
            assert!(matches!(outcome.proof, LocateProof::Optimal { .. }), "seed {seed}: {:?}", outcome.proof);
            assert_eq!(outcome.bound, outcome.objective, "seed {seed}");
            Some(outcome)
        }
        Err(error) if is_infeasible(&error) => None,
        Err(error) => panic!("seed {seed}: {error}"),
    }
}

/// What a cost model answered, or nothing if it proved that there is no answer.
fn sum(seed: u64, found: Result<LocateOutcome, ModelError>) -> Option<LocateOutcome> {
    match found {
        Ok(outcome) => {
            assert!(matches!(outcome.proof, LocateProof::Optimal { .. }), "seed {seed}: {:?}", outcome.proof);
            assert_eq!(outcome.bound, outcome.objective, "seed {seed}");
            Some(outcome)
        }
        Err(error) if is_infeasible(&error) => None,
        Err(error) => panic!("seed {seed}: {error}"),
    }
}

/// Centres, assignment and counts of an outcome agree with the instance.
fn check_cover(seed: u64, instance: &Instance, outcome: &CoverOutcome) {
    let candidates = instance.candidates();
    assert!(outcome.centres.iter().all(|site| candidates.contains(site)), "seed {seed}");
    assert!(outcome.centres.is_sorted() && instance.rules.fixed.iter().all(|site| outcome.centres.contains(site)));
    for client in 0..instance.clients() {
        let within = instance.within(&outcome.centres, client);
        assert_eq!(outcome.times_covered[client], within, "seed {seed} client {client}");
        let near = |site: &&usize| instance.costs[**site][client].is_some_and(|cost| cost <= instance.radius);
        let nearest = outcome.centres.iter().filter(near).min_by_key(|site| (instance.costs[**site][client], **site));
        assert_eq!(outcome.assignment[client].as_ref(), nearest, "seed {seed} client {client}");
    }
}

#[test]
fn set_covering_finds_the_cheapest_cover() {
    let mut answered = 0;
    for seed in 0..3_000 {
        let instance = Instance::new(seed);
        let weights = (seed % 2 == 0).then_some(instance.weights.as_slice());
        let weight =
            |set: &Vec<usize>| set.iter().map(|site| i128::from(weights.map_or(1, |w| w[*site]))).sum::<i128>();
        let covers = |set: &Vec<usize>| (0..instance.clients()).all(|client| instance.within(set, client) > 0);
        let best = instance.sets(None).iter().filter(|set| covers(set)).map(weight).min();
        let control = LocateControl::default();
        let found = cover(seed, set_covering(&instance.matrix(), instance.radius, weights, &instance.rules, &control));
        assert_eq!(found.as_ref().map(|found| found.objective), best, "seed {seed} {instance:?}");
        if let Some(found) = found {
            check_cover(seed, &instance, &found);
            assert_eq!(weight(&found.centres), found.objective, "seed {seed}");
            answered += 1;
        }
    }
    assert!(answered > 500, "only {answered} had an answer");
}

#[test]
fn maximal_covering_covers_the_most_demand() {
    for seed in 0..3_000 {
        let instance = Instance::new(seed);
        let covered = |set: &Vec<usize>| instance.demand_where(|client| instance.within(set, client) > 0);
        let best = instance.sets(Some(instance.centres)).iter().map(covered).max();
        let found = max_covering(&instance.matrix(), instance.question(), &instance.rules, &LocateControl::default());
        let found = cover(seed, found);
        assert_eq!(found.as_ref().map(|found| found.objective), best, "seed {seed} {instance:?}");
        if let Some(found) = found {
            check_cover(seed, &instance, &found);
            assert_eq!((covered(&found.centres), found.centres.len()), (found.objective, instance.centres));
        }
    }
}

#[test]
fn backup_covering_covers_all_once_and_the_most_twice() {
    let mut answered = 0;
    for seed in 0..3_000 {
        let instance = Instance::new(seed);
        let twice = |set: &Vec<usize>| instance.demand_where(|client| instance.within(set, client) > 1);
        let covers = |set: &&Vec<usize>| (0..instance.clients()).all(|client| instance.within(set, client) > 0);
        let best = instance.sets(Some(instance.centres)).iter().filter(covers).map(twice).max();
        let found =
            backup_covering(&instance.matrix(), instance.question(), &instance.rules, &LocateControl::default());
        let found = cover(seed, found);
        assert_eq!(found.as_ref().map(|found| found.objective), best, "seed {seed} {instance:?}");
        if let Some(found) = found {
            check_cover(seed, &instance, &found);
            assert_eq!((twice(&found.centres), found.centres.len()), (found.objective, instance.centres));
            answered += 1;
        }
    }
    assert!(answered > 300, "only {answered} had an answer");
}

#[test]
fn p_centre_makes_the_farthest_client_nearest() {
    for seed in 0..3_000 {
        let instance = Instance::new(seed);
        let nearest = |set: &[usize], client: usize| set.iter().filter_map(|site| instance.costs[*site][client]).min();
        let farthest = |set: &Vec<usize>| {
            (0..instance.clients()).map(|client| nearest(set, client)).collect::<Option<Vec<i64>>>()?.into_iter().max()
        };
        let best = instance.sets(Some(instance.centres)).iter().filter_map(farthest).min();
        let found = p_centre(&instance.matrix(), instance.centres, &instance.rules, &LocateControl::default());
        let found = sum(seed, found);
        assert_eq!(found.as_ref().map(|found| found.objective), best.map(i128::from), "seed {seed} {instance:?}");
        if let Some(found) = found {
            assert_eq!(farthest(&found.centres), best, "seed {seed}");
            for (client, site) in found.assignment.iter().enumerate() {
                assert!(found.centres.contains(site));
                assert_eq!(instance.costs[*site][client], nearest(&found.centres, client), "seed {seed}");
            }
        }
    }
}

#[test]
fn capacitated_p_median_costs_the_least_and_overloads_nobody() {
    let mut answered = 0;
    for seed in 0..2_000 {
        let instance = Instance::new(seed);
        let best = instance.sets(Some(instance.centres)).iter().filter_map(|set| instance.packed(set)).min();
        let question = instance.capacity_question();
        let found = capacitated_p_median(&instance.matrix(), question, &instance.rules, &LocateControl::default());
        let found = sum(seed, found);
        assert_eq!(found.as_ref().map(|found| found.objective), best, "seed {seed} {instance:?}");
        if let Some(found) = found {
            answered += 1;
            let mut room = instance.capacities.clone();
            let mut cost = 0;
            for (client, site) in found.assignment.iter().enumerate() {
                assert!(found.centres.contains(site), "seed {seed}");
                cost += i128::from(instance.costs[*site][client].unwrap());
                room[*site] -= instance.demand[client];
            }
            assert_eq!((cost, found.centres.len()), (found.objective, instance.centres), "seed {seed}");
            assert!(room.iter().all(|room| *room >= 0), "seed {seed}");
        }
    }
    assert!(answered > 300, "only {answered} had an answer");
}

#[test]
fn the_impossible_is_named() {
    let matrix = CostMatrix::from_texts([["0", "5.5", "9", ""], ["5.5", "0", "4", ""], ["9", "4", "0", ""]]).unwrap();
    let (rules, control) = (SiteRules::default(), LocateControl::default());
    let cause = |error: ModelError| error.to_string();
    let found = set_covering(&matrix, 55, None, &rules, &control).unwrap_err();
    assert!(matches!(found, ModelError::Infeasible(ModelCause::OutOfReach { client: 3, .. })));
    assert_eq!(cause(found), "no candidate reaches client `3` within `5.5`");
    let unreached = p_centre(&matrix, 1, &rules, &control).unwrap_err();
    assert!(matches!(unreached, ModelError::Locate(LocateError::Infeasible(LocateCause::Unreached { client: 3 }))));
    let matrix = CostMatrix::from_texts([["0", "5", "9"], ["5", "0", "4"], ["9", "4", "0"]]).unwrap();
    let question = CoverQuestion { radius: 0, centres: 2, demand: &[1, 1, 1] };
    let found = backup_covering(&matrix, question, &rules, &control).unwrap_err();
    assert!(matches!(found, ModelError::Infeasible(ModelCause::TooFewCentres { centres: 2, needed: 3 })), "{found}");
    let apart = CostMatrix::from_texts([["0", "", ""], ["", "0", ""], ["", "", "0"]]).unwrap();
    let found = p_centre(&apart, 2, &rules, &control).unwrap_err();
    assert!(matches!(found, ModelError::Infeasible(ModelCause::TooFewCentres { centres: 2, needed: 3 })), "{found}");
    let fit = |loads: &[i64], capacities: &[i64]| {
        let question = CapacityQuestion { centres: 2, loads, capacities };
        capacitated_p_median(&matrix, question, &rules, &control).unwrap_err()
    };
    assert!(matches!(fit(&[9, 1, 1], &[8, 8, 8]), ModelError::Infeasible(ModelCause::TooHeavy { client: 0 })));
    let little = fit(&[6, 6, 5], &[8, 8, 8]);
    assert!(matches!(little, ModelError::Infeasible(ModelCause::TooLittleCapacity { centres: 2 })), "{little}");
    let no_fit = fit(&[5, 5, 5], &[8, 8, 8]);
    assert!(matches!(no_fit, ModelError::Infeasible(ModelCause::NoFit { centres: 2 })), "{no_fit}");
    assert!(matches!(fit(&[5, 5], &[8, 8, 8]), ModelError::Amounts { list: "loads", expected: 3 }));
}

/// A larger instance: clients and sites on a plane, costs of their distance.
fn plane(count: u32, seed: u64) -> CostMatrix {
    let mut random = Random::new(seed);
    let places: Vec<(f64, f64)> =
        (0..count).map(|_| (f64::from(random.between(0, 999)), f64::from(random.between(0, 999)))).collect();
    let rows =
        places.iter().map(|(x, y)| places.iter().map(move |(u, v)| ((x - u).hypot(y - v) * 100.0).round() / 100.0));
    CostMatrix::from_numbers(rows.map(Iterator::collect::<Vec<f64>>)).unwrap()
}

#[test]
fn a_stopped_search_brackets_the_optimum() {
    let matrix = plane(30, 7);
    let rules = SiteRules::default();
    let (loads, capacities) = (vec![3; 30], vec![24; 30]);
    let question = CapacityQuestion { centres: 5, loads: &loads, capacities: &capacities };
    let whole = capacitated_p_median(&matrix, question, &rules, &LocateControl::default()).unwrap();
    assert!(matches!(whole.proof, LocateProof::Optimal { .. }) && whole.gap == 0.0);
    for milliseconds in [1, 20, 100, 400] {
        let control =
            LocateControl { time_limit_seconds: Some(f64::from(milliseconds) / 1e3), ..LocateControl::default() };
        match capacitated_p_median(&matrix, question, &rules, &control) {
            Ok(found) => assert!(found.bound <= whole.objective && whole.objective <= found.objective),
            Err(error) => assert!(matches!(error, ModelError::Locate(LocateError::NotFound(_))), "{error}"),
        }
    }
    let interrupted =
        LocateControl { search: SearchControl::new(std::sync::Arc::new(true.into())), ..LocateControl::default() };
    let demand = [1; 30];
    let question = CoverQuestion { radius: 10_000, centres: 5, demand: &demand };
    let best = max_covering(&matrix, question, &rules, &LocateControl::default()).unwrap();
    let found = max_covering(&matrix, question, &rules, &interrupted).unwrap();
    assert!(found.objective <= best.objective && best.objective <= found.bound);
}

#[test]
fn neither_order_nor_threads_nor_scale_change_the_value() {
    let matrix = plane(40, 3);
    let rows: Vec<Vec<Option<i64>>> = (0..40).map(|site| matrix.row(site).collect()).collect();
    let turned = |row: &Vec<Option<i64>>| row.iter().rev().map(|cost| cost.map(|cost| cost * 2)).collect::<Vec<_>>();
    let permuted = CostMatrix::from_units(2, rows.iter().rev().map(turned)).unwrap();
    let (rules, one) = (SiteRules::default(), LocateControl::default());
    let many = LocateControl { threads: 8, ..one.clone() };
    let centre = p_centre(&matrix, 5, &rules, &one).unwrap();
    assert_eq!(p_centre(&matrix, 5, &rules, &many).unwrap(), centre);
    assert_eq!(p_centre(&permuted, 5, &rules, &one).unwrap().objective, 2 * centre.objective);
    let radius = 20_000;
    let cover = set_covering(&matrix, radius, None, &rules, &one).unwrap();
    assert_eq!(set_covering(&matrix, radius, None, &rules, &many).unwrap(), cover);
    assert_eq!(set_covering(&permuted, 2 * radius, None, &rules, &one).unwrap().objective, cover.objective);
    let fewest = usize::try_from(cover.objective).unwrap();
    let demand = [2; 40];
    let all = max_covering(&matrix, CoverQuestion { radius, centres: fewest, demand: &demand }, &rules, &one).unwrap();
    assert_eq!(all.objective, 80, "as many centres as set covering needs cover all demand");
    let less = CoverQuestion { radius, centres: fewest - 1, demand: &demand };
    assert!(max_covering(&matrix, less, &rules, &one).unwrap().objective < 80);
}
