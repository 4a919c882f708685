"""Roads alone: travel times, bands of travel time and network cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xiaqu import _xiaqu
from xiaqu._frames import table_of
from xiaqu.layers import Layer

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    import numpy
    import pandas
    from numpy.typing import NDArray

    from xiaqu._frames import Table
    from xiaqu.counties import Progress, Settings

__all__ = ["Cells", "Matrix", "Network"]


@dataclass(frozen=True)
class Matrix:
    """Travel times from places to places."""

    origins: tuple[str, ...]
    targets: tuple[str, ...]
    milliseconds: NDArray[numpy.int64]
    """One row a place to start from; -1 where there is no way."""

    UNREACHABLE = -1

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


class Network:
    """Roads of a file, of lines in memory or of a county. Places are tables of points with ``id``, ``lon``, ``lat``.

    A road can be used if a place to start from reaches it and can come back. ``scenario`` is ``day``, ``night``, ``wet``
    or ``winter``.
    """

    def __init__(self, network: _xiaqu.Network) -> None:
        self._network = network

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

    def __getstate__(self) -> object:
        return self._network

    def __setstate__(self, state: _xiaqu.Network) -> None:
        self._network = state


def _places(name: str, value: Table | None) -> _xiaqu.Frame | str | None:
    return None if value is None else table_of(name, value)
