//! Most junction-disjoint ways between two sides of a part, and with them the fewest junctions that separate the sides.

use xiaqu_model::IxVec;

use super::{
    index::{Local, NOTHING, stored},
    star::Star,
};

/// Where a junction stands before the flow is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Source,
    Middle,
    Sink,
}

/// Stands for the end of a way, in place of a junction.
const TERMINAL: Local = Local(NOTHING - 1);

/// A step of the search: into a junction that has a way, or on to its neighbours.
#[derive(Clone, Copy)]
enum Step {
    In(Local),
    Out(Local),
}

/// Dinic's algorithm for ways that share no junction (every junction carries one way, sources and sinks too).
///
/// A junction with a way can be entered ([`Step::In`]), which leads back along that way to the junction before, whose
/// rest must then be led elsewhere ([`Step::Out`]). Complexity: O(m sqrt n) phases of O(m) at worst; about ten on roads.
pub(super) struct Flow<'part> {
    star: &'part Star<Local, Local>,
    sides: IxVec<Local, Side>,
    before: IxVec<Local, Local>,
    after: IxVec<Local, Local>,
    level_in: IxVec<Local, u32>,
    level_out: IxVec<Local, u32>,
    cursor: IxVec<Local, u32>,
    queue: Vec<Step>,
    ways: usize,
}

/// Junctions that separate source and sink, and the number of junctions on the side of the source.
pub(super) struct Cut {
    pub(super) is_separator: IxVec<Local, bool>,
    pub(super) size: usize,
    pub(super) source_side: usize,
}

impl Cut {
    /// Junctions on the smaller side.
    pub(super) fn smaller_side(&self) -> usize {
        self.source_side.min(self.is_separator.len() - self.size - self.source_side)
    }
}

impl<'part> Flow<'part> {
    pub(super) fn new(star: &'part Star<Local, Local>, sides: IxVec<Local, Side>) -> Self {
        let count = star.len();
        Self {
            star,
            sides,
            before: IxVec::from_fn(count, |_| Local::NONE),
            after: IxVec::from_fn(count, |_| Local::NONE),
            level_in: IxVec::from_fn(count, |_| NOTHING),
            level_out: IxVec::from_fn(count, |_| NOTHING),
            cursor: IxVec::from_fn(count, |_| 0),
            queue: Vec::with_capacity(count),
            ways: 0,
        }
    }

    /// The cuts nearest to the source and nearest to the sink, both of the least size; `None` if it is above `most`.
    pub(super) fn cuts(mut self, most: usize) -> Option<[Cut; 2]> {
        while self.find_levels() {
            self.augment();
            if self.ways > most {
                return None;
            }
        }
        let near_source = self.cut();
        std::mem::swap(&mut self.before, &mut self.after);
        for side in &mut self.sides {
            *side = match side {
                Side::Source => Side::Sink,
                Side::Middle => Side::Middle,
                Side::Sink => Side::Source,
            };
        }
        self.find_levels();
        Some([near_source, self.cut()])
    }

    fn has_way(&self, node: Local) -> bool {
        self.before[node] != Local::NONE
    }

    /// Breadth first from the free sources; whether a free sink was reached.
    fn find_levels(&mut self) -> bool {
        self.level_in.iter_mut().chain(self.level_out.iter_mut()).for_each(|level| *level = NOTHING);
        self.queue.clear();
        for node in self.star.tails() {
            if self.sides[node] == Side::Source && !self.has_way(node) {
                self.level_out[node] = 0;
                self.queue.push(Step::Out(node));
            }
        }
        let (mut next, mut last_level) = (0, NOTHING);
        while let Some(step) = self.queue.get(next).copied() {
            next += 1;
            let level = self.level(step) + 1;
            if level > last_level {
                break;
            }
            match step {
                Step::In(node) => self.reach(Step::Out(self.before[node]), level),
                Step::Out(node) => {
                    let star = self.star;
                    for head in star.of(node) {
                        if let Some(entered) = self.entering(node, *head) {
                            if self.is_end(entered) {
                                last_level = level;
                            }
                            self.reach(entered, level);
                        }
                    }
                    if self.has_way(node) {
                        self.reach(Step::In(node), level);
                    }
                }
            }
        }
        last_level != NOTHING
    }

    /// What entering a neighbour means; `None` where it leads nowhere.
    fn entering(&self, from: Local, head: Local) -> Option<Step> {
        if self.sides[head] == Side::Source || self.after[from] == head {
            return None;
        }
        Some(if self.has_way(head) { Step::In(head) } else { Step::Out(head) })
    }

    fn is_end(&self, step: Step) -> bool {
        matches!(step, Step::Out(node) if self.sides[node] == Side::Sink && !self.has_way(node))
    }

    fn level(&self, step: Step) -> u32 {
        match step {
            Step::In(node) => self.level_in[node],
            Step::Out(TERMINAL) => NOTHING,
            Step::Out(node) => self.level_out[node],
        }
    }

    fn set_level(&mut self, step: Step, level: u32) {
        match step {
            Step::In(node) => self.level_in[node] = level,
            Step::Out(node) => self.level_out[node] = level,
        }
    }

    fn reach(&mut self, step: Step, level: u32) {
        if !matches!(step, Step::Out(TERMINAL)) && self.level(step) == NOTHING {
            self.set_level(step, level);
            self.queue.push(step);
        }
    }

    /// Finds ways along rising levels until there are no more.
    fn augment(&mut self) {
        for node in self.star.tails() {
            self.cursor[node] = stored(self.star.range(node).start);
        }
        let mut path = Vec::new();
        for start in self.star.tails() {
            if self.sides[start] != Side::Source || self.has_way(start) {
                continue;
            }
            path.clear();
            path.push(Step::Out(start));
            while let Some(step) = path.last().copied() {
                if self.is_end(step) {
                    self.lay(&path);
                    break;
                }
                if let Some(next) = self.advance(step) {
                    path.push(next);
                } else {
                    self.set_level(step, NOTHING);
                    path.pop();
                }
            }
        }
    }

    /// The next step of rising level that has not failed.
    fn advance(&mut self, step: Step) -> Option<Step> {
        let level = self.level(step).checked_add(1)?;
        let node = match step {
            Step::In(node) => {
                let back = Step::Out(self.before[node]);
                return (self.level(back) == level).then_some(back);
            }
            Step::Out(node) => node,
        };
        let start = self.cursor[node] as usize;
        let end = self.star.range(node).end;
        for (passed, head) in self.star.heads().get(start..end).unwrap_or_default().iter().enumerate() {
            if let Some(entered) = self.entering(node, *head).filter(|entered| self.level(*entered) == level) {
                self.cursor[node] = stored(start + passed);
                return Some(entered);
            }
        }
        self.cursor[node] = stored(end);
        (self.has_way(node) && self.level_in[node] == level).then_some(Step::In(node))
    }

    /// Turns a path of the search into one more way.
    fn lay(&mut self, path: &[Step]) {
        if let Some(Step::Out(start)) = path.first() {
            self.before[*start] = TERMINAL;
        }
        for (one, next) in path.iter().zip(path.iter().skip(1)) {
            match (one, next) {
                (Step::Out(left), Step::In(same)) if left == same => {
                    self.before[*left] = Local::NONE;
                    self.after[*left] = Local::NONE;
                }
                (Step::Out(tail), Step::In(head) | Step::Out(head)) => {
                    self.after[*tail] = *head;
                    self.before[*head] = *tail;
                }
                (Step::In(_), _) => {}
            }
        }
        if let Some(Step::Out(end)) = path.last() {
            self.after[*end] = TERMINAL;
        }
        for step in path {
            self.set_level(*step, NOTHING);
        }
        self.ways += 1;
    }

    /// The cut nearest to the source, after a search that reached no free sink.
    fn cut(&self) -> Cut {
        let is_separator = IxVec::from_fn(self.star.len(), |node: Local| {
            let is_entered = self.sides[node] == Side::Source || self.level_in[node] != NOTHING;
            self.has_way(node) && is_entered && self.level_out[node] == NOTHING
        });
        let source_side = self.level_out.iter().filter(|level| **level != NOTHING).count();
        Cut { is_separator, size: self.ways, source_side }
    }
}
