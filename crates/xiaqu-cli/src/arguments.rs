//! What can be typed.

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use xiaqu::{Language, model::Aim};

use crate::{locate::LocateModel, roads::RoadsCommand};

/// Plans police jurisdictions: merges, dispatch areas, and what they do to every village.
#[derive(Debug, Parser)]
#[command(name = "xiaqu", version, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) global: Global,
}

/// Shown under every help, and tested against the constants.
pub(crate) const EXIT_CODES: &str = "Exit codes:\n  0 done, proved or within the gap asked for    4 proved infeasible\n  \
    1 internal failure                            5 limit reached, no plan\n  \
    2 usage                                       6 limit reached, plan written with its gap\n  \
    3 input problems                              130 interrupted, the best plan so far written";

/// Options of every command.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Result as JSON on standard output; messages stay on standard error
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// No warnings, and no progress unless it is asked for
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Also time and details of every stage
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    /// Language: of messages, which else follow the locale, and of maps and tables, which else follow the county
    #[arg(long, global = true, value_enum)]
    pub(crate) lang: Option<Lang>,
    /// How progress is shown, on standard error
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto")]
    pub(crate) progress: Progress,
    /// Threads; 0 takes all. Results do not depend on it
    #[arg(long, global = true)]
    pub(crate) threads: Option<u32>,
    /// Seed of every random choice
    #[arg(long, global = true)]
    pub(crate) seed: Option<u32>,
    /// Seconds after which the best plan so far is written
    #[arg(long, global = true, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) time_limit: Option<f64>,
}

fn seconds(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite() && *number > 0.0);
    number.ok_or_else(|| "seconds are a number above zero".to_owned())
}

fn model_file(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    let known = xiaqu::program_format(&path).is_some();
    if known { Ok(path) } else { Err("the name of a model ends in `.mps` or `.lp`".to_owned()) }
}

/// Language of messages.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Lang {
    /// English
    En,
    /// Chinese
    Zh,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::En => Self::En,
            Lang::Zh => Self::Zh,
        }
    }
}

/// How progress is shown, on standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Progress {
    /// A bar, if standard error is a terminal
    #[default]
    Auto,
    /// A bar on a terminal, else a line for each stage
    Always,
    /// Nothing
    Never,
    /// A line of JSON for each stage, for programs that run this one
    Json,
}

/// Where and how an output folder is written.
#[derive(Debug, Args)]
pub(crate) struct Output {
    /// Output folder; appears whole or not at all
    #[arg(id = "output", short, long, value_name = "OUT")]
    pub(crate) folder: PathBuf,
    /// Replace an existing output folder, as a whole
    #[arg(long)]
    pub(crate) force: bool,
    /// Record the time of every stage in manifest.json (then two runs differ in it)
    #[arg(long)]
    pub(crate) timings: bool,
}

/// Where and how maps are written.
#[derive(Debug, Args)]
pub(crate) struct Maps {
    #[command(flatten)]
    pub(crate) output: Output,
    /// Also write every layer as a Shapefile, into the folder `shapefile` of the output
    #[arg(long)]
    pub(crate) shapefile: bool,
}

/// What is traded against what.
#[derive(Debug, Args)]
pub(crate) struct Trade {
    /// Two or three aims, separated by commas: `most_closures`, `mean_second_arrival`, `worst_tenth`, `worst_village`,
    /// `busiest_station`, `running_cost`, `one_off_cost`, `beat_hours`, access, disruption
    #[arg(long, value_name = "AIM,AIM[,AIM]", default_value = "most_closures,mean_second_arrival", value_parser = aims)]
    pub(crate) aims: AimList,
    /// Drop the county's rules on the number of closures; the default if `most_closures` is among the aims
    #[arg(long)]
    pub(crate) free_closures: bool,
    /// Keep the county's rules on the number of closures in any case
    #[arg(long, conflicts_with = "free_closures")]
    pub(crate) keep_closures: bool,
}

/// Two or three different aims.
#[derive(Clone, Debug)]
pub(crate) struct AimList(pub(crate) Vec<Aim>);

fn aims(text: &str) -> Result<AimList, String> {
    let mut list: Vec<Aim> = Vec::new();
    for name in text.split(',').map(str::trim) {
        let known = || Aim::ALL.map(Aim::name).join(", ");
        let aim = Aim::from_name(name).ok_or_else(|| format!("`{name}` is no aim; the aims are {}", known()))?;
        if list.contains(&aim) {
            return Err(format!("`{name}` stands there twice"));
        }
        list.push(aim);
    }
    if (2..=3).contains(&list.len()) { Ok(AimList(list)) } else { Err("two or three aims are needed".to_owned()) }
}

/// The commands of SPEC 2 that there are.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write the embedded county to DIR and plan it: no file and no network needed
    Demo {
        /// Folder for county and plan
        #[arg(default_value = "xiaqu-demo")]
        dir: PathBuf,
        /// Replace what an earlier demo wrote there
        #[arg(long)]
        force: bool,
    },
    /// Make a county folder with commented settings and empty tables
    Init {
        /// Folder to make
        dir: PathBuf,
    },
    /// Validate everything and list all problems with code, place, cause and remedy
    Check {
        /// County folder
        county: PathBuf,
        /// Where to write the GeoJSON of the problems that have a place
        #[arg(short, long, value_name = "FILE", default_value = "xiaqu-problems.geojson")]
        output: PathBuf,
    },
    /// Choose the merges, redraw dispatch areas, and write maps, tables and figures
    Plan {
        /// County folder
        county: PathBuf,
        #[command(flatten)]
        maps: Maps,
        /// Also write the integer program to FILE (.mps or .lp), to be checked with another solver
        #[arg(long, value_name = "FILE", value_parser = model_file)]
        write_model: Option<PathBuf>,
    },
    /// Draw nearest-response boundaries for the stations as they are
    Dispatch {
        /// County folder
        county: PathBuf,
        #[command(flatten)]
        maps: Maps,
    },
    /// Find every plan that no other plan dominates in two or three aims, with a chart of the trade-off
    Frontier {
        /// County folder
        county: PathBuf,
        #[command(flatten)]
        output: Output,
        #[command(flatten)]
        trade: Trade,
    },
    /// Re-check a written plan from the original inputs, trusting nothing the solver said
    Verify {
        /// Output folder of `plan` or `dispatch`
        out: PathBuf,
        /// County folder, if it is not where the manifest says
        #[arg(long)]
        county: Option<PathBuf>,
    },
    /// Location models on a plain cost matrix: p-median, p-centre, covering, contiguous districts
    Locate {
        #[command(subcommand)]
        model: LocateModel,
    },
    /// Questions about roads: what was read, travel times, bands of travel time, routes, network Voronoi
    Roads {
        #[command(subcommand)]
        question: RoadsCommand,
    },
    /// Say why two stations were (or were not) merged and what the opposite costs; with one station, what its opposite
    /// costs; with none, which rules bind the plan and how far it holds
    Explain {
        /// Output folder of `plan`
        out: PathBuf,
        /// None, one or two stations, by id or name
        #[arg(num_args = 0..=2, value_name = "STATION")]
        stations: Vec<String>,
        /// County folder, if it is not where the manifest says
        #[arg(long)]
        county: Option<PathBuf>,
        /// Also write the result as JSON to this file, whole or not at all
        #[arg(id = "file", short = 'o', long = "output", value_name = "FILE.json")]
        file: Option<PathBuf>,
    },
    /// Print JSON Schema of xiaqu.toml and of every table
    Schema,
    /// Print a shell completion script
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

impl Command {
    /// The county folder that the command reads, where it is known before the command runs.
    pub(crate) fn county(&self) -> Option<&Path> {
        match self {
            Self::Check { county, .. }
            | Self::Plan { county, .. }
            | Self::Dispatch { county, .. }
            | Self::Frontier { county, .. } => Some(county),
            Self::Verify { county, .. } | Self::Explain { county, .. } => county.as_deref(),
            Self::Roads { question } => question.county(),
            Self::Demo { .. }
            | Self::Init { .. }
            | Self::Locate { .. }
            | Self::Schema
            | Self::Completions { .. }
            | Self::Man => None,
        }
    }
}
