"""Times of the Python package: layers into GeoPandas, copies of a matrix, interrupts. `python python_package.py`.

Needs the wheel with its extras; every answer is asserted before its time is told.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import struct
import threading
import time

import geopandas
import numpy
import pyarrow  # noqa: F401

import xiaqu
from xiaqu import _xiaqu

POLYGONS = 40_000


def timed(name, work, repeats=5):
    seconds = []
    for _ in range(repeats):
        began = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - began)
    print(f"{name}: {min(seconds):.3f} s (best of {repeats}; median {sorted(seconds)[repeats // 2]:.3f})")
    return result


def layer_of_squares():
    """A layer of squares of 20 vertices, as a pickled layer brings it."""
    geometry, features = [], []
    for number in range(POLYGONS):
        west, south = 110 + (number % 200) * 0.01, 20 + (number // 200) * 0.01
        steps = [step / 500 for step in range(5)]
        ring = [(west + step, south) for step in steps] + [(west + 0.01, south + step) for step in steps]
        ring += [(west + 0.01 - step, south + 0.01) for step in steps] + [(west, south + 0.01 - step) for step in steps]
        ring.append(ring[0])
        points = b"".join(struct.pack("<2d", *point) for point in ring)
        polygon = struct.pack("<BIII", 1, 3, 1, len(ring)) + points
        geometry.append(list(struct.pack("<BII", 1, 6, 1) + polygon))
        features.append(
            {
                "type": "Feature",
                "properties": {"id": str(number), "area_km2": number / 7},
                "geometry": {"type": "MultiPolygon", "coordinates": [[ring]]},
            }
        )
    columns = [
        {"name": "id", "alias_en": "id", "alias_zh": "编号", "values": {"Text": [str(n) for n in range(POLYGONS)]}},
        {"name": "area_km2", "alias_en": "area", "alias_zh": "面积", "values": {"Decimal": [n / 7 for n in range(POLYGONS)]}},
    ]
    geojson = json.dumps({"type": "FeatureCollection", "features": features})
    state = {"name": "x", "kind": "MultiPolygon", "note": "", "columns": columns, "geometry": geometry, "geojson": geojson}
    return xiaqu.Layer(_xiaqu.Layer.from_bytes(json.dumps(state).encode()))


def polygons():
    layer = layer_of_squares()
    frame = timed(f"{POLYGONS} polygons to a GeoDataFrame through Arrow", layer.to_geopandas)
    assert len(frame) == POLYGONS and frame.crs is not None
    interface = timed(
        f"{POLYGONS} polygons through __geo_interface__",
        lambda: geopandas.GeoDataFrame.from_features(layer.__geo_interface__, crs=layer.crs),
        repeats=2,
    )
    assert frame.geometry.geom_equals(interface.geometry).all()


def matrix(side=900, p=12):
    places = numpy.random.default_rng(1).random((side, 2)) * 100
    cost = numpy.round(numpy.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1)), 3)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    found = xiaqu.locate.p_median(cost, p, time_limit=20.0)
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    own = cost.nbytes / 1e6
    print(f"p_median {side} x {side}, p = {p}: {found.proof}, objective {found.objective_text}, {seconds:.2f} s")
    print(f"  matrix {own:.1f} MB; most memory {before / 1e3:.0f} -> {after / 1e3:.0f} MB")


def interrupt():
    cost = numpy.random.default_rng(3).integers(1, 1000, size=(300, 300)).astype(float)
    sent = []

    def stop():
        sent.append(time.perf_counter())
        os.kill(os.getpid(), signal.SIGINT)

    latencies = []
    for after in (0.7, 1.1, 1.9):
        threading.Timer(after, stop).start()
        found = xiaqu.locate.p_median(cost, 12)
        latencies.append(time.perf_counter() - sent[-1])
        assert (found.proof, found.limit) == ("stopped", "interrupt")
    print("interrupt to incumbent: " + ", ".join(f"{latency * 1000:.0f} ms" for latency in latencies))


if __name__ == "__main__":
    polygons()
    matrix()
    interrupt()
