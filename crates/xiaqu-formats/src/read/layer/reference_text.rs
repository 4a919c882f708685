//! What a .prj or the definition in a GeoPackage says, as a reference system.

use xiaqu_model::{LonLat, ReferenceSystem, TransverseMercator, Words};

use super::{
    georeference::Declared,
    well_known_text::{Node, parse},
};

/// Semi-major axis of WGS-84 and of CGCS2000, in metres.
const SEMI_MAJOR: f64 = 6_378_137.0;
/// Inverse flattening of both, as far as they agree.
const INVERSE_FLATTENING: f64 = 298.257;
/// A degree in radians.
const DEGREE: f64 = std::f64::consts::PI / 180.0;
/// Letters and digits of the names of datums that are within a metre of WGS-84.
const DATUMS: [&str; 7] = [
    "WGS1984",
    "WGS84",
    "CHINA2000",
    "CGCS2000",
    "CHINAGEODETICCOORDINATESYSTEM2000",
    "ETRS1989",
    "EUROPEANTERRESTRIALREFERENCESYSTEM1989",
];
/// Names of the older Chinese systems.
const OLDER: [&str; 4] = ["BEIJING", "BELJING", "XIAN", "KRASOVSKY"];

/// The system that a text declares; nothing without one.
pub(super) fn declared_by_text(text: Option<&str>) -> Declared {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Declared::Nothing };
    let Some(node) = parse(text) else {
        let begin: String = text.chars().take(40).collect();
        return Declared::Unknown(begin, Words::new("it is no well-known text", "不是 WKT 文本"));
    };
    let name = node.name().to_owned();
    match system_of(&node) {
        Ok(system) => Declared::Known(system, name),
        Err(why) => Declared::Unknown(name, why),
    }
}

/// The system with an EPSG code as a declaration; `None` for a code that is not known here.
pub(super) fn declared_by_code(code: u32, name: &str) -> Option<Declared> {
    ReferenceSystem::of_epsg(code).map(|system| Declared::Known(system, format!("EPSG:{code} {name}")))
}

/// The system that a frame in memory declares: by authority and code (`EPSG:4548`, `OGC:CRS84`), as PROJJSON that gives
/// them, or as well-known text; nothing without one.
pub(in crate::read) fn declared_by_any_text(text: Option<&str>) -> Declared {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Declared::Nothing };
    if text.starts_with('{') {
        return declared_by_projjson(text);
    }
    match text.split_once(':') {
        Some((authority, code)) if authority.chars().all(char::is_alphanumeric) && !code.contains('[') => {
            declared_by_authority(authority, code, "")
        }
        _ => declared_by_text(Some(text)),
    }
}

fn declared_by_projjson(text: &str) -> Declared {
    let parsed: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let name = parsed.get("name").and_then(serde_json::Value::as_str).unwrap_or("PROJJSON").to_owned();
    let member =
        |key: &str| parsed.get("id").and_then(|id| id.get(key)).map(|value| value.to_string().replace('"', ""));
    let Some((authority, code)) = member("authority").zip(member("code")) else {
        let why = Words::new("its PROJJSON gives no authority and code", "其 PROJJSON 没有机构与代码");
        return Declared::Unknown(name, why);
    };
    declared_by_authority(&authority, &code, &name)
}

fn declared_by_authority(authority: &str, code: &str, name: &str) -> Declared {
    let plain = |text: &str| text.trim().to_ascii_uppercase();
    if plain(authority) == "OGC" && ["CRS84", "CRS84H"].contains(&plain(code).as_str()) {
        return Declared::Known(ReferenceSystem::Degrees, "OGC:CRS84".to_owned());
    }
    let number = code.trim().parse().ok().filter(|_| plain(authority) == "EPSG");
    number.and_then(|number| declared_by_code(number, name)).unwrap_or_else(|| {
        let known = ReferenceSystem::EPSG_KNOWN;
        let why = Words::new(format!("known codes are {known}"), format!("可用代码为 {known}"));
        Declared::Unknown(format!("{authority}:{code}"), why)
    })
}

fn system_of(node: &Node) -> Result<ReferenceSystem, Words> {
    if let Some(system) = system_of_authority(node) {
        return Ok(system);
    }
    match node.keyword.as_str() {
        "GEOGCS" => check_geographic(node).map(|()| ReferenceSystem::Degrees),
        "PROJCS" => projected(node),
        other => Err(Words::new(
            format!("`{other}` is not read; GEOGCS and PROJCS are"),
            format!("不支持 `{other}`；仅支持 GEOGCS 和 PROJCS"),
        )),
    }
}

/// The system whose EPSG code the text itself gives, if it is a known one.
fn system_of_authority(node: &Node) -> Option<ReferenceSystem> {
    let authority = node.child(&["AUTHORITY", "ID"])?;
    if !authority.name().eq_ignore_ascii_case("EPSG") {
        return None;
    }
    let code = authority.texts.get(1).and_then(|code| code.parse().ok());
    let number = || authority.number().and_then(xiaqu_model::cast::to_u32);
    ReferenceSystem::of_epsg(code.or_else(number)?)
}

fn missing(what: &str) -> Words {
    Words::new(format!("it lacks {what}"), format!("缺少 {what}"))
}

/// Whether degrees of this system can be taken for those of WGS-84.
fn check_geographic(node: &Node) -> Result<(), Words> {
    let datum = node.child(&["DATUM"]).ok_or_else(|| missing("DATUM"))?;
    let spheroid = datum.child(&["SPHEROID", "ELLIPSOID"]).ok_or_else(|| missing("SPHEROID"))?;
    let plain = |name: &str| -> String {
        name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase()
    };
    let names = format!("{} {} {}", plain(node.name()), plain(datum.name()), plain(spheroid.name()));
    if OLDER.iter().any(|older| names.contains(older)) {
        return Err(Words::new(
            "its shift to CGCS2000 needs parameters of the region that are not public",
            "转换到 CGCS2000 需要未公开的地区参数",
        ));
    }
    let axes = [spheroid.numbers.first(), spheroid.numbers.get(1)].map(|number| number.copied().unwrap_or(0.0));
    let fits = (axes[0] - SEMI_MAJOR).abs() < 0.5 && (axes[1] - INVERSE_FLATTENING).abs() < 0.001;
    // The name of the datum alone decides: many others stand on one of these ellipsoids, unknown ones among them.
    let own = plain(datum.name());
    let is_known = DATUMS.iter().any(|known| own.contains(known)) && !own.contains("UNKNOWN");
    if !fits || !is_known {
        return Err(Words::new("its datum is neither WGS 84 nor CGCS2000", "其基准既非 WGS 84 也非 CGCS2000"));
    }
    let shift = datum.child(&["TOWGS84"]).map(|shift| shift.numbers.as_slice()).unwrap_or_default();
    let meridian = node.child(&["PRIMEM"]).and_then(Node::number).unwrap_or(0.0);
    if shift.iter().any(|number| number.abs() > 0.0) || meridian.abs() > 0.0 {
        return Err(Words::new("it is shifted against WGS 84", "它相对 WGS 84 有平移或旋转"));
    }
    let unit = node.child(&["UNIT"]).and_then(Node::number).unwrap_or(DEGREE);
    if (unit - DEGREE).abs() > 1e-9 {
        return Err(Words::new("its unit is not the degree", "其单位不是度"));
    }
    Ok(())
}

fn projected(node: &Node) -> Result<ReferenceSystem, Words> {
    check_geographic(node.child(&["GEOGCS"]).ok_or_else(|| missing("GEOGCS"))?)?;
    let method = node.child(&["PROJECTION"]).map(Node::name).ok_or_else(|| missing("PROJECTION"))?;
    let unit = node.child(&["UNIT"]).and_then(Node::number).ok_or_else(|| missing("UNIT"))?;
    if (unit - 1.0).abs() > 1e-12 {
        return Err(Words::new("its unit is not the metre", "其单位不是米"));
    }
    match method.to_ascii_lowercase().replace(' ', "_").as_str() {
        "transverse_mercator" | "gauss_kruger" => transverse_mercator(node),
        "mercator_auxiliary_sphere" => web_mercator(node),
        other => Err(Words::new(
            format!("the projection `{other}` is not read; Gauss-Kruger, UTM and web Mercator are"),
            format!("不支持投影 `{other}`；仅支持高斯-克吕格、UTM 和网络墨卡托"),
        )),
    }
}

/// The web maps' own Mercator, whose parameters are all zero.
fn web_mercator(node: &Node) -> Result<ReferenceSystem, Words> {
    let parameters = node.nodes.iter().filter(|node| node.keyword == "PARAMETER");
    if parameters.filter_map(Node::number).any(|value| value.abs() > 0.0) {
        return Err(Words::new("its Mercator is not that of the web maps", "其墨卡托参数与网络地图不同"));
    }
    Ok(ReferenceSystem::WebMercator)
}

fn transverse_mercator(node: &Node) -> Result<ReferenceSystem, Words> {
    let (mut meridian, mut latitude, mut scale, mut east, mut north) = (None, 0.0, 1.0, 0.0, 0.0);
    for parameter in node.nodes.iter().filter(|node| node.keyword == "PARAMETER") {
        let value = parameter.number().ok_or_else(|| missing(parameter.name()))?;
        match parameter.name().to_ascii_lowercase().as_str() {
            "central_meridian" | "longitude_of_origin" => meridian = Some(value),
            "latitude_of_origin" => latitude = value,
            "scale_factor" => scale = value,
            "false_easting" => east = value,
            "false_northing" => north = value,
            other => {
                return Err(Words::new(format!("the parameter `{other}` is not known"), format!("未知参数 `{other}`")));
            }
        }
    }
    let meridian = meridian.ok_or_else(|| missing("central_meridian"))?;
    LonLat::new(meridian, latitude)
        .and_then(|origin| TransverseMercator::new(origin, scale, (east, north)))
        .map(ReferenceSystem::TransverseMercator)
        .ok_or_else(|| Words::new("its parameters are out of range", "其参数超出范围"))
}

#[cfg(test)]
mod tests {
    use xiaqu_model::ReferenceSystem;

    use super::{Declared, declared_by_text};

    const CHINA: &str = "GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\",DATUM[\"D_China_2000\",\
        SPHEROID[\"CGCS2000\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";

    fn zone(meridian: f64, east: f64) -> String {
        format!(
            "PROJCS[\"CGCS2000_3_Degree_GK\",{CHINA},PROJECTION[\"Gauss_Kruger\"],PARAMETER[\"False_Easting\",{east}],\
             PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",{meridian}],PARAMETER[\"Scale_Factor\",1.0],\
             PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]"
        )
    }

    fn known(text: &str) -> ReferenceSystem {
        match declared_by_text(Some(text)) {
            Declared::Known(system, _) => system,
            other => panic!("{other:?}"),
        }
    }

    fn refused(text: &str) -> String {
        match declared_by_text(Some(text)) {
            Declared::Unknown(_, why) => why.en,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn texts_of_esri_are_the_systems_of_the_register() {
        assert_eq!(known(CHINA), ReferenceSystem::Degrees);
        assert_eq!(Some(known(&zone(117.0, 500_000.0))), ReferenceSystem::of_epsg(4548));
        assert_eq!(Some(known(&zone(117.0, 39_500_000.0))), ReferenceSystem::of_epsg(4527));
        assert!(matches!(known(&zone(117.5, 500_000.0)), ReferenceSystem::TransverseMercator(_)));
        assert_eq!(declared_by_text(None), Declared::Nothing);
        assert_eq!(declared_by_text(Some(" \n")), Declared::Nothing);
    }

    #[test]
    fn an_authority_is_enough() {
        let text = "PROJCRS[\"WGS 84 / UTM zone 50N\",BASEGEOGCRS[\"WGS 84\"],ID[\"EPSG\",32650]]";
        assert_eq!(Some(known(text)), ReferenceSystem::of_epsg(32_650));
        let text = format!("PROJCS[\"x\",{CHINA},AUTHORITY[\"EPSG\",\"4548\"]]");
        assert_eq!(Some(known(&text)), ReferenceSystem::of_epsg(4548));
    }

    #[test]
    fn older_systems_other_units_and_other_projections_are_refused_with_the_reason() {
        let older =
            CHINA.replace("D_China_2000", "D_Beijing_1954").replace("6378137.0,298.257222101", "6378245.0,298.3");
        assert!(refused(&older).contains("not public"));
        assert!(
            refused(
                &CHINA
                    .replace("D_China_2000", "D_North_American_1983")
                    .replace("GCS_China_Geodetic_Coordinate_System_2000", "NAD83")
                    .replace("\"CGCS2000\"", "\"GRS80\"")
            )
            .contains("neither")
        );
        assert!(refused(&zone(117.0, 500_000.0).replace("Gauss_Kruger", "Albers")).contains("albers"));
        assert!(refused(&zone(117.0, 500_000.0).replace("\"Meter\",1.0", "\"Foot\",0.3048")).contains("metre"));
        assert!(refused(&zone(117.0, 500_000.0).replace("Scale_Factor", "Azimuth")).contains("azimuth"));
        assert!(refused(&CHINA.replace("D_China_2000", "D_Unknown_based_on_WGS84_Ellipsoid")).contains("neither"));
        assert!(refused(&CHINA.replace("D_China_2000", "D_Local")).contains("neither"));
        assert!(refused(&zone(500.0, 500_000.0)).contains("range"));
        assert!(refused("hello").contains("well-known"));
    }
}
