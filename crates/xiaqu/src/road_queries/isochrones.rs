//! Land by travel time from some places.

use serde_json::json;
use xiaqu_formats::{Layer, LayerKind, Shape};
use xiaqu_model::{Language, LonLat, TravelTime};
use xiaqu_roads::{Access, Base, Scenario, Weights, arrival_profiles, travel_times};

use super::{
    fields::ISOCHRONES,
    ground::{LandRule, OwnGround},
    place::PlacedRoads,
};
use crate::{
    Failure, LandBands,
    draw::{MINUTE, RESPONSE_MINUTES, band_labels, square_kilometres},
};

/// A band of travel time.
#[derive(Clone, Debug, PartialEq)]
pub struct BandRow {
    /// Name: `5-10`, `30+`.
    pub label: String,
    /// Where it begins, minutes.
    pub from_minutes: f64,
    /// Where it ends, minutes; nothing for the last.
    pub to_minutes: Option<f64>,
    /// People of its villages; nothing without a county.
    pub people: Option<u64>,
    /// Area.
    pub area_km2: f64,
}

/// Bands of travel time (等时圈): they tile the land exactly, with shared vertices.
#[derive(Debug)]
pub struct Isochrones {
    /// Scenario.
    pub scenario: Scenario,
    /// Which land is divided.
    pub land: LandRule,
    /// The land by band, numbered from the nearest.
    pub bands: LandBands,
    /// The bands that there are, from the nearest.
    pub rows: Vec<BandRow>,
    numbers: Vec<usize>,
    note: String,
}

impl PlacedRoads {
    /// The land by the least travel time from any place of [`Self::from`], start of its crew and `turnout` included, in bands
    /// that end at `minutes` (ascending; nothing stands for 5, 10, 15 and 30).
    ///
    /// Roads are cut where the time passes an end of a band; land has the band of the road, village or starting place it lies
    /// nearest to, as dispatch areas have.
    ///
    /// # Errors
    /// [`Failure::Input`] if there is no place to start from.
    pub fn isochrones(
        &self,
        scenario: Scenario,
        minutes: Option<&[f64]>,
        turnout: TravelTime,
    ) -> Result<Isochrones, Failure> {
        let own_ground = OwnGround::of(self)?;
        let ground = own_ground.ground(self)?;
        let minutes = minutes.unwrap_or(&RESPONSE_MINUTES);
        let later = f64::from(turnout.as_milliseconds());
        let limits: Vec<f64> = minutes.iter().map(|minutes| minutes * MINUTE - later).collect();
        let weights = self.weights(scenario);
        let bases: Vec<Base> = self.from.iter().map(super::RoadPlace::crew).collect();
        let profiles = arrival_profiles(self.network(), &weights, &bases);
        let villages = self.village_times(&weights, &bases);
        let own = self.from.iter().map(|place| (place.position, place.crew()));
        let own = own.map(|(position, crew)| (position, f64::from(crew.start.as_milliseconds())));
        let reached = villages.iter().filter_map(|(position, _, time)| Some((*position, (*time)?)));
        let places: Vec<(LonLat, f64)> = if self.county().is_some() { reached.collect() } else { own.collect() };
        let bands = ground.bands(profiles.iter(), &limits, places.into_iter());
        let numbers: Vec<usize> = bands.labels().into_iter().collect();
        let labels = band_labels(minutes);
        let band_of = |time: f64| limits.iter().filter(|limit| **limit < time).count();
        let people = |number: usize| {
            let inside = villages.iter().filter(|(_, _, time)| time.is_some_and(|time| band_of(time) == number));
            self.county().map(|_| inside.map(|(_, people, _)| people).sum())
        };
        let row = |number: &usize| BandRow {
            label: labels.get(*number).cloned().unwrap_or_default(),
            from_minutes: number.checked_sub(1).and_then(|before| minutes.get(before)).copied().unwrap_or(0.0),
            to_minutes: minutes.get(*number).copied(),
            people: people(*number),
            area_km2: square_kilometres(bands.area(*number).as_square_kilometres()),
        };
        let rows = numbers.iter().map(row).collect();
        let note = self.settings().county.note.clone();
        Ok(Isochrones { scenario, land: own_ground.rule, bands, rows, numbers, note })
    }

    /// Villages of the county with their people and the least travel time of any base, in milliseconds.
    pub(super) fn village_times(&self, weights: &Weights, bases: &[Base]) -> Vec<(LonLat, u64, Option<f64>)> {
        let Some((county, roads)) = self.county_on_roads() else { return Vec::new() };
        let targets: Vec<Access> = roads.villages.iter().copied().collect();
        let times = travel_times(self.network(), weights, bases, &targets);
        let least = |column: usize| {
            let times = times.iter().filter_map(|row| row.get(column).copied().flatten());
            times.min().map(|time| f64::from(time.as_milliseconds()))
        };
        let rows = county.problem.villages.iter().enumerate();
        rows.map(|(column, row)| (row.position, u64::from(row.people.count()), least(column))).collect()
    }
}

impl Isochrones {
    /// One feature a band.
    pub fn layer(&self, language: Language) -> Layer {
        let mut layer =
            Layer::new("isochrones", LayerKind::Polygons, ISOCHRONES, &self.land.note(&self.note, language));
        for (number, row) in self.numbers.iter().zip(&self.rows) {
            let values = vec![
                json!(row.label),
                json!(row.from_minutes),
                json!(row.to_minutes),
                json!(row.people),
                json!(row.area_km2),
            ];
            layer.push(Shape::Area(self.bands.polygon(*number)), values);
        }
        layer
    }
}
