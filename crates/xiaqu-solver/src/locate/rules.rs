//! Which sites may, and which must, become centres.

use super::{cost_matrix::CostMatrix, error::LocateCause};

/// Which sites may and which must become centres; by default every site may and none must.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteRules {
    /// The sites that may become centres; `None` is all of them.
    pub candidates: Option<Vec<usize>>,
    /// The sites that must.
    pub fixed: Vec<usize>,
}

/// The rules of one matrix, checked: ascending, without repetition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CheckedRules {
    /// The candidates, fixed ones included.
    pub(crate) candidates: Vec<usize>,
    /// The fixed centres.
    pub(crate) fixed: Vec<usize>,
}

impl SiteRules {
    /// Checks the rules against a matrix.
    pub(crate) fn check(&self, matrix: &CostMatrix) -> Result<CheckedRules, LocateCause> {
        let sites = matrix.sites();
        let sorted = |list: &[usize]| {
            let mut list = list.to_vec();
            list.sort_unstable();
            list.dedup();
            list
        };
        let candidates = self.candidates.as_deref().map_or_else(|| (0..sites).collect(), sorted);
        let fixed = sorted(&self.fixed);
        if let Some(&site) = candidates.iter().chain(&fixed).find(|&&site| site >= sites) {
            return Err(LocateCause::UnknownSite { site, sites });
        }
        if let Some(&site) = fixed.iter().find(|site| candidates.binary_search(site).is_err()) {
            return Err(LocateCause::FixedNotCandidate { site });
        }
        Ok(CheckedRules { candidates, fixed })
    }

    /// Checks the rules and the number of centres against a matrix.
    pub(crate) fn check_number(&self, matrix: &CostMatrix, centres: usize) -> Result<CheckedRules, LocateCause> {
        let rules = self.check(matrix)?;
        let (candidates, fixed) = (rules.candidates.len(), rules.fixed.len());
        if centres == 0 {
            return Err(LocateCause::NoCentres);
        }
        if centres > candidates {
            return Err(LocateCause::TooFewCandidates { centres, candidates });
        }
        if fixed > centres {
            return Err(LocateCause::TooManyFixed { fixed, centres });
        }
        Ok(rules)
    }
}
