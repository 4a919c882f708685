//! Small parts and slivers given to the neighbour with the longest border.

use std::collections::{BTreeMap, BTreeSet};

use xiaqu_model::{LocalFrame, SquareMetres};

use super::{
    division::{DivideSettings, Divided, PartNote, rounded},
    faces::Parted,
};
use crate::{
    arrangement::{Arrangement, OUTSIDE},
    coverage::ring_area,
    lattice::Point,
};

/// A part thinner than this on average, in metres, is a sliver whatever its area.
const SLIVER_WIDTH: f64 = 1.0;

/// Areas in m2 below which a part given away is not worth a note.
const NOTED_AREA: f64 = 1.0;

/// Gives small parts away until none is left, and says which. O(faces) for each round; a round settles all parts that
/// do not touch each other.
pub(super) fn absorb_small_parts<L: Copy + Ord, M: Copy + Ord>(
    frame: &LocalFrame,
    arrangement: &Arrangement,
    labels: &mut [Parted<L, M>],
    (divided, settings): (&[Divided<L, M>], &DivideSettings),
) -> Vec<PartNote<L, M>> {
    let mut notes = Vec::new();
    if divided.is_empty() {
        return notes;
    }
    let faces = FaceFacts::new(frame, arrangement, divided);
    loop {
        let parts = Parts::new(arrangement, labels, &faces);
        let mut touched: BTreeSet<usize> = BTreeSet::new();
        for part in parts.small_ones(settings) {
            let Some((label, owner)) = parts.labels[part] else { continue };
            let neighbours = &parts.borders[part];
            if touched.contains(&part) || neighbours.keys().any(|neighbour| touched.contains(neighbour)) {
                continue;
            }
            let (Some(given_to), Some(owner)) = (parts.longest_neighbour(part), owner) else { continue };
            touched.insert(part);
            touched.extend(neighbours.keys());
            notes.extend(note(
                arrangement,
                &parts.faces[part],
                PartNote { within: label, owner, given_to, area: SquareMetres::default(), position: None },
            ));
            for &face in &parts.faces[part] {
                labels[face] = Some((label, Some(given_to)));
            }
        }
        if touched.is_empty() {
            return notes;
        }
    }
}

fn note<L, M>(arrangement: &Arrangement, faces: &[usize], draft: PartNote<L, M>) -> Option<PartNote<L, M>> {
    let face_area = |&face: &usize| arrangement.boundary_rings(face).iter().map(|ring| ring_area(ring)).sum::<f64>();
    let area = SquareMetres::new(faces.iter().map(face_area).sum())?;
    let position = faces.first().and_then(|&face| rounded(arrangement.inner_point(face))).and_then(Point::to_lonlat);
    (area.as_square_metres() >= NOTED_AREA).then_some(PartNote { area, position, ..draft })
}

/// What does not change while parts are given away.
struct FaceFacts<L, M> {
    areas: Vec<f64>,
    lengths: Vec<f64>,
    protected: Vec<BTreeSet<(L, M)>>,
}

impl<L: Copy + Ord, M: Copy + Ord> FaceFacts<L, M> {
    fn new(frame: &LocalFrame, arrangement: &Arrangement, divided: &[Divided<L, M>]) -> Self {
        let mut areas = vec![0.0; arrangement.face_count()];
        let mut lengths = Vec::with_capacity(arrangement.edges().len());
        for (position, edge) in arrangement.edges().iter().enumerate() {
            let (a, b) = (edge.from.to_local(frame), edge.to.to_local(frame));
            let (left, right) = arrangement.sides(position);
            let strip = 0.5 * (a.x * b.y - b.x * a.y);
            areas[left] += strip;
            areas[right] -= strip;
            lengths.push(a.distance_to(b));
        }
        let mut protected = vec![BTreeSet::new(); arrangement.face_count()];
        for division in divided {
            for site in division.tessellation.sites().iter().filter(|site| site.protected) {
                let face = arrangement.locate(Point::nearest(frame.to_lonlat(site.position)));
                protected[face].insert((division.label, site.owner));
            }
        }
        Self { areas, lengths, protected }
    }
}

/// Connected land of one label and owner.
struct Parts<L, M> {
    labels: Vec<Parted<L, M>>,
    faces: Vec<Vec<usize>>,
    areas: Vec<f64>,
    perimeters: Vec<f64>,
    is_protected: Vec<bool>,
    /// Lengths of the borders to other owners of the same label.
    borders: Vec<BTreeMap<usize, f64>>,
}

impl<L: Copy + Ord, M: Copy + Ord> Parts<L, M> {
    fn new(arrangement: &Arrangement, labels: &[Parted<L, M>], known: &FaceFacts<L, M>) -> Self {
        let (part_of, faces) = connected(arrangement, labels);
        let label_of = |part: &Vec<usize>| part.first().and_then(|&face| labels[face]);
        let part_labels: Vec<Parted<L, M>> = faces.iter().map(label_of).collect();
        let mut borders = vec![BTreeMap::new(); faces.len()];
        let mut perimeters = vec![0.0; faces.len()];
        for (edge, &length) in known.lengths.iter().enumerate() {
            let (left, right) = arrangement.sides(edge);
            let (left, right) = (part_of[left], part_of[right]);
            if left == right {
                continue;
            }
            perimeters[left] += length;
            perimeters[right] += length;
            let (Some((label, _)), Some((other_label, _))) = (part_labels[left], part_labels[right]) else { continue };
            if label == other_label {
                *borders[left].entry(right).or_default() += length;
                *borders[right].entry(left).or_default() += length;
            }
        }
        let is_protected = faces.iter().zip(&part_labels).map(|(faces, label)| {
            let Some((label, Some(owner))) = *label else { return true };
            faces.iter().any(|&face| known.protected[face].contains(&(label, owner)))
        });
        Self {
            areas: faces.iter().map(|faces| faces.iter().map(|&face| known.areas[face]).sum()).collect(),
            is_protected: is_protected.collect(),
            labels: part_labels,
            faces,
            perimeters,
            borders,
        }
    }

    /// Parts to give away, smallest first.
    fn small_ones(&self, settings: &DivideSettings) -> Vec<usize> {
        let mut largest: BTreeMap<Parted<L, M>, usize> = BTreeMap::new();
        for part in 0..self.faces.len() {
            let best = largest.entry(self.labels[part]).or_insert(part);
            if self.areas[part] > self.areas[*best] {
                *best = part;
            }
        }
        let limit = settings.part_min_area.as_square_metres();
        let mut small: Vec<usize> = (0..self.faces.len())
            .filter(|&part| !self.is_protected[part] && !self.borders[part].is_empty())
            .filter(|&part| {
                let is_sliver = 2.0 * self.areas[part] < SLIVER_WIDTH * self.perimeters[part];
                let is_largest = largest.get(&self.labels[part]) == Some(&part);
                is_sliver || (self.areas[part] < limit && !is_largest)
            })
            .collect();
        small.sort_by(|&one, &other| self.areas[one].total_cmp(&self.areas[other]).then(one.cmp(&other)));
        small
    }

    fn longest_neighbour(&self, part: usize) -> Option<M> {
        let mut by_owner: BTreeMap<M, f64> = BTreeMap::new();
        for (&neighbour, &length) in &self.borders[part] {
            if let Some((_, Some(owner))) = self.labels[neighbour] {
                *by_owner.entry(owner).or_default() += length;
            }
        }
        // `max_by` keeps the last of equals; reversed, that is the smallest owner.
        by_owner.into_iter().rev().max_by(|one, other| one.1.total_cmp(&other.1)).map(|(owner, _)| owner)
    }
}

/// The part of each face and the faces of each part.
fn connected<T: Copy + PartialEq>(arrangement: &Arrangement, labels: &[Option<T>]) -> (Vec<usize>, Vec<Vec<usize>>) {
    let mut part_of = vec![usize::MAX; labels.len()];
    let mut parts: Vec<Vec<usize>> = Vec::new();
    for start in OUTSIDE..labels.len() {
        if part_of[start] != usize::MAX {
            continue;
        }
        part_of[start] = parts.len();
        let mut faces = vec![start];
        let mut waiting = vec![start];
        while let Some(face) = waiting.pop() {
            for &half_edge in arrangement.half_edges(face) {
                let beyond = arrangement.across(half_edge);
                if part_of[beyond] == usize::MAX && labels[beyond] == labels[face] {
                    part_of[beyond] = parts.len();
                    faces.push(beyond);
                    waiting.push(beyond);
                }
            }
        }
        parts.push(faces);
    }
    (part_of, parts)
}
