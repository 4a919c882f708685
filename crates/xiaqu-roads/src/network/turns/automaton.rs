//! Forbidden paths as an automaton of the last steps driven (Aho and Corasick 1975).
//!
//! A state is the longest end of the way driven so far that begins a forbidden path. The empty one is the junction
//! itself; every other one becomes a copy of the junction where it ends, from which the forbidden steps are missing.
//! So only junctions that a forbidden path passes are copied, and the search stays one over nodes.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use xiaqu_model::EdgeIx;

/// One direction of an edge, driven whole: the edge, and whether from its first point to its last.
pub(crate) type Step = (EdgeIx, bool);

/// Position of a state; 0 is the empty one.
type State = usize;

/// What follows a state.
#[derive(Clone, Debug, Default)]
struct StateRow {
    /// The last step of the state; `None` for the empty one.
    last: Option<Step>,
    /// States longer by one step.
    longer: BTreeMap<Step, State>,
    /// The longest proper end of the state that is a state.
    shorter: State,
    /// Steps that would complete a forbidden path, those of shorter ends included.
    forbidden: BTreeSet<Step>,
}

/// All forbidden paths. Invariant: state 0 is the empty one and is always there.
#[derive(Clone, Debug)]
pub(crate) struct ForbiddenPaths {
    states: Vec<StateRow>,
}

impl ForbiddenPaths {
    /// The automaton of these paths; paths of less than two steps are no turns and are left out.
    ///
    /// Complexity: linear in the sum of lengths, but for the logarithms of the maps.
    pub(crate) fn new<'path>(paths: impl IntoIterator<Item = &'path [Step]>) -> Self {
        let mut automaton = Self { states: vec![StateRow::default()] };
        for path in paths {
            if let Some((last, before)) = path.split_last().filter(|(_, before)| !before.is_empty()) {
                let state = before.iter().fold(0, |state, step| automaton.lengthen(state, *step));
                if let Some(row) = automaton.states.get_mut(state) {
                    row.forbidden.insert(*last);
                }
            }
        }
        automaton.link_shorter();
        automaton
    }

    fn lengthen(&mut self, state: State, step: Step) -> State {
        if let Some(known) = self.row(state).longer.get(&step) {
            return *known;
        }
        self.states.push(StateRow { last: Some(step), ..StateRow::default() });
        let longer = self.states.len() - 1;
        if let Some(row) = self.states.get_mut(state) {
            row.longer.insert(step, longer);
        }
        longer
    }

    /// Breadth first, so that shorter states are finished before longer ones.
    fn link_shorter(&mut self) {
        let mut open: VecDeque<State> = self.row(0).longer.values().copied().collect();
        while let Some(state) = open.pop_front() {
            let children: Vec<(Step, State)> = self.row(state).longer.iter().map(|(step, to)| (*step, *to)).collect();
            let shorter = self.row(state).shorter;
            for (step, child) in children {
                let target = self.after(shorter, step);
                if let Some(row) = self.states.get_mut(child) {
                    row.shorter = target;
                }
                open.push_back(child);
            }
            let inherited = self.row(shorter).forbidden.clone();
            if let Some(row) = self.states.get_mut(state) {
                row.forbidden.extend(inherited);
            }
        }
    }

    /// The state after a step that is allowed.
    pub(crate) fn after(&self, mut state: State, step: Step) -> State {
        loop {
            match self.row(state).longer.get(&step) {
                Some(longer) => return *longer,
                None if state == 0 => return 0,
                None => state = self.row(state).shorter,
            }
        }
    }

    /// Whether the step may not be driven in the state.
    pub(crate) fn forbids(&self, state: State, step: Step) -> bool {
        self.row(state).forbidden.contains(&step)
    }

    /// The states that are not empty, in order, with their last steps.
    pub(crate) fn copies(&self) -> impl Iterator<Item = (State, Step)> + '_ {
        self.states.iter().enumerate().filter_map(|(state, row)| Some((state, row.last?)))
    }

    fn row(&self, state: State) -> &StateRow {
        // States are handed out by this table only, so there is always a row.
        self.states.get(state).unwrap_or(&EMPTY)
    }
}

impl Default for ForbiddenPaths {
    fn default() -> Self {
        Self { states: vec![StateRow::default()] }
    }
}

static EMPTY: StateRow = StateRow { last: None, longer: BTreeMap::new(), shorter: 0, forbidden: BTreeSet::new() };

#[cfg(test)]
mod tests {
    use xiaqu_model::{EdgeIx, Index};

    use super::{ForbiddenPaths, Step};

    fn path(edges: &[usize]) -> Vec<Step> {
        edges.iter().map(|edge| (EdgeIx::from_position(*edge), true)).collect()
    }

    /// Whether the automaton lets one drive the whole way.
    fn allows(automaton: &ForbiddenPaths, way: &[Step]) -> bool {
        let mut state = 0;
        way.iter().all(|step| {
            let allowed = !automaton.forbids(state, *step);
            state = automaton.after(state, *step);
            allowed
        })
    }

    #[test]
    fn a_way_is_allowed_if_no_part_of_it_is_forbidden() {
        let mut random = 12_345_u64;
        let mut next = |below: u64| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from((random >> 33) % below).unwrap()
        };
        let mut refused = 0;
        for _ in 0..3_000 {
            let forbidden: Vec<Vec<Step>> = (0..=next(4))
                .map(|_| {
                    let length = 2 + next(3);
                    path(&(0..length).map(|_| next(3)).collect::<Vec<_>>())
                })
                .collect();
            let automaton = ForbiddenPaths::new(forbidden.iter().map(Vec::as_slice));
            let length = next(9);
            let way = path(&(0..length).map(|_| next(3)).collect::<Vec<_>>());
            let free =
                !forbidden.iter().any(|forbidden| way.windows(forbidden.len()).any(|window| window == forbidden));
            assert_eq!(allows(&automaton, &way), free, "{forbidden:?} in {way:?}");
            refused += usize::from(!free);
        }
        assert!(refused > 500, "{refused}");
    }

    #[test]
    fn a_path_of_one_step_is_no_turn() {
        let automaton = ForbiddenPaths::new([path(&[1]).as_slice()]);
        assert_eq!(automaton.copies().count(), 0);
        assert!(allows(&automaton, &path(&[1, 1])));
    }
}
