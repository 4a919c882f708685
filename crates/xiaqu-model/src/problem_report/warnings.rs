//! W9: warnings.

use super::code::problem_codes;

problem_codes! {
    /// A dead end was joined to the road that it missed by less than the tolerance.
    "W931" Warning fn w931_dead_end_joined(distance_m) {
        en: "the road ended `{distance_m}` m short of another road and was joined to it",
            "if the roads do not meet, lower `join_tolerance_m` or give them different levels";
        zh: "该道路末端距另一道路 `{distance_m}` 米，已自动连接",
            "如两条道路实际不相通，请降低 `join_tolerance_m` 或设置不同层级";
    }
    /// A dead end nearly touches another road and was left open.
    "W932" Warning fn w932_dead_end_near_road(distance_m) {
        en: "the road ends `{distance_m}` m short of another road and was not joined to it",
            "if the roads meet, draw them together or raise `join_tolerance_m`";
        zh: "该道路末端距另一道路 `{distance_m}` 米，未连接",
            "如两条道路实际相通，请修正数据或提高 `join_tolerance_m`";
    }
    /// A part of the network is not connected with the rest.
    "W933" Warning fn w933_road_island(length_km, edges) {
        en: "`{length_km}` km of road in `{edges}` edges are not connected with the rest of the network",
            "if a road, bridge or ferry leads there, add it, or a crossing `[[roads.link]]`";
        zh: "有 `{length_km}` 公里道路（`{edges}` 个路段）与路网其余部分不连通",
            "如有道路、桥梁或渡口相通，请补充，或添加 `[[roads.link]]`";
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
}
