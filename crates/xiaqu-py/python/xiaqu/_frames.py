"""Tables of every kind to frames: what they are and in which reference system, the data say themselves."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from xiaqu._xiaqu import Frame

if TYPE_CHECKING:
    from collections.abc import Callable

Table: TypeAlias = Any
"""A GeoDataFrame or DataFrame, anything with ``__arrow_c_stream__`` or ``__geo_interface__``, or the path of a file."""


def table_of(name: str, value: Table) -> Frame | str:
    """A frame, or the path of a file."""
    if isinstance(value, Frame):
        return value
    if isinstance(value, str | os.PathLike):
        return os.fspath(value)
    try:
        frame = _frame_of(value)
    except ValueError as error:
        message = f"`{name}` cannot be read: {error}"
        raise ValueError(message) from error
    if frame is None:
        message = (
            f"`{name}` is a {type(value).__name__}: give a GeoDataFrame, a table that speaks the Arrow stream, "
            "GeoJSON, an object with a __geo_interface__, or the path of a file"
        )
        raise TypeError(message)
    return frame


def _frame_of(value: Table) -> Frame | None:
    """A table as a frame; nothing for what is none."""
    if _is_pandas(value):
        # A column alone has neither ids nor names.
        return _of_pandas(value) if hasattr(value, "columns") else None
    if hasattr(value, "__arrow_c_stream__") or hasattr(value, "__arrow_c_array__"):
        return Frame.from_arrow(value)
    if isinstance(value, Mapping):
        return _of_geojson(value, _declared(value) or "OGC:CRS84") if "type" in value else None
    if hasattr(value, "__geo_interface__"):
        interface = value.__geo_interface__
        return _of_geojson(interface, _crs_text(getattr(value, "crs", None)) or _declared(interface))
    return None


def _of_geojson(interface: Mapping[str, Any], crs: str | None) -> Frame:
    return Frame.from_geojson(json.dumps(interface, default=_plain), crs)


def _plain(value: object) -> object:
    """A value that JSON does not know."""
    for method in ("item", "isoformat", "__geo_interface__"):
        if hasattr(value, method):
            found = getattr(value, method)
            return found() if callable(found) else found
    return str(value)


def _declared(interface: Mapping[str, Any]) -> str | None:
    """The reference system that a GeoJSON object names, as files before RFC 7946 did."""
    crs = interface.get("crs")
    name = crs.get("properties", {}).get("name") if isinstance(crs, Mapping) else None
    return str(name).removeprefix("urn:ogc:def:crs:").replace("::", ":").replace(":1.3:", ":") if name else None


def _crs_text(crs: Any) -> str | None:
    """A reference system as text: authority and code where it has them, else well-known text."""
    if crs is None or isinstance(crs, str):
        return crs
    described: dict[str, Any] = crs.to_json_dict()
    identity = described.get("id")
    if identity:
        return f"{identity['authority']}:{identity['code']}"
    text: str = crs.to_wkt("WKT1_ESRI")
    return text


def _is_pandas(value: object) -> bool:
    return any(kind.__module__.partition(".")[0] == "pandas" for kind in type(value).__mro__[:-1])


def _of_pandas(frame: Any) -> Frame:
    """A DataFrame, or a GeoDataFrame with its active geometry. A named index is a column too."""
    if any(name is not None for name in frame.index.names):
        names = [name for name in frame.index.names if name is not None and name not in frame.columns]
        frame = frame.reset_index(level=names) if names else frame
    active = getattr(frame, "_geometry_column_name", None)
    geometry = frame[active] if active is not None and active in frame.columns else None
    plain = [name for name in frame.columns if not _is_geometry(frame[name])]
    columns = [_cells(frame[name]) for name in plain]
    header = [str(name) for name in plain]
    if geometry is None:
        return Frame.from_columns(header, columns)
    return Frame.from_columns(header, columns, list(geometry.to_wkb()), _crs_text(geometry.crs))


def _is_geometry(column: Any) -> bool:
    return str(getattr(column, "dtype", "")) == "geometry"


def _cells(column: Any) -> list[str | None]:
    """The cells of a column as the text that a CSV would hold; what has no value is ``None``."""
    missing: list[bool] = column.isna().tolist()
    text = _text_of(str(column.dtype))
    return [None if gone else text(value) for gone, value in zip(missing, column.tolist(), strict=True)]


def _text_of(dtype: str) -> Callable[[Any], str]:
    if dtype.startswith(("bool", "boolean")):
        return lambda value: "yes" if value else "no"
    if dtype.startswith(("float", "Float")):
        return lambda value: str(int(value)) if float(value).is_integer() else repr(float(value))
    if dtype.startswith("datetime"):
        return lambda value: str(value.date() if value == value.normalize() else value)
    return lambda value: ("yes" if value else "no") if isinstance(value, bool) else str(value)
