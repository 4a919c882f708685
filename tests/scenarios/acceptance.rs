//! Acceptance tests of DOMAIN 10, by their numbers there.

use xiaqu::{
    Failure, Planned, Settings, StationPair,
    model::{RefusalReason, StationIx},
};
use xiaqu_tests::{
    CountyFolder,
    csv_rows::{number, read_rows},
    folder::described,
    plan, plan_with,
    random_county::random_county,
    run_with, saved,
};

fn figure(planned: &Planned, key: &str) -> [f64; 2] {
    let row = planned.figures.row(key).unwrap_or_else(|| panic!("no figure {key}"));
    [row.before.unwrap(), row.after.unwrap()]
}

fn rounded(value: f64) -> String {
    format!("{value:.1}")
}

#[test]
fn number_1_the_embedded_county_gives_the_figures_of_the_founding_article() {
    let planned = plan(&CountyFolder::demo());
    assert_eq!(figure(&planned, "stations").map(rounded), ["9.0", "6.0"]);
    assert_eq!(rounded(figure(&planned, "reduction_percent")[1]), "33.3");
    assert_eq!(figure(&planned, "station_officers").map(rounded), ["42.0", "49.0"]);
    assert_eq!(rounded(figure(&planned, "growth_percent")[1]), "16.7");
    assert_eq!(rounded(figure(&planned, "bureau_share_percent")[1]), "42.6");
}

/// Groups in which not every member is joined to the others by adjacent pairs.
fn unjoined_groups(planned: &Planned) -> usize {
    let adjacency = &planned.county.problem.adjacency;
    let is_joined = |members: &[StationIx]| {
        let mut reached = vec![members[0]];
        for _ in members {
            let next = members.iter().filter(|member| reached.iter().any(|one| adjacency.is_adjacent(*one, **member)));
            reached.extend(next.copied().collect::<Vec<_>>());
        }
        members.iter().all(|member| reached.contains(member))
    };
    planned.plan.groups().iter().filter(|group| !is_joined(&group.members)).count()
}

#[test]
fn number_3_a_pair_with_a_border_but_no_road_in_time_is_never_merged() {
    let county = CountyFolder::demo();
    let mut refused_by_road = 0;
    for limit in [12.0, 20.0, 30.0, 45.0] {
        let settings = |settings: &mut Settings| {
            settings.adjacency.road_time_max_minutes = limit;
            settings.merge.closures = None;
            settings.merge.aims = vec![xiaqu::model::Aim::MostClosures];
        };
        let planned = plan_with(&county, settings).unwrap();
        let pairs = planned.county.problem.adjacency.pairs();
        let long_way =
            |reason: &RefusalReason| matches!(reason, RefusalReason::NoRoad | RefusalReason::RoadTooLong { .. });
        for pair in pairs.iter().filter(|pair| pair.refusals.iter().any(long_way)) {
            assert!(pair.road_time.is_none_or(|time| time.as_minutes() > limit));
            refused_by_road += usize::from(pair.shared_border.as_metres() > 500.0);
            let group = planned.plan.group_of(pair.first).unwrap();
            assert!(!group.members.contains(&pair.second), "{pair:?} at {limit} minutes");
        }
    }
    assert!(refused_by_road >= 4, "{refused_by_road} pairs with a border were refused by road");
    for seed in 200..220 {
        assert_eq!(unjoined_groups(&plan(&random_county(seed))), 0, "random county {seed}");
    }
}

#[test]
fn number_3_asking_for_a_pair_without_a_road_finds_no_plan() {
    let county = CountyFolder::demo();
    let planned = plan(&county);
    let problem = &planned.county.problem;
    let pair = problem.adjacency.pairs().iter().find(|pair| !pair.is_adjacent()).unwrap();
    let ids = [pair.first, pair.second].map(|station| problem.stations[station].id.to_string());
    let asked = plan_with(&county, |settings| {
        settings.merge.must_merge_pairs = vec![StationPair(ids[0].clone(), ids[1].clone())];
    });
    assert!(matches!(asked, Err(Failure::NoPlan(_))), "{ids:?} were merged");
}

#[test]
fn number_3_a_pair_that_the_settings_forbid_is_not_merged() {
    let county = CountyFolder::demo();
    // The county's own limits leave one way only to close three stations.
    let lenient = |settings: &mut Settings| settings.response.worsening_max_minutes = 120.0;
    let free = plan_with(&county, lenient).unwrap();
    let mut forbidden = 0;
    for group in free.plan.groups().iter().filter(|group| group.members.len() == 2) {
        let id = |station: StationIx| free.county.problem.stations[station].id.to_string();
        let pair = StationPair(id(group.members[0]), id(group.members[1]));
        let forbid = |settings: &mut Settings| {
            lenient(settings);
            settings.merge.forbidden_pairs = vec![pair.clone()];
        };
        let other = plan_with(&county, forbid).unwrap_or_else(|failure| panic!("{}", described(&failure)));
        assert!(!other.plan.groups().iter().any(|row| row.members == group.members), "{pair:?} was merged");
        let mean = |planned: &Planned| planned.judgement.value(xiaqu::model::Aim::MeanSecondArrival);
        assert!(mean(&other) >= mean(&free), "less freedom gave a better plan");
        forbidden += 1;
    }
    assert_eq!(forbidden, 3);
}

#[test]
fn number_12_doing_nothing_reproduces_the_figures_of_the_inputs() {
    let county = CountyFolder::demo();
    let run = run_with(&|_| ());
    let nothing =
        xiaqu::dispatch_county(&county.path(), &run).unwrap_or_else(|failure| panic!("{}", described(&failure)));
    for row in &nothing.figures.rows {
        assert_eq!(row.before, row.after, "{}", row.key);
    }
    let planned = plan(&county);
    for row in &planned.figures.rows {
        if let Some(today) = nothing.figures.row(&row.key) {
            assert_eq!(row.before, today.before, "{}", row.key);
        }
    }
    let (stations, villages) =
        (read_rows(&county.path().join("stations.csv")), read_rows(&county.path().join("villages.csv")));
    let officers: Vec<f64> = stations.iter().map(|row| number(row, "officers")).collect();
    let people: f64 = villages.iter().map(|row| number(row, "population")).sum();
    let count = f64::from(u32::try_from(stations.len()).unwrap());
    let expected = [
        ("stations", count),
        ("station_officers", officers.iter().sum()),
        ("officers_min", officers.iter().copied().fold(f64::INFINITY, f64::min)),
        ("officers_max", officers.iter().copied().fold(0.0, f64::max)),
        ("people_per_station", people / count),
        ("hours_supply", officers.iter().sum::<f64>() * 1_760.0),
        ("posts", 0.0),
    ];
    for (key, value) in expected {
        assert!((figure(&nothing, key)[1] - value).abs() < 1e-9 * value.max(1.0), "{key}");
    }
}

#[test]
fn number_13_twice_the_demand_leaves_borders_and_doubles_response_hours() {
    let county = CountyFolder::demo();
    let once = saved(&county, "once", 0);
    let planned = plan(&county);
    let settings = county.read("xiaqu.toml");
    county.write("xiaqu.toml", &format!("{settings}\n[demand]\ncalls_per_thousand_per_year = 50.0\n"));
    let (twice, doubled) = (saved(&county, "twice", 0), plan(&county));
    assert_eq!(planned.plan.groups(), doubled.plan.groups());
    for layer in ["dispatch_areas", "dispatch_areas_before", "dispatch_roads", "handover"] {
        let name = format!("{layer}.geojson");
        assert!(once[&name] == twice[&name], "{name} differs");
    }
    for (one, two) in figure(&planned, "hours_response").into_iter().zip(figure(&doubled, "hours_response")) {
        assert!(one > 0.0 && (two / one - 2.0).abs() < 1e-9, "{one} hours became {two}");
    }
}
