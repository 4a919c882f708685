//! The kernel's program of a county (FORMULATION 4.30): columns, rows, demand.

use std::collections::{BTreeMap, btree_map::Entry};

use xiaqu_model::{Aim, AimValue, Group, Index, IxVec, Problem, StationDuty, StationIx, Work};

use super::{demand::Demand, partners::Partners};
use crate::{
    columns::{Column, build_columns},
    kernel::{self, ColumnIx, FunctionalIx, Program, ValuedPlan},
    rules::Rules,
};

/// A row that a search adds: a sum over columns, or over the arrivals of classes, held below a limit.
#[derive(Clone, Debug)]
pub(super) enum ExtraRow {
    Columns {
        coefficients: Vec<i128>,
        at_most: i128,
    },
    Arrivals {
        weights: Vec<i128>,
        at_most: i128,
    },
    /// People of a tenth times `from`, and for everyone who waits longer than `to` what lies beyond `from`
    /// (FORMULATION 4.34).
    Waits {
        from: u32,
        to: u32,
        at_most: i128,
    },
}

/// Columns and demand of a county under some rules; programs are made from it.
pub(super) struct County<'a> {
    pub(super) problem: &'a Problem,
    pub(super) rules: &'a Rules,
    pub(super) columns: Vec<Column>,
    pub(super) demand: Demand,
    partners: Partners,
    /// Kernel's number of every station: today's first, so that the lowest station of a group is one of its members.
    number: IxVec<StationIx, StationIx>,
}

/// A program with the rows of its aims.
pub(super) struct Made {
    pub(super) program: Program,
    rows: BTreeMap<Aim, FunctionalIx>,
    /// The first of the further rows.
    extra: Option<FunctionalIx>,
    nothing: FunctionalIx,
}

impl Made {
    /// The row of an aim that is a sum.
    pub(super) fn row(&self, aim: Aim) -> Option<FunctionalIx> {
        self.rows.get(&aim).copied()
    }

    /// A row that is zero for every plan: its least plan is any plan.
    pub(super) fn nothing(&self) -> FunctionalIx {
        self.nothing
    }

    /// What leads to a good plan for an aim that is no sum: its newest further row, if it has one.
    pub(super) fn guide(&self) -> Vec<FunctionalIx> {
        vec![self.extra.unwrap_or(self.nothing)]
    }
}

impl<'a> County<'a> {
    pub(super) fn new(problem: &'a Problem, rules: &'a Rules) -> Self {
        let columns = build_columns(problem, rules);
        let partners = Partners::new(&columns, problem.stations.len());
        let demand = Demand::new(problem, rules, &partners, None);
        Self { problem, rules, columns, demand, partners, number: numbering(problem) }
    }

    /// The same county with no village beyond `latest`.
    pub(super) fn within(&mut self, latest: Option<u32>) {
        self.demand = Demand::new(self.problem, self.rules, &self.partners, latest);
    }

    /// The groups of a plan of the kernel, in order.
    pub(super) fn groups(&self, plan: &ValuedPlan) -> Vec<Group> {
        let columns = plan.columns.iter().filter_map(|&column| self.columns.get(column.position()));
        let mut groups: Vec<Group> = columns.filter_map(|column| column.group.clone()).collect();
        groups.sort();
        groups
    }

    /// Whether an aim is a sum over columns and arrivals, so that the kernel can follow it.
    pub(super) fn is_sum(&self, aim: Aim) -> bool {
        match aim {
            Aim::WorstTenth | Aim::WorstVillage | Aim::BusiestStation => false,
            Aim::RunningCost => self.one_rate().is_some(),
            _ => true,
        }
    }

    /// The running cost of an officer if it is the same everywhere, fen.
    fn one_rate(&self) -> Option<i128> {
        let mut rates =
            self.problem.stations.iter().map(|row| row.cost.map_or(0, |cost| cost.for_each_officer.as_fen()));
        let first = rates.next()?;
        rates.all(|rate| rate == first).then_some(i128::from(first))
    }

    /// What calls cost beside twice the arrival, less the supply: arrivals hold the turnout, which is no work.
    pub(super) fn calls_on_the_scene(&self) -> i128 {
        let problem = self.problem;
        let workload = &problem.policy.workload;
        let turnout = i128::from(problem.policy.response.turnout.time().as_milliseconds());
        let crew = i128::from(workload.officers_per_call);
        let calls: i128 = self.demand.classes.iter().map(|class| i128::from(class.calls)).sum();
        let all = xiaqu_model::CallsPerYear::from_thousandths(1);
        let scene = whole(workload.response_work(all, xiaqu_model::TravelTime::ZERO));
        let supply = Work::supplied_by(problem.officers_after(), problem.policy.strength.worked_hours);
        calls * (scene - 2 * crew * turnout) - whole(supply)
    }

    /// The least running cost of an officer, fen.
    pub(super) fn least_rate(&self) -> i128 {
        let rates = self.problem.stations.iter().map(|row| row.cost.map_or(0, |cost| cost.for_each_officer.as_fen()));
        i128::from(rates.min().unwrap_or(0))
    }

    /// Demand of a row on waits: classes that may wait longer than `to`, with what lies beyond `from`.
    fn waiting(&self, (response, responses): (usize, usize), (from, to): (u32, u32)) -> Vec<kernel::DemandClass> {
        let beyond = |time: u32| if time > to { time - from } else { 0 };
        let late = self.demand.classes.iter().filter(|class| class.bases.last().is_some_and(|&(time, _)| time > to));
        let folded = late.map(|class| kernel::DemandClass {
            bases: class.bases.iter().map(|&(time, base)| (beyond(time), self.number[base])).collect(),
            complete: false,
            weights: (0..responses).map(|which| if which == response { i128::from(class.people) } else { 0 }).collect(),
        });
        folded.collect()
    }

    /// The program whose aims are `aims` (those that are sums), with the rules, the limits and further rows.
    pub(super) fn program(&self, aims: &[Aim], limits: &[(Aim, AimValue)], extra: &[ExtraRow]) -> Made {
        let (functionals, coefficients, weights, waits) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut rows = Rows { county: self, functionals, coefficients, weights, waits };
        rows.add_rules();
        let mut of_aims = BTreeMap::new();
        let asked = aims.iter().copied().chain(limits.iter().map(|(aim, _)| *aim));
        for aim in asked.filter(|&aim| self.is_sum(aim)) {
            if let Entry::Vacant(vacant) = of_aims.entry(aim) {
                let at_most = limits.iter().filter(|(other, _)| *other == aim).map(|(_, most)| most.0).min();
                vacant.insert(FunctionalIx::from_position(rows.functionals.len()));
                rows.add_aim(aim, at_most);
            }
        }
        let first_extra = FunctionalIx::from_position(rows.functionals.len());
        for row in extra {
            rows.add_extra(row);
        }
        let nothing = FunctionalIx::from_position(rows.functionals.len());
        let none = rows.by_column(|_| 0);
        rows.add((0, None), none, None);
        Made { program: rows.into_program(), rows: of_aims, extra: (!extra.is_empty()).then_some(first_extra), nothing }
    }
}

fn numbering(problem: &Problem) -> IxVec<StationIx, StationIx> {
    let sites = problem.stations.iter_enumerated().filter(|(_, row)| row.duty == StationDuty::NewSite);
    let order: Vec<StationIx> = problem.today().chain(sites.map(|(site, _)| site)).collect();
    let mut number = IxVec::from_fn(order.len(), |station| station);
    for (position, station) in order.into_iter().enumerate() {
        number[station] = StationIx::from_position(position);
    }
    number
}

/// Rows of a program as they are put together.
struct Rows<'c, 'a> {
    county: &'c County<'a>,
    functionals: Vec<kernel::Functional>,
    /// By row, then by column.
    coefficients: Vec<Vec<i128>>,
    /// By response, then by class.
    weights: Vec<Vec<i128>>,
    /// Responses with demand of their own: which, and what of an arrival counts.
    waits: Vec<(usize, (u32, u32))>,
}

impl Rows<'_, '_> {
    fn add(&mut self, (constant, at_most): (i128, Option<i128>), coefficients: Vec<i128>, weights: Option<Vec<i128>>) {
        let response = weights.map(|weights| {
            self.weights.push(weights);
            self.weights.len() - 1
        });
        self.functionals.push(kernel::Functional { constant, response, at_most });
        self.coefficients.push(coefficients);
    }

    fn by_column(&self, coefficient: impl Fn(&Column) -> i128) -> Vec<i128> {
        self.county.columns.iter().map(coefficient).collect()
    }

    fn by_class(&self, weight: impl Fn(u64, u64) -> i128) -> Vec<i128> {
        self.county.demand.classes.iter().map(|class| weight(class.calls, class.people)).collect()
    }

    /// Closures (2.3) and strength (2.5).
    fn add_rules(&mut self) {
        let (rules, officers) = (self.county.rules, i128::from(self.county.problem.officers_after().heads()));
        if let Some(max) = rules.closures_max {
            let closures = self.by_column(|column| i128::from(column.closures));
            self.add((0, Some(i128::from(max))), closures, None);
        }
        if let Some(min) = rules.closures_min {
            let kept = self.by_column(|column| -i128::from(column.closures));
            self.add((0, Some(-i128::from(min))), kept, None);
        }
        if rules.officers_min {
            let floors = self.by_column(|column| i128::from(column.floor));
            self.add((0, Some(officers)), floors, None);
        }
        if let Some(max) = rules.officers_max {
            let room = self.by_column(|column| if column.group.is_some() { -i128::from(max) } else { 0 });
            self.add((0, Some(-officers)), room, None);
        }
    }

    fn add_aim(&mut self, aim: Aim, at_most: Option<i128>) {
        let problem = self.county.problem;
        let workload = &problem.policy.workload;
        let none = |rows: &Self| rows.by_column(|_| 0);
        match aim {
            Aim::MeanSecondArrival => {
                let calls = self.by_class(|calls, _| i128::from(calls));
                self.add((0, at_most), none(self), Some(calls));
            }
            Aim::BeatHours => {
                let crew = i128::from(workload.officers_per_call);
                let calls = self.by_class(|calls, _| 2 * crew * i128::from(calls));
                let spent = self.by_column(|column| whole(column.fixed_work));
                self.add((self.county.calls_on_the_scene(), at_most), spent, Some(calls));
            }
            Aim::RunningCost => {
                let officers = i128::from(problem.officers_after().heads());
                let constant = self.county.least_rate() * officers;
                let houses = self.by_column(|column| column.running_fen);
                self.add((constant, at_most), houses, None);
            }
            Aim::MostClosures => {
                let closures = self.by_column(|column| -i128::from(column.closures));
                self.add((0, at_most), closures, None);
            }
            Aim::OneOffCost => {
                let cost = self.by_column(|column| column.one_off_fen);
                self.add((0, at_most), cost, None);
            }
            Aim::Access => {
                let access = self.by_column(|column| i128::try_from(column.access).unwrap_or(i128::MAX));
                self.add((0, at_most), access, None);
            }
            Aim::Disruption => {
                let people = self.by_column(|column| i128::from(column.disruption));
                self.add((0, at_most), people, None);
            }
            Aim::WorstTenth | Aim::WorstVillage | Aim::BusiestStation => {}
        }
    }

    fn add_extra(&mut self, row: &ExtraRow) {
        match row {
            ExtraRow::Columns { coefficients, at_most } => self.add((0, Some(*at_most)), coefficients.clone(), None),
            ExtraRow::Arrivals { weights, at_most } => {
                let none = self.by_column(|_| 0);
                self.add((0, Some(*at_most)), none, Some(weights.clone()));
            }
            ExtraRow::Waits { from, to, at_most } => {
                let none = self.by_column(|_| 0);
                let constant = i128::from(self.county.demand.tenth) * i128::from(*from);
                self.waits.push((self.weights.len(), (*from, *to)));
                self.add((constant, Some(*at_most)), none, Some(self.by_class(|_, _| 0)));
            }
        }
    }

    fn into_program(self) -> Program {
        let Self { county, functionals, coefficients, weights, waits } = self;
        let numbered = |stations: &[StationIx]| -> Box<[StationIx]> {
            let mut numbered: Vec<StationIx> = stations.iter().map(|&station| county.number[station]).collect();
            numbered.sort_unstable();
            numbered.into_boxed_slice()
        };
        let columns = county.columns.iter().enumerate().map(|(position, column)| kernel::Column {
            members: numbered(&column.covers),
            closed: numbered(&column.closed),
            coefficients: coefficients.iter().filter_map(|row| row.get(position).copied()).collect(),
        });
        let weights_of =
            |position: usize| -> Box<[i128]> { weights.iter().filter_map(|row| row.get(position).copied()).collect() };
        // Classes that no row counts are there only if a plan could leave them without a base.
        let rows = county.demand.classes.iter().enumerate();
        let mut classes: Vec<kernel::DemandClass> = rows
            .map(|(position, class)| (class, weights_of(position)))
            .filter(|(class, weights)| !class.certain || weights.iter().any(|weight| *weight != 0))
            .map(|(class, weights)| kernel::DemandClass {
                bases: class.bases.iter().map(|&(time, base)| (time, county.number[base])).collect(),
                // A list that ends with a base that is certain to be open says nothing of what is possible.
                complete: !class.certain,
                weights,
            })
            .collect();
        for (response, (from, to)) in waits {
            classes.extend(county.waiting((response, weights.len()), (from, to)));
        }
        Program::new(county.number.len(), columns.collect(), functionals, classes, None)
    }
}

pub(super) fn whole(work: Work) -> i128 {
    i128::try_from(work.count()).unwrap_or(i128::MAX)
}

/// A row that excludes one plan: not all of its columns again.
pub(super) fn without(plan: &[ColumnIx], columns: usize) -> ExtraRow {
    let mut coefficients = vec![0_i128; columns];
    for column in plan {
        if let Some(coefficient) = coefficients.get_mut(column.position()) {
            *coefficient = 1;
        }
    }
    ExtraRow::Columns { coefficients, at_most: plan.len() as i128 - 1 }
}
