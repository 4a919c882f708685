//! Properties of the layers about roads, and how their numbers are written.

use xiaqu_formats::Field;
use xiaqu_model::{Metres, TravelTime};

use crate::draw::rounded;

macro_rules! fields {
    ($($(#[$doc:meta])* $layer:ident { $($name:ident $en:literal $zh:literal;)* })*) => {
        $($(#[$doc])* pub(super) const $layer: &[Field] =
            &[$(Field { name: stringify!($name), alias_en: $en, alias_zh: $zh }),*];)*
    };
}

fields! {
    ROUTE {
        number "number" "序号";
        name "street" "路名";
        class "class" "等级";
        metres "length, m" "长度（米）";
        minutes "time, min" "时间（分）";
        milliseconds "time, ms" "时间（毫秒）";
    }
    ISOCHRONES {
        band "travel time, min" "行车时间（分）";
        from_minutes "from, min" "起（分）";
        to_minutes "to, min" "止（分）";
        population "people" "人口";
        area_km2 "area, km2" "面积（平方千米）";
    }
    CELL_AREAS {
        centre "centre" "出警所";
        name "name of centre" "出警所名称";
        population "people" "人口";
        area_km2 "area, km2" "面积（平方千米）";
        road_km "roads, km" "道路（千米）";
        parts "parts" "块数";
    }
    CELL_ROADS {
        centre "centre" "出警所";
        minutes_from "minutes at its start" "起点分钟";
        minutes_to "minutes at its end" "终点分钟";
        class "class" "等级";
        name "name" "路名";
    }
    FINDINGS {
        finding "finding" "类别";
        road "road" "道路";
        name "name" "名称";
        metres "length or gap, m" "长度或间隙（米）";
        edges "road pieces" "路段数";
        note "note" "说明";
    }
}

/// Minutes with as many decimals as every layer has: two.
pub fn rounded_minutes(time: TravelTime) -> f64 {
    rounded(time.as_minutes())
}

/// Metres, one decimal.
pub(super) fn whole_metres(length: Metres) -> f64 {
    (length.as_metres() * 10.0).round() / 10.0
}
