//! What the layers look like, and how they are arranged in the QGIS project.

mod arrange;
mod legend;
mod look;

pub(crate) use arrange::project_of;
pub(crate) use look::Looks;
