//! What a division takes and gives, and its order of work.

use xiaqu_model::{LocalXy, LonLat, Metres, SquareMetres, cast};

use super::{
    clip::{Outline, clip_arc},
    faces::label_faces,
    parts::absorb_small_parts,
    smoothing::smooth,
    voronoi::Tessellation,
};
use crate::{
    arrangement::Arrangement,
    coverage::Coverage,
    foothold::led_through,
    lattice::Point,
    noding::{Segment, node},
};

/// A place whose owner is known: a sample along a road, a village, a station.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Site<M> {
    /// Position in the coverage's plane.
    pub position: LocalXy,
    /// Who answers here.
    pub owner: M,
    /// Whether the land around it must stay its owner's however small (villages and stations).
    pub protected: bool,
}

/// How borders are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DivideSettings {
    /// Bends of a border smaller than about this are smoothed; no site ever changes sides by it. Default 30 m.
    pub border_smoothing: Metres,
    /// Smaller parts without a protected site go to a neighbour, unless they are their owner's largest. Default 0.5 km2.
    pub part_min_area: SquareMetres,
}

impl Default for DivideSettings {
    fn default() -> Self {
        Self {
            border_smoothing: Metres::new(30.0).unwrap_or_default(),
            part_min_area: SquareMetres::new(5e5).unwrap_or_default(),
        }
    }
}

/// A small part that went to a neighbour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PartNote<L, M> {
    /// The divided label.
    pub within: L,
    /// Owner of the nearest sites.
    pub owner: M,
    /// Who holds the part now.
    pub given_to: M,
    /// Its area.
    pub area: SquareMetres,
    /// A position inside it.
    pub position: Option<LonLat>,
}

/// What a division did besides dividing.
#[derive(Clone, Debug, PartialEq)]
pub struct DivideReport<L, M> {
    /// Small parts given away, in the order of the work; slivers below 1 m2 are not listed.
    pub parts: Vec<PartNote<L, M>>,
    /// Sites left out because another site of a smaller owner stands in the very same position.
    pub sites_in_same_position: usize,
}

/// A coverage whose labels have been divided among owners; `None` where a label was left whole.
pub type DividedCoverage<L, M> = Coverage<(L, Option<M>)>;

/// One label that is being divided.
pub(super) struct Divided<L, M> {
    pub(super) label: L,
    pub(super) tessellation: Tessellation<M>,
}

/// A border arc on the lattice, its owners, and the label it divides.
pub(super) struct LatticeArc<L, M> {
    pub(super) label: L,
    pub(super) left: M,
    pub(super) right: M,
}

impl<L: Copy + Ord> Coverage<L> {
    /// Divides the land of some labels by nearest site. `sites_of` gives the sites of a label, or `None` to leave it
    /// whole; a label without sites stays whole too. Whole labels become `(label, None)`.
    ///
    /// Borders are the Voronoi borders of the sites (exact in the plane), smoothed so that no site changes sides, and
    /// ended on the outline without bending it. O(n log n) in the sites.
    ///
    /// An owner whose land is all given away or who has no site inside is missing from the result's labels.
    pub fn divide<M: Copy + Ord + Send>(
        &self,
        sites_of: impl Fn(L) -> Option<Vec<Site<M>>>,
        settings: &DivideSettings,
    ) -> (DividedCoverage<L, M>, DivideReport<L, M>) {
        let mut report = DivideReport { parts: Vec::new(), sites_in_same_position: 0 };
        let mut segments: Vec<Segment> = Vec::new();
        let mut footholds: Vec<Vec<Point>> = vec![Vec::new(); self.edges().len()];
        let mut divided = Vec::new();
        let mut arcs: Vec<LatticeArc<L, M>> = Vec::new();
        for label in self.labels() {
            let Some(sites) = sites_of(label) else { continue };
            let outline = Outline::new(self, label);
            let Some((tessellation, places)) = Tessellation::with_places(sites, outline.bounds()) else { continue };
            report.sites_in_same_position += tessellation.sites_in_same_position;
            let mut local_arcs = tessellation.arcs();
            smooth(&mut local_arcs, places, settings.border_smoothing);
            for arc in local_arcs {
                let source = self.edges().len() + arcs.len();
                let points: Vec<Point> =
                    arc.points.iter().map(|&point| Point::nearest(self.frame().to_lonlat(point))).collect();
                let pieces = clip_arc(&outline, &points, &mut footholds);
                segments.extend(pieces.into_iter().map(|(from, to)| Segment { from, to, source }));
                arcs.push(LatticeArc { label, left: arc.left, right: arc.right });
            }
            divided.push(Divided { label, tessellation });
        }
        for (source, edge) in self.edges().iter().enumerate() {
            let points = led_through((edge.from, edge.to), &mut footholds[source]);
            segments.extend(points.windows(2).map(|pair| Segment { from: pair[0], to: pair[1], source }));
        }
        let arrangement = Arrangement::new(node(&segments));
        let mut labels = label_faces(self, &arrangement, &arcs, &divided);
        report.parts = absorb_small_parts(self.frame(), &arrangement, &mut labels, (&divided, settings));
        (Coverage::from_faces(*self.frame(), &arrangement, &labels), report)
    }
}

/// The lattice point nearest to a point in steps.
pub(super) fn rounded(point: LocalXy) -> Option<Point> {
    Some(Point { x: cast::to_i64(point.x)?, y: cast::to_i64(point.y)? })
}
