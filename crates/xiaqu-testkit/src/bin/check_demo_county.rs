//! Prints what the demonstration county is like, and draws it: `check_demo_county [PICTURE.svg] [SEED]`.

use std::fmt::Write as _;
use std::io::Write as _;

use xiaqu_testkit::demo::{County, MergePlan, SEED, judge, to_svg};

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let picture = arguments.next();
    let seed = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(SEED);
    let county = County::generate(seed);
    if let Some(path) = picture {
        fs_err::write(path, to_svg(&county))?;
    }
    let verdict = judge(&county);
    let mut text = String::new();
    let _ = writeln!(text, "seed {seed}, {:.1} km², {} roads", county.area_km2(), county.road_count());
    let _ = writeln!(text, "townships km² {:.0?}", county.township_areas_km2());
    for row in &verdict.seat_minutes {
        let _ = writeln!(text, "{row:5.1?}");
    }
    let _ = writeln!(text, "neighbours {:?}", verdict.neighbours);
    let _ = writeln!(text, "circuity {:.2}", verdict.circuity);
    let _ = writeln!(text, "unreachable {}, cut off when wet {}", verdict.unreachable, verdict.cut_off_when_wet);
    let _ = writeln!(text, "as is    {}", describe(&verdict.as_is));
    let _ = writeln!(text, "obvious  {}", describe(&verdict.obvious));
    for plan in verdict.plans.iter().take(8) {
        let _ = writeln!(text, "plan     {}", describe(plan));
    }
    let _ = writeln!(text, "{} plans within the limits", verdict.plans.len());
    std::io::stdout().write_all(text.as_bytes())
}

fn describe(plan: &MergePlan) -> String {
    format!("mean {:.2} latest {:.1} worst {:.1} {:?}", plan.mean, plan.latest, plan.worst_change, plan.merges)
}
