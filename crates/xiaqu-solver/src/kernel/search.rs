//! Branch and bound with bounds in whole numbers (FORMULATION 4.25 to 4.28).

use std::ops::ControlFlow;

use xiaqu_model::{Index, Limit, cast::wide_to_f64};

use super::{
    certificate::{Certificate, Certifier, Costs, Duals, cheapest, places},
    completion::Guard,
    evaluate::ValuedPlan,
    index::{ColumnIx, FunctionalIx},
    master::{Master, Point},
    ordered::Reason,
    relax::Relaxed,
    stage::Stage,
    tree::{Bans, Decision, Node, split},
};
use crate::{
    control::{Stage as Phase, Watch},
    error::SearchError,
};

/// What a search looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Goal {
    /// A plan of the least value.
    Least,
    /// Any plan below the ceiling.
    First,
    /// All plans below the ceiling, unless there are more than so many.
    All(usize),
}

/// What a search cost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Effort {
    pub(crate) nodes: u64,
    pub(crate) linear_solves: u64,
    pub(crate) columns: usize,
    pub(crate) levels: usize,
    pub(crate) cuts: usize,
    /// Last words of the linear solver.
    pub(crate) status: String,
}

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Everything was seen.
    Exhausted,
    /// The first plan, or one plan too many, was found.
    Enough,
    /// The plan is within the gap that was asked for.
    WithinGap,
    Stopped(Limit),
}

impl Ending {
    /// Why there is no proof, if there is none.
    pub(crate) fn reason(self) -> Option<Reason> {
        match self {
            Self::Exhausted | Self::Enough => None,
            Self::WithinGap => Some(Reason::WithinGap),
            Self::Stopped(limit) => Some(Reason::Limit(limit)),
        }
    }
}

/// Which of the plans that tie in all aims is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ties {
    /// The first in the order of columns.
    First,
    Any,
}

/// What is asked for, and where a search changes its means; answers do not depend on the latter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Settings {
    /// Relative gap at which an aim may be left; 0 asks for the proof.
    pub(crate) gap: f64,
    pub(crate) ties: Ties,
    /// Work of one attempt to complete a node depth first, in steps of a few nanoseconds for each station.
    pub(crate) completion_work: usize,
    /// The same for the first of tied plans.
    pub(crate) first_work: usize,
    /// Columns up to which all are in the linear program from the start.
    pub(crate) small_pool: usize,
    /// Stations from which the first program is solved by interior point: five times faster at 3,000.
    pub(crate) interior_from: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            gap: 0.0,
            ties: Ties::First,
            completion_work: 400,
            first_work: 20_000,
            small_pool: 4_000,
            interior_from: 500,
        }
    }
}

/// How much more work a completion may do when all plans are listed.
const LISTING: usize = 100;

pub(crate) struct Search<'a> {
    pub(crate) stage: &'a Stage<'a>,
    pub(crate) watch: &'a Watch,
    pub(crate) settings: Settings,
    pub(crate) master: Master,
    pub(crate) bans: Bans,
    pub(crate) goal: Goal,
    /// Plans above are of no use; in the units of the objective.
    pub(crate) ceiling: Option<i128>,
    pub(crate) found: Vec<ValuedPlan>,
    pub(crate) nodes: u64,
    /// The best bound of all plans and its reduced costs.
    pub(crate) root: Option<Certificate>,
    pub(crate) open: Vec<Node>,
    /// Bounds of earlier aims.
    pub(crate) guards: Vec<Guard>,
    pub(crate) places: u32,
    pub(crate) ended: Option<Ending>,
    /// Columns that were left when completing from the best bound was too much work.
    pub(crate) too_many: Option<usize>,
    /// Duals of the last program that was certified.
    pub(crate) last_duals: Option<Duals>,
}

impl<'a> Search<'a> {
    pub(crate) fn new(
        stage: &'a Stage<'a>,
        (watch, settings): (&'a Watch, Settings),
        goal: Goal,
    ) -> Result<Self, SearchError> {
        let mut search = Self {
            stage,
            watch,
            settings,
            master: Master::new(stage, 1)?,
            bans: Bans::new(stage),
            goal,
            ceiling: None,
            found: Vec::new(),
            nodes: 0,
            root: None,
            open: Vec::new(),
            guards: Vec::new(),
            places: places(stage),
            ended: None,
            too_many: None,
            last_duals: None,
        };
        search.enter_first_columns()?;
        Ok(search)
    }

    /// All columns of a small pool; of a large one the cheapest for every station, by share of each member.
    fn enter_first_columns(&mut self) -> Result<(), SearchError> {
        let stage = self.stage;
        let kept = || stage.kept.indices().filter(|&column| stage.kept[column]);
        let count = kept().count();
        let columns: Vec<ColumnIx> = if count <= self.settings.small_pool {
            kept().collect()
        } else {
            let value = |column: ColumnIx| {
                let size = i128::try_from(stage.program.columns[column].members.len()).unwrap_or(1);
                (stage.share(column).first().copied().unwrap_or(0) / size.max(1), column)
            };
            let mut chosen = cheapest(stage, &kept().map(value).collect::<Vec<_>>(), 5);
            chosen.extend(kept().filter(|&column| stage.program.columns[column].members.len() == 1));
            chosen
        };
        columns.into_iter().try_for_each(|column| self.master.enter(stage, column))
    }

    pub(crate) fn certifier(&self) -> Certifier<'_> {
        Certifier {
            stage: self.stage,
            levels: &self.master.levels,
            triples: &self.master.triples,
            places: self.places,
            costs: Costs::All,
        }
    }

    /// The least value that a scaled bound allows.
    pub(crate) fn value(&self, bound: i128) -> i128 {
        self.certifier().value(bound)
    }

    pub(crate) fn slack(&self, bound: i128) -> Option<i128> {
        self.ceiling.map(|ceiling| self.certifier().slack(ceiling, bound))
    }

    pub(crate) fn is_beyond(&self, bound: i128) -> bool {
        self.slack(bound).is_some_and(|slack| slack < 0)
    }

    /// Relative gap between the plan found and the best bound of all plans.
    fn gap(&self) -> Option<f64> {
        let value = wide_to_f64(self.found.first()?.values[self.objective()]);
        let bound = wide_to_f64(self.value(self.root.as_ref()?.bound));
        (value.abs() > 0.0).then(|| ((value - bound) / value.abs()).max(0.0))
    }

    /// Takes in a plan; it is valued exactly.
    pub(crate) fn offer(&mut self, columns: Vec<ColumnIx>) {
        let Some(plan) = self.judge(columns) else { return };
        let value = plan.values[self.objective()];
        self.found = vec![plan];
        if self.goal == Goal::First {
            self.ended = Some(Ending::Enough);
        } else {
            self.ceiling = Some(value - 1);
            self.eliminate();
        }
    }

    /// Columns in no plan of at most this value, by the best bound of all plans.
    pub(crate) fn beyond(&self, value: i128) -> Vec<ColumnIx> {
        let Some(root) = &self.root else { return Vec::new() };
        let slack = self.certifier().slack(value, root.bound);
        let reduced = self.certifier().of_all(root);
        reduced.iter_enumerated().filter(|(_, cost)| **cost > slack).map(|(column, _)| column).collect()
    }

    /// The best bound of all plans as a guard for later aims, which fix this one at `value`.
    pub(crate) fn guard(&self, value: i128) -> Option<Guard> {
        let root = self.root.as_ref()?;
        Some(Guard { reduced: self.certifier().of_all(root), slack: self.certifier().slack(value, root.bound) })
    }

    /// The bound that a point's duals make over the columns in play.
    pub(crate) fn certify(&mut self, point: &Point) -> Certificate {
        self.last_duals = Some(point.duals.clone());
        self.certifier().certify(point.duals.clone(), |column| self.bans.in_play(column))
    }

    pub(crate) fn objective(&self) -> FunctionalIx {
        self.stage.active.first().copied().unwrap_or(FunctionalIx::from_position(0))
    }

    /// The plan if it keeps all limits and is not above the ceiling.
    pub(crate) fn judge(&self, columns: Vec<ColumnIx>) -> Option<ValuedPlan> {
        let plan = self.stage.program.value(columns)?;
        let rooms = self.stage.active.iter().zip(&self.stage.open).zip(&self.stage.room).skip(1);
        let fits = rooms.into_iter().all(|((&functional, open), room)| plan.values[functional] <= open + room);
        (fits && self.ceiling.is_none_or(|ceiling| plan.values[self.objective()] <= ceiling)).then_some(plan)
    }

    /// Bans every column that is in no useful plan and in none as good as the best known, by the best bound of all plans.
    ///
    /// Plans that tie are kept so that the bound, and what it bans, still holds when this aim is a limit for the next.
    pub(crate) fn eliminate(&mut self) {
        let (Some(root), Some(ceiling)) = (&self.root, self.ceiling) else { return };
        let slack = self.certifier().slack(ceiling.saturating_add(1), root.bound);
        let beyond: Vec<ColumnIx> = root
            .reduced
            .iter_enumerated()
            .filter(|&(column, cost)| *cost > slack && self.bans.in_play(column))
            .map(|(column, _)| column)
            .collect();
        for column in beyond {
            self.bans.eliminate(column);
        }
    }

    /// Searches the plans that obey the decisions until the goal is met.
    pub(crate) fn run(&mut self, decisions: Vec<Decision>) -> Result<Ending, SearchError> {
        self.ended = None;
        self.open = vec![Node { decisions, bound: -(1 << 120) }];
        let mut plunging = true;
        while let Some(node) = self.next(plunging) {
            if self.is_beyond(node.bound) {
                continue;
            }
            if let Some(limit) = self.watch.reached() {
                self.keep_open(node);
                return Ok(Ending::Stopped(limit));
            }
            if self.settings.gap > 0.0 {
                let least = self.open.iter().map(|open| open.bound).min().map_or(node.bound, |b| b.min(node.bound));
                if self.is_within_gap(least) {
                    self.keep_open(node);
                    return Ok(Ending::WithinGap);
                }
            }
            self.nodes += 1;
            if self.nodes < 8 || self.nodes.is_multiple_of(64) {
                self.watch.report(Phase::Centres, self.nodes, self.gap());
            }
            node.decisions.iter().for_each(|&decision| self.bans.apply(self.stage, decision));
            let step = self.examine(&node);
            node.decisions.iter().for_each(|&decision| self.bans.undo(self.stage, decision));
            plunging = match step? {
                ControlFlow::Break(limit) => {
                    self.keep_open(node);
                    return Ok(Ending::Stopped(limit));
                }
                ControlFlow::Continue(children) => {
                    let plunging = !children.is_empty();
                    self.open.extend(children);
                    plunging
                }
            };
            if let Some(ending) = self.ended {
                if ending == Ending::WithinGap {
                    self.keep_open(node);
                }
                return Ok(ending);
            }
        }
        Ok(Ending::Exhausted)
    }

    /// Puts back a node that was not finished; the bound of all plans holds for it, too.
    fn keep_open(&mut self, mut node: Node) {
        node.bound = self.root.as_ref().map_or(node.bound, |root| node.bound.max(root.bound));
        self.open.push(node);
    }

    /// The last node on the way down, or else the one of the least bound.
    fn next(&mut self, plunging: bool) -> Option<Node> {
        if plunging || self.goal != Goal::Least {
            return self.open.pop();
        }
        let least = self.open.iter().enumerate().min_by_key(|(position, node)| (node.bound, usize::MAX - position));
        let position = least.map(|(position, _)| position)?;
        Some(self.open.remove(position))
    }

    /// Closes a node or splits it; the likelier child comes last.
    fn examine(&mut self, node: &Node) -> Result<ControlFlow<Limit, Vec<Node>>, SearchError> {
        let closed = Ok(ControlFlow::Continue(Vec::new()));
        let at_root = node.decisions.is_empty();
        if self.goal == Goal::First && self.complete_from_root() {
            return closed;
        }
        let (point, certificate) = match self.relax(at_root)? {
            Relaxed::Beyond => return closed,
            Relaxed::Stopped => return Ok(ControlFlow::Break(self.watch.reached().unwrap_or(Limit::Time))),
            Relaxed::Point(point, certificate) => (point, certificate),
        };
        if point.unserved > 1e-6 && self.is_infeasible()? {
            return closed;
        }
        if self.goal == Goal::Least && self.wants_rounding(node) {
            self.round(&point)?;
            if self.is_beyond(certificate.bound) {
                return closed;
            }
        }
        let mut work = self.settings.completion_work * (self.stage.program.stations + 20);
        if let Goal::All(_) = self.goal {
            // Many plans are expected; listing them depth first is far quicker than a linear program for every few.
            work *= LISTING;
        }
        if self.complete(&certificate, work) || self.ended.is_some() {
            return closed;
        }
        let Some((likely, other)) = split(self.stage, &self.bans, &point.support) else {
            self.complete(&certificate, usize::MAX);
            return closed;
        };
        let bound = certificate.bound.max(node.bound).max(self.root.as_ref().map_or(node.bound, |root| root.bound));
        let child = |decision| {
            let mut decisions = node.decisions.clone();
            decisions.push(decision);
            Node { decisions, bound }
        };
        Ok(ControlFlow::Continue(vec![child(other), child(likely)]))
    }

    fn wants_rounding(&self, node: &Node) -> bool {
        node.decisions.is_empty()
            || self.nodes.is_multiple_of(50)
            || (self.found.is_empty() && self.nodes.is_multiple_of(5))
    }

    pub(crate) fn effort(&self) -> Effort {
        Effort {
            nodes: self.nodes,
            linear_solves: self.master.solves,
            columns: self.master.columns(),
            levels: self.master.levels.table.len(),
            cuts: self.master.triples.table.len(),
            status: self.master.status.clone(),
        }
    }
}
