use xiaqu_solver::locate::*;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let read = |f: &str| {
        let text = std::fs::read_to_string(f).unwrap();
        CostMatrix::from_texts(text.lines().map(|l| l.split('\t'))).unwrap()
    };
    let m = read("/tmp/w510.csv");
    let d = read("/tmp/d510.csv");
    let hood = Neighbourhood::from_distances(d).unwrap();
    let p: usize = args[1].parse().unwrap();
    let level = match args[2].as_str() {
        "0" => Contiguity::Free,
        "1" => Contiguity::Connected,
        "2" => Contiguity::Doubled,
        _ => Contiguity::Compact,
    };
    let text = std::fs::read_to_string("/work/shared/data/police_districts/optima_0510_all_candidates.csv").unwrap();
    let ub = text
        .lines()
        .find(|l| l.starts_with(&format!("{p},C{},", args[2])))
        .unwrap()
        .split(',')
        .nth(2)
        .unwrap()
        .replace('.', "")
        .parse::<i128>()
        .unwrap();
    let t = std::time::Instant::now();
    let out = districts(
        &m,
        &Districting { centres: p, contiguity: level, neighbourhood: &hood },
        &SiteRules::default(),
        &LocateControl { time_limit_seconds: Some(400.0), ..Default::default() },
    )
    .unwrap();
    println!(
        "{p} {level:?} {:?} {} published {ub} {} bound {} {:?} {:.2}s",
        out.objective,
        out.objective == ub,
        out.bound,
        out.proof,
        t.elapsed().as_secs_f64()
    );
}
