//! The published forward shift from WGS-84 to GCJ-02, written again: the program only undoes it.

use std::f64::consts::PI;

/// Shifted longitude and latitude.
pub(crate) fn gcj02_of(longitude: f64, latitude: f64) -> (f64, f64) {
    let (x, y) = (longitude - 105.0, latitude - 35.0);
    let wave = |height: f64, angle: f64| height * (angle * PI).sin() * 2.0 / 3.0;
    let common = wave(20.0, 6.0 * x) + wave(20.0, 2.0 * x);
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + common
        + wave(20.0, y)
        + wave(40.0, y / 3.0)
        + wave(160.0, y / 12.0)
        + wave(320.0, y / 30.0);
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + common
        + wave(20.0, x)
        + wave(40.0, x / 3.0)
        + wave(150.0, x / 12.0)
        + wave(300.0, x / 30.0);
    let radians = latitude.to_radians();
    let magic = 1.0 - 0.006_693_421_622_965_943 * radians.sin().powi(2);
    let (axis, eccentricity) = (6_378_245.0, 0.006_693_421_622_965_943);
    let latitude_step = north * 180.0 / (axis * (1.0 - eccentricity) / (magic * magic.sqrt()) * PI);
    let longitude_step = east * 180.0 / (axis / magic.sqrt() * radians.cos() * PI);
    (longitude + longitude_step, latitude + latitude_step)
}
