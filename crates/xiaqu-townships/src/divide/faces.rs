//! Which label and owner each face of a division belongs to: what the borders around it say, weighed by length.

use std::collections::BTreeMap;

use super::division::{Divided, LatticeArc};
use crate::{
    arrangement::{Arrangement, OUTSIDE},
    coverage::Coverage,
    lattice::Point,
};
use xiaqu_model::{LonLat, cast};

/// Label of the divided coverage and, where divided, the owner.
pub(super) type Parted<L, M> = Option<(L, Option<M>)>;

/// Labels every face.
pub(super) fn label_faces<L: Copy + Ord, M: Copy + Ord>(
    coverage: &Coverage<L>,
    arrangement: &Arrangement,
    arcs: &[LatticeArc<L, M>],
    divided: &[Divided<L, M>],
) -> Vec<Parted<L, M>> {
    let borders = coverage.edges();
    let mut base_votes: Vec<BTreeMap<Option<L>, f64>> = vec![BTreeMap::new(); arrangement.face_count()];
    let mut owner_votes: Vec<BTreeMap<(L, M), f64>> = vec![BTreeMap::new(); arrangement.face_count()];
    for (position, edge) in arrangement.edges().iter().enumerate() {
        let weight = length(edge.from, edge.to);
        for &(source, times) in &edge.sources {
            let sides = arrangement.sides(position);
            let (left, right) = if times > 0 { sides } else { (sides.1, sides.0) };
            if let Some(border) = borders.get(source) {
                *base_votes[left].entry(border.left).or_default() += weight;
                *base_votes[right].entry(border.right).or_default() += weight;
            } else {
                let arc = &arcs[source - borders.len()];
                *owner_votes[left].entry((arc.label, arc.left)).or_default() += weight;
                *owner_votes[right].entry((arc.label, arc.right)).or_default() += weight;
            }
        }
    }
    let bases = spread_bases(arrangement, base_votes, borders.len());
    let labels = bases.into_iter().zip(owner_votes).enumerate().map(|(face, (base, mut votes))| {
        let label = base.filter(|_| face != OUTSIDE)?;
        votes.retain(|vote, _| vote.0 == label);
        let owner = winner(votes).map(|vote| vote.1);
        Some((label, owner.or_else(|| nearest_owner(coverage, arrangement, face, divided, label))))
    });
    labels.collect()
}

/// The vote with the most weight, the smallest among equals.
fn winner<T: Ord>(votes: BTreeMap<T, f64>) -> Option<T> {
    votes.into_iter().rev().max_by(|one, other| one.1.total_cmp(&other.1)).map(|(vote, _)| vote)
}

/// Labels of the faces before the division. A face that meets no old border takes the label of a neighbour.
fn spread_bases<L: Copy + Ord>(
    arrangement: &Arrangement,
    votes: Vec<BTreeMap<Option<L>, f64>>,
    borders: usize,
) -> Vec<Option<L>> {
    let mut bases: Vec<Option<Option<L>>> = votes.into_iter().map(winner).collect();
    let mut waiting: Vec<usize> = (0..bases.len()).filter(|&face| bases[face].is_some()).collect();
    while let Some(face) = waiting.pop() {
        for &half_edge in arrangement.half_edges(face) {
            let beyond = arrangement.across(half_edge);
            let sources = &arrangement.edges()[half_edge / 2].sources;
            if bases[beyond].is_none() && sources.iter().all(|&(source, _)| source >= borders) {
                bases[beyond] = bases[face];
                waiting.push(beyond);
            }
        }
    }
    bases.into_iter().map(Option::flatten).collect()
}

/// For land that no border crosses, such as an islet.
fn nearest_owner<L: Copy + Ord, M: Copy + Ord>(
    coverage: &Coverage<L>,
    arrangement: &Arrangement,
    face: usize,
    divided: &[Divided<L, M>],
    label: L,
) -> Option<M> {
    let division = divided.iter().find(|division| division.label == label)?;
    let steps = arrangement.inner_point(face);
    let degrees = |steps: f64| steps / crate::lattice::STEPS_PER_DEGREE;
    let position = LonLat::new(degrees(steps.x), degrees(steps.y))?;
    division.tessellation.nearest_owner(coverage.frame().to_local(position))
}

/// Length in lattice steps: good enough to weigh votes.
fn length(from: Point, to: Point) -> f64 {
    cast::signed_to_f64(to.x - from.x).hypot(cast::signed_to_f64(to.y - from.y))
}
