//! The QGIS project: groups after, change and before, and the maps that are made of them.

use xiaqu_formats::{LayerGroup, LayerStyle, LegendEntry, MapProject, MapTheme, ProjectLayer, StyledLayer};
use xiaqu_model::{Problem, StationDuty};

use super::{legend::Scale, look::Looks};

/// Name of the GeoPackage in the output folder.
const PACKAGE: &str = "plan.gpkg";

/// Villages between whose centres land changes hands.
const HANDOVER_ROWS: &str =
    "(dispatch_centre, jurisdiction_centre) IN (SELECT dispatch_centre, jurisdiction_centre FROM handover)";

/// The project over the layers of one output folder; maps of layers that it lacks are left out.
pub(crate) fn project_of(
    problem: &Problem,
    (title, note): (&str, &str),
    looks: &Looks,
    layers: &[StyledLayer],
) -> MapProject {
    let arrange = Arrange { problem, looks, layers };
    let is_plan = arrange.style("dispatch_areas_before").is_some();
    let after = if is_plan { ("After", "改革后") } else { ("Today", "现状") };
    let groups = [
        (after, arrange.after(is_plan).to_vec()),
        (("Change", "变化"), arrange.change().to_vec()),
        (("Before", "改革前"), arrange.before().to_vec()),
    ];
    let groups: Vec<LayerGroup> = groups
        .into_iter()
        .map(|((english, chinese), layers)| LayerGroup {
            title: looks.text(english, chinese).to_owned(),
            layers: layers.into_iter().flatten().collect(),
        })
        .filter(|group| !group.layers.is_empty())
        .collect();
    let themes = arrange.themes(is_plan, &groups);
    MapProject { title: title.to_owned(), note: note.to_owned(), package: PACKAGE.to_owned(), groups, themes }
}

/// A map: its title in English and Chinese, the moment it shows, and its layers.
type MapParts<'a> = (&'a str, &'a str, (&'a str, &'a str), &'a [&'a str]);

struct Arrange<'a> {
    problem: &'a Problem,
    looks: &'a Looks,
    layers: &'a [StyledLayer],
}

impl Arrange<'_> {
    fn after(&self, is_plan: bool) -> [Option<ProjectLayer>; 8] {
        let handover = self.layers.iter().any(|styled| styled.layer.name == "handover" && !styled.layer.is_empty());
        let villages = self.layers.iter().find(|styled| styled.layer.name == "villages");
        let moved = villages.filter(|_| handover).map(|styled| self.looks.handover_villages(&styled.layer));
        let stations =
            if is_plan { ("Stations and posts", "派出所与警务站") } else { ("Stations", "派出所") };
        [
            self.entry("after_stations", stations, "stations").map(switched_on),
            self.styled("after_handover_villages", ("Handover villages", "移交村"), "villages", moved)
                .map(|layer| ProjectLayer { rows: HANDOVER_ROWS.to_owned(), ..layer }),
            self.entry("after_handover", ("Handover: answered by another centre", "移交地带（他所出警）"), "handover")
                .filter(|_| handover),
            self.entry("after_villages", ("Villages: second arrival", "村庄：第二到达时间"), "villages"),
            self.entry("after_roads", ("Roads by dispatch centre", "道路：按出警所"), "dispatch_roads")
                .map(switched_on),
            self.entry("after_dispatch_areas", ("Dispatch areas", "接处警辖区"), "dispatch_areas").map(switched_on),
            self.entry("after_response", ("Response: second arrival", "响应时间：第二到达"), "response_bands"),
            self.entry("after_jurisdictions", ("Jurisdictions", "属地管辖"), "jurisdictions"),
        ]
    }

    fn change(&self) -> [Option<ProjectLayer>; 2] {
        let land = self.entry("change_areas", ("Change of second arrival", "第二到达时间变化"), "change");
        let is_plan = self.style("dispatch_areas_before").is_some();
        let style = is_plan.then(|| self.looks.villages("change_min", Scale::Change));
        [
            self.styled(
                "change_villages",
                ("Villages: change of second arrival", "村庄：第二到达变化"),
                "villages",
                style,
            ),
            land,
        ]
    }

    fn before(&self) -> [Option<ProjectLayer>; 5] {
        let areas = self.entry("before_dispatch_areas", ("Dispatch areas", "接处警辖区"), "dispatch_areas_before");
        let villages = areas.as_ref().map(|_| self.looks.villages("second_arrival_before_min", Scale::Response));
        let stations = areas.as_ref().map(|_| self.looks.stations_today());
        [
            self.styled("before_stations", ("Stations", "派出所"), "stations", stations)
                .map(|layer| ProjectLayer { rows: self.without_new_sites(), ..layer }),
            self.styled("before_villages", ("Villages: second arrival", "村庄：第二到达时间"), "villages", villages),
            areas,
            self.entry("before_response", ("Response: second arrival", "响应时间：第二到达"), "response_bands_before"),
            self.entry("before_jurisdictions", ("Jurisdictions", "属地管辖"), "jurisdictions_before"),
        ]
    }

    /// Places where there is no station today are left out of the map of today.
    fn without_new_sites(&self) -> String {
        let sites = self.problem.stations.iter().filter(|station| station.duty == StationDuty::NewSite);
        let quoted: Vec<String> =
            sites.map(|station| format!("'{}'", station.id.to_string().replace('\'', "''"))).collect();
        if quoted.is_empty() { String::new() } else { format!("id NOT IN ({})", quoted.join(", ")) }
    }

    fn themes(&self, is_plan: bool, groups: &[LayerGroup]) -> Vec<MapTheme> {
        let now = if is_plan { ("after", "改革后") } else { ("today", "现状") };
        // Without roads no land has minutes: the villages stand on the areas of those who answer them.
        let land = |name: &'static str, otherwise: &'static str| {
            let is_there = |wanted: &str| groups.iter().flat_map(|group| &group.layers).any(|layer| layer.id == wanted);
            if is_there(&id_of(name)) { name } else { otherwise }
        };
        let response = land("after_response", "after_dispatch_areas");
        let response_before = land("before_response", "before_dispatch_areas");
        let change = if is_plan { land("change_areas", "after_dispatch_areas") } else { "change_areas" };
        let maps: [MapParts<'_>; 7] = [
            ("Dispatch areas", "接处警辖区", now, &["after_stations", "after_roads", "after_dispatch_areas"]),
            ("Dispatch areas", "接处警辖区", ("before", "改革前"), &["before_stations", "before_dispatch_areas"]),
            ("Response", "响应时间", now, &["after_stations", "after_villages", response]),
            ("Response", "响应时间", ("before", "改革前"), &["before_stations", "before_villages", response_before]),
            (
                "Jurisdictions",
                "属地管辖",
                now,
                &["after_stations", "after_handover_villages", "after_handover", "after_jurisdictions"],
            ),
            ("Jurisdictions", "属地管辖", ("before", "改革前"), &["before_stations", "before_jurisdictions"]),
            ("Response", "响应时间", ("change", "变化"), &["after_stations", "change_villages", change]),
        ];
        let known: Vec<&ProjectLayer> = groups.iter().flat_map(|group| &group.layers).collect();
        maps.into_iter()
            .map(|(english, chinese, (when_english, when_chinese), names)| {
                let (map, when) = (self.looks.text(english, chinese), self.looks.text(when_english, when_chinese));
                let ids = names.iter().map(|name| id_of(name));
                let title = format!("{map}{}{when}", self.looks.text(": ", "："));
                MapTheme { title, layers: ids.filter(|id| known.iter().any(|layer| layer.id == *id)).collect() }
            })
            // Stations alone are no map.
            .filter(|theme| theme.layers.len() > 1)
            .collect()
    }

    fn style(&self, table: &str) -> Option<&LayerStyle> {
        self.layers.iter().find(|styled| styled.layer.name == table).map(|styled| &styled.style)
    }

    /// A layer in its usual look. Areas are not labelled here, because the stations above them are.
    fn entry(&self, name: &str, title: (&str, &str), table: &'static str) -> Option<ProjectLayer> {
        let mut style = self.style(table)?.clone();
        if style.is_of_areas() {
            style.label = None;
        }
        self.styled(name, title, table, Some(style))
    }

    fn styled(
        &self,
        name: &str,
        (english, chinese): (&str, &str),
        table: &'static str,
        style: Option<LayerStyle>,
    ) -> Option<ProjectLayer> {
        let title = self.looks.text(english, chinese).to_owned();
        let same = self.looks.text("colour of the answering centre", "颜色同出警所").to_owned();
        let is_on = |land: &str| self.style(land).is_some();
        let legend = match name {
            // They lie on areas of their own colours.
            "after_roads" => LegendEntry::Absent,
            "after_villages" if is_on("response_bands") => LegendEntry::Absent,
            "before_villages" if is_on("response_bands_before") => LegendEntry::Absent,
            "change_villages" if is_on("change") => LegendEntry::Absent,
            "after_handover" | "after_handover_villages" => LegendEntry::Sample(same),
            _ => LegendEntry::Whole,
        };
        let (id, rows) = (id_of(name), String::new());
        style.map(|style| ProjectLayer { id, title, table, rows, style, legend, visible: false })
    }
}

fn id_of(name: &str) -> String {
    format!("xiaqu_{name}")
}

fn switched_on(layer: ProjectLayer) -> ProjectLayer {
    ProjectLayer { visible: true, ..layer }
}
