//! Officer numbers against brute force (domain test 9).

mod support;

use support::county::random_county;
use xiaqu_model::{Group, Officers, Problem, Work};
use xiaqu_solver::{allocate_officers, do_nothing, transfers_only, workload};
use xiaqu_testkit::random::Random;

/// The greatest work for each officer as a fraction.
type Ratio = (u128, u128);

fn less(one: Ratio, other: Ratio) -> bool {
    one.0 * other.1 < other.0 * one.1
}

fn busiest(work: &[Work], officers: &[u32]) -> Ratio {
    let rows = work.iter().zip(officers).map(|(work, heads)| (work.count(), u128::from(*heads)));
    rows.fold((0, 1), |most, row| if less(most, row) { row } else { most })
}

/// The least maximum over every way to share out `left` officers, `floor` or more each.
fn brute_force(work: &[Work], floor: u32, left: u32, officers: &mut Vec<u32>) -> Option<Ratio> {
    if officers.len() + 1 == work.len() {
        officers.push(left);
        let value = (left >= floor).then(|| busiest(work, officers));
        officers.pop();
        return value;
    }
    let mut best: Option<Ratio> = None;
    for heads in floor..=left {
        officers.push(heads);
        if let Some(value) = brute_force(work, floor, left - heads, officers)
            && best.is_none_or(|best| less(value, best))
        {
            best = Some(value);
        }
        officers.pop();
    }
    best
}

fn kept(problem: &Problem) -> Vec<Group> {
    problem.stations.indices().map(Group::keep).collect()
}

#[test]
fn greedy_numbers_equal_brute_force_and_keep_the_floor() {
    for seed in 0..200 {
        let mut random = Random::new(seed);
        let stations = random.between(2, 5);
        let problem = random_county(&mut random, stations);
        let groups = kept(&problem);
        let floor = problem.policy.strength.officers_min.heads();
        let total = floor * stations + random.between(0, 9);
        let officers: Vec<u32> =
            allocate_officers(&problem, &groups, Officers::new(total)).into_iter().map(Officers::heads).collect();
        let work = workload(&problem, &groups);
        assert_eq!(officers.iter().sum::<u32>(), total, "county {seed}");
        assert!(officers.iter().all(|heads| *heads >= floor), "county {seed}");
        let least = brute_force(&work, floor, total, &mut Vec::new()).unwrap();
        let found = busiest(&work, &officers);
        assert!(!less(least, found) && !less(found, least), "county {seed}: {officers:?} {work:?}");
    }
}

#[test]
fn too_few_officers_are_shared_out_from_a_lower_floor() {
    let mut problem = random_county(&mut Random::new(11), 6);
    problem.policy.strength.officers_min = Officers::new(5);
    let officers = allocate_officers(&problem, &kept(&problem), Officers::new(20));
    assert_eq!(officers.iter().map(|officers| officers.heads()).sum::<u32>(), 20);
    assert!(officers.iter().all(|officers| officers.heads() >= 3));
}

#[test]
fn the_two_plans_to_compare_with_keep_every_station() {
    let problem = random_county(&mut Random::new(5), 7);
    let sum = |plan: &xiaqu_model::Plan| plan.officers().iter().map(|officers| officers.heads()).sum::<u32>();
    let today = problem.station_officers();
    assert_eq!(sum(&do_nothing(&problem)), today);
    assert_eq!(sum(&transfers_only(&problem)), today + problem.policy.strength.transfers.heads());
    assert!(transfers_only(&problem).posts().is_empty());
}
