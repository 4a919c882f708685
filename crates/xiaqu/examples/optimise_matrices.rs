//! Optimises from travel-time matrices alone: no polygon, no road, no file.
#![expect(clippy::print_stdout, reason = "an example shows what it finds")]

use std::error::Error;

use xiaqu::{
    SearchControl, evaluate,
    model::{
        Adjacency, CallsPerYear, ClosureRule, Index, IxVec, LonLat, Metres, Officers, People, Policy, Problem, Proof,
        SquareMetres, Station, StationDuty, StationId, StationIx, StudiedPair, TownshipIx, Travel, TravelTime,
        TravelTimes, Village, VillageId, VillageIx, Yuan,
    },
    solve,
};

/// Minutes of driving from each of three stations on a line to each of four villages, and to each other.
const TO_VILLAGE: [[f64; 4]; 3] = [[2.0, 14.0, 30.0, 34.0], [14.0, 2.0, 16.0, 20.0], [30.0, 18.0, 3.0, 4.0]];
const TO_STATION: [[f64; 3]; 3] = [[0.0, 12.0, 28.0], [12.0, 0.0, 16.0], [28.0, 16.0, 0.0]];
const PEOPLE: [u32; 4] = [4_000, 900, 2_500, 1_200];

fn table<I: Index, J: Index, const COLUMNS: usize>(
    minutes: &[[f64; COLUMNS]],
) -> IxVec<I, IxVec<J, Option<TravelTime>>> {
    let row =
        |row: &[f64; COLUMNS]| IxVec::from_rows(row.iter().map(|value| TravelTime::from_minutes(*value)).collect());
    IxVec::from_rows(minutes.iter().map(row).collect())
}

fn problem() -> Result<Problem, Box<dyn Error>> {
    let site = LonLat::new(117.0, 27.0).ok_or("no place on the earth")?;
    let township = TownshipIx::from_position(0);
    let stations = IxVec::from_fn(3, |index: StationIx| Station {
        id: StationId::new(format!("S{}", index.position() + 1)),
        name: format!("station {}", index.position() + 1),
        township,
        position: site,
        officers: Officers::new(4),
        territory_area: SquareMetres::default(),
        duty: StationDuty::Free,
        cost: None,
        works: Yuan::default(),
    });
    let villages = IxVec::from_fn(4, |index: VillageIx| {
        let people = People::new(PEOPLE.get(index.position()).copied().unwrap_or_default());
        Village {
            id: VillageId::new(format!("V{}", index.position() + 1)),
            name: format!("village {}", index.position() + 1),
            township,
            // The last station manages two villages.
            territory: StationIx::from_position(index.position().min(2)),
            position: site,
            people,
            calls: CallsPerYear::from_rate(people, 25.0).unwrap_or_default(),
        }
    });
    let pair = |one: usize, other: usize, minutes: f64| StudiedPair {
        first: StationIx::from_position(one),
        second: StationIx::from_position(other),
        shared_border: Metres::new(5_000.0).unwrap_or_default(),
        road_time: TravelTime::from_minutes(minutes),
        refusals: Vec::new(),
        allowed_by_settings: false,
    };
    let day = TravelTimes { to_village: table(&TO_VILLAGE), to_station: table(&TO_STATION) };
    let mut policy = Policy { closures: ClosureRule { min: Some(1), max: Some(1) }, ..Policy::default() };
    policy.strength.transfers = Officers::new(1);
    Ok(Problem {
        townships: IxVec::default(),
        villages,
        stations,
        adjacency: Adjacency::new(vec![pair(0, 1, 12.0), pair(1, 2, 16.0)]),
        travel: Travel { wet: None, day },
        policy,
    })
}

pub(crate) fn main() -> Result<(), Box<dyn Error>> {
    let problem = problem()?;
    let outcome = solve(&problem, &SearchControl::default())?;
    for (group, officers) in outcome.plan.rows() {
        let name = |station| problem.stations[station].name.as_str();
        let members: Vec<&str> = group.members.iter().map(|member| name(*member)).collect();
        println!("{members:?} under {} with {} officers", name(group.centre), officers.heads());
    }

    // The judge derives everything again and trusts nothing of the search.
    assert!(evaluate::judge(&problem, &outcome.plan).is_sound());
    assert!(matches!(outcome.proof, Proof::Enumerated { .. }));
    assert_eq!(outcome.plan.centres().len(), 2);
    Ok(())
}
