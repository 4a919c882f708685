//! Inertial flow: a small balanced separator of a part, from the places of its junctions.

use rayon::prelude::*;
use xiaqu_model::{IxVec, NodeIx};

use super::{
    flow::{Cut, Flow, Side},
    index::Local,
    part::Part,
};

/// Lines onto which places are projected.
const DIRECTIONS: [[f64; 2]; 4] = [[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, -1.0]];

/// Parts of at least this many junctions look along all directions at the same time.
const PARALLEL_FROM: usize = 20_000;

/// Junctions that separate a part; at least one.
///
/// The quarter of the junctions that comes first along a line is the source, the last quarter the sink, and the fewest
/// junctions that separate them are found by flow (Schild and Sommer, "On balanced separators in road networks", 2015).
/// Of several lines the smallest separator is taken, then the best balance, then the first line: the same for any number
/// of threads, for a search is given up only when it cannot be taken.
pub(super) fn separator(part: &Part, places: &IxVec<NodeIx, [f64; 2]>) -> IxVec<Local, bool> {
    let along = |direction: &[f64; 2], most: usize| {
        Flow::new(&part.star, sides(part, places, *direction)).cuts(most).map(better_balanced)
    };
    let mut found: Vec<Cut> = Vec::new();
    if part.len() >= PARALLEL_FROM {
        found = DIRECTIONS.par_iter().filter_map(|direction| along(direction, usize::MAX)).collect();
    } else {
        let mut most = usize::MAX;
        for direction in &DIRECTIONS {
            if let Some(cut) = along(direction, most) {
                most = most.min(cut.size);
                found.push(cut);
            }
        }
    }
    let best = found.into_iter().min_by_key(|cut| (cut.size, usize::MAX - cut.smaller_side()));
    best.map_or_else(|| IxVec::from_fn(part.len(), |_| true), |cut| cut.is_separator)
}

fn better_balanced([one, other]: [Cut; 2]) -> Cut {
    if other.smaller_side() > one.smaller_side() { other } else { one }
}

fn sides(part: &Part, places: &IxVec<NodeIx, [f64; 2]>, direction: [f64; 2]) -> IxVec<Local, Side> {
    let mut along: Vec<(f64, Local)> = part
        .nodes
        .iter_enumerated()
        .map(|(local, node)| {
            let [x, y] = places[*node];
            (x * direction[0] + y * direction[1], local)
        })
        .collect();
    let quarter = (along.len() / 4).max(1);
    let by_place = |one: &(f64, Local), other: &(f64, Local)| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1));
    let mut sides = IxVec::from_fn(along.len(), |_: Local| Side::Middle);
    let last = along.len().saturating_sub(quarter);
    if last >= quarter && !along.is_empty() {
        let (first, _, _) = along.select_nth_unstable_by(quarter, by_place);
        for (_, local) in &*first {
            sides[*local] = Side::Source;
        }
        let (_, middle, sinks) = along.select_nth_unstable_by(last, by_place);
        sides[middle.1] = Side::Sink;
        for (_, local) in &*sinks {
            sides[*local] = Side::Sink;
        }
    }
    sides
}
