//! The QGIS project: groups of layers, map themes, and the plane in which the county is drawn.

use std::{fmt::Write as _, io};

use xiaqu_model::Language;

use super::{
    appearance::LayerStyle,
    archive::zip_of,
    layout::layouts,
    markup::escape,
    reference::{UtmZone, degrees},
    style::style_elements,
};
use crate::write::layer::{Layer, LayerKind, joined};

/// A layer with its look, as it stands in a file of its own and as a table of the GeoPackage.
#[derive(Clone, Debug)]
pub struct StyledLayer {
    /// The layer.
    pub layer: Layer,
    /// How it is drawn unless somebody chooses otherwise.
    pub style: LayerStyle,
}

/// One entry of the layer tree: a table of the GeoPackage, drawn in one way.
#[derive(Clone, Debug)]
pub struct ProjectLayer {
    /// Unique in the project. QGIS throws away ids of ten signs and fewer.
    pub id: String,
    /// What the layer tree says.
    pub title: String,
    /// The table.
    pub table: &'static str,
    /// Which rows are shown, as SQL; all if empty.
    pub rows: String,
    /// How it is drawn.
    pub style: LayerStyle,
    /// How the legends of printed maps show it.
    pub legend: LegendEntry,
    /// Whether it is switched on when the project opens.
    pub visible: bool,
}

/// How the legend of a printed map shows a layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LegendEntry {
    /// Every class.
    Whole,
    /// One class that stands for all, with this text: where another layer of the map has the same colours.
    Sample(String),
    /// Not at all: what it shows explains itself.
    Absent,
}

/// A group of the layer tree.
#[derive(Clone, Debug)]
pub struct LayerGroup {
    /// What the layer tree says.
    pub title: String,
    /// Its layers, the uppermost first.
    pub layers: Vec<ProjectLayer>,
}

/// Layers that make one map together; QGIS lists them under the eye above the layer tree, and each has a sheet to print.
#[derive(Clone, Debug)]
pub struct MapTheme {
    /// Its name.
    pub title: String,
    /// Ids of its layers.
    pub layers: Vec<String>,
}

/// A QGIS project over one GeoPackage.
#[derive(Clone, Debug)]
pub struct MapProject {
    /// Title of the project.
    pub title: String,
    /// What is to be read below every printed map.
    pub note: String,
    /// File name of the GeoPackage, in the folder of the project.
    pub package: String,
    /// Groups, the uppermost first.
    pub groups: Vec<LayerGroup>,
    /// Maps that are made of the layers.
    pub themes: Vec<MapTheme>,
}

impl MapProject {
    /// The project as the bytes of a `.qgz`, the same for the same content.
    ///
    /// # Errors
    /// If it does not fit into the archive.
    pub fn to_qgz(&self, layers: &[StyledLayer], language: Language) -> io::Result<Vec<u8>> {
        zip_of("plan.qgs", self.to_qgs(layers, language).as_bytes())
    }

    fn to_qgs(&self, layers: &[StyledLayer], language: Language) -> String {
        let [west, south, east, north] =
            layers.iter().filter_map(|styled| styled.layer.bounding_box()).reduce(joined).unwrap_or_default();
        let zone = UtmZone::of(f64::midpoint(west, east), f64::midpoint(south, north));
        let extent = extent_in(zone, [west, south, east, north]);
        let title = escape(&self.title);
        let mut text = String::from("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n");
        let _ = writeln!(text, "<qgis version=\"3.22.0\" projectname=\"{title}\">");
        let _ = writeln!(text, " <title>{title}</title>");
        let _ = writeln!(text, " <projectCrs>{}</projectCrs>", zone.element());
        text.push_str(&self.layer_tree());
        let _ = writeln!(
            text,
            " <mapcanvas name=\"theMapCanvas\" annotationsVisible=\"1\">\n  <units>meters</units>\n  {}\n  \
             <rotation>0</rotation>\n  <destinationsrs>{}</destinationsrs>\n </mapcanvas>",
            extent_element("extent", extent),
            zone.element()
        );
        text.push_str(" <projectlayers>\n");
        for entry in self.entries() {
            if let Some(styled) = layers.iter().find(|styled| styled.layer.name == entry.table) {
                text.push_str(&self.map_layer(entry, &styled.layer, language));
            }
        }
        text.push_str(" </projectlayers>\n");
        text.push_str(&self.map_themes());
        text.push_str(&properties(zone));
        let view = [("xmin", extent[0]), ("ymin", extent[1]), ("xmax", extent[2]), ("ymax", extent[3])];
        let view = view.map(|(name, value)| format!(" {name}=\"{value:.1}\"")).concat();
        let _ = writeln!(
            text,
            " <ProjectViewSettings UseProjectScales=\"0\">\n  <Scales/>\n  <DefaultViewExtent{view}>{}</DefaultViewExtent>\n \
             </ProjectViewSettings>",
            zone.element()
        );
        text.push_str(&layouts(self, extent, &zone.element()));
        text.push_str("</qgis>\n");
        text
    }

    fn entries(&self) -> impl Iterator<Item = &ProjectLayer> {
        self.groups.iter().flat_map(|group| &group.layers)
    }

    fn source(&self, entry: &ProjectLayer) -> String {
        let rows = if entry.rows.is_empty() { String::new() } else { format!("|subset={}", entry.rows) };
        escape(&format!("./{}|layername={}{rows}", self.package, entry.table))
    }

    fn layer_tree(&self) -> String {
        let check = |on: bool| if on { "Qt::Checked" } else { "Qt::Unchecked" };
        let mut text = String::from(" <layer-tree-group>\n  <customproperties/>\n");
        for group in &self.groups {
            let shown = group.layers.iter().any(|layer| layer.visible);
            let _ = writeln!(
                text,
                "  <layer-tree-group name=\"{}\" checked=\"{}\" expanded=\"{}\">\n   <customproperties/>",
                escape(&group.title),
                check(shown),
                u8::from(shown)
            );
            for layer in &group.layers {
                let _ = writeln!(
                    text,
                    "   <layer-tree-layer id=\"{}\" name=\"{}\" checked=\"{}\" expanded=\"{}\" providerKey=\"ogr\" source=\"{}\">\
                     <customproperties/></layer-tree-layer>",
                    escape(&layer.id),
                    escape(&layer.title),
                    // A group that is off hides its layers, so the group is what one switches on.
                    check(layer.visible || !shown),
                    u8::from(layer.visible),
                    self.source(layer)
                );
            }
            text.push_str("  </layer-tree-group>\n");
        }
        text.push_str("  <custom-order enabled=\"0\"/>\n </layer-tree-group>\n");
        text
    }

    fn map_layer(&self, entry: &ProjectLayer, layer: &Layer, language: Language) -> String {
        let geometry = match layer.kind {
            LayerKind::Points => "Point",
            LayerKind::Lines => "Line",
            LayerKind::Polygons => "Polygon",
        };
        format!(
            "  <maplayer type=\"vector\" geometry=\"{geometry}\" hasScaleBasedVisibilityFlag=\"0\" labelsEnabled=\"{}\" \
             readOnly=\"0\" autoRefreshEnabled=\"0\" refreshOnNotifyEnabled=\"0\">\n <id>{}</id>\n \
             <datasource>{}</datasource>\n <layername>{}</layername>\n <srs>{}</srs>\n \
             <provider encoding=\"UTF-8\">ogr</provider>\n{}  </maplayer>\n",
            u8::from(entry.style.label.is_some()),
            escape(&entry.id),
            self.source(entry),
            escape(&entry.title),
            degrees(),
            style_elements(layer.kind, layer.fields, &entry.style, language)
        )
    }

    fn map_themes(&self) -> String {
        let mut text = String::from(" <visibility-presets>\n");
        for theme in &self.themes {
            let _ = writeln!(text, "  <visibility-preset name=\"{}\" has-expanded-info=\"0\">", escape(&theme.title));
            for id in &theme.layers {
                let _ = writeln!(text, "   <layer id=\"{}\" visible=\"1\" expanded=\"1\"/>", escape(id));
            }
            text.push_str("  </visibility-preset>\n");
        }
        text.push_str(" </visibility-presets>\n");
        text
    }
}

/// The extent of some degrees in a zone, with a margin.
fn extent_in(zone: UtmZone, [west, south, east, north]: [f64; 4]) -> [f64; 4] {
    let corners = [(west, south), (west, north), (east, south), (east, north)];
    let around = corners
        .into_iter()
        .filter_map(|(longitude, latitude)| zone.project(longitude, latitude))
        .map(|[x, y]| [x, y, x, y])
        .reduce(joined)
        .unwrap_or_default();
    let margin = 0.06 * (around[2] - around[0]).max(around[3] - around[1]);
    [around[0] - margin, around[1] - margin, around[2] + margin, around[3] + margin]
}

fn extent_element(name: &str, [west, south, east, north]: [f64; 4]) -> String {
    let parts = [("xmin", west), ("ymin", south), ("xmax", east), ("ymax", north)];
    let inner = parts.map(|(part, value)| format!("<{part}>{value:.1}</{part}>")).concat();
    format!("<{name}>{inner}</{name}>")
}

/// Settings without which QGIS ignores the reference system and writes absolute paths.
fn properties(zone: UtmZone) -> String {
    format!(
        " <properties>\n  <Gui><SelectionColorAlphaPart type=\"int\">255</SelectionColorAlphaPart></Gui>\n  \
         <Measure><Ellipsoid type=\"QString\">EPSG:7030</Ellipsoid></Measure>\n  \
         <Measurement><DistanceUnits type=\"QString\">kilometers</DistanceUnits>\
         <AreaUnits type=\"QString\">km2</AreaUnits></Measurement>\n  \
         <Paths><Absolute type=\"bool\">false</Absolute></Paths>\n  \
         <SpatialRefSys><ProjectCrs type=\"QString\">{}</ProjectCrs><ProjectionsEnabled type=\"int\">1</ProjectionsEnabled>\
         </SpatialRefSys>\n </properties>\n",
        zone.authority()
    )
}
