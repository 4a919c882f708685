//! Generated instances of location models.

use xiaqu::model::cast::to_f64;
use xiaqu_solver::locate::CostMatrix;
use xiaqu_testkit::random::Random;

/// Nodes at random in 1000 x 1000; the cost is the distance times the client's weight, from 1 to 20.
pub fn euclidean(nodes: usize, seed: u64) -> CostMatrix {
    let mut random = Random::new(seed);
    let nodes: Vec<(f64, f64, f64)> =
        (0..nodes).map(|_| (random.unit() * 1000.0, random.unit() * 1000.0, to_f64(1 + random.bits() % 20))).collect();
    let rows = nodes.iter().map(|from| nodes.iter().map(|to| (from.0 - to.0).hypot(from.1 - to.1) * to.2));
    CostMatrix::from_numbers(rows).unwrap()
}

/// Shortest paths in a random connected graph of nodes² / 50 more edges of lengths 1 to 100, as OR-Library's pmed sets.
pub fn graph(nodes: usize, seed: u64) -> CostMatrix {
    let mut random = Random::new(seed);
    let far = 1_000_000_i64;
    let mut paths = vec![vec![far; nodes]; nodes];
    let join = |paths: &mut Vec<Vec<i64>>, one: usize, other: usize, random: &mut Random| {
        let length = i64::try_from(random.below(100)).unwrap() + 1;
        if one != other && length < paths[one][other] {
            (paths[one][other], paths[other][one]) = (length, length);
        }
    };
    for node in 1..nodes {
        let other = random.below(node);
        join(&mut paths, node, other, &mut random);
    }
    for _ in 0..nodes * nodes / 50 {
        let (one, other) = (random.below(nodes), random.below(nodes));
        join(&mut paths, one, other, &mut random);
    }
    for (node, row) in paths.iter_mut().enumerate() {
        row[node] = 0;
    }
    for middle in 0..nodes {
        let through = paths[middle].clone();
        for row in &mut paths {
            let first = row[middle];
            for (path, rest) in row.iter_mut().zip(&through) {
                *path = (*path).min(first + rest);
            }
        }
    }
    CostMatrix::from_units(0, paths.iter().map(|row| row.iter().map(|path| Some(*path)))).unwrap()
}
