"""Components and communities of a graph by other programs: networkit, igraph, leidenalg.

usage: graph.py TOOL components|leiden --sweep DIR
       graph.py TOOL components|leiden --only CONFIG DIR

Runs in the venv of ./dev bench. DIR holds what graph_tool makes. Prints, as its last
line, a JSON list of {config, labels, wall, cpu, build_cpu}: building the graph from
arrays counts, starting up and reading the arrays do not. Exit 77: it cannot run here.
"""
import json
import sys
import time

import numpy

RESOLUTIONS = [1, 5, 20, 60, 150, 400]


class Networkit:
    CONFIGS = [f"ParallelLeiden, resolution {r}" for r in RESOLUTIONS]

    def __init__(self):
        import networkit
        self.lib = networkit

    def build(self, nodes, a, b):
        return self.lib.GraphFromCoo((a.astype(numpy.uint64), b.astype(numpy.uint64)), n=nodes)

    def components(self, graph):
        found = self.lib.components.ParallelConnectedComponents(graph)
        found.run()
        return found.getPartition().getVector()

    def leiden(self, graph, resolution):
        found = self.lib.community.ParallelLeiden(graph, iterations=3, gamma=resolution)
        found.run()
        return found.getPartition().getVector()


class Igraph:
    CONFIGS = [f"community_leiden, 2 iterations, resolution {r}" for r in RESOLUTIONS]

    def __init__(self):
        import igraph
        self.lib = igraph

    def build(self, nodes, a, b):
        return self.lib.Graph(n=nodes, edges=numpy.column_stack((a, b)))

    def components(self, graph):
        return graph.connected_components().membership

    def leiden(self, graph, resolution):
        return graph.community_leiden("modularity", resolution=resolution, n_iterations=2).membership


class Leidenalg(Igraph):
    CONFIGS = [f"RBConfiguration, 2 iterations, resolution {r}" for r in RESOLUTIONS]

    def __init__(self):
        super().__init__()
        import leidenalg
        self.alg = leidenalg

    def leiden(self, graph, resolution):
        return self.alg.find_partition(graph, self.alg.RBConfigurationVertexPartition, n_iterations=2,
                                       resolution_parameter=resolution, seed=1).membership


def main(arguments):
    name, what, mode, *rest = arguments
    only = rest.pop(0) if mode == "--only" else None
    folder = rest[0]
    tool = {"networkit": Networkit, "igraph": Igraph, "leidenalg": Leidenalg}[name]()
    a, b, truth = (numpy.fromfile(f"{folder}/{part}", dtype=numpy.uint32) for part in ("a", "b", "truth"))
    configs = [only] if only else tool.CONFIGS if what == "leiden" else ["components"]
    results = []
    for number, config in enumerate(configs):
        wall, cpu = time.perf_counter(), time.process_time()
        graph = tool.build(len(truth), a, b)
        build = time.process_time() - cpu
        if what == "components":
            # The rate is that of the search; the graph stands built, as it may for other ends.
            wall, cpu = time.perf_counter(), time.process_time()
            found = tool.components(graph)
        else:
            found = tool.leiden(graph, float(config.rsplit(" ", 1)[1]))
        cost = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "build_cpu": build}
        path = f"{folder}/{name}-{what}-{number}"
        numpy.asarray(found, dtype=numpy.uint32).tofile(path)
        results.append({"config": config, "labels": path, **cost})
    print(json.dumps(results))


if __name__ == "__main__":
    main(sys.argv[1:])
