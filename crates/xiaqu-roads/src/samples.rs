//! The lines of road pieces, and points along them for the Voronoi diagram of the land.

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

    /// Points along a piece in the county's plane, at most `spacing` apart. The first and the last are
    /// `min(spacing / 2, length / 2)` from the ends, so that on both sides of a break between pieces of at least
    /// `spacing` the points are equally far from it, and the border between them passes through the break. For breaks
    /// beside shorter pieces see [`RoadCells::samples`].
    pub fn sample_points(&self, piece: &RoadPiece, spacing: Metres) -> Vec<LocalXy> {
        let margin = default_margin(piece.length(self).as_metres(), spacing.as_metres());
        self.points_between(piece, spacing, (margin, margin))
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
        (0..=gaps).filter_map(|step| edge.shape.point_at(share(step))).map(|point| point.local).collect()
    }
}

fn default_margin(length: f64, spacing: f64) -> f64 {
    (spacing / 2.0).min(length / 2.0)
}

impl RoadCells {
    /// The points of every piece ([`RoadNetwork::sample_points`]), by piece, with the margins at each break made equal
    /// on both sides: the lesser of the two. So the border of the samples passes through every break exactly.
    pub fn samples(&self, network: &RoadNetwork, spacing: Metres) -> Vec<Vec<LocalXy>> {
        let margin = |piece: &RoadPiece| default_margin(piece.length(network).as_metres(), spacing.as_metres());
        let shared = |piece: &RoadPiece, neighbour: Option<&RoadPiece>| {
            let neighbour = neighbour.filter(|other| other.edge == piece.edge);
            neighbour.map_or(margin(piece), |other| margin(piece).min(margin(other)))
        };
        let points = |(position, piece): (usize, &RoadPiece)| {
            let before = position.checked_sub(1).and_then(|position| self.pieces.get(position));
            let after = self.pieces.get(position + 1);
            network.points_between(piece, spacing, (shared(piece, before), shared(piece, after)))
        };
        self.pieces.iter().enumerate().map(points).collect()
    }
}
