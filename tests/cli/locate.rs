//! `xiaqu locate`: models on plain matrices, their answers, refusals and endings.

use std::{
    io::Read as _,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;
use xiaqu_testkit::random::Random;

use crate::support::{Ended, command};

/// Five places on a road, minutes between them.
const LINE: &str = "place,A,B,C,D,E\nA,0,4,9,15,22\nB,4,0,5,11,18\nC,9,5,0,6,13\nD,15,11,6,0,7\nE,22,18,13,7,0\n";

/// A folder with files for one test.
struct Folder(TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            fs_err::write(folder.0.path().join(name), text).unwrap();
        }
        folder
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    /// Runs `xiaqu locate` in the folder.
    fn locate(&self, arguments: &str) -> Ended {
        self.command(arguments).output().unwrap().into()
    }

    fn command(&self, arguments: &str) -> Command {
        let mut run = command(&["locate"]);
        run.args(arguments.split(' ').filter(|word| !word.is_empty())).current_dir(self.0.path());
        run
    }

    /// The answer as JSON, without the seconds.
    fn answer(&self, arguments: &str) -> Value {
        let ended = self.locate(&format!("{arguments} --json"));
        assert_eq!(ended.code, Some(0), "{}{}", ended.stdout, ended.stderr);
        assert_eq!(ended.stdout.lines().count(), 1);
        let mut answer: Value = serde_json::from_str(&ended.stdout).unwrap();
        let seconds = answer.as_object_mut().unwrap().shift_remove("seconds").unwrap();
        assert!(seconds.as_f64().unwrap() >= 0.0);
        answer
    }
}

#[test]
fn every_model_answers_the_road_of_five_places() {
    let table = "id,people,size\nA,10,1\nB,1,9\nC,1,9\nD,1,9\nE,2.5,9\n";
    let pairs = "from,to\n0,1\n1,2\n2,3\n3,4\n";
    let folder = Folder::new(&[("line.csv", LINE), ("table.csv", table), ("pairs.csv", pairs)]);
    let value = |arguments: &str| {
        let answer = folder.answer(arguments);
        assert_eq!(answer["proof"]["kind"], "optimal", "{answer}");
        assert_eq!((&answer["objective"], answer["gap"].as_f64()), (&answer["bound"], Some(0.0)), "{answer}");
        (answer["objective"].clone(), answer["centres"].clone(), answer["assignment"].clone())
    };
    let of = |objective: Value, centres: &[usize], assignment: Value| (objective, json!(centres), assignment);
    assert_eq!(value("p-median --cost line.csv --centres 2"), of(json!(16), &[1, 3], json!([1, 1, 1, 3, 3])));
    let weighted = value("p-median --cost line.csv --centres 1 --weights table.csv:people");
    assert_eq!(weighted, of(json!(83), &[0], json!([0, 0, 0, 0, 0])));
    assert_eq!(value("p-centre --cost line.csv --centres 2").0, json!(7));
    assert_eq!(value("covering --cost line.csv --radius 6.9").0, json!(3));
    let most = value("max-covering --cost line.csv --centres 1 --radius 5 --weights table.csv:people");
    assert_eq!(most, of(json!(12), &[1], json!([1, 1, 1, null, null])));
    let twice = value("backup-covering --cost line.csv --centres 3 --radius 7");
    assert_eq!(twice.0, json!(3));
    let capacity =
        "capacitated-p-median --cost line.csv --centres 2 --loads table.csv:people --capacities table.csv:size";
    assert_eq!(folder.locate(capacity).code, Some(4), "ten people fit nowhere");
    let capacity = "capacitated-p-median --cost line.csv --centres 2 --capacities table.csv:size";
    assert_eq!(value(capacity).0, json!(16));
    let districts = value("districts --cost line.csv --centres 2 --contiguity c1 --adjacency pairs.csv");
    assert_eq!(districts.0, json!(16));
    assert_eq!(value("districts --cost line.csv --centres 2 --contiguity c0").0, json!(16));
    let fixed = value("p-median --cost line.csv --centres 2 --fixed 0 --candidates 0,2..3");
    assert_eq!(fixed.1, json!([0, 3]));
}

/// The example of the issue, on the published instance of 510 areas.
#[test]
fn the_published_districts_come_out_of_the_packed_files() {
    let Some(data) = xiaqu_tests::real_data() else { return };
    let folder = Folder::new(&[]);
    for (name, published) in [("W.csv.gz", "workload_0510.csv.gz"), ("D.csv.gz", "airdistances_0510.csv.gz")] {
        fs_err::copy(data.join("police_districts").join(published), folder.path(name)).unwrap();
    }
    let files = "districts --cost W.csv.gz --air-distance D.csv.gz";
    let found = folder.answer(&format!("{files} --centres 12 --contiguity c2 --candidates 0..509"));
    assert_eq!((&found["objective"], &found["proof"]["kind"]), (&json!(775_055.71), &json!("optimal")));
    assert_eq!(
        (found["centres"].as_array().map(Vec::len), found["assignment"].as_array().map(Vec::len)),
        (Some(12), Some(510))
    );
}

#[test]
fn the_keys_of_an_answer_are_the_contract() {
    let folder = Folder::new(&[("line.csv", LINE)]);
    let ended = folder.locate("max-covering --cost line.csv --centres 1 --radius 5 --json");
    let answer: Value = serde_json::from_str(&ended.stdout).unwrap();
    let keys: Vec<&String> = answer.as_object().unwrap().keys().collect();
    let first = ["model", "objective", "bound", "gap", "proof", "centres", "assignment"];
    assert!(keys.iter().zip(first).all(|(key, first)| *key == first), "{keys:?}");
    assert!(answer["seconds"].is_number() && answer["covered_clients"] == 3 && answer["total_demand"] == 5);
}

#[test]
fn a_person_gets_a_table_in_both_languages() {
    let folder = Folder::new(&[("line.csv", LINE)]);
    let said = |more: &str| {
        let ended = folder.locate(&format!("max-covering --cost line.csv --centres 2 --radius 5 {more}"));
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
        let timed = |line: &&str| !line.starts_with("search") && !line.starts_with("搜索");
        ended.stdout.lines().filter(timed).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!("locate_table", format!("{}\n--lang zh\n{}", said(""), said("--lang zh")));
}

#[test]
fn bad_files_are_refused_with_place_cause_and_remedy() {
    let files = [
        ("text.csv", "0,4\nfar,0\n"),
        ("ragged.csv", "0,4\n4\n"),
        ("nan.tsv", "0\tnan\n4\t0\n"),
        ("empty.csv", ""),
        ("cut.npy", "\u{93}NUMPY"),
        ("line.csv", LINE),
        ("short.csv", "1,2\n"),
        ("minus.csv", "1,2,-3,4,5\n"),
        ("huge.csv", "1e17,1e-9\n"),
    ];
    let folder = Folder::new(&files);
    fs_err::write(folder.path("cut.npy"), b"\x93NUMPY\x01\x00\x76\x00{'descr'").unwrap();
    fs_err::write(folder.path("torn.csv.gz"), b"\x1f\x8b\x08\x00garbage").unwrap();
    let mut said = Vec::new();
    for arguments in [
        "p-median --cost text.csv --centres 1",
        "p-median --cost ragged.csv --centres 1",
        "p-median --cost nan.tsv --centres 1",
        "p-median --cost empty.csv --centres 1",
        "p-median --cost cut.npy --centres 1",
        "p-median --cost torn.csv.gz --centres 1",
        "p-median --cost missing.csv --centres 1",
        "p-median --cost line.csv --centres 1 --candidates 0..5,x",
        "p-median --cost line.csv --centres 1 --candidates 0,1 --fixed 2",
        "p-median --cost line.csv --centres 1 --weights short.csv",
        "p-median --cost line.csv --centres 1 --weights minus.csv",
        "p-median --cost line.csv --centres 1 --weights line.csv:F",
        "covering --cost line.csv --radius 0.0000000001",
    ] {
        let (english, chinese) = (folder.locate(arguments), folder.locate(&format!("{arguments} --lang zh")));
        assert_eq!((english.code, english.stdout.as_str()), (Some(3), ""), "{arguments}: {}", english.stderr);
        assert!(english.stderr.contains("hint: ") && chinese.stderr.contains("提示："), "{}", english.stderr);
        said.push(format!("{arguments}\n{}{}", english.stderr, chinese.stderr));
    }
    insta::assert_snapshot!("locate_refusals", said.join("\n"));
    let rounded = folder.locate("p-median --cost huge.csv --centres 1");
    assert_eq!(rounded.code, Some(0), "{}", rounded.stderr);
    assert!(rounded.stderr.contains("W971"), "{}", rounded.stderr);
}

#[test]
fn the_impossible_is_named_and_ends_with_four() {
    let apart = "0,4,\n4,0,\n9,9,\n";
    let folder = Folder::new(&[("line.csv", LINE), ("apart.csv", apart), ("one.csv", "1\n1\n1\n1\n1\n")]);
    let mut said = Vec::new();
    for arguments in [
        "covering --cost line.csv --radius 3 --candidates 0..3",
        "p-median --cost line.csv --centres 3 --candidates 0,1",
        "p-median --cost line.csv --centres 1 --fixed 0,1",
        "p-centre --cost apart.csv --centres 2",
        "backup-covering --cost line.csv --radius 4 --centres 2",
        "capacitated-p-median --cost line.csv --centres 2 --capacities one.csv",
    ] {
        let (english, chinese) = (folder.locate(arguments), folder.locate(&format!("{arguments} --lang zh")));
        assert_eq!((english.code, english.stdout.as_str()), (Some(4), ""), "{arguments}: {}", english.stderr);
        said.push(format!("{arguments}\n{}{}", english.stderr, chinese.stderr));
        let json: Value = serde_json::from_str(&folder.locate(&format!("{arguments} --json")).stdout).unwrap();
        assert!(json["no_plan"][0].as_str().unwrap().starts_with("infeasible: "));
    }
    insta::assert_snapshot!("locate_infeasible", said.join("\n"));
}

#[test]
fn what_cannot_be_asked_ends_with_two() {
    let folder = Folder::new(&[("line.csv", LINE)]);
    for arguments in [
        "",
        "p-median --cost line.csv",
        "p-median --centres 2",
        "p-median --cost line.csv --centres 0",
        "p-median --cost line.csv --centres 2 --gap 2",
        "p-median --cost line.csv --centres 2 --force",
        "covering --cost line.csv",
        "covering --cost line.csv --radius near",
        "districts --cost line.csv --centres 2 --contiguity c4",
        "districts --cost line.csv --centres 2 --contiguity c2",
    ] {
        let ended = folder.locate(arguments);
        assert_eq!(ended.code, Some(2), "{arguments}: {}", ended.stderr);
    }
    let help = folder.locate("p-median --help").stdout;
    assert!(help.contains("both ends included"), "{help}");
}

#[test]
fn a_result_file_appears_whole_and_is_replaced_only_with_force() {
    let folder = Folder::new(&[("line.csv", LINE)]);
    let ask = "p-centre --cost line.csv --centres 2 -o found.json";
    assert_eq!(folder.locate(ask).code, Some(0));
    let written: Value = serde_json::from_str(&fs_err::read_to_string(folder.path("found.json")).unwrap()).unwrap();
    assert_eq!(written["objective"], 7);
    let again = folder.locate(ask);
    assert_eq!(again.code, Some(2));
    assert!(again.stderr.contains("--force"), "{}", again.stderr);
    assert_eq!(folder.locate(&format!("{ask} --force")).code, Some(0));
    assert!(!Path::new(&folder.path("found.json.partial")).exists());
}

/// Places on a plane with their distances, too many for the capacitated p-median to be done at once.
fn plane(count: u32) -> Folder {
    let mut random = Random::new(5);
    let places: Vec<(u32, u32)> = (0..count).map(|_| (random.between(0, 999), random.between(0, 999))).collect();
    let distance =
        |(x, y): (u32, u32), (u, v): (u32, u32)| (f64::from(x) - f64::from(u)).hypot(f64::from(y) - f64::from(v));
    let row = |from: &(u32, u32)| {
        places.iter().map(|to| format!("{:.2}", distance(*from, *to))).collect::<Vec<_>>().join(" ")
    };
    let loads: Vec<String> = (0..count).map(|_| random.between(1, 20).to_string()).collect();
    Folder::new(&[
        ("plane.txt", &places.iter().map(row).collect::<Vec<_>>().join("\n")),
        ("loads.csv", &loads.join("\n")),
        ("capacities.csv", &vec!["90"; places.len()].join("\n")),
    ])
}

const LONG: &str =
    "capacitated-p-median --cost plane.txt --centres 25 --loads loads.csv --capacities capacities.csv --json";

fn assert_stopped(ended: &Ended, limit: &str) {
    let answer: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!((&answer["proof"]["kind"], &answer["proof"]["limit"]), (&json!("stopped"), &json!(limit)));
    let number = |key: &str| answer[key].as_f64().unwrap();
    assert!(number("bound") <= number("objective") && number("gap") >= 0.0, "{}", ended.stdout);
}

#[test]
fn a_time_limit_ends_with_five_or_six_and_says_the_gap() {
    let folder = plane(200);
    let ended = folder.locate(&format!("{LONG} --time-limit 1.5"));
    match ended.code {
        Some(5) => assert!(ended.stderr.contains("--time-limit"), "{}", ended.stderr),
        Some(6) => assert_stopped(&ended, "time"),
        other => panic!("{other:?}\n{}\n{}", ended.stdout, ended.stderr),
    }
}

#[test]
fn an_interrupt_keeps_the_best_answer_with_its_gap() {
    let folder = plane(200);
    let mut run = folder.command(&format!("{LONG} -v"));
    let mut child = run.stderr(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stderr = child.stderr.take().unwrap();
    let (mut said, mut byte) = (String::new(), [0; 1]);
    while !said.contains("searching") && stderr.read(&mut byte).unwrap() == 1 {
        said.push(char::from(byte[0]));
    }
    std::thread::sleep(Duration::from_millis(1_500));
    assert!(child.try_wait().unwrap().is_none(), "the search was too short to be interrupted");
    let interrupted = Instant::now();
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let ended = Ended::from(child.wait_with_output().unwrap());
    assert!(interrupted.elapsed() < Duration::from_secs(20), "it took {:?} to stop", interrupted.elapsed());
    assert_eq!(ended.code, Some(130), "{}", ended.stdout);
    assert_stopped(&ended, "interrupt");
}
