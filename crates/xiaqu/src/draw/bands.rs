//! Land by the minutes until the second officer is there, and by how these minutes change.

use serde_json::json;
use xiaqu_evaluate::VillageArrivals;
use xiaqu_formats::{Layer, LayerKind, Shape};
use xiaqu_model::{BorderStyle, EdgeIx, IxVec, LonLat, Problem, SecondArrival, StationIx, VillageIx};
use xiaqu_roads::ArrivalProfile;
use xiaqu_townships::Coverage;

use super::{
    areas::DispatchAreas,
    fields::{CHANGE, RESPONSE_BANDS},
    ground::Ground,
    layers::{Draw, square_kilometres},
    whole::change_bands_of_whole_places,
};
use crate::County;

/// Ends of the bands of the second arrival, minutes (domain 6.4).
pub(crate) const RESPONSE_MINUTES: [f64; 4] = [5.0, 10.0, 15.0, 30.0];

/// Ends of the classes of change, minutes: to less than one minute nobody pays attention.
pub(super) const CHANGE_MINUTES: [f64; 6] = [-5.0, -1.0, 1.0, 5.0, 10.0, 20.0];

/// Minutes in milliseconds.
pub(crate) const MINUTE: f64 = 60_000.0;

/// Land by band, each piece with the band of the road or village it lies nearest to; bands are numbered from the least.
pub type LandBands = Coverage<usize>;

/// Bands of the second arrival from some bases, whose arrivals along the roads are given without turnout.
pub(super) fn response_bands(
    ground: Ground<'_>,
    county: &County,
    arrivals: &IxVec<EdgeIx, ArrivalProfile>,
    bases: &[StationIx],
) -> LandBands {
    let turnout = f64::from(county.problem.policy.response.turnout.time().as_milliseconds());
    let limits = RESPONSE_MINUTES.map(|minutes| minutes * MINUTE - turnout);
    let of_village = |village| arrival_milliseconds(&county.problem, bases, village).map(|time| time - turnout);
    ground.bands(arrivals.iter(), &limits, village_values(county, of_village))
}

/// Classes of the change of the second arrival from one set of bases to another; nothing without roads.
pub(crate) fn change_bands(county: &County, before: &DispatchAreas, after: &DispatchAreas) -> Option<LandBands> {
    let roads = county.roads.as_deref()?;
    if county.problem.policy.dispatch.borders != BorderStyle::Exact {
        return Some(change_bands_of_whole_places((county, roads), before, after));
    }
    let (before_along, after_along) = (before.along_roads.as_ref()?, after.along_roads.as_ref()?);
    let pairs = after_along.arrivals.iter().zip(&before_along.arrivals);
    let changes: Vec<ArrivalProfile> = pairs.map(|(after, before)| after.minus(before)).collect();
    let limits = CHANGE_MINUTES.map(|minutes| minutes * MINUTE);
    let of_village = |village| {
        let time = |areas: &DispatchAreas| arrival_milliseconds(&county.problem, &areas.centres, village);
        Some(time(after)? - time(before)?)
    };
    Some(Ground::of(county, roads).bands(changes.iter(), &limits, village_values(county, of_village)))
}

/// Villages with their values, where they have one.
fn village_values(
    county: &County,
    of_village: impl Fn(VillageIx) -> Option<f64>,
) -> impl Iterator<Item = (LonLat, f64)> {
    let villages = county.problem.villages.iter_enumerated();
    villages.filter_map(move |(village, row)| Some((row.position, of_village(village)?)))
}

fn arrival_milliseconds(problem: &Problem, bases: &[StationIx], village: VillageIx) -> Option<f64> {
    problem.nearest(village, bases.iter().copied()).map(|(_, arrival)| f64::from(arrival.as_milliseconds()))
}

fn milliseconds(arrival: SecondArrival) -> f64 {
    f64::from(arrival.time().as_milliseconds())
}

pub(super) fn band(value: f64, limits: &[f64]) -> usize {
    limits.iter().filter(|limit| **limit < value).count()
}

/// Names of all bands, from the least to the greatest: `0-5`, `5-10`, ..., `30+`.
pub(super) fn response_labels() -> Vec<String> {
    band_labels(&RESPONSE_MINUTES)
}

/// Names of the bands between some minutes, from the least to the greatest.
pub(crate) fn band_labels(minutes: &[f64]) -> Vec<String> {
    let ends: Vec<f64> = std::iter::once(0.0).chain(minutes.iter().copied()).collect();
    let last = ends.last().map(|last| format!("{last}+"));
    ends.windows(2).map(|pair| format!("{}-{}", pair[0], pair[1])).chain(last).collect()
}

/// Names of all classes of change, from the greatest gain to the greatest loss, in minutes.
pub(super) fn change_labels() -> Vec<String> {
    let first = CHANGE_MINUTES.first().map(|first| format!("< {first}"));
    let last = CHANGE_MINUTES.last().map(|last| format!("> +{last}"));
    let between = CHANGE_MINUTES.windows(2).map(|pair| format!("{:+} .. {:+}", pair[0], pair[1]));
    first.into_iter().chain(between).chain(last).collect()
}

impl Draw<'_> {
    /// The bands of one set of bases, with the people by the arrivals that the judge found for it.
    pub(super) fn response_bands(
        &self,
        name: &'static str,
        bands: &LandBands,
        judged: impl Fn(&VillageArrivals) -> Option<SecondArrival>,
    ) -> Layer {
        let mut layer = self.layer(name, LayerKind::Polygons, RESPONSE_BANDS);
        let limits = RESPONSE_MINUTES.map(|minutes| minutes * MINUTE);
        let in_band = |village: VillageIx| {
            judged(&self.judgement.arrivals[village]).map(|arrival| band(milliseconds(arrival), &limits))
        };
        for (number, label) in response_labels().into_iter().enumerate() {
            if !bands.labels().contains(&number) {
                continue;
            }
            let from = number.checked_sub(1).and_then(|before| RESPONSE_MINUTES.get(before)).copied().unwrap_or(0.0);
            let values = vec![
                json!(label),
                json!(from),
                json!(RESPONSE_MINUTES.get(number)),
                json!(self.people_where(|village| in_band(village) == Some(number))),
                json!(square_kilometres(bands.area(number).as_square_kilometres())),
            ];
            layer.push(Shape::Area(bands.polygon(number)), values);
        }
        layer
    }

    /// The classes of change.
    pub(super) fn change(&self, change: &LandBands) -> Layer {
        let mut layer = self.layer("change", LayerKind::Polygons, CHANGE);
        let limits = CHANGE_MINUTES.map(|minutes| minutes * MINUTE);
        let class = |village: VillageIx| {
            let arrivals = &self.judgement.arrivals[village];
            let (before, after) = (milliseconds(arrivals.second_before?), milliseconds(arrivals.second_after?));
            Some(band(after - before, &limits))
        };
        for (number, label) in change_labels().into_iter().enumerate() {
            if !change.labels().contains(&number) {
                continue;
            }
            let values = vec![
                json!(label),
                json!(number.checked_sub(1).and_then(|before| CHANGE_MINUTES.get(before))),
                json!(CHANGE_MINUTES.get(number)),
                json!(self.people_where(|village| class(village) == Some(number))),
                json!(square_kilometres(change.area(number).as_square_kilometres())),
            ];
            layer.push(Shape::Area(change.polygon(number)), values);
        }
        layer
    }

    fn people_where(&self, holds: impl Fn(VillageIx) -> bool) -> u64 {
        let villages = self.county.problem.villages.iter_enumerated();
        villages.filter(|(village, _)| holds(*village)).map(|(_, row)| u64::from(row.people.count())).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::{change_labels, response_labels};

    #[test]
    fn bands_are_named_by_their_minutes() {
        assert_eq!(response_labels(), ["0-5", "5-10", "10-15", "15-30", "30+"]);
        assert_eq!(change_labels(), ["< -5", "-5 .. -1", "-1 .. +1", "+1 .. +5", "+5 .. +10", "+10 .. +20", "> +20"]);
    }
}
