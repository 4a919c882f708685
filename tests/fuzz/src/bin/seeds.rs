//! Writes a first corpus: sound files of every kind, from the embedded county, the tests and, where `XIAQU_REAL_DATA`
//! names them, real extracts. Usage: seeds FOLDER

use std::{
    io::Read as _,
    path::{Path, PathBuf},
};

use flate2::read::ZlibDecoder;
use xiaqu_fuzz::{block, graph, stored_zip};
use xiaqu_roads::Hierarchy;
use xiaqu_testkit::layer_files::{LayerTable, LayerText};

type Done = Result<(), Box<dyn std::error::Error>>;

fn main() -> Done {
    let corpus = PathBuf::from(std::env::args_os().nth(1).ok_or("the folder to write to is missing")?);
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (demo, files) = (here.join("../../data/demo"), here.join("../../crates/xiaqu-formats/tests/files"));
    layers(&corpus, &demo)?;
    for (target, ending) in [("flatgeobuf", "fgb"), ("excel", "xlsx")] {
        for entry in fs_err::read_dir(&files)? {
            let path = entry?.path();
            if path.extension().is_some_and(|end| end == ending) {
                with_roles(&corpus, target, &fs_err::read(path)?)?;
            }
        }
    }
    for table in ["stations.csv", "villages.csv"] {
        with_roles(&corpus, "csv", &fs_err::read(demo.join(table))?)?;
    }
    others(&corpus)?;
    if let Some(real) = std::env::var_os("XIAQU_REAL_DATA") {
        extracts(&corpus, &Path::new(&real).join("roads"))?;
    }
    Ok(())
}

/// The layers of the embedded county as GeoJSON, Shapefile and GeoPackage.
fn layers(corpus: &Path, demo: &Path) -> Done {
    let place = tempfile::tempdir()?;
    for name in ["townships", "roads", "reservoir"] {
        let text = fs_err::read_to_string(demo.join(format!("{name}.geojson")))?;
        with_roles(corpus, "geojson", text.as_bytes())?;
        let Some(table) = LayerTable::from_geojson(&text) else { continue };
        let path = place.path().join("layer.gpkg");
        table.write_geopackage(&path, "layer", 4326)?;
        with_roles(corpus, "geopackage", &fs_err::read(&path)?)?;
        fs_err::remove_file(path)?;
        let path = place.path().join("layer.shp");
        table.write_shapefile(&path, LayerText::Utf8)?;
        let part = |ending: &str| fs_err::read(path.with_extension(ending)).unwrap_or_default();
        let mut seed = vec![0];
        for bytes in [b"EPSG:4326".to_vec(), b"UTF-8".to_vec(), part("shx"), part("dbf")] {
            let bytes = bytes.get(..bytes.len().min(0xFFFF)).unwrap_or_default();
            seed.extend(u16::try_from(bytes.len())?.to_le_bytes());
            seed.extend(bytes);
        }
        seed.extend(part("shp"));
        write(corpus, "shapefile", &seed)?;
    }
    Ok(())
}

fn others(corpus: &Path) -> Done {
    let osm = br#"<osm><node id="1" lat="26.9" lon="117.1"/><node id="2" lat="26.91" lon="117.1"><tag k="barrier" v="gate"/></node>
        <node id="3" lat="26.92" lon="117.1"/><way id="5"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="primary"/>
        <tag k="maxspeed" v="30 mph"/></way><relation id="9"><member type="way" ref="5" role="from"/>
        <member type="node" ref="2" role="via"/><member type="way" ref="5" role="to"/><tag k="type" v="restriction"/>
        <tag k="restriction" v="no_u_turn"/></relation></osm>"#;
    write(corpus, "osm_xml", osm)?;
    let place = tempfile::tempdir()?;
    let path = place.path().join("roads.xqh");
    let graph = graph();
    Hierarchy::build(&graph).write(&path, &graph)?;
    write(corpus, "hierarchy", &fs_err::read(path)?)?;
    let mut npy = b"\x93NUMPY\x01\x00\x46\x00{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }".to_vec();
    npy.resize(80, b' ');
    npy.extend([1.0_f64, 2.5, f64::INFINITY, 0.0].into_iter().flat_map(f64::to_le_bytes));
    write(corpus, "matrix", &[&[1], npy.as_slice()].concat())?;
    write(corpus, "matrix", b"\x00site,A,B\nS1,4.5,inf\nS2,,7\n")?;
    write(corpus, "matrix", b"\x04id,minutes\nS1,4.5\nS2,7e2\n")?;
    let sheet = br#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>lon</t></is></c></row>
        <row r="2"><c r="A2"><v>12</v></c><c r="C2" t="b"><v>1</v></c></row></sheetData></worksheet>"#;
    let strings = br#"<sst><si><t>id</t></si><si><r><t>a</t></r><r><t>b</t></r></si></sst>"#;
    let list = br#"<workbook xmlns:r="r"><sheets><sheet name="one" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let mut seed = vec![1];
    for bytes in [list.as_slice(), strings] {
        seed.extend(u16::try_from(bytes.len())?.to_le_bytes());
        seed.extend(bytes);
    }
    seed.extend(sheet);
    write(corpus, "workbook", &seed)?;
    with_roles(corpus, "excel", &stored_zip(&[("xl/worksheets/sheet1.xml", sheet)]))?;
    heights(corpus)
}

/// A tile of heights, and a GeoTIFF of one strip.
fn heights(corpus: &Path) -> Done {
    write(corpus, "elevation", &[&[0], vec![1; 2 * 1_201 * 1_201].as_slice()].concat())?;
    let tags: [(u16, u16, u32, u32); 11] = [
        (256, 3, 1, 4), (257, 3, 1, 4), (258, 3, 1, 16), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8), (277, 3, 1, 1),
        (278, 3, 1, 4), (279, 4, 1, 32), (33550, 12, 3, 200), (33922, 12, 6, 224),
    ];
    let mut tiff = b"II\x2a\0\x28\0\0\0".to_vec();
    tiff.extend([7; 32]);
    tiff.extend(u16::try_from(tags.len())?.to_le_bytes());
    for (tag, kind, count, value) in tags {
        tiff.extend(tag.to_le_bytes());
        tiff.extend(kind.to_le_bytes());
        tiff.extend(count.to_le_bytes());
        tiff.extend(value.to_le_bytes());
    }
    tiff.resize(200, 0);
    tiff.extend([0.01_f64, 0.01, 0.0, 0.0, 0.0, 0.0, 117.0, 27.0, 0.0].into_iter().flat_map(f64::to_le_bytes));
    write(corpus, "elevation", &[&[1], tiff.as_slice()].concat())
}

/// Real extracts whole, and their blocks unpacked.
fn extracts(corpus: &Path, roads: &Path) -> Done {
    for name in ["cathedral-no-left", "fiji-ferry", "reisterstown-via-restriction"] {
        let bytes = fs_err::read(roads.join(format!("{name}.osm.pbf")))?;
        write(corpus, "osm_pbf", &bytes)?;
        for raw in unpacked(&bytes).into_iter().filter(|raw| raw.len() < 60_000) {
            write(corpus, "osm_blocks", &[&[0, 0, 0], raw.as_slice()].concat())?;
        }
    }
    write(corpus, "osm_pbf", &block("OSMHeader", &[], false))
}

/// Whatever unpacks from a zlib header on.
fn unpacked(bytes: &[u8]) -> Vec<Vec<u8>> {
    let starts = bytes.windows(2).enumerate().filter(|(_, pair)| pair[0] == 0x78 && [0x01, 0x5E, 0x9C, 0xDA].contains(&pair[1]));
    let texts = starts.filter_map(|(start, _)| {
        let mut text = Vec::new();
        ZlibDecoder::new(&bytes[start..]).read_to_end(&mut text).is_ok().then_some(text)
    });
    texts.collect()
}

fn with_roles(corpus: &Path, target: &str, bytes: &[u8]) -> Done {
    (0..7).try_for_each(|role| write(corpus, target, &[&[role], bytes].concat()))
}

fn write(corpus: &Path, target: &str, bytes: &[u8]) -> Done {
    let folder = corpus.join(target);
    fs_err::create_dir_all(&folder)?;
    let number = fs_err::read_dir(&folder)?.count();
    Ok(fs_err::write(folder.join(format!("seed_{number:03}")), bytes)?)
}
