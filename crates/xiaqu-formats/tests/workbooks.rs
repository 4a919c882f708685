//! Excel workbooks that three programs wrote, and damaged ones.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::Path;

use tempfile::TempDir;
use xiaqu_formats::{RawVillage, Source, read_stations, read_villages};
use xiaqu_model::{Language, ProblemReport};

fn fixture(name: &str) -> Vec<u8> {
    fs_err::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name)).unwrap()
}

fn source(folder: &TempDir, bytes: &[u8], sheet: &str) -> Source {
    let path = folder.path().join("table.xlsx");
    fs_err::write(&path, bytes).unwrap();
    Source { path, name: format!("table.xlsx{sheet}"), ..Source::default() }
}

fn villages(bytes: &[u8], sheet: &str) -> (Vec<RawVillage>, Vec<ProblemReport>) {
    let folder = tempfile::tempdir().unwrap();
    let mut problems = Vec::new();
    let found = read_villages(&source(&folder, bytes, sheet), &mut problems);
    (found, problems)
}

fn shown(villages: &[RawVillage]) -> Vec<String> {
    let shown = |village: &RawVillage| {
        let (position, township) = (village.position, village.township.as_deref().unwrap_or_default());
        let (longitude, latitude) = (position.longitude(), position.latitude());
        format!("{} {} {longitude} {latitude} {} {township}", village.id, village.name, village.population)
    };
    villages.iter().map(shown).collect()
}

#[test]
fn what_three_programs_write_is_read_as_the_same_table() {
    // Ids stay text: `007` keeps its zeros, and a long number does not become a power of ten.
    let expected = ["007 城东 & <水> 117.12 26.93 1200 城关镇", "350121000001 鄂尔多斯路口 117.25 26.95 86 水东乡"];
    for name in ["openpyxl.xlsx", "xlsxwriter.xlsx", "gdal.xlsx"] {
        let (found, problems) = villages(&fixture(name), "");
        let problems: Vec<String> = problems.iter().map(|problem| problem.render(Language::En)).collect();
        assert!(problems.is_empty(), "{name}: {problems:?}");
        assert_eq!(shown(&found), expected, "{name}");
    }
    // The table begins in row 3 and has an empty row: rows are counted from below the header, as a spreadsheet has them.
    let rows: Vec<_> = villages(&fixture("xlsxwriter.xlsx"), "").0.iter().map(|village| village.place.row).collect();
    assert_eq!(rows, [Some(1), Some(3)]);
}

#[test]
fn a_sheet_is_chosen_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let mut problems = Vec::new();
    let bytes = fixture("openpyxl.xlsx");
    assert_eq!(read_stations(&source(&folder, &bytes, "#派出所"), &mut problems)[0].officers, 9);
    assert!(problems.is_empty());
    read_stations(&source(&folder, &bytes, "#警务站"), &mut problems);
    assert_eq!(problems[0].code(), "E152");
    let cause = problems[0].cause(Language::En);
    assert!(cause.contains("no sheet `警务站`") && cause.contains("`村庄`, `派出所`"), "{cause}");
    assert_eq!(villages(&bytes, "#派出所").1[0].code(), "E153");
}

#[test]
fn files_that_are_no_workbook_are_called_by_their_name() {
    for (bytes, code, said) in [
        (&b""[..], "E151", "has no rows"),
        (b"id,name\n1,2\n", "E152", ".csv"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "E152", "old Excel"),
        (b"\x89PNG\r\n\x1a\n\0", "E152", "PNG"),
        (b"PK\x05\x06", "E152", "damaged"),
        (b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "E152", "no Excel workbook"),
    ] {
        let (found, problems) = villages(bytes, "");
        assert!(found.is_empty());
        assert_eq!(problems[0].code(), code);
        assert!(problems[0].cause(Language::En).contains(said), "{}", problems[0].cause(Language::En));
    }
}

#[test]
fn a_workbook_cut_short_anywhere_is_refused() {
    let whole = fixture("gdal.xlsx");
    for length in 0..whole.len() {
        let (found, problems) = villages(&whole[..length], "");
        assert!(found.is_empty() && !problems.is_empty(), "cut at {length}");
    }
}

#[test]
fn workbooks_with_any_byte_changed_are_read_or_refused_and_never_crash() {
    let mut random = 13_u64;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).unwrap() % below
    };
    let mut refused = 0;
    for name in ["openpyxl.xlsx", "xlsxwriter.xlsx", "gdal.xlsx"] {
        let whole = fixture(name);
        for _ in 0..1_000 {
            let mut bytes = whole.clone();
            for _ in 0..=next(3) {
                let at = next(bytes.len());
                bytes[at] = [0, 1, 255, u8::try_from(next(256)).unwrap()][next(4)];
            }
            refused += usize::from(!villages(&bytes, "").1.is_empty());
        }
    }
    assert!(refused > 300, "{refused}");
}
