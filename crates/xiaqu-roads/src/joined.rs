//! Rows shared out among threads, and what these made put together.

/// Lists one behind the other.
pub(crate) fn joined<T>(lists: Vec<Vec<T>>) -> Vec<T> {
    let count = lists.iter().map(Vec::len).sum();
    let mut lists = lists.into_iter();
    let mut all = lists.next().unwrap_or_default();
    all.reserve_exact(usize::saturating_sub(count, all.len()));
    all.extend(lists.flatten());
    all
}

/// So many of `count` rows for each thread: few lists, for they are put one behind the other, and large ones, for their
/// memory goes back to the system.
pub(crate) fn share_of_thread(count: usize) -> usize {
    count.div_ceil(rayon::current_num_threads()).max(1)
}
