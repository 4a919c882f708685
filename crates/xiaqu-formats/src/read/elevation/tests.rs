//! Rasters written here, read back; and damaged ones.

use std::io::Cursor;

use tiff::{
    encoder::{Compression, DeflateLevel, TiffEncoder, colortype},
    tags::Tag,
};
use xiaqu_model::{Language, LonLat, ProblemReport, ReferenceSystem};
use xiaqu_roads::ElevationGrid;

use super::open::{read_elevation, read_raster};
use crate::Source;

const COLUMNS: u32 = 40;
const ROWS: u32 = 30;
/// Keys of EPSG:4326, samples being squares.
const DEGREES: [u16; 16] = [1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326];

fn heights() -> Vec<i16> {
    (0..i16::try_from(ROWS * COLUMNS).unwrap()).collect()
}

/// A GeoTIFF of the heights above, its north-west corner at 117 E, 28 N, samples 0.01 degrees wide.
fn geotiff(keys: &[u16], compression: Compression) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut bytes).unwrap().with_compression(compression);
    let mut image = encoder.new_image::<colortype::GrayI16>(COLUMNS, ROWS).unwrap();
    image.rows_per_strip(7).unwrap();
    let tags = image.encoder();
    tags.write_tag(Tag::ModelPixelScaleTag, &[0.01, 0.01, 0.0][..]).unwrap();
    tags.write_tag(Tag::ModelTiepointTag, &[0.0, 0.0, 0.0, 117.0, 28.0, 0.0][..]).unwrap();
    tags.write_tag(Tag::GeoKeyDirectoryTag, keys).unwrap();
    tags.write_tag(Tag::GdalNodata, "5").unwrap();
    image.write_data(&heights()).unwrap();
    bytes.into_inner()
}

fn read(name: &str, bytes: &[u8]) -> Result<ElevationGrid, ProblemReport> {
    read_raster(name, Cursor::new(bytes), u64::try_from(bytes.len()).unwrap())
}

fn code(name: &str, bytes: &[u8]) -> &'static str {
    read(name, bytes).unwrap_err().code()
}

/// Height at the middle of a sample.
fn height(grid: &ElevationGrid, column: u32, row: u32) -> Option<f64> {
    let place = LonLat::new(117.005 + f64::from(column) * 0.01, 27.995 - f64::from(row) * 0.01).unwrap();
    grid.height_at(place).map(|height| (height * 1e6).round() / 1e6)
}

#[test]
fn every_compression_gives_the_heights_at_their_places() {
    for compression in [Compression::Uncompressed, Compression::Lzw, Compression::Deflate(DeflateLevel::default())] {
        let grid = read("dem.tif", &geotiff(&DEGREES, compression)).unwrap();
        for (column, row) in [(20, 0), (0, 1), (39, 29), (17, 13), (3, 28)] {
            assert_eq!(height(&grid, column, row), Some(f64::from(row * COLUMNS + column)), "{column} {row}");
        }
        assert_eq!(height(&grid, 5, 0), None, "5 stands for no height");
        assert_eq!(height(&grid, 40, 0), None);
    }
}

#[test]
fn samples_may_be_points_and_planes_metres() {
    let mut points = DEGREES;
    points[11] = 2;
    let grid = read("dem.tif", &geotiff(&points, Compression::Uncompressed)).unwrap();
    assert_eq!(grid.height_at(LonLat::new(117.2, 27.9).unwrap()).map(f64::round), Some(420.0));
    let zone = [1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 4548];
    let grid = read("dem.tif", &geotiff(&zone, Compression::Uncompressed)).unwrap();
    let place = ReferenceSystem::of_epsg(4548).unwrap().to_degrees(117.2, 27.9).unwrap();
    assert!(grid.height_at(place).is_some());
}

/// Writes an image of another kind of sample.
fn image<C: colortype::ColorType>(samples: &[C::Inner]) -> Vec<u8>
where
    [C::Inner]: tiff::encoder::TiffValue,
{
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut bytes).unwrap();
    let mut image = encoder.new_image::<C>(2, 2).unwrap();
    let tags = image.encoder();
    tags.write_tag(Tag::ModelPixelScaleTag, &[1.0, 1.0, 0.0][..]).unwrap();
    tags.write_tag(Tag::ModelTiepointTag, &[0.0, 0.0, 0.0, 117.0, 28.0, 0.0][..]).unwrap();
    tags.write_tag(Tag::GeoKeyDirectoryTag, &DEGREES[..]).unwrap();
    image.write_data(samples).unwrap();
    bytes.into_inner()
}

#[test]
fn whole_numbers_and_fractions_of_every_width_are_heights() {
    let middle = |bytes: &[u8]| read("dem.tif", bytes).unwrap().height_at(LonLat::new(118.0, 27.0).unwrap());
    assert_eq!(middle(&image::<colortype::Gray8>(&[10, 20, 30, 40])), Some(25.0));
    assert_eq!(middle(&image::<colortype::Gray16>(&[10, 20, 30, 40])), Some(25.0));
    assert_eq!(middle(&image::<colortype::GrayI32>(&[-10, -20, -30, -40])), Some(-25.0));
    assert_eq!(middle(&image::<colortype::Gray32Float>(&[1.5, 2.5, 3.5, 4.5])), Some(3.0));
    assert_eq!(middle(&image::<colortype::Gray64Float>(&[1.5, 2.5, 3.5, 4.5])), Some(3.0));
    assert_eq!(middle(&image::<colortype::Gray32Float>(&[1.5, 2.5, 3.5, -3.4e38])), None);
    assert_eq!(code("dem.tif", &image::<colortype::RGB8>(&[0; 12])), "E210");
}

/// A tile of three seconds of arc, all of one height but for a void at its north-west corner.
fn tile() -> Vec<u8> {
    let mut bytes: Vec<u8> = std::iter::repeat_n(321_i16.to_be_bytes(), 1_201 * 1_201).flatten().collect();
    bytes[..2].copy_from_slice(&i16::MIN.to_be_bytes());
    bytes[2 * 1_201 * 1_201 - 2..].copy_from_slice(&400_i16.to_be_bytes());
    bytes
}

#[test]
fn srtm_tiles_lie_where_their_names_say() {
    let grid = read("dem/N28E117.hgt", &tile()).unwrap();
    let at = |longitude, latitude| grid.height_at(LonLat::new(longitude, latitude).unwrap());
    assert_eq!(at(117.5, 28.5), Some(321.0));
    assert_eq!(at(118.0, 28.0), Some(400.0), "rows run from north to south");
    assert_eq!(at(117.0, 29.0), None, "a void");
    assert_eq!(at(116.9, 28.5), None);
    let south = read("s03w060.HGT", &tile()).unwrap();
    assert_eq!(south.height_at(LonLat::new(-59.5, -2.5).unwrap()), Some(321.0));
}

#[test]
fn what_is_no_raster_of_this_place_is_named() {
    assert_eq!(code("dem.tif", b"PK\x03\x04 no raster"), "E210");
    assert_eq!(code("dem.tif", b""), "E210");
    assert_eq!(code("height.hgt", &tile()), "E215");
    assert_eq!(code("N91E117.hgt", &tile()), "E215");
    assert_eq!(code("N2+E117.hgt", &tile()), "E215");
    assert_eq!(code("N28E117.hgt", &tile()[..1_000]), "E211");
    let beijing = [1, 1, 0, 2, 1024, 0, 1, 1, 3072, 0, 1, 2435];
    assert_eq!(code("dem.tif", &geotiff(&beijing, Compression::Lzw)), "E214");
    assert_eq!(code("dem.tif", &geotiff(&[1, 1, 0, 0], Compression::Lzw)), "E214");
    let feet = [1, 1, 0, 3, 1024, 0, 1, 2, 2048, 0, 1, 4326, 4099, 0, 1, 9002];
    assert_eq!(code("dem.tif", &geotiff(&feet, Compression::Lzw)), "E214");
    let mut bytes = Cursor::new(Vec::new());
    TiffEncoder::new(&mut bytes).unwrap().write_image::<colortype::Gray8>(2, 2, &[0; 4]).unwrap();
    assert_eq!(code("dem.tif", &bytes.into_inner()), "E215");
}

#[test]
fn sizes_beyond_the_bytes_of_the_file_are_refused_before_memory_is_taken() {
    // A million by a million samples of 16 bits in one strip of 16 bytes.
    let entries: [(u16, u16, u32); 9] = [
        (256, 4, 1_000_000),
        (257, 4, 1_000_000),
        (258, 3, 16),
        (259, 3, 1),
        (262, 3, 1),
        (273, 4, 8),
        (277, 3, 1),
        (278, 4, 1_000_000),
        (279, 4, 16),
    ];
    let mut bytes = b"II\x2a\0\x18\0\0\0".to_vec();
    bytes.extend([0; 16]);
    bytes.extend(9_u16.to_le_bytes());
    for (tag, kind, value) in entries {
        bytes.extend(tag.to_le_bytes().into_iter().chain(kind.to_le_bytes()));
        bytes.extend(1_u32.to_le_bytes().into_iter().chain(value.to_le_bytes()));
    }
    bytes.extend([0; 4]);
    assert_eq!(code("dem.tif", &bytes), "E212");
}

#[test]
fn damaged_copies_are_read_or_refused_and_never_panic() {
    let mut state = 1_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let codes = ["E210", "E211", "E212", "E214", "E215"];
    for compression in [Compression::Uncompressed, Compression::Lzw, Compression::Deflate(DeflateLevel::default())] {
        let whole = geotiff(&DEGREES, compression);
        for length in 0..whole.len() {
            if let Err(problem) = read("dem.tif", &whole[..length]) {
                assert!(codes.contains(&problem.code()), "{}", problem.code());
            }
        }
        for _ in 0..8_000 {
            let mut damaged = whole.clone();
            for _ in 0..=random(4) {
                // The tags lie at the end: half of the flips go there.
                let place = if random(2) == 0 { random(whole.len()) } else { whole.len() - 1 - random(400) };
                damaged[place] ^= 1 << random(8);
            }
            if let Err(problem) = read("dem.tif", &damaged) {
                assert!(codes.contains(&problem.code()), "{}", problem.code());
            }
        }
    }
}

/// A field of a TIFF directory: its tag, and its values as bytes of a kind (3 for 16 bits, 4 for 32, 12 for reals).
type TiffField = (u16, u16, Vec<u8>);

/// A little-endian TIFF of these fields behind `content`, which starts at byte 8.
fn tiff_of(content: &[u8], fields: &[TiffField]) -> Vec<u8> {
    let width = |kind: u16| match kind {
        3 => 2,
        12 => 8,
        _ => 4,
    };
    let mut bytes = b"II\x2a\0\0\0\0\0".to_vec();
    bytes.extend(content);
    let mut directory = u16::try_from(fields.len()).unwrap().to_le_bytes().to_vec();
    for (tag, kind, values) in fields {
        let count = u32::try_from(values.len() / width(*kind)).unwrap();
        directory.extend(tag.to_le_bytes().into_iter().chain(kind.to_le_bytes()).chain(count.to_le_bytes()));
        let mut inline = values.clone();
        if values.len() > 4 {
            inline = u32::try_from(bytes.len()).unwrap().to_le_bytes().to_vec();
            bytes.extend(values);
        }
        inline.resize(4, 0);
        directory.extend(inline);
    }
    let start = u32::try_from(bytes.len()).unwrap();
    bytes[4..8].copy_from_slice(&start.to_le_bytes());
    bytes.extend(directory);
    bytes.extend([0; 4]);
    bytes
}

#[test]
fn rasters_in_tiles_have_their_heights_at_their_places() {
    // 40 by 30 samples in tiles of 16 by 16: three across, two down; what lies beyond the image is 9,999.
    let sample = |column: u32, row: u32| if column < COLUMNS && row < ROWS { row * COLUMNS + column } else { 9_999 };
    let tiles = (0..2_u32).flat_map(|down| (0..3_u32).map(move |across| (16 * across, 16 * down)));
    let content: Vec<u8> = tiles
        .flat_map(|(west, north)| (0..256_u32).map(move |place| (west + place % 16, north + place / 16)))
        .flat_map(|(column, row)| i16::try_from(sample(column, row)).unwrap().to_le_bytes())
        .collect();
    let short = |values: &[u16]| values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>();
    let long = |values: &[u32]| values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>();
    let real = |values: &[f64]| values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>();
    let offsets: Vec<u32> = (0..6).map(|tile| 8 + 512 * tile).collect();
    let fields: [TiffField; 14] = [
        (256, 4, long(&[COLUMNS])),
        (257, 4, long(&[ROWS])),
        (258, 3, short(&[16])),
        (259, 3, short(&[1])),
        (262, 3, short(&[1])),
        (277, 3, short(&[1])),
        (322, 4, long(&[16])),
        (323, 4, long(&[16])),
        (324, 4, long(&offsets)),
        (325, 4, long(&[512; 6])),
        (339, 3, short(&[2])),
        (33_550, 12, real(&[0.01, 0.01, 0.0])),
        (33_922, 12, real(&[0.0, 0.0, 0.0, 117.0, 28.0, 0.0])),
        (34_735, 3, short(&DEGREES)),
    ];
    let grid = read("dem.tif", &tiff_of(&content, &fields)).unwrap();
    for column in 0..COLUMNS {
        for row in 0..ROWS {
            assert_eq!(height(&grid, column, row), Some(f64::from(sample(column, row))), "{column} {row}");
        }
    }
    assert_eq!(height(&grid, COLUMNS, 3), None, "beyond the image there is only the rest of a tile");
}

#[test]
fn the_tiles_of_a_folder_are_one_raster() {
    let folder = tempfile::tempdir().unwrap();
    let source = || Source { path: folder.path().to_owned(), name: "heights/".to_owned(), ..Source::default() };
    let read = || {
        let mut problems = Vec::new();
        let grid = read_elevation(&source(), &mut problems);
        (grid, problems.iter().map(|problem| (problem.code(), problem.render(Language::En))).collect::<Vec<_>>())
    };
    let (none, problems) = read();
    assert!(none.is_none() && problems[0].0 == "E210" && problems[0].1.contains("0 whose names"), "{problems:?}");
    fs_err::write(folder.path().join("N28E117.hgt"), tile()).unwrap();
    let lower: Vec<u8> = std::iter::repeat_n(200_i16.to_be_bytes(), 1_201 * 1_201).flatten().collect();
    fs_err::write(folder.path().join("N27E117.HGT"), &lower).unwrap();
    fs_err::write(folder.path().join("readme.txt"), "no tile").unwrap();
    let (grid, problems) = read();
    assert!(problems.is_empty(), "{problems:?}");
    let at = |longitude, latitude| grid.as_ref().unwrap().height_at(LonLat::new(longitude, latitude).unwrap());
    assert_eq!((at(117.5, 28.5), at(117.5, 27.5), at(117.5, 26.5)), (Some(321.0), Some(200.0), None));
    assert_eq!(at(117.0, 29.0), None, "a void stays one");
    fs_err::write(folder.path().join("N29E117.hgt"), &lower[..7]).unwrap();
    let (_, problems) = read();
    assert!(problems[0].0 == "E211" && problems[0].1.contains("heights/N29E117.hgt"), "{problems:?}");
}
