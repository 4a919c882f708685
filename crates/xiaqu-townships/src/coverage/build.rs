//! From township polygons as drawn to a coverage: overlaps given to one township, thin gaps filled, all reported.

use std::collections::{BTreeMap, BTreeSet};

use geo_types::{LineString, MultiPolygon};
use xiaqu_model::{
    Index, IxVec, LocalFrame, LonLat, Place, ProblemReport, SquareMetres, TownshipIx, cast, e115_townships_overlap,
    w901_overlap_assigned, w902_gap_filled, w903_gap_left_open,
};

use super::{
    Coverage,
    measure::{geodesic_length, ring_area},
    straighten::straighten,
};
use crate::{
    arrangement::Arrangement,
    lattice::{Point, twice_area},
    noding::{Segment, node},
};

/// A township's land as drawn, in WGS-84 degrees, and where it stands in the files.
#[derive(Clone, Debug)]
pub struct TownshipShape {
    /// The land; free of the errors that [`check_shapes`](crate::check_shapes) finds.
    pub land: MultiPolygon<f64>,
    /// File, row and id, for messages.
    pub place: Place,
}

/// What a coverage repairs by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CoverageSettings {
    /// Enclosed gaps are filled up to this area. Default 1 km2.
    pub gap_fill_max: SquareMetres,
    /// Enclosed gaps are filled up to this mean width (twice the area over the perimeter), in metres. Default 100 m:
    /// simplification leaves slits, lakes and enclaves are wider.
    pub gap_width_max: f64,
    /// An overlap beyond this share of the smaller of two townships is an error. Default 0.05.
    pub overlap_share_max: f64,
}

impl Default for CoverageSettings {
    fn default() -> Self {
        Self { gap_fill_max: SquareMetres::new(1e6).unwrap_or_default(), gap_width_max: 100.0, overlap_share_max: 0.05 }
    }
}

/// A coverage of townships with what was repaired on the way.
#[derive(Clone, Debug)]
pub struct CoverageBuild {
    /// The townships, without overlap or thin gap.
    pub coverage: Coverage<TownshipIx>,
    /// Overlaps and gaps, errors first.
    pub problems: Vec<ProblemReport>,
    /// Land that several townships claimed, counted once.
    pub overlap_area: SquareMetres,
    /// Land that no township claimed and one was given: area of the coverage minus area of the union of the shapes.
    pub filled_area: SquareMetres,
}

impl Coverage<TownshipIx> {
    /// Builds the coverage of valid shapes. O(n log n) in the vertices; see [`CoverageSettings`] for what is repaired.
    pub fn build(
        shapes: &IxVec<TownshipIx, TownshipShape>,
        frame: LocalFrame,
        settings: &CoverageSettings,
    ) -> CoverageBuild {
        let mut segments = Vec::new();
        for (township, shape) in shapes.iter_enumerated() {
            for polygon in &shape.land {
                add_ring(polygon.exterior(), township.position(), Turn::Left, &mut segments);
                for hole in polygon.interiors() {
                    add_ring(hole, township.position(), Turn::Right, &mut segments);
                }
            }
        }
        let arrangement = Arrangement::new(node(&straighten(&segments)));
        let claims = claims(&arrangement);
        let mut faces = Faces { arrangement: &arrangement, labels: Vec::new(), claims, shapes, settings };
        faces.labels = faces.claims.iter().map(|claim| (claim.len() == 1).then(|| claim[0])).collect();
        let (overlap_area, overlaps) = faces.assign_overlaps();
        let (filled_area, gaps) = faces.fill_gaps();
        let labels: Vec<Option<TownshipIx>> =
            faces.labels.iter().map(|label| label.map(TownshipIx::from_position)).collect();
        let coverage = Self::from_faces(frame, &arrangement, &labels);
        let mut problems = too_large_overlaps(&overlaps, &coverage, shapes, settings);
        problems.extend(overlaps.iter().map(|(pair, overlap)| overlap.report(*pair, shapes)));
        problems.extend(gaps);
        CoverageBuild { coverage, problems, overlap_area, filled_area }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    Left,
    Right,
}

fn add_ring(ring: &LineString<f64>, source: usize, turn: Turn, segments: &mut Vec<Segment>) {
    let mut points: Vec<Point> = ring.coords().filter_map(|&coord| Point::from_coord(coord)).collect();
    points.dedup();
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    if (twice_area(&points) > 0) != (turn == Turn::Left) {
        points.reverse();
    }
    let ends = points.iter().zip(points.iter().cycle().skip(1));
    segments.extend(ends.map(|(&from, &to)| Segment { from, to, source }));
}

/// The townships that claim each face.
fn claims(arrangement: &Arrangement) -> Vec<Vec<usize>> {
    let inside = |winding: BTreeMap<usize, i64>| {
        winding.into_iter().filter(|&(_, times)| times > 0).map(|(source, _)| source).collect()
    };
    arrangement.windings().into_iter().map(inside).collect()
}

/// Overlap of one pair of townships.
#[derive(Clone, Copy, Debug, Default)]
struct Overlap {
    area: f64,
    largest: f64,
    position: Option<LonLat>,
}

impl Overlap {
    fn report(&self, (one, other): (usize, usize), shapes: &IxVec<TownshipIx, TownshipShape>) -> ProblemReport {
        w901_overlap_assigned(self.place(one, shapes), name(other, shapes), whole(self.area))
    }

    fn place(&self, township: usize, shapes: &IxVec<TownshipIx, TownshipShape>) -> Place {
        let place = shapes.get(TownshipIx::from_position(township)).map(|shape| shape.place.clone());
        Place { position: self.position, ..place.unwrap_or_default() }
    }
}

fn name(township: usize, shapes: &IxVec<TownshipIx, TownshipShape>) -> String {
    let shape = shapes.get(TownshipIx::from_position(township));
    shape.and_then(|shape| shape.place.id.clone()).unwrap_or_else(|| format!("#{}", township + 1))
}

fn whole(area: f64) -> String {
    format!("{area:.0}")
}

fn too_large_overlaps(
    overlaps: &BTreeMap<(usize, usize), Overlap>,
    coverage: &Coverage<TownshipIx>,
    shapes: &IxVec<TownshipIx, TownshipShape>,
    settings: &CoverageSettings,
) -> Vec<ProblemReport> {
    let area = |township| coverage.area(TownshipIx::from_position(township)).as_square_metres();
    let too_large = overlaps.iter().filter_map(|(&(one, other), overlap)| {
        // What the smaller township kept, and what was in dispute.
        let smaller = area(one).min(area(other)) + overlap.area;
        let share = overlap.area / smaller;
        (share > settings.overlap_share_max).then(|| {
            let per_cent = format!("{:.1}", 100.0 * share);
            e115_townships_overlap(overlap.place(one, shapes), name(other, shapes), whole(overlap.area), per_cent)
        })
    });
    too_large.collect()
}

struct Faces<'a> {
    arrangement: &'a Arrangement,
    labels: Vec<Option<usize>>,
    claims: Vec<Vec<usize>>,
    shapes: &'a IxVec<TownshipIx, TownshipShape>,
    settings: &'a CoverageSettings,
}

impl Faces<'_> {
    fn area(&self, face: usize) -> f64 {
        self.arrangement.boundary_rings(face).iter().map(|ring| ring_area(ring)).sum()
    }

    fn perimeter(&self, face: usize) -> f64 {
        let half_edges = self.arrangement.half_edges(face).iter();
        half_edges.map(|&half_edge| self.arrangement.ends(half_edge)).map(|(a, b)| geodesic_length(a, b)).sum()
    }

    fn position(&self, face: usize) -> Option<LonLat> {
        let point = self.arrangement.inner_point(face);
        Point { x: cast::to_i64(point.x)?, y: cast::to_i64(point.y)? }.to_lonlat()
    }

    /// The label with the longest border to a face, of those wanted; the smallest one among equals.
    fn longest_neighbour(&self, face: usize, wanted: impl Fn(usize) -> bool) -> Option<usize> {
        let mut borders: BTreeMap<usize, f64> = BTreeMap::new();
        for &half_edge in self.arrangement.half_edges(face) {
            let beyond = self.labels[self.arrangement.across(half_edge)];
            if let Some(label) = beyond.filter(|&label| wanted(label)) {
                let (a, b) = self.arrangement.ends(half_edge);
                *borders.entry(label).or_default() += geodesic_length(a, b);
            }
        }
        // `max_by` keeps the last of equals; reversed, that is the smallest label.
        borders.into_iter().rev().max_by(|one, other| one.1.total_cmp(&other.1)).map(|(label, _)| label)
    }

    fn assign_overlaps(&mut self) -> (SquareMetres, BTreeMap<(usize, usize), Overlap>) {
        let mut overlaps: BTreeMap<(usize, usize), Overlap> = BTreeMap::new();
        let mut total = 0.0;
        let mut assigned = Vec::new();
        for face in 0..self.claims.len() {
            let claim = &self.claims[face];
            let [first, .., last] = claim[..] else { continue };
            let area = self.area(face);
            total += area;
            let overlap = overlaps.entry((first, last)).or_default();
            overlap.area += area;
            if area > overlap.largest {
                (overlap.largest, overlap.position) = (area, self.position(face));
            }
            let owner = self.longest_neighbour(face, |label| claim.contains(&label)).unwrap_or(first);
            assigned.push((face, owner));
        }
        for (face, owner) in assigned {
            self.labels[face] = Some(owner);
        }
        (SquareMetres::new(total).unwrap_or_default(), overlaps)
    }

    fn fill_gaps(&mut self) -> (SquareMetres, Vec<ProblemReport>) {
        let mut problems = Vec::new();
        let mut filled = 0.0;
        for face in 1..self.labels.len() {
            if self.labels[face].is_some() {
                continue;
            }
            let (area, perimeter) = (self.area(face), self.perimeter(face));
            let Some(owner) = self.longest_neighbour(face, |_| true) else { continue };
            let place = Overlap { position: self.position(face), ..Overlap::default() }.place(owner, self.shapes);
            let is_thin = 2.0 * area <= self.settings.gap_width_max * perimeter;
            if is_thin && area <= self.settings.gap_fill_max.as_square_metres() {
                self.labels[face] = Some(owner);
                filled += area;
                problems.push(w902_gap_filled(place, whole(area)));
            } else {
                let around: BTreeSet<usize> = self.neighbours(face);
                let names: Vec<String> = around.into_iter().map(|label| name(label, self.shapes)).collect();
                problems.push(w903_gap_left_open(place, whole(area), names.join(", ")));
            }
        }
        (SquareMetres::new(filled).unwrap_or_default(), problems)
    }

    fn neighbours(&self, face: usize) -> BTreeSet<usize> {
        let half_edges = self.arrangement.half_edges(face).iter();
        half_edges.filter_map(|&half_edge| self.labels[self.arrangement.across(half_edge)]).collect()
    }
}
