//! What is refused, by name.

use xiaqu_model::{Index, NodeIx, TravelTime};

use super::generated::Generated;
use crate::{Hierarchy, HierarchyError, RoadGraph};

const DAY: u32 = 86_400_000;

fn chain(times: &[u32]) -> Generated {
    let places = (0..=times.len()).map(|_| [0.0, 0.0]).collect();
    let arcs = (0_u32..).zip(times).map(|(tail, time)| (tail, tail + 1, Some(*time))).collect();
    Generated::new(places, arcs)
}

fn refusal(result: Result<impl Sized, HierarchyError>) -> String {
    result.err().unwrap().to_string()
}

#[test]
fn times_whose_sums_could_overflow_are_refused_and_never_wrapped() {
    for times in [vec![u32::MAX - 1], vec![u32::MAX], vec![1 << 31], vec![(1 << 30) - 1]] {
        let case = chain(&times);
        let hierarchy = Hierarchy::build(&case.graph);
        let text = refusal(hierarchy.customise_arcs(&case.times));
        assert!(text.contains("days"), "{times:?}: {text}");
    }
}

#[test]
fn long_ways_of_short_arcs_are_exact_or_refused() {
    // Up to 2^31 - 1 ms minus the longest arc of the hierarchy all is exact; beyond, the sweep itself must notice.
    let (mut exact, mut refused) = (0, 0);
    for count in 1..60_usize {
        for day in [DAY, DAY / 2, 3 * DAY, 11 * DAY] {
            let case = chain(&vec![day; count]);
            let hierarchy = Hierarchy::build(&case.graph);
            let ends = [NodeIx::from_position(0), NodeIx::from_position(count)];
            let found = hierarchy.customise_arcs(&case.times).and_then(|metric| {
                let one = metric.towards(&ends)?.times_from(&ends[..1]);
                let lot = metric.towards(&ends)?.times_from(&ends);
                assert_eq!(one.is_ok(), lot.is_ok());
                lot
            });
            match found {
                Ok(matrix) => {
                    let expected = u64::from(day) * count as u64;
                    assert_eq!(matrix.time(0, 1).map(|time| u64::from(time.as_milliseconds())), Some(expected));
                    assert_eq!(matrix.time(1, 0), None);
                    exact += 1;
                }
                Err(error) => {
                    assert!(matches!(error, HierarchyError::TimesTooLong { .. }), "{error}");
                    refused += 1;
                }
            }
        }
    }
    assert!(exact > 50 && refused > 50, "{exact} exact, {refused} refused");
}

#[test]
fn times_and_junctions_of_another_graph_are_refused() {
    let case = chain(&[1, 2]);
    let hierarchy = Hierarchy::build(&case.graph);
    let text = refusal(hierarchy.customise_arcs(&[Some(TravelTime::ZERO)]));
    assert_eq!(text, "`1` arcs were given for a hierarchy of `2`");
    let metric = hierarchy.customise_arcs(&case.times).unwrap();
    let nowhere = [NodeIx::from_position(3)];
    assert_eq!(refusal(metric.towards(&nowhere)), "junction `3` is not in a road graph of `3` junctions");
    assert!(metric.towards_all().times_from(&nowhere).is_err());
}

#[test]
fn arrays_that_are_no_graph_are_refused() {
    let place = [0.0, 0.0];
    let cases = [
        (vec![0, 1], vec![0], vec![]),
        (vec![0, 1], vec![1], vec![place]),
        (vec![0, 2], vec![0], vec![place]),
        (vec![1, 1], vec![0], vec![place]),
        (vec![0, 2, 1], vec![0], vec![place, place]),
        (vec![0, 1], vec![0], vec![[f64::NAN, 0.0]]),
    ];
    for (first, heads, places) in cases {
        assert!(matches!(RoadGraph::new(first, heads, places), Err(HierarchyError::BadGraph { .. })));
    }
}

#[test]
fn an_empty_graph_and_a_single_junction_have_their_answers() {
    let empty = Hierarchy::build(&RoadGraph::new(vec![0], vec![], vec![]).unwrap());
    let metric = empty.customise_arcs(&[]).unwrap();
    assert_eq!(metric.towards_all().times_from(&[]).unwrap().row_count(), 0);
    let single = Hierarchy::build(&RoadGraph::new(vec![0, 1], vec![0], vec![[5.0, 5.0]]).unwrap());
    let metric = single.customise_arcs(&[Some(TravelTime::from_milliseconds(7))]).unwrap();
    let junction = [NodeIx::from_position(0)];
    assert_eq!(metric.towards(&junction).unwrap().times_from(&junction).unwrap().time(0, 0), Some(TravelTime::ZERO));
}
