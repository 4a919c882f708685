//! Questions about roads: matrices, routes, bands and cells agree with each other, with a textbook search and with plans.

use xiaqu::{
    PlacedRoads, PointSource, RoadFile, RoadRequest, RoadSource, SearchControl,
    model::TravelTime,
    place_on_roads,
    roads::{Hierarchy, RoadGraph, Scenario},
};
use xiaqu_tests::{
    CountyFolder,
    dijkstra::PlainNetwork,
    random_county::random_county,
    real_counties,
    tiling::{Border, polygons_of, turned},
};

/// Square metres by which a layer may differ from the land: a border that ends on the outline bends it by a lattice step.
const TOLERANCE: f64 = 5.0;

fn run() -> xiaqu::Run<'static> {
    xiaqu::Run { adjust: &|_| (), on_stage: &|_| (), control: SearchControl::default() }
}

fn placed(county: &CountyFolder) -> PlacedRoads {
    let request = RoadRequest { roads: RoadSource::County(county.path()), from: None, to: None };
    place_on_roads(&request, &run()).unwrap()
}

fn milliseconds(time: TravelTime) -> u64 {
    u64::from(time.as_milliseconds())
}

/// Every matrix against a textbook search and the hierarchy, and every route against the matrix.
fn matrices_and_routes_agree(county: &CountyFolder, scenarios: &[Scenario], every: usize) {
    let placed = placed(county);
    let network = placed.network();
    let hierarchy = Hierarchy::build(&RoadGraph::of_network(network).unwrap());
    for scenario in scenarios {
        let matrix = placed.matrix(*scenario, None);
        let fast = placed.matrix(*scenario, Some(&hierarchy));
        assert_eq!(matrix.times, fast.times, "{scenario:?}");
        let plain = PlainNetwork::of(network, &network.weights(*scenario));
        for (row, from) in placed.from.iter().enumerate() {
            let arrivals = plain.from_place(&from.access);
            for (column, to) in placed.to.iter().enumerate() {
                let time = matrix.times[row][column];
                assert_eq!(time, plain.at_place(&arrivals, &to.access), "{} to {}", from.id, to.id);
                if (row + column) % every > 0 {
                    continue;
                }
                let Ok(route) = placed.route(*scenario, &from.id, &to.id) else {
                    assert_eq!(time, None, "{} to {}", from.id, to.id);
                    continue;
                };
                assert_eq!(Some(route.time), time, "{} to {}", from.id, to.id);
                let steps: u64 = route.steps.iter().map(|step| milliseconds(step.time)).sum();
                assert_eq!(steps, milliseconds(route.time), "{} to {}", from.id, to.id);
                let ends = route.steps.first().zip(route.steps.last()).unwrap();
                assert_eq!(ends.0.points.first(), Some(&from.position), "a route starts at its place");
                assert_eq!(ends.1.points.last(), Some(&to.position), "a route ends at its place");
                let joined = route.steps.windows(2).all(|pair| pair[0].points.last() == pair[1].points.first());
                assert!(joined, "{} to {} has a gap", from.id, to.id);
            }
        }
    }
}

#[test]
fn matrix_is_a_textbook_search_and_every_route_takes_its_time_in_the_embedded_county() {
    matrices_and_routes_agree(&CountyFolder::demo(), &[Scenario::Day, Scenario::Wet], 1);
}

#[test]
fn matrix_is_a_textbook_search_and_routes_take_its_time_in_every_scenario_of_gozo() {
    let Some(county) = real_counties::gozo() else { return };
    matrices_and_routes_agree(&county, &Scenario::ALL, 7);
}

#[test]
fn matrix_of_a_county_is_what_its_plans_are_made_from() {
    let county = CountyFolder::demo();
    let placed = placed(&county);
    let problem = &placed.county().unwrap().problem;
    let matrix = placed.matrix(Scenario::Wet, None);
    for (station, row) in problem.today().zip(&matrix.times) {
        assert!(problem.travel.wet.as_ref().unwrap().to_village[station].iter().eq(row));
    }
}

/// Bands and cells of today's stations against those that `dispatch` draws.
fn layers_are_those_of_dispatch(county: &CountyFolder) {
    let placed = placed(county);
    let drawn = xiaqu::dispatch_county(&county.path(), &run()).unwrap();
    let along = drawn.after.along_roads.as_ref().unwrap();
    let turnout = drawn.county.problem.policy.response.turnout.time();
    let bands = placed.isochrones(Scenario::Day, None, turnout).unwrap();
    assert_eq!(bands.bands.labels(), along.bands.labels());
    for band in bands.bands.labels() {
        assert_eq!(bands.bands.polygon(band), along.bands.polygon(band), "band {band}");
    }
    let cells = placed.cells(Scenario::Day).unwrap();
    assert_eq!(cells.roads, along.roads);
    let owners = cells.land.labels();
    assert_eq!(owners.len(), drawn.after.land.labels().len());
    for (owner, centre) in owners.into_iter().zip(drawn.after.land.labels()) {
        assert_eq!(cells.land.polygon(owner), drawn.after.land.polygon(centre), "cell {owner}");
    }
    let people: u64 = drawn.county.problem.villages.iter().map(|village| u64::from(village.people.count())).sum();
    assert_eq!(bands.rows.iter().filter_map(|row| row.people).sum::<u64>(), people);
    assert_eq!(cells.rows.iter().filter_map(|row| row.people).sum::<u64>(), people);
}

#[test]
fn bands_and_cells_of_the_stations_are_the_layers_of_dispatch() {
    layers_are_those_of_dispatch(&CountyFolder::demo());
    for seed in 0..4 {
        layers_are_those_of_dispatch(&random_county(seed));
    }
}

fn townships_of(county: &CountyFolder) -> Border {
    let townships = polygons_of(county.read("townships.geojson").as_bytes());
    Border::of(&townships.iter().map(turned).collect::<Vec<_>>())
}

#[test]
fn bands_and_cells_tile_the_county_in_every_scenario_and_from_any_places() {
    let county = CountyFolder::demo();
    let land = townships_of(&county);
    let request = RoadRequest {
        roads: RoadSource::County(county.path()),
        from: Some(PointSource::File(RoadFile::new(&county.path().join("villages.csv")))),
        to: None,
    };
    let villages = place_on_roads(&request, &run()).unwrap();
    let stations = placed(&county);
    for scenario in Scenario::ALL {
        for (roads, minutes) in [(&stations, [2.5, 7.0, 40.0]), (&villages, [0.5, 1.0, 2.0])] {
            let bands = roads.isochrones(scenario, Some(&minutes), TravelTime::ZERO).unwrap();
            let layer = bands.layer(xiaqu::Language::En).to_geojson();
            let difference = Border::of(&polygons_of(layer.as_bytes())).difference(&land);
            assert!(difference <= TOLERANCE, "{scenario:?}: bands differ from the land by {difference} m2");
            let cells = roads.cells(scenario).unwrap();
            let layer = cells.areas_layer(xiaqu::Language::En).to_geojson();
            let difference = Border::of(&polygons_of(layer.as_bytes())).difference(&land);
            assert!(difference <= TOLERANCE, "{scenario:?}: cells differ from the land by {difference} m2");
        }
    }
}

#[test]
fn roads_without_a_county_have_the_box_around_them_as_land_and_the_same_times() {
    let county = CountyFolder::demo();
    let file = |name: &str| RoadFile::new(&county.path().join(name));
    let request = RoadRequest {
        roads: RoadSource::File(file("roads.geojson")),
        from: Some(PointSource::File(file("stations.csv"))),
        to: Some(PointSource::File(file("villages.csv"))),
    };
    let bare = place_on_roads(&request, &run()).unwrap();
    // Places are put on roads in a plane of its own, whose centre is another: walks differ by a few milliseconds.
    let (times, county_times) =
        (bare.matrix(Scenario::Day, None).times, placed(&county).matrix(Scenario::Day, None).times);
    for (one, other) in times.into_iter().flatten().zip(county_times.into_iter().flatten()) {
        let apart = milliseconds(one.unwrap()).abs_diff(milliseconds(other.unwrap()));
        assert!(apart <= 100, "{one:?} against {other:?}");
    }
    let bands = bare.isochrones(Scenario::Day, None, TravelTime::ZERO).unwrap();
    assert!(bands.land.words().en.contains("box around the roads"));
    let polygons = polygons_of(bands.layer(xiaqu::Language::En).to_geojson().as_bytes());
    let all = bands.bands.dissolve(|_| ()).polygon(());
    assert!(Border::of(&polygons).difference(&Border::of(std::slice::from_ref(&all))) < 1e-3);
    assert_eq!((all.0.len(), all.0[0].interiors().len()), (1, 0), "one box without a hole");
    let cells = bare.cells(Scenario::Day).unwrap();
    let roads: f64 = cells.rows.iter().map(|row| row.roads.as_metres()).sum();
    let whole: f64 = bare.network().edges().iter().map(|edge| edge.length().as_metres()).sum();
    assert!((roads - whole).abs() < 1.0, "{roads} of {whole} m");
}
