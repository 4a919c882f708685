//! The county's tables after reading: townships, villages, stations.

use serde::{Deserialize, Serialize};

use crate::{
    CallsPerYear, LonLat, Officers, People, SquareMetres, StationId, StationIx, TownshipId, TownshipIx, VillageId,
    Yuan, YuanPerYear,
};

/// Township (乡镇): an administrative unit with a polygon.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Township {
    /// Id as in the file.
    pub id: TownshipId,
    /// Name as in the file.
    pub name: String,
    /// Land area, geodesic.
    pub area: SquareMetres,
}

/// Village (行政村): where the demand is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Village {
    /// Id as in the file.
    pub id: VillageId,
    /// Name as in the file.
    pub name: String,
    /// The township it belongs to.
    pub township: TownshipIx,
    /// The station whose jurisdiction it is in today (domain AMB-18).
    pub territory: StationIx,
    /// Where it is.
    pub position: LonLat,
    /// People living there.
    pub people: People,
    /// Valid calls a year, counted or from the default rate.
    pub calls: CallsPerYear,
}

/// What a station costs to run, salaries excluded (domain 6.12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunningCost {
    /// Cost of the house, whatever its strength.
    pub fixed: YuanPerYear,
    /// Cost for each officer.
    pub for_each_officer: YuanPerYear,
}

/// Police station (派出所): an existing unit with a site, staff and a jurisdiction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Station {
    /// Id as in the file.
    pub id: StationId,
    /// Name as in the file.
    pub name: String,
    /// The township it stands in.
    pub township: TownshipIx,
    /// Where it is.
    pub position: LonLat,
    /// Sworn officers today.
    pub officers: Officers,
    /// Land of its jurisdiction, geodesic.
    pub territory_area: SquareMetres,
    /// What the plan may do with it.
    pub duty: StationDuty,
    /// Running cost, where the county gave it.
    pub cost: Option<RunningCost>,
    /// One-off cost of works if it becomes the centre of a merged or pooled group; zero where the county gave none.
    pub works: Yuan,
}

/// What a plan may do with a station (domain 6.0, AMB-2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StationDuty {
    /// May be kept, closed, or made the centre of a group.
    #[default]
    Free,
    /// Must stay open; may become the centre of a group.
    MustStayOpen,
    /// Must stay as it is, outside every merge: the county-seat station unless flagged (AMB-2).
    Untouched,
    /// Must be part of a merged or pooled group.
    MustMerge,
    /// Must close: a post of a merged group.
    MustClose,
    /// No station today: a site where the centre of a merged group may be built.
    NewSite,
}

impl StationDuty {
    /// Whether a plan may close the station.
    pub fn may_close(self) -> bool {
        matches!(self, Self::Free | Self::MustMerge | Self::MustClose)
    }

    /// Whether a plan may put the station in a merged or pooled group.
    pub fn may_merge(self) -> bool {
        !matches!(self, Self::Untouched | Self::NewSite)
    }
}
