//! Whole counties from their files to the output folder: real, random and embedded ones.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail like tests")]

mod acceptance;
mod agreement;
mod borders;
mod closures;
mod datum;
mod demo_county;
mod elevation;
mod explained;
mod gis_formats;
mod modes;
mod nearest_response;
mod permuted;
mod real_counties;
mod road_deleted;
mod road_questions;
mod tilings;
mod travel_times;
mod unchanged;
