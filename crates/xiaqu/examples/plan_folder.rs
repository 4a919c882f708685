//! Plans a county folder, asks the plan what it is worth, and writes its files.
#![expect(clippy::print_stdout, reason = "an example shows what it finds")]

use std::error::Error;

use xiaqu::{Run, SaveOptions, SearchControl, plan_county, write_demo_county};

pub(crate) fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let (county, out) = (folder.path().join("county"), folder.path().join("plan"));
    write_demo_county(&county, false)?;

    let run =
        Run { adjust: &|_| (), on_stage: &|stage| println!("{}", stage.name()), control: SearchControl::default() };
    let planned = plan_county(&county, &run)?;
    for (group, officers) in planned.plan.rows().filter(|(group, _)| group.members.len() > 1) {
        let name = |station| planned.county.problem.stations[station].name.as_str();
        let posts: Vec<&str> = group.posts().map(name).collect();
        println!("{} with {} officers, posts {posts:?}", name(group.centre), officers.heads());
    }
    planned.save(&county, &out, SaveOptions::default())?;

    assert_eq!(planned.plan.centres().len(), 6);
    assert!(planned.judgement.is_sound());
    assert!(xiaqu::verify(&out, None, &run)?.holds());
    Ok(())
}
