//! What the embedded county is built to show.

use std::collections::BTreeSet;

use xiaqu::{
    Planned,
    model::{RefusalReason, StationIx},
};
use xiaqu_tests::{CountyFolder, plan};

type Pairs = BTreeSet<(StationIx, StationIx)>;

fn merged_pairs(planned: &Planned) -> Pairs {
    let groups = planned.plan.groups().iter().filter(|group| group.members.len() == 2);
    groups.map(|group| (group.members[0], group.members[1])).collect()
}

/// The nearest stations by straight line, pair after pair.
fn obvious_pairs(planned: &Planned, stations: &[StationIx]) -> Pairs {
    let problem = &planned.county.problem;
    let at = |station: StationIx| planned.county.land.frame.to_local(problem.stations[station].position);
    let all = stations.iter().flat_map(|one| stations.iter().map(move |other| (*one, *other)));
    let mut all: Vec<(StationIx, StationIx)> = all.filter(|(one, other)| one < other).collect();
    all.sort_by(|one, other| at(one.0).distance_to(at(one.1)).total_cmp(&at(other.0).distance_to(at(other.1))));
    let (mut chosen, mut taken) = (Pairs::new(), BTreeSet::new());
    for pair in all {
        if chosen.len() < 3 && !taken.contains(&pair.0) && !taken.contains(&pair.1) {
            taken.extend([pair.0, pair.1]);
            chosen.insert(pair);
        }
    }
    chosen
}

#[test]
fn the_best_merges_are_not_the_three_nearest_pairs() {
    let planned = plan(&CountyFolder::demo());
    let every: Vec<StationIx> = planned.county.problem.stations.indices().collect();
    let rural: Vec<StationIx> =
        every.iter().copied().filter(|one| planned.county.problem.stations[*one].name != "杉城派出所").collect();
    assert_eq!(rural.len(), 8);
    let merged = merged_pairs(&planned);
    assert_eq!(merged.len(), 3);
    for stations in [every, rural] {
        let obvious = obvious_pairs(&planned, &stations);
        assert_eq!(obvious.len(), 3);
        assert_ne!(merged, obvious);
    }
}

#[test]
fn some_neighbours_are_refused_because_of_the_road_between_them() {
    let planned = plan(&CountyFolder::demo());
    let by_road = |reason: &RefusalReason| {
        matches!(
            reason,
            RefusalReason::NoRoad | RefusalReason::RoadTooLong { .. } | RefusalReason::PathLeavesTerritories { .. }
        )
    };
    let pairs = planned.county.problem.adjacency.pairs();
    let refused =
        pairs.iter().filter(|pair| pair.shared_border.as_metres() >= 500.0 && pair.refusals.iter().any(by_road));
    assert!(refused.count() >= 1);
    assert!(pairs.iter().filter(|pair| pair.is_adjacent()).count() >= 8);
}

#[test]
fn every_centre_has_five_officers_or_more() {
    let planned = plan(&CountyFolder::demo());
    assert!(planned.plan.officers().iter().all(|officers| officers.heads() >= 5), "{:?}", planned.plan.officers());
}

#[test]
fn roads_that_flood_cost_more_than_the_slower_driving_in_the_wet() {
    let planned = plan(&CountyFolder::demo());
    let travel = &planned.county.problem.travel;
    let wet = travel.wet.as_ref().unwrap();
    let mut longer_ways = 0;
    for station in planned.county.problem.stations.indices() {
        for village in planned.county.problem.villages.indices() {
            let (day, wet) = (travel.day.to_village[station][village], wet.to_village[station][village]);
            let day = day.unwrap().as_minutes();
            longer_ways += usize::from(wet.is_none_or(|wet| wet.as_minutes() > 1.3 * day + 1.0));
        }
    }
    assert!(longer_ways > 20, "{longer_ways}");
    let figure = |key: &str| planned.figures.row(key).unwrap().after.unwrap();
    assert!(figure("wet_r2_mean") > figure("r2_mean_by_calls"));
}

#[test]
fn the_reservoir_splits_its_township_between_centres() {
    let planned = plan(&CountyFolder::demo());
    let problem = &planned.county.problem;
    let own =
        problem.villages.iter_enumerated().filter(|(_, row)| problem.townships[row.township].name.starts_with("梅口"));
    let centres: BTreeSet<StationIx> = own.map(|(village, _)| planned.judgement.dispatch.0[village]).collect();
    assert!(centres.len() >= 2, "{centres:?}");
}
