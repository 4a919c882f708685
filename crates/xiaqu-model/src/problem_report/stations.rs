//! E2: stations and staff.

use super::code::problem_codes;

problem_codes! {
    /// A station lies outside all townships.
    "E201" Error fn e201_station_outside(name, metres) {
        en: "station `{name}` lies {metres} m outside every township",
            "correct its position, or the datum of the stations in `[inputs]`";
        zh: "派出所 `{name}` 位于所有乡镇之外 {metres} 米", "请更正位置，或更正 `[inputs]` 中派出所的坐标系";
    }
    /// A village names a station that does not exist.
    "E202" Error fn e202_unknown_station(value, nearest) {
        en: "station `{value}` is not in the station file", "did you mean `{nearest}`? ids and names are accepted";
        zh: "派出所 `{value}` 不在派出所文件中", "是否应为 `{nearest}`？可用编号或名称";
    }
    /// A station has no village and no land to manage.
    "E203" Error fn e203_station_without_village(name) {
        en: "station `{name}` manages no village: every village of its township is given to another station",
            "check the `station` column of the villages, or remove the station";
        zh: "派出所 `{name}` 没有管辖任何村：所在乡镇的村都划给了别的派出所", "请检查村庄表的 `station` 列，或删除该派出所";
    }
    /// A mark that should be yes or no is neither.
    "E204" Error fn e204_not_yes_or_no(column, value) {
        en: "`{column}` is `{value}`, neither yes nor no", "write yes, no, true, false, 1, 0, 是 or 否";
        zh: "`{column}` 的值 `{value}` 既非是也非否", "请写 是、否、yes、no、true、false、1 或 0";
    }
    /// A village names a station by a name that several stations have.
    "E205" Error fn e205_ambiguous_station(value) {
        en: "several stations are called `{value}`", "name the station by its id";
        zh: "有多个派出所名为 `{value}`", "请改用派出所编号";
    }
    /// A village is managed by a site where no station stands.
    "E206" Error fn e206_new_site_manages_village(value) {
        en: "`{value}` is a new site: no station stands there that could manage a village today", "name a station of today";
        zh: "`{value}` 为新址，现无派出所，不能管辖村庄", "请改为现有派出所";
    }
    /// A new site has officers.
    "E207" Error fn e207_new_site_with_officers(name, officers) {
        en: "new site `{name}` has {officers} officers today", "write 0 officers, or remove the mark `new_site`";
        zh: "新址 `{name}` 填有现有民警 {officers} 人", "请将警力填为 0，或去掉 `new_site` 标记";
    }
    /// There is no station today.
    "E208" Error fn e208_only_new_sites() {
        en: "every station is marked as a new site", "at least one station must stand today";
        zh: "所有派出所都标为新址", "至少应有一个现有派出所";
    }
}
