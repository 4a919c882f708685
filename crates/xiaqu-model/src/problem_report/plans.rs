//! E5: plans, as the judge finds them.

use super::code::problem_codes;

problem_codes! {
    /// A station is in no group.
    "E501" Error fn e501_station_in_no_group(station) {
        en: "station `{station}` is in no group", "put every station in exactly one group";
        zh: "派出所 `{station}` 未列入任何一组", "请将每个派出所列入且仅列入一组";
    }
    /// A station is in several groups.
    "E502" Error fn e502_station_in_several_groups(station, groups) {
        en: "station `{station}` is in {groups} groups", "put every station in exactly one group";
        zh: "派出所 `{station}` 同时列入 {groups} 组", "请将每个派出所列入且仅列入一组";
    }
    /// The centre of a group is not one of its members.
    "E503" Error fn e503_centre_not_a_member(centre, members) {
        en: "centre `{centre}` is not a member of its group ({members})", "choose the centre among the members";
        zh: "中心派出所 `{centre}` 不是本组成员（{members}）", "请在本组成员中选定中心派出所";
    }
    /// The members of a group are not joined by adjacent pairs.
    "E504" Error fn e504_group_not_connected(members) {
        en: "the stations {members} are not joined by adjacent pairs", "split the group, or allow the pair in the settings";
        zh: "派出所 {members} 之间没有可合并的相邻关系", "请拆分该组，或在设置中允许这一对";
    }
    /// A group has more stations than allowed.
    "E505" Error fn e505_group_too_large(members, size, limit) {
        en: "the group {members} has {size} stations, more than the limit {limit}", "split the group or raise the limit";
        zh: "{members} 一组有 {size} 个派出所，超过上限 {limit}", "请拆分该组或提高上限";
    }
    /// A station that must stay outside every merge is merged.
    "E506" Error fn e506_untouched_station_merged(station) {
        en: "station `{station}` must stay as it is but is merged", "keep it alone, or change its duty";
        zh: "派出所 `{station}` 应保持不变，却被合并", "请单独保留，或修改其要求";
    }
    /// A station that must stay open is closed.
    "E507" Error fn e507_station_must_stay_open(station) {
        en: "station `{station}` must stay open but is closed", "make it the centre of its group, or change its duty";
        zh: "派出所 `{station}` 必须保留，却被撤销", "请将其设为本组中心派出所，或修改其要求";
    }
    /// A station that must be merged is kept.
    "E508" Error fn e508_station_must_merge(station) {
        en: "station `{station}` must be merged but is kept alone", "merge it with a neighbour, or change its duty";
        zh: "派出所 `{station}` 必须合并，却单独保留", "请与相邻派出所合并，或修改其要求";
    }
    /// Two stations that must be in one group are apart.
    "E509" Error fn e509_pair_must_merge(one, other) {
        en: "stations `{one}` and `{other}` must be in one group", "put them in one group, or drop the demand";
        zh: "派出所 `{one}` 与 `{other}` 必须列入同一组", "请列入同一组，或取消该要求";
    }
    /// More or fewer stations are closed than the policy allows.
    "E510" Error fn e510_closures_outside_rule(closures, least, most) {
        en: "{closures} stations are closed; the rule is {least} to {most}", "change the plan or the closure rule";
        zh: "撤销 {closures} 个派出所；规定为 {least} 至 {most} 个", "请修改方案或撤并数量规定";
    }
    /// A centre has fewer officers than the floor.
    "E511" Error fn e511_officers_below_floor(station, officers, floor) {
        en: "centre `{station}` has {officers} officers, fewer than {floor}", "close more stations, transfer more officers or lower the floor";
        zh: "派出所 `{station}` 有民警 {officers} 人，少于下限 {floor} 人", "请增加撤并或调入民警，或降低下限";
    }
    /// The officers of the plan do not add up.
    "E512" Error fn e512_officers_do_not_add_up(officers, today, total) {
        en: "the plan has {officers} officers; stations have {today} today and {total} with transfers", "share out exactly today's officers, or exactly those with the transfers";
        zh: "方案共有民警 {officers} 人；现有 {today} 人，调入后应为 {total} 人", "请正好分配现有民警，或正好分配调入后的民警";
    }
    /// The second arrival at a village is later than its ceiling.
    "E513" Error fn e513_village_beyond_ceiling(village, minutes, ceiling) {
        en: "two officers reach village `{village}` after {minutes} min, later than {ceiling} min", "keep a station near it open, or relax the response limits";
        zh: "两名民警 {minutes} 分钟后才到达 `{village}`，超过上限 {ceiling} 分钟", "请保留附近的派出所，或放宽出警时限";
    }
    /// No centre reaches a village that a station reaches today.
    "E514" Error fn e514_village_out_of_reach(village) {
        en: "no centre reaches village `{village}` by road", "keep a station open on its side of the break";
        zh: "没有中心派出所能经道路到达 `{village}`", "请在道路中断的一侧保留派出所";
    }
    /// A centre does not reach a village of its own jurisdiction.
    "E515" Error fn e515_centre_cannot_reach_jurisdiction(centre, village) {
        en: "centre `{centre}` manages village `{village}` but no road leads there", "choose another centre or group";
        zh: "中心派出所 `{centre}` 管辖 `{village}`，但没有道路可达", "请另选中心派出所或另行分组";
    }
    /// A group has no members.
    "E516" Error fn e516_group_without_members(centre) {
        en: "the group of centre `{centre}` has no members", "remove the group or name its members";
        zh: "中心派出所 `{centre}` 的组没有成员", "请删除该组或列出成员";
    }
    /// Two stations that must not be in one group are together.
    "E517" Error fn e517_forbidden_pair_together(one, other) {
        en: "stations `{one}` and `{other}` must not be in one group", "split the group, or drop the pair from `merge.forbidden_pairs`";
        zh: "派出所 `{one}` 与 `{other}` 不得列入同一组", "请拆分该组，或从 `merge.forbidden_pairs` 中删除这一对";
    }
    /// A group is merged or pooled although the policy does not allow it.
    "E518" Error fn e518_mode_not_allowed(members, mode) {
        en: "the group {members} has the mode `{mode}`, which the settings do not allow", "add the mode to `merge.modes`, or change the group";
        zh: "{members} 一组采用 `{mode}` 方式，设置不允许", "请在 `merge.modes` 中加入该方式，或修改该组";
    }
    /// A group has more people than allowed.
    "E519" Error fn e519_group_too_populous(members, people, most) {
        en: "the group {members} has {people} people, more than {most}", "split the group, or raise `merge.group_people_max`";
        zh: "{members} 一组有 {people} 人，超过上限 {most} 人", "请拆分该组，或提高 `merge.group_people_max`";
    }
    /// A group has more land than allowed.
    "E520" Error fn e520_group_too_large_in_area(members, area, most) {
        en: "the group {members} has {area} km2, more than {most} km2", "split the group, or raise `merge.group_area_max_km2`";
        zh: "{members} 一组面积 {area} 平方千米，超过上限 {most} 平方千米", "请拆分该组，或提高 `merge.group_area_max_km2`";
    }
    /// A new site is used by several groups, far from its township, or as a member.
    "E521" Error fn e521_new_site_misused(site) {
        en: "the new site `{site}` is not the centre of exactly one merged group with a member in its township", "use it as the centre of one merged group there, or leave it out";
        zh: "新址 `{site}` 不是其所在乡镇内某一合并组的唯一中心", "请将其作为当地一个合并组的中心，或不使用";
    }
    /// A group has more officers than allowed.
    "E522" Error fn e522_officers_above_maximum(station, officers, most) {
        en: "centre `{station}` has {officers} officers, more than {most}", "close fewer stations, or raise `merge.group_officers_max`";
        zh: "派出所 `{station}` 有民警 {officers} 人，超过上限 {most} 人", "请减少撤并，或提高 `merge.group_officers_max`";
    }
    /// An aim is beyond its limit.
    "E523" Error fn e523_aim_beyond_limit(aim, value, most) {
        en: "`{aim}` is {value}, beyond its limit {most}", "change the plan, or relax the limit in `[limits]`";
        zh: "`{aim}` 为 {value}，超过限值 {most}", "请修改方案，或放宽 `[limits]` 中的限值";
    }
    /// A station that must close stays open.
    "E524" Error fn e524_station_must_close(station) {
        en: "station `{station}` must close but stays open", "make it a post of a merged group, or change its duty";
        zh: "派出所 `{station}` 必须撤并，却仍然保留", "请将其并入相邻派出所、改为警务站，或修改其要求";
    }
}
