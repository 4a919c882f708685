"""Times of the Python package: layers into GeoPandas, copies of a matrix, interrupts. `python python_package.py`.

Needs the wheel with its extras; every answer is asserted before its time is told.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import threading
import time
from pathlib import Path

import geopandas
import numpy
import pandas
import pyarrow  # noqa: F401
import shapely

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


def memory(name):
    """Bytes of this process, as Linux has them."""
    status = Path("/proc/self/status").read_text()
    return 1024 * next(int(line.split()[1]) for line in status.splitlines() if line.startswith(name))


def copies(cost):
    """How many matrices a question takes at its peak before it is searched: it asks for more centres than there are sites."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted anew
    before = memory("VmRSS")
    began = time.perf_counter()
    try:
        xiaqu.locate.p_median(cost, len(cost) + 1)
    except xiaqu.Infeasible:
        return (memory("VmHWM") - before) / cost.nbytes, time.perf_counter() - began
    raise AssertionError("more centres than sites")


def matrix(side=900, p=12):
    places = numpy.random.default_rng(1).random((side, 2)) * 100
    cost = numpy.round(numpy.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1)), 3)
    copies(cost[:2])  # what any first call takes
    for name, given in [(f"{side} x {side}", cost), ("6000 x 6000", numpy.arange(36e6).reshape(6000, 6000) % 9973 / 8)]:
        taken, seconds = copies(given)
        print(f"p_median, {name}: {taken:.2f} times the {given.nbytes / 1e6:.1f} MB of the matrix, {seconds:.2f} s")
        assert taken < 1.2
    began = time.perf_counter()
    found = xiaqu.locate.p_median(cost, p, time_limit=20.0)
    print(f"p_median {side} x {side}, p = {p}: {found.proof}, {found.objective_text}, {time.perf_counter() - began:.2f} s")


def clocks():
    """Seconds that passed, and seconds of processor of all threads."""
    return numpy.array([time.perf_counter(), time.process_time()])


def interrupted(work, after):
    """What work returns that is interrupted so many seconds after `begin` was called, and both clocks from then on."""
    sent = []

    def stop():
        sent.append(clocks())
        os.kill(os.getpid(), signal.SIGINT)

    timer = threading.Timer(after, stop)
    found = work(timer.start)
    return found, clocks() - sent[-1]


def p_median_interrupt():
    cost = numpy.random.default_rng(3).integers(1, 1000, size=(300, 300)).astype(float)

    def ask(begin):
        begin()
        return xiaqu.locate.p_median(cost, 12)

    latencies = []
    for after in (0.7, 1.1, 1.9):
        found, latency = interrupted(ask, after)
        latencies.append(latency)
        assert (found.proof, found.limit) == ("stopped", "interrupt")
    told("p_median 300 x 300", latencies)


def told(name, latencies):
    each = ", ".join(f"{passed * 1000:.0f} ms ({work * 1000:.0f} ms of processor)" for passed, work in latencies)
    print(f"{name}, interrupt to incumbent: {each}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    # On a machine that does nothing else no more time passes than that.
    assert max(work for _, work in latencies) < 1.0


def generated_county(columns=6, rows=5):
    """Square townships with a station and ten villages each, and a crooked grid of roads; the search takes minutes."""
    random = numpy.random.default_rng(4)
    side, step = 0.06, 0.015
    squares = [(column, row) for row in range(rows) for column in range(columns)]
    corner = [(117 + column * side, 26.8 + row * side) for column, row in squares]
    townships = geopandas.GeoDataFrame(
        {"id": [f"T{n}" for n in range(len(squares))], "name": [f"township {n}" for n in range(len(squares))]},
        geometry=[shapely.box(west, south, west + side, south + side) for west, south in corner],
        crs="EPSG:4326",
    )
    node = {}
    for x in range(4 * columns):
        for y in range(4 * rows):
            node[x, y] = (117 + (x + 0.5) * step, 26.8 + (y + 0.5) * step) + random.uniform(-0.3, 0.3, 2) * step
    ends = [((x, y), (x + 1, y)) for x, y in node] + [((x, y), (x, y + 1)) for x, y in node]
    lines = [shapely.LineString([node[one], node[other]]) for one, other in ends if other in node]
    classes = random.choice(["secondary", "tertiary", "residential"], len(lines))
    roads = geopandas.GeoDataFrame(
        {"id": [f"R{n}" for n in range(len(lines))], "class": classes}, geometry=lines, crs="EPSG:4326"
    )

    def places(prefix, each, **columns_of):
        at = [node[4 * column + random.integers(4), 4 * row + random.integers(4)] for column, row in squares * each]
        ids = [f"{prefix}{n}" for n in range(len(at))]
        lon, lat = zip(*at, strict=True)
        given = {name: random.integers(*span, len(at)) for name, span in columns_of.items()}
        return pandas.DataFrame({"id": ids, "name": ids, "lon": lon, "lat": lat, **given})

    villages, stations = places("V", 10, population=(100, 900)), places("S", 1, officers=(3, 7))
    settings = {
        "merge": {"aims": ["busiest_station"], "closures": 10},
        "strength": {"officers_min": 3},
        "response": {"second_arrival_max_minutes": 120.0, "worsening_max_minutes": 60.0},
    }
    return xiaqu.County(townships=townships, villages=villages, stations=stations, roads=roads, settings=settings)


def county_interrupt(engine):
    county = generated_county().with_settings({"search": {"engine": engine}})
    latencies = []
    for after in (1.0, 2.0, 4.0):

        def ask(begin):
            searching = []

            def progress(stage, _plans, _gap):
                if stage == "solve" and not searching:
                    searching.append(stage)
                    begin()

            return county.optimize(progress=progress)

        plan, latency = interrupted(ask, after)
        latencies.append(latency)
        assert (plan.proof.kind, plan.proof.limit) == ("stopped", "interrupt"), plan.proof
        assert sum(len(group.posts) for group in plan.groups) == 10
        print(f"  after {after:.0f} s of search: gap {plan.proof.gap:.3f}")
    told(f"county of 30 stations and 300 villages, {engine}", latencies)


if __name__ == "__main__":
    polygons()
    matrix()
    p_median_interrupt()
    for engine in ("auto", "exact"):
        county_interrupt(engine)
