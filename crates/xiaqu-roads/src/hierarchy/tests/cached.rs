//! The file.

use super::generated::Generated;
use crate::{Hierarchy, HierarchyError};

#[test]
fn a_hierarchy_written_and_opened_again_is_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("roads.hierarchy");
    for seed in 0..200 {
        let case = Generated::random(seed);
        let hierarchy = Hierarchy::build(&case.graph);
        hierarchy.write(&path, &case.graph).unwrap();
        assert!(Hierarchy::open(&path, &case.graph).unwrap() == hierarchy, "seed {seed}");
    }
    assert_eq!(fs_err::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside the file");
}

#[test]
fn a_file_of_other_roads_is_stale() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("roads.hierarchy");
    let (one, other) = (Generated::lattice(9, 1), Generated::lattice(9, 2));
    Hierarchy::build(&one.graph).write(&path, &one.graph).unwrap();
    assert!(matches!(Hierarchy::open(&path, &other.graph), Err(HierarchyError::Stale { .. })));
    assert!(matches!(Hierarchy::open(&folder.path().join("none"), &one.graph), Err(HierarchyError::File { .. })));
}

#[test]
fn every_changed_byte_and_every_cut_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("roads.hierarchy");
    let case = Generated::lattice(7, 1);
    Hierarchy::build(&case.graph).write(&path, &case.graph).unwrap();
    let bytes = fs_err::read(&path).unwrap();
    let opened = |bytes: &[u8]| {
        fs_err::write(&path, bytes).unwrap();
        Hierarchy::open(&path, &case.graph)
    };
    for place in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[place] ^= 0x10;
        match opened(&changed) {
            Err(HierarchyError::NotAHierarchy { .. }) => assert!(place < 8),
            Err(HierarchyError::Damaged { .. }) => assert!(place >= 8),
            other => panic!("byte {place}: {other:?}"),
        }
    }
    for length in 0..bytes.len() {
        assert!(opened(&bytes[..length]).is_err(), "cut to {length} bytes");
    }
    assert!(opened(b"").is_err());
    assert!(opened(&bytes).is_ok());
}

#[test]
fn a_well_formed_file_that_is_no_hierarchy_of_the_graph_is_refused() {
    use sha2::{Digest, Sha256};

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("roads.hierarchy");
    let case = Generated::lattice(7, 1);
    Hierarchy::build(&case.graph).write(&path, &case.graph).unwrap();
    let bytes = fs_err::read(&path).unwrap();
    let content = bytes.len() - 32;
    let mut refused = 0;
    // Counts, ranks, starts and lists, each with a right checksum.
    for place in 40..content {
        let mut forged = bytes[..content].to_vec();
        forged[place] ^= 1;
        let hash = Sha256::digest(&forged);
        forged.extend_from_slice(&hash);
        fs_err::write(&path, &forged).unwrap();
        match Hierarchy::open(&path, &case.graph) {
            Err(HierarchyError::Damaged { .. }) => refused += 1,
            Err(error) => panic!("byte {place}: {error}"),
            // A rank may be exchanged only if the lists still fit.
            Ok(hierarchy) => {
                let metric = hierarchy.customise_arcs(&case.times).unwrap();
                let sources = case.some_junctions(5, 1);
                let matrix = metric.towards_all().times_from(&sources).unwrap();
                for (row, source) in sources.iter().enumerate() {
                    assert!(matrix.row(row).map(super::generated::plain).eq(case.dijkstra(*source)), "byte {place}");
                }
            }
        }
    }
    assert!(refused > 100);
}
