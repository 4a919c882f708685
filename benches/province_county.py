"""A county as large as a province, from the roads that `travel_time_peers` generated.

    cargo run --release -p xiaqu-benches --example travel_time_peers -- FOLDER
    python benches/province_county.py FOLDER COUNTY

writes COUNTY/roads.osm.pbf (1.06 million junctions, 1.5 million ways of three nodes each), 196 townships whose borders
wind, 196 stations and 2,000 villages. Installs nothing: `pip install numpy osmium` into an environment of your own.
"""

import json
import math
import pathlib
import sys

import numpy
import osmium

SIDE = 400_000.0
METRES = 111_320.0
CELLS = 14
CLASSES = [(77.0, "motorway"), (60.0, "primary"), (47.0, "secondary"), (35.0, "tertiary"), (27.0, "residential"), (0.0, "unclassified")]


def degrees(x, y):
    """Longitude and latitude of a place of the province."""
    latitude = 27.0 + (y - SIDE / 2) / METRES
    return 117.0 + (x - SIDE / 2) / (METRES * math.cos(math.radians(27.0))), latitude


def write_roads(folder, path):
    """Every road is one way with a node in its middle, a little aside."""
    first, heads, times, places = (numpy.load(folder / f"{name}.npy") for name in ["first", "heads", "times", "places"])
    places = places.reshape(-1, 2)
    tails = numpy.repeat(numpy.arange(len(places)), numpy.diff(first))
    back = set(zip(heads.tolist(), tails.tolist()))
    writer = osmium.SimpleWriter(str(path), overwrite=True)
    for number, (x, y) in enumerate(places.tolist()):
        writer.add_node(osmium.osm.mutable.Node(id=number + 1, location=degrees(x, y)))
    roads = []
    for tail, head, time in zip(tails.tolist(), heads.tolist(), times.tolist()):
        two_way = (tail, head) in back
        if two_way and head < tail:
            continue
        roads.append((tail, head, time, two_way))
    for number, (tail, head, _, _) in enumerate(roads):
        (x, y), (u, v) = places[tail], places[head]
        aside = 0.08 * math.sin(number)
        middle = degrees((x + u) / 2 + aside * (v - y), (y + v) / 2 - aside * (u - x))
        writer.add_node(osmium.osm.mutable.Node(id=len(places) + number + 1, location=middle))
    for number, (tail, head, time, two_way) in enumerate(roads):
        length = math.dist(places[tail], places[head])
        speed = 3_600 * length / max(time, 1)
        tags = {"highway": next(name for least, name in CLASSES if speed >= least)}
        if not two_way:
            tags["oneway"] = "yes"
        nodes = [tail + 1, len(places) + number + 1, head + 1]
        writer.add_way(osmium.osm.mutable.Way(id=number + 1, nodes=nodes, tags=tags))
    writer.close()
    return places


def write_county(places, county):
    """Townships on a bent grid, a station in each, villages on junctions."""
    step = SIDE / CELLS

    def corner(i, j):
        inner = 0 < i < CELLS and 0 < j < CELLS
        bend = 0.2 * step if inner else 0.0
        return i * step + bend * math.sin(3 * i + 5 * j), j * step + bend * math.cos(4 * i + 2 * j)

    def side(start, end):
        # A side has points of its own, the same from both neighbours.
        (x, y), (u, v) = min(start, end), max(start, end)
        is_border = any(abs(a - limit) < 1 and abs(b - limit) < 1 for limit in (0, SIDE) for a, b in ((x, u), (y, v)))
        points = []
        for number in range(40):
            share = number / 40
            aside = 0.0 if is_border else 0.03 * math.sin(7 * share * math.pi) * math.sin(share * math.pi)
            points.append((x + share * (u - x) + aside * (v - y), y + share * (v - y) - aside * (u - x)))
        points.append((u, v))
        return points[:-1] if start < end else points[:0:-1]

    features, stations = [], ["id,name,lon,lat,officers"]
    for i in range(CELLS):
        for j in range(CELLS):
            corners = [corner(i, j), corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1)]
            ring = [point for number in range(4) for point in side(corners[number], corners[(number + 1) % 4])]
            ring.append(ring[0])
            name = f"T{i:02}{j:02}"
            coordinates = [[round(number, 9) for number in degrees(x, y)] for x, y in ring]
            geometry = {"type": "Polygon", "coordinates": [coordinates]}
            features.append({"type": "Feature", "properties": {"id": name, "name": name}, "geometry": geometry})
            middle = numpy.mean(corners, axis=0)
            x, y = places[numpy.argmin(((places - middle) ** 2).sum(axis=1))]
            lon, lat = degrees(x, y)
            stations.append(f"S{i:02}{j:02},S{i:02}{j:02},{lon:.7f},{lat:.7f},6")
    villages = ["id,name,lon,lat,population"]
    inside = places[(places > 1_000).all(axis=1) & (places < SIDE - 1_000).all(axis=1)]
    for number, (x, y) in enumerate(inside[:: len(inside) // 2_000][:2_000]):
        lon, lat = degrees(x, y)
        villages.append(f"V{number:04},V{number:04},{lon:.7f},{lat:.7f},{300 + number % 900}")
    (county / "townships.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    (county / "stations.csv").write_text("\n".join(stations) + "\n")
    (county / "villages.csv").write_text("\n".join(villages) + "\n")
    (county / "xiaqu.toml").write_text('[county]\nname = "Province"\n\n[inputs]\nroads = "roads.osm.pbf"\n\n[roads]\naccess_max_m = 20000\n')


def main():
    """Writes."""
    folder, county = map(pathlib.Path, sys.argv[1:3])
    county.mkdir(parents=True, exist_ok=True)
    write_county(write_roads(folder, county / "roads.osm.pbf"), county)


if __name__ == "__main__":
    main()
