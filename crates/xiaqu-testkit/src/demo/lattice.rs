//! The triangular lattice everything is drawn on: each node has six neighbours and no two of its edges cross.

use xiaqu_model::{LocalXy, cast};

/// A rectangle of the plane covered with nodes `spacing` metres apart.
#[derive(Clone, Debug)]
pub(crate) struct Lattice {
    /// Metres between neighbours.
    pub(crate) spacing: f64,
    south_west: LocalXy,
    columns: usize,
    rows: usize,
}

impl Lattice {
    /// The lattice from `south_west`, `width` by `height` metres.
    pub(crate) fn new(spacing: f64, south_west: LocalXy, width: f64, height: f64) -> Self {
        let columns = whole(width / spacing) + 1;
        let rows = whole(height / row_height(spacing)) + 1;
        Self { spacing, south_west, columns, rows }
    }

    /// Number of nodes.
    pub(crate) const fn len(&self) -> usize {
        self.columns * self.rows
    }

    /// Where a node lies.
    pub(crate) fn position(&self, node: usize) -> LocalXy {
        let (row, column) = (node / self.columns, node % self.columns);
        let shift = if row % 2 == 1 { 0.5 } else { 0.0 };
        LocalXy {
            x: self.south_west.x + (cast::count_to_f64(column) + shift) * self.spacing,
            y: self.south_west.y + cast::count_to_f64(row) * row_height(self.spacing),
        }
    }

    /// The node at or next to a point.
    pub(crate) fn node_near(&self, at: LocalXy) -> usize {
        let row = whole((at.y - self.south_west.y) / row_height(self.spacing)).min(self.rows - 1);
        let shift = if row % 2 == 1 { 0.5 } else { 0.0 };
        let column = whole((at.x - self.south_west.x) / self.spacing - shift).min(self.columns - 1);
        row * self.columns + column
    }

    /// Whether the node lies on the rim of the rectangle.
    pub(crate) const fn is_rim(&self, node: usize) -> bool {
        let (row, column) = (node / self.columns, node % self.columns);
        row == 0 || column == 0 || row + 1 == self.rows || column + 1 == self.columns
    }

    /// The six neighbours anticlockwise from the east; those beyond the rim are left out.
    pub(crate) fn neighbours(&self, node: usize) -> impl Iterator<Item = usize> + use<> {
        self.around(node).into_iter().flatten()
    }

    /// The six neighbours anticlockwise from the east, `None` beyond the rim.
    pub(crate) fn around(&self, node: usize) -> [Option<usize>; 6] {
        let (row, column) = (node / self.columns, node % self.columns);
        let columns = self.columns;
        let west = column.checked_sub(1);
        let east = (column + 1 < columns).then_some(column + 1);
        let (left, right) = if row % 2 == 1 { (Some(column), east) } else { (west, Some(column)) };
        let up = (row + 1 < self.rows).then_some(row + 1);
        let down = row.checked_sub(1);
        let at = |r: Option<usize>, c: Option<usize>| r.zip(c).map(|(r, c)| r * columns + c);
        [at(Some(row), east), at(up, right), at(up, left), at(Some(row), west), at(down, left), at(down, right)]
    }

    /// All nodes at most `rings` steps away, the nearest first.
    pub(crate) fn disc(&self, centre: usize, rings: usize) -> Vec<usize> {
        let mut found = vec![centre];
        let mut ring_start = 0;
        for _ in 0..rings {
            let ring = found[ring_start..].to_vec();
            ring_start = found.len();
            for node in ring.into_iter().flat_map(|node| self.neighbours(node)) {
                if !found.contains(&node) {
                    found.push(node);
                }
            }
        }
        found
    }
}

fn row_height(spacing: f64) -> f64 {
    spacing * 0.75_f64.sqrt()
}

/// The nearest index; negative numbers give 0.
pub(crate) fn whole(number: f64) -> usize {
    cast::to_u32(number.max(0.0)).and_then(|number| usize::try_from(number).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_one_spacing_away_and_mutual() {
        let lattice = Lattice::new(140.0, LocalXy { x: -500.0, y: -900.0 }, 2_000.0, 1_500.0);
        for node in 0..lattice.len() {
            assert_eq!(lattice.node_near(lattice.position(node)), node);
            for other in lattice.neighbours(node) {
                assert!((lattice.position(node).distance_to(lattice.position(other)) - 140.0).abs() < 1e-6);
                assert!(lattice.neighbours(other).any(|back| back == node));
            }
        }
    }
}
