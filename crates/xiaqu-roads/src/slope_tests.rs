//! Slopes on small drawn networks, times from arithmetic: 100 ms a metre on flat ground.

use xiaqu_model::{EdgeIx, Index, LonLat, Metres, ReferenceSystem, TravelTime};

use crate::{
    Along, Closure, ClosureEffect, Direction, ElevationGrid, RepairReport, RoadClass, RoadData, RoadError, RoadLine,
    RoadNetwork, RoadSettings, Scenario, SlopeRule,
    testing::{at, frame, line},
};

/// A quarter of a degree around the centre, 251 samples a side, 0.001 degrees apart.
fn ground(height: impl Fn(LonLat) -> f64) -> ElevationGrid {
    let (west, north, step) = (116.875, 27.125, 0.001);
    let place =
        |row: u32, column: u32| LonLat::new(west + f64::from(column) * step, north - f64::from(row) * step).unwrap();
    let samples = (0..251).flat_map(|row| (0..251).map(move |column| (row, column)));
    let heights = samples.map(|(row, column)| xiaqu_model::cast::to_f32_below(height(place(row, column)))).collect();
    ElevationGrid::new(ReferenceSystem::Degrees, ((west, north), (step, step)), 251, heights).unwrap()
}

/// Rises eastward by so many per cent, from the centre of the test networks.
fn rising(percent: f64) -> ElevationGrid {
    ground(|position| 500.0 + percent / 100.0 * frame().to_local(position).x)
}

fn built(lines: &[RoadLine], elevation: Option<&ElevationGrid>) -> (RoadNetwork, RepairReport) {
    let data = RoadData { lines, elevation, ..RoadData::default() };
    RoadNetwork::build_from(data, frame(), &RoadSettings::default()).unwrap()
}

fn times(network: &RoadNetwork, edge: usize, scenario: Scenario) -> (Option<u32>, Option<u32>) {
    let weights = network.weights(scenario);
    let time = |along| weights.time(EdgeIx::from_position(edge), along).map(TravelTime::as_milliseconds);
    (time(Along::Forward), time(Along::Backward))
}

#[track_caller]
fn assert_near(found: (Option<u32>, Option<u32>), expected: (f64, f64)) {
    // Heights are single precision and bilinear over 100 m: a ten-thousandth of the time.
    for (found, expected) in [(found.0, expected.0), (found.1, expected.1)] {
        let found = f64::from(found.unwrap());
        assert!((found - expected).abs() <= expected * 1e-4, "{found} instead of {expected}");
    }
}

#[test]
fn uphill_and_steep_descents_are_slower_by_the_rule() {
    let road = [line("road", &[(0.0, 0.0), (1000.0, 0.0)])];
    // 8 per cent: 5 beyond the third uphill cost 15 % of the speed, 2 beyond the sixth downhill cost 10 %.
    let (network, report) = built(&road, Some(&rising(8.0)));
    assert_near(times(&network, 0, Scenario::Day), (100_000.0 / 0.85, 100_000.0 / 0.9));
    assert!((report.slopes.unwrap().slowed.as_metres() - 1000.0).abs() < 0.1);
    // 5 per cent: only uphill. Turned round, the directions change places.
    let (network, _) = built(&road, Some(&rising(-5.0)));
    assert_near(times(&network, 0, Scenario::Day), (100_000.0, 100_000.0 / 0.94));
    // No steeper than any road is.
    let (network, _) = built(&road, Some(&rising(60.0)));
    assert_near(times(&network, 0, Scenario::Day), (200_000.0, 200_000.0));
}

#[test]
fn a_hill_between_two_ends_of_one_height_is_seen() {
    // Up 40 m over 400 m and down again: 10 per cent, 0.79 of the speed up and 0.8 down, half the way each.
    let hill = ground(|position| 500.0 - 0.1 * (frame().to_local(position).x - 400.0).abs());
    let (network, _) = built(&[line("hill", &[(0.0, 0.0), (800.0, 0.0)])], Some(&hill));
    let expected = 40_000.0 / 0.79 + 40_000.0 / 0.8;
    // The crest is cut off within a sample of it, 99 m wide, where the road is level.
    let (forward, backward) = times(&network, 0, Scenario::Day);
    for found in [forward, backward] {
        let found = f64::from(found.unwrap());
        assert!(found > 0.97 * expected && found <= 1.001 * expected, "{found} instead of {expected}");
    }
}

#[test]
fn flat_ground_changes_nothing_to_the_millisecond() {
    let mut state = 7_u64;
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(state >> 40).unwrap()) / f64::from(1 << 24) * 6_000.0 - 3_000.0
    };
    let lines: Vec<RoadLine> = (0..200)
        .map(|number| line(&format!("r{number}"), &[(random(), random()), (random(), random()), (random(), random())]))
        .collect();
    let flat = ground(|_| 1234.567);
    let ((plain, _), (on_flat, report)) = (built(&lines, None), built(&lines, Some(&flat)));
    for scenario in Scenario::ALL {
        assert_eq!(plain.weights(scenario), on_flat.weights(scenario));
    }
    let slopes = report.slopes.unwrap();
    assert_eq!((slopes.unmeasured, slopes.slowed), (Metres::default(), Metres::default()));
    assert!(slopes.problem("dem.tif").is_none());
}

#[test]
fn slope_comes_first_then_the_scenario_then_closures() {
    let lines = [line("road", &[(0.0, 0.0), (1000.0, 0.0)])];
    let grid = rising(8.0);
    let effect = ClosureEffect::Slower { factor: 2.0, delay: TravelTime::from_milliseconds(5_000) };
    let closure =
        Closure { id: "c".into(), place: None, roads: [lines[0].id.clone()].into(), effect, scenarios: Vec::new() };
    let data = RoadData { lines: &lines, closures: &[closure], elevation: Some(&grid), ..RoadData::default() };
    let (network, _) = RoadNetwork::build_from(data, frame(), &RoadSettings::default()).unwrap();
    let slope = f64::from(network.edges()[EdgeIx::from_position(0)].forward_time().unwrap().as_milliseconds());
    assert!((slope - 100_000.0 / 0.85).abs() < 12.0, "{slope}");
    let wet = (slope * 1.3).round();
    assert_eq!(times(&network, 0, Scenario::Wet).0, xiaqu_model::cast::to_u32(wet * 2.0 + 5_000.0));
    assert_eq!(times(&network, 0, Scenario::Day).0, xiaqu_model::cast::to_u32(slope * 2.0 + 5_000.0));
}

#[test]
fn bridges_and_tunnels_do_not_follow_the_ground() {
    let valley = ground(|position| 500.0 + 0.2 * (frame().to_local(position).x - 500.0).abs().min(500.0));
    let mut bridge = line("bridge", &[(0.0, 0.0), (1000.0, 0.0)]);
    bridge.level = 1;
    let (network, _) = built(&[bridge.clone()], Some(&valley));
    assert_eq!(times(&network, 0, Scenario::Day), times(&built(&[bridge], None).0, 0, Scenario::Day));
}

#[test]
fn one_way_streets_stay_one_way_and_ferries_ignore_the_ground() {
    let mut street = line("street", &[(0.0, 0.0), (1000.0, 0.0)]);
    street.direction = Direction::Forward;
    let mut ferry = line("ferry", &[(0.0, 500.0), (1000.0, 500.0)]);
    ferry.class = RoadClass::Crossing;
    let (network, report) = built(&[street, ferry.clone()], Some(&rising(8.0)));
    assert_eq!(times(&network, 0, Scenario::Day).1, None);
    assert_eq!(times(&network, 1, Scenario::Day), times(&built(&[ferry], None).0, 0, Scenario::Day));
    assert!((report.slopes.unwrap().measured.as_metres() - 1000.0).abs() < 0.1);
}

#[test]
fn roads_beside_the_raster_are_flat_and_said() {
    let lines = [line("inside", &[(0.0, 0.0), (1000.0, 0.0)]), line("beyond", &[(20_000.0, 0.0), (21_000.0, 0.0)])];
    let hill = rising(8.0);
    let (network, report) = built(&lines, Some(&hill));
    assert_near(times(&network, 1, Scenario::Day), (100_000.0, 100_000.0));
    let problem = report.slopes.unwrap().problem("dem.tif").unwrap();
    assert_eq!(problem.code(), "W996");
    assert!(
        problem.cause(xiaqu_model::Language::En).contains("50.0 %"),
        "{}",
        problem.cause(xiaqu_model::Language::En)
    );
    for length in 1..300 {
        let road = line("beyond", &[(20_000.0, 0.0), (20_000.0 + 37.3 * f64::from(length), 1.0)]);
        let (_, report) = built(&[road], Some(&hill));
        assert_eq!(report.slopes.unwrap().problem("dem.tif").unwrap().code(), "E213", "{length}");
    }
}

#[test]
fn gaps_in_the_heights_count_as_flat() {
    let holed = ground(|position| {
        let x = frame().to_local(position).x;
        if x > 500.0 { -32_768.0 } else { 500.0 + 0.08 * x }
    });
    let (network, report) = built(&[line("road", &[(0.0, 0.0), (1000.0, 0.0)])], Some(&holed));
    let known = report.slopes.unwrap().measured.as_metres();
    assert!((300.0..600.0).contains(&known), "{known}");
    assert_near(
        times(&network, 0, Scenario::Day),
        (known * 100.0 / 0.85 + (1000.0 - known) * 100.0, known * 100.0 / 0.9 + (1000.0 - known) * 100.0),
    );
}

#[test]
fn a_rule_that_stops_all_traffic_is_refused_and_none_shortens_a_time() {
    let lines = [line("road", &[(0.0, 0.0), (1000.0, 0.0)])];
    let rule = SlopeRule { up_loss: 1.0, speed_least: 0.0, ..SlopeRule::default() };
    let settings = RoadSettings { slopes: rule, ..RoadSettings::default() };
    let grid = rising(30.0);
    let data = RoadData { lines: &lines, elevation: Some(&grid), ..RoadData::default() };
    let refused = RoadNetwork::build_from(data, frame(), &settings).unwrap_err();
    assert!(matches!(refused, RoadError::BadSpeed { .. }), "{refused}");
    let generous = SlopeRule { up_loss: -1.0, down_loss: -1.0, ..SlopeRule::default() };
    assert!(generous.speed_kept(20.0) >= 1.0);
    assert!(generous.speed_kept(-20.0) >= 1.0);
}

#[test]
fn heights_between_samples_are_bilinear_in_a_plane_of_metres_too() {
    let system = ReferenceSystem::of_epsg(4548).unwrap();
    let (x, y) = system.to_coordinates(at(0.0, 0.0));
    let heights = vec![100.0, 200.0, 300.0, 400.0];
    let grid = ElevationGrid::new(system, ((x - 500.0, y + 500.0), (1000.0, 1000.0)), 2, heights).unwrap();
    assert!((grid.height_at(at(0.0, 0.0)).unwrap() - 250.0).abs() < 0.01);
    assert!(grid.height_at(at(0.0, 600.0)).is_none());
    for (columns, count) in [(0, 4), (1, 4), (3, 4), (2, 2)] {
        assert!(ElevationGrid::new(system, ((0.0, 0.0), (1.0, 1.0)), columns, vec![0.0; count]).is_none());
    }
    assert!(ElevationGrid::new(system, ((0.0, 0.0), (1.0, 0.0)), 2, vec![0.0; 4]).is_none());
}
