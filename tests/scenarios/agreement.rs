//! Issue "optimizer at full strength": enumeration, exact search, integer program and brute force agree on random county
//! folders under every mode, aim and limit. A county on which they do not is left on the disk, to be run again.

use std::ops::Range;

use xiaqu::{
    check_county,
    model::{AimValue, Engine, Outcome, Problem, Proof},
};
use xiaqu_solver::{SearchControl, SearchError, SolveError, solve};
use xiaqu_testkit::oracle;
use xiaqu_tests::{described, random_county::random_county, random_settings::with_random_settings, run_with};

/// Larger counties are left out: to enumerate them takes seconds.
const STATIONS_MAX: usize = 11;

/// Larger counties are not given to brute force.
const BRUTE_FORCE_MAX: usize = 7;

fn solve_by(problem: &Problem, engine: Engine) -> Result<Outcome, SolveError> {
    let mut problem = problem.clone();
    problem.policy.search.engine = engine;
    solve(&problem, &SearchControl::default())
}

/// Whether the best values lie between the bounds and the values of a search that stopped: those of the aims before the
/// one under way are proved, that one lies between, and of later ones nothing is said.
fn is_honest(best: &Proof, stopped: &Proof) -> bool {
    let open = stopped.aims().iter().position(|aim| !aim.is_proved());
    let claims = stopped.aims().iter().take(open.map_or(usize::MAX, |open| open + 1));
    best.aims().iter().zip(claims).all(|(best, claim)| {
        best.aim == claim.aim && claim.bound <= best.objective && best.objective <= claim.objective
    })
}

/// Whether there is a plan, by all engines; or what two of them differ in, in words.
fn compare(problem: &Problem) -> Result<bool, String> {
    let enumerated = solve_by(problem, Engine::Enumeration);
    for engine in [Engine::Exact, Engine::IntegerProgram] {
        let found = solve_by(problem, engine);
        let is_same = match (&enumerated, &found) {
            (Ok(one), Ok(other)) if matches!(other.proof, Proof::Stopped { .. }) => is_honest(&one.proof, &other.proof),
            (Ok(one), Ok(other)) => one.plan == other.plan && one.proof.aims() == other.proof.aims(),
            (Err(SolveError::NoPlan(one)), Err(SolveError::NoPlan(other))) => one == other,
            // The whole program states sums alone, and says so.
            (_, Err(SolveError::Search(SearchError::AimsNeedKernel))) => engine == Engine::IntegerProgram,
            _ => false,
        };
        if !is_same {
            return Err(format!("enumeration: {enumerated:?}\n{engine:?}: {found:?}"));
        }
    }
    if problem.stations.len() > BRUTE_FORCE_MAX {
        return Ok(enumerated.is_ok());
    }
    let brute = oracle::best_plan(problem, &oracle::all_requirements(problem));
    let values = |proof: &Proof| proof.aims().iter().map(|aim| aim.objective).collect::<Vec<AimValue>>();
    let is_same = match (&enumerated, &brute) {
        (Ok(one), Some((aims, groups))) => one.plan.groups() == *groups && values(&one.proof) == *aims,
        (Err(SolveError::NoPlan(_)), None) => true,
        _ => false,
    };
    if is_same { Ok(enumerated.is_ok()) } else { Err(format!("enumeration: {enumerated:?}\nbrute force: {brute:?}")) }
}

#[test]
fn engines_and_brute_force_agree_on_random_county_folders() {
    agree_on(0..300);
}

#[test]
fn engines_and_brute_force_agree_on_further_random_county_folders() {
    agree_on(300..600);
}

fn agree_on(seeds: Range<u64>) {
    let (mut plans, mut none, mut by_brute_force) = (0, 0, 0);
    for seed in seeds {
        let county = with_random_settings(random_county(20_000 + seed), seed);
        let problem = match check_county(&county.path(), &run_with(&|_| ())) {
            Ok(checked) => checked.problem,
            Err(failure) => panic!("{}\n{}", described(&failure), county.keep()),
        };
        if problem.stations.len() > STATIONS_MAX {
            continue;
        }
        by_brute_force += u32::from(problem.stations.len() <= BRUTE_FORCE_MAX);
        match compare(&problem) {
            Ok(true) => plans += 1,
            Ok(false) => none += 1,
            Err(difference) => panic!("county {seed}: {difference}\n{}", county.keep()),
        }
    }
    assert!(plans >= 150 && none >= 30 && by_brute_force >= 80);
}
