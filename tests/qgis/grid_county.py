"""A county on a grid whose search takes minutes: what is to be cancelled."""
import json
import os

SIDE = 0.05
# Rules that leave the search free, so that it is long.
SETTINGS = """[inputs]
roads = "roads.geojson"

[merge]
group_size_max = 4

[response]
second_arrival_max_minutes = 240
worsening_max_minutes = 120

[search]
engine = "enumeration"
enumerate_up_to = 20
"""


def feature(kind, coordinates, properties):
    return {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}, "properties": properties}


def write(folder, columns, rows):
    """`columns` x `rows` square townships, each with a station, two villages and roads to its neighbours."""
    os.makedirs(folder)
    townships, roads = [], []
    stations, villages = ["id,name,township,lon,lat,officers"], ["id,name,township,lon,lat,population"]
    at = lambda x, y: [round(117.0 + x * SIDE, 4), round(26.0 + y * SIDE, 4)]
    for row in range(rows):
        for column in range(columns):
            number = row * columns + column + 1
            corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
            ring = [at(column + x, row + y) for x, y in corners]
            townships.append(feature("Polygon", [ring], {"id": "T%02d" % number, "name": "town %02d" % number}))
            lon, lat = at(column + 0.5, row + 0.5)
            stations.append("S%02d,s%02d,T%02d,%s,%s,%d" % (number, number, number, lon, lat, 3 + number % 4))
            for letter, shift in (("a", 0.2), ("b", 0.7)):
                x, y = at(column + shift, row + 0.5)
                people = 300 + number * 7919 % 2000
                villages.append("V%02d%s,v%02d%s,T%02d,%s,%s,%d" % (number, letter, number, letter, number, x, y, people))
            for x, y in ((1, 0), (0, 1)):
                if column + x < columns and row + y < rows:
                    line = [at(column + 0.5, row + 0.5), at(column + x + 0.5, row + y + 0.5)]
                    roads.append(feature("LineString", line, {"id": "R%d" % len(roads), "class": "tertiary"}))
    texts = {
        "townships.geojson": json.dumps({"type": "FeatureCollection", "features": townships}),
        "roads.geojson": json.dumps({"type": "FeatureCollection", "features": roads}),
        "stations.csv": "\n".join(stations) + "\n",
        "villages.csv": "\n".join(villages) + "\n",
        "xiaqu.toml": SETTINGS,
    }
    for name, text in texts.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
