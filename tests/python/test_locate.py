"""Location models on arrays, against plain search."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy
import pytest

import xiaqu
from xiaqu import locate


@pytest.fixture
def cost():
    places = numpy.random.default_rng(7).integers(0, 100, size=(12, 2))
    return numpy.abs(places[:, None, :] - places[None, :, :]).sum(axis=2).astype(float)


def subsets(cost, p):
    return itertools.combinations(range(len(cost)), p)


def test_the_p_median_is_that_of_every_choice(cost):
    weights = numpy.arange(1, 13)
    found = locate.p_median(cost, 3, weights=weights)
    best = min((cost[list(centres)].min(axis=0) * weights).sum() for centres in subsets(cost, 3))
    assert found.objective == found.bound == best
    assert found.is_proved
    assert found.gap == 0
    served = cost[found.assignment, numpy.arange(12)]
    assert (served * weights).sum() == best
    assert set(found.assignment) <= set(found.centres)


def test_the_p_center_is_that_of_every_choice(cost):
    found = locate.p_center(cost, 3)
    assert found.objective == min(cost[list(centres)].min(axis=0).max() for centres in subsets(cost, 3))


def test_covers_are_those_of_every_choice(cost):
    radius = 40.0
    reach = cost <= radius
    fewest = next(p for p in range(1, 13) for chosen in subsets(cost, p) if reach[list(chosen)].any(axis=0).all())
    found = locate.set_cover(cost, radius)
    assert found.objective == len(found.centres) == fewest
    assert (found.times_covered == reach[found.centres].sum(axis=0)).all()
    weights = numpy.linspace(0.5, 6.0, 12)
    most = max((weights * reach[list(chosen)].any(axis=0)).sum() for chosen in subsets(cost, 2))
    assert numpy.isclose(locate.max_cover(cost, 2, radius, weights=weights).objective, most, rtol=1e-12)
    assert locate.max_cover(cost, 1, 0.0).assignment.min() == -1


def test_backup_cover_counts_what_is_covered_twice(cost):
    p = len(locate.set_cover(cost, 60.0).centres) + 1
    found = locate.backup_cover(cost, p, 60.0)
    assert found.objective == (found.times_covered >= 2).sum()
    assert (found.times_covered >= 1).all()


def test_capacities_are_kept(cost):
    loads = numpy.full(12, 2.5)
    found = locate.capacitated_p_median(cost, 4, numpy.full(12, 7.5), loads=loads)
    carried = numpy.bincount(found.assignment, weights=loads, minlength=12)
    assert carried.max() <= 7.5
    assert found.objective >= locate.p_median(cost, 4).objective


def test_districts_hang_together():
    side = 4
    cells = [(x, y) for y in range(side) for x in range(side)]
    apart = numpy.array([[abs(x - u) + abs(y - v) for u, v in cells] for x, y in cells], dtype=float)
    found = locate.districts(apart, 2, contiguity="c1", distances=apart)
    assert found.is_proved
    assert sorted(set(found.assignment)) == sorted(found.centres)
    with pytest.raises(ValueError, match="adjacency"):
        locate.districts(apart, 2, contiguity="c2")


def test_candidates_and_fixed_centres_are_kept(cost):
    found = locate.p_median(cost, 3, candidates=[0, 1, 2, 3, 4], fixed=[4])
    assert 4 in found.centres
    assert set(found.centres) <= {0, 1, 2, 3, 4}


def test_arrays_of_every_order_and_kind_are_the_same(cost):
    expected = locate.p_median(cost, 3)
    for other in (numpy.asfortranarray(cost), cost.astype(numpy.int32), cost.tolist(), cost[::-1, ::-1][::-1, ::-1]):
        assert locate.p_median(other, 3).objective == expected.objective


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="only Linux tells peak memory anew")
@pytest.mark.parametrize("weights", [None, numpy.full(1500, 3)], ids=["plain", "weighted"])
def test_a_matrix_is_copied_at_most_once(weights):
    cost = numpy.random.default_rng(5).integers(0, 100_000, size=(1500, 1500)) / 100
    # More centres than sites: the question is refused once the matrix is taken over.
    assert peak_bytes(lambda: refused_at_once(cost, weights)) < 1.2 * cost.nbytes


def refused_at_once(cost, weights):
    with pytest.raises(xiaqu.Infeasible):
        locate.p_median(cost, len(cost) + 1, weights=weights)


def peak_bytes(work):
    """How much memory a piece of work takes at its peak."""
    Path("/proc/self/clear_refs").write_text("5")
    before = memory("VmRSS")
    work()
    return memory("VmHWM") - before


def memory(name):
    status = Path("/proc/self/status").read_text()
    return 1024 * next(int(line.split()[1]) for line in status.splitlines() if line.startswith(name))


def test_infinite_costs_forbid_pairs(cost):
    cost[:, 5] = numpy.inf
    cost[5, 5] = 0.0
    assert locate.p_median(cost, 3).assignment[5] == 5
    cost[5, 5] = numpy.inf
    with pytest.raises(xiaqu.Infeasible, match="client `5`"):
        locate.p_median(cost, 3)


def test_every_problem_is_listed_at_once(cost):
    cost[2, 3] = numpy.nan
    cost[4, 1] = -numpy.inf
    weights = numpy.ones(12)
    weights[6] = -1
    with pytest.raises(xiaqu.InputProblems) as refused:
        locate.p_median(cost, 3, weights=weights)
    found = [(item.code, item.table, item.row) for item in refused.value.items]
    assert found == [("E171", "cost", 3), ("E171", "cost", 5), ("E423", "weights", 7)]
    with pytest.raises(xiaqu.InputProblems) as refused:
        locate.p_median(numpy.ones((3, 4)), 1, weights=[1.0, 2.0])
    assert refused.value.codes == ["E177"]


def test_impossible_questions_are_said(cost):
    with pytest.raises(xiaqu.Infeasible, match="13"):
        locate.p_median(cost, 13)
    with pytest.raises(xiaqu.Infeasible):
        locate.set_cover(numpy.ones((2, 2)), 0.5)
    with pytest.raises(ValueError, match="dimensions"):
        locate.p_median(numpy.ones(3), 1)
    with pytest.raises(TypeError, match="time_limt"):
        locate.p_median(cost, 3, time_limt=2)
    for limits in [{"time_limit": -1}, {"time_limit": numpy.nan}, {"gap": -0.1}, {"gap": 1}, {"gap": numpy.nan}]:
        with pytest.raises(ValueError, match=next(iter(limits))):
            locate.p_median(cost, 3, **limits)


def test_inexact_costs_are_told(cost):
    found = locate.p_median(cost / 3, 2)
    assert [item.code for item in found.warnings] == ["W971"]
