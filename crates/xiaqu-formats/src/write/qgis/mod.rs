//! What QGIS opens: styles, and the project over the GeoPackage.

mod appearance;
mod archive;
mod labels;
mod layout;
mod markup;
mod project;
mod reference;
mod style;
mod symbols;

pub use appearance::{ClassValue, LabelRank, LayerStyle, LegendClass, MapLabel, MapSymbol, MarkerShape};
pub use project::{LayerGroup, LegendEntry, MapProject, MapTheme, ProjectLayer, StyledLayer};
pub(super) use reference::{WGS84_ESRI, WGS84_WKT};
pub use style::qml;
