//! x
use super::{contiguity::{Contiguity, Neighbourhood}, search::{Question, Search, root}};
use crate::locate::{control::LocateControl, cost_matrix::CostMatrix, instance::fineness};

/// x
pub fn experiment(matrix: &CostMatrix, neighbourhood: &Neighbourhood, level: Contiguity, centres: usize, ub: i128) {
    let clock = std::time::Instant::now();
    let fine = (fineness(matrix) / 64).max(1);
    let question = Question { matrix, neighbourhood, level, centres, gap: 0.0, fineness: fine };
    let watch = LocateControl { time_limit_seconds: Some(200.0), ..Default::default() }.watch();
    let mut search = Search::new(question, &watch);
    let candidates: Vec<usize> = (0..matrix.sites()).collect();
    let root = root(&question, &candidates, &[]);
    let q = crate::locate::search::Question { matrix, centres, own_areas: true, candidates: &candidates, fixed: &[], gap: 0.0 };
    let mut free = crate::locate::search::Search::new(q, &watch);
    let start: Vec<usize> = candidates.iter().copied().step_by(candidates.len() / centres).take(centres).collect();
    free.offer(&start);
    search.hint = free.best.as_ref().map_or(0, |b| b.0 * i128::from(fine));
    let stopped = search.run(root, (0..matrix.clients()).map(|j| i128::from((0..matrix.sites()).filter_map(|i| matrix.cost(i, j)).max().unwrap_or(0) * fine)).sum());
    println!("{centres} {level:?} best {:?} published {ub} bound {} {stopped:?} nodes {} steps {} {:.2}s", search.best.as_ref().map(|b| b.0), search.bound, search.nodes, search.steps, clock.elapsed().as_secs_f64());
}
