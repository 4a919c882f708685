//! Where things are: the coverage of townships, and the township of every village and station.

use std::collections::BTreeMap;

use geo_types::Coord;
use xiaqu_formats::{RawStation, RawVillage};
use xiaqu_model::{
    Datum, Index, IxVec, LocalFrame, LonLat, Metres, Place, ProblemReport, RawPosition, StationIx, Township,
    TownshipIx, VillageIx, e159_unknown_township, e160_village_outside, e161_wrong_datum, e164_no_people,
    e166_ambiguous_township, e201_station_outside, w953_village_in_other_township,
};
use xiaqu_townships::{Coverage, CoverageSettings, TownshipShape, check_shapes, likely_datum, to_wgs84};

use crate::{Inputs, inputs::is_incomplete, settings::nearest};

/// A place this far outside the land still belongs to the nearest township: coastlines and borders are drawn coarsely.
const OUTSIDE_TOLERANCE_METRES: f64 = 100.0;

/// Tables in the order of their ids, every village and station in its township.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) frame: LocalFrame,
    pub(super) coverage: Coverage<TownshipIx>,
    pub(super) townships: IxVec<TownshipIx, Township>,
    pub(super) villages: IxVec<VillageIx, RawVillage>,
    pub(super) stations: IxVec<StationIx, RawStation>,
    pub(super) village_townships: IxVec<VillageIx, TownshipIx>,
    pub(super) station_townships: IxVec<StationIx, TownshipIx>,
}

/// Puts every village and station into its township; `None` if the polygons or positions do not allow it.
pub(super) fn locate(inputs: &Inputs, problems: &mut Vec<ProblemReport>) -> Option<Places> {
    // Where a township was refused, its villages would seem to lie outside the county, all of them.
    let townships_incomplete = is_incomplete(&inputs.settings.inputs.townships, problems);
    let mut raw: Vec<_> = inputs.townships.iter().collect();
    raw.sort_by(|one, other| one.id.cmp(&other.id));
    let shapes: IxVec<TownshipIx, TownshipShape> = IxVec::from_rows(
        raw.iter()
            .map(|township| TownshipShape { land: township.shape.clone(), place: township.place.clone() })
            .collect(),
    );
    let shape_problems = check_shapes(&shapes);
    let broken = crate::inputs::has_errors(&shape_problems);
    problems.extend(shape_problems);
    if broken || townships_incomplete || shapes.is_empty() {
        return None;
    }
    let frame = LocalFrame::centred_on(centre_of(&shapes)?);
    let built = Coverage::build(&shapes, frame, &CoverageSettings::default());
    let overlapping = crate::inputs::has_errors(&built.problems);
    problems.extend(built.problems);
    if overlapping {
        return None;
    }
    let coverage = built.coverage;
    let townships = IxVec::from_fn(raw.len(), |index: TownshipIx| Township {
        id: raw[index.position()].id.clone(),
        name: raw[index.position()].name.clone(),
        area: coverage.area(index),
    });
    let names =
        Names::new(townships.iter_enumerated().map(|(index, row)| (index, row.name.as_str(), row.id.to_string())));
    let mut locator = Locator { coverage: &coverage, names, townships: &townships, problems };
    let village_townships = locator.villages(inputs);
    let station_townships = locator.stations(inputs);
    check_people(inputs, problems);
    Some(Places {
        frame,
        villages: sorted_villages(inputs),
        stations: sorted_stations(inputs),
        village_townships: by_id(&inputs.villages, village_townships?, |village| &village.id),
        station_townships: by_id(&inputs.stations, station_townships?, |station| &station.id),
        coverage,
        townships,
    })
}

fn check_people(inputs: &Inputs, problems: &mut Vec<ProblemReport>) {
    if !inputs.villages.is_empty() && inputs.villages.iter().all(|village| village.population == 0) {
        problems.push(e164_no_people(Place::table(&inputs.settings.inputs.villages), &inputs.settings.inputs.villages));
    }
}

impl Places {
    /// Stations that there are today: all but the new sites.
    pub(super) fn today(&self) -> impl Iterator<Item = (StationIx, &RawStation)> {
        self.stations.iter_enumerated().filter(|(_, row)| !row.new_site)
    }
}

/// Stations in the order of their ids.
pub(super) fn sorted_stations(inputs: &Inputs) -> IxVec<StationIx, RawStation> {
    sorted(&inputs.stations, |station| station.id.clone())
}

/// Villages in the order of their ids.
pub(super) fn sorted_villages(inputs: &Inputs) -> IxVec<VillageIx, RawVillage> {
    sorted(&inputs.villages, |village| village.id.clone())
}

fn sorted<I: Index, T: Clone, K: Ord>(rows: &[T], key: impl Fn(&T) -> K) -> IxVec<I, T> {
    let mut rows = rows.to_vec();
    rows.sort_by_key(key);
    IxVec::from_rows(rows)
}

/// Values in the order of the ids of their rows.
fn by_id<I: Index, T, K: Ord, V: Copy>(rows: &[T], values: Vec<V>, key: impl Fn(&T) -> &K) -> IxVec<I, V> {
    let mut pairs: Vec<(&T, V)> = rows.iter().zip(values).collect();
    pairs.sort_by(|one, other| key(one.0).cmp(key(other.0)));
    IxVec::from_rows(pairs.into_iter().map(|(_, value)| value).collect())
}

/// Centre of the box around all townships.
fn centre_of(shapes: &IxVec<TownshipIx, TownshipShape>) -> Option<LonLat> {
    let coords =
        || shapes.iter().flat_map(|shape| shape.land.0.iter()).flat_map(|polygon| polygon.exterior().0.iter().copied());
    let range = |axis: fn(Coord<f64>) -> f64| {
        let (least, most) = coords()
            .map(axis)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)));
        f64::midpoint(least, most)
    };
    LonLat::new(range(|coord| coord.x), range(|coord| coord.y))
}

/// Rows by id and by name: an id comes before a name, and a name that several rows have is none.
#[derive(Debug)]
pub(crate) struct Names<I> {
    known: BTreeMap<String, Option<I>>,
}

/// What a name stands for.
pub(crate) enum Named<I> {
    One(I),
    Several,
    Unknown { nearest: String },
}

impl<I: Index> Names<I> {
    pub(crate) fn new<'a>(rows: impl Iterator<Item = (I, &'a str, String)>) -> Self {
        let (mut names, mut ids) = (BTreeMap::new(), BTreeMap::new());
        for (index, name, id) in rows {
            names.entry(name.to_owned()).and_modify(|known| *known = None).or_insert(Some(index));
            ids.insert(id, Some(index));
        }
        names.extend(ids);
        Self { known: names }
    }

    pub(crate) fn find(&self, name: &str) -> Named<I> {
        match self.known.get(name) {
            Some(Some(index)) => Named::One(*index),
            Some(None) => Named::Several,
            None => Named::Unknown { nearest: nearest(name, self.known.keys()) },
        }
    }

    fn one(&self, name: &str) -> Option<I> {
        self.known.get(name).copied().flatten()
    }
}

/// A row with its position as read, as stated, and the township it names.
struct Placed {
    raw: RawPosition,
    position: LonLat,
    stated: Option<TownshipIx>,
}

struct Locator<'a> {
    coverage: &'a Coverage<TownshipIx>,
    names: Names<TownshipIx>,
    townships: &'a IxVec<TownshipIx, Township>,
    problems: &'a mut Vec<ProblemReport>,
}

impl Locator<'_> {
    fn villages(&mut self, inputs: &Inputs) -> Option<Vec<TownshipIx>> {
        let file = &inputs.settings.inputs.villages;
        let placed = inputs.villages.iter().map(|village| Placed {
            raw: village.raw_position,
            position: village.position,
            stated: village.township.as_ref().and_then(|name| self.names.one(name)),
        });
        let placed: Vec<Placed> = placed.collect();
        if self.datum_is_wrong((file, "villages_datum", inputs.settings.inputs.villages_datum), &placed) {
            return None;
        }
        let rows = inputs.villages.iter().map(|village| {
            let outside = |metres: String| e160_village_outside(village.place.clone(), &village.name, metres);
            let found = self.township_at(village.position, outside)?;
            let stated = self.stated(village.township.as_deref(), &village.place)?;
            if let Some(stated) = stated.filter(|stated| *stated != found) {
                let (stated_name, found_name) = (&self.townships[stated].name, &self.townships[found].name);
                self.problems.push(w953_village_in_other_township(
                    village.place.clone(),
                    &village.name,
                    stated_name,
                    found_name,
                ));
            }
            Some(stated.unwrap_or(found))
        });
        let located: Vec<Option<TownshipIx>> = rows.collect();
        located.into_iter().collect()
    }

    fn stations(&mut self, inputs: &Inputs) -> Option<Vec<TownshipIx>> {
        let file = &inputs.settings.inputs.stations;
        let placed = inputs.stations.iter().map(|station| Placed {
            raw: station.raw_position,
            position: station.position,
            stated: station.township.as_ref().and_then(|name| self.names.one(name)),
        });
        let placed: Vec<Placed> = placed.collect();
        if self.datum_is_wrong((file, "stations_datum", inputs.settings.inputs.stations_datum), &placed) {
            return None;
        }
        let rows = inputs.stations.iter().map(|station| {
            let outside = |metres: String| e201_station_outside(station.place.clone(), &station.name, metres);
            let found = self.township_at(station.position, outside)?;
            Some(self.stated(station.township.as_deref(), &station.place)?.unwrap_or(found))
        });
        let located: Vec<Option<TownshipIx>> = rows.collect();
        located.into_iter().collect()
    }

    /// The township a place lies in, or is near enough to; reported if none.
    fn township_at(&mut self, position: LonLat, outside: impl FnOnce(String) -> ProblemReport) -> Option<TownshipIx> {
        if let Some(township) = self.coverage.locate(position) {
            return Some(township);
        }
        let (township, distance) = self.coverage.nearest_label(position)?;
        if distance.as_metres() <= OUTSIDE_TOLERANCE_METRES {
            return Some(township);
        }
        self.problems.push(outside(format!("{:.0}", distance.as_metres())));
        None
    }

    /// The township a row names; the outer `None` means that the name is unknown and was reported.
    #[expect(clippy::option_option, reason = "absent and unknown are different")]
    fn stated(&mut self, name: Option<&str>, place: &Place) -> Option<Option<TownshipIx>> {
        let Some(name) = name else { return Some(None) };
        self.problems.push(match self.names.find(name) {
            Named::One(township) => return Some(Some(township)),
            Named::Several => e166_ambiguous_township(place.clone(), name),
            Named::Unknown { nearest } => e159_unknown_township(place.clone(), name, nearest),
        });
        None
    }

    /// Whether a position lies in its stated township or, if none is stated, in any.
    fn is_at_home(&self, position: LonLat, stated: Option<TownshipIx>) -> bool {
        let found = self.coverage.locate(position).or_else(|| {
            let near = self.coverage.nearest_label(position);
            near.filter(|(_, distance)| distance.as_metres() <= OUTSIDE_TOLERANCE_METRES).map(|(township, _)| township)
        });
        found.is_some() && (stated.is_none() || found == stated)
    }

    /// Whether another datum explains points that lie outside; reported once for the file instead of point by point.
    fn datum_is_wrong(&mut self, (file, key, stated): (&str, &str, Datum), rows: &[Placed]) -> bool {
        if !matches!(stated, Datum::Wgs84 | Datum::Cgcs2000) {
            return false;
        }
        let inside = |row: usize, position: LonLat| self.is_at_home(position, rows.get(row).and_then(|row| row.stated));
        let positions: Vec<LonLat> = rows.iter().map(|row| row.position).collect();
        let Some(likely) = likely_datum(&positions, inside) else { return false };
        let misplaced = |datum: Datum| {
            let moved = rows.iter().map(|row| to_wgs84(RawPosition { datum, ..row.raw }));
            moved.enumerate().filter(|(row, moved)| !moved.is_some_and(|moved| inside(*row, moved))).count()
        };
        let text = |datum: Datum| format!("{datum:?}").to_lowercase();
        self.problems.push(e161_wrong_datum(
            Place::table(file),
            file,
            text(stated),
            text(likely),
            misplaced(stated),
            misplaced(likely),
            key,
        ));
        true
    }
}

/// Stations by id and name.
pub(super) fn station_names(stations: &IxVec<StationIx, RawStation>) -> Names<StationIx> {
    Names::new(stations.iter_enumerated().map(|(index, row)| (index, row.name.as_str(), row.id.to_string())))
}

/// A length from the settings, whose range was checked.
pub(super) fn metres(value: f64) -> Metres {
    Metres::new(value).unwrap_or_default()
}
