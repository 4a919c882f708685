//! E18x: Shapefiles and GeoPackages, and the reference systems they declare.

use super::code::problem_codes;

problem_codes! {
    /// A file that belongs to a Shapefile is not there.
    "E180" Error fn e180_missing_companion(file, companion) {
        en: "`{file}` lacks `{companion}`",
            "a Shapefile is several files: copy .shp, .shx, .dbf, .prj and .cpg together";
        zh: "`{file}` 缺少 `{companion}`", "Shapefile 由多个文件组成：请一并复制 .shp、.shx、.dbf、.prj 和 .cpg";
    }
    /// Nothing says what the coordinates of a layer are.
    "E181" Error fn e181_no_reference_system(file, found) {
        en: "nothing says what the coordinates of `{file}` are: there is no .prj or declared system, and they look like {found}",
            "copy the .prj as well, in Python `.set_crs(...)`, or ask the office and state it in `[inputs]`: `wgs84`, `cgcs2000`, `gcj02`, `bd09` for degrees, `epsg:4547` or the like for metres";
        zh: "`{file}` 没有 .prj，也未声明坐标系，坐标看起来是{found}",
            "请一并复制 .prj（Python 中用 `.set_crs(...)`），或向单位确认后在 `[inputs]` 中注明：度用 `wgs84`、`cgcs2000`、`gcj02`、`bd09`，米用 `epsg:4547` 之类";
    }
    /// A layer declares a reference system that is not known here.
    "E182" Error fn e182_unknown_reference_system(file, declared, why) {
        en: "`{file}` declares the reference system `{declared}`: {why}",
            "export it in CGCS2000 or WGS 84 (EPSG:4490 or 4326), with the office's own parameters if it comes from Beijing 1954 or Xi'an 1980";
        zh: "`{file}` 声明的坐标系为 `{declared}`：{why}",
            "请以 CGCS2000 或 WGS 84（EPSG:4490 或 4326）重新导出；若源自北京 1954 或西安 1980，请用本单位的转换参数";
    }
    /// A layer declares one reference system, the settings another.
    "E183" Error fn e183_contradicting_reference_systems(file, declared, stated) {
        en: "`{file}` declares the reference system `{declared}`, the settings `{stated}`",
            "remove the datum from `[inputs]` if the file is right, or correct the file's .prj or declaration";
        zh: "`{file}` 声明的坐标系为 `{declared}`，设置中为 `{stated}`",
            "若文件正确，请从 `[inputs]` 中删除该坐标系；否则请更正 .prj 或文件中的声明";
    }
    /// Coordinates that cannot be what they are said to be.
    "E184" Error fn e184_coordinates_contradict(file, claimed, x, y, found) {
        en: "`{file}` claims {claimed}, but holds x `{x}`, y `{y}`: {found}",
            "correct the .prj or the datum in `[inputs]`; in QGIS use `Assign projection` for a wrong label, `Reproject layer` to convert";
        zh: "`{file}` 声称为{claimed}，但含坐标 x `{x}`、y `{y}`：{found}",
            "请更正 .prj 或 `[inputs]` 中的坐标系；QGIS 中“定义投影”用于更正标注，“重投影图层”用于转换";
    }
    /// A GeoPackage with several layers, none of them chosen.
    "E185" Error fn e185_several_layers(file, layers) {
        en: "`{file}` holds several layers: {layers}", "choose one in `[inputs]`: `{file}#layer`";
        zh: "`{file}` 含有多个图层：{layers}", "请在 `[inputs]` 中选择其一：`{file}#图层名`";
    }
    /// A GeoPackage without the layer that is asked for.
    "E186" Error fn e186_no_such_layer(file, layer, layers) {
        en: "`{file}` has no layer `{layer}`; it holds: {layers}", "correct the name behind `#` in `[inputs]`";
        zh: "`{file}` 没有图层 `{layer}`；现有：{layers}", "请更正 `[inputs]` 中 `#` 后的名称";
    }
    /// The .cpg of a Shapefile names an encoding nobody knows.
    "E187" Error fn e187_unknown_encoding(file, encoding) {
        en: "`{file}` names the encoding `{encoding}`, which is not known here", "write `UTF-8` or `GBK` into it, whichever the table really is";
        zh: "`{file}` 指定的编码 `{encoding}` 无法识别", "请按表格的实际编码写 `UTF-8` 或 `GBK`";
    }
    /// Text that is not in the encoding that the .cpg names.
    "E188" Error fn e188_wrong_encoding(file, encoding, column) {
        en: "column `{column}` holds text that is not {encoding}, as `{file}` says", "write the encoding the table really has, `UTF-8` or `GBK`";
        zh: "列 `{column}` 含有不符合 {encoding} 的文字，而 `{file}` 如此声明", "请写表格的实际编码：`UTF-8` 或 `GBK`";
    }
}
