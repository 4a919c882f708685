//! The judge on counties whose answers are arithmetic, and every violation it knows.

mod support;

use support::{county, plan, s, three_stations, today, v};
use xiaqu_evaluate::{ResponsePolicy, first_arrivals, judge};
use xiaqu_model::{Plan, Problem, StationDuty, TravelTime};

fn codes(problem: &Problem, plan: &Plan) -> Vec<&'static str> {
    judge(problem, plan).violations.iter().map(xiaqu_model::ProblemReport::code).collect()
}

#[test]
fn a_sound_plan_gives_the_maps_and_arrivals_of_the_arithmetic() {
    let problem = three_stations();
    let judgement = judge(&problem, &plan(&[(&[0, 1], 0, 8), (&[2], 2, 4)]));
    assert!(judgement.is_sound(), "{:?}", judgement.violations);
    assert_eq!(judgement.dispatch.0.as_slice(), [s(0), s(0), s(0), s(2), s(2)], "20 and 20 minutes: the lower id");
    assert_eq!(judgement.jurisdiction.0.as_slice(), [s(0), s(0), s(0), s(2), s(2)]);
    let after: Vec<f64> = judgement.arrivals.iter().map(|village| village.second_after.unwrap().as_minutes()).collect();
    assert_eq!(after.iter().map(|minutes| minutes.round()).collect::<Vec<_>>(), [4.0, 14.0, 24.0, 12.0, 4.0]);
    // Thousandths of calls times milliseconds.
    let minutes = 10 * 4 + 5 * 14 + 8 * 24 + 3 * 12 + 9 * 4;
    assert_eq!(judgement.value(xiaqu_model::Aim::MeanSecondArrival).0, minutes * 1_000 * 60_000);
}

#[test]
fn dispatch_may_cut_jurisdiction_but_jurisdiction_never_cuts_a_territory() {
    let problem = three_stations();
    let judgement = judge(&problem, &plan(&[(&[0], 0, 4), (&[1, 2], 1, 8)]));
    assert_eq!(judgement.dispatch.0[v(4)], s(1));
    let other = judge(&problem, &plan(&[(&[0, 1], 1, 8), (&[2], 2, 4)]));
    assert_eq!(other.jurisdiction.0[v(0)], s(1));
    assert_eq!(other.dispatch.0[v(3)], s(2));
}

#[test]
fn the_resident_shortens_the_first_arrival_only_by_the_share_of_presence() {
    let mut problem = three_stations();
    problem.policy.workload.officers_per_call = 0;
    let judgement = judge(&problem, &plan(&[(&[0, 1], 0, 8), (&[2], 2, 4)]));
    // Nobody is busy: a = 56/168, post 4 min, centre 24 min, so 24 - 20/3 = 17.333 min.
    let first = judgement.arrivals[v(2)].first_after.unwrap().time();
    assert_eq!(first, TravelTime::from_milliseconds(1_040_000));
    assert_eq!(judgement.arrivals[v(2)].second_after.unwrap().time(), TravelTime::from_milliseconds(1_440_000));
}

#[test]
fn the_three_post_policies_are_ordered_at_every_village() {
    let sites = [(0, 5), (9, 4), (21, 3), (34, 6), (47, 4)];
    let homes: Vec<(u32, usize, u32, f64)> =
        (0..50).map(|at| (at, usize::try_from(at / 10).unwrap(), 100 + at, f64::from(at % 7 + 1))).collect();
    let mut problem = county(&sites, &homes);
    for hours in [0.0, 56.0, 168.0] {
        problem.policy.posts.hours_per_week = hours;
        let plan = plan(&[(&[0, 1], 0, 9), (&[2, 3], 3, 9), (&[4], 4, 4)]);
        let of = |policy| first_arrivals(&problem, &plan, policy);
        let (p0, p1, p2) =
            (of(ResponsePolicy::CounterOnly), of(ResponsePolicy::ResidentFirst), of(ResponsePolicy::FullBase));
        let judgement = judge(&problem, &plan);
        for village in problem.villages.indices() {
            assert!(p2[village] <= p1[village] && p1[village] <= p0[village], "{village:?}");
            let second = judgement.arrivals[village].second_after.map(xiaqu_model::SecondArrival::time);
            assert_eq!(p0[village].map(xiaqu_model::FirstArrival::time), second);
            assert_eq!(judgement.arrivals[village].first_after, p1[village]);
        }
    }
}

#[test]
fn one_more_post_never_worsens_the_first_arrival() {
    let mut problem = three_stations();
    problem.policy.groups.size_max = 3;
    // The same crews at the same centre; station 2 is in no group of the first plan, so it has no post.
    let fewer = judge(&problem, &plan(&[(&[0, 1], 0, 12)]));
    let more = judge(&problem, &plan(&[(&[0, 1, 2], 0, 12)]));
    for village in problem.villages.indices() {
        assert!(more.arrivals[village].first_after <= fewer.arrivals[village].first_after);
        assert_eq!(more.arrivals[village].second_after, fewer.arrivals[village].second_after);
    }
    assert!(more.arrivals[v(4)].first_after < fewer.arrivals[v(4)].first_after);
}

#[test]
fn doing_nothing_is_sound_and_changes_no_arrival() {
    let problem = three_stations();
    let judgement = judge(&problem, &today(&problem));
    assert!(judgement.is_sound());
    for village in &judgement.arrivals {
        assert_eq!(village.first_before, village.first_after);
        assert_eq!(village.second_before, village.second_after);
    }
}

#[test]
fn every_violation_of_grouping_has_its_code() {
    let patient = || {
        let mut problem = three_stations();
        problem.policy.response.worsening_max = problem.policy.response.second_arrival_max;
        problem
    };
    let mut problem = patient();
    assert_eq!(codes(&problem, &plan(&[(&[0, 1], 0, 12)])), ["E501"]);
    assert_eq!(codes(&problem, &plan(&[(&[0, 1], 0, 8), (&[1, 2], 2, 4)])), ["E502"]);
    assert_eq!(codes(&problem, &plan(&[(&[0, 1], 2, 8), (&[2], 2, 4)])), ["E503"]);
    assert_eq!(codes(&problem, &plan(&[(&[0, 2], 0, 8), (&[1], 1, 4)])), ["E504"]);
    assert_eq!(codes(&problem, &plan(&[(&[0, 1, 2], 1, 12)])), ["E505"]);
    assert_eq!(codes(&problem, &plan(&[(&[0, 1], 0, 4), (&[2], 2, 4), (&[], 1, 4)])), ["E516"]);
    let merged = plan(&[(&[0, 1], 0, 8), (&[2], 2, 4)]);
    let duty = |station: usize, duty| {
        let mut changed = patient();
        changed.stations[s(station)].duty = duty;
        codes(&changed, &merged)
    };
    assert_eq!(duty(0, StationDuty::Untouched), ["E506"]);
    assert_eq!(duty(1, StationDuty::MustStayOpen), ["E507"]);
    assert_eq!(duty(0, StationDuty::MustStayOpen), [""; 0]);
    assert_eq!(duty(2, StationDuty::MustMerge), ["E508"]);
    assert_eq!(duty(0, StationDuty::MustClose), ["E524"]);
    assert_eq!(duty(1, StationDuty::MustClose), [""; 0]);
    // A station that a new site replaces is closed, and merged with nobody.
    let replaced = plan(&[(&[0], 2, 8), (&[1], 1, 4)]);
    let at_site = |duty| {
        let mut changed = patient();
        changed.stations[s(2)].duty = StationDuty::NewSite;
        changed.stations[s(0)].duty = duty;
        codes(&changed, &replaced)
    };
    assert!(at_site(StationDuty::MustMerge).contains(&"E508"));
    assert!(!at_site(StationDuty::MustClose).contains(&"E524"));
    problem.policy.must_merge_pairs = vec![(s(1), s(2))];
    assert_eq!(codes(&problem, &merged), ["E509"]);
    problem.policy.must_merge_pairs.clear();
    problem.policy.closures.min = Some(2);
    assert_eq!(codes(&problem, &merged), ["E510"]);
}

#[test]
fn every_violation_of_strength_and_response_has_its_code() {
    let mut problem = three_stations();
    assert_eq!(codes(&problem, &plan(&[(&[0, 1], 0, 9), (&[2], 2, 3)])), ["E511"]);
    assert_eq!(codes(&problem, &plan(&[(&[0, 1], 0, 9), (&[2], 2, 4)])), ["E512"]);
    assert_eq!(codes(&problem, &plan(&[(&[0, 1], 0, 10), (&[2], 2, 4)])), [""; 0], "with the two transfers");
    let merged = plan(&[(&[0, 1], 0, 8), (&[2], 2, 4)]);
    problem.policy.response.worsening_max = TravelTime::from_minutes(19.0).unwrap();
    assert_eq!(codes(&problem, &merged), ["E513"]);
    problem.policy.response.worsening_max = TravelTime::from_minutes(20.0).unwrap();
    problem.policy.response.second_arrival_max = TravelTime::from_minutes(1.0).unwrap();
    assert_eq!(codes(&problem, &today(&problem)), [""; 0], "beyond the maximum today, and no worse");
    let mut cut = three_stations();
    cut.travel.day.to_village[s(0)][v(2)] = None;
    assert_eq!(codes(&cut, &merged), ["E515"]);
    cut.travel.day.to_village[s(2)][v(2)] = None;
    assert_eq!(codes(&cut, &merged), ["E514", "E515"]);
}
