//! Writes a first corpus: sound files of every kind, from the embedded county, the tests and, where `XIAQU_REAL_DATA`
//! names them, real extracts. Usage: seeds FOLDER

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io::Read as _,
    path::{Path, PathBuf},
};

use flate2::{Compression, read::ZlibDecoder, read::ZlibEncoder};
use xiaqu_fuzz::{block, field, graph, region_file, region_sections, stored_zip, varint};
use xiaqu_roads::Hierarchy;
use xiaqu_testkit::layer_files::{LayerTable, LayerText};

/// Tables that the embedded county does not have, with the role that reads them.
const TABLES: [(u8, &str); 5] = [
    (3, "id,class,oneway\nR1,tertiary,yes\n"),
    (4, "id,osm_id,factor,from,to,scenario\nC1,\"12,R3\",2.5,2026-07-01,2026-07-31,\"day,wet\"\n"),
    (4, "id,osm_id,speed_factor,minutes\nC1,12,,5\nC2,13,0.5,\n"),
    (5, "编号;名称;经度;纬度;出动分钟\nP1;桥头;117.1;26.9;2.5\n"),
    (6, "from\tto\tminutes\tmilliseconds\tscenario\nS1\tV1\t12.5\t\t\nS1\tV2\t\t90500\tnight\n"),
];

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
    for (role, table) in TABLES {
        write(&corpus, "csv", &[&[role], table.as_bytes()].concat())?;
    }
    others(&corpus)?;
    openstreetmap(&corpus)?;
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
    for is_sealed in 0..2 {
        write(corpus, "hierarchy", &[&[is_sealed], fs_err::read(&path)?.as_slice()].concat())?;
    }
    let region = region_file();
    write(corpus, "region", &[&[0], region.as_slice()].concat())?;
    let mut sections = vec![1];
    let (last, before) = (region_sections(&region).pop(), region_sections(&region));
    for section in before.iter().take(before.len() - 1) {
        sections.extend(u16::try_from(section.len())?.to_le_bytes());
        sections.extend(section);
    }
    sections.extend(last.unwrap_or_default());
    write(corpus, "region", &sections)?;
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

/// A tile of heights, and GeoTIFFs of one strip or tile, plain and packed.
fn heights(corpus: &Path) -> Done {
    write(corpus, "elevation", &[0, 1, 65, 128, 0])?;
    for (packing, is_tiled) in [(1, false), (8, false), (1, true), (8, true)] {
        write(corpus, "elevation", &[&[1], geotiff(packing, is_tiled)?.as_slice()].concat())?;
    }
    Ok(())
}

/// A GeoTIFF of sixteen by sixteen heights in degrees; packing 1 is none, 8 is Deflate.
fn geotiff(packing: u32, is_tiled: bool) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    const SIDE: u32 = 16;
    let mut samples: Vec<u8> = (0..=255).collect();
    if packing == 8 {
        let mut packed = Vec::new();
        ZlibEncoder::new(samples.as_slice(), Compression::best()).read_to_end(&mut packed)?;
        samples = packed;
    }
    let place = [0.01_f64, 0.01, 0.0, 0.0, 0.0, 0.0, 117.0, 27.0, 0.0];
    let keys = [1_u16, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326];
    let mut body = place.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<_>>();
    body.extend(keys.iter().flat_map(|key| key.to_le_bytes()));
    let start = 8 + u32::try_from(body.len())?;
    let length = u32::try_from(samples.len())?;
    body.extend(samples);
    body.resize(body.len().next_multiple_of(2), 0);
    // Number, kind, count, and value or offset.
    let mut tags = vec![(256, 3, 1, SIDE), (257, 3, 1, SIDE), (258, 3, 1, 8), (259, 3, 1, packing), (262, 3, 1, 1)];
    if is_tiled {
        tags.extend([(277, 3, 1, 1), (322, 3, 1, SIDE), (323, 3, 1, SIDE), (324, 4, 1, start), (325, 4, 1, length)]);
    } else {
        tags.extend([(273, 4, 1, start), (277, 3, 1, 1), (278, 3, 1, SIDE), (279, 4, 1, length)]);
    }
    tags.extend([(33_550, 12, 3, 8), (33_922, 12, 6, 32), (34_735, 3, 16, 80)]);
    let mut bytes = b"II\x2a\0".to_vec();
    bytes.extend((8 + u32::try_from(body.len())?).to_le_bytes());
    bytes.extend(body);
    bytes.extend(u16::try_from(tags.len())?.to_le_bytes());
    for (tag, kind, count, value) in tags {
        bytes.extend([tag, kind].into_iter().flat_map(u16::to_le_bytes));
        bytes.extend([count, value].into_iter().flat_map(u32::to_le_bytes));
    }
    bytes.extend([0; 4]);
    Ok(bytes)
}

/// A file of three nodes, a way along them and a forbidden turn, and the same as blocks.
fn openstreetmap(corpus: &Path) -> Done {
    let texts = ["", "highway", "primary", "barrier", "gate", "type", "restriction", "no_u_turn", "from", "via", "to"];
    let mut table = Vec::new();
    texts.iter().for_each(|text| field(&mut table, 1, text.as_bytes()));
    let (mut way, mut turn, mut dense) = (vec![1 << 3, 5], vec![1 << 3, 9], Vec::new());
    for (number, row) in [(2, [1].as_slice()), (3, &[2]), (8, &[2, 2, 2])] {
        field(&mut way, number, row);
    }
    for (number, row) in [(2, [5, 6].as_slice()), (3, &[6, 7]), (8, &[8, 9, 10]), (9, &[10, 5, 6]), (10, &[1, 0, 1])] {
        field(&mut turn, number, row);
    }
    let row = |first: usize, step: usize| {
        let mut row = Vec::new();
        [first, step, step].into_iter().for_each(|number| varint(&mut row, number));
        row
    };
    let rows =
        [(1, row(2, 2)), (8, row(538_000_000, 20_000)), (9, row(2_342_000_000, 20_000)), (10, vec![0, 3, 4, 0, 0])];
    rows.iter().for_each(|(number, row)| field(&mut dense, *number, row));
    let (mut roads, mut nodes) = (Vec::new(), Vec::new());
    field(&mut roads, 3, &way);
    field(&mut roads, 4, &turn);
    field(&mut nodes, 2, &dense);
    let [roads, nodes] = [roads, nodes].map(|group| {
        let mut content = Vec::new();
        field(&mut content, 1, &table);
        field(&mut content, 2, &group);
        content
    });
    let length = u16::try_from(roads.len())?.to_le_bytes();
    for packed in 0..4 {
        write(corpus, "osm_blocks", &[&[packed], length.as_slice(), &roads, &nodes].concat())?;
        let blocks = [
            block("OSMHeader", &[], false),
            block("OSMData", &nodes, packed % 2 == 1),
            block("OSMData", &roads, packed > 1),
        ];
        write(corpus, "osm_pbf", &blocks.concat())?;
    }
    Ok(())
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
    Ok(())
}

/// Whatever unpacks from a zlib header on.
fn unpacked(bytes: &[u8]) -> Vec<Vec<u8>> {
    let starts =
        bytes.windows(2).enumerate().filter(|(_, pair)| pair[0] == 0x78 && [0x01, 0x5E, 0x9C, 0xDA].contains(&pair[1]));
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
    // Named by its content: written again, it stays one seed.
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    Ok(fs_err::write(folder.join(format!("seed_{:016x}", hasher.finish())), bytes)?)
}
