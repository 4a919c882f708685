//! The file of a region, its checksums made to fit.

use sha2::{Digest, Sha256};
use xiaqu_model::{Kph, LocalFrame, LonLat, TravelTime};
use xiaqu_roads::{
    Access, Base, Direction, RegionOrigin, RoadClass, RoadData, RoadLine, RoadNetwork, RoadSettings, Scenario, Season,
    TurnRestriction, TurnRule, TurnVia, cells, travel_times,
};

use crate::{file, parts, role_and_rest};

const SECTIONS: usize = 15;
const MAGIC: usize = 8;
const COUNT: usize = 8;

thread_local! {
    static SOUND: Vec<Vec<u8>> = region_sections(&region_file());
}

fn at(x: u32, y: u32) -> LonLat {
    LonLat::new(117.0 + f64::from(x) / 1_000.0, 27.0 + f64::from(y) / 1_000.0).unwrap()
}

/// The file of a small network with a forbidden turn, a one-way, a ford and a pass.
pub fn region_file() -> Vec<u8> {
    let line = |number: i64, ends: [(u32, u32); 2], nodes: [i64; 2]| RoadLine {
        points: vec![at(ends[0].0, ends[0].1), at(ends[1].0, ends[1].1)],
        osm_nodes: Some(nodes.to_vec()),
        class: RoadClass::Tertiary,
        speed: Kph::new(40.0).unwrap(),
        direction: if number % 3 == 0 { Direction::Forward } else { Direction::Both },
        name: (number % 2 == 0).then(|| "新华路".into()),
        closed_when_wet: number == 2,
        season: if number == 4 { Season::NotInWinter } else { Season::AllYear },
        id: number.to_string().into(),
        level: 0,
    };
    let lines = [
        line(1, [(0, 0), (3, 0)], [1, 2]),
        line(2, [(3, 0), (3, 3)], [2, 3]),
        line(3, [(3, 3), (0, 0)], [3, 1]),
        line(4, [(3, 0), (6, 1)], [2, 4]),
    ];
    let turn = TurnRestriction {
        id: "9".into(),
        kind: "no_left_turn".into(),
        rule: TurnRule::Forbidden,
        from: vec!["1".into()],
        via: TurnVia::Node(2),
        to: vec!["2".into()],
    };
    let data = RoadData { lines: &lines, turns: &[turn], ..RoadData::default() };
    let settings = RoadSettings::default();
    let network = RoadNetwork::build_from(data, LocalFrame::centred_on(at(0, 0)), &settings).unwrap().0;
    let path = file("sound.xqroads", &[]);
    network.write_region(&path, &RegionOrigin::default()).unwrap();
    fs_err::read(path).unwrap()
}

/// The sections of a sound file.
pub fn region_sections(bytes: &[u8]) -> Vec<Vec<u8>> {
    let number = |bytes: &[u8]| usize::try_from(u64::from_le_bytes(bytes.try_into().unwrap())).unwrap();
    let (rest, footer) = bytes.split_at(bytes.len() - COUNT);
    let footer = &rest[rest.len() - number(footer)..];
    let mut start = MAGIC;
    footer
        .chunks(COUNT)
        .take(SECTIONS)
        .map(number)
        .map(|length| {
            start += length;
            bytes[start - length..start].to_vec()
        })
        .collect()
}

/// If the first byte is odd, the sections of a file, each behind its length, whose checksums are made to fit and whose
/// text is that of a sound file; else the file. Every question to a network that opens has an answer.
pub fn region(data: &[u8]) {
    let (is_sealed, rest) = role_and_rest(data);
    let bytes = if is_sealed % 2 == 1 { sealed(rest) } else { rest.to_vec() };
    let Ok(region) = RoadNetwork::open_region(&file("roads.xqroads", &bytes), &RoadSettings::default()) else { return };
    let network = region.network;
    let usable = network.usable_from(&[at(1, 1), at(5, 1)]);
    let bases: Vec<Base> =
        usable.bases().iter().flatten().map(|access| Base { access: *access, start: TravelTime::ZERO }).collect();
    let targets: Vec<Access> = usable.access(at(3, 2)).into_iter().collect();
    for scenario in Scenario::ALL {
        let weights = network.weights(scenario);
        travel_times(&network, &weights, &bases, &targets);
        cells(&network, &weights, &bases);
    }
}

fn sealed(data: &[u8]) -> Vec<u8> {
    let sections: [&[u8]; SECTIONS] = parts(data);
    SOUND.with(|sound| {
        let mut content = b"XIAQURG1".to_vec();
        let mut footer = Vec::new();
        for (position, section) in sections.into_iter().enumerate() {
            let section = if position == 0 { &sound[0] } else { section };
            content.extend(section);
            footer.extend((section.len() as u64).to_le_bytes());
        }
        // One block: inputs are far shorter than four megabytes.
        footer.extend(Sha256::digest(&content).to_vec());
        footer.extend(Sha256::digest(&footer).to_vec());
        content.extend(&footer);
        content.extend((footer.len() as u64).to_le_bytes());
        content
    })
}
