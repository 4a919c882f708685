//! Properties of every layer, with their aliases (SPEC 3).

use xiaqu_formats::Field;

macro_rules! fields {
    ($($(#[$doc:meta])* $layer:ident { $($name:ident $en:literal $zh:literal;)* })*) => {
        $($(#[$doc])* pub(super) const $layer: &[Field] =
            &[$(Field { name: stringify!($name), alias_en: $en, alias_zh: $zh }),*];)*
    };
}

fields! {
    STATIONS {
        id "id" "编号";
        name "name" "名称";
        role "role" "角色";
        group "group" "组";
        officers_before "officers before" "改革前警力";
        officers_after "officers after" "改革后警力";
    }
    JURISDICTIONS {
        group "group" "组";
        centre "centre" "中心所";
        name "name of centre" "中心所名称";
        townships "townships" "乡镇";
        population "people" "人口";
        area_km2 "area, km2" "面积（平方千米）";
        officers "officers" "警力";
    }
    DISPATCH_AREAS {
        centre "centre" "出警所";
        name "name of centre" "出警所名称";
        group "group" "组";
        population "people" "人口";
        area_km2 "area, km2" "面积（平方千米）";
        mean_second_arrival_min "mean second arrival, min" "第二到达平均（分）";
        p90_second_arrival_min "90 % second arrival, min" "第二到达九成（分）";
        max_second_arrival_min "worst second arrival, min" "第二到达最差（分）";
    }
    DISPATCH_ROADS {
        centre "centre" "出警所";
        minutes_from "minutes at its start" "起点分钟";
        minutes_to "minutes at its end" "终点分钟";
        class "class" "等级";
        name "name" "路名";
    }
    HANDOVER {
        dispatch_centre "dispatch centre" "出警所";
        jurisdiction_centre "jurisdiction centre" "管辖所";
        population "people" "人口";
        area_km2 "area, km2" "面积（平方千米）";
        gain_min "gain, min" "节省（分）";
    }
    RESPONSE_BANDS {
        band "second arrival, min" "第二到达（分）";
        from_minutes "from, min" "起（分）";
        to_minutes "to, min" "止（分）";
        population "people" "人口";
        area_km2 "area, km2" "面积（平方千米）";
    }
    CHANGE {
        change "change of second arrival, min" "第二到达变化（分）";
        from_minutes "from, min" "起（分）";
        to_minutes "to, min" "止（分）";
        population "people" "人口";
        area_km2 "area, km2" "面积（平方千米）";
    }
    VILLAGES {
        id "id" "编号";
        name "name" "名称";
        township "township" "乡镇";
        population "people" "人口";
        jurisdiction_centre "jurisdiction centre" "管辖所";
        dispatch_centre "dispatch centre" "出警所";
        first_arrival_before_min "first arrival before, min" "改革前首到（分）";
        first_arrival_after_min "first arrival after, min" "改革后首到（分）";
        second_arrival_before_min "second arrival before, min" "改革前第二到达（分）";
        second_arrival_after_min "second arrival after, min" "改革后第二到达（分）";
        change_min "change of second arrival, min" "第二到达变化（分）";
    }
}
