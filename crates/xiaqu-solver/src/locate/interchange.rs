//! Fast interchange: one centre for another while that lowers the cost (Whitaker's evaluation).

use super::cost_matrix::CostMatrix;

/// A set of centres under improvement. Forbidden pairs cost a penalty.
pub(super) struct Interchange<'a> {
    matrix: &'a CostMatrix,
    own_areas: bool,
    penalty: i64,
    centres: Vec<usize>,
    is_centre: Vec<bool>,
    /// Per client: its centre's position in `centres`, the cost, and the cost of the next best centre.
    nearest: Vec<Nearest>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Nearest {
    position: usize,
    cost: i64,
    next: i64,
    /// The centre is the client's own site and must serve it.
    own: bool,
}

impl<'a> Interchange<'a> {
    /// Starts from some centres.
    pub(super) fn new(matrix: &'a CostMatrix, centres: &[usize], own_areas: bool) -> Self {
        let penalty = (1_i64 << 61) / i64::try_from(matrix.clients().max(1)).unwrap_or(i64::MAX);
        let mut start = Self {
            matrix,
            own_areas,
            penalty,
            centres: centres.to_vec(),
            is_centre: vec![false; matrix.sites()],
            nearest: Vec::new(),
        };
        start.recount();
        start
    }

    /// The centres, ascending.
    pub(super) fn centres(&self) -> Vec<usize> {
        let mut centres = self.centres.clone();
        centres.sort_unstable();
        centres
    }

    /// Exchanges centres for candidates until no exchange helps. Fixed centres stay.
    pub(super) fn descend(&mut self, candidates: &[usize], fixed: &[usize], mut stop: impl FnMut() -> bool) {
        let mut idle = 0;
        let mut losses = Vec::new();
        for &candidate in candidates.iter().cycle() {
            if idle >= candidates.len() || stop() {
                return;
            }
            idle += 1;
            if self.is_centre.get(candidate).copied().unwrap_or(true) {
                continue;
            }
            if let Some(position) = self.best_exchange(candidate, fixed, &mut losses) {
                if let Some(centre) = self.centres.get_mut(position) {
                    *centre = candidate;
                }
                self.recount();
                idle = 0;
            }
        }
    }

    /// The position of the centre that the candidate should replace, if any replacement helps.
    fn best_exchange(&self, candidate: usize, fixed: &[usize], losses: &mut Vec<i64>) -> Option<usize> {
        losses.clear();
        losses.resize(self.centres.len(), 0);
        let mut gain = 0;
        for ((client, near), cost) in self.nearest.iter().enumerate().zip(self.matrix.raw_row(candidate)) {
            let cost = (*cost).min(self.penalty);
            let becomes_own = self.own_areas && client == candidate;
            if becomes_own || (cost < near.cost && !near.own) {
                gain += near.cost - cost;
            } else if let Some(loss) = losses.get_mut(near.position) {
                *loss += near.next.min(cost) - near.cost;
            }
        }
        let removable = losses.iter().zip(&self.centres).enumerate();
        let removable = removable.filter(|(_, (_, centre))| fixed.binary_search(centre).is_err());
        let (position, (loss, _)) = removable.min_by_key(|(_, (loss, _))| **loss)?;
        (gain > *loss).then_some(position)
    }

    fn recount(&mut self) {
        self.is_centre.fill(false);
        let far = Nearest { position: usize::MAX, cost: self.penalty, next: self.penalty, own: false };
        self.nearest.clear();
        self.nearest.resize(self.matrix.clients(), far);
        for (position, &centre) in self.centres.iter().enumerate() {
            if let Some(is_centre) = self.is_centre.get_mut(centre) {
                *is_centre = true;
            }
            for (near, cost) in self.nearest.iter_mut().zip(self.matrix.raw_row(centre)) {
                if *cost < near.cost {
                    *near = Nearest { position, cost: *cost, next: near.cost, own: false };
                } else {
                    near.next = near.next.min(*cost);
                }
            }
        }
        if self.own_areas {
            self.keep_own_areas();
        }
    }

    fn keep_own_areas(&mut self) {
        for (position, &centre) in self.centres.iter().enumerate() {
            let own = self.matrix.cost(centre, centre).unwrap_or(self.penalty);
            if let Some(near) = self.nearest.get_mut(centre) {
                let next = if near.position == position { near.next } else { near.cost };
                *near = Nearest { position, cost: own, next, own: true };
            }
        }
    }
}
