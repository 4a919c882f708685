//! The Lagrangian relaxation: every client gets a price (multiplier) for being served (FORMULATION 7.4).

use xiaqu_model::{Index, IxVec};

use super::{
    index::{Client, Site},
    instance::Instance,
};

/// What is decided about a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Free,
    /// A centre in every answer that is looked for.
    Open,
    /// A centre in none of them.
    Closed,
}

/// The relaxed answer at some prices.
#[derive(Clone, Debug, Default)]
pub(super) struct Relaxed {
    /// What each site adds if it is a centre.
    pub(super) worth: IxVec<Site, i64>,
    /// The centres of the relaxed answer.
    pub(super) chosen: IxVec<Site, bool>,
    /// No answer is below this, in fine units.
    pub(super) bound: i128,
    /// The largest worth of a free site that was chosen; closing one costs at least the difference to `first_left`.
    pub(super) last_chosen: i64,
    /// The smallest worth of a free site that was not chosen, if any.
    pub(super) first_left: Option<i64>,
    /// One less the times that each client is served.
    pub(super) missing: IxVec<Client, i64>,
    order: Vec<(i64, Site)>,
}

impl Relaxed {
    /// Solves the relaxation; false if the standings leave too few or too many sites for `centres` centres.
    pub(super) fn solve(
        &mut self,
        instance: &Instance,
        prices: &IxVec<Client, i64>,
        standings: &IxVec<Site, Standing>,
        centres: usize,
    ) -> bool {
        self.value_sites(instance, prices);
        if !self.choose(standings, centres) {
            return false;
        }
        let prices_sum: i128 = prices.iter().map(|price| i128::from(*price)).sum();
        let chosen = self.worth.iter().zip(&self.chosen).filter(|(_, chosen)| **chosen);
        self.bound = prices_sum + chosen.map(|(worth, _)| i128::from(*worth)).sum::<i128>();
        self.count_service(instance, prices);
        true
    }

    fn value_sites(&mut self, instance: &Instance, prices: &IxVec<Client, i64>) {
        let duty = |site| instance.duties[site].map_or(0, |duty| duty.cost - prices[duty.client]);
        self.worth = IxVec::from_fn(instance.sites(), duty);
        for (&price, offers) in prices.iter().zip(instance.offers()) {
            for offer in offers.iter().take_while(|offer| offer.cost < price) {
                self.worth[offer.site] += offer.cost - price;
            }
        }
    }

    fn choose(&mut self, standings: &IxVec<Site, Standing>, centres: usize) -> bool {
        self.chosen = IxVec::from_fn(standings.len(), |site| standings[site] == Standing::Open);
        let opened = self.chosen.iter().filter(|chosen| **chosen).count();
        self.order.clear();
        let free = standings.iter_enumerated().filter(|(_, standing)| **standing == Standing::Free);
        self.order.extend(free.map(|(site, _)| (self.worth[site], site)));
        let Some(wanted) = centres.checked_sub(opened).filter(|wanted| *wanted <= self.order.len()) else {
            return false;
        };
        (self.last_chosen, self.first_left) = (i64::MIN, None);
        if wanted == self.order.len() {
            self.last_chosen = self.order.iter().map(|(worth, _)| *worth).max().unwrap_or(i64::MIN);
        } else {
            let (chosen, next, _) = self.order.select_nth_unstable(wanted);
            self.last_chosen = chosen.iter().map(|(worth, _)| *worth).max().unwrap_or(i64::MIN);
            self.first_left = Some(next.0);
        }
        for (_, site) in self.order.iter().take(wanted) {
            self.chosen[*site] = true;
        }
        true
    }

    fn count_service(&mut self, instance: &Instance, prices: &IxVec<Client, i64>) {
        let counts = prices.iter().zip(instance.offers()).map(|(&price, offers)| {
            let served = offers.iter().take_while(|offer| offer.cost < price).filter(|offer| self.chosen[offer.site]);
            served.fold(1, |missing, _| missing - 1)
        });
        self.missing = IxVec::from_rows(counts.collect());
        for (duty, _) in instance.duties.iter().zip(&self.chosen).filter(|(_, chosen)| **chosen) {
            if let Some(duty) = duty {
                self.missing[duty.client] -= 1;
            }
        }
    }

    /// Fixes free sites whose other standing cannot lead to an answer of at most `limit` (fine units); says how many.
    pub(super) fn fix(&self, standings: &mut IxVec<Site, Standing>, limit: i128) -> usize {
        let mut fixed = 0;
        for (site, standing) in standings.iter_mut().enumerate() {
            let site = Site::from_position(site);
            if *standing != Standing::Free {
                continue;
            }
            let worth = i128::from(self.worth[site]);
            if self.chosen[site] {
                let without = self.first_left.map(|next| self.bound - worth + i128::from(next));
                if without.is_none_or(|bound| bound > limit) {
                    *standing = Standing::Open;
                    fixed += 1;
                }
            } else if self.last_chosen == i64::MIN || self.bound + worth - i128::from(self.last_chosen) > limit {
                *standing = Standing::Closed;
                fixed += 1;
            }
        }
        fixed
    }
}
