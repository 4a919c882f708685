"""The nearest road of many points by shapely's STRtree, on what `region_scale` wrote.

    cargo run --release -p xiaqu-benches --example region_scale -- FILE.osm.pbf FOLDER
    python benches/snap_peers.py FOLDER

Installs nothing: `pip install numpy shapely` into an environment of your own. Distances are asserted before times are told.
"""

import pathlib
import sys
import time

import numpy
import shapely


def main():
    """Measures."""
    folder = pathlib.Path(sys.argv[1])
    names = ["snap_places", "snap_points", "snap_distances", "snap_counts"]
    places, points, distances, counts = (numpy.load(folder / f"{name}.npy") for name in names)
    places, points = places.reshape(-1, 2), points.reshape(-1, 2)
    lines = shapely.linestrings(points, indices=numpy.repeat(numpy.arange(len(counts)), counts))
    places = shapely.points(places)
    began = time.perf_counter()
    tree = shapely.STRtree(lines)
    tree.nearest(places[:1])
    made = time.perf_counter()
    nearest = tree.nearest(places)
    ended = time.perf_counter()
    found = shapely.distance(places, lines[nearest])
    assert numpy.abs(found - distances).max() < 0.01, "another distance"
    print(f"shapely STRtree: made in {made - began:.3f} s, {1e6 * (ended - made) / len(places):.2f} us a point")


if __name__ == "__main__":
    main()
