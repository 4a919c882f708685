//! What several threads made, put together.

/// Lists one behind the other.
pub(crate) fn joined<T>(lists: Vec<Vec<T>>) -> Vec<T> {
    let count = lists.iter().map(Vec::len).sum();
    let mut lists = lists.into_iter();
    let mut all = lists.next().unwrap_or_default();
    all.reserve_exact(usize::saturating_sub(count, all.len()));
    all.extend(lists.flatten());
    all
}
