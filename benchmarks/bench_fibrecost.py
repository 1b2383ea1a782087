"""`fibrecost` on a road graph of 300,000 edges with 1,000 objects, and its tree against networkx's Mehlhorn tree.

    python benchmarks/bench_fibrecost.py [--lines 300000] [--objects 1000] [--graphs 3] [--part tree|file|all]

Part "tree": the same weighted graph goes to our tree and to networkx's `steiner_tree(method="mehlhorn")`; CPU time of
both, graph building apart, and the ratio of lengths. networkx takes hops for distances in its Voronoi step, so our own
implementation of Mehlhorn's method with true distances, improved by nothing, stands beside it as a second peer. Part
"file": the algorithm from GeoPackage to GeoPackage, reading, splitting and writing included, in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

STEP = 60.0
ORIGIN = (360_000.0, 5_690_000.0)
MAX_TIMES, MIN_SHORTER, MAX_SECONDS, MAX_MB = 5.0, 0.02, 60.0, 2048.0
SURFACES = ("asphalt", "asphalt", "paving_stones", "gravel", None)


def invent(lines: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return nodes (n, 2), edges (m, 2) and the surface of each edge of an invented city: a bent grid with gaps."""
    random = np.random.default_rng(seed)
    side = round((lines / 1.8) ** 0.5) + 1
    number = np.arange(side * side).reshape(side, side)
    xy = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2) * STEP
    xy = xy + random.uniform(-0.35 * STEP, 0.35 * STEP, xy.shape) + ORIGIN
    across = np.stack([number[:, :-1].ravel(), number[:, 1:].ravel()], axis=1)
    along = np.stack([number[:-1].ravel(), number[1:].ravel()], axis=1)
    edges = np.concatenate([across, along])
    edges = edges[random.permutation(len(edges))[:lines]]
    return xy, edges, random.integers(0, len(SURFACES), len(edges))


# ------------------------------------------------------------------------------------------------------------- the tree
def tree(lines: int, objects: int, seed: int, by_length: bool) -> dict[str, float]:
    """Time both trees on one graph."""
    import networkx as nx

    from ruhr_planner.analysis import network, steiner

    xy, edges, surface = invent(lines, seed)
    weight = np.hypot(*(xy[edges[:, 0]] - xy[edges[:, 1]]).T)
    if not by_length:
        weight = weight * np.array([150.0, 150.0, 150.0, 55.0, 150.0])[surface]
    label = network.joined(len(xy), edges[:, 0], edges[:, 1])
    main = np.flatnonzero(label == np.bincount(label).argmax())
    terminals = np.random.default_rng(seed + 1000).choice(main, objects + 1, replace=False).tolist()
    peer_graph = nx.Graph()
    peer_graph.add_nodes_from(main.tolist())
    inside = np.isin(edges[:, 0], main)
    peer_graph.add_weighted_edges_from(
        zip(edges[inside, 0].tolist(), edges[inside, 1].tolist(), weight[inside].tolist())
    )
    begin = time.process_time()
    peer = nx.algorithms.approximation.steiner_tree(peer_graph, terminals, method="mehlhorn")
    peer_seconds = time.process_time() - begin
    peer_cost = peer.size(weight="weight")
    del peer_graph, peer
    begin = time.process_time()
    graph = steiner.Graph(len(xy), edges[:, 0], edges[:, 1], weight)
    own = steiner.tree(graph, terminals[0], terminals[1:])
    seconds = time.process_time() - begin
    plain = steiner.pruned(graph, steiner.mehlhorn(graph, terminals), terminals)
    return {
        "edges": len(edges),
        "terminals": len(terminals),
        "seconds": seconds,
        "networkx_seconds": peer_seconds,
        "times": seconds / peer_seconds,
        "of_networkx": graph.cost(own) / peer_cost,
        "of_mehlhorn": graph.cost(own) / graph.cost(plain),
    }


# ----------------------------------------------------------------------------------------------------- file to file
def write_case(path: str, lines: int, objects: int) -> None:
    """Write roads, objects and sources into a GeoPackage."""
    from osgeo import gdal, ogr, osr

    gdal.UseExceptions()
    xy, edges, surface = invent(lines, 7)
    random = np.random.default_rng(8)
    system = osr.SpatialReference()
    system.ImportFromEPSG(25832)
    file = ogr.GetDriverByName("GPKG").CreateDataSource(path)
    file.StartTransaction()
    roads = file.CreateLayer("road", system, ogr.wkbLineString)
    for name in ("highway", "surface"):
        roads.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    bends = (xy[edges[:, 0]] + xy[edges[:, 1]]) / 2 + random.uniform(-4, 4, (len(edges), 2))
    for (u, v), bend, kind in zip(edges.tolist(), bends.tolist(), surface.tolist()):
        feature = ogr.Feature(roads.GetLayerDefn())
        line = ogr.Geometry(ogr.wkbLineString)
        for x, y in (xy[u], bend, xy[v]):
            line.AddPoint_2D(float(x), float(y))
        feature.SetGeometryDirectly(line)
        feature["highway"] = "residential"
        if SURFACES[kind] is not None:
            feature["surface"] = SURFACES[kind]
        roads.CreateFeature(feature)
    low, high = xy.min(axis=0), xy.max(axis=0)
    for layer, count in (("object", objects), ("source", 40)):
        points = file.CreateLayer(layer, system, ogr.wkbPoint)
        points.CreateField(ogr.FieldDefn("object_id", ogr.OFTString))
        for number, (x, y) in enumerate(random.uniform(low, high, (count, 2)).tolist()):
            feature = ogr.Feature(points.GetLayerDefn())
            feature["object_id"] = f"o{number}"
            feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT({x} {y})"))
            points.CreateFeature(feature)
    file.CommitTransaction()


def run_file(source: str, target: str) -> dict[str, float]:
    """Run `fibrecost` from file to file."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

    application = QgsApplication([], False)
    application.initQgis()
    from ruhr_planner.processing.provider import PlannerProvider

    provider = PlannerProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    algorithm = QgsApplication.processingRegistry().algorithmById("ruhr_planner:fibrecost")
    names = {"OBJECTS": "object", "SOURCES": "source", "ROADS": "road"}
    given = {parameter: f"{source}|layername={layer}" for parameter, layer in names.items()}
    outputs = {name: f"ogr:dbname='{target}' table=\"{name.lower()}\" (geom)" for name in ("OUTPUT", "CONNECTIONS")}
    wall, cpu = time.perf_counter(), time.process_time()
    results, good = algorithm.run(
        {**given, **outputs, "MAX_LENGTH": 1_000_000}, QgsProcessingContext(), QgsProcessingFeedback(False)
    )
    if not good:
        raise SystemExit("fibrecost failed")
    found = {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "connected": results["CONNECTED"],
        "length_m": results["LENGTH_M"],
        "star_length_m": results["STAR_LENGTH_M"],
    }
    del application
    return found


def trees(lines: int, objects: int, graphs: int) -> list[str]:
    """Compare trees on several graphs, by length and by cost in turn; return the limits that are missed."""
    found = []
    for seed in range(graphs):
        found.append(tree(lines, objects, seed, by_length=seed % 2 == 0))
        said = {"part": "tree", "seed": seed, "weight": ("metres", "euro")[seed % 2], **found[-1]}
        print(json.dumps(said), flush=True)
    shorter = 1 - float(np.mean([entry["of_networkx"] for entry in found]))
    shorter_mehlhorn = 1 - float(np.mean([entry["of_mehlhorn"] for entry in found]))
    print(json.dumps({"mean_shorter_than_networkx": shorter, "mean_shorter_than_mehlhorn": shorter_mehlhorn}))
    limits = {
        "longer than a peer": max(max(entry["of_networkx"], entry["of_mehlhorn"]) for entry in found) > 1,
        "not shorter on average": min(shorter, shorter_mehlhorn) < MIN_SHORTER,
        "time of the tree": max(entry["times"] for entry in found) > MAX_TIMES,
    }
    return [name for name, broken in limits.items() if broken]


def files(lines: int, objects: int) -> list[str]:
    """Run the algorithm from file to file in a process of its own; return the limits that are missed."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = f"{folder}/case.gpkg", f"{folder}/result.gpkg"
        write_case(source, lines, objects)
        command = [sys.executable, __file__, "--run", source, target]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
        if said.returncode:
            raise SystemExit(said.stderr)
        found = json.loads(said.stdout.strip().splitlines()[-1])
    print(json.dumps({"part": "file", **found}), flush=True)
    limits = {"time of the file": found["wall"] > MAX_SECONDS, "memory": found["peak_mb"] > MAX_MB}
    return [name for name, broken in limits.items() if broken]


def main() -> None:
    """Measure, print a JSON line a run, fail where a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=300_000)
    parser.add_argument("--objects", type=int, default=1_000)
    parser.add_argument("--graphs", type=int, default=3)
    parser.add_argument("--part", choices=("tree", "file", "all"), default="all")
    parser.add_argument("--run", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.run:
        print(json.dumps(run_file(*asked.run)), flush=True)
        return
    missed = [] if asked.part == "file" else trees(asked.lines, asked.objects, asked.graphs)
    if asked.part != "tree":
        missed += files(asked.lines, asked.objects)
    if missed:
        raise SystemExit("missed: " + ", ".join(missed))


if __name__ == "__main__":
    main()
