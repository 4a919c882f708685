//! The order: complete, chordal, and the same for any number of threads.

use xiaqu_model::{Index, IxVec, NodeIx};

use super::generated::Generated;
use crate::{
    Hierarchy,
    hierarchy::{
        chordal::is_chordal,
        flow::{Flow, Side},
        index::Local,
        order::elimination_order,
        part::Part,
    },
};

#[test]
fn the_hierarchy_does_not_depend_on_the_number_of_threads() {
    let case = Generated::lattice(200, 5);
    let sources = case.some_junctions(50, 6);
    let on = |threads| {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| {
            let hierarchy = Hierarchy::build(&case.graph);
            let metric = hierarchy.customise_arcs(&case.times).unwrap();
            let matrix = metric.towards_all().times_from(&sources).unwrap();
            drop(metric);
            (hierarchy, matrix)
        })
    };
    let one = on(1);
    assert_eq!(one, on(2));
    assert_eq!(one, on(5));
}

#[test]
fn every_junction_is_eliminated_once_and_the_result_is_chordal() {
    for seed in 0..500 {
        let case = Generated::random(seed);
        let mut order = elimination_order(&case.graph, &case.graph.neighbours());
        order.sort_unstable();
        assert!(order.into_iter().eq((0..case.len()).map(NodeIx::from_position)), "seed {seed}");
        assert!(is_chordal(&Hierarchy::build(&case.graph).up), "seed {seed}");
    }
}

#[test]
fn a_long_chain_becomes_a_shallow_hierarchy() {
    let count = 10_000_u32;
    let places = (0..count).map(|node| [f64::from(node), 0.0]).collect();
    let arcs = (1..count).flat_map(|node| [(node - 1, node, Some(1)), (node, node - 1, Some(1))]).collect();
    let hierarchy = Hierarchy::build(&Generated::new(places, arcs).graph);
    let depth = |mut rank| {
        let mut depth = 0;
        while let Some(parent) = hierarchy.up.of(rank).first() {
            (rank, depth) = (*parent, depth + 1);
        }
        depth
    };
    let deepest = hierarchy.up.tails().map(depth).max().unwrap();
    assert!(deepest <= 40, "{deepest} levels for 10,000 junctions in a row");
}

/// The fewest junctions whose removal leaves no way from source to sink, by trying all sets.
fn least_cut(part: &Part, sides: &IxVec<Local, Side>) -> usize {
    let count = part.len();
    let separates = |removed: u32| {
        let is_removed = |node: Local| removed >> node.position() & 1 == 1;
        let mut found: Vec<Local> =
            part.star.tails().filter(|node| sides[*node] == Side::Source && !is_removed(*node)).collect();
        let mut next = 0;
        while let Some(node) = found.get(next).copied() {
            next += 1;
            if sides[node] == Side::Sink {
                return false;
            }
            for head in part.star.of(node) {
                if !is_removed(*head) && !found.contains(head) {
                    found.push(*head);
                }
            }
        }
        true
    };
    let sets = (0..1_u32 << count).filter(|removed| separates(*removed));
    sets.map(|removed| removed.count_ones() as usize).min().unwrap()
}

#[test]
fn the_flow_finds_the_fewest_separating_junctions() {
    let mut found_cuts = std::collections::BTreeSet::new();
    for seed in 0..1_500 {
        let case = Generated::random(seed);
        let neighbours = case.graph.neighbours();
        let count = neighbours.len().min(11);
        let nodes: IxVec<Local, NodeIx> = IxVec::from_fn(count, |node: Local| NodeIx::from_position(node.position()));
        let pairs = nodes.iter().flat_map(|node| {
            let inside = neighbours.of(*node).iter().filter(|head| head.position() < count);
            inside.map(|head| (Local::from_position(node.position()), Local::from_position(head.position())))
        });
        let star = crate::hierarchy::star::Star::from_pairs(count, pairs, Local::NONE);
        let part = Part { nodes, star };
        let sides = IxVec::from_fn(count, |node: Local| match node.position() {
            place if place < count / 3 => Side::Source,
            place if place >= count - count / 3 => Side::Sink,
            _ => Side::Middle,
        });
        let least = least_cut(&part, &sides);
        for cut in Flow::new(&part.star, sides.clone()).cuts(usize::MAX).unwrap() {
            assert_eq!(cut.size, least, "seed {seed}");
            assert_eq!(cut.is_separator.iter().filter(|is_separator| **is_separator).count(), least, "seed {seed}");
            for piece in part.without(&cut.is_separator) {
                let on = |side| piece.nodes.iter().any(|node| sides[Local::from_position(node.position())] == side);
                assert!(!(on(Side::Source) && on(Side::Sink)), "seed {seed}: the cut leaves a way");
            }
        }
        if least > 0 {
            assert!(Flow::new(&part.star, sides.clone()).cuts(least - 1).is_none(), "seed {seed}");
        }
        found_cuts.insert(least);
    }
    assert!(found_cuts.len() >= 4, "only cuts of {found_cuts:?}");
}
