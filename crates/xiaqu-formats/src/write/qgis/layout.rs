//! Print layouts: every map of the project on a sheet of A4, with its title, legend and scale.

use std::fmt::Write as _;

use super::{
    labels::FONTS,
    markup::escape,
    project::{LegendEntry, MapProject, MapTheme, ProjectLayer},
};

/// Place and size of the map on the sheet, in millimetres: left, top, width, height.
const MAP: [f64; 4] = [10.0, 22.0, 207.0, 176.0];
/// A sheet of A4, on its side.
const SHEET: [f64; 4] = [0.0, 0.0, 297.0, 210.0];
const TITLE: [f64; 4] = [10.0, 8.0, 277.0, 11.0];
const LEGEND: [f64; 4] = [222.0, 22.0, 65.0, 150.0];
const SCALE: [f64; 4] = [222.0, 184.0, 60.0, 12.0];
const NOTE: [f64; 4] = [10.0, 200.0, 277.0, 6.0];

/// Kinds of items, as QGIS numbers them.
const PAGE_ITEM: u32 = 65_638;
const MAP_ITEM: u32 = 65_639;
const LABEL_ITEM: u32 = 65_641;
const LEGEND_ITEM: u32 = 65_642;
const SCALE_ITEM: u32 = 65_646;

/// White paper.
const PAPER: &str = "<symbol type=\"fill\" name=\"\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\"><layer class=\"SimpleFill\" enabled=\"1\" pass=\"0\" locked=\"0\"><Option type=\"Map\"><Option name=\"color\" type=\"QString\" value=\"255,255,255,255\"/><Option name=\"style\" type=\"QString\" value=\"solid\"/><Option name=\"outline_style\" type=\"QString\" value=\"no\"/></Option></layer></symbol>";

/// One sheet for each map; `extent` is that of the county in the project's plane, described by `reference`.
pub(super) fn layouts(project: &MapProject, extent: [f64; 4], reference: &str) -> String {
    let mut text = String::from(" <Layouts>\n");
    for (number, theme) in project.themes.iter().enumerate() {
        text.push_str(&layout(project, (number, theme), extent, reference));
    }
    text.push_str(" </Layouts>\n");
    text
}

fn layout(project: &MapProject, (number, theme): (usize, &MapTheme), extent: [f64; 4], reference: &str) -> String {
    let title = escape(&theme.title);
    // QGIS links legend and scale to the map by these.
    let id = |item: u32| format!("{{00000000-0000-4000-8000-{number:06}{item:06}}}");
    let map = id(MAP_ITEM);
    let mut text = format!("  <Layout name=\"{title}\" units=\"mm\" printResolution=\"200\" worldFileMap=\"\">\n");
    let sheet = item(PAGE_ITEM, &id(PAGE_ITEM), SHEET, "zValue=\"0\" background=\"true\" frame=\"false\"", "");
    let _ = writeln!(text, "   <PageCollection>{PAPER}\n{sheet}   <GuideCollection visible=\"1\"/></PageCollection>");
    let [west, south, east, north] = fitted(extent);
    let attributes = format!(
        "zValue=\"1\" background=\"true\" frame=\"true\" followPreset=\"true\" followPresetName=\"{title}\" \
         keepLayerSet=\"false\" mapRotation=\"0\" drawCanvasItems=\"true\" mapFlags=\"1\" labelMargin=\"1,mm\" isTemporal=\"0\""
    );
    let inner = format!(
        "<Extent xmin=\"{west:.1}\" ymin=\"{south:.1}\" xmax=\"{east:.1}\" ymax=\"{north:.1}\"/><crs>{reference}</crs><LayerSet/>"
    );
    text.push_str(&item(MAP_ITEM, &map, MAP, &attributes, &inner));
    text.push_str(&label(&id(LABEL_ITEM), TITLE, &format!("{}　{title}", escape(&project.title)), 16));
    text.push_str(&label(&id(LABEL_ITEM + 100), NOTE, &escape(&project.note), 8));
    text.push_str(&legend(project, theme, (&id(LEGEND_ITEM), &map)));
    let attributes = format!(
        "zValue=\"4\" background=\"false\" frame=\"false\" mapUuid=\"{map}\" style=\"Single Box\" unitType=\"km\" unitLabel=\"km\" \
         numMapUnitsPerScaleBarUnit=\"1\" numUnitsPerSegment=\"5\" numSegments=\"2\" numSegmentsLeft=\"0\" segmentSizeMode=\"1\" \
         minBarWidth=\"30\" maxBarWidth=\"55\" segmentMillimeters=\"0\" height=\"2\" labelBarSpace=\"1.5\" boxContentSpace=\"1\" \
         alignment=\"0\" outlineWidth=\"0.3\" lineJoinStyle=\"miter\" lineCapStyle=\"square\""
    );
    text.push_str(&item(SCALE_ITEM, &id(SCALE_ITEM), SCALE, &attributes, &font(8)));
    text.push_str("  </Layout>\n");
    text
}

/// The extent with the shape of the frame, so that nothing of the county is cut off.
fn fitted([west, south, east, north]: [f64; 4]) -> [f64; 4] {
    let [.., frame_width, frame_height] = MAP;
    let (width, height) = (east - west, north - south);
    let wanted = frame_width / frame_height;
    let beside = (height * wanted - width).max(0.0) / 2.0;
    let above = (width / wanted - height).max(0.0) / 2.0;
    [west - beside, south - above, east + beside, north + above]
}

fn item(kind: u32, id: &str, [left, top, width, height]: [f64; 4], attributes: &str, inner: &str) -> String {
    format!(
        "   <LayoutItem type=\"{kind}\" uuid=\"{id}\" templateUuid=\"{id}\" id=\"\" groupUuid=\"\" position=\"{left},{top},mm\" \
         positionOnPage=\"{left},{top},mm\" size=\"{width},{height},mm\" referencePoint=\"0\" positionLock=\"false\" \
         visibility=\"1\" opacity=\"1\" blendMode=\"0\" excludeFromExports=\"0\" itemRotation=\"0\" outlineWidthM=\"0.3,mm\" \
         frameJoinStyle=\"miter\" {attributes}><FrameColor red=\"60\" green=\"60\" blue=\"60\" alpha=\"255\"/>\
         <BackgroundColor red=\"255\" green=\"255\" blue=\"255\" alpha=\"255\"/>{inner}</LayoutItem>\n"
    )
}

fn font(points: u32) -> String {
    let first = FONTS.first().copied().unwrap_or_default();
    let families = FONTS.map(|font| format!("<family name=\"{font}\"/>")).concat();
    format!(
        "<text-style fontFamily=\"{first}\" fontSize=\"{points}\" fontSizeUnit=\"Point\" fontWeight=\"50\" namedStyle=\"\" \
         textColor=\"20,20,20,255\" textOpacity=\"1\" multilineHeight=\"1\"><families>{families}</families></text-style>"
    )
}

/// The font in the words of QGIS before 3.24.
fn old_font(points: u32) -> String {
    let first = FONTS.first().copied().unwrap_or_default();
    format!("description=\"{first},{points},-1,5,50,0,0,0,0,0\" style=\"\"")
}

fn label(id: &str, place: [f64; 4], text: &str, points: u32) -> String {
    let attributes = format!(
        "zValue=\"2\" background=\"false\" frame=\"false\" labelText=\"{text}\" htmlState=\"0\" halign=\"1\" valign=\"128\" \
         marginX=\"0\" marginY=\"0\""
    );
    let inner = format!(
        "<LabelFont {}/><FontColor red=\"20\" green=\"20\" blue=\"20\" alpha=\"255\"/>{}",
        old_font(points),
        font(points)
    );
    item(LABEL_ITEM, id, place, &attributes, &inner)
}

fn legend(project: &MapProject, theme: &MapTheme, (id, map): (&str, &str)) -> String {
    let styles = [
        ("title", 0.0, 0.0, 11),
        ("group", 2.0, 0.0, 10),
        ("subgroup", 3.0, 0.0, 10),
        ("symbol", 1.2, 0.0, 9),
        ("symbolLabel", 1.5, 2.0, 9),
    ];
    let styles = styles.map(|(name, above, left, points)| {
        format!(
            "<style name=\"{name}\" alignment=\"1\" marginTop=\"{above}\" marginBottom=\"0\" marginLeft=\"{left}\" marginRight=\"0\">\
             <styleFont {}/>{}</style>",
            old_font(points),
            font(points)
        )
    });
    let listed = theme
        .layers
        .iter()
        .filter_map(|id| project.groups.iter().flat_map(|group| &group.layers).find(|layer| layer.id == *id));
    let entries: String = listed.filter_map(legend_entry).collect();
    let attributes = format!(
        "zValue=\"3\" background=\"false\" frame=\"false\" map_uuid=\"{map}\" title=\"\" titleAlignment=\"1\" columnCount=\"1\" \
         splitLayer=\"0\" equalColumnWidth=\"0\" wrapChar=\"\" resizeToContents=\"1\" symbolWidth=\"7\" symbolHeight=\"4\" \
         lineSpacing=\"1\" symbolAlignment=\"1\" wmsLegendWidth=\"50\" wmsLegendHeight=\"25\" rasterBorder=\"0\" legendFilterByAtlas=\"0\""
    );
    let inner = format!("<styles>{}</styles><layer-tree-group>{entries}</layer-tree-group>", styles.concat());
    item(LEGEND_ITEM, id, LEGEND, &attributes, &inner)
}

fn legend_entry(layer: &ProjectLayer) -> Option<String> {
    let shown = match &layer.legend {
        LegendEntry::Whole => "<customproperties/>".to_owned(),
        LegendEntry::Sample(text) => format!(
            "<customproperties><Option type=\"Map\"><Option name=\"legend/node-order\" type=\"QString\" value=\"0\"/>\
             <Option name=\"legend/label-0\" type=\"QString\" value=\"{}\"/></Option></customproperties>",
            escape(text)
        ),
        LegendEntry::Absent => return None,
    };
    Some(format!(
        "<layer-tree-layer id=\"{}\" name=\"{}\" checked=\"Qt::Checked\" expanded=\"1\" providerKey=\"ogr\" source=\"\">{shown}</layer-tree-layer>",
        escape(&layer.id),
        escape(&layer.title)
    ))
}
