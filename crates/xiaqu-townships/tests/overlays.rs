//! Two coverages laid over each other: against arithmetic, and random ones against plain sums.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail like tests")]

mod county;

use std::collections::BTreeMap;

use county::{County, FRAME_CENTRE, planar, planar_area};
use geo::BooleanOps;
use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use xiaqu_model::{Index, IxVec, LocalFrame, LocalXy, LonLat, Place, TownshipIx};
use xiaqu_townships::{Coverage, CoverageSettings, DivideSettings, Site, TownshipShape};

fn frame() -> LocalFrame {
    LocalFrame::centred_on(LonLat::new(FRAME_CENTRE.0, FRAME_CENTRE.1).unwrap())
}

/// A grid of rectangles over the same square of 0.12 degrees, numbered by rows.
fn grid(columns: u32, rows: u32) -> Coverage<usize> {
    let cell = |column: u32, row: u32| {
        let at = |column: u32, row: u32| Coord {
            x: FRAME_CENTRE.0 - 0.06 + 0.12 * f64::from(column) / f64::from(columns),
            y: FRAME_CENTRE.1 - 0.06 + 0.12 * f64::from(row) / f64::from(rows),
        };
        let ring = vec![at(column, row), at(column + 1, row), at(column + 1, row + 1), at(column, row + 1)];
        TownshipShape { land: MultiPolygon(vec![Polygon::new(LineString(ring), vec![])]), place: Place::default() }
    };
    let cells = (0..rows).flat_map(|row| (0..columns).map(move |column| cell(column, row)));
    let shapes: IxVec<TownshipIx, TownshipShape> = IxVec::from_rows(cells.collect());
    Coverage::build(&shapes, frame(), &CoverageSettings::default()).coverage.dissolve(Index::position)
}

fn area<L: Copy + Ord>(coverage: &Coverage<L>, label: L) -> f64 {
    planar_area(&planar(&coverage.polygon(label)))
}

/// The areas of the pieces add up to those of both coverages where both have land, and no two pieces overlap.
fn assert_overlay<A: Copy + Ord, B: Copy + Ord>(one: &Coverage<A>, other: &Coverage<B>, case: &str) {
    let both = one.overlay(other);
    let pieces: Vec<((A, B), MultiPolygon<f64>)> =
        both.labels().into_iter().map(|label| (label, planar(&both.polygon(label)))).collect();
    for (position, (_, piece)) in pieces.iter().enumerate() {
        assert!(geo::Validation::is_valid(&both.polygon(pieces[position].0)), "{case}: invalid polygon");
        for (_, earlier) in &pieces[..position] {
            let overlap = planar_area(&piece.intersection(earlier));
            assert!(overlap <= 1.0, "{case}: {overlap} m2 of overlap");
        }
    }
    let (mut by_one, mut by_other): (BTreeMap<A, f64>, BTreeMap<B, f64>) = (BTreeMap::new(), BTreeMap::new());
    for ((first, second), piece) in &pieces {
        let plain = planar(&one.polygon(*first)).intersection(&planar(&other.polygon(*second)));
        let difference = planar_area(piece) - planar_area(&plain);
        assert!(difference.abs() <= 1.0, "{case}: {difference} m2 off the plain intersection");
        *by_one.entry(*first).or_default() += planar_area(piece);
        *by_other.entry(*second).or_default() += planar_area(piece);
    }
    let land = planar(&other.dissolve(|_| ()).polygon(()));
    for label in one.labels() {
        let expected = planar_area(&planar(&one.polygon(label)).intersection(&land));
        let sum = by_one.get(&label).copied().unwrap_or(0.0);
        assert!((sum - expected).abs() <= 1.0, "{case}: {sum} m2 of {expected} m2");
    }
    let land = planar(&one.dissolve(|_| ()).polygon(()));
    for label in other.labels() {
        let expected = planar_area(&planar(&other.polygon(label)).intersection(&land));
        let sum = by_other.get(&label).copied().unwrap_or(0.0);
        assert!((sum - expected).abs() <= 1.0, "{case}: {sum} m2 of {expected} m2");
    }
}

#[test]
fn two_grids_meet_in_the_rectangles_that_arithmetic_says() {
    let (columns, rows) = (grid(3, 1), grid(1, 4));
    let both = columns.overlay(&rows);
    assert_eq!(both.labels().len(), 12);
    let whole = area(&columns.dissolve(|_| ()), ());
    for label in both.labels() {
        assert!((area(&both, label) - whole / 12.0).abs() < 1.0, "{label:?}");
        assert_eq!(both.parts(label), 1);
    }
    assert_overlay(&columns, &rows, "3 by 4");
    assert_overlay(&grid(5, 3), &grid(4, 7), "5 by 3 over 4 by 7");
}

#[test]
fn a_coverage_laid_over_itself_stays_what_it_is() {
    let grid = grid(4, 3);
    let both = grid.overlay(&grid);
    assert_eq!(both.labels(), grid.labels().into_iter().map(|label| (label, label)).collect());
    for label in grid.labels() {
        assert_eq!(both.polygon((label, label)), grid.polygon(label));
    }
}

#[test]
fn random_coverages_add_up_and_do_not_overlap() {
    for seed in 0..12 {
        let townships = Coverage::build(&County::random(seed).shapes(), frame(), &CoverageSettings::default()).coverage;
        let mut random = Pcg64Mcg::seed_from_u64(seed);
        let sites: Vec<Site<u32>> = (0..60)
            .map(|_| {
                let mut along = || random.random_range(-9_000.0..9_000.0);
                let position = LocalXy { x: along(), y: along() };
                Site { position, owner: random.random_range(0..5), protected: false }
            })
            .collect();
        let county = townships.dissolve(|_| ());
        let (divided, _) = county.divide(|()| Some(sites.clone()), &DivideSettings::default());
        // The same county twice: the outlines fall together but for the new footholds.
        assert_overlay(&townships, &divided, &format!("seed {seed}, its own townships"));
        // Only part of the land in common.
        assert_overlay(&divided, &grid(5, 4), &format!("seed {seed}, a grid"));
    }
}

#[test]
fn parts_of_land_are_its_polygon_piece_by_piece() {
    let checkers = grid(4, 4).dissolve(|cell| (cell + cell / 4) % 2);
    let parts = checkers.land_parts(0);
    assert_eq!(parts.len(), checkers.parts(0));
    assert_eq!(MultiPolygon(parts.iter().map(|part| part.land.clone()).collect()), checkers.polygon(0));
    let sum: f64 = parts.iter().map(|part| part.area.as_square_metres()).sum();
    assert!((sum - checkers.area(0).as_square_metres()).abs() < 0.1);
    // Cells of 0.03 degrees: some 2,980 m by 3,320 m.
    for part in &parts {
        let (width, height) = (2_980.0, 3_324.0);
        assert!((part.mean_width.as_metres() - width * height / (width + height)).abs() < 5.0, "{part:?}");
    }
    let middle = LonLat::new(FRAME_CENTRE.0 - 0.045, FRAME_CENTRE.1 - 0.045).unwrap();
    assert_eq!(parts.iter().filter(|part| part.holds(middle)).count(), 1);
}
