//! What can be typed behind `xiaqu locate`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// What every model reads and writes.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// Cost matrix: one row for each site, one column for each client; CSV, TSV, spaces or .npy, gzip or not
    #[arg(long, value_name = "FILE")]
    pub(crate) cost: PathBuf,
    /// Sites that may become centres, counted from 0: `0..509` (both ends included), `0,4,7` or a file; default all
    #[arg(long, value_name = "SITES|FILE")]
    pub(crate) candidates: Option<String>,
    /// Sites that must be centres, written like candidates
    #[arg(long, value_name = "SITES|FILE")]
    pub(crate) fixed: Option<String>,
    /// Relative gap at which the search may stop; 0 asks for the optimum
    #[arg(long, default_value_t = 0.0, value_parser = gap)]
    pub(crate) gap: f64,
    /// Also write the result as JSON to this file
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Replace an existing result file
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
}

fn gap(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| (0.0..1.0).contains(number));
    number.ok_or_else(|| "a gap is a number from 0 to below 1".to_owned())
}

/// How many centres.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Centres {
    /// Number of centres, fixed ones included
    #[arg(id = "centres", long, value_name = "P", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) count: u32,
}

/// How far a centre covers.
#[derive(Debug, Args)]
pub(crate) struct Radius {
    /// Largest cost at which a centre covers a client, in the unit of the costs
    #[arg(id = "radius", long, value_name = "R", allow_negative_numbers = true, value_parser = decimal)]
    pub(crate) text: String,
}

fn decimal(text: &str) -> Result<String, String> {
    let is_number = text.parse::<f64>().is_ok_and(f64::is_finite);
    if is_number { Ok(text.to_owned()) } else { Err("a radius is a number".to_owned()) }
}

/// Weight or demand of the clients.
#[derive(Debug, Args)]
pub(crate) struct Weights {
    /// Demand of each client: a file of one number each, or `FILE:COLUMN` of a table; default 1 each
    #[arg(id = "weights", long, value_name = "FILE[:COLUMN]")]
    pub(crate) file: Option<String>,
}

/// How contiguous districts must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Level {
    /// No rule
    C0,
    /// A neighbour of the area that is nearer to the centre belongs to it too
    C1,
    /// Two such neighbours, where there are two
    C2,
    /// Two such neighbours, or three of the five that are not the farthest
    C3,
}

/// The models.
#[derive(Debug, Subcommand)]
pub(crate) enum LocateModel {
    /// Centres for which the sum over clients of weight times cost is least
    PMedian {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        centres: Centres,
        #[command(flatten)]
        weights: Weights,
    },
    /// Centres for which the largest weight times cost of any client is least
    #[command(alias = "p-center")]
    PCentre {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        centres: Centres,
        #[command(flatten)]
        weights: Weights,
    },
    /// The fewest or cheapest centres that cover every client within a radius (LSCP)
    #[command(alias = "lscp")]
    Covering {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        radius: Radius,
        /// Cost of each site as a centre: a file of one number each, or `FILE:COLUMN`; default 1 each
        #[arg(long, value_name = "FILE[:COLUMN]")]
        site_weights: Option<String>,
    },
    /// Centres that cover the most demand within a radius (MCLP)
    #[command(alias = "mclp")]
    MaxCovering {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        centres: Centres,
        #[command(flatten)]
        radius: Radius,
        #[command(flatten)]
        weights: Weights,
    },
    /// Centres that cover every client once and the most demand twice (BACOP1)
    #[command(alias = "bacop1")]
    BackupCovering {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        centres: Centres,
        #[command(flatten)]
        radius: Radius,
        #[command(flatten)]
        weights: Weights,
    },
    /// p-median in which every client goes whole to one centre and no centre carries more than its capacity
    CapacitatedPMedian {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        centres: Centres,
        #[command(flatten)]
        weights: Weights,
        /// Load of each client on its centre, in the unit of the capacities; default the weights
        #[arg(long, value_name = "FILE[:COLUMN]")]
        loads: Option<String>,
        /// Capacity of each site
        #[arg(long, value_name = "FILE[:COLUMN]")]
        capacities: String,
    },
    /// Contiguous districts around centres, each area to one centre, for which the sum of costs is least
    Districts {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        centres: Centres,
        /// How contiguous districts must be
        #[arg(long, value_enum)]
        contiguity: Level,
        /// Distances between areas, which c1 to c3 need; areas within 1.5 times the smallest positive distance are adjacent
        #[arg(long, value_name = "FILE")]
        air_distance: Option<PathBuf>,
        /// Adjacent areas: a square matrix of 0 and 1 or rows of pairs; without distances, borders to cross are counted
        #[arg(long, value_name = "FILE")]
        adjacency: Option<PathBuf>,
    },
}

impl LocateModel {
    /// The name as typed and as written in results.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::PMedian { .. } => "p-median",
            Self::PCentre { .. } => "p-centre",
            Self::Covering { .. } => "covering",
            Self::MaxCovering { .. } => "max-covering",
            Self::BackupCovering { .. } => "backup-covering",
            Self::CapacitatedPMedian { .. } => "capacitated-p-median",
            Self::Districts { .. } => "districts",
        }
    }

    /// What is missing although each option by itself may be left out.
    pub(crate) fn missing(&self) -> Option<&'static str> {
        match self {
            Self::Districts { contiguity, air_distance: None, adjacency: None, .. } if *contiguity != Level::C0 => {
                Some("contiguity c1 to c3 needs --air-distance or --adjacency")
            }
            _ => None,
        }
    }

    /// What every model has.
    pub(crate) fn common(&self) -> &Common {
        match self {
            Self::PMedian { common, .. }
            | Self::PCentre { common, .. }
            | Self::Covering { common, .. }
            | Self::MaxCovering { common, .. }
            | Self::BackupCovering { common, .. }
            | Self::CapacitatedPMedian { common, .. }
            | Self::Districts { common, .. } => common,
        }
    }
}
