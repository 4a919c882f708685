//! From restrictions to forbidden paths, each with what became of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use xiaqu_model::{IxVec, LonLat, NodeIx};

use super::{ForbiddenPaths, Step, members::Members};
use crate::{TurnFinding, TurnOutcome, TurnPolicy, TurnRestriction, TurnRule, TurnVia};

/// A turn: the steps up to the last junction, and the step after it.
type Turn = (Vec<Step>, Step);

/// The turns that restrictions speak of.
#[derive(Default)]
struct Turns {
    forbidden: BTreeSet<Vec<Step>>,
    /// For the same steps before, several restrictions `only_...` allow what any of them allows.
    only: BTreeMap<Vec<Step>, BTreeSet<Step>>,
}

/// Finds the paths that the restrictions forbid, and says of each restriction what became of it.
pub(in crate::network) fn resolve_turns(
    members: &Members<'_>,
    restrictions: &[TurnRestriction],
    nodes: &IxVec<NodeIx, LonLat>,
    policy: TurnPolicy,
) -> (ForbiddenPaths, Vec<TurnFinding>) {
    let mut turns = Turns::default();
    let mut findings = Vec::with_capacity(restrictions.len());
    for restriction in restrictions {
        let found = match policy {
            TurnPolicy::Obey => turns_of(members, restriction),
            TurnPolicy::Ignore => Err(TurnOutcome::Ignored),
        };
        let finding = |outcome, position| TurnFinding {
            id: Arc::clone(&restriction.id),
            kind: Arc::clone(&restriction.kind),
            outcome,
            position,
        };
        findings.push(match found {
            Err(outcome) => finding(outcome, None),
            Ok(found) => {
                let at = found.first().map(|(_, step)| nodes[members.tail(*step)]);
                for turn in found {
                    turns.add(restriction.rule, turn);
                }
                finding(TurnOutcome::Honoured, at)
            }
        });
    }
    let paths = turns.forbidden_paths(members);
    (ForbiddenPaths::new(paths.iter().map(Vec::as_slice)), findings)
}

impl Turns {
    fn add(&mut self, rule: TurnRule, (mut before, step): Turn) {
        if rule == TurnRule::Only {
            self.only.entry(before).or_default().insert(step);
        } else {
            before.push(step);
            self.forbidden.insert(before);
        }
    }

    fn forbidden_paths(mut self, members: &Members<'_>) -> BTreeSet<Vec<Step>> {
        for (before, allowed) in self.only {
            let Some(last) = before.last() else { continue };
            for step in members.ways_on(members.head(*last)).filter(|step| !allowed.contains(step)) {
                let mut path = before.clone();
                path.push(step);
                self.forbidden.insert(path);
            }
        }
        self.forbidden
    }
}

/// The turns of one restriction, at least one; or why there is none.
fn turns_of(members: &Members<'_>, restriction: &TurnRestriction) -> Result<Vec<Turn>, TurnOutcome> {
    let several = restriction.from.len() > 1 || restriction.to.len() > 1;
    let mut turns = Vec::new();
    let mut why_empty = TurnOutcome::BadMembers;
    for from in &restriction.from {
        for to in &restriction.to {
            let found = match &restriction.via {
                TurnVia::Node(node) => over_node(members, restriction.rule, (from, *node, to)),
                TurnVia::Ways(ways) => over_ways(members, restriction.rule, (from, ways, to)),
            };
            match found {
                Ok(found) => turns.extend(found),
                // Of several roads of a forbidden entry or exit, those that are closed anyway need no turn.
                Err(TurnOutcome::NothingToForbid) if several => why_empty = TurnOutcome::NothingToForbid,
                Err(outcome) => return Err(outcome),
            }
        }
    }
    if turns.is_empty() { Err(why_empty) } else { Ok(turns) }
}

/// What it means that the last road of a turn is closed.
fn closed_end(rule: TurnRule) -> TurnOutcome {
    if rule == TurnRule::Only { TurnOutcome::NoWayOn } else { TurnOutcome::NothingToForbid }
}

fn over_node(
    members: &Members<'_>,
    rule: TurnRule,
    (from, via, to): (&Arc<str>, i64, &Arc<str>),
) -> Result<Vec<Turn>, TurnOutcome> {
    if members.pieces(from).is_empty() {
        return Err(TurnOutcome::NothingToForbid);
    }
    if members.pieces(to).is_empty() {
        return Err(closed_end(rule));
    }
    let junction = *members.junctions.get(&via).ok_or(TurnOutcome::NotConnected)?;
    if !members.touches(from, junction) || !members.touches(to, junction) {
        return Err(TurnOutcome::NotConnected);
    }
    let (arriving, leaving) = (members.arriving(from, junction), members.leaving(to, junction));
    match (arriving.as_slice(), leaving.as_slice()) {
        ([], _) => Err(TurnOutcome::NothingToForbid),
        (_, []) => Err(closed_end(rule)),
        _ if rule == TurnRule::NoReturn && from == to => {
            let back = |(edge, is_forward): Step| (edge, !is_forward);
            let turns = arriving.iter().filter(|step| leaving.contains(&back(**step)));
            non_empty(turns.map(|step| (vec![*step], back(*step))).collect())
        }
        ([one], [other]) => Ok(vec![(vec![*one], *other)]),
        _ => Err(TurnOutcome::Ambiguous),
    }
}

fn non_empty(turns: Vec<Turn>) -> Result<Vec<Turn>, TurnOutcome> {
    if turns.is_empty() { Err(TurnOutcome::NothingToForbid) } else { Ok(turns) }
}

fn over_ways(
    members: &Members<'_>,
    rule: TurnRule,
    (from, via, to): (&Arc<str>, &[Arc<str>], &Arc<str>),
) -> Result<Vec<Turn>, TurnOutcome> {
    if members.pieces(from).is_empty() || via.iter().any(|way| members.pieces(way).is_empty()) {
        return Err(TurnOutcome::NothingToForbid);
    }
    if members.pieces(to).is_empty() {
        return Err(closed_end(rule));
    }
    let chains = chains_of(members, via).ok_or(TurnOutcome::Ambiguous)?;
    let meets = |chain: &&Vec<Step>| {
        let (Some(first), Some(last)) = (chain.first(), chain.last()) else { return false };
        members.touches(from, members.tail(*first)) && members.touches(to, members.head(*last))
    };
    let meeting: Vec<&Vec<Step>> = chains.iter().filter(meets).collect();
    if meeting.is_empty() {
        return Err(TurnOutcome::NotConnected);
    }
    let open = meeting.into_iter().filter(|chain| chain.iter().all(|step| members.is_open(*step)));
    let mut turns = Vec::new();
    let mut is_driven_to_its_end = false;
    for chain in open {
        let (Some(first), Some(last)) = (chain.first(), chain.last()) else { continue };
        for before in members.arriving(from, members.tail(*first)) {
            is_driven_to_its_end = true;
            for after in members.leaving(to, members.head(*last)) {
                let steps = std::iter::once(before).chain(chain.iter().copied()).collect();
                turns.push((steps, after));
            }
        }
    }
    match turns.len() {
        0 if is_driven_to_its_end => Err(closed_end(rule)),
        0 => Err(TurnOutcome::NothingToForbid),
        1 => Ok(turns),
        _ => Err(TurnOutcome::Ambiguous),
    }
}

/// More chains than this are a sign of circular ways, which could follow each other in 2^n directions.
const CHAINS_MOST: usize = 16;

/// The ways one after the other, each whole, in every pair of directions in which they follow each other; `None` if
/// there are too many.
fn chains_of(members: &Members<'_>, ways: &[Arc<str>]) -> Option<Vec<Vec<Step>>> {
    let mut chains: Vec<Vec<Step>> = Vec::new();
    for (position, way) in ways.iter().enumerate() {
        let pieces: Vec<Vec<Step>> =
            [true, false].into_iter().filter_map(|is_forward| members.along(way, is_forward)).collect();
        if position == 0 {
            chains = pieces;
            continue;
        }
        let joined = |chain: &Vec<Step>, piece: &Vec<Step>| {
            let follows = members.head(*chain.last()?) == members.tail(*piece.first()?);
            follows.then(|| [chain.as_slice(), piece.as_slice()].concat())
        };
        chains = chains.iter().flat_map(|chain| pieces.iter().filter_map(|piece| joined(chain, piece))).collect();
        if chains.len() > CHAINS_MOST {
            return None;
        }
    }
    Some(chains)
}
