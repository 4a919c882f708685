//! Plans: groups of stations, and the maps that follow from them. Each map is a type of its own.

use serde::{Deserialize, Serialize};

use crate::{IxVec, Officers, StationIx, VillageIx};

/// What happens to a group (domain finding 10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The station stays as it is (保留).
    Keep,
    /// Regional joint station (区域联合派出所): shared command, desk and roster; every building stays a dispatch base.
    Pool,
    /// One member becomes the central station, the others become posts (合并).
    Merge,
}

/// A group of stations under one centre (central station, 中心派出所, where it has more than one member).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Group {
    /// All members, in order.
    pub members: Vec<StationIx>,
    /// The station that commands the group: a member, or a new site that replaces all of them.
    pub centre: StationIx,
    mode: Mode,
}

impl Group {
    /// A kept station, or a merged group: the members but the centre close. Members are put in order.
    pub fn new(mut members: Vec<StationIx>, centre: StationIx) -> Self {
        members.sort_unstable();
        let mode = if members == [centre] { Mode::Keep } else { Mode::Merge };
        Self { members, centre, mode }
    }

    /// A pooled group: nobody closes. A single station is kept, not pooled.
    pub fn pool(members: Vec<StationIx>, centre: StationIx) -> Self {
        let group = Self::new(members, centre);
        if group.mode == Mode::Keep { group } else { Self { mode: Mode::Pool, ..group } }
    }

    /// A station that stays as it is.
    pub fn keep(station: StationIx) -> Self {
        Self { members: vec![station], centre: station, mode: Mode::Keep }
    }

    /// Keep, pool or merge.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Members that close and leave a post behind.
    pub fn posts(&self) -> impl Iterator<Item = StationIx> + '_ {
        self.members.iter().copied().filter(|&member| self.mode == Mode::Merge && member != self.centre)
    }

    /// Buildings from which crews drive: the centre, and the other members of a pooled group.
    pub fn bases(&self) -> impl Iterator<Item = StationIx> + '_ {
        let others = self.members.iter().copied().filter(|&member| self.mode == Mode::Pool && member != self.centre);
        std::iter::once(self.centre).chain(others)
    }

    /// The base of this group that stands for `member` towards the public: its own building, or the centre.
    pub fn counter_of(&self, member: StationIx) -> StationIx {
        if self.mode == Mode::Pool { member } else { self.centre }
    }

    /// Institutions that this group saves: a merged group of k stations is one station after, k before.
    pub fn closures(&self) -> usize {
        if self.mode == Mode::Merge { self.members.len().saturating_sub(1) } else { 0 }
    }
}

/// Jurisdiction (属地管辖): the centre that manages each village. Whole territories of stations, never cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JurisdictionMap(pub IxVec<VillageIx, StationIx>);

/// Dispatch areas (接处警辖区): the base that answers the calls of each village, a centre or a pooled station; may cut
/// township borders.
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

    /// Centres in order of id: one a group.
    pub fn centres(&self) -> Vec<StationIx> {
        let mut centres: Vec<StationIx> = self.groups.iter().map(|group| group.centre).collect();
        centres.sort_unstable();
        centres
    }

    /// Bases in order of id: the buildings that dispatch areas are drawn from. Centres, and every pooled station.
    pub fn bases(&self) -> Vec<StationIx> {
        let mut bases: Vec<StationIx> = self.groups.iter().flat_map(Group::bases).collect();
        bases.sort_unstable();
        bases
    }

    /// Institutions closed: stations today less stations after, pooled stations counted as they stand.
    pub fn closures(&self) -> usize {
        self.groups.iter().map(Group::closures).sum()
    }

    /// Closed stations in order of id: each leaves a post.
    pub fn posts(&self) -> Vec<StationIx> {
        let mut posts: Vec<StationIx> = self.groups.iter().flat_map(Group::posts).collect();
        posts.sort_unstable();
        posts
    }

    /// The centre that commands a base; nothing for a station that is no base.
    pub fn commander_of(&self, base: StationIx) -> Option<StationIx> {
        self.groups.iter().find(|group| group.bases().any(|own| own == base)).map(|group| group.centre)
    }

    /// The group that a station belongs to.
    pub fn group_of(&self, station: StationIx) -> Option<&Group> {
        self.groups.iter().find(|group| group.members.contains(&station))
    }
}
