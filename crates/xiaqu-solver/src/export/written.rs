//! The county's own program, with names that say what they stand for.

use xiaqu_model::{Aim, IxVec, Problem, StationIx, cast::sum_to_f64};

use super::{labels::station_labels, lp::to_lp, mps::to_mps, program::Program};
use crate::{
    columns::{AccessTable, build_columns},
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
/// another solver. Its optimum is the value of the first aim exactly: thousandths of a call times milliseconds
/// ([`ResponseSum`](xiaqu_model::ResponseSum)), or the number of centres if the aim is to close as many as possible.
///
/// Columns are named `x_{members}_{centre}`, `y_{station}` and `u_{number}_{nearest stations}`, rows by their number in
/// FORMULATION.md; stations go by their ids as far as both formats allow, and the first lines list them.
///
/// # Complexity
///
/// As many columns as connected groups, so the text of a large county with large groups is large.
pub fn export_program(problem: &Problem, format: ProgramFormat) -> String {
    let rules = Rules::all(problem);
    let access = AccessTable::new(problem, rules.response_limits);
    let columns = build_columns(problem, &rules, &access);
    let demand = DemandTable::new(problem);
    let labels = station_labels(problem);
    let master = Master { problem, rules: &rules, columns: &columns, demand: &demand };
    let aim = match problem.policy.aim {
        Aim::MostClosures => MasterAim::Centres,
        Aim::MeanSecondArrival => MasterAim::Response { scale: 1.0 },
    };
    let mut model = master.named_model(aim, &[], &|station| labels[station].clone());
    if problem.policy.aim == Aim::MeanSecondArrival {
        model.objective += sum_to_f64(demand.least().0);
    }
    let program = Program::of(&model, remarks(problem, &labels));
    match format {
        ProgramFormat::Mps => to_mps(&program),
        ProgramFormat::Lp => to_lp(&program),
    }
}

fn remarks(problem: &Problem, labels: &IxVec<StationIx, String>) -> Vec<String> {
    let aim = match problem.policy.aim {
        Aim::MostClosures => "minimise the number of centres",
        Aim::MeanSecondArrival => {
            "minimise the sum of thousandths of a call a year times milliseconds of second arrival"
        }
    };
    let mut lines = [
        "Xiaqu: the county's integer program, numbered as in FORMULATION.md (4.1 to 4.5)",
        aim,
        "x_A_B_A: the stations A and B are one group with the centre A; y_A: A is a centre",
        "u_1_A_B: none of A and B, the nearest stations of some villages, is a centre",
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
