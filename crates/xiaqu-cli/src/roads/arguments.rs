//! What can be typed behind `xiaqu roads`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use xiaqu::{
    model::{Datum, TravelTime},
    roads,
};

/// Where the roads are.
#[derive(Debug, Args)]
pub(crate) struct Roads {
    /// County folder; its stations and villages are known then
    #[arg(id = "county", value_name = "COUNTY", required_unless_present = "roads", conflicts_with = "roads")]
    pub(crate) county: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) file: RoadsFile,
}

/// A file of roads without a county.
#[derive(Debug, Args)]
pub(crate) struct RoadsFile {
    /// Roads without a county: OSM PBF or XML, lines as GeoJSON, GeoPackage (`FILE#layer`) or Shapefile, or a region file
    #[arg(id = "roads", long = "roads", value_name = "FILE")]
    pub(crate) path: Option<PathBuf>,
    /// Datum of that file: wgs84, cgcs2000, gcj02, bd09 or epsg:CODE; default what the file says, or wgs84
    #[arg(long, value_name = "DATUM", value_parser = datum, requires = "roads")]
    pub(crate) roads_datum: Option<Datum>,
}

/// Where crews start.
#[derive(Debug, Args)]
pub(crate) struct Origins {
    /// Places to start from: `stations` or `villages` of the county, or a table or layer with `id`, `lon`, `lat` and, if
    /// wanted, `name` and `start_minutes`; default the stations
    #[arg(id = "from", long = "from", value_name = "PLACES")]
    pub(crate) places: Option<String>,
    /// Datum of files of places: wgs84, cgcs2000, gcj02, bd09 or epsg:CODE; default what they say, or wgs84
    #[arg(long, value_name = "DATUM", value_parser = datum)]
    pub(crate) places_datum: Option<Datum>,
}

/// Where they go.
#[derive(Debug, Args)]
pub(crate) struct Targets {
    /// Places to go to, written like `--from`; default the villages, without a county the places of `--from`
    #[arg(id = "to", long = "to", value_name = "PLACES")]
    pub(crate) places: Option<String>,
}

/// How one drives.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Driving {
    /// Scenario: it changes times and closes roads, never the network
    #[arg(id = "scenario", long = "scenario", value_enum, default_value_t = Scenario::Day)]
    pub(crate) scenario: Scenario,
}

/// Scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scenario {
    /// Dry, by day
    Day,
    /// Dry, by night
    Night,
    /// Wet: fords and soft tracks closed
    Wet,
    /// Winter: passes closed
    Winter,
}

impl Driving {
    /// In the library's terms.
    pub(crate) fn scenario(self) -> roads::Scenario {
        match self.scenario {
            Scenario::Day => roads::Scenario::Day,
            Scenario::Night => roads::Scenario::Night,
            Scenario::Wet => roads::Scenario::Wet,
            Scenario::Winter => roads::Scenario::Winter,
        }
    }
}

/// Time from the call until crews drive off.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Delay {
    /// Minutes from the call until any crew drives off, added to every time
    #[arg(id = "turnout", long = "turnout", value_name = "MINUTES", default_value = "0", value_parser = minutes)]
    pub(crate) time: TravelTime,
}

/// A GeoJSON file to write.
#[derive(Debug, Args)]
pub(crate) struct Map {
    /// GeoJSON to write; appears whole or not at all
    #[arg(id = "map", short = 'o', long = "output", value_name = "FILE.geojson", value_parser = geojson)]
    pub(crate) path: Option<PathBuf>,
    /// Replace an existing file
    #[arg(long, requires = "map")]
    pub(crate) force: bool,
}

/// Ends of bands, ascending.
#[derive(Clone, Debug)]
pub(crate) struct Minutes(pub(crate) Vec<f64>);

/// The questions.
#[derive(Debug, Subcommand)]
pub(crate) enum RoadsCommand {
    /// Read a road file once and keep its network as a region file, which `--roads` opens in a moment
    Import {
        #[command(flatten)]
        file: RoadsFile,
        /// Region file to write, `FILE.xqroads`; appears whole or not at all
        #[arg(short, long, value_name = "FILE.xqroads", value_parser = region_file)]
        output: PathBuf,
        /// Replace an existing file
        #[arg(long)]
        force: bool,
    },
    /// Say what was read, dropped and repaired; list islands, dead ends and turn restrictions
    Info {
        #[command(flatten)]
        roads: Roads,
        #[command(flatten)]
        map: Map,
    },
    /// Travel times from places to places, in whole milliseconds
    Matrix {
        #[command(flatten)]
        roads: Roads,
        #[command(flatten)]
        from: Origins,
        #[command(flatten)]
        to: Targets,
        #[command(flatten)]
        driving: Driving,
        /// File to write: `.csv` (from,to,minutes,milliseconds, empty where there is no way), `.parquet` (from,to,milliseconds) or
        /// `.npy` (64-bit milliseconds, -1 where there is no way; ids in `FILE.ids.csv` beside it); without it CSV on standard
        /// output
        #[arg(id = "matrix", short = 'o', long = "output", value_name = "FILE", value_parser = matrix_file)]
        output: Option<PathBuf>,
        /// Keep the contraction hierarchy in this file; made again if it is missing, damaged or of other roads
        #[arg(long, value_name = "FILE")]
        cache: Option<PathBuf>,
        /// Replace existing files
        #[arg(long)]
        force: bool,
    },
    /// Land by travel time from the nearest of some places, as exact polygons
    Isochrones {
        #[command(flatten)]
        roads: Roads,
        #[command(flatten)]
        from: Origins,
        #[command(flatten)]
        driving: Driving,
        #[command(flatten)]
        delay: Delay,
        /// Ends of the bands, ascending; default 5,10,15,30
        #[arg(long, value_name = "MINUTES", value_parser = bands)]
        minutes: Option<Minutes>,
        #[command(flatten)]
        map: Map,
    },
    /// The shortest route from A to B, with the streets it takes; `route COUNTY A B`, or `route A B --roads FILE`
    Route {
        /// County folder; with `--roads`, A
        #[arg(value_name = "COUNTY", allow_hyphen_values = true)]
        first: String,
        /// A, where the route starts: id or name of a station, village or place, or `lon,lat`; with `--roads`, B
        #[arg(value_name = "A", allow_hyphen_values = true)]
        second: String,
        /// B, where it ends, written like A
        #[arg(value_name = "B", allow_hyphen_values = true)]
        third: Option<String>,
        #[command(flatten)]
        file: RoadsFile,
        #[command(flatten)]
        from: Origins,
        #[command(flatten)]
        to: Targets,
        #[command(flatten)]
        driving: Driving,
        #[command(flatten)]
        map: Map,
    },
    /// Which place is first on every road and on all land (network Voronoi)
    Cells {
        #[command(flatten)]
        roads: Roads,
        #[command(flatten)]
        from: Origins,
        #[command(flatten)]
        driving: Driving,
        #[command(flatten)]
        delay: Delay,
        /// Output folder for roads and areas; appears whole or not at all
        #[arg(short, long, value_name = "OUT")]
        output: PathBuf,
        /// Replace an existing output folder, as a whole
        #[arg(long)]
        force: bool,
    },
}

impl RoadsCommand {
    /// The county folder, if there is one.
    pub(crate) fn county(&self) -> Option<&Path> {
        match self {
            Self::Info { roads, .. }
            | Self::Matrix { roads, .. }
            | Self::Isochrones { roads, .. }
            | Self::Cells { roads, .. } => roads.county.as_deref(),
            Self::Route { first, file, .. } => file.path.is_none().then(|| Path::new(first)),
            Self::Import { .. } => None,
        }
    }

    /// What is missing or too much although each argument by itself is allowed.
    pub(crate) fn misused(&self) -> Option<&'static str> {
        let has_places = |from: &Origins| from.places.is_some();
        match self {
            Self::Matrix { roads, from, .. }
            | Self::Isochrones { roads, from, .. }
            | Self::Cells { roads, from, .. } => {
                (roads.county.is_none() && !has_places(from)).then_some("without a county, --from is needed")
            }
            Self::Route { third, file, .. } => match (&file.path, third) {
                (None, None) => Some("a route needs COUNTY, A and B; or A and B with --roads"),
                (Some(_), Some(_)) => Some("with --roads a route has A and B, no county"),
                _ => None,
            },
            Self::Import { file, .. } => file.path.is_none().then_some("an import needs --roads FILE"),
            Self::Info { .. } => None,
        }
    }
}

fn datum(text: &str) -> Result<Datum, String> {
    xiaqu::datum_from_text(text).ok_or_else(|| "a datum is wgs84, cgcs2000, gcj02, bd09 or epsg:CODE".to_owned())
}

fn minutes(text: &str) -> Result<TravelTime, String> {
    let number = text.parse::<f64>().ok().and_then(TravelTime::from_minutes);
    number.ok_or_else(|| "minutes are a number from zero".to_owned())
}

fn bands(text: &str) -> Result<Minutes, String> {
    let numbers: Option<Vec<f64>> = text.split(',').map(|part| part.trim().parse::<f64>().ok()).collect();
    let is_minute = |minutes: &f64| *minutes > 0.0 && TravelTime::from_minutes(*minutes).is_some();
    let numbers = numbers.filter(|numbers| numbers.iter().all(is_minute));
    let ascends = |numbers: &Vec<f64>| numbers.iter().zip(numbers.iter().skip(1)).all(|(one, next)| one < next);
    numbers.filter(ascends).map(Minutes).ok_or_else(|| "bands end at ascending minutes, such as 5,10,20".to_owned())
}

pub(super) fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}

fn geojson(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    let known = has_ending(&path, &["geojson", "json"]);
    if known { Ok(path) } else { Err("the name ends in `.geojson` or `.json`".to_owned()) }
}

fn region_file(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    let known = has_ending(&path, &["xqroads"]);
    if known { Ok(path) } else { Err("the name ends in `.xqroads`".to_owned()) }
}

fn matrix_file(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    let known = has_ending(&path, &["csv", "npy", "parquet"]);
    if known { Ok(path) } else { Err("the name ends in `.csv`, `.npy` or `.parquet`".to_owned()) }
}
