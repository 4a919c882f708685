//! Random settings of a county folder: modes, aims, limits, ceilings and duties.

use std::fmt::Write as _;

use xiaqu::model::Aim;
use xiaqu_testkit::random::Random;

use crate::CountyFolder;

/// The county with other settings, by the seed: every mode, aim, limit, ceiling and duty comes up.
pub fn with_random_settings(county: CountyFolder, seed: u64) -> CountyFolder {
    let mut random = Random::new(seed ^ 0x5E77_1465);
    let stations = county.read("stations.csv");
    let ids: Vec<&str> = stations.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    county.write("stations.csv", &with_costs(&stations, &mut random));
    let text = Settings { random: &mut random, ids: &ids }.text();
    county.write("xiaqu.toml", &text);
    county
}

/// The table with costs of every station, and here and there a place where one may be built.
fn with_costs(stations: &str, random: &mut Random) -> String {
    let mut rows = Vec::new();
    for (number, line) in stations.lines().enumerate() {
        if number == 0 {
            rows.push(format!("{line},fixed_cost_yuan,variable_cost_yuan_per_officer,works_cost_yuan,new_site"));
            continue;
        }
        let costs = |random: &mut Random| {
            let (fixed, each, works) = (random.between(20, 60), random.between(5, 6), random.between(0, 3));
            format!("{fixed}000,{each}000,{works}00000")
        };
        rows.push(format!("{line},{},no", costs(random)));
        if number == 1 && random.chance(25) {
            let cells: Vec<&str> = line.split(',').collect();
            rows.push(format!("N1,new site,{},{},0,{},yes", cells[2], cells[3], costs(random)));
        }
    }
    rows.join("\n") + "\n"
}

struct Settings<'a> {
    random: &'a mut Random,
    ids: &'a [&'a str],
}

impl Settings<'_> {
    fn text(&mut self) -> String {
        let mut text = String::from(
            "[county]\nname = \"random\"\nlanguage = \"en\"\n[inputs]\nroads = \"roads.geojson\"\n\
             [posts]\ncost_yuan_per_year = 10000.0\none_off_yuan = 30000.0\n",
        );
        text.push_str("[merge]\n");
        self.merge(&mut text);
        text.push_str("[limits]\n");
        self.limits(&mut text);
        let (floor, transfers) = (self.random.between(2, 5), self.random.between(0, 4));
        write!(text, "[strength]\nofficers_min = {floor}\ntransfers = {transfers}\n").unwrap();
        let minutes = ["", "second_arrival_max_minutes = 30.0\n", "worsening_max_minutes = 8.0\n"];
        let minutes = minutes[self.random.below(3)];
        write!(text, "[response]\n{minutes}").unwrap();
        text
    }

    fn merge(&mut self, text: &mut String) {
        let modes = ["\"merge\"", "\"pool\"", "\"merge\", \"pool\""][self.random.below(3)];
        let mut aims: Vec<Aim> = Aim::ALL.into_iter().filter(|_| self.random.chance(25)).collect();
        self.random.shuffle(&mut aims);
        if aims.is_empty() {
            aims.push(Aim::MeanSecondArrival);
        }
        let aims: Vec<String> = aims.iter().map(|aim| format!("\"{}\"", aim.name())).collect();
        let size = self.random.between(2, 4);
        writeln!(text, "modes = [{modes}]\naims = [{}]\ngroup_size_max = {size}", aims.join(", ")).unwrap();
        if self.random.chance(50) && modes != "\"pool\"" {
            writeln!(text, "closures_min = {}", self.random.between(1, 2)).unwrap();
        }
        if self.random.chance(20) {
            writeln!(text, "closures_max = {}", self.random.between(2, 4)).unwrap();
        }
        if self.random.chance(15) {
            writeln!(text, "group_people_max = {}", self.random.between(2_000, 8_000)).unwrap();
        }
        if self.random.chance(15) {
            writeln!(text, "group_area_max_km2 = {}", self.random.between(60, 200)).unwrap();
        }
        if self.random.chance(15) {
            writeln!(text, "group_officers_max = {}", self.random.between(6, 14)).unwrap();
        }
        self.duties(text);
    }

    fn duties(&mut self, text: &mut String) {
        let some = |random: &mut Random, ids: &[&str], percent: u32| -> String {
            let chosen = ids.iter().filter(|_| random.chance(percent));
            chosen.map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(", ")
        };
        if self.random.chance(30) {
            let key = ["must_keep", "untouched", "must_merge", "must_close"][self.random.below(4)];
            writeln!(text, "{key} = [{}]", some(self.random, self.ids, 15)).unwrap();
        }
        if self.ids.len() > 1 && self.random.chance(20) {
            let first = self.random.below(self.ids.len() - 1);
            let second = first + 1 + self.random.below(self.ids.len() - first - 1);
            let key = ["must_merge_pairs", "forbidden_pairs"][self.random.below(2)];
            writeln!(text, "{key} = [[\"{}\", \"{}\"]]", self.ids[first], self.ids[second]).unwrap();
        }
    }

    fn limits(&mut self, text: &mut String) {
        let keys: [(&str, u32, u32); 5] = [
            ("mean_second_arrival_minutes", 6, 14),
            ("worst_tenth_minutes", 12, 30),
            ("busiest_station_hours", 60, 900),
            ("one_off_cost_yuan", 30_000, 120_000),
            ("disruption_people", 500, 6_000),
        ];
        for (key, low, high) in keys {
            if self.random.chance(8) {
                writeln!(text, "{key} = {}", self.random.between(low, high)).unwrap();
            }
        }
    }
}
