//! E1: villages and polygons.

use super::code::problem_codes;

problem_codes! {
    /// The same id stands in two rows.
    "E101" Error fn e101_duplicate_id(id, first_row) {
        en: "id `{id}` is already used in row {first_row}", "give every row an id of its own";
        zh: "编号 `{id}` 已在第 {first_row} 行使用", "请为每一行设置唯一编号";
    }

    /// A township without land.
    "E110" Error fn e110_empty_polygon() {
        en: "the township has no polygon", "draw its land, or remove the row";
        zh: "该乡镇没有多边形", "请补绘其范围，或删除该行";
    }
    /// A ring of fewer than three different points.
    "E111" Error fn e111_ring_too_short(points) {
        en: "a ring has only `{points}` different points", "remove the ring or draw it with at least three corners";
        zh: "某个环只有 `{points}` 个不同的点", "请删除该环，或至少绘制三个角点";
    }
    /// A coordinate that is no position in degrees.
    "E112" Error fn e112_coordinate_out_of_range(x, y) {
        en: "`{x}, {y}` is not a position in degrees", "give WGS-84 degrees, longitude first; projected metres must be converted before";
        zh: "`{x}, {y}` 不是以度表示的坐标", "请使用 WGS-84 经纬度，经度在前；投影坐标（米）须先转换";
    }
    /// A ring that crosses itself.
    "E113" Error fn e113_ring_crosses_itself(x, y) {
        en: "a ring crosses itself at `{x}, {y}`", "redraw the border there; QGIS finds such places with `Check validity`";
        zh: "某个环在 `{x}, {y}` 处自相交", "请修正该处边界；QGIS 的“检查有效性”可找出此类位置";
    }
    /// A hole that does not lie inside its outer ring.
    "E114" Error fn e114_hole_outside(x, y) {
        en: "the hole at `{x}, {y}` does not lie inside its outer ring", "move the hole, or draw it as land of its own";
        zh: "`{x}, {y}` 处的孔洞不在其外环之内", "请移动该孔洞，或将其绘为独立的部分";
    }
    /// Two townships that claim much of the same land.
    "E115" Error fn e115_townships_overlap(other, square_metres, per_cent) {
        en: "overlaps `{other}` by `{square_metres}` m2, {per_cent} % of the smaller township", "redraw the border between the two, or remove the township drawn twice";
        zh: "与 `{other}` 重叠 `{square_metres}` 平方米，占较小乡镇的 {per_cent} %", "请重绘两者的边界，或删除重复绘制的乡镇";
    }
}
