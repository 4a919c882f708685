//! Matrix files: what is read, against bytes written by hand, and what is refused, with the place named.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use xiaqu_formats::{RawEntry, RawMatrix, read_matrix, read_vector};
use xiaqu_model::{Language, ProblemReport};

fn read_with<T>(bytes: &[u8], reader: impl FnOnce(&std::path::Path, &mut Vec<ProblemReport>) -> T) -> (T, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w");
    fs_err::write(&path, bytes).unwrap();
    let mut problems = Vec::new();
    let read = reader(&path, &mut problems);
    (read, problems.iter().map(|problem| problem.render(Language::En)).collect())
}

fn read(bytes: &[u8]) -> (Option<RawMatrix>, Vec<String>) {
    read_with(bytes, |path, problems| read_matrix(path, "w", problems))
}

/// Shape and entries of a good file, as text.
fn good(bytes: &[u8]) -> (usize, usize, Vec<String>) {
    let (matrix, problems) = read(bytes);
    assert!(problems.is_empty(), "{problems:?}");
    let matrix = matrix.unwrap();
    (matrix.rows(), matrix.columns(), entries(&matrix))
}

fn entries(matrix: &RawMatrix) -> Vec<String> {
    let text = |entry| match entry {
        RawEntry::Text(text) => text.to_owned(),
        RawEntry::Whole(number) => number.to_string(),
        RawEntry::Float(number) => number.to_string(),
    };
    matrix.entries().map(text).collect()
}

/// The codes of a bad file, each in a report with file and remedy.
fn bad(bytes: &[u8]) -> Vec<String> {
    let (matrix, problems) = read(bytes);
    assert!(matrix.is_none(), "{matrix:?}");
    assert!(problems.iter().all(|problem| problem.contains(" w") && problem.contains("hint: ")), "{problems:?}");
    assert!(!problems.is_empty());
    problems.iter().filter_map(|problem| problem.split(' ').next()).map(str::to_owned).collect()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A `.npy` file with this header and data.
fn npy(version: u8, header: &str, data: &[u8]) -> Vec<u8> {
    let mut bytes = b"\x93NUMPY".to_vec();
    bytes.extend([version, 0]);
    let length = u32::try_from(header.len()).unwrap();
    if version == 1 {
        bytes.extend(&length.to_le_bytes()[..2]);
    } else {
        bytes.extend(length.to_le_bytes());
    }
    bytes.extend(header.as_bytes());
    bytes.extend(data);
    bytes
}

fn header(descr: &str, fortran: &str, shape: &str) -> String {
    format!("{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape}, }}          \n")
}

#[test]
fn every_separator_is_read_with_and_without_titles_and_names() {
    let expected = (2, 3, ["1", "2.50", "", "4e1", "inf", "-6"].map(str::to_owned).to_vec());
    for text in [
        "1,2.50,\n4e1,inf,-6\n",
        "\u{feff}1;2.50;\n4e1;inf;-6",
        "1\t2.50\t\r\n4e1\tinf\t-6\r\n",
        "a,b,c\n1,2.50,\n4e1,inf,-6\n",
        ",A,B,C\nS1,1,2.50,\nS2,4e1,inf,-6\n",
        "编号,甲,乙,丙\n1,1,2.50,\n2,4e1,inf,-6\n",
        "S1,1,2.50,\nS2,4e1,inf,-6\n",
        "# minutes, by road\n1,\"2.50\",\n 4e1 , inf,-6\n\n",
        ",0,1,2\n0,1,2.50,\n1,4e1,inf,-6\n",
        "A,B,C\nS1,1,2.50,\nS2,4e1,inf,-6\n",
    ] {
        assert_eq!(good(text.as_bytes()), expected, "{text}");
        assert_eq!(good(&packed(text.as_bytes())), expected, "{text}");
    }
    assert_eq!(good(b"1  2\n3 4 \n"), (2, 2, ["1", "2", "3", "4"].map(str::to_owned).to_vec()));
    assert_eq!(good(b"5\n6\n").0, 2);
}

#[test]
fn arrays_of_every_type_order_and_version_are_read() {
    let floats = |numbers: &[f64]| numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>();
    let rows = ["0.1", "2", "inf", "4", "5", "-6.5"].map(str::to_owned).to_vec();
    let by_row = [0.1, 2.0, f64::INFINITY, 4.0, 5.0, -6.5];
    let by_column = [0.1, 4.0, 2.0, 5.0, f64::INFINITY, -6.5];
    for version in 1..=3 {
        let c = npy(version, &header("<f8", "False", "(2, 3)"), &floats(&by_row));
        let fortran = npy(version, &header("<f8", "True", "(2, 3)"), &floats(&by_column));
        let big: Vec<u8> = by_row.iter().flat_map(|number| number.to_be_bytes()).collect();
        let big = npy(version, &header(">f8", "False", "(2, 3)"), &big);
        let short: Vec<u8> =
            [0.1_f32, 2.0, f32::INFINITY, 4.0, 5.0, -6.5].iter().flat_map(|n| n.to_le_bytes()).collect();
        let short = npy(version, &header("<f4", "False", "(2, 3)"), &short);
        for bytes in [c, fortran, big, short] {
            assert_eq!(good(&bytes), (2, 3, rows.clone()));
            assert_eq!(good(&packed(&bytes)), (2, 3, rows.clone()));
        }
    }
    let whole = |descr: &str, data: &[u8]| good(&npy(1, &header(descr, "False", "(1, 2)"), data)).2;
    assert_eq!(whole("|i1", &[0xFF, 3]), ["-1", "3"]);
    assert_eq!(whole("|u1", &[0xFF, 3]), ["255", "3"]);
    assert_eq!(whole("|b1", &[1, 0]), ["1", "0"]);
    assert_eq!(whole("<i2", &[0xFE, 0xFF, 0, 1]), ["-2", "256"]);
    assert_eq!(whole(">u2", &[0xFF, 0xFE, 0, 1]), ["65534", "1"]);
    assert_eq!(whole(">i4", &[0xFF, 0xFF, 0xFF, 0xFD, 0, 0, 1, 0]), ["-3", "256"]);
    let long: Vec<u8> = [i64::MIN, i64::MAX].iter().flat_map(|number| number.to_le_bytes()).collect();
    assert_eq!(whole("<i8", &long), ["-9223372036854775808", "9223372036854775807"]);
    let vector = npy(1, &header("<f8", "False", "(3,)"), &floats(&by_row[..3]));
    assert_eq!(good(&vector).0, 3);
}

#[test]
fn bad_cells_are_named_with_row_and_column() {
    let (_, problems) = read("site,A,B\nS1,1,2\nS2,3,\"1,5\"\n".as_bytes());
    assert_eq!(
        problems,
        [
            "E171 w row 2: column `B` is `1,5`, not a number\n  hint: write digits with a point, for example `1.5`; where a \
          site cannot serve a client leave the cell empty or write `inf`"
        ]
    );
    assert_eq!(bad(b"1,nan\n-inf,x\n"), ["E171", "E171", "E171"]);
    assert_eq!(bad(b"1,2\n3\n4,5,6\n"), ["E172", "E172"]);
    let data: Vec<u8> = [1.0, f64::NAN, f64::NEG_INFINITY].iter().flat_map(|number| number.to_le_bytes()).collect();
    let (_, problems) = read(&npy(1, &header("<f8", "False", "(1, 3)"), &data));
    assert!(problems[0].starts_with("E171 w row 1: column 2 is `NaN`"), "{problems:?}");
    assert!(problems[1].starts_with("E171 w row 1: column 3 is `-inf`"), "{problems:?}");
    assert_eq!(bad(&npy(1, &header("<u8", "False", "(1,)"), &[0xFF; 8])), ["E171"]);
}

#[test]
fn a_flood_of_bad_cells_is_summed_up() {
    let codes = bad("a b\n".repeat(1_000).replace("a b", "1 b").as_bytes());
    assert_eq!(codes.len(), 21);
    assert_eq!(codes[20], "E176");
}

#[test]
fn files_that_are_no_matrix_are_refused_by_name() {
    assert_eq!(bad(b""), ["E170"]);
    assert_eq!(bad(b"\n \n"), ["E170"]);
    assert_eq!(bad(b"a,b\n"), ["E170"]);
    assert_eq!(bad(b",,\n,,\n"), ["E170"]);
    assert_eq!(bad(b"PK\x03\x04\0\0\0"), ["E179"]);
    assert_eq!(bad(b"\x1f\x8bgarbage"), ["E175"]);
    let mut cut = packed(b"1,2\n3,4\n");
    cut.truncate(12);
    assert_eq!(bad(&cut), ["E175"]);
    assert_eq!(bad(&packed(b"PK\x03\x04\0\0\0")), ["E179"]);
}

#[test]
fn broken_arrays_are_refused_by_name() {
    let one = 1.0_f64.to_le_bytes();
    let whole = npy(1, &header("<f8", "False", "(1, 1)"), &one);
    for length in 6..whole.len() {
        assert_eq!(bad(&whole[..length]), ["E173"], "cut after {length} bytes");
    }
    let mut longer = whole.clone();
    longer.push(0);
    assert_eq!(bad(&longer), ["E173"]);
    for (descr, fortran, shape) in [
        ("<c16", "False", "(1, 1)"),
        ("|O", "False", "(1, 1)"),
        ("<f2", "False", "(1, 1)"),
        ("", "False", "(1, 1)"),
        ("<f8", "Maybe", "(1, 1)"),
        ("<f8", "False", "(1, 1, 1)"),
        ("<f8", "False", "()"),
        ("<f8", "False", "(-1, 1)"),
        ("<f8", "False", "(1, x)"),
        ("<f8", "False", "1, 1"),
    ] {
        assert_eq!(bad(&npy(1, &header(descr, fortran, shape), &one)), ["E173"], "{descr} {fortran} {shape}");
    }
    assert_eq!(bad(&npy(9, &header("<f8", "False", "(1, 1)"), &one)), ["E173"]);
    assert_eq!(bad(&npy(1, "{}", &one)), ["E173"]);
    assert_eq!(bad(&npy(1, "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1, 1)}", &one)), ["E173"]);
    assert_eq!(bad(&npy(1, &header("<f8", "False", "(0, 5)"), &[])), ["E170"]);
    for shape in ["(100000, 100000)", "(18446744073709551615, 18446744073709551615)"] {
        assert_eq!(bad(&npy(1, &header("<f8", "False", shape), &one)), ["E174"]);
    }
}

/// Flips every byte of a good file in turn, many ways: whatever comes back, nothing panics.
#[test]
fn damaged_files_never_panic() {
    let one = 1.5_f64.to_le_bytes();
    let files = [
        npy(1, &header("<f8", "False", "(1, 1)"), &one),
        packed(b"site,A\nS1,2.5\n"),
        "site,A,B\nS1,1,\"2\"\n".as_bytes().to_vec(),
    ];
    for file in files {
        for position in 0..file.len() {
            for mask in [0x01, 0x20, 0x7F, 0x80, 0xFF] {
                let mut damaged = file.clone();
                damaged[position] ^= mask;
                let (matrix, problems) = read(&damaged);
                assert_eq!(matrix.is_some(), problems.is_empty());
            }
        }
    }
}

#[test]
fn a_vector_is_a_row_a_column_or_a_titled_column() {
    let vector = |bytes: &[u8], column: Option<&str>| {
        let (read, problems) = read_with(bytes, |path, problems| read_vector(path, "w", column, problems));
        (read.map(|read| entries(&read)), problems)
    };
    let table = "id,name,calls,people\nV1,east,3.5,120\nV2,west,4,80\n".as_bytes();
    let expected = Some(vec!["3.5".to_owned(), "4".to_owned()]);
    assert_eq!(vector(table, Some("calls")).0, expected);
    assert_eq!(vector(b"3.5,4\n", None).0, expected);
    assert_eq!(vector(b"3.5\n4\n", None).0, expected);
    assert_eq!(vector(b"id,calls\nV1,3.5\nV2,4\n", None).0, expected);
    assert!(vector(table, Some("crime")).1[0].starts_with("E425 w: `w` has no column `crime`; found: id, name"));
    assert!(vector(table, Some("name")).1[0].starts_with("E171 w row 1: column `name` is `east`"));
    assert!(vector(b"1,2\n3,4\n", None).1[0].starts_with("E177"));
}
