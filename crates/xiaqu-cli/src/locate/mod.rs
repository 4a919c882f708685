//! `xiaqu locate`: location models on a plain cost matrix.

mod answer;
mod arguments;
mod districts;
mod inputs;
mod models;
mod run;
mod words;

pub(crate) use arguments::LocateModel;
pub(crate) use run::run;
