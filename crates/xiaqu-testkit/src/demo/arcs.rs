//! Borders as lines: the edges between lattice nodes of different owners, joined to arcs, smoothed once for both sides.

use std::collections::{BTreeMap, BTreeSet};

use xiaqu_model::LocalXy;

use super::lattice::Lattice;
use super::shapes::{signed_area, smooth};

/// A triangle of three neighbouring nodes, in rising order: a corner of the honeycomb around the nodes.
type Corner = [usize; 3];
/// Owners either side of a border, the smaller first.
type Sides = (Option<usize>, Option<usize>);

/// One border line between two points where three owners meet (or a closed line around an enclave).
#[derive(Clone, Debug)]
pub(crate) struct Arc {
    sides: Sides,
    ends: (Corner, Corner),
    line: Vec<LocalXy>,
}

/// Joins all borders of an ownership map to arcs and smooths them; every third corner is kept.
pub(crate) fn trace(lattice: &Lattice, owner: &[Option<usize>]) -> Vec<Arc> {
    let mut links: BTreeMap<Corner, Vec<(Corner, Sides)>> = BTreeMap::new();
    for node in 0..lattice.len() {
        let around = lattice.around(node);
        for at in 0..3 {
            let (Some(before), Some(next), Some(after)) = (around[(at + 5) % 6], around[at], around[at + 1]) else {
                continue;
            };
            if owner[node] == owner[next] {
                continue;
            }
            let sides = (owner[node].min(owner[next]), owner[node].max(owner[next]));
            let (right, left) = (corner(node, before, next), corner(node, next, after));
            links.entry(right).or_default().push((left, sides));
            links.entry(left).or_default().push((right, sides));
        }
    }
    let mut used = BTreeSet::new();
    let junctions: Vec<Corner> = links.iter().filter(|(_, ways)| ways.len() != 2).map(|(&at, _)| at).collect();
    let starts = junctions.iter().chain(links.keys());
    let mut arcs = Vec::new();
    for &start in starts {
        for &(next, sides) in &links[&start] {
            if used.contains(&(start, next)) {
                continue;
            }
            let corners = follow(&links, start, next);
            used.extend(corners.windows(2).flat_map(|pair| [(pair[0], pair[1]), (pair[1], pair[0])]));
            arcs.push(Arc { sides, ends: (start, corners[corners.len() - 1]), line: natural_line(lattice, &corners) });
        }
    }
    arcs
}

fn corner(first: usize, second: usize, third: usize) -> Corner {
    let mut corner = [first, second, third];
    corner.sort_unstable();
    corner
}

fn follow(links: &BTreeMap<Corner, Vec<(Corner, Sides)>>, start: Corner, next: Corner) -> Vec<Corner> {
    let mut corners = vec![start, next];
    let (mut before, mut here) = (start, next);
    while here != start {
        let ways = &links[&here];
        let Some(&(onward, _)) = ways.iter().find(|(onward, _)| *onward != before && ways.len() == 2) else { break };
        corners.push(onward);
        (before, here) = (here, onward);
    }
    corners
}

fn natural_line(lattice: &Lattice, corners: &[Corner]) -> Vec<LocalXy> {
    let mut line: Vec<LocalXy> = corners.iter().map(|corner| middle(lattice, corner)).collect();
    smooth(&mut line, 3);
    let last = line.len() - 1;
    let kept = |at: usize| at == 0 || at == last || (at.is_multiple_of(3) && at + 1 < last);
    line.iter().enumerate().filter(|&(at, _)| kept(at)).map(|(_, &point)| point).collect()
}

fn middle(lattice: &Lattice, corner: &Corner) -> LocalXy {
    let points = corner.map(|node| lattice.position(node));
    LocalXy { x: points.iter().map(|p| p.x).sum::<f64>() / 3.0, y: points.iter().map(|p| p.y).sum::<f64>() / 3.0 }
}

/// The largest ring of an owner, anticlockwise and unclosed, put together from the arcs it shares with its neighbours.
pub(crate) fn ring_of(arcs: &[Arc], owner: usize) -> Vec<LocalXy> {
    let mut left: Vec<&Arc> =
        arcs.iter().filter(|arc| arc.sides.0 == Some(owner) || arc.sides.1 == Some(owner)).collect();
    let mut largest: Vec<LocalXy> = Vec::new();
    while let Some(first) = left.pop() {
        let mut ring = first.line.clone();
        let mut end = first.ends.1;
        while end != first.ends.0 {
            let Some(at) = left.iter().position(|arc| arc.ends.0 == end || arc.ends.1 == end) else { break };
            let arc = left.remove(at);
            ring.pop();
            if arc.ends.0 == end {
                ring.extend(&arc.line);
                end = arc.ends.1;
            } else {
                ring.extend(arc.line.iter().rev());
                end = arc.ends.0;
            }
        }
        ring.pop();
        if signed_area(&ring).abs() > signed_area(&largest).abs() {
            largest = ring;
        }
    }
    if signed_area(&largest) < 0.0 {
        largest.reverse();
    }
    largest
}
