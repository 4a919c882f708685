//! What is opened is what was kept, and nothing else opens.

use std::path::PathBuf;

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

use super::{
    MAGIC, RegionError, RegionOrigin, Section,
    blocks::{Sections, write_sections},
};
use crate::{
    Closure, ClosureEffect, RoadData, RoadNetwork, RoadSettings, Scenario, Season, TurnRestriction, TurnRule, TurnVia,
    cells,
    testing::{at, frame, line, random_case, real_data},
    travel_times,
};

struct Kept {
    folder: tempfile::TempDir,
}

impl Kept {
    fn new(network: &RoadNetwork) -> Self {
        let kept = Self { folder: tempfile::tempdir().unwrap() };
        network.write_region(&kept.path(), &origin()).unwrap();
        kept
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("roads.xqroads")
    }

    fn open(&self) -> Result<super::Region, RegionError> {
        RoadNetwork::open_region(&self.path(), &RoadSettings::default())
    }

    fn open_bytes(&self, bytes: &[u8]) -> Result<super::Region, RegionError> {
        fs_err::write(self.path(), bytes).unwrap();
        self.open()
    }
}

fn origin() -> RegionOrigin {
    RegionOrigin { file: "路网\n2.osm.pbf".to_owned(), sha256: "ab".repeat(32), lines: 7 }
}

fn assert_same(opened: &RoadNetwork, network: &RoadNetwork) {
    assert_eq!(format!("{:?}", opened.edges), format!("{:?}", network.edges));
    assert_eq!(format!("{:?}", opened.arcs), format!("{:?}", network.arcs));
    assert_eq!(format!("{:?}", opened.parts), format!("{:?}", network.parts));
    assert_eq!((&opened.nodes, opened.frame, &opened.settings), (&network.nodes, network.frame, &network.settings));
}

/// Roads with a forbidden turn, a pass, a ford and names.
fn roads_with_everything() -> RoadNetwork {
    let mut lines = vec![
        line("1", &[(0.0, 0.0), (100.0, 0.0), (200.0, 10.0)]),
        line("2", &[(200.0, 10.0), (300.0, 90.0)]),
        line("3", &[(200.0, 10.0), (300.0, -90.0)]),
    ];
    for (line, nodes) in lines.iter_mut().zip([vec![1, 2, 3], vec![3, 4], vec![3, 5]]) {
        line.osm_nodes = Some(nodes);
    }
    lines[1].name = Some("新华路".into());
    lines[1].season = Season::NotInWinter;
    lines[2].closed_when_wet = true;
    let turn = TurnRestriction {
        id: "9".into(),
        kind: "no_left_turn".into(),
        rule: TurnRule::Forbidden,
        from: vec!["1".into()],
        via: TurnVia::Node(3),
        to: vec!["2".into()],
    };
    let data = RoadData { lines: &lines, turns: &[turn], ..RoadData::default() };
    RoadNetwork::build_from(data, frame(), &RoadSettings::default()).unwrap().0
}

#[test]
fn a_region_answers_as_the_network_it_was_made_of() {
    for seed in 0..200 {
        let case = random_case(seed);
        let opened = Kept::new(&case.network).open().unwrap();
        assert_eq!(opened.origin, origin());
        assert_same(&opened.network, &case.network);
        let weights = opened.network.weights(Scenario::Wet);
        assert_eq!(weights, case.network.weights(Scenario::Wet));
        let times = |network| travel_times(network, &weights, &case.bases, &case.targets);
        assert_eq!(times(&opened.network), times(&case.network));
        assert_eq!(cells(&opened.network, &weights, &case.bases), cells(&case.network, &weights, &case.bases));
        let places = [at(10.0, 20.0), at(-700.0, 300.0)];
        assert_eq!(opened.network.usable_from(&places).bases(), case.network.usable_from(&places).bases());
    }
    let network = roads_with_everything();
    assert_eq!(network.arcs.copy_count(), 1);
    assert_same(&Kept::new(&network).open().unwrap().network, &network);
}

#[test]
fn the_roads_of_porto_are_kept_with_their_turn_restrictions() {
    let Some(folder) = real_data() else { return };
    let settings = RoadSettings::default();
    let import = crate::read_osm_pbf(&folder.join("roads/porto.osm.pbf"), &settings).unwrap();
    let data = RoadData { lines: &import.lines, turns: &import.turns, ..RoadData::default() };
    let (network, _) = RoadNetwork::build_from(data, frame(), &settings).unwrap();
    assert!(network.arcs.copy_count() > 100);
    assert_same(&Kept::new(&network).open().unwrap().network, &network);
}

#[test]
fn a_file_that_is_cut_short_or_changed_anywhere_is_refused() {
    let kept = Kept::new(&roads_with_everything());
    let sound = fs_err::read(kept.path()).unwrap();
    for place in 0..sound.len() {
        let mut changed = sound.clone();
        changed[place] ^= 1;
        let found = kept.open_bytes(&changed).unwrap_err();
        let is_foreign = matches!(found, RegionError::NotARegion { .. });
        assert_eq!(is_foreign, place < MAGIC.len(), "byte {place}: {found}");
        assert!(kept.open_bytes(&sound[..place]).is_err());
    }
    assert!(kept.open_bytes(&[sound.as_slice(), &[0]].concat()).is_err());
    assert!(kept.open_bytes(&sound).is_ok());
}

#[test]
fn numbers_that_do_not_fit_together_are_refused_or_harmless_even_with_the_right_checksum() {
    let kept = Kept::new(&roads_with_everything());
    let sound = fs_err::read(kept.path()).unwrap();
    let sections = Sections::of(&sound).unwrap();
    let mut random = Pcg64Mcg::seed_from_u64(1);
    let mut refused = 0;
    for trial in 0..4_000 {
        let mut contents: Vec<Vec<u8>> = Section::ALL.map(|section| sections.bytes(section).to_vec()).to_vec();
        let section = &mut contents[trial % Section::ALL.len()];
        match random.random_range(0..4) {
            _ if section.is_empty() => section.extend([7; 12]),
            0 => section.truncate(random.random_range(0..section.len())),
            1 => section.extend([0xFF; 28]),
            kind => {
                let place = random.random_range(0..section.len());
                section[place] = if kind == 2 { 0xFF } else { random.random_range(0..9) };
            }
        }
        let bytes = write_sections(Vec::new(), |writer| {
            contents.iter().try_for_each(|content| writer.section(content.iter().map(|byte| [*byte])))
        });
        let Ok(region) = kept.open_bytes(&bytes.unwrap()) else {
            refused += 1;
            continue;
        };
        // It may be another network; every question to it must have an answer.
        let network = region.network;
        let usable = network.usable_from(&[at(10.0, 5.0)]);
        let bases: Vec<crate::Base> = usable
            .bases()
            .iter()
            .flatten()
            .map(|access| crate::Base { access: *access, start: xiaqu_model::TravelTime::ZERO })
            .collect();
        let weights = network.weights(Scenario::Day);
        let targets: Vec<crate::Access> = usable.access(at(250.0, 50.0)).into_iter().collect();
        travel_times(&network, &weights, &bases, &targets);
        cells(&network, &weights, &bases);
    }
    assert!(refused > 1_500, "{refused}");
}

#[test]
fn a_region_of_other_settings_and_what_is_no_region_are_told_apart() {
    let kept = Kept::new(&roads_with_everything());
    let slower = RoadSettings { night_factor: 1.2, ..RoadSettings::default() };
    let other = RoadNetwork::open_region(&kept.path(), &slower).unwrap_err();
    assert!(matches!(other, RegionError::OtherSettings { .. }), "{other}");
    assert!(matches!(kept.open_bytes(b"PK\x03\x04").unwrap_err(), RegionError::NotARegion { .. }));
    assert!(matches!(kept.open_bytes(b"").unwrap_err(), RegionError::NotARegion { .. }));
    let nowhere = RoadNetwork::open_region(&kept.folder.path().join("none.xqroads"), &slower).unwrap_err();
    assert!(matches!(nowhere, RegionError::File { .. }));
}

#[test]
fn closures_are_no_part_of_a_region() {
    let closure = Closure {
        id: "flood".into(),
        place: None,
        roads: ["1".into()].into(),
        effect: ClosureEffect::Closed,
        scenarios: Vec::new(),
    };
    let lines = [line("1", &[(0.0, 0.0), (100.0, 0.0)])];
    let data = RoadData { lines: &lines, closures: &[closure], ..RoadData::default() };
    let network = RoadNetwork::build_from(data, frame(), &RoadSettings::default()).unwrap().0;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("roads.xqroads");
    assert!(matches!(network.write_region(&path, &origin()).unwrap_err(), RegionError::HasClosures));
    assert!(!path.exists());
}
