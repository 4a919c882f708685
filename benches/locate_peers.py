"""CPU seconds and peak memory of the p-median here and in spopt and pbp-pmedian, in one run on the same costs.

Installs nothing: `pip install numpy scipy spopt pbp-pmedian pulp highspy` into an environment of your own, build with
`cargo build --release -p xiaqu-benches --example p_median_peer`, then

    python benches/locate_peers.py PATH_OF_p_median_peer [--spopt] [--nodes 900 --centres 90] [--graph]

Every solver runs in a process of its own; reading the costs is part of its time.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile

PBP = """
import sys, numpy
from pbp_pmedian import solve
costs = numpy.loadtxt(sys.argv[1], delimiter=",")
print(solve(costs, p=int(sys.argv[2])))
"""

SPOPT = """
import sys, numpy, pulp
from spopt.locate import PMedian
costs = numpy.loadtxt(sys.argv[1], delimiter=",").T
model = PMedian.from_cost_matrix(costs, numpy.ones(len(costs)), p_facilities=int(sys.argv[2]))
model.solve(pulp.HiGHS(msg=False, gapRel=0.0, threads=1))
print(model.problem.objective.value())
"""


def instance(nodes: int, graph: bool, path: str) -> None:
    """Writes the costs: one row a site, one column a client."""
    import numpy

    random = numpy.random.default_rng(1)
    if graph:
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import shortest_path

        tail = numpy.concatenate([numpy.arange(1, nodes), random.integers(0, nodes, nodes * nodes // 50)])
        tree = [int(random.integers(0, node)) for node in range(1, nodes)]
        head = numpy.concatenate([tree, random.integers(0, nodes, nodes * nodes // 50)])
        lengths = numpy.full((nodes, nodes), numpy.inf)
        for one, other, length in zip(tail, head, random.integers(1, 101, len(tail))):
            if one != other:
                lengths[one, other] = lengths[other, one] = min(length, lengths[one, other])
        found = numpy.isfinite(lengths)
        rows, columns = numpy.nonzero(found)
        costs = shortest_path(coo_array((lengths[found], (rows, columns)), shape=(nodes, nodes)), directed=False)
        numpy.savetxt(path, costs, delimiter=",", fmt="%d")
        return
    places = random.uniform(0, 1000, (nodes, 2))
    weights = random.integers(1, 21, nodes)
    costs = numpy.linalg.norm(places[:, None] - places[None], axis=2) * weights[None]
    numpy.savetxt(path, costs, delimiter=",", fmt="%.6f")


def measured(name: str, command: list[str]) -> float:
    """Runs a command and prints its CPU seconds and peak memory."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    output, _ = process.communicate(), None
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    # The peak of children is the largest so far: the small ones run first.
    last = (output[0] or "").strip().splitlines()[-1:]
    print(f"{name:12} {seconds:9.2f} CPU s  {after.ru_maxrss / 1024:8.0f} MB  {process.returncode}  {str(last)[:160]}", flush=True)
    return seconds


def main() -> None:
    """Measures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--nodes", type=int, default=900)
    parser.add_argument("--centres", type=int, default=90)
    parser.add_argument("--graph", action="store_true")
    parser.add_argument("--spopt", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "costs.csv")
        instance(options.nodes, options.graph, path)
        centres = str(options.centres)
        ours = measured("xiaqu", [options.program, path, centres])
        pbp = measured("pbp-pmedian", [sys.executable, "-c", PBP, path, centres])
        print(f"pbp-pmedian : xiaqu = {pbp / ours:.1f}", flush=True)
        if options.spopt:
            spopt = measured("spopt", [sys.executable, "-c", SPOPT, path, centres])
            print(f"spopt : xiaqu = {spopt / ours:.1f}", flush=True)


if __name__ == "__main__":
    main()
