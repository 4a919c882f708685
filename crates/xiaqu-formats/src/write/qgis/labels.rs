//! Labels as QGIS stores them.

use super::{
    appearance::{LabelRank, MapLabel},
    markup::escape,
};
use crate::write::layer::LayerKind;

/// Fonts with Chinese signs, the first that a machine has is taken; QGIS falls back to its own beyond.
pub(super) const FONTS: [&str; 8] = [
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "SimHei",
    "Noto Sans",
    "Arial Unicode MS",
];

/// Greatest denominator of the scale at which minor labels are shown.
const MINOR_SCALE: u32 = 75_000;

/// The labelling of a layer.
pub(super) fn labelling(label: &MapLabel, kind: LayerKind) -> String {
    let (size, colour, priority) = match label.rank {
        LabelRank::Major => ("8", "20,20,20,255", "10"),
        LabelRank::Minor => ("6.5", "70,70,70,255", "2"),
    };
    let scale = match label.rank {
        LabelRank::Major => "scaleVisibility=\"0\" scaleMin=\"0\" scaleMax=\"0\"".to_owned(),
        LabelRank::Minor => format!("scaleVisibility=\"1\" scaleMin=\"0\" scaleMax=\"{MINOR_SCALE}\""),
    };
    let families = FONTS.map(|font| format!("<family name=\"{font}\"/>")).concat();
    let first = FONTS.first().copied().unwrap_or_default();
    // Beside the point where there is room; inside the area, level.
    let placement = match kind {
        LayerKind::Polygons => "placement=\"4\"",
        LayerKind::Points | LayerKind::Lines => {
            "placement=\"6\" predefinedPositionOrder=\"TR,BR,TL,BL,R,L,TSR,BSR,TSL,BSL,T,B\" offsetType=\"1\" dist=\"0.4\" distUnits=\"MM\""
        }
    };
    let is_expression = u8::from(!label.text.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '_'));
    format!(
        " <labeling type=\"simple\">\n  <settings calloutType=\"simple\">\n   \
         <text-style fieldName=\"{}\" isExpression=\"{is_expression}\" fontFamily=\"{first}\" fontSize=\"{size}\" \
         fontSizeUnit=\"Point\" fontWeight=\"50\" namedStyle=\"\" textColor=\"{colour}\" textOpacity=\"1\" \
         multilineHeight=\"1\" blendMode=\"0\">\n    <families>{families}</families>\n    \
         <text-buffer bufferDraw=\"1\" bufferSize=\"0.9\" bufferSizeUnits=\"MM\" bufferColor=\"255,255,255,255\" \
         bufferOpacity=\"1\" bufferNoFill=\"1\" bufferJoinStyle=\"128\" bufferBlendMode=\"0\"/>\n   </text-style>\n   \
         <text-format wrapChar=\"\" autoWrapLength=\"0\" multilineAlign=\"1\"/>\n   \
         <placement {placement} priority=\"{priority}\"/>\n   \
         <rendering drawLabels=\"1\" obstacle=\"1\" obstacleFactor=\"2\" obstacleType=\"1\" displayAll=\"0\" {scale}/>\n  \
         </settings>\n </labeling>\n",
        escape(&label.text)
    )
}
