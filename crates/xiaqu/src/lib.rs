//! Xiaqu (辖区): plans police jurisdictions, from a county folder to maps, tables and figures.
//!
//! The pipeline is a list of named stages ([`STAGES`]); each arrow of the data flow is one function with typed ends:
//!
//! ```text
//! read_inputs -> County::build -> solve -> judge, figures -> DispatchAreas::draw -> Planned::save
//! ```
//!
//! Each can be called singly, and a county need not be a folder: [`CountySource`] reads tables in memory as well.
//!
//! [`plan_county`] runs them all, [`check_county`] stops before the search, [`dispatch_county`] draws the stations as
//! they are, [`frontier_county`] finds every non-dominated plan, [`verify()`] checks what was written, [`explain_pair`],
//! [`explain_station`] and [`explain_plan`] say what the opposite would cost.
//!
//! ```no_run
//! use xiaqu::{Run, SaveOptions, SearchControl, plan_county};
//!
//! let run = Run { adjust: &|_| (), on_stage: &|_| (), control: SearchControl::default() };
//! let planned = plan_county("county".as_ref(), &run)?;
//! planned.save("county".as_ref(), "plan".as_ref(), SaveOptions::default())?;
//! # Ok::<(), xiaqu::Failure>(())
//! ```

mod border_costs;
mod complexity_files;
mod county;
mod county_files;
mod county_source;
mod demo;
mod draw;
mod explain;
mod failure;
mod frontier;
mod inputs;
mod location;
mod no_plan;
mod program_file;
mod publish;
mod road_queries;
mod road_sites;
mod run;
mod scaffold;
mod settings;
mod source_of_times;
mod stage;
mod verify;
mod written;

pub use county::{County, CountyRoads, Land};
pub use county_files::InputFile;
pub use county_source::{CountySource, CountyTables, GivenTable, GivenTables};
pub use demo::write_demo_county;
pub use draw::{AlongRoads, DispatchAreas, LandBands};
pub use explain::{
    AimChange, Alternative, Answer, Change, Comparison, FigureChange, Forcing, Nearby, NearbyPlan, NearbyPlans,
    NeighbourPair, Obstacle, OpenedPlan, PairExplanation, PairShare, PlanExplanation, Relaxation, Robustness, Role,
    Rule, Scenario, ScenarioResult, Stability, StationExplanation, WayOut, decimals, describe_refusal,
    describe_requirement, explain_pair, explain_pair_of, explain_plan, explain_station,
};
pub use failure::{Failure, NoPlanReport};
pub use frontier::{
    AimWords, ClosureRules, CountyFrontier, DroppedSetting, FrontierAim, FrontierRequest, WrittenFrontier,
    WrittenPoint, WrittenPointProof, WrittenValue, frontier_county, frontier_inputs, merge_lines,
};
pub use inputs::{Inputs, read_inputs};
pub use location::{
    Amounts, MatrixFile, decimal_text, given_amounts, given_costs, radius_in_units, read_adjacency, read_amounts,
    read_cost_matrix, read_sites, steps_between,
};
pub use program_file::{program_format, write_program};
pub use publish::{OutputFiles, SaveOptions, ensure_free, ensure_writable};
pub use road_queries::{
    BandRow, CellRow, ClassLength, HierarchySource, Isochrones, LandRule, MatrixSearch, PlacedCells, PlacedRoads,
    PlacedRoute, PointSource, ReadRoads, ReadyHierarchy, RoadFile, RoadMatrix, RoadPlace, RoadRequest, RoadSource,
    RoadsInfo, RouteStep, import_roads, place_on_roads, read_roads_alone, rounded_minutes,
};
pub use run::{
    Planned, Run, StageSeconds, check_county, check_inputs, dispatch_county, dispatch_inputs, plan_county,
    plan_county_after, plan_inputs, with_threads,
};
pub use scaffold::{init_county, schema};
pub use settings::{
    AdjacencySettings, AreaSettings, Columns, ComplexitySettings, CountySettings, DemandSettings, DispatchSettings,
    InputSettings, LimitSettings, LinkSetting, MergeSettings, PostSettings, ResponseSettings, RoadSectionSettings,
    SearchSettings, SettingRow, SettingValue, Settings, StationPair, StrengthSettings, commented_settings,
    datum_from_text, settings_schema,
};
pub use stage::{STAGES, Stage};
pub use verify::{Check, Tiling, Verification, tiling_of, verify};
pub use written::{WrittenAim, WrittenGroup, WrittenInput, WrittenPair, WrittenParameter, WrittenPlan, WrittenProof};

pub use xiaqu_evaluate as evaluate;
pub use xiaqu_formats::{
    Field, FieldKind, FolderError, Frame, Layer, LayerKind, OutputFolder, Shape, TimeTable, ensure_replaceable,
    write_whole_file,
};
pub use xiaqu_model as model;
pub use xiaqu_model::{Language, ProblemReport, Severity};
pub use xiaqu_roads as roads;
pub use xiaqu_solver::{
    Frontier, FrontierPoint, PointProof, ProgramFormat, SearchControl, SearchError, SolveError, locate, solve,
};
pub use xiaqu_townships as townships;
