//! The county's own program, with names that say what they stand for.

use xiaqu_model::{Aim, IxVec, Problem, StationIx, cast::wide_to_f64};

use super::{labels::station_labels, lp::to_lp, mps::to_mps, program::Program};
use crate::{
    columns::build_columns,
    error::SearchError,
    milp::{Master, MasterAim},
    response::DemandTable,
    rules::Rules,
};

/// How a program is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgramFormat {
    /// Free-format MPS.
    Mps,
    /// LP, as CPLEX first read it.
    Lp,
}

impl ProgramFormat {
    /// The format that a file name ends with.
    ///
    /// ```
    /// use xiaqu_solver::ProgramFormat;
    /// assert_eq!(ProgramFormat::of_extension("MPS"), Some(ProgramFormat::Mps));
    /// assert_eq!(ProgramFormat::of_extension("txt"), None);
    /// ```
    pub fn of_extension(extension: &str) -> Option<Self> {
        let is = |known: &str| extension.eq_ignore_ascii_case(known);
        if is("mps") { Some(Self::Mps) } else { is("lp").then_some(Self::Lp) }
    }
}

/// The integer program of the county's first aim (FORMULATION 4.1 to 4.5) as text, so that anyone can check a plan with
/// another solver. Its optimum is the value of the first aim exactly ([`AimValue`](xiaqu_model::AimValue)).
///
/// Columns are named `x_{members}_{centre}` (`..._pool` if the group pools, `x_unused_{site}` for a new site that is not
/// built), `y_{station}` and `u_{number}_{nearest stations}`, rows by their number in FORMULATION.md; stations go by their
/// ids as far as both formats allow, and the first lines list them.
///
/// # Errors
/// [`SearchError::NotWritable`] if the first aim is no sum over groups or villages, or an aim has a limit.
///
/// # Complexity
///
/// As many columns as connected groups, so the text of a large county with large groups is large.
pub fn export_program(problem: &Problem, format: ProgramFormat) -> Result<String, SearchError> {
    let rules = Rules::all(problem);
    let aim = problem.policy.order().first().copied();
    let (Some(aim), true) = (aim, rules.limits.is_empty()) else { return Err(SearchError::NotWritable) };
    let master_aim = master_aim(aim).ok_or(SearchError::NotWritable)?;
    let columns = build_columns(problem, &rules);
    let demand = DemandTable::new(problem, rules.response_limits);
    let labels = station_labels(problem);
    let master = Master { problem, rules: &rules, columns: &columns, demand: &demand };
    let mut model = master.named_model(master_aim, &[], &|station| labels[station].clone());
    if aim == Aim::MeanSecondArrival {
        model.objective += wide_to_f64(demand.least(aim).map_or(0, |least| least.0));
    }
    let program = Program::of(&model, remarks(problem, aim, &labels));
    Ok(match format {
        ProgramFormat::Mps => to_mps(&program),
        ProgramFormat::Lp => to_lp(&program),
    })
}

/// What the whole program minimises for an aim; nothing for an aim that is no sum.
fn master_aim(aim: Aim) -> Option<MasterAim> {
    match aim {
        Aim::MostClosures => Some(MasterAim::Closures),
        Aim::MeanSecondArrival => Some(MasterAim::Response { scale: 1.0 }),
        Aim::OneOffCost => Some(MasterAim::OneOffCost),
        Aim::Access => Some(MasterAim::Access),
        Aim::Disruption => Some(MasterAim::Disruption),
        Aim::WorstTenth | Aim::WorstVillage | Aim::BusiestStation | Aim::RunningCost | Aim::BeatHours => None,
    }
}

/// What is minimised and in which unit.
fn in_words(aim: Aim) -> &'static str {
    match aim {
        Aim::MostClosures => "closures, negative",
        Aim::MeanSecondArrival => "thousandths of a call a year times milliseconds of second arrival",
        Aim::OneOffCost => "fen, one-off",
        Aim::Access => "people times milliseconds to the counter of their group",
        Aim::Disruption => "people whose station closes",
        other => other.name(),
    }
}

fn remarks(problem: &Problem, aim: Aim, labels: &IxVec<StationIx, String>) -> Vec<String> {
    let aim = format!("minimise {}: {}", aim.name(), in_words(aim));
    let mut lines = [
        "Xiaqu: the county's integer program, numbered as in FORMULATION.md (4.1 to 4.5)",
        &aim,
        "x_A_B_A: the stations A and B are one group with the centre A; y_A: crews drive from A",
        "u_1_A_B: no crew drives from A or B, the nearest stations of some villages",
        "constant: what the aim comes to with all stations open",
        "stations by label, id and name:",
    ]
    .map(str::to_owned)
    .to_vec();
    lines.extend(problem.stations.iter_enumerated().map(|(station, row)| {
        // Ids and names come from files: they could end the line, and with it the remark, or be longer than readers take.
        let on_one_line = |text: &str| -> String {
            text.chars()
                .take(60)
                .map(|letter| if letter.is_whitespace() || letter.is_control() { ' ' } else { letter })
                .collect()
        };
        format!("  {} = {} {}", labels[station], on_one_line(row.id.as_str()), on_one_line(&row.name))
    }));
    lines
}
