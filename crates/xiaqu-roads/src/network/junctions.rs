//! Which vertices of lines are junctions, and which of them are one.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use xiaqu_model::{Index, IxVec, NodeIx, cast};

use super::{draft::DraftNode, vertices::Vertices};
use crate::RoadLine;

/// What makes two vertices one junction: the same OpenStreetMap node, or the same coordinates in units of 1e-7 of a
/// degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct VertexKey(i64, i64);

impl VertexKey {
    /// Stands in the place of a longitude where there is a node.
    const NODE: i64 = i64::MAX;

    /// Of a vertex of a line; `None` if the line has no such vertex.
    fn of(line: &RoadLine, vertex: usize) -> Option<Self> {
        if let Some(nodes) = &line.osm_nodes {
            return nodes.get(vertex).map(|node| Self(Self::NODE, *node));
        }
        // Degrees are within 180, so that these numbers are always there and never that of a node.
        let units = |degrees: f64| cast::to_i64(degrees * 1e7).unwrap_or_default();
        line.points.get(vertex).map(|point| Self(units(point.longitude()), units(point.latitude())))
    }

    const fn node(self) -> Option<i64> {
        if self.0 == Self::NODE { Some(self.1) } else { None }
    }

    /// A node that the reader made up where a barrier closes the road.
    fn is_blocked(self) -> bool {
        self.node().is_some_and(|node| node < 0)
    }
}

/// A vertex on its way to its junction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Vertex {
    key: VertexKey,
    /// Vertices before it, line after line.
    position: u32,
    /// Whether its line ends there.
    is_end: bool,
}

/// Marks a vertex that is no junction.
const INSIDE: u32 = u32::MAX;

/// The junctions of lines, numbered in the order of their first vertices.
pub(super) struct Junctions {
    /// Of every vertex the number of its junction, or [`INSIDE`].
    of_vertex: Vec<u32>,
    pub(super) nodes: IxVec<NodeIx, DraftNode>,
    /// Junctions of the nodes that were asked for, by node.
    pub(super) of_turn_nodes: BTreeMap<i64, NodeIx>,
}

impl Junctions {
    /// Every vertex is one that is the end of a line or is passed more than once, or is one of `turn_nodes`.
    ///
    /// Complexity: O(n log n) in the number of vertices, which are sorted side by side.
    pub(super) fn of(vertices: &Vertices<'_>, turn_nodes: &BTreeSet<i64>) -> Self {
        let mut sorted = vertices.by_lines(|line| keyed(vertices, line));
        sorted.par_sort_unstable();
        // The position of the first vertex of its junction takes the place of its number until junctions are counted.
        let mut of_vertex = vec![INSIDE; vertices.len()];
        let mut turns = Vec::new();
        for same in sorted.chunk_by(|one, next| one.key == next.key) {
            let Some(first) = same.first() else { continue };
            let turn_node = first.key.node().filter(|node| turn_nodes.contains(node));
            if same.len() > 1 || first.is_end || turn_node.is_some() {
                for vertex in same {
                    set(&mut of_vertex, vertex.position, first.position);
                }
                turns.extend(turn_node.map(|node| (node, first.position)));
            }
        }
        drop(sorted);
        let firsts = number(&mut of_vertex);
        let nodes = vertices.by_lines(|line| {
            let (of_vertex, firsts) = (&of_vertex, &firsts);
            let is_first = move |vertex: &Vertex| get(firsts, get(of_vertex, vertex.position)) == vertex.position;
            keyed(vertices, line).filter(is_first).filter_map(move |vertex| {
                let place = vertex.position as usize - vertices.of_line(line).start;
                let position = *vertices.lines.get(line)?.points.get(place)?;
                let local = *vertices.local(line).get(place)?;
                Some(DraftNode { position, local, blocked: vertex.key.is_blocked() })
            })
        });
        let junction = |position| NodeIx::from_position(get(&of_vertex, position) as usize);
        let of_turn_nodes = turns.into_iter().map(|(node, first)| (node, junction(first))).collect();
        Self { nodes: IxVec::from_rows(nodes), of_turn_nodes, of_vertex }
    }

    /// The vertices of a line that are junctions, in order.
    pub(super) fn of_line(
        &self,
        vertices: &Vertices<'_>,
        line: usize,
    ) -> impl Iterator<Item = (usize, NodeIx)> + Clone + '_ {
        let numbers = self.of_vertex.get(vertices.of_line(line)).unwrap_or_default().iter().enumerate();
        let junctions = numbers.filter(|(_, number)| **number != INSIDE);
        junctions.map(|(vertex, number)| (vertex, NodeIx::from_position(*number as usize)))
    }
}

/// The vertices of a line with their keys.
fn keyed(vertices: &Vertices<'_>, line: usize) -> impl Iterator<Item = Vertex> {
    let range = vertices.of_line(line);
    let last = range.len().saturating_sub(1);
    let row = vertices.lines.get(line);
    range.enumerate().filter_map(move |(vertex, position)| {
        // Tables of 2^32 rows do not fit into memory; see `xiaqu_model::Index`.
        let position = u32::try_from(position).unwrap_or(INSIDE);
        Some(Vertex { key: VertexKey::of(row?, vertex)?, position, is_end: vertex == 0 || vertex == last })
    })
}

/// Puts numbers in the place of the positions of first vertices, and returns these by number.
fn number(of_vertex: &mut [u32]) -> Vec<u32> {
    let mut firsts = Vec::new();
    for position in 0..u32::try_from(of_vertex.len()).unwrap_or(INSIDE) {
        let first = get(of_vertex, position);
        if first == position {
            set(of_vertex, position, u32::try_from(firsts.len()).unwrap_or(INSIDE));
            firsts.push(position);
        } else if first != INSIDE {
            // The first vertex came before and has its number.
            let number = get(of_vertex, first);
            set(of_vertex, position, number);
        }
    }
    firsts
}

fn get(table: &[u32], position: u32) -> u32 {
    table.get(position as usize).copied().unwrap_or(INSIDE)
}

fn set(table: &mut [u32], position: u32, value: u32) {
    if let Some(row) = table.get_mut(position as usize) {
        *row = value;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use rand::{RngExt, SeedableRng};
    use rand_pcg::Pcg64Mcg;
    use xiaqu_model::{Index, Kph, LocalFrame, LonLat};

    use super::{Junctions, Vertices};
    use crate::{Direction, RoadClass, RoadLine, Season};

    /// Lines over a few places, so that they meet often; some of nodes, of which those below zero are closed.
    fn lines(random: &mut Pcg64Mcg) -> Vec<RoadLine> {
        let line = |number: usize, random: &mut Pcg64Mcg| {
            let places: Vec<i64> = (0..random.random_range(2..7)).map(|_| random.random_range(-3..25)).collect();
            let point = |place: &i64| {
                let share = f64::from(u8::try_from(place + 3).unwrap());
                LonLat::new(117.0 + 0.001 * (share % 5.0), 27.0 + 0.001 * share).unwrap()
            };
            RoadLine {
                points: places.iter().map(point).collect(),
                osm_nodes: random.random_bool(0.5).then_some(places),
                class: RoadClass::Tertiary,
                speed: Kph::new(40.0).unwrap(),
                direction: Direction::Both,
                name: None,
                closed_when_wet: false,
                season: Season::AllYear,
                id: number.to_string().into(),
                level: 0,
            }
        };
        (0..random.random_range(0..14)).map(|number| line(number, random)).collect()
    }

    #[test]
    fn junctions_are_those_that_counting_visits_finds_numbered_as_they_are_met() {
        let mut random = Pcg64Mcg::seed_from_u64(5);
        for _ in 0..400 {
            let lines = lines(&mut random);
            let turn_nodes: BTreeSet<i64> =
                (0..random.random_range(0..4)).map(|_| random.random_range(-3..25)).collect();
            let frame = LocalFrame::centred_on(LonLat::new(117.0, 27.0).unwrap());
            let vertices = Vertices::of(&lines, &frame).unwrap();
            let found = Junctions::of(&vertices, &turn_nodes);
            // A node, or the digits of a place; an end counts twice.
            let key = |line: &RoadLine, vertex: usize| match &line.osm_nodes {
                Some(nodes) => format!("node {}", nodes[vertex]),
                None => format!("{:.7} {:.7}", line.points[vertex].longitude(), line.points[vertex].latitude()),
            };
            let mut visits: BTreeMap<String, usize> =
                turn_nodes.iter().map(|node| (format!("node {node}"), 1)).collect();
            for line in &lines {
                for vertex in 0..line.points.len() {
                    let is_end = vertex == 0 || vertex + 1 == line.points.len();
                    *visits.entry(key(line, vertex)).or_default() += 1 + usize::from(is_end);
                }
            }
            let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
            for (position, line) in lines.iter().enumerate() {
                let mut expected = Vec::new();
                for vertex in 0..line.points.len() {
                    let key = key(line, vertex);
                    if visits[&key] >= 2 {
                        let next = numbers.len();
                        let number = *numbers.entry(key.clone()).or_insert(next);
                        let node = &found.nodes.iter().nth(number).unwrap();
                        if number == next {
                            assert_eq!((node.position, node.blocked), (line.points[vertex], key.starts_with("node -")));
                            assert_eq!(node.local, frame.to_local(line.points[vertex]));
                        }
                        expected.push((vertex, number));
                    }
                }
                let junctions = found.of_line(&vertices, position).map(|(vertex, node)| (vertex, node.position()));
                assert_eq!(junctions.collect::<Vec<_>>(), expected);
            }
            assert_eq!(found.nodes.len(), numbers.len());
            let turns = turn_nodes.iter().filter_map(|node| Some((*node, *numbers.get(&format!("node {node}"))?)));
            let of_turn_nodes = found.of_turn_nodes.iter().map(|(node, junction)| (*node, junction.position()));
            assert_eq!(of_turn_nodes.collect::<Vec<_>>(), turns.collect::<Vec<_>>());
        }
    }
}
