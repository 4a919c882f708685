//! What a file is: by its name, and by its first bytes where the two disagree.

use xiaqu_model::Words;

/// A kind of table that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Comma, semicolon or tab separated values.
    Csv,
    /// GeoJSON.
    GeoJson,
    /// An OpenStreetMap extract.
    OsmPbf,
    /// An OpenStreetMap extract as XML, plain or compressed by gzip.
    OsmXml,
    /// An ESRI Shapefile: several files, named by their .shp.
    Shapefile,
    /// A FlatGeobuf layer.
    FlatGeobuf,
    /// An Excel workbook (.xlsx): its first sheet, or the one chosen by `file.xlsx#sheet`.
    Excel,
    /// A GeoPackage; a layer of it is chosen by `file.gpkg#layer`.
    GeoPackage,
    /// A layer in memory.
    Frame,
    /// A table in memory, without geometry.
    PlainFrame,
}

/// A name as the settings write it, split into the file and the layer or sheet that is chosen behind `#`.
///
/// ```
/// use xiaqu_formats::split_layer;
/// assert_eq!(split_layer("gis/county.gpkg#道路"), ("gis/county.gpkg", Some("道路")));
/// assert_eq!(split_layer("roads#2.geojson"), ("roads#2.geojson", None));
/// ```
pub fn split_layer(name: &str) -> (&str, Option<&str>) {
    let name_in_lower_case = name.to_ascii_lowercase();
    let end_of = |mark: &str| name_in_lower_case.find(mark).map(|start| start + mark.len() - 1);
    let found = [".gpkg#", ".xlsx#"].into_iter().filter_map(end_of).min();
    let split = found.and_then(|end| Some((name.get(..end)?, name.get(end + 1..)?)));
    split.map_or((name, None), |(file, layer)| (file, Some(layer)))
}

impl FileKind {
    /// The kind that a file name claims, if it is one that can be read.
    ///
    /// ```
    /// use xiaqu_formats::FileKind;
    /// assert_eq!(FileKind::of("roads.osm.pbf"), Some(FileKind::OsmPbf));
    /// assert_eq!(FileKind::of("roads.osm"), Some(FileKind::OsmXml));
    /// assert_eq!(FileKind::of("roads.osm.gz"), Some(FileKind::OsmXml));
    /// assert_eq!(FileKind::of("Villages.CSV"), Some(FileKind::Csv));
    /// assert_eq!(FileKind::of("county.gpkg#villages"), Some(FileKind::GeoPackage));
    /// assert_eq!(FileKind::of("villages.xlsx#村庄"), Some(FileKind::Excel));
    /// assert_eq!(FileKind::of("villages.xls"), None);
    /// ```
    pub fn of(name: &str) -> Option<Self> {
        let file = split_layer(name).0.to_ascii_lowercase();
        if file.ends_with(".osm.gz") {
            return Some(Self::OsmXml);
        }
        match file.rsplit_once('.')?.1 {
            "csv" | "tsv" | "txt" => Some(Self::Csv),
            "geojson" | "json" => Some(Self::GeoJson),
            "pbf" => Some(Self::OsmPbf),
            "osm" => Some(Self::OsmXml),
            "shp" => Some(Self::Shapefile),
            "fgb" => Some(Self::FlatGeobuf),
            "gpkg" => Some(Self::GeoPackage),
            "xlsx" | "xlsm" => Some(Self::Excel),
            _ => None,
        }
    }

    /// Its name, the same in both languages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::GeoJson => "GeoJSON",
            Self::OsmPbf => "OSM PBF",
            Self::OsmXml => "OSM XML",
            Self::Shapefile => "Shapefile",
            Self::GeoPackage => "GeoPackage",
            Self::Excel => "Excel",
            Self::FlatGeobuf => "FlatGeobuf",
            Self::Frame | Self::PlainFrame => "frame",
        }
    }

    /// Whether its rows have a geometry.
    pub const fn is_layer(self) -> bool {
        matches!(self, Self::GeoJson | Self::Shapefile | Self::GeoPackage | Self::FlatGeobuf | Self::Frame)
    }
}

/// First bytes of files that are often named wrongly, and what they are.
const SIGNATURES: [(&[u8], &str, &str); 9] = [
    (
        b"PK\x03\x04",
        "it is an Excel or ZIP file; Excel saves tables as `CSV UTF-8`",
        "它是 Excel 或 ZIP 文件；请在 Excel 中另存为“CSV UTF-8”",
    ),
    (
        b"\xD0\xCF\x11\xE0",
        "it is an old Excel or Word file; Excel saves tables as `CSV UTF-8`",
        "它是旧版 Excel 或 Word 文件；请在 Excel 中另存为“CSV UTF-8”",
    ),
    (b"\x89PNG", "it is a picture (PNG)", "它是图片（PNG）"),
    (b"\xFF\xD8\xFF", "it is a picture (JPEG)", "它是图片（JPEG）"),
    (b"%PDF", "it is a PDF", "它是 PDF"),
    (
        b"SQLite format 3",
        "it is a GeoPackage (`.gpkg`) or another SQLite file",
        "它是 GeoPackage（`.gpkg`）或其他 SQLite 文件",
    ),
    (b"\x00\x00\x27\x0A", "it is a Shapefile (`.shp`)", "它是 Shapefile（`.shp`）"),
    (b"\x1F\x8B", "it is compressed (gzip)", "它是压缩文件（gzip）"),
    (b"\x00\x00\x00", "it is a binary file, perhaps OSM PBF", "它是二进制文件，可能是 OSM PBF"),
];

/// What bytes that are no text look like.
pub(crate) fn describe_binary(bytes: &[u8]) -> Words {
    let known = SIGNATURES.iter().find(|(signature, _, _)| bytes.starts_with(signature));
    known.map_or_else(|| Words::new("it is a binary file", "它是二进制文件"), |(_, en, zh)| Words::new(*en, *zh))
}

/// What a text is that is not of the kind its name claims, as far as its first character tells.
pub(crate) fn contradiction(kind: FileKind, text: &str) -> Option<Words> {
    let first = text.trim_start().chars().next()?;
    match (kind, first) {
        (_, '<') => Some(Words::new("it is HTML or XML", "它是 HTML 或 XML")),
        (FileKind::Csv, '{') => Some(Words::new(
            "it is JSON; name it `.geojson` if it is GeoJSON",
            "它是 JSON；若为 GeoJSON 请改用 `.geojson` 扩展名",
        )),
        (FileKind::GeoJson, '{' | '[')
        | (
            FileKind::Csv
            | FileKind::OsmPbf
            | FileKind::OsmXml
            | FileKind::Shapefile
            | FileKind::GeoPackage
            | FileKind::FlatGeobuf
            | FileKind::Excel
            | FileKind::Frame
            | FileKind::PlainFrame,
            _,
        ) => None,
        (FileKind::GeoJson, _) => {
            let begin: String = text.trim_start().chars().take_while(|letter| *letter != '\n').take(30).collect();
            let begin = begin.trim_end();
            Some(Words::new(
                format!("it begins with `{begin}`, which is no JSON"),
                format!("开头是 `{begin}`，不是 JSON"),
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FileKind, contradiction, describe_binary};

    #[test]
    fn files_of_another_kind_are_called_by_their_name() {
        assert!(describe_binary(b"\x89PNG\r\n\x1a\n").en.contains("PNG"));
        assert!(describe_binary(b"PK\x03\x04\x14\0").zh.contains("Excel"));
        assert!(contradiction(FileKind::Csv, "{\"type\":1}").unwrap().en.contains(".geojson"));
        assert!(contradiction(FileKind::GeoJson, "id,name\n1,2\n").unwrap().en.contains("`id,name`"));
        assert_eq!(contradiction(FileKind::GeoJson, " {}"), None);
        assert_eq!(contradiction(FileKind::Csv, "编号,名称"), None);
    }
}
