//! The sheet of figures: the worked numbers of the domain notes.

mod support;

use support::{county, plan, s, three_stations, today};
use xiaqu_evaluate::{Alternatives, Capacity, Figures, figures, judge};
use xiaqu_model::{CallsPerYear, Plan, Problem, RunningCost, YuanPerYear};

fn sheet(problem: &Problem, plan: &Plan) -> Figures {
    let today = today(problem);
    figures(problem, Alternatives { do_nothing: &today, transfers_only: &today, plan })
}

fn after(sheet: &Figures, key: &str) -> f64 {
    sheet.row(key).and_then(|row| row.after).unwrap_or(f64::NAN)
}

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-6 * expected.abs().max(1.0), "{found} is not {expected}");
}

#[test]
fn nine_to_six_and_forty_two_to_forty_nine_give_the_percentages_of_the_document() {
    let sites: Vec<(u32, u32)> = [12, 3, 4, 4, 4, 4, 4, 4, 3].iter().zip(0..).map(|(n, at)| (10 * at, *n)).collect();
    let problem = county(&sites, &[(0, 0, 104_000, 100.0)]);
    let plan = plan(&[(&[0], 0, 14), (&[1, 2], 1, 7), (&[3, 4], 3, 7), (&[5, 6], 5, 7), (&[7], 7, 7), (&[8], 8, 7)]);
    let sheet = sheet(&problem, &plan);
    close(after(&sheet, "reduction_percent"), 100.0 / 3.0);
    close(after(&sheet, "growth_percent"), 100.0 * 7.0 / 42.0);
    close((after(&sheet, "bureau_share_percent") * 10.0).round(), 426.0);
    close(after(&sheet, "officers_per_station_factor"), 1.75);
    close(after(&sheet, "factor_fewer_stations"), 1.5);
    close(after(&sheet, "factor_transfers"), 49.0 / 42.0);
    close(after(&sheet, "posts"), 3.0);
    close(after(&sheet, "officers_max"), 14.0);
}

#[test]
fn the_worked_check_of_the_capacity_identity_is_reproduced() {
    // Domain 6.3: officers of the pair, two desks, no post, 8 h a day with 74 market days, 24 h with them.
    let table = [
        (8_u32, [-3_440.0, 5_320.0, 1_808.0, -4_032.0]),
        (9, [-1_680.0, 7_080.0, 3_568.0, -2_272.0]),
        (10, [80.0, 8_840.0, 5_328.0, -512.0]),
        (12, [3_600.0, 12_360.0, 8_848.0, 3_008.0]),
    ];
    for (officers, expected) in table {
        let mut problem = county(&[(0, officers), (10, 0)], &[(0, 0, 1_000, 0.0)]);
        close(Capacity::of(&problem, &today(&problem)).beats(), expected[0]);
        let merged = plan(&[(&[0, 1], 0, officers)]);
        for ((hours, market_days), expected) in [(0.0, 0), (56.0, 74), (168.0, 74)].into_iter().zip(&expected[1..]) {
            problem.policy.posts.hours_per_week = hours;
            problem.policy.posts.market_days_per_year = market_days;
            close(Capacity::of(&problem, &merged).beats(), *expected);
        }
    }
}

#[test]
fn released_hours_are_the_sum_of_their_causes() {
    let problem = three_stations();
    let sheet = sheet(&problem, &plan(&[(&[0, 1], 0, 9), (&[2], 2, 5)]));
    let causes = ["released_desks", "released_transfers", "released_posts", "released_response"];
    close(after(&sheet, "released_hours"), causes.iter().map(|key| after(&sheet, key)).sum());
    close(after(&sheet, "released_desks"), 8_760.0);
    close(after(&sheet, "released_transfers"), 2.0 * 1_760.0);
    close(after(&sheet, "released_posts"), -(2_920.0 + 592.0));
    // Eight calls twenty minutes further away: 8 calls, 2 officers, 2 ways.
    close(after(&sheet, "released_response"), -8.0 * 2.0 * 2.0 * 20.0 / 60.0);
}

#[test]
fn doing_nothing_reproduces_the_input() {
    let problem = three_stations();
    let sheet = sheet(&problem, &today(&problem));
    for row in &sheet.rows {
        assert_eq!(row.before, row.after, "{}", row.key);
        assert!(row.change.is_none_or(|change| change == 0.0), "{}", row.key);
    }
    close(after(&sheet, "stations"), 3.0);
    close(after(&sheet, "station_officers"), 12.0);
    close(after(&sheet, "worst_loss"), 0.0);
    assert!(sheet.worst.is_empty());
}

#[test]
fn response_rows_are_those_of_the_arithmetic() {
    let problem = three_stations();
    let sheet = sheet(&problem, &plan(&[(&[0, 1], 0, 8), (&[2], 2, 4)]));
    let minutes = f64::from(10 * 4 + 5 * 14 + 8 * 24 + 3 * 12 + 9 * 4);
    close(after(&sheet, "r2_mean_by_calls"), minutes / 35.0);
    close(after(&sheet, "r1_p0_mean_by_calls"), minutes / 35.0);
    close(after(&sheet, "r2_median_by_calls"), 4.0);
    close(after(&sheet, "r2_p80_by_calls"), 24.0);
    close(after(&sheet, "r2_p90_by_people"), 24.0);
    close(after(&sheet, "r2_max_by_people"), 24.0);
    close(after(&sheet, "r2_band_0_5_percent"), 100.0 * 1_900.0 / 3_500.0);
    close(after(&sheet, "r2_band_10_15_percent"), 100.0 * 800.0 / 3_500.0);
    close(after(&sheet, "r2_band_15_30_percent"), 100.0 * 800.0 / 3_500.0);
    close(after(&sheet, "r2_within_target_percent"), 100.0 * 27.0 / 35.0);
    close(after(&sheet, "people_losing_10"), 800.0);
    close(after(&sheet, "people_losing_20"), 0.0);
    close(after(&sheet, "people_gaining_5"), 0.0);
    close(after(&sheet, "worst_loss"), 20.0);
    assert!(sheet.row("worst_loss").unwrap().note_en.contains("village 2"));
    assert_eq!(sheet.worst.len(), 1);
    close(sheet.worst[0].loss_minutes(), 20.0);
    close(after(&sheet, "wet_villages_cut_off"), 0.0);
    // Counters stay at all three sites: 0, 10, 0, 8 and 0 minutes.
    close(after(&sheet, "counter_mean"), (500.0 * 10.0 + 300.0 * 8.0) / 3_500.0);
    close(after(&sheet, "counter_within_15_percent"), 100.0);
}

#[test]
fn twice_the_demand_leaves_borders_alone_and_doubles_response_hours() {
    let problem = three_stations();
    let mut doubled = problem.clone();
    for village in &mut doubled.villages {
        village.calls = CallsPerYear::new(village.calls.as_calls() * 2.0).unwrap();
    }
    let plan = plan(&[(&[0, 1], 0, 8), (&[2], 2, 4)]);
    assert_eq!(judge(&problem, &plan).dispatch, judge(&doubled, &plan).dispatch);
    let (once, twice) = (sheet(&problem, &plan), sheet(&doubled, &plan));
    close(after(&twice, "hours_response"), 2.0 * after(&once, "hours_response"));
}

#[test]
fn matched_and_per_station_saving_can_differ_in_sign() {
    let mut problem = three_stations();
    let merged = plan(&[(&[0, 1], 0, 8), (&[2], 2, 4)]);
    assert!(sheet(&problem, &merged).row("running_cost").is_none(), "unknown costs are never invented");
    let yuan = |yuan| YuanPerYear::new(yuan).unwrap();
    for station in &mut problem.stations {
        station.cost = Some(RunningCost { fixed: yuan(100_000.0), for_each_officer: yuan(0.0) });
    }
    let sheet = sheet(&problem, &merged);
    close(after(&sheet, "running_cost"), 260_000.0);
    close(after(&sheet, "matched_saving_percent"), 20.0);
    close(after(&sheet, "per_station_saving_percent"), -30.0);
}

#[test]
fn workload_counts_calls_by_dispatch_and_people_by_jurisdiction() {
    let problem = three_stations();
    let sheet = sheet(&problem, &plan(&[(&[0, 1], 0, 8), (&[2], 2, 4)]));
    let busy = |calls: f64, minutes: f64| calls * 2.0 * (1.0 + 2.0 * minutes / 60.0);
    let west = (busy(10.0, 0.0) + busy(5.0, 10.0) + busy(8.0, 20.0) + 230.0) / 8.0;
    let east = (busy(3.0, 8.0) + busy(9.0, 0.0) + 120.0) / 4.0;
    close(after(&sheet, "workload_max"), west.max(east));
    close(after(&sheet, "workload_min"), west.min(east));
    assert_eq!(problem.villages.iter().filter(|village| village.territory == s(2)).count(), 2);
}
