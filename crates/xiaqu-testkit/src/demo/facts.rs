//! What the county is given: real names, counts and rough places of Taining; everything else is generated.

use xiaqu_model::LocalXy;

use super::names;

/// One township and its station.
pub(crate) struct TownshipFacts {
    /// Township id in every file.
    pub(crate) id: &'static str,
    /// Chinese name.
    pub(crate) name: &'static str,
    /// Name in Latin letters.
    pub(crate) name_en: &'static str,
    /// Kilometres east and north of the county's centre; moved from the real seats, so that neighbours are 9 km apart.
    pub(crate) seat: (f64, f64),
    /// Head start of the township's border, in metres of travel: the larger, the larger the township.
    pub(crate) head_start: f64,
    /// Inhabitants.
    pub(crate) population: u32,
    /// Station officers before the reform.
    pub(crate) officers: u32,
    /// Running cost of the station that does not depend on its officers, yuan a year.
    pub(crate) fixed_cost_yuan: u32,
    /// Running cost for each officer without the salary, yuan a year.
    pub(crate) variable_cost_yuan: u32,
    /// Last digits of the lunar days on which the market meets.
    pub(crate) market_days: &'static str,
    /// Villages, the seat first.
    pub(crate) villages: &'static [&'static str],
}

/// Index of the township of the county seat.
pub(crate) const COUNTY_SEAT: usize = 0;
/// Indices of the two townships whose common ridge no road crosses: 新桥 and 上青.
pub(crate) const RIDGE_PAIR: (usize, usize) = (2, 3);
/// Index of the township that the reservoir splits: 梅口.
pub(crate) const RESERVOIR_TOWNSHIP: usize = 5;

/// The nine townships, the county seat first.
pub(crate) const TOWNSHIPS: [TownshipFacts; 9] = [
    TownshipFacts {
        id: "T1",
        name: "杉城镇",
        name_en: "Shancheng",
        seat: (0.5, 1.0),
        head_start: 2_000.0,
        population: 32_600,
        officers: 12,
        fixed_cost_yuan: 610_000,
        variable_cost_yuan: 32_000,
        market_days: "5,10",
        villages: &names::SHANCHENG,
    },
    TownshipFacts {
        id: "T2",
        name: "朱口镇",
        name_en: "Zhukou",
        seat: (9.8, 9.4),
        head_start: 0.0,
        population: 14_000,
        officers: 4,
        fixed_cost_yuan: 320_000,
        variable_cost_yuan: 30_000,
        market_days: "3,8",
        villages: &names::ZHUKOU,
    },
    TownshipFacts {
        id: "T3",
        name: "新桥乡",
        name_en: "Xinqiao",
        seat: (-10.0, 15.4),
        head_start: 0.0,
        population: 7_600,
        officers: 4,
        fixed_cost_yuan: 260_000,
        variable_cost_yuan: 28_000,
        market_days: "2,7",
        villages: &names::XINQIAO,
    },
    TownshipFacts {
        id: "T4",
        name: "上青乡",
        name_en: "Shangqing",
        seat: (-1.6, 15.6),
        head_start: -3_000.0,
        population: 6_800,
        officers: 4,
        fixed_cost_yuan: 250_000,
        variable_cost_yuan: 28_000,
        market_days: "4,9",
        villages: &names::SHANGQING,
    },
    TownshipFacts {
        id: "T5",
        name: "大田乡",
        name_en: "Datian",
        seat: (-17.0, 4.0),
        head_start: 0.0,
        population: 6_000,
        officers: 3,
        fixed_cost_yuan: 240_000,
        variable_cost_yuan: 28_000,
        market_days: "1,6",
        villages: &names::DATIAN,
    },
    TownshipFacts {
        id: "T6",
        name: "梅口乡",
        name_en: "Meikou",
        seat: (-10.0, -10.0),
        head_start: 4_800.0,
        population: 7_700,
        officers: 4,
        fixed_cost_yuan: 260_000,
        variable_cost_yuan: 29_000,
        market_days: "2,7",
        villages: &names::MEIKOU,
    },
    TownshipFacts {
        id: "T7",
        name: "下渠乡",
        name_en: "Xiaqu",
        seat: (0.2, -9.0),
        head_start: 500.0,
        population: 9_300,
        officers: 4,
        fixed_cost_yuan: 270_000,
        variable_cost_yuan: 28_000,
        market_days: "3,8",
        villages: &names::XIAQU,
    },
    TownshipFacts {
        id: "T8",
        name: "开善乡",
        name_en: "Kaishan",
        seat: (4.6, -18.0),
        head_start: 0.0,
        population: 8_500,
        officers: 3,
        fixed_cost_yuan: 250_000,
        variable_cost_yuan: 28_000,
        market_days: "1,6",
        villages: &names::KAISHAN,
    },
    TownshipFacts {
        id: "T9",
        name: "大龙乡",
        name_en: "Dalong",
        seat: (-13.0, -21.0),
        head_start: 9_000.0,
        population: 11_500,
        officers: 4,
        fixed_cost_yuan: 290_000,
        variable_cost_yuan: 30_000,
        market_days: "4,9",
        villages: &names::DALONG,
    },
];

/// What the rough outline is multiplied by, so that the county has its 1,529 km².
pub(crate) const OUTLINE_SCALE: f64 = 0.9933;

/// Rough outline of the county, kilometres before scaling; the border finds its ridges within 2.5 km of it.
pub(crate) const OUTLINE: [(f64, f64); 24] = [
    (-13.0, 21.0),
    (-5.7, 21.9),
    (1.1, 20.1),
    (6.1, 22.8),
    (11.5, 21.4),
    (14.6, 16.0),
    (17.4, 10.6),
    (16.0, 4.2),
    (11.0, 1.1),
    (9.7, -4.8),
    (11.0, -10.2),
    (12.4, -16.6),
    (9.2, -22.9),
    (3.3, -24.7),
    (-3.0, -27.0),
    (-9.3, -28.3),
    (-15.7, -27.4),
    (-20.2, -23.4),
    (-19.7, -17.5),
    (-21.1, -12.1),
    (-22.0, -5.7),
    (-23.4, 0.6),
    (-21.1, 7.9),
    (-17.0, 14.2),
];

/// The main river, kilometres: in at the west, through the reservoir, out at the south-east.
pub(crate) const MAIN_RIVER: [(f64, f64); 8] =
    [(-33.0, 9.0), (-24.0, 2.0), (-15.0, -1.5), (-8.0, -3.5), (-5.8, -7.0), (-5.4, -13.0), (1.0, -22.0), (16.0, -34.0)];

/// The heights on which the reservoir's dam rests, kilometres.
pub(crate) const DAM_WALL: [(f64, f64); 2] = [(-8.8, -14.2), (-2.2, -13.4)];

/// The cliffs between 新桥 and 上青 that go on into 杉城, kilometres: no road crosses them.
pub(crate) const ESCARPMENT: [(f64, f64); 6] =
    [(-6.4, 29.0), (-5.4, 21.0), (-6.2, 16.0), (-5.2, 10.5), (-5.6, 5.0), (-4.6, 0.5)];

/// Seat-to-seat roads: two townships and whether it is a county road (else a lesser link, closed when wet if marked).
pub(crate) const LINKS: [(usize, usize, LinkKind); 12] = [
    (0, 1, LinkKind::CountyRoad),
    (0, 6, LinkKind::CountyRoad),
    (6, 7, LinkKind::CountyRoad),
    (0, 3, LinkKind::CountyRoad),
    (0, 2, LinkKind::CountyRoad),
    (0, 4, LinkKind::CountyRoad),
    (6, 5, LinkKind::CountyRoad),
    (5, 8, LinkKind::CountyRoad),
    (7, 8, LinkKind::CountyRoad),
    (3, 1, LinkKind::WetShortcut),
    (4, 2, LinkKind::Lesser),
    (4, 5, LinkKind::WetShortcut),
];

/// What a seat-to-seat link is built as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LinkKind {
    /// A secondary road.
    CountyRoad,
    /// A tertiary road.
    Lesser,
    /// A tertiary road that floods where it crosses the border of the two townships.
    WetShortcut,
}

/// Where roads leave the county: from a township's seat to a point beyond the border, kilometres.
pub(crate) const EXITS: [(usize, (f64, f64)); 4] =
    [(1, (15.0, 23.0)), (4, (-26.0, 4.0)), (7, (12.0, -23.5)), (8, (-19.5, -28.5))];

/// A point given in kilometres.
pub(crate) fn kilometres(point: (f64, f64)) -> LocalXy {
    LocalXy { x: point.0 * 1_000.0, y: point.1 * 1_000.0 }
}
