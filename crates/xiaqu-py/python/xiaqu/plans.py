"""Plans: maps, figures, proof, and the files of the command line."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xiaqu.errors import Problem
from xiaqu.layers import Layer

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator

    import pandas
    from matplotlib.axes import Axes

    from xiaqu import _xiaqu

__all__ = ["Figure", "Figures", "Group", "Plan", "Proof", "ProvedAim"]


@dataclass(frozen=True)
class ProvedAim:
    """What is known of one aim."""

    aim: str
    """Its name."""
    objective: float
    """Value of the plan, in :attr:`unit`."""
    bound: float
    """No plan that is as good in the aims before is better than this."""
    unit: str
    """Unit of both."""
    objective_sum: str
    """The objective exactly, as a whole number."""
    bound_sum: str
    """The bound exactly."""


@dataclass(frozen=True)
class Proof:
    """How sure a plan is."""

    kind: str
    """``enumerated`` and ``optimal`` are proofs; ``stopped`` is the best found, within :attr:`gap`."""
    aim: str
    """The aim that objective, bound and gap speak of."""
    objective: float
    """Value of the plan, in :attr:`unit`."""
    bound: float
    """No plan is better than this."""
    unit: str
    """Unit of both."""
    gap: float
    """|objective - bound| / |objective|."""
    aims: tuple[ProvedAim, ...]
    """Every aim in the order in which they count."""
    plans: int | None = None
    """Plans judged, for an enumeration."""
    limit: str | None = None
    """What stopped the search: ``time``, ``effort`` or ``interrupt``."""
    status: str | None = None
    """The solver's own words."""
    speaks_of: str | None = None
    """``nearest_response`` where the plan is dispatched by other borders."""

    @property
    def is_proved(self) -> bool:
        """Whether no better plan can exist."""
        return self.kind != "stopped"


@dataclass(frozen=True)
class Group:
    """Stations under one centre."""

    id: str
    mode: str
    """``keep``, ``pool`` or ``merge``."""
    centre: str
    members: tuple[str, ...]
    posts: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """A figure of the judge's sheet."""

    key: str
    group: str
    before: float | None
    transfers_only: float | None
    after: float | None
    change: float | None
    unit: str
    note_en: str
    note_zh: str


@dataclass(frozen=True)
class Figures:
    """The judge's sheet: before, transfers only, after, change."""

    rows: tuple[Figure, ...] = field(repr=False)
    worst_villages: tuple[dict[str, Any], ...] = field(repr=False)
    """The villages that lose, worst first."""

    def __getitem__(self, key: str) -> Figure:
        for row in self.rows:
            if row.key == key:
                return row
        known = ", ".join(row.key for row in self.rows)
        message = f"there is no figure {key!r}; there are: {known}"
        raise KeyError(message)

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_pandas(self) -> pandas.DataFrame:
        """The sheet as a DataFrame."""
        import pandas  # noqa: PLC0415

        return pandas.DataFrame([vars(row) for row in self.rows])


class Plan:
    """A plan, judged and drawn; made by :func:`xiaqu.plan` and :meth:`xiaqu.County.optimize`."""

    def __init__(self, plan: _xiaqu.Plan) -> None:
        self._plan = plan
        self._written: dict[str, Any] | None = None
        self._layers: dict[str, Layer] | None = None

    def to_dict(self) -> dict[str, Any]:
        """plan.json as data."""
        if self._written is None:
            self._written = self._plan.to_dict()
        return self._written

    @property
    def kind(self) -> str:
        """``plan``, or ``dispatch`` for the stations as they are."""
        return str(self.to_dict()["kind"])

    @property
    def county_name(self) -> str:
        """Name of the county."""
        return str(self.to_dict()["county"])

    @property
    def proof(self) -> Proof | None:
        """How sure the plan is; ``None`` where nothing was searched."""
        written = self.to_dict()["proof"]
        if written is None:
            return None
        aims = tuple(ProvedAim(**aim) for aim in written["aims"])
        return Proof(**{**written, "aims": aims})

    @property
    def groups(self) -> tuple[Group, ...]:
        """Every group of stations, kept ones included."""
        rows = self.to_dict()["groups"]
        return tuple(Group(**{**row, "members": tuple(row["members"]), "posts": tuple(row["posts"])}) for row in rows)

    @property
    def officers(self) -> dict[str, int]:
        """Officers after the reform, by centre."""
        return dict(self.to_dict()["staffing"])

    @property
    def figures(self) -> Figures:
        """The judge's figures."""
        written = self.to_dict()["figures"]
        return Figures(tuple(Figure(**row) for row in written["rows"]), tuple(written["worst_villages"]))

    @property
    def warnings(self) -> list[Problem]:
        """What was assumed, repaired or noticed."""
        return [Problem(**row) for row in self._plan.warnings()]

    @property
    def layers(self) -> dict[str, Layer]:
        """Every map, by the name of its file."""
        if self._layers is None:
            self._layers = {layer.name: Layer(layer) for layer in self._plan.layers()}
        return self._layers

    def _layer(self, name: str) -> Layer:
        try:
            return self.layers[name]
        except KeyError:
            message = f"a {self.kind} has no map {name!r}; it has {', '.join(self.layers)}"
            raise AttributeError(message) from None

    @property
    def stations(self) -> Layer:
        """Stations with their role and officers before and after."""
        return self._layer("stations")

    @property
    def jurisdictions(self) -> Layer:
        """属地管辖: the territory of each group."""
        return self._layer("jurisdictions")

    @property
    def dispatch_areas(self) -> Layer:
        """接处警辖区: the land that each base reaches first."""
        return self._layer("dispatch_areas")

    @property
    def dispatch_areas_before(self) -> Layer:
        """The same for the stations as they are."""
        return self._layer("dispatch_areas_before")

    @property
    def response_bands(self) -> Layer:
        """Land by the time of the second arrival."""
        return self._layer("response_bands")

    @property
    def roads(self) -> Layer:
        """Every road piece with the base that answers on it."""
        return self._layer("dispatch_roads")

    @property
    def handover(self) -> Layer:
        """Where dispatch and jurisdiction differ."""
        return self._layer("handover")

    @property
    def villages(self) -> Layer:
        """Villages with their centres and arrivals before and after."""
        return self._layer("villages")

    def explain(
        self, one: str, other: str, *, progress: Callable[[str, int, float | None], object] | None = None
    ) -> dict[str, Any]:
        """Why two stations, by id or name, are or are not in one group, and what the opposite costs in every figure.

        The same object as ``xiaqu explain --json``. The county is read again; a file that has changed since is an error.
        """
        found: dict[str, Any] = self._plan.explain(one, other, progress)
        return found

    def save(self, path: str | os.PathLike[str], *, replace: bool = False) -> str:
        """Writes the output folder of the command line, whole or not at all, and returns its path."""
        return str(self._plan.save(path, replace))

    def plot(self, ax: Axes | None = None, *, layer: str = "dispatch_areas") -> Axes:
        """A static map (``pip install xiaqu[plot]``): areas by centre, stations on top."""
        areas = self._layer(layer).to_geopandas()
        stations = self.stations.to_geopandas()
        column = "group" if "group" in areas.columns else None
        axes: Axes = areas.plot(ax=ax, column=column, cmap="Set3", edgecolor="#555555", linewidth=0.8)
        latitude = areas.total_bounds[[1, 3]].mean()
        _shape_for_latitude(axes, latitude)
        roles = {"central_station": ("*", 140), "station": ("o", 40), "post": ("s", 24), "pooled_station": ("D", 40)}
        for role, (marker, size) in roles.items():
            some = stations[stations["role"] == role]
            if len(some):
                axes.scatter(some.geometry.x, some.geometry.y, marker=marker, s=size, c="#222222", label=role, zorder=3)
        axes.legend(loc="best", fontsize="small")
        axes.set_axis_off()
        return axes

    def __repr__(self) -> str:
        centres = len(self.officers)
        proof = self.proof
        sure = "not searched" if proof is None else f"{proof.kind}, gap {proof.gap:.2%}"
        return f"<{f'xiaqu.Plan {self.county_name}'.rstrip()}: {centres} centres, {sure}>"

    def _repr_html_(self) -> str:
        """Groups and figures as tables; whatever stands in the data is text, never markup."""
        merged = [group for group in self.groups if group.mode != "keep"]
        groups = _table(
            ("group", "mode", "centre", "posts", "officers"),
            [(g.id, g.mode, g.centre, "、".join(g.posts), self.officers.get(g.centre, "")) for g in merged],
        )
        rows = [(f.key, f.before, f.after, f.change, f.unit) for f in self.figures if f.change]
        figures = _table(("figure", "before", "after", "change", "unit"), rows)
        return f"<p><b>{html.escape(repr(self)[1:-1])}</b></p>{groups}{figures}"

    def __getstate__(self) -> object:
        return self._plan

    def __setstate__(self, state: _xiaqu.Plan) -> None:
        self.__init__(state)  # type: ignore[misc]


def _shape_for_latitude(axes: Axes, latitude: float) -> None:
    """Degrees of longitude are shorter than degrees of latitude."""
    import math  # noqa: PLC0415

    axes.set_aspect(1.0 / max(math.cos(math.radians(latitude)), 0.05))


def _table(titles: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    if not rows:
        return ""
    head = "".join(f"<th>{html.escape(title)}</th>" for title in titles)
    body = "".join("<tr>" + "".join(f"<td>{_cell(value)}</td>" for value in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else html.escape(str(value))
