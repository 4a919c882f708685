//! E210 to E215 and W996: the elevation raster that slopes are taken from.

use super::code::problem_codes;

problem_codes! {
    /// The file is no raster of heights.
    "E210" Error fn e210_no_elevation_raster(file, reason) {
        en: "`{file}` is no elevation raster: {reason}",
            "give a GeoTIFF with one band of heights in metres (uncompressed, Deflate or LZW), an SRTM tile such as `N28E117.hgt`, or a folder of such tiles; or remove `inputs.elevation`";
        zh: "`{file}` 不是高程栅格：{reason}", "请提供单波段、以米为单位的 GeoTIFF（不压缩、Deflate 或 LZW），SRTM 图幅（例如 `N28E117.hgt`）或此类图幅的文件夹；或删除 `inputs.elevation`";
    }
    /// The raster ends early or is damaged.
    "E211" Error fn e211_elevation_damaged(file, reason) {
        en: "`{file}` is cut short or damaged: {reason}", "copy or download the file again";
        zh: "`{file}` 不完整或已损坏：{reason}", "请重新复制或下载该文件";
    }
    /// The raster has more samples than are read.
    "E212" Error fn e212_elevation_too_large(file, columns, rows, most) {
        en: "`{file}` claims {columns} x {rows} samples; at most {most} are read, and no more than its bytes can hold",
            "cut the raster to the county, or lower its resolution to about 30 m";
        zh: "`{file}` 标称 {columns} x {rows} 个采样；最多读取 {most} 个，且不得超过文件字节所能容纳", "请按县域裁剪栅格，或把分辨率降到约 30 米";
    }
    /// The raster lies elsewhere.
    "E213" Error fn e213_no_road_on_elevation(file) {
        en: "no road lies on the heights of `{file}`",
            "give the raster of this county; check the name of an SRTM tile (its south-west corner) and the reference system of a GeoTIFF";
        zh: "没有任何道路位于 `{file}` 的高程范围内", "请提供本县的栅格；请核对 SRTM 图幅名（西南角）或 GeoTIFF 的坐标系";
    }
    /// The reference system of the raster is not known.
    "E214" Error fn e214_unknown_elevation_system(file, system, known) {
        en: "`{file}` is in a reference system that is not known: {system}", "transform the raster to EPSG:4326 or another of {known}, heights in metres";
        zh: "`{file}` 的坐标系未知：{system}", "请把栅格转换为 EPSG:4326 或 {known} 之一，高程以米为单位";
    }
    /// The raster does not say where it lies.
    "E215" Error fn e215_elevation_without_place(file) {
        en: "`{file}` does not say where it lies",
            "name an SRTM tile after its south-west corner, for example `N28E117.hgt`; give a GeoTIFF a pixel scale and a tie point, north up";
        zh: "`{file}` 未说明其位置", "SRTM 图幅请按西南角命名，例如 `N28E117.hgt`；GeoTIFF 须带像元大小与控制点，且北向上";
    }
    /// Some roads lie beside the raster or where it has no heights.
    "W996" Warning fn w996_roads_without_height(file, share_percent, length_km) {
        en: "{share_percent} % of the roads ({length_km} km) have no height in `{file}` and count as flat",
            "give a raster that covers the county and the roads around it";
        zh: "有 {share_percent}% 的道路（{length_km} 公里）在 `{file}` 中无高程，按平路计", "请提供覆盖本县及周边道路的栅格";
    }
}
