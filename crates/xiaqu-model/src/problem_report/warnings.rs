//! W9: warnings.

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
        en: "`{square_metres}` m2 enclosed by `{neighbours}` belong to no township", "draw the missing township, or raise `gap_fill_max` and `gap_width_max` if the land belongs to a neighbour";
        zh: "被 `{neighbours}` 包围的 `{square_metres}` 平方米不属于任何乡镇", "请补绘缺失的乡镇；若属于相邻乡镇，请提高 `gap_fill_max` 与 `gap_width_max`";
    }
}
