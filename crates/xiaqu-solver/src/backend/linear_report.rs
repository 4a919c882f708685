//! The words of the growing linear program, with HiGHS and without.

/// What a solver says of the program as it stands.
#[derive(Clone, Debug)]
pub(crate) struct LinearReport {
    /// Whether it calls it optimal.
    pub(crate) optimal: bool,
    /// Whether its time ran out.
    pub(crate) out_of_time: bool,
    /// Its own words.
    pub(crate) status: String,
    /// Values of the variables in the order in which they were added.
    pub(crate) values: Vec<f64>,
    /// Duals of the rows in the order in which they were added; positive ones push a row's value up.
    pub(crate) duals: Vec<f64>,
}

/// The way a solver goes about a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    /// Dual simplex from the last basis: for programs that changed a little.
    Simplex,
    /// Interior point, then crossover to a basis: for large programs seen for the first time.
    Interior,
}
