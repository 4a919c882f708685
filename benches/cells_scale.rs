//! The nearest of 100 bases for every piece of road, against one plain search over the same roads, in one run:
//!
//! ```text
//! cargo run --release -p xiaqu-benches --example cells_scale -- FOLDER
//! ```
//!
//! FOLDER has the roads that `travel_time_peers` left there. Owners of a hundred places are asserted to be first.

#![allow(clippy::unwrap_used, reason = "benchmarks fail like tests")]

use std::path::PathBuf;

use xiaqu::{
    model::{EdgeIx, Index, TravelTime},
    roads::{Access, Base, Scenario, cells, travel_times},
};
use xiaqu_benches::{
    raw_roads::RawRoads,
    timing::{median, row},
};

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap());
    let roads = RawRoads::read(&folder);
    let network = roads.network();
    let weights = network.weights(Scenario::Day);
    let edges = network.edges().len();
    let place = |number: usize| network.access_on(EdgeIx::from_position(number * 102_947 % edges), 0.4).unwrap();
    let bases: Vec<Base> = (0..100).map(|base| Base { access: place(base), start: TravelTime::ZERO }).collect();
    let found = cells(&network, &weights, &bases);
    let arrivals = travel_times(&network, &weights, &bases, &(100..200).map(place).collect::<Vec<Access>>());
    for number in 100..200 {
        let access = place(number);
        let piece =
            found.pieces.iter().find(|piece| piece.edge == access.edge && piece.to_share > access.share).unwrap();
        let first = arrivals.iter().filter_map(|row| row[number - 100]).min();
        let owner = piece.owner.and_then(|owner| arrivals[owner][number - 100]);
        // Times of places are whole milliseconds, breaks are not.
        let is_first =
            |(owner, first): (TravelTime, TravelTime)| owner.as_milliseconds() <= first.as_milliseconds() + 1;
        assert!(owner.zip(first).map_or(owner == first, is_first), "not the nearest base");
    }
    row("one search over the network", median(5, || travel_times(&network, &weights, &bases[..1], &[])));
    row("nearest of 100 bases, breaks and pieces", median(5, || cells(&network, &weights, &bases)));
}
