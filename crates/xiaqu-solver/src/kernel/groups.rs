//! Connected groups of stations by unique extension (Wernicke 2006): every group is made once, from its lowest member.

use rayon::prelude::*;
use xiaqu_model::{IxVec, StationIx};

/// Connected sets of at most `size_max` stations, in the order of their members.
///
/// `grows` says whether a set may be part of a larger one; it must hold for every connected subset of a set that is
/// wanted. Sets for which it fails are still in the answer, for the caller to judge.
///
/// # Complexity
///
/// Linear in the sets found times the degree of a station; one origin after another in parallel, joined in order.
pub(crate) fn connected_groups(
    neighbours: &IxVec<StationIx, Vec<StationIx>>,
    size_max: usize,
    grows: impl Fn(&[StationIx]) -> bool + Sync,
) -> Vec<Box<[StationIx]>> {
    let roots: Vec<StationIx> = neighbours.indices().collect();
    let found: Vec<Vec<Box<[StationIx]>>> = roots
        .into_par_iter()
        .map(|root| {
            let mut growth = Growth { neighbours, size_max, grows: &grows, found: Vec::new() };
            growth.extend(&mut vec![root], &later(neighbours, root, root), &mut vec![root]);
            growth.found.sort_unstable();
            growth.found
        })
        .collect();
    found.into_iter().flatten().collect()
}

fn later(neighbours: &IxVec<StationIx, Vec<StationIx>>, station: StationIx, root: StationIx) -> Vec<StationIx> {
    neighbours[station].iter().copied().filter(|&other| other > root).collect()
}

struct Growth<'a, F> {
    neighbours: &'a IxVec<StationIx, Vec<StationIx>>,
    size_max: usize,
    grows: &'a F,
    found: Vec<Box<[StationIx]>>,
}

impl<F: Fn(&[StationIx]) -> bool> Growth<'_, F> {
    /// Adds `members`, then extends it by each candidate; a candidate once used is not offered to the sets after it.
    /// `reached` holds every station that is a member or has been offered on the way here.
    fn extend(&mut self, members: &mut Vec<StationIx>, candidates: &[StationIx], reached: &mut Vec<StationIx>) {
        let mut sorted = members.clone();
        sorted.sort_unstable();
        let goes_on = members.len() < self.size_max && (self.grows)(&sorted);
        self.found.push(sorted.into_boxed_slice());
        let Some(&root) = members.first().filter(|_| goes_on) else { return };
        let length = reached.len();
        reached.extend(candidates);
        for (position, &candidate) in candidates.iter().enumerate() {
            let mut next: Vec<StationIx> = candidates.iter().copied().skip(position + 1).collect();
            let fresh = self.neighbours[candidate].iter().copied();
            next.extend(fresh.filter(|other| *other > root && !reached.contains(other)));
            members.push(candidate);
            self.extend(members, &next, reached);
            members.pop();
        }
        reached.truncate(length);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use xiaqu_model::{Index, IxVec, StationIx};

    use super::connected_groups;
    use crate::kernel::tests::random::Random;

    fn is_connected(neighbours: &IxVec<StationIx, Vec<StationIx>>, set: &BTreeSet<StationIx>) -> bool {
        let mut seen: BTreeSet<StationIx> = set.iter().copied().take(1).collect();
        loop {
            let more: BTreeSet<StationIx> =
                seen.iter().flat_map(|&one| &neighbours[one]).copied().filter(|other| set.contains(other)).collect();
            let before = seen.len();
            seen.extend(more);
            if seen.len() == before {
                return seen.len() == set.len();
            }
        }
    }

    #[test]
    fn every_connected_set_comes_once_and_in_order() {
        for seed in 0..200 {
            let mut random = Random::new(seed);
            let count = random.between(1, 9);
            let mut neighbours: IxVec<StationIx, Vec<StationIx>> =
                IxVec::from_fn(usize::try_from(count).unwrap(), |_| Vec::new());
            let density = random.between(10, 70);
            for one in neighbours.indices() {
                for other in neighbours.indices().filter(|&other| other > one) {
                    if random.chance(density) {
                        neighbours[one].push(other);
                        neighbours[other].push(one);
                    }
                }
            }
            let size_max = usize::try_from(random.between(1, 5)).unwrap();
            let mut expected = BTreeSet::new();
            for bits in 1_u32..1 << count {
                let members = neighbours.indices().filter(|station| bits >> station.position() & 1 == 1);
                let set: BTreeSet<StationIx> = members.collect();
                if set.len() <= size_max && is_connected(&neighbours, &set) {
                    expected.insert(set.into_iter().collect::<Box<[StationIx]>>());
                }
            }
            let expected: Vec<Box<[StationIx]>> = expected.into_iter().collect();
            assert_eq!(connected_groups(&neighbours, size_max, |_| true), expected, "seed {seed}");
        }
    }
}
