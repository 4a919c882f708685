//! `xiaqu roads`: what was read, travel times, bands of travel time, routes, the network Voronoi.

mod answers;
mod arguments;
mod info_text;
mod output;
mod run;
mod said;
mod tables;
mod words;

pub(crate) use arguments::RoadsCommand;
pub(crate) use run::run;
