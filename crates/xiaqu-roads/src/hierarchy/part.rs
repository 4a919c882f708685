//! A part of the graph under dissection.

use xiaqu_model::{Index, IxVec, NodeIx};

use super::{
    index::{Local, NOTHING, stored},
    star::Star,
};

/// A part of the graph, numbered for itself. Neighbourhood is symmetric, without loops.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// The junctions of the graph.
    pub(super) nodes: IxVec<Local, NodeIx>,
    pub(super) star: Star<Local, Local>,
}

impl Part {
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The connected parts without these junctions, in the order of their first junctions.
    pub(super) fn without(&self, removed: &IxVec<Local, bool>) -> Vec<Self> {
        let mut component = IxVec::from_fn(self.len(), |_: Local| NOTHING);
        let mut renamed = IxVec::from_fn(self.len(), |_: Local| Local::NONE);
        let mut parts = Vec::new();
        let mut found = Vec::new();
        for start in self.star.tails() {
            if removed[start] || component[start] != NOTHING {
                continue;
            }
            let number = stored(parts.len());
            found.clear();
            found.push(start);
            component[start] = number;
            let mut next = 0;
            while let Some(node) = found.get(next).copied() {
                next += 1;
                for head in self.star.of(node) {
                    if !removed[*head] && component[*head] == NOTHING {
                        component[*head] = number;
                        found.push(*head);
                    }
                }
            }
            // Keeping the order of the larger part keeps neighbours near each other in memory.
            found.sort_unstable();
            parts.push(self.renumbered(&found, &mut renamed, removed));
        }
        parts
    }

    fn renumbered(&self, found: &[Local], renamed: &mut IxVec<Local, Local>, removed: &IxVec<Local, bool>) -> Self {
        for (position, node) in found.iter().enumerate() {
            renamed[*node] = Local::from_position(position);
        }
        let heads = found.iter().map(|node| self.star.range(*node).len()).sum();
        let mut star = Star::with_capacity(found.len(), heads);
        for node in found {
            let kept = self.star.of(*node).iter().filter(|head| !removed[**head]);
            kept.for_each(|head| star.push(renamed[*head]));
            star.close_list();
        }
        Self { nodes: IxVec::from_rows(found.iter().map(|node| self.nodes[*node]).collect()), star }
    }
}
