//! Plans: groups of stations, and the maps that follow from them. Each map is a type of its own.

use serde::{Deserialize, Serialize};

use crate::{IxVec, Officers, StationIx, VillageIx};

/// What happens to a group (domain finding 10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The station stays as it is (保留).
    Keep,
    /// One member becomes the central station, the others become posts (合并).
    Merge,
}

/// A group of stations under one centre (central station, 中心派出所, where it has more than one member).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Group {
    /// All members, in order; the centre is one of them.
    pub members: Vec<StationIx>,
    /// The member that commands the group.
    pub centre: StationIx,
}

impl Group {
    /// A group; members are put in order.
    pub fn new(mut members: Vec<StationIx>, centre: StationIx) -> Self {
        members.sort_unstable();
        Self { members, centre }
    }

    /// A station that stays as it is.
    pub fn keep(station: StationIx) -> Self {
        Self { members: vec![station], centre: station }
    }

    /// Keep or merge.
    pub fn mode(&self) -> Mode {
        if self.members.len() == 1 { Mode::Keep } else { Mode::Merge }
    }

    /// Members that close and leave a post behind.
    pub fn posts(&self) -> impl Iterator<Item = StationIx> + '_ {
        self.members.iter().copied().filter(|&member| member != self.centre)
    }
}

/// Jurisdiction (属地管辖): the centre that manages each village. Whole territories of stations, never cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JurisdictionMap(pub IxVec<VillageIx, StationIx>);

/// Dispatch areas (接处警辖区): the centre that answers the calls of each village; may cut township borders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DispatchMap(pub IxVec<VillageIx, StationIx>);

/// A plan: a partition of the stations into groups and the strength of every centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    groups: Vec<Group>,
    officers: Vec<Officers>,
}

impl Plan {
    /// A plan from groups with their officers after the reform; groups are put in the order of their first member.
    pub fn new(groups: impl IntoIterator<Item = (Group, Officers)>) -> Self {
        let mut rows: Vec<(Group, Officers)> = groups.into_iter().collect();
        rows.sort_by(|one, other| one.0.members.cmp(&other.0.members));
        let (groups, officers) = rows.into_iter().unzip();
        Self { groups, officers }
    }

    /// Groups in the order of their first member.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Officers of each group, in the order of [`Self::groups`].
    pub fn officers(&self) -> &[Officers] {
        &self.officers
    }

    /// Groups with their officers.
    pub fn rows(&self) -> impl Iterator<Item = (&Group, Officers)> {
        self.groups.iter().zip(self.officers.iter().copied())
    }

    /// Centres in order of id: the bases that dispatch areas are drawn from.
    pub fn centres(&self) -> Vec<StationIx> {
        let mut centres: Vec<StationIx> = self.groups.iter().map(|group| group.centre).collect();
        centres.sort_unstable();
        centres
    }

    /// Closed stations in order of id: each leaves a post.
    pub fn posts(&self) -> Vec<StationIx> {
        let mut posts: Vec<StationIx> = self.groups.iter().flat_map(Group::posts).collect();
        posts.sort_unstable();
        posts
    }

    /// The group that a station belongs to.
    pub fn group_of(&self, station: StationIx) -> Option<&Group> {
        self.groups.iter().find(|group| group.members.contains(&station))
    }
}
