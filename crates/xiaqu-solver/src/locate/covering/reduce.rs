//! Reductions before a solver sees a covering program (FORMULATION 7.22): what another row or column implies is dropped.

/// For each of `count` elements the sets that hold it, ascending.
pub(super) fn transpose(sets: &[Vec<usize>], count: usize) -> Vec<Vec<usize>> {
    let mut holders = vec![Vec::new(); count];
    for (set, elements) in sets.iter().enumerate() {
        for element in elements {
            if let Some(list) = holders.get_mut(*element) {
                list.push(set);
            }
        }
    }
    holders
}

/// Whether every element of one ascending list is in the other.
pub(super) fn is_subset(one: &[usize], other: &[usize]) -> bool {
    let mut rest = other.iter();
    one.len() <= other.len() && one.iter().all(|element| rest.any(|candidate| candidate == element))
}

/// The candidates that another one replaces: it reaches all the same classes, costs no more, and is kept. Of equals the
/// lowest is kept. Those that reach nothing are replaced by leaving them out.
pub(super) fn replaced_sites(
    by_site: &[Vec<usize>],
    classes: &[Vec<usize>],
    costs: &[i64],
    kept: &[bool],
) -> Vec<bool> {
    let mut replaced = vec![false; by_site.len()];
    for (site, reached) in by_site.iter().enumerate() {
        if kept.get(site).is_some_and(|kept| *kept) {
            continue;
        }
        let rarest = reached.iter().filter_map(|class| classes.get(*class)).min_by_key(|sites| sites.len());
        let Some(rivals) = rarest else {
            mark(&mut replaced, site);
            continue;
        };
        let takes_over = |rival: &usize| {
            let reaches: &[usize] = by_site.get(*rival).map_or(&[], Vec::as_slice);
            let (cost, own) = (costs.get(*rival).copied().unwrap_or(0), costs.get(site).copied().unwrap_or(0));
            let is_there = replaced.get(*rival).is_some_and(|gone| !gone);
            let equal = cost == own && reaches.len() == reached.len();
            let first = *rival < site || kept.get(*rival).is_some_and(|kept| *kept);
            *rival != site && is_there && cost <= own && is_subset(reached, reaches) && (!equal || first)
        };
        if rivals.iter().any(takes_over) {
            mark(&mut replaced, site);
        }
    }
    replaced
}

/// The classes that are covered whenever another one is: all candidates of the other are among theirs.
pub(super) fn implied_classes(classes: &[Vec<usize>], by_site: &[Vec<usize>]) -> Vec<bool> {
    let mut implied = vec![false; classes.len()];
    for (class, sites) in classes.iter().enumerate() {
        if implied.get(class).is_some_and(|implied| *implied) {
            continue;
        }
        let rarest = sites.iter().filter_map(|site| by_site.get(*site)).min_by_key(|holders| holders.len());
        for other in rarest.into_iter().flatten().filter(|other| **other != class) {
            let wider = classes.get(*other).is_some_and(|wider| is_subset(sites, wider));
            let equal = classes.get(*other).is_some_and(|wider| wider.len() == sites.len());
            if wider && (!equal || *other > class) {
                mark(&mut implied, *other);
            }
        }
    }
    implied
}

fn mark(marks: &mut [bool], position: usize) {
    if let Some(mark) = marks.get_mut(position) {
        *mark = true;
    }
}

#[cfg(test)]
mod tests {
    use super::{implied_classes, is_subset, replaced_sites, transpose};

    #[test]
    fn a_site_that_reaches_less_for_no_less_is_replaced() {
        let classes = vec![vec![0, 1, 2], vec![1, 2]];
        let by_site = transpose(&classes, 4);
        assert_eq!(by_site, [vec![0], vec![0, 1], vec![0, 1], vec![]]);
        assert_eq!(replaced_sites(&by_site, &classes, &[1; 4], &[false; 4]), [true, false, true, true]);
        assert_eq!(replaced_sites(&by_site, &classes, &[1, 2, 3, 1], &[false; 4]), [false, false, true, true]);
        let kept = [false, false, true, true];
        assert_eq!(replaced_sites(&by_site, &classes, &[1; 4], &kept), [true, true, false, false]);
    }

    #[test]
    fn a_class_with_more_sites_than_another_is_implied() {
        let classes = vec![vec![0, 1, 2], vec![1, 2], vec![3], vec![1, 2]];
        let implied = implied_classes(&classes, &transpose(&classes, 4));
        assert_eq!(implied, [true, false, false, true]);
        assert!(is_subset(&[1, 3], &[0, 1, 2, 3]) && !is_subset(&[1, 4], &[0, 1, 2, 3]));
    }
}
