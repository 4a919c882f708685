//! Damaged files: something is read or something is said, and nothing panics. Many more are tried by `tests/fuzz/run`.

use std::path::Path;

use xiaqu_formats::{FileKind, Source, read_table};
use xiaqu_testkit::{layer_files::LayerText, random::Random};

use crate::{Folder, GAUSS_KRUGER, LAYERS, WGS84, codes, layer, read};

/// Bytes changed as damage changes them: bits, counts, ends.
fn damaged(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..random.between(1, 3) {
        if bytes.is_empty() {
            return bytes;
        }
        let place = random.below(bytes.len());
        match random.between(0, 5) {
            0 => bytes.truncate(place),
            1 => bytes[place] ^= 1 << random.between(0, 7),
            2 => bytes[place] = 0xFF,
            3 => bytes.iter_mut().skip(place).take(4).for_each(|byte| *byte = 0xFF),
            4 => bytes.iter_mut().skip(place).take(8).for_each(|byte| *byte = 0),
            _ => {
                let piece: Vec<u8> = bytes.iter().skip(place).take(40).copied().collect();
                let other = random.below(bytes.len());
                bytes.splice(other..other, piece);
            }
        }
    }
    bytes
}

fn survives(role: &str, source: &Source) {
    let (found, problems) = read(role, source);
    assert!(found != "[]" || !problems.is_empty(), "nothing was read and nothing said");
    let kinds = [FileKind::Shapefile, FileKind::GeoPackage];
    let table = read_table(source, &kinds, &mut Vec::new());
    assert!(table.is_none_or(|table| table.rows.len() < 10_000), "rows out of nothing");
}

#[test]
fn damaged_shapefiles_never_panic() {
    let mut random = Random::new(11);
    let folder = Folder::new();
    for (role, text) in LAYERS {
        let source = folder.shapefile("layer.shp", &layer(text), LayerText::Gbk, Some(GAUSS_KRUGER));
        fs_err::write(folder.path("layer.cpg"), "GBK").unwrap();
        fs_err::write(folder.path("layer.prj"), WGS84).unwrap();
        let parts = ["shp", "shx", "dbf", "prj", "cpg"].map(|extension| source.path.with_extension(extension));
        let sound = parts.each_ref().map(|path| fs_err::read(path).unwrap());
        for _ in 0..200 {
            let hit = random.below(8).checked_rem(parts.len()).unwrap_or_default();
            fs_err::write(&parts[hit], damaged(&sound[hit], &mut random)).unwrap();
            survives(role, &source);
            fs_err::write(&parts[hit], &sound[hit]).unwrap();
        }
    }
}

#[test]
fn damaged_geopackages_never_panic() {
    let mut random = Random::new(12);
    let folder = Folder::new();
    for (role, text) in LAYERS {
        let path: &Path = &folder.path(&format!("{role}.gpkg"));
        layer(text).write_geopackage(path, role, 4326).unwrap();
        let sound = fs_err::read(path).unwrap();
        let source = folder.source(&format!("{role}.gpkg"));
        for _ in 0..250 {
            fs_err::write(path, damaged(&sound, &mut random)).unwrap();
            survives(role, &source);
        }
    }
}

#[test]
fn bytes_that_are_something_else_are_refused() {
    let mut random = Random::new(13);
    let folder = Folder::new();
    for _ in 0..200 {
        let bytes: Vec<u8> =
            (0..random.between(0, 400)).map(|_| u8::try_from(random.between(0, 255)).unwrap()).collect();
        for name in ["x.gpkg", "x.shp"] {
            fs_err::write(folder.path(name), &bytes).unwrap();
            for extension in ["shx", "dbf"] {
                fs_err::write(folder.path("x.shp").with_extension(extension), &bytes).unwrap();
            }
            let (found, problems) = read("roads", &folder.source(name));
            assert_eq!((found.as_str(), codes(&problems).contains(&"E152")), ("[]", true));
        }
    }
}
