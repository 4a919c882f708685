//! The linear relaxation of a node, sharpened until nothing is missing (FORMULATION 4.24 to 4.26).

use super::{
    certificate::{Certificate, Certifier, Costs, cheapest},
    fixed::scaled,
    index::ColumnIx,
    master::Point,
    search::{Ending, Goal, Search},
};
use crate::{backend::Method, error::SearchError};

/// Seconds that the linear solver gets at first.
const FIRST_SLICE: f64 = 1.0;

/// What the relaxation says of a node.
pub(crate) enum Relaxed {
    /// No useful plan is in it.
    Beyond,
    Point(Box<Point>, Certificate),
    /// A limit came first.
    Stopped,
}

impl Search<'_> {
    /// Solves the linear program with every column, level and cut that matters at this node.
    pub(crate) fn relax(&mut self, at_root: bool) -> Result<Relaxed, SearchError> {
        let mut rounds = 0;
        let mut best: Option<Certificate> = None;
        loop {
            if self.watch.reached().is_some() {
                return Ok(Relaxed::Stopped);
            }
            let Some(point) = self.solve()? else { return Ok(Relaxed::Stopped) };
            let certificate = self.certify(&point);
            let certificate = self.refine(certificate, at_root)?;
            if at_root && self.root.as_ref().is_none_or(|root| root.bound < certificate.bound) {
                self.root = Some(certificate.clone());
            }
            if self.is_beyond(certificate.bound) {
                return Ok(Relaxed::Beyond);
            }
            if at_root && self.is_within_gap(certificate.bound) {
                self.ended = Some(Ending::WithinGap);
                return Ok(Relaxed::Beyond);
            }
            let better = best.as_ref().is_none_or(|best| best.bound < certificate.bound);
            if self.price(&certificate)? {
                best = if better { Some(certificate) } else { best };
                continue;
            }
            if at_root {
                self.eliminate();
            }
            let certificate = match best.take() {
                Some(best) if !better => best,
                _ => certificate,
            };
            if let Some(columns) = point.plan().filter(|_| !matches!(self.goal, Goal::All(_))) {
                self.offer(columns);
                if self.is_beyond(certificate.bound) || self.ended.is_some() {
                    return Ok(Relaxed::Beyond);
                }
            }
            rounds += 1;
            if at_root && rounds == 2 && self.found.is_empty() && self.goal == Goal::Least {
                // Something to show if time runs out.
                self.round(&point)?;
            }
            let last = if at_root { 60 } else { 6 };
            if rounds > last || !self.sharpen(&point)? {
                return Ok(Relaxed::Point(Box::new(point), certificate));
            }
            best = Some(certificate);
        }
    }

    /// A bound that falls short of the ceiling by no more than the linear solver's rounding is made sharper: the program
    /// is solved again for what the duals leave, in much smaller units.
    fn refine(&mut self, certificate: Certificate, at_root: bool) -> Result<Certificate, SearchError> {
        let short = self.ceiling.map(|ceiling| ceiling.saturating_sub(self.value(certificate.bound)));
        let rounding = scaled(self.master.unit(0) * 1e-5, 0);
        let useful = self.goal == Goal::Least || (at_root && self.goal == Goal::First);
        if !useful || short.is_none_or(|short| short < 0 || short > rounding) {
            return Ok(certificate);
        }
        let lowered = self.master.lowered(&certificate.duals, self.places);
        let base = self.certifier().certify(lowered, |column| self.bans.in_play(column));
        let left = self.certifier().levels_left(&base.duals);
        let order = (self.places, self.watch.seconds_left());
        let Some(duals) = self.master.refine(self.stage, (&base, &left), order)? else { return Ok(certificate) };
        let refined = self.certifier().certify(duals, |column| self.bans.in_play(column));
        let better = refined.bound > certificate.bound;
        Ok(if better { Certificate { least: certificate.least, ..refined } } else { certificate })
    }

    /// Solves the program for the columns in play; nothing if a limit came first.
    ///
    /// HiGHS cannot be interrupted, so it is given slices of time, each twice as long as the one before.
    pub(crate) fn solve(&mut self) -> Result<Option<Point>, SearchError> {
        self.master.allow(|column| self.bans.in_play(column))?;
        let fresh = self.master.solves == 0 && self.stage.program.stations >= self.settings.interior_from;
        let mut slice = if fresh { 8.0 } else { FIRST_SLICE };
        while self.watch.reached().is_none() {
            let seconds = self.watch.seconds_left().map_or(slice, |left| left.min(slice));
            let method = if fresh { Method::Interior } else { Method::Simplex };
            if let Some(point) = self.master.solve(self.stage, (method, self.places), Some(seconds))? {
                return Ok(Some(point));
            }
            slice *= 2.0;
        }
        Ok(None)
    }

    /// Brings in columns of negative reduced cost; whether there were any.
    pub(crate) fn price(&mut self, certificate: &Certificate) -> Result<bool, SearchError> {
        let enough = -scaled(self.master.unit(0) * 1e-6, self.places).max(1);
        let missing: Vec<(i128, ColumnIx)> = certificate
            .least
            .iter()
            .copied()
            .filter(|&(cost, column)| cost < enough && !self.master.has_entered(column))
            .collect();
        let entering = cheapest(self.stage, &missing, 3);
        entering.iter().try_for_each(|&column| self.master.enter(self.stage, column))?;
        Ok(!entering.is_empty())
    }

    /// Adds levels and cuts that a point violates; whether there were any.
    pub(crate) fn sharpen(&mut self, point: &Point) -> Result<bool, SearchError> {
        let stage = self.stage;
        let levels = if stage.coupled { self.master.levels.violated(stage, &point.support, 1_500) } else { Vec::new() };
        let triples = self.master.triples.violated(stage, &point.support, 300);
        let any = !levels.is_empty() || !triples.is_empty();
        levels.into_iter().try_for_each(|level| self.master.add_level(stage, level))?;
        triples.into_iter().try_for_each(|triple| self.master.add_triple(stage, triple))?;
        Ok(any)
    }

    /// Whether the columns in play cannot cover all stations within the limits, whatever they cost.
    pub(crate) fn is_infeasible(&mut self) -> Result<bool, SearchError> {
        self.master.set_costs(Costs::Unserved)?;
        let infeasible = loop {
            let Some(point) = self.solve()? else { break false };
            let certifier = Certifier { costs: Costs::Unserved, ..self.certifier() };
            let certificate = certifier.certify(point.duals.clone(), |column| self.bans.in_play(column));
            if certificate.bound > 0 {
                break true;
            }
            if !self.price(&certificate)? {
                break false;
            }
        };
        self.master.set_costs(Costs::All)?;
        Ok(infeasible)
    }
}
