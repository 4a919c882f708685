//! Draws the dispatch areas of the stations as they are, and looks at one of them.
#![expect(clippy::print_stdout, reason = "an example shows what it finds")]

use std::error::Error;

use xiaqu::{Run, SearchControl, dispatch_inputs, read_inputs, write_demo_county};

pub(crate) fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let county = folder.path().join("county");
    write_demo_county(&county, false)?;

    let run = Run { adjust: &|_| (), on_stage: &|_| (), control: SearchControl::default() };
    let today = dispatch_inputs(read_inputs(&county, |_| ())?, &run)?;
    let land = &today.after.land;
    let mut sum = 0.0;
    for centre in land.labels() {
        let area = land.area(centre).as_square_kilometres();
        println!("{}: {area:.1} km²", today.county.problem.stations[centre].name);
        sum += area;
    }

    let county_area: f64 = {
        let townships = &today.county.land.townships;
        townships.labels().into_iter().map(|township| townships.area(township).as_square_kilometres()).sum()
    };
    assert_eq!(land.labels().len(), 9);
    assert!((sum - county_area).abs() < 1e-6 * county_area);
    let maps = today.maps();
    let areas = maps.iter().find(|layer| layer.name == "dispatch_areas").ok_or("no such map")?;
    assert_eq!(areas.shapes().count(), 9);
    Ok(())
}
