//! What one candidate centre may serve, at what price, and what contiguity asks of it.

use std::collections::BTreeMap;

use xiaqu_model::{Index, IxVec};

use super::contiguity::{Contiguity, Need, Neighbourhood};
use crate::locate::index::Client;

/// An area that the centre may serve. Areas stand in the order of their distance from the centre, its own area first.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub(super) client: Client,
    /// Fine cost.
    pub(super) base: i64,
    /// Fine cost with the prices of rows.
    pub(super) cost: i64,
    /// What contiguity asks; members by their position in the territory.
    pub(super) at_least: usize,
    pub(super) of: Vec<usize>,
}

/// factor · x(head) ≤ Σ x(tail).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shape {
    pub(super) head: usize,
    pub(super) factor: i64,
    pub(super) tail: Vec<usize>,
}

/// A row with a price.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) shape: Shape,
    pub(super) price: i64,
    pub(super) best_price: i64,
    pub(super) violation: i64,
}

/// Prices of rows.
pub(super) type Prices = BTreeMap<Shape, i64>;

/// The areas of one candidate and its rows.
#[derive(Clone, Debug)]
pub(super) struct Territory {
    pub(super) row: usize,
    pub(super) pairs: Vec<Pair>,
    pub(super) rows: Vec<Row>,
    known: BTreeMap<Shape, usize>,
    /// Which pairs the relaxed answer serves, when last asked.
    pub(super) served: Vec<bool>,
}

impl Territory {
    pub(super) fn new(
        centre: usize,
        costs: impl Iterator<Item = Option<i64>>,
        neighbourhood: &Neighbourhood,
        level: Contiguity,
    ) -> Self {
        let mut reach: Vec<(i64, bool, usize, i64)> = costs
            .enumerate()
            .filter_map(|(area, cost)| Some((neighbourhood.distance(centre, area), area != centre, area, cost?)))
            .collect();
        // The own area comes first whatever its distance.
        reach.sort_unstable_by_key(|&(distance, other, area, _)| (other, distance, area));
        let mut places = vec![usize::MAX; neighbourhood.areas()];
        for (place, &(_, _, area, _)) in reach.iter().enumerate() {
            if let Some(slot) = places.get_mut(area) {
                *slot = place;
            }
        }
        let place = |area: usize| places.get(area).copied().filter(|place| *place != usize::MAX);
        let pairs = reach.iter().map(|&(_, _, area, cost)| {
            let Need { at_least, of } =
                neighbourhood.need(level, centre, area).unwrap_or(Need { at_least: 0, of: vec![] });
            let mut of: Vec<usize> = of.into_iter().filter_map(place).collect();
            of.sort_unstable();
            Pair { client: Client::from_position(area), base: cost, cost, at_least, of }
        });
        let mut territory =
            Self { row: centre, pairs: pairs.collect(), rows: Vec::new(), known: BTreeMap::new(), served: Vec::new() };
        let kept = vec![true; territory.pairs.len()];
        territory.retain(kept);
        territory
    }

    /// What the centre adds at these prices, and what it serves then.
    pub(super) fn worth(&self, prices: &IxVec<Client, i64>) -> i64 {
        let own = self.pairs.first().map_or(0, |pair| pair.cost - prices[pair.client]);
        own + self.pairs.iter().skip(1).map(|pair| (pair.cost - prices[pair.client]).min(0)).sum::<i64>()
    }

    /// Notes what the centre serves: its own area and what the rule says.
    pub(super) fn serve(&mut self, rule: impl Fn(&Pair) -> bool) {
        self.served.clear();
        self.served.extend(self.pairs.iter().enumerate().map(|(place, pair)| place == 0 || rule(pair)));
    }

    /// Adds rows that what is served breaks.
    pub(super) fn cut(&mut self, prices: &IxVec<Client, i64>) {
        for head in 1..self.pairs.len() {
            let Some(pair) = self.pairs.get(head) else { continue };
            if pair.at_least == 0 || !self.is_served(head) {
                continue;
            }
            let held = pair.of.iter().filter(|place| self.is_served(**place)).count();
            if held >= pair.at_least {
                continue;
            }
            let mut lacking: Vec<usize> = pair.of.iter().copied().filter(|place| !self.is_served(*place)).collect();
            lacking.sort_by_key(|place| self.pairs.get(*place).map(|pair| (pair.cost - prices[pair.client], *place)));
            // What is served by steps is served wholly: rows of more areas would say nothing more.
            lacking.truncate(pair.of.len() + 1 - pair.at_least);
            lacking.sort_unstable();
            let shape = Shape { head, factor: 1, tail: lacking };
            if !self.known.contains_key(&shape) {
                self.known.insert(shape.clone(), self.rows.len());
                self.rows.push(Row { shape, price: 0, best_price: 0, violation: 0 });
            }
        }
    }

    fn is_served(&self, place: usize) -> bool {
        self.served.get(place).copied().unwrap_or(false)
    }

    /// Counts how much each row is broken by what is served; the sum of squares of those that may move.
    pub(super) fn violations(&mut self) -> i64 {
        let served = &self.served;
        let is = |place: &usize| i64::from(served.get(*place).copied().unwrap_or(false));
        let mut squares = 0;
        for row in &mut self.rows {
            let violation = row.shape.factor * is(&row.shape.head) - row.shape.tail.iter().map(is).sum::<i64>();
            row.violation = if row.price > 0 { violation } else { violation.max(0) };
            squares += row.violation * row.violation;
        }
        squares
    }

    /// Gives a row another price.
    pub(super) fn set_prices(&mut self, new: impl Fn(&Row) -> i64) {
        for row in &mut self.rows {
            let change = new(row) - row.price;
            if change == 0 {
                continue;
            }
            row.price += change;
            if let Some(head) = self.pairs.get_mut(row.shape.head) {
                head.cost += row.shape.factor * change;
            }
            for place in &row.shape.tail {
                if let Some(pair) = self.pairs.get_mut(*place) {
                    pair.cost -= change;
                }
            }
        }
    }

    /// Puts other rows with their prices in place of all rows.
    pub(super) fn replace_rows(&mut self, prices: &Prices) {
        self.set_prices(|_| 0);
        let rows = prices.keys().map(|shape| Row { shape: shape.clone(), price: 0, best_price: 0, violation: 0 });
        self.rows = rows.collect();
        self.known = prices.keys().enumerate().map(|(at, shape)| (shape.clone(), at)).collect();
        self.set_prices(|row| prices.get(&row.shape).copied().unwrap_or(0));
        for row in &mut self.rows {
            row.best_price = row.price;
        }
    }

    /// Whether the centre may no longer serve its own area, and so cannot be a centre.
    pub(super) fn lost_own(&self) -> bool {
        self.pairs.first().is_none_or(|pair| pair.client.position() != self.row)
    }

    /// Per pair, what serving it adds at least to the bound, with what contiguity then asks for.
    pub(super) fn detours(&self, prices: &IxVec<Client, i64>) -> Vec<i64> {
        let mut detours: Vec<i64> = Vec::with_capacity(self.pairs.len());
        let mut asked: Vec<i64> = Vec::new();
        for (place, pair) in self.pairs.iter().enumerate() {
            if place == 0 {
                detours.push(0);
                continue;
            }
            asked.clear();
            // Members that stand later cannot be relied on: they are taken to cost nothing.
            asked.extend(pair.of.iter().filter_map(|member| detours.get(*member).copied()));
            let free = pair.of.len() - asked.len();
            let chain = match pair.at_least.saturating_sub(free) {
                0 => 0,
                needed => {
                    asked.sort_unstable();
                    asked.get(needed - 1).copied().unwrap_or(i64::MAX / 4)
                }
            };
            detours.push((chain + (pair.cost - prices[pair.client]).max(0)).min(i64::MAX / 4));
        }
        detours
    }

    /// Keeps some pairs; what contiguity then makes impossible goes too. Says how many went.
    pub(super) fn retain(&mut self, mut kept: Vec<bool>) -> usize {
        loop {
            let mut changed = false;
            for (place, pair) in self.pairs.iter().enumerate() {
                let held = pair.of.iter().filter(|member| kept.get(**member).copied().unwrap_or(false)).count();
                if held < pair.at_least
                    && let Some(flag) = kept.get_mut(place).filter(|flag| **flag)
                {
                    *flag = false;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        // Without its head a row holds by itself; its price, kept on the tail, would only weaken the bound.
        let is_kept = |row: &Row| kept.get(row.shape.head).copied().unwrap_or(false);
        self.set_prices(|row| if is_kept(row) { row.price } else { 0 });
        let before = self.pairs.len();
        let mut next = 0;
        let renamed: Vec<Option<usize>> = kept
            .iter()
            .map(|kept| {
                kept.then(|| {
                    next += 1;
                    next - 1
                })
            })
            .collect();
        let rename = |place: usize| renamed.get(place).copied().flatten();
        let mut place = 0;
        self.pairs.retain(|_| {
            place += 1;
            rename(place - 1).is_some()
        });
        for pair in &mut self.pairs {
            pair.of = pair.of.iter().filter_map(|member| rename(*member)).collect();
        }
        self.rows = std::mem::take(&mut self.rows)
            .into_iter()
            .filter_map(|row| {
                let head = rename(row.shape.head)?;
                let tail = row.shape.tail.iter().filter_map(|place| rename(*place)).collect();
                Some(Row { shape: Shape { head, tail, ..row.shape }, ..row })
            })
            .collect();
        self.known = self.rows.iter().enumerate().map(|(k, row)| (row.shape.clone(), k)).collect();
        before - self.pairs.len()
    }
}
