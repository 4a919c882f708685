//! W9: a plan is made; the report says what was assumed or repaired.

use super::code::problem_codes;

problem_codes! {
    /// A table was not UTF-8.
    "W951" Warning fn w951_read_as_gb18030(file) {
        en: "`{file}` is not UTF-8 and was read as GB18030", "check one Chinese name in the output; save as UTF-8 to be sure";
        zh: "`{file}` 不是 UTF-8，已按 GB18030 读取", "请核对输出中的中文名称；另存为 UTF-8 更稳妥";
    }
    /// Calls come from the default rate.
    "W952" Warning fn w952_default_calls(villages, rate) {
        en: "{villages} villages state no calls; {rate} per 1,000 people a year are assumed",
            "fill `calls_per_year`, or set `demand.calls_per_thousand_per_year`";
        zh: "{villages} 个村未填警情数，按每千人年 {rate} 起估算", "请填写 `calls_per_year`，或设置 `demand.calls_per_thousand_per_year`";
    }
    /// A village's stated township is not the one it lies in.
    "W953" Warning fn w953_village_in_other_township(name, stated, found) {
        en: "village `{name}` is stated in `{stated}` but lies in `{found}`; the statement counts",
            "correct the township or the position";
        zh: "村 `{name}` 填写属于 `{stated}`，但位置在 `{found}`；以填写为准", "请更正乡镇或位置";
    }
    /// A village is beyond the hard maximum already today.
    "W954" Warning fn w954_beyond_maximum_today(villages, minutes, worst) {
        en: "{villages} villages are beyond {minutes} min today, the farthest is `{worst}`; plans may not make them worse",
            "this is a fact about today, not about the plan; look at the map of second arrivals";
        zh: "{villages} 个村目前已超过 {minutes} 分钟，最远为 `{worst}`；方案不得使其恶化", "这是现状，与方案无关；请查看第二到达时间图";
    }
    /// A base answers for no road.
    "W955" Warning fn w955_base_without_road(name) {
        en: "station `{name}` answers for no road: others are nearer even at its own door",
            "check its position and the roads around it";
        zh: "派出所 `{name}` 没有就近处警的道路：别的派出所到其门口更快", "请检查其位置与周边道路";
    }
    /// A bureau that says nothing of its strength.
    "W956" Warning fn w956_no_bureau_strength() {
        en: "`strength.bureau_officers` is not set; shares of the bureau are left out",
            "state the sworn officers of the whole bureau";
        zh: "未设置 `strength.bureau_officers`；不计算占全局比例", "请填写全局民警总数";
    }
    /// The share of the bureau that should be in stations is missed.
    "W957" Warning fn w957_station_share_missed(share, wanted) {
        en: "{share} % of the bureau will be in stations, {wanted} % are wanted",
            "raise `strength.transfers` or lower `strength.station_share_min`";
        zh: "改革后派出所警力占 {share} %，目标为 {wanted} %", "请提高 `strength.transfers` 或降低 `strength.station_share_min`";
    }
    /// Running costs are not known for all.
    "W958" Warning fn w958_costs_left_out() {
        en: "running costs are not stated for every station and for posts; the cost section is left out",
            "fill `fixed_cost_yuan` and `variable_cost_yuan_per_officer`, and set `posts.cost_yuan_per_year`";
        zh: "派出所或警务站运行费不全；省略费用部分", "请填写 `fixed_cost_yuan`、`variable_cost_yuan_per_officer`，并设置 `posts.cost_yuan_per_year`";
    }
    /// The polygon of a dispatch area has several parts.
    "W959" Warning fn w959_area_in_parts(centre, parts) {
        en: "the dispatch area of `{centre}` has {parts} parts: it is connected by road, not as a polygon",
            "look at the parts on the map; this is how nearest response falls here";
        zh: "`{centre}` 的接处警辖区由 {parts} 块组成：道路相连而多边形不相连", "请在图上查看各块；这是就近出警的实际结果";
    }
}
