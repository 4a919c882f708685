//! Boxes along the axes of the county's plane.

use xiaqu_model::LocalXy;

/// The box that holds a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    pub(super) low: LocalXy,
    pub(super) high: LocalXy,
}

impl Bounds {
    /// Of no points: it touches nothing, and is infinitely far.
    pub(super) const NOTHING: Self = Self {
        low: LocalXy { x: f64::INFINITY, y: f64::INFINITY },
        high: LocalXy { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY },
    };

    pub(super) fn of(points: &[LocalXy]) -> Self {
        points.iter().map(|point| Self { low: *point, high: *point }).fold(Self::NOTHING, Self::with)
    }

    /// The box that holds both.
    pub(super) const fn with(self, other: Self) -> Self {
        Self {
            low: LocalXy { x: self.low.x.min(other.low.x), y: self.low.y.min(other.low.y) },
            high: LocalXy { x: self.high.x.max(other.high.x), y: self.high.y.max(other.high.y) },
        }
    }

    pub(super) fn widened(self, by: f64) -> Self {
        Self {
            low: LocalXy { x: self.low.x - by, y: self.low.y - by },
            high: LocalXy { x: self.high.x + by, y: self.high.y + by },
        }
    }

    pub(super) fn touches(self, other: Self) -> bool {
        self.low.x <= other.high.x
            && other.low.x <= self.high.x
            && self.low.y <= other.high.y
            && other.low.y <= self.high.y
    }

    pub(super) const fn middle(self) -> LocalXy {
        LocalXy { x: f64::midpoint(self.low.x, self.high.x), y: f64::midpoint(self.low.y, self.high.y) }
    }
}
