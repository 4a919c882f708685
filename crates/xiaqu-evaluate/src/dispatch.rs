//! Who answers every village, and what that costs against nearest response (FORMULATION 5.4).

use xiaqu_model::{
    BorderStyle, DispatchRules, IxVec, Plan, Problem, StationIx, TownshipIx, TravelTime, Village, VillageIx,
};

/// The base that answers every village; nothing where no road leads.
pub(crate) type Answering = IxVec<VillageIx, Option<StationIx>>;

/// A village that waits longer than it would if the nearest base answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BorderCost {
    /// The village.
    pub village: VillageIx,
    /// The base that answers it.
    pub answering: StationIx,
    /// The nearest base.
    pub nearest: StationIx,
    /// Arrival from the base that answers.
    pub arrival: TravelTime,
    /// Arrival from the nearest base.
    pub nearest_arrival: TravelTime,
}

impl BorderCost {
    /// Minutes that the village waits longer.
    pub fn extra_minutes(&self) -> f64 {
        self.arrival.as_minutes() - self.nearest_arrival.as_minutes()
    }
}

/// The base of `bases` that answers every village under the policy's dispatch rules; nothing where none of them reaches
/// it by road. Ties go to the lower id.
///
/// With whole townships the base that costs the township's calls the fewest minutes answers all of it, never one that
/// cannot reach a village that another can. Where every base misses some village, the one that misses fewest answers the
/// others, and each village missed goes to the nearest base that reaches it.
///
/// # Complexity
///
/// Villages times bases.
pub fn answering(problem: &Problem, bases: &[StationIx]) -> IxVec<VillageIx, Option<StationIx>> {
    answering_by(problem, bases, problem.policy.dispatch)
}

/// The same under other rules.
pub(crate) fn answering_by(problem: &Problem, bases: &[StationIx], rules: DispatchRules) -> Answering {
    let mut answering = IxVec::from_fn(problem.villages.len(), |village| match rules.borders {
        BorderStyle::Exact | BorderStyle::Township => nearest(problem, bases, village).map(|(_, base)| base),
        BorderStyle::Village => kept_or_nearest(problem, bases, village, rules.hysteresis),
    });
    if rules.borders == BorderStyle::Township {
        for township in problem.townships.indices() {
            let whole = Whole::new(problem, bases, township);
            let Some(base) = whole.base(bases, rules.hysteresis) else { continue };
            for &(village, _) in &whole.villages {
                if problem.arrival(base, village).is_some() {
                    answering[village] = Some(base);
                }
            }
        }
    }
    answering
}

fn nearest(problem: &Problem, bases: &[StationIx], village: VillageIx) -> Option<(TravelTime, StationIx)> {
    bases.iter().filter_map(|&base| problem.arrival(base, village).map(|arrival| (arrival, base))).min()
}

/// The station of the village's territory, if it is a base and no other is faster by more than `hysteresis`.
fn kept_or_nearest(
    problem: &Problem,
    bases: &[StationIx],
    village: VillageIx,
    hysteresis: TravelTime,
) -> Option<StationIx> {
    let (least, base) = nearest(problem, bases, village)?;
    let own = problem.villages[village].territory;
    let arrival = bases.contains(&own).then(|| problem.arrival(own, village)).flatten();
    let is_kept = arrival.is_some_and(|arrival| arrival <= least.saturating_add(hysteresis));
    // Without hysteresis a tie is a tie: the lower id.
    Some(if is_kept && hysteresis > TravelTime::ZERO { own } else { base })
}

/// A township that one base is to answer.
struct Whole<'a> {
    problem: &'a Problem,
    /// Villages that some base reaches, with their weights: calls, or one each where nobody calls.
    villages: Vec<(VillageIx, u128)>,
    /// The station whose territory all of them are in.
    own: Option<StationIx>,
}

impl<'a> Whole<'a> {
    fn new(problem: &'a Problem, bases: &[StationIx], township: TownshipIx) -> Self {
        let is_reached = |village| nearest(problem, bases, village).is_some();
        let rows: Vec<(VillageIx, &Village)> = problem
            .villages
            .iter_enumerated()
            .filter(|(village, row)| row.township == township && is_reached(*village))
            .collect();
        let quiet = rows.iter().all(|(_, row)| row.calls.thousandths() == 0);
        let weight = |row: &Village| if quiet { 1 } else { u128::from(row.calls.thousandths()) };
        let first = rows.first().map(|(_, row)| row.territory);
        let own = first.filter(|own| bases.contains(own) && rows.iter().all(|(_, row)| row.territory == *own));
        Self { problem, villages: rows.iter().map(|(village, row)| (*village, weight(row))).collect(), own }
    }

    /// Villages that the base misses, then the sum of weighted arrivals at the others in milliseconds.
    fn cost(&self, base: StationIx) -> (usize, u128) {
        let (mut missed, mut sum) = (0, 0);
        for &(village, weight) in &self.villages {
            match self.problem.arrival(base, village) {
                Some(arrival) => sum += weight * u128::from(arrival.as_milliseconds()),
                None => missed += 1,
            }
        }
        (missed, sum)
    }

    fn base(&self, bases: &[StationIx], hysteresis: TravelTime) -> Option<StationIx> {
        let ((missed, least), best) = bases.iter().map(|&base| (self.cost(base), base)).min()?;
        let weight: u128 = self.villages.iter().map(|(_, weight)| weight).sum();
        let allowed = least + weight * u128::from(hysteresis.as_milliseconds());
        let is_kept = |own: &StationIx| {
            let (own_missed, sum) = self.cost(*own);
            hysteresis > TravelTime::ZERO && own_missed == missed && sum <= allowed
        };
        (!self.villages.is_empty()).then(|| self.own.filter(is_kept).unwrap_or(best))
    }
}

/// Villages that wait longer under the policy's dispatch rules than under nearest response, the longest wait first, ties by
/// lower id.
pub fn border_costs(problem: &Problem, plan: &Plan) -> Vec<BorderCost> {
    let bases = plan.bases();
    let answering = answering(problem, &bases);
    let mut costs: Vec<BorderCost> = answering
        .iter_enumerated()
        .filter_map(|(village, base)| {
            let answering = (*base)?;
            let (nearest_arrival, nearest) = nearest(problem, &bases, village)?;
            let arrival = problem.arrival(answering, village)?;
            (arrival > nearest_arrival).then_some(BorderCost { village, answering, nearest, arrival, nearest_arrival })
        })
        .collect();
    let extra =
        |cost: &BorderCost| cost.arrival.as_milliseconds().saturating_sub(cost.nearest_arrival.as_milliseconds());
    costs.sort_by_key(|cost| (std::cmp::Reverse(extra(cost)), cost.village));
    costs
}

/// Arrival under the policy's rules less arrival under `other` rules, with the village; villages without a road are left
/// out.
pub(crate) fn extra_against(problem: &Problem, plan: &Plan, other: DispatchRules) -> Vec<(VillageIx, i64)> {
    let bases = plan.bases();
    let (answering, other) = (answering(problem, &bases), answering_by(problem, &bases, other));
    let time = |map: &Answering, village: VillageIx| {
        map[village].and_then(|base| problem.arrival(base, village)).map(|time| i64::from(time.as_milliseconds()))
    };
    let villages = problem.villages.indices();
    villages.filter_map(|village| Some((village, time(&answering, village)? - time(&other, village)?))).collect()
}
