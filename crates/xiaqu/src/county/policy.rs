//! Settings to policy: names become indices, minutes become times.

use std::collections::BTreeMap;

use xiaqu_formats::RawStation;
use xiaqu_model::{
    BorderStyle, ClosureRule, DispatchRules, GroupRules, IxVec, OfficerHours, Officers, Place, Policy, PostPolicy,
    ProblemReport, ResponseRules, SearchRules, Share, StationDuty, StationIx, StrengthRules, TravelTime, Turnout,
    WorkloadRules, Yuan, YuanPerYear, cast, e207_new_site_with_officers, e208_only_new_sites, e406_unknown_station,
    e407_contradictory_duties, e410_more_officers_than_bureau, e411_ambiguous_station,
    e414_hysteresis_with_exact_borders, w956_no_bureau_strength,
};

use super::places::{Named, Names, station_names};
use crate::{Settings, inputs::is_incomplete, settings::StationPair};

/// Pairs that the settings name.
#[derive(Debug, Default)]
pub(super) struct NamedPairs {
    pub(super) must_merge: Vec<(StationIx, StationIx)>,
    pub(super) forbidden: Vec<(StationIx, StationIx)>,
    pub(super) allowed: Vec<(StationIx, StationIx)>,
}

/// Stations that the settings name; a name that stands for none or for several is reported.
struct Mentions<'a> {
    known: Names<StationIx>,
    /// Whether every station was read: only then is it certain that a name is unknown.
    complete: bool,
    problems: &'a mut Vec<ProblemReport>,
}

impl<'a> Mentions<'a> {
    fn new(stations: &IxVec<StationIx, RawStation>, settings: &Settings, problems: &'a mut Vec<ProblemReport>) -> Self {
        let complete = !stations.is_empty() && !is_incomplete(&settings.inputs.stations, problems);
        Self { known: station_names(stations), complete, problems }
    }

    fn station(&mut self, key: &str, name: &str) -> Option<StationIx> {
        let place = Place::table("xiaqu.toml").id(key);
        match self.known.find(name) {
            Named::One(station) => return Some(station),
            Named::Several => self.problems.push(e411_ambiguous_station(place, key, name)),
            Named::Unknown { nearest } if self.complete => {
                self.problems.push(e406_unknown_station(place, key, name, nearest));
            }
            Named::Unknown { .. } => {}
        }
        None
    }

    fn stations(&mut self, key: &str, names: &[String]) -> Vec<StationIx> {
        names.iter().filter_map(|name| self.station(key, name)).collect()
    }

    fn pairs(&mut self, key: &str, pairs: &[StationPair]) -> Vec<(StationIx, StationIx)> {
        pairs.iter().filter_map(|pair| self.station(key, &pair.0).zip(self.station(key, &pair.1))).collect()
    }
}

/// The pairs that the settings name.
pub(super) fn named_pairs(
    stations: &IxVec<StationIx, RawStation>,
    settings: &Settings,
    problems: &mut Vec<ProblemReport>,
) -> NamedPairs {
    let mut names = Mentions::new(stations, settings, problems);
    NamedPairs {
        must_merge: names.pairs("merge.must_merge_pairs", &settings.merge.must_merge_pairs),
        forbidden: names.pairs("merge.forbidden_pairs", &settings.merge.forbidden_pairs),
        allowed: names.pairs("merge.allowed_pairs", &settings.merge.allowed_pairs),
    }
}

/// What the plan may do with each station.
pub(super) fn duties(
    stations: &IxVec<StationIx, RawStation>,
    settings: &Settings,
    problems: &mut Vec<ProblemReport>,
) -> IxVec<StationIx, StationDuty> {
    let mut duties = IxVec::from_fn(stations.len(), |station: StationIx| {
        let seat = stations[station].county_seat && !settings.merge.county_seat_may_merge;
        if stations[station].new_site {
            StationDuty::NewSite
        } else if seat {
            StationDuty::Untouched
        } else {
            StationDuty::Free
        }
    });
    let mut first_list: BTreeMap<StationIx, &str> = BTreeMap::new();
    let lists = [
        ("merge.must_keep", &settings.merge.must_keep, StationDuty::MustStayOpen),
        ("merge.must_merge", &settings.merge.must_merge, StationDuty::MustMerge),
        ("merge.must_close", &settings.merge.must_close, StationDuty::MustClose),
        ("merge.untouched", &settings.merge.untouched, StationDuty::Untouched),
    ];
    for (key, names, duty) in lists {
        let named = Mentions::new(stations, settings, problems).stations(key, names);
        for station in named {
            if let Some(other) = first_list.insert(station, key) {
                let place = Place::table("xiaqu.toml").id(key);
                problems.push(e407_contradictory_duties(place, &stations[station].name, other, key));
            }
            if duties[station] == StationDuty::NewSite {
                let place = Place::table("xiaqu.toml").id(key);
                problems.push(e407_contradictory_duties(place, &stations[station].name, "new_site", key));
                continue;
            }
            duties[station] = duty;
        }
    }
    duties
}

/// The policy of the county. Ranges of the settings were checked when they were read. Limits wait for the tables.
pub(super) fn policy(settings: &Settings, named: &NamedPairs) -> Policy {
    let merge = &settings.merge;
    let minutes = |value: f64| TravelTime::from_minutes(value).unwrap_or_default();
    let share = |value: f64| Share::new(value).unwrap_or_default();
    let response = &settings.response;
    let search = &settings.search;
    Policy {
        aims: merge.aims.clone(),
        limits: Vec::new(),
        groups: GroupRules {
            size_max: merge.group_size_max,
            modes: merge.modes.clone(),
            people_max: merge.group_people_max.map(u64::from),
            area_max: merge.group_area_max_km2.and_then(|km2| u64::try_from(cast::to_i64(km2 * 1e6)?).ok()),
            officers_max: merge.group_officers_max.map(Officers::new),
            officers_per_pooled_building: Officers::new(merge.pool_officers_per_building),
        },
        closures: ClosureRule {
            min: merge.closures.or(merge.closures_min),
            max: merge.closures.or(merge.closures_max),
        },
        must_merge_pairs: named.must_merge.clone(),
        forbidden_pairs: named.forbidden.clone(),
        response: ResponseRules {
            turnout: Turnout::new(minutes(response.call_handling_minutes), minutes(response.turnout_minutes)),
            second_arrival_max: minutes(response.second_arrival_max_minutes),
            worsening_max: minutes(response.worsening_max_minutes),
            target: minutes(response.target_minutes),
            target_share: share(response.target_share),
        },
        dispatch: dispatch_rules(settings),
        posts: PostPolicy {
            hours_per_week: settings.posts.hours_per_week,
            market_days_per_year: settings.posts.market_days_per_year,
            cost: settings.posts.cost_yuan_per_year.and_then(YuanPerYear::new),
            one_off: Yuan::new(settings.posts.one_off_yuan).unwrap_or_default(),
        },
        strength: StrengthRules {
            officers_min: Officers::new(settings.strength.officers_min),
            transfers: Officers::new(settings.strength.transfers),
            bureau: settings.strength.bureau_officers.map(Officers::new),
            station_share_min: share(settings.strength.station_share_min),
            worked_hours: OfficerHours::new(settings.strength.worked_hours_per_year).unwrap_or_default(),
        },
        workload: WorkloadRules {
            officers_per_call: settings.demand.officers_per_call,
            hours_per_call: settings.demand.hours_per_call,
            hours_per_resident: settings.demand.management_hours_per_resident,
        },
        search: SearchRules {
            engine: search.engine,
            backend: search.backend,
            enumerate_up_to: search.enumerate_up_to,
            time_limit_seconds: search.time_limit_seconds,
            gap: search.gap,
            threads: search.threads,
            seed: u64::from(search.seed),
        },
    }
}

fn dispatch_rules(settings: &Settings) -> DispatchRules {
    let rules = &settings.dispatch;
    let hysteresis = TravelTime::from_minutes(rules.hysteresis_minutes).unwrap_or_default();
    DispatchRules { borders: rules.borders, hysteresis }
}

/// Reports new sites that have officers, and a county of nothing else.
pub(super) fn check_new_sites(stations: &IxVec<StationIx, RawStation>, problems: &mut Vec<ProblemReport>) {
    for site in stations.iter().filter(|station| station.new_site && station.officers > 0) {
        problems.push(e207_new_site_with_officers(site.place.clone(), &site.name, site.officers));
    }
    if !stations.is_empty() && stations.iter().all(|station| station.new_site) {
        problems.push(e208_only_new_sites(Place::table("stations")));
    }
}

/// Reports a hysteresis that exact borders would not know what to do with.
pub(super) fn check_dispatch(settings: &Settings, problems: &mut Vec<ProblemReport>) {
    let rules = &settings.dispatch;
    if rules.borders == BorderStyle::Exact && rules.hysteresis_minutes > 0.0 {
        let place = Place::table("xiaqu.toml").id("dispatch.hysteresis_minutes");
        problems.push(e414_hysteresis_with_exact_borders(place, rules.hysteresis_minutes));
    }
}

/// Reports a strength that cannot be, and one that is not known.
pub(super) fn check_strength(
    stations: &IxVec<StationIx, RawStation>,
    settings: &Settings,
    problems: &mut Vec<ProblemReport>,
) {
    let stations: u32 = stations.iter().map(|station| station.officers).sum();
    let transfers = settings.strength.transfers;
    let place = || Place::table("xiaqu.toml").id("strength.bureau_officers");
    match settings.strength.bureau_officers {
        Some(bureau) if stations.saturating_add(transfers) > bureau => {
            problems.push(e410_more_officers_than_bureau(place(), stations, transfers, bureau));
        }
        Some(_) => {}
        None => problems.push(w956_no_bureau_strength(place())),
    }
}
