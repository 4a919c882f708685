//! XML against PBF, and files that are no OpenStreetMap XML.

use std::io::Write as _;

use crate::{
    Base, RoadError, RoadNetwork, RoadSettings, Scenario, Season, TurnOutcome, TurnRule, XmlFault,
    osm::testing::{
        TestFile,
        pbf::{Members, Node, Relation, Way, file_with_relations},
        xml,
    },
    read_osm_xml, travel_times,
};

/// One way, `from`; a node, `via`; one way, `to`.
const LEFT: Members<'static> = &[(1, 10, "from"), (0, 2, "via"), (1, 20, "to")];

fn content() -> (Vec<Node<'static>>, Vec<Way<'static>>, Vec<Relation<'static>>) {
    let nodes: Vec<Node<'_>> = vec![
        (1, 117.000_000_1, 27.0, &[]),
        (2, 117.01, 27.0, &[]),
        (3, 117.02, 27.0, &[("barrier", "gate"), ("locked", "yes")]),
        (4, 117.01, 27.01, &[]),
        (5, 117.01, 27.02, &[]),
        (6, 117.03, 27.0, &[]),
    ];
    let ways: Vec<Way<'_>> = vec![
        (30, &[2, 3, 6], &[("highway", "track"), ("surface", "mud")]),
        (10, &[1, 2], &[("highway", "primary"), ("name", "甲&乙"), ("maxspeed", "50")]),
        (20, &[2, 4], &[("highway", "unclassified"), ("surface", "sand"), ("access:conditional", "no @ (Nov-Apr)")]),
        (25, &[2, 3, 6], &[("highway", "secondary"), ("maxspeed:practical", "22"), ("access", "destination")]),
        (40, &[4, 5], &[("route", "ferry"), ("duration", "00:12"), ("name", "渡口")]),
        (50, &[4, 6], &[("highway", "residential"), ("winter_road", "yes")]),
    ];
    let relations: Vec<Relation<'_>> = vec![
        (7, LEFT, &[("type", "restriction"), ("restriction", "no_left_turn")]),
        (3, LEFT, &[("type", "restriction"), ("restriction:conditional", "no_left_turn @ (08:00-10:00)")]),
        (5, &[(1, 10, "from"), (1, 99, "to"), (0, 2, "via")], &[("type", "restriction"), ("restriction", "no_u_turn")]),
        (6, &[(2, 6, "via"), (2, 7, "from"), (1, 10, "to")], &[("type", "restriction"), ("restriction", "no_u_turn")]),
        (8, &[(2, 9, "")], &[("type", "site")]),
        (9, &[(2, 8, ""), (2, 9, "")], &[("type", "restriction"), ("restriction", "only_straight_on")]),
    ];
    (nodes, ways, relations)
}

#[test]
fn xml_and_pbf_of_one_content_give_the_same_roads_restrictions_and_report() {
    let (nodes, ways, relations) = content();
    let text = TestFile::new("same.osm", xml(&nodes, &ways, &relations).as_bytes());
    let binary = TestFile::new("same.osm.pbf", &file_with_relations(&nodes, &ways, &relations));
    let (from_text, from_binary) = (text.read_xml().unwrap(), binary.read_pbf().unwrap());
    assert_eq!(from_text.lines, from_binary.lines);
    assert_eq!(from_text.turns, from_binary.turns);
    assert_eq!(from_text.report, from_binary.report);
    let report = &from_text.report;
    assert_eq!((report.ways, report.kept, report.ferries, report.seasonal, report.turns), (6, 5, 1, 2, 5));
    let left_out: Vec<(&str, TurnOutcome)> =
        report.turns_left_out.iter().map(|finding| (&*finding.id, finding.outcome)).collect();
    let expected = [
        ("3", TurnOutcome::Conditional),
        ("5", TurnOutcome::MissingMember),
        ("6", TurnOutcome::BadMembers),
        ("9", TurnOutcome::BadMembers),
    ];
    assert_eq!(left_out, expected, "relations in a circle are never followed");
    assert_eq!((from_text.turns.len(), from_text.turns[0].rule), (1, TurnRule::Forbidden));
    let codes: Vec<&str> = report.to_problems("same.osm").iter().map(xiaqu_model::ProblemReport::code).collect();
    assert_eq!(codes, ["W941"; 4]);
    let line = |id: &str| from_text.lines.iter().find(|line| &*line.id == id).unwrap();
    assert_eq!(line("10").name.as_deref(), Some("甲&乙"));
    let kph = |id: &str| line(id).speed.as_kph();
    assert!((kph("10") - 50.0).abs() < 1e-9 && (kph("20") - 20.0).abs() < 1e-9 && (kph("25") - 22.0).abs() < 1e-9);
    assert_eq!([line("20").season, line("50").season], [Season::NotInWinter, Season::OnlyInWinter]);
}

#[test]
fn a_ferry_takes_its_duration_and_seasons_open_and_close_roads() {
    let (nodes, ways, relations) = content();
    let import = TestFile::new("ferry.osm", xml(&nodes, &ways, &relations).as_bytes()).read_xml().unwrap();
    let frame = xiaqu_model::LocalFrame::centred_on(import.lines[0].points[0]);
    let (network, report) =
        RoadNetwork::build_with_turns(&import.lines, &[], &import.turns, frame, &RoadSettings::default()).unwrap();
    assert_eq!(report.turns[0].outcome, TurnOutcome::Honoured);
    let access = |id: &str, share| {
        let edge = network.edges().iter_enumerated().find(|(_, edge)| edge.id() == id).unwrap().0;
        network.access_on(edge, share).unwrap()
    };
    let base = Base { access: access("20", 1.0), start: xiaqu_model::TravelTime::ZERO };
    let times = |id: &str, share| {
        Scenario::ALL.map(|scenario| {
            let found = travel_times(&network, &network.weights(scenario), &[base], &[access(id, share)])[0][0];
            found.map(xiaqu_model::TravelTime::as_milliseconds)
        })
    };
    // Twelve minutes in every scenario: what is stated is not stretched.
    assert_eq!(times("40", 1.0), [Some(720_000); 4]);
    let [day, night, wet, winter] = times("20", 0.0);
    // 1,107.9 m at 20 km/h; in winter the road is closed, and only the road over the ice is left, which ends at the gate.
    assert!(day.is_some_and(|day| day.abs_diff(199_400) < 300), "{day:?}");
    let stretched = |factor: f64| day.map(|day| (f64::from(day) * factor).round());
    assert_eq!([night, wet].map(|time| time.map(f64::from)), [stretched(1.15), stretched(1.3)]);
    assert_eq!(winter, None);
    let [day, _, _, winter] = times("50", 0.5);
    assert!(day.is_none() && winter.is_some());
}

#[test]
fn a_locked_gate_sends_the_car_around_unless_it_has_the_key() {
    // Straight on 1,985 m through the gate at 2, or 2,975 m around by 4; 65 km/h.
    let nodes: [Node<'_>; 4] = [
        (1, 117.0, 27.0, &[]),
        (2, 117.01, 27.0, &[("barrier", "lift_gate"), ("locked", "yes")]),
        (3, 117.02, 27.0, &[]),
        (4, 117.01, 27.01, &[]),
    ];
    let ways: [Way<'_>; 2] = [(10, &[1, 2, 3], &[("highway", "primary")]), (20, &[1, 4, 3], &[("highway", "primary")])];
    let file = TestFile::new("gate.osm", xml(&nodes, &ways, &[]).as_bytes());
    for (locked_gates, metres, barriers) in [(false, 2_975.0, 1), (true, 1_985.0, 0)] {
        let passage = crate::Passage { locked_gates, ..crate::Passage::default() };
        let settings = RoadSettings { passage, ..RoadSettings::default() };
        let import = read_osm_xml(&file.0, &settings).unwrap();
        assert_eq!(import.report.barriers, barriers);
        let frame = xiaqu_model::LocalFrame::centred_on(import.lines[0].points[0]);
        let (network, _) = RoadNetwork::build(&import.lines, &[], frame, &settings).unwrap();
        let usable = network.usable_from(&[import.lines[0].points[0]]);
        let west = *usable.bases()[0].as_ref().unwrap();
        let east = usable.access(xiaqu_model::LonLat::new(117.02, 27.0).unwrap()).unwrap();
        let base = Base { access: west, start: xiaqu_model::TravelTime::ZERO };
        let found = travel_times(&network, &network.weights(Scenario::Day), &[base], &[east])[0][0].unwrap();
        let expected = metres * 3.6 / 65.0;
        let seconds = f64::from(found.as_milliseconds()) / 1_000.0;
        assert!((seconds - expected).abs() < 0.1, "{seconds} s, not {expected}");
    }
}

fn refused(name: &str, text: &str) -> XmlFault {
    match TestFile::new(name, text.as_bytes()).read_xml() {
        Err(RoadError::Xml { path, source }) => {
            assert!(path.to_string_lossy().contains(name));
            *source
        }
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn files_that_are_no_openstreetmap_xml_are_refused_by_name() {
    assert!(matches!(refused("words", "id,name\n1,甲\n"), XmlFault::NotOsm));
    assert!(matches!(refused("page", "<html><body>404</body></html>"), XmlFault::NotOsm));
    assert!(matches!(refused("change", "<osmChange></osmChange>"), XmlFault::NotOsm));
    assert!(matches!(refused("blank", "   \n"), XmlFault::NotOsm));
    assert!(matches!(refused("tags", "<osm><way id=\"1\"></osm>"), XmlFault::Syntax { .. }));
    assert!(matches!(refused("id", "<osm><way id=\"one\"/></osm>"), XmlFault::BadNumber { attribute: "id", .. }));
    assert!(matches!(
        refused("nd", "<osm><way id=\"1\"><nd/></way></osm>"),
        XmlFault::BadNumber { attribute: "ref", .. }
    ));
    assert!(matches!(refused("big", "<osm><way id=\"99999999999999999999\"/></osm>"), XmlFault::BadNumber { .. }));
    let entity = "<!DOCTYPE osm [<!ENTITY a \"&a;&a;\">]><osm><way id=\"1\"><tag k=\"highway\" v=\"&a;\"/></way></osm>";
    assert!(matches!(refused("entity", entity), XmlFault::Syntax { .. }), "entities are not expanded");
    assert!(matches!(TestFile::new("empty.osm", b"").read_xml(), Err(RoadError::Empty { .. })));
    let missing = read_osm_xml(&std::env::temp_dir().join("xiaqu-no-such-file.osm"), &RoadSettings::default());
    assert!(matches!(missing, Err(RoadError::Read { .. })));
}

#[test]
fn a_tag_without_end_is_refused_before_it_fills_the_memory() {
    let text = format!("<osm><!-- {} -->", "x".repeat(3 << 20));
    assert!(matches!(refused("comment", &text), XmlFault::Syntax { .. }));
}

#[test]
fn positions_off_the_earth_and_deleted_things_are_left_out() {
    let text = "<osm><node id=\"1\" lat=\"27\" lon=\"117\"/><node id=\"2\" lat=\"270\" lon=\"117\"/>\
        <node id=\"3\" lat=\"27\" lon=\"1e300\"/><node id=\"4\" lat=\"nan\" lon=\"117\"/><node id=\"5\" lat=\"27\"/>\
        <node id=\"6\" lat=\"27\" lon=\"117.1\"/>\
        <way id=\"1\"><nd ref=\"1\"/><nd ref=\"2\"/><nd ref=\"3\"/><nd ref=\"4\"/><nd ref=\"5\"/><nd ref=\"6\"/>\
        <tag k=\"highway\" v=\"primary\"/></way>\
        <way id=\"2\" action=\"delete\"><nd ref=\"1\"/><nd ref=\"6\"/><tag k=\"highway\" v=\"primary\"/></way></osm>";
    let import = TestFile::new("off.osm", text.as_bytes()).read_xml().unwrap();
    assert_eq!((import.lines.len(), import.report.missing_nodes, import.report.ways), (0, 1, 1));
}

#[test]
fn a_file_cut_short_anywhere_is_refused() {
    let (nodes, ways, relations) = content();
    let whole = xml(&nodes, &ways, &relations);
    let end = whole.trim_end().len();
    for length in (1..end).filter(|length| whole.is_char_boundary(*length)) {
        let result = TestFile::new("cut.osm", &whole.as_bytes()[..length]).read_xml();
        assert!(matches!(result, Err(RoadError::Xml { .. })), "cut at {length}");
    }
}

#[test]
fn files_with_any_byte_changed_are_read_or_refused_and_never_crash() {
    let (nodes, ways, relations) = content();
    let text = xml(&nodes, &ways, &relations).into_bytes();
    let binary = file_with_relations(&nodes, &ways, &relations);
    let mut random = 7_u64;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).unwrap() % below
    };
    let (mut read, mut refused) = (0, 0);
    for round in 0..1_500 {
        let is_text = round % 2 == 0;
        let mut content = if is_text { text.clone() } else { binary.clone() };
        for _ in 0..=next(3) {
            let at = next(content.len());
            content[at] = u8::try_from(next(256)).unwrap();
        }
        let file = TestFile::new("changed", &content);
        let result = if is_text { file.read_xml() } else { file.read_pbf() };
        match result {
            Ok(import) => {
                let frame = xiaqu_model::LocalFrame::centred_on(xiaqu_model::LonLat::new(117.0, 27.0).unwrap());
                let settings = RoadSettings::default();
                // A road around half of the earth may be refused; nothing may crash.
                let _ = RoadNetwork::build_with_turns(&import.lines, &[], &import.turns, frame, &settings);
                read += 1;
            }
            Err(_) => refused += 1,
        }
    }
    assert!(read > 100 && refused > 100, "{read} {refused}");
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_compressed_file_is_read_like_the_plain_one_even_in_several_parts() {
    let (nodes, ways, relations) = content();
    let text = xml(&nodes, &ways, &relations).into_bytes();
    let plain = TestFile::new("plain.osm", &text).read_xml().unwrap();
    let (first, second) = text.split_at(text.len() / 2);
    for packing in [packed(&text), [packed(first), packed(second)].concat()] {
        let import = TestFile::new("packed.osm.gz", &packing).read_xml().unwrap();
        assert_eq!(
            (import.lines, import.turns, import.report),
            (plain.lines.clone(), plain.turns.clone(), plain.report.clone())
        );
    }
}

#[test]
fn a_compressed_file_cut_short_or_damaged_anywhere_is_refused() {
    let (nodes, ways, relations) = content();
    let whole = packed(xml(&nodes, &ways, &relations).as_bytes());
    for length in 1..whole.len() {
        let cut = TestFile::new("cut.osm.gz", &whole[..length]).read_xml();
        assert!(matches!(cut, Err(RoadError::Xml { .. })), "cut at {length}");
    }
    // The last eight bytes are the checksum and the length; a change of the packed content contradicts them at the latest.
    for position in 10..whole.len() {
        let mut damaged = whole.clone();
        damaged[position] ^= 0x55;
        let result = TestFile::new("damaged.osm.gz", &damaged).read_xml();
        assert!(matches!(result, Err(RoadError::Xml { .. })), "damaged at {position}");
    }
}

#[test]
fn a_bomb_of_one_long_text_is_refused_before_it_fills_the_memory() {
    let text = format!("<osm>{}</osm>", " ".repeat(64 << 20));
    let refused = TestFile::new("bomb.osm.gz", &packed(text.as_bytes())).read_xml();
    assert!(matches!(refused, Err(RoadError::Xml { .. })));
}
