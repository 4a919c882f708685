//! Times from several sources side by side, so that one arc is read once for all of them.

use super::metric::FAR;

/// What a junction holds in a sweep: a time from each of [`Lanes::COUNT`] sources.
///
/// A time t is stored as t - 2^31. So times of up to 2^31 - 1 and sums with one arc stay within 32 bits, and the least
/// of two is a comparison of signed numbers, which every processor does on several lanes at once.
pub(super) trait Lanes: Copy + Send + Sync {
    /// Number of sources.
    const COUNT: usize;
    /// No way from any source.
    const FAR: Self;
    /// Nothing recorded by [`Lanes::watch`].
    const CALM: Self;

    /// Takes the way over another junction where it is shorter.
    fn relax(&mut self, other: &Self, arc: i32);
    /// Takes a time of one source where it is shorter.
    fn reach(&mut self, lane: usize, time: u32);
    /// Records in `alarm` (negative where recorded) whether a time is so long, `limit` or more, that one more arc could
    /// pass the largest number.
    fn watch(&self, limit: i32, alarm: &mut Self);
    /// Takes over what another has recorded.
    fn merge(&mut self, alarm: &Self);
    /// Whether anything was recorded.
    fn is_alarmed(&self) -> bool;
    /// The time from one of the sources.
    fn time(&self, lane: usize) -> u32;
}

/// [`FAR`] as stored.
const FAR_STORED: i32 = -1;

/// A time as stored.
pub(super) const fn store(time: u32) -> i32 {
    time.wrapping_sub(1 << 31).cast_signed()
}

const fn unstore(stored: i32) -> u32 {
    stored.cast_unsigned().wrapping_add(1 << 31)
}

/// Negative if a stored time is at least the stored limit, but not [`FAR_STORED`]; without a branch. Both are negative,
/// so that their difference is exact.
#[inline]
const fn near(time: i32, limit: i32) -> i32 {
    !time.wrapping_sub(limit) & time.wrapping_add(1)
}

macro_rules! lanes {
    ($(#[$attribute:meta])* $name:ident, $count:literal) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug)]
        pub(super) struct $name([i32; $count]);

        impl Lanes for $name {
            const COUNT: usize = $count;
            const FAR: Self = Self([FAR_STORED; $count]);
            const CALM: Self = Self([0; $count]);

            #[inline]
            fn relax(&mut self, other: &Self, arc: i32) {
                for (known, before) in self.0.iter_mut().zip(&other.0) {
                    *known = before.wrapping_add(arc).min(*known);
                }
            }

            fn reach(&mut self, lane: usize, time: u32) {
                if let Some(known) = self.0.get_mut(lane) {
                    *known = store(time.min(FAR)).min(*known);
                }
            }

            #[inline]
            fn watch(&self, limit: i32, alarm: &mut Self) {
                for (alarm, time) in alarm.0.iter_mut().zip(&self.0) {
                    *alarm |= near(*time, limit);
                }
            }

            fn merge(&mut self, alarm: &Self) {
                for (own, other) in self.0.iter_mut().zip(&alarm.0) {
                    *own |= other;
                }
            }

            fn is_alarmed(&self) -> bool {
                self.0.iter().any(|alarm| *alarm < 0)
            }

            #[inline]
            fn time(&self, lane: usize) -> u32 {
                self.0.get(lane).map_or(FAR, |time| unstore(*time))
            }
        }
    };
}

lanes!(
    /// Sixteen sources: a whole cache line.
    #[repr(align(64))]
    Sixteen,
    16
);
lanes!(
    /// Eight sources: half a cache line.
    #[repr(align(32))]
    Eight,
    8
);
lanes!(
    /// Four sources: what every processor takes at once.
    #[repr(align(16))]
    Four,
    4
);
lanes!(
    /// One source.
    Single,
    1
);
