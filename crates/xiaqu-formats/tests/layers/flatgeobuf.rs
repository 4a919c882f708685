//! FlatGeobuf files that GDAL 3.12 wrote from the layers of this test, and damaged ones.

use std::path::Path;

use xiaqu_formats::Source;
use xiaqu_model::Datum;

use super::{Folder, LAYERS, TOWNSHIPS, codes, expected, read};

fn fixture(name: &str) -> Vec<u8> {
    fs_err::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name)).unwrap()
}

fn source_of(folder: &Folder, bytes: &[u8]) -> Source {
    let source = folder.source("layer.fgb");
    fs_err::write(&source.path, bytes).unwrap();
    source
}

#[test]
fn layers_as_gdal_writes_them_are_the_layers_that_geojson_is() {
    for (role, text) in LAYERS {
        let folder = Folder::new();
        let (found, problems) = read(role, &source_of(&folder, &fixture(&format!("{role}.fgb"))));
        assert!(problems.is_empty(), "{role}: {:?}", codes(&problems));
        assert_eq!(found, expected(role, text), "{role}");
    }
}

#[test]
fn the_spatial_index_is_passed_over() {
    let folder = Folder::new();
    let plain = read("villages", &source_of(&folder, &fixture("villages.fgb"))).0;
    let (indexed, problems) = read("villages", &source_of(&folder, &fixture("villages_indexed.fgb")));
    assert!(problems.is_empty());
    for name in ["\"V1\"", "\"V2\"", "城东村", "鄂尔多斯路口", "12.5"] {
        assert_eq!(plain.matches(name).count(), indexed.matches(name).count(), "{name}");
    }
    assert!(fixture("villages_indexed.fgb").len() >= fixture("villages.fgb").len() + 80);
}

#[test]
fn metres_are_turned_into_degrees_and_a_file_without_system_needs_a_word() {
    let folder = Folder::new();
    let degrees = |text: &str| -> Vec<f64> {
        let number = |word: &str| word.trim_end_matches(',').parse().ok();
        text.split_whitespace().filter_map(number).filter(|number: &f64| number.fract() != 0.0).collect()
    };
    let (found, problems) = read("townships", &source_of(&folder, &fixture("townships_4548.fgb")));
    assert!(problems.is_empty(), "{:?}", codes(&problems));
    let (found, expected) = (degrees(&found), degrees(&expected("townships", TOWNSHIPS)));
    assert_eq!(found.len(), expected.len());
    // The writer keeps the metres to the last bit, so a millionth of a degree is wide.
    assert!(found.iter().zip(&expected).all(|(one, other)| (one - other).abs() < 1e-6));
    let unlabelled = source_of(&folder, &fixture("townships_no_crs.fgb"));
    assert_eq!(codes(&read("townships", &unlabelled).1), ["E181"]);
    let stated = Source { datum: Datum::Cgcs2000, datum_is_stated: true, ..unlabelled };
    assert!(read("townships", &stated).1.is_empty());
}

#[test]
fn a_file_cut_short_anywhere_is_refused() {
    for (role, name) in [("roads", "roads.fgb"), ("villages", "villages_indexed.fgb")] {
        let whole = fixture(name);
        let folder = Folder::new();
        for length in 0..whole.len() {
            let (_, problems) = read(role, &source_of(&folder, &whole[..length]));
            assert!(codes(&problems).iter().any(|code| ["E151", "E152"].contains(code)), "{name} cut at {length}");
        }
    }
}

#[test]
fn files_with_any_byte_changed_are_read_or_refused_and_never_crash() {
    let folder = Folder::new();
    let mut random = 11_u64;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).unwrap() % below
    };
    let mut refused = 0;
    for (role, name) in [
        ("roads", "roads.fgb"),
        ("townships", "townships.fgb"),
        ("townships", "townships_4548.fgb"),
        ("villages", "villages_indexed.fgb"),
    ] {
        let whole = fixture(name);
        for _ in 0..1_000 {
            let mut bytes = whole.clone();
            for _ in 0..=next(3) {
                let at = next(bytes.len());
                bytes[at] = [0, 1, 255, u8::try_from(next(256)).unwrap()][next(4)];
            }
            refused += usize::from(!read(role, &source_of(&folder, &bytes)).1.is_empty());
        }
    }
    assert!(refused > 1_000, "{refused}");
}
