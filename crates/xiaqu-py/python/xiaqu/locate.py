"""Location models on a plain cost matrix: one row for each site, one column for each client.

Costs are turned into whole numbers of a decimal unit, so that objectives, bounds and ties are exact; plus infinity forbids
a pair. Every model returns :class:`Located`, with how sure the answer is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy

from xiaqu import _xiaqu
from xiaqu.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from xiaqu.counties import Progress

__all__ = [
    "Located",
    "backup_cover",
    "capacitated_p_median",
    "districts",
    "max_cover",
    "p_center",
    "p_median",
    "set_cover",
]


@dataclass(frozen=True)
class Located:
    """Centres, who serves whom, and how sure that is."""

    objective: float
    """Value of the answer."""
    bound: float
    """No answer is better than this."""
    gap: float | None
    """|objective - bound| / |objective|; ``None`` if the objective is 0 and the bound is not."""
    objective_text: str
    """The objective exactly, as a decimal number."""
    proof: str
    """``optimal``, ``stopped`` or ``heuristic``."""
    status: str
    """The search's own words."""
    limit: str | None
    """What stopped the search: ``time``, ``effort`` or ``interrupt``."""
    centres: NDArray[numpy.int64]
    """Rows of the matrix, ascending."""
    assignment: NDArray[numpy.int64]
    """The centre of each client; -1 where it has none."""
    times_covered: NDArray[numpy.int64] | None
    """How many centres are within the radius of each client, in covering models."""
    warnings: tuple[Problem, ...]

    @property
    def is_proved(self) -> bool:
        """Whether no better answer can exist."""
        return self.proof == "optimal"


def _ask(model: str, cost: ArrayLike, progress: Progress | None, **options: Any) -> Located:
    # An array of doubles, in whatever order of memory, is taken as it is.
    matrix = numpy.asarray(cost, dtype=numpy.float64)
    if matrix.ndim != 2:  # noqa: PLR2004
        message = f"`cost` has {matrix.ndim} dimensions: give one row for each site, one column for each client"
        raise ValueError(message)
    for name in ("weights", "site_weights", "loads", "capacities"):
        if options.get(name) is not None:
            options[name] = numpy.asarray(options[name], dtype=numpy.float64).ravel().tolist()
    for name in ("candidates", "fixed"):
        if options.get(name) is not None:
            options[name] = [int(site) for site in options[name]]
    found = _xiaqu.locate(model, matrix, options, progress)
    integers = [-1 if site is None else site for site in found["assignment"]]
    times = found["times_covered"]
    return Located(
        **{
            **found,
            "centres": numpy.array(found["centres"], dtype=numpy.int64),
            "assignment": numpy.array(integers, dtype=numpy.int64),
            "times_covered": None if times is None else numpy.array(times, dtype=numpy.int64),
            "warnings": tuple(Problem(**row) for row in found["warnings"]),
        }
    )


def p_median(
    cost: ArrayLike,
    p: int,
    *,
    weights: ArrayLike | None = None,
    candidates: Sequence[int] | None = None,
    fixed: Sequence[int] | None = None,
    progress: Progress | None = None,
    **limits: Any,
) -> Located:
    """``p`` sites become centres so that the sum over clients of weight times cost is least.

    ``limits`` of every model: ``time_limit`` in seconds, ``gap`` at which the search may stop, ``seed``, ``threads``.
    """
    sites = {"candidates": candidates, "fixed": fixed}
    return _ask("p_median", cost, progress, p=p, weights=weights, **sites, **_limits(limits))


def p_center(
    cost: ArrayLike,
    p: int,
    *,
    weights: ArrayLike | None = None,
    candidates: Sequence[int] | None = None,
    fixed: Sequence[int] | None = None,
    progress: Progress | None = None,
    **limits: Any,
) -> Located:
    """``p`` sites become centres so that the largest weight times cost of any client is least."""
    sites = {"candidates": candidates, "fixed": fixed}
    return _ask("p_center", cost, progress, p=p, weights=weights, **sites, **_limits(limits))


def set_cover(
    cost: ArrayLike,
    radius: float,
    *,
    site_weights: ArrayLike | None = None,
    candidates: Sequence[int] | None = None,
    fixed: Sequence[int] | None = None,
    progress: Progress | None = None,
    **limits: Any,
) -> Located:
    """The fewest, or cheapest, centres that cover every client within ``radius`` (LSCP)."""
    sites = {"candidates": candidates, "fixed": fixed, "radius": repr(float(radius))}
    return _ask("set_cover", cost, progress, site_weights=site_weights, **sites, **_limits(limits))


def max_cover(
    cost: ArrayLike,
    p: int,
    radius: float,
    *,
    weights: ArrayLike | None = None,
    candidates: Sequence[int] | None = None,
    fixed: Sequence[int] | None = None,
    progress: Progress | None = None,
    **limits: Any,
) -> Located:
    """``p`` centres that cover the most weight within ``radius`` (MCLP)."""
    sites = {"candidates": candidates, "fixed": fixed, "radius": repr(float(radius))}
    return _ask("max_cover", cost, progress, p=p, weights=weights, **sites, **_limits(limits))


def backup_cover(
    cost: ArrayLike,
    p: int,
    radius: float,
    *,
    weights: ArrayLike | None = None,
    candidates: Sequence[int] | None = None,
    fixed: Sequence[int] | None = None,
    progress: Progress | None = None,
    **limits: Any,
) -> Located:
    """``p`` centres that cover every client once and the most weight twice (BACOP1)."""
    sites = {"candidates": candidates, "fixed": fixed, "radius": repr(float(radius))}
    return _ask("backup_cover", cost, progress, p=p, weights=weights, **sites, **_limits(limits))


def capacitated_p_median(
    cost: ArrayLike,
    p: int,
    capacities: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    loads: ArrayLike | None = None,
    candidates: Sequence[int] | None = None,
    fixed: Sequence[int] | None = None,
    progress: Progress | None = None,
    **limits: Any,
) -> Located:
    """The p-median in which every client goes whole to one centre and none carries more than its capacity.

    ``loads`` are the weights where none are given.
    """
    sites = {"candidates": candidates, "fixed": fixed}
    own = weights if loads is None else loads
    options = {"weights": weights, "loads": own, "capacities": capacities}
    return _ask("capacitated_p_median", cost, progress, p=p, **options, **sites, **_limits(limits))


def districts(
    cost: ArrayLike,
    p: int,
    *,
    contiguity: str,
    distances: ArrayLike | None = None,
    adjacency: Sequence[tuple[int, int]] | None = None,
    candidates: Sequence[int] | None = None,
    fixed: Sequence[int] | None = None,
    progress: Progress | None = None,
    **limits: Any,
) -> Located:
    """Contiguous districts around ``p`` centres for which the sum of costs is least.

    ``contiguity`` is ``c0`` (no rule) to ``c3``; the others need ``distances`` between areas, ``adjacency``, or both.
    """
    apart = None if distances is None else numpy.asarray(distances, dtype=numpy.float64)
    pairs = None if adjacency is None else [(int(one), int(other)) for one, other in adjacency]
    rules = {"contiguity": contiguity, "distances": apart, "adjacency": pairs}
    sites = {"candidates": candidates, "fixed": fixed}
    return _ask("districts", cost, progress, p=p, **rules, **sites, **_limits(limits))


def _limits(limits: dict[str, Any]) -> dict[str, Any]:
    known = {"time_limit", "gap", "seed", "threads"}
    unknown = sorted(set(limits) - known)
    if unknown:
        message = f"unknown options {', '.join(unknown)}; there are: {', '.join(sorted(known))}"
        raise TypeError(message)
    seconds, gap = limits.get("time_limit"), limits.get("gap")
    if seconds is not None and not 0 < seconds < numpy.inf:
        message = f"`time_limit` is {seconds}: give seconds, a number above zero"
        raise ValueError(message)
    if gap is not None and not 0 <= gap < 1:
        message = f"`gap` is {gap}: give a number from 0 to below 1"
        raise ValueError(message)
    return limits
