//! The published districting instance of 510 areas with its optima (real data, not committed).

use std::{
    io::Read,
    path::Path,
    process::{Command, Stdio},
};

use xiaqu_solver::locate::{Contiguity, CostMatrix, Neighbourhood};

use crate::real_data;

/// One published optimum.
#[derive(Clone, Debug)]
pub struct PublishedOptimum {
    /// Number of districts.
    pub centres: usize,
    /// Level of contiguity.
    pub contiguity: Contiguity,
    /// Optimal cost in hundredths.
    pub cost: i128,
    /// Seconds that the authors' solver took.
    pub seconds: f64,
}

/// The instance.
#[derive(Clone, Debug)]
pub struct PublishedDistricts {
    /// Cost of serving every area from every area, in hundredths.
    pub costs: CostMatrix,
    /// Air distances and adjacency.
    pub neighbourhood: Neighbourhood,
    /// All optima, in the order of the file.
    pub optima: Vec<PublishedOptimum>,
}

/// The instance, if the real data are there.
pub fn published() -> Option<PublishedDistricts> {
    let folder = real_data()?.join("police_districts");
    let optima = fs_err::read_to_string(folder.join("optima_0510_all_candidates.csv")).unwrap();
    Some(PublishedDistricts {
        costs: matrix(&folder.join("workload_0510.csv.gz")),
        neighbourhood: Neighbourhood::from_distances(matrix(&folder.join("airdistances_0510.csv.gz"))).unwrap(),
        optima: optima.lines().skip(1).map(optimum).collect(),
    })
}

fn optimum(line: &str) -> PublishedOptimum {
    let mut fields = line.split(',');
    let mut next = || fields.next().unwrap();
    let centres = next().parse().unwrap();
    let contiguity = match next() {
        "C0" => Contiguity::Free,
        "C1" => Contiguity::Connected,
        "C2" => Contiguity::Doubled,
        _ => Contiguity::Compact,
    };
    let cost = next().replace('.', "").parse().unwrap();
    PublishedOptimum { centres, contiguity, cost, seconds: next().parse().unwrap() }
}

fn matrix(path: &Path) -> CostMatrix {
    // The tests have no reader of compressed files of their own; gzip is on every machine that has the data.
    let mut child = Command::new("gzip").arg("-dc").arg(path).stdout(Stdio::piped()).spawn().unwrap();
    let mut text = String::new();
    child.stdout.take().unwrap().read_to_string(&mut text).unwrap();
    assert!(child.wait().unwrap().success(), "gzip cannot read {}", path.display());
    CostMatrix::from_texts(text.lines().map(|line| line.split('\t'))).unwrap()
}
