//! E320 to E325: region files, which keep a road network ready to be searched.

use super::code::problem_codes;

problem_codes! {
    /// A file called a region file is something else, or of another version.
    "E320" Error fn e320_not_a_region(file) {
        en: "`{file}` is not a region file of this version", "make it again: `xiaqu roads import --roads ROADS -o {file}`";
        zh: "`{file}` 不是本版本的路网文件", "请重新生成：`xiaqu roads import --roads 道路文件 -o {file}`";
    }
    /// A region file is cut short or changed.
    "E321" Error fn e321_damaged_region(file) {
        en: "region file `{file}` is damaged", "make it again: `xiaqu roads import --roads ROADS -o {file}`";
        zh: "路网文件 `{file}` 已损坏", "请重新生成：`xiaqu roads import --roads 道路文件 -o {file}`";
    }
    /// A region file was made with other road settings than those in force.
    "E322" Error fn e322_region_of_other_settings(file) {
        en: "region file `{file}` was made with other road settings: speeds, repairs and what a police car may pass are part of it",
            "make it again with the settings in force";
        zh: "路网文件 `{file}` 由另一组道路设置生成：车速、修复规则与警车通行规定均包含在内", "请按现行设置重新生成";
    }
    /// What was read and repaired is asked of a region file.
    "E323" Error fn e323_region_without_report(file, origin) {
        en: "region file `{file}` keeps the network, not what was read, dropped and repaired", "ask about the file it was made from, `{origin}`";
        zh: "路网文件 `{file}` 只保存路网，不含读入、舍弃与修复情况", "请查询生成它的文件 `{origin}`";
    }
    /// A datum is stated for a region file.
    "E324" Error fn e324_region_has_its_datum(file) {
        en: "a datum is stated for region file `{file}`, whose coordinates are fixed", "leave the datum out; state it when the region is made";
        zh: "为路网文件 `{file}` 指定了坐标系，而其坐标已经确定", "请删除该坐标系；生成路网文件时再指定";
    }
    /// A county names a region file as its roads.
    "E325" Error fn e325_region_of_a_county(file) {
        en: "`{file}` is a region file, which answers `xiaqu roads` alone: a county repairs and closes its roads by its own settings",
            "name the road file that it was made from";
        zh: "`{file}` 是路网文件，只供 `xiaqu roads` 使用：县的道路须按其自身设置修复与封闭", "请改用生成它的道路文件";
    }
}
