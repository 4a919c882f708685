//! Opening a region file.

use std::{collections::BTreeMap, io, os::unix::fs::FileExt as _, path::Path, sync::Arc as Shared};

use rayon::prelude::*;
use xiaqu_model::{EdgeIx, Index, IxVec, LocalFrame, LocalXy, LonLat, NodeIx};

use super::{
    super::{
        arcs::{Arc, Arcs},
        edge::{Lines, RoadEdge, Shape},
        islands::Parts,
        road_network::{Made, RoadNetwork},
        turns::Step,
    },
    NOTHING, Region, RegionError, RegionOrigin, Section,
    blocks::{BLOCK, Fault, Sections, reals_of, words_of},
    kinds::kinds,
    write::settings_text,
};
use crate::{RoadSettings, weights::to_time};

/// No point of the plane is farther from its middle, and no road longer, in metres: so sums and squares stay exact enough.
const FARTHEST: f64 = 1e9;

impl RoadNetwork {
    /// Opens what [`RoadNetwork::write_region`] kept. Every byte is checked, and that the numbers fit together.
    ///
    /// # Errors
    /// [`RegionError::File`], [`RegionError::NotARegion`], [`RegionError::Damaged`], and
    /// [`RegionError::OtherSettings`] if it was made with other settings than these.
    pub fn open_region(path: &Path, settings: &RoadSettings) -> Result<Region, RegionError> {
        let bytes = read_blocks(path).map_err(|source| RegionError::File { path: path.to_owned(), source })?;
        let path = path.to_owned();
        region_of(&bytes, settings).map_err(|fault| match fault {
            Fault::Foreign => RegionError::NotARegion { path },
            Fault::Damaged => RegionError::Damaged { path },
            Fault::OtherSettings => RegionError::OtherSettings { path },
        })
    }
}

/// The bytes of a file, read side by side.
fn read_blocks(path: &Path) -> io::Result<Vec<u8>> {
    let file = fs_err::File::open(path)?;
    let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
    let mut bytes = vec![0; length];
    let blocks =
        bytes.par_chunks_mut(BLOCK).zip((0_u64..).step_by(BLOCK).take(length.div_ceil(BLOCK)).collect::<Vec<u64>>());
    blocks.try_for_each(|(block, start)| file.file().read_exact_at(block, start))?;
    Ok(bytes)
}

fn region_of(bytes: &[u8], settings: &RoadSettings) -> Result<Region, Fault> {
    let sections = Sections::of(bytes)?;
    let (frame, origin) = head_of(sections.bytes(Section::Text), settings)?;
    let lines = || lines_of(&sections);
    let rest = || rayon::join(|| words_of_edges(&sections), || nodes_of(&sections));
    let (lines, (words, nodes)) = rayon::join(lines, rest);
    let (lines, words, nodes) = (Shared::new(lines?), words?, nodes?);
    let edges = || edges_of(&sections, nodes.len(), &lines, &words);
    let (edges, arcs) = rayon::join(edges, || arcs_of(&sections, nodes.len()));
    let (edges, arcs) = (edges?, arcs?);
    if arcs.rows.iter().any(|arc| edges.get(arc.edge).is_none()) {
        return Err(Fault::Damaged);
    }
    let parts = parts_of(&sections, &edges, arcs.node_count())?;
    let settings = settings.clone();
    let network = RoadNetwork::from_made(Made { nodes, edges, arcs, parts, frame, settings, closures: Vec::new() });
    Ok(Region { network, origin })
}

fn head_of(text: &[u8], settings: &RoadSettings) -> Result<(LocalFrame, RegionOrigin), Fault> {
    let text = std::str::from_utf8(text).map_err(|_| Fault::Damaged)?;
    let mut lines = text.splitn(5, '\n');
    let mut next = || lines.next().ok_or(Fault::Damaged);
    if next()? != settings_text(settings) {
        return Err(Fault::OtherSettings);
    }
    let (longitude, latitude) = next()?.split_once(' ').ok_or(Fault::Damaged)?;
    let degrees = |bits: &str| u64::from_str_radix(bits, 16).map(f64::from_bits).map_err(|_| Fault::Damaged);
    let centre = LonLat::new(degrees(longitude)?, degrees(latitude)?).ok_or(Fault::Damaged)?;
    let lines_read = next()?.parse().map_err(|_| Fault::Damaged)?;
    let (sha256, file) = (next()?.to_owned(), next()?.to_owned());
    Ok((LocalFrame::centred_on(centre), RegionOrigin { file, sha256, lines: lines_read }))
}

fn positions(section: &[[u8; 16]]) -> Result<Vec<LonLat>, Fault> {
    let position = |bytes: &[u8; 16]| {
        let [longitude, latitude] = reals_of(bytes);
        LonLat::new(longitude, latitude).ok_or(Fault::Damaged)
    };
    section.iter().map(position).collect()
}

fn nodes_of(sections: &Sections<'_>) -> Result<IxVec<NodeIx, LonLat>, Fault> {
    Ok(IxVec::from_rows(positions(sections.rows(Section::Nodes)?)?))
}

fn lines_of(sections: &Sections<'_>) -> Result<Lines, Fault> {
    let plane = || {
        let rows = sections.rows::<16>(Section::Plane)?.iter().map(|bytes| reals_of(bytes));
        let points: Vec<LocalXy> = rows.map(|[x, y]| LocalXy { x, y }).collect();
        let is_sound = points.iter().all(|point| point.x.abs() <= FARTHEST && point.y.abs() <= FARTHEST);
        if is_sound { Ok(points) } else { Err(Fault::Damaged) }
    };
    let (points, plane) = rayon::join(|| positions(sections.rows(Section::Points)?), plane);
    let lengths = sections.rows::<8>(Section::Lengths)?.iter().map(|bytes| f64::from_le_bytes(*bytes)).collect();
    Lines::from_columns(points?, plane?, lengths).ok_or(Fault::Damaged)
}

fn words_of_edges(sections: &Sections<'_>) -> Result<Vec<Shared<str>>, Fault> {
    let text = std::str::from_utf8(sections.bytes(Section::Words)).map_err(|_| Fault::Damaged)?;
    let mut start = 0;
    let words = sections.numbers(Section::WordEnds)?.map(|end| {
        let word = text.get(start..end as usize).map(Shared::from).ok_or(Fault::Damaged);
        start = end as usize;
        word
    });
    words.collect()
}

fn edges_of(
    sections: &Sections<'_>,
    nodes: usize,
    lines: &Shared<Lines>,
    words: &[Shared<str>],
) -> Result<IxVec<EdgeIx, RoadEdge>, Fault> {
    let rows = sections.rows::<28>(Section::Edges)?;
    let firsts = sections.numbers(Section::FirstPoints)?;
    if firsts.len() != rows.len() + 1 {
        return Err(Fault::Damaged);
    }
    let kinds = kinds();
    let edge = |row: &[u8; 28], points: [u32; 2]| {
        let [from, to, forward, backward, name, id, kind] = words_of(row);
        let (class, season, closed_when_wet) = *kinds.get(kind as usize)?;
        let name = if name == NOTHING { None } else { Some(words.get(name as usize)?.clone()) };
        Some(RoadEdge {
            from: node(from, nodes)?,
            to: node(to, nodes)?,
            class,
            name,
            id: words.get(id as usize)?.clone(),
            closed_when_wet,
            season,
            forward: to_time(forward),
            backward: to_time(backward),
            shape: Shape::stretch(lines, points[0] as usize..points[1] as usize)
                .filter(|shape| shape.length() <= FARTHEST)?,
        })
    };
    let pairs = firsts.zip(sections.numbers(Section::FirstPoints)?.skip(1));
    let edges = rows.iter().zip(pairs).map(|(row, (first, end))| edge(row, [first, end]).ok_or(Fault::Damaged));
    Ok(IxVec::from_rows(edges.collect::<Result<_, _>>()?))
}

fn node(number: u32, count: usize) -> Option<NodeIx> {
    let position = number as usize;
    (position < count).then(|| NodeIx::from_position(position))
}

fn arcs_of(sections: &Sections<'_>, junctions: usize) -> Result<Arcs, Fault> {
    let originals = sections.numbers(Section::Originals)?.map(|number| node(number, junctions));
    let originals: Vec<NodeIx> = originals.collect::<Option<_>>().ok_or(Fault::Damaged)?;
    let count = junctions + originals.len();
    let step = |edge: u32, way: u32| -> Step { (EdgeIx::from_position(edge as usize), way != 0) };
    let arc = |row: &[u8; 12]| {
        let [head, edge, way] = words_of(row);
        let (edge, is_forward) = step(edge, way);
        Some(Arc { head: node(head, count)?, edge, is_forward })
    };
    let rows = sections.rows::<12>(Section::Arcs)?.iter().map(arc);
    let rows: Vec<Arc> = rows.collect::<Option<_>>().ok_or(Fault::Damaged)?;
    let first: Vec<usize> = sections.numbers(Section::FirstArcs)?.map(|first| first as usize).collect();
    let ascends = first.iter().zip(first.iter().skip(1)).all(|(one, next)| one <= next);
    let is_whole = first.len() == count + 1 && first.first() == Some(&0) && first.last() == Some(&rows.len());
    if !(ascends && is_whole) {
        return Err(Fault::Damaged);
    }
    let leading_to = |section| -> Result<Vec<(Step, NodeIx)>, Fault> {
        let row = |row: &[u8; 12]| {
            let [edge, way, to] = words_of(row);
            Some((step(edge, way), node(to, count)?))
        };
        sections.rows::<12>(section)?.iter().map(row).collect::<Option<_>>().ok_or(Fault::Damaged)
    };
    let mut entries: BTreeMap<Step, Vec<NodeIx>> = BTreeMap::new();
    for (step, to) in leading_to(Section::Entries)? {
        entries.entry(step).or_default().push(to);
    }
    let mut copies: BTreeMap<NodeIx, Vec<NodeIx>> = BTreeMap::new();
    for (original, copy) in originals.iter().zip(junctions..) {
        copies.entry(*original).or_default().push(NodeIx::from_position(copy));
    }
    let landings = leading_to(Section::Landings)?.into_iter().collect();
    Ok(Arcs { first, rows, junctions, originals, copies, entries, landings })
}

fn parts_of(sections: &Sections<'_>, edges: &IxVec<EdgeIx, RoadEdge>, nodes: usize) -> Result<Parts, Fault> {
    let parts = sections.numbers(Section::Parts)?;
    if parts.len() != edges.len() {
        return Err(Fault::Damaged);
    }
    let of_edges = parts.map(|part| (part != NOTHING).then_some(part as usize));
    Ok(Parts::of_components(nodes, edges, of_edges))
}
