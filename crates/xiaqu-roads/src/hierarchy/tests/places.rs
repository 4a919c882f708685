//! Times between places inside edges of a network, and on real roads.

use std::path::PathBuf;

use xiaqu_model::{EdgeIx, Index, LocalFrame, LonLat, TravelTime};

use crate::{
    Access, Base, Hierarchy, RoadGraph, RoadNetwork, RoadSettings, Scenario, Weights, read_osm_pbf,
    testing::{random_case, real_data},
    travel_times, travel_times_by,
};

#[test]
fn travel_times_between_places_equal_plain_search() {
    let mut on_one_edge = 0;
    for seed in 0..3_000 {
        let case = random_case(seed);
        let hierarchy = Hierarchy::build(&RoadGraph::of_network(&case.network).unwrap());
        let roads = hierarchy.customise(&case.network, &case.weights).unwrap();
        let expected = travel_times(&case.network, &case.weights, &case.bases, &case.targets);
        assert_eq!(roads.travel_times(&case.bases, &case.targets).unwrap(), expected, "seed {seed}");
        for with in [None, Some(&hierarchy)] {
            let found = travel_times_by(with, &case.network, &case.weights, &case.bases, &case.targets).unwrap();
            assert_eq!(found, expected, "seed {seed}");
        }
        let pairs =
            case.bases.iter().flat_map(|base| case.targets.iter().map(|target| target.edge == base.access.edge));
        on_one_edge += pairs.filter(|same| *same).count();
    }
    assert!(on_one_edge > 1_000);
}

/// Files of real roads; none where the data are not there, which fails in CI.
fn real_roads() -> Vec<PathBuf> {
    let Some(folder) = real_data() else { return Vec::new() };
    let counties = ["gozo", "andorra", "liechtenstein"].map(|county| {
        let files = fs_err::read_dir(folder.join(county)).unwrap().map(|entry| entry.unwrap().path());
        files.into_iter().find(|path| path.to_string_lossy().ends_with(".osm.pbf")).unwrap()
    });
    counties.into_iter().chain([folder.join("roads/porto.osm.pbf")]).collect()
}

fn network_of(path: &std::path::Path) -> RoadNetwork {
    let settings = RoadSettings::default();
    let lines = read_osm_pbf(path, &settings).unwrap().lines;
    let centre = lines.first().and_then(|line| line.points.first()).copied().unwrap_or(LonLat::new(0.0, 0.0).unwrap());
    RoadNetwork::build(&lines, &[], LocalFrame::centred_on(centre), &settings).unwrap().0
}

fn accesses(network: &RoadNetwork, count: usize, start: usize) -> Vec<Access> {
    let edges = network.edges().len();
    let place = |number: usize| {
        let edge = EdgeIx::from_position((start + number * 7_919) % edges);
        let share = [0.0, 1.0, 0.37, 0.5, 0.81][number % 5];
        let access = network.access_on(edge, share).unwrap();
        Access { walk: TravelTime::from_milliseconds(u32::try_from(number % 3).unwrap() * 1_234), ..access }
    };
    (0..count).map(place).collect()
}

fn compare(network: &RoadNetwork, weights: &Weights, hierarchy: &Hierarchy, what: &str) -> usize {
    let start = TravelTime::from_milliseconds(60_000);
    let bases: Vec<Base> = accesses(network, 40, 17).into_iter().map(|access| Base { access, start }).collect();
    let mut targets = accesses(network, 3_000, 5);
    targets.extend(bases.iter().map(|base| Access { share: 0.5, ..base.access }));
    let expected = travel_times(network, weights, &bases, &targets);
    let roads = hierarchy.customise(network, weights).unwrap();
    assert!(roads.travel_times(&bases, &targets).unwrap() == expected, "{what}");
    expected.iter().flatten().flatten().count()
}

#[test]
fn travel_times_on_real_roads_equal_plain_search() {
    for path in real_roads() {
        let network = network_of(&path);
        let graph = RoadGraph::of_network(&network).unwrap();
        let hierarchy = Hierarchy::build(&graph);
        for scenario in [Scenario::Day, Scenario::Wet] {
            let weights = network.weights(scenario);
            let reached = compare(&network, &weights, &hierarchy, &path.display().to_string());
            assert!(reached > 50_000, "{}: {reached}", path.display());
        }
        let closed: Vec<EdgeIx> = network.edges().indices().filter(|edge| edge.position() % 11 == 3).collect();
        let weights = network.weights(Scenario::Day).with_closed(&network, &closed);
        compare(&network, &weights, &hierarchy, &format!("{} with closures", path.display()));
    }
}
