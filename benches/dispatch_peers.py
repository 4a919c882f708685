"""Dispatch areas by the usual recipe: SciPy, shapely and GeoPandas, on what `dispatch_scale` wrote.

    cargo run --release -p xiaqu-benches --example dispatch_scale -- COLUMNS ROWS CENTRES FOLDER
    python benches/dispatch_peers.py FOLDER [SPACING]

Nearest centre of every junction by one search from all centres, points along all roads at most SPACING metres apart
(default 40) with the centre that is there first, their Voronoi diagram, dissolved by centre and clipped to the county.
Installs nothing: `pip install numpy scipy shapely geopandas` into an environment of your own. The areas are compared with
those of Xiaqu before times are told.
"""

import pathlib
import sys
import time

import geopandas
import numpy
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

CLOSED = 0xFFFFFFFF


def nearest(nodes, ends, times, bases):
    """Arrival at and owner of every junction; every centre is a junction of its own beside the ends of its edge."""
    tails, heads, costs = [], [], []
    for way in (0, 1):
        is_open = times[:, way] != CLOSED
        tails.append(ends[is_open, way])
        heads.append(ends[is_open, 1 - way])
        costs.append(times[is_open, way])
    edge, share, walk = bases[:, 0].astype("i8"), bases[:, 1], bases[:, 2]
    sources = len(nodes) + numpy.arange(len(bases))
    for way, part in ((0, 1 - share), (1, share)):
        is_open = times[edge, way] != CLOSED
        tails.append(sources[is_open])
        heads.append(ends[edge, 1 - way][is_open])
        costs.append((walk + part * times[edge, way])[is_open])
    tails, heads, costs = map(numpy.concatenate, (tails, heads, costs))
    # SciPy adds up parallel arcs: only the fastest of each pair is kept. A time of zero would be no arc to it.
    order = numpy.lexsort((costs, heads, tails))
    kept = numpy.ones(len(order), dtype=bool)
    kept[1:] = (tails[order][1:] != tails[order][:-1]) | (heads[order][1:] != heads[order][:-1])
    order = order[kept]
    count = len(nodes) + len(bases)
    graph = csr_array((numpy.maximum(costs[order], 1e-9), (tails[order], heads[order])), shape=(count, count))
    arrivals, _, owners = dijkstra(graph, indices=sources, min_only=True, return_predecessors=True)
    return arrivals[: len(nodes)], owners[: len(nodes)] - len(nodes)


def samples(lines, ends, times, arrivals, owners, spacing):
    """Points along roads with the centre that is there first."""
    lengths = shapely.length(lines)
    counts = numpy.maximum(1, numpy.ceil(lengths / spacing)).astype("i8")
    edge = numpy.repeat(numpy.arange(len(lines)), counts)
    number = numpy.arange(len(edge)) - numpy.repeat(numpy.cumsum(counts) - counts, counts)
    share = (number + 0.5) / counts[edge]
    points = shapely.line_interpolate_point(lines[edge], share, normalized=True)
    forward, backward = (numpy.where(times[:, way] == CLOSED, numpy.inf, times[:, way])[edge] for way in (0, 1))
    over_start = arrivals[ends[edge, 0]] + share * forward
    over_end = arrivals[ends[edge, 1]] + (1 - share) * backward
    owner = numpy.where(over_start <= over_end, owners[ends[edge, 0]], owners[ends[edge, 1]])
    is_reached = numpy.isfinite(numpy.minimum(over_start, over_end))
    return points[is_reached], owner[is_reached]


def areas(points, owners, outline):
    """Voronoi cells of the points, dissolved by owner and clipped."""
    cells = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=outline, ordered=True)
    frame = geopandas.GeoDataFrame({"owner": owners}, geometry=shapely.get_parts(cells))
    return frame.dissolve("owner", method="coverage").clip(outline)


def main():
    """Measures."""
    folder = pathlib.Path(sys.argv[1])
    spacing = float(sys.argv[2]) if len(sys.argv) > 2 else 40.0
    names = ["nodes", "points", "bases", "outline", "areas", "counts", "ends", "edge_times"]
    nodes, points, bases, outline, found, counts, ends, times = (numpy.load(folder / f"{name}.npy") for name in names)
    nodes, points, outline = (table.reshape(-1, 2) for table in (nodes, points, outline))
    ends, times, bases = ends.reshape(-1, 2).astype("i8"), times.reshape(-1, 2).astype("f8"), bases.reshape(-1, 3)
    lines = shapely.linestrings(points, indices=numpy.repeat(numpy.arange(len(counts)), counts))
    outline = shapely.polygons(outline)
    began = time.perf_counter()
    arrivals, owners = nearest(nodes, ends, times, bases)
    searched = time.perf_counter()
    places, owner = samples(lines, ends, times, arrivals, owners, spacing)
    sampled = time.perf_counter()
    land = areas(places, owner, outline)
    ended = time.perf_counter()
    whole = outline.area
    differences = numpy.abs(land.area.reindex(range(len(bases)), fill_value=0.0).to_numpy() - found)
    print(f"{len(places)} points; areas differ by {100 * differences.sum() / 2 / whole:.3f} % of the county")
    assert differences.sum() / 2 < 0.02 * whole, "another answer"
    gap = abs(land.area.sum() - whole)
    print(f"search {searched - began:.3f} s, points {sampled - searched:.3f} s, areas {ended - sampled:.3f} s")
    print(f"recipe: {ended - began:.3f} s; {gap:.1f} m2 in no area or in two")


if __name__ == "__main__":
    main()
