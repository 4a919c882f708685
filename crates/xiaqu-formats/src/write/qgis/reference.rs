//! Reference systems as QGIS and GeoPackages describe them: WGS-84, and the UTM zone in which a county is drawn upright.

use xiaqu_model::{LocalFrame, LonLat, cast};

/// WGS-84 in degrees, as well-known text.
pub(in crate::write) const WGS84_WKT: &str = "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AUTHORITY[\"EPSG\",\"4326\"]]";

/// The same in the words of the Shapefile's makers.
pub(in crate::write) const WGS84_ESRI: &str = "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";

/// Scale on the central meridian of a UTM zone.
const SCALE: f64 = 0.9996;
/// What is added to the metres east of the central meridian.
const FALSE_EASTING: f64 = 500_000.0;
/// What is added to the metres north of the equator, in the southern half.
const FALSE_NORTHING: f64 = 10_000_000.0;

/// WGS-84 as a `spatialrefsys` element.
pub(super) fn degrees() -> String {
    element(
        (4_326, "WGS 84"),
        WGS84_WKT,
        "<projectionacronym>longlat</projectionacronym>",
        ("+proj=longlat +datum=WGS84 +no_defs", true),
    )
}

/// A UTM zone on WGS-84.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct UtmZone {
    /// 1 to 60.
    number: i64,
    southern: bool,
}

impl UtmZone {
    /// The zone of a place, without the exceptions of Norway and Svalbard.
    pub(super) fn of(longitude: f64, latitude: f64) -> Self {
        let number = cast::to_i64(((longitude + 180.0) / 6.0).floor()).unwrap_or_default() + 1;
        Self { number: number.clamp(1, 60), southern: latitude < 0.0 }
    }

    fn central_meridian(self) -> i64 {
        self.number * 6 - 183
    }

    /// Metres east and north.
    pub(super) fn project(self, longitude: f64, latitude: f64) -> Option<[f64; 2]> {
        let origin = LonLat::new(cast::signed_to_f64(self.central_meridian()), 0.0)?;
        let place = LocalFrame::centred_on(origin).to_local(LonLat::new(longitude, latitude)?);
        let north = if self.southern { FALSE_NORTHING } else { 0.0 };
        Some([FALSE_EASTING + SCALE * place.x, north + SCALE * place.y])
    }

    fn code(self) -> i64 {
        self.number + if self.southern { 32_700 } else { 32_600 }
    }

    /// `EPSG:32650` and the like.
    pub(super) fn authority(self) -> String {
        format!("EPSG:{}", self.code())
    }

    /// The zone as well-known text.
    pub(super) fn well_known_text(self) -> String {
        format!(
            "PROJCS[\"{}\",{WGS84_WKT},PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"latitude_of_origin\",0],\
             PARAMETER[\"central_meridian\",{}],PARAMETER[\"scale_factor\",{SCALE}],\
             PARAMETER[\"false_easting\",{FALSE_EASTING}],PARAMETER[\"false_northing\",{}],\
             UNIT[\"metre\",1,AUTHORITY[\"EPSG\",\"9001\"]],AXIS[\"Easting\",EAST],AXIS[\"Northing\",NORTH],\
             AUTHORITY[\"EPSG\",\"{}\"]]",
            self.name(),
            self.central_meridian(),
            if self.southern { FALSE_NORTHING } else { 0.0 },
            self.code()
        )
    }

    fn name(self) -> String {
        format!("WGS 84 / UTM zone {}{}", self.number, if self.southern { 'S' } else { 'N' })
    }

    /// The zone as a `spatialrefsys` element.
    pub(super) fn element(self) -> String {
        let south = if self.southern { " +south" } else { "" };
        let proj4 = format!("+proj=utm +zone={}{south} +datum=WGS84 +units=m +no_defs", self.number);
        let projection = "<projectionacronym>utm</projectionacronym>";
        element((self.code(), &self.name()), &self.well_known_text(), projection, (&proj4, false))
    }
}

fn element((code, name): (i64, &str), wkt: &str, projection: &str, (proj4, geographic): (&str, bool)) -> String {
    let wkt = super::markup::escape(wkt);
    format!(
        "<spatialrefsys nativeFormat=\"Wkt\"><wkt>{wkt}</wkt><proj4>{proj4}</proj4><srid>{code}</srid>\
         <authid>EPSG:{code}</authid><description>{name}</description>{projection}\
         <ellipsoidacronym>EPSG:7030</ellipsoidacronym><geographicflag>{geographic}</geographicflag></spatialrefsys>"
    )
}

#[cfg(test)]
mod tests {
    use super::UtmZone;

    #[test]
    fn places_are_where_the_published_zone_has_them() {
        let zone = UtmZone::of(117.17, 26.9);
        assert_eq!(zone.authority(), "EPSG:32650");
        assert!(zone.well_known_text().contains("PARAMETER[\"central_meridian\",117]"));
        // The CN Tower in zone 17, as handbooks of the grid give it.
        let [east, north] = UtmZone::of(-79.387_139, 43.642_567).project(-79.387_139, 43.642_567).unwrap();
        assert!((east - 630_084.0).abs() < 2.0 && (north - 4_833_439.0).abs() < 2.0, "{east} {north}");
        assert_eq!(UtmZone::of(151.2, -33.9).authority(), "EPSG:32756");
    }
}
