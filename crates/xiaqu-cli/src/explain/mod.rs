//! `xiaqu explain`: which question is asked, and its answer as text and as JSON.

mod explanation;
mod lists;
mod tables;
mod text;

pub(crate) use explanation::{Explanation, explain};
