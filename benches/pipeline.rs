//! The whole way of real counties: files to a judged and drawn plan.
//!
//! The names state the stations. Without the real data only the embedded county is timed.

use std::{hint::black_box, time::Duration};

use criterion::{Criterion, criterion_group, criterion_main};
use xiaqu::model::Proof;
use xiaqu_tests::{CountyFolder, plan, real_counties};

fn time_plan(criterion: &mut Criterion, name: &str, county: &CountyFolder, closures: usize) {
    let planned = plan(county);
    assert!(planned.judgement.is_sound());
    assert!(matches!(planned.proof, Some(Proof::Enumerated { .. } | Proof::Optimal { .. })), "{:?}", planned.proof);
    assert_eq!(planned.plan.posts().len(), closures, "{name}");
    criterion.bench_function(name, |bencher| bencher.iter(|| black_box(plan(county))));
}

fn whole_plans(criterion: &mut Criterion) {
    time_plan(criterion, "plan_demo_9_stations", &CountyFolder::demo(), 3);
    let counties = [
        ("plan_gozo_13_stations", real_counties::gozo(), 4),
        ("plan_andorra_7_stations", real_counties::andorra(), 2),
        ("plan_liechtenstein_11_stations", real_counties::liechtenstein(), 3),
    ];
    for (name, county, closures) in counties {
        if let Some(county) = county {
            time_plan(criterion, name, &county, closures);
        }
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).warm_up_time(Duration::from_secs(1));
    targets = whole_plans
}
criterion_main!(benches);
