//! Reads a county once and asks how the best plan changes with the number of stations that close.
#![expect(clippy::print_stdout, reason = "an example shows what it finds")]

use std::error::Error;

use xiaqu::{Failure, Run, SearchControl, model::Aim, plan_inputs, read_inputs, write_demo_county};

pub(crate) fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let county = folder.path().join("county");
    write_demo_county(&county, false)?;

    let run = Run { adjust: &|_| (), on_stage: &|_| (), control: SearchControl::default() };
    let inputs = read_inputs(&county, |_| ())?;
    let mut arrivals = Vec::new();
    for closures in 0..=5 {
        let mut inputs = inputs.clone();
        inputs.settings.merge.closures = Some(closures);
        match plan_inputs(inputs, &run) {
            Ok(planned) => {
                let value = planned.nearest_response.value(Aim::MeanSecondArrival);
                let minutes = planned.figures.rows.iter().find(|row| row.key == "mean_second_arrival_min");
                println!("{closures} closures: {:?} min", minutes.and_then(|row| row.after));
                arrivals.push(value);
            }
            // The rules allow only so many: the conflicting ones are named.
            Err(Failure::NoPlan(report)) => {
                println!("{closures} closures: impossible\n{}", report.lines_en.join("\n"));
                assert!(report.lines_en.iter().any(|line| line.contains("merge.closures")));
                break;
            }
            Err(failure) => return Err(failure.into()),
        }
    }

    assert!(arrivals.len() >= 4);
    Ok(())
}
