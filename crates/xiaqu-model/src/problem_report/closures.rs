//! E19x and W99x: closures and slow-downs, and what was made of road layers.

use super::code::problem_codes;

problem_codes! {
    /// A closure that says neither where it is nor which road it means.
    "E190" Error fn e190_closure_without_place() {
        en: "the closure has neither a geometry nor an `osm_id`",
            "draw its line, polygon or point, or write the number of the OpenStreetMap way (the id of a road table) into `osm_id`";
        zh: "该封路记录既无几何也无 `osm_id`", "请绘制线、面或点，或在 `osm_id` 中填写 OpenStreetMap 道路编号（道路表则填其编号）";
    }
    /// A date that is none.
    "E191" Error fn e191_not_a_date(column, value) {
        en: "`{column}` is `{value}`, not a date", "write year, month and day, for example `2026-07-01`";
        zh: "`{column}` 的值 `{value}` 不是日期", "请写年月日，例如 `2026-07-01`";
    }
    /// A closure that ends before it begins.
    "E192" Error fn e192_closure_ends_before_it_begins(from, to) {
        en: "the closure begins on `{from}` and ends on `{to}`", "exchange the two dates, or correct one of them";
        zh: "封路始于 `{from}`、止于 `{to}`", "请交换或更正日期";
    }
    /// A closure for a time of the year, and a plan for no particular day.
    "E193" Error fn e193_no_date_planned_for(file, key) {
        en: "`{file}` holds closures with dates, and the settings do not say which day is planned for",
            "set `{key}`, for example `{key} = \"2026-07-01\"`, or remove `from` and `to` from what is to hold always";
        zh: "`{file}` 中有带日期的封路，而设置未说明按哪一天规划", "请设置 `{key}`，例如 `{key} = \"2026-07-01\"`；若始终有效，请删除起止日期";
    }
    /// A closure for a scenario that does not exist.
    "E194" Error fn e194_unknown_scenario(value, known) {
        en: "scenario `{value}` is unknown", "use one or several of {known}, separated by commas; leave it empty for all";
        zh: "未知情景 `{value}`", "请使用 {known} 中的一个或多个，以逗号分隔；留空表示全部";
    }
    /// A slow-down that is none, or beyond all measure.
    "E195" Error fn e195_slow_down_out_of_range(column, value, least, most) {
        en: "`{column}` is `{value}`", "write a number from {least} to {most}; leave `factor` and `minutes` empty where the road is closed";
        zh: "`{column}` 的值为 `{value}`", "请填 {least} 到 {most} 之间的数；道路封闭时 `factor` 与 `minutes` 均留空";
    }
    /// A delay in minutes for all roads of a polygon.
    "E196" Error fn e196_delay_in_polygon() {
        en: "`minutes` is a delay along one road, and the closure is a polygon", "draw the line of the road, or state a `factor`";
        zh: "`minutes` 是沿某一道路的延误，而该记录为面", "请绘制道路的线，或改填 `factor`";
    }
    /// A closure that meets no road.
    "W991" Warning fn w991_closure_without_road() {
        en: "the closure meets no road and changes nothing",
            "check its position, its datum and its `osm_id`, or raise `roads.closure_tolerance_m`";
        zh: "该封路记录未对应任何道路，不起作用", "请检查位置、坐标系与 `osm_id`，或提高 `roads.closure_tolerance_m`";
    }
    /// Roads are closed.
    "W992" Warning fn w992_roads_closed(length_km, edges) {
        en: "`{length_km}` km of road in `{edges}` pieces are closed", "look at the closed roads on the map; remove the closure when the road opens";
        zh: "已封闭 `{length_km}` 公里道路（`{edges}` 段）", "请在图上核对；道路恢复后请删除该记录";
    }
    /// Roads are slower.
    "W993" Warning fn w993_roads_slowed(length_km, edges, factor, minutes) {
        en: "`{length_km}` km of road in `{edges}` pieces take `{factor}` times as long and `{minutes}` min more",
            "look at the roads on the map; remove the slow-down when it ends";
        zh: "`{length_km}` 公里道路（`{edges}` 段）行车时间为 `{factor}` 倍另加 `{minutes}` 分钟", "请在图上核对；限行结束后请删除该记录";
    }
    /// Closures that do not hold on the day that is planned for.
    "W994" Warning fn w994_closures_on_other_days(count, date) {
        en: "`{count}` closures do not hold on `{date}` and were left out", "set `roads.date` to the day that is planned for";
        zh: "有 `{count}` 条封路在 `{date}` 无效，未计入", "请把 `roads.date` 设为所规划的日期";
    }
    /// Lines of a road layer met without a common point.
    "W995" Warning fn w995_crossings_noded(count) {
        en: "at `{count}` places lines of one level cross or touch without a common point and were joined",
            "give bridges and tunnels their level (`level`, `bridge` or `tunnel`), or set `roads.node_crossings = false` if crossings are no junctions";
        zh: "有 `{count}` 处同层道路相交或相接但无公共点，已连接",
            "请为桥梁和隧道注明层（`level`、`bridge` 或 `tunnel`）；若相交处并非路口，请设置 `roads.node_crossings = false`";
    }
}
