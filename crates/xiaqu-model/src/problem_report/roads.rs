//! E3: roads.

use super::code::problem_codes;

problem_codes! {
    /// No road that a station reaches lies near a village.
    "E301" Error fn e301_village_far_from_road(distance_m, limit_m) {
        en: "village is `{distance_m}` m from the nearest road that a station reaches, more than `{limit_m}` m",
            "add the missing road, or a crossing `roads.links`, or raise `roads.access_max_m`";
        zh: "该村距任一派出所可到达的最近道路 `{distance_m}` 米，超过 `{limit_m}` 米",
            "请补充缺失的道路，或添加渡口 `roads.links`，或提高 `roads.access_max_m`";
    }
    /// No road lies near a station.
    "E302" Error fn e302_station_far_from_road(distance_m, limit_m) {
        en: "station is `{distance_m}` m from the nearest road, more than `{limit_m}` m",
            "check the station's position and datum, add the missing road or the crossing (`roads.links`), or raise `roads.access_max_m`";
        zh: "该派出所距最近道路 `{distance_m}` 米，超过 `{limit_m}` 米",
            "请检查派出所的位置和坐标系，补充缺失的道路，或提高 `roads.access_max_m`";
    }
    /// The road file holds no road that cars may use.
    "E303" Error fn e303_no_usable_road() {
        en: "the file holds no road that cars may use", "give a file that covers the county, with `highway` or class values";
        zh: "文件中没有可通行机动车的道路", "请提供覆盖本县、含 `highway` 或等级字段的道路文件";
    }
    /// No road that can be used lies near a place.
    "E304" Error fn e304_point_far(distance_m, limit_m) {
        en: "the place is `{distance_m}` m from the nearest road that can be used, more than `{limit_m}` m",
            "check its position and datum, add the missing road, or in a county raise `roads.access_max_m`";
        zh: "该点距最近可用道路 `{distance_m}` 米，超过 `{limit_m}` 米",
            "请检查其位置和坐标系，补充缺失的道路，或在县设置中提高 `roads.access_max_m`";
    }
    /// A place is asked for that does not exist.
    "E305" Error fn e305_unknown_place(text, nearest) {
        en: "there is no place `{text}`; the nearest known is `{nearest}`", "write an id, a name, or a position as `lon,lat`";
        zh: "没有地点 `{text}`；最接近的是 `{nearest}`", "请填写编号、名称，或以 `经度,纬度` 给出位置";
    }
    /// A place is asked for by a name that several have.
    "E306" Error fn e306_ambiguous_place(text) {
        en: "several places are called `{text}`", "write the id of the one that is meant";
        zh: "有多个地点名为 `{text}`", "请填写所指地点的编号";
    }
    /// Nothing is given to start from.
    "E307" Error fn e307_no_start() {
        en: "there is no place to start from", "give a table of places with `id`, `lon` and `lat` as `--from`, in Python as `origins`";
        zh: "没有出发地点", "请用 `--from`（Python 中为 `origins`）给出含 `id`、`lon`、`lat` 的地点表";
    }
}
