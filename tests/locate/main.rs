//! Location models on real data: published optima, reproduced to the last digit and proved.

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail like tests")]

use xiaqu_solver::locate::{Contiguity, Districting, LocateControl, SiteRules, districts};
use xiaqu_tests::police_districts::published;

fn is_reproduced(wanted: &[(usize, Contiguity)]) {
    let Some(data) = published() else { return };
    assert_eq!(data.optima.len(), 40);
    let optima = data.optima.iter().filter(|optimum| wanted.contains(&(optimum.centres, optimum.contiguity)));
    for optimum in optima {
        let (centres, contiguity) = (optimum.centres, optimum.contiguity);
        let question = Districting { centres, contiguity, neighbourhood: &data.neighbourhood };
        let outcome = districts(&data.costs, &question, &SiteRules::default(), &LocateControl::default()).unwrap();
        assert_eq!(outcome.objective, optimum.cost, "{optimum:?}");
        assert_eq!(outcome.bound, outcome.objective, "{optimum:?}");
        assert_eq!(outcome.proof.kind(), "optimal", "{optimum:?}");
        assert_eq!(outcome.centres.len(), centres);
    }
}

#[test]
fn published_optima_without_contiguity_are_proved() {
    is_reproduced(&[(3, Contiguity::Free), (9, Contiguity::Free), (15, Contiguity::Free), (30, Contiguity::Free)]);
}

#[test]
fn published_optima_of_connected_districts_are_proved() {
    is_reproduced(&[(3, Contiguity::Connected), (18, Contiguity::Connected), (15, Contiguity::Doubled)]);
}

#[test]
fn published_optima_of_compact_districts_are_proved() {
    is_reproduced(&[(3, Contiguity::Compact), (6, Contiguity::Compact), (18, Contiguity::Compact)]);
}
