//! One enumeration that keeps what no plan dominates (FORMULATION 6.2).

use xiaqu_model::{Aim, AimValue, Group, Problem};

use super::find::{Answer, Found, PointProof, dominates, further_aims, is_as_good};
use crate::{
    control::Watch,
    enumeration::{Candidate, visit_plans},
    error::SearchError,
    rules::Rules,
};

/// Judges every plan and keeps the non-dominated ones.
///
/// # Complexity
///
/// Every plan is compared with at most all points kept so far. The point that dominated a plan moves to the front, since
/// the next plan differs little and is mostly dominated by the same one.
pub(super) fn judge_all(problem: &Problem, aims: &[Aim], watch: &Watch) -> Result<Answer, SearchError> {
    let further = further_aims(problem, aims);
    let mut asked = aims.to_vec();
    asked.extend(&further);
    let mut archive = Archive { aims, further: &further, entries: Vec::new() };
    let visited = visit_plans(problem, &Rules::all(problem), &asked, watch, &mut |candidate| {
        archive.take(candidate);
        true
    })?;
    let proof = match visited.stopped {
        None => PointProof::Enumerated { plans: visited.plans },
        Some(limit) => PointProof::Stopped { limit },
    };
    let found = archive.entries.into_iter();
    let found = found.map(|entry| Found { values: entry.values, groups: entry.groups, proof: proof.clone() });
    Ok((found.collect(), visited.stopped))
}

struct Entry {
    values: Vec<AimValue>,
    further: Vec<AimValue>,
    groups: Vec<Group>,
}

struct Archive<'a> {
    aims: &'a [Aim],
    further: &'a [Aim],
    entries: Vec<Entry>,
}

impl Archive<'_> {
    fn take(&mut self, candidate: &Candidate<'_, '_>) {
        let values = candidate.values(self.aims);
        let rival = self.entries.iter().position(|entry| is_as_good(&entry.values, &values));
        let entry = || (candidate.values(self.further), candidate.groups());
        match rival {
            None => {
                self.entries.retain(|other| !dominates(&values, &other.values));
                let (further, groups) = entry();
                self.entries.push(Entry { values, further, groups });
            }
            Some(position) => {
                let Some(rival) = self.entries.get_mut(position) else { return };
                if rival.values == values {
                    let (further, groups) = entry();
                    if (&further, &groups) < (&rival.further, &rival.groups) {
                        *rival = Entry { values, further, groups };
                    }
                }
                self.entries.swap(0, position);
            }
        }
    }
}
