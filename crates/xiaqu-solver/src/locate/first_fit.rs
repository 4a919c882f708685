//! A fast assignment of whole clients to centres with capacities: regret first, then exchanges.

/// Centres and the centre of each client, as positions among the candidates.
pub(super) struct Placement {
    pub(super) chosen: Vec<usize>,
    pub(super) assignment: Vec<usize>,
}

/// Clients, sites and what may serve whom.
pub(super) struct Fit {
    /// Cost and position of every candidate that may serve a client, cheapest first.
    pub(super) options: Vec<Vec<(i64, usize)>>,
    /// Load of each client.
    pub(super) loads: Vec<i64>,
    /// Capacity of each candidate.
    pub(super) capacities: Vec<i64>,
}

impl Fit {
    /// The cost of an assignment; `None` if it breaks a rule.
    pub(super) fn cost(&self, chosen: &[usize], assignment: &[usize]) -> Option<i128> {
        let mut carried = vec![0_i128; self.capacities.len()];
        let mut sum = 0;
        for ((position, options), load) in assignment.iter().zip(&self.options).zip(&self.loads) {
            let (cost, _) = options.iter().find(|(_, candidate)| candidate == position)?;
            sum += i128::from(*cost);
            *carried.get_mut(*position)? += i128::from(*load);
            if !chosen.contains(position) {
                return None;
            }
        }
        let fits = carried.iter().zip(&self.capacities).all(|(carried, capacity)| *carried <= i128::from(*capacity));
        (fits && assignment.len() == self.options.len()).then_some(sum)
    }

    /// An assignment to chosen candidates and its cost, good but not the best; `None` if none was found.
    pub(super) fn assign(&self, chosen: &[usize]) -> Option<(Vec<usize>, i128)> {
        let mut is_chosen = vec![false; self.capacities.len()];
        for position in chosen {
            *is_chosen.get_mut(*position)? = true;
        }
        let may = |(_, position): &&(i64, usize)| is_chosen.get(*position).is_some_and(|chosen| *chosen);
        let options: Vec<Vec<(i64, usize)>> =
            self.options.iter().map(|options| options.iter().filter(may).copied().collect()).collect();
        // Whoever loses most by not getting the best centre chooses first; then the heaviest.
        let regret = |client: &usize| {
            let options = options.get(*client).map_or(&[][..], Vec::as_slice);
            let loss = match options {
                [(best, _), (second, _), ..] => i128::from(*second) - i128::from(*best),
                _ => i128::MAX,
            };
            (std::cmp::Reverse(loss), std::cmp::Reverse(self.loads.get(*client).copied()))
        };
        let by_load = |client: &usize| std::cmp::Reverse(self.loads.get(*client).copied());
        let mut by_regret: Vec<usize> = (0..options.len()).collect();
        by_regret.sort_by_key(regret);
        let mut heaviest: Vec<usize> = (0..options.len()).collect();
        heaviest.sort_by_key(by_load);
        let (mut assignment, mut room) = self.fill(&options, &by_regret).or_else(|| self.fill(&options, &heaviest))?;
        while self.shift(&options, &mut assignment, &mut room) {}
        let cost = self.cost(chosen, &assignment)?;
        Some((assignment, cost))
    }

    /// Exchanges two clients of different centres, or moves one, as long as that is cheaper and fits.
    pub(super) fn polish(&self, chosen: &[usize], mut assignment: Vec<usize>) -> Option<(Vec<usize>, i128)> {
        let count = self.capacities.len();
        let mut costs: Vec<Vec<Option<i64>>> = vec![vec![None; count]; self.options.len()];
        for (costs, options) in costs.iter_mut().zip(&self.options) {
            for (cost, position) in options {
                *costs.get_mut(*position)? = Some(*cost);
            }
        }
        let may = |(_, position): &&(i64, usize)| chosen.contains(position);
        let options: Vec<Vec<(i64, usize)>> =
            self.options.iter().map(|options| options.iter().filter(may).copied().collect()).collect();
        let mut room = self.capacities.clone();
        for (position, load) in assignment.iter().zip(&self.loads) {
            *room.get_mut(*position)? -= load;
        }
        loop {
            let moved = self.shift(&options, &mut assignment, &mut room);
            if !self.exchange(&costs, &mut assignment, &mut room) && !moved {
                break;
            }
        }
        let cost = self.cost(chosen, &assignment)?;
        Some((assignment, cost))
    }

    /// Exchanges pairs of clients; whether any were.
    fn exchange(&self, costs: &[Vec<Option<i64>>], assignment: &mut [usize], room: &mut [i64]) -> bool {
        let cost = |client: usize, position: usize| {
            costs.get(client).and_then(|row| row.get(position)).copied().flatten().map(i128::from)
        };
        let load = |client: usize| self.loads.get(client).copied().unwrap_or(0);
        let mut exchanged = false;
        for one in 0..assignment.len() {
            for other in one + 1..assignment.len() {
                let (Some(&here), Some(&there)) = (assignment.get(one), assignment.get(other)) else { continue };
                let (Some(now), Some(then)) =
                    (cost(one, here).zip(cost(other, there)), cost(one, there).zip(cost(other, here)))
                else {
                    continue;
                };
                let heavier = load(other) - load(one);
                let fits = |position: usize, more: i64| room.get(position).is_some_and(|room| *room >= more);
                if here == there || then.0 + then.1 >= now.0 + now.1 || !fits(here, heavier) || !fits(there, -heavier) {
                    continue;
                }
                for (client, position, more) in [(one, there, -heavier), (other, here, heavier)] {
                    if let (Some(slot), Some(room)) = (assignment.get_mut(client), room.get_mut(position)) {
                        *slot = position;
                        *room -= more;
                    }
                }
                exchanged = true;
            }
        }
        exchanged
    }

    /// Gives each client in turn to its cheapest centre that has room; and the room that is left.
    fn fill(&self, options: &[Vec<(i64, usize)>], order: &[usize]) -> Option<(Vec<usize>, Vec<i64>)> {
        let mut room = self.capacities.clone();
        let mut assignment = vec![0; options.len()];
        for client in order {
            let load = self.loads.get(*client)?;
            let has_room = |(_, position): &&(i64, usize)| room.get(*position).is_some_and(|room| room >= load);
            let (_, position) = options.get(*client)?.iter().find(has_room)?;
            *room.get_mut(*position)? -= load;
            *assignment.get_mut(*client)? = *position;
        }
        Some((assignment, room))
    }

    /// Moves clients to cheaper centres that have room by now; whether any moved.
    fn shift(&self, options: &[Vec<(i64, usize)>], assignment: &mut [usize], room: &mut [i64]) -> bool {
        let mut moved = false;
        for ((position, options), load) in assignment.iter_mut().zip(options).zip(&self.loads) {
            let cheaper = options.iter().take_while(|(_, candidate)| candidate != position);
            let target = cheaper
                .map(|(_, candidate)| *candidate)
                .find(|candidate| room.get(*candidate).is_some_and(|room| room >= load));
            if let Some(target) = target {
                if let Some(room) = room.get_mut(*position) {
                    *room += load;
                }
                if let Some(room) = room.get_mut(target) {
                    *room -= load;
                }
                *position = target;
                moved = true;
            }
        }
        moved
    }
}
