//! Scenarios: they change times, never the graph.

use xiaqu_model::{EdgeIx, IxVec, TravelTime, cast};

use crate::{
    RoadClass, RoadNetwork, RoadSettings, Season,
    network::{RoadEdge, slow_downs, slowed},
};

/// Marks a direction that is closed, and a junction not reached. Never leaves this crate.
pub(crate) const UNREACHABLE: u32 = u32::MAX;

/// Scenario (情景) of driving.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scenario {
    /// Dry, by day.
    #[default]
    Day,
    /// Dry, by night: times longer by the night factor.
    Night,
    /// Wet: times longer by the wet factor, fords and soft tracks closed.
    Wet,
    /// Winter: times longer by the winter factor, passes closed, roads over ice open.
    Winter,
}

impl Scenario {
    /// All scenarios.
    pub const ALL: [Self; 4] = [Self::Day, Self::Night, Self::Wet, Self::Winter];

    /// The name in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Night => "night",
            Self::Wet => "wet",
            Self::Winter => "winter",
        }
    }

    /// The scenario of this name.
    ///
    /// ```
    /// use xiaqu_roads::Scenario;
    /// assert_eq!(Scenario::from_name("wet"), Some(Scenario::Wet));
    /// assert_eq!(Scenario::from_name("dusk"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scenario| scenario.as_str() == name)
    }

    /// What the settings multiply times by; 1 by day.
    pub const fn factor(self, settings: &RoadSettings) -> f64 {
        match self {
            Self::Day => 1.0,
            Self::Night => settings.night_factor,
            Self::Wet => settings.wet_factor,
            Self::Winter => settings.winter_factor,
        }
    }

    /// Whether a road is closed in the scenario, whatever its direction.
    fn closes(self, edge: &RoadEdge) -> bool {
        match edge.season {
            Season::AllYear => self == Self::Wet && edge.closed_when_wet,
            Season::NotInWinter => self == Self::Winter || (self == Self::Wet && edge.closed_when_wet),
            Season::OnlyInWinter => self != Self::Winter,
        }
    }
}

/// Which way along an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Along {
    /// From the first point to the last.
    Forward,
    /// From the last point to the first.
    Backward,
}

/// Driving time of every edge in both directions, in whole milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    edges: IxVec<EdgeIx, EdgeTimes>,
    /// By position in the forward star; a copy, so that the search reads memory in order.
    arcs: Vec<u32>,
}

/// Times of one edge; [`UNREACHABLE`] where closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EdgeTimes {
    pub(crate) forward: u32,
    pub(crate) backward: u32,
}

impl Weights {
    pub(crate) fn new(network: &RoadNetwork, scenario: Scenario) -> Self {
        let factor = scenario.factor(&network.settings);
        let rows = network.edges.iter().map(|edge| EdgeTimes {
            forward: scenario_time(edge, edge.forward, scenario, factor),
            backward: scenario_time(edge, edge.backward, scenario, factor),
        });
        let mut edges = IxVec::from_rows(rows.collect());
        let in_force = network.closures.iter().filter(|closure| closure.holds_in(scenario));
        for (edge, slow_down) in slow_downs(in_force) {
            let slower = |time: u32| {
                let open = (time != UNREACHABLE).then(|| slowed(f64::from(time), slow_down)).flatten();
                open.unwrap_or(UNREACHABLE)
            };
            let times: EdgeTimes = edges[edge];
            edges[edge] = EdgeTimes { forward: slower(times.forward), backward: slower(times.backward) };
        }
        Self::from_times(network, edges)
    }

    fn from_times(network: &RoadNetwork, edges: IxVec<EdgeIx, EdgeTimes>) -> Self {
        let time = |arc: &crate::network::Arc| {
            let times = edges[arc.edge];
            if arc.is_forward { times.forward } else { times.backward }
        };
        let arcs = network.arcs.all().iter().map(time).collect();
        Self { edges, arcs }
    }

    /// Driving time of a whole edge; `None` where closed.
    pub fn time(&self, edge: EdgeIx, along: Along) -> Option<TravelTime> {
        let times = self.edges.get(edge)?;
        to_time(match along {
            Along::Forward => times.forward,
            Along::Backward => times.backward,
        })
    }

    /// The same weights with these edges closed in both directions: a bridge out, a landslide.
    #[must_use]
    pub fn with_closed(&self, network: &RoadNetwork, closed: &[EdgeIx]) -> Self {
        let mut edges = self.edges.clone();
        for edge in closed {
            edges[*edge] = EdgeTimes { forward: UNREACHABLE, backward: UNREACHABLE };
        }
        Self::from_times(network, edges)
    }

    pub(crate) fn of_edge(&self, edge: EdgeIx) -> EdgeTimes {
        self.edges[edge]
    }

    pub(crate) fn of_arcs(&self) -> &[u32] {
        &self.arcs
    }
}

impl EdgeTimes {
    /// From the first point to the point at `share`; exact sums, for all parts are differences of these.
    pub(crate) fn forward_to(self, share: f64) -> u32 {
        part(self.forward, share)
    }

    /// From the point at `share` on to the last point.
    pub(crate) fn forward_from(self, share: f64) -> u32 {
        rest(self.forward, share)
    }

    /// From the last point back to the point at `share`.
    pub(crate) fn backward_to(self, share: f64) -> u32 {
        rest(self.backward, share)
    }

    /// From the point at `share` back to the first point.
    pub(crate) fn backward_from(self, share: f64) -> u32 {
        part(self.backward, share)
    }

    /// From one point of the edge to another without leaving it.
    pub(crate) fn between(self, from: f64, to: f64) -> u32 {
        if from <= to { difference(self.forward, from, to) } else { difference(self.backward, to, from) }
    }
}

fn difference(whole: u32, low: f64, high: f64) -> u32 {
    if low >= high {
        0
    } else if whole == UNREACHABLE {
        UNREACHABLE
    } else {
        part(whole, high) - part(whole, low)
    }
}

/// From the end at share 0 to `share`. At that end one stands on the junction, whether the edge is open or not.
fn part(whole: u32, share: f64) -> u32 {
    if share <= 0.0 {
        0
    } else if whole == UNREACHABLE || share >= 1.0 {
        whole
    } else {
        cast::to_u32(f64::from(whole) * share).unwrap_or(whole).min(whole)
    }
}

/// From `share` to the end at share 1, where likewise one stands on the junction.
fn rest(whole: u32, share: f64) -> u32 {
    if share >= 1.0 {
        0
    } else if whole == UNREACHABLE {
        UNREACHABLE
    } else {
        whole - part(whole, share)
    }
}

/// A travel time as a time of the search.
pub(crate) fn to_milliseconds(time: Option<TravelTime>) -> u32 {
    time.map_or(UNREACHABLE, TravelTime::as_milliseconds)
}

/// A time of the search as a travel time.
pub(crate) fn to_time(milliseconds: u32) -> Option<TravelTime> {
    (milliseconds != UNREACHABLE).then_some(TravelTime::from_milliseconds(milliseconds))
}

fn scenario_time(edge: &RoadEdge, dry: Option<TravelTime>, scenario: Scenario, factor: f64) -> u32 {
    let Some(dry) = dry.map(TravelTime::as_milliseconds) else { return UNREACHABLE };
    if scenario.closes(edge) {
        UNREACHABLE
    } else if scenario == Scenario::Day || edge.class == RoadClass::Crossing {
        dry
    } else {
        // The network refuses roads whose time would not fit, so this is never closed by rounding.
        cast::to_u32(f64::from(dry) * factor).unwrap_or(UNREACHABLE)
    }
}
