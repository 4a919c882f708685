//! Typed settings: xiaqu.toml, every key with its unit, default, range, meaning and source.

mod columns;
mod declare;
mod document;
mod sections;
mod value;

pub use columns::Columns;
pub use declare::SettingRow;
pub(crate) use declare::nearest;
pub use document::{commented_settings, settings_schema};
pub use sections::{
    AdjacencySettings, AreaSettings, CountySettings, DemandSettings, InputSettings, MergeSettings, PostSettings,
    ResponseSettings, RoadSectionSettings, SearchSettings, Settings, StrengthSettings,
};
pub use value::{LinkSetting, SettingValue, StationPair};

use xiaqu_model::{Place, ProblemReport, e405_not_toml, e408_crossed_bounds};

impl Settings {
    /// Reads the text of xiaqu.toml; every problem goes to `problems`, and its default stands in for what is wrong.
    ///
    /// ```
    /// let mut problems = Vec::new();
    /// let settings = xiaqu::Settings::from_toml("[merge]\nclosures = 3\n", &mut problems);
    /// assert!(problems.is_empty());
    /// assert_eq!(settings.merge.closures, Some(3));
    /// xiaqu::Settings::from_toml("[merge]\nclosure = 3\n", &mut problems);
    /// assert!(problems[0].hint(xiaqu::Language::En).contains("merge.closures"));
    /// ```
    pub fn from_toml(text: &str, problems: &mut Vec<ProblemReport>) -> Self {
        let table = match text.parse::<toml::Table>() {
            Ok(table) => table,
            Err(error) => {
                let why = error.to_string();
                problems.push(e405_not_toml(Place::table("xiaqu.toml"), why.trim_end()));
                return Self::default();
            }
        };
        let settings = Self::read_sections(&table, problems);
        settings.check_bounds(problems);
        settings
    }

    fn check_bounds(&self, problems: &mut Vec<ProblemReport>) {
        let (least, most) = (self.merge.closures_min, self.merge.closures_max);
        let place = || Place::table("xiaqu.toml").id("merge.closures");
        if let (Some(least), Some(most)) = (least, most)
            && least > most
        {
            problems.push(e408_crossed_bounds(place(), "merge.closures_min", least, "merge.closures_max", most));
        }
        if let Some(exact) = self.merge.closures {
            if let Some(least) = least.filter(|least| *least > exact) {
                problems.push(e408_crossed_bounds(place(), "merge.closures_min", least, "merge.closures", exact));
            }
            if let Some(most) = most.filter(|most| *most < exact) {
                problems.push(e408_crossed_bounds(place(), "merge.closures", exact, "merge.closures_max", most));
            }
        }
    }
}
