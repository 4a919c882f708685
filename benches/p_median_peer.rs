//! One p-median for `locate_peers.py`: `p_median_peer COSTS.csv CENTRES` prints the objective and the proof.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "benchmarks fail like tests, and print")]

use xiaqu_solver::locate::{CostMatrix, LocateControl, SiteRules, p_median};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let text = fs_err::read_to_string(arguments.next().unwrap()).unwrap();
    let centres = arguments.next().unwrap().parse().unwrap();
    let matrix = CostMatrix::from_texts(text.lines().map(|line| line.split(','))).unwrap();
    let outcome = p_median(&matrix, centres, &SiteRules::default(), &LocateControl::default()).unwrap();
    let (objective, bound) = (matrix.to_text(outcome.objective), matrix.to_text(outcome.bound));
    println!("{objective} {bound} {} {}", outcome.proof.kind(), outcome.proof.status());
}
