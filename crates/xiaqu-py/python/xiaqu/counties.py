"""Counties: from a folder or from tables in memory, checked, measured and planned."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from xiaqu import _xiaqu
from xiaqu._frames import table_of
from xiaqu.errors import Problem
from xiaqu.plans import Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy
    import pandas
    from numpy.typing import NDArray

    from xiaqu._frames import Table

    Progress: TypeAlias = Callable[[str, int, float | None], object]

Settings: TypeAlias = Mapping[str, Mapping[str, Any]]
"""Sections of keys, as in xiaqu.toml: ``{"merge": {"closures": 3}}``; ``None`` gives a key its default."""

__all__ = ["County", "StudiedPair", "TravelTimes", "check", "dispatch", "plan", "write_demo_county"]

_NAMED = ("townships", "villages", "stations", "roads", "travel_times", "closures", "elevation")


@dataclass(frozen=True)
class StudiedPair:
    """Two stations whose territories touch, and whether they may merge."""

    first: str
    second: str
    adjacent: bool
    shared_border_km: float
    road_time_min: float | None
    refused_because: tuple[str, ...]
    through: str | None = None
    """The third station the road runs through."""


@dataclass(frozen=True)
class TravelTimes:
    """Road times from every station to every village, in whole milliseconds; turnout is no part of them."""

    stations: tuple[str, ...]
    villages: tuple[str, ...]
    day: NDArray[numpy.int64]
    """One row a station, one column a village; :data:`UNREACHABLE` where there is no way."""
    wet: NDArray[numpy.int64] | None
    """The same in the wet season; nothing where a table of travel times does not say it."""

    UNREACHABLE = -1

    def to_pandas(self, scenario: str = "day") -> pandas.DataFrame:
        """Minutes as a DataFrame; not-a-number where there is no way."""
        import pandas  # noqa: PLC0415

        times = {"day": self.day, "wet": self.wet}[scenario]
        if times is None:
            raise ValueError("the county has no times of the wet season")
        frame = pandas.DataFrame(times, index=list(self.stations), columns=list(self.villages))
        return frame.where(frame >= 0) / 60_000.0


class County:
    """A county in memory.

    ``townships`` are polygons; ``villages`` and ``stations`` points, or tables with ``lon`` and ``lat``; ``roads`` a file
    or lines, or in their place ``travel_times``, a table ``from, to, minutes``. Each is a GeoDataFrame, anything that
    speaks the Arrow stream or has a ``__geo_interface__``, or the path of a file. Reference systems are taken from the data and never guessed: a layer without one is a problem (E181), unless
    ``settings={"inputs": {"townships_datum": "cgcs2000"}}`` says what it is. Nothing is read before it is asked for.
    """

    def __init__(  # noqa: PLR0913
        self,
        *,
        townships: Table,
        villages: Table,
        stations: Table,
        roads: Table | None = None,
        travel_times: Table | None = None,
        closures: Table | None = None,
        elevation: str | os.PathLike[str] | None = None,
        settings: Settings | None = None,
    ) -> None:
        tables = {
            "townships": townships,
            "villages": villages,
            "stations": stations,
            "roads": roads,
            "travel_times": travel_times,
            "closures": closures,
        }
        _refuse_named_files(settings)
        given: dict[str, Any] = {
            name: table_of(name, value) for name, value in tables.items() if value is not None
        }
        given["elevation"] = elevation
        self._source = _xiaqu.Source.given(given, settings)

    @classmethod
    def read(cls, folder: str | os.PathLike[str], *, settings: Settings | None = None) -> County:
        """The county in a folder; ``settings`` are laid over those of its xiaqu.toml."""
        if not isinstance(folder, str | os.PathLike):
            message = f"a county folder is a path, not a {type(folder).__name__}: tables go into xiaqu.County(townships=...)"
            raise TypeError(message)
        return cls._of(_xiaqu.Source.folder(folder, settings))

    @classmethod
    def _of(cls, source: _xiaqu.Source) -> County:
        county = cls.__new__(cls)
        county._source = source
        return county

    def with_settings(self, settings: Settings) -> County:
        """The same county with settings laid over: ``county.with_settings({"merge": {"closures": 3}})``."""
        return County._of(self._source.with_settings(settings))

    def check(self, *, progress: Progress | None = None) -> list[Problem]:
        """Every problem there is, errors and warnings; no exception for errors."""
        return [Problem(**row) for row in self._source.check(progress)]

    def adjacency(self, *, progress: Progress | None = None) -> list[StudiedPair]:
        """Every pair of neighbours that was studied, with the reasons against a merge."""
        rows = self._source.adjacency(progress)
        return [StudiedPair(**{**row, "refused_because": tuple(row["refused_because"])}) for row in rows]

    def travel_times(self, *, progress: Progress | None = None) -> TravelTimes:
        """Road times from every station to every village."""
        stations, villages, day, wet = self._source.travel_times(progress)
        return TravelTimes(tuple(stations), tuple(villages), day, wet)

    def optimize(self, settings: Settings | None = None, *, progress: Progress | None = None) -> Plan:
        """The best plan. Ctrl-C stops the search and returns the best plan so far, with its gap.

        ``progress`` is called with the stage, the number of plans looked at, and the gap where one is known.
        """
        return Plan(self._with(settings).plan(progress))

    def dispatch(self, settings: Settings | None = None, *, progress: Progress | None = None) -> Plan:
        """Dispatch areas for the stations as they are."""
        return Plan(self._with(settings).dispatch(progress))

    def frontier(
        self,
        aims: Sequence[str] = ("most_closures", "mean_second_arrival"),
        *,
        closures: str = "fitting",
        progress: Progress | None = None,
    ) -> dict[str, Any]:
        """Every plan that no other beats in all of two or three aims, as frontier.json has them.

        ``closures`` says what becomes of the rules on closures: ``fitting`` drops them if closures are an aim, ``free``
        drops them, ``kept`` keeps them.
        """
        found: dict[str, Any] = self._source.frontier(list(aims), closures, progress)
        return found

    def _with(self, settings: Settings | None) -> _xiaqu.Source:
        return self._source if settings is None else self._source.with_settings(settings)

    def __getstate__(self) -> object:
        return self._source

    def __setstate__(self, state: _xiaqu.Source) -> None:
        self._source = state


def _refuse_named_files(settings: Settings | None) -> None:
    """Tables are given, not named: a name would be heeded nowhere."""
    inputs = settings.get("inputs") if isinstance(settings, Mapping) else None
    named = [name for name in _NAMED if isinstance(inputs, Mapping) and name in inputs]
    if named:
        message = f"settings name files of {', '.join(named)}, which are given as arguments"
        raise ValueError(message)


def plan(
    folder: str | os.PathLike[str], *, settings: Settings | None = None, progress: Progress | None = None
) -> Plan:
    """Plans the county in a folder, as ``xiaqu plan`` does."""
    return County.read(folder, settings=settings).optimize(progress=progress)


def check(
    folder: str | os.PathLike[str], *, settings: Settings | None = None, progress: Progress | None = None
) -> list[Problem]:
    """Every problem of the county in a folder, as ``xiaqu check`` lists them; no exception for errors."""
    return County.read(folder, settings=settings).check(progress=progress)


def dispatch(
    folder: str | os.PathLike[str], *, settings: Settings | None = None, progress: Progress | None = None
) -> Plan:
    """Dispatch areas for the stations as they are, as ``xiaqu dispatch`` draws them."""
    return County.read(folder, settings=settings).dispatch(progress=progress)


def write_demo_county(folder: str | os.PathLike[str], *, replace: bool = False) -> None:
    """Writes the embedded county to a folder."""
    _xiaqu.write_demo_county(folder, replace)
