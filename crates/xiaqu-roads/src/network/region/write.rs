//! Writing a region file.

use std::{fs::File, io, path::Path};

use rustc_hash::FxHashMap;
use xiaqu_model::{Index, NodeIx};

use super::{
    super::{
        arcs::{Arc, Arcs},
        edge::{RoadEdge, Shape},
        road_network::RoadNetwork,
        turns::Step,
    },
    NOTHING, RegionError, RegionOrigin,
    blocks::{SectionWriter, bytes_of_pair, bytes_of_words, write_sections},
    kinds::kind_of,
};
use crate::{RoadSettings, weights::to_milliseconds, whole_file::write_whole};

impl RoadNetwork {
    /// Keeps the network in a file, whole or not at all; see [`RoadNetwork::open_region`].
    ///
    /// # Errors
    /// [`RegionError::File`]; [`RegionError::HasClosures`], for closures hold on a date;
    /// [`RegionError::TooLarge`] from 2^32 points on.
    ///
    /// # Example
    /// ```
    /// use xiaqu_model::{Kph, LocalFrame, LonLat};
    /// use xiaqu_roads::{
    ///     Direction, RegionOrigin, RoadClass, RoadLine, RoadNetwork, RoadSettings, Scenario, Season,
    /// };
    /// let at = |longitude| LonLat::new(longitude, 27.0).unwrap();
    /// let road = RoadLine {
    ///     points: vec![at(117.0), at(117.1)],
    ///     osm_nodes: None,
    ///     class: RoadClass::Tertiary,
    ///     speed: Kph::new(40.0).unwrap(),
    ///     direction: Direction::Both,
    ///     name: None,
    ///     closed_when_wet: false,
    ///     season: Season::AllYear,
    ///     id: "X612".into(),
    ///     level: 0,
    /// };
    /// let settings = RoadSettings::default();
    /// let (network, _) = RoadNetwork::build(&[road], &[], LocalFrame::centred_on(at(117.05)), &settings)?;
    /// let folder = tempfile::tempdir()?;
    /// let path = folder.path().join("county.xqroads");
    /// network.write_region(&path, &RegionOrigin::default())?;
    /// let region = RoadNetwork::open_region(&path, &settings)?;
    /// assert_eq!(region.network.weights(Scenario::Wet), network.weights(Scenario::Wet));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_region(&self, path: &Path, origin: &RegionOrigin) -> Result<(), RegionError> {
        if !self.closures.is_empty() {
            return Err(RegionError::HasClosures);
        }
        let points: usize = self.edges.iter().map(|edge| edge.shape.points().len()).sum();
        let words = Words::of(self.edges.iter());
        if [points, words.texts.len(), words.bytes()].iter().any(|count| u32::try_from(*count).is_err()) {
            return Err(RegionError::TooLarge);
        }
        let failed = |source| RegionError::File { path: path.to_owned(), source };
        let write =
            |file: &mut File| write_sections(file, |writer| self.put_sections(writer, origin, &words)).map(drop);
        write_whole(path, write).map_err(failed)
    }

    fn put_sections(&self, writer: &mut SectionWriter, origin: &RegionOrigin, words: &Words<'_>) -> io::Result<()> {
        writer.section(std::iter::once(text(self, origin)))?;
        let pair = |point: &xiaqu_model::LonLat| bytes_of_pair([point.longitude(), point.latitude()]);
        writer.section(self.nodes.iter().map(pair))?;
        let rows = self.edges.iter().zip(&words.rows);
        writer.section(rows.map(|(edge, words)| bytes_of_words::<7, 28>(row(edge, *words))))?;
        let mut end = 0;
        let mut after = |edge: &RoadEdge| {
            end += edge.shape.points().len();
            number(end)
        };
        let firsts = std::iter::once(0).chain(self.edges.iter().map(&mut after));
        writer.section(firsts.map(u32::to_le_bytes))?;
        let shapes = || self.edges.iter().map(|edge| &edge.shape);
        writer.section(shapes().flat_map(Shape::points).map(pair))?;
        let plane = shapes().flat_map(Shape::local);
        writer.section(plane.map(|point| bytes_of_pair([point.x, point.y])))?;
        writer.section(shapes().flat_map(Shape::along).map(|along| along.to_le_bytes()))?;
        writer.section(words.ends().map(u32::to_le_bytes))?;
        writer.section(words.texts.iter())?;
        put_arcs(writer, &self.arcs)?;
        let parts = self.parts.of_edge.iter().map(|part| part.map_or(NOTHING, number));
        writer.section(parts.map(u32::to_le_bytes))
    }
}

fn put_arcs(writer: &mut SectionWriter, arcs: &Arcs) -> io::Result<()> {
    let node = |node: &NodeIx| number(node.position());
    writer.section(arcs.first.iter().map(|first| number(*first).to_le_bytes()))?;
    let step = |(edge, is_forward): Step| [number(edge.position()), u32::from(is_forward)];
    let arc = |arc: &Arc| {
        let [edge, way] = step((arc.edge, arc.is_forward));
        bytes_of_words::<3, 12>([node(&arc.head), edge, way])
    };
    writer.section(arcs.rows.iter().map(arc))?;
    writer.section(arcs.originals.iter().map(|original| node(original).to_le_bytes()))?;
    let row = |of: Step, to: &NodeIx| {
        let [edge, way] = step(of);
        bytes_of_words::<3, 12>([edge, way, node(to)])
    };
    let entries = arcs.entries.iter().flat_map(|(of, nodes)| nodes.iter().map(|to| row(*of, to)));
    writer.section(entries)?;
    writer.section(arcs.landings.iter().map(|(of, to)| row(*of, to)))
}

/// What the file says of itself: settings, the middle of the plane, and the origin, a line each.
fn text(network: &RoadNetwork, origin: &RegionOrigin) -> String {
    let centre = network.frame.centre();
    let [longitude, latitude] = [centre.longitude(), centre.latitude()].map(f64::to_bits);
    let settings = settings_text(&network.settings);
    let RegionOrigin { file, sha256, lines } = origin;
    format!("{settings}\n{longitude:016x} {latitude:016x}\n{lines}\n{sha256}\n{file}")
}

/// All settings of roads on one line, every number in full, so that equal texts are equal settings.
pub(super) fn settings_text(settings: &RoadSettings) -> String {
    format!("{settings:?}")
}

fn number(position: usize) -> u32 {
    // Tables of 2^32 rows are refused before, or do not fit into memory; see `xiaqu_model::Index`.
    u32::try_from(position).unwrap_or(NOTHING)
}

/// Names, each kept once, and ids, which pieces of one way share.
struct Words<'a> {
    texts: Vec<&'a str>,
    /// Numbers of the name and of the id of each edge.
    rows: Vec<[u32; 2]>,
}

impl<'a> Words<'a> {
    fn of(edges: impl ExactSizeIterator<Item = &'a RoadEdge>) -> Self {
        let mut words = Self { texts: Vec::new(), rows: Vec::with_capacity(edges.len()) };
        let mut names: FxHashMap<&str, u32> = FxHashMap::default();
        let mut last: Option<(&str, u32)> = None;
        for edge in edges {
            let name =
                edge.name.as_deref().map_or(NOTHING, |name| *names.entry(name).or_insert_with(|| words.add(name)));
            let id = last.filter(|(id, _)| *id == &*edge.id).unwrap_or_else(|| (&*edge.id, words.add(&edge.id)));
            last = Some(id);
            words.rows.push([name, id.1]);
        }
        words
    }

    fn add(&mut self, text: &'a str) -> u32 {
        self.texts.push(text);
        number(self.texts.len() - 1)
    }

    fn bytes(&self) -> usize {
        self.texts.iter().map(|text| text.len()).sum()
    }

    fn ends(&self) -> impl Iterator<Item = u32> + '_ {
        self.texts.iter().scan(0, |end, text| {
            *end += text.len();
            Some(number(*end))
        })
    }
}

fn row(edge: &RoadEdge, [name, id]: [u32; 2]) -> [u32; 7] {
    let [forward, backward] = [edge.forward, edge.backward].map(to_milliseconds);
    let [from, to] = [edge.from, edge.to].map(|node| number(node.position()));
    [from, to, forward, backward, name, id, kind_of(edge)]
}
