//! Land divided among owners by nearest sample, the geometry of dispatch areas.
//!
//! A county of 60 by 45 km, samples 40 m apart along parallel roads, nine centres.

#![allow(clippy::unwrap_used, reason = "benchmarks fail like tests")]

use std::{hint::black_box, time::Duration};

use criterion::{Criterion, criterion_group, criterion_main};
use xiaqu::{
    model::{IxVec, LocalFrame, LocalXy, LonLat, Place, TownshipIx, cast},
    townships::{Coverage, CoverageSettings, DivideSettings, Site, TownshipShape},
};
use xiaqu_testkit::random::Random;
use xiaqu_tests::tiling::{Border, polygons_of};

/// Half a side, metres.
const REACH: f64 = 20_000.0;

fn county() -> Coverage<()> {
    let square = br#"{"features":[{"geometry":{"type":"Polygon","coordinates":
        [[[116.7,26.8],[117.3,26.8],[117.3,27.2],[116.7,27.2],[116.7,26.8]]]}}]}"#;
    let land = polygons_of(square).remove(0);
    let shapes: IxVec<TownshipIx, TownshipShape> =
        IxVec::from_rows(vec![TownshipShape { land, place: Place::default() }]);
    let frame = LocalFrame::centred_on(LonLat::new(117.0, 27.0).unwrap());
    Coverage::build(&shapes, frame, &CoverageSettings::default()).coverage.dissolve(|_| ())
}

/// Samples 40 m apart along roads that run from south to north, each with its nearest centre.
fn samples(count: u32) -> Vec<Site<u32>> {
    let mut random = Random::new(7);
    let mut spot = || LocalXy { x: REACH * random.around_zero(), y: REACH * random.around_zero() };
    let centres: Vec<LocalXy> = (0..9).map(|_| spot()).collect();
    let on_each_road = cast::to_u32(2.0 * REACH / 40.0).unwrap_or(1);
    let roads = count.div_ceil(on_each_road);
    let site = |number: u32| {
        let (road, along) = (f64::from(number / on_each_road), f64::from(number % on_each_road));
        let west = 2.0 * REACH * (road + 0.5) / f64::from(roads) - REACH;
        let position = LocalXy { x: west + 150.0 * (along / 17.0).sin(), y: 40.0 * along - REACH };
        let away = |centre: &u32| centres[usize::try_from(*centre).unwrap_or(0)].distance_to(position);
        let owner = (0..9).min_by(|one, other| away(one).total_cmp(&away(other))).unwrap_or(0);
        Site { position, owner, protected: number.is_multiple_of(1_000) }
    };
    (0..count).map(site).collect()
}

fn divide(criterion: &mut Criterion) {
    let county = county();
    for count in [10_000, 100_000] {
        let sites = samples(count);
        let (areas, _) = county.divide(|()| Some(sites.clone()), &DivideSettings::default());
        assert_eq!(areas.labels().len(), 9);
        let polygons: Vec<_> = areas.labels().into_iter().map(|label| areas.polygon(label)).collect();
        let difference = Border::of(&polygons).difference(&Border::of(&[county.polygon(())]));
        assert!(difference < 1.0, "{difference} m2 are in no area or in two");
        criterion.bench_function(&format!("divide_{count}_samples_9_centres"), |bencher| {
            bencher.iter(|| black_box(county.divide(|()| Some(sites.clone()), &DivideSettings::default())));
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).warm_up_time(Duration::from_secs(1));
    targets = divide
}
criterion_main!(benches);
