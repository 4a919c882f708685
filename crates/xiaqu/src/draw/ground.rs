//! Land divided by the roads on it.

use xiaqu_model::{LonLat, SquareMetres, TownshipIx};
use xiaqu_roads::{ArrivalProfile, RoadCells, RoadNetwork};
use xiaqu_townships::{Coverage, DivideSettings, Site};

use super::bands::{LandBands, band};
use crate::{
    County,
    county::{CountyRoads, divide_settings},
    road_sites::road_sites,
    settings::AreaSettings,
};

/// Smaller parts of a band go to a neighbour, m2: bands follow single roads.
const BAND_PART_MIN: f64 = 2e4;

/// Land, the roads on it, and how finely the one is divided by the other.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub(crate) land: &'a Coverage<TownshipIx>,
    pub(crate) network: &'a RoadNetwork,
    pub(crate) areas: &'a AreaSettings,
}

impl<'a> Ground<'a> {
    /// Of a county with its roads.
    pub(crate) fn of(county: &'a County, roads: &'a CountyRoads) -> Self {
        Self { land: &county.land.townships, network: &roads.network, areas: &county.settings.areas }
    }

    /// The whole land divided by sites; `otherwise` stands for all of it where there is no site at all.
    pub(crate) fn divide<M: Copy + Ord + Send>(
        self,
        sites: &[Site<M>],
        settings: &DivideSettings,
        otherwise: M,
    ) -> Coverage<M> {
        let whole = self.land.dissolve(|_| ());
        let (divided, _) = whole.divide(|()| Some(sites.to_vec()), settings);
        divided.dissolve(|((), owner)| owner.unwrap_or(otherwise))
    }

    /// The land by bands of what the profiles say along the roads, in milliseconds: each piece has the band of the road or
    /// place it lies nearest to. Places keep the band of their own value.
    pub(crate) fn bands<'p>(
        self,
        profiles: impl Iterator<Item = &'p ArrivalProfile>,
        limits: &[f64],
        places: impl Iterator<Item = (LonLat, f64)>,
    ) -> LandBands {
        let edges = self.network.edges().indices();
        let pieces = edges.zip(profiles).flat_map(|(edge, profile)| profile.pieces(edge, limits)).collect();
        let cells = RoadCells { pieces, without_road: Vec::new() };
        let owners: Vec<usize> = (0..=limits.len()).collect();
        let mut sites = road_sites(self.network, &cells, &owners, self.areas.sample_spacing_m, None);
        let frame = self.network.frame();
        sites.extend(places.map(|(position, value)| Site {
            position: frame.to_local(position),
            owner: band(value, limits),
            protected: true,
        }));
        // Land that no road and no place tells anything of is in no time reached at all.
        self.divide(&sites, &band_settings(self.areas), limits.len())
    }
}

/// How bands are drawn.
pub(super) fn band_settings(areas: &AreaSettings) -> DivideSettings {
    DivideSettings { part_min_area: SquareMetres::new(BAND_PART_MIN).unwrap_or_default(), ..divide_settings(areas) }
}
