//! Heights of the ground: a regular grid, and the slope of a road over it.

use xiaqu_model::{
    LonLat, Metres, Place, ProblemReport, ReferenceSystem, cast, e213_no_road_on_elevation, w996_roads_without_height,
};

/// Heights that occur on land, in metres; what lies beyond stands for no height, whatever the file says of that.
const HEIGHTS: std::ops::RangeInclusive<f32> = -1_000.0..=9_000.0;

/// Elevation grid (高程栅格): heights in metres at regular points of a reference system, rows from north to south.
#[derive(Clone, PartialEq)]
pub struct ElevationGrid {
    system: ReferenceSystem,
    /// Coordinates of the first sample, the north-west one.
    origin: (f64, f64),
    /// Distance between columns eastward and between rows southward.
    step: (f64, f64),
    columns: usize,
    rows: usize,
    heights: Vec<f32>,
    /// Asked in turn where this one knows no height.
    others: Vec<Self>,
}

impl std::fmt::Debug for ElevationGrid {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "ElevationGrid({} x {} from {:?})", self.columns, self.rows, self.origin)
    }
}

impl ElevationGrid {
    /// A grid of `columns` to a row, its north-west sample at `origin` and its samples `step` apart, both in the
    /// coordinates of `system`. Heights are metres, row after row from north to south; what is not between -1,000 and
    /// 9,000 is a gap. `None` unless there are two columns and two rows or more, all whole, and every step is positive.
    ///
    /// ```
    /// use xiaqu_model::{LonLat, ReferenceSystem};
    /// use xiaqu_roads::ElevationGrid;
    /// let heights = vec![100.0, 200.0, 100.0, 200.0];
    /// let grid = ElevationGrid::new(ReferenceSystem::Degrees, ((117.0, 28.0), (1.0, 1.0)), 2, heights).unwrap();
    /// assert_eq!(grid.height_at(LonLat::new(117.25, 27.5).unwrap()), Some(125.0));
    /// assert_eq!(grid.height_at(LonLat::new(118.5, 27.5).unwrap()), None);
    /// ```
    pub fn new(
        system: ReferenceSystem,
        (origin, step): ((f64, f64), (f64, f64)),
        columns: usize,
        heights: Vec<f32>,
    ) -> Option<Self> {
        let rows = heights.len().checked_div(columns)?;
        let is_placed = origin.0.is_finite() && origin.1.is_finite() && step.0.is_finite() && step.1.is_finite();
        let is_whole = columns >= 2 && rows >= 2 && rows * columns == heights.len();
        (is_placed && is_whole && step.0 > 0.0 && step.1 > 0.0).then_some(Self {
            system,
            origin,
            step,
            columns,
            rows,
            heights,
            others: Vec::new(),
        })
    }

    /// Both grids, as of two tiles of a county: where the first knows no height, the second is asked.
    ///
    /// ```
    /// use xiaqu_model::{LonLat, ReferenceSystem};
    /// use xiaqu_roads::ElevationGrid;
    /// let tile = |west| ElevationGrid::new(ReferenceSystem::Degrees, ((west, 28.0), (1.0, 1.0)), 2, vec![west as f32; 4]);
    /// let both = tile(117.0).unwrap().and(tile(118.0).unwrap());
    /// assert_eq!(both.height_at(LonLat::new(118.5, 27.5).unwrap()), Some(118.0));
    /// assert_eq!(both.height_at(LonLat::new(119.5, 27.5).unwrap()), None);
    /// ```
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.others.push(other);
        self
    }

    /// Height of the ground in metres, bilinear between the four samples around; `None` outside all grids and beside a
    /// gap.
    pub fn height_at(&self, position: LonLat) -> Option<f64> {
        let own = self.own_height_at(position);
        own.or_else(|| self.others.iter().find_map(|other| other.height_at(position)))
    }

    fn own_height_at(&self, position: LonLat) -> Option<f64> {
        let (x, y) = self.system.to_coordinates(position);
        let (column, east) = cell((x - self.origin.0) / self.step.0, self.columns)?;
        let (row, south) = cell((self.origin.1 - y) / self.step.1, self.rows)?;
        let sample = |row: usize, column: usize| {
            let height = *self.heights.get(row * self.columns + column)?;
            HEIGHTS.contains(&height).then_some(f64::from(height))
        };
        let along = |row: usize| Some(between(sample(row, column)?, sample(row, column + 1)?, east));
        Some(between(along(row)?, along(row + 1)?, south))
    }
}

/// The sample before a place counted in samples, and the share of the way to the next one.
fn cell(place: f64, count: usize) -> Option<(usize, f64)> {
    // A place on the edge is not lost to the last digit of its degrees.
    let last = cast::count_to_f64(count) - 1.0;
    if !(-1e-6..=last + 1e-6).contains(&place) {
        return None;
    }
    let place = place.clamp(0.0, last);
    let before = place.floor().min(last - 1.0);
    Some((usize::try_from(cast::to_u32(before)?).ok()?, place - before))
}

/// Exactly the height of both where they are equal: flat ground must not slope by rounding.
fn between(one: f64, other: f64, share: f64) -> f64 {
    one + (other - one) * share
}

/// Speed by slope (坡度折减): what share of its speed a road keeps uphill and downhill.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlopeRule {
    /// Uphill, slopes up to this many per cent cost nothing. Default: 3.
    pub up_from_percent: f64,
    /// Share of the speed lost for every per cent beyond. Default: 0.03.
    pub up_loss: f64,
    /// Downhill, slopes up to this many per cent cost nothing. Default: 6.
    pub down_from_percent: f64,
    /// Share of the speed lost for every per cent beyond. Default: 0.05.
    pub down_loss: f64,
    /// Least share of the speed that is kept on any slope. Default: 0.5.
    pub speed_least: f64,
    /// Slopes are measured over stretches of about this length, in metres. Default: 100 m.
    pub stretch: Metres,
}

impl Default for SlopeRule {
    fn default() -> Self {
        Self {
            up_from_percent: 3.0,
            up_loss: 0.03,
            down_from_percent: 6.0,
            down_loss: 0.05,
            speed_least: 0.5,
            stretch: Metres::new(100.0).unwrap_or_default(),
        }
    }
}

impl SlopeRule {
    /// Share of the speed kept on a slope in per cent, positive uphill; 1 where the slope costs nothing.
    ///
    /// ```
    /// let rule = xiaqu_roads::SlopeRule::default();
    /// assert_eq!(rule.speed_kept(3.0), 1.0);
    /// assert!((rule.speed_kept(8.0) - 0.85).abs() < 1e-12);
    /// assert!((rule.speed_kept(-8.0) - 0.9).abs() < 1e-12);
    /// assert_eq!(rule.speed_kept(40.0), 0.5);
    /// ```
    pub fn speed_kept(&self, slope_percent: f64) -> f64 {
        let lost = if slope_percent > 0.0 {
            self.up_loss * (slope_percent - self.up_from_percent).max(0.0)
        } else {
            self.down_loss * (-slope_percent - self.down_from_percent).max(0.0)
        };
        (1.0 - lost).max(self.speed_least).min(1.0)
    }
}

/// How much of the roads has a height, and what slopes make of them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SlopeFinding {
    /// Length of the roads whose slope is known.
    pub measured: Metres,
    /// Length of the roads without a height at one end of a stretch or both; they count as flat.
    pub unmeasured: Metres,
    /// Length of the roads that are slower in a direction that is open.
    pub slowed: Metres,
}

impl SlopeFinding {
    /// The finding as an input problem of `file`, the raster; `None` where every road has its heights.
    pub fn problem(&self, file: &str) -> Option<ProblemReport> {
        let (known, unknown) = (self.measured.as_metres(), self.unmeasured.as_metres());
        if unknown <= 0.0 {
            return None;
        }
        let place = Place::table(file);
        if known <= 0.0 {
            return Some(e213_no_road_on_elevation(place, file));
        }
        let share = format!("{:.1}", 100.0 * unknown / (known + unknown));
        Some(w996_roads_without_height(place, file, share, format!("{:.1}", unknown / 1_000.0)))
    }
}
