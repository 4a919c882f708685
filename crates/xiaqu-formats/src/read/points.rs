//! Villages, stations and other places: rows to raw records.

use xiaqu_model::{LonLat, Place, ProblemReport, RawPosition, StationId, TravelTime, VillageId, e155_not_a_number};

use super::{
    columns::{
        CALLS, COUNTY_SEAT, FIXED_COST, NAME, NEW_SITE, OFFICERS, PLACE_NAME, POINT_COLUMNS, POPULATION, START,
        STATION, STATION_COLUMNS, TOWNSHIP, VARIABLE_COST, VILLAGE_COLUMNS, WORKS_COST,
    },
    fields::{Expected, Rows},
    table::Source,
};

/// A village as read; township and station are still names.
#[derive(Clone, Debug)]
pub struct RawVillage {
    /// File and row.
    pub place: Place,
    /// Id.
    pub id: VillageId,
    /// Name.
    pub name: String,
    /// Position in WGS-84, converted from the stated datum.
    pub position: LonLat,
    /// Position as read, for the check of the datum.
    pub raw_position: RawPosition,
    /// People.
    pub population: u32,
    /// Township id or name.
    pub township: Option<String>,
    /// Station id or name.
    pub station: Option<String>,
    /// Calls a year.
    pub calls: Option<f64>,
}

/// A station as read; its township is still a name.
#[derive(Clone, Debug)]
pub struct RawStation {
    /// File and row.
    pub place: Place,
    /// Id.
    pub id: StationId,
    /// Name.
    pub name: String,
    /// Position in WGS-84, converted from the stated datum.
    pub position: LonLat,
    /// Position as read, for the check of the datum.
    pub raw_position: RawPosition,
    /// Officers.
    pub officers: u32,
    /// Township id or name.
    pub township: Option<String>,
    /// Whether it is the county-seat station.
    pub county_seat: bool,
    /// Fixed running cost, yuan a year.
    pub fixed_cost: Option<f64>,
    /// Running cost for each officer, yuan a year.
    pub variable_cost: Option<f64>,
    /// One-off works if it becomes the centre of a group, yuan.
    pub works_cost: Option<f64>,
    /// Whether there is no station today.
    pub new_site: bool,
}

/// A place as read, of which nothing is asked but where it is.
#[derive(Clone, Debug)]
pub struct RawPoint {
    /// File and row.
    pub place: Place,
    /// Id.
    pub id: String,
    /// Name; the id if none is given.
    pub name: String,
    /// Position in WGS-84, converted from the stated datum.
    pub position: LonLat,
    /// Time from the call until its crew drives off; zero if none is given.
    pub start: TravelTime,
}

/// Reads a table of places.
pub fn read_points(source: &Source, problems: &mut Vec<ProblemReport>) -> Vec<RawPoint> {
    Rows::read(source, (POINT_COLUMNS, Expected::Points), problems)
        .map(|mut rows| {
            rows.collect(|fields| {
                let id = fields.id();
                let (position, _) = fields.position();
                let name = fields.text(PLACE_NAME).or_else(|| id.clone());
                let minutes = fields.number(START).unwrap_or_default();
                let start = TravelTime::from_minutes(minutes);
                if start.is_none() {
                    fields.problems.push(e155_not_a_number(fields.place.clone(), START.name, minutes, 2.5));
                }
                Some(RawPoint {
                    place: fields.place.clone().at(position?),
                    id: id?,
                    name: name?,
                    position: position?,
                    start: start?,
                })
            })
        })
        .unwrap_or_default()
}

/// Reads the village table.
pub fn read_villages(source: &Source, problems: &mut Vec<ProblemReport>) -> Vec<RawVillage> {
    Rows::read(source, (VILLAGE_COLUMNS, Expected::Points), problems)
        .map(|mut rows| {
            rows.collect(|fields| {
                let id = fields.id();
                let (position, raw_position) = fields.position();
                let population = fields.heads(POPULATION);
                let calls = fields.number(CALLS);
                Some(RawVillage {
                    place: fields.place.clone().at(position?),
                    id: VillageId::new(id?),
                    name: fields.required(NAME)?,
                    position: position?,
                    raw_position,
                    population: population?,
                    township: fields.text(TOWNSHIP),
                    station: fields.text(STATION),
                    calls,
                })
            })
        })
        .unwrap_or_default()
}

/// Reads the station table.
pub fn read_stations(source: &Source, problems: &mut Vec<ProblemReport>) -> Vec<RawStation> {
    Rows::read(source, (STATION_COLUMNS, Expected::Points), problems)
        .map(|mut rows| {
            rows.collect(|fields| {
                let id = fields.id();
                let (position, raw_position) = fields.position();
                let officers = fields.heads(OFFICERS);
                let county_seat = fields.yes_or_no(COUNTY_SEAT);
                let costs = (fields.number(FIXED_COST), fields.number(VARIABLE_COST));
                let (works_cost, new_site) = (fields.number(WORKS_COST), fields.yes_or_no(NEW_SITE));
                Some(RawStation {
                    place: fields.place.clone().at(position?),
                    id: StationId::new(id?),
                    name: fields.required(NAME)?,
                    position: position?,
                    raw_position,
                    officers: officers?,
                    township: fields.text(TOWNSHIP),
                    county_seat,
                    fixed_cost: costs.0,
                    variable_cost: costs.1,
                    works_cost,
                    new_site,
                })
            })
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Source, read_villages};

    #[test]
    fn a_village_of_more_people_than_there_can_be_is_named_and_not_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("villages.csv");
        fs_err::write(&path, "id,name,lon,lat,population\nV1,城东,117.1,26.9,4294967296\n").unwrap();
        let source = Source { path, name: "villages.csv".into(), ..Source::default() };
        let mut problems = Vec::new();
        assert!(read_villages(&source, &mut problems).is_empty());
        let codes: Vec<_> = problems.iter().map(|problem| (problem.code(), problem.place().row)).collect();
        assert_eq!(codes, [("E169", Some(1))]);
    }
}
