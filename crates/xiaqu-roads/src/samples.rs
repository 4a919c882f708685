//! The lines of road pieces, and points along them for the Voronoi diagram of the land.

use rayon::prelude::*;
use xiaqu_model::{LocalXy, LonLat, Metres, cast};

use crate::{RoadCells, RoadNetwork, RoadPiece};

impl RoadPiece {
    /// Length of the piece along the road.
    pub fn length(&self, network: &RoadNetwork) -> Metres {
        let whole = network.edges.get(self.edge).map_or(0.0, |edge| edge.shape.length());
        Metres::new((self.to_share - self.from_share) * whole).unwrap_or_default()
    }
}

impl RoadNetwork {
    /// The line of a piece, both ends included.
    pub fn piece_points(&self, piece: &RoadPiece) -> Vec<LonLat> {
        self.edges.get(piece.edge).map(|edge| edge.shape.cut(piece.from_share, piece.to_share)).unwrap_or_default()
    }

    /// Points from `margins.0` after the start to `margins.1` before the end, evenly, at most `spacing` apart.
    fn points_between(&self, piece: &RoadPiece, spacing: Metres, margins: (f64, f64)) -> Vec<LocalXy> {
        let Some(edge) = self.edges.get(piece.edge) else { return Vec::new() };
        let whole = edge.shape.length();
        let length = piece.length(self).as_metres();
        if length <= 0.0 || spacing.as_metres() <= 0.0 {
            return Vec::new();
        }
        let (first, last) = (margins.0, length - margins.1);
        let gaps = cast::to_u32(((last - first) / spacing.as_metres() - 1e-9).ceil().max(0.0)).unwrap_or(0);
        let metres = |step: u32| {
            if gaps == 0 { first } else { first + (last - first) * f64::from(step) / f64::from(gaps) }
        };
        let share = |step| piece.from_share + metres(step) / whole;
        (0..=gaps).filter_map(|step| edge.shape.local_at(share(step))).collect()
    }
}

fn default_margin(length: f64, spacing: f64) -> f64 {
    (spacing / 2.0).min(length / 2.0)
}

impl RoadCells {
    /// Points along every piece in the county's plane, by piece, at most `spacing` of its position apart. The first and the
    /// last are half a spacing (or half the piece) from its ends; at a break both sides take the lesser margin of the two,
    /// so that the border between the points passes through every break exactly.
    pub fn samples(&self, network: &RoadNetwork, spacing: impl Fn(usize) -> Metres + Sync) -> Vec<Vec<LocalXy>> {
        let margin = |(position, piece): (usize, &RoadPiece)| {
            default_margin(piece.length(network).as_metres(), spacing(position).as_metres())
        };
        let row = |position: usize| self.pieces.get(position).map(|piece| (position, piece));
        let shared = |own: (usize, &RoadPiece), neighbour: Option<(usize, &RoadPiece)>| {
            let neighbour = neighbour.filter(|(_, other)| other.edge == own.1.edge);
            neighbour.map_or(margin(own), |other| margin(own).min(margin(other)))
        };
        let points = |(position, piece): (usize, &RoadPiece)| {
            let (before, after) = (position.checked_sub(1).and_then(row), row(position + 1));
            let own = (position, piece);
            network.points_between(piece, spacing(position), (shared(own, before), shared(own, after)))
        };
        self.pieces.par_iter().enumerate().map(points).collect()
    }

    /// The pieces of edges that come into a box of the county's plane, given by its least and its greatest corner.
    #[must_use]
    pub fn within(&self, network: &RoadNetwork, (low, high): (LocalXy, LocalXy)) -> Self {
        let comes_in = |piece: &&RoadPiece| {
            let points = || network.edges.get(piece.edge).into_iter().flat_map(|edge| edge.shape.local());
            let overlaps = |least: f64, most: f64, of: fn(&LocalXy) -> f64| {
                points().any(|point| of(point) <= most) && points().any(|point| of(point) >= least)
            };
            overlaps(low.x, high.x, |point| point.x) && overlaps(low.y, high.y, |point| point.y)
        };
        Self { pieces: self.pieces.iter().filter(comes_in).copied().collect(), without_road: self.without_road.clone() }
    }

    /// The same roads in pieces of at most this length, each with its part of its owner.
    #[must_use]
    pub fn in_lengths_of(&self, network: &RoadNetwork, most: Metres) -> Self {
        let parts = |piece: &RoadPiece| {
            let count = cast::to_u32((piece.length(network).as_metres() / most.as_metres()).ceil()).unwrap_or(1).max(1);
            let (from, run) = (piece.from_share, piece.to_share - piece.from_share);
            let share = move |part: u32, end: f64| {
                if part == count { end } else { from + run * f64::from(part) / f64::from(count) }
            };
            let piece = *piece;
            (0..count).map(move |part| RoadPiece {
                from_share: share(part, piece.to_share),
                to_share: share(part + 1, piece.to_share),
                ..piece
            })
        };
        Self { pieces: self.pieces.iter().flat_map(parts).collect(), without_road: self.without_road.clone() }
    }
}
