//! A good answer to begin with, by annealing areas and centres together (FORMULATION 7.18).

use xiaqu_model::{
    Index, IxVec,
    cast::{count_to_f64, signed_to_f64, to_i64},
};

use super::search::Question;
use crate::{control::Watch, locate::index::Client};

/// A cost that no answer pays.
const FORBIDDEN: i64 = i64::MAX / 4;

/// What serving an area from a centre costs and asks for.
#[derive(Clone, Copy, Debug)]
struct Cell {
    cost: i64,
    at_least: u32,
    /// Places among the neighbours of the area.
    of: u64,
}

/// What moves look at.
pub(super) struct Ground {
    cells: IxVec<Client, IxVec<Client, Cell>>,
    neighbours: IxVec<Client, Vec<Client>>,
    /// Which areas may become centres by moving one.
    is_candidate: IxVec<Client, bool>,
    is_fixed: IxVec<Client, bool>,
}

impl Ground {
    /// The ground of a question; `None` if an area has too many neighbours.
    pub(super) fn new(question: &Question<'_>, candidates: &[usize], fixed: &[usize]) -> Option<Self> {
        let Question { matrix, neighbourhood, level, .. } = *question;
        let areas = matrix.clients();
        let list = |area: usize| neighbourhood.neighbours(area);
        if (0..areas).any(|area| list(area).len() > 64) {
            return None;
        }
        let cell = |centre: usize, area: usize, cost: Option<i64>| {
            let need = neighbourhood.need(level, centre, area);
            let is_member = |place: usize, area: &usize| match &need {
                Some(need) if need.of.contains(area) => 1_u64 << place,
                _ => 0,
            };
            let of = list(area).iter().enumerate().map(|(place, area)| is_member(place, area)).sum();
            let at_least = need.as_ref().map_or(0, |need| u32::try_from(need.at_least).unwrap_or(u32::MAX));
            Cell { cost: cost.unwrap_or(FORBIDDEN), at_least, of }
        };
        let row = |centre: usize| {
            let cells = matrix.row(centre).enumerate().map(|(area, cost)| cell(centre, area, cost));
            IxVec::from_rows(cells.collect())
        };
        let among = |list: &[usize]| IxVec::from_rows((0..areas).map(|area| list.contains(&area)).collect());
        Some(Self {
            cells: IxVec::from_rows((0..areas).map(row).collect()),
            neighbours: IxVec::from_rows(
                (0..areas).map(|area| list(area).iter().map(|other| Client::from_position(*other)).collect()).collect(),
            ),
            is_candidate: among(candidates),
            is_fixed: among(fixed),
        })
    }
}

/// Numbers from a seed (a linear congruence, its upper bits).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 32).unwrap_or(0)
    }

    /// A position below a count.
    fn below(&mut self, count: usize) -> usize {
        let count = u64::try_from(count).unwrap_or(0);
        usize::try_from(u64::from(self.next()).saturating_mul(count) >> 32).unwrap_or(0)
    }

    /// A number with an exponential law of about this mean.
    fn exponential(&mut self, mean: i64) -> i64 {
        let number = self.next() | 1;
        let zeros = number.leading_zeros();
        // Between powers of two the logarithm is taken to be a straight line.
        let rest = u64::from(number) << (zeros + 32) >> 33;
        let halvings = (i64::from(zeros + 1) << 16) - i64::try_from(rest >> 15).unwrap_or(0);
        // 45,426 / 65,536 is the natural logarithm of two.
        mean.saturating_mul((halvings * 45_426) >> 16) >> 16
    }
}

/// Moves for each area.
pub(super) const MOVES: u64 = 100_000;

/// Stages of the cooling.
const STAGES: u32 = 200;

/// How much dearer a move may be on average, as a share of the mean cost of an area: at first and at last.
const HEAT: (f64, f64) = (0.5, 0.04);

/// What a lacking neighbour costs, likewise.
const LACK: (f64, f64) = (1.0, 2.5);

/// What a move is judged by.
#[derive(Clone, Copy, Debug)]
struct Judge {
    /// The cost of a lacking neighbour.
    lack: i64,
    /// Moves that cost more are not made.
    bar: i64,
}

/// Districts on the way, perhaps not contiguous.
#[derive(Clone)]
pub(super) struct Annealing<'a> {
    ground: &'a Ground,
    owner: IxVec<Client, Client>,
    members: IxVec<Client, Vec<Client>>,
    cost: i64,
    lacking: i64,
    /// The best contiguous ones.
    best: Option<(i64, IxVec<Client, Client>)>,
}

impl<'a> Annealing<'a> {
    /// Every area with its cheapest centre; `None` if one has none.
    pub(super) fn new(ground: &'a Ground, centres: &[usize]) -> Option<Self> {
        let areas = ground.cells.len();
        let mut owner: IxVec<Client, Client> = IxVec::default();
        let mut members: IxVec<Client, Vec<Client>> = IxVec::from_fn(areas, |_| Vec::new());
        let mut cost = 0;
        for area in ground.cells.indices() {
            let own = centres.binary_search(&area.position()).is_ok().then_some(area);
            let cheapest = centres.iter().map(|centre| Client::from_position(*centre));
            let cheapest = cheapest.min_by_key(|centre| ground.cells[*centre][area].cost);
            let chosen = own.or(cheapest)?;
            let price = ground.cells[chosen][area].cost;
            if price == FORBIDDEN {
                return None;
            }
            cost += price;
            owner.push(chosen);
            members[chosen].push(area);
        }
        let mut made = Self { ground, owner, members, cost, lacking: 0, best: None };
        made.lacking = ground.cells.indices().map(|area| made.lacks(area)).sum();
        Some(made)
    }

    /// How many neighbours an area's centre serves too few.
    fn lacks(&self, area: Client) -> i64 {
        let centre = self.owner[area];
        let cell = self.ground.cells[centre][area];
        if cell.at_least == 0 {
            return 0;
        }
        let neighbours = self.ground.neighbours[area].iter().enumerate();
        let held = neighbours.filter(|(place, other)| cell.of >> place & 1 == 1 && self.owner[**other] == centre);
        let held = u32::try_from(held.count()).unwrap_or(u32::MAX);
        i64::from(cell.at_least.saturating_sub(held))
    }

    /// Heats, cools, and makes about so many moves; the best contiguous districts so far, by row of the matrix.
    pub(super) fn run(&mut self, moves: u64, seed: u64, watch: &Watch) -> Option<Vec<usize>> {
        let areas = self.ground.cells.len();
        let mean = signed_to_f64(self.cost).abs() / count_to_f64(areas.max(1));
        let between = |(first, last): (f64, f64), stage: u32| {
            let share = f64::from(stage) / f64::from(STAGES);
            to_i64(mean * first * (last / first).powf(share)).unwrap_or(0).max(1)
        };
        let mut draw = Draw(seed);
        for stage in 0..STAGES {
            if watch.reached().is_some() {
                break;
            }
            let (heat, lack) = (between(HEAT, stage), between(LACK, stage));
            for _ in 0..moves / u64::from(STAGES) {
                let judge = Judge { lack, bar: draw.exponential(heat) };
                self.make_move(&mut draw, judge);
                if self.lacking == 0 && self.best.as_ref().is_none_or(|(best, _)| self.cost < *best) {
                    self.best = Some((self.cost, self.owner.clone()));
                }
            }
        }
        self.best.as_ref().map(|(_, owner)| owner.iter().map(|centre| centre.position()).collect())
    }

    /// Tries one move, drawn at random.
    fn make_move(&mut self, draw: &mut Draw, judge: Judge) {
        let ground = self.ground;
        let area = Client::from_position(draw.below(ground.cells.len()));
        let around = &ground.neighbours[area];
        let Some(&other) = around.get(draw.below(around.len())) else { return };
        if self.owner[area] == area {
            self.move_centre(area, other, judge);
        } else {
            let beside = around.get(draw.below(around.len())).filter(|_| draw.below(2) == 0).copied();
            self.move_area(area, beside, self.owner[other], judge);
        }
    }

    /// Gives an area, perhaps with one beside it, to another centre, if that costs at most so much.
    fn move_area(&mut self, area: Client, beside: Option<Client>, to: Client, judge: Judge) {
        let from = self.owner[area];
        if from == to {
            return;
        }
        let Some((mut gain, mut change)) = self.give(area, to) else { return };
        let beside = beside.filter(|other| *other != from && self.owner[*other] == from);
        if let Some((more, lacking)) = beside.and_then(|other| self.give(other, to)) {
            gain += more;
            change += lacking;
        }
        let moved = beside.filter(|other| self.owner[*other] == to);
        if gain + judge.lack * change > judge.bar {
            for area in moved.into_iter().chain([area]) {
                self.owner[area] = from;
            }
            return;
        }
        self.members[from].retain(|member| *member != area && Some(*member) != moved);
        self.members[to].push(area);
        self.members[to].extend(moved);
        self.cost += gain;
        self.lacking += change;
    }

    /// Gives an area to another centre, if that may serve it: what this adds to the cost and to what is lacking.
    fn give(&mut self, area: Client, to: Client) -> Option<(i64, i64)> {
        let from = self.owner[area];
        let price = self.ground.cells[to][area].cost;
        if price == FORBIDDEN {
            return None;
        }
        let before = self.lacks_about(area, from, to);
        self.owner[area] = to;
        Some((price - self.ground.cells[from][area].cost, self.lacks_about(area, from, to) - before))
    }

    /// What an area and its neighbours in two districts lack.
    fn lacks_about(&self, area: Client, from: Client, to: Client) -> i64 {
        let is_near = |other: &&Client| self.owner[**other] == from || self.owner[**other] == to;
        let around = self.ground.neighbours[area].iter().filter(is_near);
        self.lacks(area) + around.map(|other| self.lacks(*other)).sum::<i64>()
    }

    /// Makes another area of a district its centre, if that costs at most so much.
    fn move_centre(&mut self, from: Client, to: Client, judge: Judge) {
        let ground = self.ground;
        if self.owner[to] != from || !ground.is_candidate[to] || ground.is_fixed[from] {
            return;
        }
        let members = std::mem::take(&mut self.members[from]);
        let is_allowed = members.iter().all(|area| ground.cells[to][*area].cost != FORBIDDEN);
        if !is_allowed {
            self.members[from] = members;
            return;
        }
        let gains = members.iter().map(|area| ground.cells[to][*area].cost - ground.cells[from][*area].cost);
        let gain: i64 = gains.sum();
        let before: i64 = members.iter().map(|area| self.lacks(*area)).sum();
        for area in &members {
            self.owner[*area] = to;
        }
        let change = members.iter().map(|area| self.lacks(*area)).sum::<i64>() - before;
        if gain + judge.lack * change <= judge.bar {
            self.cost += gain;
            self.lacking += change;
            self.members[to] = members;
            return;
        }
        for area in &members {
            self.owner[*area] = from;
        }
        self.members[from] = members;
    }
}

#[cfg(test)]
impl Annealing<'_> {
    pub(super) fn best_cost(&self) -> Option<i64> {
        self.best.as_ref().map(|(cost, _)| *cost)
    }

    /// What was counted move by move is what counting anew finds.
    pub(super) fn assert_counts(&self) {
        let costs = self.owner.iter_enumerated().map(|(area, centre)| self.ground.cells[*centre][area].cost);
        assert_eq!(costs.sum::<i64>(), self.cost);
        assert_eq!(self.ground.cells.indices().map(|area| self.lacks(area)).sum::<i64>(), self.lacking);
        for (centre, members) in self.members.iter_enumerated() {
            assert!(members.iter().all(|area| self.owner[*area] == centre));
        }
        assert_eq!(self.members.iter().map(Vec::len).sum::<usize>(), self.owner.len());
    }
}
