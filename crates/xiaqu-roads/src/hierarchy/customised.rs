//! Travel times between places of a network by the hierarchy.

use rayon::prelude::*;
use xiaqu_model::{NodeIx, TravelTime};

use super::{error::HierarchyError, metric::Metric, structure::Hierarchy, sweep::Seed};
use crate::{
    Access, Base, RoadNetwork, Weights,
    search::{approaches, direct_arrival, seeds, travel_times},
    weights::{to_milliseconds, to_time},
};

/// Fewest bases for which a hierarchy at hand is given the times of a scenario: that takes as long as one or two
/// searches.
pub const HIERARCHY_FROM: usize = 4;

/// A network with the times of a scenario, ready for matrices. Made by [`Hierarchy::customise`], in a fraction of a second
/// for a million junctions.
#[derive(Clone, Debug)]
pub struct CustomisedRoads<'roads> {
    network: &'roads RoadNetwork,
    weights: &'roads Weights,
    metric: Metric<'roads>,
}

impl Hierarchy {
    /// The times of a scenario of the network that the hierarchy was built from.
    ///
    /// # Errors
    /// As [`Hierarchy::customise_arcs`]; that a network of the same size is another one is not noticed.
    ///
    /// # Example
    /// ```
    /// # use xiaqu_model::{Kph, LocalFrame, LonLat, TravelTime};
    /// # use xiaqu_roads::{Direction, RoadClass, RoadLine, RoadNetwork, RoadSettings};
    /// use xiaqu_roads::{Base, Hierarchy, RoadGraph, Scenario, travel_times};
    /// # let at = |longitude, latitude| LonLat::new(longitude, latitude).unwrap();
    /// # let road = RoadLine {
    /// #     points: vec![at(117.0, 27.0), at(117.05, 27.0), at(117.1, 27.0)],
    /// #     osm_nodes: None,
    /// #     class: RoadClass::Tertiary,
    /// #     speed: Kph::new(40.0).unwrap(),
    /// #     direction: Direction::Both,
    /// #     name: None,
    /// #     closed_when_wet: false,
    /// #     season: xiaqu_roads::Season::AllYear,
    /// #     id: "X612".into(),
    /// #     level: 0,
    /// # };
    /// # let frame = LocalFrame::centred_on(at(117.05, 27.0));
    /// # let (network, _) = RoadNetwork::build(&[road], &[], frame, &RoadSettings::default())?;
    /// # let usable = network.usable_from(&[at(117.0, 27.0)]);
    /// # let village = usable.access(at(117.02, 27.0)).unwrap();
    /// # let bases = [Base { access: village, start: TravelTime::ZERO }];
    ///
    /// let hierarchy = Hierarchy::build(&RoadGraph::of_network(&network)?); // once for a network
    /// for scenario in [Scenario::Day, Scenario::Wet] {
    ///     let weights = network.weights(scenario);
    ///     let roads = hierarchy.customise(&network, &weights)?; // once for a scenario
    ///     assert_eq!(roads.travel_times(&bases, &[village])?, travel_times(&network, &weights, &bases, &[village]));
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn customise<'roads>(
        &'roads self,
        network: &'roads RoadNetwork,
        weights: &'roads Weights,
    ) -> Result<CustomisedRoads<'roads>, HierarchyError> {
        let (expected, found) = (self.ranks.len(), network.arcs.node_count());
        if expected != found {
            return Err(HierarchyError::OtherGraph { what: "junctions", expected, found });
        }
        let metric = Metric::new(self, weights.of_arcs().iter().copied())?;
        Ok(CustomisedRoads { network, weights, metric })
    }
}

impl<'roads> CustomisedRoads<'roads> {
    /// The times on the hierarchy, for sweeps between junctions.
    pub const fn metric(&self) -> &Metric<'roads> {
        &self.metric
    }

    /// What [`crate::travel_times`] gives, to the millisecond: from each base (row) to each target (column).
    ///
    /// Complexity: a sweep over the junctions above the targets for every sixteen bases, sweeps beside each other. The
    /// same for any number of threads.
    ///
    /// # Errors
    /// [`HierarchyError::TimesTooLong`] if a time of 2^31 milliseconds (24.8 days) came near; plain search can go on to
    /// twice that.
    pub fn travel_times(
        &self,
        bases: &[Base],
        targets: &[Access],
    ) -> Result<Vec<Vec<Option<TravelTime>>>, HierarchyError> {
        let (network, weights) = (self.network, self.weights);
        let approaches: Vec<Vec<(NodeIx, u32)>> =
            targets.iter().map(|target| approaches(network, weights, target)).collect();
        let junctions: Vec<NodeIx> = approaches.iter().flatten().map(|(junction, _)| *junction).collect();
        let seeds: Vec<[Seed; 2]> = bases.iter().map(|base| seeds(network, weights, base)).collect();
        let seeds: Vec<&[Seed]> = seeds.iter().map(<[Seed; 2]>::as_slice).collect();
        let matrix = self.metric.towards(&junctions)?.times_from_seeds(&seeds)?;
        let row = |(row, base): (usize, &Base)| {
            let mut arrivals = matrix.row(row).map(to_milliseconds);
            let by_target = targets.iter().zip(&approaches).map(|(target, approaches)| {
                let direct = direct_arrival(weights, base, target);
                let by_junctions = approaches.iter().zip(&mut arrivals);
                let first =
                    by_junctions.fold(direct, |first, ((_, rest), arrival)| first.min(arrival.saturating_add(*rest)));
                to_time(first.saturating_add(target.walk.as_milliseconds()))
            });
            by_target.collect()
        };
        Ok(bases.par_iter().enumerate().map(|(position, base)| row((position, base))).collect())
    }
}

/// Travel times by whichever way is done sooner: by plain search for a few bases and where no hierarchy is at hand, else
/// by the hierarchy. The times are the same.
///
/// # Errors
/// As [`Hierarchy::customise`] and [`CustomisedRoads::travel_times`].
pub fn travel_times_by(
    hierarchy: Option<&Hierarchy>,
    network: &RoadNetwork,
    weights: &Weights,
    bases: &[Base],
    targets: &[Access],
) -> Result<Vec<Vec<Option<TravelTime>>>, HierarchyError> {
    match hierarchy.filter(|_| bases.len() >= HIERARCHY_FROM) {
        Some(hierarchy) => hierarchy.customise(network, weights)?.travel_times(bases, targets),
        None => Ok(travel_times(network, weights, bases, targets)),
    }
}
