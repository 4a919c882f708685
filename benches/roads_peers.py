"""Matrices of travel times by SciPy and by RoutingKit on the roads that `travel_time_peers` wrote.

Installs nothing: `pip install numpy scipy pyroutingkit` into an environment of your own, then, right after
`cargo run --release -p xiaqu-benches --example travel_time_peers -- FOLDER`, which also writes the junctions asked about
and the times that it found,

    python benches/roads_peers.py FOLDER

Times are asserted before they are measured: medians and least of three or more.
"""

import pathlib
import sys
import time

import numpy
import pyroutingkit
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra


def measured(name, call, times=3):
    """Prints the median and least milliseconds of a call and returns its last result."""
    seconds = []
    while len(seconds) < times or (1 < times and len(seconds) < 51 and sum(seconds) < 0.5):
        began = time.perf_counter()
        result = call()
        seconds.append(1000 * (time.perf_counter() - began))
    seconds.sort()
    print(f"{name:<44} {seconds[len(seconds) // 2]:>10.2f} ms, least {seconds[0]:>10.2f} ms", flush=True)
    return result


def main():
    """Measures."""
    folder = pathlib.Path(sys.argv[1])
    first, heads, times, places, sources, targets, found = (
        numpy.load(folder / f"{name}.npy")
        for name in ["first", "heads", "times", "places", "sources", "targets", "found"]
    )
    found = found.reshape(len(sources), len(targets))
    places = places.reshape(-1, 2)
    count = len(first) - 1
    tails = numpy.repeat(numpy.arange(count, dtype=numpy.uint32), numpy.diff(first))

    def routingkit_build():
        topology = pyroutingkit.CCHTopology()
        topology.build(tails, heads, places[:, 1].astype("f4"), places[:, 0].astype("f4"), count)
        return topology

    topology = measured("pyroutingkit order and build", routingkit_build, 1)
    metric = pyroutingkit.CCHMetric(topology)
    measured("pyroutingkit customise", lambda: metric.customize(times))
    answer = measured("pyroutingkit matrix", lambda: metric.distances_many_to_many(sources, targets))
    answer = numpy.where(answer >= pyroutingkit.INF_WEIGHT, 0xFFFFFFFF, answer.astype("u8"))
    assert (answer == found).all(), "RoutingKit differs"

    # SciPy adds up parallel arcs: only the fastest of each pair is kept. A time of zero would be no arc to it.
    order = numpy.lexsort((times, heads, tails))
    kept = numpy.ones(len(heads), dtype=bool)
    kept[1:] = (tails[order][1:] != tails[order][:-1]) | (heads[order][1:] != heads[order][:-1])
    order = order[kept]
    weights = numpy.where(times[order] == 0, 1e-9, times[order].astype("f8"))
    graph = csr_array((weights, (tails[order], heads[order])), shape=(count, count))

    def scipy_matrix():
        rows = [dijkstra(graph, indices=int(source))[targets] for source in sources]
        return numpy.array(rows)

    answer = measured("scipy matrix", scipy_matrix, 1 if count > 500_000 else 3)
    answer = numpy.where(numpy.isfinite(answer), answer, 0xFFFFFFFF).round().astype("u8")
    assert (answer == found).all(), "SciPy differs"


if __name__ == "__main__":
    main()
