//! What is forced upon the search, as changes of the problem.

use xiaqu_model::{Adjacency, Metres, Problem, RefusalReason, StationDuty, StationIx, StudiedPair};

/// The opposite of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Forcing {
    /// Two stations in different groups.
    Apart(StationIx, StationIx),
    /// Two stations in one group.
    Together(StationIx, StationIx),
    /// Two stations in one group, as if the settings called the pair adjacent and did not forbid it.
    TogetherIfAllowed(StationIx, StationIx),
    /// A station kept alone.
    Alone(StationIx),
    /// A station in a merged or pooled group.
    Grouped(StationIx),
    /// A station that stays open: kept, pooled or the centre of its group.
    Open(StationIx),
    /// A station that closes and becomes a post.
    Closed(StationIx),
}

/// Why something cannot even be asked of the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The settings demand the contrary of this station.
    Duty(StationIx, StationDuty),
    /// No neighbour may join the station.
    NoNeighbour(StationIx),
}

impl Forcing {
    /// Problems whose best plans contain the best plan that obeys this.
    pub(crate) fn problems(self, problem: &Problem) -> Result<Vec<Problem>, Refused> {
        match self {
            Self::Apart(one, other) => {
                let mut apart = problem.clone();
                apart.policy.forbidden_pairs.push((one, other));
                Ok(vec![apart])
            }
            Self::Together(one, other) | Self::TogetherIfAllowed(one, other) => {
                let duty = |station: StationIx| (station, problem.stations[station].duty);
                if let Some((station, duty)) = [one, other].map(duty).into_iter().find(|(_, duty)| !duty.may_merge()) {
                    return Err(Refused::Duty(station, duty));
                }
                let as_if_allowed = matches!(self, Self::TogetherIfAllowed(..)).then(|| allowed(problem, one, other));
                Ok(vec![together(as_if_allowed.as_ref().unwrap_or(problem), one, other)])
            }
            Self::Alone(station) => match problem.stations[station].duty {
                duty @ (StationDuty::MustMerge | StationDuty::MustClose) => Err(Refused::Duty(station, duty)),
                _ => Ok(vec![with_duty(problem, station, StationDuty::Untouched)]),
            },
            Self::Grouped(station) => match problem.stations[station].duty {
                StationDuty::Free => Ok(vec![with_duty(problem, station, StationDuty::MustMerge)]),
                StationDuty::MustMerge | StationDuty::MustClose => Ok(vec![problem.clone()]),
                StationDuty::MustStayOpen => with_each_neighbour(problem, station),
                duty @ (StationDuty::Untouched | StationDuty::NewSite) => Err(Refused::Duty(station, duty)),
            },
            Self::Open(station) => match problem.stations[station].duty {
                // One station has one duty: that it must merge is kept by naming its partner.
                StationDuty::MustMerge => {
                    with_each_neighbour(&with_duty(problem, station, StationDuty::MustStayOpen), station)
                }
                StationDuty::Free => Ok(vec![with_duty(problem, station, StationDuty::MustStayOpen)]),
                duty @ StationDuty::MustClose => Err(Refused::Duty(station, duty)),
                _ => Ok(vec![problem.clone()]),
            },
            Self::Closed(station) => match problem.stations[station].duty {
                StationDuty::Free => Ok(vec![with_duty(problem, station, StationDuty::MustClose)]),
                // Closed alone, in favour of a new site, it would not be merged.
                StationDuty::MustMerge => {
                    with_each_neighbour(&with_duty(problem, station, StationDuty::MustClose), station)
                }
                StationDuty::MustClose => Ok(vec![problem.clone()]),
                duty => Err(Refused::Duty(station, duty)),
            },
        }
    }
}

fn together(problem: &Problem, one: StationIx, other: StationIx) -> Problem {
    let mut changed = problem.clone();
    changed.policy.must_merge_pairs.push((one, other));
    changed
}

fn with_duty(problem: &Problem, station: StationIx, duty: StationDuty) -> Problem {
    let mut changed = problem.clone();
    changed.stations[station].duty = duty;
    changed
}

/// The same problem with a pair that counts as adjacent and is not forbidden.
pub(crate) fn allowed(problem: &Problem, one: StationIx, other: StationIx) -> Problem {
    let mut changed = problem.clone();
    let is_pair = |pair: &(StationIx, StationIx)| *pair == (one, other) || *pair == (other, one);
    changed.policy.forbidden_pairs.retain(|pair| !is_pair(pair));
    let mut pairs: Vec<StudiedPair> = problem.adjacency.pairs().to_vec();
    match pairs.iter_mut().find(|pair| is_pair(&(pair.first, pair.second))) {
        Some(pair) => pair.refusals.clear(),
        None => pairs.push(StudiedPair {
            first: one,
            second: other,
            shared_border: Metres::default(),
            road_time: None,
            refusals: Vec::new(),
            allowed_by_settings: true,
        }),
    }
    changed.adjacency = Adjacency::new(pairs);
    changed
}

/// The same problem without one kind of reason against pairs.
pub(crate) fn without_reason(problem: &Problem, is_dropped: impl Fn(&RefusalReason) -> bool) -> Problem {
    let mut changed = problem.clone();
    let mut pairs: Vec<StudiedPair> = problem.adjacency.pairs().to_vec();
    for pair in &mut pairs {
        pair.refusals.retain(|reason| !is_dropped(reason));
    }
    changed.adjacency = Adjacency::new(pairs);
    changed
}

/// A grouped station shares its group with at least one neighbour.
fn with_each_neighbour(problem: &Problem, station: StationIx) -> Result<Vec<Problem>, Refused> {
    let neighbours = problem.adjacency.neighbours(station);
    let problems: Vec<Problem> = neighbours.map(|neighbour| together(problem, station, neighbour)).collect();
    if problems.is_empty() { Err(Refused::NoNeighbour(station)) } else { Ok(problems) }
}
