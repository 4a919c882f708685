//! Township polygons turned into maps without overlap or gap.
//!
//! This crate stands between the files and the problem: township polygons as drawn come in; out go a [`Coverage`] of the
//! townships with its shared borders (adjacency), and later the coverages of jurisdictions (townships merged) and of
//! dispatch areas (the county divided by nearest response). It knows nothing of roads or plans: whoever calls gives
//! [`Site`]s, that is places with a known owner, such as samples along roads.
//!
//! Vocabulary: a *label* is whoever holds land (a township, a station, a centre); a *site* is a place whose owner is
//! known; an *arc* is a border between two owners; a *part* is connected land of one owner; the *outline* is the border
//! between a label and what is not its land.
//!
//! All borders lie on one integer lattice of 1e-7 degrees and are stored once, with the label on either side, so polygons
//! of neighbours share every vertex. Lines are straight in degrees, as RFC 7946 has them (on an edge of a
//! kilometre that is centimetres off the geodesic). Dividing adds vertices to the outline only where they bend it by less
//! than a few hundredths of a square metre.
//!
//! # Example
//!
//! ```
//! use geo_types::{MultiPolygon, polygon};
//! use xiaqu_model::{Index, IxVec, LocalFrame, LocalXy, LonLat, Place, TownshipIx};
//! use xiaqu_townships::{Coverage, CoverageSettings, DivideSettings, Site, TownshipShape, check_shapes};
//!
//! // Two townships of a tenth of a degree, side by side.
//! let square = |west: f64| TownshipShape {
//!     land: MultiPolygon(vec![polygon![
//!         (x: west, y: 27.0), (x: west + 0.1, y: 27.0), (x: west + 0.1, y: 27.1), (x: west, y: 27.1),
//!     ]]),
//!     place: Place::table("townships.geojson"),
//! };
//! let shapes = IxVec::from_rows(vec![square(117.0), square(117.1)]);
//! assert!(check_shapes(&shapes).is_empty());
//! let frame = LocalFrame::centred_on(LonLat::new(117.1, 27.05).unwrap());
//! let townships = Coverage::build(&shapes, frame, &CoverageSettings::default()).coverage;
//! assert_eq!(townships.shared_borders().len(), 1);
//!
//! // Two centres, north and south: the county is divided across its townships.
//! let site = |y, owner| Site { position: LocalXy { x: 0.0, y }, owner, protected: true };
//! let (areas, report) = townships
//!     .dissolve(|_| ())
//!     .divide(|()| Some(vec![site(3_000.0, "north"), site(-3_000.0, "south")]), &DivideSettings::default());
//! assert!(report.parts.is_empty());
//! let (north, south) = (((), Some("north")), ((), Some("south")));
//! assert_eq!(areas.locate(LonLat::new(117.05, 27.08).unwrap()), Some(north));
//! let county = townships.dissolve(|_| ()).area(());
//! let together = areas.area(north).plus(areas.area(south));
//! assert!((together.as_square_metres() - county.as_square_metres()).abs() < 1.0);
//! # assert_eq!(townships.locate(LonLat::new(117.05, 27.08).unwrap()), Some(TownshipIx::from_position(0)));
//! ```

mod arrangement;
mod coverage;
mod datum;
mod divide;
mod foothold;
mod lattice;
mod noding;
mod segment_tree;
mod validity;

pub use coverage::{Coverage, CoverageBuild, CoverageSettings, LandPart, TownshipShape};
pub use datum::{likely_datum, to_wgs84};
pub use divide::{DivideReport, DivideSettings, DividedCoverage, PartNote, Site};
pub use validity::check_shapes;
