//! Relations `type=restriction`: what they say to a police car.

use std::sync::Arc;

use super::tags::Tags;
use crate::{TurnFinding, TurnOutcome, TurnRestriction, TurnRule, TurnVia};

/// What a member of a relation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MemberKind {
    Node,
    Way,
    Relation,
}

/// A member of a relation. Members that are relations are never followed, so relations in a circle do no harm.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member<'text> {
    pub(super) kind: MemberKind,
    pub(super) id: i64,
    pub(super) role: &'text str,
}

/// A turn restriction as read.
pub(super) struct TurnRecord {
    pub(super) id: i64,
    pub(super) turn: Result<TurnRestriction, TurnFinding>,
}

/// Keys that state a restriction for a police car, the most specific first.
const KEYS: [&str; 4] = ["restriction:motorcar", "restriction:motor_vehicle", "restriction:vehicle", "restriction"];
/// Vehicles in `except` that a police car is one of.
const POLICE_CARS: [&str; 4] = ["emergency", "motorcar", "motor_vehicle", "vehicle"];
/// Keys of the old way to tag hours.
const HOURS: [&str; 4] = ["day_on", "day_off", "hour_on", "hour_off"];

/// Reads a relation; `None` if it is no turn restriction.
pub(super) fn turn_record(id: i64, tags: Tags<'_, '_>, members: &[Member<'_>]) -> Option<TurnRecord> {
    let relation_type = tags.get("type")?;
    if relation_type != "restriction" && !relation_type.starts_with("restriction:") {
        return None;
    }
    let relation: Arc<str> = Arc::from(id.to_string());
    let kind: Arc<str> = Arc::from(stated_kind(tags, relation_type).unwrap_or_default());
    let turn = rule(tags, relation_type).and_then(|rule| {
        let (from, via, to) = roles(rule, &kind, members)?;
        Ok(TurnRestriction { id: Arc::clone(&relation), kind: Arc::clone(&kind), rule, from, via, to })
    });
    let turn = turn.map_err(|outcome| TurnFinding { id: relation, kind, outcome, position: None });
    Some(TurnRecord { id, turn })
}

/// The kind that counts for a police car, or else any kind there is, for the report.
fn stated_kind<'text>(tags: Tags<'_, 'text>, relation_type: &str) -> Option<&'text str> {
    let any = || tags.iter().find(|(key, _)| key.starts_with("restriction")).map(|(_, value)| value);
    applying(tags, relation_type).or_else(any)
}

/// The kind that counts for a police car.
fn applying<'text>(tags: Tags<'_, 'text>, relation_type: &str) -> Option<&'text str> {
    // `type=restriction:hgv` is an old way to say for whom a plain `restriction` is.
    let all = relation_type == "restriction" || KEYS.contains(&relation_type);
    KEYS.into_iter().filter(|key| all || *key != "restriction").find_map(|key| tags.get(key))
}

fn rule(tags: Tags<'_, '_>, relation_type: &str) -> Result<TurnRule, TurnOutcome> {
    let Some(kind) = applying(tags, relation_type) else {
        let conditional = KEYS.into_iter().any(|key| tags.get(&format!("{key}:conditional")).is_some());
        let stated = tags.iter().any(|(key, _)| key.starts_with("restriction"));
        return Err(match (conditional, stated) {
            (true, _) => TurnOutcome::Conditional,
            (false, true) => TurnOutcome::NotForPoliceCars,
            (false, false) => TurnOutcome::UnknownKind,
        });
    };
    let excepted = tags
        .get("except")
        .is_some_and(|except| except.split([';', ',']).any(|vehicle| POLICE_CARS.contains(&vehicle.trim())));
    if excepted {
        return Err(TurnOutcome::NotForPoliceCars);
    }
    if HOURS.into_iter().any(|key| tags.get(key).is_some()) || kind.contains('@') {
        return Err(TurnOutcome::Conditional);
    }
    match kind {
        "no_left_turn" | "no_right_turn" | "no_straight_on" | "no_entry" | "no_exit" => Ok(TurnRule::Forbidden),
        "no_u_turn" => Ok(TurnRule::NoReturn),
        "only_left_turn" | "only_right_turn" | "only_straight_on" | "only_u_turn" => Ok(TurnRule::Only),
        _ => Err(TurnOutcome::UnknownKind),
    }
}

type Roles = (Vec<Arc<str>>, TurnVia, Vec<Arc<str>>);

/// Who is `from`, `via` and `to`. Only an entry may be forbidden from several roads, and an exit into several.
fn roles(rule: TurnRule, kind: &str, members: &[Member<'_>]) -> Result<Roles, TurnOutcome> {
    let of_role = |role: &'static str| members.iter().filter(move |member| member.role == role);
    let ways = |role| {
        let ids = of_role(role).filter(|member| member.kind == MemberKind::Way);
        ids.map(|member| Arc::from(member.id.to_string())).collect::<Vec<Arc<str>>>()
    };
    let (from, to) = (ways("from"), ways("to"));
    let nodes: Vec<i64> =
        of_role("via").filter(|member| member.kind == MemberKind::Node).map(|member| member.id).collect();
    let via_ways = ways("via");
    let several = |allowed: &str| rule == TurnRule::Forbidden && kind == allowed;
    let counts_fit = (from.len() == 1 || (from.len() > 1 && several("no_entry")))
        && (to.len() == 1 || (to.len() > 1 && several("no_exit")));
    let via = match (nodes.as_slice(), via_ways.is_empty()) {
        ([node], true) => Some(TurnVia::Node(*node)),
        ([], false) => Some(TurnVia::Ways(via_ways)),
        _ => None,
    };
    match via {
        Some(via) if counts_fit => Ok((from, via, to)),
        _ => Err(TurnOutcome::BadMembers),
    }
}

#[cfg(test)]
mod tests {
    use super::{Member, MemberKind, turn_record};
    use crate::{TurnOutcome, TurnRule, TurnVia, osm::tags::Tags};

    fn member(kind: MemberKind, id: i64, role: &str) -> Member<'_> {
        Member { kind, id, role }
    }

    fn plain() -> Vec<Member<'static>> {
        vec![member(MemberKind::Way, 1, "from"), member(MemberKind::Node, 2, "via"), member(MemberKind::Way, 3, "to")]
    }

    fn read(tags: &[(&str, &str)], members: &[Member<'_>]) -> Option<Result<TurnRule, TurnOutcome>> {
        let record = turn_record(9, Tags(tags), members)?;
        Some(record.turn.map(|turn| turn.rule).map_err(|finding| finding.outcome))
    }

    #[test]
    fn tags_say_whether_a_police_car_is_meant() {
        let kind = |key, value| [("type", "restriction"), (key, value)];
        let table = [
            (kind("restriction", "no_left_turn"), Ok(TurnRule::Forbidden)),
            (kind("restriction", "no_u_turn"), Ok(TurnRule::NoReturn)),
            (kind("restriction", "only_straight_on"), Ok(TurnRule::Only)),
            (kind("restriction:motorcar", "no_exit"), Ok(TurnRule::Forbidden)),
            (kind("restriction:hgv", "no_left_turn"), Err(TurnOutcome::NotForPoliceCars)),
            (kind("restriction:conditional", "no_left_turn @ (07:00-09:00)"), Err(TurnOutcome::Conditional)),
            (kind("restriction", "no_smoking"), Err(TurnOutcome::UnknownKind)),
            (kind("note", "nothing"), Err(TurnOutcome::UnknownKind)),
        ];
        for (tags, expected) in table {
            assert_eq!(read(&tags, &plain()), Some(expected), "{tags:?}");
        }
        assert_eq!(read(&[("type", "route"), ("route", "bus")], &plain()), None);
    }

    #[test]
    fn exceptions_hours_and_old_types_are_understood() {
        let base = [("type", "restriction"), ("restriction", "no_left_turn")];
        let with = |key, value| read(&[base[0], base[1], (key, value)], &plain()).unwrap();
        assert_eq!(with("except", "psv;emergency"), Err(TurnOutcome::NotForPoliceCars));
        assert_eq!(with("except", "hgv; motorcar"), Err(TurnOutcome::NotForPoliceCars));
        assert_eq!(with("except", "bicycle"), Ok(TurnRule::Forbidden));
        assert_eq!(with("hour_on", "07:00"), Err(TurnOutcome::Conditional));
        assert_eq!(with("restriction:motorcar", "only_right_turn"), Ok(TurnRule::Only), "the more specific counts");
        let old = |vehicle| read(&[("type", vehicle), ("restriction", "no_left_turn")], &plain()).unwrap();
        assert_eq!(old("restriction:hgv"), Err(TurnOutcome::NotForPoliceCars));
        assert_eq!(old("restriction:motorcar"), Ok(TurnRule::Forbidden));
    }

    #[test]
    fn members_must_be_one_from_one_to_and_a_via() {
        let tags = [("type", "restriction"), ("restriction", "no_left_turn")];
        let entry = [("type", "restriction"), ("restriction", "no_entry")];
        let way = |id, role| member(MemberKind::Way, id, role);
        let node = |id| member(MemberKind::Node, id, "via");
        let bad = Some(Err(TurnOutcome::BadMembers));
        assert_eq!(read(&tags, &[way(1, "from"), way(3, "to")]), bad, "no via");
        assert_eq!(read(&tags, &[way(1, "from"), node(2), node(4), way(3, "to")]), bad, "two nodes");
        assert_eq!(read(&tags, &[way(1, "from"), node(2), way(4, "via"), way(3, "to")]), bad, "node and way");
        assert_eq!(read(&tags, &[way(1, "from"), way(5, "from"), node(2), way(3, "to")]), bad, "two from");
        let two_from = [way(1, "from"), way(5, "from"), node(2), way(3, "to")];
        assert_eq!(read(&entry, &two_from), Some(Ok(TurnRule::Forbidden)));
        let itself = [member(MemberKind::Relation, 9, "from"), node(2), way(3, "to")];
        assert_eq!(read(&tags, &itself), bad, "a relation of itself");
        let over = turn_record(9, Tags(&tags), &[way(1, "from"), way(4, "via"), way(6, "via"), way(3, "to")]).unwrap();
        assert_eq!(over.turn.unwrap().via, TurnVia::Ways(vec!["4".into(), "6".into()]));
    }
}
