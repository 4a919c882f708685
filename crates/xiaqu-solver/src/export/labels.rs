//! Short names of stations, from their ids.

use xiaqu_model::{Index as _, IxVec, Problem, StationIx};

use super::names::{LegalNames, clean};

/// Letters of an id that a label keeps; groups of four and their centre then fit a name.
const LONGEST: usize = 20;

/// A label for every station: its id where that is legal and short, else what is legal in it and its number.
pub(super) fn station_labels(problem: &Problem) -> IxVec<StationIx, String> {
    let mut names = LegalNames::default();
    let mut label = |station: StationIx| {
        let id = problem.stations[station].id.as_str();
        let cleaned = clean(id, LONGEST);
        let number = station.position() + 1;
        let wanted = match cleaned.as_str() {
            "" => format!("s{number}"),
            same if same == id => cleaned,
            _ => format!("{cleaned}_s{number}"),
        };
        // Labels stand inside names, which begin with a letter of their own: `101` may stay what it is.
        names.distinct(wanted)
    };
    IxVec::from_rows(problem.stations.indices().map(&mut label).collect())
}
