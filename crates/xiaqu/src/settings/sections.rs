//! Every setting there is (domain 2.1 and 5.7).

use xiaqu_model::{Aim, BorderStyle, CalendarDate, Datum, Engine, Language, Mode, SolverBackend};
use xiaqu_roads::TurnPolicy;

use super::{
    declare::settings,
    value::{LinkSetting, StationPair},
};

settings! {
    /// The county.
    county: CountySettings {
        name: String = String::new(), None, "Name of the county, shown on every map.", "县名，显示在每张图上。", "county";
        note: String = String::new(), None,
            "Note shown on every map, for example that geometry is synthetic.", "显示在每张图上的说明，例如几何为合成。", "county";
        language: Language = Language::Zh, None, "Language of names, legends and aliases in maps and of notes in tables: zh or en; `--lang` goes before it.", "地图中图层名、图例、字段别名及表格说明的语言：zh 或 en；命令行 `--lang` 优先。", "SPEC 2";
    }
    /// Files of the county folder and their datum.
    inputs: InputSettings {
        townships: String = "townships.geojson".to_owned(), None, "Township polygons, GeoJSON, Shapefile, FlatGeobuf or GeoPackage (file.gpkg#layer).", "乡镇面，GeoJSON、Shapefile、FlatGeobuf 或 GeoPackage（file.gpkg#图层）。", "SPEC 1";
        villages: String = "villages.csv".to_owned(), None, "Villages, CSV, Excel (file.xlsx#sheet), or points as GeoJSON, Shapefile, GeoPackage or FlatGeobuf.", "村庄，CSV、Excel（file.xlsx#工作表），或 GeoJSON、Shapefile、GeoPackage、FlatGeobuf 点。", "SPEC 1";
        stations: String = "stations.csv".to_owned(), None, "Stations, CSV, Excel (file.xlsx#sheet), or points as GeoJSON, Shapefile, GeoPackage or FlatGeobuf.", "派出所，CSV、Excel（file.xlsx#工作表），或 GeoJSON、Shapefile、GeoPackage、FlatGeobuf 点。", "SPEC 1";
        roads: Option<String> = Some("roads.osm.pbf".to_owned()), None, "Roads, OSM PBF, OSM XML (also .osm.gz), or lines as GeoJSON, Shapefile, GeoPackage or FlatGeobuf. Not with `travel_times`.", "道路，OSM PBF、OSM XML（含 .osm.gz），或 GeoJSON、Shapefile、GeoPackage、FlatGeobuf 线。不与 travel_times 并用。", "SPEC 1";
        travel_times: Option<String> = None, None, "Travel times in place of roads: a table `from,to,minutes` as CSV or Excel (file.xlsx#sheet), from station ids to ids of villages and stations, by day and, in rows of the scenario wet, when wet.", "以行车时间表代替道路：`from,to,minutes` 表（CSV 或 Excel，file.xlsx#工作表），由派出所编号到村和派出所编号；白天时间，情景为 wet 的行为雨季时间。", "SPEC 1";
        closures: Option<String> = None, None, "Closures and slow-downs: lines, polygons or points as GeoJSON, Shapefile, GeoPackage or FlatGeobuf, or CSV with the ids of ways.", "封路与限行：GeoJSON、Shapefile、GeoPackage 或 FlatGeobuf 的线、面、点，或含 osm_id 的 CSV。", "SPEC 1";
        elevation: Option<String> = None, None, "Heights of the ground, from which slopes are taken: GeoTIFF (one band, metres), an SRTM tile such as N28E117.hgt, or a folder of such tiles.", "地面高程，用于坡度：GeoTIFF（单波段，米）、SRTM 图幅（如 N28E117.hgt）或此类图幅的文件夹。", "issue 4";
        townships_datum: Datum = Datum::Wgs84, None, "Datum of the townships: wgs84, cgcs2000, gcj02, bd09, or an EPSG code such as epsg:4547.", "乡镇的坐标系：wgs84、cgcs2000、gcj02、bd09，或 EPSG 代码，如 epsg:4547。", "SPEC 1";
        villages_datum: Datum = Datum::Wgs84, None, "Datum of the villages, as for townships.", "村庄的坐标系，写法同乡镇。", "SPEC 1";
        stations_datum: Datum = Datum::Wgs84, None, "Datum of the stations, as for townships.", "派出所的坐标系，写法同乡镇。", "SPEC 1";
        roads_datum: Datum = Datum::Wgs84, None, "Datum of the roads, as for townships.", "道路的坐标系，写法同乡镇。", "SPEC 1";
        closures_datum: Datum = Datum::Wgs84, None, "Datum of the closures, as for townships.", "封路记录的坐标系，写法同乡镇。", "SPEC 1";
    }
    /// Which stations may merge.
    merge: MergeSettings {
        group_size_max: u32 = 2, Some((2.0, 4.0)), "Largest number of stations in a group (K).", "每组最多派出所数（K）。", "AMB-1; domain 5.7";
        closures: Option<u32> = None, Some((0.0, 200.0)), "Exact number of stations to close; absent is free.", "恰好撤并的派出所数；缺省不限。", "domain 6.1";
        closures_min: Option<u32> = None, Some((0.0, 200.0)), "Least number of stations to close.", "最少撤并数。", "domain 6.1";
        closures_max: Option<u32> = None, Some((0.0, 200.0)), "Greatest number of stations to close.", "最多撤并数。", "domain 6.1";
        aims: Vec<Aim> = vec![Aim::MeanSecondArrival], None,
            "Aims in the order in which they count: most_closures, mean_second_arrival, worst_tenth, worst_village, busiest_station, running_cost, one_off_cost, beat_hours, access, disruption. Response, access and disruption follow.",
            "目标及其先后次序：most_closures（撤并最多）、mean_second_arrival（平均第二到达时间）、worst_tenth（最差十分之一人口）、worst_village（最差村）、busiest_station（最忙单位人均工时）、running_cost（运行费）、one_off_cost（一次性投入）、beat_hours（责任区工时）、access（群众办事路程）、disruption（受影响人口）。其后依次为响应、办事路程、受影响人口。", "domain 6.1";
        modes: Vec<Mode> = vec![Mode::Merge], None,
            "How stations may be grouped: merge (one stays, the others become posts), pool (joint station, all buildings stay).",
            "合并方式：merge（保留一所，其余改为警务站）、pool（区域联合派出所，房舍保留）。", "Doc; Longyan S25";
        group_people_max: Option<u32> = None, Some((1.0, 4e9)), "Most people of a merged or pooled group.", "合并或联合后每组最多人口。", "France 20,000; domain 6.1";
        group_area_max_km2: Option<f64> = None, Some((0.1, 1e6)), "Most land of a merged or pooled group, km2.", "合并或联合后每组最大面积（平方千米）。", "domain 6.1";
        group_officers_max: Option<u32> = None, Some((1.0, 10_000.0)), "Most officers of a group.", "每组最多民警数。", "domain 6.2";
        pool_officers_per_building: u32 = 2, Some((0.0, 20.0)), "Officers that every further building of a pooled group needs beyond the floor.", "联合派出所每多一处房舍另需的民警数。", "a crew of two; assumption";
        county_seat_may_merge: bool = false, None, "Whether the county-seat station may be merged.", "县城派出所是否可参与合并。", "AMB-2";
        must_keep: Vec<String> = Vec::new(), None, "Stations that must stay open.", "必须保留的派出所。", "domain 6.1";
        must_merge: Vec<String> = Vec::new(), None, "Stations that must be part of a merge.", "必须参与合并的派出所。", "domain 6.1";
        must_close: Vec<String> = Vec::new(), None, "Stations that must close and become posts of a merged group.", "必须撤并、改为警务站的派出所。", "domain 6.1";
        untouched: Vec<String> = Vec::new(), None, "Stations that stay outside every merge.", "不参与任何合并的派出所。", "domain 6.1";
        must_merge_pairs: Vec<StationPair> = Vec::new(), None, "Pairs that must end in one group.", "必须同组的派出所对。", "domain 6.1";
        forbidden_pairs: Vec<StationPair> = Vec::new(), None, "Pairs that must not be merged with each other.", "不得合并的派出所对。", "domain 9";
        allowed_pairs: Vec<StationPair> = Vec::new(), None,
            "Pairs that count as adjacent whatever border, road and path say.", "无论边界、道路与路径如何均视为相邻的派出所对。", "domain 9";
    }
    /// Aims held at or below a value, whatever their order (epsilon-constraints).
    limits: LimitSettings {
        mean_second_arrival_minutes: Option<f64> = None, Some((0.0, 1_440.0)), "Most mean second arrival over calls, minutes.", "平均第二到达时间上限（分钟，按警情）。", "domain 6.1 f1";
        worst_tenth_minutes: Option<f64> = None, Some((0.0, 1_440.0)), "Most mean second arrival of the tenth of the people that wait longest, minutes.", "最差十分之一人口平均第二到达时间上限（分钟）。", "domain 6.1 f2";
        busiest_station_hours: Option<f64> = None, Some((0.0, 1e6)), "Most work for each officer at the busiest group, hours a year.", "最忙单位人均年工时上限（小时）。", "domain 6.1 f3";
        running_cost_yuan_per_year: Option<f64> = None, Some((0.0, 1e12)), "Most running cost, yuan a year.", "运行费上限（元/年）。", "domain 6.12";
        one_off_cost_yuan: Option<f64> = None, Some((0.0, 1e12)), "Most one-off cost, yuan.", "一次性投入上限（元）。", "domain 6.12";
        beat_hours_min: Option<f64> = None, Some((-1e9, 1e9)), "Least officer-hours a year left for beats.", "责任区年工时下限（小时）。", "domain 6.1 f5";
        access_minutes: Option<f64> = None, Some((0.0, 1_440.0)), "Most mean way to the counter of one's own station, minutes.", "到本辖区窗口平均时间上限（分钟）。", "domain 6.1 f6";
        disruption_people: Option<u32> = None, None, "Most people whose station closes.", "派出所被撤并的人口上限。", "domain 6.1 f7";
    }
    /// When two stations are adjacent.
    adjacency: AdjacencySettings {
        border_min_m: f64 = 500.0, Some((0.0, 50_000.0)), "Least length of the shared border, metres.", "共同边界的最短长度（米）。", "assumption; domain 6.0";
        road_time_max_minutes: f64 = 45.0, Some((5.0, 180.0)), "Longest road time between the two stations, minutes.", "两所之间最长行车时间（分钟）。", "assumption; domain 5.7";
        path_inside: bool = true, None,
            "Whether the shortest road must stay inside the two territories.", "最短路径是否须在两所辖区之内。", "domain 6.0";
        path_outside_max_m: f64 = 500.0, Some((0.0, 20_000.0)),
            "Length of that road that may lie outside, metres: roads wind along borders.", "该路径允许在外的长度（米）：道路常沿边界蜿蜒。", "assumption";
    }
    /// Strength of stations and bureau.
    strength: StrengthSettings {
        officers_min: u32 = 5, Some((1.0, 30.0)), "Least officers at a station after the reform.", "改革后每所最少民警数。", "S5, S6, S7; domain 5.7";
        transfers: u32 = 0, Some((0.0, 1_000.0)), "Officers moved from headquarters to stations.", "由机关调入派出所的民警数。", "domain 6.6";
        bureau_officers: Option<u32> = None, Some((1.0, 100_000.0)), "Sworn officers of the whole bureau.", "全局民警总数。", "AMB-13";
        station_share_min: f64 = 0.426, Some((0.0, 1.0)), "Share of the bureau that should be in stations.", "派出所警力占全局的应达比例。", "Doc; domain 5.7";
        worked_hours_per_year: f64 = 1_760.0, Some((1_000.0, 4_000.0)), "Hours an officer really works a year.", "每名民警年实际工作小时。", "220 days of 8 h; domain 5.7";
    }
    /// Response.
    response: ResponseSettings {
        call_handling_minutes: f64 = 2.0, Some((0.0, 15.0)), "Call handling and dispatch, minutes.", "接警与派警时间（分钟）。", "Inner Mongolia 83 s, GMP up to 4; domain 5.7";
        turnout_minutes: f64 = 2.0, Some((0.0, 30.0)), "Turnout of the crew by day, minutes.", "白天出动时间（分钟）。", "assumption; domain 5.7";
        second_arrival_max_minutes: f64 = 60.0, Some((5.0, 240.0)), "Hard maximum of the second arrival, minutes.", "第二到达时间上限（分钟）。", "assumption; domain 5.7";
        worsening_max_minutes: f64 = 20.0, Some((0.0, 120.0)), "Most a village may lose, minutes.", "任一村最大恶化（分钟）。", "assumption; domain 5.7";
        target_minutes: f64 = 30.0, Some((1.0, 120.0)), "Target of the second arrival, minutes.", "第二到达时间目标（分钟）。", "between UK 20 and Norway 45; domain 5.7";
        target_share: f64 = 0.8, Some((0.0, 1.0)), "Share of calls that should meet the target.", "应达到目标的警情比例。", "domain 5.7";
    }
    /// Who answers which calls.
    dispatch: DispatchSettings {
        borders: BorderStyle = BorderStyle::Exact, None,
            "What borders of dispatch areas may cut: exact (nothing is kept whole), village (villages stay whole) or township (townships stay whole). The search plans by nearest response; figures and maps are those of these borders.",
            "接处警辖区边界：exact（精确，不保持完整）、village（保持村完整）或 township（保持乡镇完整）。搜索按最近出警求解；指标与图层按所选边界。", "domain 6.4; administrable borders";
        hysteresis_minutes: f64 = 0.0, Some((0.0, 60.0)),
            "The station that manages a village or township keeps answering it unless another is faster by more than so many minutes; 0 is off. Not with exact borders.",
            "其他单位快出此分钟数以上才改变村或乡镇现属派出所的出警；0 为不用。精确边界不适用。", "domain 6.4";
    }
    /// Demand and workload.
    demand: DemandSettings {
        calls_per_thousand_per_year: f64 = 25.0, Some((0.0, 500.0)), "Valid calls per 1,000 people a year where a village states none.", "村庄未填警情时每千人年有效警情数。", "S18, S102, S103; domain 5.7";
        officers_per_call: u32 = 2, Some((1.0, 6.0)), "Officers sent to a call.", "每起警情出警人数。", "assumption; domain 5.7";
        hours_per_call: f64 = 1.0, Some((0.1, 12.0)), "Hours each of them is busy, travel not counted.", "每人每起耗时（小时，不含路途）。", "assumption; domain 5.7";
        management_hours_per_resident: f64 = 0.352, Some((0.0, 20.0)), "Hours a year of management for one resident.", "每名居民年管理工时（小时）。", "1,760 h for a beat of 5,000 people (S8); domain 5.7";
    }
    /// Posts.
    posts: PostSettings {
        hours_per_week: f64 = 56.0, Some((0.0, 168.0)), "Staffed hours of a post a week.", "警务站每周值守小时。", "8 h a day; domain 5.7";
        market_days_per_year: u32 = 74, Some((0.0, 366.0)), "Market days a year, each with a second officer for 8 hours.", "每年逢墟日数，每日增派一人 8 小时。", "6 a lunar month; domain 5.7";
        one_off_yuan: f64 = 0.0, Some((0.0, 1e9)), "One-off cost of a post, yuan: fitting, signs, moving.", "警务站一次性投入（元）。", "domain 6.12";
        cost_yuan_per_year: Option<f64> = None, Some((0.0, 1e7)), "Running cost of a post, yuan a year.", "警务站运行费（元/年）。", "domain 6.12";
    }
    /// Roads.
    roads: RoadSectionSettings {
        motorway_kmh: f64 = 90.0, Some((5.0, 130.0)), "Speed on motorways, km/h.", "高速公路车速（千米/时）。", "OSRM car profile S101";
        trunk_kmh: f64 = 80.0, Some((5.0, 130.0)), "Speed on trunk roads, km/h.", "快速路车速（千米/时）。", "OSRM car profile S101";
        primary_kmh: f64 = 65.0, Some((5.0, 130.0)), "Speed on primary roads, km/h.", "一级道路车速（千米/时）。", "OSRM car profile S101; domain 5.7";
        secondary_kmh: f64 = 55.0, Some((5.0, 130.0)), "Speed on secondary roads, km/h.", "二级道路车速（千米/时）。", "OSRM car profile S101; domain 5.7";
        tertiary_kmh: f64 = 40.0, Some((5.0, 130.0)), "Speed on tertiary roads, km/h.", "三级道路车速（千米/时）。", "OSRM car profile S101; domain 5.7";
        unclassified_kmh: f64 = 25.0, Some((5.0, 130.0)), "Speed on unclassified roads, km/h.", "等外道路车速（千米/时）。", "OSRM car profile S101; domain 5.7";
        residential_kmh: f64 = 30.0, Some((5.0, 130.0)), "Speed on residential roads, km/h.", "居民区道路车速（千米/时）。", "assumption";
        service_kmh: f64 = 15.0, Some((5.0, 130.0)), "Speed on service roads and living streets, km/h.", "便道车速（千米/时）。", "assumption";
        rough_surface_kmh: f64 = 40.0, Some((1.0, 130.0)), "Most on gravel, dirt, grass and sett, tracks of grade 2 and 3, smoothness bad, km/h.", "砂石、土、草、石块路面，2、3 级机耕路，平整度 bad 的最高车速（千米/时）。", "OSRM car profile S101, three steps of it";
        poor_surface_kmh: f64 = 20.0, Some((1.0, 130.0)), "Most on earth, sand and stones, tracks of grade 4 and 5, smoothness very bad, km/h.", "泥土、沙、乱石路面，4、5 级机耕路，平整度 very_bad 的最高车速（千米/时）。", "OSRM car profile S101, three steps of it";
        bad_surface_kmh: f64 = 10.0, Some((1.0, 130.0)), "Most on mud and where smoothness is horrible or worse, km/h.", "泥泞路面及平整度 horrible 或更差的最高车速（千米/时）。", "OSRM car profile S101, three steps of it";
        ferry_kmh: f64 = 5.0, Some((1.0, 60.0)), "Speed of ferries that state no duration, km/h.", "未标明时间的轮渡的速度（千米/时）。", "OSRM car profile S101";
        night_factor: f64 = 1.15, Some((1.0, 3.0)), "Road times are so many times longer by night.", "夜间行车时间倍数。", "assumption; domain 5.7";
        wet_factor: f64 = 1.3, Some((1.0, 3.0)), "Road times are so many times longer when wet.", "雨季行车时间倍数。", "assumption; domain 5.7";
        winter_factor: f64 = 1.3, Some((1.0, 3.0)), "Road times are so many times longer in winter.", "冬季行车时间倍数。", "assumption; domain 5.7";
        slope_up_from_percent: f64 = 3.0, Some((0.0, 30.0)), "Uphill slopes up to this cost no speed, per cent; slopes need inputs.elevation.", "上坡坡度不超过此值不减速（%）；坡度需设 inputs.elevation。", "Highway Capacity Manual: grades from 3 % are analysed on their own; taken over as an assumption";
        slope_up_loss: f64 = 0.03, Some((0.0, 0.5)), "Share of the speed lost for every per cent of uphill slope beyond.", "上坡超出后每 1% 坡度损失的车速份额。", "assumption";
        slope_down_from_percent: f64 = 6.0, Some((0.0, 30.0)), "Downhill slopes up to this cost no speed, per cent.", "下坡坡度不超过此值不减速（%）。", "JTG D20-2017: steepest grade for 60 km/h; taken over as an assumption";
        slope_down_loss: f64 = 0.05, Some((0.0, 0.5)), "Share of the speed lost for every per cent of downhill slope beyond.", "下坡超出后每 1% 坡度损失的车速份额。", "assumption";
        slope_speed_least: f64 = 0.5, Some((0.1, 1.0)), "Least share of the speed that is kept on any slope.", "任何坡度上至少保留的车速份额。", "assumption";
        slope_stretch_m: f64 = 100.0, Some((10.0, 2_000.0)), "Slopes are measured over stretches of about this length, metres.", "量取坡度的分段长度（米，约值）。", "three samples of SRTM at 30 m; assumption";
        winter_month: u32 = 1, Some((1.0, 12.0)), "Month that stands for winter where roads are closed for part of the year.", "道路季节性封闭时代表冬季的月份。", "January, the northern hemisphere; assumption";
        join_tolerance_m: f64 = 2.0, Some((0.0, 50.0)), "Road ends that miss another road by less are joined and reported, metres.", "道路端点间隙小于此值则连接并报告（米）。", "assumption";
        node_crossings: bool = true, None, "Whether lines of a road layer that cross on one level meet there; OpenStreetMap files say it themselves.", "道路图层中同层相交的线是否视为相通；OpenStreetMap 数据自带此信息。", "assumption";
        crossing_tolerance_m: f64 = 0.5, Some((0.0, 10.0)), "Corners this near another line of their level meet it, metres.", "折点距同层另一道路在此距离之内即视为相通（米）。", "error of a snapped corner; assumption";
        date: Option<CalendarDate> = None, None, "Day that is planned for; closures with dates need it.", "规划所针对的日期；带日期的封路需要此项。", "county";
        closure_tolerance_m: f64 = 15.0, Some((1.0, 200.0)), "Roads within this distance of the line or point of a closure are meant by it, metres.", "道路距封路的线或点在此距离之内即为其所指（米）。", "half a carriageway and the error of a drawn line; assumption";
        access_max_m: f64 = 2_000.0, Some((10.0, 20_000.0)), "Farthest a village or station may be from a road, metres.", "村或所到道路的最远距离（米）。", "assumption";
        off_road_kmh: f64 = 5.0, Some((1.0, 30.0)), "Speed from the road to the door, km/h.", "由道路到门口的速度（千米/时）。", "on foot; assumption";
        allow_private: bool = true, None, "Whether a police car may use roads tagged private.", "警车可否使用标为私有的道路。", "assumption";
        allow_forbidden: bool = false, None, "Whether a police car may use roads and pass barriers tagged as closed to cars.", "警车可否使用标为禁止机动车的道路与通过此类关卡。", "assumption";
        allow_bus: bool = true, None, "Whether a police car may use roads for buses alone.", "警车可否使用公交专用道路。", "assumption";
        allow_locked_gates: bool = false, None, "Whether a police car may pass gates tagged as locked.", "警车可否通过标为上锁的大门。", "assumption";
        allow_ferries: bool = true, None, "Whether a police car may use ferries in the road data.", "警车可否使用道路数据中的轮渡。", "assumption";
        turn_restrictions: TurnPolicy = TurnPolicy::Obey, None, "Turn restrictions of the road data: obey or ignore.", "道路数据中的转向限制：obey（遵守）或 ignore（忽略）。", "assumption";
        links: Vec<LinkSetting> = Vec::new(), None, "Crossings that the road data lacks, such as ferries.", "道路数据缺少的渡口等连接。", "county";
    }
    /// Polygons.
    areas: AreaSettings {
        sample_spacing_m: f64 = 40.0, Some((5.0, 500.0)), "Spacing of road samples that borders are drawn between, metres.", "绘制边界所用道路采样间距（米）。", "assumption";
        smoothing_m: f64 = 60.0, Some((0.0, 1_000.0)), "How far a border may be straightened where no road or village is near, metres.", "无道路与村庄处边界可取直的幅度（米）。", "assumption";
        part_min_km2: f64 = 0.5, Some((0.0, 100.0)), "Smaller parts without village or station go to the neighbour, km2.", "无村无所且小于此面积的碎块划归相邻（平方千米）。", "assumption; domain 6.4";
    }
    /// Weights of the four-factor index of complexity; they add up to 1.
    complexity: ComplexitySettings {
        population_weight: f64 = 0.35, Some((0.0, 1.0)), "Weight of the people of a territory.", "辖区人口的权重。", "assumption; domain 6.5";
        area_weight: f64 = 0.15, Some((0.0, 1.0)), "Weight of its land.", "辖区面积的权重。", "assumption; domain 6.5";
        traffic_weight: f64 = 0.20, Some((0.0, 1.0)), "Weight of the minutes from the station to its people.", "派出所到居民行车时间的权重。", "assumption; domain 6.5";
        security_weight: f64 = 0.30, Some((0.0, 1.0)), "Weight of its calls.", "警情数的权重。", "assumption; domain 6.5";
    }
    /// The search.
    search: SearchSettings {
        engine: Engine = Engine::Auto, None, "auto, enumeration, exact or integer_program.", "auto、enumeration、exact 或 integer_program。", "domain 1.2";
        backend: SolverBackend = SolverBackend::Highs, None,
            "Solver of integer programs: highs, or microlp where it is compiled in.", "整数规划求解器：highs，或（编译时启用的）microlp。", "ENGINE 8";
        enumerate_up_to: u32 = 12, Some((2.0, 20.0)), "Largest county that auto enumerates, in stations.", "auto 方式穷举的最大派出所数。", "domain 1.2";
        time_limit_seconds: Option<f64> = None, Some((0.1, 1e6)), "Seconds after which the best plan so far is written.", "到时即写出当前最优方案（秒）。", "SPEC 2";
        gap: f64 = 0.0, Some((0.0, 0.5)), "Relative gap at which the search may stop; 0 asks for the proof.", "允许停止的相对差距；0 表示要求证明。", "SPEC 2";
        threads: u32 = 0, Some((0.0, 1_024.0)), "Threads; 0 takes all. Results do not depend on it.", "线程数；0 为全部。结果与此无关。", "SPEC 2";
        seed: u32 = 0, None, "Seed of every random choice.", "随机种子。", "SPEC 2";
    }
}
