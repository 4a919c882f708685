//! A queue by coarse time, for searches whose labels may be corrected.

use xiaqu_model::NodeIx;

/// Least width of a bucket as a power of two of milliseconds: about a second, less than most roads take, so that few
/// junctions are passed twice.
const LEAST_WIDTH: u32 = 10;

/// Most buckets kept as a power of two.
const MOST_BUCKETS: u32 = 16;

/// Junctions by time, in buckets about a second wide; inside one in the order they came. A search that uses it must accept
/// that a junction comes again with a better label, and ends with the same labels as one in exact order.
///
/// Faster than a heap at province size, for the junctions of a bucket do not wait for each other's memory.
pub(crate) struct BucketQueue {
    /// A bucket is `1 << width` milliseconds.
    width: u32,
    /// Used in a circle, for no arc is longer than all of them.
    buckets: Vec<Vec<NodeIx>>,
    /// Starts that are not yet due, latest first.
    waiting: Vec<(u32, NodeIx)>,
    current: u32,
    queued: usize,
}

impl BucketQueue {
    /// For arcs of at most `longest` milliseconds, with the starts of the search.
    pub(crate) fn new(longest: u32, mut starts: Vec<(u32, NodeIx)>) -> Self {
        let bits = u32::BITS - longest.leading_zeros();
        let width = LEAST_WIDTH.max(bits.saturating_sub(MOST_BUCKETS));
        let count = ((longest >> width) as usize + 2).next_power_of_two();
        starts.sort_unstable_by(|one, other| other.cmp(one));
        Self { width, buckets: vec![Vec::new(); count], waiting: starts, current: 0, queued: 0 }
    }

    /// The bucket that a time belongs to.
    pub(crate) const fn bucket_of(&self, time: u32) -> u32 {
        time >> self.width
    }

    /// Adds a junction with a time of the present bucket or later, by no more than the longest arc.
    pub(crate) fn push(&mut self, time: u32, node: NodeIx) {
        let place = self.bucket_of(time) as usize & (self.buckets.len() - 1);
        if let Some(bucket) = self.buckets.get_mut(place) {
            bucket.push(node);
            self.queued += 1;
        }
    }

    /// Exchanges `nodes` for the junctions of the earliest bucket that has some, and says which it is; the same again
    /// while junctions are added to it. `None` at the end.
    pub(crate) fn next_bucket(&mut self, nodes: &mut Vec<NodeIx>) -> Option<u32> {
        nodes.clear();
        if self.queued == 0 {
            let (time, _) = self.waiting.last()?;
            self.current = self.current.max(self.bucket_of(*time));
        }
        loop {
            while let Some((time, node)) = self.waiting.pop_if(|(time, _)| *time >> self.width <= self.current) {
                self.push(time, node);
            }
            let place = self.current as usize & (self.buckets.len() - 1);
            let bucket = self.buckets.get_mut(place)?;
            if !bucket.is_empty() {
                std::mem::swap(bucket, nodes);
                self.queued -= nodes.len();
                return Some(self.current);
            }
            self.current += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use xiaqu_model::{Index, NodeIx};

    use super::BucketQueue;

    #[test]
    fn junctions_come_by_bucket_and_late_starts_wait_for_theirs() {
        let node = NodeIx::from_position;
        for longest in [0, 5_000, 1 << 27, u32::MAX - 1] {
            let starts = vec![(4_000_000_000, node(3)), (0, node(1)), (900_000, node(2))];
            let mut queue = BucketQueue::new(longest, starts);
            let (mut found, mut last) = (Vec::new(), 0);
            let mut nodes = Vec::new();
            while let Some(bucket) = queue.next_bucket(&mut nodes) {
                assert!(bucket >= last, "time goes back");
                last = bucket;
                for node_found in nodes.clone() {
                    found.push(node_found.position());
                    if node_found == node(1) && longest > 0 {
                        queue.push(longest.min(4_000), node(4));
                        queue.push(0, node(5));
                    }
                }
            }
            let expected = if longest == 0 { vec![1, 2, 3] } else { vec![1, 5, 4, 2, 3] };
            // Wide buckets hold late starts and early ones alike.
            if longest <= 5_000 {
                assert_eq!(found, expected, "longest arc {longest}");
            } else {
                found.sort_unstable();
                assert_eq!(found, [1, 2, 3, 4, 5]);
            }
        }
    }
}
