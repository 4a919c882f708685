//! W9: a plan is made; the report says what was assumed or repaired.

use super::code::problem_codes;

problem_codes! {
    /// Land that two townships claim was given to one of them.
    "W901" Warning fn w901_overlap_assigned(other, square_metres) {
        en: "overlaps `{other}` by `{square_metres}` m2; each piece was given to the township with the longer border there", "redraw the shared border if that is wrong";
        zh: "与 `{other}` 重叠 `{square_metres}` 平方米；每块已划给该处共有边界较长的乡镇", "如不正确，请重绘共有边界";
    }
    /// A thin gap between townships was filled.
    "W902" Warning fn w902_gap_filled(square_metres) {
        en: "a gap of `{square_metres}` m2 between townships was added to this one", "redraw the shared border if that is wrong";
        zh: "乡镇之间 `{square_metres}` 平方米的空隙已划入该乡镇", "如不正确，请重绘共有边界";
    }
    /// A wide gap between townships stays nobody's land.
    "W903" Warning fn w903_gap_left_open(square_metres, neighbours) {
        en: "`{square_metres}` m2 enclosed by `{neighbours}` belong to no township", "draw the missing township, or extend the neighbour that the land belongs to";
        zh: "被 `{neighbours}` 包围的 `{square_metres}` 平方米不属于任何乡镇", "请补绘缺失的乡镇；若属于相邻乡镇，请扩展该乡镇";
    }
    /// A ring whose last point is not its first.
    "W904" Warning fn w904_ring_closed(metres) {
        en: "a ring was open by `{metres}` m and has been closed by a straight line", "repeat the first point at the end of the ring";
        zh: "某个环有 `{metres}` 米未闭合，已用直线闭合", "请在环的末尾重复第一个点";
    }
    /// A dead end was joined to the road that it missed by less than the tolerance.
    "W931" Warning fn w931_dead_end_joined(distance_m) {
        en: "the road ended `{distance_m}` m short of another road and was joined to it",
            "if the roads do not meet, lower `roads.join_tolerance_m` or give them different levels";
        zh: "该道路末端距另一道路 `{distance_m}` 米，已自动连接",
            "如两条道路实际不相通，请降低 `roads.join_tolerance_m` 或设置不同层级";
    }
    /// A dead end nearly touches another road and was left open.
    "W932" Warning fn w932_dead_end_near_road(distance_m) {
        en: "the road ends `{distance_m}` m short of another road and was not joined to it",
            "if the roads meet, draw them together or raise `roads.join_tolerance_m`";
        zh: "该道路末端距另一道路 `{distance_m}` 米，未连接",
            "如两条道路实际相通，请修正数据或提高 `roads.join_tolerance_m`";
    }
    /// A part of the network is not connected with the rest.
    "W933" Warning fn w933_road_island(length_km, edges) {
        en: "`{length_km}` km of road in `{edges}` edges are not connected with the rest of the network",
            "if a road, bridge or ferry leads there, add it, or a crossing `roads.links`";
        zh: "有 `{length_km}` 公里道路（`{edges}` 个路段）与路网其余部分不连通",
            "如有道路、桥梁或渡口相通，请补充，或添加 `roads.links`";
    }
    /// Small parts of the network are not connected with the rest.
    "W934" Warning fn w934_small_road_islands(count, length_km) {
        en: "`{count}` small parts of the network, `{length_km}` km together, are not connected with the rest",
            "places there are put on the nearest connected road; add missing roads if that is wrong";
        zh: "有 `{count}` 处零星道路（共 `{length_km}` 公里）与路网其余部分不连通",
            "该处地点将接入最近的连通道路；如不符合实际，请补充道路";
    }
    /// Values of `maxspeed` were not understood.
    "W935" Warning fn w935_maxspeed_not_understood(count, example) {
        en: "`maxspeed` of `{count}` roads is not understood, for example `{example}`",
            "the speed of the class was used; correct the tags if that is wrong";
        zh: "有 `{count}` 条道路的 `maxspeed` 无法识别，例如 `{example}`",
            "已采用该等级的默认速度；如不符合实际，请修正标签";
    }
    /// Roads refer to nodes that are not in the file.
    "W936" Warning fn w936_ways_with_missing_nodes(count) {
        en: "`{count}` roads refer to nodes that are not in the file; the pieces present are kept",
            "cut the extract with complete ways";
        zh: "有 `{count}` 条道路引用了文件中不存在的节点，已保留现有部分",
            "请使用保留完整道路的方式裁剪数据";
    }
    /// An end of a stated crossing has no road near it.
    "W937" Warning fn w937_crossing_without_road(name) {
        en: "an end of crossing `{name}` has no road near it and stands alone",
            "check the position of the end, or add the road that leads there";
        zh: "渡口 `{name}` 的一端附近没有道路，已作为独立点处理",
            "请检查该端位置，或补充通往该处的道路";
    }
    /// A base owns no road, because a neighbour is at its door before it.
    "W938" Warning fn w938_base_without_road(name) {
        en: "`{name}` reaches no road first: a neighbour is at its own door before it",
            "check its position and turnout time";
        zh: "`{name}` 没有最先到达的道路：邻近单位先于其到达自家门口",
            "请检查其位置和出动时间";
    }
    /// One-way roads that cannot be left or reached again.
    "W939" Warning fn w939_one_way_traps(count, length_km) {
        en: "`{count}` one-way edges, `{length_km}` km together, lead out of or into the network only",
            "no place is put on them; check the direction of the roads if that is wrong";
        zh: "有 `{count}` 个单行路段（共 `{length_km}` 公里）只能驶出或驶入路网",
            "地点不会接入这些路段；如不符合实际，请检查道路方向";
    }
    /// A turn restriction is not honoured.
    "W941" Warning fn w941_turn_restriction_left_out(kind, reason) {
        en: "turn restriction `{kind}` is not honoured: {reason}",
            "correct the relation in the road data, or add it whole to the extract, if the turn matters";
        zh: "转向限制 `{kind}` 未予遵守：{reason}",
            "如该转向重要，请在道路数据中修正该关系或补全其成员";
    }
    /// Ferries state no duration.
    "W942" Warning fn w942_ferries_without_duration(count) {
        en: "`{count}` ferries state no usable `duration` and go at `roads.ferry_kmh`",
            "state the minutes, waiting included, as `duration` or as a crossing `roads.links`";
        zh: "有 `{count}` 条轮渡未标明可用的 `duration`，按 `roads.ferry_kmh` 计算",
            "请用 `duration` 标明含候船的分钟数，或添加 `roads.links`";
    }
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
    /// A rule of the plan that holds under nearest response is broken by the borders that were chosen.
    "W960" Warning fn w960_borders_break_ceiling(village, minutes, ceiling) {
        en: "with the chosen borders of dispatch areas `{village}` waits {minutes} min for the second officer, its ceiling is {ceiling} min",
            "let the village be answered by the nearest base: `dispatch.borders = \"exact\"` or \"village\", without hysteresis";
        zh: "按所选接处警辖区边界，`{village}` 的第二到达时间为 {minutes} 分钟，超过其上限 {ceiling} 分钟",
            "请由最近单位出警：`dispatch.borders = \"exact\"` 或 \"village\"，并取消滞后";
    }
    /// A limit of an aim holds under nearest response and not with the borders that were chosen.
    "W961" Warning fn w961_borders_exceed_limit(aim, value, limit) {
        en: "with the chosen borders of dispatch areas `{aim}` is {value}, and the settings allow {limit}",
            "raise the limit, or let the nearest base answer: `dispatch.borders = \"exact\"`";
        zh: "按所选接处警辖区边界，`{aim}` 为 {value}，设置允许 {limit}",
            "请提高该限值，或由最近单位出警：`dispatch.borders = \"exact\"`";
    }
    /// No base reaches every village of a township, so it could not go to one base as a whole.
    "W962" Warning fn w962_township_divided(township, villages) {
        en: "no base reaches every village of `{township}`: {villages} of them are answered by another base, with their land",
            "if a road, bridge or ferry is missing, add it, or a crossing `roads.links`";
        zh: "没有单位能到达 `{township}` 的每个村：其中 {villages} 个村连同其土地由其他单位出警",
            "如缺少道路、桥梁或渡口，请补充，或添加 `roads.links`";
    }
    /// The polygon of a dispatch area of whole villages or townships has several parts.
    "W964" Warning fn w964_area_of_whole_places_in_parts(centre, parts) {
        en: "the dispatch area of `{centre}` has {parts} parts: its villages or townships do not all touch, or have exclaves",
            "look at the parts on the map; with other borders (`dispatch.borders`) there may be fewer";
        zh: "`{centre}` 的接处警辖区由 {parts} 块组成：其村或乡镇不全相连，或有飞地", "请在图上查看各块；采用其他边界（`dispatch.borders`）可能更少";
    }
    /// With whole villages or townships a centre answers for no land.
    "W963" Warning fn w963_centre_without_area(centre) {
        en: "with the chosen borders of dispatch areas `{centre}` answers for no land",
            "look at the villages around it; other borders (`dispatch.borders`) give it an area";
        zh: "按所选接处警辖区边界，`{centre}` 没有任何出警土地", "请查看其周边村庄；采用其他边界（`dispatch.borders`）可使其有辖区";
    }
}
