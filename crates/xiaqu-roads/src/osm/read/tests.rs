//! Reading of small PBF files written here by hand, and of files that are none.

use std::io::Write as _;

use super::read_osm_pbf;
use crate::{
    Direction, PbfFault, RoadClass, RoadError, RoadNetwork, RoadSettings,
    osm::testing::{TestFile, pbf, pbf::Node, pbf::Way},
};

const PRIMARY: pbf::Tags<'static> = &[("highway", "primary")];

fn county() -> Vec<u8> {
    let nodes: Vec<Node<'_>> = vec![
        (1, 117.00, 27.0, &[]),
        (2, 117.01, 27.0, &[("barrier", "bollard")]),
        (3, 117.02, 27.0, &[]),
        (4, 117.03, 27.0, &[("barrier", "gate")]),
        (5, 117.04, 27.0, &[]),
    ];
    let ways: Vec<Way<'_>> = vec![
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
    let import = TestFile::new("county", &county()).read_pbf().unwrap();
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
    let nodes: Vec<Node<'_>> =
        vec![(1, 117.0, 27.0, &[]), (2, 117.01, 27.0, &[("barrier", "bollard")]), (3, 117.02, 27.0, &[])];
    let gate: Vec<Node<'_>> = nodes
        .iter()
        .map(|node| (node.0, node.1, node.2, if node.0 == 2 { &[("barrier", "gate")] } else { node.3 }))
        .collect();
    for (nodes, islands) in [(nodes, 1), (gate, 0)] {
        let file = TestFile::new(&format!("barrier-{islands}"), &pbf::file(&nodes, &[(7, &[1, 2, 3], PRIMARY)]));
        let lines = file.read_pbf().unwrap().lines;
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
        let result = TestFile::new("cut", &whole[..length]).read_pbf();
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
    let error = text.read_pbf().unwrap_err();
    assert!(matches!(error, RoadError::NotPbf { .. }), "{error}");
    assert!(error.to_string().contains("text"));
    assert!(matches!(TestFile::new("empty", b"").read_pbf(), Err(RoadError::Empty { .. })));
    let missing = read_osm_pbf(&std::env::temp_dir().join("xiaqu-no-such-file.osm.pbf"), &RoadSettings::default());
    assert!(matches!(missing, Err(RoadError::Read { .. })));
}

fn fault(name: &str, content: &[u8]) -> PbfFault {
    match TestFile::new(name, content).read_pbf() {
        Err(RoadError::Pbf { source, .. }) => source,
        other => panic!("{name}: {other:?}"),
    }
}

/// A block of data packed by zlib.
fn zipped(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).unwrap();
    let blob = pbf::bytes(3, &encoder.finish().unwrap());
    let header = [pbf::bytes(1, b"OSMData"), pbf::number(3, blob.len() as u64)].concat();
    [u32::try_from(header.len()).unwrap().to_be_bytes().to_vec(), header, blob].concat()
}

fn header() -> Vec<u8> {
    pbf::blob("OSMHeader", &pbf::bytes(4, b"OsmSchema-V0.6"))
}

#[test]
fn blocks_that_lie_about_themselves_are_refused_by_name_and_cost_no_memory() {
    let after_header = |rest: &[u8]| [header().as_slice(), rest].concat();
    let long_header = after_header(&[0, 2, 0, 0]);
    assert!(matches!(fault("long-header", &long_header), PbfFault::TooLong { bytes: 131_072 }));
    let promise = |size: u64| {
        let header = [pbf::bytes(1, b"OSMData"), pbf::number(3, size)].concat();
        after_header(&[&u32::try_from(header.len()).unwrap().to_be_bytes(), header.as_slice()].concat())
    };
    assert!(matches!(fault("long-block", &promise(1 << 40)), PbfFault::TooLong { .. }));
    assert!(matches!(fault("promise", &promise(30 << 20)), PbfFault::CutShort));
    let tight = after_header(&zipped(&vec![0; 4 << 20]));
    assert!(tight.len() < 30_000, "4 MB of zeros are small when packed");
    assert!(matches!(fault("tight", &tight), PbfFault::TooTight { .. }));
    let rows = (0..40_u32 << 14).map(|row| [row.wrapping_mul(0x9E37_79B9).to_le_bytes().as_slice(), &[0; 60]].concat());
    let bomb = after_header(&zipped(&rows.flatten().collect::<Vec<_>>()));
    assert!(bomb.len() < 10_000_000, "40 MB of rows are less when packed");
    assert!(matches!(fault("bomb", &bomb), PbfFault::TooLong { .. }));
    let nothing = after_header(&pbf::blob("OSMData", &[]));
    assert!(TestFile::new("nothing", &nothing).read_pbf().unwrap().lines.is_empty());
    let history = pbf::blob("OSMHeader", &pbf::bytes(4, b"HistoricalInformation"));
    assert!(matches!(fault("history", &history), PbfFault::Feature { feature } if feature == "HistoricalInformation"));
    let lzma = [pbf::bytes(1, b"OSMData"), pbf::number(3, 3)].concat();
    let lzma = [&u32::try_from(lzma.len()).unwrap().to_be_bytes(), lzma.as_slice(), &pbf::bytes(4, b"x")].concat();
    assert!(matches!(fault("lzma", &after_header(&lzma)), PbfFault::Packing));
    let garbage = after_header(&[0, 0, 0, 9].repeat(50));
    assert!(matches!(fault("garbage", &garbage), PbfFault::Damaged | PbfFault::CutShort));
}

#[test]
fn numbers_at_the_end_of_their_range_are_faults_or_off_the_earth() {
    let group =
        |node: Vec<u8>| pbf::blob("OSMData", &[pbf::bytes(1, &pbf::bytes(1, b"")), pbf::bytes(2, &node)].concat());
    // A node at 2^63 - 1 units of a tenth of a millionth of a degree, and a delta that passes the end of the numbers.
    let far = pbf::bytes(1, &[pbf::number(1, 2), pbf::number(8, u64::MAX - 1), pbf::number(9, 0)].concat());
    let way = pbf::bytes(3, &[pbf::number(1, 7), pbf::bytes(8, &[2, 4])].concat());
    let whole = [header(), group([far, way].concat())].concat();
    let import = TestFile::new("far", &whole).read_pbf().unwrap();
    assert!(import.lines.is_empty());
    let top: Vec<u8> = [vec![254], vec![255; 8], vec![1], vec![2]].concat();
    let ids = pbf::bytes(2, &[pbf::bytes(1, &top), pbf::bytes(8, &[0, 0]), pbf::bytes(9, &[0, 0])].concat());
    assert!(matches!(fault("ids", &[header(), group(ids)].concat()), PbfFault::Damaged));
}

#[test]
fn packed_and_plain_blocks_say_the_same() {
    let plain = county();
    let header_end = header().len();
    // Beyond the header of the block and the head of its content stands what a packed block packs.
    let length = |at: usize| usize::try_from(u32::from_be_bytes(plain[at..at + 4].try_into().unwrap())).unwrap();
    let blob = &plain[header_end + 4 + length(header_end)..];
    let content = &blob[1 + blob[1..].iter().position(|byte| byte & 0x80 == 0).unwrap() + 1..];
    let size_field = pbf::number(2, content.len() as u64).len();
    let content = &content[..content.len() - size_field];
    let packed = [header(), zipped(content)].concat();
    let (one, other) = (TestFile::new("plain", &plain).read_pbf(), TestFile::new("packed", &packed).read_pbf());
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!((&one.lines, &one.report), (&other.lines, &other.report));
    assert_eq!(one.lines.len(), 5);
}
