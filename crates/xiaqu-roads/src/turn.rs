//! Turn restrictions as given to the network, and what became of each.

use std::{fmt, sync::Arc};

use xiaqu_model::{LonLat, Place, ProblemReport, Words, w941_turn_restriction_left_out};

/// Whether police cars obey turn restrictions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TurnPolicy {
    /// They turn only where everyone may.
    #[default]
    Obey,
    /// They turn everywhere.
    Ignore,
}

/// What a turn restriction says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnRule {
    /// `no_...`: one may not drive from `from` over `via` into `to`.
    Forbidden,
    /// `no_u_turn`: the same, and where `from` and `to` are one way that goes on beyond the junction, one may not turn
    /// back there.
    NoReturn,
    /// `only_...`: having driven from `from` over all of `via`, one may only go on into `to`.
    Only,
}

/// What lies between the two roads of a turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TurnVia {
    /// A junction: OpenStreetMap's node.
    Node(i64),
    /// Whole ways, in driving order: their ids.
    Ways(Vec<Arc<str>>),
}

/// Turn restriction (转向限制), by the ids of road lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnRestriction {
    /// OpenStreetMap's relation.
    pub id: Arc<str>,
    /// As tagged, for example `no_left_turn`.
    pub kind: Arc<str>,
    /// What it says.
    pub rule: TurnRule,
    /// Roads that one comes from; more than one only for `no_entry`.
    pub from: Vec<Arc<str>>,
    /// What lies between.
    pub via: TurnVia,
    /// Roads that one turns into; more than one only for `no_exit`.
    pub to: Vec<Arc<str>>,
}

/// What became of a turn restriction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TurnOutcome {
    /// Every search obeys it.
    Honoured,
    /// One cannot drive that way anyway: a member is no road for cars, or a one-way forbids it.
    NothingToForbid,
    /// It is for other vehicles, or excepts this one.
    NotForPoliceCars,
    /// The settings say that police cars turn everywhere.
    Ignored,
    /// Not honoured: it holds at some hours or under a condition only.
    Conditional,
    /// Not honoured: its kind is unknown.
    UnknownKind,
    /// Not honoured: it has not one `from`, one `to` and a `via`.
    BadMembers,
    /// Not honoured: a member is not among the roads of the file.
    MissingMember,
    /// Not honoured: the only way on is no road for cars, or may not be entered.
    NoWayOn,
    /// Not honoured: its members do not meet, or a barrier stands between them.
    NotConnected,
    /// Not honoured: a member passes through the junction, so that more than one turn could be meant.
    Ambiguous,
}

impl TurnOutcome {
    /// All outcomes.
    pub const ALL: [Self; 11] = [
        Self::Honoured,
        Self::NothingToForbid,
        Self::NotForPoliceCars,
        Self::Ignored,
        Self::Conditional,
        Self::UnknownKind,
        Self::BadMembers,
        Self::MissingMember,
        Self::NoWayOn,
        Self::NotConnected,
        Self::Ambiguous,
    ];

    /// Whether the restriction would change routes if its data were better.
    pub const fn is_fault(self) -> bool {
        !matches!(self, Self::Honoured | Self::NothingToForbid | Self::NotForPoliceCars | Self::Ignored)
    }

    /// The outcome in words.
    pub fn words(self) -> Words {
        let (en, zh) = match self {
            Self::Honoured => ("honoured", "已遵守"),
            Self::NothingToForbid => ("one cannot drive that way anyway", "该方向本来就不能通行"),
            Self::NotForPoliceCars => ("not for police cars", "不适用于警车"),
            Self::Ignored => ("ignored by the settings", "按设置忽略"),
            Self::Conditional => ("it holds under a condition only", "仅在特定条件下有效"),
            Self::UnknownKind => ("its kind is unknown", "类型无法识别"),
            Self::BadMembers => ("it has not one from, one to and a via", "缺少或多于一个起点、终点或经由"),
            Self::MissingMember => ("a member is not among the roads of the file", "成员不在文件的道路中"),
            Self::NoWayOn => ("the only way on is closed to cars", "唯一允许的去向不能通行"),
            Self::NotConnected => ("its members do not meet", "成员互不相连"),
            Self::Ambiguous => ("a member passes through the junction", "成员穿过路口，所指转向不明"),
        };
        Words::new(en, zh)
    }
}

impl fmt::Display for TurnOutcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.words().en)
    }
}

/// A turn restriction and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct TurnFinding {
    /// OpenStreetMap's relation.
    pub id: Arc<str>,
    /// As tagged; empty where no kind is tagged.
    pub kind: Arc<str>,
    /// What became of it.
    pub outcome: TurnOutcome,
    /// The junction where the turn ends, if it was found.
    pub position: Option<LonLat>,
}

impl TurnFinding {
    /// The warning that a restriction of `table`, the file, is not honoured; `None` where nothing is wrong with it.
    pub(crate) fn problem(&self, table: &str) -> Option<ProblemReport> {
        let place = Place::table(table).id(&self.id);
        let place = self.position.map_or_else(|| place.clone(), |position| place.clone().at(position));
        self.outcome.is_fault().then(|| w941_turn_restriction_left_out(place, &self.kind, self.outcome.words()))
    }
}
