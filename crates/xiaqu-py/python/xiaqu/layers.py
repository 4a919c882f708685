"""Maps: features of one kind with their properties, in WGS-84."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Any

from xiaqu import _xiaqu

if TYPE_CHECKING:
    import geopandas

__all__ = ["Layer"]


class Layer:
    """A map. It speaks the Arrow C stream (geometry as ``geoarrow.wkb``) and has a ``__geo_interface__``."""

    crs = "OGC:CRS84"
    """The reference system of every map: WGS-84, longitude first."""

    def __init__(self, layer: _xiaqu.Layer) -> None:
        self._layer = layer

    @property
    def name(self) -> str:
        """Its name, as files have it."""
        return self._layer.name

    @property
    def note(self) -> str:
        """The county's note, for example that geometry is synthetic."""
        return self._layer.note

    @property
    def geometry_type(self) -> str:
        """``Point``, ``LineString`` or ``MultiPolygon``."""
        return self._layer.geometry_type

    @property
    def aliases(self) -> dict[str, tuple[str, str]]:
        """English and Chinese alias of every property."""
        return {name: (english, chinese) for name, english, chinese in self._layer.fields}

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._layer.__arrow_c_stream__(requested_schema)

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        return self._layer.__geo_interface__

    def __len__(self) -> int:
        return len(self._layer)

    def to_geojson(self) -> str:
        """The text of its file, seven decimals."""
        return self._layer.to_geojson()

    def to_dict(self) -> dict[str, list[Any]]:
        """The values of every property, by name."""
        return dict(self._layer.columns())

    def to_geopandas(self) -> geopandas.GeoDataFrame:
        """The map as a GeoDataFrame (``pip install xiaqu[geo]``)."""
        import geopandas  # noqa: PLC0415

        if importlib.util.find_spec("pyarrow") is None:
            geometry = geopandas.GeoSeries.from_wkb(self._layer.wkb(), crs=self.crs)
            return geopandas.GeoDataFrame(self.to_dict(), geometry=geometry)
        return geopandas.GeoDataFrame.from_arrow(self)

    def __repr__(self) -> str:
        return f"<xiaqu.Layer {self.name}: {len(self)} × {self.geometry_type}>"

    def __getstate__(self) -> bytes:
        return self._layer.to_bytes()

    def __setstate__(self, state: bytes) -> None:
        self._layer = _xiaqu.Layer.from_bytes(state)
