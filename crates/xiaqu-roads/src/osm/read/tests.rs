//! Reading of small PBF files written here by hand, and of files that are none.

use super::read_osm_pbf;
use crate::{
    Direction, RoadClass, RoadError, RoadNetwork, RoadSettings,
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
