//! What must hold of the cells of any network.

use std::collections::BTreeMap;

use xiaqu_model::{EdgeIx, Index, TravelTime};

use crate::{
    Access, Base, RoadPiece, Weights, cells, first_bases, route,
    testing::{Case, random_case},
    travel_times,
};

const CASES: u64 = 500;

/// The first arrival at each place, and the base that has it.
fn arrivals(case: &Case, weights: &Weights, bases: &[Base], places: &[Access]) -> Vec<Option<(TravelTime, usize)>> {
    let times = travel_times(&case.network, weights, bases, places);
    let first = first_bases(&case.network, weights, bases, places);
    let time = |(place, base): (usize, usize)| Some((times[base][place]?, base));
    first.into_iter().enumerate().map(|(place, base)| time((place, base?))).collect()
}

/// The targets of the case, and the middle of every piece.
fn places(case: &Case) -> Vec<Access> {
    let pieces = cells(&case.network, &case.weights, &case.bases).pieces;
    let middle = |piece: &RoadPiece| {
        case.network.access_on(piece.edge, f64::midpoint(piece.from_share, piece.to_share)).unwrap()
    };
    case.targets.iter().copied().chain(pieces.iter().map(middle)).collect()
}

/// The mark of the set that a row is in; sets are joined one by one.
fn root(parents: &mut [usize], mut row: usize) -> usize {
    while parents[row] != row {
        parents[row] = parents[parents[row]];
        row = parents[row];
    }
    row
}

#[test]
fn the_roads_of_every_base_hang_together_and_reach_its_door() {
    let mut looked_at = 0;
    for seed in 0..CASES {
        let case = random_case(seed);
        let pieces = cells(&case.network, &case.weights, &case.bases).pieces;
        let mut parents: Vec<usize> = (0..pieces.len()).collect();
        let mut at_junction = BTreeMap::new();
        for (row, piece) in pieces.iter().enumerate().filter(|(_, piece)| piece.owner.is_some()) {
            let edge = &case.network.edges()[piece.edge];
            let ends = [(piece.from_share <= 0.0, edge.from()), (piece.to_share >= 1.0, edge.to())];
            for (_, junction) in ends.into_iter().filter(|(is_there, _)| *is_there) {
                let other = *at_junction.entry((piece.owner, junction)).or_insert(row);
                let (one, other) = (root(&mut parents, row), root(&mut parents, other));
                parents[one] = other;
            }
        }
        for (base, row) in case.bases.iter().enumerate() {
            let own: Vec<usize> = (0..pieces.len()).filter(|piece| pieces[*piece].owner == Some(base)).collect();
            let access = row.access;
            let is_door = |piece: &RoadPiece| {
                piece.edge == access.edge && piece.from_share <= access.share && access.share <= piece.to_share
            };
            let edge = &case.network.edges()[access.edge];
            // A door on a junction is the door of every road there.
            let junction = [(access.share <= 0.0, edge.from()), (access.share >= 1.0, edge.to())];
            let junction = junction.into_iter().find(|(is_there, _)| *is_there).map(|(_, junction)| junction);
            let by_junction = junction.and_then(|junction| at_junction.get(&(Some(base), junction)).copied());
            let door = own.iter().copied().find(|piece| is_door(&pieces[*piece])).or(by_junction);
            if let Some(first) = own.first() {
                let door = door.unwrap_or_else(|| panic!("seed {seed}: base {base} is beaten at its door, not beyond"));
                assert!(
                    own.iter().all(|piece| root(&mut parents, *piece) == root(&mut parents, *first)),
                    "seed {seed}"
                );
                assert_eq!(root(&mut parents, door), root(&mut parents, *first), "seed {seed}");
                looked_at += own.len();
            }
        }
    }
    assert!(looked_at > 1_000, "{looked_at}");
}

#[test]
fn closing_a_road_changes_nothing_for_places_whose_way_did_not_use_it() {
    let (mut kept, mut changed) = (0, 0);
    for seed in 0..CASES {
        let case = random_case(seed);
        let closed = EdgeIx::from_position(usize::try_from(seed).unwrap() % case.network.edges().len());
        let weights = case.weights.with_closed(&case.network, &[closed]);
        let places: Vec<Access> = places(&case).into_iter().filter(|place| place.edge != closed).collect();
        let before = arrivals(&case, &case.weights, &case.bases, &places);
        let after = arrivals(&case, &weights, &case.bases, &places);
        for ((place, before), after) in places.iter().zip(before).zip(after) {
            let way = before.and_then(|(_, base)| route(&case.network, &case.weights, &case.bases[base].access, place));
            let uses_it = way.is_some_and(|way| way.legs.iter().any(|leg| leg.edge == closed));
            if uses_it {
                changed += usize::from(before != after);
            } else {
                assert_eq!(before, after, "seed {seed}");
                kept += 1;
            }
            assert!(after.is_none() || before.map(|(time, _)| time) <= after.map(|(time, _)| time), "seed {seed}");
        }
    }
    assert!(kept > 1_000 && changed > 100, "{kept} {changed}");
}

#[test]
fn another_base_lengthens_no_way_and_takes_places_for_itself_alone() {
    let mut taken = 0;
    for seed in 0..CASES {
        let case = random_case(seed);
        let Some((_, fewer)) = case.bases.split_last() else { continue };
        let places = places(&case);
        let before = arrivals(&case, &case.weights, fewer, &places);
        let after = arrivals(&case, &case.weights, &case.bases, &places);
        for (before, after) in before.into_iter().zip(after) {
            let is_new = after.is_some_and(|(_, base)| base == fewer.len());
            let is_sooner = before.is_none_or(|before| after.is_some_and(|after| after.0 < before.0));
            assert!(before == after || (is_new && is_sooner), "seed {seed}: {before:?} {after:?}");
            taken += usize::from(is_new);
        }
    }
    assert!(taken > 500, "{taken}");
}
