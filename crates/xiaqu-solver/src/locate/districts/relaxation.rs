//! Relax and cut: prices for clients and for rows of contiguity (FORMULATION 7.15, 7.16).

use std::collections::{BTreeMap, BTreeSet};

use xiaqu_model::{
    IxVec,
    cast::{signed_to_f64, to_i64, wide_to_f64},
};

use super::{master::Point, territory::Territory};
use crate::locate::{
    ascent::{Aim, Effort, FORGET, MEMORY},
    index::{Client, Site},
    outcome::beyond,
    prices::Standing,
};

/// More than any bound.
const BEYOND: i128 = i128::MAX / 4;

/// The relaxation of one node: what is left of the question, its prices, and the relaxed answer at them.
#[derive(Clone, Debug)]
pub(super) struct Relaxation {
    pub(super) territories: IxVec<Site, Territory>,
    pub(super) standings: IxVec<Site, Standing>,
    /// How often each site was a relaxed centre lately.
    pub(super) share: IxVec<Site, f64>,
    /// The relaxed centres.
    pub(super) chosen: Vec<Site>,
    /// The best bound, in fine units.
    pub(super) best_bound: i128,
    pub(super) prices: IxVec<Client, i64>,
    best_prices: IxVec<Client, i64>,
    direction: IxVec<Client, f64>,
    /// How much each client is served too often or too seldom, on average lately.
    pub(super) unrest: IxVec<Client, f64>,
    /// With all centres known, the cheapest pair of each client.
    owners: IxVec<Client, Option<(i64, Site)>>,
    worth: IxVec<Site, i64>,
    bound: i128,
    last_chosen: i64,
    first_left: Option<i64>,
    step: f64,
    idle: u32,
    pub(super) centres: usize,
    cap: i64,
}

impl Relaxation {
    pub(super) fn new(
        territories: IxVec<Site, Territory>,
        standings: IxVec<Site, Standing>,
        clients: usize,
        centres: usize,
    ) -> Self {
        let costs = || territories.iter().flat_map(|territory| &territory.pairs);
        let cap = costs().map(|pair| pair.base.abs()).max().unwrap_or(0).max(1);
        let mut offers: IxVec<Client, Vec<i64>> = IxVec::from_fn(clients, |_| Vec::new());
        for pair in costs() {
            offers[pair.client].push(pair.base);
        }
        // About one in `centres` sites will be a centre: a client pays what the first of them would cost.
        let price = |mut costs: Vec<i64>| {
            costs.sort_unstable();
            costs.get(costs.len() / centres.max(1)).or(costs.last()).copied().unwrap_or(cap)
        };
        let prices: IxVec<Client, i64> = IxVec::from_rows(offers.iter_mut().map(std::mem::take).map(price).collect());
        Self {
            share: IxVec::from_fn(territories.len(), |_| 0.0),
            worth: IxVec::from_fn(territories.len(), |_| 0),
            territories,
            standings,
            chosen: Vec::new(),
            best_bound: -BEYOND,
            best_prices: prices.clone(),
            direction: IxVec::from_fn(clients, |_| 0.0),
            unrest: IxVec::from_fn(clients, |_| 0.0),
            owners: IxVec::default(),
            prices,
            bound: -BEYOND,
            last_chosen: i64::MIN,
            first_left: None,
            step: 1.0,
            idle: 0,
            centres,
            cap,
        }
    }

    /// No answer is above this, in fine units: every client at its most expensive.
    pub(super) fn ceiling(&self) -> i128 {
        let mut most: IxVec<Client, i64> = IxVec::from_fn(self.prices.len(), |_| -self.cap);
        for pair in self.territories.iter().flat_map(|territory| &territory.pairs) {
            most[pair.client] = most[pair.client].max(pair.base);
        }
        most.iter().map(|cost| i128::from(*cost)).sum()
    }

    /// Starts moving prices anew, from the best ones.
    pub(super) fn begin(&mut self, effort: Effort) {
        self.step = effort.step;
        self.restore();
    }

    /// Decides the free sites where their number leaves no choice.
    pub(super) fn settle(&mut self) {
        let count = |wanted| self.standings.iter().filter(|standing| **standing == wanted).count();
        let (open, free) = (count(Standing::Open), count(Standing::Free));
        let decided = match (open >= self.centres, open + free <= self.centres) {
            (true, _) => Standing::Closed,
            (false, true) => Standing::Open,
            (false, false) => return,
        };
        for standing in self.standings.iter_mut().filter(|standing| **standing == Standing::Free) {
            *standing = decided;
        }
        self.drop_closed();
        self.keep_own_areas();
    }

    pub(super) fn is_exhausted(&self, effort: Effort) -> bool {
        self.step < effort.least_step
    }

    /// Solves the relaxation at the present prices; `None` if too few sites are left, or too many must be centres.
    fn solve(&mut self) -> Option<()> {
        let prices = &self.prices;
        self.worth = IxVec::from_fn(self.territories.len(), |site| self.territories[site].worth(prices));
        let standing = |wanted| self.standings.iter_enumerated().filter(move |(_, standing)| **standing == wanted);
        self.chosen = standing(Standing::Open).map(|(site, _)| site).collect();
        let mut free: Vec<(i64, Site)> = standing(Standing::Free).map(|(site, _)| (self.worth[site], site)).collect();
        let wanted = self.centres.checked_sub(self.chosen.len()).filter(|wanted| *wanted <= free.len())?;
        free.sort_unstable();
        self.first_left = free.get(wanted).map(|(worth, _)| *worth);
        free.truncate(wanted);
        self.last_chosen = free.last().map_or(i64::MIN, |(worth, _)| *worth);
        self.chosen.extend(free.iter().map(|(_, site)| *site));
        let prices: i128 = prices.iter().map(|price| i128::from(*price)).sum();
        self.bound = prices + self.chosen.iter().map(|site| i128::from(self.worth[*site])).sum::<i128>();
        Some(())
    }

    /// Whether all centres are known.
    pub(super) fn is_settled(&self) -> bool {
        self.standings.iter().all(|standing| *standing == Standing::Open)
    }

    /// With all centres known the best prices of clients, given those of rows, are their least costs: the bound then moves
    /// with the rows alone. `None` if a client has no centre left.
    fn price_exactly(&mut self) -> Option<()> {
        self.owners = IxVec::from_fn(self.prices.len(), |_| None);
        for (site, territory) in self.territories.iter_enumerated() {
            for pair in &territory.pairs {
                let offer = (pair.cost, site);
                let owner = &mut self.owners[pair.client];
                *owner = Some(owner.map_or(offer, |owner| owner.min(offer)));
            }
        }
        for (price, owner) in self.prices.iter_mut().zip(&self.owners) {
            *price = (*owner)?.0;
        }
        Some(())
    }

    /// One relaxation and one move of all prices; `None` if nothing of at most the limit is left.
    pub(super) fn step(&mut self, aim: Aim, effort: Effort) -> Option<()> {
        if self.is_settled() {
            self.price_exactly()?;
        }
        self.solve()?;
        if self.bound > aim.limit {
            return None;
        }
        for share in &mut self.share {
            *share *= FORGET;
        }
        for site in &self.chosen {
            self.share[*site] += 1.0 - FORGET;
        }
        if self.bound > self.best_bound {
            self.best_bound = self.bound;
            self.best_prices.clone_from(&self.prices);
            for row in self.territories.iter_mut().flat_map(|territory| &mut territory.rows) {
                row.best_price = row.price;
            }
            self.idle = 0;
        } else {
            self.idle += 1;
            if self.idle >= effort.patience {
                self.step /= 2.0;
                self.restore();
                return Some(());
            }
        }
        // A target that was passed would make every step a small one.
        self.move_prices(aim.target.max(beyond(self.best_bound)));
        Some(())
    }

    fn move_prices(&mut self, target: i128) {
        let mut missing: IxVec<Client, i64> = IxVec::from_fn(self.prices.len(), |_| 1);
        let mut squares = 0;
        let settled = self.is_settled();
        let owners = &self.owners;
        for site in &self.chosen {
            let territory = &mut self.territories[*site];
            let is_owner = |client: Client| owners[client].is_some_and(|(_, owner)| owner == *site);
            let prices = &self.prices;
            territory.serve(|pair| if settled { is_owner(pair.client) } else { pair.cost < prices[pair.client] });
            for (pair, _) in territory.pairs.iter().zip(&territory.served).filter(|(_, served)| **served) {
                missing[pair.client] -= 1;
            }
            territory.cut(&self.prices);
            squares += territory.violations();
            if settled {
                for row in &territory.rows {
                    if let Some(head) = territory.pairs.get(row.shape.head) {
                        self.unrest[head.client] += (1.0 - FORGET) * signed_to_f64(row.violation.abs());
                    }
                }
            }
        }
        let mut norm = signed_to_f64(squares);
        for ((direction, unrest), &missing) in self.direction.iter_mut().zip(&mut self.unrest).zip(&missing) {
            let missing = signed_to_f64(missing);
            *unrest = FORGET * *unrest + (1.0 - FORGET) * missing.abs();
            *direction = MEMORY * *direction + missing;
            norm += *direction * *direction;
        }
        if norm < 1e-9 {
            return;
        }
        let length = self.step * wide_to_f64(target - self.bound).max(1.0) / norm;
        let cap = self.cap;
        let moved = |price: i64, by: f64, least: i64| (price + to_i64(length * by).unwrap_or(0)).clamp(least, cap);
        for (price, direction) in self.prices.iter_mut().zip(&self.direction) {
            *price = moved(*price, *direction, -cap);
        }
        for site in &self.chosen {
            self.territories[*site].set_prices(|row| moved(row.price, signed_to_f64(row.violation), 0));
        }
    }

    pub(super) fn clients(&self) -> usize {
        self.prices.len()
    }

    /// The pairs that a centre wants at the present prices, its own area apart.
    pub(super) fn attractive(&self, territory: &Territory) -> Vec<usize> {
        let pairs = territory.pairs.iter().enumerate().skip(1);
        pairs.filter(|(_, pair)| pair.cost <= self.prices[pair.client]).map(|(place, _)| place).collect()
    }

    /// Takes over prices that a linear program proposes, if their bound is no worse; `None` if too few sites are left.
    pub(super) fn adopt(&mut self, point: &Point) -> Option<()> {
        let mut other = self.clone();
        let cap = self.cap;
        other.prices = IxVec::from_rows(point.prices.iter().map(|price| (*price).clamp(-cap, cap)).collect());
        for (territory, prices) in other.territories.iter_mut().zip(&point.rows) {
            territory.replace_rows(prices);
        }
        other.share.clone_from(&point.open);
        other.solve()?;
        if other.bound >= self.best_bound {
            other.best_bound = other.bound;
            other.best_prices.clone_from(&other.prices);
            other.direction.iter_mut().for_each(|direction| *direction = 0.0);
            *self = other;
        } else {
            self.share = other.share;
        }
        Some(())
    }

    /// Goes back to the prices of the best bound.
    pub(super) fn restore(&mut self) {
        self.idle = 0;
        self.prices.clone_from(&self.best_prices);
        self.direction.iter_mut().for_each(|direction| *direction = 0.0);
        for territory in &mut self.territories {
            territory.set_prices(|row| row.best_price);
        }
    }

    /// Takes out sites and pairs that no answer of at most `limit` uses; `None` if nothing is left.
    pub(super) fn fix(&mut self, limit: i128) -> Option<()> {
        self.solve()?;
        if self.bound > limit {
            return None;
        }
        let mut is_chosen = IxVec::from_fn(self.territories.len(), |_| false);
        for site in &self.chosen {
            is_chosen[*site] = true;
        }
        for site in self.territories.indices() {
            let worth = i128::from(self.worth[site]);
            let with = match (is_chosen[site], self.standings[site]) {
                (_, Standing::Closed) => BEYOND,
                (true, _) => self.bound,
                (false, _) if self.last_chosen == i64::MIN => BEYOND,
                (false, _) => self.bound + worth - i128::from(self.last_chosen),
            };
            let without = self.first_left.map_or(BEYOND, |next| self.bound - worth + i128::from(next));
            if with > limit {
                self.standings[site] = Standing::Closed;
                continue;
            }
            if is_chosen[site] && without > limit {
                self.standings[site] = Standing::Open;
            }
            let detours = self.territories[site].detours(&self.prices);
            let kept = detours.iter().map(|detour| with + i128::from(*detour) <= limit).collect();
            self.territories[site].retain(kept);
        }
        self.drop_closed();
        self.settle();
        self.keep_own_areas();
        self.solve()
    }

    /// A centre's own area is served by nobody else.
    fn keep_own_areas(&mut self) {
        let mut own: IxVec<Client, Option<Site>> = IxVec::from_fn(self.prices.len(), |_| None);
        for (site, territory) in self.territories.iter_enumerated() {
            if self.standings[site] == Standing::Open
                && let Some(pair) = territory.pairs.first()
            {
                own[pair.client] = Some(site);
            }
        }
        self.forbid(|site, client| own[client].is_some_and(|owner| owner != site));
    }

    fn drop_closed(&mut self) {
        let lives = |standing: &Standing| *standing != Standing::Closed;
        let standings = std::mem::take(&mut self.standings);
        let territories = std::mem::take(&mut self.territories).into_rows().into_iter();
        let territories = territories.zip(&standings).filter(|(_, standing)| lives(standing));
        self.territories = IxVec::from_rows(territories.map(|(territory, _)| territory).collect());
        let share = self.share.iter().zip(&standings).filter(|(_, standing)| lives(standing));
        self.share = IxVec::from_rows(share.map(|(share, _)| *share).collect());
        self.standings = IxVec::from_rows(standings.iter().copied().filter(lives).collect());
    }

    /// The node in which exactly these rows of the matrix are centres; `None` if one of them is no longer there.
    pub(super) fn with_centres(&self, rows: &[usize]) -> Option<Self> {
        let is_centre = |territory: &Territory| rows.binary_search(&territory.row).is_ok();
        let territories: Vec<Territory> = self.territories.iter().filter(|t| is_centre(t)).cloned().collect();
        let count = territories.len();
        let mut node = Self {
            territories: IxVec::from_rows(territories),
            standings: IxVec::from_fn(count, |_| Standing::Open),
            share: IxVec::from_fn(count, |_| 0.0),
            worth: IxVec::from_fn(count, |_| 0),
            chosen: Vec::new(),
            best_bound: -BEYOND,
            bound: -BEYOND,
            prices: self.prices.clone(),
            best_prices: self.best_prices.clone(),
            direction: self.direction.clone(),
            unrest: self.unrest.clone(),
            owners: IxVec::default(),
            ..*self
        };
        node.keep_own_areas();
        (count == rows.len()).then_some(node)
    }

    /// Takes out what another part, of which this one is a part, has no more.
    pub(super) fn keep_within(&mut self, other: &Self) {
        let others = other.territories.iter().map(|territory| {
            (territory.row, territory.pairs.iter().map(|pair| pair.client).collect::<BTreeSet<Client>>())
        });
        let others: BTreeMap<usize, BTreeSet<Client>> = others.collect();
        let rows: IxVec<Site, usize> =
            IxVec::from_rows(self.territories.iter().map(|territory| territory.row).collect());
        self.forbid(|site, client| others.get(&rows[site]).is_none_or(|clients| !clients.contains(&client)));
        self.drop_closed();
    }

    /// Takes out the pairs that a rule forbids.
    pub(super) fn forbid(&mut self, rule: impl Fn(Site, Client) -> bool) {
        for site in self.territories.indices() {
            let territory = &mut self.territories[site];
            let kept: Vec<bool> = territory.pairs.iter().map(|pair| !rule(site, pair.client)).collect();
            if kept.contains(&false) {
                territory.retain(kept);
            }
            if self.territories[site].lost_own() {
                self.standings[site] = Standing::Closed;
            }
        }
    }
}
