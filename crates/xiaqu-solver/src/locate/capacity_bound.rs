//! A bound for the capacitated p-median by prices on clients, and what it rules out (FORMULATION 7.40 to 7.42).
//!
//! Everything that is claimed is computed in whole numbers: prices are whole numbers of a fraction of the unit of costs, a
//! centre's knapsack is bounded by its fractional relaxation, rounded up. Floating point only chooses the next prices.

use std::cmp::Ordering;

use xiaqu_model::cast::{signed_to_f64, to_i64, wide_to_f64};

use super::first_fit::{Fit, Placement};
use crate::control::Watch;

/// Rounds of prices at most.
const ROUNDS: usize = 400;

/// Rounds without a better bound before the step is halved.
const PATIENCE: usize = 12;

/// What is left when everything that cannot better the best known plan is ruled out.
pub(super) struct Survivors {
    /// No plan costs less.
    pub(super) bound: i128,
    /// Candidates that may be centres of a better plan.
    pub(super) may_open: Vec<bool>,
    /// Candidates that must be.
    pub(super) must_open: Vec<bool>,
    /// For every client, whether each of its options may be part of a better plan.
    pub(super) options: Vec<Vec<bool>>,
}

/// A pair of a client and the candidate in question.
#[derive(Clone, Copy, Debug)]
struct Item {
    client: usize,
    /// Position among the client's options.
    option: usize,
    /// Cost beyond the client's least, in fine units.
    cost: i64,
    load: i64,
}

/// The bounded knapsack of one candidate: what is gained from its clients at the present prices.
struct Knapsack {
    /// Items that gain, by gain for load, largest first; with the gain.
    order: Vec<(i64, Item)>,
    /// Loads and gains of the first so many.
    loads: Vec<i128>,
    gains: Vec<i128>,
    capacity: i64,
}

impl Knapsack {
    fn new(items: &[Item], prices: &[i64], capacity: i64) -> Self {
        let gain = |item: &Item| prices.get(item.client).map_or(0, |price| price - item.cost);
        let mut order: Vec<(i64, Item)> =
            items.iter().map(|item| (gain(item), *item)).filter(|(gain, _)| *gain > 0).collect();
        order.sort_unstable_by(|(one, first), (other, second)| by_density((*one, first), (*other, second)));
        let mut loads = vec![0];
        let mut gains = vec![0];
        let (mut load, mut sum) = (0, 0);
        for (gain, item) in &order {
            load += i128::from(item.load);
            sum += i128::from(*gain);
            loads.push(load);
            gains.push(sum);
        }
        Self { order, loads, gains, capacity }
    }

    /// How many items fit whole, in their order, into a capacity.
    fn whole(&self, capacity: i64) -> usize {
        self.loads.partition_point(|load| *load <= i128::from(capacity)).saturating_sub(1)
    }

    /// The gain of a capacity is at most this.
    fn most(&self, capacity: i64) -> i128 {
        let whole = self.whole(capacity);
        let gain = self.gains.get(whole).copied().unwrap_or(0);
        let Some((next, item)) = self.order.get(whole) else { return gain };
        let room = i128::from(capacity) - self.loads.get(whole).copied().unwrap_or(0);
        // The fraction of the next item, rounded up.
        let (part, load) = (i128::from(*next) * room, i128::from(item.load.max(1)));
        gain + part.div_euclid(load) + i128::from(part.rem_euclid(load) > 0)
    }
}

fn by_density((one, first): (i64, &Item), (other, second): (i64, &Item)) -> Ordering {
    let (left, right) = (i128::from(one) * i128::from(second.load), i128::from(other) * i128::from(first.load));
    right.cmp(&left).then(first.load.cmp(&second.load)).then(first.client.cmp(&second.client))
}

/// The question in fine units.
pub(super) struct CapacityBound<'a> {
    fit: &'a Fit,
    fixed: &'a [usize],
    free: usize,
    fineness: i64,
    by_site: Vec<Vec<Item>>,
    /// Sum of the least costs.
    constant: i128,
}

/// The value of prices, and the candidates that it opens.
struct Priced {
    value: i128,
    knapsacks: Vec<Knapsack>,
    most: Vec<i128>,
    opened: Vec<usize>,
}

impl<'a> CapacityBound<'a> {
    pub(super) fn new(fit: &'a Fit, fixed: &'a [usize], centres: usize) -> Self {
        let least = |options: &[(i64, usize)]| options.first().map_or(0, |(cost, _)| *cost);
        let most =
            fit.options.iter().map(|options| options.last().map_or(0, |(cost, _)| cost.abs_diff(least(options))));
        // About a million steps from the least to the largest cost.
        let fineness = (1_000_000 / most.max().unwrap_or(1).max(1)).max(1);
        let fineness = i64::try_from(fineness).unwrap_or(1);
        let mut by_site = vec![Vec::new(); fit.capacities.len()];
        for (client, (options, load)) in fit.options.iter().zip(&fit.loads).enumerate() {
            for (option, (cost, position)) in options.iter().enumerate() {
                if let Some(items) = by_site.get_mut(*position) {
                    items.push(Item { client, option, cost: (cost - least(options)) * fineness, load: *load });
                }
            }
        }
        let constant = fit.options.iter().map(|options| i128::from(least(options))).sum();
        Self { fit, fixed, free: centres.saturating_sub(fixed.len()), fineness, by_site, constant }
    }

    /// Betters the best known plan by the centres that prices open, and finds what may be part of a still better one.
    pub(super) fn survivors(&self, best: &mut (Placement, i128), watch: &Watch) -> Survivors {
        let mut target = self.fine(best.1);
        let mut prices = self.first_prices(&best.0.assignment);
        let mut top = self.price(&prices);
        let mut top_prices = prices.clone();
        let (mut step, mut idle) = (1.0, 0);
        for _ in 0..ROUNDS {
            let present = self.price(&prices);
            let slope = self.slope(&present);
            idle += 1;
            if present.value > top.value {
                top_prices.clone_from(&prices);
                top = present;
                idle = 0;
                if self.try_centres(&top.opened, best) {
                    target = self.fine(best.1);
                }
            }
            let square: f64 = slope.iter().map(|slope| slope * slope).sum();
            if top.value >= target || square <= 0.0 || step < 1e-3 || watch.reached().is_some() {
                break;
            }
            if idle >= PATIENCE {
                step /= 2.0;
                idle = 0;
                prices.clone_from(&top_prices);
                continue;
            }
            let length = step * wide_to_f64(target - top.value) / square;
            for (price, slope) in prices.iter_mut().zip(slope) {
                *price = price.saturating_add(to_i64(length * slope).unwrap_or(0));
            }
        }
        self.rule_out(&top, &top_prices, target)
    }

    /// A value in fine units beyond the least costs.
    fn fine(&self, value: i128) -> i128 {
        (value - self.constant) * i128::from(self.fineness)
    }

    /// Assigns clients to centres; whether that is better than the best known plan.
    fn try_centres(&self, opened: &[usize], best: &mut (Placement, i128)) -> bool {
        let mut chosen = opened.to_vec();
        chosen.sort_unstable();
        let Some((assignment, cost)) = self.fit.assign(&chosen) else { return false };
        // Exchanges are slow and win little: only what is near is worth them.
        let near = cost - best.1 <= (best.1 - self.constant) / 20;
        let polished = if near { self.fit.polish(&chosen, assignment) } else { None };
        match polished {
            Some((assignment, cost)) if cost < best.1 => {
                *best = (Placement { chosen, assignment }, cost);
                true
            }
            _ => false,
        }
    }

    /// What each client costs in the best known plan.
    fn first_prices(&self, assignment: &[usize]) -> Vec<i64> {
        let mut prices = vec![0; assignment.len()];
        for (position, items) in self.by_site.iter().enumerate() {
            for item in items.iter().filter(|item| assignment.get(item.client) == Some(&position)) {
                if let Some(price) = prices.get_mut(item.client) {
                    *price = item.cost + self.fineness;
                }
            }
        }
        prices
    }

    /// (7.40) in fine units.
    fn price(&self, prices: &[i64]) -> Priced {
        let pairs = self.by_site.iter().zip(&self.fit.capacities);
        let knapsacks: Vec<Knapsack> = pairs.map(|(items, capacity)| Knapsack::new(items, prices, *capacity)).collect();
        let most: Vec<i128> = knapsacks.iter().map(|knapsack| knapsack.most(knapsack.capacity)).collect();
        let of = |position: &usize| most.get(*position).copied().unwrap_or(0);
        let mut others: Vec<usize> = (0..most.len()).filter(|position| !self.fixed.contains(position)).collect();
        others.sort_by_key(|position| (-of(position), *position));
        let opened: Vec<usize> = self.fixed.iter().copied().chain(others.into_iter().take(self.free)).collect();
        let value = prices.iter().map(|price| i128::from(*price)).sum::<i128>() - opened.iter().map(of).sum::<i128>();
        Priced { value, knapsacks, most, opened }
    }

    /// How far each client is from being served once.
    fn slope(&self, priced: &Priced) -> Vec<f64> {
        let mut slope = vec![1.0; self.fit.options.len()];
        for knapsack in priced.opened.iter().filter_map(|position| priced.knapsacks.get(*position)) {
            let whole = knapsack.whole(knapsack.capacity);
            let room = i128::from(knapsack.capacity) - knapsack.loads.get(whole).copied().unwrap_or(0);
            for (rank, (_, item)) in knapsack.order.iter().enumerate().take(whole + 1) {
                let part = if rank < whole { 1.0 } else { wide_to_f64(room) / signed_to_f64(item.load.max(1)) };
                if let Some(slope) = slope.get_mut(item.client) {
                    *slope -= part;
                }
            }
        }
        slope
    }

    /// (7.41) and (7.42): a candidate or pair that lifts the bound to the best known value is out.
    fn rule_out(&self, root: &Priced, prices: &[i64], target: i128) -> Survivors {
        let of = |position: usize| root.most.get(position).copied().unwrap_or(0);
        let is_free = |position: &usize| !self.fixed.contains(position);
        let last = root.opened.iter().copied().filter(is_free).map(of).min();
        let count = root.most.len();
        let next = (0..count).filter(|position| is_free(position) && !root.opened.contains(position)).map(of).max();
        let mut survivors = Survivors {
            bound: self.constant
                + root.value.max(0).div_euclid(self.fineness.into())
                + i128::from(root.value.max(0).rem_euclid(self.fineness.into()) > 0),
            may_open: vec![true; count],
            must_open: vec![false; count],
            options: self.fit.options.iter().map(|options| vec![true; options.len()]).collect(),
        };
        for (position, items) in self.by_site.iter().enumerate() {
            let is_open = root.opened.contains(&position);
            // The bound if this candidate is a centre.
            let opened = if is_open { Some(root.value) } else { last.map(|last| root.value + last - of(position)) };
            let may = opened.is_some_and(|value| value < target);
            let must = is_open && next.is_none_or(|next| root.value + of(position) - next >= target);
            set(&mut survivors.may_open, position, may);
            set(&mut survivors.must_open, position, must && is_free(&position));
            let (Some(knapsack), opened) = (root.knapsacks.get(position), opened.unwrap_or(target)) else { continue };
            let whole = knapsack.whole(knapsack.capacity);
            let mut is_taken = vec![false; self.fit.options.len()];
            for (_, item) in knapsack.order.iter().take(whole) {
                set(&mut is_taken, item.client, true);
            }
            for item in items {
                let gain = prices.get(item.client).map_or(0, |price| i128::from(*price)) - i128::from(item.cost);
                let forced = match is_taken.get(item.client) {
                    Some(true) => of(position),
                    _ => (gain + knapsack.most(knapsack.capacity - item.load)).min(of(position)),
                };
                if opened + of(position) - forced >= target
                    && let Some(options) = survivors.options.get_mut(item.client)
                {
                    set(options, item.option, false);
                }
            }
        }
        // Then no plan is better than the best known.
        if survivors.options.iter().any(|options| !options.contains(&true)) {
            survivors.bound = self.constant + target.div_euclid(self.fineness.into());
        }
        survivors
    }
}

fn set(marks: &mut [bool], position: usize, value: bool) {
    if let Some(mark) = marks.get_mut(position) {
        *mark = value;
    }
}
