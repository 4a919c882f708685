//! Real counties from their OSM PBF to a checked output folder.

use xiaqu::{
    model::{Proof, StationIx},
    verify,
};
use xiaqu_tests::{CountyFolder, plan, plan_with, real_counties, run_with, saved};

fn plans_from_end_to_end(county: Option<CountyFolder>, closures: std::ops::RangeInclusive<usize>) {
    let Some(county) = county else { return };
    let planned = plan(&county);
    let said: Vec<&str> = planned.judgement.violations.iter().map(xiaqu::ProblemReport::code).collect();
    assert!(planned.judgement.is_sound(), "{said:?}");
    let closed = planned.plan.posts().len();
    assert!(closures.contains(&closed), "{closed} closures");
    let Some(proof @ (Proof::Enumerated { .. } | Proof::Optimal { .. })) = &planned.proof else {
        panic!("no proof: {:?}", planned.proof);
    };
    for aim in proof.aims() {
        assert_eq!(aim.objective, planned.judgement.value(aim.aim), "the judge sees another value");
        assert!(aim.is_proved(), "{aim:?}");
    }

    let first = saved(&county, "one", 1);
    assert_eq!(first, saved(&county, "two", 2), "the files depend on the run or the number of threads");
    assert!(first.len() > 10 && first.contains_key("manifest.json"));
    let found = verify(&county.output("one"), None, &run_with(&|_| ())).unwrap();
    assert!(found.holds(), "{:?} {:?}", found.checks, found.violations);
    assert!(found.checks.len() >= 8);
}

#[test]
fn gozo_is_planned_written_and_verified() {
    plans_from_end_to_end(real_counties::gozo(), 1..=4);
}

#[test]
fn andorra_is_planned_written_and_verified() {
    plans_from_end_to_end(real_counties::andorra(), 2..=2);
}

#[test]
fn liechtenstein_is_planned_written_and_verified() {
    plans_from_end_to_end(real_counties::liechtenstein(), 3..=3);
}

#[test]
fn jeongseon_with_its_untidy_polygons_is_planned_written_and_verified() {
    plans_from_end_to_end(real_counties::jeongseon(), 0..=2);
}

#[test]
fn the_post_on_comino_is_reached_by_the_ferry_that_the_settings_give() {
    let Some(county) = real_counties::gozo() else { return };
    let planned = plan(&county);
    let problem = &planned.county.problem;
    let comino = problem.villages.iter_enumerated().find(|(_, row)| row.name == "Kemmuna").unwrap().0;
    for station in problem.stations.indices() {
        let time = problem.travel.day.to_village[station][comino].unwrap().as_minutes();
        let on_comino = problem.stations[station].position.longitude() > 14.32;
        assert_eq!(time < 25.0, on_comino, "{} takes {time} minutes", problem.stations[station].name);
    }
    // Without the crossing the island's own station stays open, for no other reaches its people.
    let island = plan_with(&county, |settings| settings.roads.links.clear()).unwrap();
    let problem = &island.county.problem;
    let on_comino = |centre: &StationIx| problem.stations[*centre].position.longitude() > 14.32;
    assert!(island.plan.centres().iter().any(on_comino));
    assert!(on_comino(&island.judgement.dispatch.0[comino]));
}
