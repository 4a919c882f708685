//! Random counties on a jittered grid: townships with crooked shared borders, winding roads, places off the road.

use std::fmt::Write as _;

use xiaqu_testkit::random::Random;

use crate::{CountyFolder, csv_rows::table_text};

/// Fine grid steps along one side of a township.
const FINE: usize = 4;
/// Degrees of a fine step: about 1.5 km.
const STEP: f64 = 0.0135;
/// South-western corner.
const CORNER: (f64, f64) = (117.0, 26.8);

type Point = (f64, f64);

struct Generator {
    random: Random,
    columns: usize,
    rows: usize,
}

/// Writes a random county: 6 to 12 townships, none to two stations in each, everything by the seed.
pub fn random_county(seed: u64) -> CountyFolder {
    let mut random = Random::new(seed ^ 0x5EED_0F1A);
    let columns = usize::try_from(random.between(3, 4)).unwrap();
    let rows = usize::try_from(random.between(2, 3)).unwrap();
    county_on_grid(seed, Generator { random, columns, rows })
}

/// Writes a random county of so many townships from west to east and from south to north: about 30 road pieces in each.
pub fn random_county_of(seed: u64, columns: usize, rows: usize) -> CountyFolder {
    county_on_grid(seed, Generator { random: Random::new(seed), columns, rows })
}

fn county_on_grid(seed: u64, mut generator: Generator) -> CountyFolder {
    let county = CountyFolder::new();
    county.write("townships.geojson", &generator.townships());
    let junctions = generator.junctions();
    county.write("roads.geojson", &generator.roads(&junctions));
    let (villages, stations) = generator.places(&junctions);
    county.write("villages.csv", &table_text(&["id", "name", "lon", "lat", "population"], &villages));
    county.write("stations.csv", &table_text(&["id", "name", "lon", "lat", "officers"], &stations));
    let group = generator.random.between(2, 3);
    county.write(
        "xiaqu.toml",
        &format!(
            "[county]\nname = \"random {seed}\"\nnote = \"random\"\nlanguage = \"en\"\n[inputs]\nroads = \
             \"roads.geojson\"\n[merge]\naims = [\"most_closures\"]\nclosures_max = 3\ngroup_size_max = {group}\n\
             [strength]\nofficers_min = 3\n[response]\nsecond_arrival_max_minutes = 120.0\n\
             worsening_max_minutes = 60.0\n"
        ),
    );
    county
}

fn lattice(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}

fn share(index: usize) -> f64 {
    xiaqu::model::cast::count_to_f64(index)
}

impl Generator {
    fn near(&mut self, (x, y): Point, reach: f64) -> Point {
        (lattice(x + reach * self.random.around_zero()), lattice(y + reach * self.random.around_zero()))
    }

    /// A grid of points that moved a little, so little that no two lines of it cross.
    fn grid(&mut self, offset: f64) -> Vec<Vec<Point>> {
        let at = |index: usize| STEP * (share(index) + offset);
        (0..=self.rows * FINE)
            .map(|row| {
                (0..=self.columns * FINE)
                    .map(|column| self.near((CORNER.0 + at(column), CORNER.1 + at(row)), 0.15 * STEP))
                    .collect()
            })
            .collect()
    }

    fn townships(&mut self) -> String {
        let grid = self.grid(0.0);
        let mut features = Vec::new();
        for (row, column) in (0..self.rows).flat_map(|row| (0..self.columns).map(move |column| (row, column))) {
            let (west, south) = (column * FINE, row * FINE);
            let (east, north) = (west + FINE, south + FINE);
            let bottom = (west..east).map(|column| grid[south][column]);
            let right = (south..north).map(|row| grid[row][east]);
            let top = (west + 1..=east).rev().map(|column| grid[north][column]);
            let left = (south..=north).rev().map(|row| grid[row][west]);
            let ring: Vec<Point> = bottom.chain(right).chain(top).chain(left).collect();
            features.push(format!(
                "{{\"type\":\"Feature\",\"properties\":{{\"id\":\"T{row:02}{column:02}\",\"name\":\"township {row}-{column}\"}},\
                 \"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[{}]}}}}",
                coordinates(&ring)
            ));
        }
        collection(&features)
    }

    /// Junctions of roads, half a step inside the land.
    fn junctions(&mut self) -> Vec<Vec<Point>> {
        let mut junctions = self.grid(0.5);
        junctions.pop();
        for row in &mut junctions {
            row.pop();
        }
        junctions
    }

    /// A random tree through all junctions, two-way, and some further roads, a few of them one-way or wet.
    fn roads(&mut self, junctions: &[Vec<Point>]) -> String {
        let width = junctions[0].len();
        let mut links = Vec::new();
        for (row, column) in (0..junctions.len()).flat_map(|row| (0..width).map(move |column| (row, column))) {
            links.extend((column + 1 < width).then_some(((row, column), (row, column + 1))));
            links.extend((row + 1 < junctions.len()).then_some(((row, column), (row + 1, column))));
        }
        self.random.shuffle(&mut links);
        let mut part: Vec<usize> = (0..junctions.len() * width).collect();
        let mut features = Vec::new();
        for (from, to) in links {
            let (one, other) = (part[from.0 * width + from.1], part[to.0 * width + to.1]);
            let is_needed = one != other;
            part.iter_mut().filter(|part| **part == other).for_each(|part| *part = one);
            if !is_needed && !self.random.chance(35) {
                continue;
            }
            let ends = (junctions[from.0][from.1], junctions[to.0][to.1]);
            let line = self.winding(ends);
            features.push(self.road(features.len(), &line, is_needed));
        }
        collection(&features)
    }

    fn winding(&mut self, (from, to): (Point, Point)) -> Vec<Point> {
        let between = |part: f64| (from.0 + part * (to.0 - from.0), from.1 + part * (to.1 - from.1));
        let bends = self.random.between(0, 3);
        let parts = (1..=bends).map(|bend| f64::from(bend) / f64::from(bends + 1));
        let inner: Vec<Point> = parts.map(|part| self.near(between(part), 0.06 * STEP)).collect();
        std::iter::once(from).chain(inner).chain([to]).collect()
    }

    fn road(&mut self, number: usize, line: &[Point], is_needed: bool) -> String {
        let classes = ["secondary", "tertiary", "unclassified", "residential"];
        let class = classes[usize::try_from(self.random.between(0, 3)).unwrap()];
        let oneway = !is_needed && self.random.chance(20);
        let wet = !is_needed && self.random.chance(20);
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"id\":\"R{number:04}\",\"class\":\"{class}\",\"oneway\":\"{}\",\
             \"closed_when_wet\":{wet}}},\"geometry\":{{\"type\":\"LineString\",\"coordinates\":{}}}}}",
            if oneway { "yes" } else { "no" },
            coordinates(line)
        )
    }

    /// Villages and stations; in some townships two stations, in some none.
    fn places(&mut self, junctions: &[Vec<Point>]) -> (Vec<Vec<String>>, Vec<Vec<String>>) {
        let (mut villages, mut stations) = (Vec::new(), Vec::new());
        for (row, column) in (0..self.rows).flat_map(|row| (0..self.columns).map(move |column| (row, column))) {
            let spot = |random: &mut Random| {
                let inside = |random: &mut Random| usize::try_from(random.between(0, 3)).unwrap();
                let corner = junctions[row * FINE + inside(random)][column * FINE + inside(random)];
                let reach = 0.15 * STEP;
                (lattice(corner.0 + reach * random.around_zero()), lattice(corner.1 + reach * random.around_zero()))
            };
            let some = self.random.between(2, 6);
            for number in 0..some {
                let people = self.random.between(0, 900).to_string();
                let at = spot(&mut self.random);
                villages.push(place_row(&format!("V{row:02}{column:02}{number}"), at, people));
            }
            let count = if row == 0 && column == 0 {
                1
            } else {
                [1, 1, 1, 0, 2][usize::try_from(self.random.between(0, 4)).unwrap()]
            };
            for number in 0..count {
                let officers = self.random.between(3, 6).to_string();
                let at = spot(&mut self.random);
                stations.push(place_row(&format!("S{row:02}{column:02}{number}"), at, officers));
            }
        }
        (villages, stations)
    }
}

fn place_row(id: &str, (longitude, latitude): Point, count: String) -> Vec<String> {
    vec![id.to_owned(), format!("place {id}"), longitude.to_string(), latitude.to_string(), count]
}

fn coordinates(line: &[Point]) -> String {
    let mut text = String::from("[");
    for (position, (longitude, latitude)) in line.iter().enumerate() {
        let comma = if position == 0 { "" } else { "," };
        write!(text, "{comma}[{longitude},{latitude}]").unwrap();
    }
    text + "]"
}

fn collection(features: &[String]) -> String {
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", features.join(",\n"))
}
