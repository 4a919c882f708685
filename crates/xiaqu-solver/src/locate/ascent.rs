//! Raising the Lagrangian bound by deflected subgradient steps (FORMULATION 7.5).

use xiaqu_model::{
    IxVec,
    cast::{signed_to_f64, to_i64, wide_to_f64},
};

use super::{
    index::{Client, Site},
    instance::Instance,
    prices::{Relaxed, Standing},
};

/// How much of the last direction the next one keeps.
pub(super) const MEMORY: f64 = 0.35;

/// How fast the share of a site among the relaxed centres forgets.
pub(super) const FORGET: f64 = 0.92;

/// How long and how boldly prices are moved.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    /// Most steps.
    pub(super) steps: u32,
    /// First step length, as a share of Polyak's.
    pub(super) step: f64,
    /// Steps without a better bound after which the step length is halved.
    pub(super) patience: u32,
    /// Step length at which to stop.
    pub(super) least_step: f64,
}

/// What the steps are for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Aim {
    /// Centres of an answer.
    pub(super) centres: usize,
    /// Answers above this, in fine units, are not looked for.
    pub(super) limit: i128,
    /// Where the bound should go, in fine units: a little beyond the limit, because steps shorten on the way to it.
    pub(super) target: i128,
}

/// Prices on their way up.
#[derive(Clone, Debug)]
pub(super) struct Ascent {
    /// The prices of the best bound.
    pub(super) best_prices: IxVec<Client, i64>,
    /// The best bound, in fine units.
    pub(super) best_bound: i128,
    /// How often each site was a relaxed centre lately: close to the fractional answer of the linear program.
    pub(super) share: IxVec<Site, f64>,
    /// The latest relaxed answer.
    pub(super) relaxed: Relaxed,
    prices: IxVec<Client, i64>,
    direction: IxVec<Client, f64>,
    step: f64,
    idle: u32,
}

/// What a step led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The bound is better than before.
    Better,
    /// It is not.
    Idle,
    /// Nothing of at most the limit is left.
    Beyond,
}

impl Ascent {
    pub(super) fn new(prices: IxVec<Client, i64>, sites: usize, effort: Effort) -> Self {
        Self {
            best_prices: prices.clone(),
            best_bound: i128::MIN,
            share: IxVec::from_fn(sites, |_| 0.0),
            relaxed: Relaxed::default(),
            direction: IxVec::from_fn(prices.len(), |_| 0.0),
            prices,
            step: effort.step,
            idle: 0,
        }
    }

    /// Whether the steps have become too short to go on.
    pub(super) fn is_exhausted(&self, effort: Effort) -> bool {
        self.step < effort.least_step
    }

    /// One relaxation and one move of the prices; sites that cannot take part in an answer of at most the limit are fixed.
    pub(super) fn step(
        &mut self,
        instance: &Instance,
        standings: &mut IxVec<Site, Standing>,
        aim: Aim,
        effort: Effort,
    ) -> Step {
        if !self.relaxed.solve(instance, &self.prices, standings, aim.centres) || self.relaxed.bound > aim.limit {
            return Step::Beyond;
        }
        self.relaxed.fix(standings, aim.limit);
        for (share, chosen) in self.share.iter_mut().zip(&self.relaxed.chosen) {
            *share = FORGET * *share + if *chosen { 1.0 - FORGET } else { 0.0 };
        }
        let better = self.relaxed.bound > self.best_bound;
        if better {
            self.best_bound = self.relaxed.bound;
            self.best_prices.clone_from(&self.prices);
            self.idle = 0;
        } else {
            self.idle += 1;
            if self.idle >= effort.patience {
                self.step /= 2.0;
                self.idle = 0;
                self.prices.clone_from(&self.best_prices);
                self.direction.iter_mut().for_each(|direction| *direction = 0.0);
                return Step::Idle;
            }
        }
        self.move_prices(instance, aim.target);
        if better { Step::Better } else { Step::Idle }
    }

    fn move_prices(&mut self, instance: &Instance, target: i128) {
        let mut norm = 0.0;
        for (direction, &missing) in self.direction.iter_mut().zip(&self.relaxed.missing) {
            *direction = MEMORY * *direction + signed_to_f64(missing);
            norm += *direction * *direction;
        }
        if norm < 1e-9 {
            return;
        }
        let distance = wide_to_f64(target - self.relaxed.bound).max(1.0);
        let length = self.step * distance / norm;
        for (price, direction) in self.prices.iter_mut().zip(&self.direction) {
            *price = (*price + to_i64(length * direction).unwrap_or(0)).clamp(-instance.cap, instance.cap);
        }
    }
}

/// Prices to start from: between what the nearest and the second nearest of some centres cost each client.
pub(super) fn first_prices(instance: &Instance, is_centre: &IxVec<Site, bool>) -> IxVec<Client, i64> {
    IxVec::from_fn(instance.clients(), |client: Client| {
        let mut offers =
            instance.offers_to(client).iter().filter(|offer| is_centre[offer.site]).map(|offer| offer.cost);
        let nearest = offers.next().unwrap_or(instance.cap);
        let next = offers.next().unwrap_or(nearest);
        nearest + (next - nearest) / 2
    })
}
