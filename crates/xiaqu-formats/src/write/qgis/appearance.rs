//! What a layer looks like: one description, from which style files, the GeoPackage and the project are written alike.

use crate::write::palette::Colour;

/// What a marker looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkerShape {
    /// A circle.
    Circle,
    /// A square.
    Square,
    /// A square on its corner.
    Diamond,
    /// A five-pointed star.
    Star,
}

/// How one class is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MapSymbol {
    /// An area with an outline, and lines over it where grey print would not show the colour.
    Area {
        /// Colour of the area.
        fill: Colour,
        /// Whether lines of a darker colour go over it.
        hatched: bool,
    },
    /// An area of striped lines alone, through which other layers are seen; their dark edge shows on every ground.
    Hatch(Colour),
    /// A road in a darker colour than the area it lies in.
    Road {
        /// Colour of the area that the road belongs to.
        area: Colour,
        /// Width in millimetres, an expression over the fields.
        width: &'static str,
    },
    /// A point.
    Marker {
        /// Its shape.
        shape: MarkerShape,
        /// Its colour.
        fill: Colour,
        /// Its size in tenths of a millimetre.
        tenths: u32,
    },
}

/// Which features belong to a class.
#[derive(Clone, Debug, PartialEq)]
pub enum ClassValue {
    /// Those with this text.
    Text(String),
    /// Those from more than the first to the second number; the least class holds both.
    Between(f64, f64),
    /// All that no other class holds.
    Other,
}

/// One line of the legend.
#[derive(Clone, Debug, PartialEq)]
pub struct LegendClass {
    /// Which features it stands for.
    pub value: ClassValue,
    /// What the legend says.
    pub label: String,
    /// How they are drawn.
    pub symbol: MapSymbol,
}

/// How much a label matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelRank {
    /// Always shown: centres and areas.
    Major,
    /// Shown on large scales only, where there is room: villages.
    Minor,
}

/// Labels of a layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapLabel {
    /// The field, or an expression over the fields.
    pub text: String,
    /// How much it matters.
    pub rank: LabelRank,
}

/// Look of a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerStyle {
    /// The field, or an expression over the fields, that the classes are about.
    pub attribute: String,
    /// The legend, line by line.
    pub classes: Vec<LegendClass>,
    /// Labels.
    pub label: Option<MapLabel>,
}

impl LayerStyle {
    /// Whether whole areas are filled.
    pub fn is_of_areas(&self) -> bool {
        self.classes.iter().any(|class| matches!(class.symbol, MapSymbol::Area { .. }))
    }
}
