//! Reading of small PBF files written here by hand, and of files that are none.

use std::path::PathBuf;

use super::read_osm_pbf;
use crate::{Direction, RoadClass, RoadError, RoadImport, RoadNetwork, RoadSettings};

/// Protobuf by hand: just what an uncompressed PBF file of nodes and ways needs.
mod pbf {
    use xiaqu_model::cast;

    pub(super) type Tags<'a> = &'a [(&'a str, &'a str)];

    fn varint(mut value: u64, bytes: &mut Vec<u8>) {
        while value >= 128 {
            bytes.push(u8::try_from(value % 128).unwrap() + 128);
            value /= 128;
        }
        bytes.push(u8::try_from(value).unwrap());
    }

    fn zigzag(value: i64) -> u64 {
        if value >= 0 { value.unsigned_abs() * 2 } else { value.unsigned_abs() * 2 - 1 }
    }

    fn number(field: u64, value: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        varint(field * 8, &mut bytes);
        varint(value, &mut bytes);
        bytes
    }

    fn bytes(field: u64, content: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        varint(field * 8 + 2, &mut bytes);
        varint(content.len() as u64, &mut bytes);
        bytes.extend(content);
        bytes
    }

    fn packed(field: u64, values: impl Iterator<Item = u64>) -> Vec<u8> {
        let mut content = Vec::new();
        values.for_each(|value| varint(value, &mut content));
        bytes(field, &content)
    }

    fn blob(kind: &str, content: &[u8]) -> Vec<u8> {
        let blob = [bytes(1, content), number(2, content.len() as u64)].concat();
        let header = [bytes(1, kind.as_bytes()), number(3, blob.len() as u64)].concat();
        let length = u32::try_from(header.len()).unwrap().to_be_bytes();
        [length.to_vec(), header, blob].concat()
    }

    #[derive(Default)]
    struct Strings(Vec<String>);

    impl Strings {
        fn tags(&mut self, tags: Tags<'_>) -> Vec<u8> {
            let mut index = |text: &str| {
                self.0.push(text.to_owned());
                self.0.len() as u64
            };
            let keys: Vec<u64> = tags.iter().map(|(key, _)| index(key)).collect();
            let values: Vec<u64> = tags.iter().map(|(_, value)| index(value)).collect();
            [packed(2, keys.into_iter()), packed(3, values.into_iter())].concat()
        }
    }

    /// A file with nodes (id, longitude, latitude, tags) and ways (id, nodes, tags).
    pub(super) fn file(nodes: &[(i64, f64, f64, Tags<'_>)], ways: &[(i64, &[i64], Tags<'_>)]) -> Vec<u8> {
        let mut strings = Strings::default();
        let degrees = |value: f64| zigzag(cast::to_i64(value * 1e7).unwrap());
        let mut group = Vec::new();
        for (id, longitude, latitude, tags) in nodes {
            let place = [number(8, degrees(*latitude)), number(9, degrees(*longitude))].concat();
            group.extend(bytes(1, &[number(1, zigzag(*id)), strings.tags(tags), place].concat()));
        }
        for (id, nodes, tags) in ways {
            let before = std::iter::once(0).chain(nodes.iter().copied());
            let steps = nodes.iter().zip(before).map(|(node, before)| zigzag(node - before));
            let way = [number(1, u64::try_from(*id).unwrap()), strings.tags(tags), packed(8, steps)].concat();
            group.extend(bytes(3, &way));
        }
        let table: Vec<u8> = std::iter::once("")
            .chain(strings.0.iter().map(String::as_str))
            .flat_map(|text| bytes(1, text.as_bytes()))
            .collect();
        let block = [bytes(1, &table), bytes(2, &group)].concat();
        [blob("OSMHeader", &bytes(4, b"OsmSchema-V0.6")), blob("OSMData", &block)].concat()
    }
}

/// A file of the test that is removed with it.
struct TestFile(PathBuf);

impl TestFile {
    fn new(name: &str, content: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("xiaqu-roads-{}-{name}", std::process::id()));
        fs_err::write(&path, content).unwrap();
        Self(path)
    }

    fn read(&self) -> Result<RoadImport, RoadError> {
        read_osm_pbf(&self.0, &RoadSettings::default())
    }
}

impl Drop for TestFile {
    fn drop(&mut self) {
        let _ = fs_err::remove_file(&self.0);
    }
}

const PRIMARY: pbf::Tags<'static> = &[("highway", "primary")];

fn county() -> Vec<u8> {
    let nodes: Vec<(i64, f64, f64, pbf::Tags<'_>)> = vec![
        (1, 117.00, 27.0, &[]),
        (2, 117.01, 27.0, &[("barrier", "bollard")]),
        (3, 117.02, 27.0, &[]),
        (4, 117.03, 27.0, &[("barrier", "gate")]),
        (5, 117.04, 27.0, &[]),
    ];
    let ways: Vec<(i64, &[i64], pbf::Tags<'_>)> = vec![
        (30, &[3, 4, 5], &[("highway", "tertiary_link"), ("oneway", "-1"), ("maxspeed", "20 mph"), ("ref", "X1")]),
        (20, &[1, 2, 3], &[("highway", "primary"), ("maxspeed", "fast")]),
        (40, &[4, 5, 99, 1, 3], PRIMARY),
        (50, &[1, 5], &[("highway", "footway")]),
        (51, &[1, 5], &[("highway", "service"), ("access", "no")]),
        (52, &[1, 5], &[("highway", "service"), ("area", "yes")]),
        (53, &[98, 5], PRIMARY),
        (60, &[1, 5], &[("building", "yes")]),
    ];
    pbf::file(&nodes, &ways)
}

#[test]
fn a_small_file_is_read_with_every_way_accounted_for() {
    let import = TestFile::new("county", &county()).read().unwrap();
    let report = &import.report;
    assert_eq!((report.ways, report.kept), (7, 3));
    assert_eq!((report.dropped_class, report.dropped_area, report.dropped_access, report.dropped_points), (1, 1, 1, 1));
    assert_eq!((report.missing_nodes, report.maxspeed_not_understood, report.barriers), (2, 1, 1));
    assert_eq!(report.maxspeed_example.as_deref(), Some("fast"));
    let ids: Vec<&str> = import.lines.iter().map(|line| &*line.id).collect();
    assert_eq!(ids, ["20", "20", "30", "40", "40"], "by way id; cut at the bollard and at the missing node");
    let codes: Vec<&str> = report.to_problems("county.osm.pbf").iter().map(xiaqu_model::ProblemReport::code).collect();
    assert_eq!(codes, ["W935", "W936"]);
    let link = &import.lines[2];
    assert_eq!(
        (link.class, link.direction, link.name.as_deref()),
        (RoadClass::Tertiary, Direction::Backward, Some("X1"))
    );
    assert!((link.speed.as_kph() - 32.186_88).abs() < 1e-9);
    assert!((link.points[0].longitude() - 117.02).abs() < 1e-9);
}

#[test]
fn a_bollard_divides_the_network_and_a_gate_does_not() {
    let nodes: Vec<(i64, f64, f64, pbf::Tags<'_>)> =
        vec![(1, 117.0, 27.0, &[]), (2, 117.01, 27.0, &[("barrier", "bollard")]), (3, 117.02, 27.0, &[])];
    let gate: Vec<(i64, f64, f64, pbf::Tags<'_>)> = nodes
        .iter()
        .map(|node| (node.0, node.1, node.2, if node.0 == 2 { &[("barrier", "gate")] } else { node.3 }))
        .collect();
    for (nodes, islands) in [(nodes, 1), (gate, 0)] {
        let file = TestFile::new(&format!("barrier-{islands}"), &pbf::file(&nodes, &[(7, &[1, 2, 3], PRIMARY)]));
        let lines = file.read().unwrap().lines;
        let frame = xiaqu_model::LocalFrame::centred_on(lines[0].points[0]);
        let (_, report) = RoadNetwork::build(&lines, &[], frame, &RoadSettings::default()).unwrap();
        assert_eq!((report.islands.len(), report.joined.len()), (islands, 0));
    }
}

#[test]
fn a_file_cut_short_anywhere_is_refused_or_read_to_a_block_end() {
    let whole = county();
    let header_end = 4 + usize::try_from(u32::from_be_bytes(whole[..4].try_into().unwrap())).unwrap();
    for length in (1..whole.len()).step_by(7) {
        let result = TestFile::new("cut", &whole[..length]).read();
        match result {
            Err(RoadError::Pbf { .. } | RoadError::NotPbf { .. }) => {}
            // Nothing tells a file that ends after a block from a whole one.
            Ok(import) => assert!(import.lines.is_empty() && length > header_end, "cut at {length}"),
            Err(other) => panic!("cut at {length}: {other}"),
        }
    }
}

#[test]
fn files_that_are_not_pbf_are_refused_with_their_path() {
    let text = TestFile::new("text", "id,name\n1,甲\n".repeat(50).as_bytes());
    let error = text.read().unwrap_err();
    assert!(matches!(error, RoadError::NotPbf { .. }), "{error}");
    assert!(error.to_string().contains("text"));
    assert!(matches!(TestFile::new("empty", b"").read(), Err(RoadError::Empty { .. })));
    let missing = read_osm_pbf(&std::env::temp_dir().join("xiaqu-no-such-file.osm.pbf"), &RoadSettings::default());
    assert!(matches!(missing, Err(RoadError::Read { .. })));
}
