//! E1: villages and polygons.

use super::code::problem_codes;

problem_codes! {
    /// The same id stands in two rows.
    "E101" Error fn e101_duplicate_id(id, first_row) {
        en: "id `{id}` is already used in row {first_row}", "give every row an id of its own";
        zh: "编号 `{id}` 已在第 {first_row} 行使用", "请为每一行设置唯一编号";
    }
}
