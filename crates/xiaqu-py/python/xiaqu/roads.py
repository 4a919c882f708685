"""Roads alone: what was read, travel times, bands of travel time, routes and network cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy

from xiaqu import _xiaqu
from xiaqu._frames import table_of
from xiaqu.errors import Problem
from xiaqu.layers import Layer

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    import pandas
    from numpy.typing import NDArray

    from xiaqu._frames import Table
    from xiaqu.counties import Progress, Settings

Position: TypeAlias = "str | tuple[float, float]"
"""The id or name of a place, or longitude and latitude in WGS-84."""

__all__ = ["Cells", "Matrix", "Network", "RoadsInfo", "Route", "Street"]


@dataclass(frozen=True)
class Matrix:
    """Travel times from places to places."""

    origins: tuple[str, ...]
    targets: tuple[str, ...]
    milliseconds: NDArray[numpy.int64]
    """One row a place to start from; -1 where there is no way."""

    UNREACHABLE = -1

    def costs(self) -> NDArray[numpy.float64]:
        """Milliseconds as :mod:`xiaqu.locate` takes them: infinite, and so forbidden, where there is no way."""
        return numpy.where(self.milliseconds >= 0, self.milliseconds, numpy.inf)

    def to_pandas(self) -> pandas.DataFrame:
        """Minutes as a DataFrame; not-a-number where there is no way."""
        import pandas  # noqa: PLC0415

        frame = pandas.DataFrame(self.milliseconds, index=list(self.origins), columns=list(self.targets))
        return frame.where(frame >= 0) / 60_000.0


@dataclass(frozen=True)
class Cells:
    """Land and roads by the place that is there first."""

    areas: Layer
    roads: Layer


@dataclass(frozen=True)
class Street:
    """A stretch of a route: a street, or a way on foot at one of its ends."""

    number: int
    """Counted from 1."""
    name: str | None
    road_class: str
    """``on_foot`` between a place and its road."""
    metres: float
    minutes: float
    milliseconds: int
    """Those of all streets add up to those of the route."""


@dataclass(frozen=True)
class Route:
    """The shortest route between two places."""

    scenario: str
    origin: str
    target: str
    milliseconds: int
    """What the matrix has for the two."""
    minutes: float
    metres: float
    streets: tuple[Street, ...]
    """In the order of travel."""
    layer: Layer
    """One line a street."""


@dataclass(frozen=True)
class RoadsInfo:
    """What a road file or a county holds."""

    findings: dict[str, Any]
    """What was read, dropped and repaired, islands and dead ends, as ``xiaqu roads info --json`` says it."""
    warnings: tuple[Problem, ...]
    """What else was noticed: settings, columns, encodings."""


class Network:
    """Roads of a file, of lines in memory or of a county. Places are tables of points with ``id``, ``lon``, ``lat``.

    A road can be used if a place to start from reaches it and can come back. ``scenario`` is ``day``, ``night``, ``wet``
    or ``winter``.
    """

    def __init__(self, network: _xiaqu.Network) -> None:
        self._network = network

    @classmethod
    def from_file(
        cls, path: str | os.PathLike[str], *, datum: str | None = None, settings: Settings | None = None
    ) -> Network:
        """Roads of a file of any kind: an OpenStreetMap extract, a line layer, or a region file of :meth:`save`."""
        return cls(_xiaqu.Network.file(path, datum, settings))

    @classmethod
    def from_osm(cls, path: str | os.PathLike[str], *, settings: Settings | None = None) -> Network:
        """Roads of an OpenStreetMap extract: ``.osm.pbf``, ``.osm`` or ``.osm.gz``."""
        return cls(_xiaqu.Network.file(path, None, settings))

    @classmethod
    def from_lines(cls, lines: Table, *, datum: str | None = None, settings: Settings | None = None) -> Network:
        """Roads of a line layer with a ``class`` column: a file, or a table in memory."""
        table = table_of("lines", lines)
        if isinstance(table, str):
            return cls(_xiaqu.Network.file(table, datum, settings))
        return cls(_xiaqu.Network.frame(table, settings))

    @classmethod
    def from_county(cls, folder: str | os.PathLike[str], *, settings: Settings | None = None) -> Network:
        """Roads of a county folder; places are its stations and villages where none are given."""
        return cls(_xiaqu.Network.county(folder, settings))

    def matrix(
        self,
        origins: Table | None = None,
        targets: Table | None = None,
        *,
        scenario: str = "day",
        progress: Progress | None = None,
    ) -> Matrix:
        """Travel times from places to places, to the millisecond."""
        places = (_places("origins", origins), _places("targets", targets))
        rows, columns, times = self._network.matrix(places, scenario, progress)
        return Matrix(tuple(rows), tuple(columns), times)

    def isochrones(
        self,
        origins: Table | None = None,
        *,
        minutes: Sequence[float] | None = None,
        scenario: str = "day",
        turnout_minutes: float = 0.0,
        progress: Progress | None = None,
    ) -> Layer:
        """Land by the least travel time from any of the places, in bands that end at ``minutes``."""
        ends = None if minutes is None else [float(end) for end in minutes]
        options = (ends, scenario, turnout_minutes)
        return Layer(self._network.isochrones(_places("origins", origins), options, progress))

    def cells(
        self,
        origins: Table | None = None,
        *,
        scenario: str = "day",
        turnout_minutes: float = 0.0,
        progress: Progress | None = None,
    ) -> Cells:
        """The network Voronoi: land and roads by the place that is there first."""
        options = (scenario, turnout_minutes)
        areas, roads = self._network.cells(_places("origins", origins), options, progress)
        return Cells(Layer(areas), Layer(roads))

    def route(  # noqa: PLR0913
        self,
        start: Position,
        end: Position,
        *,
        origins: Table | None = None,
        targets: Table | None = None,
        scenario: str = "day",
        progress: Progress | None = None,
    ) -> Route:
        """The shortest route from ``start`` to ``end``, street by street.

        Both are ids or names of ``origins``, ``targets`` or places of the county, or ``(lon, lat)``.
        """
        question = (_position("start", start), _position("end", end), scenario)
        places = (_places("origins", origins), _places("targets", targets))
        found, layer = self._network.route(question, places, progress)
        streets = tuple(Street(road_class=row.pop("class"), **row) for row in found.pop("streets"))
        return Route(origin=found.pop("from"), target=found.pop("to"), **found, streets=streets, layer=Layer(layer))

    def info(self, *, progress: Progress | None = None) -> RoadsInfo:
        """What was read, dropped and repaired. A region file does not know; :meth:`save` told it."""
        return _info(self._network.info(progress))

    def save(
        self, path: str | os.PathLike[str], *, replace: bool = False, progress: Progress | None = None
    ) -> RoadsInfo:
        """Keeps the network as a region file (``.xqroads``), which :meth:`from_file` opens in a moment.

        Settings of roads are part of it. What was read, dropped and repaired is returned, as :meth:`info` tells it: the
        file keeps the network alone.
        """
        return _info(self._network.save(path, replace, progress))

    def __getstate__(self) -> object:
        return self._network

    def __setstate__(self, state: _xiaqu.Network) -> None:
        self._network = state


def _position(name: str, value: Position) -> str:
    if isinstance(value, str):
        return value
    if len(value) != 2:  # noqa: PLR2004
        message = f"`{name}` has {len(value)} numbers: give longitude and latitude, or the id or name of a place"
        raise ValueError(message)
    longitude, latitude = value
    return f"{float(longitude)},{float(latitude)}"


def _info(told: tuple[dict[str, Any], list[dict[str, Any]]]) -> RoadsInfo:
    findings, warnings = told
    return RoadsInfo(findings, tuple(Problem(**row) for row in warnings))


def _places(name: str, value: Table | None) -> _xiaqu.Frame | str | None:
    return None if value is None else table_of(name, value)
