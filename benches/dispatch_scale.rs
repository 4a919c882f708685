//! Dispatch areas of a generated county, from the road cells to polygons: `dispatch_scale COLUMNS ROWS CENTRES`.
//!
//! A township has about 30 pieces of road. The areas are shown to tile the county before anything is timed.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "benchmarks fail like tests")]

use std::time::Instant;

use xiaqu::{
    County, DispatchAreas, check_county,
    model::{Metres, StationIx, cast},
};
use xiaqu_tests::{random_county::random_county_of, run_with, tiling::Border};

const RUNS: usize = 5;

fn main() {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<usize>().unwrap());
    let mut next = |usual: usize| arguments.next().unwrap_or(usual);
    let (columns, rows, wanted) = (next(27), next(25), next(15));
    let county = random_county_of(1, columns, rows);
    let read = Instant::now();
    let county = check_county(&county.path(), &run_with(&|_| ())).unwrap();
    println!("read in {:.2} s", read.elapsed().as_secs_f64());
    let stations: Vec<StationIx> = county.problem.stations.indices().collect();
    let centres: Vec<StationIx> =
        stations.iter().copied().step_by((stations.len() / wanted).max(1)).take(wanted).collect();
    let areas = DispatchAreas::draw(&county, &centres);
    let polygons: Vec<_> = areas.land.labels().into_iter().map(|label| areas.land.polygon(label)).collect();
    let whole = county.land.townships.dissolve(|_| ());
    let difference = Border::of(&polygons).difference(&Border::of(&[whole.polygon(())]));
    assert!(difference < 1.0, "{difference} m2 are in no area or in two");
    assert_eq!(polygons.len(), centres.len());
    println!("{:.4} % of the road lies in the area of another centre", 100.0 * misplaced(&county, &areas));
    let mut seconds: Vec<f64> = (0..RUNS)
        .map(|_| {
            let began = Instant::now();
            assert_eq!(DispatchAreas::draw(&county, &centres).land.labels().len(), centres.len());
            began.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    println!(
        "{} centres, {} pieces of road: median {:.3} s, least {:.3} s",
        centres.len(),
        areas.along_roads.as_ref().unwrap().roads.pieces.len(),
        seconds[RUNS / 2],
        seconds[0]
    );
}

/// Share of the road, by points 5 m apart, that lies in the area of a centre that is not its own.
fn misplaced(county: &County, areas: &DispatchAreas) -> f64 {
    let along = areas.along_roads.as_ref().unwrap();
    let samples = along.roads.samples(&county.roads.as_ref().unwrap().network, |_| Metres::new(5.0).unwrap());
    let (mut all, mut wrong) = (0_u64, 0_u64);
    for (piece, points) in along.roads.pieces.iter().zip(samples) {
        let Some(owner) = piece.owner.and_then(|owner| areas.centres.get(owner)) else { continue };
        for point in points {
            all += 1;
            wrong += u64::from(areas.land.locate(county.land.frame.to_lonlat(point)) != Some(*owner));
        }
    }
    cast::to_f64(wrong) / cast::to_f64(all)
}
