use xiaqu_solver::locate::*;
fn rng(s: &mut u64) -> u64 {
    *s = s.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (*s ^ (*s >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let kind = args[1].as_str();
    let n: usize = args[2].parse().unwrap();
    let p: usize = args[3].parse().unwrap();
    let seed: u64 = args.get(4).map_or(1, |s| s.parse().unwrap());
    let mut s = seed;
    let m = match kind {
        "euclid" => {
            let pts: Vec<(f64, f64, f64)> = (0..n)
                .map(|_| {
                    (
                        (rng(&mut s) >> 11) as f64 / 9007199254740992.0 * 1000.0,
                        (rng(&mut s) >> 11) as f64 / 9007199254740992.0 * 1000.0,
                        (1 + rng(&mut s) % 20) as f64,
                    )
                })
                .collect();
            CostMatrix::from_numbers(pts.iter().map(|a| {
                pts.iter().map(|b| ((a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)).sqrt() * b.2).collect::<Vec<_>>()
            }))
            .unwrap()
        }
        "graph" => {
            let mut d = vec![vec![1_000_000i64; n]; n];
            for i in 0..n {
                d[i][i] = 0;
            }
            for i in 1..n {
                let j = (rng(&mut s) % (i as u64)) as usize;
                let w = 1 + (rng(&mut s) % 100) as i64;
                d[i][j] = d[i][j].min(w);
                d[j][i] = d[i][j];
            }
            // as OR-Library: n*n/50 edges
            for _ in 0..(n * n / 50) {
                let i = (rng(&mut s) % (n as u64)) as usize;
                let j = (rng(&mut s) % (n as u64)) as usize;
                if i == j {
                    continue;
                }
                let w = 1 + (rng(&mut s) % 100) as i64;
                d[i][j] = d[i][j].min(w);
                d[j][i] = d[i][j];
            }
            for k in 0..n {
                for i in 0..n {
                    let a = d[i][k];
                    for j in 0..n {
                        let b = a + d[k][j];
                        if b < d[i][j] {
                            d[i][j] = b;
                        }
                    }
                }
            }
            CostMatrix::from_units(0, d.iter().map(|r| r.iter().map(|c| Some(*c)))).unwrap()
        }
        "file" => {
            let text = std::fs::read_to_string("/tmp/w510.csv").unwrap();
            CostMatrix::from_texts(text.lines().map(|l| l.split('\t'))).unwrap()
        }
        _ => panic!(),
    };
    let t = std::time::Instant::now();
    let out = p_median(
        &m,
        p,
        &SiteRules::default(),
        &LocateControl { time_limit_seconds: Some(120.0), ..Default::default() },
    )
    .unwrap();
    let stat = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = stat.lines().find(|l| l.starts_with("VmHWM")).unwrap().to_owned();
    println!(
        "{kind} {n} p{p} obj {} bound {} {:?} gap {:.5}% time {:.2} {peak}",
        m.to_text(out.objective),
        m.to_text(out.bound),
        out.proof,
        out.gap * 100.0,
        t.elapsed().as_secs_f64()
    );
}
