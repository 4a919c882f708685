//! Holes, exclaves, islets and awkward sites, with answers known from arithmetic.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail like tests")]

use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use xiaqu_model::{Index, IxVec, LocalFrame, LocalXy, LonLat, Metres, Place, ProblemReport, SquareMetres, TownshipIx};
use xiaqu_townships::{Coverage, CoverageBuild, CoverageSettings, DivideSettings, Site, TownshipShape};

/// A square with its south-west corner and side in thousandths of a degree from 117° E, 27° N.
fn square(west: f64, south: f64, side: f64) -> LineString<f64> {
    let at = |x: f64, y: f64| Coord { x: 117.0 + (west + x) / 1e3, y: 27.0 + (south + y) / 1e3 };
    LineString(vec![at(0.0, 0.0), at(side, 0.0), at(side, side), at(0.0, side), at(0.0, 0.0)])
}

fn position(x: f64, y: f64) -> LonLat {
    LonLat::new(117.0 + x / 1e3, 27.0 + y / 1e3).unwrap()
}

fn frame() -> LocalFrame {
    LocalFrame::centred_on(position(50.0, 50.0))
}

fn site(x: f64, y: f64, owner: u8) -> Site<u8> {
    Site { position: frame().to_local(position(x, y)), owner, protected: false }
}

fn build(lands: Vec<Vec<Polygon<f64>>>) -> CoverageBuild {
    let shape = |land| TownshipShape { land: MultiPolygon(land), place: Place::default() };
    let shapes = IxVec::from_rows(lands.into_iter().map(shape).collect());
    Coverage::build(&shapes, frame(), &CoverageSettings::default())
}

fn plain(west: f64, south: f64, side: f64) -> Polygon<f64> {
    Polygon::new(square(west, south, side), Vec::new())
}

fn one_square() -> Coverage<()> {
    build(vec![vec![plain(0.0, 0.0, 100.0)]]).coverage.dissolve(|_| ())
}

fn township(number: usize) -> TownshipIx {
    TownshipIx::from_position(number)
}

#[test]
fn a_hole_filled_by_another_township_is_no_overlap_and_no_gap() {
    let around = Polygon::new(square(0.0, 0.0, 100.0), vec![square(40.0, 40.0, 20.0)]);
    let built = build(vec![vec![around], vec![plain(40.0, 40.0, 20.0)]]);
    assert!(built.problems.is_empty());
    assert_eq!(built.coverage.locate(position(50.0, 50.0)), Some(township(1)));
    assert_eq!(built.coverage.polygon(township(0)).0[0].interiors().len(), 1);
    assert_eq!(built.coverage.shared_borders().len(), 1);
}

#[test]
fn an_exclave_inside_a_hole_inside_a_township_keeps_its_owner() {
    let around = Polygon::new(square(0.0, 0.0, 100.0), vec![square(20.0, 20.0, 60.0)]);
    let between = Polygon::new(square(20.0, 20.0, 60.0), vec![square(40.0, 40.0, 20.0)]);
    let built = build(vec![vec![around, plain(40.0, 40.0, 20.0)], vec![between]]);
    assert!(built.problems.is_empty());
    assert_eq!(built.coverage.locate(position(50.0, 50.0)), Some(township(0)));
    assert_eq!(built.coverage.locate(position(30.0, 50.0)), Some(township(1)));
    assert_eq!(built.coverage.parts(township(0)), 2);
    assert_eq!(built.coverage.dissolve(|_| ()).polygon(()), one_square().polygon(()));
}

#[test]
fn a_lake_stays_a_hole_and_a_slit_is_filled() {
    let lake = Polygon::new(square(0.0, 0.0, 100.0), vec![square(40.0, 40.0, 20.0)]);
    let built = build(vec![vec![lake]]);
    assert_eq!(built.problems.iter().map(ProblemReport::code).collect::<Vec<_>>(), ["W903"]);
    assert_eq!(built.coverage.locate(position(50.0, 50.0)), None);
    let (label, distance) = built.coverage.nearest_label(position(50.0, 42.0)).unwrap();
    assert_eq!(label, township(0));
    assert!((distance.as_metres() - 221.6).abs() < 1.0, "two thousandths of a degree of latitude: {distance:?}");

    let slit = Polygon::new(square(0.0, 0.0, 100.0), vec![square(40.0, 40.0, 0.5)]);
    let built = build(vec![vec![slit]]);
    assert_eq!(built.problems.iter().map(ProblemReport::code).collect::<Vec<_>>(), ["W902"]);
    let expected = 0.5 * 110.8 * 0.5 * 99.2;
    assert!((built.filled_area.as_square_metres() / expected - 1.0).abs() < 0.01);
}

#[test]
fn a_township_drawn_twice_is_an_error() {
    let built = build(vec![vec![plain(0.0, 0.0, 100.0)], vec![plain(0.0, 0.0, 100.0)]]);
    assert_eq!(built.problems.first().map(ProblemReport::code), Some("E115"));
    assert_eq!(built.coverage.labels().len(), 1);
}

#[test]
fn two_sites_part_a_square_in_halves() {
    let (areas, _) =
        one_square().divide(|()| Some(vec![site(25.0, 50.0, 1), site(75.0, 50.0, 2)]), &DivideSettings::default());
    let half = one_square().area(()).as_square_metres() / 2.0;
    for owner in [1, 2] {
        assert!((areas.area(((), Some(owner))).as_square_metres() / half - 1.0).abs() < 1e-4);
    }
    // The border runs due north and south for 11 km.
    let border = areas.shared_borders()[&(((), Some(1)), ((), Some(2)))];
    assert!((border.as_metres() - 11_079.7).abs() < 3.0, "{border:?}");
}

#[test]
fn islets_go_to_the_nearest_site_and_stay_however_small() {
    let land = build(vec![vec![plain(0.0, 0.0, 100.0), plain(110.0, 10.0, 1.0)]]).coverage.dissolve(|_| ());
    let sites = vec![site(10.0, 90.0, 1), site(90.0, 10.0, 2)];
    let (areas, report) = land.divide(|()| Some(sites.clone()), &DivideSettings::default());
    assert_eq!(areas.locate(position(110.5, 10.5)), Some(((), Some(2))));
    assert_eq!(areas.parts(((), Some(2))), 2);
    assert!(report.parts.is_empty());
}

#[test]
fn awkward_sites_are_no_trouble() {
    let land = one_square();
    let divide = |sites: Vec<Site<u8>>| land.divide(|()| Some(sites.clone()), &DivideSettings::default());
    assert_eq!(divide(Vec::new()).0.labels().into_iter().collect::<Vec<_>>(), [((), None)]);
    assert_eq!(divide(vec![site(9.0, 9.0, 3)]).0.labels().into_iter().collect::<Vec<_>>(), [((), Some(3))]);
    let not_finite = Site { position: LocalXy { x: f64::NAN, y: 0.0 }, owner: 1, protected: true };
    assert_eq!(divide(vec![not_finite]).0.labels().into_iter().collect::<Vec<_>>(), [((), None)]);
    let (areas, report) = divide(vec![site(50.0, 50.0, 2), site(50.0, 50.0, 1), site(50.0, 50.0, 2)]);
    assert_eq!(areas.labels().into_iter().collect::<Vec<_>>(), [((), Some(1))]);
    assert_eq!(report.sites_in_same_position, 2);
    // All sites far outside the land still part it.
    let (areas, _) = divide(vec![site(-900.0, 50.0, 1), site(1_000.0, 50.0, 2)]);
    assert_eq!(areas.labels().len(), 2);
    let collinear = (0..40_u8).map(|number| site(f64::from(number) * 2.5, 50.0, number / 10)).collect();
    assert_eq!(divide(collinear).0.labels().len(), 4);
}

#[test]
fn a_small_part_without_a_village_is_given_away_and_noted() {
    // Three sites of 2 deep in the land of 1, and 2's own land in the east.
    let mut sites: Vec<Site<u8>> = (0..20_u8)
        .flat_map(|row| (0..20_u8).map(move |column| (f64::from(column) * 5.0, f64::from(row) * 5.0)))
        .map(|(x, y)| site(x, y, if x > 80.0 || (x - 30.0).hypot(y - 30.0) < 1.0 { 2 } else { 1 }))
        .collect();
    let settings =
        DivideSettings { part_min_area: SquareMetres::new(1e6).unwrap(), border_smoothing: Metres::default() };
    let (areas, report) = one_square().divide(|()| Some(sites.clone()), &settings);
    assert_eq!(report.parts.len(), 1);
    assert_eq!((report.parts[0].owner, report.parts[0].given_to), (2, 1));
    let expected = 25.0 * 110.8 * 99.2;
    assert!((report.parts[0].area.as_square_metres() / expected - 1.0).abs() < 0.01, "{:?}", report.parts[0]);
    assert_eq!(areas.locate(position(30.0, 30.0)), Some(((), Some(1))));

    for site in &mut sites {
        site.protected = true;
    }
    let (areas, report) = one_square().divide(|()| Some(sites.clone()), &settings);
    assert!(report.parts.is_empty());
    assert_eq!(areas.locate(position(30.0, 30.0)), Some(((), Some(2))));
    assert_eq!(areas.parts(((), Some(2))), 2);
}
