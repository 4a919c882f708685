//! Properties of every layer, with their aliases (SPEC 3).

use xiaqu_formats::{Field, FieldKind};

macro_rules! fields {
    ($($(#[$doc:meta])* $layer:ident { $($name:ident $kind:ident $en:literal $zh:literal;)* })*) => {
        $($(#[$doc])* pub(super) const $layer: &[Field] =
            &[$(Field { name: stringify!($name), kind: FieldKind::$kind, alias_en: $en, alias_zh: $zh }),*];)*
    };
}

fields! {
    STATIONS {
        id Text "id" "编号";
        name Text "name" "名称";
        role Text "role" "角色";
        group Text "group" "组";
        officers_before Whole "officers before" "改革前警力";
        officers_after Whole "officers after" "改革后警力";
    }
    JURISDICTIONS {
        group Text "group" "组";
        centre Text "centre" "中心所";
        name Text "name of centre" "中心所名称";
        townships Text "townships" "乡镇";
        population Whole "people" "人口";
        area_km2 Decimal "area, km2" "面积（平方千米）";
        officers Whole "officers" "警力";
    }
    DISPATCH_AREAS {
        centre Text "centre" "出警所";
        name Text "name of centre" "出警所名称";
        group Text "group" "组";
        population Whole "people" "人口";
        area_km2 Decimal "area, km2" "面积（平方千米）";
        mean_second_arrival_min Decimal "mean second arrival, min" "第二到达平均（分）";
        p90_second_arrival_min Decimal "90 % second arrival, min" "第二到达九成（分）";
        max_second_arrival_min Decimal "worst second arrival, min" "第二到达最差（分）";
    }
    DISPATCH_ROADS {
        centre Text "centre" "出警所";
        minutes_from Decimal "minutes at its start" "起点分钟";
        minutes_to Decimal "minutes at its end" "终点分钟";
        class Text "class" "等级";
        name Text "name" "路名";
    }
    HANDOVER {
        dispatch_centre Text "dispatch centre" "出警所";
        jurisdiction_centre Text "jurisdiction centre" "管辖所";
        population Whole "people" "人口";
        area_km2 Decimal "area, km2" "面积（平方千米）";
        gain_min Decimal "gain, min" "节省（分）";
    }
    RESPONSE_BANDS {
        band Text "second arrival, min" "第二到达（分）";
        from_minutes Decimal "from, min" "起（分）";
        to_minutes Decimal "to, min" "止（分）";
        population Whole "people" "人口";
        area_km2 Decimal "area, km2" "面积（平方千米）";
    }
    CHANGE {
        change Text "change of second arrival, min" "第二到达变化（分）";
        from_minutes Decimal "from, min" "起（分）";
        to_minutes Decimal "to, min" "止（分）";
        population Whole "people" "人口";
        area_km2 Decimal "area, km2" "面积（平方千米）";
    }
    VILLAGES {
        id Text "id" "编号";
        name Text "name" "名称";
        township Text "township" "乡镇";
        population Whole "people" "人口";
        jurisdiction_centre Text "jurisdiction centre" "管辖所";
        dispatch_centre Text "dispatch centre" "出警所";
        first_arrival_before_min Decimal "first arrival before, min" "改革前首到（分）";
        first_arrival_after_min Decimal "first arrival after, min" "改革后首到（分）";
        second_arrival_before_min Decimal "second arrival before, min" "改革前第二到达（分）";
        second_arrival_after_min Decimal "second arrival after, min" "改革后第二到达（分）";
        change_min Decimal "change of second arrival, min" "第二到达变化（分）";
    }
}
