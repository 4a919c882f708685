//! E310 to E319 and W981 to W985: a table of travel times instead of roads.

use super::code::problem_codes;

problem_codes! {
    /// A travel time starts where no station is.
    "E310" Error fn e310_time_from_unknown_station(value, rows, nearest) {
        en: "`from` is `{value}`, and no station has this id (rows: {rows})", "did you mean `{nearest}`? times are stated from station ids";
        zh: "`from` 为 `{value}`，没有派出所用此编号（共 {rows} 行）", "是否应为 `{nearest}`？起点请用派出所编号";
    }
    /// A travel time ends where neither a village nor a station is.
    "E311" Error fn e311_time_to_unknown_place(value, rows, nearest) {
        en: "`to` is `{value}`, and neither a village nor a station has this id (rows: {rows})",
            "did you mean `{nearest}`? times are stated to ids of villages and stations";
        zh: "`to` 为 `{value}`，没有村或派出所用此编号（共 {rows} 行）", "是否应为 `{nearest}`？终点请用村或派出所编号";
    }
    /// A travel time ends at an id that a village and a station have.
    "E312" Error fn e312_time_to_ambiguous_id(value, rows) {
        en: "`to` is `{value}`, the id of a village and of a station (rows: {rows})",
            "give stations and villages different ids, for example `S{value}` and `V{value}`, in all tables";
        zh: "`to` 为 `{value}`，村与派出所都用此编号（共 {rows} 行）", "请在所有表中为派出所和村设置不同编号，例如 `S{value}` 与 `V{value}`";
    }
    /// A travel time is longer than any in a county.
    "E313" Error fn e313_time_too_long(column, value, most) {
        en: "`{column}` is `{value}`, more than a day ({most})", "write minutes; where there is no way leave the cell empty, or leave the row out";
        zh: "`{column}` 的值 `{value}` 超过一天（{most}）", "请以分钟填写；无路可通时请留空或删除该行";
    }
    /// A travel time is stated for a scenario that no plan looks at.
    "E314" Error fn e314_time_in_unused_scenario(value) {
        en: "the scenario is `{value}`: plans are made from times by day and judged by times when wet, and from no others",
            "write `day` or `wet`, leave the cell empty for `day`, or remove these rows";
        zh: "情景为 `{value}`：规划只用白天（day）的时间，并以雨季（wet）的时间评判", "请填 `day` 或 `wet`，留空为 `day`；其他情景的行请删除";
    }
    /// Two rows state different times for the same pair.
    "E315" Error fn e315_contradicting_times(from, to, minutes, first_minutes, first_row) {
        en: "from `{from}` to `{to}` it is {minutes}, and {first_minutes} in row {first_row}", "keep one of the rows";
        zh: "`{from}` 到 `{to}` 为 {minutes}，而第 {first_row} 行为 {first_minutes}", "请只保留其中一行";
    }
    /// No travel time starts at a station.
    "E316" Error fn e316_station_without_times(name) {
        en: "no time starts at station `{name}`", "add its rows to the table of travel times: from its id to every village and every station";
        zh: "时间表中没有从派出所 `{name}` 出发的行", "请在时间表中补充：从其编号到每个村和每个派出所";
    }
    /// No station reaches a village.
    "E317" Error fn e317_village_without_times(name) {
        en: "no station reaches village `{name}`: the table has no time to it by day", "add the minutes from the stations that can reach it";
        zh: "没有派出所能到达村 `{name}`：时间表中没有白天到该村的时间", "请补充可到达该村的派出所所需的分钟数";
    }
    /// Something is asked about the roads of a county that has none.
    "E318" Error fn e318_no_roads_but_times(file) {
        en: "the county has a table of travel times, `{file}`, and no roads to ask about",
            "name a file of roads: `--roads FILE`, or `inputs.roads` in place of `inputs.travel_times`";
        zh: "该县使用行车时间表 `{file}`，没有可查询的道路", "请指定道路文件：`--roads FILE`，或以 `inputs.roads` 代替 `inputs.travel_times`";
    }
    /// Minutes and milliseconds of one row are different times.
    "E319" Error fn e319_minutes_contradict_milliseconds(minutes, milliseconds) {
        en: "`minutes` is `{minutes}` and `milliseconds` is `{milliseconds}`: these are different times", "correct one of the two, or leave it empty";
        zh: "`minutes` 为 `{minutes}`，而 `milliseconds` 为 `{milliseconds}`，二者不是同一时间", "请更正其一，或留空其一";
    }
    /// Nothing is drawn along roads, because there are none.
    "W981" Warning fn w981_drawn_without_roads() {
        en: "travel times come from a table: land goes with the nearest village of its township, and `dispatch_roads`, `response_bands` and `change` are left out, which follow roads",
            "give roads (`inputs.roads`) for borders that follow them; what each village waits is exact either way";
        zh: "行车时间取自时间表：土地归本乡镇内最近的村，沿道路绘制的 `dispatch_roads`、`response_bands`、`change` 省略", "如需沿道路的边界，请提供道路（`inputs.roads`）；各村的时间在两种情况下都是准确的";
    }
    /// Nobody knows which way leads from a station to another.
    "W982" Warning fn w982_way_not_known() {
        en: "a table of travel times does not say which way is taken: whether it stays inside the two territories is not asked of any pair",
            "forbid pairs whose way leads through a third territory (`merge.forbidden_pairs`); `adjacency.path_inside = false` says that this is meant";
        zh: "行车时间表不说明所走路径：不检查路径是否在两所辖区之内", "如某对派出所之间须经第三方辖区，请列入 `merge.forbidden_pairs`；设置 `adjacency.path_inside = false` 表示知悉";
    }
    /// Pairs without a time.
    "W983" Warning fn w983_pairs_without_time(scenario, villages, of_villages, stations, of_stations) {
        en: "in the scenario `{scenario}` the table lacks {villages} of {of_villages} times from a station to a village and {stations} of {of_stations} between stations: they count as no way",
            "add the rows of ways that there are, in both directions; stations without a time between them do not merge";
        zh: "情景 `{scenario}` 缺少 {of_villages} 个所到村时间中的 {villages} 个、{of_stations} 个所间时间中的 {stations} 个，均视为无路可通",
            "如有路可通请补充（往返均需）；两所之间无时间则不合并";
    }
    /// Times when wet are not known.
    "W984" Warning fn w984_no_wet_times() {
        en: "the table has no times for the scenario `wet`: figures of the wet season are left out",
            "add rows with `wet` in the column `scenario`, if they are known";
        zh: "时间表中没有情景 `wet`：省略雨季指标", "如已知，请补充 `scenario` 列为 `wet` 的行";
    }
    /// Settings of roads were changed, and there are no roads.
    "W985" Warning fn w985_settings_of_roads_without_effect(keys) {
        en: "without roads these settings change nothing: {keys}", "remove them, or give roads (`inputs.roads`) in place of the table";
        zh: "没有道路时以下设置不起作用：{keys}", "请删除，或以道路（`inputs.roads`）代替时间表";
    }
}
