//! Tables of travel times: every fault at once, and what spreadsheets and our own matrices write.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;

use xiaqu_formats::{ColumnNames, RawTravelTime, Source, TimeTable, read_travel_times};
use xiaqu_model::{Language, ProblemReport, TravelTime};
use xiaqu_roads::Scenario;

fn read_with(bytes: &[u8], columns: ColumnNames) -> (Vec<RawTravelTime>, Vec<ProblemReport>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("times.csv");
    fs_err::write(&path, bytes).unwrap();
    let source = Source { path, name: "times.csv".into(), columns, ..Source::default() };
    let mut problems = Vec::new();
    let found = read_travel_times(&source, &mut problems);
    (found, problems)
}

fn read(bytes: impl AsRef<[u8]>) -> (Vec<RawTravelTime>, Vec<ProblemReport>) {
    read_with(bytes.as_ref(), ColumnNames::default())
}

fn codes(problems: &[ProblemReport]) -> Vec<(&'static str, Option<usize>)> {
    problems.iter().map(|problem| (problem.code(), problem.place().row)).collect()
}

fn shown(found: &[RawTravelTime]) -> Vec<String> {
    let shown = |row: &RawTravelTime| {
        let time = row.time.map_or_else(|| "-".to_owned(), |time| time.as_milliseconds().to_string());
        format!("{} {} {} {time} {}", row.row, row.from, row.to, row.scenario.as_str())
    };
    found.iter().map(shown).collect()
}

#[test]
fn every_fault_is_named_in_one_go() {
    let text = "from,to,minutes,milliseconds,scenario\n\
                S1,V1,12.5,,\n\
                S1,V2,-3,,\n\
                S1,V3,NaN,,\n\
                S1,V4,inf,,\n\
                S1,V5,1e300,,\n\
                S1,V6,1440.01,,\n\
                S1,V7,12分,,\n\
                ,V8,5,,\n\
                S1,,5,,\n\
                S1,V9,5,300500,\n\
                S1,V10,5,300001,\n\
                S1,V11,5,0.5,\n\
                S1,V12,5,,night\n\
                S1,V13,5,,dusk\n\
                ,,-1,,snow\n";
    let (found, problems) = read(text);
    let expected = [
        ("E156", 2),
        ("E155", 3),
        ("E155", 4),
        ("E313", 5),
        ("E313", 6),
        ("E155", 7),
        ("E154", 8),
        ("E154", 9),
        ("E319", 10),
        ("E157", 12),
        ("E314", 13),
        ("E314", 14),
        ("E154", 15),
        ("E154", 15),
        ("E314", 15),
        ("E156", 15),
    ];
    assert_eq!(codes(&problems), expected.map(|(code, row)| (code, Some(row))));
    assert_eq!(shown(&found), ["1 S1 V1 750000 day", "11 S1 V10 300001 day"]);
}

#[test]
fn chinese_headers_in_gb18030_and_mapped_columns_are_read() {
    let text = "起点,终点,分钟,情景\nS1,V1,12.5,\nS1,V2,,wet\nS1,V3,0,WET\n";
    let expected = ["1 S1 V1 750000 day", "2 S1 V2 - wet", "3 S1 V3 0 wet"];
    let (found, problems) = read(text);
    assert_eq!((shown(&found), problems.len()), (expected.map(str::to_owned).to_vec(), 0));
    let (found, problems) = read(encoding_rs::GB18030.encode(text).0);
    assert_eq!(shown(&found), expected);
    assert_eq!(codes(&problems), [("W951", None)]);
    let own = [("from", "所"), ("to", "村"), ("minutes", "车程")].map(|(ours, theirs)| (ours.into(), theirs.into()));
    let (found, _) = read_with("所;村;车程\nS1;V1;7\n".as_bytes(), ColumnNames(BTreeMap::from(own)));
    assert_eq!(shown(&found), ["1 S1 V1 420000 day"]);
}

#[test]
fn damaged_tables_are_refused_by_name() {
    let cases: [(&[u8], &str); 7] = [
        (b"", "E151"),
        (b"from,to,minutes\n", "E151"),
        (b"from,to\nS1,V1\n", "E153"),
        (b"from,to,minutes\nS1,V1\n", "E162"),
        (b"from,to,minutes\nS1,\"V1,5\n", "E162"),
        (b"PK\x03\x04\x00\x00\x00", "E152"),
        (b"{\"type\":\"FeatureCollection\"}", "E152"),
    ];
    for (bytes, code) in cases {
        let (found, problems) = read(bytes);
        assert_eq!((found.len(), problems[0].code()), (0, code), "{}", String::from_utf8_lossy(bytes));
    }
    let source = Source { path: "times.geojson".into(), name: "times.geojson".into(), ..Source::default() };
    let mut problems = Vec::new();
    assert!(read_travel_times(&source, &mut problems).is_empty());
    assert!(problems[0].render(Language::En).starts_with("E167 times.geojson"));
}

#[test]
fn what_a_matrix_of_roads_writes_is_read_to_the_millisecond() {
    let (from, to) = (["S1".to_owned()], ["V1", "V2", "V3"].map(str::to_owned));
    let times = [vec![Some(TravelTime::from_milliseconds(90_600)), None, Some(TravelTime::from_milliseconds(1))]];
    let text = TimeTable { from: &from, to: &to, times: &times }.to_csv().unwrap();
    let (found, problems) = read(text);
    assert!(problems.is_empty());
    assert_eq!(found.iter().map(|row| row.time).collect::<Vec<_>>(), times[0]);
    assert!(found.iter().all(|row| row.scenario == Scenario::Day));
}

#[test]
fn times_of_a_workbook_are_read_whether_its_cells_are_numbers_or_text() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/travel_times.xlsx");
    let source = Source { path, name: "times.xlsx#行车时间".into(), ..Source::default() };
    let mut problems = Vec::new();
    let found = read_travel_times(&source, &mut problems);
    assert_eq!(codes(&problems), []);
    assert_eq!(shown(&found), ["1 101 V1 750000 day", "2 S2 V1 420000 day", "3 S2 101 15000 wet", "4 S2 V2 - day"]);
}
