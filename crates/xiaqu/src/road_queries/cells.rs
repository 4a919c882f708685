//! The network Voronoi of some places: the roads and the land that each reaches first.

use std::{collections::BTreeSet, io};

use rayon::prelude::*;
use serde_json::{Value, json};
use xiaqu_formats::{Layer, LayerKind, Shape};
use xiaqu_model::{
    Language, Metres, Place, ProblemReport, TravelTime, Village, w938_base_without_road, w959_area_in_parts,
};
use xiaqu_roads::{Base, RoadCells, Scenario, cells, first_bases};
use xiaqu_townships::{Coverage, Site};

use super::{
    fields::{CELL_AREAS, CELL_ROADS, rounded_minutes},
    ground::{LandRule, OwnGround},
    place::PlacedRoads,
};
use crate::{Failure, county::divide_settings, draw::square_kilometres, road_sites::road_sites};

/// One place and what it reaches first.
#[derive(Clone, Debug, PartialEq)]
pub struct CellRow {
    /// Id of the place.
    pub id: String,
    /// Its name.
    pub name: String,
    /// People of the villages; nothing without a county.
    pub people: Option<u64>,
    /// Area of its land.
    pub area_km2: f64,
    /// Length of its roads.
    pub roads: Metres,
    /// Parts of its land; none where another place is at its own door before it.
    pub parts: usize,
}

/// Roads and land by the place that is there first. Owners are positions in [`PlacedRoads::from`].
#[derive(Debug)]
pub struct PlacedCells {
    /// Scenario.
    pub scenario: Scenario,
    /// Which land is divided.
    pub rule: LandRule,
    /// Roads, cut at the exact break points.
    pub roads: RoadCells,
    /// Land: a tiling with shared vertices.
    pub land: Coverage<usize>,
    /// One row a place, in order.
    pub rows: Vec<CellRow>,
    /// Places beaten at their own door, and areas in several parts.
    pub notes: Vec<ProblemReport>,
    note: String,
}

impl PlacedRoads {
    /// The cells of all places of [`Self::from`] by nearest response, the start of each crew counted, as dispatch areas are
    /// drawn: equal arrivals belong to the place that comes first.
    ///
    /// # Errors
    /// [`Failure::Input`] if there is no place.
    pub fn cells(&self, scenario: Scenario) -> Result<PlacedCells, Failure> {
        let own_ground = OwnGround::of(self)?;
        let ground = own_ground.ground(self)?;
        let (network, weights) = (self.network(), self.weights(scenario));
        let bases: Vec<Base> = self.from.iter().map(super::RoadPlace::crew).collect();
        let roads = cells(network, &weights, &bases);
        let villages = self.village_owners(&weights, &bases);
        let owners: Vec<usize> = (0..bases.len()).collect();
        let sites = self.sites(&roads, &owners, villages.iter().filter_map(|(site, _)| *site));
        let fallback = owners.first().copied().unwrap_or_default();
        let land = ground.divide(&sites, &divide_settings(ground.areas), fallback);
        let labels = land.labels();
        let lengths = self.road_lengths(&roads);
        let row = |(owner, length): (usize, Metres)| self.row((owner, length), (&land, &labels), &villages);
        let rows: Vec<CellRow> = lengths.into_par_iter().enumerate().map(row).collect();
        let notes = self.notes(&roads, &rows);
        let note = self.settings().county.note.clone();
        Ok(PlacedCells { scenario, rule: own_ground.rule, roads, land, rows, notes, note })
    }

    /// Villages as sites of the base that is there first, with their people.
    fn village_owners(&self, weights: &xiaqu_roads::Weights, bases: &[Base]) -> Vec<(Option<Site<usize>>, u64)> {
        let Some((county, roads)) = self.county_on_roads() else { return Vec::new() };
        let targets: Vec<xiaqu_roads::Access> = roads.villages.iter().copied().collect();
        let first = first_bases(self.network(), weights, bases, &targets);
        let frame = self.network().frame();
        let site = |row: &Village, owner| Site { position: frame.to_local(row.position), owner, protected: true };
        let villages = county.problem.villages.iter().zip(first);
        villages.map(|(row, owner)| (owner.map(|owner| site(row, owner)), u64::from(row.people.count()))).collect()
    }

    fn sites(
        &self,
        roads: &RoadCells,
        owners: &[usize],
        villages: impl Iterator<Item = Site<usize>>,
    ) -> Vec<Site<usize>> {
        let network = self.network();
        let mut sites: Vec<Site<usize>> = villages.collect();
        for (owner, place) in self.from.iter().enumerate() {
            if !roads.without_road.contains(&owner) {
                sites.push(Site { position: network.frame().to_local(place.position), owner, protected: true });
            }
        }
        sites.extend(road_sites(network, roads, owners, self.settings().areas.sample_spacing_m, None));
        sites
    }

    /// Length of the roads of each place, in order.
    fn road_lengths(&self, roads: &RoadCells) -> Vec<Metres> {
        let mut lengths = vec![Metres::default(); self.from.len()];
        for piece in &roads.pieces {
            if let Some(length) = piece.owner.and_then(|owner| lengths.get_mut(owner)) {
                *length = length.plus(piece.length(self.network()));
            }
        }
        lengths
    }

    fn row(
        &self,
        (owner, length): (usize, Metres),
        (land, labels): (&Coverage<usize>, &BTreeSet<usize>),
        villages: &[(Option<Site<usize>>, u64)],
    ) -> CellRow {
        let inside = villages.iter().filter(|(site, _)| site.is_some_and(|site| site.owner == owner));
        let has_land = labels.contains(&owner);
        let (id, name) = self.from.get(owner).map(|place| (place.id.clone(), place.name.clone())).unwrap_or_default();
        CellRow {
            id,
            name,
            people: self.county().map(|_| inside.map(|(_, people)| people).sum()),
            area_km2: if has_land { square_kilometres(land.area(owner).as_square_kilometres()) } else { 0.0 },
            roads: length,
            parts: if has_land { land.parts(owner) } else { 0 },
        }
    }

    fn notes(&self, roads: &RoadCells, rows: &[CellRow]) -> Vec<ProblemReport> {
        let place = |row: usize| self.from.get(row).map(|place| Place::default().id(&place.id).at(place.position));
        let beaten = roads.without_road.iter().filter_map(|owner| Some((place(*owner)?, rows.get(*owner)?)));
        let mut notes: Vec<ProblemReport> =
            beaten.map(|(place, row)| w938_base_without_road(place, &row.name)).collect();
        for (owner, row) in rows.iter().enumerate().filter(|(_, row)| row.parts > 1) {
            notes.extend(place(owner).map(|place| w959_area_in_parts(place, &row.name, row.parts)));
        }
        notes
    }
}

impl PlacedCells {
    /// One feature a piece of road, with the place that is there first; `turnout` is added to the minutes. See [`Self::write_roads`] for
    /// many.
    pub fn roads_layer(&self, placed: &PlacedRoads, turnout: TravelTime, language: Language) -> Layer {
        let mut layer = self.empty_roads_layer(language);
        self.road_features(placed, turnout).for_each(|(shape, values)| layer.push(shape, values));
        layer
    }

    /// Writes that layer as GeoJSON without holding it: a province has millions of features.
    ///
    /// # Errors
    /// If `out` refuses.
    pub fn write_roads(
        &self,
        placed: &PlacedRoads,
        (turnout, language): (TravelTime, Language),
        out: &mut impl io::Write,
    ) -> io::Result<()> {
        self.empty_roads_layer(language).write_geojson(self.road_features(placed, turnout), out)
    }

    fn road_features<'a>(
        &'a self,
        placed: &'a PlacedRoads,
        turnout: TravelTime,
    ) -> impl Iterator<Item = (Shape, Vec<Value>)> + Clone + 'a {
        let network = placed.network();
        let written =
            move |time: Option<TravelTime>| json!(time.map(|time| rounded_minutes(time.saturating_add(turnout))));
        self.roads.pieces.iter().filter_map(move |piece| {
            let points = network.piece_points(piece);
            let edge = network.edges().get(piece.edge).filter(|_| points.len() >= 2)?;
            let owner = piece.owner.and_then(|owner| self.rows.get(owner));
            let values = vec![
                json!(owner.map(|row| &row.id)),
                written(piece.time_from),
                written(piece.time_to),
                json!(edge.class().as_str()),
                json!(edge.name()),
            ];
            Some((Shape::Line(points), values))
        })
    }

    fn empty_roads_layer(&self, language: Language) -> Layer {
        self.layer("cell_roads", LayerKind::Lines, language)
    }

    /// One feature a place that has land.
    pub fn areas_layer(&self, language: Language) -> Layer {
        let mut layer = self.layer("cell_areas", LayerKind::Polygons, language);
        for owner in self.land.labels() {
            let Some(row) = self.rows.get(owner) else { continue };
            let values = vec![
                json!(row.id),
                json!(row.name),
                json!(row.people),
                json!(row.area_km2),
                json!(kilometres(row.roads)),
                json!(row.parts),
            ];
            layer.push(Shape::Area(self.land.polygon(owner)), values);
        }
        layer
    }

    fn layer(&self, name: &'static str, kind: LayerKind, language: Language) -> Layer {
        let fields = if kind == LayerKind::Lines { CELL_ROADS } else { CELL_AREAS };
        Layer::new(name, kind, fields, &self.rule.note(&self.note, language))
    }
}

/// Kilometres, three decimals.
fn kilometres(length: Metres) -> f64 {
    (length.as_metres()).round() / 1_000.0
}
