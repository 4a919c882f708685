//! Travel times from places to places.

use xiaqu_formats::TimeTable;
use xiaqu_model::{Place, TravelTime, e174_matrix_too_large};
use xiaqu_roads::{Access, Base, HIERARCHY_FROM, Hierarchy, Scenario, travel_times};

use super::place::PlacedRoads;
use crate::Failure;

/// Most times of a matrix: some gigabytes.
const TIMES_MAX: usize = 400_000_000;

/// How the times of a matrix were found; they are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatrixSearch {
    /// Dijkstra's search from every source.
    Plain,
    /// The contraction hierarchy.
    Hierarchy,
    /// Dijkstra's search, because times are too long for the hierarchy.
    PlainForLongTimes,
}

impl MatrixSearch {
    /// The name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "dijkstra",
            Self::Hierarchy => "hierarchy",
            Self::PlainForLongTimes => "dijkstra_for_long_times",
        }
    }
}

/// Travel times between places, in whole milliseconds; turnout is no part of them.
#[derive(Clone, Debug, PartialEq)]
pub struct RoadMatrix {
    /// Scenario.
    pub scenario: Scenario,
    /// Ids of the rows.
    pub from: Vec<String>,
    /// Ids of the columns.
    pub to: Vec<String>,
    /// One row a place; `None` where there is no way.
    pub times: Vec<Vec<Option<TravelTime>>>,
    /// How they were found.
    pub search: MatrixSearch,
}

impl PlacedRoads {
    /// Refuses a matrix that would not fit into memory.
    ///
    /// # Errors
    /// [`Failure::Input`] beyond 400 million times.
    pub fn check_size(&self) -> Result<(), Failure> {
        let fits = self.from.len().checked_mul(self.to.len()).is_some_and(|times| times <= TIMES_MAX);
        let problem = || {
            let what = format!("{} × {}", self.from.len(), self.to.len());
            e174_matrix_too_large(Place::default(), what, TIMES_MAX)
        };
        if fits { Ok(()) } else { Err(Failure::Input(vec![problem()])) }
    }

    /// Travel times from all places of [`Self::from`] to all of [`Self::to`]. A hierarchy makes it faster for many sources;
    /// it changes no time.
    pub fn matrix(&self, scenario: Scenario, hierarchy: Option<&Hierarchy>) -> RoadMatrix {
        let (network, weights) = (self.network(), self.weights(scenario));
        let bases: Vec<Base> = self.from.iter().map(super::RoadPlace::base).collect();
        let targets: Vec<Access> = self.to.iter().map(|place| place.access).collect();
        let hierarchy = hierarchy.filter(|_| bases.len() >= HIERARCHY_FROM);
        let fast = hierarchy.map(|hierarchy| hierarchy.customise(network, &weights)?.travel_times(&bases, &targets));
        let (times, search) = match fast {
            Some(Ok(times)) => (times, MatrixSearch::Hierarchy),
            plain => {
                let search = if plain.is_some() { MatrixSearch::PlainForLongTimes } else { MatrixSearch::Plain };
                (travel_times(network, &weights, &bases, &targets), search)
            }
        };
        let ids = |places: &[super::RoadPlace]| places.iter().map(|place| place.id.clone()).collect();
        RoadMatrix { scenario, from: ids(&self.from), to: ids(&self.to), times, search }
    }
}

impl RoadMatrix {
    /// The matrix as it is written to files.
    pub fn table(&self) -> TimeTable<'_> {
        TimeTable { from: &self.from, to: &self.to, times: &self.times }
    }

    /// Pairs without a way.
    pub fn unreachable(&self) -> usize {
        self.times.iter().flatten().filter(|time| time.is_none()).count()
    }
}
