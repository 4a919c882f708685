//! A plain judge of the generated county: Dijkstra over the drawn roads, every plan of three merges tried.

use std::collections::{BTreeMap, BTreeSet};

use xiaqu_model::cast;

use super::county::County;
use super::facts::{COUNTY_SEAT, TOWNSHIPS};
use super::streets::Streets;

/// Minutes by road beyond which two stations are not merged.
const LONGEST_PAIR: f64 = 45.0;
/// Minutes from the call to the second officer's arrival, at most.
const LATEST_ARRIVAL: f64 = 60.0;
/// Minutes between call and departure.
const TURNOUT: f64 = 4.0;
/// Minutes a village may lose, at most.
const WORST_CHANGE: f64 = 20.0;

/// Stations that close, each with the station that takes over, and what that does to the villages.
#[derive(Clone, Debug)]
pub struct MergePlan {
    /// (centre, closed) by township index.
    pub merges: Vec<(usize, usize)>,
    /// Mean minutes of driving from the nearest centre to a village, weighted by people.
    pub mean: f64,
    /// Minutes from the call to the arrival in the last village.
    pub latest: f64,
    /// Minutes the worst village loses.
    pub worst_change: f64,
}

impl MergePlan {
    /// Whether the plan keeps the limits on arrival and on worsening.
    pub fn is_within_limits(&self) -> bool {
        self.latest <= LATEST_ARRIVAL && self.worst_change <= WORST_CHANGE
    }
}

/// What the judge found.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Minutes by road between seats.
    pub seat_minutes: Vec<Vec<f64>>,
    /// Mean driven length over straight length of neighbouring seats' roads.
    pub circuity: f64,
    /// Pairs of townships with a common border, and whether they may merge.
    pub neighbours: BTreeMap<(usize, usize), bool>,
    /// Nothing merged.
    pub as_is: MergePlan,
    /// All plans of three merges of allowed pairs, the best first, those outside the limits left out.
    pub plans: Vec<MergePlan>,
    /// The three nearest disjoint rural pairs by straight line, the best choice of centres.
    pub obvious: MergePlan,
    /// Number of road nodes that cannot be reached from the county seat.
    pub unreachable: usize,
    /// Number of villages that the wet-season closures cut off from the county seat.
    pub cut_off_when_wet: usize,
}

/// Judges a county.
pub fn judge(county: &County) -> Verdict {
    let dry = Streets::new(county, false);
    let metres = Streets::with_weights(county, |chain_length, _| chain_length);
    let nodes: Vec<usize> = county.land.seats.clone();
    let times: Vec<BTreeMap<usize, f64>> = nodes.iter().map(|&seat| dry.reached(seat)).collect();
    let seat_minutes: Vec<Vec<f64>> =
        times.iter().map(|from| nodes.iter().map(|to| get(from, *to)).collect()).collect();
    let neighbours = common_borders(county)
        .into_iter()
        .map(|pair| {
            let minutes = seat_minutes[pair.0][pair.1];
            let inside = dry.reached_within(nodes[pair.0], &|node| {
                let township = county.land.township[node];
                township == Some(pair.0) || township == Some(pair.1)
            });
            let is_own_road = get(&inside, nodes[pair.1]) <= minutes + 0.5;
            (pair, pair.0 != COUNTY_SEAT && minutes <= LONGEST_PAIR && is_own_road)
        })
        .collect::<BTreeMap<_, _>>();
    let judged = Judged { county, times: &times };
    let allowed: Vec<(usize, usize)> = neighbours.iter().filter(|(_, may)| **may).map(|(pair, _)| *pair).collect();
    let mut plans: Vec<MergePlan> = triples(&allowed)
        .iter()
        .flat_map(orientations)
        .map(|merges| judged.plan(&merges))
        .filter(MergePlan::is_within_limits)
        .collect();
    plans.sort_by(|a, b| a.mean.total_cmp(&b.mean));
    let when_wet = Streets::new(county, true).reached(nodes[COUNTY_SEAT]);
    Verdict {
        circuity: circuity(county, &metres, &allowed),
        as_is: judged.plan(&[]),
        obvious: judged.obvious(),
        unreachable: dry.len() - times[COUNTY_SEAT].len(),
        cut_off_when_wet: county.villages.iter().filter(|village| !when_wet.contains_key(&village.node)).count(),
        seat_minutes,
        neighbours,
        plans,
    }
}

fn get(times: &BTreeMap<usize, f64>, node: usize) -> f64 {
    times.get(&node).copied().unwrap_or(f64::INFINITY)
}

fn common_borders(county: &County) -> BTreeSet<(usize, usize)> {
    let land = &county.land;
    let edges = (0..land.lattice.len()).flat_map(|node| land.lattice.neighbours(node).map(move |next| (node, next)));
    edges
        .filter_map(|(node, next)| land.township[node].zip(land.township[next]))
        .filter(|(here, there)| here < there)
        .collect()
}

fn circuity(county: &County, metres: &Streets, pairs: &[(usize, usize)]) -> f64 {
    let land = &county.land;
    let ratios: Vec<f64> = pairs
        .iter()
        .map(|&(from, to)| {
            let straight = land.lattice.position(land.seats[from]).distance_to(land.lattice.position(land.seats[to]));
            get(&metres.reached(land.seats[from]), land.seats[to]) / straight
        })
        .collect();
    ratios.iter().sum::<f64>() / cast::count_to_f64(ratios.len())
}

/// All ways to take three pairs without a common member.
fn triples(pairs: &[(usize, usize)]) -> Vec<[(usize, usize); 3]> {
    let apart = |a: (usize, usize), b: (usize, usize)| a.0 != b.0 && a.0 != b.1 && a.1 != b.0 && a.1 != b.1;
    let mut found = Vec::new();
    for (at, &first) in pairs.iter().enumerate() {
        for (later, &second) in pairs.iter().enumerate().skip(at + 1).filter(|(_, pair)| apart(first, **pair)) {
            let third = pairs[later + 1..].iter().filter(|pair| apart(first, **pair) && apart(second, **pair));
            found.extend(third.map(|&third| [first, second, third]));
        }
    }
    found
}

/// Either member of each pair as the centre.
fn orientations(pairs: &[(usize, usize); 3]) -> Vec<[(usize, usize); 3]> {
    let turn = |pair: (usize, usize), turned: bool| if turned { (pair.1, pair.0) } else { pair };
    (0..8_u8)
        .map(|bits| [turn(pairs[0], bits & 1 > 0), turn(pairs[1], bits & 2 > 0), turn(pairs[2], bits & 4 > 0)])
        .collect()
}

/// The county with its travel times, ready to judge plans.
struct Judged<'a> {
    county: &'a County,
    times: &'a [BTreeMap<usize, f64>],
}

impl Judged<'_> {
    fn plan(&self, merges: &[(usize, usize)]) -> MergePlan {
        let is_open = |at: &usize| merges.iter().all(|&(_, closed)| closed != *at);
        let (mut weighted, mut people, mut latest, mut worst_change) = (0.0, 0.0, 0.0_f64, 0.0_f64);
        for village in &self.county.villages {
            let nearest = |centres: &dyn Fn(&usize) -> bool| {
                let times = (0..TOWNSHIPS.len()).filter(|at| centres(at)).map(|at| get(&self.times[at], village.node));
                times.fold(f64::INFINITY, f64::min)
            };
            let (before, after) = (nearest(&|_| true), nearest(&is_open));
            weighted += after * f64::from(village.population);
            people += f64::from(village.population);
            latest = latest.max(after + TURNOUT);
            worst_change = worst_change.max(after - before);
        }
        MergePlan { merges: merges.to_vec(), mean: weighted / people, latest, worst_change }
    }

    fn obvious(&self) -> MergePlan {
        let land = &self.county.land;
        let straight = |pair: &(usize, usize)| {
            land.lattice.position(land.seats[pair.0]).distance_to(land.lattice.position(land.seats[pair.1]))
        };
        let rural = |at: &usize| *at != COUNTY_SEAT;
        let mut pairs: Vec<(usize, usize)> = (0..TOWNSHIPS.len())
            .filter(rural)
            .flat_map(|from| (from + 1..TOWNSHIPS.len()).map(move |to| (from, to)))
            .collect();
        pairs.sort_by(|a, b| straight(a).total_cmp(&straight(b)));
        let mut chosen = Vec::new();
        let mut taken = BTreeSet::new();
        for pair in pairs {
            if chosen.len() < 3 && !taken.contains(&pair.0) && !taken.contains(&pair.1) {
                taken.extend([pair.0, pair.1]);
                chosen.push(pair);
            }
        }
        let plans = <[(usize, usize); 3]>::try_from(chosen).map(|pairs| orientations(&pairs)).unwrap_or_default();
        let best = plans.iter().map(|merges| self.plan(merges)).min_by(|a, b| a.mean.total_cmp(&b.mean));
        best.unwrap_or_else(|| self.plan(&[]))
    }
}
