//! Properties of the layers about roads, and how their numbers are written.

use xiaqu_formats::{Field, FieldKind};
use xiaqu_model::{Metres, TravelTime};

use crate::draw::rounded;

macro_rules! fields {
    ($($(#[$doc:meta])* $layer:ident { $($name:ident $kind:ident $en:literal $zh:literal;)* })*) => {
        $($(#[$doc])* pub(super) const $layer: &[Field] =
            &[$(Field { name: stringify!($name), kind: FieldKind::$kind, alias_en: $en, alias_zh: $zh }),*];)*
    };
}

fields! {
    ROUTE {
        number Whole "number" "序号";
        name Text "street" "路名";
        class Text "class" "等级";
        metres Decimal "length, m" "长度（米）";
        minutes Decimal "time, min" "时间（分）";
        milliseconds Whole "time, ms" "时间（毫秒）";
    }
    ISOCHRONES {
        band Text "travel time, min" "行车时间（分）";
        from_minutes Decimal "from, min" "起（分）";
        to_minutes Decimal "to, min" "止（分）";
        population Whole "people" "人口";
        area_km2 Decimal "area, km2" "面积（平方千米）";
    }
    CELL_AREAS {
        centre Text "centre" "出警所";
        name Text "name of centre" "出警所名称";
        population Whole "people" "人口";
        area_km2 Decimal "area, km2" "面积（平方千米）";
        road_km Decimal "roads, km" "道路（千米）";
        parts Whole "parts" "块数";
    }
    CELL_ROADS {
        centre Text "centre" "出警所";
        minutes_from Decimal "minutes at its start" "起点分钟";
        minutes_to Decimal "minutes at its end" "终点分钟";
        class Text "class" "等级";
        name Text "name" "路名";
    }
    FINDINGS {
        finding Text "finding" "类别";
        road Text "road" "道路";
        name Text "name" "名称";
        metres Decimal "length or gap, m" "长度或间隙（米）";
        edges Whole "road pieces" "路段数";
        note Text "note" "说明";
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
