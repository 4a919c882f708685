//! E15x and E16x: tables of villages, townships and stations as files; E35x: road tables.

use super::code::problem_codes;

problem_codes! {
    /// The file has no row.
    "E151" Error fn e151_empty_file(file) {
        en: "`{file}` has no rows", "fill the table; `xiaqu init DIR` writes an example of every column";
        zh: "`{file}` 没有数据行", "请填写该表；`xiaqu init DIR` 会写出各列示例";
    }
    /// The file cannot be read as what its name says.
    "E152" Error fn e152_unreadable_file(file, format, why) {
        en: "`{file}` cannot be read as {format}: {why}",
            "check that the file is complete and really is {format}; convert other formats with QGIS or ogr2ogr";
        zh: "`{file}` 不能按 {format} 读取：{why}", "请确认文件完整且确为 {format}；其他格式请先用 QGIS 或 ogr2ogr 转换";
    }
    /// A required column is missing.
    "E153" Error fn e153_missing_column(column, accepted, found) {
        en: "column `{column}` is missing; found: {found}",
            "name it one of {accepted}, or map it in `[columns]` of xiaqu.toml";
        zh: "缺少列 `{column}`；现有列：{found}", "请使用以下名称之一：{accepted}，或在 xiaqu.toml 的 `[columns]` 中对应";
    }
    /// A required value is empty.
    "E154" Error fn e154_missing_value(column) {
        en: "`{column}` is empty", "fill it in; nothing is guessed";
        zh: "`{column}` 为空", "请填写；程序不会猜测";
    }
    /// A value is not a number.
    "E155" Error fn e155_not_a_number(column, value, example) {
        en: "`{column}` is `{value}`, not a finite number", "write digits with a point, without units or thousands separators, for example `{example}`";
        zh: "`{column}` 的值 `{value}` 不是有限数", "请只写数字和小数点，不带单位和千位分隔符，例如 `{example}`";
    }
    /// A value that cannot be negative is negative.
    "E156" Error fn e156_negative(column, value) {
        en: "`{column}` is `{value}`, below zero", "correct the value, or delete the row if it is no real place";
        zh: "`{column}` 的值 `{value}` 为负", "请更正，若并非真实地点请删除该行";
    }
    /// A value that must be whole is not.
    "E157" Error fn e157_not_whole(column, value) {
        en: "`{column}` is `{value}`, not a whole number", "count heads: write a whole number";
        zh: "`{column}` 的值 `{value}` 不是整数", "请填写整数";
    }
    /// Coordinates are outside the earth.
    "E158" Error fn e158_impossible_position(lon, lat) {
        en: "lon `{lon}`, lat `{lat}` is no position in degrees",
            "write degrees, longitude first; projected metres must be converted first";
        zh: "经度 `{lon}`、纬度 `{lat}` 不是以度为单位的坐标", "请用度，经度在前；投影坐标请先转换";
    }
    /// A township is named that does not exist.
    "E159" Error fn e159_unknown_township(value, nearest) {
        en: "township `{value}` is not in the township file", "did you mean `{nearest}`? ids and names are accepted";
        zh: "乡镇 `{value}` 不在乡镇文件中", "是否应为 `{nearest}`？可用编号或名称";
    }
    /// A village lies outside all townships.
    "E160" Error fn e160_village_outside(name, metres) {
        en: "village `{name}` lies {metres} m outside every township",
            "correct its position, or the datum of the villages in `[inputs]`";
        zh: "村 `{name}` 位于所有乡镇之外 {metres} 米", "请更正位置，或更正 `[inputs]` 中村庄的坐标系";
    }
    /// The stated datum contradicts the data.
    "E161" Error fn e161_wrong_datum(file, stated, likely, outside, after, key) {
        en: "{outside} points of `{file}` lie outside their townships if they are {stated}, and {after} if they are {likely}",
            "write `{key} = \"{likely}\"` under `[inputs]`, if the office confirms where the points come from";
        zh: "`{file}` 按 {stated} 有 {outside} 个点落在所属乡镇之外，按 {likely} 只有 {after} 个",
            "若单位确认坐标来源，请在 `[inputs]` 下写 `{key} = \"{likely}\"`";
    }
    /// A row has more or fewer fields than the header.
    "E162" Error fn e162_ragged_row(expected, found) {
        en: "the row has {found} fields, the header {expected}", "look for a stray separator, a number such as 1,234 without quotes, or an unclosed quote in this row";
        zh: "该行有 {found} 个字段，表头有 {expected} 个", "请检查多余的分隔符、未加引号的 1,234 之类数字，或未闭合的引号";
    }
    /// A feature has the wrong kind of geometry.
    "E163" Error fn e163_wrong_geometry(expected, found) {
        en: "the geometry is {found}, not {expected}",
            "export the layer again with {expected} geometry; QGIS turns polygons into points with `Point on surface`";
        zh: "几何类型为 {found}，应为 {expected}", "请重新导出为 {expected} 图层；QGIS 的“面上的点”可将面转为点";
    }
    /// Nobody lives in the county.
    "E164" Error fn e164_no_people(file) {
        en: "the populations in `{file}` add up to zero", "fill in the population of every village";
        zh: "`{file}` 中人口合计为零", "请填写各村人口";
    }
    /// A GeoJSON file that declares another reference system.
    "E165" Error fn e165_declared_crs(file, crs) {
        en: "`{file}` declares the reference system `{crs}`, which is not what `[inputs]` says of it",
            "export it again in WGS 84 (EPSG:4326), or state its datum in `[inputs]`: `epsg:4547` or the like for metres, `gcj02` or `bd09` if it only is that";
        zh: "`{file}` 声明坐标系为 `{crs}`，与 `[inputs]` 所述不符", "请以 WGS 84（EPSG:4326）重新导出，或在 `[inputs]` 中注明其坐标系：米用 `epsg:4547` 之类，GCJ-02 或 BD-09 用 `gcj02` 或 `bd09`";
    }
    /// A township is named by a name that several townships have.
    "E166" Error fn e166_ambiguous_township(value) {
        en: "several townships are called `{value}`", "name the township by its id";
        zh: "有多个乡镇名为 `{value}`", "请改用乡镇编号";
    }
    /// A file of a kind that is not read for this input.
    "E167" Error fn e167_unknown_format(file, readable) {
        en: "`{file}` is of a kind that is not read here", "convert it to {readable}, for example with QGIS or ogr2ogr";
        zh: "`{file}` 的格式不能用于此项输入", "请用 QGIS 或 ogr2ogr 等转换为 {readable}";
    }
    /// Several columns could be the one that is meant.
    "E168" Error fn e168_ambiguous_column(column, candidates) {
        en: "several columns could be `{column}`: {candidates}",
            "rename all but one, or choose one in `[columns]` of xiaqu.toml";
        zh: "有多个列都可作为 `{column}`：{candidates}", "请只保留一个名称，或在 xiaqu.toml 的 `[columns]` 中指定";
    }
    /// A count of heads that no place has.
    "E169" Error fn e169_too_many_heads(column, value, most) {
        en: "`{column}` is `{value}`, more than {most}", "count the heads of this place alone; a separator may be missing";
        zh: "`{column}` 的值 `{value}` 超过 {most}", "请只填写该处的人数；可能缺少分隔符";
    }
    /// A road class nobody knows.
    "E351" Error fn e351_unknown_road_class(class, known) {
        en: "road class `{class}` is unknown", "use one of {known}";
        zh: "未知道路等级 `{class}`", "请使用以下之一：{known}";
    }
    /// Points that fit the roads only in another datum.
    "E355" Error fn e355_wrong_datum_by_roads(file, stated, likely, now, then, key) {
        en: "half the points of `{file}` are more than {now} m from any road if they are {stated}, and {then} m if they are {likely}",
            "write `{key} = \"{likely}\"` under `[inputs]`, if the office confirms where the points come from";
        zh: "`{file}` 按 {stated} 有一半的点距道路超过 {now} 米，按 {likely} 仅 {then} 米",
            "若单位确认坐标来源，请在 `[inputs]` 下写 `{key} = \"{likely}\"`";
    }
}
