//! Small location problems and the stupid way to solve them: every set of centres, every assignment.

use xiaqu_solver::locate::{Contiguity, CostMatrix, SiteRules};

use xiaqu_testkit::random::Random;

/// A small problem, costs as the user writes them.
#[derive(Clone, Debug)]
pub(crate) struct Instance {
    pub(crate) costs: Vec<Vec<Option<i64>>>,
    pub(crate) places: Vec<(i64, i64)>,
    pub(crate) centres: usize,
    pub(crate) rules: SiteRules,
}

impl Instance {
    /// Up to eight sites and nine clients, on a plane or without any geometry, with ties and forbidden pairs.
    pub(crate) fn random(random: &mut Random) -> Self {
        let (sites, clients) = (random.between(1, 8), random.between(1, 9));
        let place = |random: &mut Random| (i64::from(random.between(0, 9)), i64::from(random.between(0, 9)));
        let metric = random.chance(50);
        let forbidden = if random.chance(30) { 40 } else { 0 };
        let range = if random.chance(50) { 5 } else { 1_000 };
        let from: Vec<_> = (0..sites).map(|_| place(random)).collect();
        let to: Vec<_> = (0..clients).map(|_| place(random)).collect();
        let mut row = |from: &(i64, i64)| -> Vec<Option<i64>> {
            let cost = |to: &(i64, i64)| {
                let straight = (from.0 - to.0).abs() + (from.1 - to.1).abs();
                let cost = if metric { straight } else { i64::from(random.between(0, range)) - 2 };
                (!random.chance(forbidden)).then_some(cost)
            };
            to.iter().map(cost).collect()
        };
        let costs = from.iter().map(&mut row).collect();
        let centres = usize::try_from(random.between(1, sites.min(4))).unwrap();
        Self { costs, places: Vec::new(), centres, rules: rules(random, sites, centres) }
    }

    /// Six to nine areas of a piece of a hexagonal or square grid.
    pub(crate) fn areas(random: &mut Random) -> Self {
        let count = random.between(5, 9);
        let shift = if random.chance(50) { 50 } else { 0 };
        let width = random.between(2, 4);
        let places: Vec<(i64, i64)> = (0..count)
            .map(|k| (i64::from(k % width) * 100 + i64::from(k / width % 2) * shift, i64::from(k / width) * 87))
            .collect();
        let range = if random.chance(50) { 6 } else { 500 };
        let forbidden = if random.chance(20) { 15 } else { 0 };
        let mut cost = || (!random.chance(forbidden)).then(|| i64::from(random.between(0, range)));
        let costs = places.iter().map(|_| places.iter().map(|_| cost()).collect()).collect();
        let centres = usize::try_from(random.between(1, 3)).unwrap();
        let rules = rules(random, count, centres);
        Self { costs, places, centres, rules }
    }

    pub(crate) fn matrix(&self) -> CostMatrix {
        CostMatrix::from_units(1, self.costs.iter().map(|row| row.iter().copied())).unwrap()
    }

    /// Squared distances of the areas: their order and the neighbours on the grid are the same.
    pub(crate) fn distances(&self) -> CostMatrix {
        let areas = self.places.len();
        CostMatrix::from_units(0, (0..areas).map(|from| (0..areas).map(move |to| Some(self.distance(from, to)))))
            .unwrap()
    }

    fn distance(&self, from: usize, to: usize) -> i64 {
        let ((x, y), (u, v)) = (self.places[from], self.places[to]);
        (x - u).pow(2) + (y - v).pow(2)
    }

    /// The same problem with sites and clients in another order.
    pub(crate) fn shuffled(&self, random: &mut Random) -> Self {
        let mut order = |count: usize| {
            let mut order: Vec<usize> = (0..count).collect();
            order.sort_by_key(|_| random.between(0, 1_000_000));
            order
        };
        let (rows, columns) = (order(self.costs.len()), order(self.costs[0].len()));
        let costs = rows.iter().map(|&row| columns.iter().map(|&column| self.costs[row][column]).collect()).collect();
        let renamed = |list: &[usize]| list.iter().map(|old| rows.iter().position(|row| row == old).unwrap()).collect();
        let candidates = self.rules.candidates.as_ref().map(|list| renamed(list));
        let rules = SiteRules { candidates, fixed: renamed(&self.rules.fixed) };
        Self { costs, places: Vec::new(), centres: self.centres, rules }
    }

    fn sets(&self) -> impl Iterator<Item = Vec<usize>> + '_ {
        let sites = self.costs.len();
        let allowed = |site: &usize| self.rules.candidates.as_ref().is_none_or(|list| list.contains(site));
        (0..1_u32 << sites)
            .map(move |mask| (0..sites).filter(|site| mask >> site & 1 == 1).collect::<Vec<usize>>())
            .filter(move |set| set.len() == self.centres && set.iter().all(allowed))
            .filter(|set| self.rules.fixed.iter().all(|site| set.contains(site)))
    }

    /// What these centres cost.
    pub(crate) fn cost(&self, centres: &[usize], own_areas: bool) -> Option<i128> {
        let cheapest = |client: usize| {
            let own = own_areas && centres.contains(&client);
            let willing = centres.iter().filter(|centre| !own || **centre == client);
            willing.filter_map(|&centre| self.costs[centre][client]).min().map(i128::from)
        };
        (0..self.costs[0].len()).map(cheapest).sum()
    }

    /// The least cost over all sets of centres.
    pub(crate) fn best(&self, own_areas: bool) -> Option<i128> {
        self.sets().filter_map(|set| self.cost(&set, own_areas)).min()
    }

    /// The least cost over all sets of centres and all assignments that the README's rules allow.
    pub(crate) fn best_districts(&self, level: Contiguity) -> Option<i128> {
        if level == Contiguity::Free {
            return self.best(true);
        }
        self.sets().filter_map(|set| self.best_of(&set, level, &mut Vec::new())).min()
    }

    fn best_of(&self, set: &[usize], level: Contiguity, owners: &mut Vec<usize>) -> Option<i128> {
        let areas = self.costs.len();
        if owners.len() == areas {
            let cost: Option<i64> = (0..areas).map(|area| self.costs[owners[area]][area]).sum();
            let allowed = (0..areas).all(|area| self.is_allowed(level, owners[area], area, owners));
            return cost.map(i128::from).filter(|_| allowed);
        }
        let area = owners.len();
        let choices: Vec<usize> = if set.contains(&area) { vec![area] } else { set.to_vec() };
        let mut best = None;
        for owner in choices {
            owners.push(owner);
            let found = self.best_of(set, level, owners);
            owners.pop();
            best = [best, found].into_iter().flatten().min();
        }
        best
    }

    fn is_allowed(&self, level: Contiguity, centre: usize, area: usize, owners: &[usize]) -> bool {
        let areas = self.places.len();
        let all = (0..areas).flat_map(|from| (0..areas).map(move |to| self.distance(from, to)));
        let least = all.filter(|distance| *distance > 0).min().unwrap();
        let adjacent = |one: usize, other: usize| one != other && 2 * self.distance(one, other) <= 3 * least;
        if centre == area || adjacent(centre, area) {
            return true;
        }
        let around: Vec<usize> = (0..areas).filter(|v| adjacent(area, *v)).collect();
        let farthest = around.iter().map(|v| self.distance(centre, *v)).max().unwrap_or(0);
        let n: Vec<usize> =
            around.iter().copied().filter(|v| self.distance(centre, *v) < self.distance(centre, area)).collect();
        let m: Vec<usize> = around.iter().copied().filter(|v| self.distance(centre, *v) < farthest).collect();
        let held = |set: &[usize]| set.iter().filter(|v| owners[**v] == centre).count();
        match level {
            Contiguity::Free => true,
            _ if level == Contiguity::Connected || n.len() <= 1 => held(&n) >= 1,
            Contiguity::Compact if m.len() == 5 => held(&m) >= 3,
            Contiguity::Compact if m.len() > 5 => true,
            _ => held(&n) >= 2,
        }
    }
}

fn rules(random: &mut Random, sites: u32, centres: usize) -> SiteRules {
    let mut some = |percent: u32| (0..sites).filter(|_| random.chance(percent)).map(|site| site as usize).collect();
    let candidates: Vec<usize> = some(80);
    let fixed: Vec<usize> = some(8);
    let restricted = candidates.len() >= centres && candidates.len().is_multiple_of(2);
    let fixed = fixed.into_iter().filter(|site| !restricted || candidates.contains(site)).take(centres).collect();
    SiteRules { candidates: restricted.then_some(candidates), fixed }
}
