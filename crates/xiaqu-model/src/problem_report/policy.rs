//! E4: parameters and policy.

use super::code::problem_codes;

problem_codes! {
    /// A key of the settings is unknown.
    "E401" Error fn e401_unknown_key(key, nearest) {
        en: "unknown setting `{key}`", "did you mean `{nearest}`? `xiaqu schema` lists every setting";
        zh: "未知设置 `{key}`", "是否应为 `{nearest}`？`xiaqu schema` 列出全部设置";
    }
    /// A setting has the wrong type.
    "E402" Error fn e402_wrong_type(key, expected, found) {
        en: "`{key}` is `{found}`", "write {expected}";
        zh: "`{key}` 的值为 `{found}`", "请写成{expected}";
    }
    /// A setting is out of range.
    "E403" Error fn e403_out_of_range(key, value, least, most) {
        en: "`{key}` is `{value}`", "choose a value from {least} to {most}";
        zh: "`{key}` 的值为 `{value}`", "请取 {least} 到 {most} 之间的值";
    }
    /// A file named in the settings does not exist.
    "E404" Error fn e404_file_missing(file, key) {
        en: "`{file}`, named by `{key}`, does not exist", "put the file into the county folder or correct the name";
        zh: "`{key}` 指定的 `{file}` 不存在", "请把文件放入县文件夹，或更正文件名";
    }
    /// The settings are not TOML.
    "E405" Error fn e405_not_toml(why) {
        en: "the settings are not valid TOML: {why}", "see the line named above; texts need quotation marks";
        zh: "设置文件不是有效的 TOML：{why}", "请看上面所指的行；文字需要引号";
    }
    /// The settings name a station that does not exist.
    "E406" Error fn e406_unknown_station(key, value, nearest) {
        en: "`{key}` names the station `{value}`, which does not exist", "did you mean `{nearest}`?";
        zh: "`{key}` 中的派出所 `{value}` 不存在", "是否应为 `{nearest}`？";
    }
    /// A station has two demands that exclude each other.
    "E407" Error fn e407_contradictory_duties(station, one, other) {
        en: "station `{station}` is in `{one}` and in `{other}`", "keep it in one of the two lists";
        zh: "派出所 `{station}` 同时出现在 `{one}` 和 `{other}` 中", "请只保留在其中一个列表";
    }
    /// Bounds cross.
    "E408" Error fn e408_crossed_bounds(least_key, least, most_key, most) {
        en: "`{least_key}` = {least} is above `{most_key}` = {most}", "lower the first or raise the second";
        zh: "`{least_key}` = {least} 大于 `{most_key}` = {most}", "请降低前者或提高后者";
    }
    /// The county folder has no settings file.
    "E409" Error fn e409_no_settings(folder) {
        en: "`{folder}` has no xiaqu.toml", "name a county folder, or make one with `xiaqu init DIR`";
        zh: "`{folder}` 中没有 xiaqu.toml", "请指定县文件夹，或用 `xiaqu init DIR` 新建";
    }
    /// More officers are asked for than the bureau has.
    "E410" Error fn e410_more_officers_than_bureau(stations, transfers, bureau) {
        en: "{stations} station officers and {transfers} transfers are more than the bureau's {bureau}",
            "correct `strength.bureau_officers`, `strength.transfers` or the officers of the stations";
        zh: "派出所警力 {stations} 与调入 {transfers} 之和超过全局 {bureau}", "请更正 `strength.bureau_officers`、`strength.transfers` 或各所警力";
    }
    /// The settings name a station by a name that several stations have.
    "E411" Error fn e411_ambiguous_station(key, value) {
        en: "`{key}` names `{value}`, and several stations are called so", "name the station by its id";
        zh: "`{key}` 中的 `{value}` 对应多个同名派出所", "请改用派出所编号";
    }
    /// An aim or a limit needs costs that are not known.
    "E412" Error fn e412_costs_needed(key) {
        en: "`{key}` needs the running costs of every station and of a post", "fill `fixed_cost_yuan` and `variable_cost_yuan_per_officer` of every station and `posts.cost_yuan_per_year`, or drop it";
        zh: "`{key}` 需要每个派出所与警务站的运行费用", "请填写每所的 `fixed_cost_yuan`、`variable_cost_yuan_per_officer` 以及 `posts.cost_yuan_per_year`，或删除该项";
    }
    /// A pair is demanded and forbidden.
    "E413" Error fn e413_pair_demanded_and_forbidden(one, other) {
        en: "`{one}` and `{other}` are in `merge.must_merge_pairs` and in `merge.forbidden_pairs`", "keep the pair in one of the two lists";
        zh: "`{one}` 与 `{other}` 同时出现在 `merge.must_merge_pairs` 和 `merge.forbidden_pairs` 中", "请只保留在其中一个列表";
    }
    /// A present base is to be kept, where every road point goes to the nearest.
    "E414" Error fn e414_hysteresis_with_exact_borders(minutes) {
        en: "`dispatch.hysteresis_minutes` is {minutes}, and exact borders follow the roads, which have no base of today",
            "set `dispatch.borders` to \"village\" or \"township\", or drop the hysteresis";
        zh: "`dispatch.hysteresis_minutes` 为 {minutes}，而精确边界沿道路划分，道路没有现任单位",
            "请把 `dispatch.borders` 设为 \"village\" 或 \"township\"，或取消该滞后";
    }
    /// Roads and a table of travel times are both named.
    "E415" Error fn e415_roads_and_travel_times(roads, times) {
        en: "`inputs.roads` names `{roads}` and `inputs.travel_times` names `{times}`: travel times come from one of them",
            "remove the line that is not meant";
        zh: "`inputs.roads` 为 `{roads}`，`inputs.travel_times` 为 `{times}`：行车时间只能取自其一", "请删除不用的一行";
    }
    /// Neither roads nor travel times are there.
    "E416" Error fn e416_no_roads_no_travel_times(file) {
        en: "neither `inputs.roads` nor `inputs.travel_times` is set, and there is no `{file}`",
            "name the file of the roads in `inputs.roads`, or a table of `from,to,minutes` in `inputs.travel_times`";
        zh: "未设置 `inputs.roads` 与 `inputs.travel_times`，也没有 `{file}`", "请在 `inputs.roads` 中指定道路文件，或在 `inputs.travel_times` 中指定 `from,to,minutes` 时间表";
    }
    /// A setting changes roads, and there are none.
    "E417" Error fn e417_needs_roads(key) {
        en: "`{key}` changes the times on roads, and with `inputs.travel_times` there are no roads",
            "put its effect into the minutes of the table and remove `{key}`, or give roads (`inputs.roads`)";
        zh: "`{key}` 改变道路上的时间，而使用 `inputs.travel_times` 时没有道路", "请把其影响计入时间表并删除 `{key}`，或提供道路（`inputs.roads`）";
    }
    /// The settings ask for a solver that this build does not have.
    "E430" Error fn e430_backend_not_compiled_in(wanted, available) {
        en: "the solver `{wanted}` is not part of this build, which has {available}",
            "set `search.backend` to one that is, or build xiaqu with `--features {wanted}`";
        zh: "本程序未编译求解器 `{wanted}`，仅有 {available}", "请把 `search.backend` 改为已有的求解器，或用 `--features {wanted}` 重新编译";
    }
    /// The weights of the four-factor index do not add up to one.
    "E431" Error fn e431_weights_not_one(sum) {
        en: "the weights of `[complexity]` add up to `{sum}`", "change them so that they add up to 1";
        zh: "`[complexity]` 各权重之和为 `{sum}`", "请调整使其和为 1";
    }
}
