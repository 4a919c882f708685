//! What the fuzz targets share: a file of the given bytes, read as every layer that it may stand for.
//!
//! A reader may refuse anything, with a problem that says why. It may not panic, hang, or take more memory than the
//! limits of `tests/fuzz/run` allow.

#![allow(clippy::unwrap_used, reason = "a target that cannot write its file must stop")]

use std::{cell::RefCell, path::PathBuf};

use flate2::{
    Compression,
    write::{GzEncoder, ZlibEncoder},
};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;
use xiaqu_formats::{
    Source, read_closures, read_elevation, read_matrix, read_points, read_road_lines, read_stations, read_townships,
    read_travel_times, read_vector, read_villages,
};
use xiaqu_model::{Index as _, NodeIx, TravelTime};
use xiaqu_roads::{Hierarchy, RoadGraph, RoadSettings, TimeMatrix, read_osm_pbf, read_osm_xml};

mod region;

pub use region::{region, region_file, region_sections};

thread_local! {
    static FOLDER: TempDir = tempfile::tempdir().unwrap();
    /// A graph, the file of its hierarchy and its times.
    static KNOWN: RefCell<Option<(RoadGraph, Vec<u8>, TimeMatrix)>> = const { RefCell::new(None) };
}

/// Writes a file into the folder of this run.
pub fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = FOLDER.with(|folder| folder.path().join(name));
    fs_err::write(&path, bytes).unwrap();
    path
}

/// Reads a layer or table as the input that `role` selects. A reader that finds nothing says why.
pub fn layer(name: &str, bytes: &[u8], role: u8) {
    let path = file(name, bytes);
    let source = Source { path, name: name.to_owned(), ..Source::default() };
    let mut problems = Vec::new();
    let found = match role % 7 {
        0 => read_townships(&source, &mut problems).len(),
        1 => read_villages(&source, &mut problems).len(),
        2 => read_stations(&source, &mut problems).len(),
        3 => read_road_lines(&source, &RoadSettings::default(), &mut problems).len(),
        4 => read_closures(&source, &mut problems).len(),
        5 => read_points(&source, &mut problems).len(),
        _ => read_travel_times(&source, &mut problems).len(),
    };
    // A layer of closures may be empty, and roads of classes that the settings leave out are not read.
    assert!(found > 0 || !problems.is_empty() || matches!(role % 7, 3 | 4), "nothing was read and nothing said");
}

/// The role that the first byte selects, and the rest.
pub fn role_and_rest(data: &[u8]) -> (u8, &[u8]) {
    data.split_first().map_or((0, data), |(role, rest)| (*role, rest))
}

/// Parts of one input, each behind its length in two bytes; the last one takes what is left.
pub fn parts<const N: usize>(data: &[u8]) -> [&[u8]; N] {
    let mut left = data;
    std::array::from_fn(|part| {
        if part + 1 == N {
            return left;
        }
        let Some((length, rest)) = left.split_first_chunk::<2>() else { return std::mem::take(&mut left) };
        let (part, rest) = rest.split_at(usize::from(u16::from_le_bytes(*length)).min(rest.len()));
        left = rest;
        part
    })
}

/// A Shapefile of five parts.
pub fn shapefile(data: &[u8]) {
    let (role, rest) = role_and_rest(data);
    let [prj, cpg, shx, dbf, shp] = parts(rest);
    for (ending, bytes) in [("prj", prj), ("cpg", cpg), ("shx", shx), ("dbf", dbf)] {
        file(&format!("layer.{ending}"), bytes);
    }
    layer("layer.shp", shp, role);
}

/// OpenStreetMap data as the file that its name says.
pub fn osm(name: &str, bytes: &[u8]) {
    let path = file(name, bytes);
    let read = if name.ends_with(".pbf") { read_osm_pbf } else { read_osm_xml };
    if let Ok(import) = read(&path, &RoadSettings::default()) {
        assert!(import.lines.iter().all(|line| line.points.len() > 1), "a line without length");
    }
}

/// A PBF file whose blocks are sound on the outside: `raw` is what their first holds, packed or not.
pub fn osm_blocks(data: &[u8]) {
    let (packed, raw) = role_and_rest(data);
    let mut bytes = block("OSMHeader", &[], false);
    let [first, second] = parts(raw);
    bytes.extend(block("OSMData", second, packed % 2 == 1));
    bytes.extend(block("OSMData", first, packed % 4 > 1));
    osm("blocks.osm.pbf", &bytes);
}

/// One block of a PBF file.
pub fn block(kind: &str, content: &[u8], packed: bool) -> Vec<u8> {
    let mut blob = Vec::new();
    if packed {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        std::io::Write::write_all(&mut encoder, content).unwrap();
        field(&mut blob, 3, &encoder.finish().unwrap());
        blob.push(2 << 3);
        varint(&mut blob, content.len());
    } else {
        field(&mut blob, 1, content);
    }
    let mut header = Vec::new();
    field(&mut header, 1, kind.as_bytes());
    header.push(3 << 3);
    varint(&mut header, blob.len());
    let mut bytes = u32::try_from(header.len()).unwrap().to_be_bytes().to_vec();
    bytes.extend(header);
    bytes.extend(blob);
    bytes
}

/// A field of bytes, as PBF writes it.
pub fn field(target: &mut Vec<u8>, number: u8, content: &[u8]) {
    target.push(number << 3 | 2);
    varint(target, content.len());
    target.extend(content);
}

/// A whole number, as PBF writes it.
pub fn varint(target: &mut Vec<u8>, mut value: usize) {
    while value > 0x7F {
        target.push((value & 0x7F) as u8 | 0x80);
        value >>= 7;
    }
    target.push(value as u8);
}

/// A workbook whose archive is sound: the parts are its sheet, its shared strings and its list of sheets, stored.
pub fn workbook(data: &[u8]) {
    let (role, rest) = role_and_rest(data);
    let [workbook, strings, sheet] = parts(rest);
    let relations =
        br#"<Relationships><Relationship Id="rId1" Type="worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let files: [(&str, &[u8]); 4] = [
        ("xl/workbook.xml", workbook),
        ("xl/_rels/workbook.xml.rels", relations),
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    layer("book.xlsx", &stored_zip(&files), role);
}

/// A zip archive of stored files.
pub fn stored_zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut bytes, mut central) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let offset = bytes.len() as u32;
        let mut crc = flate2::Crc::new();
        crc.update(content);
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        common.extend(crc.sum().to_le_bytes());
        common.extend((content.len() as u32).to_le_bytes());
        common.extend((content.len() as u32).to_le_bytes());
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&common);
        bytes.extend(name.as_bytes());
        bytes.extend(*content);
        central.extend(b"PK\x01\x02\x14\x00");
        central.extend(&common);
        central.extend([0; 10]);
        central.extend(offset.to_le_bytes());
        central.extend(name.as_bytes());
    }
    let (count, start) = (files.len() as u16, bytes.len() as u32);
    bytes.extend(&central);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend((central.len() as u32).to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

/// Bytes of an SRTM tile of three seconds of arc.
const TILE: usize = 2 * 1_201 * 1_201;

/// Heights as GeoTIFF or as an SRTM tile.
pub fn elevation(data: &[u8]) {
    let (kind, rest) = role_and_rest(data);
    let name = if kind % 8 == 0 { "N26E117.hgt" } else { "heights.tif" };
    // A tile has one size only: the bytes again and again.
    let bytes = if kind == 0 { rest.iter().copied().cycle().take(TILE).collect() } else { rest.to_vec() };
    let source = Source { path: file(name, &bytes), name: name.to_owned(), ..Source::default() };
    let mut problems = Vec::new();
    let found = read_elevation(&source, &mut problems);
    assert!(found.is_some() || !problems.is_empty(), "nothing was read and nothing said");
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    std::io::Write::write_all(&mut encoder, bytes).unwrap();
    encoder.finish().unwrap()
}

/// A cost matrix or a vector, as text, `.npy`, or either packed.
pub fn matrix(data: &[u8]) {
    let (kind, rest) = role_and_rest(data);
    let name = ["m.csv", "m.npy", "m.csv.gz", "m.npy.gz"][usize::from(kind % 4)];
    // Packed here: no change of packed bytes keeps their checksum.
    let path = file(name, &if kind & 2 == 0 { rest.to_vec() } else { packed(rest) });
    let mut problems = Vec::new();
    let found = if kind & 4 == 0 {
        read_matrix(&path, name, &mut problems)
    } else {
        read_vector(&path, name, (kind & 8 == 0).then_some("minutes"), &mut problems)
    };
    assert!(found.is_some() || !problems.is_empty(), "nothing was read and nothing said");
}

/// A small graph, always the same, whose hierarchy the cache file is of.
pub fn graph() -> RoadGraph {
    let heads: Vec<u32> =
        (0..40_u32).flat_map(|from| [(from * 7 + 1) % 40, (from + 1) % 40, (from + 39) % 40]).collect();
    let first: Vec<u32> = (0..=40).map(|junction| junction * 3).collect();
    let places =
        (0..40_u32).map(|junction| [f64::from(junction % 8) * 100.0, f64::from(junction / 8) * 100.0]).collect();
    RoadGraph::new(first, heads, places).unwrap()
}

/// The times of all pairs, every arc with a time of its own and every seventh closed.
fn times(hierarchy: &Hierarchy) -> TimeMatrix {
    let arcs: Vec<Option<TravelTime>> = (0..120_u32)
        .map(|arc| (arc % 7 > 0).then(|| TravelTime::from_milliseconds(1_000 + arc * 977 % 5_000)))
        .collect();
    let junctions: Vec<NodeIx> = (0..40).map(NodeIx::from_position).collect();
    let metric = hierarchy.customise_arcs(&arcs).unwrap();
    metric.towards(&junctions).unwrap().times_from(&junctions).unwrap()
}

/// Bytes before the counts of a hierarchy: what it is and the hash of its graph.
const HIERARCHY_HEAD: usize = 40;
/// Bytes of the hash at its end.
const HASH: usize = 32;

/// The cache file of a hierarchy; if the first byte is odd, its hashes are made to fit. One that opens gives the times of
/// one that was built.
pub fn hierarchy(data: &[u8]) {
    let (is_sealed, rest) = role_and_rest(data);
    KNOWN.with_borrow_mut(|known| {
        let (graph, sound, expected) = known.get_or_insert_with(|| {
            let graph = graph();
            let hierarchy = Hierarchy::build(&graph);
            let path = file("sound.xqh", &[]);
            hierarchy.write(&path, &graph).unwrap();
            (graph, fs_err::read(path).unwrap(), times(&hierarchy))
        });
        let mut bytes = rest.to_vec();
        if is_sealed % 2 == 1 && bytes.len() >= HIERARCHY_HEAD + HASH {
            bytes[..HIERARCHY_HEAD].copy_from_slice(&sound[..HIERARCHY_HEAD]);
            bytes.truncate(bytes.len() - HASH);
            bytes.extend(Sha256::digest(&bytes).to_vec());
        }
        if let Ok(hierarchy) = Hierarchy::open(&file("roads.xqh", &bytes), graph) {
            assert_eq!(times(&hierarchy), *expected);
        }
    });
}
