//! Customisation: the times of a scenario on the arcs of a hierarchy.

use xiaqu_model::{IxVec, TravelTime};

use super::{
    error::HierarchyError,
    index::{NOTHING, Rank, stored},
    structure::Hierarchy,
};
use crate::weights::UNREACHABLE;

/// No way, in the arithmetic of this module: two of them still fit into 32 bits.
pub(super) const FAR: u32 = i32::MAX as u32;

/// Times on a hierarchy: of every arc, the shortest way between its ends over junctions of lower rank.
#[derive(Clone, Debug)]
pub struct Metric<'hierarchy> {
    pub(super) hierarchy: &'hierarchy Hierarchy,
    /// From the lower to the higher end of each arc of the hierarchy.
    pub(super) upward: Vec<u32>,
    /// From the higher to the lower end.
    pub(super) downward: Vec<u32>,
    /// The longest time among both.
    pub(super) longest: u32,
}

pub(super) fn too_long(milliseconds: u32) -> HierarchyError {
    HierarchyError::TimesTooLong { days: milliseconds / 86_400_000 }
}

impl<'hierarchy> Metric<'hierarchy> {
    /// From the times of the graph's arcs in their order, [`UNREACHABLE`] where closed.
    pub(super) fn new(
        hierarchy: &'hierarchy Hierarchy,
        times: impl ExactSizeIterator<Item = u32>,
    ) -> Result<Self, HierarchyError> {
        let (expected, found) = (hierarchy.slots.len(), times.len());
        if expected != found {
            return Err(HierarchyError::OtherGraph { what: "arcs", expected, found });
        }
        let count = hierarchy.arc_count();
        let mut metric = Self { hierarchy, upward: vec![FAR; count], downward: vec![FAR; count], longest: 0 };
        for (slot, time) in hierarchy.slots.iter().zip(times) {
            if *slot == NOTHING || time == UNREACHABLE {
                continue;
            }
            if time >= FAR {
                return Err(too_long(time));
            }
            let side = if slot % 2 == 0 { &mut metric.upward } else { &mut metric.downward };
            if let Some(known) = side.get_mut((slot / 2) as usize) {
                *known = time.min(*known);
            }
        }
        metric.relax_triangles();
        let finite = metric.upward.iter().chain(&metric.downward).copied().filter(|time| *time != FAR);
        metric.longest = finite.max().unwrap_or(0);
        // A sum of two times was cut off at FAR only if one of the two is at least half of it.
        if metric.longest >= FAR / 2 {
            return Err(too_long(metric.longest));
        }
        Ok(metric)
    }

    /// For every arc, from low to high: over each junction below both its ends. All times below are final by then.
    ///
    /// Complexity: O(triangles of the hierarchy).
    fn relax_triangles(&mut self) {
        let Hierarchy { up, below, .. } = self.hierarchy;
        let mut position = IxVec::from_fn(up.len(), |_: Rank| NOTHING);
        for rank in up.tails() {
            let range = up.range(rank);
            let heads = up.of(rank);
            for (place, head) in heads.iter().enumerate() {
                position[*head] = stored(place);
            }
            let (lower_up, upward) = self.upward.split_at_mut(range.start);
            let (lower_down, downward) = self.downward.split_at_mut(range.start);
            let own = (upward.get_mut(..range.len()), downward.get_mut(..range.len()));
            let (Some(upward), Some(downward)) = own else { return };
            for arc in below.of(rank) {
                let (place, end) = (arc.place as usize, arc.list_end as usize);
                let ups = lower_up.get(place..end).and_then(<[u32]>::split_first);
                let downs = lower_down.get(place..end).and_then(<[u32]>::split_first);
                let (Some((from_below, ups)), Some((to_below, downs))) = (ups, downs) else { continue };
                // A shorter list that equals in length the list it is part of is that list.
                if ups.len() == upward.len() {
                    relax_all(upward, ups, *to_below);
                    relax_all(downward, downs, *from_below);
                } else {
                    let lists = up.heads().get(place + 1..end).unwrap_or_default().iter().zip(ups).zip(downs);
                    for ((head, further), back) in lists {
                        let place = position[*head] as usize;
                        if let (Some(up), Some(down)) = (upward.get_mut(place), downward.get_mut(place)) {
                            *up = further.wrapping_add(*to_below).min(*up);
                            *down = back.wrapping_add(*from_below).min(*down);
                        }
                    }
                }
            }
        }
    }
}

/// Times to the lower end and on from there. Sums stay below 2^32, for no time is above [`FAR`].
fn relax_all(known: &mut [u32], further: &[u32], first: u32) {
    for (known, further) in known.iter_mut().zip(further) {
        *known = further.wrapping_add(first).min(*known);
    }
}

/// A time of this module as a travel time.
pub(super) fn as_time(time: u32) -> Option<TravelTime> {
    (time < FAR).then(|| TravelTime::from_milliseconds(time))
}
